"""Claims -> events."""

import numpy as np
import pandas as pd
import pytest

from factcheck.analysis.topics import cluster, describe

SIZES = (9, 7, 5, 4)


def events(sizes: tuple[int, ...] = SIZES, spread: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """(vectors, event of each): tight groups of unit vectors in mixed order, one group for each size."""
    rng = np.random.default_rng(3)
    of_event = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    vectors = rng.normal(size=(len(sizes), 24))[of_event] + spread * rng.normal(size=(len(of_event), 24))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), of_event


def neighbours(vectors: np.ndarray, k: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """(rows, cosines), as `Index.search` gives them."""
    cosines = vectors @ vectors.T
    rows = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
    return rows, np.take_along_axis(cosines, rows, axis=1)


def table(n: int) -> pd.DataFrame:
    langs = ["en" if i % 2 else "ar" for i in range(n)]
    return pd.DataFrame({"text": [f"claim {i}" for i in range(n)], "lang": langs})


def test_each_event_is_one_topic_and_the_largest_is_the_first() -> None:
    vectors, of_event = events()
    topics = cluster(*neighbours(vectors))
    assert topics.tolist() == of_event.tolist(), "events were numbered by size"


def test_the_same_claims_give_the_same_topics() -> None:
    vectors = np.random.default_rng(0).normal(size=(150, 24))  # no events at all: many partitions are as good
    near = neighbours(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    first = cluster(*near)
    assert all(np.array_equal(cluster(*near), first) for _ in range(3))
    assert len(set(first)) > 1


@pytest.mark.parametrize("seed", range(5))
def test_claims_in_another_order_have_the_same_topics(seed: int) -> None:
    vectors, _ = events()
    order = np.random.default_rng(seed).permutation(len(vectors))
    shuffled = cluster(*neighbours(vectors[order]))
    back = np.empty_like(shuffled)
    back[order] = shuffled
    assert np.array_equal(back, cluster(*neighbours(vectors)))


def test_topics_of_one_size_are_numbered_by_their_first_claim() -> None:
    vectors, _ = events((5, 5, 5))
    topics = cluster(*neighbours(vectors)).tolist()
    firsts = [topics.index(topic) for topic in range(3)]
    assert firsts == sorted(firsts) and topics[0] == 0


@pytest.mark.parametrize("scale", [0.05, 0.5])
def test_topics_do_not_depend_on_how_high_the_model_puts_its_cosines(scale: float) -> None:
    rows, cosines = neighbours(events()[0])
    squeezed = 1 - scale * (1 - cosines)
    assert np.array_equal(cluster(rows, squeezed), cluster(rows, cosines))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_claims_are_one_topic(n: int) -> None:
    vectors = events()[0][:n]
    rows, cosines = neighbours(vectors) if n else (np.empty((0, 0), int), np.empty((0, 0)))
    assert cluster(rows, cosines).tolist() == [0] * n


def test_claims_that_are_all_alike_are_one_topic() -> None:
    vectors = np.tile(events()[0][:1], (7, 1))
    assert set(cluster(*neighbours(vectors, 7))) == {0}


def test_every_topic_from_the_first_to_the_last_has_claims() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(60, 8))
    topics = cluster(*neighbours(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)))
    counts = np.bincount(topics)
    assert (counts > 0).all() and (np.diff(counts) <= 0).all() and counts.sum() == 60


def test_a_topic_is_labelled_with_its_most_central_claim() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1], [0.6, -0.8], [-1, 0]], np.float32)
    found = describe(np.array([0, 0, 0, 1, 1]), table(5), vectors.__getitem__)
    assert found["topic"].tolist() == [0, 1]
    assert found["label"].iloc[0] == "claim 1" and found["lang"].iloc[0] == "en"
    assert found["claims"].tolist() == [3, 2]


def test_of_claims_equally_central_the_first_gives_the_label() -> None:
    vectors = np.tile(np.float32([0.6, 0.8]), (4, 1))
    assert describe(np.zeros(4, int), table(4), vectors.__getitem__)["label"].tolist() == ["claim 0"]


def test_no_claims_have_no_topics() -> None:
    found = describe(np.empty(0, int), table(0), np.empty((0, 8), np.float32).__getitem__)
    assert found.empty and list(found.columns) == ["topic", "label", "lang", "claims"]
