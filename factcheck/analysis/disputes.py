"""Verdicts -> disputes: what one side says against what the other says, counted by independent origins.

An origin is a group of near-copies: one wire story in five outlets is one origin, so five copies do not outweigh one
reporter.
"""

import hashlib

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from factcheck.hashing import digest
from factcheck.schema import CLASHES, CONFLICT, Dispute
from factcheck.text.tokens import Words

COPIED_SHARE = 0.5  # of the shorter article's runs of words that stand in the other too
_RUN = 3  # words


def pair_id(claims: pd.DataFrame, i: int, j: int) -> str:
    """The id of a pair: a hash of both texts and articles, the same whichever comes first."""
    return id_of_texts(*((claims["article"].iloc[n], claims["text"].iloc[n]) for n in (i, j)))


def id_of_texts(*sides: tuple[str, str]) -> str:
    """The id of a pair. sides: of each claim the id of its article and its text."""
    return digest(*sorted(f"{article}\0{text}" for article, text in sides))[:16]


def find_disputes(claims: pd.DataFrame, verdicts: pd.DataFrame, topics: np.ndarray) -> list[Dispute]:
    """The disputes of some verdicts, conflicts before updates, the surest and most widely told first.

    verdicts: columns `a`, `b` (row positions in claims), `id`, `relation`, `kind`, `confidence`, `counted`, `figure_a`,
    `figure_b`. Pairs that share a claim are joined, the surest first, as long as no claim would come to stand on both
    sides; of pairs that count the same, all are, low figures against high ones. Then those are joined whose claims are
    near-copies, side by side, as where five outlets print one denial.
    """
    disputes = []
    told = claims.iloc[np.unique(verdicts[["a", "b"]].to_numpy(int))]
    origin = find_origins(claims[claims["article"].isin(set(told["article"]))])
    copies = _near_copies(told["id"], told["text"])
    copy = [copies.get(key, "") for key in claims["id"]]
    for relation in CLASHES:
        chosen = verdicts[verdicts["relation"] == relation]
        order = chosen.sort_values(["confidence", "id"], ascending=[False, True]).index
        counts = verdicts.loc[order, "counted"] != ""
        groups = [*_low_and_high(verdicts, order[counts]), *_two_sided(verdicts, order[~counts])]
        for pairs, sides in _joined(groups, verdicts, order, copy):
            disputes.append(_dispute(relation, pairs, sides, claims, verdicts, topics, origin))
    return sorted(
        disputes,
        key=lambda d: (d.relation != CONFLICT, -d.confidence, -(d.origins_a + d.origins_b), d.id),
    )


Group = tuple[list[int], dict[int, int]]
"""Pairs, and the side of each claim."""


def _low_and_high(verdicts: pd.DataFrame, order: pd.Index) -> list[Group]:
    """The groups of pairs that share a claim and what is counted: of 12, 20, 27 and 31 dead, of which the surest pair
    tells 12 and 31, the first two stand on one side, and none of the figures of one side on the other."""
    ends: dict[int, list[tuple[str, int]]] = {}
    figures: dict[tuple[str, int], float] = {}
    for row in order:
        ends[row] = [(verdicts.at[row, "counted"], int(verdicts.at[row, side])) for side in "ab"]
        for end, side in zip(ends[row], "ab", strict=True):
            figures.setdefault(end, float(verdicts.at[row, f"figure_{side}"]))
    number = {end: n for n, end in enumerate(figures)}
    i, j = np.array([[number[end] for end in two] for two in ends.values()], int).reshape(-1, 2).T
    joined = coo_array((np.ones(len(i)), (i, j)), (len(number), len(number)))
    groups: dict[int, list[int]] = {}
    for row, group in zip(order, connected_components(joined, directed=False)[1][i].tolist(), strict=True):
        groups.setdefault(group, []).append(row)
    return [_split({row: ends[row] for row in rows}, figures) for rows in groups.values()]


def _split(ends: dict[int, list[tuple[str, int]]], figures: dict[tuple[str, int], float]) -> Group:
    """One group. ends: what each pair counts and its claims, the surest pair first."""
    lower, higher = sorted(next(iter(ends.values())), key=figures.__getitem__)
    low, high = figures[lower], figures[higher]
    told = {claim: figures[counted, claim] for two in ends.values() for counted, claim in two}
    sides = {claim: int(figure - low > high - figure) for claim, figure in told.items()}
    return list(ends), {**sides, lower[1]: 0, higher[1]: 1}


def _two_sided(verdicts: pd.DataFrame, order: pd.Index) -> list[Group]:
    """The groups of pairs, by union of groups that keeps every claim on one side.

    Pairs whose claims have come to stand on one side are grouped among themselves.
    """
    left: list[int] = []
    group_of: dict[int, int] = {}
    groups: dict[int, Group] = {}
    for number, row in enumerate(order):
        i, j = int(verdicts.at[row, "a"]), int(verdicts.at[row, "b"])
        g, h = group_of.get(i), group_of.get(j)
        if g is not None and h == g:
            if groups[g][1][i] != groups[g][1][j]:
                groups[g][0].append(row)
            else:
                left.append(row)
            continue
        pairs: list[int] = [row]
        sides = {i: 0, j: 1}
        for known, claim in ((g, i), (h, j)):
            if known is None:
                continue
            old_pairs, old_sides = groups.pop(known)
            turn = old_sides[claim] != sides[claim]
            sides.update({c: side ^ turn for c, side in old_sides.items()})
            pairs = old_pairs + pairs
        groups[number] = (pairs, sides)
        group_of.update(dict.fromkeys(sides, number))
    return [*groups.values(), *(_two_sided(verdicts, pd.Index(left)) if left else ())]


