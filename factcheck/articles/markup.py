"""What the readers of HTML share: the blocks of a page, and a tree that is mended before its text is taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from factcheck.articles.notices import is_sentence

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = frozenset(("head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "textarea"))
_JOINED = frozenset(("sub", "sup", "wbr", "rt", "rp", "rb", "br"))
"""Elements that stand inside a word, or end a line."""
_APART = ("time", "button", "label", "small", "option", "figcaption")
"""Inline elements that no writer begins or ends inside a word."""
_PRESENTATION = frozenset(("style", "lang", "xml:lang", "dir", "size", "face", "color", "class"))
_WORD_PROCESSOR = re.compile(r"mso|font", re.I)
_CUT_AWAY = ("aside", "form", "dialog", "fieldset", "header", "menu")
"""Elements that hold no article on most pages, and that the extraction leaves out."""
_ELSEWHERE = ("aside", "nav", "footer", "figure", "figcaption", "table", "form", "dialog", "address")
_FOREIGN = re.compile(
    r"(?<![a-z])(ads?|advert\w*|authors?|banner|bio|breadcrumbs?|byline|caption|consent|cookies?|copyright|credit|"
    r"embed\w*|footer|gallery|hidden|menu|meta|modal|more|nav|newsletter|paywall|photo|popup|promo\w*|pull-?quote|recommend\w*|related|share|sharing|"
    r"sidebar|sign-?up|social|sponsor\w*|subscri\w*|tags?|teasers?|tool\w*|widget\w*)(?![a-z])",
    re.I,
)
"""Names of parts of a page that hold no paragraph of its article."""
_CENTRED = re.compile(r"center", re.I)
_CAPTION = 300
"""Characters of the longest caption."""
_LINES_WORDS = 5
"""Words of a cell whose lines are read one by one."""
_FULL_STOPS = tuple('.!?؟。！？۔।…"”»')
_PARAGRAPH = 40
"""Characters of the shortest paragraph; in writing without blanks half as many say as much."""
_HOLDS_THE_ARTICLE = 4
"""Times as much text as stands outside: then an element of another purpose is where the article is."""


class Block(NamedTuple):
    """A line of a page as it is seen: its text, and the innermost element that holds it as a block."""

    text: str
    element: Any


def find_blocks(root: Any) -> list[Block]:
    """The lines of a page or of a part of it, in order, blanks joined; what is not shown is left out."""
    from lxml import etree

    blocks: list[Block] = []
    holders, parts = [root], [root.text or ""]

    def close() -> None:
        text = " ".join("".join(parts).split())
        if text:
            blocks.append(Block(text, holders[-1]))
        parts.clear()

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if element is root:
            continue
        is_block = element.tag in BLOCKS
        if event == "start":
            if element.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if is_block or element.tag == "br":
                close()
            if is_block:
                holders.append(element)
            parts.append(element.text or "")
            continue
        if event == "end" and is_block:
            close()
            holders.pop()
        parts.append(element.tail or "")
    close()
    return blocks


def text_of(root: Any) -> str:
    """The text of a part of a page, a line a block."""
    return "\n".join(block.text for block in find_blocks(root))


def is_paragraph(text: str) -> bool:
    """Whether a line reads as a sentence of an article and not as a label or a headline."""
    letters = sum(2 if c > "\u2e80" else 1 for c in text)
    return letters >= _PARAGRAPH and text.endswith(_FULL_STOPS)


def ancestors(element: Any) -> Iterator[Any]:
    """An element and all that hold it, the innermost first."""
    yield element
    yield from element.iterancestors()


def remove(element: Any) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    previous, tail = element.getprevious(), f" {element.tail or ''}"
    if previous is None:
        parent.text = (parent.text or "") + tail
    else:
        previous.tail = (previous.tail or "") + tail
    parent.remove(element)


def names_of(element: Any) -> str:
    """The id and the classes of an element, and what it says it is for."""
    return " ".join(filter(None, (element.get(name) for name in ("id", "class", "itemprop", "itemtype", "aria-label"))))


# --- mending


def mend(tree: Any) -> None:
    """Lets the words of a page stand apart as they are seen, its tables be read, and its paragraphs stay whole."""
    separate_words(tree)
    unpack_tables(tree)
    _remove_captions(tree)
    _unlink(tree)


def _remove_captions(tree: Any) -> None:
    """Takes out what stands in the middle of its line under an image: a caption without the markup of one."""
    for line in list(tree.iter("p", "div")):
        image = line.getprevious()
        is_centred = _CENTRED.search(line.get("style") or line.get("align") or "")
        if image is None or not is_centred or len(line.text_content()) > _CAPTION:
            continue
        has_image = image.tag == "img" or next(image.iter("img"), None) is not None
        if has_image and not image.text_content().strip():
            remove(line)


def _unlink(tree: Any) -> None:
    """Makes text of the links in running text: for a few of them, a paragraph would be taken for a list of links."""
    for element, text in [(block.element, block.text) for block in find_blocks(tree) if is_paragraph(block.text)]:
        links = list(element.iter("a"))
        if links and 2 * sum(len(link.text_content()) for link in links) < len(text):
            for link in links:
                link.tag = "span"


def swap_joiners(tree: Any, table: Mapping[int, str]) -> None:
    """Replaces characters in all text of a page. The extraction drops the joiners that Persian and Urdu spell with."""
    for element in tree.iter():
        if element.text:
            element.text = element.text.translate(table)
        if element.tail:
            element.tail = element.tail.translate(table)
        if element.tag == "meta" and element.get("content"):
            element.set("content", element.get("content").translate(table))


JOINERS = {0x200C: "\ua78f", 0x200D: "\ua7f7"}
"""The joiners, and letters of no living script that stand for them while a text is taken out."""
UNJOINED = {ord(letter): chr(joiner) for joiner, letter in JOINERS.items()}


def fill_gaps(body: str, tree: Any) -> str:
    """A text with the paragraphs of its page that the extraction lost: those under the title, before the text, those
    between its lines, and the list that follows the last of them beside it."""
    lines = body.split("\n")
    places = {_bare(line): i for i, line in enumerate(lines) if line.strip()}
    blocks = find_blocks(tree)
    kept = [i for i, block in enumerate(blocks) if block.element.tag != "h1" and _bare(block.text) in places]
    if not kept:
        return body
    titles = [i for i, block in enumerate(blocks[: kept[0]]) if block.element.tag == "h1"]
    lost: dict[int, list[str]] = {}
    place, beside = 0, blocks[kept[-1]].element.getparent()
    for i in range(titles[-1] + 1 if titles else kept[0], len(blocks)):
        text, element = blocks[i]
        is_beside = beside is not None and any(e is beside for e in element.iterancestors())
        if i > kept[-1] and not (is_beside and is_sentence(text) and element.tag == "li"):
            break
        if _bare(text) in places:
            place = max(place, places[_bare(text)] + 1) if i >= kept[0] else place
        elif text not in body and _is_own(element) and (is_paragraph(text) or (is_beside and is_sentence(text))):
            lost.setdefault(place, []).append(f"- {text}" if element.tag == "li" else text)
    return "\n".join(line for i in range(len(lines) + 1) for line in [*lost.get(i, ()), *lines[i : i + 1]])


def _bare(line: str) -> str:
    return " ".join(line.split()).removeprefix("- ")


def _is_own(element: Any) -> bool:
    """Whether a paragraph stands in no part of the page that is named for another purpose."""
    if element.tag not in ("p", "h2", "li"):
        return False
    held = [e for e in ancestors(element) if e.tag not in ("html", "body", "main", "article")]
    return not any(e.tag in _ELSEWHERE or _FOREIGN.search(names_of(e)) for e in held)


def separate_words(tree: Any) -> None:
    """Puts a blank between neighbouring inline elements, so that their words are not glued."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            continue
        if element.tag in BLOCKS or element.tag == "br":
            element.tail = f" {element.tail}" if element.tail else element.tail
            continue
        following = element.getnext()
        if element.tail:
            if element.tag in _APART:
                element.tail = f" {element.tail}"
        elif following is not None and _are_apart(element, following):
            element.tail = " "
        if element.tag in _APART:
            _end_words_before(element)


