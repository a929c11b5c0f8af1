"""How likely two claims say the same, given what was found about them."""

import numpy as np
import pytest

from factcheck.rules.fusion import FEATURES, FORMS, excludes, features, finding, is_right, says_the_same

AGREES, OPPOSES, SILENT = [0.9, 0.08, 0.02], [0.02, 0.08, 0.9], [0.05, 0.9, 0.05]


def weigh(a: list[float], b: list[float], agreement: float = 0.0) -> np.ndarray:
    return features(0.8, 0.6, agreement, np.array([a, b]))


def test_the_features_are_the_same_whichever_claim_comes_first() -> None:
    assert np.array_equal(weigh(AGREES, OPPOSES), weigh(OPPOSES, AGREES))
    assert weigh(AGREES, OPPOSES).shape == (len(FEATURES),)


def test_entailment_in_both_orders_is_likelier_agreement_than_contradiction_in_both() -> None:
    same, silent, opposed = (says_the_same(weigh(said, said)) for said in (AGREES, SILENT, OPPOSES))
    assert 0 < opposed < same < 1 and silent < same


def test_contradiction_in_both_orders_excludes_likelier_than_in_one() -> None:
    both, one, none = (excludes(weigh(OPPOSES, said)) for said in (OPPOSES, SILENT, AGREES))
    assert 0.5 < both < 1 and none < one < both


def test_what_structure_found_counts() -> None:
    assert says_the_same(weigh(SILENT, SILENT, agreement=0.8)) > says_the_same(weigh(SILENT, SILENT))


def test_certainty_of_the_model_has_a_limit() -> None:
    sure, surer = weigh([0, 0, 1], [0, 0, 1]), weigh([0.0001, 0, 0.9999], [0.001, 0, 0.999])
    assert np.isfinite(sure).all() and sure == pytest.approx(surer)


def test_a_finding_is_the_surer_the_likelier_its_claims_tell_of_one_thing() -> None:
    for form in FORMS:
        far, near, sure = (is_right(finding(form, same)) for same in (0.5, 0.8, 1))
        assert 0 < far < near < sure < 1
    assert finding("number", 0.5).shape == (len(FORMS) + 1,)


def test_what_nothing_explains_is_less_sure_than_a_bound() -> None:
    assert is_right(finding("number", 0.9)) < is_right(finding("bound", 0.9))


def test_a_rule_of_no_weight_is_refused() -> None:
    with pytest.raises(ValueError):
        finding("guess", 0.5)
