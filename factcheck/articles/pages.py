"""HTML pages and feeds -> articles: the article's own text, and the title, outlet and date the page declares."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO

from factcheck.articles.article import Skipped, detect_language
from factcheck.articles.encoding import decode, decode_page
from factcheck.articles.kinds import HEAD, HTML, kind_of
from factcheck.articles.markup import cell_text, end_lines, read_markup
from factcheck.articles.metadata import About, article_of, language_code, read_date, web_address
from factcheck.articles.reading import Found, Options, Page, read_bounded, require_size
from factcheck.errors import InputError
from factcheck.schema import Article

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
PAGE_TYPES = ("text/html", "application/xhtml+xml")
_ENTRIES = 500
"""Entries of one feed: a longer feed is no feed."""
_ELEMENTS = 50_000
"""Elements of a page; articles have a few thousand, and the time to find the text grows with more than their number."""
_DATES = "datePublished", "dateCreated"
_META_DATES = (
    "article:published_time",
    "og:published_time",
    "datePublished",
    "publication_date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "DC.date.issued",
    "dc.date",
    "DC.date",
    "date",
)
_JSON_DEPTH = 8
"""Levels of a page's JSON-LD that are looked into for its date."""
_FEED_HEAD = 1000
"""Bytes of a feed in which its root element stands."""
_FEW_ZEROS = 0.02
_ENCODING = re.compile(r"^<\?xml[^>]{0,200}\?>")
_NUMBER = re.compile("&#([0-9]{1,20}|[xX][0-9a-fA-F]{1,20});")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def is_address(text: str) -> bool:
    """Whether a text names a web address and not a file."""
    return "://" in text


