"""The words of the explorer: all there in every language, all used, and what the library says said in them."""

import re
from typing import Any

import pytest

from factcheck.analysis.figures import FORMS
from factcheck.outputs.words import ENGLISH, Wording, codes, wording
from factcheck.reviews import JUDGEMENTS
from factcheck.schema import RELATIONS
from factcheck.text.language import known_codes, language
from tests.paths import PACKAGE

CODE = "".join(
    p.read_text("utf-8") for p in (*(PACKAGE / "ui").glob("*.py"), *(PACKAGE / "outputs" / "templates").glob("*.html"))
)
OF_THE_LIBRARY = {
    "relation": RELATIONS,
    "judgement": JUDGEMENTS,
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


def said(words: Wording, reason: str) -> tuple[str, str]:
    code, pieces = words.reason(reason)
    return code, "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("reason", "arabic"),
    [
        ("“826 جنديا” and “500 to 600 جندي”: dead", "«826 جنديا» و«500 to 600 جندي»: قتلى"),
        ("reinforce and withdraw exclude each other", "التعزيز والانسحاب لا يجتمعان"),
        ("claim responsibility: said of one, denied by the other", "تبنّي المسؤولية: أثبته أحدهما ونفاه الآخر"),
        ("figures of 2015-07-24 and 2015-07-26", "رقمان من تاريخي 2015-07-24 و2015-07-26"),
        (
            "tell of different times: since 1 May 2015 / 3 July 2015 to 4 July 2015",
            "يرويان عن وقتين مختلفين: منذ 1 مايو 2015 / من 3 يوليو 2015 إلى 4 يوليو 2015",
        ),
        ("“10”, “20” add up to “30”", "مجموع “10”, “20” هو “30”"),
    ],
)
def test_a_reason_is_said_in_arabic_with_the_words_of_the_article_untouched(reason: str, arabic: str) -> None:
    assert said(ARABIC, reason) == ("ar", arabic)
    assert said(ENGLISH, reason)[0] == "en"


def test_every_reason_that_the_library_can_give_is_said_in_arabic() -> None:
    source = "".join(
        (PACKAGE / f"{name}.py").read_text("utf-8")
        for name in ("rules/conflicts", "verdicts/judge", "rules/slots", "rules/tallies")
    )
    before = r"(?:reason = |[A-Z]{3} = |_NOTHING = |UNEXPLAINED = |_GOES_ON = |_room = |why = |else |, |\()"
    fixed = re.findall(before + r'"([a-z][a-z ,:]{14,})"', source)
    assert len(fixed) >= 14
    slots = re.findall(r'\("(?:action|identity|number|place|time)", "([a-z ]+)"\)', source)
    fixed = [reason for reason in fixed if reason not in slots]
    fixed += [f"told alike but for {what}: “x” / “y”" for what in slots]
    for reason in fixed:
        assert said(ARABIC, reason)[0] == "ar", reason


def test_a_reason_nobody_translated_stays_english_and_says_so() -> None:
    assert ARABIC.reason("something new") == ("en", [("something new", False)])
    assert ARABIC.reason("“x” and “y”: " + "z" * 2000)[0] == "en"
