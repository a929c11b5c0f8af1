"""What a page says of its own article: its date and its address, and not those of what stands beside it.

A page names many dates: of related stories, of images and videos, of comments, of its last change. Those that it
declares for machines are believed where they are of its main entity; else the date that a reader sees at the title.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from factcheck.articles.addresses import plain_address
from factcheck.articles.dates import UNREAD, read_date, why_unread
from factcheck.articles.metadata import About, web_address
from factcheck.text.tokens import Words

_DATES = "datePublished", "dateCreated"
_CHANGES = "article:modified_time", "og:updated_time", "dateModified"
_OWN_METAS = "article:published_time", "og:published_time", "og:article:published_time", "datePublished"
_OTHER_METAS = (
    "publication_date",
    "pubdate",
    "publish-date",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
"""Names of meta elements, in any case; what is called `date` may as well be the day of the last change."""
_DEPTH = 8
"""Levels of a page's JSON-LD that are looked into."""
_OBJECTS = 2_000
_TEXT_OF_A_DATE = 100
_LONGEST_META = 2_000
_FIELDS_OF_OTHERS = frozenset(
    "image video audio thumbnail logo comment review hasPart isPartOf mentions relatedLink isBasedOn citation about "
    "itemListElement associatedMedia primaryImageOfPage subjectOf workExample author publisher potentialAction".split()
)
"""Fields of JSON-LD that hold something else than the article."""
_IS_ARTICLE = re.compile(r"(?i)(?:article|posting|report|review|newsitem|story)$")
_IS_PAGE = re.compile(r"(?i)(?:webpage|itempage)$")
_DATE_NAMES = re.compile(r"(?i)date|time|publi|posted|byline|meta|stamp|تاريخ")
_CHANGE_NAMES = re.compile(r"(?i)updat|modif|edit|chang")
_BESIDE = re.compile(
    r"(?i)related|recommend|sidebar|teaser|promo|popular|most-?read|trending|latest|more-|comment|widget|card"
)
_BESIDE_TAGS = ("aside", "nav", "footer", "form")
_MAY_HOLD_IT = ("aside", "form")
"""Elements that on some pages hold the article, with its title."""
_SAME_TITLE = 0.5  # of the words of the shorter of two titles that stand in the other too


class PageDate(NamedTuple):
    """A date of a page in ISO 8601 and by what it was told; or, unread, as it was `given`."""

    published: str | None
    by: str
    given: str | None = None


def canonical_address(tree: Any) -> str | None:
    """The address that a page names as its own."""
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((address for address in map(web_address, (*links, _meta(tree).get("og:url"))) if address), None)


def page_date(tree: Any, about: About, lang: str = "") -> PageDate:
    """The date of publication of the article of a page: of its own meta elements, of the main entity of its JSON-LD or
    microdata, of other meta elements, or as it stands beside its title.

    about: what is known of the page beside its text. lang: the language that the page declares.
    """
    unread: str | None = None
    for by, given in _candidates(tree, about):
        date = read_date(given, lang, about.order or "", about.seen or "")
        if date:
            return PageDate(date, by)
        if unread is None and why_unread(given, lang) != UNREAD:
            unread = given
    return PageDate(None, "the page", unread)


def changed_date(tree: Any) -> str | None:
    """When a page was changed last, as it declares for machines, in ISO 8601."""
    metas = _meta(tree)
    given = [metas.get(name.lower()) for name in _CHANGES]
    given += [entity.changed for text in _scripts(tree) for entity in _entities(text)]
    return next((date for date in map(read_date, given) if date), None)


def _candidates(tree: Any, about: About) -> Iterator[tuple[str, str]]:
    """(by what it is told, date as it is written), the surest first."""
    metas = _meta(tree)
    yield from ((f"meta {name}", metas[name.lower()]) for name in _OWN_METAS if metas.get(name.lower()))
    own, lone = _main_dates(tree, about, metas)
    yield from (("JSON-LD", date) for date in own)
    yield from (("microdata", date) for date in _microdata(tree))
    yield from ((f"meta {name}", metas[name]) for name in _OTHER_METAS if metas.get(name))
    yield from (("the page, as it is seen", date) for date in _seen_dates(tree))
    yield from (("JSON-LD", date) for date in lone)


