"""Review: a decision at each dispute; what was decided, how often each kind was right, and the export."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pandas as pd
import streamlit as st

from factcheck.index.index import Index
from factcheck.outputs.escaping import escape_markdown, isolated, shown
from factcheck.outputs.records import pair_record
from factcheck.outputs.words import Wording
from factcheck.reviews import (
    BECAME,
    JUDGEMENTS,
    LOST,
    NOTE,
    decide,
    decisions,
    export_csv,
    export_jsonl,
    pair_key,
    precision,
    resolve_pairs,
    standing,
    undo,
)
from factcheck.schema import Dispute
from factcheck.ui import frame
from factcheck.ui.address import Address
from factcheck.ui.choice import labels

_NAME = "reviewer"
_NAME_DAYS = 365
_SHOWN = 25  # decisions on a page
_LONGEST_NAME, _LONGEST_NOTE = 100, 2000


def ask_name(words: Wording) -> None:
    """Asks who decides. The browser remembers it as it is typed, not when the page is drawn again: by then the reader
    may have reloaded it."""
    if _NAME not in st.session_state:
        st.session_state[_NAME] = remembered_name()
    st.text_input(words("review.name"), key=_NAME, max_chars=_LONGEST_NAME, persist_state="session")
    kept = f"path=/; max-age={_NAME_DAYS * 24 * 60 * 60}; samesite=strict"
    remember = f"document.cookie = '{_NAME}=' + encodeURIComponent(event.target.value) + '; {kept}'"
    script = f"document.querySelector('.st-key-{_NAME}').oninput = event => {{ {remember} }};"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def remembered_name() -> str:
    """Who decided in this browser before."""
    return unquote(st.context.cookies.get(_NAME, ""))[:_LONGEST_NAME]


def resolved(view: frame.View) -> pd.DataFrame:
    """Every decision that stands, with the pair that it is of in what is looked at."""
    return resolve_pairs(decisions(view.index), view.analysis)


@st.fragment
def panel(view: frame.View, dispute: Dispute, former: Mapping[str, Sequence[str]]) -> None:
    """What can be decided of a dispute: of its surest pair, or of another of its pairs. former: see
    `reviews.former_keys`."""
    w = view.words
    with st.container(horizontal=True, vertical_alignment="center", key=f"review-{dispute.id}"):
        row = dispute.pairs[0]
        if len(dispute.pairs) > 1:
            number = st.selectbox(
                w("review.pair"),
                range(len(dispute.pairs)),
                format_func=lambda n: w("review.pair_of", n=n + 1, pairs=len(dispute.pairs)),
                key=f"pair {dispute.id}",
                label_visibility="collapsed",
                width=150,
            )
            row = dispute.pairs[number]
        record = pair_record(view.analysis, row, labels(view.analysis)[dispute.topic])
        _judge(view.index, record, former, f"{dispute.id} {row}", w)
    if len(dispute.pairs) > 1:
        texts = (isolated(escape_markdown(record[side]["text"])) for side in "ab")
        st.caption(w("review.of_pair", a=next(texts), b=next(texts)))


def _judge(index: Index, record: dict[str, Any], former: Mapping[str, Sequence[str]], place: str, w: Wording) -> None:
    """The buttons of one pair, and what stands of it."""
    pair = pair_key(record["a"]["text"], record["b"]["text"])
    stands = standing(decisions(index, pair, *former.get(pair, ())))
    chosen = stands["judgement"] or None if stands else None
    key = f"judge {place}"
    # What is stored is what is shown, whoever decided it.
    st.session_state[key] = chosen

    def decided() -> None:
        judgement = st.session_state[key]
        if judgement:
            decide(index, record, judgement, _name())
        elif stands:
            undo(index, stands["pair"], _name())

    st.segmented_control(
        w("review.label"),
        JUDGEMENTS,
        format_func=lambda j: w.name("judgement", j),
        key=key,
        on_change=decided,
        label_visibility="collapsed",
    )
    _note(index, record, place, w)
    if stands:
        st.button(w("review.undo"), key=f"undo {place}", on_click=_take_back, args=(index, stands["pair"]))
        is_carried = stands["pair"] != pair
        st.caption(" ".join([_who(w, stands), *([w("review.carried")] if is_carried else [])]))


def _note(index: Index, record: dict[str, Any], place: str, w: Wording) -> None:
    key = f"note {place}"

    def noted() -> None:
        if st.session_state[key].strip():
            decide(index, record, NOTE, _name(), st.session_state[key])
            st.session_state[key] = ""

    with st.popover(w("review.note")):
        st.text_area(w("review.note_label"), key=key, max_chars=_LONGEST_NOTE)
        st.button(w("review.note_save"), key=f"save {place}", on_click=noted)


def _who(w: Wording, row: dict[str, Any]) -> str:
    """Who decided, when, and what was noted."""
    who = isolated(escape_markdown(row["reviewer"])) or w("review.nobody")
    when = isolated(row["reviewed"][: len("2024-12-01T10:00")].replace("T", " "))
    said = w("review.by", who=who, when=when)
    return f"{said} {isolated('“' + escape_markdown(row['note']) + '”')}" if row["note"] else said


def _take_back(index: Index, pair: str) -> None:
    undo(index, pair, _name())


def _name() -> str:
    return shown(str(st.session_state.get(_NAME, "")))


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    decided = resolved(view)
    if decided.empty:
        st.info(w("review.none"))
        return
    st.write(w("review.counted", pairs=w.count("pair", len(decided))))
    if lost := int((decided["now"] == LOST).sum()):
        st.write(w("review.lost", pairs=w.count("pair", lost)))
    with st.sidebar:
        ask_name(w)
    with st.container(horizontal=True):
        st.download_button(w("review.csv"), export_csv(decided), "reviews.csv", "text/csv", on_click="ignore")
        lines = export_jsonl(decided)
        st.download_button(w("review.jsonl"), lines, "reviews.jsonl", "application/jsonl", on_click="ignore")
    st.caption(w("review.exports"))
    right = precision(decided)
    if not right.empty:
        st.subheader(w("review.precision"), anchor=False)
        st.html(str(view.macros().precision(right.to_dict("records"))))
    st.subheader(w("review.list"), anchor=False)
    address = Address("review")
    chosen = address.one("now", w("review.now"), ["", *BECAME], lambda now: w.name("now", now) or w("frame.all"))
    newest = decided[decided["now"].isin([chosen] if chosen else BECAME)].iloc[::-1]
    if chosen and newest.empty:
        st.info(w("review.nothing"))
    pages = max(1, -(-len(newest) // _SHOWN))
    page = address.number("page", w("disputes.page", pages=pages), pages)
    address.write()
    for row in newest.iloc[(page - 1) * _SHOWN : page * _SHOWN].to_dict("records"):
        st.html(str(view.macros().decision(row)))
        st.button(w("review.undo"), key=f"undo {row['pair']}", on_click=_take_back, args=(view.index, row["pair"]))
