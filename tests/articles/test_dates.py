"""Dates in any language and calendar -> ISO 8601, or unknown with a reason."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles import read_articles
from factcheck.articles.dates import date_orders, read_date, why_unread
from factcheck.schema import Article
from tests.paths import ROOT

CASES = ROOT / "tests" / "cases" / "inputs"
LIMIT = 5_000_000
ENGLISH = "The army left the city of Hama on Thursday, the ministry said."
ARABIC = "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك."
OTHER_DAYS = {
    "in_ar_am": "2024-12-08T10:30",
    "in_ar_morocco": "2024-08-08",
    "in_ar_weekday": "2024-12-08T10:30",
    "in_fa_greg_julius": "2014-07-03",
    "in_jalali_time": "2024-12-08T10:30",
    "in_dz1": "2024-01-08",
    "in_dz3": "2024-04-08",
    "in_dz5": "2024-06-08",
    "in_lev1": "2024-02-08",
    "in_lev3": "2024-06-08",
    "in_mor1": "2024-09-08",
    "in_mor5": "2024-05-08",
    "in_t24": "2024-12-08T10:30",
    "in_t_am_en": "2024-12-08T10:30",
    "in_t_indic_pm": "2024-12-08T22:30",
    "in_rel": None,
    "in_today": None,
}
"""The dates of the cases that are not of 8 December 2024, by the name of the file."""


def read(path: Path, rows: list[dict[str, object]], **how: str) -> tuple[list[Article], list[str]]:
    """The articles of a table of these rows, and the reasons of what was left out."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    articles, skipped = read_articles([path], LIMIT, **how)  # type: ignore[arg-type]
    return articles, [s.reason for s in skipped]


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.json")), ids=lambda p: p.stem)
def test_a_date_as_people_have_it_is_read(path: Path) -> None:
    [article], skipped = read_articles([path], LIMIT)
    if path.stem.startswith("months_in_"):
        expected = f"2024-{path.stem[-2:]}-08"
    else:
        expected = OTHER_DAYS.get(path.stem, "2024-12-08")
    assert article.published == expected
    assert len(skipped) == (expected is None)


