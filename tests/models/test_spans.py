"""Tags to tokens, tokens to whole words."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from factcheck.models.spans import BEGINS, INSIDE, OUTSIDE, best_tags, spans_of, whole_words

LOGS = arrays(np.float64, st.tuples(st.integers(0, 5), st.just(3)), elements=st.floats(-20, 0))


@given(LOGS, st.integers(1, 4))
def test_the_best_tags_are_the_likeliest_of_those_that_are_allowed(logs: np.ndarray, least: int) -> None:
    def is_allowed(tags: tuple[int, ...]) -> bool:
        sizes = [(end, end - start) for start, end in spans_of(list(tags))]
        if any(size < least and end < len(tags) and tags[end] == BEGINS for end, size in sizes):
            return False
        return all(tag != INSIDE or (i and tags[i - 1] != OUTSIDE) for i, tag in enumerate(tags))

    def total(tags: tuple[int, ...] | list[int]) -> float:
        return float(sum(logs[i, tag] for i, tag in enumerate(tags)))

    found = best_tags(logs, least)
    assert len(found) == len(logs) and is_allowed(tuple(found))
    best = max(total(tags) for tags in product((OUTSIDE, BEGINS, INSIDE), repeat=len(logs)) if is_allowed(tags))
    assert total(found) == pytest.approx(best)


def test_what_may_begin_at_two_tokens_side_by_side_begins_at_one() -> None:
    begins, inside, outside = (-9, -0.4, -1.0), (-9, -3, -0.1), (-0.1, -3, -3)
    logs = np.array([outside, begins, begins, inside, inside])
    assert best_tags(logs) == [OUTSIDE, BEGINS, BEGINS, INSIDE, INSIDE]
    assert best_tags(logs, 2) == [OUTSIDE, BEGINS, INSIDE, INSIDE, INSIDE]
    assert best_tags(logs[:2], 2) == [OUTSIDE, BEGINS]  # a short one with nothing right behind


def test_a_span_goes_on_until_another_begins() -> None:
    assert spans_of([OUTSIDE, BEGINS, INSIDE, BEGINS, OUTSIDE, BEGINS]) == [(1, 3), (3, 4), (5, 6)]


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("وأكد والد الطفل ذلك", "الد الطفل", "والد الطفل"),
        ("والوزير نفى", "الوزير", "والوزير"),
        ("قال «إن السد سليم».", " «إن السد سليم»", "إن السد سليم"),
        ("The minister said so.", "inister said so.", "minister said so"),
        ("in the U.S. Senate", " the U.S.", "the U.S."),
        ("at 5 p.m. on Monday", "5 p.", "5 p.m."),
        ("Bashar al-Assad spoke", "Bashar al", "Bashar al-Assad"),
        ("it grew by 3.5 percent", "grew by 3", "grew by 3.5"),
        ("it grew by 5%, he said", "grew by 5%,", "grew by 5%"),
        ("the Fund (IMF) said", "the Fund (IMF)", "the Fund (IMF)"),
        ("(the first day)", "(the first day)", "the first day"),
        ('"Yes", he said', '"Yes",', "Yes"),
        ('the "old" town', 'the "old"', 'the "old"'),
        ("Le maire dit qu'il part", "il part", "il part"),
        ('דובר צה"ל אמר', "דובר צה", 'דובר צה"ל'),
        ("прем'єр пішов", "прем", "прем'єр"),
        ("部长否认大坝开裂。", "大坝开裂。", "大坝开裂"),
        ("《环球时报》报道称", "《环球时报》", "环球时报"),
        ("گفت می\u200cرود", "رود", "می\u200cرود"),
        ("-5 degrees", "-5 degrees", "-5 degrees"),
        ("«Die Post» war zu", "«Die Post» war zu", "«Die Post» war zu"),
        (" … ", " … ", None),
    ],
)
def test_a_span_is_made_of_whole_words(text: str, given: str, wanted: str | None) -> None:
    start = text.index(given)
    span = whole_words(text, start, start + len(given))
    assert (text[slice(*span)] if span else None) == wanted


def test_a_conjunction_that_the_model_parts_from_a_word_stays_parted() -> None:
    assert whole_words("والوزير نفى", 1, 7, is_begin=True) == (1, 7)


@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_any_text_gives_a_span_within_it(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    span = whole_words(text, start, end)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
