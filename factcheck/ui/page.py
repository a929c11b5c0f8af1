"""The explorer as Streamlit runs it: the pages, the language, the index that is looked at."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from factcheck.errors import FactcheckError
from factcheck.outputs.escaping import escape_markdown, isolated
from factcheck.outputs.pages import css
from factcheck.outputs.words import Wording, codes, wording
from factcheck.settings import Settings
from factcheck.ui import articles, check, disputes, figures, frame, review, sources, topics

_PAGES: dict[str, Callable[[frame.View], None]] = {
    "disputes": disputes.draw,
    "topics": topics.draw,
    "numbers": figures.draw,
    "sources": sources.draw,
    "check": check.draw,
    "articles": articles.draw,
    "review": review.draw,
}
_WITHOUT_CLAIMS = ("articles", "review")
"""What says something of an index that is empty."""
_WITHOUT_INDEX = {"articles": articles.draw_adding}
"""What can be done before there is an index."""
_LINKS = """
document.onclick = event => {
  const link = event.target.closest('.fc a[href^="./"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  dispatchEvent(new PopStateEvent('popstate'));
};
"""
"""Has a link from view to view followed as the browser's own buttons are, within the session: a page that is loaded
begins a new one."""


def main() -> None:
    """Draws the page that is asked for. What a user can mend is said on it, with the way to mend it."""
    words = wording(_language())
    st.set_page_config(page_title=words("frame.title"), layout="wide")
    pages = [
        st.Page(partial(_draw, name, words), title=words(f"{name}.title"), url_path=name, default=name == "disputes")
        for name in _PAGES
    ]
    chosen = st.navigation(pages, position="top")
    _dress(words)
    chosen.run()


def _language() -> str:
    """The language that was chosen, else the one the address names."""
    known = codes()
    said = st.session_state.get("lang") or st.query_params.get("lang")
    return said if said in known else known[0]


def _dress(words: Wording) -> None:
    """The style, and the language and direction of the whole page. Nothing here comes from an article."""
    st.html(f"<style>{css()}{frame.macros('explorer.html', words).css()}</style>")
    page = f"const page = document.documentElement; page.lang = '{words.code}'; page.dir = '{words.dir}';"
    st.html(f"<script>{page}{_LINKS}</script>", unsafe_allow_javascript=True)


def _draw(name: str, words: Wording) -> None:
    st.header(words(f"{name}.title"), anchor=False)
    st.session_state["lang"] = words.code
    with st.sidebar:
        chosen = st.segmented_control(
            words("frame.language"), codes(), key="lang", format_func=lambda c: wording(c)("frame.name"), required=True
        )
    _keep("lang", chosen if chosen and chosen != codes()[0] else "")
    try:
        folder = _index(words)
        if folder and frame.is_there(folder):
            view = frame.look(folder, words)
            if name in _WITHOUT_CLAIMS or frame.has_claims(view):
                _PAGES[name](view)
        elif name in _WITHOUT_INDEX:
            _WITHOUT_INDEX[name](folder or str(Settings.index), words)
        elif folder:
            frame.look(folder, words)  # says what is missing
        else:
            st.info(words("frame.no_index", articles=frame.address_of("articles", words)))
    except FactcheckError as error:
        st.error(escape_markdown(str(error)))


def _index(words: Wording) -> str:
    """The folder of the index that is looked at; empty where there is none."""
    folders = frame.index_folders()
    asked = st.query_params.get("index")
    if len(folders) < 2:
        return folders[0] if folders else ""
    if "index" not in st.session_state and asked in folders:
        st.session_state["index"] = asked
    folder = st.sidebar.selectbox(words("frame.index"), folders, key="index", format_func=isolated)
    _keep("index", folder if folder != folders[0] else "")
    return folder


def _keep(name: str, value: str) -> None:
    """Notes in the address what holds for all pages."""
    if value:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


if __name__ == "__main__":
    main()