def _joined(groups: list[Group], verdicts: pd.DataFrame, order: pd.Index, copy: list[str]) -> list[Group]:
    """The groups, one where the surest pairs of several tell the same on both sides. copy: of each claim, the id of
    the claim that it is a near-copy of."""
    rank = {row: n for n, row in enumerate(order)}
    found: list[Group] = []
    known: dict[frozenset[str], tuple[dict[str, int], int]] = {}
    for pairs, sides in sorted(groups, key=lambda group: min(rank[row] for row in group[0])):
        surest = min(pairs, key=rank.__getitem__)
        i, j = int(verdicts.at[surest, "a"]), int(verdicts.at[surest, "b"])
        key = frozenset((copy[i], copy[j]))
        if len(key) == 1 or key not in known:
            known[key] = {copy[i]: sides[i], copy[j]: sides[j]}, len(found)
            found.append((list(pairs), dict(sides)))
            continue
        side_of, place = known[key]
        turn = side_of[copy[i]] != sides[i]
        found[place][0].extend(pairs)
        for claim, side in sides.items():
            found[place][1].setdefault(claim, side ^ turn)
    return found


def _dispute(
    relation: str,
    pairs: list[int],
    sides: dict[int, int],
    claims: pd.DataFrame,
    verdicts: pd.DataFrame,
    topics: np.ndarray,
    origin: dict[str, str],
) -> Dispute:
    pairs = sorted(pairs, key=lambda row: (-verdicts.at[row, "confidence"], verdicts.at[row, "id"]))
    surest = verdicts.loc[pairs[0]]
    first = sides[_speaks_first(claims, int(surest["a"]), int(surest["b"]))]
    a, b = (tuple(sorted(c for c in sides if (sides[c] == first) == is_a)) for is_a in (True, False))
    origins = [len({origin[claims["article"].iloc[c]] for c in side}) for side in (a, b)]
    return Dispute(
        id=hashlib.sha256("".join(sorted(verdicts.loc[pairs, "id"])).encode()).hexdigest()[:12],
        relation=relation,
        kind=surest["kind"],
        confidence=float(surest["confidence"]),
        topic=int(topics[int(surest["a"])]),
        a=a,
        b=b,
        pairs=tuple(pairs),
        origins_a=origins[0],
        origins_b=origins[1],
    )


def _speaks_first(claims: pd.DataFrame, i: int, j: int) -> int:
    """Which of two claims is shown on side A: the one that is answered, the earlier, or the one with the lower id."""
    if claims["id"].iloc[j] in claims["answers"].iloc[i].split():
        return j
    if claims["id"].iloc[i] in claims["answers"].iloc[j].split():
        return i
    return min(i, j, key=lambda n: (claims["published"].iloc[n] or "9999", claims["id"].iloc[n]))


def find_origins(claims: pd.DataFrame) -> dict[str, str]:
    """Article id -> id of its origin, the lowest of its articles: near-copies are one, and copies of copies."""
    return _near_copies(claims["article"], claims["text"])


def _near_copies(keys: pd.Series, texts: pd.Series) -> dict[str, str]:
    """Key -> the lowest key of its group of near-copies, of what the texts of each key say together.

    A near-copy shares at least half of its runs of three words with another, whatever it cut, moved or reworded
    besides (Broder 1997 calls the measure containment; here it is exact, by a sparse product).
    """
    rows_of, names = pd.factorize(keys, sort=True)
    joined = (Words.of(text).joined for text in texts)
    runs = [(row, run) for row, text in zip(rows_of, joined, strict=True) for run in runs_of(text)]
    rows, columns = [row for row, _ in runs], pd.factorize(np.array([run for _, run in runs], object))[0]
    holds = csr_array((np.ones(len(runs)), (rows, columns)), shape=(len(names), len(runs) or 1), dtype=np.float32)
    holds.data[:] = 1  # what stood twice was added up
    shared = (holds @ holds.T).tocoo()
    size = holds.sum(axis=1)
    is_copy = shared.data >= COPIED_SHARE * np.minimum(size[shared.row], size[shared.col])
    copies = coo_array((shared.data[is_copy], (shared.row[is_copy], shared.col[is_copy])), shape=shared.shape)
    groups = connected_components(copies, directed=False)[1]
    first = dict(zip(groups[::-1], names[::-1], strict=True))
    return {name: first[group] for group, name in zip(groups, names, strict=True)}


def runs_of(text: str) -> set[str]:
    """The runs of three words of a claim, or the whole of a shorter one."""
    words = text.split()
    return {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
