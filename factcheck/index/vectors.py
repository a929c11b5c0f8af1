"""The vectors of an index in FAISS: exact search for a claim or two, and the nearest neighbours of all claims.

Every claim has the row that it has among `Index.claims()`, and its id, which is a number of 64 bits, is its FAISS id.
One search over all vectors takes a tenth of a second for half a million claims, so it stays exact; only the search of
every claim among all others, whose cost grows with the square, is approximate in a large corpus.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from factcheck.progress import track

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
_SPARE = 8  # claims looked at beyond those asked for, so that ties at the end of a list are seen
_ROUNDING = 1e-5  # of a cosine, by the way it is summed up, at the most
_SCORES = 2**25  # cosines in memory at once
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


def nearest_of_all(
    index: Any,
    k: int,
    known: Neighbours | None = None,
    new: np.ndarray | None = None,
    save: Callable[[Neighbours], object] = lambda _: None,
) -> Neighbours:
    """The nearest neighbours of every claim, of equally near ones those with the lower row: the same for the same
    claims, whether all are looked for or some are known.

    known: the lists of a state before, in the rows of this one, -1 where a claim is gone; new: the rows that state did
    not have. Lists without a gap are only asked whether a new claim belongs in them. save: is given what can be such
    known lists, whenever a part of them was found.
    """
    n = index.ntotal
    k = min(k, n)
    if n > _EXACT_UP_TO:
        return _nearest_in_lists(index, k)
    if known is None or new is None or known.rows.shape != (n, k):
        known, new = Neighbours(np.full((n, k), -1, np.int32), np.empty((n, k), np.float32), {}), np.empty(0, int)
    found = Neighbours(known.rows.copy(), known.cosines.copy(), {"search": "exact"})
    has_gap = (found.rows < 0).any(axis=1)
    if len(new):
        _take_in(index, found, np.flatnonzero(~has_gap), new)
    parts = _batches(np.flatnonzero(has_gap), _BATCH)
    for part in track(parts, f"finding neighbours, {_BATCH} claims a step", -(-int(has_gap.sum()) // _BATCH)):
        found.rows[part], found.cosines[part] = _nearest(index, part, k)
        save(found)
    return found


def _batches(rows: np.ndarray, size: int) -> Iterator[np.ndarray]:
    return (rows[i : i + size] for i in range(0, len(rows), max(1, size)))


def _nearest(index: Any, rows: np.ndarray, k: int, spare: int = _SPARE) -> tuple[np.ndarray, np.ndarray]:
    """(rows, cosines), each (n, k), of the claims nearest to those in some rows. spare: how many more are looked at;
    where those beyond could be as near as the last, more of them."""
    looked_at = min(k + spare, index.ntotal)
    vectors = vectors_of(index, rows)
    scores, found = index.index.search(vectors, looked_at)
    found, cosines = _best_first(index, vectors, found)
    if looked_at < index.ntotal:
        unsure = np.flatnonzero(cosines[:, k - 1] <= scores[:, -1] + _ROUNDING)
        more = 4 * looked_at
        for part in _batches(unsure, _BATCH * looked_at // more):
            found[part, :k], cosines[part, :k] = _nearest(index, rows[part], k, more - k)
    return found[:, :k], cosines[:, :k]


def _best_first(index: Any, vectors: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows, cosines) of what was found for each vector, the nearest first, of equally near ones the lower row."""
    exact = np.einsum("nkd,nd->nk", vectors_of(index, found), vectors)
    order = np.lexsort((found, -exact), axis=1)
    return np.take_along_axis(found, order, axis=1), np.take_along_axis(exact, order, axis=1)


def _take_in(index: Any, known: Neighbours, whole: np.ndarray, new: np.ndarray) -> None:
    """Puts new claims into the known lists they belong in. whole: the rows of those without a gap."""
    news, k = vectors_of(index, new), known.rows.shape[1]
    for part in _batches(whole, min(_BATCH, _SCORES // len(new))):
        vectors = vectors_of(index, part)
        belongs = vectors @ news.T >= known.cosines[part, -1:] - _ROUNDING
        for i in np.flatnonzero(belongs.any(axis=1)):
            row, nearer = part[i], belongs[i]
            found = np.concatenate([known.rows[row], new[nearer]])
            exact = np.concatenate([known.cosines[row], np.einsum("kd,d->k", news[nearer], vectors[i])])
            best = np.lexsort((found, -exact))[:k]
            known.rows[row], known.cosines[row] = found[best], exact[best]


def _nearest_in_lists(index: Any, k: int) -> Neighbours:
    """The nearest neighbours by an inverted file."""
    n = index.ntotal
    searched, how = _approximate(index)
    rows, cosines = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    for part in _batches(np.arange(n), _BATCH):
        vectors = vectors_of(index, part)
        found = searched.search(vectors, k)[1]
        # Lists that hold too few leave places open: a claim is its own neighbour there.
        rows[part], cosines[part] = _best_first(index, vectors, np.where(found < 0, part[:, None], found))
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
