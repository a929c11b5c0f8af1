"""What the parts of a time come to: the days from its first to its last, counted from a day of publication.

Gregorian and Hijri dates become spans of the same days, so they can be compared. Hijri months are those of the
calendar of Umm al-Qura; a month that was begun by sight of the moon may lie a day beside it.
"""

import math
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Gregorian, Hijri

POINT, PERIOD = "point", "period"
GREGORIAN, HIJRI = "gregorian", "hijri"
MONTHS = {
    GREGORIAN: "january february march april may june july august september october november december".split(),
    HIJRI: (
        "muharram safar rabi_1 rabi_2 jumada_1 jumada_2 rajab shaban ramadan shawwal dhu_al_qada dhu_al_hijja"
    ).split(),
}
YEARS = {GREGORIAN: range(1500, 2101), HIJRI: range(1300, 1500)}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DAY_WORDS = {  # first and last day, from the day of publication
    "before_yesterday": (-2, -2),
    "last_night": (-1, 0),
    "yesterday": (-1, -1),
    "today": (0, 0),
    "tomorrow": (1, 1),
    "after_tomorrow": (2, 2),
}
UNITS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}  # in days
_FEW = (2, 10)  # how many `days` without a number are: the Arabic plural stands behind three to ten
_AHEAD = 92  # days: what lies further ahead than a season is told with its year, or as `next`
_LATE = 5  # days from writing `today, Sunday` to publication, at the most


class Token(NamedTuple):
    """Words `first` up to `last`: their letter in the grammar of `dates.py`, the cue they are, and their number."""

    code: str
    name: str
    value: int
    first: int
    last: int


class Period(NamedTuple):
    """Days from `start` to `end`, both inclusive."""

    start: date
    end: date


Meaning = tuple[str, Period]
"""`point` or `period`, and the days."""


