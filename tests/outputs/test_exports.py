"""What programs and spreadsheets get: one record shape behind all formats."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec_schemaorg.models as vocabulary
import networkx
import pandas as pd
import pytest

from factcheck.errors import InputError
from factcheck.outputs.claimreview import claim_reviews, write_claim_reviews
from factcheck.outputs.graph import write_graphml
from factcheck.outputs.records import FLAT_FIELDS, RECORD_VERSION, flat, pair_records
from factcheck.outputs.tables import write_csv, write_jsonl, write_parquet
from factcheck.schema import Analysis
from tests.paths import ROOT

EVIL = 'a\x00\x0b\ud7ff\ufffe\U0001f600 "b" <script>&amp;\u2028\r\nمرحبا'


@pytest.fixture
def rows(analysis: Analysis) -> list[dict]:
    return [flat(record) for record in pair_records(analysis)]


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


def test_a_graph_has_who_says_what_and_on_which_side(analysis: Analysis, tmp_path: Path) -> None:
    write_graphml(analysis, tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    kinds = [data["type"] for _, data in graph.nodes(data=True)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"source": 2, "claim": 4, "dispute": 3}
    said = next(name for name, data in graph.nodes(data=True) if data.get("text") == analysis.claims["text"][0])
    assert graph["source الجزيرة"][said]["type"] == "says"
    assert graph[said]["dispute d0"]["type"] == "side a"
    assert graph.nodes["dispute d0"]["confidence"] == 0.8
    others = [n for n, data in graph.nodes(data=True) if data.get("text") in set(analysis.claims["text"][1:3])]
    assert [graph[n]["dispute d0"]["type"] for n in others] == ["side b", "side b"]


def test_no_text_breaks_a_graph(analysis: Analysis, tmp_path: Path) -> None:
    columns = dict.fromkeys(("text", "speaker", "source", "location"), EVIL)
    write_graphml(replace(analysis, claims=analysis.claims.assign(**columns)), tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    texts = {data["text"] for _, data in graph.nodes(data=True) if "text" in data}
    assert len(texts) == 1 and "<script>&amp;" in texts.pop()


@pytest.mark.parametrize("write", [write_csv, write_parquet, write_graphml, write_jsonl])
def test_the_same_analysis_gives_the_same_bytes(
    analysis: Analysis, tmp_path: Path, write: Callable[[Analysis, Path], None]
) -> None:
    write(analysis, tmp_path / "a")
    write(analysis, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# --- ClaimReview


@pytest.fixture
def reviewed(rows: list[dict]) -> pd.DataFrame:
    known = {"decision": "conflict", "reviewed": "2024-12-06", "note": "القتلى غير المفقودين"}
    return pd.DataFrame(rows).assign(**known)


def test_a_reviewed_pair_gives_a_claim_review_of_each_side(reviewed: pd.DataFrame) -> None:
    reviews = list(claim_reviews(reviewed, "دار التحقق", "https://check.example/reviews"))
    assert len(reviews) == 2 * len(reviewed)
    update = next(r for r in reviews if "900" in r["claimReviewed"])
    assert (update["@context"], update["@type"]) == ("https://schema.org", "ClaimReview")
    assert update["author"] == {"@type": "Organization", "name": "دار التحقق"}
    assert update["itemReviewed"]["author"]["name"] == "CNN"
    assert update["itemReviewed"]["appearance"]["url"] == "https://example.org/a3?x=1&y=2"
    assert update["reviewRating"] == {"@type": "Rating", "alternateName": "In conflict with الجزيرة"}
    assert (update["reviewBody"], update["datePublished"]) == ("القتلى غير المفقودين", "2024-12-06")
    assert update["url"].startswith("https://check.example/reviews#")
    assert len({r["url"] for r in reviews}) == len(reviews)


def test_claim_reviews_keep_to_the_published_vocabulary(reviewed: pd.DataFrame) -> None:
    named = reviewed.assign(a_speaker="متحدث باسم الجيش", b_speaker="")
    for review in claim_reviews(named, "Desk", "https://check.example/reviews"):
        assert list(_outside_of_the_vocabulary(review)) == []
    wrong = {"@type": "ClaimReview", "verdict": "x", "reviewRating": {"@type": "Person", "name": "x"}}
    assert set(_outside_of_the_vocabulary(wrong)) == {"ClaimReview.verdict", "ClaimReview.reviewRating: Person"}


def _outside_of_the_vocabulary(node: dict[str, Any]) -> Iterator[str]:
    """What schema.org has no such property for, or not with a value of that type."""
    ancestors = getattr(vocabulary, node["@type"]).__mro__
    properties = {name: types for kind in ancestors[:-2] for name, types in kind.__annotations__.items()}
    for name in node.keys() - {"@context", "@type"}:
        if name not in properties:
            yield f"{node['@type']}.{name}"
        elif isinstance(node[name], dict) and "@type" in node[name]:
            value = node[name]
            kinds = {kind.__name__ for kind in getattr(vocabulary, value["@type"]).__mro__}
            if kinds.isdisjoint(re.findall(r"\w+", properties[name])):
                yield f"{node['@type']}.{name}: {value['@type']}"
            yield from _outside_of_the_vocabulary(value)


def test_what_is_unknown_of_a_reviewed_claim_is_left_out(reviewed: pd.DataFrame) -> None:
    bare = reviewed.drop(columns="note").assign(a_source=None, a_speaker=float("nan"), a_published=None)
    first = next(claim_reviews(bare, "x", "https://check.example/"))
    assert set(first["itemReviewed"]) == {"@type"} and "reviewBody" not in first


def test_a_decision_that_is_none_is_named(reviewed: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="maybe; choose from conflict"):
        list(claim_reviews(reviewed.assign(decision="maybe"), "x", "https://check.example/"))


def test_claim_reviews_can_be_put_into_a_page(reviewed: pd.DataFrame, tmp_path: Path) -> None:
    evil = reviewed.assign(a_text="</script><script>alert(1)</script>", note="\u2028<!--")
    write_claim_reviews(claim_reviews(evil, "x", "https://check.example/"), tmp_path / "a.jsonld")
    text = (tmp_path / "a.jsonld").read_text("utf-8")
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text)[0]["claimReviewed"] == "</script><script>alert(1)</script>"


# --- the docs


def test_every_field_of_a_record_is_documented_with_its_version() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert f"Record version: {RECORD_VERSION}" in text
    documented = set(re.findall(r"^\| `([\w.]+)` \|", text, re.M))
    assert {name.removeprefix("a_").removeprefix("b_") for name in FLAT_FIELDS} <= documented
