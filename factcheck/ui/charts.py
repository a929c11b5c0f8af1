"""The charts: a map of topics, figures over time. Vega-Lite, which comes with Streamlit; nothing from the network."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from factcheck.analysis.figures import AT_LEAST, AT_MOST, FORMS
from factcheck.outputs.escaping import isolated
from factcheck.outputs.words import Wording
from factcheck.schema import CONFLICT, UPDATE

PICKED = "picked"
_COLOURED = 10
"""Topics with a colour of their own; the rest share grey: the eye tells no more apart."""
_GREY = "#9aa0a6"
_REACH = 0.12
"""How far a bound without an end is drawn, of the highest figure."""
_WIDE = 20
"""Times the middle figure: where the highest is more, the others would lie on one line but for a logarithmic scale."""
_SHAPES = ("circle", "triangle-up", "triangle-down", "square")  # in the order of FORMS
# Told apart by the dashes too, for who sees no red and green. Both stand out on white and on black.
_LINKS = {CONFLICT: ("#d6453d", [1, 0]), UPDATE: ("#3d7fd6", [6, 4])}
_ENDS = ("published", "published_b")
_FEW_DAYS, _TICKS = 14, 8
_HEIGHT = 540  # pixels, with the legends
_LEGEND = alt.Legend(orient="bottom", columns=3, symbolOpacity=1, labelLimit=90)
"""Below the chart, and no wider than a phone."""
_FORMS = alt.Legend(orient="top", columns=4)
_AT_THE_EDGE = 30  # pixels beside the first and the last figure


def map_of_topics(points: pd.DataFrame, words: Wording, is_dark: bool = False) -> Any:
    """points: `x`, `y`, `topic`, and `text`, `speaker`, `source`, `published` to be told of each. One is picked by
    a click (selection `picked`)."""
    rest = words("topics.rest")
    names = [str(topic + 1) if topic < _COLOURED else rest for topic in points["topic"]]
    present = sorted({n for n in names if n != rest}, key=int)
    domain, palette = list(present), _palette()[: len(present)]
    if rest in names:
        domain, palette = [*domain, rest], [*palette, _GREY]
    # A map of many points is a picture, whose words no style sheet reaches.
    ink = "#a9b0ba" if is_dark else "#5a6068"
    legend = alt.Legend(orient="bottom", columns=6, symbolOpacity=1, labelColor=ink, titleColor=ink)
    told = [("text", "numbers.claim"), ("speaker", "numbers.speaker"), ("source", "numbers.source")]
    return (
        alt.Chart(points.assign(name=names))
        .mark_circle(size=45, opacity=0.75)
        .encode(
            x=alt.X("x:Q", axis=None),
            y=alt.Y("y:Q", axis=None),
            color=alt.Color(
                "name:N", title=words("topics.legend"), scale=alt.Scale(domain=domain, range=palette), legend=legend
            ),
            tooltip=[alt.Tooltip(f"{c}:N", title=words(t)) for c, t in (*told, ("published", "numbers.published"))],
        )
        .add_params(alt.selection_point(PICKED, fields=["topic"]))
        .properties(height=_HEIGHT)
    )


def _palette() -> list[str]:
    """Ten colours that differ also in lightness (Tableau 10)."""
    return "#4c78a8 #f58518 #54a24b #e45756 #72b7b2 #b279a2 #eeca3b #9d755d #ff9da6 #79706e".split()


def figures_over_time(figures: pd.DataFrame, links: pd.DataFrame, counted: str, words: Wording) -> Any:
    """Each figure a mark, a bound a line to where it leads, and between two that clash a line.

    figures: of `series.find_figures`, with `published` and `source`; links: see `numbers`.
    """
    highest = float(figures["value"].max())
    is_wide = highest > _WIDE * max(1.0, float(figures["value"].median()))
    rows = figures.assign(
        start=_end_of_bound(figures["low"], figures["value"], highest, is_wide, -1),
        end=_end_of_bound(figures["high"], figures["value"], highest, is_wide, 1),
        source=[isolated(s) or words("frame.unknown") for s in figures["source"]],
        written=[isolated(s) for s in figures["written"]],
        form=[words.name("form", form) for form in figures["form"]],
    )[["published", "start", "end", "value", "source", "written", "form"]]
    rows["published"], links = _times(rows["published"]), links.assign(**{c: _times(links[c]) for c in _ENDS})
    scale = alt.Scale(type="utc", padding=_AT_THE_EDGE)
    x = alt.X("published:T", title=words("numbers.published"), scale=scale, axis=_days(rows["published"]))
    scale = alt.Scale(type="symlog" if is_wide else "linear")
    # Of itself a symlog axis has no figure between nought and the highest.
    ticks = [0, *(10**n for n in range(len(str(int(highest)))))] if is_wide else alt.Undefined
    y = alt.Y("value:Q", title=isolated(counted), axis=alt.Axis(format=",~f", values=ticks), scale=scale)
    names = [words.name("form", form) for form in FORMS]
    colour = alt.Color("source:N", title=words("numbers.source"), scale=alt.Scale(range=_palette()), legend=_LEGEND)
    scale = alt.Scale(domain=names, range=list(_SHAPES))
    shape = alt.Shape("form:N", title=words("numbers.form"), scale=scale, legend=_FORMS)
    told = [("written", "numbers.figure"), ("form", "numbers.form"), ("source", "numbers.source")]
    tooltip = [alt.Tooltip(f"{c}:N", title=words(t)) for c, t in told]
    is_bound = figures["form"].isin((AT_LEAST, AT_MOST)) | (figures["low"] != figures["high"])
    bounds = rows[is_bound.to_numpy()]
    line = alt.Chart(bounds).mark_rule(strokeWidth=3, opacity=0.35)
    marks = alt.Chart(rows).mark_point(filled=True, size=130, opacity=0.95)
    layers = [
        # A layer without marks would be a picture without a name to a screen reader.
        *([line.encode(x=x, y=alt.Y("start:Q"), y2="end:Q", color=colour)] if len(bounds) else []),
        *_clashes(links, words),
        marks.encode(x=x, y=y, color=colour, shape=shape, tooltip=tooltip),
    ]
    return alt.layer(*layers).properties(height=_HEIGHT).resolve_scale(strokeDash="independent")


def _times(published: pd.Series) -> pd.Series:
    """Times of which a browser need not guess the zone; what is told without one is taken as it is."""
    return pd.to_datetime(published, utc=True, format="ISO8601")


def _days(published: pd.Series) -> Any:
    """An axis of days, without hours between them."""
    is_short = (published.max() - published.min()).days <= _FEW_DAYS
    ticks = alt.TimeIntervalStep(interval="day", step=1) if is_short else _TICKS
    return alt.Axis(format="%Y-%m-%d", tickCount=ticks, labelOverlap=True)


def _end_of_bound(end: pd.Series, value: pd.Series, highest: float, is_wide: bool, towards: int) -> np.ndarray:
    """Where the line of a figure ends above (1) or below (-1) it: at the end that is told, else a little further on."""
    # On a logarithmic scale a line of one length is a part of its figure.
    reach = value / 3 if is_wide else _REACH * highest
    is_open = np.isinf(end) | ((end == 0) & (value > 0))
    return np.where(is_open, np.maximum(0, value + towards * reach), end)


def _clashes(links: pd.DataFrame, words: Wording) -> list[Any]:
    """A line from figure to figure of each pair: a conflict unbroken, an update dashed."""
    drawn = []
    for relation, (colour, dash) in _LINKS.items():
        rows = links[links["relation"] == relation]
        if len(rows):
            line = alt.Chart(rows.assign(relation=words.name("relation", relation)))
            drawn.append(
                line.mark_rule(strokeWidth=2, color=colour, strokeDash=dash).encode(
                    x="published:T", x2="published_b:T", y="value:Q", y2="value_b:Q", tooltip=["relation:N"]
                )
            )
    return drawn
