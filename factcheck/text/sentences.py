"""Article text -> sentence spans, right for Arabic and Latin punctuation.

Cuts at line ends, behind a dateline, and at `. ! ? ؟ ۔ । 。` with the closing quotes and brackets behind them, quoted
or not; which stops end no sentence is told in `stops.py`. An Arabic comma or a quotation mark that is never closed cuts
nothing and swallows nothing: the libraries tried on `seeds/003` either cut at the comma (pySBD) or ran twenty sentences
together at a mismatched quote (sentencex).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from factcheck.text.chinese import HAN
from factcheck.text.datelines import dateline_end
from factcheck.text.language import language
from factcheck.text.lines import split_lines
from factcheck.text.marks import has_unseen, seen
from factcheck.text.stops import CLOSING_MARKS, STOP, sentence_end
from factcheck.text.tokens import Words

_HEADING_WORDS = 10
_HEADING_CHARACTERS = 40  # for writing without blanks
_OPENING = 3  # lines: a title, a picture's, the first of the text
_LONGEST = 3_000  # characters: a longer sentence is no sentence, and reading one takes the square of its length
# A page's columns and items run together on a line: a tab, a wide gap, a bar or a bullet stands between.
_MARKS = "\t|•●▪■◆►"
_GAP = re.compile(rf"(?<=\S)(?:[^\S\t]*\t\s*|\s{{4,}}|\s[{_MARKS}]\s+)(?=\S)")
_GAPS = 4  # more on one line are the blanks of justified print
# 《别跑！弟弟》 is a title. In quotation marks it is one where it stands amid a sentence and ends in no such mark, or
# is short and behind no word that says that it was said (小说 is a novel).
_TITLE = re.compile(
    r"《[^《》\n]{1,100}》|〈[^〈〉\n]{1,100}〉"
    r"|(?<=\w)[“「『](?:[^“”「」『』。！？\n]{1,20}[！？]){1,3}[^“”「」『』。！？\n]{1,20}[”」』]"
    r"|(?<=\w)(?<!(?<!小)[说說])(?<![道称稱问問喊叫答呼示])[“「『][^“”「」『』。！？\n]{1,12}[！？][”」』](?=\w)"
)

# Of a question or a shout in quotation marks, within a sentence that goes on behind: `the film “Who? Me!” of 2015`.
_QUOTED = re.compile(r"(?<=[\w,:][ \u00a0])[«“„‘][^«»“”„‘’.\n]{0,60}[?!][^«»“”„‘’.\n]{0,60}[»”“’](?=,?\s([^\W_]))")


class Sentence(NamedTuple):
    """`text[start:end]`; `is_heading` of what is no sentence of a paragraph: a title, a heading, a dateline;
    `is_dateline` of what stands before a sentence and is none."""

    start: int
    end: int
    is_heading: bool
    is_dateline: bool = False


def split_sentences(text: str, lang: str = "") -> list[Sentence]:
    """The sentences of a text in order; blanks around them belong to none. A dateline is one of its own."""
    if has_unseen(text):
        bare = seen(text)
        return [
            Sentence(*bare.span(s.start, s.end), s.is_heading, s.is_dateline) for s in split_sentences(bare.text, lang)
        ]
    sentences = []
    for number, line in enumerate(filter(lambda line: line.text, split_lines(text))):
        for start, end in _segments(line.text):
            segment = line.text[start:end]
            body = dateline_end(segment, lang, number < _OPENING)
            pieces = _pieces(text, line.start + start + body, line.start + end, lang)
            if body:
                sentences += _sentence(text, line.start + start, line.start + start + body, True, True)
            is_heading = not body and len(pieces) == 1 and _is_heading(segment)
            for a, b in pieces:
                sentences += _sentence(text, a, b, is_heading)
    return sentences


def _sentence(text: str, start: int, end: int, is_heading: bool, is_dateline: bool = False) -> list[Sentence]:
    """A piece without the blanks around it; nothing where it has neither letters nor digits."""
    piece = text[start:end]
    if not any(map(str.isalnum, piece)):
        return []
    return [Sentence(end - len(piece.lstrip()), start + len(piece.rstrip()), is_heading, is_dateline)]


def _segments(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that stand apart as lines do."""
    may_have = "  " in line or "\u00a0" in line or any(mark in line for mark in _MARKS)
    gaps = [m.end() for m in _GAP.finditer(line)] if may_have else []
    yield from pairwise((0, *(gaps if len(gaps) <= _GAPS else ()), len(line)))


def _pieces(text: str, start: int, end: int, lang: str) -> list[tuple[int, int]]:
    """Where the sentences of `text[start:end]` begin and end."""
    cuts = [start, *_cuts(text[start:end], start, lang), end]
    said_behind = language(lang).cue("sentences", "said_behind")
    if said_behind:
        starts = (a for a, b in pairwise(cuts[1:]) if not _is_attribution(text, a, b, said_behind))
        cuts = [start, *starts, end]
    if end - start > _LONGEST:
        cuts = [*dict.fromkeys(cut for a, b in pairwise(cuts) for cut in _bounded(text, a, b)), end]
    return list(pairwise(cuts))


def _bounded(text: str, start: int, end: int) -> list[int]:
    """Where the pieces of a sentence begin that is longer than any real one: at a blank, or anywhere if it has none."""
    starts = [start]
    while end - starts[-1] > _LONGEST:
        limit = starts[-1] + _LONGEST
        blank = text.rfind(" ", starts[-1] + 1, limit)
        starts.append(blank if blank > 0 else limit)
    return starts


def _cuts(line: str, offset: int, lang: str) -> list[int]:
    """Where the sentences of a line end, but for those in a title."""
    titles = [m.span() for m in _TITLE.finditer(line)] if HAN.search(line) else []
    if not titles and ("?" in line or "!" in line):
        titles = [m.span() for m in _QUOTED.finditer(line) if m.group(1).islower() or m.group(1).isdigit()]
    ends = (sentence_end(line, m, lang) for m in STOP.finditer(line))
    cuts = [end for end in ends if end is not None]
    if titles:
        starts = [start for start, _ in titles]
        before = [bisect_left(starts, cut) - 1 for cut in cuts]
        cuts = [cut for cut, i in zip(cuts, before, strict=True) if i < 0 or cut > titles[i][1]]
    return [offset + end for end in cuts]


def _is_attribution(text: str, start: int, end: int, said_behind: re.Pattern[str]) -> bool:
    """Whether a sentence only says who said the one before it: 外交部发言人说, behind a quotation with a full stop."""
    if text[start - 1] not in CLOSING_MARKS:
        return False
    words = Words.of(text, start, end)
    return (0, len(words)) in words.find(said_behind)


def _is_heading(line: str) -> bool:
    is_short = len(line.split()) <= _HEADING_WORDS and len(HAN.findall(line)) <= _HEADING_CHARACTERS
    return is_short and not line.rstrip(CLOSING_MARKS).endswith((".", "。", "۔", "।"))
