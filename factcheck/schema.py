"""The types that every stage takes and gives: plain frozen data, no behaviour. It imports nothing of
the project."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

CONFLICT, UPDATE, AGREEMENT, NEUTRAL = "conflict", "update", "agreement", "neutral"
RELATIONS = (CONFLICT, UPDATE, AGREEMENT, NEUTRAL)
CLASHES = (CONFLICT, UPDATE)
KINDS = ("number", "denial", "action", "outcome", "responsibility", "place", "time", "identity", "statement")
"""What a conflict or an update is about."""

STANCES = ("asserts", "denies", "expects", "demands", "asks", "doubts")
"""How somebody stands to what a claim states."""
ASSERTS, DENIES, EXPECTS = STANCES[:3]
NAMED, NOBODY, UNKNOWN = "named", "nobody", "unknown"
"""Whose a claim is: somebody's who is named, the article's own, or somebody's whom nobody can tell."""
LABELS = ("entailment", "neutral", "contradiction")
"""What a natural language inference model says of a premise and a hypothesis, in the order of its columns."""


class Span(NamedTuple):
    """Characters `start` up to `end` of a text."""

    start: int
    end: int


REASONS: dict[str, tuple[str, ...]] = {
    "figures": ("first", "second", "name"),
    "unexplained": (),
    "dates": ("first", "second"),
    "undated": (),
    "bound_apart": (),
    "bound": (),
    "running": (),
    "goes_on": (),
    "adds_up": ("parts", "total"),
    "days": (),
    "hours": (),
    "times": ("time", "other_time"),
    "is_denial": (),
    "denies": (),
    "words": ("first", "second"),
    "excluded": (),
    "through": ("quote",),
    "same": (),
    "nothing": (),
    "near": (),
}
"""The codes of reasons for verdicts, each with the names of its values. A `name` is one of the language files' (what is
counted, an action), a `time` an ISO 8601 day or interval; any other is as an article writes it."""


class Reason(NamedTuple):
    """Why a verdict is what it is: a code of REASONS and its values by name. `outputs/words/` has the sentence."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Article:
    """One article. `text` is what was read, to the character: every offset in the product points into it.

    Of an article that was just read, never stored: `date_note`, by what the date was told, or why it is unknown;
    `address`, the address that its page names as its own, to compare it with others.
    """

    id: str
    location: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    lang: str = ""
    date_note: str = field(default="", compare=False)
    address: str = field(default="", compare=False)


@dataclass(frozen=True)
class Claim:
    """One checkable statement with its place in an article and who says it; what is unknown is empty.

    `text` is exactly `article.text[start:end]`. `via`: who passed it on. `stance`: one of STANCES; of a denial the
    claim is what is denied.
    `answers`: ids of claims of the same article that it contradicts by its own words, blank-separated. `context`: the
    title, and on a line of its own what stands before the claim. `sentence_start` and `sentence_end`: its sentence.
    `speaker` is the fullest name that the article has for who says it; `speaker_start` and `speaker_end` are where it
    is named for this claim (-1: nowhere). `article` is the article's id, `location`, `source` and `published` (ISO
    8601) are the article's.
    """

    id: str
    article: str
    start: int
    end: int
    text: str
    lang: str
    speaker: str = ""
    stance: str = ASSERTS
    via: str = ""
    answers: str = ""
    context: str = ""
    sentence_start: int = 0
    sentence_end: int = 0
    location: str = ""
    source: str = ""
    published: str = ""
    speaker_start: int = -1
    speaker_end: int = -1


Place = tuple[int, int, int]
"""Number of a sentence of its document, start and end in it."""


@dataclass(frozen=True)
class TaggedClaim:
    """A claim as the tagger reads it; `span` lies in its sentence, the probabilities say how sure each part is."""

    span: tuple[int, int]
    probability: float
    stance: str
    stance_probability: float
    speaker: Place | None
    owner: str
    owner_probability: float
    via: Place | None


@dataclass(frozen=True)
class TaggedSentence:
    """What stands in a sentence: its claims and everybody who says something, here or in a sentence behind."""

    claims: tuple[TaggedClaim, ...]
    speakers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class TaggedWord:
    """A word of a sentence with its likeliest labels: "outside", "begins" or "inside" a claim, and a speaker."""

    span: tuple[int, int]
    claim: str
    claim_probability: float
    speaker: str
    speaker_probability: float


OUTCOMES = ("agreement", "facet", "other", "conflict", "update")
"""What a pair reader tells apart, in the order of its columns: `facet` is the same event but another thing about it,
`other` is another event; both are neutral."""


class PairSide(NamedTuple):
    """A claim as a pair reader reads it, with its article's `title`, the sentence `before` it and the day it was
    `published` (ISO 8601); what is unknown is empty."""

    text: str
    title: str = ""
    speaker: str = ""
    stance: str = ""
    before: str = ""
    published: str = ""


class PairReading(NamedTuple):
    """What a pair reader reads of two claims: how likely each of OUTCOMES is; and, were it a clash, its kind and the
    words that clash on both sides."""

    probabilities: tuple[float, ...]
    kind: str = ""
    marks_a: tuple[Span, ...] = ()
    marks_b: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A text to compare or to check, with what is known of it; what is not known is empty, never guessed.

    With a `stance` it is one claim as it stands, of a denial what is denied. `title` is its article's, `before` the
    sentence before it.
    """

    text: str
    source: str = ""
    published: str = ""
    speaker: str = ""
    stance: str = ""
    title: str = ""
    before: str = ""


@dataclass(frozen=True)
class Verdict:
    """`relation` of two claims, `kind` of a conflict or update (else empty), `confidence` in 0..1, the `reasons`, and
    the words that clash as spans of each claim's own text. `probabilities`: how likely each of RELATIONS is. Where
    figures clash, `figure_a` and `figure_b` of what is `counted`; else empty."""

    relation: str
    kind: str = ""
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    marks_a: tuple[Span, ...] = ()
    marks_b: tuple[Span, ...] = ()
    probabilities: tuple[float, ...] = ()
    counted: str = ""
    figure_a: float = 0.0
    figure_b: float = 0.0


@dataclass(frozen=True)
class Dispute:
    """Side `a` against side `b`: positions of claims, in order; `pairs` are positions of verdicts, the surest first.

    `origins_a` and `origins_b` count independent origins. `relation` is conflict or update; `kind` and `confidence`
    are those of its surest pair.
    """

    id: str
    relation: str
    kind: str
    confidence: float
    topic: int
    a: tuple[int, ...]
    b: tuple[int, ...]
    pairs: tuple[int, ...]
    origins_a: int
    origins_b: int


@dataclass(frozen=True)
class Analysis:
    """What an index says.

    claims: a row a `Claim`, with `topic`; topics: see `analysis.topics.describe`; disputes: ranked; verdicts: every
    pair that is a conflict or an update: `id`, `a`, `b` (row positions in claims; `a` on side A, unless both are of
    one side), the fields of `Verdict`, and `dispute` (empty: none took it in); judged: how many pairs were considered;
    agreements: pairs that agree, with the columns of verdicts but for `dispute`.
    """

    claims: pd.DataFrame
    topics: pd.DataFrame
    verdicts: pd.DataFrame
    disputes: list[Dispute]
    judged: int
    agreements: pd.DataFrame


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
