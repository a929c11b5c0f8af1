"""Do two claims tell of the same thing of the same event? A logistic regression over what can be seen of both.

Fitted by `training/sameness.py` on pairs of claims labelled by hand or machine for this project; the weights stand
here because they are few. Multilingual-e5 puts all cosines between 0.73 and 0.91, so no threshold on the
cosine alone would do.
"""

from typing import Any, NamedTuple

import numpy as np

from factcheck.readings import Reading

FEATURES = (
    "cosine",
    "overlap",
    "jaccard",
    "shared_actor",
    "other_actor",
    "shared_place",
    "other_place",
    "shared_action",
)
WEIGHTS = np.array([39.9, 2.48, 1.42, 0.22, -3.03, 1.29, -0.55, 0.58])
BIAS = -38.36
_ACROSS = 0.03
"""How much lower the cosine of two languages is, at the least: on XNLI (development half of the test), premises and
what follows from them have 0.91 in Arabic, and 0.86 to 0.88 between Arabic and English, French or Russian."""
_FEW_TERMS = 3  # sharing all of two words is no evidence


class Sameness(NamedTuple):
    """`probability` that both tell of the same thing; `overlap`: share of the shorter claim's terms in the other."""

    probability: float
    overlap: float


def features(a: Reading, b: Reading, cosine: float) -> np.ndarray:
    """float64 array (8,): see `FEATURES`; symmetric in the two claims."""
    # Stems of two languages never meet: across languages only the names that are canonical can be counted.
    across = a.lang != b.lang
    s, t = (a.canonical, b.canonical) if across else (a.terms, b.terms)
    shared = len(s & t)
    overlap = shared / max(_FEW_TERMS, min(len(s), len(t)))
    jaccard = shared / max(_FEW_TERMS, len(s | t))
    shared_action = bool({x.name for x in a.actions} & {x.name for x in b.actions})
    meeting = (*_meet(a.actors, b.actors), *_meet(a.places, b.places))
    return np.array([cosine + _ACROSS * across, overlap, jaccard, *meeting, float(shared_action)])


def _meet(a: frozenset[Any], b: frozenset[Any]) -> tuple[float, float]:
    """(1 if both name the same, 1 if both name something and nothing in common)."""
    return float(bool(a & b)), float(bool(a and b and not a & b))


def same_thing(a: Reading, b: Reading, cosine: float) -> Sameness:
    """How likely two claims tell of the same thing."""
    x = features(a, b, cosine)
    return Sameness(float(1 / (1 + np.exp(-(x @ WEIGHTS + BIAS)))), float(x[1]))
