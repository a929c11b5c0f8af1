"""Text -> lines with their places."""

from typing import NamedTuple


class Line(NamedTuple):
    """A line of a text without its surrounding blanks: `text[start:end]`; empty lines have start == end."""

    text: str
    start: int
    end: int


def split_lines(text: str) -> list[Line]:
    """The lines of a text with their offsets, blanks around them left out."""
    lines, offset = [], 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = offset + (len(raw) - len(raw.lstrip()) if stripped else 0)
        lines.append(Line(stripped, start, start + len(stripped)))
        offset += len(raw)
    return lines