def read_page(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of an HTML file."""
    text = decode_page(read_bounded(file, options.max_bytes))
    yield page_article(text, place, about, options)


def page_article(html: str, place: str, about: About, options: Options) -> Article:
    """The article of a page: its title, an empty line, its text. Raises InputError where none is found on it."""
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
        if tree is None:
            raise InputError("no HTML")
        if sum(1 for _ in islice(tree.iter(), _ELEMENTS + 1)) > _ELEMENTS:
            raise InputError(f"a page of more than {_ELEMENTS:,} elements")
        date, lang = declared_date(tree), language_code(tree.get("lang"))
        known = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
        found = bare_extraction(tree, include_comments=False, favor_precision=True)
    except InputError:
        raise
    except Exception as error:  # a page is written by strangers: the parser raises whatever they led it to
        raise InputError(f"cannot be read as a page ({type(error).__name__})") from error
    body = found.text if found and not isinstance(found, dict) else ""
    if not body:
        raise InputError("no article found on the page")
    about = about.over(About(known.title, known.sitename, read_date(date, lang or ""), None, lang))
    title = about.title or ""
    text = body if not title or body.lstrip().startswith(title) else f"{title}\n\n{body}"
    return _article(text, place, about, options)


def _article(text: str, place: str, about: About, options: Options) -> Article:
    """The article of a text; a page's word for its language goes behind what can be told of the text."""
    require_size(text, options.max_bytes)
    return article_of(text, place, replace(about, lang=detect_language(text) or about.lang))


def declared_date(tree: Any) -> str | None:
    """The date of publication as a page declares it for machines: meta tags, JSON-LD, `time` elements."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name, meta.get("content") or "")
    found = [metas[name] for name in _META_DATES if metas.get(name)]
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            found += _json_dates(script.text or "")
    for time in tree.iter("time"):
        if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None:
            found.append(time.get("datetime") or "")
    return next((date for date in found if read_date(date)), None)


def _json_dates(text: str) -> list[str]:
    try:
        level = [json.loads(text)]
    except (ValueError, RecursionError):
        return []
    found = []
    for _ in range(_JSON_DEPTH):
        objects = [item for item in level if isinstance(item, dict)]
        found += [item[name] for name in _DATES for item in objects if isinstance(item.get(name), str)]
        inner = [value for item in objects for value in item.values()]
        lists = [item for item in level if isinstance(item, list)]
        level = [*inner, *(value for items in lists for value in items)]
    return found


# --- feeds


def is_feed(data: bytes) -> bool:
    """Whether a document begins as RSS or Atom, whatever it is said to be."""
    head = data[:_FEED_HEAD].lower()
    return any(root in head for root in (b"<rss", b"<feed", b"<rdf:rdf"))


def read_feed(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of a feed: of the pages it names where pages may be fetched, else of what it carries itself."""
    data = read_bounded(file, options.max_bytes)
    if not is_feed(data):
        raise InputError("no RSS or Atom feed")
    yield from feed_articles(data, place, about, options)


def feed_articles(data: bytes, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of each entry of a feed, once each. A feed that an entry names is not followed."""
    import feedparser

    # As a file: a text that is an address would be fetched. What an entry holds is read as text, so it need not be
    # made safe to show; to make it so takes hours where somebody means it to.
    try:
        feed = feedparser.parse(io.BytesIO(_in_utf8(data)), sanitize_html=False, resolve_relative_uris=False)
    except InputError:
        raise
    except Exception as error:  # a feed is written by strangers: the parser raises whatever they led it to
        raise InputError(f"a damaged feed ({type(error).__name__})") from error
    if not feed.entries:
        raise InputError("a feed without entries" if feed.get("version") else "a damaged feed")
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries[:_ENTRIES], 1):
        link = web_address(entry.get("link"))
        if link in seen:
            continue
        seen.update([link] if link else [])
        title, outlet = (read_markup(name or "") or None for name in (entry.get("title"), feed.feed.get("title")))
        known = About(title, outlet, _entry_date(entry), link).over(about)
        if options.fetcher and link:
            yield from _fetched(link, known, options)
        else:
            yield from _carried(entry, f"{place}#{number}", known, options)
    if len(feed.entries) > _ENTRIES:
        yield Skipped(place, f"entries after the first {_ENTRIES}")


def _in_utf8(data: bytes) -> bytes:
    """A feed in UTF-8, in whatever encoding it came and said to be, without the characters that no XML may hold: one of
    them would cost all entries behind it."""
    if data.count(0) < _FEW_ZEROS * len(data):  # more are those of UTF-16
        data = data.replace(b"\0", b"")
    text = _NUMBER.sub(_known_character, _ENCODING.sub("", decode_page(data).lstrip(), count=1))
    text = _NO_XML.sub(lambda match: " " if match.group().isspace() else "", text)
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode("utf-8", "replace")


def _known_character(reference: re.Match[str]) -> str:
    """A reference to a character by its number; U+FFFD where there is none of that number."""
    digits = reference.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    is_known = 0 < code < 0xD800 or 0xE000 <= code < 0x110000
    return reference.group() if is_known and not _NO_XML.match(chr(code)) else "\ufffd"


def _entry_date(entry: Any) -> str | None:
    return read_date(entry.get("published") or entry.get("created") or entry.get("updated"))


def _carried(entry: Any, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of what an entry carries: its title and its text or summary."""
    content = [part.get("value") or "" for part in entry.get("content") or ()]
    try:
        body = max(map(cell_text, [*content, entry.get("summary") or ""]), key=len)
        text = "\n\n".join(part for part in (about.title, body) if part)
        yield _article(text, place, about, options)
    except InputError as error:
        yield Skipped(about.url or place, str(error))


# --- addresses


def read_address(address: str, options: Options) -> Iterator[Found]:
    """The articles of a web address: of a page, or of the pages that a feed names."""
    if options.fetcher is None:
        yield Skipped(address, "a web address; give --fetch to have it fetched")
        return
    try:
        page = options.fetcher.get(address, is_feed=True)
        if is_feed(page.data):
            yield from feed_articles(page.data, address, About(), options)
        else:
            yield page_of(page, address, About(url=address), options)
    except InputError as error:
        yield Skipped(address, str(error))


def _fetched(address: str, about: About, options: Options) -> Iterator[Found]:
    try:
        page = options.fetcher.get(address) if options.fetcher else Page(b"", "", "")
        if is_feed(page.data):
            raise InputError("a feed inside a feed; name it as an address of its own")
        yield page_of(page, address, about, options)
    except InputError as error:
        yield Skipped(address, str(error))


def page_of(page: Page, place: str, about: About, options: Options) -> Article:
    """The article of what a server answered. Raises InputError where none is found."""
    if page.media_type == "text/plain" and kind_of(page.data[:HEAD]) != HTML:
        return _article(end_lines(decode(page.data, page.charset)), place, about, options)
    return page_article(decode_page(page.data, page.charset), place, about, options)
