"""Two claims -> verdict: the one place that the product asks. Today the rules of `rules/` stand behind it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from factcheck.rules import cascade
from factcheck.rules.cascade import BothDirections, strongest
from factcheck.rules.pairs import SAME_THING, Side
from factcheck.schema import Claim, Verdict

__all__ = ["JUDGE", "SAME_THING", "BothDirections", "explain_pair", "judge_pairs", "judge_texts", "strongest"]

JUDGE = "rules-2"
"""Names the judge that a verdict is of: another one judges again what this one judged."""

ClaimPair = tuple[Claim, Claim]


def judge_pairs(
    pairs: Sequence[ClaimPair],
    cosines: Sequence[float] | np.ndarray,
    nli: BothDirections | None = None,
    least: float = SAME_THING,
) -> list[Verdict]:
    """The verdict on each two claims, the same whichever comes first (with the marks the other way round).

    cosines: of their vectors. nli: what an entailment model says of two texts, None for none. least: how likely they
    tell of the same thing, at the least, before a clash between them counts.
    """
    return cascade.compare_all([(Side.of(a), Side.of(b)) for a, b in pairs], cosines, nli, least)


def explain_pair(a: Claim, b: Claim, cosine: float, nli: BothDirections | None = None) -> dict[str, Any]:
    """What was decided by what for two claims, as `rules.cascade.explain` gives it."""
    return cascade.explain(Side.of(a), Side.of(b), cosine, nli)


def judge_texts(
    parts: Sequence[Sequence[ClaimPair]],
    cosines: Sequence[Sequence[float]],
    texts: Sequence[tuple[str, str]],
    nli: BothDirections | None = None,
) -> list[Verdict]:
    """The verdict on each two texts, the strongest among the pairs of their claims.

    parts: of each two texts the pairs of their claims; cosines: of these pairs; texts: the two as they are.
    """
    flat = [(Side.of(a), Side.of(b)) for pairs in parts for a, b in pairs]
    likely = iter(cascade.pairs_of(flat, [cosine for group in cosines for cosine in group]))
    groups = [[next(likely) for _ in pairs] for pairs in parts]
    return cascade.compare_statements(groups, texts, nli)
