"""Dates as they are stored or written anywhere -> ISO 8601, no more precise than written; what cannot be told is None.

A date is read in any language: its month by name or in digits, of our calendar or of the Persian, Hijri or Buddhist
one, with the marks that right-to-left text has between digits. Nothing before 1900 or after next year is believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from factcheck.articles.calendars import (
    GREGORIAN,
    Month,
    as_words,
    calendars_of,
    day_of,
    find_months,
    is_believed,
    order_of_language,
    split_digits,
)
from factcheck.articles.moments import plain, read_relative
from factcheck.text.language import language
from factcheck.text.language_files import read_language_file
from factcheck.text.tokens import Words

ORDERS = {"day-first": "DMY", "month-first": "MDY"}
"""What `--dates` may say -> the order of the numbers of a date."""
UNREAD = "cannot be read"
# Seconds or milliseconds since 1970, of 2001 and later: a number of fewer digits is a year or a day, or anything.
_EPOCH = re.compile(r"(\d{10})(?:\.\d{1,9}|\d{3})?")
_SECONDS = re.compile(r"\d\d:\d\d:\d\d|T\d{6}")
_LONGEST = 100  # characters
_YEAR_FIRST = re.compile(r"(?<![\d:.,])(\d{4})\s*[/.\-–年년]\s*(\d{1,2})\s*[/.\-–月월]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d:.,/])(\d{1,2})\s*([/.\-–])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
_FOUR_DIGITS = re.compile(r"\d{4}")
_TIME = re.compile(r"(?<![\d:/.\-])(\d{1,2})\s?[:h٫]\s?(\d{2})(?:\s?[:٫]\s?(\d{2})(?:\.\d{1,9})?)?(?![\d:])")
_ZONE = re.compile(
    r"\D{0,12}?(?:(?:utc|gmt)\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2})?)(?![\d/.-])", re.I
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{2,4} \d\d?:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|(?!am|pm)[A-Z]{1,5}))?", re.I
)
_PERSIAN_DIGITS = re.compile("[۰-۹]")
_BETWEEN = 5  # words and marks that may stand between the day, the month and the year
_ENDING = 2  # letters of a word between them that is any: `th`, `er`, `de`
# Words beside the date, its time and the day of the week, such as `published on`: more is a sentence.
_WORDS_OF_A_FIELD = 6
_WORDS_OF_A_LINE = 2


class Told(NamedTuple):
    """A day that a text tells: `start` and `end` are where, `is_converted` whether it is of another calendar."""

    day: date
    start: int
    end: int
    is_converted: bool


# --- values of fields


def read_date(value: Any, lang: str = "", order: str = "", seen: str = "") -> str | None:
    """ISO 8601 of a date as it is stored or written anywhere, with its zone where it has one; None where it is none.

    No more precise than it was: a day stays a day. An ISO date, an RFC 2822 date, seconds since 1970, a date object of
    a table, or a date written out (see `parse_date`).
    """
    if isinstance(value, datetime):
        value = value.date().isoformat() if _is_midnight(value) else value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value:.0f}"
    is_short = isinstance(value, str) and len(value) <= _LONGEST
    return _read_date(value.strip(), lang, order, seen) if is_short else None


def _is_midnight(moment: datetime) -> bool:
    """Whether a table that has no type for a day would store the day this way."""
    return moment.tzinfo is None and moment.time().isoformat() == "00:00:00"


@lru_cache(maxsize=4096)
def _read_date(text: str, lang: str, order: str, seen: str) -> str | None:
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        moment = datetime.fromtimestamp(int(epoch.group(1)), UTC)
        return moment.isoformat() if is_believed(moment.year) else None
    standard = _standard(text)
    if standard is None or not is_believed(standard.year):
        compact = standard.date().isoformat() if standard else ""
        return _written_date(text, lang, order, seen, _WORDS_OF_A_FIELD) or parse_date(compact, lang)
    if len(text) <= len("2024-12-01"):
        return standard.date().isoformat()
    return standard.isoformat(timespec="seconds" if _SECONDS.search(text) else "minutes")


def _standard(text: str) -> datetime | None:
    """The moment of an ISO 8601 or RFC 2822 date."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        try:
            return parsedate_to_datetime(text) if _MAIL.fullmatch(text) else None
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


# --- dates written out


def parse_date(text: str, lang: str = "", order: str = "", seen: str = "") -> str | None:
    """ISO 8601 of a date written out; without a time of day where none is written.

    None of a date that depends on who reads it (06/02/2020 in English), where it is not known in which order (see
    `date_orders`) its numbers stand; and of one that counts from the day of reading ("two hours ago"), but where
    `seen` tells the moment at which it was so, in ISO 8601.
    """
    return _written_date(text, lang, order, seen, _WORDS_OF_A_LINE)


def _written_date(text: str, lang: str, order: str, seen: str, words: int) -> str | None:
    """What `parse_date` gives, of a text with so many words beside its date at the most."""
    written = Written.of(text, lang)
    day = written.day(order, words)
    if day:
        return f"{day.day.isoformat()}{written.time_at(day)}"
    return read_relative(text, lang, seen) if seen and not _FOUR_DIGITS.search(written.text) else None


