"""Check: what the articles say to a claim, or to each sentence of a paragraph, of one's own."""

from typing import Any

import pandas as pd
import streamlit as st

from factcheck.analysis.check import check_claim
from factcheck.articles import detect_language
from factcheck.outputs.pages import evidence_html
from factcheck.schema import AGREEMENT, CONFLICT, NEUTRAL, UPDATE, Statement
from factcheck.text.sentences import split_sentences
from factcheck.ui import frame

_COLUMNS = (AGREEMENT, CONFLICT, UPDATE)
_LONGEST = 5000  # characters
_SENTENCES = 20
_SHOWN = 10  # pieces of evidence in a column


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    with st.form("check", border=False):
        text = st.text_area(w("check.claim"), height=140, max_chars=_LONGEST, placeholder=w("check.example"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            published = st.date_input(w("check.published"), value=None, format="YYYY-MM-DD", width=260)
            asked = st.form_submit_button(w("check.button"), type="primary")
    if not asked:
        st.caption(w("check.help"))
        return
    if not any(c.isalnum() for c in text):
        st.warning(w("check.nothing"))
        return
    with st.spinner(w("check.reading")):
        found = _check(view, text.strip(), published.isoformat() if published else "")
    for sentence, evidence in found:
        if len(found) > 1:
            st.html(str(view.macros().asked(sentence)))
        _evidence(view, evidence)


def _check(view: frame.View, text: str, published: str) -> list[tuple[str, pd.DataFrame]]:
    """(sentence, evidence) of each sentence of a text, the first twenty of them."""
    chosen = frame.settings(view.folder)
    encoder, reader = frame.encoder(chosen.model), frame.pair_reader()
    spans = split_sentences(text, detect_language(text))
    sentences = [text[s.start : s.end] for s in spans if not s.is_dateline][:_SENTENCES] or [text]
    around = view.analysis.claims.drop_duplicates("id").set_index("id")["sentence"]
    found = []
    for sentence in sentences:
        evidence = check_claim(Statement(sentence, published=published), view.index, encoder, reader, chosen)
        found.append((sentence, evidence.assign(sentence=evidence["id"].map(around).fillna(""))))
    return found


def _evidence(view: frame.View, evidence: pd.DataFrame) -> None:
    """What supports, contradicts and updates a claim, side by side, best first."""
    w = view.words
    if evidence.empty:
        st.info(w("check.silent"))
        return
    if (evidence["relation"] == NEUTRAL).all():
        st.info(w("check.nearest"))
        nearest: list[dict[Any, Any]] = evidence.to_dict("records")
        st.html("".join(evidence_html({str(k): v for k, v in row.items()}, w, view.whole) for row in nearest))
        return
    for column, relation in zip(st.columns(len(_COLUMNS)), _COLUMNS, strict=True):
        rows: list[dict[Any, Any]] = evidence[evidence["relation"] == relation].to_dict("records")
        with column:
            st.subheader(f"{w(f'check.{relation}')} ({len(rows)})", anchor=False)
            if rows:
                st.html("".join(evidence_html({str(k): v for k, v in r.items()}, w, view.whole) for r in rows[:_SHOWN]))
            else:
                st.caption(w("check.no_evidence"))
