"""Claims -> events: clusters of the graph of nearest neighbours, the same for the same claims in any order."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import scipy.sparse as sp

_RESOLUTION = 1.0
_EDGES = 8  # nearest neighbours that make an edge; more would blur the borders between events


def cluster(rows: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """Topic of each claim, int array (n,): 0 is the largest.

    rows, cosines: (n, k) nearest neighbours of each claim, as `Index.search` gives them. Louvain communities
    (Blondel et al. 2008) of the neighbour graph; edges weigh the cosine above the corpus' lowest, because the
    model puts even unrelated sentences above 0.7.
    """
    from sknetwork.clustering import Louvain

    n = len(rows)
    if n < 3:
        return np.zeros(n, int)
    k = min(rows.shape[1], _EDGES + 1)
    sources = np.repeat(np.arange(n), k)
    targets, weights = rows[:, :k].ravel(), cosines[:, :k].ravel()
    weights = np.maximum(weights - cosines.min(), 1e-6)
    is_edge = sources != targets
    graph = sp.csr_matrix((weights[is_edge], (sources[is_edge], targets[is_edge])), shape=(n, n))
    labels = Louvain(resolution=_RESOLUTION, random_state=0).fit_predict(graph.maximum(graph.T))
    return _by_size(labels)


def _by_size(labels: np.ndarray) -> np.ndarray:
    """Numbers the labels by size, then by the first claim that has them."""
    values, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    rank = np.empty(len(values), int)
    rank[order] = np.arange(len(values))
    return rank[np.searchsorted(values, labels)]


def describe(topics: np.ndarray, claims: pd.DataFrame, vectors: Callable[[np.ndarray], np.ndarray]) -> pd.DataFrame:
    """One row a topic: `topic`, `label` (the text of its most central claim), `lang` of the label, `claims` (count).

    vectors: gives the vectors (n, dim) of claims by row.
    """
    rows = []
    order = np.argsort(topics, kind="stable")
    for topic, members in enumerate(np.split(order, np.flatnonzero(np.diff(topics[order])) + 1) if len(topics) else ()):
        known = vectors(members)
        central = members[np.argmax(np.round(known @ known.mean(0), 6))]
        claim = claims.iloc[central]
        rows.append({"topic": topic, "label": claim["text"], "lang": claim["lang"], "claims": len(members)})
    return pd.DataFrame(rows, columns=["topic", "label", "lang", "claims"])
