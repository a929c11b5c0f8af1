"""How likely two claims are a conflict, an update, an agreement or neither, given all evidence: a multinomial logistic
regression, fitted on labelled pairs that the pair reader was not trained on.

It is another question of what is ASKED (somebody sets two texts against each other, and many clash) and of what is NEAR
(claims of an index, of which one or two in a hundred clash): for these the same logits are calibrated by a factor and a
shift for each relation, fitted on real claims. All stand in `models/weights/fusion.json`, made by `training/fusion.py`;
they can be read as they are.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from factcheck.schema import RELATIONS
from factcheck.verdicts.evidence import FEATURES

ASKED, NEAR = "asked", "near"


def probabilities(found: Sequence[Mapping[str, float]], how: Sequence[str]) -> np.ndarray:
    """float64 array (n, 4) in the order of RELATIONS, rows sum to 1. found: of each pair what `evidence.features`
    gives; how: of each ASKED or NEAR."""
    x, logits = matrix(found), np.empty((len(found), len(RELATIONS)))
    for one in (ASKED, NEAR):
        rows = np.flatnonzero(np.array(how, str) == one)
        weights, bias = _weights(one)
        logits[rows] = x[rows] @ weights + bias
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def matrix(found: Sequence[Mapping[str, float]]) -> np.ndarray:
    """float64 array (n, features)."""
    return np.array([[row[name] for name in FEATURES] for row in found]).reshape(len(found), len(FEATURES))


@lru_cache(maxsize=2)
def _weights(how: str) -> tuple[np.ndarray, np.ndarray]:
    kept = json.loads((files("factcheck") / "models" / "weights" / "fusion.json").read_text("utf-8"))
    columns = [kept[ASKED][relation] for relation in RELATIONS]
    weights = np.array([[column["weights"][name] for column in columns] for name in FEATURES])
    bias = np.array([column["bias"] for column in columns])
    if how == ASKED:
        return weights, bias
    factor, shift = kept[NEAR]["factor"], np.array([kept[NEAR]["shift"][relation] for relation in RELATIONS])
    return factor * weights, factor * bias + shift
