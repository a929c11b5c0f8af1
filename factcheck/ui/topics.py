"""Topics: a map of the claims, the list of topics, and who said what when."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from factcheck.analysis.projection import project
from factcheck.outputs.escaping import isolated
from factcheck.outputs.records import claim_of
from factcheck.outputs.views import claim_view, direction
from factcheck.ui import charts, frame
from factcheck.ui.address import Address

_DRAWN = 3000
"""Claims on the map: more cannot be told apart, and each is sent to the browser."""
_LISTED = 20  # topics on a page
_TOLD = 50  # claims of a timeline on a page
_LONGEST_TIP = 160  # characters
_DAY = len("2024-12-01")


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    address = Address("topics")
    names = ["", *map(str, view.analysis.topics["topic"])]
    chosen = address.one("topic", w("topics.topic"), names, lambda t: view.topic(int(t)) if t else w("topics.all"))
    if chosen:
        _one(view, int(chosen), address)
    else:
        _map(view, address)
        _list(view, address)
    address.write()


def _map(view: frame.View, address: Address) -> None:
    """The map; a click on a claim opens its topic."""
    w = view.words
    points = _points(view.folder, view.state, view)

    def open_topic() -> None:
        for point in st.session_state["map"].selection[charts.PICKED]:
            address.set("topic", str(point["topic"]))

    chart = charts.map_of_topics(points, w, is_dark=st.context.theme.type == "dark")
    st.altair_chart(chart, alt=w("topics.map_alt"), key="map", on_select=open_topic, selection_mode=charts.PICKED)
    st.caption(w("topics.map", shown=len(points), claims=w.count("claim", len(view.analysis.claims))))


@st.cache_resource(max_entries=4, show_spinner=False)
def _points(folder: str, state: str, _view: frame.View) -> pd.DataFrame:
    """The claims on the map, of too many every so many: `x`, `y`, `topic` and what is told of one."""
    found = _view.analysis.claims
    rows = np.unique(np.linspace(0, len(found) - 1, min(len(found), _DRAWN)).astype(int))
    drawn = found.iloc[rows]
    flat = project(_view.index.vectors(rows), drawn["topic"].to_numpy())
    told = {c: [isolated(text[:_LONGEST_TIP]) for text in drawn[c]] for c in ("text", "speaker", "source", "published")}
    return pd.DataFrame(
        {"x": flat[:, 0].round(4), "y": flat[:, 1].round(4), "topic": drawn["topic"].to_numpy(), **told}
    )


def _list(view: frame.View, address: Address) -> None:
    """The topics of a page, those with most disputes first, then the largest."""
    w, analysis = view.words, view.analysis
    pages = -(-len(analysis.topics) // _LISTED)
    page = address.number("page", w("disputes.page", pages=pages), pages)
    disputes = pd.Series([d.topic for d in analysis.disputes], dtype=int).value_counts()
    order = sorted(analysis.topics["topic"], key=lambda topic: (-int(disputes.get(topic, 0)), topic))
    rows = [
        {
            **_heading(topic),
            "number": topic["topic"] + 1,
            "claims": topic["claims"],
            "disputes": int(disputes.get(topic["topic"], 0)),
            "href": view.link("topics", topic=topic["topic"]),
            "disputes_href": view.link("", topic=topic["topic"]),
        }
        for topic in analysis.topics.iloc[order[(page - 1) * _LISTED : page * _LISTED]].to_dict("records")
    ]
    st.html(str(view.macros().topics(rows)))


def _heading(topic: dict[Any, Any]) -> dict[str, Any]:
    return {"label": topic["label"], "lang": topic["lang"], "dir": direction(topic["label"])}


def _one(view: frame.View, topic: int, address: Address) -> None:
    """One topic: its text, its disputes, who said what when."""
    w, analysis = view.words, view.analysis
    claims = np.flatnonzero(analysis.claims["topic"].to_numpy() == topic)
    about = _heading(analysis.topics.iloc[topic].to_dict())
    disputed = {c: d.id for d in reversed(analysis.disputes) if d.topic == topic for c in d.a + d.b}
    count = sum(d.topic == topic for d in analysis.disputes)
    links = {"disputes": view.link("", topic=topic), "numbers": view.link("numbers", topic=topic), "count": count}
    st.html(str(view.macros().topic({**about, **links, "all": view.link("topics")})))
    st.subheader(w("topics.timeline"), anchor=False)
    when = analysis.claims["published"].to_numpy()[claims]
    order = claims[np.lexsort((claims, np.where(when == "", "9999", when)))]
    pages = -(-len(order) // _TOLD)
    page = address.number("page", w("disputes.page", pages=pages), pages)
    days: dict[str, list[dict[str, Any]]] = {}
    for position in order[(page - 1) * _TOLD : page * _TOLD]:
        claim = claim_view(claim_of(analysis, position), whole=view.whole)
        link = view.link("", dispute=disputed[position]) if position in disputed else ""
        days.setdefault((claim["published"] or "")[:_DAY], []).append({**claim, "link": link})
    st.html(str(view.macros().timeline(list(days.items()))))
