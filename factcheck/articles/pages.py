"""HTML pages and feeds -> articles: the article's own text, and the title, outlet and date the page declares."""

import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO

from factcheck.articles.article import Skipped, detect_language
from factcheck.articles.dates import read_date
from factcheck.articles.declared import canonical_address, changed_date, page_date
from factcheck.articles.encoding import decode, decode_page
from factcheck.articles.fragments import cell_text, end_lines, read_markup
from factcheck.articles.kinds import HEAD, HTML, kind_of
from factcheck.articles.listings import count_listed, find_cards, remove_cards
from factcheck.articles.live import ENTRY_TIME, Entry, find_entries, with_days
from factcheck.articles.markup import (
    JOINERS,
    UNJOINED,
    fill_gaps,
    find_blocks,
    is_paragraph,
    mend,
    open_boxes,
    swap_joiners,
)
from factcheck.articles.metadata import About, article_of, country_code, language_code, web_address
from factcheck.articles.notices import CONSENT_ALONE, is_consent_alone
from factcheck.articles.reading import Found, Options, Page, read_bounded, require_size
from factcheck.articles.strangers import remove_strangers
from factcheck.errors import InputError
from factcheck.schema import Article

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
PAGE_TYPES = ("text/html", "application/xhtml+xml")
_ENTRIES = 500
"""Entries of one feed: a longer feed is no feed."""
_ELEMENTS = 50_000
"""Elements of a page; articles have a few thousand, and the time to find the text grows with more than their number."""
_UNSAID = ("en-US", "en_US")
"""What programs that make pages declare where nobody told them the language."""
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
    """The article of an HTML file, or the entries of a live blog."""
    text = decode_page(read_bounded(file, options.max_bytes))
    yield from page_articles(text, place, about, options)


def page_articles(html: str, place: str, about: About, options: Options) -> Iterator[Article]:
    """The article of a page: its title, an empty line, its text; of a live blog, an article of each entry.

    Raises InputError where there is none on it: a list of other pages, a notice on cookies alone.
    """
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
        if tree is None:
            raise InputError("no HTML")
        if sum(1 for _ in islice(tree.iter(), _ELEMENTS + 1)) > _ELEMENTS:
            raise InputError(f"a page of more than {_ELEMENTS:,} elements")
        country, canonical, changed = tree.get("lang"), canonical_address(tree), changed_date(tree)
        lang = language_code(country)
        date = page_date(tree, about, lang or "")
        swap_joiners(tree, JOINERS)
        known = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
        swap_joiners(tree, UNJOINED)
        title, site = _joined(known.title), _joined(known.sitename)
        told = About(title, site, date.published, None, lang, date.given, date.by, canonical=canonical)
        about = about.over(replace(told, country=country_code(country) if country not in _UNSAID else None))
        had_banner = remove_strangers(tree)
        entries, beside = find_entries(tree)
        text = beside if entries else _page_text(tree, bare_extraction, had_banner)
    except InputError:
        raise
    except Exception as error:  # a page is written by strangers: the parser raises whatever they led it to
        raise InputError(f"cannot be read as a page ({type(error).__name__})") from error
    if text:
        has_title = not about.title or text.lstrip().startswith(about.title)
        whole = text if has_title else f"{about.title}\n\n{text}"
        yield _article(whole, place, about, options)
    for number, entry in enumerate(with_days(entries, about.published, changed), 1):
        yield _entry_article(entry, number, place, about, options)


def _page_text(tree: Any, extract: Callable[..., Any], had_banner: bool) -> str:
    """The text of a page that holds one article."""
    cards = find_cards(tree)
    listed = count_listed(tree, cards)
    if listed:
        raise InputError(f"a list page: {listed} headlines of other pages and no article of its own; name those pages")
    remove_cards(cards)
    open_boxes(tree)
    mend(tree)
    is_told = any(is_paragraph(block.text) for block in find_blocks(tree))
    shown = deepcopy(tree)
    swap_joiners(tree, JOINERS)
    found = extract(tree, include_comments=False, favor_precision=True)
    body = _joined(found.text) or "" if found and not isinstance(found, dict) else ""
    if had_banner and not (body and is_told):
        raise InputError(CONSENT_ALONE)
    if not body:
        raise InputError("no article found on the page")
    return fill_gaps(body, shown)


def _joined(text: str | None) -> str | None:
    """A text that was taken out, with its joiners back."""
    return str(text).translate(UNJOINED) if text else None


def _entry_article(entry: Entry, number: int, place: str, about: About, options: Options) -> Article:
    """The article of an entry of a live blog: of its own time, in its own place on the page. A date of the page that is
    not read yet stands for an entry without a time."""
    mark = f"#{entry.anchor or number}"
    url = f"{about.url.partition('#')[0]}{mark}" if about.url else None
    text = f"{entry.heading}\n\n{entry.text}" if entry.heading else entry.text
    given = None if entry.time or about.published else about.given
    date_by = ENTRY_TIME if entry.time else about.date_by
    own = replace(about, published=entry.time or None, given=given, date_by=date_by, url=url)
    return _article(text, f"{place}{mark}", own, options)


def _article(text: str, place: str, about: About, options: Options) -> Article:
    """The article of a text; a page's word for its language goes behind what can be told of the text."""
    require_size(text, options.max_bytes)
    return article_of(text, place, replace(about, lang=detect_language(text) or about.lang))


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
    had = read_date(feed.feed.get("updated") or feed.feed.get("published"))
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries[:_ENTRIES], 1):
        link = web_address(entry.get("link"))
        if link in seen:
            continue
        seen.update([link] if link else [])
        outlet = read_markup(feed.feed.get("title") or "") or None
        known = replace(_of_entry(entry, link, had or about.seen), source=outlet).over(about)
        if options.fetcher and link:
            yield from _fetched(link, known, options)
        else:
            yield from _carried(entry, f"{place}#{number}", known, options)
    if len(feed.entries) > _ENTRIES:
        yield Skipped(place, f"entries after the first {_ENTRIES}")


def _of_entry(entry: Any, link: str | None, had: str | None) -> About:
    """What a feed says of an entry. had: the moment at which the feed was written, from which `3 hours ago` counts."""
    title = read_markup(entry.get("title") or "") or None
    given = entry.get("published") or entry.get("created") or entry.get("updated")
    date = read_date(given, seen=had or "")
    return About(title, None, date, link, given=given, date_by="the feed", seen=had)


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
            about = About(seen=page.seen or None, order=options.order)
            yield from feed_articles(page.data, address, about, options)
        else:
            yield from page_of(page, address, About(url=address, order=options.order), options)
    except InputError as error:
        yield Skipped(address, str(error))


def _fetched(address: str, about: About, options: Options) -> Iterator[Found]:
    try:
        page = options.fetcher.get(address) if options.fetcher else Page(b"", "", "")
        if is_feed(page.data):
            raise InputError("a feed inside a feed; name it as an address of its own")
        yield from page_of(page, address, about, options)
    except InputError as error:
        yield Skipped(address, str(error))


def page_of(page: Page, place: str, about: About, options: Options) -> Iterator[Article]:
    """The articles of what a server answered. Raises InputError where there is none."""
    about = replace(about, seen=page.seen or about.seen)
    if page.media_type == "text/plain" and kind_of(page.data[:HEAD]) != HTML:
        text = end_lines(decode(page.data, page.charset))
        if is_consent_alone(text):
            raise InputError(CONSENT_ALONE)
        yield _article(text, place, about, options)
        return
    yield from page_articles(decode_page(page.data, page.charset), place, about, options)
