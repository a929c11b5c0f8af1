"""Do two claims speak of the same event? A logistic regression over what can be seen of both.

Fitted by `training/sameness.py` on pairs of claims labelled by hand or machine for this project; the weights stand
here because there are six of them. Multilingual-e5 puts all cosines between 0.73 and 0.91, so no threshold on the
cosine alone would do.
"""

from typing import NamedTuple

import numpy as np

from factcheck.readings import Reading

FEATURES = ("cosine", "overlap", "jaccard", "shared_actor", "other_actor")
WEIGHTS = np.array([30.0, 2.0, 2.0, 0.5, -0.5])
BIAS = -26.5


class Sameness(NamedTuple):
    """`probability` that both speak of one event; `overlap` is the share of the shorter claim's terms in the other."""

    probability: float
    overlap: float


def features(a: Reading, b: Reading, cosine: float) -> np.ndarray:
    """float64 array (5,): see `FEATURES`; symmetric in the two claims."""
    shared = len(a.terms & b.terms)
    overlap = shared / max(1, min(len(a.terms), len(b.terms)))
    jaccard = shared / max(1, len(a.terms | b.terms))
    differ = bool(a.actors - b.actors) and bool(b.actors - a.actors)
    return np.array([cosine, overlap, jaccard, float(bool(a.actors & b.actors)), float(differ)])


def same_event(a: Reading, b: Reading, cosine: float) -> Sameness:
    """How likely two claims speak of the same event."""
    x = features(a, b, cosine)
    return Sameness(float(1 / (1 + np.exp(-(x @ WEIGHTS + BIAS)))), float(x[1]))
