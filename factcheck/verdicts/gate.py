"""Which pairs of claims are worth reading: a score that is cheap to make, since the pair reader is the dearest witness.

A logistic regression over how near two claims are in meaning, words and time, fitted on labelled pairs of real claims
by `training/gate.py`; its weights stand in `models/weights/gate.json`.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files

import numpy as np
from scipy.sparse import csr_array

from factcheck.progress import track
from factcheck.schema import Claim
from factcheck.text.language import language
from factcheck.text.tokens import Words
from factcheck.verdicts.evidence import terms

FEATURES = ("cosine", "words shared", "jaccard", "other language", "cosine across languages", "days apart", "undated")
LEAST = 0.04
"""Of the score: below it lie 5 in 100 pairs that are worth reading, and 8 in 10 of all."""
FEW = 3
"""Sharing all of two words is no evidence."""
LONG = 30
"""Days apart beyond which more say no more."""
_PAIRS_AT_ONCE = 200_000
_UNDATED = np.iinfo(np.int32).min


def worth_reading(claims: Sequence[Claim], pairs: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """float64 array (n,): the score of each pair of rows, int (n, 2); cosines: float (n,), of their vectors."""
    found = features(claims, pairs, cosines)
    weights, bias = _weights()
    return np.asarray(1 / (1 + np.exp(-(found @ weights + bias))))


def features(claims: Sequence[Claim], pairs: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """float64 array (n, 7): see FEATURES; the same whichever claim of a pair comes first."""
    named, rows = np.unique(pairs, return_inverse=True)
    chosen = [claims[i] for i in named]
    stems = _indicators(chosen)
    langs = np.unique([claim.lang for claim in chosen], return_inverse=True)[1]
    days = np.array([_day(claim) for claim in chosen], np.int64)
    rows = rows.reshape(-1, 2)
    parts = [slice(i, i + _PAIRS_AT_ONCE) for i in range(0, max(1, len(rows)), _PAIRS_AT_ONCE)]
    return np.vstack([_features(stems, langs, days, rows[part], np.asarray(cosines)[part]) for part in parts])


def _features(
    stems: csr_array, langs: np.ndarray, days: np.ndarray, pairs: np.ndarray, cosines: np.ndarray
) -> np.ndarray:
    a, b = pairs.T
    sizes = np.diff(stems.indptr)
    shared = np.asarray(stems[a].multiply(stems[b]).sum(axis=1)).ravel() if len(pairs) else np.empty(0)
    jaccard = shared / np.maximum(FEW, sizes[a] + sizes[b] - shared)
    undated = (days[a] == _UNDATED) | (days[b] == _UNDATED)
    apart = np.log1p(np.minimum(LONG, np.abs(days[a] - days[b]))) * ~undated
    near, across = 10 * (cosines - 0.85), langs[a] != langs[b]
    return np.column_stack([near, np.log1p(shared), jaccard, across, near * across, apart, undated]).astype(float)


def _day(claim: Claim) -> int:
    return date.fromisoformat(claim.published[:10]).toordinal() if claim.published else _UNDATED


def _indicators(claims: Sequence[Claim]) -> csr_array:
    """1 where a claim holds a stem."""
    column: dict[str, int] = {}
    columns, ends = [], [0]
    for claim in track(claims, "reading claims", len(claims)):
        found = terms(Words.of(claim.text), language(claim.lang))
        columns += [column.setdefault(stem, len(column)) for stem in sorted(found)]
        ends.append(len(columns))
    shape = (len(claims), max(1, len(column)))
    return csr_array((np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(ends)), shape=shape)


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, float]:
    kept = json.loads((files("factcheck") / "models" / "weights" / "gate.json").read_text("utf-8"))
    return np.array([kept["weights"][name] for name in FEATURES]), float(kept["bias"])
