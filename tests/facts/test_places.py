"""Towns named in a text."""

import pytest

from factcheck.facts.places import _gazetteer, find_places
from factcheck.text.language import known_codes, language
from factcheck.text.tokens import Words


def ids(text: str, lang: str) -> set[int]:
    return {place.id for place in find_places(Words.of(text), language(lang))}


@pytest.mark.parametrize(
    ("arabic", "english"), [("في حلب", "in Aleppo"), ("في دمشق", "in Damascus"), ("بالقاهرة", "in Cairo")]
)
def test_a_town_is_the_same_in_both_languages(arabic: str, english: str) -> None:
    assert ids(arabic, "ar") == ids(english, "en") != set()


@pytest.mark.parametrize(
    ("text", "lang", "english"),
    [
        ("взрыв в Харькове", "ru", "Kharkiv"),
        ("удар по Одессе", "ru", "Odesa"),
        ("из Москвы", "ru", "Moscow"),
        ("под Одессой", "ru", "Odesa"),
        ("у Харкові", "uk", "Kharkiv"),
        ("з Одеси", "uk", "Odesa"),
        ("під Києвом", "uk", "Kyiv"),
        ("لاہور میں", "ur", "Lahore"),
        ("در کابل", "fa", "Kabul"),
        ("בחיפה", "he", "Haifa"),
        ("在海法", "zh", "Haifa"),
        ("海法市", "zh", "Haifa"),
        ("在敖德萨", "zh", "Odesa"),
        ("在哈爾科夫", "zh", "Kharkiv"),
    ],
)
def test_a_town_is_known_in_every_case_and_behind_every_preposition(text: str, lang: str, english: str) -> None:
    assert ids(text, lang) == ids(english, "en") != set()


def test_a_language_can_add_names_to_the_gazetteer() -> None:
    assert ids("在哈马", "zh") == ids("في حماة", "ar") != set()


@pytest.mark.parametrize(("text", "lang"), [("в одессе", "ru"), ("Погиб в мае", "ru"), ("в новом доме", "ru")])
def test_an_ordinary_word_of_a_language_with_capitals_is_no_town(text: str, lang: str) -> None:
    assert ids(text, lang) == set()


def test_a_glued_preposition_does_not_hide_a_town() -> None:
    assert ids("بحائل", "ar") == ids("في حائل", "ar") != set()


@pytest.mark.parametrize("text", ["في المدينة", "كرة القدم", "في بيان", "قال خبر"])
def test_an_ordinary_arabic_word_is_no_town(text: str) -> None:
    assert ids(text, "ar") == set()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("إصابة بكورونا في المملكة", "ar"),
        ("Two people died of Corona", "en"),
        ("Deux morts du Corona", "fr"),
        ("کورونا سے ہلاک", "ur"),
        ("מתו מקורונה", "he"),
    ],
)
def test_a_disease_is_no_town_of_its_name(text: str, lang: str) -> None:
    assert ids(text, lang) == set()


def test_only_a_large_town_is_known_without_a_word_that_says_where() -> None:
    assert ids("الرياض ترفض العرض", "ar") == ids("في الرياض", "ar") != set()
    assert ids("في النماص", "ar") != set()
    assert ids("النماص ترفض العرض", "ar") == set()


def test_a_word_written_small_is_no_town_in_english() -> None:
    assert ids("a nice reading of the text", "en") == set()


def test_an_ending_behind_an_apostrophe_does_not_hide_a_town() -> None:
    assert ids("Aleppo's hospitals", "en") == ids("in Aleppo", "en") != set()
    assert ids("New York City's mayor", "en") == ids("in New York City", "en") != set()
    assert ids("in Xi'an", "en") != set(), "the apostrophe is part of the name"


@pytest.mark.parametrize("code", known_codes())
def test_every_name_of_a_town_in_a_language_is_found_as_that_town(code: str) -> None:
    for town, names in language(code).table("exonyms").items():
        for name in names:
            assert ids(name, code) == {_gazetteer("LATIN").ids[Words.of(town).joined]}, name


def test_two_towns_are_two_places() -> None:
    assert len(ids("في الرياض وفي جدة", "ar")) == 2


def test_words_of_a_place_can_be_shown() -> None:
    text = "سيطرت على مدينة دير الزور أمس"
    words = Words.of(text)
    (place,) = find_places(words, language("ar"))
    start, end = words.span(place.first, place.last)
    assert text[start:end] == "دير الزور"
