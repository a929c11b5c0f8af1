"""The words of the explorer: all there in every language, all used, and what the library says said in them."""

import re
from typing import Any

import pytest

from factcheck.analysis.figures import FORMS
from factcheck.outputs.words import ENGLISH, Wording, codes, sentence, wording
from factcheck.reviews import BECAME, JUDGEMENTS
from factcheck.schema import REASONS, RELATIONS, Reason
from factcheck.text.language import known_codes, language
from tests.paths import PACKAGE

CODE = "".join(
    p.read_text("utf-8") for p in (*(PACKAGE / "ui").glob("*.py"), *(PACKAGE / "outputs" / "templates").glob("*.html"))
)
OF_THE_LIBRARY = {
    "relation": RELATIONS,
    "judgement": JUDGEMENTS,
    "now": BECAME,
    "form": FORMS,
    "named": {
        n for c in known_codes() for s in ("actions", "counted", "roles", "things") for n in language(c).table(s)
    },
}
"""Sections whose keys are names of the library's."""
LOOKED_UP = {
    "kind",
    "stance",
    "sure",
    "furniture",
    "steps",
    "languages",
    "months",
    "periods",
    "reasons",
    "counts",
    *OF_THE_LIBRARY,
}
ARABIC = wording("ar")


def keys(data: Any) -> set[str]:
    return {f"{s}.{k}" for s, words in data.items() if isinstance(words, dict) for k in words}


def test_there_are_words_in_english_and_arabic() -> None:
    assert codes()[0] == "en" and "ar" in codes()


@pytest.mark.parametrize("code", codes())
def test_every_language_has_the_same_keys_and_slots(code: str) -> None:
    data = wording(code).data
    assert keys(data) == keys(ENGLISH.data)
    for section in set(data) - {"dir", "counts"}:
        for key, text in data[section].items():
            slots = [sorted(re.findall(r"\{(\w+)\}", t)) for t in (text, ENGLISH.data[section][key])]
            assert slots[0] == slots[1], f"{section}.{key}"


def test_every_word_is_used() -> None:
    for key in keys(ENGLISH.data):
        section, _, name = key.partition(".")
        if section in LOOKED_UP:
            continue
        # `disputes.reviewed_yes` is asked for as f"disputes.reviewed_{...}", the filters by their names.
        stem = f"{section}.{name.rpartition('_')[0]}_{{"
        ways = (f'"{key}"', stem, f'"{section}.{{', f"'{section}.{{", f'}}.{name}"')
        is_used = any(way in CODE for way in ways)
        assert is_used, key


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("section", OF_THE_LIBRARY)
def test_every_name_of_the_library_has_a_word(section: str, code: str) -> None:
    known = wording(code).data[section]
    assert {name.replace(" ", "_") for name in OF_THE_LIBRARY[section]} <= set(known)


@pytest.mark.parametrize(
    ("noun", "number", "english", "arabic"),
    [
        ("claim", 1, "1 claim", "ادعاء واحد"),
        ("article", 2, "2 articles", "مقالان"),
        ("article", 5, "5 articles", "5 مقالات"),
        ("article", 11, "11 articles", "11 مقالا"),
        ("article", 100, "100 articles", "100 مقال"),
        ("pair", 2110, "2,110 pairs", "2,110 أزواج"),
        ("dispute", 0, "0 disputes", "لا خلاف"),
    ],
)
def test_what_is_counted_takes_the_form_of_its_number(noun: str, number: int, english: str, arabic: str) -> None:
    assert (ENGLISH.count(noun, number), ARABIC.count(noun, number)) == (english, arabic)


@pytest.mark.parametrize("code", codes())
def test_every_reason_is_worded_with_exactly_its_values(code: str) -> None:
    worded = wording(code).data["reasons"]
    slots = {reason: sorted(re.findall(r"\{(\w+)\}", text)) for reason, text in worded.items()}
    assert slots == {reason: sorted(names) for reason, names in REASONS.items()}


@pytest.mark.parametrize(
    ("reason", "english", "arabic"),
    [
        (
            Reason("figures", (("first", "826 جنديا"), ("second", "500 to 600 جندي"), ("name", "dead"))),
            "“826 جنديا” and “500 to 600 جندي”: dead",
            "«826 جنديا» و«500 to 600 جندي»: قتلى",
        ),
        (
            Reason("figures", (("first", "12 {name}"), ("second", "30"), ("name", "عبو"))),
            "“12 {name}” and “30”: عبو",
            "«12 {name}» و«30»: عبو",
        ),
        (
            Reason("dates", (("first", "2015-07-24"), ("second", "2015-07-26"))),
            "figures of 2015-07-24 and 2015-07-26",
            "رقمان من تاريخي 2015-07-24 و2015-07-26",
        ),
        (
            Reason("times", (("time", "2015-05-01/.."), ("other_time", "2015-07-03/2015-07-04"))),
            "tell of different times: since 1 May 2015 / 3 July 2015 to 4 July 2015",
            "يرويان عن وقتين مختلفين: منذ 1 مايو 2015 / من 3 يوليو 2015 إلى 4 يوليو 2015",
        ),
        (
            Reason("times", (("time", "../2011-12-31"), ("other_time", "2015-07-03"))),
            "tell of different times: until 31 December 2011 / 3 July 2015",
            "يرويان عن وقتين مختلفين: حتى 31 ديسمبر 2011 / 3 يوليو 2015",
        ),
        (
            Reason("adds_up", (("parts", "“10”, “20”"), ("total", "“30”"))),
            "“10”, “20” add up to “30”",
            "مجموع “10”, “20” هو “30”",
        ),
    ],
)
def test_a_reason_is_said_in_words_with_those_of_the_article_untouched(
    reason: Reason, english: str, arabic: str
) -> None:
    assert sentence(reason) == english
    assert said(ARABIC, reason) == arabic


def said(words: Wording, reason: Reason) -> str:
    return "".join(text for text, _ in words.reason(reason))


def test_people_read_names_as_words_and_programs_as_they_are() -> None:
    reason = Reason("figures", (("first", "3"), ("second", "5"), ("name", "person")))
    assert (sentence(reason), said(ENGLISH, reason)) == ("“3” and “5”: person", "“3” and “5”: people")
    assert ENGLISH.reason(reason)[1] == ("3", True)
