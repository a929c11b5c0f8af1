"""The names of an article -> one name for one voice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.speakers import fullest_names


@pytest.mark.parametrize(
    ("lang", "names", "fullest"),
    [
        ("en", ["the Iraqi Observatory for Rights", "the Observatory"], "the Iraqi Observatory for Rights"),
        ("en", ["Odeh", "Colonel Sami Odeh"], "Colonel Sami Odeh"),
        ("en", ["the Observatory", "Rami Haddad of the Observatory"], "Rami Haddad of the Observatory"),
        ("ar", ["المرصد السوري لحقوق الإنسان", "المرصد", "المرصد السوري"], "المرصد السوري لحقوق الإنسان"),
        ("ar", ["وزارة الدفاع التركية", "الوزارة"], "وزارة الدفاع التركية"),
        ("ar", ["ليلى حداد", "حداد"], "ليلى حداد"),
        ("fr", ["le ministère", "le ministère de la Défense"], "le ministère de la Défense"),
        ("de", ["Sprecherin Anna Weber", "Weber"], "Sprecherin Anna Weber"),
        ("es", ["el portavoz Juan Ruiz", "Ruiz"], "el portavoz Juan Ruiz"),
        ("ru", ["министерство", "министерство обороны"], "министерство обороны"),
        ("tr", ["Dışişleri Bakanlığı", "Bakanlığı"], "Dışişleri Bakanlığı"),
    ],
)  # fmt: skip
def test_names_of_one_voice_become_its_fullest(lang: str, names: list[str], fullest: str) -> None:
    assert fullest_names(names, lang) == dict.fromkeys(names, fullest)


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["the Syrian army", "the Turkish army"]),
        ("en", ["Trump", "the Trump administration"]),
        ("en", ["Russia", "the foreign ministry of Russia"]),
        ("ar", ["روسيا", "وزارة خارجية روسيا"]),
        ("ar", ["الجيش السوري", "الجيش التركي"]),
        ("en", ["Haddad", "Odeh"]),
        ("ar", ["وزارة الدفاع السورية", "مراسل القناة في سوريا"]),
    ],
)
def test_two_voices_keep_their_names(lang: str, names: list[str]) -> None:
    assert fullest_names(names, lang) == {name: name for name in names}


def test_a_short_name_is_for_the_one_told_last_before_it() -> None:
    names = ["the Syrian army", "the Turkish army", "the army", "the Lebanese army"]
    assert fullest_names(names, "en")["the army"] == "the Turkish army"


def test_the_articles_own_voice_stays_without_a_name() -> None:
    assert fullest_names(["", "the army", ""], "en") == {"": "", "the army": "the army"}


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=12), st.sampled_from(["ar", "en", "zh", "xx", ""]))
def test_any_names_in_any_language_map_to_names_that_are_there(names: list[str], lang: str) -> None:
    found = fullest_names(names, lang)
    assert set(found) == set(names) and set(found.values()) <= set(names)
