"""Word files -> articles: the words of the document as it stands when all its changes are accepted.

What a file keeps of a paragraph beside its words (deleted text, the place that text was moved from, codes of fields,
hidden text, the second telling of a drawing for older programs) is left out; what stands in a frame of its own (a
content control, a smart tag, a text box, a table in a table) is read where it stands.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from factcheck.articles.metadata import About, article_of
from factcheck.articles.reading import Found, Options, read_bounded, require_extra, require_size
from factcheck.errors import InputError

_UNPACKED = 100_000_000
"""Bytes that the parts of a Word file may unpack to."""
_GONE = frozenset(("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "rt", "sdtPr"))
"""Elements whose words the document does not show, and those that hold no words."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = ("0", "false", "off")


def read_docx(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a Word file, a line a paragraph."""
    require_extra("docx")
    import docx

    data = read_bounded(file, options.max_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            is_bomb = sum(part.file_size for part in parts.infolist()) > _UNPACKED
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError(f"a damaged or locked Word file ({error})") from error
    if is_bomb:
        raise InputError(f"unpacks to more than {_UNPACKED:,} bytes")
    try:
        text = "\n\n".join(_blocks(docx.Document(io.BytesIO(data)).element.body))
    except Exception as error:  # a damaged file raises whatever its damage led to
        raise InputError(f"a damaged Word file ({str(error)[:80]})") from error
    yield article_of(require_size(text, options.max_bytes), place, about)


@dataclass
class _Paragraph:
    """The words of a paragraph so far, and the text boxes that hang on it. is_open: its end was deleted, so that the
    next paragraph goes on in it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    is_open: bool = False


def _blocks(container: Any) -> Iterator[str]:
    """The paragraphs of a document or of a text box, and the cells of its tables in their place."""
    for part in _parts(container):
        yield from (part,) if isinstance(part, str) else _cells(part)


def _parts(container: Any) -> Iterator[Any]:
    """The paragraphs of a container as texts, and its tables as elements, in order."""
    paragraph = _Paragraph()
    for element in _shown(container, ("p", "tbl")):
        if _name(element) == "tbl":
            yield element
            continue
        _read(element, paragraph)
        paragraph.is_open = any(_name(mark) in ("del", "moveFrom") for mark in _marks(element, "pPr", "rPr"))
        if not paragraph.is_open:
            yield from _texts(paragraph)
            paragraph = _Paragraph()
    yield from _texts(paragraph)


def _texts(paragraph: _Paragraph) -> Iterator[str]:
    text = "".join(paragraph.words)
    if text.strip():
        yield text
    for box in paragraph.boxes:
        yield from _blocks(box)


def _cells(table: Any) -> Iterator[str]:
    """The cells of a table: of each its paragraphs, a line each, and the tables in it where they stand."""
    for row in _shown(table, ("tr",)):
        if _is_marked(row, "trPr", "del"):
            continue
        for cell in _shown(row, ("tc",)):
            if not _is_marked(cell, "tcPr", "cellDel"):
                yield from _of_cell(cell)


def _of_cell(cell: Any) -> Iterator[str]:
    lines: list[str] = []
    for part in _parts(cell):
        if isinstance(part, str):
            lines.append(part)
            continue
        yield from ["\n".join(lines)] * bool(lines)
        lines = []
        yield from _cells(part)
    yield from ["\n".join(lines)] * bool(lines)


def _shown(container: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements of these names in a container, also those in a frame that stands around them."""
    for element in container:
        if _name(element) in names:
            yield element
        elif _is_frame(element):
            yield from _shown(element, names)


def _is_frame(element: Any) -> bool:
    """Whether what an element holds stands in the document as if the element was not there."""
    return _name(element) not in _GONE and not (_name(element) == "sdt" and _is_placeholder(element))


def _is_placeholder(control: Any) -> bool:
    """Whether a content control shows no more than what is to be written in it."""
    return any(_name(mark) == "showingPlcHdr" and _is_on(mark) for mark in _marks(control, "sdtPr"))


def _read(element: Any, paragraph: _Paragraph) -> None:
    """Adds what an element of a paragraph shows to it."""
    for child in element:
        name = _name(child)
        if name == "t":
            paragraph.words.append(child.text or "")
        elif name in _SIGNS:
            paragraph.words.append("" if _is_page_break(child) else _SIGNS[name])
        elif name == "txbxContent":
            paragraph.boxes.append(child)
        elif name == "AlternateContent":
            _read_alternative(child, paragraph)
        elif _is_frame(child) and not (name == "r" and _is_hidden(child)):
            _read(child, paragraph)


def _read_alternative(element: Any, paragraph: _Paragraph) -> None:
    """Adds the first of several tellings of one thing that has words."""
    for choice in element:
        told = _Paragraph()
        _read(choice, told)
        if told.words or told.boxes:
            paragraph.words += told.words
            paragraph.boxes += told.boxes
            return


def _is_hidden(run: Any) -> bool:
    return any(_name(mark) == "vanish" and _is_on(mark) for mark in _marks(run, "rPr"))


def _is_page_break(sign: Any) -> bool:
    return any(_local(key) == "type" and value in ("page", "column") for key, value in sign.attrib.items())


def _is_marked(element: Any, properties: str, mark: str) -> bool:
    return any(_name(child) == mark for child in _marks(element, properties))


def _is_on(mark: Any) -> bool:
    return not any(_local(key) == "val" and value.lower() in _OFF for key, value in mark.attrib.items())


def _marks(element: Any, *names: str) -> list[Any]:
    """What stands in the children of an element that have a name, or in their children that have the next one."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if _name(child) == name]
    return [mark for parent in found for mark in parent]


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty of a comment."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def _local(name: str) -> str:
    return name.rpartition("}")[2]
