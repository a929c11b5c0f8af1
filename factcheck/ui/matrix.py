"""How often each two outlets, or speakers, agree, conflict, and are updated by one another."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from factcheck.schema import AGREEMENT, CONFLICT, UPDATE, Analysis, Dispute

UPDATED = "updated"
"""A pair of which the second tells the later figure or state."""
COUNTS = (AGREEMENT, CONFLICT, UPDATED)


@dataclass(frozen=True)
class Matrix:
    """`names` with most pairs first, `cells` of `(row, column)`: how many pairs of each of COUNTS; `left_out` names
    that did not fit. What has no name is `""`."""

    names: list[str]
    cells: dict[tuple[str, str], dict[str, int]]
    left_out: int


def pairs_by(analysis: Analysis, column: str) -> pd.DataFrame:
    """Every pair with both names: `one`, `other`, `what` (one of COUNTS), `row` and `is_agreement` (where it stands).

    column: `source` or `speaker`. A pair of agreement or conflict is there both ways; an update once, from the earlier
    to the later, and both ways where times do not tell.
    """
    name, when = (analysis.claims[c].to_numpy() for c in (column, "published"))
    found = []
    for table, is_agreement in ((analysis.verdicts, False), (analysis.agreements, True)):
        a, b = (table[side].to_numpy(int) for side in "ab")
        relation = table["relation"].to_numpy()
        for one, other in ((a, b), (b, a)):
            is_later = (relation == UPDATE) & (when[one] > when[other]) & (when[other] != "")
            told = {"one": name[one], "other": name[other], "row": table.index.to_numpy(), "is_agreement": is_agreement}
            pairs = pd.DataFrame({**told, "what": np.where(relation == UPDATE, UPDATED, relation)})
            # Within one outlet both ways are the same way.
            is_twice = (one is b) & (name[one] == name[other]) & (relation != UPDATE)
            found.append(pairs[~is_later & ~is_twice])
    return pd.concat(found, ignore_index=True)


def matrix(pairs: pd.DataFrame, most: int) -> Matrix:
    """The counts of the names with most pairs. pairs: see `pairs_by`."""
    total = pd.concat([pairs["one"], pairs["other"]]).value_counts()
    names = sorted(total.index, key=lambda n: (-total[n], n))
    shown = pairs[pairs["one"].isin(names[:most]) & pairs["other"].isin(names[:most])]
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for (one, other, what), count in shown.groupby(["one", "other", "what"]).size().items():
        cells.setdefault((one, other), dict.fromkeys(COUNTS, 0))[what] = int(count)
    return Matrix(names[:most], cells, len(names[most:]))


def as_dispute(analysis: Analysis, row: Any, is_agreement: bool) -> Dispute:
    """One pair, to be shown as a dispute is: its verdict is row `row` of the table it stands in."""
    pair = (analysis.agreements if is_agreement else analysis.verdicts).loc[row]
    a, b = int(pair["a"]), int(pair["b"])
    topic = int(analysis.claims["topic"].iloc[a])
    return Dispute(
        f"pair-{row}", pair["relation"], pair["kind"], float(pair["confidence"]), topic, (a,), (b,), (row,), 1, 1
    )
