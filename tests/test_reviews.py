"""What humans decide of pairs: kept, taken back, counted, exported."""

import json
from pathlib import Path
from typing import Any

import pytest

from factcheck.articles import make_article
from factcheck.cli.arguments import main
from factcheck.errors import InputError
from factcheck.evaluation import labelled_statement, relation_of
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.outputs.claimreview import claim_reviews
from factcheck.outputs.records import pair_record
from factcheck.reviews import (
    CONFIRM,
    FALSE_ALARM,
    NOTE,
    OTHER_SCOPE,
    decide,
    decisions,
    export_csv,
    export_jsonl,
    history,
    pair_key,
    precision,
    undo,
)
from factcheck.schema import CONFLICT, UPDATE, Analysis


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index.create(tmp_path / "index")


@pytest.fixture
def record(analysis: Analysis) -> dict[str, Any]:
    """A pair that was called a conflict of numbers."""
    return pair_record(analysis, 0, "hama")


@pytest.fixture
def later(analysis: Analysis) -> dict[str, Any]:
    """A pair that was called an update of numbers."""
    return pair_record(analysis, 2, "hama")


def test_before_the_first_decision_there_is_none(index: Index) -> None:
    assert decisions(index).empty and history(index).empty and not undo(index, "nothing")


def test_a_decision_says_what_who_and_when(index: Index, record: dict[str, Any]) -> None:
    key = decide(index, record, CONFIRM, " Rana ", "both at the scene")
    (row,) = decisions(index).to_dict("records")
    assert (row["pair"], row["judgement"], row["decision"]) == (key, CONFIRM, CONFLICT)
    assert (row["reviewer"], row["note"], row["a_text"]) == ("Rana", "both at the scene", record["a"]["text"])
    assert row["reviewed"].endswith("+00:00")


def test_the_two_texts_are_the_key_whichever_comes_first(index: Index, record: dict[str, Any]) -> None:
    decide(index, record, CONFIRM)
    decide(index, {**record, "a": record["b"], "b": record["a"], "id": "of another model"}, FALSE_ALARM)
    assert decisions(index)["judgement"].tolist() == [FALSE_ALARM]
    assert pair_key("x", "y") == pair_key("y", "x") != pair_key("x", "z")


def test_undo_brings_the_former_decision_back_and_forgets_nothing(index: Index, record: dict[str, Any]) -> None:
    key = decide(index, record, CONFIRM, "Rana")
    decide(index, record, OTHER_SCOPE, "Omar")
    assert undo(index, key, "Rana")
    assert decisions(index)["judgement"].tolist() == [CONFIRM]
    assert undo(index, key) and decisions(index).empty and not undo(index, key)
    assert history(index)["judgement"].tolist() == [CONFIRM, OTHER_SCOPE]
    assert history(index)["undone_by"].tolist() == ["", "Rana"] and all(history(index)["undone"])


def test_a_note_decides_nothing_and_leaves_what_was_decided(index: Index, record: dict[str, Any]) -> None:
    decide(index, record, NOTE, note="ask the desk")
    assert decisions(index)[["judgement", "decision", "note"]].values.tolist() == [["", "", "ask the desk"]]
    decide(index, record, FALSE_ALARM)
    decide(index, record, NOTE, note="they called back")
    assert decisions(index)[["judgement", "note"]].values.tolist() == [[FALSE_ALARM, "they called back"]]
    with pytest.raises(InputError, match="needs words"):
        decide(index, record, NOTE, note=" ")


def test_what_is_no_decision_is_refused(index: Index, record: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="choose from confirm"):
        decide(index, record, "perhaps")


def test_decisions_outlive_a_rebuild_and_a_change_of_the_articles(
    index: Index, record: dict[str, Any], encoder: Encoder
) -> None:
    index.update([make_article("The army said that 30 civilians were killed in Paris.", "a.txt")], encoder)
    decide(index, record, CONFIRM)
    index.rebuild(encoder)
    index.update([make_article("Rain fell in the north on Sunday.", "a.txt")], encoder)
    assert decisions(index)["judgement"].tolist() == [CONFIRM]


def test_precision_is_counted_by_kind(index: Index, record: dict[str, Any], later: dict[str, Any]) -> None:
    decide(index, record, CONFIRM)
    decide(index, {**record, "a": {**record["a"], "text": "another"}}, UPDATE)
    decide(index, later, UPDATE)
    decide(index, {**later, "a": {**later["a"], "text": "noted only"}}, NOTE, note="?")
    rows = precision(decisions(index)).to_dict("records")
    assert [(r["relation"], r["kind"], r["right"], r["n"], r["precision"]) for r in rows] == [
        (CONFLICT, "number", 1, 2, 0.5),
        (UPDATE, "number", 1, 1, 1.0),
    ]
    assert precision(decisions(index).iloc[:0]).empty


def test_no_cell_of_the_table_runs_as_a_formula(index: Index, record: dict[str, Any]) -> None:
    decide(index, {**record, "topic": "=1+1"}, CONFIRM, "@you", '=HYPERLINK("http://evil.example")')
    written = export_csv(decisions(index)).decode("utf-8-sig")
    assert "'@you" in written and "\"'=HYPERLINK" in written and "'=1+1" in written
    assert ",=" not in written and ",@" not in written


def test_exported_lines_are_the_labelled_pairs_that_training_reads(
    index: Index, record: dict[str, Any], later: dict[str, Any]
) -> None:
    decide(index, record, OTHER_SCOPE, note="a\u2028b")
    decide(index, later, CONFIRM)
    decide(index, {**later, "b": {**later["b"], "text": "noted only"}}, NOTE, note="?")
    lines = [json.loads(line) for line in export_jsonl(decisions(index)).splitlines()]
    assert [relation_of(line) for line in lines] == ["neutral", "update"]
    a, b = (labelled_statement(lines[0], side) for side in "ab")
    assert a.source == record["a"]["source"] and b.source == ""


def test_decisions_are_what_claim_reviews_are_made_of(index: Index, record: dict[str, Any]) -> None:
    decide(index, record, CONFIRM, note="n")
    first, *_ = claim_reviews(decisions(index), "Desk", "https://example.org/checks")
    assert first["reviewRating"]["alternateName"].startswith("In conflict with")
    assert first["datePublished"].startswith("20")


def test_the_command_line_writes_what_was_decided(
    index: Index, record: dict[str, Any], later: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    decide(index, record, CONFIRM)
    decide(index, later, NOTE, note="call the ministry")
    common = ["reviews", "--index", str(index.folder), "--output", str(tmp_path / "out")]
    to_publish = ["--format", "csv,jsonl,claimreview", "--publisher", "Desk", "--page", "https://desk.example/r"]
    assert main([*common, *to_publish]) == 0
    written = {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["index-reviews.csv", "index-reviews.jsonl", "index-reviews.jsonld"]
    assert len(written["index-reviews.csv"].splitlines()) == 3
    assert [json.loads(line)["label"] for line in written["index-reviews.jsonl"].splitlines()] == [CONFLICT]
    published = json.loads(written["index-reviews.jsonld"])
    assert [review["@type"] for review in published] == ["ClaimReview"] * 2, "one of each side; a note is no review"
    assert {review["author"]["name"] for review in published} == {"Desk"}
    assert main([*common, "--format", "claimreview", "--publisher", "Desk"]) == 2
    assert "--page" in capsys.readouterr().err