def _end_words_before(element: Any) -> None:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None and previous.tail:
        previous.tail += " "
    elif previous is None and parent is not None and parent.text:
        parent.text += " "


def _are_apart(first: Any, second: Any) -> bool:
    """Whether two elements without anything between them hold words of their own."""
    tags = {first.tag, second.tag}
    if not all(isinstance(tag, str) for tag in tags) or tags & _JOINED:
        return False
    before, behind = _edge_word(first, -1), _edge_word(second, 0)
    is_initial = len(before) == 1 and before.isupper() and behind[:1].islower()
    return bool(before and behind) and not is_initial and not _is_of_word_processor(first, second)


def _edge_word(element: Any, edge: int) -> str:
    """The last (-1) or first (0) run of letters of an element; empty where it has no text or a blank there."""
    text = "".join(element.itertext())
    parts = text.split()
    if not parts or text[edge].isspace():
        return ""
    return parts[edge]


def _is_of_word_processor(first: Any, second: Any) -> bool:
    """Whether two runs come out of a word processor, which cuts words where the letters change their looks."""
    both = (first, second)
    if any(e.tag not in ("span", "font") or not set(e.keys()) <= _PRESENTATION for e in both):
        return False
    return all(_WORD_PROCESSOR.search(f"{e.get('style', '')} {e.get('class', '')}") or e.tag == "font" for e in both)


def unpack_tables(tree: Any) -> None:
    """Makes blocks of tables whose cells hold lists or paragraphs: as a table, only their first lines would be read."""
    for table in list(tree.iter("table")):
        cells = list(table.iter("td", "th"))
        if not any(_holds_blocks(cell) for cell in cells):
            continue
        for cell in cells:
            cell.tag = "div" if _holds_blocks(cell) else "p"
        for part in [table, *table.iter("tbody", "thead", "tfoot", "tr", "caption")]:
            part.tag = "div"


def _holds_blocks(cell: Any) -> bool:
    """Whether a cell holds a list, or more than one line and more in them than names."""
    has_list = next(cell.iter("ul", "ol", "dl", "table"), None) is not None
    return has_list or (len(cell.text_content().split()) >= _LINES_WORDS and len(find_blocks(cell)) > 1)


def open_boxes(tree: Any) -> None:
    """Makes an article of the element that holds it, where that is one which is left out on other pages: an `aside`, a
    `form` around the whole page."""
    total = 0
    held: Counter[Any] = Counter()
    titled: set[Any] = set()
    for text, element in find_blocks(tree):
        length = len(text) if is_paragraph(text) else 0
        boxes = [e for e in ancestors(element) if e.tag in _CUT_AWAY] if length or element.tag == "h1" else []
        total += length
        held.update(dict.fromkeys(boxes, length))
        titled.update(boxes if element.tag == "h1" else ())
    for box, length in held.items():
        if length and (box in titled or length > _HOLDS_THE_ARTICLE * (total - length)):
            box.tag = "article" if box.tag == "aside" else "div"
