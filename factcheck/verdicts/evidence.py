"""Two claims -> what is exactly so of them: numbers that the fusion weighs beside what the pair reader reads."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log

from factcheck.facts.numerals import find_numerals
from factcheck.facts.read import facts_of
from factcheck.schema import DENIES, OUTCOMES, Claim, Facts, PairReading, PairSide
from factcheck.text.language import Language, language
from factcheck.text.tokens import Words
from factcheck.verdicts import figures

LEAST = 0.003
"""Probabilities are taken for no surer than this before their logarithm counts."""

GROUPS: dict[str, tuple[str, ...]] = {
    "the pair reader": OUTCOMES,
    "likeness": ("cosine", "other language"),
    "figures": (
        "figures equal", "figures differ", "a bound", "a sum", "a part", "no figures paired", "numbers shared",
        "numbers apart", "reckoned",
    ),
    "denials": ("one denies", "both deny"),
}  # fmt: skip
"""What is weighed, by what it is evidence of."""
FEATURES = tuple(name for names in GROUPS.values() for name in names)


@dataclass(frozen=True)
class Known:
    """A claim with what is read of it: its facts, the stems of its content words, the values of all its numerals, and
    its words as they are matched."""

    claim: Claim
    facts: Facts
    terms: frozenset[str]
    numbers: frozenset[float]
    joined: str

    @property
    def side(self) -> PairSide:
        """The claim as a pair reader reads it."""
        title, _, before = self.claim.context.rpartition("\n")
        return PairSide(self.claim.text, title, self.claim.speaker, self.claim.stance, before, self.claim.published)


@lru_cache(maxsize=20_000)
def know(claim: Claim) -> Known:
    """What is read of a claim."""
    lang, words = language(claim.lang), Words.of(claim.text)
    published = date.fromisoformat(claim.published[:10]) if claim.published else None
    numbers = frozenset(value for numeral in find_numerals(words, lang) for value in (numeral.low, numeral.high))
    facts = facts_of(words, lang, published)
    return Known(claim, facts, terms(words, lang), numbers, words.joined)


def terms(words: Words, lang: Language) -> frozenset[str]:
    """The stems of the words that carry content; numbers are compared as numbers."""
    return frozenset(
        lang.stem(word.norm) for word in words.words if word.norm[0].isalpha() and word.norm not in lang.stop_words
    )


def features(a: Known, b: Known, reading: PairReading, cosine: float) -> dict[str, float]:
    """A number for each of FEATURES, the same whichever claim comes first."""
    read = dict(zip(OUTCOMES, reading.probabilities, strict=True))
    logs = {name: log(max(LEAST, p)) for name, p in read.items()}
    counted = figures.compare(a.facts.numbers, b.facts.numbers).relation
    differ = counted == figures.DIFFER
    stances = [known.claim.stance for known in (a, b)]
    found: dict[str, float] = {
        **logs,
        "cosine": 10 * (cosine - 0.85),
        "other language": a.claim.lang != b.claim.lang,
        "figures equal": counted == figures.EQUAL,
        "figures differ": differ,
        "a bound": counted == figures.BOUND,
        "a sum": counted == figures.SUM,
        "a part": counted == figures.PART,
        "no figures paired": counted == figures.UNPAIRED,
        "numbers shared": bool(a.numbers & b.numbers),
        "numbers apart": bool(a.numbers - b.numbers) and bool(b.numbers - a.numbers),
        "reckoned": figures.reckon(a.numbers, b.numbers),
        "one denies": (stances[0] == DENIES) != (stances[1] == DENIES),
        "both deny": stances[0] == stances[1] == DENIES,
    }
    return {name: float(found[name]) for name in FEATURES}


def days_apart(a: Claim, b: Claim) -> int | None:
    """Days between the dates of publication; None where one is unknown."""
    if not (a.published and b.published):
        return None
    return abs((date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])).days)
