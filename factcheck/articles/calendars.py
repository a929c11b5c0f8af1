"""The calendars that dates of articles are written in: names of months in every language, and days of each as days of
ours.

Names come from CLDR (with all countries that write a language: شباط, فيفري and غشت are Arabic), from `[months]` of the
language files and from `languages/dates.toml`. Hijri months are those of Umm al-Qura.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import product
from typing import NamedTuple

from factcheck.facts.periods import GREGORIAN, HIJRI, MONTHS
from factcheck.text.language import known_codes, language
from factcheck.text.language_files import read_language_file
from factcheck.text.tokens import Words

PERSIAN, BUDDHIST = "persian", "buddhist"
_FIRST_YEAR = 1900
_BUDDHIST_YEARS = 543  # between the years of the two eras
_SUN_YEARS, _MOON_YEARS = range(1278, 1500), range(1317, 1500)
_OF_THE_SUN = ("fa", "ps", "ckb", "ku")  # languages in which a year of both calendars is one of the sun
_LONGEST = 8  # words of the name of a month; a name in Thai is cut at its vowel signs
_OF_MANY_COUNTRIES = ("ar", "fa", "ku")  # languages whose countries do not call the months the same
# Country codes under which anybody has an address, so that they tell no country.
_SOLD = frozenset("ai cc co fm gg io la ly me to tv ws".split())
_CLDR = {"no": "nb", "ku": "ku", "tl": "fil"}  # codes that CLDR calls otherwise
_NEIGHBOURS = {"ku": ("ckb",), "fa": ("ps",), "no": ("nn",)}  # languages that are taken for one another


class Month(NamedTuple):
    """A month of a calendar, `number` from 1."""

    calendar: str
    number: int


Names = Mapping[str, frozenset[Month]]
"""Normalised words -> the months that are called so."""


def as_words(text: str) -> str:
    """A name as it is looked up: words normalised, with blanks between, letters and digits apart (`ك 1`)."""
    return Words.of(split_digits(text)).joined.rstrip(" .")


def split_digits(text: str) -> str:
    """The text with a blank between each digit and letter that touch: `8ديسمبر2024م`, `8th`, `8-Dec-2024`."""
    return re.sub(r"(?<=\d)-?(?=[^\W\d_])|(?<=[^\W\d_])-?(?=\d)", " ", text)


# --- names of months


def find_months(words: Words, lang: str) -> list[tuple[int, int, frozenset[Month]]]:
    """(first word, one past the last, months) of every name of a month, those of the language before all others.

    Of a name that two languages give to two months, in a text of a third one, the months are both.
    """
    norms, cues = [word.norm for word in words.words], _cue_months(words, lang)
    return _found(norms, _own_names(lang), cues) or _found(norms, _all_names(), {})


def _found(
    norms: list[str], names: Names, cues: dict[int, tuple[int, frozenset[Month]]]
) -> list[tuple[int, int, frozenset[Month]]]:
    found: list[tuple[int, int, frozenset[Month]]] = []
    i = 0
    while i < len(norms):
        last, months = _at(norms, i, names)
        if cues.get(i, (0,))[0] > last:
            last, months = cues[i]
        if months:
            found.append((i, last, months))
        i = max(last, i + 1)
    return found


def _at(norms: list[str], i: int, names: Names) -> tuple[int, frozenset[Month]]:
    for last in range(min(len(norms), i + _LONGEST), i, -1):
        phrase = " ".join(norms[i:last])
        months = names.get(phrase) or names.get(phrase.removesuffix("ي"))  # یەکەمی: the ending that ties it to its year
        if months:
            return last, months
    return i, frozenset()


def _cue_months(words: Words, lang: str) -> dict[int, tuple[int, frozenset[Month]]]:
    """First word -> (one past the last, months) of what the files of languages have as patterns."""
    found: dict[int, tuple[int, frozenset[Month]]] = {}
    for code in (lang, *known_codes()):
        for section, calendar in (("months", GREGORIAN), ("time", HIJRI)):
            for name, first, last in language(code).find_all(section, words):
                if name in MONTHS[calendar] and last > found.get(first, (0,))[0]:
                    found[first] = last, frozenset([Month(calendar, MONTHS[calendar].index(name) + 1)])
    return found


@cache
def _own_names(lang: str) -> Names:
    """What a language calls the months in all countries that write it, in short too."""
    found: dict[str, set[Month]] = {}
    for code in (lang, *_NEIGHBOURS.get(lang, ())):
        for locale in _locales(code):
            _add(found, locale, ("wide", "abbreviated"))
    names = {name: frozenset(months) for name, months in found.items() if len(months) == 1}
    return {**names, **_listed_names()}


@cache
def _listed_names() -> Names:
    """The names of `languages/dates.toml`."""
    content = read_language_file("dates")
    return {
        as_words(name): frozenset([Month(calendar, number)])
        for calendar in (GREGORIAN, PERSIAN, HIJRI)
        for number, names in enumerate(content[calendar].values(), 1)
        for name in names
    }


@cache
def _all_names() -> Names:
    """What the months are called in the languages of the press, in full: short names are too many and too alike."""
    found: dict[str, set[Month]] = {}
    for lang in (*read_language_file("names"), *(code for codes in _NEIGHBOURS.values() for code in codes)):
        for locale in _locales(lang):
            _add(found, locale, ("wide",))
    return {**{name: frozenset(months) for name, months in found.items()}, **_listed_names()}


def _locales(lang: str) -> tuple[str, ...]:
    """The locale of CLDR of a language; where its countries call the months otherwise, theirs too."""
    from babel import localedata

    code = _CLDR.get(lang, lang)
    if code not in _OF_MANY_COUNTRIES:
        return (code,) if code and localedata.exists(code) else ()
    return tuple(sorted(name for name in localedata.locale_identifiers() if name.split("_")[0] == code))


def _add(names: dict[str, set[Month]], locale: str, widths: tuple[str, ...]) -> None:
    from babel import Locale

    months = Locale.parse(locale).months
    for context, width in product(("format", "stand-alone"), widths):
        for number, name in months[context][width].items():
            written = as_words(name)
            if written and not written[0].isdigit():
                names.setdefault(written, set()).add(Month(GREGORIAN, number))


# --- days


def latest_year() -> int:
    """The last year that a date is believed of: an article may be dated a little ahead, not further."""
    return date.today().year + 1


def is_believed(year: int) -> bool:
    """Whether an article can be of a year of our calendar."""
    return _FIRST_YEAR <= year <= latest_year()


def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """The day of our calendar; None where there is no such day, or none that is believed."""
    with suppress(ValueError, OverflowError):
        if calendar == PERSIAN:
            from persiantools.jdatetime import JalaliDate

            found = JalaliDate(year, month, day).to_gregorian()
        elif calendar == HIJRI:
            from hijridate import Hijri

            # A month that was begun by sight of the moon may have 30 days where the calendar has 29.
            month_begins = Hijri(year, month, 1).to_gregorian().toordinal()
            found = date.fromordinal(month_begins + day - 1) if 1 <= day <= 30 else date.min
        else:
            found = date(year - (_BUDDHIST_YEARS if calendar == BUDDHIST else 0), month, day)
        return found if is_believed(found.year) else None
    return None


def calendars_of(year: int, lang: str, marks: frozenset[str], is_in_persian_digits: bool) -> tuple[str, ...]:
    """The calendars that a year in digits can be of, none where it can be of none that is believed.

    marks: `solar`, `lunar` and `buddhist` where the date says so. Years from 1317 to next year of the sun are years of
    the moon too: the language tells, or the digits (which Urdu has too, but no such years).
    """
    if is_believed(year):
        return (GREGORIAN,)
    if is_believed(year - _BUDDHIST_YEARS) and ("buddhist" in marks or lang == "th"):
        return (BUDDHIST,)
    found = [c for c, years in ((PERSIAN, _SUN_YEARS), (HIJRI, _MOON_YEARS)) if year in years]
    found = [calendar for calendar in found if day_of(calendar, year, 1, 1)]
    if "solar" in marks or "lunar" in marks:
        # A mark that stands for both (ه) is one of the moon where nothing speaks for the sun.
        wanted = PERSIAN if "solar" in marks else HIJRI
        return (wanted,) if wanted in found else ()
    if len(found) > 1 and (lang in _OF_THE_SUN or (is_in_persian_digits and lang != "ur")):
        return (PERSIAN,)
    return tuple(found)


# --- habits


@cache
def order_of_language(lang: str) -> str:
    """`DMY` where all who write a language put the day before the month, else empty."""
    if language(lang).data.get("day_first"):
        return "DMY"
    from babel import Locale, UnknownLocaleError

    with suppress(UnknownLocaleError, ValueError, TypeError):
        pattern = Locale.parse(_CLDR.get(lang, lang)).date_formats["short"].pattern
        return "DMY" if lang != "en" and pattern.lstrip("\u200f'").startswith("d") else ""
    return ""


@cache
def order_of_country(code: str) -> str:
    """`DMY` or `MDY`, as the first language of a country writes dates; empty where that is not known, or neither."""
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    spoken = [name.split("_")[0] for name in get_official_languages(code.upper(), de_facto=True)]
    with suppress(UnknownLocaleError, ValueError, IndexError):
        pattern = Locale.parse(f"{spoken[0]}_{code.upper()}").date_formats["short"].pattern
        return {"d": "DMY", "M": "MDY"}.get(pattern.lstrip("\u200f'")[:1], "")
    return ""


def country_of(host: str) -> str:
    """The country of the domain of a site, ISO 3166; empty of one under which anybody has an address."""
    last = host.rpartition(".")[2].lower()
    return {"uk": "GB"}.get(last, last.upper()) if len(last) == 2 and last.isalpha() and last not in _SOLD else ""
