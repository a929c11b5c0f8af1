"""Markdown and PDF -> articles. PDF wants the extra `documents`."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from unicodedata import bidirectional, normalize

from factcheck.articles.article import front_matter_lines
from factcheck.articles.encoding import decode
from factcheck.articles.metadata import About, article_of, front_matter
from factcheck.articles.reading import Found, Options, read_bounded, require_extra, require_size
from factcheck.errors import InputError
from factcheck.text.lines import split_lines

_PAGES = 500
"""Pages of a PDF: a longer one is a book."""


_FULL_STOPS = tuple(".!?؟۔:…")
_FULL_LINE = 0.7
"""Of the longest line of a page: a line as long as that and without a full stop goes on in the next."""
_SHAPES = frozenset(map(chr, (*range(0xFB1D, 0xFE00), *range(0xFE70, 0xFEFD))))
"""Letters of right-to-left scripts in the shapes they take in a word."""
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-zÀ-ʯ٠-٩۰-۹](?:[0-9A-Za-zÀ-ʯ٠-٩۰-۹.,:/%@&_+ -]{0,200}[0-9A-Za-zÀ-ʯ٠-٩۰-۹])?")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def read_markdown(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a Markdown file: its words without the marks, a line a paragraph, as a reader sees it."""
    from markdown_it import MarkdownIt

    source = decode(read_bounded(file, options.max_bytes))
    about = front_matter(source).over(about)
    lines = split_lines(source)
    body = "\n".join(source.splitlines()[front_matter_lines(lines) :])
    inline = (token for token in MarkdownIt("commonmark").parse(body) if token.type == "inline")
    text = "\n\n".join("".join(map(_words, token.children or ())).strip() for token in inline)
    yield _article(text, place, about, options)


def _words(token: Any) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content if token.type in _TEXT else ""


_TEXT = ("text", "code_inline")


def read_pdf(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a PDF that holds text."""
    require_extra("pypdf")
    import pypdf

    data = read_bounded(file, options.max_bytes)
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        count = len(pages)
        layouts = [page.extract_text(extraction_mode="layout") for page in pages] if count <= _PAGES else []
    except Exception as error:  # a damaged file raises whatever its damage led to
        raise InputError(f"a damaged or locked PDF ({str(error)[:80]})") from error
    if count > _PAGES:
        raise InputError(f"more than {_PAGES} pages")
    text = "\n\n".join(filter(None, map(_page_text, layouts)))
    if not text:
        raise InputError("no text in it, as in a scan: recognise its letters first")
    yield _article(text, place, about, options)


def _page_text(layout: str) -> str:
    """The text of a page as it is set: a paragraph a line, letters in the order they are read in."""
    lines = [" ".join(line.split()) for line in layout.splitlines()]
    widest = max(map(len, lines), default=0)
    text = ""
    for line in filter(None, map(_logical, lines)):
        text += line if line[-1:] in _FULL_STOPS or len(line) < _FULL_LINE * widest else f"{line}\0"
        text += "\n"
    return text.replace("\0\n", " ").strip()


def _logical(line: str) -> str:
    """A line in reading order, of one in which every glyph stands where it is seen.

    That is how a PDF keeps right-to-left lines: whole, from the left. Numbers and Latin words in them already read
    from the left, and letters are kept as the shapes they take in a word, which are told apart again here.
    """
    letters = [c for c in line if bidirectional(c) in ("R", "AL")]
    if len(letters) * 2 < sum(c.isalpha() for c in line) or not letters:
        return line
    turned = _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], line[::-1])
    mirrored = turned.translate(_MIRRORED)
    return "".join(normalize("NFKC", c) if c in _SHAPES else c for c in mirrored)


def _article(text: str, place: str, about: About, options: Options) -> Found:
    return article_of(require_size(text, options.max_bytes), place, about)
