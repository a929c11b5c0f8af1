"""Articles: each whole, its claims underlined and its furniture greyed; adding articles, building the index anew."""

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from factcheck.articles.furniture import find_furniture
from factcheck.errors import FactcheckError
from factcheck.outputs.escaping import escape_markdown, isolated, shown
from factcheck.outputs.views import direction, web_href
from factcheck.outputs.words import Wording
from factcheck.schema import Article
from factcheck.ui import frame
from factcheck.ui.address import Address
from factcheck.ui.jobs import MOST_BYTES, MOST_FILES, Job, pasted, store

_TYPES = "txt md html htm json jsonl csv tsv docx pdf parquet xml rss zip gz".split()
_LONGEST = 300_000  # characters of an article that are shown
_LONGEST_PASTE = 100_000
_EVERY = 1.0  # seconds between two looks at a run
_LEFT_OUT = 20  # named on the page; the log names all


def draw(view: frame.View) -> None:
    """The page."""
    w = view.words
    reading, adding = st.tabs([w("articles.read"), w("articles.add")])
    with adding:
        draw_adding(view.folder, w)
    with reading:
        if frame.has_claims(view):
            _choose(view)


def _choose(view: frame.View) -> None:
    """The list of articles, and the one that was chosen."""
    w = view.words
    articles = _articles(view.folder, view.state, view)
    address = Address("articles")
    sources = sorted({a.source or "" for a in articles.values()})
    outlet = address.one(
        "source", w("articles.source"), ["any", *(f"={s}" for s in sources)],
        lambda s: w("frame.all") if s == "any" else view.named(s[1:]),
    )  # fmt: skip
    keys = [key for key, a in articles.items() if outlet in ("any", f"={a.source or ''}")]
    asked = address.given("article") if "article" in st.query_params else ""
    keys = [asked, *(k for k in keys if k != asked)] if asked in articles else keys
    chosen = st.selectbox(w("articles.choose"), keys, format_func=lambda key: _label(view, articles[key]))
    address.write()
    _whole(view, articles[chosen])


@st.cache_resource(max_entries=2, show_spinner=False)
def _articles(folder: str, state: str, _view: frame.View) -> dict[str, Article]:
    """Every article by its id, the newest first."""
    found = sorted(_view.index.articles(), key=lambda a: (a.published or "", a.id), reverse=True)
    return {article.id: article for article in found}


def _label(view: frame.View, article: Article) -> str:
    parts = (article.source, (article.published or "")[: len("2024-12-01")], article.title or article.location)
    return " · ".join(isolated(part) for part in parts if part)


def _whole(view: frame.View, article: Article) -> None:
    claims = view.analysis.claims
    own = claims[claims["article"] == article.id]
    spans = list(zip(own["start"], own["end"], strict=True))
    furniture = find_furniture(article.text)
    text = article.text[:_LONGEST]
    about = {
        "title": article.title or "",
        "lang": article.lang,
        "dir": direction(text),
        "source": article.source or "",
        "published": (article.published or "").replace("T", " "),
        "article": article.location,
        "href": web_href(article.location),
        "claims": len(own),
        "furniture": [(text[f.start : f.end], f.reason) for f in furniture if f.end <= len(text)],
        "is_cut": len(article.text) > len(text),
    }
    st.html(str(view.macros().article({**about, "parts": list(_parts(text, spans, furniture))})))


def _parts(text: str, spans: list[tuple[int, int]], furniture: list[Any]) -> Any:
    """The text in pieces: (piece, `claim`, `furniture` or empty, why)."""
    kinds = dict.fromkeys(spans, ("claim", "")) | {(f.start, f.end): ("furniture", f.reason) for f in furniture}
    at = 0
    for (start, end), (kind, why) in sorted(kinds.items()):
        start = max(start, at)
        if start >= min(end, len(text)):
            continue
        if start > at:
            yield text[at:start], "", ""
        yield text[start:end], kind, why
        at = end
    yield text[at:], "", ""


# --- adding


def draw_adding(folder: str, words: Wording) -> None:
    """What can be added to an index, which is made where it is missing; and how far the run is."""
    job = frame.job(folder)
    _progress(job, words)
    st.caption(words("articles.limits", files=MOST_FILES, megabytes=MOST_BYTES // 1_000_000))
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            words("articles.files"), type=_TYPES, accept_multiple_files=True, max_upload_size=MOST_BYTES // 1_000_000
        )
        if st.form_submit_button(words("articles.take_in")) and files:
            _start(job, folder, [(f.name, f) for f in files])
    with st.form("paste"):
        text = st.text_area(words("articles.paste"), height=180, max_chars=_LONGEST_PASTE)
        one, other = st.columns(2)
        title = one.text_input(words("articles.title_of"), max_chars=300)
        source = other.text_input(words("articles.outlet"), max_chars=100)
        published = one.date_input(words("articles.published"), value=None, format="YYYY-MM-DD")
        url = other.text_input(words("articles.url"), max_chars=500)
        if st.form_submit_button(words("articles.take_in")):
            if not any(c.isalnum() for c in text):
                st.warning(words("articles.no_text"))
            else:
                day = published.isoformat() if published else ""
                _start(job, folder, [("pasted.jsonl", pasted(text, title, source, day, url))])
    st.subheader(words("articles.rebuild_title"), anchor=False)
    st.caption(words("articles.rebuild_help"))
    st.button(words("articles.rebuild"), on_click=partial(_run, job, folder, ()), disabled=job.is_running)


def _start(job: Job, folder: str, files: list[Any]) -> None:
    """Stores what was given and begins to take it in; the page goes on."""
    try:
        job.require_idle()
        _run(job, folder, (store(Path(folder), files),))
    except FactcheckError as error:
        st.error(escape_markdown(str(error)))
        return
    st.rerun()


def _run(job: Job, folder: str, paths: tuple[Path, ...]) -> None:
    job.start(frame.settings(folder), paths)


def _progress(job: Job, words: Wording) -> None:
    """How far the run is: looked at again and again while it works, and once when it is done."""
    if job.is_running:
        st.fragment(_running, run_every=_EVERY)(job, words)
    else:
        _done(job, words)


def _running(job: Job, words: Wording) -> None:
    told = job.progress()
    if told is None or not told.is_running:
        st.rerun()
        return
    step = words.name("steps", told.message) if told.message else words("articles.starting")
    st.progress(min(1.0, told.done / told.total) if told.total else 0.0, text=_step(words, step, told.done, told.total))


def _step(words: Wording, step: str, done: int, total: int) -> str:
    return words("articles.step", step=step, done=done, total=total) if total else step


def _done(job: Job, words: Wording) -> None:
    told = job.progress()
    if told is None:
        return
    if told.status not in (0, 1):
        st.error(words("articles.failed", why=isolated(escape_markdown(told.message))))
    else:
        st.success(words("articles.done"))
    for place, reason in told.left_out[:_LEFT_OUT]:
        name = isolated(escape_markdown(Path(place).name))
        st.warning(words("articles.left_out", name=name, why=isolated(escape_markdown(shown(reason)))))
