"""How likely each relation is, given all that was found about a pair: a logistic regression over a dozen features.

What the structure of two claims says (which rule found something, and how sure it was) and what the NLI model says in
both orders are weighed together. The weights stand in `models/fusion.json`, made by `training/fusion.py` of
labelled pairs of real articles; they can be read as they are.
"""

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np

RELATIONS = ("conflict", "update", "agreement", "neutral")
KINDS = ("number", "denial", "action")
"""Kinds of a structural conflict that have a weight of their own; other kinds are seldom and share one."""
FEATURES = (
    "same thing",
    "overlap",
    *(f"{kind} conflict" for kind in KINDS),
    "other conflict",
    "update",
    "agreement",
    "contradiction",
    "contradiction in the weaker order",
    "entailment",
    "entailment in the weaker order",
)
_LEAST = 0.01
"""Probabilities are taken for no surer than this before their logit counts."""


def features(same: float, overlap: float, relation: str, kind: str, confidence: float, nli: np.ndarray) -> np.ndarray:
    """float64 array (12,): see FEATURES; the same whichever claim comes first.

    same, overlap: see `sameness.Sameness`; relation, kind, confidence: what the structure of the two says; nli: array
    (2, 3), `NLI.both_directions` of the pair.
    """
    form = (kind if kind in KINDS else "other") if relation == "conflict" else relation
    forms = (*KINDS, "other", "update", "agreement")
    contradiction, entailment = np.sort(logit(nli[:, 2])), np.sort(logit(nli[:, 0]))
    structure = [confidence * (form == name) for name in forms]
    return np.array([logit(same), overlap, *structure, *contradiction[::-1], *entailment[::-1]])


def logit(p: np.ndarray | float) -> np.ndarray:
    p = np.clip(p, _LEAST, 1 - _LEAST)
    return np.log(p / (1 - p))


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, np.ndarray]:
    """(relations, features) and (relations,)."""
    found = json.loads((files(__package__) / "models" / "fusion.json").read_text("utf-8"))
    weights = np.array([[row[name] for name in FEATURES] for row in (found["weights"][r] for r in RELATIONS)])
    return weights, np.array([found["bias"][r] for r in RELATIONS])


def probabilities(x: np.ndarray) -> dict[str, float]:
    """How likely each relation is, by `features`; they sum to 1."""
    weights, bias = _weights()
    z = weights @ x + bias
    p = np.exp(z - z.max())
    return dict(zip(RELATIONS, (p / p.sum()).tolist(), strict=True))
