"""PDF -> articles: the words of a page in the order they are read in, told from where each letter stands.

A PDF places letters and says nothing of words or order, and of a line from right to left each producer keeps another
one. So the letters are laid in lines by their places, and each line is turned into reading order by the rules of the
Unicode bidirectional algorithm (UAX 9), read backwards: what it would show as seen is what was written. Letters come
from PDFium, which knows the text that a producer wrote beside its shapes.
"""

import ctypes
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO
from unicodedata import bidirectional, category, normalize

from factcheck.articles.article import Skipped
from factcheck.articles.metadata import About, article_of
from factcheck.articles.reading import Found, Options, read_bounded, require_extra, require_size
from factcheck.errors import InputError

_PAGES = 500
"""Pages of a PDF: a longer one is a book."""
_PAGE_LETTERS = 200_000
"""Letters of one page of a PDF; a sheet of a newspaper has a tenth of that."""
_UNTOLD = 0.2
"""Of the letters of a PDF: with more that no character is known for, what is left is no text."""
_GAP, _VAGUE_GAP, _WIDE_GAP, _ROOM, _COLUMN = 0.12, 0.05, 0.35, 0.55, 2.0
"""Of the size of a font: as far apart two words stand; a letter whose width is not known and a word, where a blank is
told and where none is; two letters that PDFium has in one word, and two columns."""
_NARROW, _MEDIUM, _WIDE = 0.15, 0.25, 0.4
"""Of the size of a font: half of how wide letters are."""
_SAME_LINE = 0.4
"""Of the size of a font: as far apart the feet of letters of one line may stand."""
_FULL_STOPS = tuple(".!?؟۔:…")
_FULL_LINE = 0.7
"""Of the widest line of a page: a line as wide as that and without a full stop goes on in the next."""
_OTHER_SIZE = 0.15
"""Of the size of a font: a line of letters so much higher or lower is another paragraph."""
_NEAR = 8
"""Characters of a file within which those of one shape stand."""
_ROW = 4.0
"""Points; letters of one line stand in rows next to each other."""
_BREAKS = frozenset(map(ord, "\r\n"))
_BLANKS = frozenset(map(ord, " \t\u00a0\u2028")) | _BREAKS
_BACKWARD = ("R", "AL", "NSM")
_CUT = re.compile("\\w[-\u00ad]$")
"""The end of a line in the middle of a word, or of a date."""
_BULLET = "•"
"""What fonts of symbols have in the place of characters of their own."""
_LOST = "\ufffd"
"""A letter that no character is known for."""
_HYPHENS = frozenset((0x2, 0xFFFE))
"""What PDFium says in place of a hyphen that ends a line."""
_SHAPES = frozenset(map(chr, (*range(0xFB1D, 0xFE00), *range(0xFE70, 0xFEFD))))
"""Letters of right-to-left scripts in the shapes they take in a word."""
_DIGITS = "0-9٠-٩۰-۹"
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ"
_NUMBER = rf"[{_DIGITS}]+(?:[.,:/\u00a0٫٬][{_DIGITS}]+)*"
_SIGNED = re.compile(rf"{_NUMBER}(?:[-+]{_NUMBER})+")
"""Numbers with a sign between, which is part of them unless an Arabic letter stands before (rules W2 and W4)."""
_WORD = f"{_DIGITS}{_LETTERS}"
_RUN = re.compile(rf"[{_DIGITS}]*[{_LETTERS}](?:[{_WORD}.,:/%@&_+'’ -]{{0,200}}[{_WORD}])?|{_NUMBER}")
"""What stands from left to right in a line from right to left: a number, or words of another script."""
_ARABIC_RUN = re.compile(r"[\u0590-\u08ff](?:[^A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ]*[\u0590-\u08ff])?")
_OPENING, _CLOSING = "([{«‹", ")]}»›"


@dataclass
class _Glyph:
    """A letter with its marks, where its foot stands, from where to where it goes, and the size of its font.

    number: its place in the file. word, part: counted by blanks, and by blanks and breaks, as PDFium has them.
    """

    text: str
    x: float
    y: float
    left: float
    right: float
    size: float
    number: int
    word: int
    part: int

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_marked(self) -> bool:
        """Whether it is a letter with marks: how wide it is, is not known then."""
        return len(self.text) > 1 and category(self.text[-1]) == "Mn"