@pytest.mark.parametrize(
    ("lang", "written", "expected"),
    [
        # Persian years
        ("fa", "۱۴۰۳/۰۱/۰۱", "2024-03-20"),
        ("fa", "1403-12-30", "2025-03-20"),
        ("fa", "۱۸/۰۹/۱۴۰۳", "2024-12-08"),
        ("fa", "یکشنبه ۱۸ آذر ۱۴۰۳ - ۱۰:۳۰", "2024-12-08T10:30"),
        ("fa", "۲ قوس ۱۴۰۳", "2024-11-22"),
        ("ps", "1403/09/18", "2024-12-08"),
        ("ps", "د ۱۴۰۳ لیندۍ ۱۸", "2024-12-08"),
        ("ar", "1403/09/18 هـ.ش", "2024-12-08"),
        ("ku", "١٤٠٣/٠٩/١٨", "2024-12-08"),
        # Hijri years
        ("ar", "١٤٤٦/٠٦/٠٧", "2024-12-08"),
        ("ar", "7/6/1446 هـ", "2024-12-08"),
        ("en", "1446-06-07T10:30:00+03:00", "2024-12-08T10:30:00+03:00"),
        ("fa", "۱۴۴۶/۰۶/۰۷", "2024-12-08"),
        ("fa", "۶ جمادی‌الثانی ۱۴۴۶", "2024-12-07"),
        ("ur", "12 محرم الحرام 1446ھ", "2024-07-18"),
        ("tr", "7 Cemaziyelahir 1446", "2024-12-08"),
        ("en", "7 Jumada al-Thani 1446", "2024-12-08"),
        ("ar", "1 رمضان 1445", "2024-03-11"),
        ("ar", "14460607", "2024-12-08"),
        # both calendars: ours goes first
        ("ar", "1446/06/08 - 2024/12/08", "2024-12-08"),
        ("ar", "8 ديسمبر 2024 الموافق 7 جمادى الآخرة 1446", "2024-12-08"),
        # Buddhist years
        ("th", "8 ธันวาคม 2567", "2024-12-08"),
        ("th", "08/12/2567 10:30", "2024-12-08T10:30"),
        ("en", "8 December B.E. 2567", "2024-12-08"),
        # months of all Arab countries
        ("ar", "8 أغشت 2024", "2024-08-08"),
        ("ar", "8 دجمبر 2024", "2024-12-08"),
        ("ar", "8 فيفري 2024", "2024-02-08"),
        ("ar", "8 مايس 2024", "2024-05-08"),
        ("ar", "8 تشرين اول 2024", "2024-10-08"),
        ("ar", "8 ك2 2024", "2024-01-08"),
        ("ar", "8 التمور 2009", "2009-10-08"),
        ("ar", "8 كانون الأول / ديسمبر 2024", "2024-12-08"),
        ("ar", "8 ديسمبر (كانون الأول) 2024", "2024-12-08"),
        ("ar", "8 يونيه 2024", "2024-06-08"),
        # Persian, Urdu, Kurdish and other months
        ("fa", "۸ آوریل ۲۰۲۴", "2024-04-08"),
        ("fa", "8 فبروری 2024", "2024-02-08"),
        ("ur", "۸ دسمبر ۲۰۲۴ء", "2024-12-08"),
        ("ku", "8ی کانوونی یەکەمی 2024", "2024-12-08"),
        ("ku", "٨ی ئازاری ٢٠٢٤", "2024-03-08"),
        ("ku", "8ê Berfanbarê 2024", "2024-12-08"),
        ("ar", "8ی تشرینی دووەمی 2024", "2024-11-08"),
        ("tr", "8 Aralık 2024 Pazar 10:30", "2024-12-08T10:30"),
        ("pl", "8 grudnia 2024", "2024-12-08"),
        ("hr", "8. listopada 2024.", "2024-10-08"),
        ("pl", "8 listopada 2024", "2024-11-08"),
        ("vi", "8 tháng 12, 2024", "2024-12-08"),
        ("hi", "8 दिसंबर 2024", "2024-12-08"),
        ("zh", "2024年12月8日 下午3:30", "2024-12-08T15:30"),
        ("ko", "2024년 12월 8일", "2024-12-08"),
        ("he", "יום ראשון, 8 בדצמבר 2024", "2024-12-08"),
        ("en", "8-Dec-2024", "2024-12-08"),
        ("en", "Sunday, December 8th, 2024 at 10:30 PM", "2024-12-08T22:30"),
        ("fr", "8 déc. 2024 à 10h30", "2024-12-08T10:30"),
        # marks that are not seen, halves of the day, zones
        ("ar", "\u200f8\u200f/12\u200f/2024", "2024-12-08"),
        ("fa", "\u200e۲۰۲۴\u200e/۱۲\u200e/۰۸", "2024-12-08"),
        ("he", "\u206708.12.2024\u2069", "2024-12-08"),
        ("ar", "12:05 ص - 8/12/2024", "2024-12-08T00:05"),
        ("ar", "8/12/2024 12:05 م", "2024-12-08T12:05"),
        ("ar", "8 ديسمبر 2024م 10:30 م", "2024-12-08T22:30"),
        ("ar", "8 ديسمبر 2024م 10:30", "2024-12-08T10:30"),
        ("ar", "الأحد ٨ كانون الأول ٢٠٢٤ الساعة ١٠:٣٠ مساءً", "2024-12-08T22:30"),
        ("fa", "۸ دسامبر ۲۰۲۴، ۱۰:۳۰ ب.ظ", "2024-12-08T22:30"),
        ("en", "8 Dec 2024 10:30 pm (UTC+3)", "2024-12-08T22:30+03:00"),
        ("ar", "8 ديسمبر 2024، 10:30 بتوقيت غرينتش", "2024-12-08T10:30+00:00"),
        # what was published may have been changed since
        ("en", "Updated 9 December 2024, published 8 December 2024", "2024-12-08"),
    ],
)
def test_a_date_is_read_in_its_language_and_calendar(lang: str, written: str, expected: str) -> None:
    assert read_date(written, lang) == expected
    datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("lang", "written", "reason"),
    [
        ("ar", "1403/09/18", "may be of the Persian or of the Hijri calendar"),
        ("en", "1403-09-18", "may be of the Persian or of the Hijri calendar"),
        ("en", "08/12/2567", "is of a year that no article is of"),
        ("en", "1812-06-07", "is of a year that no article is of"),
        ("ar", "٧/٦/١٨٩٩", "is of a year that no article is of"),
        ("en", f"{date.today().year + 2}-01-01", "is of a year that no article is of"),
        ("ar", "8 رمضان 2024", "cannot be read"),
        ("ar", "31/02/2024", "cannot be read"),
        ("ar", "8 كانون الأول/يناير 2024", "cannot be read"),
        ("fa", "۱۴۰۳/۱۳/۱۸", "cannot be read"),
        ("en", "06/02/2020", "can be read day first or month first; say which with --dates day-first or month-first"),
        ("ar", "قبل 3 ساعات", "counts from a moment that is not known"),
        ("en", "Yesterday", "counts from a moment that is not known"),
        ("en", "March 2024", "cannot be read"),
        ("en", "soon", "cannot be read"),
        ("ar", "6 آلاف جندي في آذار 2020", "cannot be read"),
    ],
)
def test_a_date_that_cannot_be_told_is_unknown_for_a_reason(lang: str, written: str, reason: str) -> None:
    assert read_date(written, lang) is None
    assert why_unread(written, lang) == reason


