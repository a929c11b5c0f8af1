"""Which pairs are worth reading."""

from dataclasses import replace

import numpy as np
import pytest

from factcheck.articles import detect_language
from factcheck.schema import Claim
from factcheck.verdicts import gate

TEXTS = [
    "مقتل 5 أشخاص في حلب وانسحاب الجيش السوري منها", "الجيش السوري ينسحب من حلب",
    "The Syrian army withdrew from Aleppo", "Rain in Paris", "No", "",
]  # fmt: skip


def claim(text: str, day: str = "2024-12-05") -> Claim:
    return Claim(text, "a", 0, len(text), text, detect_language(text), published=day)


CLAIMS = [claim(text, "" if text == "No" else "2024-12-05") for text in TEXTS]
PAIRS = np.array([(i, j) for i in range(len(TEXTS)) for j in range(i)])
COSINES = np.linspace(0.8, 0.95, len(PAIRS))


def test_many_pairs_have_the_scores_that_they_have_one_by_one_and_turned() -> None:
    together = gate.worth_reading(CLAIMS, PAIRS, COSINES)
    assert ((together > 0) & (together < 1)).all()
    for pair, cosine, score in zip(PAIRS, COSINES, together, strict=True):
        for one in (pair, pair[::-1]):
            assert gate.worth_reading(CLAIMS, one[None], np.array([cosine]))[0] == pytest.approx(score)


def test_the_nearer_two_claims_are_the_more_they_are_worth() -> None:
    pairs, near = np.array([[0, 1], [0, 1], [1, 3]]), np.array([0.95, 0.8, 0.8])
    scores = gate.worth_reading(CLAIMS, pairs, near)
    assert scores[0] > scores[1] > scores[2]


def test_dates_are_seen() -> None:
    later = [CLAIMS[0], CLAIMS[1], replace(CLAIMS[1], published="2024-12-25")]
    found = gate.features(later, np.array([[0, 1], [0, 2]]), np.array([0.9, 0.9]))
    assert found[0][gate.FEATURES.index("days apart")] == 0 < found[1][gate.FEATURES.index("days apart")]


def test_no_pairs_have_no_scores() -> None:
    assert gate.worth_reading(CLAIMS, np.empty((0, 2), int), np.empty(0)).shape == (0,)
