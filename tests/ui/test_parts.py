"""What the pages of the explorer are made of: charts, the matrix, the choice of disputes."""

import json
import math
from dataclasses import replace

import pandas as pd
import pytest

pytest.importorskip("streamlit", reason="the explorer needs factcheck-claims[ui]")

from factcheck.outputs.escaping import excerpt
from factcheck.outputs.words import ENGLISH
from factcheck.schema import Analysis
from factcheck.ui import charts
from factcheck.ui.choice import NEWEST, ORIGINS, Choice, choose, gather
from factcheck.ui.matrix import as_dispute, matrix, pairs_by

# --- figures


def test_a_bound_a_conflict_and_an_update_are_drawn_each_in_its_own_way() -> None:
    figures = pd.DataFrame(
        {
            "low": [30.0, 40.0, 0.0],
            "high": [math.inf, 40.0, 50.0],
            "value": [30.0, 40.0, 50.0],
            "form": ["at_least", "exact", "at_most"],
            "source": ["A", "B", ""],
            "published": ["2024-12-01", "2024-12-01T10:00:00+03:00", "2024-12-03"],
            "written": ["x", "<b>y</b>", "z"],
        }
    )
    ends = {"published": figures["published"][:2], "published_b": figures["published"][1:].tolist()}
    values = {"value": [30.0, 40.0], "value_b": [40.0, 50.0]}
    links = pd.DataFrame({"relation": ["conflict", "update"], **ends, **values})
    spec = json.loads(charts.figures_over_time(figures, links, "dead", ENGLISH).to_json())
    bounds, conflict, update, marks = spec["layer"]
    assert conflict["mark"]["color"] != update["mark"]["color"]
    assert conflict["mark"]["strokeDash"] != update["mark"]["strokeDash"]
    data = list(spec["datasets"].values())
    assert [(row["start"] < row["value"], row["end"] > row["value"]) for row in data[0]] == [
        (False, True),
        (True, False),
    ]
    assert marks["mark"]["type"] == "point" and bounds["mark"]["type"] == "rule"


# --- the matrix


def test_conflicts_count_both_ways_and_updates_towards_the_later(analysis: Analysis) -> None:
    found = matrix(pairs_by(analysis, "source"), 20)
    later, earlier = "Reuters", "الجزيرة"
    assert found.cells[earlier, later] == {"agreement": 0, "conflict": 0, "updated": 1}
    assert (later, earlier) not in found.cells
    assert found.cells[earlier, ""]["conflict"] == found.cells["", earlier]["conflict"] == 2
    assert found.cells["", ""]["conflict"] == 1
    assert found.left_out == 0 and set(found.names) == {later, earlier, ""}


def test_agreements_are_counted_and_names_that_do_not_fit_are_named(analysis: Analysis) -> None:
    agreement = {"a": [0], "b": [1], "relation": ["agreement"], "kind": [""], "confidence": [0.9]}
    empty = {"reasons": [()], "marks_a": [()], "marks_b": [()]}
    agreeing = replace(analysis, agreements=pd.DataFrame({**agreement, **empty}))
    pairs = pairs_by(agreeing, "speaker")
    assert matrix(pairs, 20).cells["الوزارة", "الجيش"]["agreement"] == 1
    assert len(matrix(pairs, 2).names) == 2 and matrix(pairs, 2).left_out == 2
    assert as_dispute(agreeing, 0, True).relation == "agreement" and as_dispute(agreeing, 2, False).a == (0,)


# --- choosing


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), ["d0", "d1"]),
        (Choice(topic=1), ["d1"]),
        (Choice(relations=("conflict",)), ["d0"]),
        (Choice(kinds=("denial",)), []),
        (Choice(kinds=("denial", "number")), ["d0", "d1"]),
        (Choice(sources=("Reuters",)), ["d1"]),
        (Choice(sources=("",)), ["d0"]),
        (Choice(speakers=("الجيش",)), ["d0"]),
        (Choice(languages=("en",)), ["d1"]),
        (Choice(since="2024-12-02"), ["d1"]),
        (Choice(until="2024-12-01"), ["d0", "d1"]),
        (Choice(until="2024-11-30"), []),
        (Choice(since="2024-12-02", until="2024-12-02"), []),
        (Choice(floor=0.65), ["d0", "d1"]),
        (Choice(floor=0.7), ["d0"]),
        (Choice(floor=0.7, topic=1), []),
        (Choice(dispute="d1"), ["d1"]),
    ],
)
def test_filters_keep_what_is_asked_for(analysis: Analysis, choice: Choice, expected: list[str]) -> None:
    assert [d.id for d in choose(analysis.disputes, gather(analysis), choice)] == expected


def test_a_dispute_is_reviewed_when_one_of_its_pairs_is(analysis: Analysis) -> None:
    facts = gather(analysis)
    decided = [next(iter(facts[1].pairs))]
    assert [d.id for d in choose(analysis.disputes, facts, Choice(reviewed="yes"), decided)] == ["d1"]
    assert [d.id for d in choose(analysis.disputes, facts, Choice(reviewed="no"), decided)] == ["d0"]


def test_the_most_widely_told_come_first_when_asked_for(analysis: Analysis) -> None:
    analysis.disputes[1] = replace(analysis.disputes[1], origins_b=3)
    assert [d.id for d in choose(analysis.disputes, gather(analysis), Choice(order=ORIGINS))] == ["d1", "d0"]


def test_the_newest_come_first_when_asked_for(analysis: Analysis) -> None:
    assert [d.id for d in choose(analysis.disputes, gather(analysis), Choice())] == ["d0", "d1"]
    assert [d.id for d in choose(analysis.disputes, gather(analysis), Choice(order=NEWEST))] == ["d1", "d0"]


def test_figures_far_apart_have_an_axis_with_figures_between_them() -> None:
    figures = pd.DataFrame({"low": [7.0, 9.0, 4000.0], "high": [7.0, 9.0, 4000.0], "value": [7.0, 9.0, 4000.0]})
    figures = figures.assign(form="exact", source="A", published="2024-12-01", written="x")
    links = pd.DataFrame(columns=["relation", "published", "value", "published_b", "value_b"])
    chart = charts.figures_over_time(figures, links, "dead", ENGLISH).to_dict()
    assert chart["layer"][-1]["encoding"]["y"]["axis"]["values"] == [0, 1, 10, 100, 1000]


# --- excerpts


def test_an_excerpt_keeps_what_is_marked_and_a_few_words_beside_it() -> None:
    parts = [
        ("In the north of the country the army ", False),
        ("withdrew", True),
        (" from the city and its suburbs", False),
    ]
    assert excerpt(parts, 10) == [("… the army ", False), ("withdrew", True), (" from the …", False)]
    assert excerpt(parts, 100) == parts


def test_an_excerpt_of_two_marks_keeps_both_and_what_is_short_between() -> None:
    parts = [("the ", False), ("army", True), (" did, it says, ", False), ("not", True), (" leave", False)]
    assert excerpt(parts, 8) == parts
    assert excerpt(parts, 7)[2] == (" did, … says, ", False)
