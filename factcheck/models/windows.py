"""Windows: how the sentences of documents are laid before a model that reads so many tokens at once."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

WINDOW = 320
"""Tokens of a window at most, an end mark behind each sentence and one in front counted."""
CONTEXT = 96
"""Tokens of the sentences before that a window begins with, at most."""
AT_ONCE = WINDOW
"""Tokens read at once, padding counted: short windows in batches, which on a processor take three fifths of the time
that they take one by one. A window of more than half of it is read alone, and so the same whatever else is read."""


class Piece(NamedTuple):
    """Tokens `first` to `last` of a sentence, which stand from `at` in their window. What begins from `own` on and
    before `until` (tokens of the sentence) is this window's to tell; the rest is context."""

    sentence: int
    first: int
    last: int
    own: int
    until: int
    at: int = 0

    @property
    def end(self) -> int:
        """The token of the window behind its last one."""
        return self.at + self.last - self.first


class Window(NamedTuple):
    """Pieces of the sentences of one document, and their token numbers."""

    document: int
    pieces: tuple[Piece, ...]
    ids: tuple[int, ...]

    def piece(self, token: int) -> Piece | None:
        """The piece that a token of the window is of, None for a mark between them."""
        return next((p for p in self.pieces if p.at <= token < p.end), None)


def windows_of(lengths: Sequence[int]) -> Iterator[tuple[Piece, ...]]:
    """The windows of a document whose sentences have so many tokens."""
    window: list[Piece] = []
    for piece in _pieces(lengths):
        if window and _size(window) + _size([piece]) > WINDOW - 1:
            yield _placed(window)
            window = _context(lengths, piece)
            if _size(window) + _size([piece]) > WINDOW - 1:
                window = []
        window.append(piece)
    if window:
        yield _placed(window)


def _pieces(lengths: Sequence[int]) -> Iterator[Piece]:
    """Each sentence whole, or what is longer than a window in parts that overlap."""
    longest, step = WINDOW - 2, WINDOW - 2 - CONTEXT
    for sentence, length in enumerate(lengths):
        if length <= longest:
            yield Piece(sentence, 0, length, 0, length)
            continue
        for first in range(0, length - CONTEXT, step):
            last = min(first + longest, length)
            is_last = first + step >= length - CONTEXT
            own = first + CONTEXT // 2 if first else 0
            yield Piece(sentence, first, last, own, length if is_last else first + step + CONTEXT // 2)


def _context(lengths: Sequence[int], piece: Piece) -> list[Piece]:
    """The sentences before a piece, as many as CONTEXT allows; the end of the last if it alone is longer."""
    found: list[Piece] = []
    if piece.first:
        return found
    left = CONTEXT
    for sentence in range(piece.sentence - 1, -1, -1):
        length = lengths[sentence]
        if length + 1 > left and found:
            break
        first = max(0, length + 1 - left)
        found.insert(0, Piece(sentence, first, length, length, length))
        left -= length - first + 1
        if left <= 1:
            break
    return found


def _size(pieces: Sequence[Piece]) -> int:
    return sum(piece.last - piece.first + 1 for piece in pieces)


def _placed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    ends = accumulate((piece.last - piece.first + 1 for piece in pieces), initial=1)
    return tuple(piece._replace(at=at) for piece, at in zip(pieces, ends, strict=False))


def batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """The windows by length, as many at once as AT_ONCE tokens are; the order they were given in does not matter."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: (len(window.ids), window.ids)):
        if batch and len(window.ids) * (len(batch) + 1) > AT_ONCE:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
