"""Which countries a text names."""

import pytest

from factcheck.facts.read import read_facts
from factcheck.text.language import language


def countries(text: str, lang: str) -> set[str]:
    return {country.code for country in read_facts(text, language(lang)).countries}


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        ("ar", "زلزال يضرب إقليم جاوة الغربية بإندونيسيا", {"ID"}),
        ("ar", "فيضانات تجتاح بورما والعاصمة الفيتنامية", {"MM", "VN"}),
        ("ar", "وفد سوداني في كوريا الجنوبية", {"SD", "KR"}),
        ("ar", "هجوم في حلب", {"SY"}),
        ("en", "A Vietnamese crew was found off Indonesia", {"VN", "ID"}),
        ("fr", "Un séisme au Viêt Nam", {"VN"}),
        ("es", "Un terremoto en Indonesia", {"ID"}),
        ("de", "Ein Beben in Indonesien", {"ID"}),
        ("ru", "Землетрясение в Индонезии", {"ID"}),
        ("uk", "Землетрус в Індонезії", {"ID"}),
        ("tr", "Endonezya'da deprem", {"ID"}),
        ("he", "רעידת אדמה באינדונזיה", {"ID"}),
        ("fa", "زلزله در اندونزی", {"ID"}),
        ("ur", "انڈونیشیا میں زلزلہ", {"ID"}),
        ("zh", "印度尼西亚发生地震", {"ID"}),
    ],
)
def test_countries_are_known_by_their_names_adjectives_and_towns(lang: str, text: str, codes: set[str]) -> None:
    assert countries(text, lang) == codes


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "برنامج التحسين الهندسي"),
        ("ar", "حكومة ديفيد كاميرون"),
        ("ar", "وقال اللواء منصور التركي"),
        ("ar", "تقرير مالي عن السوق"),
        ("ar", "رحلة في البحر"),
        ("en", "a hanging chad"),
    ],
)
def test_ordinary_words_are_no_countries(lang: str, text: str) -> None:
    assert not countries(text, lang)


def test_a_language_without_names_in_cldr_names_none() -> None:
    assert not countries("foo Indonesia", "xx")
