"""The path from an index to its disputes: neighbours, candidate pairs, verdicts, topics, disputes."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from factcheck.analysis.copies import without_copied_updates
from factcheck.analysis.disputes import find_disputes, pair_id
from factcheck.analysis.topics import cluster, describe
from factcheck.claims import claims_of
from factcheck.hashing import digest
from factcheck.index.cache import (
    OUT,
    PACKING,
    Keeper,
    as_columns,
    choose_pairs,
    compare_chosen,
    digests,
    of_columns,
    packed,
    unpacked,
)
from factcheck.index.index import Index, Snapshot
from factcheck.index.vectors import Neighbours, nearest_of_all, vectors_of
from factcheck.models.pair_reader import PairReader
from factcheck.progress import stage
from factcheck.schema import CLASHES, Analysis, Dispute
from factcheck.settings import Settings
from factcheck.verdicts.gate import LEAST
from factcheck.verdicts.judge import JUDGE


def analyse(index: Index, settings: Settings, reader: PairReader) -> Analysis:
    """Judges the candidate pairs of an index and joins what clashes into disputes. What was found is kept in the index,
    so that nothing is judged again before something changes."""
    snapshot = index.snapshot()
    key = digest(
        snapshot.state,
        PACKING,
        JUDGE,
        reader.name,
        str(settings.neighbours),
        str(settings.window),
        str(settings.pairs_at_most),
    )
    kept = index.remembered(key)
    found = _Found.of(kept) if kept else _find(index, snapshot, settings, reader)
    if not kept:
        index.remember(key, snapshot.state, found.content(), found.facts)
    claims, verdicts = snapshot.claims, found.verdicts
    is_clash = verdicts["relation"].isin(CLASHES)
    clashes, agreements = (verdicts[chosen].reset_index(drop=True) for chosen in (is_clash, ~is_clash))
    clashes = without_copied_updates(claims, clashes)
    disputes = find_disputes(claims, clashes, found.of_claim)
    return Analysis(
        claims=claims.assign(topic=found.of_claim),
        topics=found.topics,
        verdicts=_with_disputes(clashes, disputes),
        disputes=disputes,
        judged=found.facts["considered"],
        agreements=agreements,
    )


@dataclass(frozen=True)
class _Found:
    """What is worth keeping of an analysis: the topics, the topic of each claim, and the verdicts that are not neutral;
    `facts`, how it came about, for the manifest."""

    topics: pd.DataFrame
    of_claim: np.ndarray
    verdicts: pd.DataFrame
    facts: dict[str, Any]

    def content(self) -> bytes:
        return packed([as_columns(self.topics), as_columns(self.verdicts), self.of_claim.tolist(), self.facts])

    @classmethod
    def of(cls, content: bytes) -> "_Found":
        topics, verdicts, of_claim, facts = unpacked(content)
        return cls(pd.DataFrame(topics), np.array(of_claim, int), of_columns(verdicts), facts)


def _find(index: Index, snapshot: Snapshot, settings: Settings, reader: PairReader) -> _Found:
    """Topics and verdicts of one state of an index."""
    claims, vectors = snapshot.claims, snapshot.faiss
    listed, budget = claims_of(claims), settings.budget(len(claims))
    keeper = Keeper(
        index.folder, digest(JUDGE, reader.name, snapshot.model, str(settings.neighbours), str(settings.window))
    )
    before, new = keeper.known_of(digests(listed))
    with stage("finding neighbours"):

        def save(near: Neighbours) -> None:
            keeper.keep_now_and_then(lambda: replace(before, near=near))

        near = nearest_of_all(vectors, settings.neighbours, before.near, new, save)
        known = replace(before, near=near)
        if not known.tells_as_much_as(before):
            keeper.keep(known)
    with stage("finding topics"):
        topics = cluster(near.rows, near.cosines)
        described = describe(topics, claims, partial(vectors_of, vectors))
    with stage("choosing pairs"):
        known = choose_pairs(known, claims, listed, vectors, settings.window)
    with stage("comparing"):
        known = compare_chosen(known, listed, vectors, reader, keeper, budget)
        if not known.tells_as_much_as(before):
            keeper.keep(known)
    verdicts = known.of_chosen(budget)
    verdicts.insert(0, "id", [pair_id(claims, i, j) for i, j in zip(verdicts["a"], verdicts["b"], strict=True)])
    facts = {
        **near.how,
        "possible": len(claims) * (len(claims) - 1) // 2,
        "considered": int((known.levels != OUT).sum()),
        "worth reading": int(((known.levels != OUT) & (known.scores >= LEAST)).sum()),
        "read": len(known.chosen(budget)),
    }
    return _Found(described, topics, verdicts, facts)


def _with_disputes(verdicts: pd.DataFrame, disputes: list[Dispute]) -> pd.DataFrame:
    """Verdicts with the id of their dispute, turned so that `a` is the claim on side A."""
    verdicts = verdicts.assign(dispute="")
    for dispute in disputes:
        verdicts.loc[list(dispute.pairs), "dispute"] = dispute.id
        for row in dispute.pairs:
            if verdicts.at[row, "a"] in dispute.b and verdicts.at[row, "b"] in dispute.a:
                for left, right in (("a", "b"), ("marks_a", "marks_b"), ("figure_a", "figure_b")):
                    verdicts.at[row, left], verdicts.at[row, right] = verdicts.at[row, right], verdicts.at[row, left]
    return verdicts
