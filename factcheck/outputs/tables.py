"""Pairs -> what programs and spreadsheets read: JSON lines, CSV, Parquet.

All are written from the records of `records.py`. The same analysis always gives the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from factcheck.errors import InputError
from factcheck.outputs.records import FLAT_FIELDS, RECORD_VERSION, flat, pair_records
from factcheck.schema import Analysis

# What makes a spreadsheet run a cell; the wide signs are what a Japanese or Chinese one takes for the narrow.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Line ends to Unicode, but not to JSON: a reader that splits lines there would break a record.
LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write_file(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Writes a text as bytes, so that no system changes its line ends."""
    path.write_bytes(text.encode(encoding))


def write_jsonl(analysis: Analysis, path: Path) -> None:
    """A line a pair: see `pair_records`."""
    write_file(path, json_lines(pair_records(analysis)))


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """A line an object, whatever line ends its texts hold."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).translate(LINE_ENDS)


def write_csv(analysis: Analysis, path: Path) -> None:
    """A row a pair, for spreadsheets: a text that would run as a formula gets an apostrophe in front."""
    path.write_bytes(csv_bytes(map(flat, pair_records(analysis)), FLAT_FIELDS))


def csv_bytes(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """A table for spreadsheets: no cell runs as a formula, lists are told in one cell."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    # Excel reads UTF-8 only behind a byte order mark.
    return table.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    value = "; ".join(value) if isinstance(value, list | tuple) else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_parquet(analysis: Analysis, path: Path) -> None:
    """A row a pair, for data frames and databases. Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'factcheck-claims[parquet]'") from error
    other = {"confidence": pyarrow.float64(), "reasons": pyarrow.list_(pyarrow.string())}
    places = {f"{side}_{name}": pyarrow.int64() for side in "ab" for name in ("start", "end")}
    types = {**other, **places}
    fields = [pyarrow.field(name, types.get(name, pyarrow.string())) for name in FLAT_FIELDS]
    schema = pyarrow.schema(fields, metadata={"factcheck_record_version": str(RECORD_VERSION)})
    parquet.write_table(pyarrow.Table.from_pylist(list(map(flat, pair_records(analysis))), schema=schema), path)
