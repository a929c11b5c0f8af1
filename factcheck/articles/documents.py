"""Markdown -> articles."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from factcheck.articles.article import front_matter_lines
from factcheck.articles.encoding import decode
from factcheck.articles.metadata import About, article_of, front_matter
from factcheck.articles.reading import Found, Options, read_bounded, require_size
from factcheck.text.lines import split_lines


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


def _article(text: str, place: str, about: About, options: Options) -> Found:
    return article_of(require_size(text, options.max_bytes), place, about)
