"""The vectors of an index in FAISS: exact search for a claim or two, and the nearest neighbours of all claims.

Every claim has the row that it has among `Index.claims()`, and its id, which is a number of 64 bits, is its FAISS id.
One search over all vectors takes a tenth of a second for half a million claims, so it stays exact; only the search of
every claim among all others, whose cost grows with the square, is approximate in a large corpus.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from factcheck.progress import track

_EXACT_UP_TO = 1_000_000
"""Claims up to which every claim is compared with every other. An inverted file looks at fewer, but one by one: 529 s
for 81,000 claims, where plain matrix products took 44 s for half as many. Its cost grows with the power 1.5 of their
number, so it draws level at about a million."""
_RECALL = 0.99
"""How many of the ten nearest an approximate search has to find, as a share. As near as the tenth is near enough."""
_TEN = 10
_AS_NEAR = 1e-4  # difference of cosines; the rounding of half precision is less
_QUERIES = 256  # claims on which recall is measured
_LISTS_A_ROOT = 4  # lists: four times the root of the number of claims, as FAISS advises
_TRAINED_A_LIST = 40  # claims a list is trained on
_FIRST_PROBES = 8
_BATCH = 1024  # claims searched for at once
_SPARE = 8
"""More than are wanted: products of blocks are rounded, so that equally near claims do not come out in order."""
_BLOCK = 2048  # claims multiplied with as many: their products stay in a processor's caches
_PAIRS = 32_768  # vectors compared or added at once


class Neighbours(NamedTuple):
    """`rows` int32 and `cosines` float32, each (n, k): the claims nearest to each claim, best first, itself among them;
    `how`: what the search was, for the manifest."""

    rows: np.ndarray
    cosines: np.ndarray
    how: dict[str, Any]


def make(ids: Sequence[str], vectors: Iterable[np.ndarray], dimension: int) -> Any:
    """The FAISS index of claims. ids: 16 hexadecimal digits each; vectors: batches of float32 (m, dimension)."""
    faiss = _faiss()
    index = faiss.IndexIDMap(faiss.IndexFlatIP(dimension))
    numbers = np.array([int(key, 16) for key in ids], np.uint64).view(np.int64)
    for batch in vectors:
        index.add_with_ids(batch, numbers[index.ntotal : index.ntotal + len(batch)])
    return index


def write(index: Any, path: Path) -> None:
    """Writes the index to a file. Raises OSError."""
    try:
        _faiss().write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path} cannot be written") from error


def read(path: Path) -> Any:
    """The index of a file. Raises OSError or RuntimeError."""
    return _faiss().read_index(str(path))


def search(index: Any, vectors: np.ndarray, k: int) -> tuple[np.ndarray, list[list[str]]]:
    """(cosines float32 (n, k), ids (n, k)): the claims nearest to each vector, best first; all where they are fewer."""
    if not index.ntotal:
        return np.empty((len(vectors), 0), np.float32), [[] for _ in vectors]
    cosines, found = index.search(np.ascontiguousarray(vectors, np.float32), min(k, index.ntotal))
    return cosines, [[f"{number:016x}" for number in row] for row in found.view(np.uint64).tolist()]


def vectors_of(index: Any, rows: np.ndarray) -> np.ndarray:
    """float32 array (*rows.shape, dim): the vectors of claims by row."""
    flat = _faiss().downcast_index(index.index)
    found: np.ndarray = flat.reconstruct_batch(np.ascontiguousarray(rows.ravel(), np.int64))
    return found.reshape(*rows.shape, index.d)


def cosines_of(index: Any, pairs: np.ndarray) -> np.ndarray:
    """float32 array (n,): the cosine of each pair of rows (n, 2)."""
    found = np.empty(len(pairs), np.float32)
    for part in _parts(len(pairs), _PAIRS):
        found[part] = np.einsum("nd,nd->n", vectors_of(index, pairs[part, 0]), vectors_of(index, pairs[part, 1]))
    return found


def nearest_of_all(index: Any, k: int) -> Neighbours:
    """The nearest neighbours of every claim, of equally near ones the first; the same for the same claims."""
    n = index.ntotal
    wanted, k = min(k + _SPARE, n), min(k, n)
    if n <= _EXACT_UP_TO:
        found, how = _every_pair(_all_vectors(index), wanted), {"search": "exact"}
    else:
        found, how = _approximate(index, wanted)
    rows, cosines = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    for part in _parts(n, _BATCH):
        vectors, near = _all_vectors(index)[part], found[part]
        exact = np.einsum("nkd,nd->nk", vectors_of(index, near), vectors)
        order = np.lexsort((near, -exact), axis=1)[:, :k]
        rows[part] = np.take_along_axis(near, order, axis=1)
        cosines[part] = np.take_along_axis(exact, order, axis=1)
    return Neighbours(rows, cosines, how)


def _every_pair(vectors: np.ndarray, k: int) -> np.ndarray:
    """int32 array (n, k): the nearest to each vector in no order, itself among them.

    Every two blocks of vectors are multiplied once, and the products looked at row by row and column by column: half of
    the work of a search for each vector. Few products are higher than the lowest that is kept, so that a block costs
    little more than its multiplication.
    """
    best = _Best(len(vectors), k)
    blocks = _parts(len(vectors), _BLOCK)
    for block in blocks:
        own = vectors[block] @ vectors[block].T
        best.keep(np.arange(block.start, block.stop), own, np.arange(block.start, block.stop)[None, :])
    for done, left in enumerate(track(blocks, "finding neighbours")):
        for right in blocks[done + 1 :]:
            products = vectors[left] @ vectors[right].T
            over = np.flatnonzero(products > best.lowest[left, None])
            rows, columns = np.divmod(over, products.shape[1])
            best.take(left.start + rows, right.start + columns, products.ravel()[over])
            over = np.flatnonzero(products > best.lowest[right])
            rows, columns = np.divmod(over, products.shape[1])
            order = np.argsort(columns, kind="stable")
            best.take(right.start + columns[order], left.start + rows[order], products.ravel()[over[order]])
    return best.rows


class _Best:
    """Of each of n claims, the k claims that are nearest of those seen so far, and the lowest of their cosines."""

    def __init__(self, n: int, k: int) -> None:
        self.cosines = np.full((n, k), -np.inf, np.float32)
        self.rows = np.repeat(np.arange(n, dtype=np.int32)[:, None], k, axis=1)
        self.lowest = np.full(n, -np.inf, np.float32)

    def take(self, rows: np.ndarray, others: np.ndarray, cosines: np.ndarray) -> None:
        """Pairs of claims, int (m,) each, sorted by `rows`."""
        mine, first, counts = np.unique(rows, return_index=True, return_counts=True)
        at = np.repeat(np.arange(len(mine)), counts), np.arange(len(rows)) - np.repeat(first, counts)
        shape = len(mine), counts.max(initial=0)
        near, whose = np.full(shape, -np.inf, np.float32), np.zeros(shape, np.int32)
        near[at], whose[at] = cosines, others
        self.keep(mine, near, whose)

    def keep(self, rows: np.ndarray, cosines: np.ndarray, others: np.ndarray) -> None:
        """rows: int (m,); cosines: (m, w) of each with the claims `others`, which are (m, w) or the same for all."""
        k = self.rows.shape[1]
        cosines = np.hstack([self.cosines[rows], cosines])
        others = np.hstack([self.rows[rows], np.broadcast_to(others, (len(rows), others.shape[1]))])
        kept = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
        self.cosines[rows] = np.take_along_axis(cosines, kept, axis=1)
        self.rows[rows] = np.take_along_axis(others, kept, axis=1)
        self.lowest[rows] = self.cosines[rows].min(axis=1)


def _approximate(index: Any, k: int) -> tuple[np.ndarray, dict[str, Any]]:
    """As `_every_pair`, by an inverted file over the vectors in half precision, with as many lists looked at as the
    recall asks for; and what the search was."""
    faiss = _faiss()
    n, dimension = index.ntotal, index.d
    lists = int(_LISTS_A_ROOT * n**0.5)
    ivf = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    ivf.train(vectors_of(index, _spread(n, lists * _TRAINED_A_LIST)))
    vectors = _all_vectors(index)
    for part in _parts(n, _PAIRS):
        ivf.add(vectors[part])
    queries = vectors_of(index, _spread(n, _QUERIES))
    tenth = index.index.search(queries, _TEN)[0][:, -1:]
    ivf.nprobe, recall = _FIRST_PROBES, 0.0
    while True:
        recall = float((ivf.search(queries, _TEN)[0] >= tenth - _AS_NEAR).mean())
        if recall >= _RECALL or ivf.nprobe >= lists:
            break
        ivf.nprobe = min(2 * ivf.nprobe, lists)
    rows = np.empty((n, k), np.int32)
    for part in track(_parts(n, _BATCH), "finding neighbours"):
        found = ivf.search(vectors[part], k)[1]
        # Lists that hold too few leave places open: a claim is its own neighbour there.
        rows[part] = np.where(found < 0, np.arange(n)[part, None], found)
    how = {"search": "inverted file", "lists": lists, "probes": ivf.nprobe, "recall_at_10": round(recall, 4)}
    return rows, how


def _all_vectors(index: Any) -> np.ndarray:
    """float32 array (n, dim): the vectors as they lie in the index, not a copy."""
    faiss = _faiss()
    n, dimension = index.ntotal, index.d
    found: np.ndarray = faiss.rev_swig_ptr(faiss.downcast_index(index.index).get_xb(), n * dimension)
    return found.reshape(n, dimension)


def _parts(n: int, size: int) -> list[slice]:
    """The rows up to n, at most `size` at a time."""
    return [slice(first, min(first + size, n)) for first in range(0, n, size)]


def _spread(n: int, count: int) -> np.ndarray:
    """Rows spread evenly over all; claims stand in the order of a hash, so they are a fair sample."""
    return np.unique(np.linspace(0, n - 1, min(n, count)).astype(np.int64))


def _faiss() -> Any:
    import torch  # noqa: F401, I001 - before faiss: the other order crashes
    import faiss

    return faiss
