"""Reader and judge on the labelled lines, held against floors that a change may not lower: see `labelled.py`."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.floors import below, settle
from factcheck.jsonl import read_lines
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import CLASHES, RELATIONS, Statement, Verdict
from tests.labelled import (
    FLOORS,
    LEAST,
    PAIRS,
    SENTENCES,
    STANCES,
    Marked,
    Pair,
    Sentence,
    Share,
    judge_pairs,
    match,
    name_of,
    read_marked,
    read_pairs,
    read_sentences,
    same_name,
    score_by_language,
    score_pairs,
    score_sentences,
)


def values(scores: dict[str, Share]) -> dict[str, float]:
    return {name: share.value for name, share in scores.items()}


@pytest.fixture(scope="module")
def verdicts(encoder: Encoder, reader: PairReader) -> dict[Path, list[Verdict]]:
    return judge_pairs(PAIRS, encoder, reader)


@pytest.mark.parametrize("path", PAIRS, ids=name_of)
def test_pairs_are_judged_no_worse_than_they_were(path: Path, verdicts: dict[Path, list[Verdict]]) -> None:
    held = values(score_pairs(read_pairs(path), verdicts[path]))
    assert below(FLOORS, name_of(path), path, "all", held) == []


@pytest.mark.parametrize("path", SENTENCES, ids=name_of)
def test_sentences_are_read_no_worse_than_they_were(path: Path) -> None:
    sentences = read_sentences(path)
    parts = score_by_language(sentences, read_marked(sentences))
    assert [
        fault for part, held in parts.items() for fault in below(FLOORS, name_of(path), path, part, values(held))
    ] == []


# --- the lines


@pytest.mark.parametrize("path", PAIRS, ids=name_of)
def test_a_labelled_pair_is_complete(path: Path) -> None:
    pairs = read_pairs(path)
    assert [id for id, n in Counter(pair.id for pair in pairs).items() if n > 1] == []
    for pair in pairs:
        assert pair.relations and set(pair.relations) <= set(RELATIONS), pair.id
        assert pair.a.text and pair.b.text and {pair.a.stance, pair.b.stance} <= {"", *STANCES}, pair.id
    if path.parent.name == "pairs":
        assert [p.id for p in pairs if bool(p.kind) != (p.relations[0] in CLASHES)] == []


@pytest.mark.parametrize("path", SENTENCES, ids=name_of)
def test_a_labelled_sentence_marks_claims_in_itself_that_do_not_overlap(path: Path) -> None:
    sentences = read_sentences(path)
    assert [id for id, n in Counter(sentence.id for sentence in sentences).items() if n > 1] == []
    for sentence in sentences:
        places = sorted((claim.start, claim.end) for claim in sentence.claims)
        cuts = [sentence.start, *(place for span in places for place in span), sentence.end]
        assert cuts == sorted(cuts), sentence.id
        assert {claim.stance for claim in sentence.claims} <= set(STANCES), sentence.id
        assert all(claim.speaker is None or claim.speaker in sentence.text for claim in sentence.claims), sentence.id


def test_what_rules_say_otherwise_is_told_only_where_it_is_something_else() -> None:
    lines = [line for path in (*PAIRS, *SENTENCES) for line in read_lines(path) if "rules" in line]
    assert lines
    assert [line["id"] for line in lines if line["rules"] in (line.get("relation"), line.get("claims"))] == []


# --- the scores


def pair(*relations: str) -> Pair:
    return Pair("x", relations, Statement("a"), Statement("b"), "")


def test_a_pair_is_right_with_any_of_the_relations_that_an_editor_would_accept() -> None:
    pairs = [pair("conflict"), pair("conflict"), pair("update", "conflict"), pair("neutral"), pair("agreement")]
    found = [Verdict(r) for r in ("conflict", "update", "conflict", "conflict", "agreement")]
    assert score_pairs(pairs, found) == {
        "right": (3, 5),
        "conflicts found": (1, 2),
        "conflicts called right": (2, 3),
    }


def test_a_claim_is_found_where_what_was_read_overlaps_it_by_half_of_both() -> None:
    claim = Marked(10, 20, "", "asserts")
    half, long, beside = claim._replace(start=15, end=25), claim._replace(end=31), claim._replace(start=0, end=10)
    assert match(claim, [beside, half]) == half
    assert match(claim, [long]) is None and match(claim, [beside]) is None and match(claim, []) is None


def test_a_speaker_is_right_with_half_of_the_words_of_the_shorter_name() -> None:
    assert same_name("Rami Abdel Rahman, head of the Observatory", "Rami Abdel Rahman")
    assert same_name("", "") and not same_name("the army", "") and not same_name("", "the army")
    assert not same_name("the Syrian army", "a mayor")


def test_a_sentence_is_scored_by_its_claims_their_speakers_and_stances() -> None:
    passed_on = Marked(0, 9, "the army", "denies", via="Reuters")
    sentence = Sentence("x", "", 0, 99, [passed_on, Marked(20, 30, None, "asserts")])
    read = [Marked(0, 10, "army", "asserts"), Marked(21, 30, "", "asserts"), Marked(50, 60, "", "asserts")]
    assert score_sentences([sentence], [read]) == {
        "claims found": (2, 2),
        "claims read right": (2, 3),
        "speaker": (1, 1),
        "stance": (1, 2),
        "via": (0, 1),
    }


def test_sentences_are_scored_by_language_too() -> None:
    claim = Marked(0, 9, "", "asserts")
    sentences = [Sentence(str(n), "", 0, 9, [claim], "ar" if n else "de") for n in range(LEAST + 1)]
    parts = score_by_language(sentences, [[claim], [claim], *[[]] * (LEAST - 1)])
    assert {part: scores["claims found"] for part, scores in parts.items()} == {"all": (2, LEAST + 1), "ar": (1, LEAST)}


# --- the floors


def test_a_floor_is_lifted_and_only_lowered_on_demand(tmp_path: Path) -> None:
    data, file = tmp_path / "data.jsonl", tmp_path / "floors.json"
    data.write_text("{}")

    def floor() -> float:
        return json.loads(file.read_text())["data"]["all"]["right"]

    settle(file, "data", data, "all", {"right": 0.8})
    assert floor() == 0.78 and below(file, "data", data, "all", {"right": 0.79}) == []
    assert "below its floor" in below(file, "data", data, "all", {"right": 0.7})[0]
    settle(file, "data", data, "all", {"right": 0.7})
    assert floor() == 0.78
    settle(file, "data", data, "all", {"right": 0.7}, may_lower=True)
    assert floor() == 0.68


def test_floors_of_other_data_are_refused(tmp_path: Path) -> None:
    data, file = tmp_path / "data.jsonl", tmp_path / "floors.json"
    data.write_text("{}")
    settle(file, "data", data, "all", {"right": 0.8})
    data.write_text("{} ")
    assert "measure them anew" in below(file, "data", data, "all", {"right": 0.9})[0]


def test_a_floor_stands_one_line_below_what_was_measured_at_the_least() -> None:
    assert Share(9, 10).floor == 0.8 and Share(0, 10).floor == 0 and Share(950, 1000).floor == 0.93
