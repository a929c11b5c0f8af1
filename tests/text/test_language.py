"""The cue files: data that must stay readable by the code."""

import re
from collections.abc import Iterator
from re._constants import MAXREPEAT
from re._parser import parse
from typing import Any

import pytest

from factcheck.text.language import known_codes, language, name_of
from factcheck.text.tokens import Words

# Pairs of claims are compared by these names, whatever their languages.
COMPARED = ("actions", "actors", "counted", "roles", "things", "units", "scopes")
# Sections in which an empty list would be a mistake: in the others it says that a language has no such words.
FILLED = ("content", "places", "exonyms", "extents", "sentences", "article", "months", "furniture", "speech", "actions")
FILLED += ("counted", "roles", "bounds", "numerals", "plurals", "actors")
UNREAD = ("stem", "habits", "place_endings", "script", "words")  # of these the lists are no cues


def cues(code: str) -> Iterator[tuple[str, str]]:
    """(section.key, cue) of every list of cues of a language."""
    for section in set(language(code).data) - {*UNREAD}:
        table = language(code).table(section)
        for key, listed in table.items() if isinstance(table, dict) else ():
            yield from ((f"{section}.{key}", cue) for cue in listed if isinstance(cue, str))


def names(section: str, *codes: str) -> set[str]:
    return {name for code in codes for name in language(code).table(section)}


@pytest.mark.parametrize("code", known_codes())
def test_every_cue_of_every_language_is_a_pattern_that_matches_whole_words(code: str) -> None:
    lang = language(code)
    for section in [name for name, table in lang.data.items() if isinstance(table, dict) and name not in UNREAD]:
        for key in lang.table(section):
            pattern = lang.cue(section, key)
            assert pattern is None or isinstance(pattern, re.Pattern), f"{section}.{key}"
            assert pattern is None or not pattern.fullmatch(""), f"{section}.{key} matches nothing at all"


@pytest.mark.parametrize("code", known_codes())
@pytest.mark.parametrize("section", COMPARED)
def test_what_is_compared_across_languages_has_the_names_of_english_and_arabic(code: str, section: str) -> None:
    assert names(section, code) <= names(section, "ar", "en")


@pytest.mark.parametrize("code", known_codes())
def test_no_list_of_words_is_empty(code: str) -> None:
    lang = language(code)
    assert not [f"{s}.{key}" for s in FILLED for key, listed in lang.table(s).items() if not listed]


def _unwrapped(items: Any) -> Any:
    """What a pattern holds that is nothing but one group."""
    while len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        items = items[0][1][-1]
    return items


def _parts(kind: str, argument: Any) -> list[Any]:
    """The patterns inside a part of a pattern."""
    if kind == "BRANCH":
        return list(argument[1])
    return [argument[-1]] if kind == "SUBPATTERN" or kind.startswith("ASSERT") else []


def _can_run_away(items: Any, is_repeated: bool = False) -> bool:
    """Whether a parsed pattern repeats what repeats without end, with no blank in each round: then there are ever more
    ways to cut a text into rounds."""
    for op, argument in items:
        kind = str(op)
        if not kind.endswith("_REPEAT"):
            if any(_can_run_away(part, is_repeated) for part in _parts(kind, argument)):
                return True
            continue
        _, most, body = argument
        has_blank = any(str(o) == "LITERAL" and value == ord(" ") for o, value in _unwrapped(body))
        if (most is MAXREPEAT and is_repeated) or _can_run_away(body, is_repeated or (most > 1 and not has_blank)):
            return True
    return False


@pytest.mark.parametrize("code", known_codes())
def test_no_cue_can_run_away(code: str) -> None:
    assert not [(where, cue) for where, cue in cues(code) if _can_run_away(parse(cue))]


@pytest.mark.parametrize("cue", ["(a+)+", "(\\S+ ?)*x", "((a|b)*c)*", "(\\w+){2,9}"])
def test_a_cue_that_can_run_away_is_found(cue: str) -> None:
    assert _can_run_away(parse(cue))
    assert not _can_run_away(parse("\\S+( \\S+){0,9}? (ab?)+x{2}"))


@pytest.mark.parametrize("code", [*known_codes(), "it"])
def test_every_language_has_a_name(code: str) -> None:
    assert name_of(code) != code


@pytest.mark.parametrize("code", known_codes())
def test_the_ordinals_are_those_of_the_days_of_a_month(code: str) -> None:
    assert set(language(code).table("ordinals")) <= {str(day) for day in range(1, 32)}


@pytest.mark.parametrize("section", ["actions", "bounds"])
@pytest.mark.parametrize("code", known_codes())
def test_every_language_has_words_for_every_action_and_every_bound(code: str, section: str) -> None:
    assert names(section, code) == names(section, "ar")


@pytest.mark.parametrize("code", known_codes())
def test_the_countries_of_arabic_are_known_in_every_language(code: str) -> None:
    assert names("actors", code) == names("actors", "ar")


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
    assert lang.cue("furniture", "teaser") is None
    assert lang.stem("word") == "word"


def test_a_code_that_is_no_code_reads_no_file() -> None:
    assert not language("../common").known
    assert not language(None).known


@pytest.mark.parametrize("text", ["وقُتلت", "قتلت", "فقتلت", "قُتِلت", "قتــلت"])
def test_a_cue_matches_whatever_the_spelling(text: str) -> None:
    assert [name for name, _, _ in language("ar").find_all("counted", Words.of(text))] == ["dead"]


@pytest.mark.parametrize("text", ["Suriye", "Suriye'nin", "SURİYE’den"])
def test_a_cue_matches_with_an_ending_behind_an_apostrophe(text: str) -> None:
    assert [name for name, _, _ in language("tr").find_all("actors", Words.of(text))] == ["syria"]


def test_a_cue_does_not_match_inside_a_word() -> None:
    assert not list(language("en").find_all("counted", Words.of("the deadlock overkilled")))


@pytest.mark.parametrize(
    ("a", "b"), [("قواتها", "القوات"), ("مشروعا", "المشروع"), ("السورية", "سوريا"), ("المقاتلين", "مقاتل")]
)
def test_forms_of_one_arabic_word_have_one_stem(a: str, b: str) -> None:
    lang = language("ar")
    assert lang.stem(Words.of(a).words[0].norm) == lang.stem(Words.of(b).words[0].norm)