def read_pdf(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a PDF that holds text. Where some of its letters cannot be told, that is named beside it."""
    require_extra("pypdfium2")
    import pypdfium2

    data = read_bounded(file, options.max_bytes)
    untold = letters = 0
    texts = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            count = len(document)
            for number in range(count if count <= _PAGES else 0):
                glyphs, lost = _glyphs(document, number)
                untold, letters = untold + lost, letters + len(glyphs)
                if letters > options.max_bytes:
                    break
                texts.append(_page_text(glyphs))
    except pypdfium2.PdfiumError as error:
        raise InputError(f"a damaged or locked PDF ({str(error)[:80]})") from error
    if count > _PAGES:
        raise InputError(f"more than {_PAGES} pages")
    text = "\n\n".join(filter(None, texts))
    if not text:
        raise InputError("no text in it, as in a scan: recognise its letters first")
    if untold > _UNTOLD * (letters + untold):
        raise InputError(f"{untold:,} of its {letters + untold:,} letters cannot be told: recognise them first")
    yield article_of(require_size(text, options.max_bytes), place, about)
    if untold:
        yield Skipped(place, f"{untold:,} of its {letters + untold:,} letters cannot be told and read as \ufffd")


# --- letters


def _glyphs(document: Any, number: int) -> tuple[list[_Glyph], int]:
    """The letters of a page with their marks, and how many there are that no character is known for."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        found = _grouped(_characters(text_page))
    finally:
        text_page.close()
        page.close()
    letters = [glyph for glyph in found if category(glyph.text[0]) != "Mn"]
    marks = [glyph for glyph in found if category(glyph.text[0]) == "Mn"]
    lost = _without_lost_marks(letters)
    _put_on(marks, lost)
    return lost, sum(glyph.text == _LOST for glyph in lost)


def _characters(text_page: Any) -> Iterator[_Glyph]:
    """The characters of a page in the order PDFium has them, without those that it adds."""
    from pypdfium2 import raw

    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    high = word = part = 0
    count = text_page.count_chars()
    if count > _PAGE_LETTERS:
        raise InputError(f"a page of more than {_PAGE_LETTERS:,} letters")
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        raw.FPDFText_GetLooseCharBox(text_page, i, box)
        if code in _BLANKS:
            part += 1
            word += code not in _BREAKS
            continue
        raw.FPDFText_GetCharOrigin(text_page, i, x, y)
        raw.FPDFText_GetMatrix(text_page, i, matrix)
        size = raw.FPDFText_GetFontSize(text_page, i) * max(abs(matrix.b), abs(matrix.d))
        text = "\u00ad" if code in _HYPHENS else _BULLET if 0xF000 <= code < 0xF100 else chr(code)
        text = _LOST if category(text) in ("Cc", "Cs", "Co", "Cn") else text
        yield _Glyph(text, x.value, y.value, box.left, box.right, max(size, 1.0), i, word, part)


def _grouped(characters: Iterator[_Glyph]) -> list[_Glyph]:
    """Glyphs of characters: those that stand on one foot are one, as of a ligature or a letter with its marks, and in
    the order that they are read in. PDFium keeps right-to-left lines turned, or not, and ligatures with them."""
    groups: list[list[_Glyph]] = []
    by_foot: dict[tuple[int, int], list[_Glyph]] = {}
    for glyph in characters:
        foot = round(glyph.x * 20), round(glyph.y * 20)
        group = by_foot.get(foot)
        if group is None or bidirectional(glyph.text) not in _BACKWARD or glyph.number - group[-1].number > _NEAR:
            by_foot[foot] = group = []
            groups.append(group)
        group.append(glyph)
    found = []
    for i, group in enumerate(groups):
        if len(group) > 1:
            is_one_box = len({(glyph.left, glyph.right) for glyph in group}) == 1
            if not is_one_box:
                group.sort(key=lambda glyph: (category(glyph.text) == "Mn", -glyph.right))
            elif _is_turned(groups, i):
                group.reverse()
        found.append(replace(group[0], text="".join(glyph.text for glyph in group)))
        found[-1].left, found[-1].right = min(g.left for g in group), max(g.right for g in group)
    return found


def _is_turned(groups: Sequence[Sequence[_Glyph]], i: int) -> bool:
    """Whether PDFium has turned the part of a line in which a group stands: the one before then stands right of it."""
    here = groups[i][0]
    for other, sign in ((groups[i - 1][0] if i else here, 1), (groups[i + 1][0] if i + 1 < len(groups) else here, -1)):
        if abs(other.y - here.y) < _SAME_LINE * here.size and other.x != here.x:
            return (other.x - here.x) * sign > 0
    return False


def _without_lost_marks(glyphs: list[_Glyph]) -> list[_Glyph]:
    """The letters without those that no character is known for and that stand on another letter: they are vowels."""
    lost = [glyph for glyph in glyphs if glyph.text == _LOST]
    told = _Rows([glyph for glyph in glyphs if glyph.text != _LOST])
    vowels = {glyph.number for glyph in lost if told.under(glyph)}
    return [glyph for glyph in glyphs if glyph.number not in vowels]


def _put_on(marks: list[_Glyph], letters: list[_Glyph]) -> None:
    """Gives each mark to the letter that it stands on, or to the nearest of its line."""
    rows = _Rows(letters)
    for mark in marks:
        letter = rows.under(mark) or rows.nearest(mark)
        if letter:
            letter.text += mark.text


class _Rows:
    """Letters by how high they stand, to find the one under a mark."""

    def __init__(self, glyphs: Sequence[_Glyph]) -> None:
        self._rows: dict[int, list[_Glyph]] = {}
        for glyph in glyphs:
            self._rows.setdefault(int(glyph.y // _ROW), []).append(glyph)
        for row in self._rows.values():
            row.sort(key=lambda glyph: glyph.left)

    def _near(self, mark: _Glyph) -> Iterator[_Glyph]:
        first, last = (int((mark.y + sign * mark.size * _SAME_LINE * 2) // _ROW) for sign in (-1, 1))
        for number in range(first, min(last, first + 20) + 1):
            row = self._rows.get(number, [])
            at = bisect(row, mark.centre, key=lambda glyph: glyph.left)
            yield from row[max(0, at - 3) : at + 1]

    def under(self, mark: _Glyph) -> _Glyph | None:
        return next((glyph for glyph in self._near(mark) if glyph.left <= mark.centre <= glyph.right), None)

    def nearest(self, mark: _Glyph) -> _Glyph | None:
        return min(self._near(mark), key=lambda glyph: abs(glyph.centre - mark.centre), default=None)


# --- lines


def _lines(glyphs: Sequence[_Glyph]) -> list[list[_Glyph]]:
    """The lines of a page, and of its columns, from left to right; in the order the file has them."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted((glyph for glyph in glyphs if not glyph.is_marked), key=lambda glyph: -glyph.y):
        if not rows or rows[-1][0].y - glyph.y > _SAME_LINE * rows[-1][0].size:
            rows.append([])
        rows[-1].append(glyph)
    heights = [-row[0].y for row in rows]
    for glyph in glyphs:
        if glyph.is_marked:  # PDFium says of it where its mark stands
            at = bisect(heights, -glyph.y)
            near = min(rows[max(0, at - 1) : at + 1], key=lambda row: abs(row[0].y - glyph.y), default=[])
            if near and abs(near[0].y - glyph.y) < glyph.size:
                near.append(glyph)
            else:
                rows.append([glyph])
    lines = []
    for row in rows:
        row.sort(key=lambda glyph: (glyph.centre, glyph.number))
        lines.append([row[0]])
        for before, glyph in pairwise(row):
            if glyph.left - before.right > _COLUMN * glyph.size:
                lines.append([])
            lines[-1].append(glyph)
    return sorted(lines, key=lambda line: min(glyph.number for glyph in line))


def _spaced(line: Sequence[_Glyph]) -> list[str]:
    """The letters of a line from left to right, with blanks between words."""
    units = [line[0].text]
    for left, right in pairwise(line):
        units += [" "] * _are_apart(left, right) + [right.text]
    return units


def _are_apart(left: _Glyph, right: _Glyph) -> bool:
    """Whether a blank stands between two letters: where PDFium has one, beside marks of punctuation where there is
    room for one, and in doubt where there is more room than a letter takes."""
    is_vague = left.is_marked or right.is_marked
    start = right.centre - _half(right) if right.is_marked else right.x
    gap = (start - (left.centre + _half(left) if left.is_marked else left.right)) / max(left.size, right.size)
    if left.text[0].isalnum() and right.text[0].isalnum():
        if left.part == right.part:
            return gap > _ROOM
        is_told = left.word != right.word and abs(left.part - right.part) == 1
        return gap > (_GAP if not is_vague else _VAGUE_GAP if is_told else _WIDE_GAP)
    return gap > (_WIDE_GAP if is_vague else _GAP)


def _half(glyph: _Glyph) -> float:
    """About half of how wide a marked letter is, of whose shape no more is known than its mark."""
    letter = glyph.text[0]
    return glyph.size * (_NARROW if letter in "اأإآلدذرزوء" else _WIDE if letter in "سشصض" else _MEDIUM)


def _page_text(glyphs: Sequence[_Glyph]) -> str:
    """The text of a page: a paragraph a line, letters in the order they are read in."""
    lines = _lines(glyphs)
    widths = [max(g.right for g in line) - min(g.left for g in line) for line in lines]
    sizes = [median(g.size for g in line) for line in lines]
    reader, text = _Reader(), ""
    for i, line in enumerate(lines):
        read = " ".join(reader.read(_spaced(line)).split())
        goes_on = (
            i + 1 < len(lines)
            and widths[i] >= _FULL_LINE * max(widths)
            and not read.endswith(_FULL_STOPS)
            and abs(sizes[i] - sizes[i + 1]) < _OTHER_SIZE * sizes[i]
        )
        text += read.removesuffix("\u00ad") if goes_on else f"{read}\n"
        text += " " if goes_on and not _CUT.search(read) else ""
        if not goes_on:
            reader = _Reader()
    return text.replace("\u00ad", "-").strip()


class _Reader:
    """Reads the lines of a paragraph one behind another: what stands before a number, and which brackets are open,
    may be told by the line before."""

    def __init__(self) -> None:
        self._is_arabic_before = False
        self._open: list[str] = []

    def read(self, units: list[str]) -> str:
        """A line in reading order, of its letters from left to right."""
        strong = [bidirectional(unit[0]) for unit in units]
        letters = [kind for kind in strong if kind in ("R", "AL", "L")]
        backward = sum(kind != "L" for kind in letters)
        is_backward = backward and backward * 2 >= len(letters)
        text = self._turned(units) if is_backward else self._with_turned_words(units)
        last = [kind for kind in map(bidirectional, text) if kind in ("R", "AL", "L")]
        self._is_arabic_before = last[-1] == "AL" if last else self._is_arabic_before
        return "".join(normalize("NFKC", c) if c in _SHAPES else c for c in text)

    def _with_turned_words(self, units: list[str]) -> str:
        """A line from left to right, with the words in it that stand from right to left."""
        runs = list(_ARABIC_RUN.finditer("".join(unit[0] for unit in units)))
        if not runs:
            return "".join(units)
        found, at = "", 0
        for run in runs:
            found = self._bracketed(units[at : run.start()], found) + self._turned(units[run.start() : run.end()])
            at = run.end()
        return self._bracketed(units[at:], found)

    def _turned(self, units: list[str]) -> str:
        """A line from right to left, of its letters from left to right."""
        seen = "".join(unit[0] for unit in units)
        runs = [run.span() for run in _RUN.finditer(seen)]
        for signed in _SIGNED.finditer(seen):
            if not self._follows_arabic(seen[signed.end() :]):
                inside = [run for run in runs if run[0] < signed.end() and signed.start() < run[1]]
                span = min(run[0] for run in inside), max(run[1] for run in inside)
                runs = sorted({run for run in runs if run not in inside} | {span})
        text, end = "", len(units)
        for first, last in reversed(runs):
            text = self._bracketed(units[last:end][::-1], text)
            text += "".join(units[first:last])
            end = first
        return self._bracketed(units[:end][::-1], text)

    def _follows_arabic(self, right: str) -> bool:
        strong = next((kind for kind in map(bidirectional, right) if kind in ("R", "AL", "L")), "")
        return strong == "AL" if strong else self._is_arabic_before

    def _bracketed(self, units: Sequence[str], before: str) -> str:
        """What was read before, and letters behind it. Brackets are told by which are open: a file may keep them as
        seen or as written."""
        text = before
        for unit in units:
            kind = (_OPENING.find(unit) if unit in _OPENING else _CLOSING.find(unit)) if len(unit) == 1 else -1
            if kind < 0:
                text += unit
            elif _CLOSING[kind] in self._open:
                self._open = self._open[: self._open.index(_CLOSING[kind])]
                text += _CLOSING[kind]
            elif text.strip().isdecimal() or (len(text.strip()) == 1 and text.strip().isalpha()):
                text += _CLOSING[kind]
            else:
                self._open.append(_CLOSING[kind])
                text += _OPENING[kind]
        return text
