"""Numerals: digits of every script and habit, and numbers in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.facts.numerals import Numeral, find_numerals
from factcheck.text.language import known_codes, language
from factcheck.text.tokens import Words

BILLION = 1_000_000_000
ZEROS = "0٠۰०০๐𝟬０"  # the noughts of some scripts; the other nine digits follow each
ONES = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
FEMININE = "واحدة اثنتان ثلاث أربع خمس ست سبع ثمان تسع عشر".split()
TENS = {"nominative": "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()}
TENS["oblique"] = [word[:-2] + "ين" for word in TENS["nominative"]]
HUNDREDS = {
    "nominative": "مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split(),
    "oblique": "مائة مائتين ثلاثمائة أربعمائة خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة".split(),
}
SCALES = {1_000_000: ("مليون", "مليونان", "مليونين", "ملايين"), 1000: ("ألف", "ألفان", "ألفين", "آلاف")}
UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENTHS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def read(text: str, lang: str = "ar") -> list[Numeral]:
    return find_numerals(Words.of(text), language(lang))


def one(text: str, lang: str = "ar") -> Numeral:
    (numeral,) = read(text, lang)
    return numeral


def in_arabic(value: int, case: str = "nominative", is_feminine: bool = False) -> str:
    """An integer below a billion in Arabic words, as a careful writer has it."""
    parts = []
    for scale, (single, two, two_oblique, plural) in SCALES.items():
        count, value = divmod(value, scale)
        if count in (1, 2):
            parts.append(single if count == 1 else two if case == "nominative" else two_oblique)
        elif count:
            parts.append(f"{_below_a_thousand(count, case, False)} {plural if 3 <= count % 100 <= 10 else single}")
    if value or not parts:
        parts.append(_below_a_thousand(value, case, is_feminine))
    return " و".join(parts)


def _below_a_thousand(value: int, case: str, is_feminine: bool) -> str:
    ones = FEMININE if is_feminine else ONES
    hundreds, rest = divmod(value, 100)
    parts = [HUNDREDS[case][hundreds - 1]] if hundreds else []
    if rest == 11:
        parts.append("إحدى عشرة" if is_feminine else "أحد عشر")
    elif rest == 12:
        two = ("اثنتا" if is_feminine else "اثنا") if case == "nominative" else ("اثنتي" if is_feminine else "اثني")
        parts.append(f"{two} {'عشرة' if is_feminine else 'عشر'}")
    elif 13 <= rest <= 19:
        parts.append(f"{ones[rest - 11]} {'عشرة' if is_feminine else 'عشر'}")
    elif 1 <= rest <= 10:
        parts.append(ones[rest - 1])
    elif rest:
        parts += [ones[rest % 10 - 1]] * bool(rest % 10) + [TENS[case][rest // 10 - 2]]
    return " و".join(parts)


def in_english(value: int, conjunction: str = " and ", hyphen: str = "-") -> str:
    """An integer below a billion in English words."""
    parts = []
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        count, value = divmod(value, scale)
        parts += [f"{_below_thousand(count, conjunction, hyphen)} {name}"] * bool(count)
    rest = _below_thousand(value, conjunction, hyphen)
    if not parts or not value:
        return " ".join([*parts, *[rest] * bool(value)])
    return " ".join(parts) + (conjunction if value < 100 else " ") + rest


def _below_thousand(value: int, conjunction: str, hyphen: str) -> str:
    hundreds, rest = divmod(value, 100)
    low = (
        UNITS[rest - 1]
        if 0 < rest < 20
        else hyphen.join([TENTHS[rest // 10 - 2], *UNITS[rest % 10 - 1 :][: rest % 10 > 0]])
    )
    parts = [f"{UNITS[hundreds - 1]} hundred"] * bool(hundreds) + [low] * bool(rest)
    return conjunction.join(parts)


def test_the_generators_write_what_a_writer_would() -> None:
    assert in_arabic(325) == "ثلاثمئة وخمسة وعشرون"
    assert in_arabic(2_012_311, "oblique", True) == "مليونين واثني عشر ألف وثلاثمائة وإحدى عشرة"
    assert in_english(1_000_005) == "one million and five"
    assert in_english(125_340) == "one hundred and twenty-five thousand three hundred and forty"


@settings(deadline=None)  # the first example reads the language files
@given(
    st.integers(1, BILLION - 1) | st.integers(1, 9999),
    st.sampled_from(("nominative", "oblique")),
    st.booleans(),
    st.booleans(),
)
def test_any_arabic_number_in_words_reads_back(value: int, case: str, is_feminine: bool, is_careless: bool) -> None:
    text = in_arabic(value, case, is_feminine)
    if is_careless:
        text = text.translate(str.maketrans("أإآة", "اااه"))
    assert one(f"سقط {text} قتيلا").low == value


@settings(deadline=None)  # the first example reads the language files
@given(st.integers(1, BILLION - 1) | st.integers(1, 9999), st.sampled_from((" and ", " ")), st.sampled_from("- "))
def test_any_english_number_in_words_reads_back(value: int, conjunction: str, hyphen: str) -> None:
    assert one(f"they counted {in_english(value, conjunction, hyphen)} birds", "en").low == value


def test_every_small_number_in_words_reads_back() -> None:
    for value in [*range(1, 1300), *range(1900, 2200), *range(99_990, 100_130), *range(999_990, 1_000_130)]:
        assert [n.low for n in read(in_arabic(value))] == [value], in_arabic(value)
        assert [n.low for n in read(in_arabic(value, "oblique", True))] == [value], in_arabic(value, "oblique", True)
        assert [n.low for n in read(in_english(value), "en")] == [value], in_english(value)


@settings(deadline=None)  # the first example reads the language files
@given(
    st.integers(0, BILLION - 1),
    st.sampled_from(ZEROS),
    st.sampled_from(("", ",", "٬", "،", "'", "’", "\u00a0", "\u2009", "\u202f")),
)
def test_any_number_in_digits_of_any_script_with_any_separators_reads_back(value: int, zero: str, mark: str) -> None:
    digits = {ord(str(d)): chr(ord(zero) + d) for d in range(10)}
    written = f"{value:,}".translate(digits).replace(",", mark)
    for lang in (*known_codes(), "xx"):
        if "," in language(lang).words("habits", "grouping") or mark != ",":
            assert [n.low for n in read(f"x {written} x", lang)] == [value], (lang, written)


@pytest.mark.parametrize("text", ["5.\u200f2 مليون زائر", "5\u200f.2 مليون زائر", "٥٫\u200f٢ مليون زائر"])
def test_a_number_torn_by_a_mark_of_direction_is_not_read(text: str) -> None:
    assert find_numerals(Words.of(text), language("ar")) == []


@pytest.mark.parametrize("text", ["\u200f2.5 مليون زائر", "2.5\u200f مليون زائر", "عام 2015. \u200f20 قتيلا"])
def test_a_mark_of_direction_beside_a_number_does_no_harm(text: str) -> None:
    assert find_numerals(Words.of(text), language("ar"))
