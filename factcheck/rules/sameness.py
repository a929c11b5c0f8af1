"""Do two claims tell of the same thing of the same event? A logistic regression over what can be seen of both.

Fitted by `training/sameness.py` on pairs of claims labelled by hand or machine for this project; the weights stand
here because they are few. Multilingual-e5 puts all cosines between 0.73 and 0.91, so no threshold on the
cosine alone would do.
"""

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from factcheck.rules.readings import Reading

FEATURES = (
    "cosine",
    "overlap",
    "jaccard",
    "shared_actor",
    "other_actor",
    "shared_place",
    "other_place",
    "shared_action",
)
WEIGHTS = np.array([39.9, 2.48, 1.42, 0.22, -3.03, 1.29, -0.55, 0.58])
BIAS = -38.36
_ACROSS = 0.03
"""How much lower the cosine of two languages is, at the least: on XNLI (development half of the test), premises and
what follows from them have 0.91 in Arabic, and 0.86 to 0.88 between Arabic and English, French or Russian."""
_FEW_TERMS = 3  # sharing all of two words is no evidence
_PAIRS_AT_ONCE = 200_000


class Sameness(NamedTuple):
    """`probability` that both tell of the same thing; `overlap`: share of the shorter claim's terms in the other."""

    probability: float
    overlap: float


class Traits(NamedTuple):
    """What `features` asks of many claims: a row a claim, a column a term; `langs` int array (claims,)."""

    langs: np.ndarray
    terms: csr_array
    canonical: csr_array
    actors: csr_array
    places: csr_array
    actions: csr_array


def traits(readings: Iterable[Reading]) -> Traits:
    """The traits of claims, read one after the other: no reading is kept."""
    langs: list[str] = []
    terms, canonical, actors, places, actions = _Names(), _Names(), _Names(), _Names(), _Names()
    for r in readings:
        langs.append(r.lang.code)
        terms.add(r.terms)
        canonical.add(r.canonical)
        actors.add(r.parties)
        places.add(r.places)
        actions.add(r.action_names)
    found = (names.indicators() for names in (terms, canonical, actors, places, actions))
    return Traits(np.unique(langs, return_inverse=True)[1], *found)


class _Names:
    """Which claim holds which names, in numbers: the sets themselves would take most of the memory of a large index."""

    def __init__(self) -> None:
        self._column: dict[Any, int] = {}
        self._columns, self._ends = array("i"), array("i", [0])

    def add(self, names: frozenset[Any]) -> None:
        """A further claim."""
        self._columns.extend(self._column.setdefault(name, len(self._column)) for name in names)
        self._ends.append(len(self._columns))

    def indicators(self) -> csr_array:
        """1 where a claim holds a name."""
        ones = np.ones(len(self._columns), np.float32)
        shape = (len(self._ends) - 1, max(1, len(self._column)))
        return csr_array((ones, np.array(self._columns), np.array(self._ends)), shape=shape)


class Samenesses(NamedTuple):
    """Of many pairs: `probability` and `overlap` as of `Sameness`, float64 (n,); `shares_action`, bool (n,)."""

    probability: np.ndarray
    overlap: np.ndarray
    shares_action: np.ndarray


def same_things(of: Traits, pairs: np.ndarray, cosines: np.ndarray) -> Samenesses:
    """How likely the claims of each pair tell of the same thing. pairs: int (n, 2), rows of the traits."""
    parts = [slice(i, i + _PAIRS_AT_ONCE) for i in range(0, max(1, len(pairs)), _PAIRS_AT_ONCE)]
    found = [_samenesses(features(of, pairs[part], cosines[part])) for part in parts]
    return Samenesses(*map(np.concatenate, zip(*found, strict=True)))


def _samenesses(x: np.ndarray) -> Samenesses:
    probability = 1 / (1 + np.exp(-(x @ WEIGHTS + BIAS)))
    overlap, shares_action = (x[:, FEATURES.index(name)].copy() for name in ("overlap", "shared_action"))
    return Samenesses(probability, overlap, shares_action > 0)


def same_thing(a: Reading, b: Reading, cosine: float) -> Sameness:
    """How likely two claims tell of the same thing."""
    found = same_things(traits([a, b]), np.array([[0, 1]]), np.array([cosine]))
    return Sameness(float(found.probability[0]), float(found.overlap[0]))


def features(of: Traits, pairs: np.ndarray, cosines: np.ndarray) -> np.ndarray:
    """float64 array (n, 8): see `FEATURES`; the same whichever claim of a pair comes first."""
    a, b = pairs.T
    # Stems of two languages never meet: across languages only the names that are canonical can be counted.
    is_of_one_language = of.langs[a] == of.langs[b]
    shared = np.where(is_of_one_language, _shared(of.terms, a, b), _shared(of.canonical, a, b))
    size_a, size_b = (
        np.where(is_of_one_language, np.diff(of.terms.indptr)[x], np.diff(of.canonical.indptr)[x]) for x in (a, b)
    )
    overlap = shared / np.maximum(_FEW_TERMS, np.minimum(size_a, size_b))
    jaccard = shared / np.maximum(_FEW_TERMS, size_a + size_b - shared)
    meeting = [feature for names in (of.actors, of.places) for feature in _meet(names, a, b)]
    near = cosines + np.where(is_of_one_language, 0, _ACROSS)
    return np.column_stack([near, overlap, jaccard, *meeting, _shared(of.actions, a, b) > 0]).astype(float)


def _meet(names: csr_array, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(whether both name the same, whether both name something and nothing in common) of each pair."""
    shared, has_any = _shared(names, a, b) > 0, np.diff(names.indptr) > 0
    return shared, has_any[a] & has_any[b] & ~shared


def _shared(names: csr_array, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(names[a].multiply(names[b]).sum(axis=1)).ravel()
