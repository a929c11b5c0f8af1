"""What a file is, told by how it begins; its name is asked where that says nothing.

A page stays a page under the name of a program (`.php`), without a name, or saved as text.
"""

import re

HTML, FEED, JSON, WARC, ANSWER, MHTML, PDF, PARQUET, ZIP, GZIP, WORD_97, RICH_TEXT = (
    "html feed json warc answer mhtml pdf parquet zip gzip word97 rtf".split()
)
HEAD = 8192
"""Bytes of a file that tell what it is."""
_MAGIC = (
    (b"\x1f\x8b", GZIP),
    (b"%PDF-", PDF),
    (b"PAR1", PARQUET),
    (b"PK\x03\x04", ZIP),
    (b"WARC/", WARC),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORD_97),
    (b"{\\rtf", RICH_TEXT),
)
_ANSWER = re.compile(rb"HTTP/\d(?:\.\d)? +\d{3}\b[^\n]{0,500}\n")
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,40}){2,80}")
# What may stand before the first element of a page: a mark, blanks, comments, an XML declaration, a program's code.
_BEFORE = re.compile(rb"(?:\s{1,500}|<!--.{0,2000}?-->|<\?.{0,2000}?\?>){0,20}", re.S)
_FIRST_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|base)\b", re.I)
_FIRST_OF_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.I)
_DOCTYPE = re.compile(rb"<!doctype\s+(?:rss|feed)[^>]{0,500}>\s{0,100}", re.I)
_OBJECT = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,100}\"\s*:")


def kind_of(head: bytes) -> str:
    """The kind of a file by its first bytes; empty where they are those of any text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    head = _ascii(head)
    if _ANSWER.match(head):
        return ANSWER
    mail = _MAIL.match(head.lstrip())
    if mail and b"\nmime-version:" in b"\n" + mail.group().lower() and b"content-type:" in mail.group().lower():
        return MHTML
    rest = head[_BEFORE.match(head).end() :]  # type: ignore[union-attr]
    if _FIRST_OF_FEED.match(_DOCTYPE.sub(b"", rest, count=1)):
        return FEED
    if _FIRST_TAG.match(rest):
        return HTML
    return JSON if _OBJECT.match(head) else ""


def _ascii(head: bytes) -> bytes:
    """The first bytes of a file as they are in ASCII, where they are in UTF-16 or have a mark."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "")):
        if head.startswith(mark):
            rest = head[len(mark) :]
            return rest.decode(name, "replace").encode("ascii", "replace") if name else rest
    return head
