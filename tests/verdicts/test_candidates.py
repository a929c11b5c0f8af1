"""Which pairs of claims are worth judging."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.verdicts.candidates import may_clash, near_pairs

WINDOW = 7


def table(*rows: tuple[str, str, str] | tuple[str, str, str, str]) -> pd.DataFrame:
    """Claims of (article, speaker, text, ids it answers); the id of the first is c0."""
    full = [(f"c{i}", *row, *[""] * (4 - len(row))) for i, row in enumerate(rows)]
    return pd.DataFrame(full, columns=["id", "article", "speaker", "text", "answers"]).assign(
        source="", lang="en", stance="asserts", published=""
    )


def candidate_pairs(claims: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    near = near_pairs(claims, rows)
    return near[may_clash(claims, near, WINDOW)]


def pairs(claims: pd.DataFrame, rows: list[list[int]]) -> list[tuple[int, int]]:
    return [tuple(pair) for pair in candidate_pairs(claims, np.array(rows, int)).tolist()]


def everyone(n: int) -> list[list[int]]:
    return [list(range(n))] * n


def alone(n: int) -> list[list[int]]:
    return [[i] for i in range(n)]


def test_near_claims_of_two_articles_are_paired() -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed"), ("c", "", "It rained"))
    assert pairs(claims, [[0, 1], [1, 0], [2, 1]]) == [(0, 1), (1, 2)]


def test_claims_that_are_not_near_are_not_paired() -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed"))
    assert pairs(claims, alone(2)) == []


def test_one_side_being_near_is_enough() -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed"), ("c", "", "It rained"))
    assert pairs(claims, [[0, 0], [1, 1], [2, 0]]) == [(0, 2)]


def test_two_speakers_in_one_article_are_paired() -> None:
    claims = table(("a", "the army", "We left"), ("a", "the mayor", "They stayed"), ("a", "", "It rained"))
    assert pairs(claims, everyone(3)) == [(0, 1), (0, 2), (1, 2)]


def test_one_outlet_in_its_own_voice_is_never_paired_with_itself() -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed")).assign(source="Reuters")
    assert pairs(claims, everyone(2)) == []


def test_two_speakers_in_one_outlet_are_paired() -> None:
    claims = table(("a", "the army", "We left"), ("b", "the mayor", "They stayed")).assign(source="Reuters")
    assert pairs(claims, everyone(2)) == [(0, 1)]


def test_two_outlets_in_their_own_voices_are_paired() -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed")).assign(source=["Reuters", "AFP"])
    assert pairs(claims, everyone(2)) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("the army", "The Army"), ("وزارة الدفاع السورية", "وزاره الدفاع السّورية")]
)
def test_one_speaker_in_one_article_is_never_paired_with_himself(one: str, other: str) -> None:
    claims = table(("a", one, "We left the city"), ("a", other, "We stayed in the city"))
    assert pairs(claims, everyone(2)) == []


def test_one_speaker_in_two_articles_is_paired() -> None:
    claims = table(("a", "the army", "We left"), ("b", "the army", "We stayed"))
    assert pairs(claims, everyone(2)) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The army left Hama", "The army left Hama"),
        ("The army left Hama", "the  ARMY left Hama"),
        ("الجيش انسحب من حماة", "الجيش إنسحب من حمـاه"),
        ("قتل ٣٠٠ مسلح", "قُتل 300 مسلح"),
    ],
)
def test_copies_are_never_paired(one: str, other: str) -> None:
    claims = table(("a", "", one), ("b", "", other, "c0"))
    assert pairs(claims, everyone(2)) == []


def test_the_same_words_asserted_and_denied_are_paired() -> None:
    claims = table(("a", "", "The army left Hama"), ("b", "the army", "The army left Hama"))
    assert pairs(claims.assign(stance=["asserts", "denies"]), everyone(2)) == [(0, 1)]


@pytest.mark.parametrize(
    ("days", "paired"),
    [(["2024-12-01", "2024-12-08"], True), (["2024-12-01", "2024-12-09T10:00"], False), (["2024-12-01", ""], True)],
)
def test_claims_published_long_apart_are_not_paired(days: list[str], paired: bool) -> None:
    claims = table(("a", "", "The army left"), ("b", "", "The army stayed")).assign(published=days)
    assert (pairs(claims, everyone(2)) == [(0, 1)]) is paired
    answered = claims.assign(answers=["", "c0"])
    assert pairs(answered, everyone(2)) == [(0, 1)], "what answers another is compared however long after"


def test_texts_that_differ_in_one_number_are_no_copies() -> None:
    claims = table(("a", "", "قتل 300 مسلح"), ("b", "", "قتل 200 مسلح"))
    assert pairs(claims, everyone(2)) == [(0, 1)]


def test_an_answer_is_paired_with_what_it_answers_however_far_apart() -> None:
    claims = table(
        ("a", "the rebels", "The army fled"),
        ("a", "the mayor", "It was quiet"),
        ("a", "the ministry", "Our troops stayed", "c0 c1"),
    )
    assert pairs(claims, alone(3)) == [(0, 2), (1, 2)]


def test_an_answer_is_paired_though_no_speaker_of_either_is_known() -> None:
    claims = table(("a", "", "The army fled"), ("a", "", "which was denied", "c0"))
    assert pairs(claims, alone(2)) == [(0, 1)]


def test_an_answer_to_a_claim_that_is_not_there_is_no_pair() -> None:
    claims = table(("a", "x", "The army fled", "gone"), ("b", "", "It rained"))
    assert pairs(claims, alone(2)) == []


def test_no_claims_make_no_pairs() -> None:
    found = candidate_pairs(table(), np.empty((0, 0), int))
    assert found.shape == (0, 2) and found.dtype.kind == "i"


def test_pairs_are_an_integer_array_even_where_there_are_none() -> None:
    claims = table(("a", "", "The army left"), ("a", "", "The army stayed"))
    found = candidate_pairs(claims, np.array(everyone(2)))
    assert found.shape == (0, 2) and found.dtype.kind == "i"


CLAIM = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["left", "stayed", "fled", "Left"]),
)


@settings(deadline=None)
@given(st.lists(CLAIM, min_size=1, max_size=7), st.data())
def test_pairs_are_sorted_without_repeats_and_of_two_voices(rows: list, data: st.DataObject) -> None:
    n = len(rows)
    answers = data.draw(st.lists(st.sampled_from(["", *(f"c{i}" for i in range(n))]), min_size=n, max_size=n))
    claims = table(*[(*row, answer) for row, answer in zip(rows, answers, strict=True)])
    near = data.draw(st.lists(st.permutations(range(n)), min_size=n, max_size=n))
    found = pairs(claims, [row[: max(1, n // 2)] for row in near])
    assert found == sorted(set(found))
    for i, j in found:
        assert i < j
        assert rows[i][2].casefold() != rows[j][2].casefold()
        is_answer = answers[i] == f"c{j}" or answers[j] == f"c{i}"
        assert is_answer or rows[i][:2] != rows[j][:2]


@pytest.mark.parametrize("seed", range(3))
def test_claims_in_another_order_give_the_same_pairs(seed: int) -> None:
    claims = table(
        ("a", "x", "left"),
        ("a", "y", "stayed", "c0"),
        ("b", "", "fled"),
        ("b", "x", "left"),
        ("c", "x", "rained"),
    )
    near = [[0, 2], [1, 4], [2, 3], [3, 0], [4, 1]]
    order = np.random.default_rng(seed).permutation(5)
    place = np.argsort(order)
    moved_near = [[int(place[j]) for j in near[i]] for i in order]
    moved = pairs(claims.iloc[order].reset_index(drop=True), moved_near)
    expected = pairs(claims, near)
    assert sorted(tuple(sorted((order[i], order[j]))) for i, j in moved) == expected and expected
