"""JSON lines, CSV and Parquet, read back by other programs."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from factcheck.outputs.graph import write_graphml
from factcheck.outputs.records import FLAT_FIELDS, RECORD_VERSION, pair_records
from factcheck.outputs.tables import write_csv, write_jsonl, write_parquet
from factcheck.schema import Analysis
from tests.outputs.conftest import with_texts
from tests.paths import ROOT


def test_a_spreadsheet_read_back_is_equal(analysis: Analysis, rows: list[dict], tmp_path: Path) -> None:
    write_csv(analysis, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "Excel tells UTF-8 by it"
    table = pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig", keep_default_na=False)
    expected = [{**row, "reasons": "; ".join(row["reasons"])} for row in rows]
    filled = [{name: "" if value is None else value for name, value in row.items()} for row in expected]
    pd.testing.assert_frame_equal(table, pd.DataFrame(filled), check_dtype=False)


@pytest.mark.parametrize("text", ["سطر\r\nوآخر", 'قال "نعم", ثم; لا', "a\tb", " =1", "'=1"])
def test_a_cell_of_any_text_is_read_back_equal(analysis: Analysis, tmp_path: Path, text: str) -> None:
    write_csv(replace(analysis, claims=analysis.claims.assign(text=text)), tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig", keep_default_na=False)
    assert set(table["a_text"]) == {text}


@pytest.mark.parametrize("text", ["＝1+1", "＋1", "－1", "＠SUM(A1)", "\n=1"])
def test_no_cell_runs_as_a_formula_in_other_scripts(analysis: Analysis, tmp_path: Path, text: str) -> None:
    write_csv(replace(analysis, claims=analysis.claims.assign(text=text)), tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig", keep_default_na=False)
    assert set(table["a_text"]) == {f"'{text}"}


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice: apt install libreoffice-calc")
@pytest.mark.parametrize("text", ["", "=1+1", '=HYPERLINK("https://x.example","x")', 'سطر "أ"\nو826,5', "٨٢٦"])
def test_a_spreadsheet_program_reads_what_pandas_reads(analysis: Analysis, tmp_path: Path, text: str) -> None:
    given = replace(analysis, claims=analysis.claims.assign(text=text)) if text else analysis
    write_csv(given, tmp_path / "a.csv")
    utf8 = "44,34,76,1"  # commas, quotes, UTF-8, from the first line
    options = [
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        f"--infilter=CSV:{utf8}",
        *("--convert-to", f"csv:Text - txt - csv (StarCalc):{utf8}"),
        *("--outdir", str(tmp_path / "out")),
    ]
    subprocess.run(["soffice", *options, str(tmp_path / "a.csv")], check=True, capture_output=True, timeout=120)
    ours, theirs = (
        pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, dtype=str)
        for path in (tmp_path / "a.csv", tmp_path / "out" / "a.csv")
    )
    for table in (ours, theirs):  # a date is a date to a spreadsheet, written with its seconds
        for name in ("a_published", "b_published"):
            table[name] = pd.to_datetime(table[name], format="ISO8601")
    pd.testing.assert_frame_equal(ours, theirs)


def test_a_parquet_file_read_back_is_equal_and_names_its_version(
    analysis: Analysis, rows: list[dict], tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(analysis, tmp_path / "a.parquet")
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.to_pylist() == rows
    assert table.schema.metadata[b"factcheck_record_version"] == str(RECORD_VERSION).encode()
    assert str(table.schema.field("a_start").type) == "int64"


def test_a_parquet_file_without_rows_has_the_same_columns(analysis: Analysis, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    empty = replace(analysis, verdicts=analysis.verdicts.iloc[:0], disputes=[])
    for name, each in (("a", analysis), ("b", empty)):
        write_parquet(each, tmp_path / name)
    assert parquet.read_schema(tmp_path / "a") == parquet.read_schema(tmp_path / "b")


@pytest.mark.parametrize("write", [write_csv, write_parquet, write_graphml, write_jsonl])
def test_the_same_analysis_gives_the_same_bytes(
    analysis: Analysis, tmp_path: Path, write: Callable[[Analysis, Path], None]
) -> None:
    write(analysis, tmp_path / "a")
    write(analysis, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_every_field_of_a_record_is_documented_with_its_version() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert f"Record version: {RECORD_VERSION}" in text
    documented = set(re.findall(r"^\| `([\w.]+)` \|", text, re.M))
    assert {name.removeprefix("a_").removeprefix("b_") for name in FLAT_FIELDS} <= documented


def test_json_lines_are_one_object_a_line_for_any_reader(analysis: Analysis, written: Callable[..., str]) -> None:
    split = with_texts(analysis, speaker="a\u2028b\u0085c\nd")
    lines = written(write_jsonl, split).splitlines()
    assert [json.loads(line) for line in lines] == list(pair_records(split))
    assert "الجزيرة" in lines[0]


def test_a_spreadsheet_gets_arabic_and_every_pair(analysis: Analysis, written: Callable[..., str]) -> None:
    text = written(write_csv)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["p0", "p1", "p2", "p3"]
    assert rows[0]["a_text"] == "826 جنديا قتلوا في المدينة"
    assert (rows[0]["b_source"], rows[0]["a_start"]) == ("", "16")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_cell_runs_as_a_formula(analysis: Analysis, tmp_path: Path, cell: str) -> None:
    write_csv(with_texts(analysis, text=cell, speaker=cell, source=cell, location=cell), tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("a_text", "b_text", "a_speaker", "a_source", "b_article"):
        assert rows[0][name] == "'" + cell
