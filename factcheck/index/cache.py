"""What was compared already, kept beside an index: who are neighbours, and what was found of each pair of claims.

    DIR/compared.npz    derived; made anew where it is missing, damaged or of another version of this program

A verdict rests on nothing but the two claims, so that it holds as long as both stay what they are: after an update
only pairs with a new claim are compared, and a run that was stopped goes on where it was.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from factcheck.hashing import digest, number
from factcheck.index.database import write_whole
from factcheck.index.vectors import Neighbours, cosines_of
from factcheck.progress import now_and_then, track
from factcheck.schema import NEUTRAL, Claim, Reason, Span, Verdict
from factcheck.verdicts.candidates import are_answers, may_clash, near_pairs, numbers_of
from factcheck.verdicts.gate import LEAST, worth_reading
from factcheck.verdicts.judge import Reader, judge_pairs

_FILE = "compared.npz"
_COMPARED_AT_ONCE = 250
_SECONDS_BETWEEN_SAVES = 60
_RESTS_ON = ("id", "text", "lang", "speaker", "stance", "source", "published", "answers", "article", "context")
"""Fields of a claim that a verdict rests on."""
_COLUMNS = ["a", "b", *Verdict.__dataclass_fields__]
_DIGITS = 64  # of the digest that a file begins with
PACKING = "3"
"""How verdicts are packed (`as_columns`); what was packed in another way is made anew."""
UNKNOWN, OUT, SCORED, COMPARED = range(-1, 3)
"""What is known of a pair: nothing; that it cannot clash; how much it is worth reading; its verdict."""


@dataclass(frozen=True)
class Compared:
    """claims: uint64 (n,), a number for each claim and all that it says; near: its neighbours; pairs: int64 (m,), the
    pairs of rows (`numbers_of`) that something is known of, sorted; levels: int8 (m,), what; scores: float32 (m,), how
    much it is worth reading; verdicts: those that are not neutral, with their rows `a` and `b`."""

    claims: np.ndarray
    near: Neighbours
    pairs: np.ndarray
    levels: np.ndarray
    scores: np.ndarray
    verdicts: pd.DataFrame

    def of(self, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is known of each pair and its score, as `levels` and `scores`. pairs: numbers, as its own."""
        if not len(self.pairs):
            return np.full(len(pairs), UNKNOWN, np.int8), np.zeros(len(pairs), np.float32)
        at = np.searchsorted(self.pairs, pairs).clip(max=len(self.pairs) - 1)
        is_known = self.pairs[at] == pairs
        return np.where(is_known, self.levels[at], UNKNOWN).astype(np.int8), self.scores[at] * is_known

    def chosen(self, at_most: int) -> np.ndarray:
        """Places of the pairs that are most worth reading, int64 (n,) in order."""
        worth = np.flatnonzero((self.levels != OUT) & (self.scores >= LEAST))
        return np.sort(worth[np.argsort(-self.scores[worth], kind="stable")][:at_most])

    def of_chosen(self, at_most: int) -> pd.DataFrame:
        """The verdicts on the pairs that are chosen."""
        rows = self.verdicts[["a", "b"]].to_numpy(int)
        kept = np.isin(numbers_of(rows, len(self.claims)), self.pairs[self.chosen(at_most)])
        return self.verdicts[kept].reset_index(drop=True)

    @property
    def compared(self) -> np.ndarray:
        """int64 array (m, 2): the pairs of rows that were compared."""
        return np.column_stack(np.divmod(self.pairs[self.levels == COMPARED], max(1, len(self.claims))))

    def tells_as_much_as(self, other: "Compared") -> bool:
        """Whether another, of the same claims, has the same neighbours and knows the same of the same pairs."""
        mine, others = ((c.near.rows, c.pairs, c.levels, c.scores) for c in (self, other))
        return all(map(np.array_equal, mine, others))


class Keeper:
    """Keeps what was compared beside an index, where it can be kept: it can be made again. key: of all that it depends
    on but the claims."""

    def __init__(self, folder: Path, key: str) -> None:
        self._path, self._key = folder / _FILE, digest(PACKING, key)
        self._is_time = now_and_then(_SECONDS_BETWEEN_SAVES)

    def keep(self, found: Compared) -> None:
        """In place of what was kept before."""
        arrays = {name: getattr(found, name) for name in ("claims", "pairs", "levels", "scores")}
        arrays["key"] = np.array(self._key)
        arrays |= {"rows": found.near.rows, "cosines": found.near.cosines}
        arrays["verdicts"] = np.frombuffer(packed(as_columns(found.verdicts)), np.uint8)
        with suppress(OSError):
            write_whole(self._path, partial(_save, arrays))

    def keep_now_and_then(self, so_far: Callable[[], Compared]) -> None:
        """Keeps what was compared so far, where that was not done a moment ago: a stopped run loses no more."""
        if self._is_time():
            self.keep(so_far())

    def known_of(self, claims: np.ndarray) -> tuple[Compared, np.ndarray]:
        """What is kept, in the rows of these claims (see `Compared`), and the rows of those that are new to it."""
        kept = _read(self._path, self._key)
        return _of_rows(kept, claims) if kept else (_nothing(claims), np.arange(len(claims)))


