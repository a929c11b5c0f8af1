"""The one shape of what other programs read."""

from factcheck.outputs.records import claim_record, pair_records
from factcheck.schema import Analysis
from tests.conftest import ARTICLES


def test_a_record_has_the_keys_other_programs_rely_on(analysis: Analysis) -> None:
    record = next(pair_records(analysis))
    assert list(record) == [
        "id", "relation", "kind", "confidence", "dispute", "topic", "reasons", "a", "b",
    ]  # fmt: skip
    side = ["article", "source", "published", "speaker", "stance", "text", "start", "end", "lang"]
    assert list(record["a"]) == list(record["b"]) == side


def test_every_conflict_and_update_is_written_by_rank_of_its_dispute(analysis: Analysis) -> None:
    found = [(r["id"], r["relation"], r["dispute"]) for r in pair_records(analysis)]
    in_disputes = [("p0", "conflict", "d0"), ("p1", "conflict", "d0"), ("p2", "update", "d1")]
    assert found == [*in_disputes, ("p3", "conflict", None)]


def test_the_text_is_the_slice_of_the_article(analysis: Analysis) -> None:
    article_at = dict(zip(analysis.claims["location"], analysis.claims["article"], strict=True))
    for record in pair_records(analysis):
        for side in (record["a"], record["b"]):
            assert ARTICLES[article_at[side["article"]]][side["start"] : side["end"]] == side["text"]


def test_the_topic_is_the_label_of_the_disputes_topic(analysis: Analysis) -> None:
    assert [r["topic"] for r in pair_records(analysis)][1:3] == list(analysis.topics["label"])


def test_what_is_unknown_is_null_and_never_empty(analysis: Analysis) -> None:
    record = claim_record(analysis.claims.to_dict("records")[2] | {"lang": ""})
    unknown = [name for name, value in record.items() if value is None]
    assert unknown == ["source", "published", "speaker", "lang"]
    assert record["stance"] == "denies"
