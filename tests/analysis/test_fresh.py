"""Reports of what is new, and how a scheduled run talks."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from factcheck.analysis.fresh import remember, since, unreported
from factcheck.cli import commands
from factcheck.cli.arguments import main
from factcheck.errors import IndexStoreError
from factcheck.outputs.records import pair_records
from factcheck.schema import Analysis
from tests.fakes import SaidReader

OUTLETS = {
    "a.txt": ("2024-12-01", "قالت وزارة الدفاع إن 826 جنديا قتلوا في معارك مدينة حماة."),
    "b.txt": ("2024-12-01", "قالت وزارة الدفاع إن 300 جندي قتلوا في معارك مدينة حماة."),
    "c.txt": ("2024-12-02", "أعلنت شركة النفط أن 40 عاملا أصيبوا في حريق مصفاة بانياس."),
    "d.txt": ("2024-12-02", "أعلنت شركة النفط أن 95 عاملا أصيبوا في حريق مصفاة بانياس."),
}
CLASHES = {
    frozenset(("826 جنديا قتلوا في معارك مدينة حماة", "300 جندي قتلوا في معارك مدينة حماة")): "conflict",
    frozenset(("40 عاملا أصيبوا في حريق مصفاة بانياس", "95 عاملا أصيبوا في حريق مصفاة بانياس")): "conflict",
}
"""What the claims of OUTLETS are to one another."""


@pytest.fixture
def run(one_of_each_model: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """`run(...)` runs a command in a folder with the articles of two events."""
    monkeypatch.setattr(commands, "load_pair_reader", lambda path: SaidReader("other", "number", CLASHES))
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{name},{name[0].upper()},{day}\n" for name, (day, _) in OUTLETS.items())
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "sources.csv").write_text(f"file,source,date\n{rows}", "utf-8")
    for name, (_, text) in OUTLETS.items():
        (tmp_path / "news" / name).write_text(text, "utf-8")
    return lambda *arguments: main([str(a) for a in arguments])


def reported(analysis: Analysis) -> list[str]:
    return [record["id"] for record in pair_records(analysis)]


def rows(name: str = "default") -> list[dict]:
    return [json.loads(line) for line in Path(f"reports/{name}.jsonl").read_text("utf-8").splitlines()]


# --- what is new


def test_since_keeps_the_disputes_with_an_article_of_that_day_or_later(analysis: Analysis) -> None:
    assert reported(since(analysis, date(2024, 12, 1))) == ["p0", "p1", "p2"], "no article of p3 has a date"
    assert reported(since(analysis, date(2024, 12, 3))) == ["p2"]
    assert reported(since(analysis, date(2024, 12, 4))) == []


def test_an_article_without_a_date_is_of_no_day(analysis: Analysis) -> None:
    undated = replace(analysis, claims=analysis.claims.assign(published=""))
    assert reported(since(undated, date(1900, 1, 1))) == []


def test_what_was_reported_is_not_new_and_the_rest_is(analysis: Analysis, tmp_path: Path) -> None:
    assert reported(unreported(analysis, tmp_path)) == ["p0", "p1", "p2", "p3"]
    remember(since(analysis, date(2024, 12, 3)), tmp_path)
    assert reported(unreported(analysis, tmp_path)) == ["p0", "p1", "p3"]
    remember(unreported(analysis, tmp_path), tmp_path)
    assert reported(unreported(analysis, tmp_path)) == []
    renamed = replace(analysis, verdicts=analysis.verdicts.assign(id=["n0", "n1", "p2", "p3"]))
    assert reported(unreported(renamed, tmp_path, {"p0": "n0", "other": "n1"})) == ["n0", "n1"], "a dispute comes whole"
    assert reported(unreported(renamed, tmp_path, {"p0": "n0", "p1": "n1"})) == []


def test_a_dispute_with_one_new_pair_is_shown_whole(analysis: Analysis, tmp_path: Path) -> None:
    remember(replace(analysis, verdicts=analysis.verdicts.iloc[[0]]), tmp_path)
    assert reported(unreported(analysis, tmp_path))[:2] == ["p0", "p1"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pairs": 5}', "[" * 100_000])
def test_a_damaged_list_of_what_was_reported_says_the_way_out(analysis: Analysis, tmp_path: Path, text: str) -> None:
    (tmp_path / "reported.json").write_text(text)
    with pytest.raises(IndexStoreError, match="remove it"):
        unreported(analysis, tmp_path)


# --- the command


def test_a_scheduled_report_gives_each_dispute_once(run: Callable[..., int], capsys: pytest.CaptureFixture) -> None:
    scheduled = ("report", "--only", "new", "--quiet", "--format", "jsonl")
    assert run(*scheduled, "news/a.txt", "news/b.txt") == 0
    first = rows()
    assert first and {row["a"]["published"] for row in first} == {"2024-12-01"}
    assert run(*scheduled, "news") == 0
    second = rows()
    assert second and {row["a"]["published"] for row in second} == {"2024-12-02"}
    assert run(*scheduled, "news") == 0
    assert rows() == [], "the file of yesterday does not stay"
    assert capsys.readouterr() == ("", "")


def test_a_report_of_everything_does_not_count_as_a_report_of_what_is_new(run: Callable[..., int]) -> None:
    run("report", "news", "--format", "jsonl")
    everything = rows()
    run("report", "--only", "new", "--format", "jsonl")
    assert rows() == everything


def test_a_report_since_a_day_leaves_out_what_was_before(run: Callable[..., int]) -> None:
    run("report", "news", "--since", "2024-12-02", "--format", "jsonl")
    assert {row["a"]["published"] for row in rows()} == {"2024-12-02"}


def test_nothing_new_is_said_and_is_no_failure(run: Callable[..., int], capsys: pytest.CaptureFixture) -> None:
    assert run("report", "news", "--only", "new") == 0
    assert "826" in capsys.readouterr().out
    assert run("report", "--only", "new") == 0
    out, err = capsys.readouterr()
    assert out == "" and "nothing new" in err


def test_a_quiet_run_still_tells_what_was_left_out(run: Callable[..., int], capsys: pytest.CaptureFixture) -> None:
    Path("news/e.txt").write_text("")
    assert run("report", "news", "--only", "new", "--quiet", "--format", "jsonl") == 1
    assert capsys.readouterr() == ("", "left out: news/e.txt: empty\n")


def test_a_log_for_programs_is_an_object_a_line(run: Callable[..., int], capsys: pytest.CaptureFixture) -> None:
    Path("news/e\u2028.txt").write_text("")
    assert run("report", "news", "--log", "json", "--format", "jsonl") == 1
    lines = [json.loads(line) for line in capsys.readouterr().err.split("\n") if line]
    assert all({"time", "level", "message"} <= set(line) for line in lines)
    left_out = next(line for line in lines if line["level"] == "warning")
    assert (left_out["input"], left_out["reason"]) == ("news/e\u2028.txt", "empty")
    assert next(line for line in lines if "embedded" in line)["new"] == 4
    assert any(line.get("path") == "reports/default.jsonl" for line in lines)
    assert run("report", "--log", "json", "--index", "nowhere") == 2
    assert json.loads(capsys.readouterr().err)["level"] == "error"


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "12/01/2024"])
def test_a_day_that_is_none_is_refused(run: Callable[..., int], day: str) -> None:
    with pytest.raises(SystemExit) as stop:
        run("report", "--since", day)
    assert stop.value.code == 2
