"""What humans decide of pairs: kept, taken back, counted, exported."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factcheck.analysis.disputes import pair_id
from factcheck.articles import make_article
from factcheck.cli.arguments import main
from factcheck.errors import InputError
from factcheck.evaluation import labelled_statement, relation_of
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.outputs.claimreview import claim_reviews
from factcheck.outputs.records import pair_record
from factcheck.reviews import (
    CARRIED,
    CONFIRM,
    FALSE_ALARM,
    FOUND,
    LOST,
    NOTE,
    OTHER_SCOPE,
    decide,
    decisions,
    export_csv,
    export_jsonl,
    find_dispute,
    former_keys,
    history,
    pair_key,
    precision,
    resolve_pairs,
    standing,
    undo,
)
from factcheck.schema import CONFLICT, UPDATE, Analysis
from tests.conftest import ARTICLES


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


def test_no_cell_of_the_table_runs_as_a_formula(index: Index, record: dict[str, Any], analysis: Analysis) -> None:
    decide(index, {**record, "topic": "=1+1"}, CONFIRM, "@you", '=HYPERLINK("http://evil.example")')
    written = export_csv(resolve_pairs(decisions(index), analysis)).decode("utf-8-sig")
    assert "'@you" in written and "\"'=HYPERLINK" in written and "'=1+1" in written
    assert ",=" not in written and ",@" not in written


def test_exported_lines_are_the_labelled_pairs_that_training_reads(
    index: Index, record: dict[str, Any], later: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, record, OTHER_SCOPE, note="a\u2028b")
    decide(index, later, CONFIRM)
    decide(index, {**later, "b": {**later["b"], "text": "noted only"}}, NOTE, note="?")
    lines = [json.loads(line) for line in export_jsonl(resolve_pairs(decisions(index), analysis)).splitlines()]
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


# --- pairs that are read otherwise


def read_otherwise(analysis: Analysis, moves: dict[int, tuple[int, int]]) -> Analysis:
    """The analysis with other spans of some claims. moves: how much start and end of a claim move, by its row."""
    claims = analysis.claims.copy()
    for row, (start, end) in moves.items():
        claims.loc[row, "start"] += start
        claims.loc[row, "end"] += end
    whole = zip(claims["article"], claims["start"], claims["end"], strict=True)
    claims["text"] = [ARTICLES[article][start:end] for article, start, end in whole]
    verdicts = analysis.verdicts.copy()
    verdicts["id"] = [pair_id(claims, a, b) for a, b in zip(verdicts["a"], verdicts["b"], strict=True)]
    return replace(analysis, claims=claims, verdicts=verdicts)


def became(index: Index, analysis: Analysis) -> list[tuple[str, str]]:
    resolved = resolve_pairs(decisions(index), analysis)
    return list(zip(resolved["now"], resolved["id_now"], strict=True))


def test_a_decision_is_of_the_pair_of_its_texts(index: Index, record: dict[str, Any], analysis: Analysis) -> None:
    decide(index, record, CONFIRM)
    assert became(index, analysis) == [(FOUND, "p0")]
    elsewhere = replace(analysis, claims=analysis.claims.assign(location="moved", start=0, end=1))
    assert became(index, elsewhere) == [(FOUND, "p0")], "a pair that is found by its texts is not looked for by place"


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_decision_is_carried_to_the_pair_whose_spans_cover_half_of_both(
    is_turned: bool, index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, record, CONFIRM)
    other = read_otherwise(analysis, {0: (4, 0), 1: (0, -11)})
    if is_turned:
        other = replace(other, verdicts=other.verdicts.rename(columns={"a": "b", "b": "a"}))
    (row,) = resolve_pairs(decisions(index), other).to_dict("records")
    texts = other.claims["text"]
    assert (row["now"], row["id_now"]) == (CARRIED, other.verdicts["id"][0]) and row["id_now"] != "p0"
    assert row["pair_now"] == pair_key(texts[0], texts[1]) != row["pair"]
    assert (row["id"], row["a_text"]) == ("p0", record["a"]["text"]), "what was decided is told as it was"


def half(analysis: Analysis, row: int) -> int:
    return len(analysis.claims["text"][row]) // 2


@pytest.mark.parametrize("more", [0, 1])
def test_half_is_enough_and_less_is_not(more: int, index: Index, record: dict[str, Any], analysis: Analysis) -> None:
    decide(index, record, CONFIRM)
    other = read_otherwise(analysis, {0: (0, -half(analysis, 0) - more)})
    assert became(index, other)[0][0] == (LOST if more else CARRIED)


def test_a_span_that_holds_much_more_is_another(index: Index, analysis: Analysis) -> None:
    record = pair_record(read_otherwise(analysis, {0: (half(analysis, 0) + 1, 0)}), 0, "hama")
    decide(index, record, CONFIRM)
    assert became(index, analysis) == [(LOST, "")]


def test_of_several_pairs_the_one_that_covers_most_is_taken_then_the_lowest_id(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, record, CONFIRM)
    claims = analysis.claims.iloc[[0, 0, 0, 1]].reset_index(drop=True)
    verdicts = analysis.verdicts.iloc[[0, 0, 0]].reset_index(drop=True).assign(a=[0, 1, 2], b=3)
    several = replace(analysis, claims=claims, verdicts=verdicts)
    other = read_otherwise(several, {0: (4, 0), 1: (1, 0), 2: (3, 0), 3: (0, -1)})
    assert became(index, other) == [(CARRIED, other.verdicts["id"][1])]
    same = read_otherwise(several, {0: (2, 0), 1: (2, 0), 2: (0, -2), 3: (0, -1)})
    assert became(index, same) == [(CARRIED, min(same.verdicts["id"]))]


def test_another_article_at_the_place_or_elsewhere_is_not_the_same(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, record, CONFIRM)
    other = read_otherwise(analysis, {0: (4, 0)})
    elsewhere = replace(other, claims=other.claims.assign(location="elsewhere"))
    changed = replace(other, claims=other.claims.assign(text=other.claims["text"].str.replace("المدينة", "القريةء")))
    assert changed.claims["text"].str.len().equals(other.claims["text"].str.len())
    for found in (elsewhere, changed):
        assert became(index, found) == [(LOST, "")]


def test_an_article_that_moved_is_known_by_the_id_of_the_pair(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, {**record, "id": pair_id(analysis.claims, 0, 1)}, CONFIRM)
    other = read_otherwise(analysis, {0: (4, 0)})
    moved = replace(other, claims=other.claims.assign(location="elsewhere"))
    assert became(index, moved) == [(CARRIED, other.verdicts["id"][0])]


def test_what_was_decided_of_an_agreement_and_what_agrees_now_is_found_too(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, {**record, "relation": "agreement", "kind": "", "dispute": None}, CONFIRM)
    agreeing = analysis.verdicts.assign(relation="agreement").drop(columns="dispute")
    for moves, now in (({}, FOUND), ({0: (4, 0)}, CARRIED)):
        found = read_otherwise(replace(analysis, verdicts=agreeing), moves)
        found = replace(found, verdicts=analysis.verdicts[:0], agreements=found.verdicts)
        assert became(index, found)[0][0] == now


def test_without_offsets_a_decision_is_found_by_its_texts_alone(
    index: Index, record: dict[str, Any], later: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, {**record, "a": {**record["a"], "start": None, "end": None}}, CONFIRM)
    decide(index, later, CONFIRM)
    assert became(index, analysis) == [(FOUND, "p0"), (FOUND, "p2")]
    other = read_otherwise(analysis, {0: (4, 0)})
    assert became(index, other) == [(LOST, ""), (CARRIED, other.verdicts["id"][2])]


def test_nothing_decided_and_nothing_found_are_no_error(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    assert resolve_pairs(decisions(index), analysis).empty
    decide(index, record, CONFIRM)
    nothing = replace(analysis, claims=analysis.claims[:0], verdicts=analysis.verdicts[:0])
    assert became(index, nothing) == [(LOST, "")]
    assert find_dispute("d0", resolve_pairs(decisions(index), nothing), replace(nothing, disputes=[])) == "d0"


def test_of_a_pair_with_old_and_new_decisions_the_newest_stands_and_each_can_be_taken_back(
    index: Index, record: dict[str, Any], analysis: Analysis
) -> None:
    old = decide(index, record, CONFIRM, "Rana", "at the scene")
    other = read_otherwise(analysis, {0: (4, 0)})
    new = pair_key(other.claims["text"][0], other.claims["text"][1])
    assert former_keys(resolve_pairs(decisions(index), other)) == {new: [old]}

    def stands() -> tuple[Any, ...]:
        row = standing(decisions(index, new, old))
        return (row["pair"], row["judgement"], row["note"]) if row else ()

    assert stands() == (old, CONFIRM, "at the scene")
    assert decide(index, pair_record(other, 0, "hama"), NOTE, note="call again") == new
    assert stands() == (new, CONFIRM, "call again")
    decide(index, pair_record(other, 0, "hama"), FALSE_ALARM)
    assert stands() == (new, FALSE_ALARM, "call again")
    assert undo(index, new) and undo(index, new) and stands() == (old, CONFIRM, "at the scene")
    assert undo(index, old) and stands() == () and len(history(index)) == 3


def test_old_ids_lead_to_the_dispute_of_now(index: Index, record: dict[str, Any], analysis: Analysis) -> None:
    decide(index, record, CONFIRM)
    disputes = [replace(dispute, id=f"new {dispute.id}") for dispute in analysis.disputes]
    other = read_otherwise(replace(analysis, disputes=disputes), {0: (4, 0)})
    verdicts = other.verdicts.assign(dispute=["new d0", "new d0", "new d1", ""])
    other = replace(other, verdicts=verdicts)
    resolved = resolve_pairs(decisions(index), other)
    asked = ["new d1", "p0", "d0", verdicts["id"][2], verdicts["id"][3], "d1", ""]
    found = [find_dispute(one, resolved, other) for one in asked]
    assert found == ["new d1", "new d0", "new d0", "new d1", verdicts["id"][3], "d1", ""]


def test_exports_say_what_became_of_each_pair(
    index: Index, record: dict[str, Any], later: dict[str, Any], analysis: Analysis
) -> None:
    decide(index, record, CONFIRM)
    decide(index, later, UPDATE)
    resolved = resolve_pairs(decisions(index), read_otherwise(analysis, {1: (0, -11), 3: (30, 0)}))
    lines = [json.loads(line) for line in export_jsonl(resolved).splitlines()]
    assert [(line["now"], bool(line["id_now"])) for line in lines] == [(CARRIED, True), (LOST, False)]
    header, *rows = export_csv(resolved).decode("utf-8-sig").splitlines()
    assert "now,pair_now,id_now" in header and [now in row for now, row in zip((CARRIED, LOST), rows, strict=True)]
    status = [review.get("creativeWorkStatus") for review in claim_reviews(resolved, "Desk", "https://desk.example")]
    assert status == [None, None, LOST, LOST]
    assert len(precision(resolved)) == 2
