"""Reasons for verdicts: every code is given, with its values, and says in English what it has to."""

import numpy as np
import pytest

from factcheck.outputs.words import sentence
from factcheck.rules.cascade import compare, compare_statements, pairs_of
from factcheck.rules.pairs import Side
from factcheck.schema import REASONS, Reason, Verdict

SAME = 0.97  # the cosine of two sentences on one thing
CONTRADICTION = np.array([[0.01, 0.01, 0.98]] * 2, np.float32)
FIRST = {"source": "A", "published": "2024-12-06"}
SECOND = {"source": "B", "published": "2024-12-06"}
LATER = {"source": "B", "published": "2024-12-10"}
PARTLY = "سيطرت المعارضة على أجزاء واسعة من مدينة حلب"
WHOLLY = "سيطرت المعارضة على مدينة حلب بالكامل"
HAMA = ("مقتل 10 أشخاص في معارك حماة", "مقتل 31 شخصا في معارك حماة")

GIVEN: list[tuple[str, str, str, dict[str, str], dict[str, str], str]] = [
    ("figures", *HAMA, {}, {}, "“10 أشخاص” and “31 شخصا”: dead"),
    ("unexplained", *HAMA, {}, {}, "nothing says why the figures differ"),
    ("dates", *HAMA, FIRST, LATER, "figures of 2024-12-06 and 2024-12-10"),
    (
        "undated",
        *HAMA,
        {"article": "x", **FIRST},
        {"article": "y"},
        "a date is unknown: the figures may be of different times",
    ),
    (
        "bound_apart",
        "Between 18 and 25 people were killed in the Aden blast",
        "Police say 40 people were killed in the Aden blast",
        {},
        {},
        "one figure is only a bound or an estimate",
    ),
    (
        "bound",
        "The ministry counted more than 30000 arrivals in Tarsa in 2009",
        "The ministry counted 30,500 arrivals in Tarsa in 2009",
        {},
        {},
        "a bound or an estimate that leaves room for the other figure",
    ),
    (
        "running",
        "ارتفاع حصيلة الانهيارات الأرضية في نيبال إلى 28 قتيلاً",
        "انهيارات أرضية في نيبال تسفر عن سقوط 30 قتيلا",
        FIRST,
        SECOND,
        "one figure is told as a toll that went on rising",
    ),
    (
        "goes_on",
        "The blast in Aleppo wounded 27 people",
        "The blast in Aleppo wounded 38 people",
        FIRST,
        SECOND,
        "such a count goes on for hours: one figure may be the later",
    ),
    (
        "adds_up",
        "Five people were killed in the Aleppo blast",
        "Three soldiers and two policemen were killed in the Aleppo blast",
        {},
        {},
        "“Three soldiers”, “two policemen” add up to “Five people”",
    ),
    ("extent", PARTLY, WHOLLY, {}, {}, "a part of a place and the whole of it"),
    (
        "days",
        "القناص أصاب مجندا قرب الجسر القديم",
        "القناص أصاب مدنيا قرب الجسر القديم",
        FIRST,
        LATER,
        "told of different days",
    ),
    (
        "hours",
        "The bridge of Belda was closed",
        "The bridge of Belda was opened",
        {"source": "A", "article": "x", "published": "2024-12-06T14:05"},
        {"source": "A", "article": "y", "published": "2024-12-06T18:40"},
        "told later by the same outlet",
    ),
    (
        "times",
        "The hostage was arrested in Gaza on Monday",
        "The hostage was released in Gaza on Thursday",
        FIRST,
        SECOND,
        "tell of different times: 2 December 2024 / 5 December 2024",
    ),
    (
        "set_against",
        "إيران سحبت كبار قادتها من سوريا",
        "بلاده دفعت بمزيد من المستشارين",
        {},
        {"answers": "a"},
        "the article sets one against the other",
    ),
    (
        "is_denial",
        "قوات النظام تهرب من المدينة",
        "وهو ما نفته وزارة الدفاع السورية",
        {},
        {"answers": "a", "stance": "denies"},
        "one is a denial of the other",
    ),
    (
        "denies",
        "The army failed to retake El Fasher",
        "The army did not retake El Fasher",
        {},
        {},
        "one denies what the other states",
    ),
    (
        "but_place",
        "The singer Nour Haddad was born in Oran",
        "The singer Nour Haddad was born in Tlemcen",
        {},
        {},
        "told alike but for the place: “Oran” / “Tlemcen”",
    ),
    (
        "but_time",
        "بني الجسر على نهر دجلة عام 1976",
        "بني الجسر على نهر دجلة عام 1958",
        {},
        {},
        "told alike but for the time: “1958” / “1976”",
    ),
    (
        "but_who",
        "Swiss citizens speak French",
        "Swiss citizens speak German",
        {},
        {},
        "told alike but for who it is: “French” / “German”",
    ),
    (
        "but_sex",
        "أنجلينا جولي تصور فيلمًا عن مذكرات ناشطة كمبودية",
        "أنجيلينا جولي تصور فيلماً عن مذكرات ناشط كمبودي في عهد الخمير الحمر",
        FIRST,
        SECOND,
        "told alike but for whether it is a man or a woman: “ناشط كمبودي” / “ناشطة كمبودية”",
    ),
    (
        "but_action",
        "Bread prices in Tunis rose in November",
        "Bread prices in Tunis fell in November",
        {},
        {},
        "told alike but for what is done: “fell” / “rose”",
    ),
    (
        "but_figure",
        "The 12th brigade entered Tarsa",
        "The 15th brigade entered Tarsa",
        {},
        {},
        "told alike but for the figure: “12” / “15”",
    ),
    ("same", HAMA[0], HAMA[0], {}, {}, "they say the same in other words"),
    ("nothing", HAMA[0], "Heavy rain fell on Paris", {}, {}, "nothing in common that can clash"),
    (
        "both_said",
        "The army fled the town of Tarsa",
        "The army denies that it left the town of Tarsa",
        {},
        {"stance": "denies"},
        "withdraw: said of one, denied by the other",
    ),
    (
        "intended",
        "The club is close to signing the striker from Milan",
        "The club signed the striker from Milan",
        {},
        {},
        "sign: done according to one, intended according to the other",
    ),
    (
        "intended",
        "الهلال يضم المدافع البرتغالي مقابل عشرة ملايين",
        "الهلال يقترب من ضم المدافع البرتغالي مقابل عشرة ملايين",
        {},
        {},
        "the same thing: done according to one, intended according to the other",
    ),
    (
        "opposed",
        "إيران سحبت كبار قادتها من سوريا",
        "بلاده دفعت بمزيد من المستشارين",
        {},
        {"answers": "a"},
        "reinforce and withdraw exclude each other",
    ),
]


