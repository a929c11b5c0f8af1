"""Markup that stands in a text -> the text that it marks: tags, character references, line ends written out.

Cells of tables and entries of feeds hold pages, or parts of them, once or twice escaped. A text without markup comes
out as it went in.
"""

import html
import re

from factcheck.articles.markup import separate_words

_TAGS = (
    "a|abbr|article|aside|b|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|"
    "head|header|hr|html|i|iframe|img|ins|li|main|mark|meta|nav|ol|p|pre|q|s|script|section|small|span|strike|strong|style|"
    "sub|sup|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,2000}})?\s?/?>|<!--|<!\[CDATA\[|<!doctype\s", re.I)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK = re.compile(r"<(?:p|br|div|li|tr|h[1-6])\b", re.I)
_BLOCKS = "p|div|article|section|main|h[1-6]|ul|ol|table|blockquote|figure"
_FIRST_BLOCK = re.compile(rf"\s{{0,100}}<(?:{_BLOCKS})\b[^<>]{{0,2000}}>", re.I)
_BLOCK_END = re.compile(rf"</(?:{_BLOCKS})\s*>", re.I)
_LONE_LINE_END = re.compile(r"(?<!\n)\r?\n(?!\r?\n)")
_TIMES = 3
"""How often a text may be escaped."""
_LINE_ENDS = tuple("p br div li h1 h2 h3 h4 h5 h6 blockquote tr dd dt hr pre figcaption".split())
_APART = ("td", "th")
_NO_TEXT = ("script", "style", "head", "iframe", "template", "noscript")
_PATH = r"(?<![^\W_])[A-Za-z]:\\[^\s\"<>|*?]*|(?<!\S)\\\\[A-Za-z][\w.$-]*\\[^\s\"<>|*?]*"
_ESCAPED_LINE_END = re.compile(rf"(?P<path>{_PATH})|(?<!\\)(?:\\+r\\+n|\\+n|\\+r(?![a-z]))")


def has_markup(text: str) -> bool:
    """Whether there are tags in a text."""
    return "<" in text and bool(_TAG.search(text))


def has_paragraphs(text: str) -> bool:
    """Whether a text is marked from end to end, as a piece of a page is: it begins with a block and has one's end."""
    return bool(_FIRST_BLOCK.match(text)) and bool(_BLOCK_END.search(text))


def read_markup(text: str) -> str:
    """The text that is marked in a text with markup, a line a block; any other text as it stands, but for character
    references, which stand for their characters."""
    for _ in range(_TIMES):
        if has_markup(text):
            text = fragment_text(text)
        elif "&" in text and _REFERENCE.search(text):
            text = html.unescape(text)
        else:
            break
    return text


def fragment_text(text: str) -> str:
    """The text of a piece of HTML, a line a block. What no parser can take is left with its tags taken out."""
    from lxml import etree
    from lxml import html as lxml_html

    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    if _BLOCK.search(text):  # a single line end is a blank then
        text = _LONE_LINE_END.sub(" ", text)
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return html.unescape(_TAG.sub(" ", text))
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    etree.strip_elements(root, etree.Comment, with_tail=False)
    for element in root.iter(*_LINE_ENDS):
        element.tail = f"\n{element.tail or ''}"
        if element.tag != "br":
            before = element.getprevious()
            if before is not None:
                before.tail = f"{before.tail or ''}\n"
            elif element.getparent() is not None:
                element.getparent().text = f"{element.getparent().text or ''}\n"
    for element in root.iter(*_APART):
        element.tail = f" {element.tail or ''}"
    separate_words(root)
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def end_lines(text: str) -> str:
    r"""A text in which each `\n` that is written out is a line end, and as long as before, so that places in it are
    those in the text as it came. The parts of a path (`C:\news`) are none."""
    if "\\" not in text:
        return text

    def ended(match: re.Match[str]) -> str:
        return match.group("path") or " " * (len(match.group()) - 1) + "\n"

    return _ESCAPED_LINE_END.sub(ended, text)


def cell_text(text: str) -> str:
    """What a cell of a table or an entry of a feed says: without markup, with the line ends that are written out."""
    return end_lines(read_markup(text))