def _first_of(calendar: str, year: int, month: int) -> date:
    """The first day of a month; month 13 is the first of the next year, month 0 the last of the year before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if calendar == HIJRI:
        return date.fromordinal(Hijri(year, month, 1).to_gregorian().toordinal())
    return date(year, month, 1)


def _year_of(calendar: str, day: date) -> int:
    return int(Gregorian.fromdate(day).to_hijri().year) if calendar == HIJRI else day.year


def _months(calendar: str, year: int, first: int, last: int) -> Period:
    return Period(_first_of(calendar, year, first), _first_of(calendar, year, last + 1) - timedelta(1))


def _days(calendar: str, year: int, month: int, first: int, last: int) -> Period:
    """Days of a month; ValueError where it has no such day. A Hijri month may have had 30 days in the sky where the
    calendar has 29."""
    start, end = _months(calendar, year, month, month)
    length = 30 if calendar == HIJRI else (end - start).days + 1
    if not 1 <= first <= last <= length:
        raise ValueError(f"month {month} has no days {first} to {last}")
    return Period(start + timedelta(first - 1), start + timedelta(last - 1))


def _step(parts: Sequence[Token]) -> int | None:
    """-1 of `last`, 0 of `this`, 1 of `next`."""
    return next((step for t in parts for step, codes in ((-1, "LlPp"), (0, "Tt"), (1, "Xx")) if t.code in codes), None)


def _value(parts: Sequence[Token], codes: str) -> int | None:
    return next((t.value for t in parts if t.code in codes), None)


def _calendar_of(year: int) -> str:
    for calendar, years in YEARS.items():
        if year in years:
            return calendar
    raise ValueError(f"{year} is no year")


def _numeric(parts: Sequence[Token], _: date) -> Meaning:
    """`06/02/2020`, `2020 - 02 - 06`, `4-5/10/1436`: the day before the month, unless there is no such month."""
    *first, x, month, y = [int(digits) for t in parts if t.code in "nyz" for digits in re.findall(r"\d+", t.name)]
    year, day = (x, y) if x > 31 else (y, x)
    month, day = (day, month) if month > 12 else (month, day)
    days = _days(_calendar_of(year), year, month, *sorted([day, *(first or [day])]))
    return PERIOD if first else POINT, days


def _date(parts: Sequence[Token], published: date) -> Meaning:
    """`6 February 2020`, `10 and 11 شوال`, `last March`, `in March`."""
    months = [t for t in parts if t.code in "MH"]
    calendar = HIJRI if months[0].code == "H" else GREGORIAN
    first, last = (MONTHS[calendar].index(months[i].name) + 1 for i in (0, -1))
    days = [t.value for t in parts if t.code in "no#"]
    year, step = _value(parts, "y"), _step(parts)
    if year is None and step is not None and any(t.code == "a" for t in parts):  # `of last year`
        year, step = _year_of(calendar, published) + step, None
    spans = []
    for candidate in _years(calendar, year, published):
        with suppress(ValueError):  # 29 February
            of_days = _days(calendar, candidate, first, days[0], days[-1]) if days else None
            spans.append(of_days or _months(calendar, candidate, first, max(first, last)))
    if year in YEARS[GREGORIAN]:
        spans = [s for s in spans if s.start.year == year]
    return POINT if len(days) == 1 else PERIOD, _nearest(spans, published, step) if year is None else min(spans)


def _years(calendar: str, year: int | None, published: date) -> Sequence[int]:
    """The years that a date can be of: the one that is written, or those around the day of publication."""
    if year is None:
        around = _year_of(calendar, published)
        return range(around - 2, around + 3)
    if year in YEARS[calendar]:
        return (year,)
    if calendar == GREGORIAN:
        raise ValueError(f"{year} is no year of this calendar")
    hijri = _year_of(HIJRI, date(year, 1, 1))  # `رمضان 2015`
    return (hijri, hijri + 1)


def _nearest(spans: Sequence[Period], published: date, step: int | None) -> Period:
    """Of one date in several years, the one that is meant. step: as `_step` gives it."""
    if step == 1:
        return min(s for s in spans if s.start > published)
    if step == -1:
        return max(s for s in spans if s.end < published)
    near = [s for s in spans if (s.start - published).days <= _AHEAD]
    return min(near, key=lambda s: (max((s.start - published).days, (published - s.end).days, 0), s))


def _day_of_month(parts: Sequence[Token], published: date) -> Meaning:
    """`the 15th of this month`."""
    month = _first_of(GREGORIAN, published.year, published.month + (_step(parts) or 0))
    day = _value(parts, "no#") or 0
    return POINT, _days(GREGORIAN, month.year, month.month, day, day)


def _weekday(parts: Sequence[Token], published: date) -> Meaning:
    """The last such day up to the day of publication, unless it is called the next."""
    weekday = next(WEEKDAYS.index(t.name) for t in parts if t.code == "W")
    day_word = next((t.name for t in parts if t.code == "r"), None)
    step = _step(parts)
    ahead = (weekday - published.weekday()) % 7
    if day_word:
        # `today, Thursday` in an article of Saturday: it came out later than it was written.
        told = published + timedelta(DAY_WORDS[day_word][1])
        day = told + timedelta((weekday - told.weekday() + _LATE) % 7 - _LATE)
    elif step == 1:
        day = published + timedelta(ahead or 7)
    elif step == 0:
        day = published + timedelta(ahead)
    else:
        day = published + timedelta(ahead - 7 if ahead or step == -1 else 0)
    return POINT, Period(day, day)


def _day_word(parts: Sequence[Token], published: date) -> Meaning:
    first, last = DAY_WORDS[parts[0].name]
    return POINT, Period(published + timedelta(first), published + timedelta(last))


def _part_of_year(parts: Sequence[Token], published: date) -> Meaning:
    """`the first quarter of 2015`; without a year, the last that has begun."""
    length = 3 if any(t.code == "q" for t in parts) else 6
    last = (_value(parts, "o") or 0) * length
    if last > 12:
        raise ValueError("no such part of a year")
    year, step = _value(parts, "y"), _step(parts)
    if year is None and any(t.code == "a" for t in parts):
        year = published.year + (step or 0)
    if year is not None:
        return PERIOD, _months(_calendar_of(year), year, last - length + 1, last)
    spans = [_months(GREGORIAN, published.year - back, last - length + 1, last) for back in (0, 1)]
    return PERIOD, max(s for s in spans if s.start <= published)


def _year(parts: Sequence[Token], _: date) -> Meaning:
    """`in 2014`, `عام 1436 هـ`; a Hijri year without its mark is as well a number."""
    years = [t.value for t in parts if t.code == "y"]
    calendar = HIJRI if any(t.code == "E" for t in parts) else GREGORIAN
    if any(year not in YEARS[calendar] for year in years):
        raise ValueError("not a year of this calendar")
    return PERIOD, Period(_first_of(calendar, min(years), 1), _months(calendar, max(years), 1, 12).end)


def _unit(parts: Sequence[Token], published: date) -> Meaning:
    """`last year`, `the last three days`, `three days ago`, `within 24 hours`."""
    name = next(t.name for t in parts if t.code in "hdwma")
    unit, is_plural = name.removeprefix("two_").removesuffix("s"), name.endswith("s")
    number = sum(t.value for t in parts if t.code in "n#") or (2 if name.startswith("two_") else 0)
    codes, step = {t.code for t in parts}, _step(parts)
    if "e" in codes and is_plural:
        raise ValueError("the early years are no time")
    if not number and not is_plural and not codes & {*"PpJGSR"}:
        return PERIOD, _calendar_unit(unit, step or 0, published)
    low, high = (number, number) if number else _FEW if is_plural else (1, 1)
    length = UNITS[unit]
    if codes & {"J", "G"}:
        # Who says `three months ago` counts in months: half a month more or less is the same to him.
        slack = length / 2 if length > 1 else 0.0
        earliest, latest = math.ceil(high * length + slack), math.floor(low * length - slack)
        return POINT, Period(published - timedelta(earliest), published - timedelta(latest))
    reach = timedelta(math.ceil(high * length))
    if step == 1:
        return PERIOD, Period(published, published + reach)
    return PERIOD, Period(published - reach, published)


def _calendar_unit(unit: str, step: int, published: date) -> Period:
    """This, the last or the next day, week, month or year."""
    if unit == "month":
        return _months(GREGORIAN, published.year, published.month + step, published.month + step)
    if unit == "year":
        return _months(GREGORIAN, published.year + step, 1, 12)
    day = published + timedelta(step)
    if unit == "week":
        # Weeks begin on Saturday, Sunday or Monday: all the days that any of them can mean.
        return Period(published + timedelta(7 * step - 6), published + timedelta(7 * step + 6))
    return Period(day, day) if unit == "day" else Period(min(day, published), max(day, published))


MEANINGS: dict[str, Callable[[Sequence[Token], date], Meaning]] = {
    "numeric": _numeric,
    "date": _date,
    "day_of_month": _day_of_month,
    "weekday": _weekday,
    "day_word": _day_word,
    "part_of_year": _part_of_year,
    "unit": _unit,
    "year": _year,
}
"""What the tokens of each form of the grammar mean, counted from a day. Each raises ValueError of what is no date and
OverflowError of what lies beyond the calendar."""
