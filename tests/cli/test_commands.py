"""The command line as its contract says: commands, files, exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factcheck.cli import commands
from factcheck.cli.arguments import main
from factcheck.models.encoder import Encoder
from tests.paths import SEEDS

A = "مقتل 826 شخصا في معارك مدينة حماة"
B = "مقتل 300 شخص في معارك مدينة حماة"
CLAIM = {"article", "source", "published", "speaker", "stance", "text", "start", "end", "lang"}


@pytest.fixture
def run(one_of_each_model: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """`run("report", ...)` runs a command in an empty folder and gives its exit status."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: main([str(a) for a in arguments])


@pytest.fixture(scope="module")
def seeds_index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from factcheck.articles import read_articles
    from factcheck.index.index import Index

    folder = tmp_path_factory.mktemp("indexes") / "seeds"
    Index.create(folder).update(read_articles([SEEDS], 5_000_000)[0], encoder)
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").splitlines()]


def write(path: Path, *rows: Any) -> Path:
    path.write_text(
        "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in rows), "utf-8"
    )
    return path


# --- help


def test_help_names_every_command_and_imports_no_model() -> None:
    code = (
        "import sys; from factcheck.cli.arguments import parser; print(parser().format_help()); "
        "heavy = {'torch', 'faiss', 'pandas', 'sentence_transformers', 'streamlit'} & set(sys.modules); "
        "sys.exit(1 if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0
    for command in ("index", "report", "check", "compare", "claims", "inspect", "evaluate", "app"):
        assert f"\n    {command} " in done.stdout


def test_a_command_that_is_none_is_refused() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["prove"])
    assert stop.value.code == 2


# --- index and report


def test_a_report_of_the_seeds_meets_its_contract(run: Callable[..., int], tmp_path: Path) -> None:
    assert run("report", SEEDS, "--format", "html,md,csv,jsonl", "--output", "out", "--index", "ix/seeds") == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {f"seeds.{f}" for f in ("html", "md", "csv", "jsonl")}
    rows = lines(tmp_path / "out" / "seeds.jsonl")
    assert rows
    for row in rows:
        assert set(row) == {"id", "relation", "kind", "confidence", "dispute", "topic", "reasons", "a", "b"}
        for side in (row["a"], row["b"]):
            assert set(side) == CLAIM
            text = Path(side["article"]).read_bytes().decode("utf-8")
            assert text[side["start"] : side["end"]] == side["text"]


def test_the_disputes_of_the_seeds_are_found_with_their_sides(run: Callable[..., int], seeds_index: Path) -> None:
    run("report", "--format", "jsonl", "--output", "out", "--index", seeds_index)
    rows = lines(Path("out/seeds.jsonl"))
    texts = [{row["a"]["text"], row["b"]["text"]} for row in rows if row["relation"] == "conflict"]
    for one, other in (
        ("الأسد ترك وحده إلى حد ما", "بلاده دفعت بمزيد من المستشارين العسكريين"),
        ("قوات النظام تهرب من المدينة", "قواتها لم تنسحب من المدينة"),
    ):
        assert any(any(one in t for t in pair) and any(other in t for t in pair) for pair in texts)


def test_the_articles_in_any_order_give_the_same_report(run: Callable[..., int]) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    for name, order in (("there", files), ("back", files[::-1])):
        run("report", *order, "--format", "jsonl", "--output", name, "--index", f"{name}/same")
    one_by_one = files[2:] + files[:2]
    for file in one_by_one:
        run("index", file, "--index", "single/same")
    run("report", "--format", "jsonl", "--output", "single", "--index", "single/same")
    there, back, single = (Path(name, "same.jsonl").read_bytes() for name in ("there", "back", "single"))
    assert there == back == single


def test_an_unreadable_file_is_named_and_the_rest_goes_through(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"{A}.\n", "utf-8")
    (tmp_path / "news" / "b.txt").write_bytes(b"")
    assert run("index", "news") == 1
    assert "b.txt: empty" in capsys.readouterr().err
    assert Path("indexes/default/factcheck.sqlite").is_file()


