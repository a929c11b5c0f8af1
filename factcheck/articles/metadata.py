"""What is known of an article beside its text: columns found by name, dates to ISO 8601, sidecars, front matter."""

import re
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from factcheck.articles.addresses import outlet_name, plain_address, site_of
from factcheck.articles.article import detect_language, front_matter_lines, make_article, split_lines
from factcheck.articles.calendars import country_of, order_of_country, order_of_language
from factcheck.articles.dates import date_orders, read_date, why_unread
from factcheck.articles.fragments import cell_text
from factcheck.articles.rows import csv_rows
from factcheck.errors import InputError
from factcheck.schema import Article

# What the columns of news data sets, the keys of front matter and the fields of exports are called.
_NAMES = {
    "text": "text body content article article_text full_text fulltext maintext clean_text النص نص المحتوى",
    "title": "title headline heading العنوان عنوان",
    "source": "source outlet publisher newspaper site sitename site_name source_name المصدر مصدر",
    "published": "published date published_at publish_date publication_date pubdate date_published datetime "
    "timestamp time التاريخ تاريخ",
    "url": "url link address uri href source_url الرابط رابط",
    "lang": "lang language اللغة لغة",
    "fetched": "fetched fetched_at crawled crawled_at scraped_at retrieved retrieved_at captured_at date_download",
    "file": "file filename path الملف ملف",
}
FIELDS = tuple(name for name in _NAMES if name != "file")
_LANGUAGE_CODE = re.compile(r"([A-Za-z]{2})(?:[-_].{1,20})?")
_COUNTRY = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\\x00\ud800-\udfff]{1,2000}", re.I)
_LONGEST_DATE = 100  # characters
_LONGEST_CELL = 10_000  # characters of a cell that a name is looked for in
# `news.csv#12`, `data/part-3.jsonl`: where a row stands, and no title or outlet.
_PLACE = re.compile(r"\S{1,500}\.(?:csv|tsv|jsonl?|ndjson|parquet|xlsx?|txt|html?|xml)(?:[#:]\d{1,9})?", re.I)
_LONGEST_NAME = 500  # characters of a title or an outlet


@dataclass(frozen=True)
class About:
    """What was given of an article; None is unknown.

    published: its date in ISO 8601, told by `date_by`. given: a date as it was written, not read yet. seen: the moment
    at which the article was had, in ISO 8601, from which `3 hours ago` counts. country: of the outlet, ISO 3166.
    order: `DMY` or `MDY`, in which the numbers of its dates stand. canonical: the address that a page names as its own.
    """

    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None
    lang: str | None = None
    given: Any = None
    date_by: str | None = None
    seen: str | None = None
    country: str | None = None
    order: str | None = None
    canonical: str | None = None

    def over(self, other: "About") -> "About":
        """This, and where it is silent the other."""
        both = About(**{name: value or getattr(other, name) for name, value in vars(self).items()})
        by_rank = sorted((self, other), key=lambda about: (not about.published, not about.given))
        return replace(both, given=by_rank[0].given, date_by=by_rank[0].date_by)


def article_of(text: str, place: str, about: About) -> Article:
    """The article of a text with what was given of it. Its place is its address, and its outlet the site of that,
    where they are given and no other outlet is named."""
    source = outlet_name(_bounded(about.source) or "") or site_of(about.url or "")
    published, note = about.published, (about.date_by or "") if about.published else ""
    if not published and is_given(about.given):
        published, note = _late_date(text, about)
    article = make_article(
        text, about.url or place, source, published, _bounded(about.title), about.lang, about.order or ""
    )
    note = note if note and article.published == published else article.date_note
    return replace(article, date_note=note, address=plain_address(about.canonical or ""))


def is_given(value: Any) -> bool:
    """Whether a value says anything: a missing number of a table is not even itself."""
    return bool(value) and value == value


def _late_date(text: str, about: About) -> tuple[str | None, str]:
    """The date that was given, read by the language of the text, and by what it was told; or None and why not.

    Where neither the language nor anybody tells whether the day or the month stands first, the country of the outlet
    does.
    """
    lang = about.lang or detect_language(text)
    country = country_of(urlsplit(about.url or "").hostname or "") or about.country or ""
    order = about.order or ""
    guess = "" if order or order_of_language(lang) or not country else order_of_country(country)
    published = read_date(about.given, lang, order or guess, about.seen or "")
    if not published:
        return None, f"the date {reprlib.repr(about.given)} {why_unread(about.given, lang)}"
    is_guess = guess and isinstance(about.given, str) and len(date_orders(about.given)) > 1
    return published, f"{about.date_by or 'what was given'}{f', read as in {country}' if is_guess else ''}"


def _bounded(name: str | None) -> str | None:
    """A name as it can be kept: no longer than names are, without halves of characters and zeros."""
    return name and name[:_LONGEST_NAME].replace("\0", "").encode("utf-8", "replace").decode()


