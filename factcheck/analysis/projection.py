"""Vectors -> a map: two coordinates a claim, the same for the same claims."""

import numpy as np


def project(vectors: np.ndarray, topics: np.ndarray) -> np.ndarray:
    """float array (n, 2): where each claim stands on a map of its topics.

    vectors: float array (n, dim); topics: int array (n,). Principal components of the claims, each moved half the
    way to the middle of its topic: the directions in which topics differ say more than those in which sentences do.
    A component may point either way, so its largest coordinate is made positive.
    """
    if not len(vectors):
        return np.empty((0, 2))
    names, member = np.unique(topics, return_inverse=True)
    middles = np.zeros((len(names), vectors.shape[1]))
    np.add.at(middles, member, vectors)
    middles /= np.bincount(member)[:, None]
    near = (vectors + middles[member]) / 2
    near = near - near.mean(0)
    _, directions = np.linalg.eigh(near.T @ near)
    flat = near @ directions[:, :-3:-1]
    flat = np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))
    furthest = flat[np.abs(flat).argmax(0), [0, 1]]
    return flat * np.where(furthest < 0, -1, 1)