def side(key: str, text: str, known: dict[str, str]) -> Side:
    return Side(key, text, "en" if text.isascii() else "ar", **known)


def assert_listed(found: Verdict) -> None:
    for reason in found.reasons:
        assert tuple(name for name, _ in reason.values) == REASONS[reason.code]


@pytest.mark.parametrize(("code", "a", "b", "known_a", "known_b", "words"), GIVEN)
def test_a_verdict_gives_its_reason_as_a_code_with_values(
    code: str, a: str, b: str, known_a: dict[str, str], known_b: dict[str, str], words: str
) -> None:
    found = compare(side("a", a, known_a), side("b", b, known_b), SAME)
    assert_listed(found)
    assert {r.code: sentence(r) for r in found.reasons}.get(code) == words


def test_what_an_nli_model_finds_has_a_reason_of_its_own() -> None:
    texts = ("The airport is no longer closed", "The airport has reopened")
    sides = (side("a", texts[0], {}), side("b", texts[1], {}))
    found = compare_statements([pairs_of([sides], [SAME])], [texts], lambda x, y: np.stack([CONTRADICTION] * len(x)))
    assert found[0].reasons == (Reason("excluded"),)
    assert sentence(found[0].reasons[0]) == "read together, they exclude each other"


def test_every_code_is_given_here() -> None:
    """`through` is the one of a claim that is checked: see `test_analyse`."""
    assert {code for code, *_ in GIVEN} | {"excluded", "through"} == set(REASONS)
