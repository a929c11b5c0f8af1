"""How far a run is, for the programs that read its log."""

import json
from collections.abc import Iterator

import pytest

from factcheck import log, progress


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN_LINES", 0)
    yield
    log.set_up()


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_run_for_programs_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("json")
    assert list(progress.track(["a", "b"], "reading, 50 a step")) == ["a", "b"]
    lines = told(capsys)
    assert [(line["step"], line["done"], line["total"]) for line in lines] == [("reading", 0, 2), ("reading", 1, 2)]
    assert [line["seconds_left"] for line in lines] == [None, 0]
    assert lines[1]["message"] == "reading: 1 of 2, 0 s left" and lines[1]["level"] == "info"


def test_the_time_left_follows_from_the_rate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log.set_up("json")
    seconds = iter([100, 100, 103, 106, 112])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(seconds))
    assert len(list(progress.track("abcd", "reading"))) == 4
    assert [line["seconds_left"] for line in told(capsys)] == [None, 9, 6, 4]


@pytest.mark.parametrize(("style", "quiet"), [("json", True), ("text", False)])
def test_a_quiet_run_and_one_for_people_write_no_such_lines(
    style: str, quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up(style, quiet)
    assert list(progress.track(iter("ab"), "reading")) == ["a", "b"]
    assert capsys.readouterr().err == ""