@lru_cache(maxsize=256)
def find_columns(names: tuple[str, ...], chosen: tuple[tuple[str, str], ...] = ()) -> dict[str, tuple[str, ...]]:
    """Field -> the columns it is read from, found by their names.

    chosen: (field, column) pairs that go before what is found; columns joined by `+` are read one below the other.
    Raises InputError where a chosen column is not there.
    """
    by_name = {name.strip().casefold(): name for name in reversed(names)}
    found: dict[str, tuple[str, ...]] = {}
    for field, known in _NAMES.items():
        column = next((by_name[name] for name in known.split() if name in by_name), None)
        if column is not None:
            found[field] = (column,)
    for field, wanted in chosen:
        columns = tuple(wanted.split("+")) if wanted not in names else (wanted,)
        missing = [column for column in columns if column not in names]
        if missing:
            raise InputError(f"no column {missing[0]!r}; there are: {_listed(names)}")
        found[field] = columns
    return found


def require_text(columns: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> None:
    """Raises InputError, with the way out, where no column is known to hold the text."""
    if "text" not in columns:
        raise InputError(f"no column of text found; name it with --columns text=NAME, one of: {_listed(names)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(str(name)[:40] for name in list(names)[:20])


def value_of(row: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]], field: str) -> Any:
    """What a row says of a field; None where it says nothing."""
    return next((row.get(column) for column in columns.get(field, ()) if row.get(column) is not None), None)


def about_of(
    row: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]], order: str = "", what: str = "the column"
) -> About:
    """What a row says of its article. order: in which the numbers of its date stand, where that is known. what: the
    columns are called in what is told of the date."""
    lang, date = language_code(value_of(row, columns, "lang")), value_of(row, columns, "published")
    seen = read_date(value_of(row, columns, "fetched"))
    return About(
        title=_word(value_of(row, columns, "title")),
        source=_word(value_of(row, columns, "source")),
        published=read_date(date, lang or "", order, seen or ""),
        url=web_address(value_of(row, columns, "url")),
        lang=lang,
        given=date if is_given(date) else None,
        date_by=f"{what} {' '.join(columns.get('published', ()))}" if is_given(date) else None,
        seen=seen,
        country=country_code(value_of(row, columns, "lang")),
    )


def _word(value: Any) -> str | None:
    """A name without markup; None of what is no name, such as the place of a row that stands for a missing title."""
    name = " ".join(cell_text(value[:_LONGEST_CELL]).split()) if isinstance(value, str) else ""
    return None if not name or _PLACE.fullmatch(name) else name


def web_address(value: Any) -> str | None:
    """The value where it is an http(s) address, else None."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return text if _WEB_ADDRESS.fullmatch(text) and urlsplit(text).hostname else None
    except ValueError:  # such as a bracket that opens no IPv6 address
        return None


def language_code(value: Any) -> str | None:
    """`ar` of `ar`, `AR` or `ar-SY`; None of what is no such code."""
    match = _LANGUAGE_CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    return match.group(1).lower() if match else None


def country_code(value: Any) -> str | None:
    """`SY` of the language `ar-SY`; None of a language without a country."""
    match = _COUNTRY.fullmatch(value.strip()) if isinstance(value, str) else None
    return match.group(1).upper() if match else None


class Habit:
    """In which order the numbers of the dates of one column stand: told by those of them that can be read in one only,
    as 16/04/2017 can. `order` is empty where none tells, or where they differ."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def see(self, value: Any) -> bool:
        """Notes a date, and says whether another one has to tell how it is read."""
        orders = date_orders(value[:_LONGEST_DATE]) if isinstance(value, str) else ()
        self._told.update(orders if len(orders) == 1 else ())
        return len(orders) > 1

    @property
    def order(self) -> str:
        return next(iter(self._told)) if len(self._told) == 1 else ""

    @property
    def is_mixed(self) -> bool:
        """Whether both orders stand in the column, so that not even the language tells of the others."""
        return len(self._told) > 1


# --- sidecars and front matter

_SIDECAR_CELL = 100_000  # characters
SIDECAR = "sources.csv"
"""A file of this name with a column `file` tells the outlet, date and so on of the files beside it."""


def read_sidecar(text: str) -> dict[str, About]:
    """File name (with `/` between folders) -> what a sidecar says of it; empty where the table is no sidecar."""

    def is_header(names: Sequence[str]) -> bool:
        return "file" in find_columns(tuple(names))

    rows = [row for _, row in csv_rows(text, _SIDECAR_CELL, is_header) if not isinstance(row, InputError)]
    columns = find_columns(tuple(rows[0]) if rows else ())
    if "file" not in columns or "text" in columns:
        return {}
    [name] = columns["file"]
    habit = Habit()
    for row in rows:
        habit.see(value_of(row, columns, "published"))
    abouts = (about_of(row, columns, habit.order, f"{SIDECAR}:") for row in rows)
    names = (row.get(name, "").strip().replace("\\", "/") for row in rows)
    return dict(zip(names, abouts, strict=True))


def front_matter(text: str) -> About:
    """What the lines `key: value` between two lines `---` at the top of a text say of it."""
    lines = split_lines(text)
    pairs = (line.text.partition(":") for line in lines[1 : front_matter_lines(lines)])
    values = {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    return about_of(values, find_columns(tuple(values)), what="front matter:")
