"""What structure and the NLI model say of a pair, weighed together."""

import numpy as np
import pytest

from factcheck.fusion import FEATURES, RELATIONS, features, probabilities

AGREES, OPPOSES, SILENT = [0.9, 0.08, 0.02], [0.02, 0.08, 0.9], [0.05, 0.9, 0.05]


def weigh(relation: str = "neutral", kind: str = "", nli: tuple[list[float], list[float]] = (SILENT, SILENT), **known):
    given = {"same": 0.8, "overlap": 0.6, "confidence": 0.5} | known
    return features(relation=relation, kind=kind, nli=np.array(nli), **given)


def test_the_features_are_the_same_whichever_claim_comes_first() -> None:
    assert np.array_equal(weigh(nli=(AGREES, OPPOSES)), weigh(nli=(OPPOSES, AGREES)))
    assert weigh().shape == (len(FEATURES),)


@pytest.mark.parametrize("kind", ["number", "denial", "action", "outcome", "responsibility"])
def test_each_form_of_finding_has_one_feature(kind: str) -> None:
    found = dict(zip(FEATURES, weigh("conflict", kind) - weigh(), strict=True))
    told = [name for name, difference in found.items() if difference]
    assert told == [f"{kind} conflict" if f"{kind} conflict" in FEATURES else "other conflict"]


def test_the_relations_share_one_probability() -> None:
    p = probabilities(weigh("conflict", "number"))
    assert tuple(p) == RELATIONS and sum(p.values()) == pytest.approx(1)


def test_a_contradiction_in_both_orders_makes_a_conflict_likelier_and_an_agreement_less_likely() -> None:
    opposed, silent = (probabilities(weigh(nli=nli)) for nli in ((OPPOSES, OPPOSES), (SILENT, SILENT)))
    assert opposed["conflict"] > silent["conflict"]
    assert opposed["agreement"] < probabilities(weigh(nli=(AGREES, AGREES)))["agreement"]


def test_certainty_of_the_model_has_a_limit() -> None:
    sure = weigh(nli=([0, 0, 1], [0, 0, 1]))
    assert np.isfinite(sure).all() and np.array_equal(sure, weigh(nli=([0.0001, 0, 0.9999], [0.001, 0, 0.999])))