def test_a_year_is_believed_up_to_the_next_one() -> None:
    year = date.today().year
    assert read_date(f"{year + 1}-01-05") == f"{year + 1}-01-05"
    assert read_date("1900-01-01") == "1900-01-01"
    assert read_date("1899-12-31") is None
    assert read_date(32503680000) is None  # seconds of the year 3000


def test_an_object_of_a_table_that_holds_a_hijri_year_is_converted() -> None:
    assert read_date(date(1446, 6, 7)) == "2024-12-08"
    assert read_date(datetime(2024, 12, 8, 10, 30)) == "2024-12-08T10:30:00"


@pytest.mark.parametrize(
    ("written", "orders"),
    [
        ("06/02/2020", ("DMY", "MDY")),
        ("\u200f06\u200f/02\u200f/2020", ("DMY", "MDY")),
        ("16/02/2020", ("DMY",)),
        ("02-16-2020", ("MDY",)),
        ("06.02.2020", ("DMY",)),
        ("02/02/2020", ()),
        ("7/6/1446", ()),
        ("2020/02/06", ()),
    ],
)
def test_a_date_in_digits_can_be_read_in_these_orders(written: str, orders: tuple[str, ...]) -> None:
    assert date_orders(written) == orders


# --- tables: the language, the option, the country


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", ARABIC),
        ("tr", "Savunma Bakanlığı, ordunun perşembe günü Hama kentinden çekilmediğini açıkladı."),
        ("de", "Das Ministerium teilte mit, dass die Armee die Stadt Hama am Donnerstag verlassen hat."),
    ],
)
def test_the_numbers_of_a_date_are_read_by_the_language_of_the_text(tmp_path: Path, lang: str, text: str) -> None:
    [article], left = read(tmp_path / "a.jsonl", [{"text": text, "date": "08/12/2024 10:30"}])
    assert (article.lang, article.published, left) == (lang, "2024-12-08T10:30", [])


@pytest.mark.parametrize(
    ("dates", "published"), [("day-first", "2020-02-06"), ("month-first", "2020-06-02"), ("", None)]
)
@pytest.mark.parametrize("kind", ["table", "text", "front matter", "sidecar"])
def test_dates_that_nothing_tells_are_read_as_the_option_says(
    tmp_path: Path, dates: str, published: str | None, kind: str
) -> None:
    path = tmp_path / ("a.jsonl" if kind == "table" else "a.txt")
    if kind == "table":
        path.write_text(json.dumps({"text": ENGLISH, "date": "06/02/2020"}), "utf-8")
    elif kind == "text":
        path.write_text(f"Army leaves Hama\nPublished: 06/02/2020\n{ENGLISH}\n", "utf-8")
    elif kind == "front matter":
        path.write_text(f"---\ndate: 06/02/2020\n---\n{ENGLISH}\n", "utf-8")
    else:
        path.write_text(ENGLISH, "utf-8")
        (tmp_path / "sources.csv").write_text("file,date\na.txt,06/02/2020\n", "utf-8")
    [article], skipped = read_articles([tmp_path], LIMIT, dates=dates)
    assert article.published == published
    assert [("--dates day-first or month-first" in s.reason) for s in skipped] == ([] if published else [True])


