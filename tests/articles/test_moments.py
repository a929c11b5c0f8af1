"""Moments that count from now -> ISO 8601, where it is known when that was."""

import pytest

from factcheck.articles.moments import plain, read_relative

SEEN = "2024-12-08T10:30+03:00"
THREE_HOURS = "2024-12-08T07:30+03:00"


@pytest.mark.parametrize(
    ("lang", "written", "expected"),
    [
        ("ar", "قبل 3 ساعات", THREE_HOURS),
        ("ar", "منذ ٣ ساعات", THREE_HOURS),
        ("ar", "قبل ثلاث ساعات", THREE_HOURS),
        ("ar", "منذ ساعتين", "2024-12-08T08:30+03:00"),
        ("ar", "منذ ساعة", "2024-12-08T09:30+03:00"),
        ("ar", "منذ 5 دقائق", "2024-12-08T10:25+03:00"),
        ("ar", "قبل يومين", "2024-12-06"),
        ("ar", "اليوم", "2024-12-08"),
        ("ar", "أمس", "2024-12-07"),
        ("ar", "اليوم 09:15", "2024-12-08T09:15"),
        ("fa", "۳ ساعت پیش", THREE_HOURS),
        ("fa", "دیروز", "2024-12-07"),
        ("ur", "3 گھنٹے قبل", THREE_HOURS),
        ("ur", "آج", "2024-12-08"),
        ("ku", "٣ کاتژمێر لەمەوپێش", THREE_HOURS),
        ("he", "לפני 3 שעות", THREE_HOURS),
        ("tr", "3 saat önce", THREE_HOURS),
        ("ru", "3 часа назад", THREE_HOURS),
        ("fr", "il y a 3 heures", THREE_HOURS),
        ("de", "vor 3 Stunden", THREE_HOURS),
        ("zh", "3小时前", THREE_HOURS),
        ("it", "3 ore fa", THREE_HOURS),
        ("en", "3 hours ago", THREE_HOURS),
        ("en", "Updated 3 hours ago", THREE_HOURS),
        ("en", "an hour ago", "2024-12-08T09:30+03:00"),
        ("en", "Yesterday at 09:15", "2024-12-07T09:15"),
        ("en", "2 weeks ago", "2024-11-24"),
        ("", "قبل 3 ساعات", THREE_HOURS),
    ],
)
def test_what_counts_from_now_is_read_where_that_is_known(lang: str, written: str, expected: str) -> None:
    assert read_relative(written, lang, SEEN) == expected
    assert read_relative(written, lang, "") is None


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "3 months ago"),
        ("en", "tomorrow"),
        ("en", "soon"),
        ("en", ""),
        ("ar", "غدا"),
        ("ar", "الاثنين"),
        ("ar", "قبل 3 سنوات"),
        ("en", "The army left the town three hours ago, the ministry said on Thursday evening."),
    ],
)
def test_what_tells_no_day_before_is_unknown(lang: str, written: str) -> None:
    assert read_relative(written, lang, SEEN) is None


def test_hours_before_a_day_without_a_time_are_no_more_than_a_day() -> None:
    assert read_relative("3 hours ago", "en", "2024-12-08") == "2024-12-07"
    assert read_relative("yesterday", "en", "2024-12-08") == "2024-12-07"


def test_the_copy_to_match_in_has_ascii_digits_and_no_marks_that_are_not_seen() -> None:
    assert plain("\u200f٠٨\u200f/12\u2069，۲۰۲۴") == "08/12 , 2024"
