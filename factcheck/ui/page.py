"""The page itself: choose an index, see its disputes, check a claim of one's own."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

import pandas as pd
import streamlit as st

from factcheck.disputes import Dispute
from factcheck.embedding import Encoder, load_encoder
from factcheck.errors import FactcheckError
from factcheck.index import Index
from factcheck.nli import NLI, load_nli
from factcheck.pipeline import Analysis, Statement, analyse, check_claim
from factcheck.report import counted, css, dispute_html, escape_markdown, evidence_html, shown, with_sentences
from factcheck.settings import EMBEDDED, Settings
from factcheck.ui import INDEX_VARIABLE, MODEL_VARIABLE, NLI_VARIABLE
from factcheck.verdicts import AGREEMENT, CONFLICT, UPDATE

PAGE_SIZE = 20
_INDEXES = Path("indexes")
_LABEL_LENGTH = 30  # what fits in the list of topics: it cuts the rest at the right, where Arabic begins
_UNCALIBRATED = "“How sure” ranks the findings; it is not yet a calibrated probability."
_GROUPS = ((CONFLICT, "Contradicting"), (UPDATE, "Updating"), (AGREEMENT, "Supporting"))
# What is typed goes its own way too, whatever its language; and the disputes begin near the top.
_STYLE = """
textarea { unicode-bidi: plaintext; text-align: start; }
[data-testid="stMainBlockContainer"] { padding-top: 3rem; }
"""


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see; an empty choice is all. `floor` is the least confidence."""

    topic: int | None = None
    relations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    floor: float = 0.0


def choose(analysis: Analysis, choice: Choice) -> list[Dispute]:
    """The disputes a reader wants to see, in their order."""
    source = analysis.claims["source"].to_numpy()
    return [
        d
        for d in analysis.disputes
        if choice.topic in (None, d.topic)
        and (not choice.relations or d.relation in choice.relations)
        and (not choice.kinds or d.kind in choice.kinds)
        and (not choice.sources or not set(choice.sources).isdisjoint(source[d.a + d.b]))
        and d.confidence >= choice.floor
    ]


def index_folders() -> list[str]:
    """The folders to choose from: the one the environment names, the default, the others below `indexes/`."""
    found = sorted(str(path.parent) for path in _INDEXES.rglob("factcheck.sqlite"))
    first = [os.environ.get(INDEX_VARIABLE, ""), *(f for f in found if Path(f) == Settings.index)]
    return [folder for folder in dict.fromkeys([*first, *found]) if folder]


def main() -> None:
    """Draws the page. What a user can mend is said on it, with the way to mend it."""
    st.set_page_config(page_title="Where the sources disagree", layout="wide")
    st.html(f"<style>{css()}{_STYLE}</style>")
    st.header("Where the sources disagree")
    try:
        _explorer()
    except FactcheckError as error:
        st.error(escape_markdown(str(error)))


def _explorer() -> None:
    folders = index_folders()
    if not folders:
        st.info("There is no index yet. Build one, then load this page again: `factcheck index PATH...`")
        return
    folder = st.sidebar.selectbox("Index", folders, format_func=_isolated)
    analysis = _analysis(folder, _state(folder))
    if analysis.claims.empty:
        command = escape_markdown(f"factcheck index PATH... --index {folder}")
        st.info(f"This index is empty. Take in articles: {command}")
        return
    disputes, check = st.tabs(["Disputes", "Check a claim"])
    with disputes:
        _disputes(analysis, _filters(analysis))
    with check:
        _check(folder, analysis)


# --- what is slow is done once


def _state(folder: str) -> str:
    """Changes whenever the index does."""
    manifest = Index.open(folder).folder / "manifest.json"
    return f"{manifest.stat().st_mtime_ns} {manifest.read_text('utf-8')}" if manifest.exists() else ""


@st.cache_resource(max_entries=4, show_spinner="Comparing the claims of this index…")
def _analysis(folder: str, state: str) -> Analysis:
    """Shared by all readers, so nothing on this page may change it. A new `state` has the index read anew."""
    index = Index.open(folder)
    return with_sentences(analyse(index, Settings(), _nli()), index.articles())


