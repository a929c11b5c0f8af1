"""Tables of articles -> articles: JSON, JSON lines, CSV and Parquet, one article a row, columns found by their names.

The place of a row is its address where it has one, else `file#number`.
"""

import io
import json
import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from factcheck.articles.article import Skipped, first_words
from factcheck.articles.dates import read_date, why_unread
from factcheck.articles.encoding import decode
from factcheck.articles.fragments import cell_text
from factcheck.articles.metadata import (
    About,
    Habit,
    about_of,
    article_of,
    find_columns,
    is_given,
    require_text,
    value_of,
)
from factcheck.articles.reading import Found, Options, read_bounded, require_size
from factcheck.articles.rows import csv_rows
from factcheck.errors import InputError
from factcheck.schema import Article

Row = Mapping[str, Any] | InputError
"""A row, or what is wrong with it."""

_TABLE = 500_000_000
"""Bytes of a table read, and characters of text taken from one: a Parquet file of megabytes can say one long text a
million times."""
_ROWS = 64
"""Rows of a Parquet file in memory at once."""


def read_jsonl(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of JSON lines in UTF-8."""
    return _articles(_json_rows(file, options.max_bytes), place, about, options)


def read_json(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of a JSON file: of a list of objects, of one object, or of JSON lines under that name."""
    data = read_bounded(file, _TABLE)
    try:
        whole = json.loads(decode(data))
    except (ValueError, RecursionError):
        return read_jsonl(io.BytesIO(data), place, about, options)
    rows = whole if isinstance(whole, list) else [whole]
    return _articles(enumerate(map(_object, rows), 1), place, about, options)


def read_csv(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of a table with commas, semicolons or tabs between, in any encoding that can be told."""
    text = decode(read_bounded(file, _TABLE))

    def is_header(names: Sequence[str]) -> bool:
        try:
            return "text" in find_columns(tuple(names), options.columns)
        except InputError:  # no column of a name that was chosen
            return False

    return _articles(csv_rows(text, options.max_bytes, is_header), place, about, options)


def read_parquet(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of a Parquet file. Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'factcheck-claims[parquet]'") from error
    try:
        source = file if file.seekable() else io.BytesIO(file.read())
        table = pyarrow.parquet.ParquetFile(source)
        names = tuple(table.schema_arrow.names)
        columns = find_columns(names, options.columns)
        require_text(columns, names)
        wanted = sorted({column for group in columns.values() for column in group})
        _require_bounds(table.metadata)
        yield from _articles(_parquet_rows(table, wanted), place, about, options)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"a damaged Parquet file ({str(error)[:200]})") from error


def _require_bounds(metadata: Any) -> None:
    groups = (metadata.row_group(i) for i in range(metadata.num_row_groups))
    if any(group.total_byte_size > _TABLE for group in groups):
        raise InputError(f"a row group unpacks to more than {_TABLE:,} bytes; write smaller ones")


def _parquet_rows(table: Any, columns: list[str]) -> Iterator[tuple[int, Row]]:
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS, columns=columns):
        for cells in zip(*batch.columns, strict=True):
            number += 1
            yield number, _parquet_row(batch.schema.names, cells)


def _parquet_row(names: list[str], cells: Iterable[Any]) -> Row:
    try:
        return {name: cell.as_py() for name, cell in zip(names, cells, strict=True)}
    except (ValueError, OverflowError, LookupError) as error:  # no text, a day of no calendar, a zone nobody knows
        return InputError(f"holds what cannot be read ({str(error)[:80]})")


def _json_rows(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, Row]]:
    number = 0
    limit = 6 * max_bytes  # a letter may be written \\u0645
    while line := file.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = file.readline(limit)
            yield number, InputError(f"a line longer than {limit:,} bytes")
        elif line.strip():
            yield number, _json_row(line)


def _json_row(line: bytes) -> Row:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return InputError("not UTF-8")
    except (ValueError, RecursionError) as error:
        return InputError(f"not JSON ({str(error)[:80]})")
    return _object(row)


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else InputError("not a JSON object")


def _articles(rows: Iterable[tuple[int, Row]], place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of each row; a row that gives none is named with its number.

    Raises InputError where no row has the columns that are looked for.
    """
    table, number = _Table(place, about, options), 0
    for number, row in rows:
        yield from table.read(number, row)
        if table.characters > _TABLE:
            raise InputError(f"more than {_TABLE:,} characters of text; what comes after row {number} is left out")
    if not number:
        raise InputError("no rows")
    if table.held and not table.is_known:
        raise InputError(table.held[0].reason)
    yield from table.late()
    yield from table.undated()


@dataclass
class _Table:
    """A table while it is read. held: rows without the columns looked for, before the first row that has them.
    waiting: rows whose date is read when all others have told in which order its numbers stand. unread: why dates are
    unknown -> the rows and dates."""

    place: str
    about: About
    options: Options
    is_known: bool = False
    characters: int = 0
    held: list[Skipped] = field(default_factory=list)
    waiting: list[tuple[int, str, About, str]] = field(default_factory=list)
    habit: Habit = field(default_factory=Habit)
    unread: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def read(self, number: int, row: Row) -> Iterator[Found]:
        place = f"{self.place}#{number}"
        if isinstance(row, InputError):
            yield Skipped(place, str(row))
            return
        try:
            columns = self._columns(tuple(row))
        except InputError as error:
            if self.is_known:
                yield Skipped(place, str(error))
            else:
                self.held.append(Skipped(place, str(error)))
            return
        if not self.is_known:
            self.is_known = True
            yield from self.held
        try:
            yield from self._article(number, row, columns)
        except InputError as error:
            yield Skipped(place, str(error))

    def late(self) -> Iterator[Article]:
        """The articles of the rows that waited."""
        for number, text, found, date in self.waiting:
            known = read_date(date, found.lang or "", self.habit.order, found.seen or "") if self.habit.order else None
            is_doubtful = self.habit.is_mixed and not found.order
            dated = replace(found, published=known or (None if is_doubtful else found.published))
            yield self._dated(number, text, replace(dated, given=None) if is_doubtful else dated, date)

    def undated(self) -> Iterator[Skipped]:
        """The dates that are unknown, a line for each reason."""
        for reason, rows in self.unread.items():
            number, date = rows[0]
            dates = "1 date" if len(rows) == 1 else f"{len(rows)} dates"
            yield Skipped(self.place, f"{dates} {reason}, the first in row {number}: {date}")

    def _columns(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """The columns of a row; a column that was chosen may be missing in a later row, not in all."""
        chosen = self.options.columns
        if self.is_known:
            chosen = tuple(pair for pair in chosen if pair[0] == "text" or set(pair[1].split("+")) <= set(names))
        columns = find_columns(names, chosen)
        require_text(columns, names)
        return columns

    def _article(
        self, number: int, row: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Article]:
        """The article of a row, at once or when its date can be read."""
        parts = [row[column] for column in columns["text"] if row[column] is not None]
        if not all(isinstance(part, str) for part in parts):
            raise InputError("the text is not a string")
        text = require_size("\n\n".join(map(cell_text, parts)), self.options.max_bytes)
        self.characters += len(text)
        found, date = about_of(row, columns).over(self.about), value_of(row, columns, "published")
        if self.habit.see(date):
            self.waiting.append((number, text, found, date))
        else:
            yield self._dated(number, text, found, date)

    def _dated(self, number: int, text: str, found: About, date: Any) -> Article:
        article = article_of(text, f"{self.place}#{number}", found)
        article = article if article.title else replace(article, title=first_words(text))
        if article.published or not is_given(date):
            return article
        self.unread.setdefault(why_unread(date, article.lang), []).append((number, reprlib.repr(date)))
        return replace(article, date_note="")
