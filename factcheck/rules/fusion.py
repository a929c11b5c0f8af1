"""How likely a clash is one, and how likely two claims say the same or exclude each other, given all that was found
about them: three logistic regressions over a few features.

The first weighs which rule found a clash and how near the claims are; the others how near the claims are, whether
structure finds that they agree, and what the NLI model says in both orders. The weights stand in
`models/weights/fusion.json`, made by `training/fusion.py` of labelled pairs of real articles; they can be read as
they are.
"""

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np

FEATURES = (
    "same thing",
    "overlap",
    "agreement by structure",
    "contradiction",
    "contradiction in the weaker order",
    "entailment",
    "entailment in the weaker order",
)
FORMS = (
    "answer",
    "denial",
    "denied words",
    "action",
    "intention",
    "one thing",
    "later number",
    "number",
    "going on",
    "responsibility",
    "bound",
)
"""The rules that find a clash; of those with few labelled findings it is believed what is believed of all."""
NAMES = {"agreement": FEATURES, "exclusion": FEATURES, "finding": ("same thing", *FORMS)}
"""What each of the regressions weighs."""
_LEAST = 0.01
"""Probabilities are taken for no surer than this before their logit counts."""


def features(same: float, overlap: float, agreement: float, nli: np.ndarray) -> np.ndarray:
    """float64 array (7,): see FEATURES; the same whichever claim comes first.

    same, overlap: see `sameness.Sameness`; agreement: how sure structure is that they agree, 0 where it finds none;
    nli: array (2, 3), `NLI.both_directions` of the pair.
    """
    contradiction, entailment = np.sort(_logit(nli[:, 2]))[::-1], np.sort(_logit(nli[:, 0]))[::-1]
    return np.array([_logit(same), overlap, agreement, *contradiction, *entailment])


def finding(form: str, same: float) -> np.ndarray:
    """float64 array (12,): how likely the claims tell of the same thing, and 1 for the rule that found a clash, one of
    `FORMS`; raises ValueError for another."""
    return np.array([_logit(same), *np.eye(len(FORMS))[FORMS.index(form)]])


def is_right(x: np.ndarray) -> float:
    """How likely a clash of these features, found by structure, is one."""
    return _probability("finding", x)


def says_the_same(x: np.ndarray) -> float:
    """How likely two claims of these features agree, given that no clash between them was found."""
    return _probability("agreement", x)


def excludes(x: np.ndarray) -> float:
    """How likely two texts of these features that somebody sets against each other exclude each other, given that
    structure found no clash."""
    return _probability("exclusion", x)


def _probability(of: str, x: np.ndarray) -> float:
    weights, bias = _weights(of)
    return float(1 / (1 + np.exp(-(x @ weights + bias))))


def _logit(p: np.ndarray | float) -> np.ndarray:
    p = np.clip(p, _LEAST, 1 - _LEAST)
    return np.log(p / (1 - p))


@lru_cache(maxsize=len(NAMES))
def _weights(of: str) -> tuple[np.ndarray, float]:
    found = json.loads((files("factcheck") / "models" / "weights" / "fusion.json").read_text("utf-8"))[of]
    return np.array([found["weights"][name] for name in NAMES[of]]), found["bias"]
