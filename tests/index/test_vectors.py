"""The nearest neighbours of all claims, exact and approximate."""

from pathlib import Path

import numpy as np
import pytest

from factcheck.index import vectors as vectors_module
from factcheck.index.vectors import Neighbours, cosines_of, make, nearest_of_all, read, search, vectors_of, write

IDS = [f"{7 + 2**63 * (i % 2) + i:016x}" for i in range(3000)]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """3,000 unit vectors in 60 events."""
    rng = np.random.default_rng(0)
    found = rng.normal(size=(60, 32))[rng.integers(0, 60, 3000)] + 0.5 * rng.normal(size=(3000, 32))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_a_search_gives_the_ids_of_the_nearest(vectors: np.ndarray, tmp_path: Path) -> None:
    index = make(IDS, [vectors[:1000], vectors[1000:]], 32)
    write(index, tmp_path / "x.faiss")
    for searched in (index, read(tmp_path / "x.faiss")):
        cosines, ids = search(searched, vectors[:5], 3)
        assert [row[0] for row in ids] == IDS[:5]
        order = np.argsort(-(vectors[:5] @ vectors.T), axis=1)[:, :3]
        assert ids == [[IDS[j] for j in row] for row in order]
        np.testing.assert_allclose(cosines[:, 0], 1, atol=1e-6)
        assert np.array_equal(vectors_of(searched, np.array([4, 2])), vectors[[4, 2]])


def test_neighbours_of_all_are_those_of_every_comparison(vectors: np.ndarray) -> None:
    index = make(IDS[:500], [vectors[:500]], 32)
    rows, cosines, how = nearest_of_all(index, 8)
    every = vectors[:500] @ vectors[:500].T
    assert how == {"search": "exact"} and rows[:, 0].tolist() == list(range(500))
    np.testing.assert_allclose(cosines, np.sort(every, axis=1)[:, ::-1][:, :8], atol=1e-6)
    np.testing.assert_allclose(np.take_along_axis(every, rows, axis=1), cosines, atol=1e-6)


def test_of_equally_near_claims_those_of_the_lower_rows_are_taken(vectors: np.ndarray) -> None:
    """Copies of a text are equally near, and there may be more than a list holds."""
    copies = np.repeat(vectors[:40], 50, axis=0)
    rows, cosines, _ = nearest_of_all(make(IDS[:2000], [copies], 32), 8)
    first = np.arange(2000) // 50 * 50
    assert np.array_equal(rows, first[:, None] + np.arange(8))
    np.testing.assert_allclose(cosines, 1, atol=1e-6)


@pytest.mark.parametrize("gone", [1, 300])
def test_neighbours_are_the_same_whether_some_were_known_or_none(gone: int, vectors: np.ndarray) -> None:
    doubled = np.vstack([vectors[:500], vectors[:100], vectors[200:500]])
    rng = np.random.default_rng(gone)
    old, now = (np.sort(rng.choice(900, 900 - gone, replace=False)) for _ in range(2))
    before = nearest_of_all(make([IDS[i] for i in old], [doubled[old]], 32), 8)
    index = make([IDS[i] for i in now], [doubled[now]], 32)
    row = np.full(900, -1)
    row[now] = np.arange(len(now))
    stays = row[old] >= 0
    known = Neighbours(np.full((len(now), 8), -1, np.int32), np.empty((len(now), 8), np.float32), {})
    known.rows[row[old[stays]]], known.cosines[row[old[stays]]] = row[old[before.rows[stays]]], before.cosines[stays]
    new = np.setdiff1d(np.arange(len(now)), row[old])
    assert len(new) and (known.rows >= 0).all(axis=1).any()
    found, expected = nearest_of_all(index, 8, known, new), nearest_of_all(index, 8)
    assert np.array_equal(found.rows, expected.rows) and np.array_equal(found.cosines, expected.cosines)


def test_beyond_exact_search_nearly_all_of_the_nearest_are_found(
    vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make(IDS, [vectors], 32)
    exact = nearest_of_all(index, 10)
    monkeypatch.setattr(vectors_module, "_EXACT_UP_TO", 1000)
    found, again = nearest_of_all(index, 10), nearest_of_all(index, 10)
    assert found.how["search"] == "inverted file" and found.how["recall_at_10"] >= 0.99
    assert found.how["probes"] < found.how["lists"] == int(4 * 3000**0.5)
    shared = [len(set(a) & set(b)) for a, b in zip(found.rows, exact.rows, strict=True)]
    assert np.mean(shared) >= 9.8
    assert np.array_equal(found.rows, again.rows) and np.array_equal(found.cosines, again.cosines)


def test_where_too_few_are_found_a_claim_is_its_own_neighbour(
    vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_module, "_EXACT_UP_TO", 1)
    monkeypatch.setattr(vectors_module, "_RECALL", 0)
    monkeypatch.setattr(vectors_module, "_FIRST_PROBES", 1)
    rows, cosines, _ = nearest_of_all(make(IDS, [vectors], 32), 200)
    assert rows.min() >= 0 and (rows == np.arange(3000)[:, None]).sum() > 3000
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_the_cosines_of_pairs(vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "_PAIRS", 2)
    pairs = np.array([[0, 1], [5, 9], [3, 3]])
    found = cosines_of(make(IDS, [vectors], 32), pairs)
    np.testing.assert_allclose(found, [vectors[i] @ vectors[j] for i, j in pairs], atol=1e-6)
    assert cosines_of(make(IDS, [vectors], 32), np.empty((0, 2), int)).shape == (0,)
