"""Verdicts -> disputes: what one side says against what the other says, counted by independent origins.

An origin is a group of near-copies: one wire story in five outlets is one origin, so five copies do not outweigh one
reporter.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from factcheck.conflicts import CONFLICT, UPDATE
from factcheck.matching import Words

_COPIED_SHARE = 0.5  # of the shorter article's claims that stand in the other too


@dataclass
class Dispute:
    """Side `a` against side `b`: positions of claims, in order; `pairs` are positions of verdicts, the surest first.

    `origins_a` and `origins_b` count independent origins. `relation` is conflict or update; `kind` and `confidence`
    are those of its surest pair.
    """

    id: str
    relation: str
    kind: str
    confidence: float
    topic: int
    a: list[int] = field(default_factory=list)
    b: list[int] = field(default_factory=list)
    pairs: list[int] = field(default_factory=list)
    origins_a: int = 0
    origins_b: int = 0


def pair_id(claims: pd.DataFrame, i: int, j: int) -> str:
    """The id of a pair: a hash of both texts and articles, the same whichever comes first."""
    parts = sorted(f"{claims['article'].iloc[n]}\0{claims['text'].iloc[n]}" for n in (i, j))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find_disputes(claims: pd.DataFrame, verdicts: pd.DataFrame, topics: np.ndarray) -> list[Dispute]:
    """The disputes of some verdicts, conflicts before updates, the surest and most widely told first.

    verdicts: columns `a`, `b` (row positions in claims), `id`, `relation`, `kind`, `confidence`. Pairs that share a
    claim are joined, the surest first, as long as no claim would come to stand on both sides.
    """
    disputes = []
    origin = find_origins(claims)
    for relation in (CONFLICT, UPDATE):
        chosen = verdicts[verdicts["relation"] == relation]
        order = chosen.sort_values(["confidence", "id"], ascending=[False, True]).index
        for pairs, sides in _two_sided(verdicts, order):
            disputes.append(_dispute(relation, pairs, sides, claims, verdicts, topics, origin))
    return sorted(
        disputes,
        key=lambda d: (d.relation != CONFLICT, -d.confidence, -(d.origins_a + d.origins_b), d.id),
    )


def _two_sided(verdicts: pd.DataFrame, order: pd.Index) -> list[tuple[list[int], dict[int, int]]]:
    """(pairs, side of each claim) of each group of pairs, by union of groups that keeps every claim on one side.

    A pair whose claims have come to stand on one side (10, 20 and 30 dead: 20 against 30) is a group of its own.
    """
    alone: list[tuple[list[int], dict[int, int]]] = []
    group_of: dict[int, int] = {}
    groups: dict[int, tuple[list[int], dict[int, int]]] = {}
    for number, row in enumerate(order):
        i, j = int(verdicts.at[row, "a"]), int(verdicts.at[row, "b"])
        g, h = group_of.get(i), group_of.get(j)
        if g is not None and h == g:
            if groups[g][1][i] != groups[g][1][j]:
                groups[g][0].append(row)
            else:
                alone.append(([row], {i: 0, j: 1}))
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
    return [*groups.values(), *alone]


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
    a, b = (sorted(c for c in sides if (sides[c] == first) == is_a) for is_a in (True, False))
    origins = [len({origin[claims["article"].iloc[c]] for c in side}) for side in (a, b)]
    return Dispute(
        id=hashlib.sha256("".join(sorted(verdicts.loc[pairs, "id"])).encode()).hexdigest()[:12],
        relation=relation,
        kind=surest["kind"],
        confidence=float(surest["confidence"]),
        topic=int(topics[int(surest["a"])]),
        a=a,
        b=b,
        pairs=pairs,
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
    """Article id -> id of its origin: articles that share at least half of the shorter one's claims are one."""
    texts = claims["text"].map(lambda t: Words.of(t).joined)
    of_article = texts.groupby(claims["article"]).agg(set)
    origin = {article: article for article in of_article.index}
    for a, b in _sharing(texts, claims["article"]):
        shared = len(of_article[a] & of_article[b])
        if shared >= _COPIED_SHARE * min(len(of_article[a]), len(of_article[b])):
            low, high = sorted((origin[a], origin[b]))
            origin = {k: low if v == high else v for k, v in origin.items()}
    return origin


def _sharing(texts: pd.Series, articles: pd.Series) -> list[tuple[str, str]]:
    """Pairs of articles that have a claim in common, sorted."""
    holders: dict[str, set[str]] = defaultdict(set)
    for text, article in zip(texts, articles, strict=True):
        holders[text].add(article)
    return sorted({(a, b) for group in holders.values() for a in group for b in group if a < b})
