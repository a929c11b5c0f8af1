"""Tells an article's own text from page furniture: teasers, tickers, advertisements, doubled titles.

What is furniture is marked with the reason and kept; it never becomes a claim. Most rules look at the shape of the
page and hold in any language; the words come from `[furniture]` of the language files.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from factcheck.articles import front_matter_lines, parse_date
from factcheck.articles.notices import AUTHOR, COMMENTS, CONSENT, find_authors, find_comments, find_consent
from factcheck.text.language import known_codes, language
from factcheck.text.lines import Line, split_lines
from factcheck.text.tokens import Words

# A whole line that is a time stamp, as under the items of a news ticker: "18:25 - 2025/09/15".
_STAMP = re.compile(r"[\d\s:/.,\-–|]+")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_FULL_STOPS = tuple('.!?؟。！？۔।"”»')
_PARAGRAPH_WORDS = 12
_FOOT, _FOOT_WORDS = 3, 20  # lines at the end of a page, and their words, that may say who owns it
_PARAGRAPH_CHARACTERS = 60  # for writing without blanks


class Furniture(NamedTuple):
    """`text[start:end]` is no part of the article, for this reason."""

    start: int
    end: int
    reason: str


def find_furniture(text: str) -> list[Furniture]:
    """The furniture of a page, in order of place, one entry a line."""
    lines = [line for line in split_lines(text) if line.text]
    reasons: list[str | None] = [None] * len(lines)
    for mark in (
        _mark_labels,
        _mark_tickers,
        _mark_doubled,
        _mark_after_labels,
        _mark_rights,
        _mark_consent,
        _mark_comments,
        _mark_authors,
        _mark_front_matter,
    ):
        mark(lines, reasons)
    return [Furniture(line.start, line.end, reason) for line, reason in zip(lines, reasons, strict=True) if reason]


def _mark_labels(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Lines that are nothing but a label: ADVERTISEMENT, Read more, Facebook comments, Published: ..."""
    for i, line in enumerate(lines):
        words = Words.of(line.text)
        for code in known_codes():
            for reason in ("advertisement", "teaser", "social"):
                found = words.find_opening(language(code).cue("furniture", reason))
                if (0, _without_marks(words)) in found or (reason == "teaser" and _is_inline_label(words, found)):
                    reasons[i] = reason
            if (0, len(words)) in words.find_opening(language(code).cue("article", "outlets")):
                reasons[i] = "signature"
            for _, last in words.find_opening(language(code).cue("article", "published")):
                is_label = last < len(words) <= _PARAGRAPH_WORDS
                if is_label and parse_date(line.text[words.words[last].start :], code):
                    reasons[i] = "dateline"


def _without_marks(words: Words) -> int:
    """How many words stand before the marks that end a label ("Read more:")."""
    n = len(words)
    while n and not words.words[n - 1].norm[0].isalnum():
        n -= 1
    return n


def _is_inline_label(words: Words, found: list[tuple[int, int]]) -> bool:
    """Whether a line is a label and the headline it points to (`Read also: ...`)."""
    return any(first == 0 and last < len(words) and words.words[last].norm == ":" for first, last in found)


def _mark_rights(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """The last lines of a page that say who owns it."""
    for i in range(max(1, len(lines) - _FOOT), len(lines)):
        words = Words.of(lines[i].text)
        if len(words) <= _FOOT_WORDS and any(
            words.find(language(code).cue("furniture", "rights")) for code in known_codes()
        ):
            reasons[i] = "signature"


def _mark_tickers(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Items with a time stamp alone on the next line, where at least two follow each other."""
    stamps = [i for i, line in enumerate(lines) if _is_stamp(line.text)]
    for i in stamps:
        if i >= 1 and ({i - 2, i + 2} & set(stamps)):
            reasons[i] = reasons[i - 1] = "ticker"


def _is_stamp(text: str) -> bool:
    return bool(_STAMP.fullmatch(text) and _DATE.search(text))


def _mark_doubled(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """A line said twice in a row: the title at the top of the page; further down, the headline of a teaser, whose
    text follows it."""
    for i in range(1, len(lines)):
        if lines[i].text != lines[i - 1].text:
            continue
        if all(reason or line.text == lines[i].text for line, reason in zip(lines[:i], reasons[:i], strict=True)):
            reasons[i] = "repeated title"
            continue
        for j in range(i - 1, min(i + 2, len(lines))):
            reasons[j] = reasons[j] or "teaser"


def _mark_after_labels(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """What follows a label such as "Read more", as long as it does not read as a paragraph of the article.

    A label before the first paragraph is a button under the title, and nothing hangs on it.
    """
    behind_label, in_body = False, False
    for i, line in enumerate(lines):
        in_body = in_body or (reasons[i] is None and _is_paragraph(line))
        if reasons[i] in ("teaser", "social", "ticker"):
            behind_label = in_body
        elif behind_label and not _is_paragraph(line):
            reasons[i] = reasons[i] or "teaser"
        else:
            behind_label = False


def _mark_consent(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Notices on cookies: they speak to the reader of what is kept about him."""
    for i in find_consent([line.text for line in lines]):
        reasons[i] = CONSENT


def _mark_comments(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """What readers wrote below the article, to the end of the text."""
    for i in find_comments([line.text for line in lines]):
        reasons[i] = COMMENTS


def _mark_authors(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Who the author is, behind the article."""
    own = [i for i, reason in enumerate(reasons) if reason is None]
    for i in find_authors([lines[i].text for i in own]):
        reasons[own[i]] = AUTHOR


def _mark_front_matter(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """The lines at the top of a file that say its title, date or outlet for programs."""
    for i in range(front_matter_lines(lines)):
        reasons[i] = "front matter"


def _is_paragraph(line: Line) -> bool:
    is_long = len(line.text.split()) >= _PARAGRAPH_WORDS or len(line.text) >= _PARAGRAPH_CHARACTERS
    return line.text.endswith(_FULL_STOPS) and is_long
