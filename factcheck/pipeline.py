"""The path from an index to its disputes: neighbours, candidate pairs, verdicts, topics, disputes."""

from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd

from factcheck.articles import make_article
from factcheck.candidates import candidate_pairs
from factcheck.claims import read_claims
from factcheck.conflicts import compare_all, judge
from factcheck.disputes import Dispute, find_disputes, pair_id
from factcheck.embedding import Encoder
from factcheck.index import Index
from factcheck.nli import NLI
from factcheck.settings import Settings
from factcheck.topics import cluster, describe
from factcheck.verdicts import AGREEMENT, CONFLICT, NEUTRAL, UPDATE, Side, Verdict, strongest

_SAME_AS_ASKED = 0.25
"""Who asks about one claim is shown more than who reads a report of all: the near with the less sure."""
_VERDICT = tuple(Verdict.__dataclass_fields__)


@dataclass(frozen=True)
class Analysis:
    """What an index says.

    claims: `Index.claims()` with `topic`; topics: see `topics.describe`; disputes: ranked; verdicts: every pair that
    is a conflict or an update: `id`, `a`, `b` (row positions in claims; `a` stands on side A), `relation`, `kind`,
    `confidence`, `reasons`, `marks_a`, `marks_b` (spans of the claims' texts), `dispute` (its id, or empty).
    agreements: every pair that says the same: the columns of verdicts but `id` and `dispute`.
    """

    claims: pd.DataFrame
    topics: pd.DataFrame
    verdicts: pd.DataFrame
    disputes: list[Dispute]
    judged: int
    agreements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["a", "b", *_VERDICT]))


def analyse(index: Index, settings: Settings, nli: NLI | None = None) -> Analysis:
    """Judges the candidate pairs of an index and joins what clashes into disputes. Without an NLI model verdicts rest
    on structure alone."""
    claims = index.claims()
    vectors = index.vectors(claims)
    cosines, rows = (
        index.search(vectors, settings.neighbours) if len(claims) else (np.empty((0, 0)), np.empty((0, 0), int))
    )
    topics = cluster(rows, cosines)
    pairs = candidate_pairs(claims, rows)
    cosines = (vectors[pairs[:, 0]] * vectors[pairs[:, 1]]).sum(1)
    verdicts = judge(claims, pairs, cosines, partial(index.both_directions, nli) if nli else None)
    verdicts.insert(0, "a", pairs[:, 0])
    verdicts.insert(1, "b", pairs[:, 1])
    agreements = verdicts[verdicts["relation"] == AGREEMENT].reset_index(drop=True)
    verdicts = verdicts[verdicts["relation"].isin((CONFLICT, UPDATE))].reset_index(drop=True)
    verdicts.insert(0, "id", [pair_id(claims, i, j) for i, j in zip(verdicts["a"], verdicts["b"], strict=True)])
    disputes = find_disputes(claims, verdicts, topics)
    return Analysis(
        claims=claims.assign(topic=topics),
        topics=describe(topics, claims, vectors),
        verdicts=_with_disputes(verdicts, disputes),
        disputes=disputes,
        judged=len(pairs),
        agreements=agreements,
    )


def _with_disputes(verdicts: pd.DataFrame, disputes: list[Dispute]) -> pd.DataFrame:
    """Verdicts with the id of their dispute, turned so that `a` is the claim on side A."""
    verdicts = verdicts.assign(dispute="")
    for dispute in disputes:
        verdicts.loc[dispute.pairs, "dispute"] = dispute.id
        for row in dispute.pairs:
            if verdicts.at[row, "a"] in dispute.b:
                for left, right in (("a", "b"), ("marks_a", "marks_b")):
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
            Side(r.id, r.text, r.lang, r.speaker or self.speaker, r.stance, answers=r.answers, **known)
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
    cosines = [float(vector[x.text] @ vector[y.text]) for x, y in flat]
    verdicts = iter(compare_all(flat, cosines, nli.both_directions if nli else None))
    return [strongest(list(islice(verdicts, len(group)))) for group in parts]


def check_claim(
    statement: Statement, index: Index, encoder: Encoder, nli: NLI | None, settings: Settings
) -> pd.DataFrame:
    """The claims of an index that speak to a statement, best first: the columns of `Index.claims()` and `relation`,
    `kind`, `confidence`, `reasons`, `marks` (spans of the claim's text). Neutral ones are left out."""
    index.require_model(encoder)
    claims = index.claims()
    sides = statement.sides("check")
    best: dict[int, Verdict] = {}
    for side, vector in zip(sides, encoder.encode([s.text for s in sides]), strict=True):
        (cosines,), (rows,) = index.search(vector[None, :], settings.neighbours)
        near = [Side(**{f: claims[f].iloc[row] for f in Side.__dataclass_fields__}) for row in rows]
        ask = partial(index.both_directions, nli) if nli else None
        verdicts = compare_all([(side, other) for other in near], cosines, ask, _SAME_AS_ASKED)
        for row, verdict in zip(rows, verdicts, strict=True):
            best[row] = strongest([verdict, *([best[row]] if row in best else [])])
    found = [(row, v) for row, v in best.items() if v.relation != NEUTRAL]
    found.sort(key=lambda item: (-item[1].confidence, claims["id"].iloc[item[0]]))
    evidence = claims.iloc[[row for row, _ in found]].reset_index(drop=True)
    fields = ("relation", "kind", "confidence", "reasons")
    columns = {name: [getattr(v, name) for _, v in found] for name in fields}
    return evidence.assign(**columns, marks=[v.marks_b for _, v in found])
