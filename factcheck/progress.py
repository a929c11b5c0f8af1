"""How far a run is and where its time went: a bar on stderr, only where that is a terminal, and seconds by stage."""

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tqdm import tqdm

from factcheck.log import is_quiet

T = TypeVar("T")
_SECONDS_BEFORE_SHOWN = 2


def track(items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """The items, with a bar that says how many are done; it appears after two seconds."""
    is_hidden = is_quiet() or not sys.stderr.isatty()
    return tqdm(items, desc=what, total=total, file=sys.stderr, disable=is_hidden, delay=_SECONDS_BEFORE_SHOWN)


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
