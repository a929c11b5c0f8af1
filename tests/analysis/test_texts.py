"""Two texts that somebody sets against each other."""

import pytest

from factcheck.analysis.texts import compare_texts, explain_texts, statement_claims
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import CONFLICT, Statement

SAID, DENIED = "The army left the city of Hama", "The army denies that it left the city of Hama"


def test_a_statement_with_a_stance_is_one_claim_as_it_stands() -> None:
    given = Statement(
        "that the army left Hama", "Reuters", "2024-12-05", "the ministry", "denies", "Hama", "It rained."
    )
    ((claim,),) = statement_claims([given])
    assert (claim.text, claim.stance, claim.speaker) == (given.text, "denies", "the ministry")
    assert (claim.source, claim.published, claim.context) == ("Reuters", "2024-12-05", "Hama\nIt rained. ")


def test_a_text_in_which_no_claim_is_found_is_one_claim_as_a_whole() -> None:
    ((claim,),) = statement_claims([Statement("Hama")])
    assert (claim.text, claim.speaker, claim.article) == ("Hama", "", "")


def test_what_stands_before_a_text_is_no_claim_of_it() -> None:
    (claims,) = statement_claims([Statement("The army left Hama.", before="Rain fell on Paris.")])
    assert all("Paris" not in claim.text for claim in claims)


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_decided_by_what_is_told_for_each_two_claims(
    encoder: Encoder, reader: PairReader, turned: bool
) -> None:
    a, b = (Statement(text) for text in ((DENIED, SAID) if turned else (SAID, DENIED)))
    explained = explain_texts(a, b, encoder, reader)
    (verdict,) = compare_texts([(a, b)], encoder, reader)
    assert verdict.relation == CONFLICT
    assert verdict in [item["verdict"] for item in explained]
    item = next(item for item in explained if item["verdict"] == verdict)
    assert max(item["likely"], key=item["likely"].__getitem__) == CONFLICT and not item["vetoes"]
    assert set(item["evidence"]) >= {"cosine"} and sum(item["read"].values()) == pytest.approx(1, abs=0.01)
