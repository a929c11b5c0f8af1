"""How far a run is that takes longer than a moment: a bar on a terminal, lines for the programs that asked for them."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from tqdm import tqdm

from factcheck.log import is_for_programs, is_quiet, say

T = TypeVar("T")
_SECONDS_BEFORE_SHOWN = 2
_SECONDS_BETWEEN_LINES = 1


def track(items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """The items, with a bar on stderr that says how many are done and appears after two seconds; with `--log json`, an
    object a second."""
    if is_for_programs() and not is_quiet():
        return _told(items, what, total)
    is_hidden = is_quiet() or not sys.stderr.isatty()
    return tqdm(items, desc=what, total=total, file=sys.stderr, disable=is_hidden, delay=_SECONDS_BEFORE_SHOWN)


def _told(items: Iterable[T], what: str, total: int | None) -> Iterator[T]:
    total = total if total is not None else len(items) if isinstance(items, Sized) else None
    told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told >= _SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            step = what.partition(",")[0]
            say(f"{step}: {done} of {total}" if total else f"{step}: {done}", step=step, done=done, total=total)
        yield item
