"""Which countries a text names, as codes of ISO 3166: by the names that CLDR has in its language, by the adjectives
made from them, by those of `[actors]`, and by its towns.

A name that is a town of another country as well (عمان) tells nothing, nor does one that is an ordinary word (مالي); in
a script with capitals a country is written with one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from factcheck.facts.places import Place, country_of, known_countries, town_called
from factcheck.schema import Country
from factcheck.text.language import Language
from factcheck.text.tokens import Words, normalise

_LONGEST = 4  # words of a name
_ENDING = 3  # letters that make an adjective: `Vietnam-ese`
_STEM = 5  # letters of a name that an adjective is known by
_NO_CLDR_NAME = {"britain": "GB", "palestine": "PS", "turkey": "TR"}


def find_countries(words: Words, lang: Language, places: Iterable[Place]) -> list[Country]:
    """The countries that a text names or whose towns it names, in order of place. places: of `find_places`."""
    acting = {(_code_of_actor(name), first, last) for name, first, last in lang.find_all("actors", words)}
    towns = {(country_of(place.id), place.first, place.last) for place in places}
    found = sorted(acting | towns | set(_named(words, lang)), key=lambda named: (named[1:], named))
    return [Country(code, words.span(first, last)) for code, first, last in found if code]


def _named(words: Words, lang: Language) -> Iterator[tuple[str, int, int]]:
    """(code, first word, one past the last) of every name; the code is empty of what is none."""
    names = _names(lang)
    if not names.codes:
        return
    forms = [_forms(word.norm, words.text[word.start], lang) for word in words.words]
    i = 0
    while i < len(words):
        length = min(_LONGEST, len(words) - i)
        found = (
            (names.codes[name], size)
            for size in range(length, 0, -1)
            for form in forms[i].opening
            if (name := " ".join([form, *(f.plain for f in forms[i + 1 : i + size])])) in names.codes
        )
        code, size = next(found, (forms[i].by_adjective, 1))
        yield code, i, i + size
        i += size


class _Forms(NamedTuple):
    """What a word can be, if it can be of a name: its `plain` form, those with which a name begins, and the code of
    the country whose adjective it is; empty where there is none."""

    plain: str = ""
    opening: tuple[str, ...] = ()
    by_adjective: str = ""


@lru_cache(maxsize=200_000)
def _forms(norm: str, first: str, lang: Language) -> _Forms:
    """first: the first letter as it is written."""
    if not first.isalpha() or unicodedata.category(first) == "Ll" or norm in lang.no_places:
        return _Forms()
    norm = norm.partition("'")[0] or norm
    names, bare = _names(lang), dict.fromkeys([norm, *(norm.removeprefix(glued) for glued in _glued(lang))])
    forms = [form for bare_form in bare for form in _keys(bare_form, lang) if form not in lang.no_places]
    endings = tuple(lang.normal_words("places", "adjective"))
    code = next(filter(None, (_by_adjective(form, names.codes, endings) for form in forms)), "")
    return _Forms(forms[0] if forms else "", tuple(form for form in forms if form in names.openings), code)


def _keys(norm: str, lang: Language) -> list[str]:
    """A word as it is, and its stem: a short stem is that of other words too (السودان, سود)."""
    stem = lang.stem(norm)
    return [norm, stem] if len(stem) >= _STEM else [norm]


@lru_cache(maxsize=64)
def _glued(lang: Language) -> tuple[str, ...]:
    """What may be glued before a name: prepositions, the article, and both."""
    prepositions = ["", *lang.words("places", "prefixes"), *lang.words("numbers", "prefixes")]
    articles = ["", *lang.words("numbers", "articles")] if lang.words("numbers", "prefixes") else [""]
    return tuple(sorted({normalise(p + a) for p in prepositions for a in articles} - {""}))


def _by_adjective(form: str, names: dict[str, str], endings: tuple[str, ...]) -> str:
    """endings: how those of adjectives begin, where the language says so: `الهندسي` is no Indian."""
    cuts = (len(form) - cut for cut in range(1, _ENDING + 1) if len(form) - cut >= _STEM)
    shorter = (form[:cut] for cut in cuts if not endings or form.startswith(endings, cut))
    return next((names[name] for name in shorter if name in names), "")


class _Names(NamedTuple):
    """The words of a country's name, the first as its stem too -> its code; and the words with which one begins."""

    codes: dict[str, str]
    openings: frozenset[str]


@lru_cache(maxsize=64)
def _names(lang: Language) -> _Names:
    """The countries' names of a language; empty where CLDR does not have it."""
    names: dict[str, str] = {}
    for code, name in _territories(lang.code).items():
        for written in _ways_to_write(name):
            words = [w.norm for w in Words.of(written).words]
            town = town_called(written, lang)
            if (town and town != code) or not lang.no_places.isdisjoint(words):
                continue
            for form in {*_keys(words[0], lang), *_keys(lang.without_article(words[0]), lang)}:
                names.setdefault(" ".join([form, *words[1:]]), code)
    return _Names(names, frozenset(name.partition(" ")[0] for name in names))


def _ways_to_write(name: str) -> Iterator[str]:
    """`ميانمار (بورما)` is written as either."""
    yield from (part.strip() for part in re.split(r"[()（）]| [-–] ", name) if part.strip())


@lru_cache(maxsize=64)
def _territories(code: str) -> dict[str, str]:
    """Code of ISO 3166 -> the name of the country in a language."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale(code).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {key: name for key, name in sorted(territories.items()) if key in known_countries()}


@lru_cache(maxsize=256)
def _code_of_actor(name: str) -> str:
    english = {written.lower().replace(" ", "_"): code for code, written in _territories("en").items()}
    return _NO_CLDR_NAME.get(name) or english.get(name, "")
