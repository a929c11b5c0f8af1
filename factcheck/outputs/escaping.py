"""Templates, and what they do to every text they print.

Articles are written by strangers, some of them hostile: what comes from one is escaped wherever it goes.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from factcheck.outputs.words import ENGLISH, Wording, sentence

# Escapes of a terminal, and marks that turn the order of what follows them: with one, 826 reads 628.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]#|~!@$&<>]|:(?=\S)|(?<=www)\.|(?<!\S)[-+=]|(?<=\d)[.)](?!\S)", re.I)
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def shown(text: str) -> str:
    """A text without the characters that no reader sees and that change how the others are shown."""
    return _UNSHOWN.sub("", text)


def one_line(text: str) -> str:
    """A text that a terminal only shows: one line, no escapes, no marks that turn the order."""
    return re.sub(r"\s", " ", shown(text))


def escape_markdown(text: str) -> str:
    """A text that Markdown shows as it is: no markup, no HTML, no link, one line."""
    flat = re.sub(" +", " ", one_line(text))
    return _MARKDOWN.sub(lambda m: _HTML.get(m.group(), "\\" + m.group()), flat)


def isolated(text: str) -> str:
    """A text that does not turn the words around it where no markup can stand (Unicode FSI and PDI)."""
    return f"\u2068{shown(text)}\u2069" if text else ""


def counted(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def excerpt(parts: Sequence[tuple[str, bool]], reach: int) -> list[tuple[str, bool]]:
    """Marked and other pieces of a text, of the others no more than `reach` characters beside what is marked."""
    last = len(parts) - 1
    return [
        piece if piece[1] else (_beside(piece[0], reach if i else 0, reach if i < last else 0), False)
        for i, piece in enumerate(parts)
    ]


def _beside(text: str, behind: int, before: int) -> str:
    """The first `behind` and the last `before` characters, cut at blanks."""
    if len(text) <= behind + before:
        return text
    first = text[:behind].rpartition(" ")[0] + " " if behind else ""
    last = " " + text[-before:].partition(" ")[2] if before else ""
    return f"{first}…{last}"


def _printed(clean: Callable[[str], str]) -> Callable[[object], object]:
    """What a template does to each text it prints; what a macro has already made is left alone."""
    return lambda value: clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=4)
def templates(is_html: bool, words: Wording = ENGLISH) -> Environment:
    """The templates, for HTML or Markdown, which say `w("...")` in the words given."""
    found = Environment(
        loader=PackageLoader("factcheck.outputs"),
        autoescape=is_html,
        finalize=_printed(shown if is_html else escape_markdown),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["counted"] = counted
    found.filters["excerpt"] = excerpt
    found.filters["sentence"] = sentence
    found.globals["w"] = words
    return found


def macros(template: str, words: Wording) -> Any:
    """The macros of an HTML template."""
    return templates(True, words).get_template(template).module