def choose_pairs(known: Compared, frame: pd.DataFrame, claims: Sequence[Claim], vectors: Any, window: int) -> Compared:
    """The pairs of near claims with what is known of each; of a new one how much it is worth reading. known: with the
    neighbours of all claims; vectors: their FAISS index."""
    pairs = near_pairs(frame, known.near.rows)
    numbers = numbers_of(pairs, len(claims))
    levels, scores = known.of(numbers)
    new = np.flatnonzero(levels == UNKNOWN)
    levels[new] = OUT
    new = new[may_clash(frame, pairs[new], window)]
    scores[new] = worth_reading(claims, pairs[new], cosines_of(vectors, pairs[new]))
    scores[new[are_answers(frame, pairs[new])]] = 1
    levels[new] = SCORED
    found = replace(known, pairs=numbers, levels=levels, scores=scores)
    judged = numbers_of(known.verdicts[["a", "b"]].to_numpy(int), len(claims))
    return replace(found, verdicts=known.verdicts[found.of(judged)[0] == COMPARED])


def compare_chosen(
    known: Compared, claims: Sequence[Claim], vectors: Any, reader: Reader, keeper: Keeper, at_most: int
) -> Compared:
    """The verdicts on the chosen pairs that have none; what is done is kept now and then."""
    chosen = known.chosen(at_most)
    rest = chosen[known.levels[chosen] == SCORED]
    pairs = np.column_stack(np.divmod(known.pairs[rest], max(1, len(claims))))
    parts = [slice(i, i + _COMPARED_AT_ONCE) for i in range(0, len(rest), _COMPARED_AT_ONCE)]
    levels, tables = known.levels.copy(), [known.verdicts]

    def so_far() -> Compared:
        return replace(known, levels=levels, verdicts=pd.concat([t for t in tables if len(t)] or tables))

    for part in track(parts, f"comparing, {_COMPARED_AT_ONCE} pairs a step", len(parts)):
        tables.append(telling(pairs[part], claims, cosines_of(vectors, pairs[part]), reader))
        levels[rest[part]] = COMPARED
        keeper.keep_now_and_then(so_far)
    found = so_far()
    return replace(found, verdicts=found.verdicts.sort_values(["a", "b"], ignore_index=True))


def telling(pairs: np.ndarray, claims: Sequence[Claim], cosines: np.ndarray, reader: Reader) -> pd.DataFrame:
    """The verdicts on pairs that are not neutral: the fields of `Verdict` behind their pair as `a` and `b`."""
    verdicts = judge_pairs([(claims[i], claims[j]) for i, j in pairs], cosines, reader)
    rows = [(a, b, *vars(v).values()) for (a, b), v in zip(pairs.tolist(), verdicts, strict=True)]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    return found[found["relation"] != NEUTRAL]


def _nothing(claims: np.ndarray) -> Compared:
    """Where nothing was compared."""
    n = len(claims)
    near = Neighbours(np.empty((n, 0), np.int32), np.empty((n, 0), np.float32), {})
    verdicts = pd.DataFrame(columns=_COLUMNS)
    return Compared(claims, near, np.empty(0, np.int64), np.empty(0, np.int8), np.empty(0, np.float32), verdicts)


def _of_rows(kept: Compared, claims: np.ndarray) -> tuple[Compared, np.ndarray]:
    """What was compared, in the rows that its claims have now, and the rows of those that are new."""
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
    levels, scores = (kept_of[both_stay][sort] for kept_of in (kept.levels, kept.scores))
    found = Compared(claims, Neighbours(rows, cosines, {}), numbers[sort], levels, scores, verdicts)
    return found, np.setdiff1d(np.arange(n), row[stays])


def digests(claims: Sequence[Claim]) -> np.ndarray:
    """uint64 array (n,): a number for each claim and all that a verdict on it rests on."""
    return np.array([number(*(getattr(claim, name) for name in _RESTS_ON)) for claim in claims], np.uint64)


def as_columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    """A table as lists that can be packed."""
    return {str(name): values for name, values in table.to_dict("list").items()}


def of_columns(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """The table of verdicts that was packed as these lists."""
    likely = [tuple(row) for row in columns["probabilities"]]
    marks = {side: [tuple(Span(*span) for span in spans) for spans in columns[side]] for side in ("marks_a", "marks_b")}
    reasons = [tuple(Reason(code, tuple(map(tuple, values))) for code, values in row) for row in columns["reasons"]]
    return pd.DataFrame(columns | marks | {"reasons": reasons, "probabilities": likely})


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
            return Compared(arrays["claims"], near, arrays["pairs"], arrays["levels"], arrays["scores"], verdicts)
    return None
