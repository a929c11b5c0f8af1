"""How sentences are laid before the tagger."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.models.windows import AT_ONCE, CONTEXT, WINDOW, Window, batches, windows_of

LENGTHS = st.lists(st.integers(0, 1200), max_size=30)


@given(LENGTHS)
def test_each_token_is_told_by_one_window(lengths: list[int]) -> None:
    told = [[0] * length for length in lengths]
    for pieces in windows_of(lengths):
        assert 1 + sum(piece.last - piece.first + 1 for piece in pieces) <= WINDOW
        for piece in pieces:
            assert piece.first <= piece.own <= piece.until
            for token in range(piece.own, piece.until):
                assert token < piece.last
                told[piece.sentence][token] += 1
    assert all(count == 1 for sentence in told for count in sentence)


@given(LENGTHS)
def test_context_costs_at_most_what_it_may(lengths: list[int]) -> None:
    read = sum(piece.last - piece.first for pieces in windows_of(lengths) for piece in pieces)
    windows = len(list(windows_of(lengths)))
    assert read <= sum(lengths) + windows * CONTEXT


def test_a_window_begins_with_the_sentences_before() -> None:
    first, second = windows_of([100, 100, 40, 40, 100])
    assert [piece.sentence for piece in first] == [0, 1, 2, 3]
    assert [(piece.sentence, piece.own == piece.until) for piece in second] == [(2, True), (3, True), (4, False)]


def test_a_sentence_stands_where_its_piece_says() -> None:
    (pieces,) = windows_of([3, 0, 2])
    assert [piece.at for piece in pieces] == [1, 5, 6]
    window = Window(0, pieces, tuple(range(9)))
    assert [p and p.sentence for p in map(window.piece, range(9))] == [None, 0, 0, 0, None, None, 2, 2, None]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_batches_do_not_depend_on_the_order(seed: int) -> None:
    windows = [Window(i, (), tuple(range(i % 7, i % 7 + 1 + 37 * i % 300))) for i in range(60)]
    mixed = random.Random(seed).sample(windows, len(windows))
    shapes = [[window.ids for window in batch] for batch in batches(windows)]
    assert shapes == [[window.ids for window in batch] for batch in batches(mixed)]
    assert all(len(batch) * max(map(len, batch)) <= AT_ONCE or len(batch) == 1 for batch in shapes)
