"""The cue files: data that must stay readable by the code."""

import re

import pytest

from factcheck.languages import common, known_codes, language
from factcheck.matching import Words


@pytest.mark.parametrize("code", known_codes())
def test_every_cue_of_every_language_is_a_pattern_that_matches_whole_words(code: str) -> None:
    lang = language(code)
    for section in (
        "speech",
        "actions",
        "counted",
        "roles",
        "duals",
        "bounds",
        "numbers",
        "actors",
        "furniture",
        "article",
    ):
        for key in lang.table(section):
            pattern = lang.cue(section, key)
            assert pattern is None or isinstance(pattern, re.Pattern), f"{section}.{key}"
            assert pattern is None or not pattern.fullmatch(""), f"{section}.{key} matches nothing at all"


@pytest.mark.parametrize("code", known_codes())
def test_the_opposed_actions_of_all_languages_exist_in_each(code: str) -> None:
    names = {name for pair in common()["opposed"] for name in pair}
    assert names <= set(language(code).table("actions"))


@pytest.mark.parametrize("code", known_codes())
def test_roles_that_exclude_each_other_exist_in_each_language(code: str) -> None:
    names = {name for pair in common()["exclusive_roles"] for name in pair}
    assert names <= set(language(code).table("roles"))


@pytest.mark.parametrize("section", ["actions", "counted", "roles", "bounds", "months"])
@pytest.mark.parametrize("code", known_codes())
def test_names_that_pairs_are_compared_by_are_those_of_arabic(code: str, section: str) -> None:
    own, arabic = set(language(code).table(section)), set(language("ar").table(section))
    assert own <= arabic and (own == arabic or section == "months")


@pytest.mark.parametrize("code", known_codes())
def test_the_countries_of_arabic_are_known_in_every_language(code: str) -> None:
    assert set(language("ar").table("actors")) <= set(language(code).table("actors"))


@pytest.mark.parametrize("code", ["ru", "uk"])
def test_no_cyrillic_cue_holds_a_latin_letter_that_looks_alike(code: str) -> None:
    cues = [
        c
        for section in ("speech", "actions", "counted", "actors")
        for cs in language(code).table(section).values()
        for c in cs
    ]
    assert not [c for c in cues if re.search("[а-яіїєґ][a-z]|(?<!\\\\)[a-z][а-яіїєґ]", c)]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("ru", "военный", "военная"),
        ("ru", "российский", "российская"),
        ("uk", "армія", "армії"),
        ("uk", "міста", "місті"),
        ("fa", "نیروهای", "نیروهایش"),
        ("fa", "ایرانی", "ایران"),
        ("he", "המורדים", "מורדים"),
        ("he", "בעיר", "מהעיר"),
        ("ur", "فوجیوں", "فوج"),
        ("ur", "حملے", "حملہ"),
    ],
)
def test_forms_of_one_word_have_one_stem(code: str, a: str, b: str) -> None:
    lang = language(code)
    assert lang.stem(Words.of(a).words[0].norm) == lang.stem(Words.of(b).words[0].norm)


def test_a_language_without_a_file_has_no_cues_and_does_no_harm() -> None:
    lang = language("xx")
    assert not lang.known
    assert lang.cue("speech", "asserts") is None
    assert lang.stem("word") == "word"


def test_a_code_that_is_no_code_reads_no_file() -> None:
    assert not language("../common").known
    assert not language(None).known


@pytest.mark.parametrize("text", ["وأكّدت", "أكدت", "فأكدت", "اكدت", "أكّــدت"])
def test_a_cue_matches_whatever_the_spelling(text: str) -> None:
    assert Words.of(text).find(language("ar").cue("speech", "asserts"))


def test_a_cue_does_not_match_inside_a_word() -> None:
    assert not Words.of("the essay sayings").find(language("en").cue("speech", "asserts"))


@pytest.mark.parametrize(
    ("a", "b"), [("قواتها", "القوات"), ("مشروعا", "المشروع"), ("السورية", "سوريا"), ("المقاتلين", "مقاتل")]
)
def test_forms_of_one_arabic_word_have_one_stem(a: str, b: str) -> None:
    lang = language("ar")
    assert lang.stem(Words.of(a).words[0].norm) == lang.stem(Words.of(b).words[0].norm)
