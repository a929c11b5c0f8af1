"""Pages as tools save them, with what the server said around them -> articles: WARC, MHTML and whole HTTP answers."""

import email
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from email import policy
from typing import Any, BinaryIO

from factcheck.articles import pages
from factcheck.articles.article import Skipped
from factcheck.articles.dates import read_date
from factcheck.articles.metadata import About, web_address
from factcheck.articles.reading import Found, Options, Page, read_bounded
from factcheck.errors import InputError

_PACKAGE = 50_000_000
"""Bytes of a page that is saved with its images."""
_ANSWERS = 20
"""Answers that may stand before the last: those of proxies, and redirects."""
_RECORDS = 100_000
"""Records of one WARC."""
_HTTP = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"\s{0,4}([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,200})?\r?\n")
_OK = "200"
_TYPES = (*pages.PAGE_TYPES, *pages.FEED_TYPES, "text/plain", "")


def read_warc(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of the pages in a WARC, plain or gzipped a record at a time. What is no page (images, scripts,
    requests) is no article; a page that could not be had, or holds none, is named."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = found = 0
    try:
        records = ArchiveIterator(file)
        while (record := _next(records)) is not None:
            number += 1
            if number > _RECORDS:
                raise InputError(f"more than {_RECORDS:,} records; those behind are left out")
            for one in _of_record(record, f"{place}#{number}", about, options):
                found += 1
                yield one
    except (ArchiveLoadFailed, ValueError, EOFError, AttributeError, TypeError) as error:
        raise InputError(f"a damaged WARC behind record {number} ({str(error)[:80]})") from error
    if not found:
        raise InputError(f"a WARC of {number:,} records, none of them a page")


def _next(records: Any) -> Any:
    """The next record, None where there is none. What the library says of damage on stderr is no line for a user."""
    with redirect_stderr(io.StringIO()):
        return next(records, None)


def _of_record(record: Any, place: str, about: About, options: Options) -> Iterator[Found]:
    if record.rec_type not in ("response", "resource", "conversion"):
        return
    heads = record.http_headers or record.rec_headers
    media_type, charset = content_type(heads.get_header("Content-Type") or "")
    address = web_address(record.rec_headers.get_header("WARC-Target-URI"))
    about = about.over(About(url=address))
    status = record.http_headers.get_statuscode() if record.http_headers else _OK
    if media_type not in _TYPES:
        return
    try:
        if status != _OK:
            raise InputError(f"the server answered {status}")
        data = record.content_stream().read(options.max_bytes + 1)
        had = _moment(record.rec_headers.get_header("WARC-Date"))
        yield from _of_page(Page(_bounded(data, options), media_type, charset, had), place, about, options)
    except InputError as error:
        yield Skipped(address or place, str(error))


def _of_page(page: Page, place: str, about: About, options: Options) -> Iterator[Found]:
    if pages.is_feed(page.data):
        about = replace(about, seen=page.seen or about.seen)
        yield from pages.feed_articles(page.data, place, about, replace(options, fetcher=None))
    else:
        yield from pages.page_of(page, place, about, options)


def _moment(told: Any) -> str:
    """The moment at which a page was had, in ISO 8601; empty where the file does not tell it."""
    return read_date(str(told or "")) or ""


def _bounded(data: bytes, options: Options) -> bytes:
    return read_bounded(io.BytesIO(data), options.max_bytes)


def content_type(header: str) -> tuple[str, str]:
    """(media type, charset) of a Content-Type."""
    media_type, _, rest = header.partition(";")
    charset = next((p.partition("=")[2].strip(" \"'") for p in rest.split(";") if "charset=" in p.lower()), "")
    return media_type.strip().lower(), charset[:40]


# --- one HTTP answer


def read_answer(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of an HTTP answer that was saved whole, with its head, as `curl -i` and `wget --save-headers` do."""
    from warcio.bufferedreaders import BufferedReader
    from warcio.statusandheaders import StatusAndHeadersParser

    data = read_bounded(file, 2 * options.max_bytes)
    for _ in range(_ANSWERS):
        status = _HTTP.match(data)
        if not status:
            break
        lines = io.BytesIO(data)
        try:
            heads = StatusAndHeadersParser(("HTTP/",), verify=False).parse(lines)
        except Exception as error:  # its own errors are bare ones
            raise InputError(f"a damaged HTTP answer ({str(error)[:80]})") from error
        data = data[lines.tell() :]
        if not _HTTP.match(data):
            break
    if status and status.group(1).decode() != _OK:
        raise InputError(f"the server answered {status.group(1).decode()}")
    packed = (heads.get_header("Content-Encoding") or "").strip().lower() or None
    if "chunked" in (heads.get_header("Transfer-Encoding") or "").lower():
        data = _joined(data)
    media_type, charset = content_type(heads.get_header("Content-Type") or "")
    if media_type not in _TYPES:
        raise InputError(f"holds {media_type[:40]}, which is no page")
    body = b""
    try:
        reader = BufferedReader(io.BytesIO(data), decomp_type=packed)
        while len(body) <= options.max_bytes and (more := reader.read(options.max_bytes + 1 - len(body))):
            body += more
    except Exception as error:
        raise InputError(f"an HTTP answer that cannot be unpacked ({str(error)[:80]})") from error
    had = _moment(heads.get_header("Date"))
    yield from _of_page(Page(_bounded(body, options), media_type, charset, had), place, about, options)


def _joined(data: bytes) -> bytes:
    """The chunks of a body joined; the body as it is where it is not in chunks, as tools that save it join them. Line
    ends may have lost half of themselves on the way."""
    chunks, at = [], 0
    while match := _CHUNK.match(data, at):
        size = int(match.group(1), 16)
        at = match.end() + size
        chunks.append(data[match.end() : at])
        if size == 0 or at >= len(data):
            return b"".join(chunks)
    return b"".join(chunks) if chunks and not data[at:].strip() else data


# --- MHTML


def read_mhtml(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a page that a browser saved with its parts in one file, or of a letter."""
    data = read_bounded(file, max(_PACKAGE, options.max_bytes)).lstrip()
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        kinds = {part.get_content_type(): part for part in reversed(parts)}
        part = kinds.get("text/html") or kinds.get("application/xhtml+xml") or kinds.get("text/plain")
        if part is None:
            raise InputError("holds no page")
        body = part.get_payload(decode=True) or b""
        charset = part.get_content_charset() or ""
        address = message.get("Snapshot-Content-Location") or part.get("Content-Location")
        had = _moment(message.get("Date"))
    except InputError:
        raise
    except Exception as error:  # a letter is written by strangers: the parser raises whatever they led it to
        raise InputError(f"cannot be read as a saved page ({type(error).__name__})") from error
    about = about.over(About(url=web_address(str(address or ""))))
    page = Page(_bounded(bytes(body), options), part.get_content_type(), charset, had)
    yield from _of_page(page, place, about, options)
