"""The house: who may import whom, how long a module may be, and where its tests stand."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest

from tests.paths import PACKAGE, ROOT

FLOORS = [
    {"schema", "errors", "settings", "hashing", "log"},
    {"text", "models", "jsonl", "progress"},
    {"articles", "facts", "outputs"},
    {"claims", "speakers", "verdicts"},
    {"index"},
    {"analysis", "reviews"},
    {"ui", "corpus", "evaluation", "evaluation_reading"},
    {"cli", "app"},
    {"__main__"},
]
"""The rooms of each floor, the ground first: a module imports from its own floor and from those below."""
NEVER = {
    "schema": {room for floor in FLOORS for room in floor} - {"schema"},
    "models": {"articles", "claims", "facts", "verdicts", "outputs", "index", "analysis"},
    "facts": {"claims"},
    "verdicts": {"index"},
    "outputs": {"index", "models"},
}
LONGEST = 500  # lines
TESTED_ELSEWHERE = {
    "__main__": "one call; the tests of cli/ start it",
    "errors": "a tree of classes; who raises them tests them",
    "schema": "plain data",
    "settings": "plain data; cli/ tests what users give",
    "ui": "tests/ui runs the pages as one app, in a browser too; what is no page is in test_parts",
    "articles.metadata": "test_tables, test_files and test_article read it from columns, sidecars and texts",
    "corpus": "test_api, with the public names",
    "facts.periods": "the grammar of times; test_times reads with it",
    "cli.arguments": "test_commands gives every command its arguments",
    "evaluation_reading": "test_evaluation, with the other scores",
    "facts.fates": "test_nouns, with what is counted",
    "facts.read": "test_facts_in_languages reads everything through it",
    "jsonl": "cli/test_commands answers files of lines, test_evaluation reads them",
    "models.pair_network": "test_pair_reader runs it",
    "models.precision": "test_encoder and test_token_tagger run in it",
    "models.tagger_network": "test_token_tagger runs it",
    "text.datelines": "test_sentences",
    "text.stops": "test_sentences",
    "outputs.explained": "cli/test_commands prints it",
    "log": "test_progress, with what else a run says of itself",
    "models.e5": "test_encoder, with its package",
    "models.e5_package": "test_encoder",
}
"""Modules and rooms without a test module of their name, and why."""


@cache
def modules() -> dict[str, Path]:
    """Dotted name without the package's -> file; the name of a package for its `__init__`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found | {"app": ROOT / "app.py"}


@cache
def imports() -> frozenset[tuple[str, str]]:
    """(module, module it imports anywhere in its text) of the project; `factcheck` itself gives its version to all."""
    found = ((name, other) for name, path in modules().items() for other in _imported(path))
    return frozenset((name, other) for name, other in found if other and other != name)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (n for alias in node.names if (n := _own(alias.name)) is not None)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            whole = _own(node.module or "")
            if whole is not None:
                for alias in node.names:
                    part = f"{whole}.{alias.name}".lstrip(".")
                    yield part if part in modules() else whole


def _own(name: str) -> str | None:
    """A module's name without the package's; None where it is no module of the package."""
    return name.removeprefix(PACKAGE.name).lstrip(".") if name.split(".")[0] == PACKAGE.name else None


def room(module: str) -> str:
    return module.partition(".")[0]


def floor(module: str) -> int:
    """The floor of a module; of `factcheck` itself, which gives the public names, that of `corpus`."""
    return next(i for i, rooms in enumerate(FLOORS) if (room(module) or "corpus") in rooms)


def told(faults: set[tuple[str, str]]) -> set[str]:
    return {f"{module} imports {other}" for module, other in faults}


def test_every_module_has_its_floor() -> None:
    for module in modules():
        assert floor(module) >= 0, module


def test_nothing_is_imported_from_above() -> None:
    assert told({(a, b) for a, b in imports() if floor(b) > floor(a)}) == set()


def test_no_room_imports_what_it_is_not_to_know() -> None:
    assert told({(a, b) for a, b in imports() if room(b) in NEVER.get(room(a), ())}) == set()


@pytest.mark.parametrize("level", ["modules", "rooms"])
def test_there_is_no_circle(level: str) -> None:
    pairs = imports() if level == "modules" else {(room(a), room(b)) for a, b in imports() if room(a) != room(b)}
    circles = networkx.strongly_connected_components(networkx.DiGraph(list(pairs)))
    assert {" ".join(sorted(circle)) for circle in circles if len(circle) > 1} == set()


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {name for name, path in modules().items() if len(path.read_text("utf-8").splitlines()) > LONGEST}
    assert long == set()


def test_no_module_has_the_name_of_one_of_the_standard_library() -> None:
    taken = {name for name in modules() if name.rpartition(".")[2] in sys.stdlib_module_names - {"__main__"}}
    assert taken == set()


def test_each_module_has_its_tests_at_the_same_place() -> None:
    missing = set()
    for name, path in modules().items():
        if path.name == "__init__.py" or {name, room(name)} & TESTED_ELSEWHERE.keys() or name == "app":
            continue
        *folders, last = name.split(".")
        if not ROOT.joinpath("tests", *folders, f"test_{last}.py").is_file():
            missing.add(name)
    assert missing == set()


def test_each_test_module_of_a_room_is_named_after_a_module_of_it() -> None:
    of_many = {"articles.round_trip", "facts.facts_in_languages", "index.faults", "ui.app", "ui.browser", "ui.parts"}
    rooms = {room(name) for name, path in modules().items() if path.name == "__init__.py"}
    found = {
        f"{path.parent.name}.{path.stem.removeprefix('test_')}"
        for path in ROOT.glob("tests/*/test_*.py")
        if path.parent.name in rooms
    }
    assert found - of_many <= set(modules())
