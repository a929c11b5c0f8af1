"""Which pairs of claims likely tell of one thing: cheaper to say than what the rules say of them."""

from collections.abc import Sequence

import numpy as np

from factcheck.progress import track
from factcheck.rules.pairs import HARDLY_SAME, SAME_THING, Side
from factcheck.rules.sameness import same_things, traits
from factcheck.schema import Claim

_ROUNDING = 1e-9  # between the sum over one pair and over many


def of_one_thing(claims: Sequence[Claim], pairs: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """bool array (n,): which pairs likely tell of the same thing, or hardly so but of the same action. Of the
    others no rule finds anything but that they are neutral, and this is much cheaper to tell.

    cosines: float array (n,).
    """
    named, rows = np.unique(pairs, return_inverse=True)
    readings = (Side.of(claims[i]).reading for i in track(named, "reading claims", len(named)))
    same = same_things(traits(readings), rows.reshape(-1, 2), cosines)
    likely = same.probability >= np.where(same.shares_action, HARDLY_SAME, SAME_THING) - _ROUNDING
    return np.asarray(likely)
