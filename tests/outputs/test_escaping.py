"""What templates do to a text."""

import pytest
from markdown_it import MarkdownIt

from factcheck.outputs.escaping import escape_markdown
from tests.outputs.conftest import HOSTILE, Page


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "# no heading",
        "- no list",
        "1. no list",
        "*no* _no_ `no` ~~no~~",
        "[a](http://b) ![x](http://evil)",
        "a | b",
        "www.evil.example",
        "> no quote",
        "===",
        "line\n\nbreak",
    ],
)
def test_markdown_shows_article_text_as_it_is(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(escape_markdown(text))
    page = Page(html)
    assert {tag for tag, _ in page.tags} == {"p"}
    assert page.text.strip() == " ".join(text.split())
