"""Labelled lines read, and the scores on them; the commands that print them are tested in cli/."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from factcheck.errors import InputError
from factcheck.evaluation import average_precision, calibration, labelled_statement, relation_of
from factcheck.jsonl import read_lines


def test_lines_are_read_plain_or_gzipped_and_may_hold_any_line_mark_in_a_text(tmp_path: Path) -> None:
    data = '{"t": "a\u2028b"}\n\n{"t": "c"}\n'.encode()
    (tmp_path / "a.jsonl").write_bytes(data)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(data))
    for name in ("a.jsonl", "b.jsonl.gz"):
        assert read_lines(tmp_path / name) == [{"t": "a\u2028b"}, {"t": "c"}]


@pytest.mark.parametrize("line", ["[1]", "{", '{"t": "\\ud800"}', "[" * 100_000])
def test_a_line_that_is_no_object_is_named_by_its_place(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"t": "a"}\n' + line)
    with pytest.raises(InputError, match=r"a\.jsonl, line 2"):
        read_lines(path)


@pytest.mark.parametrize(
    ("line", "relation"),
    [
        ({"relation": "update"}, "update"),
        ({"label": "contradiction"}, "conflict"),
        ({"label": "disagree"}, "conflict"),
        ({"label": "entailment"}, "agreement"),
        ({"label": "neutral"}, "neutral"),
        ({"label": "update_or_bound"}, "update"),
    ],
)
def test_labels_of_other_sets_are_the_relations_they_come_nearest_to(line: dict[str, Any], relation: str) -> None:
    assert relation_of(line) == relation


def test_a_side_is_read_from_either_form_of_line() -> None:
    line = {"premise": "p", "hypothesis": "h", "outlet_b": "Reuters", "date": "2024-12-05"}
    found = labelled_statement(line, "b")
    assert (found.text, found.source, found.published) == ("h", "Reuters", "2024-12-05")
    assert labelled_statement({"a": {"text": "x", "date": "2024-12-05"}}, "a").published == "2024-12-05"
    with pytest.raises(InputError, match="b of the pair"):
        labelled_statement({"a": {"text": "x"}}, "b")


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    assert calibration([0.5] * 4, [True, False, True, False])["error"] == 0
    found = calibration([0.9, 0.9, 0.1], [False, False, False])
    assert found["error"] == pytest.approx(0.633) and [b["n"] for b in found["bins"]] == [1, 2]
    assert calibration([], []) == {"error": 0.0, "bins": []}


def test_a_ranking_is_best_with_all_positives_first() -> None:
    assert average_precision([True, True, False], [0.9, 0.8, 0.1]) == 1
    assert average_precision([False, True], [0.9, 0.1]) == 0.5
    assert average_precision([False], [0.9]) is None
