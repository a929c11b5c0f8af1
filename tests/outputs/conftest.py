"""What several tests of this folder share."""

import io
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from factcheck.outputs.records import flat, pair_records
from factcheck.outputs.terminal import print_disputes
from factcheck.schema import Analysis

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></blockquote><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }} {% raw %}",
    "<!-- ]]> &lt;b&gt; &amp;",
    'http://x.example/" onclick="alert(1)',
)


VOID = {"meta", "br", "img", "hr", "input", "link"}


class Page(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.text_of: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        self.text_of.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "tags must nest"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in self._open:
            self.text_of[tag][-1] += data

    def attributes(self, *names: str) -> list[str]:
        return [value or "" for _, attrs in self.tags for name, value in attrs.items() if name in names]

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.tags if name in (attrs.get("class") or "").split()]


@pytest.fixture
def empty(analysis: Analysis) -> Analysis:
    return replace(
        analysis,
        claims=analysis.claims.iloc[:0],
        topics=analysis.topics.iloc[:0],
        verdicts=analysis.verdicts.iloc[:0],
        disputes=[],
        judged=0,
    )


@pytest.fixture
def written(analysis: Analysis, tmp_path: Path) -> Callable[..., str]:
    """`written(write, analysis)`: what a writer writes."""

    def text(write: Callable[[Analysis, Path], None], of: Analysis = analysis) -> str:
        write(of, tmp_path / "file")
        return (tmp_path / "file").read_bytes().decode()

    return text


def with_texts(analysis: Analysis, **columns: object) -> Analysis:
    return replace(analysis, claims=analysis.claims.assign(**columns))


def printed(analysis: Analysis, width: int = 100, limit: int | None = None, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="standard" if color else None)
    print_disputes(analysis, console, limit)
    return out.getvalue()


@pytest.fixture
def rows(analysis: Analysis) -> list[dict]:
    return [flat(record) for record in pair_records(analysis)]
