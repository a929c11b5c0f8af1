"""What is new in an index: disputes of a date and later, and disputes that no report has shown yet.

A dispute is shown whole: it is new when one of its pairs is.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from factcheck.errors import IndexStoreError
from factcheck.schema import Analysis

_REPORTED = "reported.json"
"""Of an index folder: the ids of the pairs that reports of what is new have shown."""


def since(analysis: Analysis, day: date) -> Analysis:
    """The disputes with an article published on a day or later; an article without a date is of no day."""
    published = analysis.claims["published"].str[: len("2024-12-01")]
    is_late = (published >= day.isoformat()).tolist()
    verdicts = analysis.verdicts
    sides = zip(verdicts["a"], verdicts["b"], strict=True)
    late = {row for row, (a, b) in zip(verdicts.index, sides, strict=True) if is_late[a] or is_late[b]}
    return _only(analysis, late.__contains__)


def unreported(analysis: Analysis, folder: Path, renamed: Mapping[str, str] | None = None) -> Analysis:
    """The disputes that no report of what is new has shown. renamed: the ids of pairs now, by those they had. Raises
    IndexStoreError where the list is damaged."""
    known = _read(folder / _REPORTED)
    known |= {now for before, now in (renamed or {}).items() if before in known}
    ids = analysis.verdicts["id"]
    return _only(analysis, lambda row: ids[row] not in known)


def remember(analysis: Analysis, folder: Path) -> None:
    """Notes the pairs of an analysis as reported; the list is written whole or not at all."""
    path = folder / _REPORTED
    pairs = sorted(_read(path) | set(analysis.verdicts["id"]))
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps({"version": 1, "pairs": pairs}, indent=0) + "\n", "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise IndexStoreError(f"{path}: cannot be written ({error.strerror}); what was reported comes again") from error


def _only(analysis: Analysis, is_wanted: Callable[[int], bool]) -> Analysis:
    """The disputes with a pair that is wanted, and such pairs that no dispute took in."""
    disputes = [dispute for dispute in analysis.disputes if any(map(is_wanted, dispute.pairs))]
    shown = {row for dispute in disputes for row in dispute.pairs}
    alone = analysis.verdicts.index[analysis.verdicts["dispute"] == ""]
    shown.update(row for row in alone if is_wanted(row))
    return replace(analysis, disputes=disputes, verdicts=analysis.verdicts.loc[_in_order(analysis, shown)])


def _in_order(analysis: Analysis, rows: Iterable[int]) -> list[int]:
    wanted = set(rows)
    return [row for row in analysis.verdicts.index if row in wanted]


def _read(path: Path) -> set[str]:
    try:
        return set(json.loads(path.read_text("utf-8"))["pairs"])
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexStoreError(f"{path}: damaged; remove it, and the next report shows everything again") from error
