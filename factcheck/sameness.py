"""Do two claims tell of the same thing of the same event? A logistic regression over what can be seen of both.

Fitted by `training/sameness.py` on pairs of claims labelled by hand or machine for this project; the weights stand
here because they are few. Multilingual-e5 puts all cosines between 0.73 and 0.91, so no threshold on the
cosine alone would do.
"""

from typing import Any, NamedTuple

import numpy as np

from factcheck.readings import Reading

FEATURES = ("cosine", "overlap", "jaccard", "shared_actor", "other_actor", "shared_place", "other_place", "shared_action")
WEIGHTS = np.array([39.53, 2.31, 2.14, 0.25, -3.13, 1.35, -0.53, 0.6])
BIAS = -37.93
_FEW_TERMS = 3  # sharing all of two words is no evidence


class Sameness(NamedTuple):
    """`probability` that both tell of the same thing; `overlap` is the share of the shorter claim's terms in the other."""

    probability: float
    overlap: float


def features(a: Reading, b: Reading, cosine: float) -> np.ndarray:
    """float64 array (8,): see `FEATURES`; symmetric in the two claims."""
    shared = len(a.terms & b.terms)
    overlap = shared / max(_FEW_TERMS, min(len(a.terms), len(b.terms)))
    jaccard = shared / max(1, len(a.terms | b.terms))
    shared_action = bool({x.name for x in a.actions} & {x.name for x in b.actions})
    meeting = (*_meet(a.actors, b.actors), *_meet(a.places, b.places))
    return np.array([cosine, overlap, jaccard, *meeting, float(shared_action)])


def _meet(a: frozenset[Any], b: frozenset[Any]) -> tuple[float, float]:
    """(1 if both name the same, 1 if both name something and nothing in common)."""
    return float(bool(a & b)), float(bool(a and b and not a & b))


def same_thing(a: Reading, b: Reading, cosine: float) -> Sameness:
    """How likely two claims tell of the same thing."""
    x = features(a, b, cosine)
    return Sameness(float(1 / (1 + np.exp(-(x @ WEIGHTS + BIAS)))), float(x[1]))
