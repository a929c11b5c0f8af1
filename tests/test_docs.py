"""The commands of the docs run as they are written."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.articles import metadata
from factcheck.cli.arguments import main, parser
from tests.paths import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXT = "\n".join(page.read_text("utf-8") for page in [*PAGES, ROOT / "README.md"])
_COMMAND = re.compile(r"^    (factcheck .*?)(?:  +#.*)?$", re.M)


@pytest.fixture
def run(one_of_each_model: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], int]:
    """`run("factcheck ...")` in a folder with `seeds/`, a table, and claims and pairs as JSON lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "news.csv").write_text("head,story,paper\nx,The army left the city of Hama.,p\n", "utf-8")
    a, b = {"text": "قتل 20 شخصا في حماة"}, {"text": "قتل 30 شخصا في حماة"}
    for name, line in {"claims": {"id": "1", **a}, "pairs": {"id": "1", "a": a, "b": b}}.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line), "utf-8")
    (tmp_path / "labelled.jsonl").write_text(json.dumps({"a": a, "b": b, "relation": "conflict"}), "utf-8")
    return lambda line: main(shlex.split(line)[1:])


WITH_COMMANDS = [page for page in PAGES if _COMMAND.search(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda p: p.name)
def test_the_commands_of_a_page_run(page: Path, run: Callable[[str], int], capsys: pytest.CaptureFixture) -> None:
    for line in _COMMAND.findall(page.read_text("utf-8")):
        if "--fetch" not in line:  # asks a site: see test_fetch.py
            assert run(line) == 0, (line, capsys.readouterr().err)
        parser().parse_args(shlex.split(line)[1:])


def test_the_script_for_cron_is_a_command_that_is_understood() -> None:
    script = re.search(r"```sh\n(.*?)```", (ROOT / "docs" / "batch.md").read_text("utf-8"), re.S)
    assert script
    [line] = re.findall(r"^factcheck (.*)$", script.group(1).replace("\\\n", ""), re.M)
    args = parser().parse_args(shlex.split(line))
    assert args.fetch and args.only == "new" and args.format == ["html", "jsonl"]


def test_every_option_is_documented() -> None:
    commands_ = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for name, command in commands_.items():
        assert f"factcheck {name}" in TEXT
        for action in command._actions:
            options = [o for o in action.option_strings if o.startswith("--") and o != "--help"]
            assert all(option in TEXT for option in options), (name, options)


def test_every_column_name_is_documented() -> None:
    for field, names in metadata._NAMES.items():
        if field != "file":
            assert f"| {field} | {', '.join(names.split())} |" in TEXT