def date_orders(text: str) -> tuple[str, ...]:
    """The orders, `DMY` and `MDY`, in which a date in numbers can be read; none where that makes no difference.

    Nobody writes the month first with points between, or in a calendar of other years.
    """
    match = _YEAR_LAST.search(plain(text))
    return _orders(match) if match else ()


def _orders(match: re.Match[str]) -> tuple[str, ...]:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if first == second or not is_believed(year):
        return ()
    months = {"DMY": second, "MDY": first}
    orders = tuple(order for order, month in months.items() if 1 <= month <= 12)
    return orders[:1] if mark == "." else orders


def why_unread(value: Any, lang: str = "") -> str:
    """Why a date that was given is unknown, and what to do about it, in words that follow it; UNREAD of what looks like
    no date at all."""
    text = str(value)[:_LONGEST]
    if len(date_orders(text)) > 1:
        return "can be read day first or month first; say which with --dates day-first or month-first"
    if read_relative(text, lang, "2020-01-31T12:00"):
        return "counts from a moment that is not known"
    written = Written.of(text, lang)
    years = [int(match.group()) for match in re.finditer(r"(?<!\d)\d{4}(?!\d)", written.text)]
    if any(len(calendars_of(year, lang, written.marks, False)) > 1 for year in years):
        return "may be of the Persian or of the Hijri calendar"
    if years and not any(calendars_of(year, lang, written.marks, written.is_in_persian_digits) for year in years):
        return "is of a year that no article is of"
    return UNREAD


