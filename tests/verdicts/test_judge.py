"""What must hold of every verdict, whoever judges: order, identity, marks, reasons, confidence, what an NLI model adds.

Which pairs clash is labelled in `tests/pairs/`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from factcheck.analysis.texts import statement_claims
from factcheck.articles import detect_language
from factcheck.outputs.words import sentence
from factcheck.rules.cascade import compare, compare_all, compare_statements, pairs_of, strongest
from factcheck.rules.pairs import Side
from factcheck.schema import AGREEMENT, CLASHES, CONFLICT, NEUTRAL, UPDATE, Verdict
from tests.labelled import PAIRS, read_pairs

SAME = 0.97  # the cosine of two sentences on one thing
OTHER = 0.80  # of two sentences on different things


def side(text: str, lang: str = "", **known: str) -> Side:
    return Side(known.pop("id", text), text, lang or detect_language(text), **known)


def verdict(a: str, b: str, lang: str = "", **known: str) -> Verdict:
    return compare(side(a, lang, **known), side(b, lang, **known), SAME)


def marked(text: str, marks: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in marks]


# --- order and identity

Claims = list[tuple[Side, Side]]


@pytest.fixture(scope="module")
def labelled() -> Claims:
    """The first claims of a fifth of the labelled pairs."""
    pairs = [pair for path in PAIRS for pair in read_pairs(path)[::5]]
    read = iter(statement_claims([statement for pair in pairs for statement in (pair.a, pair.b)]))
    return [(Side.of(next(read)[0]), Side.of(next(read)[0])) for _ in pairs]


def alike(pairs: Claims, cosine: float = SAME) -> list[Verdict]:
    return compare_all(pairs, [cosine] * len(pairs))


def test_a_verdict_is_the_same_whichever_comes_first(labelled: Claims) -> None:
    there, back = alike(labelled), alike([(b, a) for a, b in labelled])
    assert {v.relation for v in there} == {CONFLICT, UPDATE, AGREEMENT, NEUTRAL}
    for one, other in zip(there, back, strict=True):
        turned = replace(other, marks_a=other.marks_b, marks_b=other.marks_a)
        assert one == replace(turned, figure_a=other.figure_b, figure_b=other.figure_a)


def test_a_verdict_does_not_depend_on_the_other_pairs(labelled: Claims) -> None:
    together = alike(labelled[:20])
    assert alike(labelled[:20][::-1])[::-1] == together
    assert alike(labelled[:1]) == together[:1]


def test_marks_are_words_of_their_claims(labelled: Claims) -> None:
    for (a, b), found in zip(labelled, alike(labelled), strict=True):
        for claim, marks in ((a, found.marks_a), (b, found.marks_b)):
            assert all(claim.text[start:end].strip() for start, end in marks)


def test_nothing_conflicts_with_itself(labelled: Claims) -> None:
    itself = [(claim, replace(claim, id="again")) for pair in labelled for claim in pair]
    assert [a.text for (a, _), found in zip(itself, alike(itself, 1.0), strict=True) if is_clash(found)] == []


def is_clash(found: Verdict) -> bool:
    return found.relation in CLASHES


def test_an_unknown_language_and_hostile_texts_are_judged_without_an_error() -> None:
    texts = [
        "",
        " ",
        "\x00",
        "а" * 5000,
        "826 " * 500,
        "𓀀𓂀 826",
        "<script>alert(1)</script>",
        "\u202e826 قتيلا\u202c",
        "🙂",
    ]
    sides = [Side(str(i), text, lang) for i, text in enumerate(texts) for lang in ("ar", "xx", "")]
    pairs = [(a, b) for a in sides for b in sides[:6]]
    for found in alike(pairs):
        assert 0 <= found.confidence <= 1 and (found.kind != "") == is_clash(found)


def test_the_strongest_verdict_is_a_conflict_then_the_surest() -> None:
    weak, strong = Verdict(CONFLICT, "number", 0.3), Verdict(CONFLICT, "number", 0.6)
    assert strongest([Verdict(AGREEMENT, "", 0.9), weak, strong, Verdict(UPDATE, "number", 0.9)]) == strong


def test_figures_told_of_different_things_are_neutral() -> None:
    a, b = side("مقتل 826 شخصا في معارك حماة"), side("مقتل 300 شخص في معارك حماة")
    assert (compare(a, b, SAME).relation, compare(a, b, OTHER).relation) == (CONFLICT, NEUTRAL)


# --- a claim that answers another


WITHDREW = side("إيران سحبت كبار قادتها من سوريا", id="a")
SENT = side("بلاده دفعت بمزيد من المستشارين", id="b", answers="a", speaker="مسؤول إيراني")


def test_a_claim_that_answers_another_conflicts_with_it_however_unlike() -> None:
    assert compare(WITHDREW, SENT, OTHER).relation == CONFLICT
    assert compare(SENT, WITHDREW, OTHER).relation == CONFLICT


def test_of_what_a_claim_answers_the_nearer_goes_first() -> None:
    assert compare(WITHDREW, SENT, OTHER).confidence < compare(WITHDREW, SENT, SAME).confidence


# --- marks

FOUGHT = "مقتل {} في معارك حماة"


@pytest.mark.parametrize(
    ("a", "b", "of_a", "of_b"),
    [
        (FOUGHT.format("826 شخصا"), FOUGHT.format("300 شخص"), ["826 شخصا"], ["300 شخص"]),
        ("More than 3,000 people fled Aleppo", "Over 4,500 people fled Aleppo", ["More than 3,000 people"], None),
        ("مقتل شخصين وإصابة 9 في سينما بحماة", "مقتل وإصابة 10 في سينما بحماة", ["شخصين وإصابة 9"], None),
        (
            "2 killed and 9 wounded in a blast in Hama",
            "10 people were killed or wounded in a blast in Hama",
            ["2 killed and 9 wounded"],
            None,
        ),
        ("Les rebelles n'ont pas pris la ville de Hama", "Les rebelles ont pris la ville de Hama", ["n'"], None),
        ("Russia did not hit the hospital in Idlib", "Russian jets hit the hospital in Idlib", ["not"], None),
        ("لا إصابات في انفجار لغم بصعدة", "إصابات في انفجار لغم بصعدة", ["لا"], None),
        ("لم يتم نقل الأسرى إلى سجن العاصمة", "تم نقل الأسرى إلى سجن العاصمة", ["لم"], None),
    ],
)
def test_the_words_that_clash_are_marked(a: str, b: str, of_a: list[str], of_b: list[str] | None) -> None:
    found = verdict(a, b)
    assert is_clash(found)
    assert marked(a, found.marks_a)[: len(of_a)] == of_a
    assert of_b is None or marked(b, found.marks_b) == of_b


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("سيطرت الفصائل على أجزاء واسعة من مدينة حلب", "سيطرت الفصائل على مدينة حلب بالكامل"),
        ("Суд освободил министра.", "Суд арестовал министра."),
        ("Іран вивів радників із Сирії.", "Іран надіслав радників до Сирії."),
        ("ایران مستشاران خود را از سوریه خارج کرد.", "ایران مستشاران بیشتری به سوریه فرستاد."),
        ("בית המשפט שחרר את השר.", "בית המשפט עצר את השר."),
        ("عدالت نے وزیر کو رہا کر دیا۔", "عدالت نے وزیر کو گرفتار کر لیا۔"),
        ("伊朗从叙利亚撤走军事顾问。", "伊朗向叙利亚增派军事顾问。"),
    ],
)
def test_both_sides_of_a_clash_are_marked(a: str, b: str) -> None:
    found = verdict(a, b)
    assert is_clash(found) and found.marks_a and found.marks_b


def test_a_sum_that_is_not_the_total_is_told_beside_it() -> None:
    found = verdict("2 killed and 9 wounded in a blast in Hama", "10 people were killed or wounded in a blast in Hama")
    assert (found.relation, found.kind, found.figure_a, found.figure_b) == (CONFLICT, "number", 11, 10)


# --- reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("مقتل ثلاثة جنود في انفجار سوق حلب", "مقتل 5 جنود في انفجار سوق حلب"),
        ("زلزال بقوة 6.7 درجات يضرب حلب", "زلزال قوته 5.7 درجات يهز حلب"),
        ("The blast killed 12 people in Aleppo", "Fifteen people were killed in the Aleppo blast"),
    ],
)
def test_the_reason_names_both_figures_as_they_are_written(a: str, b: str) -> None:
    found = verdict(a, b)
    for text, marks in ((a, found.marks_a), (b, found.marks_b)):
        assert f"“{marked(text, marks)[0]}”" in sentence(found.reasons[0])


@pytest.mark.parametrize(
    ("whole", "items", "reason"),
    [
        (
            "مقتل 5 أشخاص في انفجار سوق حلب",
            "مقتل 3 سعوديين ويمنيان في انفجار سوق حلب",
            "“3 سعوديين”, “ويمنيان” add up to “5 أشخاص”",
        ),
        (
            "Five people were killed in the Aleppo blast",
            "Three soldiers and two policemen were killed in the Aleppo blast",
            "“Three soldiers”, “two policemen” add up to “Five people”",
        ),
    ],
)
def test_a_total_and_its_parts_agree_and_the_reason_shows_the_sum(whole: str, items: str, reason: str) -> None:
    found = verdict(whole, items)
    assert (found.relation, *map(sentence, found.reasons)) == (AGREEMENT, reason)
    assert len(found.marks_a) == 1 < len(found.marks_b)


def test_parts_told_of_other_places_are_no_evidence_for_a_total_of_one() -> None:
    found = verdict("مقتل 21 شخصا في حلب", "مقتل 15 شخصا في حلب و4 في حماة و2 في حمص")
    assert not any("add up" in sentence(reason) for reason in found.reasons)


def test_what_is_only_intended_by_one_is_said_so() -> None:
    found = verdict("Madrid signs the Portuguese defender", "Madrid is close to signing the Portuguese defender")
    assert "intended" in sentence(found.reasons[0])


FEW, MANY = FOUGHT.format("10 أشخاص"), FOUGHT.format("31 شخصا")


def test_figures_of_different_times_are_told_with_their_times() -> None:
    for when, told in ((" الثلاثاء", "3 December 2024"), (" في 5 أيار", "5 May 2024")):
        a, b = (side(f"{text}{day}", published="2024-12-06") for text, day in ((FEW, when), (MANY, " أمس الخميس")))
        found = compare(a, b, SAME)
        assert (found.relation, sentence(found.reasons[-1])) == (
            NEUTRAL,
            f"tell of different times: {told} / 5 December 2024",
        )


def test_a_count_that_goes_on_for_hours_is_told_as_one() -> None:
    a, b = (side(text, source=text, published="2024-12-05") for text in (FEW, MANY))
    assert sentence(compare(a, b, SAME).reasons[1]) == "such a count goes on for hours: one figure may be the later"


# --- confidence


def test_figures_that_differ_for_no_reason_told_say_so_and_stand_below_those_explained() -> None:
    found = verdict(FEW, MANY)
    assert (found.relation, sentence(found.reasons[-1])) == (CONFLICT, "nothing says why the figures differ")
    assert found.confidence < verdict(FOUGHT.format("10 أشخاص على الأقل"), MANY).confidence


def test_figures_of_two_articles_without_dates_are_less_sure_and_say_why() -> None:
    a = side(FEW, article="x", published="2024-12-01")
    sure = compare(a, side(MANY, article="y", published="2024-12-01"), SAME)
    unsure = compare(a, side(MANY, article="y"), SAME)
    assert sure.confidence > 2 * unsure.confidence
    assert any("date is unknown" in sentence(reason) for reason in unsure.reasons)
    asked = compare(side(FEW), side(MANY, article="y"), SAME)
    assert asked.confidence == sure.confidence, "who asks means the time of the article"


HOURS = {"source": "A", "article": "x", "published": "2024-12-06T14:05+00:00"}
CLOSED = ("The bridge of Belda is closed.", "The bridge of Belda is open again")
SHOT = ("القناص أصاب مجندا قرب الجسر القديم", "القناص أصاب مدنيا قرب الجسر القديم")
DROWNED = ("10 people drowned in Belda", "31 people drowned in Belda")


@pytest.mark.parametrize("texts", [CLOSED, SHOT, DROWNED])
@pytest.mark.parametrize(
    ("known", "relation"),
    [
        ({"published": "2024-12-06T18:40+00:00"}, UPDATE),
        ({"published": "2024-12-06T18:40+00:00", "source": "B"}, CONFLICT),
        ({"published": "2024-12-06T14:05+00:00"}, CONFLICT),
        ({"published": "2024-12-06"}, CONFLICT),
    ],
)
def test_what_one_outlet_tells_hours_later_is_an_update(
    texts: tuple[str, str], known: dict[str, str], relation: str
) -> None:
    first, later = side(texts[0], **HOURS), side(texts[1], **{**HOURS, "article": "y", **known})
    assert compare(first, later, SAME).relation == compare(later, first, SAME).relation == relation


def test_two_who_quarrel_in_one_outlet_are_in_conflict_whatever_the_hour() -> None:
    first = side(CLOSED[0], speaker="the army", **HOURS)
    later = side(CLOSED[1], speaker="the mayor", **{**HOURS, "article": "y", "published": "2024-12-06T18:40+00:00"})
    assert compare(first, later, SAME).relation == CONFLICT


def test_a_bound_in_articles_without_a_date_is_believed_less() -> None:
    def pair(day: str) -> Verdict:
        a = side(FOUGHT.format("12 على الأقل"), article="1", source="x", published=day)
        return compare(a, side(MANY, article="2", source="y", published=day), SAME)

    assert pair("").relation == pair("2024-12-05").relation == UPDATE
    assert pair("").confidence < pair("2024-12-05").confidence


# --- what an NLI model adds


def saying(contradiction: float, entailment: float = 0.0) -> Any:
    """A model that says the same of every pair, in both orders, and counts the pairs."""
    asked: list[tuple[str, str]] = []

    def both_directions(a: list[str], b: list[str]) -> np.ndarray:
        asked.extend(zip(a, b, strict=True))
        row = [entailment, 1 - entailment - contradiction, contradiction]
        return np.array([[row, row]] * len(a))

    both_directions.asked = asked
    return both_directions


STAYED, LEFT = "The garrison remains in Hama", "The garrison has moved out of Hama"


def of_texts(a: str, b: str, contradiction: float, **known: str) -> Verdict:
    """The verdict on two texts where an NLI model finds so likely that they exclude each other."""
    sides = (side(a, **known), side(b, **known))
    return compare_statements([pairs_of([sides], [SAME])], [(a, b)], saying(contradiction))[0]


def test_two_bare_statements_conflict_where_the_model_says_so_in_both_orders() -> None:
    sure, unsure = of_texts(STAYED, LEFT, 0.9), of_texts(STAYED, LEFT, 0.1)
    assert (sure.relation, sure.kind) == (CONFLICT, "statement") and sure.confidence > 0.5
    assert unsure.relation != CONFLICT


def test_of_articles_the_model_alone_makes_no_conflict() -> None:
    assert of_texts(STAYED, LEFT, 0.9, source="Reuters", published="2024-12-05").relation != CONFLICT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("15 people were hurt in a raid on Aleppo", "7 people were hurt in a raid on Idlib"),
        ("نصف مليون نازح في إدلب", "500 ألف نازح في إدلب"),
        ("Half a million people are displaced in Idlib", "500,000 people are displaced in Idlib"),
    ],
)
def test_the_model_is_not_believed_of_two_events_or_of_one_figure_in_two_writings(a: str, b: str) -> None:
    assert of_texts(a, b, 0.98).relation != CONFLICT


def test_the_model_is_believed_where_one_thing_alone_differs() -> None:
    assert of_texts("The minister landed in Aleppo", "The minister landed in Idlib", 0.98).relation == CONFLICT


def test_two_bare_texts_of_several_claims_are_read_whole() -> None:
    nli = saying(0.9)
    a, b, rain = side(STAYED), side(LEFT), side("It rains", "en")
    texts = f"{STAYED}. It rains.", LEFT
    [found] = compare_statements([pairs_of([(a, b), (rain, b)], [0.95, 0.7])], [texts], nli)
    assert found.kind == "statement" and nli.asked[-1] == texts


def test_what_structure_found_stands_whatever_the_model_says() -> None:
    a, b = (side(f"{n} soldiers were killed in Hama on Thursday", published="2024-12-05") for n in (300, 826))
    [found] = compare_all([(a, b)], [SAME], saying(0.0, entailment=0.95))
    assert (found.relation, found.kind) == (CONFLICT, "number")


def test_a_denial_is_no_agreement_whatever_the_model_says() -> None:
    a = side("The garrison left Hama", source="Reuters")
    b = side("The garrison did not leave Hama", source="SANA")
    [found] = compare_all([(a, b)], [SAME], saying(0.0, entailment=0.95))
    assert found.relation != AGREEMENT


def test_entailment_in_both_orders_makes_an_agreement_that_shares_few_words() -> None:
    a = side("The garrison moved out of Hama", source="Reuters")
    b = side("Troops abandoned the city of Hama", source="SANA")
    [plain], [read] = (compare_all([(a, b)], [0.94], nli) for nli in (None, saying(0.01, entailment=0.95)))
    assert (plain.relation, read.relation) == (NEUTRAL, AGREEMENT)


def test_a_model_is_not_asked_about_claims_of_different_things() -> None:
    nli = saying(0.9)
    compare_all([(side(STAYED, source="Reuters"), side("Fuel prices rose in Paris", source="AFP"))], [0.7], nli)
    assert nli.asked == []
