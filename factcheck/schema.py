"""The types that every stage takes and gives: plain frozen data, no behaviour."""

import math
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LABELS = ("entailment", "neutral", "contradiction")
"""What a natural language inference model says of a premise and a hypothesis, in the order of its columns."""

# facts

PERSON, MAGNITUDE = "person", "magnitude"
"""What people are counted as where nothing more is said of them, and what an earthquake is measured in."""


@dataclass(frozen=True)
class Quantity:
    """`low` to `high` of `counted` (a class of `[counted]` or `[things]`, a unit, or the stem of the noun) who are
    `role` and `group` (nations); told by words `first` up to `last`, the characters of `span`, with bound and noun.

    `is_part` of a total named beside it ("of whom 111 civilians"); `is_measure` of a percentage or of a unit such as
    money, in which any two things can be told. `nouns` are the stems of nouns that no list has, which name what is
    counted in one way or another (`400 ألف مخالف يمني`, `500 ألف يمني`). `fate` is what became of those counted,
    `scope` what makes it a count of something else (a rate, a plan, an increase); `is_running` of a toll that rises.
    """

    low: float
    high: float
    counted: str
    role: str | None
    is_part: bool
    is_measure: bool
    nouns: frozenset[str]
    first: int
    last: int
    span: tuple[int, int]
    group: frozenset[str] = frozenset()
    fate: str | None = None
    scope: frozenset[str] = frozenset()
    is_running: bool = False

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def is_bound(self) -> bool:
        """Whether it says only how many there are at the least or at the most."""
        return math.isinf(self.high) or self.low == 0 < self.high

    @property
    def is_of_people(self) -> bool:
        """Whether it counts people, or is measured of one event only: not money or things, of which there are many."""
        return self.fate is not None or self.role is not None or self.counted in (PERSON, MAGNITUDE)

    @property
    def is_unlisted(self) -> bool:
        """Whether it counts what no list has: one noun can mean many things in one town."""
        return self.counted in self.nouns

    @property
    def value(self) -> float:
        """The number that is written, whatever bound or hedge stands before it."""
        if math.isinf(self.high):
            return self.low
        return self.high if self.low == 0 else (self.low + self.high) / 2


@dataclass(frozen=True)
class Time:
    """The days `start` to `end` (inclusive) that words `first` up to `last`, the characters of `span`, speak of;
    both None where they depend on an unknown day of publication, and `date.min` or `date.max` where that side is open
    (`before 2011`).

    A `point` is one moment somewhere in these days, a `period` is all of them (`since Tuesday`, `in March`).
    """

    first: int
    last: int
    start: date | None
    end: date | None
    kind: str
    span: tuple[int, int]

    @property
    def is_resolved(self) -> bool:
        return self.start is not None


class Town(NamedTuple):
    """A town by its GeoNames `id`, and the characters that name it."""

    id: int
    span: tuple[int, int]


class Country(NamedTuple):
    """A country by its `code` of ISO 3166, and the characters that name it, a citizen of it or one of its towns."""

    code: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Facts:
    """What a text says exactly: the `numbers` that count something (without those behind a condition), the `times` it
    speaks of, the `places` and the `countries` it names; each in order of place, with its value and the characters that
    tell it."""

    numbers: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Town, ...] = ()
    countries: tuple[Country, ...] = ()
