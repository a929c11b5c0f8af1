"""Moments that count from now (`3 hours ago`, `أمس`) -> ISO 8601, where it is known when that now was."""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache

from factcheck.articles.calendars import as_words, split_digits
from factcheck.facts.periods import DAY_WORDS
from factcheck.text.language import known_codes, language
from factcheck.text.language_files import read_language_file
from factcheck.text.tokens import Words

_WORDS = 8  # of a text that says nothing but such a moment
_LONGEST_COUNT = timedelta(28)  # who says `two months ago` tells no day
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")


def plain(text: str) -> str:
    """A copy of a text to match in: compatibility forms joined, marks that are not seen left out, digits ASCII."""
    copy = unicodedata.normalize("NFKC", text.replace("\u200c", " "))
    kept = (c for c in copy if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in kept)
    return re.sub("[,،٬]", " , ", digits)


def read_relative(text: str, lang: str, seen: str) -> str | None:
    """ISO 8601 of a moment told as so long before another: a day where days are counted, else to the minute.

    seen: that other moment, in ISO 8601. None where the text tells none, or one of months or years.
    """
    try:
        now = datetime.fromisoformat(seen)
    except ValueError:
        return None
    copy = split_digits(plain(text[:100]))
    words = Words.of(copy)
    if not words.words or len([w for w in words.words if w.norm[0].isalnum()]) > _WORDS:
        return None
    minutes = _by_cues(words, lang)
    if minutes is None:
        minutes = _by_library(" ".join(copy.split()), lang)
    if minutes is None or not 0 <= minutes <= _LONGEST_COUNT.total_seconds() / 60:
        return None
    is_day = minutes % (24 * 60) == 0 or len(seen) <= len("2024-12-01")
    if is_day:
        day = (now - timedelta(minutes=minutes)).date().isoformat()
        time = _TIME.search(copy)
        is_time = time and minutes % (24 * 60) == 0 and int(time[1]) < 24 and int(time[2]) < 60
        return f"{day}T{int(time[1]):02}:{time[2]}" if time and is_time else day
    return (now - timedelta(minutes=minutes)).isoformat(timespec="minutes")


def _by_cues(words: Words, lang: str) -> int | None:
    """Minutes before, by the words of the files of languages."""
    codes = [lang, *(code for code in known_codes() if code != lang)] if lang else known_codes()
    for code in codes:
        cues = {first: (name, last) for name, first, last in language(code).find_all("time", words)}
        cues |= _own_cues(words)
        names = {name for name, _ in cues.values()}
        unit = next((n for n in names if n.removeprefix("two_").rstrip("s") in _MINUTES), None)
        if unit and names & {"ago", "ago_behind", "since"}:
            count = _count(words, code, cues) or (2 if unit.startswith("two_") else 1)
            return count * _MINUTES[unit.removeprefix("two_").rstrip("s")]
        if names & {"ago", "ago_behind"} and not names & DAY_WORDS.keys():
            continue
        day = next((name for name in ("before_yesterday", "yesterday", "today", "now") if name in names), None)
        if day:
            return 0 if day == "now" else -DAY_WORDS[day][0] * 24 * 60
    return None


def _own_cues(words: Words) -> dict[int, tuple[str, int]]:
    """First word -> (name, one past the last) of the words of `languages/dates.toml` that tell such moments."""
    marks = read_language_file("dates")["marks"]
    found = {}
    norms = [word.norm for word in words.words]
    for name in ("hour", "ago", "minute", "two_minutes", "now"):
        for phrase in map(str.split, map(as_words, marks[name])):
            for i in range(len(norms) - len(phrase) + 1):
                if norms[i : i + len(phrase)] == phrase:
                    found[i] = name, i + len(phrase)
    return found


def _count(words: Words, code: str, cues: dict[int, tuple[str, int]]) -> int:
    """The number that is counted, in digits or in words."""
    digits = [int(word.norm) for word in words.words if word.norm.isdigit() and len(word.norm) <= 2]
    if digits:
        return digits[0]
    named = [int(name) for name, first, _ in language(code).find_all("numerals", words) if first not in cues]
    return sum(named)


@lru_cache(maxsize=4096)
def _by_library(text: str, lang: str) -> int | None:
    """Minutes before, by dateparser, which knows some two hundred languages."""
    import dateparser

    if not lang:  # it would try two hundred languages one by one
        return None
    now = datetime(2020, 1, 31, 12)
    settings = {"PARSERS": ["relative-time"], "RELATIVE_BASE": now}
    try:
        found = dateparser.parse(text, languages=[lang], settings=settings)
    except ValueError:  # a language that it does not know
        return None
    return round((now - found.replace(tzinfo=None)).total_seconds() / 60) if found else None
