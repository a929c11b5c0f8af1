"""Sources: which outlets, and which speakers, agree, conflict and are updated by which, and the pairs behind."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from factcheck.hashing import digest
from factcheck.outputs.escaping import escape_markdown
from factcheck.outputs.pages import dispute_html
from factcheck.reviews import former_keys
from factcheck.ui import frame, review
from factcheck.ui.address import Address
from factcheck.ui.matrix import COUNTS, as_dispute, matrix, pairs_by

_BY = ("source", "speaker")
_MOST = 20  # rows and columns: more do not fit on a screen
_PAGE_SIZE = 10
_TO_PAIRS = "<script>document.querySelector('[class*=st-key-pairs-]').scrollIntoView({block: 'center'});</script>"


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    address = Address("sources")
    by = address.one("by", w("sources.by"), _BY, lambda c: w(f"sources.by_{c}"))
    pairs = _pairs(view.folder, view.state, by, view)
    if pairs.empty:
        st.info(w("sources.none"))
        address.write()
        return
    table = matrix(pairs, _MOST)
    rows = [(name, [_cell(view, by, name, other, table.cells) for other in table.names]) for name in table.names]
    st.html(str(view.macros().matrix(table.names, rows, view.named("", by))))
    st.caption(w("sources.legend"))
    if table.left_out:
        st.caption(w("sources.left_out", names=table.left_out))
    _behind(view, by, pairs, address)
    address.write()


@st.cache_resource(max_entries=8, show_spinner=False)
def _pairs(folder: str, state: str, by: str, _view: frame.View) -> pd.DataFrame:
    return pairs_by(_view.analysis, by)


def _cell(view: frame.View, by: str, one: str, other: str, cells: dict[Any, dict[str, int]]) -> list[dict[str, Any]]:
    """What a cell shows: each count that is not 0, with the link to its pairs."""
    counts = cells.get((one, other), {})
    return [
        {
            "what": what,
            "count": counts[what],
            # An empty name would be left out of the address.
            "href": view.link("sources", by=by, one=f"={one}", other=f"={other}", what=what),
        }
        for what in COUNTS
        if counts.get(what)
    ]


def _behind(view: frame.View, by: str, pairs: pd.DataFrame, address: Address) -> None:
    """The pairs of the cell that was chosen."""
    w = view.words
    one, other, what = (address.given(name) for name in ("one", "other", "what"))
    if not one or not other or what not in COUNTS:
        st.info(w("sources.choose"))
        return
    one, other = one[1:], other[1:]
    chosen = pairs[(pairs["one"] == one) & (pairs["other"] == other) & (pairs["what"] == what)]
    names = {"one": view.named(one, by), "other": view.named(other, by)}
    st.subheader(escape_markdown(w(f"sources.{what}", **names)), anchor=False)
    # The table is long: who chose a count in it is taken to its pairs. `key` makes it anew for another count.
    with st.container(key=f"pairs-{digest(one, other, what)}"):
        st.html(_TO_PAIRS, unsafe_allow_javascript=True)
    pages = -(-len(chosen) // _PAGE_SIZE)
    page = address.number("page", w("disputes.page", pages=pages), pages) if pages else 1
    agreeing = replace(view.analysis, verdicts=view.analysis.agreements)
    former = former_keys(review.resolved(view))
    for row in chosen.iloc[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE].itertuples():
        dispute = as_dispute(view.analysis, row.row, bool(row.is_agreement))
        st.html(dispute_html(agreeing if row.is_agreement else view.analysis, dispute, w, view.whole))
        if not row.is_agreement:
            review.panel(view, dispute, former)
