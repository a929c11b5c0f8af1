"""Article text -> sentence spans."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.sentences import split_sentences
from tests.paths import SEEDS

NEWS = st.text("abZ J.!?؟۔।…。！？،,;:\"'“”»)]」 \n\r\t\u2028\u200f15٣دقالMr٫", max_size=80)
LONG = " in the city of Hama on a long day of fighting and talks"


def seed(number: str) -> str:
    [path] = SEEDS.glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8")


def sentences(text: str, lang: str = "") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, lang)]


# --- spans


@settings(deadline=None, max_examples=300)
@given(st.one_of(NEWS, st.text(max_size=60)), st.sampled_from(["", "ar", "en", "zh"]))
def test_sentences_are_slices_in_order_that_cover_every_letter_and_digit(text: str, lang: str) -> None:
    end = 0
    for sentence in split_sentences(text, lang):
        assert end <= sentence.start < sentence.end <= len(text)
        assert not any(c.isalnum() for c in text[end : sentence.start])
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip() and any(c.isalnum() for c in piece)
        assert len(piece.splitlines()) == 1
        end = sentence.end
    assert not any(c.isalnum() for c in text[end:])


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_sentences_of_a_seed_cover_it(number: str) -> None:
    text = seed(number)
    found = split_sentences(text, "ar")
    inside = {i for s in found for i in range(s.start, s.end)}
    assert not [c for i, c in enumerate(text) if c.isalnum() and i not in inside]
    assert len(inside) == sum(s.end - s.start for s in found)


@pytest.mark.parametrize("text", ["", " \n\t", "...", "—\n***\n", "؟!"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


# --- where to cut


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("انسحب الجيش. وبقي السكان.", "ar", ["انسحب الجيش.", "وبقي السكان."]),
        ("هل انسحب الجيش؟ لا أحد يعلم! هكذا قيل.", "ar", ["هل انسحب الجيش؟", "لا أحد يعلم!", "هكذا قيل."]),
        ("Did it leave? No! It stayed.", "en", ["Did it leave?", "No!", "It stayed."]),
        ("It left... Nobody knows why.", "en", ["It left...", "Nobody knows why."]),
        ("It left… Nobody knows why.", "en", ["It left…", "Nobody knows why."]),
        ("Really?! Yes.", "en", ["Really?!", "Yes."]),
        ('He said: "We left." Nobody stayed.', "en", ['He said: "We left."', "Nobody stayed."]),
        ("قال: «انسحبنا.» ولم يبق أحد.", "ar", ["قال: «انسحبنا.»", "ولم يبق أحد."]),
        ("It left (so he said.) Nobody stayed.", "en", ["It left (so he said.)", "Nobody stayed."]),
        ("他们撤退了。我们没有！真的？是。", "zh", ["他们撤退了。", "我们没有！", "真的？", "是。"]),
        ("撤退した。町は静かだ。", "ja", ["撤退した。", "町は静かだ。"]),
        ("सेना चली गई। कोई नहीं रुका।", "hi", ["सेना चली गई।", "कोई नहीं रुका।"]),
        ("فوج چلی گئی۔ کوئی نہیں رکا۔", "ur", ["فوج چلی گئی۔", "کوئی نہیں رکا۔"]),
        ("“我们没有撤退。”国防部发言人说。他走了。", "zh", ["“我们没有撤退。”国防部发言人说。", "他走了。"]),
        ("“我们没有撤退。”军队仍在城里。", "zh", ["“我们没有撤退。”", "军队仍在城里。"]),
        ("Армия ушла. Остались люди.", "ru", ["Армия ушла.", "Остались люди."]),
        ("הצבא נסוג. איש לא נשאר.", "he", ["הצבא נסוג.", "איש לא נשאר."]),
    ],
)
def test_a_sentence_ends_at_its_mark(text: str, lang: str, expected: list[str]) -> None:
    assert sentences(text, lang) == expected


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("الموقف الأميركي\nقال المجلس إنه يراقب\r\nوأضاف", "ar") == [
        "الموقف الأميركي",
        "قال المجلس إنه يراقب",
        "وأضاف",
    ]


def test_an_arabic_comma_or_semicolon_cuts_nothing() -> None:
    text = "قال الجيش، في بيان، إنه لم ينسحب؛ وأضاف أن 5 جنود، لا غير، قتلوا."
    assert sentences(text, "ar") == [text]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("نزح 1.5 مليون شخص من حماة", "ar"),
        ("About 1.5 million people fled Hama.", "en"),
        ("The site factcheck.example was down.", "en"),
        ("Mr. Smith met Gen. Jones and Dr. Brown.", "en"),
        ("Mr. J. R. Smith met George W. Bush.", "en"),
        ("U.S. forces left the base.", "en"),
        ("They met at 5 p.m. Monday in Hama.", "en"),
        ("He met Washington D.C. officials.", "en"),
        ("قال د. أحمد إن الجيش انسحب.", "ar"),
        ("Le ministre vs. Mr. Smith", "fr"),
        ("Погибли 5 тыс. человек, в т.ч. дети", "ru"),
        ("В 2024 г. В. В. Путин уехал", "ru"),
        ("Загинуло 5 тис. людей, сказав І. І. Іваненко", "uk"),
        ("פרופ' כהן וד\"ר לוי נפגשו", "he"),
        ("Le M. Dupont et le Dr. Martin", "fr"),
        ("Am 5. Dezember begann der Angriff.", "de"),
        ("Am 12. und 13. Dezember wurde gekämpft.", "de"),
        ("Soldaten der 27. Division zogen ab.", "de"),
        ("El Sr. Pérez y la Sra. Gómez hablaron.", "es"),
        ("Rejimin 27. Tümen komutanı öldü.", "tr"),
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_cut(text: str, lang: str) -> None:
    assert sentences(text, lang) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did he agree? He said no. Then he left.", ["Did he agree?", "He said no.", "Then he left."]),
        ("It left in 2020. Nobody stayed.", ["It left in 2020.", "Nobody stayed."]),
        ("It cost 1.5. Nobody paid.", ["It cost 1.5.", "Nobody paid."]),
    ],
)
def test_a_word_or_number_at_the_end_is_no_abbreviation(text: str, expected: list[str]) -> None:
    assert sentences(text, "en") == expected


@pytest.mark.parametrize(
    ("code", "text"), [("de", "Die Zahl stieg auf 31. Die Suche geht weiter."), ("tr", "Sayı 31. Arama sürüyor.")]
)
def test_a_number_at_the_end_is_no_ordinal(code: str, text: str) -> None:
    assert len(sentences(text, code)) == 2


# --- seed 003: quotes that open as " and close as ”


def test_mismatched_quotes_swallow_nothing() -> None:
    found = sentences(seed("003"), "ar")
    assert max(len(s) for s in found) < 420
    lines = [line.strip() for line in seed("003").splitlines() if line.strip()]
    assert len(found) == len(lines)
    assert sum("”" in s for s in found) >= 5
    [denial] = [s for s in found if "وهو ما نفته وزارة الدفاع" in s]
    assert denial.startswith("وأضافت المعارضة السورية") and denial.endswith("وخطوط إمدادها.")


def test_an_arabic_comma_cuts_nothing_in_the_seeds() -> None:
    for number in ("000", "001", "002", "003", "004"):
        assert not [s for s in sentences(seed(number), "ar") if s.endswith(("،", "؛"))]


def test_two_sentences_of_one_paragraph_of_a_seed_are_two() -> None:
    found = sentences(seed("000"), "ar")
    assert "وأشار الى أن 222 مقاتلا في الإجمال قضوا منذ الثلاثاء في محيط حماة." in found
    assert "كما نزح 280 ألف شخص، بحسب الأمم المتحدة التي حذرت بأن هذا العدد قد يرتفع إلى 1.5 مليون." in found


# --- headings


@pytest.mark.parametrize(
    ("number", "headings"),
    [
        ("003", ["اتصالات ومواقف", "الموقف الأميركي", "مباحثات بين الأسد والسوداني", "الجزيرة"]),
        (
            "004",
            [
                "بيان أمريكي أوروبي يدعو لوقف التصعيد في سوريا",
                "ADVERTISEMENT",
                "مكالمة بلينكن ونظيره التركي",
                "ماذا يحدث في سوريا؟",
                "النظام السوري: تعزيزات وهجوم مضاد قريب",
            ],
        ),
    ],
)
def test_the_headings_of_the_seeds_are_told_from_sentences(number: str, headings: list[str]) -> None:
    text = seed(number)
    assert [text[s.start : s.end] for s in split_sentences(text, "ar") if s.is_heading] == headings


@pytest.mark.parametrize(
    "line",
    [
        "The army left.",
        'He said: "We left."',
        "He said: “We left.”",
        "He said: ‘We left.’",
        "He said 'we left.'",
        "(The army left.)",
        "قال: «انسحبنا.»",
        "他说：「我们没有撤退。」",
        "The army left. Nobody stayed",
        "word" + LONG,
        "叛军占领哈马市中心后，政府军从北部和东部的几个街区撤离，当地居民说，商店和学校仍然关闭，他们真的会回来吗？",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    assert not any(s.is_heading for s in split_sentences(line))


@pytest.mark.parametrize("line", ["Army leaves Hama", "ماذا يحدث في سوريا؟", "حليفا الأسد", '"عملية سياسية جادة"'])
def test_a_short_line_without_a_full_stop_is_a_heading(line: str) -> None:
    assert [s.is_heading for s in split_sentences(line)] == [True]


def test_a_sentence_that_never_ends_is_cut_at_a_blank() -> None:
    text = "قال " * 5_000
    found = split_sentences(text, "ar")
    assert max(s.end - s.start for s in found) <= 3_000
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")
    assert all(text[s.start : s.end].endswith("قال") for s in found)


def test_a_word_that_never_ends_is_cut_too() -> None:
    found = split_sentences("ا" * 10_000, "ar")
    assert [s.end - s.start for s in found] == [3_000, 3_000, 3_000, 1_000]


def test_a_hostile_line_costs_no_more_than_its_length() -> None:
    begin = time.perf_counter()
    split_sentences("." * 12_000 + "x")
    assert time.perf_counter() - begin < 1
