"""Bytes -> text, in any encoding that can be told.

Valid UTF-8 is UTF-8, whatever is declared: hardly any text of another encoding happens to be it. Text with a few broken
letters is read with U+FFFD in their place. A declared encoding is believed where what comes out can be words; what
cannot is named, because words of the wrong letters are worse than none.
"""

import codecs
import re

from factcheck.errors import InputError
from factcheck.text.language import known_codes, language
from factcheck.text.tokens import normalise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DAMAGED = 0.1
"""Of the letters outside ASCII: a text with no more broken ones is damaged UTF-8, not another encoding."""
_SURE = 4
"""Whole letters outside ASCII for each broken one: so many more are UTF-8 whatever is declared."""
_LEAST_KNOWN = 0.04
"""Of the words with letters outside ASCII: so many are among the commonest of a language where a text is in it."""
_WIDER = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What pages mean by the name of a narrower encoding, as the standard of HTML has it."""
_NO_LEGACY = ("utf", "ascii", "punycode", "idna", "unicode", "raw-unicode", "mbcs", "oem")
_SHORT = 3  # letters; a shorter word may be all marks
_DECLARED = (
    re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I),
    re.compile(rb"""^\s{0,200}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']\s{0,9}([\w.:-]{1,40})"""),
)
_HEAD = 4096  # bytes of a page in which it may declare its encoding; the standard asks for the first 1024
_FOREIGN = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
_SAMPLE = 200_000  # characters that are looked at
_MOJIBAKE = 0.35
"""Of the words that hold letters outside ASCII: text with more that cannot be words was read in another encoding."""
# In which the press has been written, the likeliest first where the bytes leave several.
_LEGACY = "cp1256 cp1252 cp1251 cp1254 cp1255 cp1253 cp1250 iso8859-6 koi8-r koi8-u cp866 iso8859-8 cp720".split()
_UNTOLD = "not text, or in an encoding that cannot be told; save it as UTF-8"


def decode(data: bytes, declared: str = "") -> str:
    """Text of bytes in any encoding that can be told; the byte order mark is no part of it.

    declared: the encoding that somebody says it is in, empty where nobody does. Raises InputError for what is empty or
    no text, or text in an encoding that cannot be told.
    """
    text = _decode(data, declared)
    if not text.strip():
        raise InputError("empty")
    return text


def decode_page(data: bytes, charset: str = "") -> str:
    """Text of a page or a feed: a byte order mark goes before valid UTF-8, that before the charset of the server, and
    that before what the page declares; what can be told from the bytes is asked where none of them fits."""
    head = data[:_HEAD]
    inside = next((match.group(1).decode("ascii") for match in (p.search(head) for p in _DECLARED) if match), "")
    for name in (charset, inside):
        if _is_legacy(name):
            return decode(data, name)
    return decode(data)


def is_mojibake(text: str) -> bool:
    """Whether the words of a text cannot be words of any language: they mix two alphabets, or hold hardly any plain
    letter among Latin ones with marks."""
    words = [word for word in _FOREIGN.findall(text[:_SAMPLE]) if not word.isascii()]
    wrong = 0
    for word in words:
        latin = len(_LATIN.findall(word))
        plain = sum(c.isascii() for c in word)
        wrong += 0 < latin < len(word) or (latin >= _SHORT and plain < latin / 3)
    return wrong > _MOJIBAKE * len(words)


def _is_legacy(name: str) -> bool:
    """Whether a name is that of an encoding of text other than those of Unicode."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return codec._is_text_encoding and not codec.name.startswith(_NO_LEGACY)


def _decode(data: bytes, declared: str) -> str:
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if bom in ("utf-16", "utf-32"):
        return data.decode(bom, "replace")
    is_declared = bool(declared) and _is_legacy(declared)
    text = _utf8(data, _SURE if is_declared else 0)
    if text is not None and "\0" in text:
        return _utf16(data)
    if text is not None and not (is_declared and text.isascii()):
        return text
    read = _read_as(declared, data) if is_declared else ""  # ASCII bytes too may stand for others, as in ISO 2022
    if "\0" in read or is_mojibake(read):
        read = ""
    return read if text is not None and read else text or _decode_legacy(data, read)


def _read_as(name: str, data: bytes) -> str:
    """Text in an encoding of that name, or in the wider one that it mostly means; empty where it is in neither."""
    for known in (_WIDER.get(codecs.lookup(name).name, ""), name):
        try:
            text = data.decode(known) if known else ""
        except UnicodeError:
            continue
        if text:
            return text
    return ""


def _utf8(data: bytes, sure: int) -> str | None:
    """UTF-8 with a few broken letters, each read as U+FFFD; None where it is another encoding.

    sure: how many whole letters outside ASCII each broken one wants beside it.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(c > "\x7f" for c in text) - broken
    is_utf8 = broken <= max(1, _DAMAGED * (whole + broken)) and whole >= sure * broken
    return text if is_utf8 else None


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark, told by zeros beside its blanks. Raises InputError where it is none."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data.decode(name, "replace")
        letters = sum(c.isalnum() or c.isspace() for c in text)
        if "\0" not in text and any(c in text for c in " \n") and letters > len(text) / 2:
            return text
    raise InputError(_UNTOLD)


def _decode_legacy(data: bytes, declared: str) -> str:
    """Text in one of the encodings of before, told by its words. declared: as it reads in the one that was declared."""
    if b"\0" in data:
        return _utf16(data)
    text = _by_words(data, declared)
    if text:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else ""
    if not text or "\0" in text or is_mojibake(text):
        raise InputError(_UNTOLD)
    return text


def _by_words(data: bytes, declared: str) -> str:
    """Text in the encoding in which most of its words are those of a language. What was declared wins where it has
    half as many, or where no other has any; empty where none has."""
    best, text = _known(declared), declared
    best = max(2 * best, _LEAST_KNOWN if declared else 0.0)
    for name in _LEGACY:
        try:
            read = data.decode(name)
        except UnicodeDecodeError:
            continue
        known = _known(read) if not is_mojibake(read) else 0.0
        if known > max(best, _LEAST_KNOWN):
            best, text = known, read
    return text


def _known(text: str) -> float:
    """How many of the words with letters outside ASCII are among the commonest of a language, as a share."""
    words = [normalise(word) for word in _FOREIGN.findall(text[:_SAMPLE]) if not word.isascii()]
    if not words:
        return 0.0
    return max(sum(word in language(code).stop_words for word in words) for code in known_codes()) / len(words)
