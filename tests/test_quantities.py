"""Numbers of a clause, with what they count."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.languages import language
from factcheck.matching import Words
from factcheck.quantities import Quantity, differ_too_much, exclude_each_other, is_rounding, read_quantities, same_scope


def read(text: str, lang: str = "ar") -> list[Quantity]:
    return read_quantities(Words.of(text), language(lang))


def one(text: str, lang: str = "ar") -> Quantity:
    (quantity,) = read(text, lang)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("سقوط 826 قتيلا", 826, "dead"),
        ("سقوط ٨٢٦ قتيلا", 826, "dead"),
        ("مقتل سبعة في هجوم", 7, "dead"),
        ("كما نزح 280 ألف شخص", 280_000, "displaced"),
        ("نزح 1.5 مليون شخص", 1_500_000, "displaced"),
        ("نزح ١٬٥٠٠ شخص", 1_500, "displaced"),
        ("مقتل ثلاثمئة وخمسة وعشرين جنديا", 325, "dead"),
        ("مقتل ثلاثة آلاف شخص", 3_000, "dead"),
        ("مقتل ألف ومئتي شخص", 1_200, "dead"),
        ("نزوح مليون وألفين شخص", 1_002_000, "displaced"),
        ("نزوح 1500 ألف شخص", 1_500_000, "displaced"),
        ("نزوح ثلاثمئة ألف شخص", 300_000, "displaced"),
        ("وفاة شخصين", 2, "dead"),
        ("اعتقال جنديين", 2, "arrested"),
        ("ارتفاع الأسعار بنسبة (11%)", 11, "percent"),
        ("نمو بنسبة (11.8) في المئة", 11.8, "percent"),
    ],
)
def test_an_arabic_number_is_read_with_what_it_counts(text: str, value: float, counted: str) -> None:
    quantity = one(text)
    assert quantity.low == quantity.high == pytest.approx(value)
    assert quantity.counted == counted


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("826 people were killed", 826, "dead"),
        ("1,500 displaced", 1_500, "displaced"),
        ("one hundred and five soldiers died", 105, "dead"),
        ("two million three hundred thousand people were displaced", 2_300_000, "displaced"),
        ("the death toll rose to 31", 31, "dead"),
        ("police arrested 12 people", 12, "arrested"),
        ("turnout was 40 percent", 40, "percent"),
    ],
)
def test_an_english_number_is_read_with_what_it_counts(text: str, value: float, counted: str) -> None:
    quantity = one(text, "en")
    assert quantity.low == quantity.high == value
    assert quantity.counted == counted


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("مقتل أكثر من 50 شخصا", 50, math.inf),
        ("مقتل 12 على الأقل", 12, math.inf),
        ("مقتل أقل من 50 شخصا", 0, 50),
        ("مقتل نحو 300 شخص", 270, 330),
        ("مئات القتلى", 200, math.inf),
    ],
)
def test_a_bound_or_a_hedge_makes_an_interval(text: str, low: float, high: float) -> None:
    quantity = one(text)
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "قرار مجلس الأمن رقم 2254",
        "رابع كبرى مدن سوريا",
        "اندلاع النزاع في 2011",
        "خلال الساعات الـ24 الماضية",
        "في 27 نوفمبر",
        "يوم 14 تموز",
        "الساعة 23:54",
        "2020/02/06",
        "البالغ من العمر 54 عامًا",
        "قبل 5 سنوات",
    ],
)
def test_a_year_a_date_an_age_and_a_resolution_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_a_part_of_a_total_is_told_from_the_total() -> None:
    total, part = read("سقوط 826 قتيلا، من بينهم 111 مدنيا")
    assert not total.is_part
    assert part.is_part
    assert not same_scope(total, part)


def test_a_count_does_not_take_the_verb_of_the_next_one() -> None:
    killed, kidnapped = read("مقتل سبعة وخطف ثلاثة في هجوم على فندق")
    assert (killed.low, killed.counted) == (7, "dead")
    assert (kidnapped.low, kidnapped.counted) == (3, "kidnapped")


def test_killed_or_wounded_together_are_another_count_than_wounded() -> None:
    both, wounded = one("مصرع وإصابة 8 أشخاص"), one("إصابة 50 شخصا")
    assert not same_scope(both, wounded)


def test_fighters_are_not_counted_as_civilians() -> None:
    assert not same_scope(one("مقتل 222 مقاتلا"), one("مقتل 300 مدني"))
    assert same_scope(one("مقتل 222 مقاتلا"), one("مقتل 300 شخص"))


def test_the_same_noun_anywhere_behind_the_number_is_the_same_count() -> None:
    assert same_scope(one("تصحيح أوضاع 400 ألف مخالف يمني"), one("تصحيح أوضاع 500 ألف يمني"))


def test_money_is_a_measure_and_people_are_not() -> None:
    assert one("خسرت 945 مليون ريال").is_measure
    assert not one("مقتل 5 أشخاص").is_measure


@pytest.mark.parametrize(("a", "b"), [("64 قتيلا", "64.6 قتيلا"), ("400 قتيل", "413 قتيلا")])
def test_a_rounded_figure_is_no_other_figure(a: str, b: str) -> None:
    assert is_rounding(one(a), one(b))
    assert is_rounding(one(b), one(a))


@pytest.mark.parametrize(("a", "b"), [("826 قتيلا", "900 قتيل"), ("41 قتيلا", "49 قتيلا"), ("10 قتلى", "14 قتيلا")])
def test_another_figure_is_no_rounding(a: str, b: str) -> None:
    assert not is_rounding(one(a), one(b))


def test_figures_that_are_worlds_apart_hardly_count_one_thing() -> None:
    assert differ_too_much(one("55 قتيلا"), one("363 قتيلا"))
    assert not differ_too_much(one("300 قتيل"), one("826 قتيلا"))


def test_a_lower_bound_leaves_room_for_a_higher_figure() -> None:
    assert not exclude_each_other(one("مقتل 12 على الأقل"), one("مقتل 31 شخصا"))
    assert exclude_each_other(one("مقتل 40 على الأقل"), one("مقتل 31 شخصا"))


@given(st.text(max_size=200), st.sampled_from(["ar", "en", "xx"]))
def test_any_text_can_be_read(text: str, code: str) -> None:
    words = Words.of(text)
    for quantity in read_quantities(words, language(code)):
        assert 0 <= quantity.first < quantity.last <= len(words)
        assert quantity.low <= quantity.high


@given(st.integers(min_value=2, max_value=999_999))
def test_a_plain_number_is_read_as_itself_in_any_script_and_with_separators(value: int) -> None:
    arabic = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for written in (str(value), f"{value:,}", arabic):
        assert one(f"سقوط {written} قتيلا").low == value