def test_nothing_to_read_is_one_clear_line(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", "nowhere") == 2
    error = capsys.readouterr().err
    assert "nothing to read in nowhere" in error
    assert "Traceback" not in error


def test_a_report_without_an_index_says_how_to_build_one(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report") == 2
    assert "factcheck index PATH" in capsys.readouterr().err


def test_a_rebuild_gives_the_same_report(run: Callable[..., int]) -> None:
    run("report", SEEDS, "--format", "jsonl", "--output", "before", "--index", "ix")
    assert run("index", "--rebuild", "--index", "ix") == 0
    run("report", "--format", "jsonl", "--output", "after", "--index", "ix")
    assert Path("before/ix.jsonl").read_bytes() == Path("after/ix.jsonl").read_bytes()


# --- check


def test_a_check_gives_evidence_best_first(
    run: Callable[..., int], seeds_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "إيران أرسلت المزيد من المستشارين إلى سوريا", "--index", seeds_index, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"claim", "evidence"}
    assert found["evidence"]
    confidences = [item["confidence"] for item in found["evidence"]]
    assert confidences == sorted(confidences, reverse=True)
    for item in found["evidence"]:
        assert set(item) == {"relation", "kind", "confidence", "reasons", "claim"}
        assert set(item["claim"]) == CLAIM


def test_a_file_of_claims_is_answered_in_order(run: Callable[..., int], seeds_index: Path) -> None:
    source = write(Path("claims.jsonl"), {"id": "x", "text": A}, {"id": "y"}, {"id": 3, "text": "It rained in Oslo."})
    assert run("check", "--claims", source, "--output", "out.jsonl", "--index", seeds_index) == 1
    rows = lines(Path("out.jsonl"))
    assert [row["id"] for row in rows] == ["x", "y", 3]
    assert "error" in rows[1]
    assert {item["relation"] for item in rows[2]["evidence"]} == {"neutral"}


# --- compare


def test_two_texts_are_compared(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", A, B, "--json") == 0
    verdict = json.loads(capsys.readouterr().out)
    assert set(verdict) == {"relation", "kind", "confidence", "reasons"}
    assert (verdict["relation"], verdict["kind"]) == ("conflict", "number")


@pytest.mark.parametrize("texts", [(), ("one",), ("one", "two", "three")])
def test_other_than_two_texts_are_refused(run: Callable[..., int], texts: tuple[str, ...]) -> None:
    assert run("compare", *texts) == 2


BAD = [
    "nonsense",
    "[1]",
    '"text"',
    {"id": "no b", "a": {"text": A}},
    {"id": "empty", "a": {"text": ""}, "b": {"text": B}},
    {"id": "number", "a": {"text": 5}, "b": {"text": B}},
    {"id": "date", "a": {"text": A, "published": "yesterday"}, "b": {"text": B}},
    "[" * 100_000,
    '{"id": "half a character \\ud800", "a": {"text": "x"}, "b": {"text": "y"}}',
    '{"id": "half a text", "a": {"text": "x \\ud800"}, "b": {"text": "y"}}',
    {"id": "not a number", "a": {"text": A, "speaker": float("nan")}, "b": {"text": B}},
]


def test_a_bad_line_of_pairs_has_its_error_in_its_place_and_the_rest_is_done(run: Callable[..., int]) -> None:
    good = {"id": "good", "a": {"text": A, "source": "x"}, "b": {"text": B, "published": "2024-12-01T10:00:00+03:00"}}
    source = write(Path("pairs.jsonl"), good, *BAD, good)
    assert run("compare", "--pairs", source, "--output", "out.jsonl") == 1
    rows = lines(Path("out.jsonl"))
    assert len(rows) == len(BAD) + 2
    for row in rows[1:-1]:
        assert set(row) == {"id", "error"}
    for row in (rows[0], rows[-1]):
        assert set(row) == {"id", "relation", "kind", "confidence", "reasons"}
        assert row["relation"] == "conflict"


def test_a_file_of_good_pairs_ends_with_status_0(run: Callable[..., int]) -> None:
    source = write(Path("pairs.jsonl"), {"id": 1, "a": {"text": A, "source": None}, "b": {"text": B}})
    assert run("compare", "--pairs", source, "--output", "out.jsonl") == 0


def test_a_date_in_any_form_of_the_standard_is_read(run: Callable[..., int]) -> None:
    forms = ["2024-12-01", "20241201", "20241201T100000", "2024-12-01 10:00", "2024-12-01T10:00:00Z"]
    rows = [{"id": f, "a": {"text": A, "published": f}, "b": {"text": B, "published": "2024-12-05"}} for f in forms]
    assert run("compare", "--pairs", write(Path("pairs.jsonl"), *rows), "--output", "out.jsonl") == 0
    assert {row["relation"] for row in lines(Path("out.jsonl"))} == {"update"}


def test_a_missing_file_of_pairs_is_one_clear_line(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "--pairs", "nowhere.jsonl", "--output", "out.jsonl") == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_one_bad_line(run: Callable[..., int]) -> None:
    Path("pairs.jsonl").write_bytes(b'{"id": 1, "a": "\xff\xfe"}\n')
    assert run("compare", "--pairs", "pairs.jsonl", "--output", "out.jsonl") == 1
    assert "UTF-8" in lines(Path("out.jsonl"))[0]["error"]


def test_answers_never_overwrite_the_questions(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    source = write(Path("pairs.jsonl"), {"id": 1, "a": {"text": A}, "b": {"text": B}})
    before = source.read_bytes()
    Path("link.jsonl").symlink_to(source)
    for target in ("pairs.jsonl", "link.jsonl"):
        assert run("compare", "--pairs", source, "--output", target) == 2
        assert "another file" in capsys.readouterr().err
    assert source.read_bytes() == before


@pytest.mark.parametrize("target", ["folder", "no/such/out.jsonl"])
def test_answers_that_cannot_be_written_are_one_clear_line(
    run: Callable[..., int], target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    source = write(Path("pairs.jsonl"), {"id": 1, "a": {"text": A}, "b": {"text": B}})
    assert run("compare", "--pairs", source, "--output", target) == 2
    assert target in capsys.readouterr().err


def test_a_bad_line_is_named_by_its_place_in_the_file(run: Callable[..., int]) -> None:
    source = write(Path("pairs.jsonl"), "", "", "nonsense", {"id": 1, "a": {"text": A * 10_000}, "b": {"text": B}})
    assert run("compare", "--pairs", source, "--output", "out.jsonl") == 1
    errors = [row["error"] for row in lines(Path("out.jsonl"))]
    assert errors[0].startswith("line 3: not valid JSON") and errors[1] == "line 4: a is longer than 100,000 characters"


# --- claims, evaluate


def test_claims_are_printed_as_json_lines(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("claims", SEEDS / "003_4b67ee2f5edc62a9.txt", "--json") == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert all(set(row) == CLAIM for row in rows)
    assert any(row["speaker"] == "وزارة الدفاع السورية" for row in rows)


ITALIAN = "Il ministero ha detto che le truppe hanno lasciato la città di Aleppo.\n"


def test_what_a_language_without_cues_lacks_is_said_once(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "; not on Italian (2 claims), where number words are not read either\n"
    (tmp_path / "news").mkdir()
    for name in ("a", "b"):
        (tmp_path / "news" / f"{name}.txt").write_text(f"{name.upper()}. {ITALIAN}", "utf-8")
    for command in ("claims", "index", "report"):
        assert run(command, "news") == 0
        assert capsys.readouterr().err.count(note) == 1, command
    assert run("claims", SEEDS) == 0
    assert "reading was measured on" not in capsys.readouterr().err


def test_escape_sequences_of_an_article_do_not_reach_the_terminal(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evil.txt").write_text("The army \x1b[2J\x1b]0;owned\x07left the city of Hama.\n", "utf-8")
    run("claims", "evil.txt")
    assert "\x1b" not in capsys.readouterr().out


def test_a_reason_that_quotes_an_article_stays_on_its_line() -> None:
    claim = {"speaker": "", "source": "", "published": "", "article": "a.txt", "text": "The army left"}
    reasons = ["it clashes with “It\nstayed\x1b[2J”, which says the same"]
    evidence = {"relation": "conflict", "kind": "denial", "confidence": 0.5, "reasons": reasons, "claim": claim}
    text = commands._evidence_text({"evidence": [evidence]})
    assert "\x1b" not in text and len(text.splitlines()) == 3


def test_marked_pairs_of_the_seeds_are_scored(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    name = "003_4b67ee2f5edc62a9.txt"
    text = (SEEDS / name).read_text("utf-8")

    def quote(words: str) -> dict[str, Any]:
        return {"article": name, "start": text.index(words), "end": text.index(words) + len(words)}

    flee, stay = quote("أن قوات النظام تهرب من المدينة"), quote("أن قواتها لم تنسحب من المدينة")
    title = {"article": name, "start": 0, "end": 20}
    gold = write(
        Path("gold.jsonl"),
        {"id": "found", "relation": "conflict", "a": flee, "b": stay},
        {"id": "missed", "relation": "conflict", "a": flee, "b": title},
        {"id": "alarm", "relation": "neutral", "a": flee, "b": stay},
    )
    assert run("evaluate", "seeds", gold, "--articles", SEEDS, "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert {row["id"]: row["met"] for row in scores["rows"]} == {"found": True, "missed": False, "alarm": False}
    assert (scores["n"], scores["met"]) == (3, 1)


def test_labelled_pairs_are_scored(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    gold = write(
        Path("pairs.jsonl"),
        {"premise": A, "hypothesis": B, "label": "conflict"},
        {"a": {"text": A}, "b": {"text": "خادم الحرمين\u2028يستقبل وزير الدفاع"}, "label": "different"},
    )
    assert run("evaluate", "pairs", gold, "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["n"] == 2
    assert scores["per_relation"]["conflict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    assert scores["confusion"]["neutral"] == {"neutral": 1}
    (found,) = scores["calibration"]["bins"]
    assert (found["n"], found["right"]) == (1, 1.0)
    assert scores["calibration"]["error"] == pytest.approx(1 - found["said"], abs=0.001)


def test_an_unknown_label_is_refused(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    gold = write(Path("pairs.jsonl"), {"premise": A, "hypothesis": B, "label": "maybe"})
    assert run("evaluate", "pairs", gold) == 2
    assert "maybe" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("pairs", {"premise": A, "label": "conflict"}),
        ("pairs", {"a": {"text": A}, "label": "conflict"}),
        ("pairs", {"a": {"text": A, "published": "soon"}, "b": {"text": B}, "label": "conflict"}),
        ("nli", {"premise": A, "label": "neutral"}),
        ("nli", {"premise": A, "hypothesis": 5, "label": "neutral"}),
        ("nli", {}),
        ("seeds", {"relation": "conflict", "a": {"article": "x", "start": 0}}),
        ("seeds", {"article": "gone.txt", "start": 0, "end": 5}),
    ],
)
def test_a_labelled_line_that_is_none_is_one_clear_line(
    run: Callable[..., int], what: str, line: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("news").mkdir()
    Path("news/a.txt").write_text(f"{A}.", "utf-8")
    gold = write(Path("gold.jsonl"), line)
    assert run("evaluate", what, gold, "--articles", "news") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_pair_reader_is_scored_and_other_labels_are_reported(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"premise": "troops left the town", "hypothesis": "troops stayed"}
    gold = write(Path("nli.jsonl"), {**row, "label": "contradiction"}, {**row, "label": "not_entailment"})
    assert run("evaluate", "nli", gold, "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert set(scores) >= {"n", "accuracy", "macro_f1", "per_label", "pairs_per_second"}
    assert scores["n"] == 1
    assert scores["left_out"] == {"not_entailment": 1}


def test_a_pair_reader_that_is_none_is_one_clear_line(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compare", A, B, "--pair-reader", "nowhere") == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "--pair-reader" in error


def test_the_installed_command_answers_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "factcheck", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("factcheck ")


# --- a program among others


def program(*arguments: str, folder: Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
    """`factcheck ...` as a process of its own, without a model."""
    root = {"PYTHONPATH": str(SEEDS.parent)}
    environment = {**os.environ, **root, **how.pop("env", {})}
    command = [sys.executable, "-m", "factcheck", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, timeout=120, **how)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with an article of more claims than a pipe holds."""
    text = "\n\n".join(f"قالت الوزارة إن {n} جنديا قتلوا في معارك مدينة حماة." for n in range(1500))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "short.txt").write_text(f"{A}.", "utf-8")
    return tmp_path


def test_whoever_reads_no_further_ends_a_command_without_an_error(news: Path) -> None:
    command = [sys.executable, "-m", "factcheck", "claims", "a.txt"]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    with subprocess.Popen(command, cwd=news, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as one:
        assert one.stdout and one.stderr
        one.stdout.readline()
        one.stdout.close()
        assert one.stderr.read() == b""
    assert one.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_is_one_clear_line(news: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = program("claims", "short.txt", folder=news, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.startswith(b"factcheck: ") and done.stderr.count(b"\n") == 1


def test_output_is_utf8_whatever_the_system_speaks(news: Path) -> None:
    how = {"env": {"PYTHONIOENCODING": "ascii"}, "capture_output": True}
    done = program("claims", "short.txt", "--json", folder=news, **how)
    assert done.returncode == 0 and A in json.loads(done.stdout.decode("utf-8"))["text"]


def test_a_damaged_file_says_no_more_than_its_line_of_the_log(news: Path) -> None:
    pytest.importorskip("pypdf")
    (news / "b.pdf").write_bytes(b"%PDF-9\nnothing")
    (news / "line\nend.txt").write_text("", "utf-8")
    done = program("claims", "short.txt", "b.pdf", "line\nend.txt", folder=news, capture_output=True)
    assert done.returncode == 1
    assert [line.split(b":")[1] for line in done.stderr.splitlines()] == [b" b.pdf", b" line end.txt"]
