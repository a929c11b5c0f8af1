"""What all pages share: the index that is looked at, read once until it changes; the words; links between pages."""

import os
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from factcheck.analysis.analyse import analyse
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.outputs.escaping import escape_markdown, isolated, macros
from factcheck.outputs.views import with_sentences
from factcheck.outputs.words import Wording
from factcheck.schema import Analysis
from factcheck.settings import EMBEDDED, Settings
from factcheck.ui import INDEX_VARIABLE, MODEL_VARIABLE, PAIR_READER_VARIABLE
from factcheck.ui.choice import Facts, gather
from factcheck.ui.jobs import Job

INDEXES = Path("indexes")
_LABEL_LENGTH = 60  # characters of a topic in a list


@dataclass(frozen=True)
class View:
    """What a page is drawn of, shared by all readers: no page may change it. `state` changes with the index."""

    state: str
    words: Wording
    index: Index
    analysis: Analysis
    facts: list[Facts]
    is_first: bool
    """Whether a page shows this index where the address names none."""

    @property
    def folder(self) -> str:
        return str(self.index.folder)

    def macros(self) -> Any:
        """The HTML of the pages; see `templates/explorer.html`."""
        return macros("explorer.html", self.words)

    def topic(self, topic: int) -> str:
        """A topic in a list. The number tells two of one text apart."""
        label = self.analysis.topics["label"].iloc[topic]
        return f"{topic + 1}. {isolated(shorten(label, _LABEL_LENGTH, placeholder='…'))}"

    def named(self, value: str, column: str = "source") -> str:
        """An outlet, a speaker: in a widget. What nobody is said to have said is said by the article itself."""
        return isolated(value) or self.words("card.own_voice" if column == "speaker" else "frame.unknown")

    def whole(self, article: str) -> str:
        """The address of the page that shows the article of an id."""
        return self.link("articles", article=article)

    def link(self, page: str, **query: object) -> str:
        """The address of a view, relative to any page."""
        return address_of(page, self.words, index="" if self.is_first else self.folder, **query)


def address_of(page: str, words: Wording, **query: object) -> str:
    """The address of a page; what is empty is left out."""
    lang = "" if words.code == "en" else words.code
    said = {name: value for name, value in {"lang": lang, **query}.items() if value not in ("", None)}
    return f"./{page}?{urlencode(said, doseq=True)}" if said else f"./{page}"


def index_folders() -> list[str]:
    """The folders to choose from: the one the environment names, the default, the others below `indexes/`."""
    found = sorted(str(path.parent) for path in INDEXES.rglob("factcheck.sqlite"))
    first = [os.environ.get(INDEX_VARIABLE, ""), *(f for f in found if Path(f) == Settings.index)]
    return [folder for folder in dict.fromkeys([*first, *found]) if folder]


def settings(folder: str) -> Settings:
    """What the environment says of models, for an index."""
    model, reader = (os.environ.get(variable, EMBEDDED) for variable in (MODEL_VARIABLE, PAIR_READER_VARIABLE))
    return Settings(model=model, pair_reader=reader, index=Path(folder))


def look(folder: str, words: Wording) -> View:
    """What an index says, read anew where it changed; while articles are taken in and compared, what it said before.
    Raises FactcheckError where there is none."""
    seen = _seen(folder)
    state = seen["state"] if seen and job(folder).is_running else _state(folder)
    with st.spinner(words("frame.comparing")):
        index, analysis, facts = _read(folder, state)
    seen["state"] = state
    return View(state, words, index, analysis, facts, index_folders()[:1] == [folder])


@st.cache_resource(show_spinner=False)
def _seen(folder: str) -> dict[str, str]:
    """The `state` of an index that its readers see."""
    return {}


@st.cache_resource(show_spinner=False)
def job(folder: str) -> Job:
    """The one run of an index, for all readers."""
    return Job(Path(folder))


def is_there(folder: str) -> bool:
    """Whether a folder holds an index."""
    return Index(Path(folder)).store.path.is_file()


def _state(folder: str) -> str:
    """Changes whenever the index does. Raises FactcheckError where there is none."""
    return (Index(Path(folder)) if is_there(folder) else Index.open(folder)).state


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(folder: str, state: str) -> tuple[Index, Analysis, list[Facts]]:
    """Shared by all readers, the index with its vectors in memory. A new `state` has it read anew."""
    index = Index.open(folder)
    analysis = with_sentences(analyse(index, settings(folder), pair_reader()), index.articles())
    return index, analysis, gather(analysis)


@st.cache_resource(show_spinner=False)
def encoder(model: str) -> Encoder:
    """The model that claims of one's own are embedded with."""
    return load_encoder(model)


@st.cache_resource(show_spinner=False)
def pair_reader() -> PairReader:
    """The model that reads pairs."""
    return load_pair_reader(os.environ.get(PAIR_READER_VARIABLE, EMBEDDED))


def has_claims(view: View) -> bool:
    """Whether there is anything to show; where not, says what to do next."""
    if view.analysis.claims.empty:
        st.info(view.words("frame.empty", folder=escape_markdown(view.folder)))
        return False
    return True
