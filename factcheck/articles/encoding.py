"""Bytes -> text, in any encoding that can be told."""

import codecs
import re

from factcheck.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DAMAGED = 0.02  # of the letters outside ASCII: a text with no more broken ones is damaged UTF-8, not another encoding
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_HEAD = 4096  # bytes of a page in which it may declare its encoding; the standard asks for the first 1024


def decode(data: bytes) -> str:
    """Text of bytes in any encoding that can be told; the byte order mark is no part of it.

    Raises InputError for what is empty or no text.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _decode_damaged(data) or _decode_legacy(data)
    if "\0" in text:
        text = _decode_legacy(data)
    if not text.strip():
        raise InputError("empty")
    return text


def decode_page(data: bytes, charset: str = "") -> str:
    """Text of a page: a byte order mark goes before the charset of the server, that before what the page declares,
    and what can be told from the bytes is asked where none of them fits."""
    declared = _DECLARED.search(data[:_HEAD])
    names = [name for bom, name in _BOMS if data.startswith(bom)][:1]
    for name in [*names, charset, declared.group(1).decode("ascii") if declared else ""]:
        try:
            text = data.decode(name) if name else ""
        except (LookupError, UnicodeError):
            continue
        if text.strip() and "\0" not in text:
            return text
    return decode(data)


def _decode_damaged(data: bytes) -> str:
    """UTF-8 with a few broken letters, each read as U+FFFD; empty where it is another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if broken <= max(1, _DAMAGED * sum(c > "\x7f" for c in text)) else ""


def _decode_legacy(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else ""
    if not text or "\0" in text:
        raise InputError("not text, or in an encoding that cannot be told; save it as UTF-8")
    return text
