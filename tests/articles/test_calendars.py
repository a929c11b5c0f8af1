"""Names of months in every language, and days of other calendars as days of ours."""

from datetime import date

import pytest

from factcheck.articles.calendars import (
    Month,
    calendars_of,
    country_of,
    day_of,
    find_months,
    order_of_country,
    order_of_language,
    split_digits,
)
from factcheck.facts.periods import GREGORIAN, HIJRI, MONTHS
from factcheck.text.language_files import read_language_file
from factcheck.text.tokens import Words

OF_COUNTRIES = {
    "Egypt and the Gulf": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Syria": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "Iraq": "كانون_الثاني شباط آذار نيسان مايس حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "Algeria and Tunisia": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "Morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "Mauritania": "يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر",
    "Libya before 2011": "أي_النار النوار الربيع الطير الماء الصيف ناصر هانيبال الفاتح التمور الحرث الكانون",
    "Iran": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "Afghanistan": "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
    "Pakistan": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "Sorani": "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمووز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم "
    "کانوونی_یەکەم",
    "Kurmanji": "rêbendan sibat adar nîsan gulan hezîran tîrmeh tebax îlon cotmeh mijdar berfanbar",
    "Turkey": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "Israel": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
}
SUN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
AFGHAN = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"


def months(text: str, lang: str = "") -> list[Month]:
    """The months that are named in a text, each by one language or by all alike."""
    found = find_months(Words.of(split_digits(text)), lang)
    return [month for _, _, several in found for month in several]


@pytest.mark.parametrize("country", OF_COUNTRIES)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_all_months_of_a_country_are_known_in_texts_of_any_language(country: str, lang: str) -> None:
    for number, name in enumerate(OF_COUNTRIES[country].split(), 1):
        assert months(f"8 {name.replace('_', ' ')} 2024", lang) == [Month(GREGORIAN, number)], name


@pytest.mark.parametrize("names", [SUN, AFGHAN])
def test_the_months_of_the_solar_year_are_known(names: str) -> None:
    assert [month for name in names.split() for month in months(name, "fa")] == [
        Month("persian", number) for number in range(1, 13)
    ]


@pytest.mark.parametrize("calendar", ["gregorian", "persian", "hijri"])
def test_every_calendar_of_the_file_has_its_twelve_months_in_order(calendar: str) -> None:
    listed = list(read_language_file("dates")[calendar])
    assert len(listed) == 12
    assert listed == MONTHS.get({"gregorian": GREGORIAN, "hijri": HIJRI}.get(calendar, ""), listed)


def test_a_name_that_two_languages_give_to_two_months_is_that_of_the_language() -> None:
    assert months("listopada", "hr") == [Month(GREGORIAN, 10)]
    assert months("listopada", "pl") == [Month(GREGORIAN, 11)]
    assert len(months("listopada", "en")) == 2


@pytest.mark.parametrize(
    ("calendar", "written", "day"),
    [
        ("persian", (1403, 1, 1), date(2024, 3, 20)),
        ("persian", (1403, 12, 30), date(2025, 3, 20)),
        ("persian", (1404, 12, 30), None),
        ("hijri", (1446, 6, 7), date(2024, 12, 8)),
        ("hijri", (1446, 13, 1), None),
        ("hijri", (1300, 1, 1), None),
        ("buddhist", (2567, 12, 8), date(2024, 12, 8)),
        (GREGORIAN, (2024, 2, 30), None),
        (GREGORIAN, (1899, 1, 1), None),
    ],
)
def test_a_day_of_a_calendar_is_a_day_of_ours(calendar: str, written: tuple[int, int, int], day: date | None) -> None:
    assert day_of(calendar, *written) == day


@pytest.mark.parametrize(
    ("year", "lang", "marks", "calendars"),
    [
        (2024, "th", (), (GREGORIAN,)),
        (1403, "fa", (), ("persian",)),
        (1403, "ar", (), ("persian", HIJRI)),
        (1403, "ar", ("lunar",), (HIJRI,)),
        (1403, "ar", ("lunar", "solar"), ("persian",)),
        (1446, "fa", (), (HIJRI,)),
        (2567, "th", (), ("buddhist",)),
        (2567, "en", (), ()),
        (2567, "en", ("buddhist",), ("buddhist",)),
        (1700, "en", (), ()),
    ],
)
def test_a_year_is_of_these_calendars(year: int, lang: str, marks: tuple[str, ...], calendars: tuple[str, ...]) -> None:
    assert calendars_of(year, lang, frozenset(marks), False) == calendars


def test_the_digits_of_persian_tell_the_calendar_of_persian() -> None:
    assert calendars_of(1403, "ar", frozenset(), True) == ("persian",)
    assert len(calendars_of(1403, "ur", frozenset(), True)) == 2


@pytest.mark.parametrize(
    ("code", "order"), [("GB", "DMY"), ("AU", "DMY"), ("US", "MDY"), ("EG", "DMY"), ("CA", ""), ("XX", "")]
)
def test_a_country_writes_its_dates_so(code: str, order: str) -> None:
    assert order_of_country(code) == order


@pytest.mark.parametrize(
    ("lang", "order"), [("ar", "DMY"), ("fa", "DMY"), ("it", "DMY"), ("th", "DMY"), ("en", ""), ("zh", ""), ("", "")]
)
def test_a_language_writes_its_dates_so(lang: str, order: str) -> None:
    assert order_of_language(lang) == order


@pytest.mark.parametrize(
    ("host", "country"),
    [("news.example.co.uk", "GB"), ("sana.sy", "SY"), ("example.com", ""), ("example.tv", ""), ("localhost", "")],
)
def test_a_domain_tells_its_country_unless_anybody_has_it(host: str, country: str) -> None:
    assert country_of(host) == country
