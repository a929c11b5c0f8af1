"""The path from an index to its disputes: neighbours, candidate pairs, verdicts, topics, disputes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from factcheck.analysis.disputes import Dispute, find_disputes, pair_id
from factcheck.analysis.topics import cluster, describe
from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.hashing import code_digest, digest
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
    telling,
    unpacked,
)
from factcheck.index.index import CLAIM_COLUMNS, Index, Snapshot
from factcheck.index.vectors import Neighbours, cosines_of, nearest_of_all, vectors_of
from factcheck.models.encoder import Encoder
from factcheck.models.nli import NLI
from factcheck.progress import stage
from factcheck.schema import Reason
from factcheck.settings import Settings
from factcheck.verdicts.judge import BothDirections, compare_all, compare_statements, judge, pairs_of
from factcheck.verdicts.pairs import AGREEMENT, CLASHES, NEUTRAL, SAME_THING, Side, Verdict, sides_of, strongest

_VERDICT = tuple(Verdict.__dataclass_fields__)
_SAYS_THE_SAME = 0.5
_GONE_ON_FROM = 8  # claims that say the same as a statement, of which is asked what clashes with them
_SAME_AS_ASKED = 0.25
"""Who asks about one claim is shown more than who reads a report of all: the near with the less sure."""


@dataclass(frozen=True)
class Analysis:
    """What an index says.

    claims: `Index.claims()` with `topic`; topics: see `topics.describe`; disputes: ranked; verdicts: every pair that
    is a conflict or an update: `id`, `a`, `b` (row positions in claims; `a` on side A, unless both are of one side),
    `relation`, `kind`, `confidence`, `reasons`, `marks_a`, `marks_b` (spans of the claims' texts), and what else a
    `Verdict` has; `dispute` (its id, or empty);
    agreements: the same of every pair that agrees, without `dispute`; judged: how many pairs were.
    """

    claims: pd.DataFrame
    topics: pd.DataFrame
    verdicts: pd.DataFrame
    disputes: list[Dispute]
    judged: int
    agreements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["id", "a", "b", *_VERDICT]))


def analyse(index: Index, settings: Settings, nli: NLI | None = None) -> Analysis:
    """Judges the candidate pairs of an index and joins what clashes into disputes. Without an NLI model verdicts rest
    on structure alone. What was found is kept in the index, so that nothing is judged again before something changes.
    """
    snapshot = index.snapshot()
    key = digest(snapshot.state, PACKING, code_digest(), nli.name if nli else "", str(settings.neighbours))
    kept = index.remembered(key)
    found = _Found.of(kept) if kept else _find(index, snapshot, settings, nli)
    if not kept:
        index.remember(key, snapshot.state, found.content(), found.facts)
    claims, verdicts = snapshot.claims, found.verdicts
    is_clash = verdicts["relation"].isin(CLASHES)
    clashes, agreements = (verdicts[chosen].reset_index(drop=True) for chosen in (is_clash, ~is_clash))
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


def _find(index: Index, snapshot: Snapshot, settings: Settings, nli: NLI | None) -> _Found:
    """Topics and verdicts of one state of an index."""
    claims, vectors = snapshot.claims, snapshot.faiss
    sides = sides_of(claims)
    keeper = Keeper(index.folder, digest(code_digest(), snapshot.model, str(settings.neighbours)))
    before, new = keeper.known_of(digests(sides))
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
        known = choose_pairs(known, claims, sides, vectors)
    with stage("comparing"):
        known = compare_chosen(known, sides, vectors, topics, keeper)
        if not known.tells_as_much_as(before):
            keeper.keep(known)
    verdicts, compared, asked = known.verdicts, known.compared, 0
    if nli:
        with stage("reading pairs"):
            verdicts, asked = _with_agreements(index, nli, sides, compared, vectors, verdicts)
    verdicts.insert(0, "id", [pair_id(claims, i, j) for i, j in zip(verdicts["a"], verdicts["b"], strict=True)])
    facts = {
        **near.how,
        "possible": len(claims) * (len(claims) - 1) // 2,
        "considered": int((known.levels != OUT).sum()),
        "compared": len(compared),
        "read by the NLI model": asked,
    }
    return _Found(described, topics, verdicts, facts)


def _with_agreements(
    index: Index, nli: NLI, sides: list[Side], pairs: np.ndarray, vectors: Any, verdicts: pd.DataFrame
) -> tuple[pd.DataFrame, int]:
    """The verdicts, agreements with the claims of a clash judged anew with an NLI model, and how many pairs it read.

    It is the dearest witness and finds no clash between articles: it is asked who else says what one side says.
    pairs: all that were compared.
    """
    clashes = verdicts[verdicts["relation"].isin(CLASHES)]
    in_clash = np.isin(pairs, clashes[["a", "b"]].to_numpy(int)).any(axis=1)
    clashing = set(zip(clashes["a"], clashes["b"], strict=True))
    asked = pairs[in_clash]
    asked = asked[np.array([(a, b) not in clashing for a, b in asked], bool)]
    found = telling(asked, judge(sides, asked, cosines_of(vectors, asked), partial(index.both_directions, nli)))
    again = set(map(tuple, asked))
    kept = [pair not in again for pair in zip(verdicts["a"], verdicts["b"], strict=True)]
    return pd.concat([verdicts[kept], found]).sort_values(["a", "b"], ignore_index=True), len(asked)


def _with_disputes(verdicts: pd.DataFrame, disputes: list[Dispute]) -> pd.DataFrame:
    """Verdicts with the id of their dispute, turned so that `a` is the claim on side A."""
    verdicts = verdicts.assign(dispute="")
    for dispute in disputes:
        verdicts.loc[dispute.pairs, "dispute"] = dispute.id
        for row in dispute.pairs:
            if verdicts.at[row, "a"] in dispute.b and verdicts.at[row, "b"] in dispute.a:
                for left, right in (("a", "b"), ("marks_a", "marks_b"), ("figure_a", "figure_b")):
                    verdicts.at[row, left], verdicts.at[row, right] = verdicts.at[row, right], verdicts.at[row, left]
    return verdicts


@dataclass(frozen=True)
class Statement:
    """A text to compare or to check, with what is known of it; what is not known is empty, never guessed."""

    text: str
    source: str = ""
    published: str = ""
    speaker: str = ""

    def sides(self, name: str) -> list[Side]:
        """Its claims; a text in which none is found is one claim as a whole."""
        article = make_article(self.text, name, self.source or None, self.published or None)
        claims = read_claims([article])
        known = {"source": self.source, "published": self.published}
        found = [
            Side(
                *(r.id, r.text, r.lang, r.speaker or self.speaker, r.stance),
                **known | {"answers": r.answers, "context": r.context},
            )
            for r in claims.itertuples()
        ]
        return found or [Side(article.id, self.text, article.lang, self.speaker, **known)]


def compare_texts(pairs: list[tuple[Statement, Statement]], encoder: Encoder, nli: NLI | None = None) -> list[Verdict]:
    """The verdict on each pair of texts: the strongest among their claims."""
    sides = [(a.sides("a"), b.sides("b")) for a, b in pairs]
    texts = sorted({s.text for pair in sides for group in pair for s in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    parts = [[(x, y) for x in left for y in right] for left, right in sides]
    flat = [pair for group in parts for pair in group]
    likely = iter(pairs_of(flat, [float(vector[x.text] @ vector[y.text]) for x, y in flat]))
    groups = [list(islice(likely, len(group))) for group in parts]
    return compare_statements(groups, [(a.text, b.text) for a, b in pairs], nli.both_directions if nli else None)


def check_claim(
    statement: Statement, index: Index, encoder: Encoder, nli: NLI | None, settings: Settings
) -> pd.DataFrame:
    """The claims of an index that speak to a statement, best first: the columns of `Index.claims()` and `relation`,
    `kind`, `confidence`, `reasons`, `marks` (spans of the claim's text). Neutral ones are left out. What clashes with a
    claim that says the same as the statement speaks against it too, as surely as both is so."""
    index.require_model(encoder)
    ask = partial(index.both_directions, nli) if nli else None

    def speaking_to(sides: Sequence[Side], least: float, nli: BothDirections | None) -> Iterator[list[_Evidence]]:
        near = index.near(encoder.encode([side.text for side in sides]), settings.neighbours)
        for side, claims in zip(sides, near, strict=True):
            pairs = [(side, other) for other in sides_of(claims)]
            verdicts = compare_all(pairs, claims["cosine"].tolist(), nli, least)
            rows = claims.drop(columns="cosine").to_dict("records")
            yield [e for e in map(_Evidence, verdicts, rows) if e.verdict.relation != NEUTRAL]

    best: dict[str, _Evidence] = {}
    for found in speaking_to(statement.sides("check"), _SAME_AS_ASKED, ask):
        for evidence in found:
            known = best.get(evidence.id, evidence)
            best[evidence.id] = evidence if strongest([evidence.verdict, known.verdict]) is evidence.verdict else known
    same = [e for e in best.values() if e.verdict.relation == AGREEMENT and e.verdict.confidence >= _SAYS_THE_SAME]
    same = sorted(same, key=_Evidence.rank)[:_GONE_ON_FROM]
    same_sides = sides_of(pd.DataFrame([e.row for e in same], columns=CLAIM_COLUMNS))
    for through, found in zip(same, speaking_to(same_sides, SAME_THING, None), strict=True):
        for evidence in (through.clashing(e) for e in found if e.verdict.relation in CLASHES):
            if evidence.id not in best or best[evidence.id].verdict.confidence < evidence.verdict.confidence:
                best[evidence.id] = evidence
    ranked = sorted(best.values(), key=_Evidence.rank)
    fields = ("relation", "kind", "confidence", "reasons")
    columns = {name: [getattr(e.verdict, name) for e in ranked] for name in fields}
    claims = pd.DataFrame([e.row for e in ranked], columns=CLAIM_COLUMNS)
    return claims.assign(**columns, marks=[e.verdict.marks_b for e in ranked])


@dataclass(frozen=True)
class _Evidence:
    """A claim of an index that speaks to a statement: the verdict on both, and its row."""

    verdict: Verdict
    row: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    def rank(self) -> tuple[float, str]:
        return -self.verdict.confidence, self.id

    def clashing(self, other: "_Evidence") -> "_Evidence":
        """What clashes with this claim, as it speaks to the statement that this one says the same as."""
        sure = round(self.verdict.confidence * other.verdict.confidence, 3)
        reasons = (Reason("through", (("quote", str(self.row["text"])),)), *other.verdict.reasons)
        return _Evidence(replace(other.verdict, confidence=sure, reasons=reasons), other.row)
