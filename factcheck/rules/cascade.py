"""Pairs -> verdicts: structure decides; what it leaves open an NLI model reads, and a fitted model weighs both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from factcheck.facts.times import DISJOINT, overlap
from factcheck.rules.conflicts import (
    AGREE_OVERLAP,
    RULES,
    agree_on_an_action,
    by_structure,
    denies,
    is_of_two_places,
    may_say_the_same,
    share_a_figure,
)
from factcheck.rules.fusion import excludes, says_the_same
from factcheck.rules.fusion import features as weighed
from factcheck.rules.pairs import SAME_THING, Pair, Side
from factcheck.rules.sameness import FEATURES, Sameness, features, same_things, traits
from factcheck.schema import AGREEMENT, CLASHES, CONFLICT, EXPECTS, LABELS, NEUTRAL, RELATIONS, Reason, Verdict

_LIKELIER_THAN_NOT = 0.5
_ENTAILED, _PLAINLY = 0.3, 0.7
"""How likely one of two claims follows from the other, at the least, to say that an article says what is asked, or that
two claims of two languages say the same, where structure does not: of claims that share an action or a figure, and of
others. (Of 78 Arabic pairs of XNLI's development half that were called an agreement, 45 were one; above the lower bound
42 of 62.)"""

BothDirections = Callable[[Sequence[str], Sequence[str]], np.ndarray]
"""What an NLI model says of each two texts: see `nli.NLI.both_directions`."""


def compare_all(
    pairs: Sequence[tuple[Side, Side]],
    cosines: Sequence[float] | np.ndarray,
    nli: BothDirections | None = None,
    least: float = SAME_THING,
) -> list[Verdict]:
    """The verdict on each two claims, the same whichever comes first (with the marks the other way round).

    least: how likely they tell of the same thing, at the least, before a clash between them counts. The NLI model is
    the dearest witness: it is asked last, about pairs that are as likely as that and between which no clash is found.
    """
    return compare_pairs(pairs_of(pairs, cosines, least), nli)


def pairs_of(
    pairs: Sequence[tuple[Side, Side]], cosines: Sequence[float] | np.ndarray, least: float = SAME_THING
) -> list[Pair]:
    """Each two claims with how likely they tell of the same thing. least: as for `compare_all`."""
    sides = list(dict.fromkeys(side for pair in pairs for side in pair))
    row = {side: i for i, side in enumerate(sides)}
    rows = np.array([(row[a], row[b]) for a, b in pairs], int).reshape(-1, 2)
    same = same_things(traits(side.reading for side in sides), rows, np.asarray(cosines))
    likely = zip(same.probability.tolist(), same.overlap.tolist(), strict=True)
    return [Pair(a, b, Sameness(*s), least) for (a, b), s in zip(pairs, likely, strict=True)]


def compare_pairs(found: Sequence[Pair], nli: BothDirections | None = None) -> list[Verdict]:
    """The verdict on each pair: see `compare_all`."""
    verdicts = [by_structure(pair) for pair in found]
    asked = [i for i, pair in enumerate(found) if verdicts[i].relation not in CLASHES and pair.is_worth_reading]
    if nli and asked:
        answers = nli([found[i].a.text for i in asked], [found[i].b.text for i in asked])
        for i, answer in zip(asked, answers, strict=True):
            verdicts[i] = _with_nli(found[i], verdicts[i], answer)
    return verdicts


def compare_statements(
    parts: Sequence[Sequence[Pair]], texts: Sequence[tuple[str, str]], nli: BothDirections | None = None
) -> list[Verdict]:
    """The verdict on each two texts, the strongest among the pairs of their claims. Of two that are set against each
    other as they are, without an outlet or a date, an NLI model reads the whole."""
    nli = nli and _remembering(nli)
    verdicts = iter(compare_pairs([pair for pairs in parts for pair in pairs], nli))
    found = [strongest(list(islice(verdicts, len(pairs)))) for pairs in parts]
    asked = [i for i, pairs in enumerate(parts) if found[i].relation not in CLASHES and _may_exclude(pairs)]
    if nli and asked:
        answers = nli(*zip(*(texts[i] for i in asked), strict=True))
        for i, answer in zip(asked, answers, strict=True):
            found[i] = _set_against(parts[i], found[i], answer)
    return found


def _remembering(nli: BothDirections) -> BothDirections:
    """The same, with no two texts read twice: a text of one claim is read as a claim and as a whole."""
    known: dict[tuple[str, str], np.ndarray] = {}

    def ask(a: Sequence[str], b: Sequence[str]) -> np.ndarray:
        pairs = list(zip(a, b, strict=True))
        new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        if new:
            known.update(zip(new, nli(*zip(*new, strict=True)), strict=True))
        return np.array([known[pair] for pair in pairs])

    return ask


def explain(a: Side, b: Side, cosine: float, nli: BothDirections | None = None) -> dict[str, Any]:
    """What was decided by what for two claims: `evidence` (name -> value), how likely they tell of the same thing, what
    each rule that says something says (`decided_by`: the first of them), and what the NLI model says in both orders."""
    (pair,) = pairs_of([(a, b)], [cosine])
    evidence = features(traits([a.reading, b.reading]), np.array([[0, 1]]), np.array([cosine]))[0]
    said = [(rule.__name__.strip("_"), found) for rule in RULES if (found := rule(pair))]
    rules = {name: {"relation": v.relation, "kind": v.kind, "confidence": v.confidence} for name, v in said}
    read = nli([a.text], [b.text])[0].round(3).tolist() if nli else []
    return {
        "evidence": dict(zip(FEATURES, evidence.round(3).tolist(), strict=True)),
        "same_thing": round(pair.same.probability, 3),
        "rules": rules,
        "decided_by": next(iter(rules), "no rule"),
        "entailment": [dict(zip(LABELS, row, strict=True)) for row in read],
    }


def compare(a: Side, b: Side, cosine: float, least: float = SAME_THING) -> Verdict:
    """The verdict on two claims by their structure alone: `compare_all` of one pair."""
    return compare_all([(a, b)], [cosine], None, least)[0]


def _with_nli(pair: Pair, found: Verdict, nli: np.ndarray) -> Verdict:
    """What an NLI model adds where structure found no clash. nli: (2, 3), what it says in both orders.

    It says how likely they agree. It finds no conflicts between articles: of 82 labelled pairs of one thing that it
    calls a contradiction in both orders, at 0.7, 5 were conflicts, because articles of one day differ in much that does
    not exclude each other.
    """
    agreement = found.confidence if found.relation == AGREEMENT else 0.0
    same = round(says_the_same(weighed(*pair.same, agreement, nli)), 3)
    is_entailed = found.relation == AGREEMENT or _is_entailed(pair, nli)
    if same > pair.least and is_entailed and may_say_the_same(pair):
        return replace(found, relation=AGREEMENT, confidence=same, reasons=(Reason("same"),))
    return Verdict(NEUTRAL, confidence=round(1 - same, 3), reasons=(Reason("nothing"),))


def _is_entailed(pair: Pair, nli: np.ndarray) -> bool:
    """Whether one of two claims follows from the other as far as has to be: between two articles of one language, which
    mostly report the same where they are near, not at all."""
    if pair.is_of_one_language and not pair.is_asked:
        return True
    least = _ENTAILED if agree_on_an_action(pair) or share_a_figure(pair) else _PLAINLY
    return bool(nli[:, 0].max() >= least)


def _may_exclude(pairs: Sequence[Pair]) -> bool:
    """Whether an NLI model is asked if two texts exclude each other. pairs: of their claims.

    Of texts that have hardly anything in common it says so too easily: of 200 texts of ANS set against a text of
    another pair 19, of DACCORD 60; of those that are near enough to be asked about, 2 and 3.
    """
    near = [pair for pair in pairs if pair.is_bare and pair.is_worth_reading]
    return any(EXPECTS not in (pair.a.stance, pair.b.stance) and not _is_told_apart(pair) for pair in near)


def _set_against(pairs: Sequence[Pair], found: Verdict, nli: np.ndarray) -> Verdict:
    """What an NLI model adds to the verdict on two bare texts whose claims do not clash by structure."""
    same, overlap = (max(values) for values in zip(*(pair.same for pair in pairs), strict=True))
    agreement = found.confidence if found.relation == AGREEMENT else 0.0
    likely = round(excludes(weighed(same, overlap, agreement, nli)), 3)
    if likely <= _LIKELIER_THAN_NOT:
        return found
    return Verdict(CONFLICT, "statement", likely, (Reason("excluded"),))


def _is_told_apart(pair: Pair) -> bool:
    """Whether an NLI model is not believed that the claims exclude each other: they count different things, or two of
    place, time and figures differ, as of two events; or they are told alike but for how a figure is written, or for
    how the same is denied."""
    a, b = pair.a.reading, pair.b.reading
    if a.counted and b.counted and a.counted.isdisjoint(b.counted):
        return True
    other_time = bool(a.times and b.times) and overlap(a.times, b.times) == DISJOINT
    other_figures = bool(a.figures and b.figures) and not share_a_figure(pair)
    if is_of_two_places(pair) + other_time + other_figures > 1:
        return True
    is_one_figure = bool(a.figures) and a.figures == b.figures and pair.same.overlap >= AGREE_OVERLAP
    both_deny = denies(pair.a) and denies(pair.b) and agree_on_an_action(pair)
    return both_deny or (is_one_figure and denies(pair.a) == denies(pair.b))


def strongest(verdicts: Sequence[Verdict]) -> Verdict:
    """Of the verdicts on the parts of two texts, the one that says most: a conflict before an update before an
    agreement, the surer first."""
    return min(verdicts, key=lambda v: (RELATIONS.index(v.relation), -v.confidence))
