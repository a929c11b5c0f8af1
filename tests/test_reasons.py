"""Reasons for verdicts: every code is given, with its values, and says in English what it has to."""

import pytest

from factcheck.articles import detect_language
from factcheck.outputs.words import sentence
from factcheck.schema import REASONS, Claim, Reason
from factcheck.verdicts.fusion import ASKED
from factcheck.verdicts.judge import judge_pairs
from tests.fakes import SaidReader

FIRST = {"source": "A", "published": "2024-12-06", "article": "1"}
SECOND = {"source": "B", "published": "2024-12-06", "article": "2"}
LATER = {"source": "B", "published": "2024-12-10", "article": "2"}
HAMA = ("مقتل 10 أشخاص في معارك حماة", "مقتل 31 شخصا في معارك حماة")
Known = dict[str, str]

GIVEN: list[tuple[str, str, str, Known, Known, tuple[str, str], str]] = [
    ("figures", *HAMA, {}, {}, ("conflict", "number"), "“10 أشخاص” and “31 شخصا”: dead"),
    ("unexplained", *HAMA, {}, {}, ("conflict", "number"), "nothing says why the figures differ"),
    ("dates", *HAMA, FIRST, LATER, ("update", "number"), "figures of 2024-12-06 and 2024-12-10"),
    (
        "undated", *HAMA, FIRST, {"article": "2"}, ("conflict", "number"),
        "a date is unknown: the figures may be of different times",
    ),
    (
        "bound_apart", "Between 18 and 25 people were killed in Aden", "40 people were killed in Aden", {}, {},
        ("conflict", "number"), "one figure is only a bound or an estimate",
    ),
    (
        "bound", "More than 30000 people fled Hama in 2009", "30,500 people fled Hama in 2009", {}, {},
        ("update", "number"), "a bound or an estimate that leaves room for the other figure",
    ),
    (
        "running", "ارتفاع حصيلة الانهيارات الأرضية في نيبال إلى 28 قتيلاً",
        "انهيارات أرضية في نيبال تسفر عن سقوط 30 قتيلا", FIRST, SECOND, ("update", "number"),
        "one figure is told as a toll that went on rising",
    ),
    (
        "goes_on", "The blast in Aleppo wounded 27 people", "38 people were wounded as a bomb went off", FIRST, SECOND,
        ("update", "number"), "such a count goes on for hours: one figure may be the later",
    ),
    (
        "adds_up", "Five people were killed in the blast", "Three soldiers and two policemen were killed in the blast",
        {}, {}, ("agreement", "number"), "“Three soldiers”, “two policemen” add up to “Five people”",
    ),
    (
        "days", "The council closed the bridge", "The bridge is open again", FIRST, LATER, ("update", "outcome"),
        "told of different days",
    ),
    (
        "hours", "The bridge of Belda was closed", "The bridge of Belda was opened",
        {"source": "A", "article": "x", "published": "2024-12-06T14:05"},
        {"source": "A", "article": "y", "published": "2024-12-06T18:40"}, ("conflict", "outcome"),
        "told later by the same outlet",
    ),
    (
        "times", "He was arrested in Gaza on 2 December 2024", "He was arrested in Gaza on 5 December 2024", FIRST,
        SECOND, ("conflict", "time"), "tell of different times: 2 December 2024 / 5 December 2024",
    ),
    (
        "is_denial", "Troops fled the city", "It is untrue that troops fled", {}, {}, ("conflict", "denial"),
        "one is a denial of the other",
    ),
    (
        "denies", "Troops fled the city", "Troops left the city", {}, {"stance": "denies"}, ("conflict", "statement"),
        "one denies what the other states",
    ),
    (
        "words", "Rebels took Hama", "Troops hold Hama", {}, {}, ("conflict", "outcome"), "“Rebels” against “Troops”",
    ),
    ("excluded", "!", "Troops hold Hama", {}, {}, ("conflict", "outcome"), "read together, they exclude each other"),
    ("same", HAMA[0], HAMA[0], {}, {}, ("agreement", "number"), "they say the same in other words"),
    ("nothing", HAMA[0], "Rain fell on Paris", {}, {}, ("other", "number"), "nothing in common that can clash"),
]  # fmt: skip


def claim(text: str, known: Known) -> Claim:
    return Claim("", start=0, end=len(text), text=text, lang=detect_language(text), **{"article": "", **known})


@pytest.mark.parametrize(("code", "a", "b", "of_a", "of_b", "said", "told"), GIVEN, ids=[row[0] for row in GIVEN])
def test_a_reason_is_given_and_said(
    code: str, a: str, b: str, of_a: Known, of_b: Known, said: tuple[str, str], told: str
) -> None:
    (found,) = judge_pairs([(claim(a, of_a), claim(b, of_b))], [0.93], SaidReader(*said), how=ASKED)
    reasons = {reason.code: reason for reason in found.reasons}
    assert code in reasons, found
    assert sentence(reasons[code]) == told and tuple(name for name, _ in reasons[code].values) == REASONS[code]


def test_every_reason_is_given_here_or_by_check() -> None:
    assert {row[0] for row in GIVEN} | {"through", "near"} == set(REASONS)
    quoted = sentence(Reason("through", (("quote", "Troops fled"),)))
    assert quoted == "it clashes with “Troops fled”, which says the same"
