"""How likely two claims are a conflict, an update, an agreement or neither, given all evidence: one multinomial
logistic regression, fitted on labelled pairs that the pair reader was not trained on.

Its weights stand in `models/weights/fusion.json`, made by `training/fusion.py`; they can be read as they are.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from factcheck.schema import RELATIONS
from factcheck.verdicts.evidence import FEATURES


def probabilities(found: Sequence[Mapping[str, float]]) -> np.ndarray:
    """float64 array (n, 4) in the order of RELATIONS, rows sum to 1. found: of each pair what `evidence.features`
    gives."""
    weights, bias = _weights()
    logits = matrix(found) @ weights + bias
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def matrix(found: Sequence[Mapping[str, float]]) -> np.ndarray:
    """float64 array (n, features)."""
    return np.array([[row[name] for name in FEATURES] for row in found]).reshape(len(found), len(FEATURES))


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, np.ndarray]:
    kept = json.loads((files("factcheck") / "models" / "weights" / "fusion.json").read_text("utf-8"))
    columns = [kept[relation] for relation in RELATIONS]
    weights = np.array([[column["weights"][name] for column in columns] for name in FEATURES])
    return weights, np.array([column["bias"] for column in columns])
