"""Copies of a text made for matching, and the way back to the text as read."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.tokens import Words, is_word, normalise, same_stem

# Any text, and text of what news is made of: letters, marks, joiners, digits, quotes.
NEWS = st.text("اأإآىیيكکةهـلشّ ًٌٰ\u200c\u200d٠٩۰۹0159.,،؛:/-'’\"”aZéﷺﻻ\n ", max_size=60)
ANY = st.one_of(st.text(max_size=40), NEWS)


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("أحمد", "احمد"),
        ("إيران", "ايران"),
        ("آذار", "اذار"),
        ("ٱلله", "الله"),
        ("مستشفى", "مستشفي"),
        ("سوریا", "سوريا"),
        ("کرکوک", "كركوك"),
        ("حماة", "حماه"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("الأَســـد", "الاسد"),
        ("قُضِيَ", "قضي"),
        ("يتّخذ", "يتخذ"),
        ("هٰذا", "هذا"),
        ("ا\u0654حمد", "احمد"),
        ("ﺳﻮﺭﻳﺎ", "سوريا"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("می\u200cرود", "ميرود"),
        ("٨٢٦", "826"),
        ("۸۲۶", "826"),
        ("८२६", "826"),
        ("１２", "12"),
        ("Ministère", "ministere"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("Syria’s", "syria's"),
        ("российский", "российский"),
        ("и\u0306", "й"),
        ("Артём", "артем"),
        ("Україна", "украіна"),
        ("пʼять", "п'ять"),
        ("צה״ל", 'צה"ל'),
        ("תל־אביב", "תל-אביב"),
        ("חָמָאס", "חמאס"),
        ("خانۀ", "خانه"),
        ("پاکستان میں ٹھیک ڈھاکہ", "پاكستانميںٹھيكڈھاكہ"),
        ("Öldü", "öldü"),
        ("O\u0308LDU\u0308", "öldü"),
        ("Ko\u0304\u0308nnte", "könnte"),
        ("naïve", "naive"),
        ("DIYARBAKIR", "diyarbakir"),
        ("Diyarbakır", "diyarbakir"),
        ("İzmir", "izmir"),
    ],
)
def test_spellings_of_a_word_are_matched_as_one(written: str, matched: str) -> None:
    assert normalise(written) == matched


def test_different_words_stay_different() -> None:
    words = ["oldu", "öldü", "wurde", "würde", "قتل", "قاتل", "حماة", "حمص", "حلب", "826", "286", "denied", "denies"]
    assert len({normalise(w) for w in words}) == len(words)


@settings(deadline=None)
@given(ANY)
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(ANY)
def test_no_diacritics_and_no_joiners_are_left(text: str) -> None:
    assert not [c for c in normalise(text) if unicodedata.category(c) in ("Mn", "Cf") or c == "ـ"]


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_words_are_slices_of_the_text_in_order(text: str) -> None:
    end = 0
    for word in Words.of(text).words:
        assert end <= word.start < word.end <= len(text)
        assert word.norm == normalise(text[word.start : word.end]) != ""
        assert not text[word.start : word.end].isspace()
        end = word.end


@settings(deadline=None)
@given(ANY)
def test_no_letter_and_no_digit_is_left_out(text: str) -> None:
    inside = {i for word in Words.of(text).words for i in range(word.start, word.end)}
    left_out = [c for i, c in enumerate(text) if i not in inside]
    assert not [c for c in left_out if c.isalnum() and normalise(c)]


@settings(deadline=None)
@given(ANY, st.integers(0, 60), st.integers(0, 60))
def test_words_of_a_stretch_lie_in_it(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert all(start <= word.start < word.end <= end for word in Words.of(text, start, end).words)


def test_offsets_point_into_the_whole_text() -> None:
    text = "أكدت الوزارة. وقالت إنّ ٨٢٦ قُتلوا"
    words = Words.of(text, text.index("وقالت"))
    assert [w.norm for w in words.words] == ["وقالت", "ان", "826", "قتلوا"]
    assert [text[w.start : w.end] for w in words.words] == ["وقالت", "إنّ", "٨٢٦", "قُتلوا"]


@pytest.mark.parametrize(
    "text",
    [
        "1,500",
        "١٬٥٠٠",
        "1.5",
        "23:54",
        "2020/02/06",
        "F-16",
        "don't",
        "12 000",
        "1\u202f234\u00a0567",
        "54-jähriger",
        "Halep'te",
    ],
)
def test_numbers_dates_and_names_with_digits_are_one_word(text: str) -> None:
    assert len(Words.of(text)) == 1


@pytest.mark.parametrize(
    "text", ['צה"ל', "צה”ל", "ג'ורג'", "צ'ילי", "תל-אביב", "12 000", "1 500 000,5", "12-летний", "п'ять"]
)
def test_what_is_one_word_to_a_reader_is_one_word(text: str) -> None:
    assert [(w.start, w.end) for w in Words.of(text).words] == [(0, len(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'armée", ["l'", "armee"]),
        ("qu’il n'a", ["qu'", "il", "n'", "a"]),
        ("jusqu'à", ["jusqu'", "a"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("can't", ["can't"]),
        ("O'Neill's", ["o'neill's"]),
        ("מ-12 ל־300", ["מ-", "12", "ל-", "300"]),
        ('"הארץ" ב"הארץ"', ['"', "הארץ", '"', "ב", '"', "הארץ", '"']),
        ("в 2024 300 человек", ["в", "2024", "300", "человек"]),
        ("12 0000", ["12", "0000"]),
        ("0 500", ["0", "500"]),
        ("5 12", ["5", "12"]),
        ("2,5 тыс.", ["2,5", "тыс", "."]),
    ],
)
def test_what_only_looks_like_one_word_is_several(text: str, words: list[str]) -> None:
    assert [w.norm for w in Words.of(text).words] == words


@pytest.mark.parametrize("text", ["قال: نعم", "حماة، حمص", '"نعم"', "مارس/آذار", "yes!"])
def test_marks_are_words_of_their_own(text: str) -> None:
    marks = [w.norm for w in Words.of(text).words if not is_word(w.norm)]
    assert "".join(marks) == "".join(c for c in text if not c.isalnum() and c != " ")


def test_a_match_is_given_as_words_and_as_characters() -> None:
    text = "وقالت وزارة الدفاع السّورية، أمس"
    words = Words.of(text)
    [(first, last)] = words.find(re.compile("الدفاع السوريه"))
    assert (first, last) == (2, 4)
    span = words.span(first, last)
    assert text[span.start : span.end] == "الدفاع السّورية"


def test_no_pattern_finds_nothing() -> None:
    assert Words.of("قالت الوزارة").find(None) == []


@settings(deadline=None)
@given(ANY)
def test_each_word_is_found_at_its_place(text: str) -> None:
    words = Words.of(text)
    for i, word in enumerate(words.words):
        assert (i, i + 1) in words.find(re.compile(rf"(?<!\S){re.escape(word.norm)}(?!\S)"))


@pytest.mark.parametrize("text", ["النبي ﷺ قال", "لا إله إلا الله ﷺ", "a ´ b"])
def test_a_sign_that_stands_for_several_words_does_not_upset_the_search(text: str) -> None:
    words = Words.of(text)
    for norm in {part for w in words.words for part in w.norm.split(" ") if part}:
        for first, last in words.find(re.compile(rf"(?<!\S){re.escape(norm)}(?!\S)")):
            assert 0 <= first < last <= len(words)


def test_stems_that_grow_from_each_other_are_the_same() -> None:
    assert same_stem("ايران", "ايراني") and same_stem("ايراني", "ايران")
    assert same_stem("حلب", "حلب")
    assert not same_stem("حلب", "حلبي"), "three letters are too few to tell"
    assert not same_stem("ايران", "ايرانيينات")
    assert not same_stem("سوريا", "روسيا")
