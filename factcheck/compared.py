"""What was compared already, kept beside an index: who are neighbours, and what was found of each pair of claims.

    DIR/compared.npz    derived; made anew where it is missing, damaged or of another version of this program

A verdict rests on nothing but the two claims, so that it holds as long as both stay what they are: after an update
only pairs with a new claim are compared, and a run that was stopped goes on where it was.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from factcheck.candidates import numbers_of
from factcheck.fingerprints import number
from factcheck.matching import Span
from factcheck.neighbours import Neighbours
from factcheck.store import write_whole
from factcheck.verdicts import Side, Verdict

_FILE = "compared.npz"
_DIGITS = 64  # of the digest that a file begins with
UNKNOWN, OUT, UNLIKE, LIKELY, COMPARED = range(-1, 4)
"""What is known of a pair: nothing; that it cannot clash; that its claims are of different things; that they are likely
of one; its verdict."""


@dataclass(frozen=True)
class Compared:
    """claims: uint64 (n,), a number for each claim and all that it says; near: its neighbours; pairs: int64 (m,), the
    pairs of rows (`numbers_of`) that something is known of, sorted; levels: int8 (m,), what; verdicts: those that are
    not neutral, with their rows `a` and `b`."""

    claims: np.ndarray
    near: Neighbours
    pairs: np.ndarray
    levels: np.ndarray
    verdicts: pd.DataFrame

    def levels_of(self, pairs: np.ndarray) -> np.ndarray:
        """int8 array (m,): what is known of each pair. pairs: numbers, as its own."""
        if not len(self.pairs):
            return np.full(len(pairs), UNKNOWN, np.int8)
        at = np.searchsorted(self.pairs, pairs).clip(max=len(self.pairs) - 1)
        return np.where(self.pairs[at] == pairs, self.levels[at], UNKNOWN).astype(np.int8)

    @property
    def compared(self) -> np.ndarray:
        """int64 array (m, 2): the pairs of rows that were compared."""
        return np.column_stack(np.divmod(self.pairs[self.levels == COMPARED], max(1, len(self.claims))))


def write(folder: Path, key: str, found: Compared) -> None:
    """Keeps it beside an index, where it can be kept: it can be made again. key: of all that it depends on but the
    claims."""
    arrays = {"claims": found.claims, "pairs": found.pairs, "levels": found.levels}
    arrays |= {"rows": found.near.rows, "cosines": found.near.cosines, "key": np.array(key)}
    arrays["verdicts"] = np.frombuffer(packed(as_columns(found.verdicts)), np.uint8)
    with suppress(OSError):
        write_whole(folder / _FILE, partial(_save, arrays))


def nothing(claims: np.ndarray) -> Compared:
    """Where nothing was compared."""
    n = len(claims)
    near = Neighbours(np.empty((n, 0), np.int32), np.empty((n, 0), np.float32), {})
    verdicts = pd.DataFrame(columns=["a", "b", *Verdict.__dataclass_fields__])
    return Compared(claims, near, np.empty(0, np.int64), np.empty(0, np.int8), verdicts)


def known_of(folder: Path, key: str, claims: np.ndarray) -> tuple[Compared, np.ndarray]:
    """What is kept, in the rows of these claims; and the rows of those that are new to it. claims: see `Compared`."""
    kept = _read(folder / _FILE, key)
    if kept is None:
        return nothing(claims), np.arange(len(claims))
    n, before = len(claims), len(kept.claims)
    order = np.argsort(claims)
    at = np.searchsorted(claims, kept.claims, sorter=order).clip(max=max(0, n - 1))
    row = np.where(claims[order[at]] == kept.claims, order[at], -1) if n else np.full(before, -1)
    stays = row >= 0
    rows = np.full((n, kept.near.rows.shape[1]), -1, np.int32)
    cosines = np.empty(rows.shape, np.float32)
    near = kept.near.rows[stays]
    rows[row[stays]], cosines[row[stays]] = np.where(near < 0, -1, row[near]), kept.near.cosines[stays]
    pairs = row[np.column_stack(np.divmod(kept.pairs, max(1, before)))]
    both_stay = (pairs >= 0).all(axis=1)
    numbers = numbers_of(np.sort(pairs[both_stay], axis=1), n)
    sort = np.argsort(numbers)
    verdicts = kept.verdicts.assign(**{side: row[kept.verdicts[side].to_numpy(int)] for side in ("a", "b")})
    verdicts = verdicts[(verdicts["a"] >= 0) & (verdicts["b"] >= 0)]
    found = Compared(claims, Neighbours(rows, cosines, {}), numbers[sort], kept.levels[both_stay][sort], verdicts)
    return found, np.setdiff1d(np.arange(n), row[stays])


def digests(sides: Sequence[Side]) -> np.ndarray:
    """uint64 array (n,): a number for each claim and all that a verdict on it rests on."""
    return np.array([number(*vars(side).values()) for side in sides], np.uint64)


def as_columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    """A table as lists that can be packed."""
    return {str(name): values for name, values in table.to_dict("list").items()}


def of_columns(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """The table of verdicts that was packed as these lists."""
    marks = {side: [tuple(Span(*span) for span in spans) for spans in columns[side]] for side in ("marks_a", "marks_b")}
    return pd.DataFrame(columns | marks | {"reasons": list(map(tuple, columns["reasons"]))})


def packed(content: Any) -> bytes:
    """Lists and numbers as bytes."""
    return zlib.compress(json.dumps(content, default=int).encode(), 1)


def unpacked(content: bytes) -> Any:
    """What was packed."""
    return json.loads(zlib.decompress(content))


def _save(arrays: dict[str, Any], path: Path) -> None:
    """The arrays behind a digest of them: a file that is damaged is not read."""
    with path.open("w+b") as file:
        file.write(b" " * _DIGITS)
        np.savez(file, **arrays)
        file.seek(_DIGITS)
        told = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        file.write(told.encode())


def _read(path: Path, key: str) -> Compared | None:
    """What a file holds; None where it is missing, damaged or of another key."""
    with suppress(OSError), path.open("rb") as file:
        told = file.read(_DIGITS)
        if told != hashlib.file_digest(file, "sha256").hexdigest().encode():
            return None
        file.seek(_DIGITS)
        with np.load(file, allow_pickle=False) as arrays:
            if arrays["key"] != key:
                return None
            near = Neighbours(arrays["rows"], arrays["cosines"], {})
            verdicts = of_columns(unpacked(arrays["verdicts"].tobytes()))
            return Compared(arrays["claims"], near, arrays["pairs"], arrays["levels"], verdicts)
    return None
