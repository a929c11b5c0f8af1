"""The claims laid out on a map."""

from itertools import pairwise

import numpy as np
import pytest

from factcheck.analysis.projection import project


def test_the_map_is_the_same_for_the_same_claims_and_sets_topics_apart() -> None:
    random = np.random.default_rng(7)
    middles = random.normal(size=(3, 16))
    topics = np.repeat([0, 1, 2], 20)
    vectors = middles[topics] + 0.3 * random.normal(size=(60, 16))
    flat = project(vectors, topics)
    assert flat.shape == (60, 2) and np.array_equal(flat, project(vectors, topics))
    centres = np.array([flat[topics == t].mean(0) for t in range(3)])
    spread = max(flat[topics == t].std() for t in range(3))
    assert all(np.linalg.norm(a - b) > spread for a, b in pairwise(centres))
    order = random.permutation(60)
    assert np.allclose(project(vectors[order], topics[order]), flat[order])


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_map_of_hardly_any_claims_is_a_map(n: int) -> None:
    assert project(np.eye(4)[:n], np.zeros(n, int)).shape == (n, 2)
