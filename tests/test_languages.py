"""The cue files: data that must stay readable by the code."""

import re

import pytest

from factcheck.dates import KEYS
from factcheck.languages import common, known_codes, language
from factcheck.matching import Words
from factcheck.timespans import GREGORIAN, MONTHS


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
        "time",
        "months",
        "ordinals",
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
def test_the_words_of_times_stand_under_keys_that_are_read(code: str) -> None:
    lang = language(code)
    assert set(lang.table("time")) <= KEYS
    assert set(lang.table("months")) <= set(MONTHS[GREGORIAN])
    assert set(lang.table("ordinals")) <= {str(day) for day in range(1, 32)}


@pytest.mark.parametrize("code", known_codes())
def test_roles_that_exclude_each_other_exist_in_each_language(code: str) -> None:
    names = {name for pair in common()["exclusive_roles"] for name in pair}
    assert names <= set(language(code).table("roles"))


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
