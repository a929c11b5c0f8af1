"""Numbers over time: every figure of one topic and one thing counted, by outlet and day."""

import pandas as pd
import streamlit as st

from factcheck.analysis.figures import find_figures
from factcheck.outputs.escaping import isolated
from factcheck.outputs.records import claim_of
from factcheck.outputs.views import claim_view
from factcheck.ui import charts, frame
from factcheck.ui.address import Address

_MOST_CLAIMS = 2000
"""Of a topic: each is read for its figures when the topic is looked at."""

_LISTED = 50  # figures on a page


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    address = Address("numbers")
    topics = list(map(str, _topics(view)))
    topic = int(address.one("topic", w("numbers.topic"), topics, lambda t: view.topic(int(t))))
    figures = _figures(view.folder, view.state, topic, view)
    counts = figures["counted"].value_counts()
    if figures.empty:
        st.info(w("numbers.none"))
        address.write()
        return
    classes = sorted(counts.index, key=lambda name: (-counts[name], name))
    chosen = address.one(
        "counted", w("numbers.counted"), classes, lambda c: f"{isolated(w.name('named', c))} ({counts[c]:,})"
    )
    _show(view, figures[figures["counted"] == chosen].reset_index(drop=True), w.name("named", chosen), address)
    address.write()


def _topics(view: frame.View) -> list[int]:
    """The topics, those first in which most figures clash."""
    clashing = pd.Series([d.topic for d in view.analysis.disputes if d.kind == "number"], dtype=int).value_counts()
    return sorted(view.analysis.topics["topic"], key=lambda topic: (-int(clashing.get(topic, 0)), topic))


@st.cache_resource(max_entries=32, show_spinner=False)
def _figures(folder: str, state: str, topic: int, _view: frame.View) -> pd.DataFrame:
    """The figures of a topic, with `position`, `source` and `published` of their claims."""
    found = _view.analysis.claims
    chosen = found[found["topic"] == topic].iloc[:_MOST_CLAIMS]
    figures = find_figures(chosen)
    rows = chosen.iloc[figures["claim"].to_numpy(int)]
    positions = found.index.get_indexer(rows.index)
    return figures.assign(position=positions, source=rows["source"].to_numpy(), published=rows["published"].to_numpy())


def _show(view: frame.View, figures: pd.DataFrame, counted: str, address: Address) -> None:
    """The chart of the figures with a date, and the table of all, in pages."""
    w = view.words
    dated = figures[figures["published"] != ""]
    if dated.empty:
        st.info(w("numbers.undated"))
    else:
        st.altair_chart(
            charts.figures_over_time(dated, _links(view, dated), counted, w), alt=w("numbers.alt", counted=counted)
        )
        st.caption(w("numbers.legend"))
    order = figures.assign(late=figures["published"].replace("", "9999")).sort_values(["late", "value"])
    pages = -(-len(order) // _LISTED)
    page = address.number("page", w("disputes.page", pages=pages), pages)
    rows = [
        claim_view(claim_of(view.analysis, row.position), whole=view.whole) | {"written": row.written, "form": row.form}
        for row in order.iloc[(page - 1) * _LISTED : page * _LISTED].itertuples()
    ]
    st.html(str(view.macros().figures(rows)))


def _links(view: frame.View, figures: pd.DataFrame) -> pd.DataFrame:
    """A row a pair of figures that is a conflict or an update: `relation`, and `published`, `value` of both ends."""
    verdicts = view.analysis.verdicts
    pairs = verdicts[(verdicts["kind"] == "number")][["a", "b", "relation"]]
    ends = figures[["position", "published", "value"]].drop_duplicates("position")
    left = pairs.merge(ends, left_on="a", right_on="position")
    both = left.merge(ends, left_on="b", right_on="position", suffixes=("", "_b"))
    return both[["relation", "published", "value", "published_b", "value_b"]]
