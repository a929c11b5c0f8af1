"""Verdicts -> disputes: side against side, counted by independent origins."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.analysis.disputes import find_disputes, find_origins, pair_id
from factcheck.schema import Dispute

CONFLICT, UPDATE, NEUTRAL, AGREEMENT = "conflict", "update", "neutral", "agreement"


def table(
    *rows: tuple[str, str], published: str | list[str] = "", answers: dict[int, str] | None = None
) -> pd.DataFrame:
    """Claims of (article, text); the id of the first is c0."""
    claims = pd.DataFrame(rows, columns=["article", "text"])
    claims.insert(0, "id", [f"c{i}" for i in range(len(rows))])
    return claims.assign(published=published, answers=[(answers or {}).get(i, "") for i in range(len(rows))])


def own_articles(n: int) -> pd.DataFrame:
    """n claims, each of an article of its own."""
    return table(*[(f"article {i}", f"text {i}") for i in range(n)])


def verdicts(*rows: tuple[int, int, float] | tuple[int, int, float, str]) -> pd.DataFrame:
    """Verdicts of (a, b, confidence, relation); conflict where it is not said."""
    full = [(f"p{min(r[:2])}-{max(r[:2])}", *r, *[CONFLICT] * (4 - len(r)), "number") for r in rows]
    table = pd.DataFrame(full, columns=["id", "a", "b", "confidence", "relation", "kind"])
    return table.assign(counted="", figure_a=0.0, figure_b=0.0)


def figures(*rows: tuple[int, float, int, float, float]) -> pd.DataFrame:
    """Verdicts of (a, its figure, b, its figure, confidence) on the dead."""
    found = verdicts(*((a, b, sure) for a, _, b, _, sure in rows))
    return found.assign(counted="dead", figure_a=[r[1] for r in rows], figure_b=[r[3] for r in rows])


def find(claims: pd.DataFrame, found: pd.DataFrame, topics: np.ndarray | None = None) -> list[Dispute]:
    return find_disputes(claims, found, np.zeros(len(claims), int) if topics is None else topics)


def sides(dispute: Dispute) -> tuple[list[int], list[int]]:
    return list(dispute.a), list(dispute.b)


def as_said(disputes: list[Dispute], found: pd.DataFrame) -> list[tuple]:
    """Disputes with the ids of their pairs in place of the rows they stand in."""
    fields = ("id", "relation", "kind", "confidence", "topic", "a", "b", "origins_a", "origins_b")
    return [(*(getattr(d, f) for f in fields), tuple(found.loc[list(d.pairs), "id"])) for d in disputes]


# --- joining


def test_one_conflict_is_one_dispute() -> None:
    [dispute] = find(own_articles(2), verdicts((0, 1, 0.9)), np.array([4, 4]))
    assert sides(dispute) == ([0], [1]) and list(dispute.pairs) == [0]
    assert (dispute.relation, dispute.kind, dispute.confidence, dispute.topic) == (CONFLICT, "number", 0.9, 4)
    assert (dispute.origins_a, dispute.origins_b) == (1, 1)


def test_one_denial_in_two_papers_is_one_dispute() -> None:
    said, denied = "The Front kidnapped eight men of the division near Azaz", "but the Pentagon denied the report"
    other = "The Front kidnapped eight men of the division, the Observatory said"
    claims = table(("a", said), ("a", denied), ("b", f"But {denied}"), ("b", other), ("c", "It rained"), ("c", denied))
    [dispute, rain] = find(claims, verdicts((0, 1, 0.9), (2, 3, 0.8), (4, 5, 0.7)))
    assert {frozenset(side) for side in sides(dispute)} == {frozenset({0, 3}), frozenset({1, 2})}
    assert list(dispute.pairs) == [0, 1] and list(rain.pairs) == [2], "what is denied there is something else"


def test_claims_that_are_copies_but_for_their_figure_stay_apart() -> None:
    told = [(f"{i}", f"The ministry said on Monday that {i + 10} men were killed in the town") for i in range(4)]
    assert len(find(table(*told), verdicts((0, 1, 0.9), (2, 3, 0.8)))) == 2


def test_pairs_that_share_a_claim_are_one_dispute() -> None:
    [dispute] = find(own_articles(4), verdicts((0, 1, 0.8), (1, 2, 0.9), (2, 3, 0.7)))
    assert {frozenset(side) for side in sides(dispute)} == {frozenset({0, 2}), frozenset({1, 3})}
    assert list(dispute.pairs) == [1, 0, 2], "the surest first"
    assert dispute.confidence == 0.9


def test_pairs_that_share_nothing_are_two_disputes() -> None:
    found = find(own_articles(4), verdicts((0, 1, 0.8), (2, 3, 0.9)))
    assert [sides(d) for d in found] == [([2], [3]), ([0], [1])]


def test_neutral_and_agreeing_pairs_are_no_disputes() -> None:
    found = find(own_articles(3), verdicts((0, 1, 0.9, NEUTRAL), (1, 2, 0.9, AGREEMENT)))
    assert found == [] == find(own_articles(3), verdicts())


def test_updates_and_conflicts_are_not_joined() -> None:
    found = find(own_articles(3), verdicts((0, 1, 0.99, UPDATE), (1, 2, 0.6)))
    assert [(d.relation, sides(d)) for d in found] == [(CONFLICT, ([1], [2])), (UPDATE, ([0], [1]))]


def test_two_groups_are_joined_with_their_sides_turned_to_match() -> None:
    [dispute] = find(own_articles(4), verdicts((0, 1, 0.9), (2, 3, 0.8), (0, 2, 0.7)))
    assert {frozenset(side) for side in sides(dispute)} == {frozenset({0, 3}), frozenset({1, 2})}
    assert sorted(dispute.pairs) == [0, 1, 2]


def test_a_pair_within_a_group_is_one_of_its_pairs() -> None:
    [dispute] = find(own_articles(4), verdicts((0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7), (0, 3, 0.6)))
    assert sorted(dispute.pairs) == [0, 1, 2, 3]


def test_all_figures_of_one_count_are_one_dispute_the_low_against_the_high() -> None:
    ariha = figures(
        (0, 31, 1, 12, 0.9), (2, 27, 1, 12, 0.8), (2, 27, 0, 31, 0.7), (3, 20, 2, 27, 0.6), (4, 12, 0, 31, 0.5)
    )
    [dispute] = find(own_articles(5), ariha)
    assert {frozenset(side) for side in sides(dispute)} == {frozenset({1, 3, 4}), frozenset({0, 2})}
    assert list(dispute.pairs) == [0, 1, 2, 3, 4]


def test_other_counts_of_one_claim_are_another_dispute() -> None:
    found = figures((0, 12, 1, 31, 0.9), (0, 12, 2, 40, 0.8)).assign(counted=["dead", "wounded"])
    assert [sides(d) for d in find(own_articles(3), found)] == [([0], [1]), ([0], [2])]


def test_three_claims_that_exclude_each_other_put_none_on_both_sides() -> None:
    found = find(own_articles(3), verdicts((0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7)))
    assert [list(d.pairs) for d in found] == [[0, 1], [2]], "the least sure of the three is a dispute of its own"
    assert sorted(found[0].a + found[0].b) == [0, 1, 2]
    assert sorted(found[1].a + found[1].b) == [0, 2]
    assert all(not set(d.a) & set(d.b) for d in found)


PAIRS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), unique=True, max_size=14
)


@settings(deadline=None, max_examples=60)
@given(PAIRS, st.randoms(use_true_random=False))
def test_every_dispute_has_two_sides_whatever_the_pairs(pairs: list[tuple[int, int]], random) -> None:
    found = verdicts(*[(i, j, random.choice([0.6, 0.7, 0.8])) for i, j in pairs])
    disputes = find(own_articles(8), found)
    used = [row for d in disputes for row in d.pairs]
    assert sorted(used) == list(range(len(pairs))), "no pair is lost, and none stands in two disputes"
    for dispute in disputes:
        assert dispute.a and dispute.b
        assert not set(dispute.a) & set(dispute.b)
        for row in dispute.pairs:
            assert (found.at[row, "a"] in dispute.a) == (found.at[row, "b"] in dispute.b)


@settings(deadline=None, max_examples=60)
@given(PAIRS, st.randoms(use_true_random=False))
def test_any_order_of_verdicts_gives_the_same_disputes(pairs: list[tuple[int, int]], random) -> None:
    rows = [(i, j, random.choice([0.6, 0.7]), random.choice([CONFLICT, UPDATE])) for i, j in pairs]
    straight = verdicts(*rows)
    turned = [(j, i, *rest) if random.random() < 0.5 else (i, j, *rest) for i, j, *rest in rows]
    random.shuffle(turned)
    shuffled = verdicts(*turned)
    claims = own_articles(8)
    assert as_said(find(claims, straight), straight) == as_said(find(claims, shuffled), shuffled)


# --- which side is shown first


def test_the_earlier_claim_stands_on_side_a() -> None:
    claims = table(("x", "left"), ("y", "stayed"), published=["2024-12-06", "2024-12-05"])
    assert sides(find(claims, verdicts((0, 1, 0.9)))[0]) == ([1], [0])


def test_a_claim_without_a_date_stands_behind_one_with_a_date() -> None:
    claims = table(("x", "left"), ("y", "stayed"), published=["", "2024-12-05"])
    assert sides(find(claims, verdicts((0, 1, 0.9)))[0]) == ([1], [0])


def test_what_is_answered_stands_on_side_a_whatever_the_dates() -> None:
    claims = table(("x", "stayed"), ("y", "left"), published=["2024-12-05", "2024-12-06"], answers={0: "c7 c1"})
    assert sides(find(claims, verdicts((0, 1, 0.9)))[0]) == ([1], [0])


# --- origins

WIRE = ["the army left", "the mayor stayed", "it rained", "nobody was hurt"]


def copied(*shares: int) -> pd.DataFrame:
    """The wire story, and for each share an article with so many of its claims and the rest its own."""
    rows = [("wire", text) for text in WIRE]
    for n, share in enumerate(shares):
        own = [f"own words {n} {i}" for i in range(len(WIRE) - share)]
        rows += [(f"copy {n}", text) for text in [*WIRE[:share], *own]]
    return table(*rows)


@pytest.mark.parametrize(("share", "origins"), [(4, 1), (2, 1), (1, 2), (0, 2)])
def test_articles_that_share_half_of_their_claims_are_one_origin(share: int, origins: int) -> None:
    assert len(set(find_origins(copied(share)).values())) == origins


def test_a_short_copy_of_a_long_article_is_of_its_origin() -> None:
    claims = table(*[("wire", text) for text in WIRE], ("short", WIRE[0]), ("short", "own words"))
    assert find_origins(claims) == {"wire": "short", "short": "short"}


def test_copies_that_differ_in_spelling_are_one_origin() -> None:
    claims = table(("a", "الجيش انسحب من حماة"), ("b", "الجيش إنسحب من حمـاه"))
    assert len(set(find_origins(claims).values())) == 1


def test_a_copy_with_some_words_changed_is_of_its_origin() -> None:
    told = "the army said on monday that it had left the town after ten days of fighting with armed groups"
    edited = "the army said on tuesday that it had left the town after ten days of clashes with armed groups"
    other = "armed groups said that the army had left after some days and that the town was now theirs alone"
    assert len(set(find_origins(table(("a", told), ("b", edited))).values())) == 1
    assert len(set(find_origins(table(("a", told), ("b", other))).values())) == 2


def test_copies_of_copies_are_one_origin_in_any_order() -> None:
    claims = table(
        *[("b", t) for t in ("one", "two", "three", "four")],
        *[("c", t) for t in ("three", "four", "five", "six")],
        *[("d", t) for t in ("five", "six", "seven", "eight")],
        *[("a", t) for t in ("seven", "eight", "nine", "ten")],
        ("other", "eleven"),
    )
    origin = find_origins(claims)
    assert origin["a"] == origin["b"] == origin["c"] == origin["d"] != origin["other"]
    assert find_origins(claims[::-1].reset_index(drop=True)) == origin


def test_five_copies_do_not_outweigh_one_reporter() -> None:
    claims = pd.concat([copied(4, 4, 4, 4), table(("reporter", "the army stayed"))], ignore_index=True)
    claims["id"] = [f"c{i:02}" for i in range(len(claims))]
    last = len(claims) - 1
    left = [i for i, text in enumerate(claims["text"]) if text == "the army left"]
    [dispute] = find(claims, verdicts(*[(i, last, 0.9) for i in left]))
    assert sides(dispute) == (left, [last])
    assert (dispute.origins_a, dispute.origins_b) == (1, 1)


def test_two_reporters_are_two_origins() -> None:
    claims = table(("a", "the army left"), ("b", "troops have gone"), ("c", "the army stayed"))
    [dispute] = find(claims, verdicts((0, 2, 0.9), (1, 2, 0.8)))
    assert (dispute.origins_a, dispute.origins_b) == (2, 1)


# --- ranking


def test_conflicts_come_before_updates_and_the_surest_first() -> None:
    found = find(
        own_articles(8),
        verdicts((0, 1, 0.6), (2, 3, 0.99, UPDATE), (4, 5, 0.8), (6, 7, 0.7, UPDATE)),
    )
    assert [(d.relation, d.confidence) for d in found] == [
        (CONFLICT, 0.8),
        (CONFLICT, 0.6),
        (UPDATE, 0.99),
        (UPDATE, 0.7),
    ]


def test_of_two_equally_sure_the_more_widely_told_comes_first() -> None:
    found = find(own_articles(5), verdicts((0, 1, 0.8), (2, 3, 0.8), (3, 4, 0.7)))
    assert [sides(d) for d in found] == [([2, 4], [3]), ([0], [1])]


# --- ids


def test_the_id_of_a_pair_is_the_same_whichever_comes_first() -> None:
    claims = own_articles(3)
    assert pair_id(claims, 0, 1) == pair_id(claims, 1, 0)
    assert len({pair_id(claims, i, j) for i, j in ((0, 1), (0, 2), (1, 2), (0, 0))}) == 4


def test_the_id_of_a_pair_is_of_texts_and_articles_not_of_places() -> None:
    claims = table(("x", "left"), ("y", "stayed"))
    moved = table(("z", "rained"), ("y", "stayed"), ("x", "left"))
    assert pair_id(claims, 0, 1) == pair_id(moved, 1, 2)
    assert pair_id(claims, 0, 1) != pair_id(table(("x", "left"), ("z", "stayed")), 0, 1)
    assert pair_id(claims, 0, 1) != pair_id(table(("x", "stayed"), ("y", "left")), 0, 1)


def test_disputes_of_other_pairs_have_other_ids() -> None:
    found = find(own_articles(6), verdicts((0, 1, 0.9), (2, 3, 0.9), (4, 5, 0.9)))
    assert len({d.id for d in found}) == 3