def test_what_the_column_tells_goes_before_the_option(tmp_path: Path) -> None:
    rows = [{"text": f"{n}. {ENGLISH}", "date": day} for n, day in enumerate(("06/02/2020", "06/16/2020"))]
    articles, left = read(tmp_path / "a.jsonl", rows, dates="day-first")
    assert {a.published for a in articles} == {"2020-06-02", "2020-06-16"} and not left


@pytest.mark.parametrize(
    ("row", "published"),
    [
        ({"url": "https://news.example.co.uk/1"}, "2020-02-06"),
        ({"url": "https://news.example.com.au/1"}, "2020-02-06"),
        ({"url": "https://desk.example.us/1"}, "2020-06-02"),
        ({"lang": "en-US"}, "2020-06-02"),
        ({"lang": "en-GB", "url": "https://news.example.com/1"}, "2020-02-06"),
        ({"url": "https://news.example.tv/1"}, None),
        ({"url": "https://news.example.com/1"}, None),
    ],
)
def test_the_country_of_the_outlet_tells_where_nothing_else_does(
    tmp_path: Path, row: dict[str, object], published: str | None
) -> None:
    [article], left = read(tmp_path / "a.jsonl", [{"text": ENGLISH, "date": "06/02/2020", **row}])
    assert article.published == published and len(left) == (published is None)
    assert ("read as in" in article.date_note) == (published is not None)


def test_each_reason_is_said_once_a_table_with_how_many_dates_it_is_of(tmp_path: Path) -> None:
    days = ["06/02/2020", "07/02/2020", "soon", "3 hours ago"]
    rows: list[dict[str, object]] = [{"text": f"{n}. {ENGLISH}", "date": day} for n, day in enumerate(days)]
    articles, left = read(tmp_path / "a.jsonl", rows)
    assert [a.published for a in articles] == [None] * 4
    assert sorted(left) == [
        "1 date cannot be read, the first in row 3: 'soon'",
        "1 date counts from a moment that is not known, the first in row 4: '3 hours ago'",
        "2 dates can be read day first or month first; say which with --dates day-first or month-first, the first in "
        "row 1: '06/02/2020'",
    ]


def test_the_moment_that_a_row_was_fetched_at_tells_what_counts_from_it(tmp_path: Path) -> None:
    row = {"text": ARABIC, "date": "قبل 3 ساعات", "fetched_at": "2024-12-08T10:30:00+00:00"}
    [article], left = read(tmp_path / "a.jsonl", [row])
    assert article.published == "2024-12-08T07:30+00:00" and not left


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["", "ar", "fa", "en", "th", "xx"]))
def test_whatever_is_written_is_a_date_that_is_believed_or_none(written: str, lang: str) -> None:
    found = read_date(written, lang)
    assert found is None or 1900 <= datetime.fromisoformat(found).year <= date.today().year + 1
    assert why_unread(written, lang)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1930, 1, 1), date(2026, 12, 31)))
def test_a_day_is_the_same_in_every_calendar(day: date) -> None:
    from hijridate import Gregorian
    from persiantools.jdatetime import JalaliDate

    sun, moon = JalaliDate(day), Gregorian.fromdate(day).to_hijri()
    assert read_date(f"{sun.year}/{sun.month:02}/{sun.day:02}", "fa") == day.isoformat()
    assert read_date(f"{moon.day}/{moon.month}/{moon.year} هـ", "ar") == day.isoformat()
    assert read_date(f"{day.day}/{day.month}/{day.year + 543}", "th") == day.isoformat()
