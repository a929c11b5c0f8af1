"""The files of languages fit their schema, and the schema is what the code reads."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError, LanguageFileError
from factcheck.facts.periods import GREGORIAN, MONTHS
from factcheck.facts.times import KEYS
from factcheck.text import language_files
from factcheck.text.language_files import ANY, COMMON, LANGUAGE, NUMBER, OF_ALL, read_language_file
from tests.paths import ROOT

PACKAGE = ROOT / "factcheck"
FILES = sorted(path.stem for path in (PACKAGE / "languages").glob("*.toml"))
ASKING = {"cue", "words", "normal_words", "find"}  # functions that are asked for a section and a key


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(language_files, "FOLDER", tmp_path)
    read_language_file.cache_clear()
    yield tmp_path
    read_language_file.cache_clear()


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_shipped_fits_its_schema(name: str) -> None:
    read_language_file.cache_clear()
    assert read_language_file(name)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xx", '[numbers]\npercnt = ["%"]', r"xx\.toml: no key \[numbers\] percnt is read; is percent meant\?"),
        ("xx", '[numbres]\npercent = ["%"]', r"xx\.toml: no section \[numbres\] is read; is numbers meant\?"),
        ("xx", 'ordre = "verb-first"', r"xx\.toml: no key ordre is read; is order meant\?"),
        ("xx", 'order = "verb-firts"', r"xx\.toml: order has to be verb-first, verb-second, "),
        ("xx", '[numbers]\npercent = "%"', r"xx\.toml: \[numbers\] percent has to be a list of texts"),
        ("xx", "[roles]\nchild = [1]", r"xx\.toml: \[roles\] child has to be a list of texts"),
        ("xx", "[habits]\nmixed = 1", r"xx\.toml: \[habits\] mixed has to be true or false"),
        ("xx", '[numerals]\none = ["one"]', r"xx\.toml: no key \[numerals\] one is read"),
        ("xx", '[numbers]\npercent = ["%"', r"xx\.toml is no TOML file: Unclosed array"),
        ("common", 'alike = [["capture", "advance"]]', r"common\.toml: no key alike is read"),
        ("common", "[conversions]\nmm = [0.001]", r"common\.toml: \[conversions\] mm has to be a unit and a number"),
        ("names", "[de]\nname = 1", r"names\.toml: no section \[de\] is read"),
        ("names", "de = 1", r"names\.toml: de has to be a text"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_file_section_and_key(
    folder: Path, name: str, content: str, said: str
) -> None:
    (folder / f"{name}.toml").write_text(content, "utf-8")
    with pytest.raises(LanguageFileError, match=said) as caught:
        read_language_file(name)
    assert isinstance(caught.value, FactcheckError)


def test_a_language_that_has_no_file_has_no_content(folder: Path) -> None:
    assert read_language_file("xx") == {}


# --- what the code reads

Env = Mapping[str, frozenset[str]]
"""Name -> the texts that it can stand for."""


@cache
def trees() -> dict[Path, ast.Module]:
    return {p: ast.parse(p.read_text("utf-8")) for p in sorted(PACKAGE.rglob("*.py")) if p.stem != "language_files"}


def texts_of(node: ast.AST, env: Env) -> frozenset[str]:
    """The texts that an expression can be, as far as it is made of constants and of names that stand for such."""
    if isinstance(node, ast.Constant):
        return frozenset({node.value} if isinstance(node.value, str) else ())
    if isinstance(node, ast.Name):
        return env.get(node.id, frozenset())
    if isinstance(node, ast.JoinedStr):
        parts = [texts_of(v.value if isinstance(v, ast.FormattedValue) else v, env) for v in node.values]
        return frozenset(map("".join, product(*parts)))
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return frozenset().union(*(texts_of(part, env) for part in node.elts))
    if isinstance(node, ast.Starred):
        return texts_of(node.value, env)
    if isinstance(node, ast.Dict):
        return frozenset().union(*(texts_of(key, env) for key in node.keys if key))
    is_items = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items"
    return texts_of(node.func.value, env) if is_items else frozenset()


def named_in(tree: ast.Module) -> dict[str, frozenset[str]]:
    named = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    return {node.targets[0].id: texts_of(node.value, {}) for node in named}


def looped(node: ast.AST, env: Env) -> Env:
    """The names with those over which a loop or a comprehension goes."""
    loops = [node] if isinstance(node, ast.For) else getattr(node, "generators", [])
    found = dict(env)
    for loop in loops:
        target = loop.target.elts[0] if isinstance(loop.target, ast.Tuple) else loop.target
        if isinstance(target, ast.Name):
            found[target.id] = texts_of(loop.iter, env)
    return found


def calls(node: ast.AST, env: Env) -> Iterator[tuple[str, list[frozenset[str]]]]:
    """(function, the texts that each argument can be) of every call; `x.get(...)` and `x[...]` are calls of x."""
    env = looped(node, env)
    if isinstance(node, ast.Subscript):
        yield owner(node.value), [texts_of(node.slice, env)]
    elif isinstance(node, ast.Call):
        is_get = isinstance(node.func, ast.Attribute) and node.func.attr == "get"
        yield owner(node.func.value if is_get else node.func), [texts_of(arg, env) for arg in node.args]
        if is_get and isinstance(node.func.value, ast.Call):  # `lang.table("habits").get("mixed")`
            sections = [texts_of(arg, env) for arg in node.func.value.args[:1]]
            yield "get", [*sections, *(texts_of(arg, env) for arg in node.args)]
    for child in ast.iter_child_nodes(node):
        yield from calls(child, env)


def owner(node: ast.AST) -> str:
    return owner(node.func) if isinstance(node, ast.Call) else getattr(node, "attr", getattr(node, "id", ""))


@cache
def passing() -> dict[str, str]:
    """Function -> section, of the functions whose first argument is a key of that section."""
    found: dict[str, str] = {}
    functions = [f for tree in trees().values() for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)]
    for _ in range(2):  # `_found` passes its key to `_all`
        for function in functions:
            key = next((arg.arg for arg in function.args.args if arg.arg != "self"), "")
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                name, arguments = owner(call.func), [getattr(arg, "value", getattr(arg, "id", "")) for arg in call.args]
                if name in found and arguments[:1] == [key]:
                    found[function.name] = found[name]
                if name in ASKING and arguments[1:] == [key] and arguments[0] in LANGUAGE:
                    found[function.name] = arguments[0]
    return found


@cache
def keys_read() -> frozenset[tuple[str, str]]:
    """(section, key) of all that the code asks for by name."""
    everywhere: dict[str, frozenset[str]] = {}
    for tree in trees().values():
        everywhere |= named_in(tree)
    read: set[tuple[str, str]] = set()
    for function, arguments in (call for tree in trees().values() for call in calls(tree, everywhere)):
        if len(arguments) == 2:
            read.update(product(*arguments))
        if arguments and function in ("data", "common"):
            read.update(product([""], arguments[0]))
        elif arguments:
            read.update(product([passing().get(function, function)], arguments[0]))
    return frozenset(read)


@cache
def texts_in(folder: str) -> frozenset[str]:
    """The texts that stand in the code of a folder."""
    found = [tree for path, tree in trees().items() if path.is_relative_to(PACKAGE / folder)]
    constants = (node for tree in found for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in constants if isinstance(node.value, str))


# Keys that are not named where they are read: a section is gone through, and what stands there is told by the key.
GONE_THROUGH = {"months": set(MONTHS[GREGORIAN]), "time": set(KEYS), "sexes": {"male", "female"}, "words": {"common"}}


def is_read(section: str, key: str) -> bool:
    is_known = key in (ANY, NUMBER) and section in texts_in(".")
    return is_known or (section, key) in keys_read() or key in GONE_THROUGH.get(section, ())


@pytest.mark.parametrize("schema", [LANGUAGE, COMMON])
def test_every_key_of_the_schema_is_read_by_some_code(schema: language_files.Schema) -> None:
    assert [(section, key) for section, keys in schema.items() for key in keys if not is_read(section, key)] == []


@pytest.mark.parametrize(("section", "key"), [("numbers", "year_behind"), ("", "alike"), ("content", "that")])
def test_a_key_that_no_code_reads_is_found(section: str, key: str) -> None:
    assert not is_read(section, key)


def test_the_keys_of_times_are_those_that_are_read() -> None:
    assert set(LANGUAGE["time"]) == set(KEYS)


def test_every_key_that_some_language_fills_is_in_use_and_no_other_is_in_the_schema() -> None:
    filled = {
        (section, key)
        for name in set(FILES) - set(OF_ALL)
        for section, table in read_language_file(name).items()
        for key in (table if isinstance(table, dict) else ())
    }
    listed = {(section, key) for section, keys in LANGUAGE.items() if section for key in keys}
    assert {key for key in listed - filled if key[1] not in (ANY, NUMBER)} == set()