def _meta(tree: Any) -> dict[str, str]:
    """Name in lower case -> content, the first of each name."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if meta.get("itemprop") is None or not _is_beside(meta):
            found.setdefault(name.lower(), (meta.get("content") or "")[:_LONGEST_META])
    return found


# --- JSON-LD


class _Entity(NamedTuple):
    dates: list[str]
    changed: str
    kinds: list[str]
    titles: list[str]
    addresses: list[str]


def _main_dates(tree: Any, about: About, metas: dict[str, str]) -> tuple[list[str], list[str]]:
    """The dates of publication of the entity of the JSON-LD that is the article, told by the address or title of the
    page, or by being the only one without a title of its own; and those of the only article, where it is called
    otherwise than the page and names no address."""
    entities = [entity for text in _scripts(tree) for entity in _entities(text) if entity.dates]
    own = {plain_address(address) for address in (canonical_address(tree), about.url) if address} - {""}
    headings = ("".join(element.itertext()) for element in islice(tree.iter("h1", "title"), 4))
    titles = [about.title or "", metas.get("og:title", ""), metas.get("twitter:title", ""), *headings]
    articles = [entity for entity in entities if any(map(_IS_ARTICLE.search, entity.kinds))]
    of_page = [entity for entity in entities if any(map(_IS_PAGE.search, entity.kinds))]
    for group in (articles, of_page, [entity for entity in entities if not entity.kinds]):
        by_address = [entity for entity in group if own & set(map(plain_address, entity.addresses))]
        by_title = [entity for entity in group if any(_is_same_title(a, b) for a in titles for b in entity.titles)]
        nameless = [entity for entity in group if not entity.titles and not (own and entity.addresses)]
        alike = nameless if len({entity.dates[0] for entity in group}) == 1 else []
        for found in ([entity for entity in by_address if entity in by_title], by_title, by_address, alike):
            if found:
                return found[0].dates, []
    is_lone = len(articles) == 1 and not articles[0].addresses
    return [], articles[0].dates if is_lone else []


def _scripts(tree: Any) -> Iterator[str]:
    """The pieces of JSON-LD of a page."""
    return (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())


def _is_same_title(a: str, b: str) -> bool:
    """Whether two titles are of one article: most words of the shorter stand in the other."""
    one, other = (set(Words.of(text[:1000]).joined.split()) for text in (a, b))
    return bool(one and other) and len(one & other) > _SAME_TITLE * min(len(one), len(other))


def _entities(text: str) -> Iterator[_Entity]:
    """The objects of a piece of JSON-LD, those that are fields of other things left out."""
    level = [_loaded(text)]
    seen = 0
    for _ in range(_DEPTH):
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, list):
                deeper += item[:_OBJECTS]
            elif isinstance(item, dict):
                seen += 1
                if seen > _OBJECTS:
                    return
                yield _entity(item)
                deeper += [value for name, value in item.items() if name not in _FIELDS_OF_OTHERS]
        level = [item for item in deeper if isinstance(item, (dict, list))]


def _entity(item: dict[str, Any]) -> _Entity:
    main = item.get("mainEntityOfPage")
    addresses = [item.get("url"), item.get("@id"), main, main.get("@id") if isinstance(main, dict) else None]
    return _Entity(
        [item[name][:_TEXT_OF_A_DATE] for name in _DATES if isinstance(item.get(name), str)],
        next(iter(_texts(item.get("dateModified"))), "")[:_TEXT_OF_A_DATE],
        _texts(item.get("@type")),
        _texts(item.get("headline")) or _texts(item.get("name")),
        [address for value in addresses for address in _texts(value)],
    )


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)][:20]


def _loaded(text: str) -> Any:
    """JSON as pages have it: with line ends in texts, a comma before a closing bracket, marks of comments around it."""
    text = re.sub(r"^\s*(?://\s*)?<!(?:--|\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$", "", text.strip()).rstrip("; \n\t")
    for attempt in (lambda: text, lambda: re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt(), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


# --- what stands on the page


def _is_beside(element: Any) -> bool:
    """Whether an element stands in what is not the article: a list of others, a column beside it, its comments."""
    for above in islice(element.iterancestors(), 60):
        if above.tag in ("article", "main", "body"):
            # An article inside another one is a teaser.
            return above.tag == "article" and any(a.tag == "article" for a in above.iterancestors())
        is_beside = above.tag in _BESIDE_TAGS and not (above.tag in _MAY_HOLD_IT and above.find(".//h1") is not None)
        if is_beside or _BESIDE.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False


def _microdata(tree: Any) -> Iterator[str]:
    for element in tree.iter("time", "span", "div", "p", "abbr"):
        is_date = "datePublished" in (element.get("itemprop") or "").split() or element.get("pubdate") is not None
        if is_date and not _is_beside(element):
            yield (element.get("datetime") or element.get("content") or _text(element))[:_TEXT_OF_A_DATE]


def _seen_dates(tree: Any) -> Iterator[str]:
    """The dates that a reader sees: in elements called so, before the second heading of an article or of the page."""
    changed: list[str] = []
    for element in _near_title(tree):
        name = " ".join(element.get(key) or "" for key in ("class", "id", "itemprop", "data-testid"))
        if element.tag != "time" and not _DATE_NAMES.search(name):
            continue
        text = _text(element)
        if not text or len(text) > _TEXT_OF_A_DATE or _is_beside(element):
            continue
        given = [element.get("datetime"), text] if element.tag == "time" else [text]
        found = [value for value in given if value]
        if _CHANGE_NAMES.search(name):
            changed += found
        else:
            yield from found
    yield from changed


def _near_title(tree: Any) -> Iterator[Any]:
    """The elements of the page in order, from its title to the next heading; all before the second heading of a page
    without a title."""
    headings = 0
    for element in tree.iter("h1", "h2", "time", "span", "div", "p", "li", "small", "b", "em", "i", "abbr", "td", "a"):
        if element.tag in ("h1", "h2"):
            headings += 1 if not _is_beside(element) else 0
            if headings > 2:
                return
        else:
            yield element


def _text(element: Any) -> str:
    return " ".join("".join(islice(element.itertext(), 50)).split())