@dataclass(frozen=True)
class Written:
    """A text that may tell a date: its copy without marks and with ASCII digits, the words of that, the language, and
    what the text as it is says of the calendar of its years."""

    text: str
    words: Words
    lang: str
    marks: frozenset[str]
    is_in_persian_digits: bool

    @classmethod
    def of(cls, text: str, lang: str) -> "Written":
        """What is written in the first hundred characters of a text."""
        copy = split_digits(plain(text[:_LONGEST]))
        words = Words.of(copy)
        return cls(copy, words, lang, _marks(words), bool(_PERSIAN_DIGITS.search(text[:_LONGEST])))

    def day(self, order: str, most: int) -> Told | None:
        """The day of the date, the earliest of several of our calendar: what was published may have been changed
        since. None where there is none, or where more than `most` words stand beside it."""
        months = find_months(self.words, self.lang) if any(word.norm[0].isalpha() for word in self.words.words) else []
        found = [*self._numeric(order), *self._named(months)]
        if self._other_words(months) > most:
            return None
        return min(found, key=lambda told: (told.is_converted, told.day), default=None)

    def _numeric(self, order: str) -> Iterator[Told]:
        """The days told in digits alone."""
        for match in _YEAR_FIRST.finditer(self.text):
            yield from self._told(match, int(match[1]), int(match[2]), int(match[3]))
        for match in _YEAR_LAST.finditer(self.text):
            orders = _orders(match) or ("DMY",)
            known = order or order_of_language(self.lang)
            chosen = orders[0] if len(orders) == 1 else known if known in orders else ""
            if chosen:
                day, month = (match[1], match[3]) if chosen == "DMY" else (match[3], match[1])
                yield from self._told(match, int(match[4]), int(month), int(day))

    def _told(self, match: re.Match[str], year: int, month: int, day: int) -> Iterator[Told]:
        calendars = calendars_of(year, self.lang, self.marks, self.is_in_persian_digits)
        found = day_of(calendars[0], year, month, day) if len(calendars) == 1 else None
        if found:
            yield Told(found, match.start(), match.end(), calendars[0] != GREGORIAN)

    def _named(self, names: list[tuple[int, int, frozenset[Month]]]) -> Iterator[Told]:
        """The days whose month is told by name; of two names side by side both have to be of one month."""
        norms = [word.norm for word in self.words.words]
        while names:
            (first, last, months), names = names[0], names[1:]
            while names and all(not norm.isalnum() for norm in norms[last : names[0][0]]):
                last, months, names = names[0][1], months & names[0][2], names[1:]
            if len(months) == 1:
                yield from self._beside(next(iter(months)), first, last)

    def _beside(self, month: Month, first: int, last: int) -> Iterator[Told]:
        """The day of a month named by words `first` up to `last`: its number and year stand beside it."""
        left, right = self._numbers(range(first - 1, -1, -1)), self._numbers(range(last, len(self.words)))
        for places in ((left[:1], right[:1]), ((), right[:2]), (left[1:2], left[:1]), (left[:1], right[1:2])):
            numbers = [place for group in places for place in group]
            if len(numbers) != 2:
                continue
            day, year = sorted((int(self.words.words[i].norm) for i in numbers), key=lambda n: n > 31)
            where = [*numbers, first, last - 1]
            found = self._of_calendar(month, year, day)
            if found and day <= 31 < year:
                start, end = self.words.words[min(where)].start, self.words.words[max(where)].end
                yield Told(found, start, end, month.calendar != GREGORIAN or year != found.year)
                return

    def _of_calendar(self, month: Month, year: int, day: int) -> date | None:
        if year <= 999:
            return None
        if month.calendar != GREGORIAN:
            return None if is_believed(year) else day_of(month.calendar, year, month.number, day)
        calendars = [c for c in calendars_of(year, self.lang, self.marks, False) if c in (GREGORIAN, "buddhist")]
        return day_of(calendars[0], year, month.number, day) if calendars else None

    def _numbers(self, places: range) -> list[int]:
        """The places of up to two numbers from a month on, with little between."""
        found: list[int] = []
        between = 0
        for i in places:
            norm = self.words.words[i].norm
            if norm.isdigit() and len(norm) in (1, 2, 4):
                found.append(i)
                between = 0
                if len(found) == 2:
                    break
            elif norm[0].isdigit() or between == _BETWEEN or not _stands_between(norm):
                break
            else:
                between += 1
        return found

    def _other_words(self, months: list[tuple[int, int, frozenset[Month]]]) -> int:
        """How many words are no part of a date or of its time."""
        spans = [(first, last) for first, last, _ in months]
        spans += [(first, last) for _, first, last in language(self.lang).find_all("time", self.words)]
        known = {i for first, last in spans for i in range(first, last)}
        words = [word.norm for i, word in enumerate(self.words.words) if i not in known and word.norm[0].isalpha()]
        return sum(len(norm) > 1 and norm not in _small_words() for norm in words)

    # --- the time of day

    def time_at(self, day: Told) -> str:
        """`T10:30` with its zone, of the time of day that stands nearest to a date; empty where none does."""
        times = [m for m in _TIME.finditer(self.text) if m.end() <= day.start or m.start() >= day.end]
        match = min(times, key=lambda m: max(m.start() - day.end, day.start - m.end()), default=None)
        if not match or not (int(match[1]) < 24 and int(match[2]) < 60 and int(match[3] or 0) < 60):
            return ""
        hour = self._hour(match, day)
        seconds = f":{match[3]}" if match[3] else ""
        return f"T{hour:02}:{match[2]}{seconds}{self._zone(match.end())}"

    def _hour(self, match: re.Match[str], day: Told) -> int:
        """The hour in 24, by the mark of a half of the day behind the time or before it. A mark right behind the year
        is that of its era: `2024م 10:30`."""
        hour = int(match[1])
        behind = Words.of(self.text, match.end(), min(len(self.text), match.end() + 24)).joined
        before = Words.of(self.text, 0, match.start()).joined if match.start() < day.start else ""
        if match.start() >= day.end:
            before = Words.of(self.text, day.end, match.start()).joined.removeprefix("م ")
            before = "" if before == "م" else before
        is_late = _opens(behind, "pm") or (_closes(before, "pm") and not _opens(behind, "am"))
        is_early = _opens(behind, "am") or (_closes(before, "am") and not is_late)
        if hour <= 12 and is_late:
            return hour % 12 + 12
        return 0 if hour == 12 and is_early else hour

    def _zone(self, end: int) -> str:
        rest = self.text[end : end + 40]
        match = _ZONE.match(rest)
        if match:
            sign, hours, minutes = match.groups()[:3] if match[1] else match.groups()[3:]
            return f"{sign}{int(hours):02}:{minutes or '00'}" if int(hours) <= 14 and int(minutes or 0) < 60 else ""
        return "+00:00" if set(Words.of(rest).joined.split()[:4]) & set(_mark_words("utc")) else ""


def _stands_between(norm: str) -> bool:
    """Whether a word or mark can stand inside a date."""
    return len(norm) <= _ENDING or norm in _mark_words("between")


def _opens(text: str, mark: str) -> bool:
    return any(text == word or text.startswith(f"{word} ") for word in _mark_words(mark))


def _closes(text: str, mark: str) -> bool:
    return any(text == word or text.endswith(f" {word}") for word in _mark_words(mark))


@cache
def _mark_words(mark: str) -> tuple[str, ...]:
    return tuple(as_words(word) for word in read_language_file("dates")["marks"][mark])


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word for mark in read_language_file("dates")["marks"] for word in _mark_words(mark))


def _marks(words: Words) -> frozenset[str]:
    """The marks of eras that stand behind a year or a date in digits."""
    found = set()
    for i, word in enumerate(words.words):
        is_year = word.norm[-1].isdigit() and _FOUR_DIGITS.search(word.norm)
        if is_year or (word.norm.isdigit() and len(word.norm) <= 2):
            behind = " ".join(w.norm for w in words.words[i + 1 : i + 5])
            before = " ".join(w.norm for w in words.words[max(0, i - 6) : i])
            for mark in ("solar", "lunar", "buddhist"):
                if _opens(behind, mark) or (mark == "buddhist" and _closes(before.rstrip(" ."), mark)):
                    found.add(mark)
    return frozenset(found)
