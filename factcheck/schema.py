"""The types that every stage takes and gives: plain frozen data, no behaviour. It imports nothing of
the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

CONFLICT, UPDATE, AGREEMENT, NEUTRAL = "conflict", "update", "agreement", "neutral"
RELATIONS = (CONFLICT, UPDATE, AGREEMENT, NEUTRAL)
CLASHES = (CONFLICT, UPDATE)
KINDS = ("number", "denial", "action", "outcome", "responsibility", "place", "time", "identity", "statement")
"""What a conflict or an update is about."""

ASSERTS, DENIES, EXPECTS = "asserts", "denies", "expects"
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
    "extent": (),
    "days": (),
    "times": ("time", "other_time"),
    "set_against": (),
    "is_denial": (),
    "denies": (),
    "but_place": ("first", "second"),
    "but_time": ("first", "second"),
    "but_who": ("first", "second"),
    "but_sex": ("first", "second"),
    "but_action": ("first", "second"),
    "but_figure": ("first", "second"),
    "excluded": (),
    "through": ("quote",),
    "same": (),
    "nothing": (),
    "both_said": ("name",),
    "intended": ("name",),
    "opposed": ("name", "other_name"),
}
"""The codes of reasons for verdicts, each with the names of its values. A `name` is one of the language files' (what is
counted, an action), a `time` an ISO 8601 day or interval; any other is as an article writes it."""


class Reason(NamedTuple):
    """Why a verdict is what it is: a code of REASONS and its values by name. `outputs/words/` has the sentence."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Article:
    """One article. `text` is what was read, to the character: every offset in the product points into it."""

    id: str
    location: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class Claim:
    """One checkable statement with its place in an article and who says it; what is unknown is empty.

    `text` is exactly `article.text[start:end]`. `speaker`: who the article says said it; empty for the article's own
    voice. `via`: who passed it on. `stance`: asserts, denies or expects; of a denial the claim is what is denied.
    `answers`: ids of claims of the same article that it contradicts by its own words, blank-separated. `context`: the
    title, and on a line of its own what stands before the claim. `sentence_start` and `sentence_end`: its sentence.
    `speaker_start` and `speaker_end`: where the article names the speaker; -1 where that is not known.
    `article` is the article's id, `location`, `source` and `published` (ISO 8601) are the article's.
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


@dataclass(frozen=True)
class Statement:
    """A text to compare or to check, with what is known of it; what is not known is empty, never guessed."""

    text: str
    source: str = ""
    published: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Verdict:
    """`relation` of two claims, `kind` of a conflict or update (else empty), `confidence` in 0..1, the `reasons`, and
    the words that clash as spans of each claim's own text. `form` is the rule that found a clash, one
    of `rules.fusion.FORMS`; else empty. Where figures clash, `figure_a` and `figure_b` of what is `counted`; else
    empty."""

    relation: str
    kind: str = ""
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()
    marks_a: tuple[Span, ...] = ()
    marks_b: tuple[Span, ...] = ()
    form: str = ""
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
