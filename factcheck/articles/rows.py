"""The text of a table with marks between its cells -> its rows, as spreadsheets of all countries save them."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from factcheck.errors import InputError

Cells = dict[str, str] | InputError
"""A row by the names of its columns, or what is wrong with it."""
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"""\s*["']?sep=(.)["']?[,;\s]*?(?:\r\n|\n|\r|$)""", re.I)
"""The first line by which Excel is told what stands between cells."""
_HEAD = 10
"""Rows in which the names of the columns stand; what stands above them is a title."""
_HEAD_CHARACTERS = 100_000


def csv_rows(text: str, longest: int, is_header: Callable[[Sequence[str]], bool]) -> Iterator[tuple[int, Cells]]:
    """(number, row) of each row behind the names of the columns.

    longest: characters of a cell. is_header: whether cells are the names of columns that are looked for; where no row
    is, the first one is taken for them.
    """
    csv.field_size_limit(longest)  # of the whole process; the default cuts no article but is shorter than some
    told = _SEPARATOR.match(text)
    delimiters: Sequence[str] = (told.group(1),) if told else _by_count(text)
    body = text[told.end() :] if told else text
    delimiter, skipped = _find_header(body, delimiters, is_header)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    names: list[str] = []
    number = seen = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            number += bool(names)
            if names:
                yield number, InputError(str(error))
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        seen += 1
        if seen <= skipped:
            continue
        if not names:
            names = cells
            continue
        number += 1
        is_shifted = any(cell.strip() for cell in cells[len(names) :])
        yield number, InputError("more cells than columns") if is_shifted else _row(names, cells)


def _by_count(text: str) -> list[str]:
    """What may stand between cells, the commonest of the first line with anything in it first."""
    head = next((line for line in text[:_HEAD_CHARACTERS].splitlines() if line.strip(" ,;\t|")), "")
    return sorted(_DELIMITERS, key=lambda mark: -head.count(mark))


def _find_header(text: str, delimiters: Sequence[str], is_header: Callable[[Sequence[str]], bool]) -> tuple[str, int]:
    """(what stands between cells, how many rows stand above the names of the columns)."""
    head = text[:_HEAD_CHARACTERS]
    for delimiter in delimiters:
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        try:
            filled = (row for row in rows if any(cell.strip() for cell in row))
            for above, row in enumerate(islice(filled, _HEAD)):
                if is_header(row):
                    return delimiter, above
        except csv.Error:
            continue
    return delimiters[0], 0


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name.strip()}
