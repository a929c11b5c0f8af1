"""How the figures of two texts stand to each other."""

import pytest

from factcheck.articles import detect_language
from factcheck.facts.read import read_facts
from factcheck.text.language import language
from factcheck.verdicts import figures


def compared(a: str, b: str) -> figures.Comparison:
    return figures.compare(*(read_facts(text, language(detect_language(text))).numbers for text in (a, b)))


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("The army left Hama", "12 people were killed in Hama", figures.NONE),
        ("12 people were killed in Hama", "Twelve people died in Hama", figures.EQUAL),
        ("قتل أربعة مئة شخص في زلزال المغرب", "قتل 400 شخص في زلزال المغرب", figures.EQUAL),
        ("The bridge cost $1.94 billion", "The bridge cost $1943 million", figures.EQUAL),
        ("At least 12 people were killed in Hama", "31 people were killed in Hama", figures.BOUND),
        ("قتل ما بين 18 و25 شخصا في تفجير عدن", "قتل 22 شخصا في تفجير عدن", figures.BOUND),
        ("Three soldiers and two civilians were killed in Aden", "Five people were killed in Aden", figures.SUM),
        ("قتل ثلاثة جنود ومدنيان في تفجير عدن", "قتل خمسة أشخاص في تفجير عدن", figures.SUM),
        ("Four civilians were killed in Hama", "Ten people were killed in Hama", figures.PART),
        ("12 people were killed in Hama", "31 people were killed in Hama", figures.DIFFER),
        ("قتل 12 شخصا في حماة", "قتل 31 شخصا في حماة", figures.DIFFER),
        ("12 people were killed in Hama", "200 people were killed in Hama", figures.DIFFER),
        ("12 people were killed in Hama", "The bridge cost $5 million", figures.UNPAIRED),
    ],
)
def test_two_texts_are_compared_by_their_figures(a: str, b: str, relation: str) -> None:
    there, back = compared(a, b), compared(b, a)
    assert there.relation == back.relation == relation
    assert (there.a, there.b) == (back.b, back.a)


def test_a_figure_that_the_other_tells_too_does_not_clash_with_its_second_figure() -> None:
    found = compared(
        "5 people were killed on Monday and 9 people were killed on Friday", "9 people were killed on Friday"
    )
    assert found.relation == figures.EQUAL


def test_what_clashes_is_given_of_each_text_its_own() -> None:
    found = compared("12 people were killed in Hama", "31 people were killed and 60 wounded in Hama")
    assert [[q.value for q in side] for side in (found.a, found.b)] == [[12], [31]]
