"""The list of formats, and reports written in them."""

from pathlib import Path

import pytest

from factcheck.errors import IndexStoreError, InputError
from factcheck.outputs.formats import REPORT_FORMATS, write_reports
from factcheck.schema import Analysis


def test_the_same_analysis_gives_the_same_bytes(analysis: Analysis, tmp_path: Path) -> None:
    first, second = (write_reports(analysis, REPORT_FORMATS, tmp_path / f, "news") for f in ("one", "two"))
    assert [path.name for path in first] == [f"news.{f}" for f in REPORT_FORMATS]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_report_without_disputes_can_be_written_in_every_format(empty: Analysis, tmp_path: Path) -> None:
    sizes = {p.suffix: p.stat().st_size for p in write_reports(empty, REPORT_FORMATS, tmp_path, "empty")}
    assert sizes[".jsonl"] == 0 and all(size for suffix, size in sizes.items() if suffix != ".jsonl")


def test_a_format_that_is_not_known_is_named_with_those_that_are(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pdf; choose from html, md, csv, jsonl, parquet, graphml"):
        write_reports(analysis, ["html", "pdf"], tmp_path, "news")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said_with_the_way_out(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match="--output"):
        write_reports(analysis, ["csv"], tmp_path / "file", "news")
