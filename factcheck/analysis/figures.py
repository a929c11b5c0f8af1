"""Claims -> figures: every number of an event with what it counts, ready to be set out over time."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from factcheck.claims import claims_of
from factcheck.facts.quantities import Quantity
from factcheck.facts.read import read_facts
from factcheck.schema import Claim
from factcheck.text.language import language

EXACT, AT_LEAST, AT_MOST, RANGE = "exact", "at_least", "at_most", "range"
FORMS = (EXACT, AT_LEAST, AT_MOST, RANGE)
_COLUMNS = ("claim", "counted", "role", "low", "high", "value", "form", "written")


def find_figures(claims: pd.DataFrame) -> pd.DataFrame:
    """One row a figure, in the order of the claims: `claim` (row position), `counted` (see `quantities.Quantity`),
    `role` (empty: none told), `low`, `high` (inf where only a lower bound is told), `value` (the written number),
    `form` (one of FORMS) and `written` (the words of the claim).

    claims: as `Index.claims` gives them. Rates, plans and increases are left out: they count something else.
    """
    rows = [row for n, claim in enumerate(claims_of(claims)) for row in _figures(n, claim)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _figures(position: int, claim: Claim) -> Iterator[dict[str, Any]]:
    for q in read_facts(claim.text, language(claim.lang)).numbers:
        if q.scope:
            continue
        start, end = q.span
        told = {"counted": q.counted, "role": q.role or "", "low": q.low, "high": q.high, "value": q.value}
        yield {"claim": position, **told, "form": _form(q), "written": " ".join(claim.text[start:end].split())}


def _form(q: Quantity) -> str:
    if q.is_exact:
        return EXACT
    if math.isinf(q.high):
        return AT_LEAST
    return AT_MOST if q.low == 0 else RANGE
