"""What must hold of every verdict: order, identity, marks, reasons, vetoes, how sure.

Which pairs clash is labelled in `tests/pairs/`; here a stand-in says what the pair reader reads.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from factcheck.articles import detect_language
from factcheck.models.pair_reader import PairReader
from factcheck.outputs.words import sentence
from factcheck.schema import AGREEMENT, CLASHES, CONFLICT, NEUTRAL, RELATIONS, UPDATE, Claim, PairReading, Span, Verdict
from factcheck.verdicts.fusion import ASKED, NEAR
from factcheck.verdicts.judge import VETOES, explain_pair, judge_pairs, judge_texts, strongest
from tests.fakes import PairReaderByDigest, SaidReader

COSINE = 0.92
"""The cosine of two sentences on one thing."""
FOUGHT = "مقتل {} في معارك حماة"


def claim(text: str, **known: str) -> Claim:
    return Claim(known.pop("id", text), start=0, end=len(text), text=text, lang=detect_language(text),
                 **{"article": "", **known})  # fmt: skip


def verdict(a: str, b: str, outcome: str = "conflict", kind: str = "number", **known: str) -> Verdict:
    """The verdict where the pair reader is sure of an outcome."""
    reader = SaidReader(outcome, kind)
    return judge_pairs([(claim(a, **known), claim(b, **known))], [COSINE], reader, how=ASKED)[0]


def marked(text: str, marks: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in marks]


TEXTS = [
    "", " ", "\x00", "а" * 5000, "826 " * 500, "𓀀𓂀 826", "<script>alert(1)</script>", "\u202e826 قتيلا\u202c", "🙂",
    FOUGHT.format("10 أشخاص"), FOUGHT.format("31 شخصا"), "The army left Hama", "The army did not leave Hama",
]  # fmt: skip


def test_a_verdict_is_the_same_whichever_comes_first_and_whatever_stands_around_it() -> None:
    claims, reader = [claim(text) for text in TEXTS], PairReaderByDigest()
    pairs = [(a, b) for a in claims for b in claims]
    there = judge_pairs(pairs, [COSINE] * len(pairs), reader)
    back = judge_pairs([(b, a) for a, b in pairs], [COSINE] * len(pairs), reader)
    assert {v.relation for v in there} >= {CONFLICT, NEUTRAL, AGREEMENT}
    for one, other in zip(there, back, strict=True):
        turned = replace(other, marks_a=other.marks_b, marks_b=other.marks_a)
        assert one == replace(turned, figure_a=other.figure_b, figure_b=other.figure_a)
    assert judge_pairs(pairs[:9][::-1], [COSINE] * 9, reader)[::-1] == there[:9]


def test_hostile_texts_are_judged_without_an_error_and_marks_are_words_of_their_claims() -> None:
    claims = [claim(text, id=str(i)) for i, text in enumerate(TEXTS)]
    for a in claims:
        for b in claims:
            (found,) = judge_pairs([(a, b)], [COSINE], PairReaderByDigest())
            assert 0 <= found.confidence <= 1 and (found.kind != "") == (found.relation in CLASHES)
            assert sum(found.probabilities) == pytest.approx(1, abs=0.01) and len(found.probabilities) == len(RELATIONS)
            for side, marks in ((a, found.marks_a), (b, found.marks_b)):
                assert all(side.text[start:end].strip() for start, end in marks)


def test_no_pairs_give_no_verdicts() -> None:
    assert judge_pairs([], [], PairReaderByDigest()) == []


def test_the_strongest_verdict_is_a_conflict_then_the_surest() -> None:
    weak, strong = Verdict(CONFLICT, "number", 0.3), Verdict(CONFLICT, "number", 0.6)
    assert strongest([Verdict(AGREEMENT, "", 0.9), weak, strong, Verdict(UPDATE, "number", 0.9)]) == strong


def test_of_two_texts_the_strongest_pair_of_their_claims_counts() -> None:
    a, b, rain = claim("The army left Hama"), claim("The army stayed in Hama"), claim("It rained in Paris")
    reader = SaidReader("other", of={frozenset((a.text, b.text)): "conflict"})
    [found] = judge_texts([[(rain, b), (a, b)]], [[0.8, COSINE]], reader, [ASKED])
    assert found.relation == CONFLICT


# --- vetoes: what is arithmetic is not weighed


@pytest.mark.parametrize("outcome", ["conflict", "update"])
@pytest.mark.parametrize("text", ["The army left Hama", FOUGHT.format("31 شخصا"), "الجيش انسحب من حماة"])
def test_a_copy_never_disagrees_with_its_text(text: str, outcome: str) -> None:
    assert verdict(text, f" {text} ", outcome, "denial").relation not in CLASHES


@pytest.mark.parametrize("text", ["The army left Hama", "الجيش انسحب من حماة", "La armada dejó Hama"])
def test_the_same_words_asserted_and_denied_clash(text: str) -> None:
    said, denied = claim(text, id="a"), claim(text, id="b", stance="denies")
    (found,) = judge_pairs([(said, denied)], [1.0], SaidReader("agreement", "statement"), how=ASKED)
    assert (found.relation, found.kind) == (CONFLICT, "denial")
    assert [sentence(reason) for reason in found.reasons] == ["one denies what the other states"]
    both = [replace(claim, stance="denies") for claim in (said, denied)]
    assert judge_pairs([tuple(both)], [1.0], SaidReader("conflict", "denial"), how=ASKED)[0].relation not in CLASHES


@pytest.mark.parametrize(
    ("whole", "items", "reason"),
    [
        (
            "Five people were killed in the Aleppo blast",
            "Three soldiers and two policemen were killed in the Aleppo blast",
            "“Three soldiers”, “two policemen” add up to “Five people”",
        ),
        (
            "مقتل 5 أشخاص في انفجار سوق حلب",
            "مقتل 3 سعوديين ويمنيان في انفجار سوق حلب",
            "“3 سعوديين”, “ويمنيان” add up to “5 أشخاص”",
        ),
    ],
)
def test_parts_that_add_up_to_a_total_do_not_clash_and_the_reason_shows_the_sum(
    whole: str, items: str, reason: str
) -> None:
    assert verdict(whole, items).relation not in CLASHES
    for a, b in ((whole, items), (items, whole)):
        found = verdict(a, b, "agreement")
        assert (found.relation, *map(sentence, found.reasons)) == (AGREEMENT, reason)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("More than 30,000 people fled Aleppo", "31,200 people fled Aleppo"),
        (FOUGHT.format("12 على الأقل"), FOUGHT.format("31 شخصا")),
        ("Au moins 20 personnes ont été tuées à Hama", "25 personnes ont été tuées à Hama"),
    ],
)
def test_a_figure_within_a_bound_is_no_conflict(a: str, b: str) -> None:
    found = verdict(a, b)
    assert found.relation != CONFLICT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The bridge cost $1.94 billion", "The bridge cost 1,940 million dollars"),
        ("نصف مليون نازح في إدلب", "500 ألف نازح في إدلب"),
        ("Die Brücke kostete 1.940 Millionen Euro", "Die Brücke kostete 1,94 Milliarden Euro"),
    ],
)
def test_the_same_figure_in_another_dress_does_not_clash(a: str, b: str) -> None:
    assert verdict(a, b).relation not in CLASHES


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (FOUGHT.format("10 أشخاص"), FOUGHT.format("31 شخصا")),
        ("The ministry paid 10 million euros for the ferry", "The ministry paid 90 million dollars for the ferry"),
        ("12 people were killed in Hama", "40 people were killed in Hama"),
    ],
)
def test_figures_that_differ_or_that_nobody_could_pair_are_never_called_agreement(a: str, b: str) -> None:
    assert verdict(a, b, "agreement").relation != AGREEMENT


def test_what_an_article_sets_against_each_other_is_asked_about() -> None:
    said = claim(OPEN[0], id="a", **HOURS)
    other, apart = (claim(OPEN[1], id="b", **{**HOURS, "article": "y"}, answers=answers) for answers in ("a", ""))
    near, answered = judge_pairs([(said, apart), (said, other)], [COSINE] * 2, SaidReader("conflict", "outcome"), NEAR)
    asked = judge_pairs([(said, apart)], [COSINE], SaidReader("conflict", "outcome"), ASKED)[0]
    assert answered.probabilities == asked.probabilities != near.probabilities


def test_there_are_five_vetoes_at_most() -> None:
    assert len(VETOES) <= 5


HOURS = {"source": "A", "article": "x", "published": "2024-12-06T14:05+00:00"}
OPEN = ("The bridge of Belda is closed.", "The bridge of Belda is open again")


@pytest.mark.parametrize(
    ("known", "relation"),
    [
        ({"published": "2024-12-06T18:40+00:00"}, UPDATE),
        ({"published": "2024-12-06T18:40+00:00", "source": "B"}, CONFLICT),
        ({"published": "2024-12-06T14:05+00:00"}, CONFLICT),
        ({"published": "2024-12-06"}, CONFLICT),
    ],
)
def test_what_one_outlet_tells_hours_later_is_an_update(known: dict[str, str], relation: str) -> None:
    first, later = claim(OPEN[0], **HOURS), claim(OPEN[1], **{**HOURS, "article": "y", **known})
    for pair in ((first, later), (later, first)):
        assert judge_pairs([pair], [COSINE], SaidReader("conflict", "outcome"), ASKED)[0].relation == relation


def test_two_who_quarrel_in_one_outlet_are_in_conflict_whatever_the_hour() -> None:
    first = claim(OPEN[0], speaker="the army", **HOURS)
    later = claim(OPEN[1], speaker="the mayor", **{**HOURS, "article": "y", "published": "2024-12-06T18:40+00:00"})
    assert judge_pairs([(first, later)], [COSINE], SaidReader("conflict", "outcome"), ASKED)[0].relation == CONFLICT


# --- figures, reasons, marks


def test_figures_that_clash_are_marked_told_and_kept() -> None:
    a, b = FOUGHT.format("826 شخصا"), FOUGHT.format("300 شخص")
    found = verdict(a, b)
    assert (found.relation, found.kind, found.counted, found.figure_a, found.figure_b) == (
        CONFLICT, "number", "dead", 826, 300,
    )  # fmt: skip
    assert marked(a, found.marks_a) == ["826 شخصا"] and marked(b, found.marks_b) == ["300 شخص"]
    assert [sentence(reason) for reason in found.reasons] == [
        "“300 شخص” and “826 شخصا”: dead",
        "nothing says why the figures differ",
    ]


def test_words_that_clash_are_marked_and_told() -> None:
    found = verdict("Rebels took Hama", "Government troops hold Hama", kind="outcome")
    assert (found.kind, marked("Rebels took Hama", found.marks_a)) == ("outcome", ["Rebels"])
    assert [sentence(reason) for reason in found.reasons] == ["“Government” against “Rebels”"]


def test_where_no_words_are_told_the_reason_is_plain() -> None:
    class Silent(SaidReader):
        def read(self, pairs: Sequence) -> list[PairReading]:
            return [reading._replace(marks_a=()) for reading in super().read(pairs)]

    (found,) = judge_pairs([(claim("Rebels took Hama"), claim("Troops hold it"))], [COSINE], Silent("conflict"), ASKED)
    assert [sentence(reason) for reason in found.reasons] == ["read together, they exclude each other"]


def test_a_pair_of_an_index_needs_more_to_be_called_a_conflict_than_one_that_is_asked_about() -> None:
    pair = [(claim("Rebels took Hama"), claim("Government troops hold Hama"))]
    asked, near = (judge_pairs(pair, [COSINE], SaidReader("conflict"), how)[0] for how in (ASKED, NEAR))
    place = RELATIONS.index(CONFLICT)
    assert asked.probabilities[place] > near.probabilities[place]


def test_what_decided_is_explained() -> None:
    a, b = claim("More than 30,000 people fled Aleppo"), claim("31,200 people fled Aleppo")
    told = explain_pair(a, b, COSINE, SaidReader("conflict", "number"), how=ASKED)
    assert told["read"]["conflict"] > 0.9 and told["kind"] == "number"
    assert told["evidence"]["a bound"] == 1 and told["vetoes"] == {"figures_meet": [CONFLICT]}
    assert sum(told["likely"].values()) == pytest.approx(1, abs=0.01)


def test_the_shipped_reader_and_weights_tell_a_denial_from_a_retelling(reader: PairReader) -> None:
    said, again = claim("قتل 12 شخصا في تفجير عدن"), claim("تفجير عدن يودي بحياة 12 شخصا")
    other = claim("قتل 30 شخصا في تفجير عدن")
    same, clash = judge_pairs([(said, again), (said, other)], [0.93, 0.95], reader, how=ASKED)
    assert (same.relation, clash.relation) == (AGREEMENT, CONFLICT)
