"""Two claims -> verdict: the one place that decides.

The pair reader says how likely each outcome is, the evidence what is exactly so, the fusion weighs both into one
probability a relation. What is arithmetic is not weighed: a few named vetoes each forbid what cannot be.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np

from factcheck.facts.times import DISJOINT, interval, nearest_times, overlap
from factcheck.schema import (
    AGREEMENT,
    CLASHES,
    CONFLICT,
    DENIES,
    NEUTRAL,
    OUTCOMES,
    RELATIONS,
    UPDATE,
    Claim,
    PairReading,
    PairSide,
    Reason,
    Span,
    Verdict,
)
from factcheck.verdicts import figures
from factcheck.verdicts.evidence import Known, days_apart, features, know
from factcheck.verdicts.figures import Comparison, compare
from factcheck.verdicts.fusion import ASKED, NEAR, probabilities

JUDGE = "fusion-1"
"""Names the judge that a verdict is of: another one judges again what this one judged."""

SHOWN = 0.15
"""How likely a conflict or an update of near claims has to be, to be called one: one or two in a hundred are."""
ALIKE = 0.7
"""The share of the stems of two claims that both have, to be told alike."""

ClaimPair = tuple[Claim, Claim]


class Reader(Protocol):
    """What reads pairs of claims: see `models.pair_reader.PairReader`."""

    name: str

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]: ...


def judge_pairs(
    pairs: Sequence[ClaimPair], cosines: Sequence[float] | np.ndarray, reader: Reader, how: str | Sequence[str] = NEAR
) -> list[Verdict]:
    """The verdict on each two claims, the same whichever comes first (with the marks the other way round).

    cosines: of their vectors. how: of each pair, or of all, whether it is ASKED or NEAR (see `fusion`); of two claims
    that an article itself sets against each other it is asked.
    """
    given = [how] * len(pairs) if isinstance(how, str) else how
    return [pair.verdict(likely) for pair, _, likely in _weighed(pairs, cosines, reader, given)]


def _weighed(
    pairs: Sequence[ClaimPair], cosines: Sequence[float] | np.ndarray, reader: Reader, how: Sequence[str]
) -> "Iterator[tuple[_Pair, dict[str, float], np.ndarray]]":
    """Each two claims with the evidence and how likely each relation is by it."""
    if not pairs:
        return
    known = [(know(a), know(b)) for a, b in pairs]
    read = reader.read([(a.side, b.side) for a, b in known])
    found = [features(a, b, one, cosine) for (a, b), one, cosine in zip(known, read, cosines, strict=True)]
    hows = [ASKED if answers(a, b) else one for (a, b), one in zip(pairs, how, strict=True)]
    weighed = zip(known, read, hows, found, probabilities(found, hows), strict=True)
    for (a, b), reading, one, evidence, likely in weighed:
        yield _Pair(a, b, reading, one), evidence, likely


def judge_texts(
    parts: Sequence[Sequence[ClaimPair]], cosines: Sequence[Sequence[float]], reader: Reader, how: Sequence[str]
) -> list[Verdict]:
    """The verdict on each two texts, the strongest among the pairs of their claims.

    parts: of each two texts the pairs of their claims; cosines: of these pairs; how: of each two texts, as above.
    """
    flat = [(pair, cosine, one) for row in zip(parts, cosines, how, strict=True) for pair, cosine, one in _spread(*row)]
    found = iter(judge_pairs([p for p, _, _ in flat], [c for _, c, _ in flat], reader, [h for _, _, h in flat]))
    return [strongest([next(found) for _ in pairs]) for pairs in parts]


def answers(a: Claim, b: Claim) -> bool:
    """Whether their article sets one claim against the other."""
    return bool(a.id and b.id) and (a.id in b.answers.split() or b.id in a.answers.split())


def _spread(pairs: Sequence[ClaimPair], cosines: Sequence[float], how: str) -> Iterator[tuple[ClaimPair, float, str]]:
    return ((pair, cosine, how) for pair, cosine in zip(pairs, cosines, strict=True))


def strongest(verdicts: Sequence[Verdict]) -> Verdict:
    """Of the verdicts on the parts of two texts, the one that says most: a conflict before an update before an
    agreement, the surer first."""
    return min(verdicts, key=lambda v: (RELATIONS.index(v.relation), -v.confidence))


def explain_pair(a: Claim, b: Claim, cosine: float, reader: Reader, how: str = NEAR) -> dict[str, Any]:
    """What was decided by what for two claims: the verdict, what the pair reader reads, the evidence, how likely each
    relation is by both, and the vetoes that forbid one."""
    ((pair, found, likely),) = _weighed([(a, b)], [cosine], reader, [how])
    vetoes = {veto.__name__.strip("_"): sorted(veto(pair)) for veto in VETOES}
    return {
        "verdict": pair.verdict(likely),
        "read": {name: round(p, 3) for name, p in zip(OUTCOMES, pair.reading.probabilities, strict=True)},
        "kind": pair.reading.kind,
        "evidence": {name: round(value, 3) for name, value in found.items() if value and name not in OUTCOMES},
        "likely": {name: round(float(p), 3) for name, p in zip(RELATIONS, likely, strict=True)},
        "vetoes": {name: forbidden for name, forbidden in vetoes.items() if forbidden},
    }


class _Pair:
    """Two claims with what was found of them."""

    def __init__(self, a: Known, b: Known, reading: PairReading, how: str) -> None:
        self.a, self.b, self.reading, self.how = a, b, reading, how
        self.figures: Comparison = compare(a.facts.numbers, b.facts.numbers)

    def verdict(self, likely: np.ndarray) -> Verdict:
        """likely: float (4,), how likely each relation is before what cannot be is ruled out."""
        forbidden = {relation for veto in VETOES for relation in veto(self)}
        kept = np.where([relation in forbidden for relation in RELATIONS], 0, likely)
        kept = kept / kept.sum()
        relation = found = self._relation(kept, self.how)
        is_clash = relation in CLASHES
        kind = self._kind() if is_clash else ""
        is_later = relation == CONFLICT and kind != "denial" and self.is_of_later_hour
        relation = UPDATE if is_later else relation
        counted, figure_a, figure_b = self._figures() if kind == "number" else ("", 0.0, 0.0)
        return Verdict(
            relation,
            kind,
            round(float(kept[RELATIONS.index(found)]), 2),
            (*self._reasons(relation, kind), *([Reason("hours")] if is_later else [])),
            *(self._marks(kind) if is_clash else ((), ())),
            tuple(np.round(kept, 3).tolist()),
            counted,
            figure_a,
            figure_b,
        )

    @staticmethod
    def _relation(likely: np.ndarray, how: str) -> str:
        """The likeliest relation; of near claims, where clashes are rare and looked for, one from SHOWN on."""
        for relation in CLASHES if how == NEAR else ():
            if likely[RELATIONS.index(relation)] >= SHOWN:
                return relation
        return RELATIONS[int(likely.argmax())]

    @property
    def is_denied_by_one(self) -> bool:
        return (self.a.claim.stance == DENIES) != (self.b.claim.stance == DENIES)

    @property
    def is_of_later_hour(self) -> bool:
        """Whether one outlet tells both, one at a later time than the other, and not of two who quarrel: what a live
        blog says is so until it says otherwise."""
        a, b = self.a.claim, self.b.claim
        if not a.source or a.source != b.source or not a.article or a.article == b.article:
            return False
        is_own = not (a.speaker and b.speaker) or a.speaker == b.speaker
        return is_own and "T" in a.published and "T" in b.published and a.published != b.published

    @property
    def is_copy(self) -> bool:
        """Whether both are the same words."""
        return self.a.joined == self.b.joined

    @property
    def is_told_alike(self) -> bool:
        """Whether both are told in nearly the same words, numbers aside."""
        shared, all_ = self.a.terms & self.b.terms, self.a.terms | self.b.terms
        return len(shared) >= ALIKE * max(1, len(all_))

    def _kind(self) -> str:
        if self.figures.relation == figures.DIFFER and self.reading.kind in ("number", "statement"):
            return "number"
        return "denial" if self.is_denied_by_one else self.reading.kind

    def _figures(self) -> tuple[str, float, float]:
        if self.figures.relation not in (figures.DIFFER, figures.BOUND):
            return "", 0.0, 0.0
        x, y = self.figures.a[0], self.figures.b[0]
        return min(x.counted, y.counted), x.value, y.value

    def _marks(self, kind: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        if kind == "number" and self.figures.relation in (figures.DIFFER, figures.BOUND):
            return (Span(*self.figures.a[0].span),), (Span(*self.figures.b[0].span),)
        return self.reading.marks_a, self.reading.marks_b

    def _reasons(self, relation: str, kind: str) -> list[Reason]:
        if self.figures.relation == figures.SUM and relation == AGREEMENT:
            return [self._sum()]
        if relation == AGREEMENT:
            return [Reason("same")]
        if relation == NEUTRAL:
            return [Reason("nothing")]
        found = []
        if kind == "number" and self.figures.relation in (figures.DIFFER, figures.BOUND):
            found = [self._both_figures(), *self._why_figures_differ(relation)]
        elif self.is_denied_by_one:
            found = [Reason("denies")]
        elif kind == "denial":
            found = [Reason("is_denial")]
        elif kind == "time" and overlap(self.a.facts.times, self.b.facts.times) == DISJOINT:
            found = [self._times()]
        elif self.reading.marks_a and self.reading.marks_b:
            found = [self._words()]
        if relation == UPDATE and kind != "number" and days_apart(self.a.claim, self.b.claim):
            found.append(Reason("days"))
        return found or [Reason("excluded")]

    def _why_figures_differ(self, relation: str) -> list[Reason]:
        x, y = self.figures.a[0], self.figures.b[0]
        days = [known.claim.published[:10] for known in (self.a, self.b)]
        if self.figures.relation == figures.BOUND:
            return [Reason("bound")]
        if not (x.is_exact and y.is_exact):
            return [Reason("bound_apart")]
        if x.is_running or y.is_running:
            return [Reason("running")]
        if all(days) and days[0] != days[1]:
            return [Reason("dates", (("first", days[0]), ("second", days[1])))]
        if self.a.claim.article and self.b.claim.article and not all(days):
            return [Reason("undated")]
        return [Reason("unexplained")] if relation == CONFLICT else [Reason("goes_on")]

    def _both_figures(self) -> Reason:
        """Both figures as they are written, the lower first, and what they count."""
        sides = [(self.figures.a[0], self.a), (self.figures.b[0], self.b)]
        sides.sort(key=lambda side: (side[0].low, side[0].high, _written(side[1], side[0].span)))
        first, second = (_written(known, q.span) for q, known in sides)
        return Reason("figures", (("first", first), ("second", second), ("name", sides[0][0].counted)))

    def _sum(self) -> Reason:
        total_of_a = len(self.figures.a) == 1
        whole, rest = (self.a, self.b) if total_of_a else (self.b, self.a)
        (total,), parts = (self.figures.a, self.figures.b) if total_of_a else (self.figures.b, self.figures.a)
        told = ", ".join(f"“{_written(rest, q.span)}”" for q in parts)
        return Reason("adds_up", (("parts", told), ("total", f"“{_written(whole, total.span)}”")))

    def _times(self) -> Reason:
        nearest = nearest_times(self.a.facts.times, self.b.facts.times)
        assert nearest  # they are disjoint
        first, second = sorted(map(interval, nearest))
        return Reason("times", (("time", first), ("other_time", second)))

    def _words(self) -> Reason:
        first, second = sorted(
            _written(known, (marks[0].start, marks[-1].end))
            for known, marks in ((self.a, self.reading.marks_a), (self.b, self.reading.marks_b))
        )
        return Reason("words", (("first", first), ("second", second)))


def _written(known: Known, span: tuple[int, int]) -> str:
    return " ".join(known.claim.text[slice(*span)].split())


def _copy(pair: _Pair) -> set[str]:
    """A copy of a text never disagrees with it; the same words asserted and denied do."""
    if not pair.is_copy:
        return set()
    return {AGREEMENT, NEUTRAL, UPDATE} if pair.is_denied_by_one else {CONFLICT, UPDATE}


def _figures_meet(pair: _Pair) -> set[str]:
    """Parts that add up to the total of the other do not clash with it, nor does the same figure in another dress or
    unit, and a bound is no conflict with what it holds, where figures are all that differs."""
    counted, alike = pair.figures.relation, pair.is_told_alike
    if counted == figures.SUM or (alike and figures.add_up_in(pair.a.numbers, pair.b.numbers)):
        return set(CLASHES)
    if pair.is_denied_by_one or not (alike or pair.reading.kind == "number"):
        return set()
    return {figures.EQUAL: set(CLASHES), figures.BOUND: {CONFLICT}}.get(counted, set())


def _figures_apart(pair: _Pair) -> set[str]:
    """Claims whose figures exclude each other, or count what the other does not count, do not say the same. Where
    somebody sets two against each other that are told alike but for the figure, they clash, and without a day that
    parts them neither is the later."""
    is_unpaired = pair.figures.relation == figures.UNPAIRED and not pair.a.numbers & pair.b.numbers
    if pair.figures.relation != figures.DIFFER:
        return {AGREEMENT} if is_unpaired else set()
    if pair.how == NEAR or not pair.is_told_alike:
        return {AGREEMENT}
    told = (pair.figures.a[0], pair.figures.b[0])
    is_later = days_apart(pair.a.claim, pair.b.claim) or any(q.is_running or not q.is_exact for q in told)
    return {AGREEMENT, NEUTRAL} if is_later else {AGREEMENT, NEUTRAL, UPDATE}


def _times_apart(pair: _Pair) -> set[str]:
    """Figures that both tell of times which do not meet are of two states of affairs."""
    is_apart = overlap(pair.a.facts.times, pair.b.facts.times) == DISJOINT
    return (
        set(CLASHES) if is_apart and pair.figures.relation == figures.DIFFER and pair.reading.kind != "time" else set()
    )


VETOES: tuple[Callable[[_Pair], set[str]], ...] = (_copy, _figures_meet, _figures_apart, _times_apart)
"""What cannot be: each gives the relations that it forbids."""
