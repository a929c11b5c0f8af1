"""Files of JSON lines: questions and labelled rows read, answers written line by line."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from factcheck.errors import FactcheckError, InputError
from factcheck.log import warn
from factcheck.schema import STANCES, Statement

_GZIP = b"\x1f\x8b"
_LONGEST = 100_000  # characters of one text to compare or to check
_BATCH = 1000  # lines of a file read, compared and written at once


def read_lines(path: str | Path) -> list[dict[str, Any]]:
    """The objects of a JSON lines file, plain or gzipped. Raises InputError that names the file and the line."""
    try:
        data = gzip.decompress(raw) if (raw := Path(path).read_bytes()).startswith(_GZIP) else raw
        rows = data.decode("utf-8").split("\n")  # not splitlines: a JSON text may hold U+2028
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    return [parse_object(row, f"{path}, line {number}") for number, row in enumerate(rows, 1) if row.strip()]


def parse_object(row: str, where: str) -> dict[str, Any]:
    """The JSON object of one line. Raises InputError that says where it stands."""
    try:
        value = json.loads(row)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{where}: holds halves of characters") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not valid JSON ({error})") from error
    if not isinstance(value, dict):
        raise InputError(f"{where}: not a JSON object")
    return value


def statement_of(given: Any, what: str) -> Statement:
    """A text with what is known of it. Raises InputError where it is not what the contract says."""
    if not isinstance(given, dict):
        raise InputError(f"{what} is missing or not an object with a text")
    known = {key: given.get(key) or "" for key in (field.name for field in fields(Statement))}
    for key, value in known.items():
        if not isinstance(value, str):
            raise InputError(f"{key} of {what} is not a string")
    if known["stance"] not in ("", *STANCES):
        raise InputError(f"stance of {what} is {known['stance']!r}, none of {', '.join(STANCES)}")
    if not any(c.isalnum() for c in known["text"]):
        raise InputError(f"{what} has no text")
    if sum(map(len, known.values())) > _LONGEST:
        raise InputError(f"{what} is longer than {_LONGEST:,} characters")
    if known["published"]:
        try:
            datetime.fromisoformat(known["published"])
        except ValueError as error:
            raise InputError(f"published of {what} is not an ISO 8601 date: {known['published']!r}") from error
    return Statement(**known)


def answer_file(
    source: Path,
    target: Path | None,
    parse: Callable[[dict[str, Any]], Any],
    answer: Callable[[Sequence[Any]], Iterator[dict[str, Any]]],
) -> int:
    """Reads lines, answers them in batches, writes one line each in the same order.

    A line that is not valid gets `{"id", "error"}` in its place, and the exit status (1, else 0) tells that there was
    one.
    """
    if target is None:
        raise InputError("say where the answers go with --output OUT.jsonl")
    status = 0
    try:
        if target.exists() and target.samefile(source):
            raise InputError(f"{target} holds the questions; name another file for the answers with --output")
        with source.open("rb") as lines, target.open("w", encoding="utf-8", newline="\n") as out:
            numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
            while batch := list(islice(numbered, _BATCH)):
                parsed = [_parsed(raw, number, parse) for number, raw in batch]
                answers = answer([item for _, item, error in parsed if not error])
                for key, _, error in parsed:
                    row = {"id": key, "error": error} if error else {"id": key, **next(answers)}
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    status = 1 if error else status
                    if error:
                        warn(f"left out: {error}", input=str(source), reason=error)
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}") from error
    return status


def _parsed(raw: bytes, number: int, parse: Callable[[dict[str, Any]], Any]) -> tuple[Any, Any, str]:
    """(id, what the line says, empty), or (id, None, what is wrong with it)."""
    key = None
    try:
        line = parse_object(raw.decode("utf-8"), f"line {number}")
        key = line.get("id")
        return key, parse(line), ""
    except UnicodeDecodeError:
        return key, None, f"line {number}: not UTF-8"
    except FactcheckError as error:
        where = "" if str(error).startswith("line ") else f"line {number}: "
        return key, None, f"{where}{error}"


def pair_of(line: dict[str, Any]) -> tuple[Statement, Statement]:
    """The two texts of a line of `compare --pairs`. Raises InputError."""
    return statement_of(line.get("a"), "a"), statement_of(line.get("b"), "b")


def claim_to_check(line: dict[str, Any]) -> Statement:
    """The claim of a line of `check --claims`. Raises InputError."""
    return statement_of(line, "the claim")
