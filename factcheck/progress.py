"""How far a run is and where its time went: a bar on a terminal, lines for programs that ask for them, and seconds by
stage."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
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
    begun = told = time.monotonic()
    step = what.partition(",")[0]
    for done, item in enumerate(items):
        now = time.monotonic()
        if now - told >= _SECONDS_BETWEEN_LINES:
            told = now
            left = round((now - begun) / done * (total - done)) if total and done else None
            line = f"{step}: {done}" + (f" of {total}" if total else "") + ("" if left is None else f", {left} s left")
            say(line, step=step, done=done, total=total, seconds_left=left)
        yield item


def now_and_then(seconds: float) -> Callable[[], bool]:
    """A function that says whether it is time again: so many seconds after it was last, or after now."""
    last = time.monotonic()

    def is_time() -> bool:
        nonlocal last
        if time.monotonic() - last < seconds:
            return False
        last = time.monotonic()
        return True

    return is_time


_seconds: defaultdict[str, float] = defaultdict(float)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Counts the time of what is done within to a stage of the run."""
    begun = time.monotonic()
    try:
        yield
    finally:
        _seconds[name] += time.monotonic() - begun


def seconds_by_stage() -> dict[str, float]:
    """Seconds of each stage of this run so far, in the order they began."""
    return {name: round(seconds, 2) for name, seconds in _seconds.items()}
