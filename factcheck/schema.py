"""The types that every stage takes and gives: plain frozen data, no behaviour."""

from dataclasses import dataclass

LABELS = ("entailment", "neutral", "contradiction")
"""What a natural language inference model says of a premise and a hypothesis, in the order of its columns."""

STANCES = ("asserts", "denies", "expects", "demands", "asks", "doubts")
"""How somebody stands to what a claim states, in the order of the tagger's columns."""

NAMED, NOBODY, UNKNOWN = "named", "nobody", "unknown"
"""Whose a claim is: somebody's who is named, the article's own, or somebody's whom nobody can tell."""

Span = tuple[int, int]
"""Start and end in characters."""

Place = tuple[int, int, int]
"""Number of a sentence of its document, start and end in it."""


@dataclass(frozen=True)
class TaggedClaim:
    """A claim as the tagger reads it; `span` lies in its sentence, the probabilities say how sure each part is."""

    span: Span
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
    speakers: tuple[Span, ...]


@dataclass(frozen=True)
class TaggedWord:
    """A word of a sentence with its likeliest labels: "outside", "begins" or "inside" a claim, and a speaker."""

    span: Span
    claim: str
    claim_probability: float
    speaker: str
    speaker_probability: float
