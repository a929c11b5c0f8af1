"""One probability a relation, out of all evidence."""

import json
from importlib.resources import files

import numpy as np
import pytest

from factcheck.schema import RELATIONS
from factcheck.verdicts import fusion, gate
from factcheck.verdicts.evidence import FEATURES

WEIGHTS = files("factcheck") / "models" / "weights"


def test_the_weights_are_of_the_evidence_there_is() -> None:
    kept = json.loads((WEIGHTS / "fusion.json").read_text("utf-8"))
    assert set(kept) == {fusion.ASKED, fusion.NEAR} and set(kept[fusion.ASKED]) == set(RELATIONS)
    assert all(set(column["weights"]) == set(FEATURES) for column in kept[fusion.ASKED].values())
    assert set(kept[fusion.NEAR]["shift"]) == set(RELATIONS) and kept[fusion.NEAR]["factor"] > 0
    assert set(json.loads((WEIGHTS / "gate.json").read_text("utf-8"))["weights"]) == set(gate.FEATURES)


@pytest.mark.parametrize("how", [fusion.ASKED, fusion.NEAR])
def test_probabilities_sum_to_one_and_follow_the_evidence(how: str) -> None:
    nothing = dict.fromkeys(FEATURES, 0.0)
    rows = [nothing, {**nothing, "conflict": 0.0, "agreement": -5.0}, {**nothing, "conflict": -5.0, "agreement": 0.0}]
    found = fusion.probabilities(rows, [how] * len(rows))
    assert found.sum(axis=1) == pytest.approx(np.ones(3)) and found.shape == (3, len(RELATIONS))
    conflict, agreement = RELATIONS.index("conflict"), RELATIONS.index("agreement")
    assert found[1, conflict] > found[2, conflict] and found[2, agreement] > found[1, agreement]


def test_no_pairs_have_no_probabilities() -> None:
    assert fusion.probabilities([], []).shape == (0, len(RELATIONS))