@st.cache_resource(show_spinner="Loading the model…")
def _encoder(model: str) -> Encoder:
    return load_encoder(model)


@st.cache_resource(show_spinner="Loading the model…")
def _nli() -> NLI | None:
    return load_nli(os.environ.get(NLI_VARIABLE, EMBEDDED))


# --- disputes


def _filters(analysis: Analysis) -> Choice:
    topics = analysis.topics["topic"], analysis.topics["label"]
    with st.sidebar:
        labels = {topic: _label(topic, text) for topic, text in zip(*topics, strict=True)}
        present = [None, *sorted({d.topic for d in analysis.disputes})]
        topic = st.selectbox("Topic", present, format_func=lambda t: labels.get(t, "all"))
        return Choice(
            topic,
            _several("Relation", (d.relation for d in analysis.disputes)),
            _several("Kind", (d.kind for d in analysis.disputes)),
            _several("Source", analysis.claims["source"]),
            st.slider("How sure, at least (%)", 0, 100, 0, step=5) / 100,
        )


def _label(topic: int, text: str) -> str:
    """A topic in a list. The number tells two of one text apart."""
    return f"{topic + 1}. {_isolated(shorten(text, _LABEL_LENGTH, placeholder='…'))}"


def _several(label: str, values: Iterable[str]) -> tuple[str, ...]:
    def name(value: str) -> str:
        return _isolated(value) or "unknown"

    return tuple(st.multiselect(label, sorted(set(values)), format_func=name, placeholder="all"))


def _disputes(analysis: Analysis, choice: Choice) -> None:
    found = choose(analysis, choice)
    conflicts = sum(d.relation == CONFLICT for d in found)
    st.write(f"Shown: {counted(conflicts, 'conflict')}, {counted(len(found) - conflicts, 'update')}.")
    articles = counted(analysis.claims["article"].nunique(), "article")
    claims, judged = counted(len(analysis.claims), "claim"), counted(analysis.judged, "pair")
    st.caption(f"{articles}, {claims}, {judged} judged. Nothing here rules on who is right. {_UNCALIBRATED}")
    if not analysis.disputes:
        st.info("No claims clash. Add articles of other outlets: `factcheck index PATH...`")
    elif not found:
        st.info("No dispute is like that. Widen the filters on the left.")
    else:
        st.html("".join(dispute_html(analysis, d) for d in _page(found, choice)))


def _page(found: Sequence[Dispute], choice: Choice) -> Sequence[Dispute]:
    """The disputes of the page that is looked at; other filters begin at the first page again."""
    pages = -(-len(found) // PAGE_SIZE)
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page, of {pages}", 1, pages, key=f"page of {choice}"))
    return found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


# --- a claim of one's own


def _check(folder: str, analysis: Analysis) -> None:
    with st.form("check", border=False):
        text = st.text_area("A claim, in any language", height=120)
        published = st.date_input("Said on (leave empty if unknown)", value=None)
        asked = st.form_submit_button("Check")
    if not asked:
        return
    if not text.strip():
        st.warning("Write a claim first.")
        return
    encoder = _encoder(os.environ.get(MODEL_VARIABLE, EMBEDDED))
    statement = Statement(text.strip(), published=published.isoformat() if published else "")
    evidence = check_claim(statement, Index.open(folder), encoder, _nli(), Settings())
    sentences = analysis.claims.set_index("id")["sentence"]
    _evidence(evidence.assign(sentence=evidence["id"].map(sentences).fillna("")))


def _evidence(evidence: pd.DataFrame) -> None:
    if evidence.empty:
        st.info("Nothing in this index speaks to that claim. Say it more fully, or add articles about it.")
    for relation, title in _GROUPS:
        rows = evidence[evidence["relation"] == relation].to_dict("records")
        if rows:
            st.subheader(f"{title} ({len(rows)})")
            st.html("".join(evidence_html({str(k): v for k, v in row.items()}) for row in rows))


def _isolated(text: str) -> str:
    """A text for a widget, which must not turn the words around it (Unicode FSI and PDI)."""
    return f"\u2068{shown(text)}\u2069" if text else ""


if __name__ == "__main__":
    main()
