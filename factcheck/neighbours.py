"""The vectors of an index in FAISS: exact search for a claim or two, and the nearest neighbours of all claims.

Every claim has the row that it has among `Index.claims()`, and its id, which is a number of 64 bits, is its FAISS id.
One search over all vectors takes a tenth of a second for half a million claims, so it stays exact; only the search of
every claim among all others, whose cost grows with the square, is approximate in a large corpus.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

_EXACT_UP_TO = 400_000
"""Claims up to which every claim is compared with every other: a quarter of an hour on two cores, where embedding them
takes two. An inverted file looks at fewer, but one by one: 529 s for 81,000 claims, this 44 s for half as many."""
_RECALL = 0.99
"""How many of the ten nearest an approximate search has to find, as a share. As near as the tenth is near enough."""
_TEN = 10
_AS_NEAR = 1e-4  # difference of cosines; the rounding of half precision is less
_QUERIES = 256  # claims on which recall is measured
_LISTS_A_ROOT = 4  # lists: four times the root of the number of claims, as FAISS advises
_TRAINED_A_LIST = 40  # claims a list is trained on
_FIRST_PROBES = 8
_BATCH = 1024  # claims searched for at once
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
    return cosines, [[_id(number) for number in row] for row in found.view(np.uint64).tolist()]


def rows(index: Any) -> dict[str, int]:
    """The row of each claim by its id."""
    return {
        _id(number): row for row, number in enumerate(_faiss().vector_to_array(index.id_map).view(np.uint64).tolist())
    }


def vectors_of(index: Any, rows: np.ndarray) -> np.ndarray:
    """float32 array (*rows.shape, dim): the vectors of claims by row."""
    flat = _faiss().downcast_index(index.index)
    found: np.ndarray = flat.reconstruct_batch(np.ascontiguousarray(rows.ravel(), np.int64))
    return found.reshape(*rows.shape, index.d)


def cosines_of(index: Any, pairs: np.ndarray) -> np.ndarray:
    """float32 array (n,): the cosine of each pair of rows (n, 2)."""
    found = np.empty(len(pairs), np.float32)
    for first in range(0, len(pairs), _PAIRS):
        part = slice(first, first + _PAIRS)
        found[part] = np.einsum("nd,nd->n", vectors_of(index, pairs[part, 0]), vectors_of(index, pairs[part, 1]))
    return found


def nearest_of_all(index: Any, k: int) -> Neighbours:
    """The nearest neighbours of every claim; the same for the same claims."""
    n = index.ntotal
    k = min(k, n)
    if n <= _EXACT_UP_TO:
        searched, how = index.index, {"search": "exact"}
    else:
        searched, how = _approximate(index)
    rows, cosines = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    for first in range(0, n, _BATCH):
        vectors = vectors_of(index, np.arange(first, min(first + _BATCH, n)))
        found = searched.search(vectors, k)[1]
        # Lists that hold too few leave places open: a claim is its own neighbour there.
        own = np.arange(first, first + len(vectors))[:, None]
        found = np.where(found < 0, own, found)
        near = vectors_of(index, found)
        exact = np.einsum("nkd,nd->nk", near, vectors)
        order = np.lexsort((found, -exact), axis=1)
        rows[first : first + len(vectors)] = np.take_along_axis(found, order, axis=1)
        cosines[first : first + len(vectors)] = np.take_along_axis(exact, order, axis=1)
    return Neighbours(rows, cosines, how)


def _approximate(index: Any) -> tuple[Any, dict[str, Any]]:
    """An inverted file over the vectors in half precision, with as many lists looked at as the recall asks for."""
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
    for first in range(0, n, _PAIRS):
        ivf.add(vectors_of(index, np.arange(first, min(first + _PAIRS, n))))
    queries = vectors_of(index, _spread(n, _QUERIES))
    tenth = index.index.search(queries, _TEN)[0][:, -1:]
    ivf.nprobe, recall = _FIRST_PROBES, 0.0
    while True:
        recall = float((ivf.search(queries, _TEN)[0] >= tenth - _AS_NEAR).mean())
        if recall >= _RECALL or ivf.nprobe >= lists:
            break
        ivf.nprobe = min(2 * ivf.nprobe, lists)
    return ivf, {"search": "inverted file", "lists": lists, "probes": ivf.nprobe, "recall_at_10": round(recall, 4)}


def _id(number: int) -> str:
    return f"{number:016x}"


def _spread(n: int, count: int) -> np.ndarray:
    """Rows spread evenly over all; claims stand in the order of a hash, so they are a fair sample."""
    return np.unique(np.linspace(0, n - 1, min(n, count)).astype(np.int64))


def _faiss() -> Any:
    import torch  # noqa: F401, I001 - before faiss: the other order crashes
    import faiss

    return faiss
