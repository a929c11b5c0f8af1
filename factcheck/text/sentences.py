"""Article text -> sentence spans, right for Arabic and Latin punctuation.

Cuts at line ends and at `. ! ? ؟ ۔ । 。` with the closing quotes and brackets behind them, quoted or not. Two full
stops cut nothing: Arabic headlines write a dash that way. An Arabic comma or a quotation mark that is never closed
cuts nothing and swallows nothing: the libraries tried on `seeds/003` either cut at the comma (pySBD) or ran twenty
sentences together at a mismatched quote (sentencex).
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from factcheck.text.chinese import HAN
from factcheck.text.language import known_codes, language
from factcheck.text.lines import split_lines
from factcheck.text.tokens import Words

_CLOSING_MARKS = "\"'”’»›)]}）」』》"
_CLOSING = re.escape(_CLOSING_MARKS)
# Possessive (`++`): a line of nothing but full stops costs no more than its length.
_END = re.compile(rf"(?:[.!?؟۔।…]++[{_CLOSING}]*+(?=\s)|[。！？]++[{_CLOSING}]*+)")
_LAST_WORD = re.compile(r"[^\s(\[«“\"]+\Z")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_INITIALS = re.compile(r"[A-ZÀ-ÞЀ-Я]|(?:[^\W\d_]\.)+[^\W\d_]")  # the J of `J. Smith`, p.m, D.C
_HEADING_WORDS = 10
_HEADING_CHARACTERS = 40  # for writing without blanks
_LONGEST = 3_000  # characters: a longer sentence is no sentence, and reading one takes the square of its length


class Sentence(NamedTuple):
    """`text[start:end]`; `is_heading` of a line that is a title or a heading, not a sentence of a paragraph."""

    start: int
    end: int
    is_heading: bool


def split_sentences(text: str, lang: str = "") -> list[Sentence]:
    """The sentences of a text in order; blanks around them belong to none."""
    sentences = []
    for line in split_lines(text):
        starts = [line.start, *_cuts(line.text, line.start, lang), line.end]
        starts = [line.start, *(a for a, b in pairwise(starts[1:]) if not _is_attribution(text, a, b, lang)), line.end]
        starts = [*dict.fromkeys(cut for a, b in pairwise(starts) for cut in _bounded(text, a, b)), line.end]
        is_heading = len(starts) == 2 and _is_heading(line.text)
        for start, end in pairwise(starts):
            piece = text[start:end]
            if any(c.isalnum() for c in piece):
                left = len(piece) - len(piece.lstrip())
                sentences.append(Sentence(start + left, start + len(piece.rstrip()), is_heading))
    return sentences


def _bounded(text: str, start: int, end: int) -> list[int]:
    """Where the pieces of a sentence begin that is longer than any real one: at a blank, or anywhere if it has none."""
    starts = [start]
    while end - starts[-1] > _LONGEST:
        limit = starts[-1] + _LONGEST
        blank = text.rfind(" ", starts[-1] + 1, limit)
        starts.append(blank if blank > 0 else limit)
    return starts


def _cuts(line: str, offset: int, lang: str) -> list[int]:
    return [offset + m.end() for m in _END.finditer(line) if not _is_inside(line, m, lang)]


def _is_inside(line: str, end: re.Match[str], lang: str) -> bool:
    """Whether the full stop ends no sentence: in `د.`, `Mr.`, `J. Smith`, `5. Dezember`, or as one of two."""
    if end.group() == "..":
        return True
    if end.group() != ".":
        return False
    word = _LAST_WORD.search(line[max(0, end.start() - 20) : end.start()])
    if not word:
        return False
    last = word.group()
    following = _NEXT_WORD.match(line[end.end() : end.end() + 30]) if last.isdigit() else None
    if following:
        return following.group(1).islower() or following.group(1).casefold() in _behind_ordinals(lang)
    return last.casefold() in _abbreviations(lang) or bool(_INITIALS.fullmatch(last))


@lru_cache(maxsize=64)
def _behind_ordinals(lang: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in language(lang).words("sentences", "behind_ordinal"))


def _is_attribution(text: str, start: int, end: int, lang: str) -> bool:
    """Whether a sentence only says who said the one before it: 外交部发言人说, behind a quotation with a full stop."""
    cue = language(lang).cue("sentences", "said_behind")
    if cue is None or text[start - 1] not in _CLOSING_MARKS:
        return False
    words = Words.of(text, start, end)
    return (0, len(words)) in words.find(cue)


@lru_cache(maxsize=64)
def _abbreviations(lang: str) -> frozenset[str]:
    codes = {lang, "en"} & set(known_codes())
    return frozenset(a.casefold() for code in codes for a in language(code).words("sentences", "abbreviations"))


def _is_heading(line: str) -> bool:
    is_short = len(line.split()) <= _HEADING_WORDS and len(HAN.findall(line)) <= _HEADING_CHARACTERS
    return is_short and not line.rstrip(_CLOSING_MARKS).endswith((".", "。", "۔", "।"))
