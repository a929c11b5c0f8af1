"""The formats that reports and reviews are written in: the only list of them.

A report format is a name, which is also how its files end, and the function that writes an `Analysis` to a path.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import IndexStoreError, InputError

if TYPE_CHECKING:
    from factcheck.schema import Analysis

_WRITERS = {
    "html": "pages.write_html",
    "md": "pages.write_markdown",
    "csv": "tables.write_csv",
    "jsonl": "tables.write_jsonl",
    "parquet": "tables.write_parquet",
    "graphml": "graph.write_graphml",
}
"""By name, under `factcheck.outputs`; imported when they write, since the command line reads this list."""
REPORT_FORMATS = tuple(_WRITERS)

REVIEW_SUFFIXES = {"csv": "csv", "jsonl": "jsonl", "claimreview": "jsonld"}
"""How the files of each format of reviews end."""


def write_reports(analysis: "Analysis", formats: Iterable[str], folder: Path, name: str) -> list[Path]:
    """Writes `name.html`, `name.md` and so on into a folder, which is made if missing, and gives their paths.

    Raises InputError for a format that is none of REPORT_FORMATS, IndexStoreError where a file cannot be written.
    """
    chosen = list(dict.fromkeys(formats))
    unknown = [f for f in chosen if f not in _WRITERS]
    if unknown:
        raise InputError(f"no such report format: {', '.join(unknown)}; choose from {', '.join(REPORT_FORMATS)}")
    paths = [folder / f"{name}.{f}" for f in chosen]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for format_, path in zip(chosen, paths, strict=True):
            module, _, function = _WRITERS[format_].partition(".")
            getattr(import_module(f"factcheck.outputs.{module}"), function)(analysis, path)
    except OSError as error:
        message = f"{folder}: the report cannot be written ({error}); choose another folder with --output"
        raise IndexStoreError(message) from error
    return paths
