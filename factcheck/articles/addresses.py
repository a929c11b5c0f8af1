"""One article under several addresses (for phones, for printing, with where the reader came from) -> one article.

An address is compared by what it names: without the part that says how or from where a page is looked at. Two pages
that name one address as theirs, or lie at one, are one article where their texts are near-copies: who only claims to be
another's page takes nothing's place.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from factcheck.schema import Article
from factcheck.text.tokens import Words

_WAYS = ("www.", "m.", "mobile.", "amp.", "wap.", "touch.", "print.")
"""How the name of a host begins that shows a site in another way."""
_WAY = re.compile(r"(?i)(?:/|\.)(?:amp|print|m|mobile)(?=/|$)|(?<=\.)amp(?=\.html?$)")
_NAMED_WAYS = "(?:amp|mobile|mobil|móvil|print|wap|نسخة الجوال|الجوال|للطباعة)"
_FROM_WHERE = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|ref|ref_?src|referrer|from|source|src|share|shared"
    r"|amp|print|printable|output(?:type)?|view|m|mobile|cmpid|ocid|ns_\w+|at_\w+|xtor|spm|sfnsn|mod|partner|rss|feed"
)
"""Names in the query of an address that say how and from where a page is looked at."""
_WAY_OF_NAME = re.compile(r"(?i)\s*(?:[(\[]\s*{0}\s*[)\]]|\s[-–|:]\s+{0}|\s+amp)\s*$".replace("{0}", _NAMED_WAYS))
_RUN = 3  # words
_SAME_SHARE = 0.5  # of the shorter text's runs of words that stand in the other too


class Copy(NamedTuple):
    """An article left for the same one under another address."""

    location: str
    kept: str


def site_of(address: str) -> str | None:
    """The site of an address, whichever way it is shown: `news.example` of `https://amp.news.example/1`."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    while host.startswith(_WAYS) and host.count(".") > 1:
        host = host.partition(".")[2]
    return host or None


def outlet_name(name: str) -> str:
    """The name of an outlet without the way its pages are shown: `Times` of `Times (AMP)`."""
    return _WAY_OF_NAME.sub("", name) or name


def plain_address(address: str) -> str:
    """What an address names, to compare it: site, path and query without how and from where it is looked at. Empty of
    what is no web address, or the front page of a site."""
    site = site_of(address) if "://" in address else None
    if not site:
        return ""
    parts = urlsplit(address)
    path = _WAY.sub("", parts.path).rstrip("/")
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _FROM_WHERE.fullmatch(name)]
    return f"{site}{path}?{urlencode(sorted(kept))}".rstrip("?") if path or kept else ""


def join_addresses(articles: Sequence[Article]) -> tuple[list[Article], list[Copy]]:
    """The articles, of each group under several addresses the one whose address is plainest, and those left for it."""
    left: list[Copy] = []
    known: dict[str, list[Article]] = {}
    kept: set[int] = set()
    for i in sorted(range(len(articles)), key=lambda i: _rank(articles[i])):
        article = articles[i]
        names = [name for name in dict.fromkeys((plain_address(article.location), article.address)) if name]
        same = next((other for name in names for other in known.get(name, ()) if _is_same(other, article)), None)
        if same:
            left.append(Copy(article.location, same.location))
            continue
        kept.add(i)
        for name in names:
            known.setdefault(name, []).append(article)
    return [article for i, article in enumerate(articles) if i in kept], sorted(left)


def _rank(article: Article) -> tuple[bool, int, int, str]:
    """The plainest address first: the one that the page names as its own, the shortest, that of the longest text."""
    name = article.location.partition("://")[2].rstrip("/")
    is_plain = bool(name) and name in (article.address, plain_address(article.location))
    return not is_plain, len(article.location), -len(article.text), article.location


def _is_same(a: Article, b: Article) -> bool:
    """Whether two articles of one address are one: of one outlet and day, near-copies, and without a figure that the
    other does not have: that is another state of the news. Two articles at the very same place are two states too, and
    so are the entries of a live blog: of one page, with marks or times of their own."""
    (page, _, mark), (other_page, _, other_mark) = (article.location.partition("#") for article in (a, b))
    is_entry = mark != other_mark and bool((mark and other_mark) or (page == other_page and a.published != b.published))
    if a.location == b.location or is_entry or not (_is_of_one_outlet(a, b) and _is_of_one_day(a, b)):
        return False
    short, long = sorted((a, b), key=lambda article: len(article.text))
    runs, other = _runs(short.text), _runs(long.text)
    return len(runs & other) >= _SAME_SHARE * min(len(runs), len(other)) and _figures(short) <= _figures(long)


def _is_of_one_outlet(a: Article, b: Article) -> bool:
    sites = {site_of(a.location), site_of(b.location), a.address.partition("/")[0], b.address.partition("/")[0]}
    return a.source == b.source or not (a.source and b.source) or bool({a.source, b.source} & sites)


def _is_of_one_day(a: Article, b: Article) -> bool:
    """Whether two articles can be of one day: the same moment is of two days in two zones."""
    if not (a.published and b.published):
        return True
    return abs((date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])).days) <= 1


def _figures(article: Article) -> set[str]:
    return {word.norm for word in Words.of(article.text).words if word.norm[0].isdigit()}


def _runs(text: str) -> set[str]:
    words = Words.of(text).joined.split()
    return {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
