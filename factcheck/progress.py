"""A progress bar for what takes longer than a moment: on stderr, and only where that is a terminal."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

from factcheck.log import is_quiet

T = TypeVar("T")
_SECONDS_BEFORE_SHOWN = 2


def track(items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """The items, with a bar that says how many are done; it appears after two seconds."""
    is_hidden = is_quiet() or not sys.stderr.isatty()
    return tqdm(items, desc=what, total=total, file=sys.stderr, disable=is_hidden, delay=_SECONDS_BEFORE_SHOWN)
