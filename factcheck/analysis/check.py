"""One claim against an index: what the articles say to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from factcheck.analysis.texts import statement_claims
from factcheck.claims import CLAIM_COLUMNS, claims_of
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import AGREEMENT, CLASHES, NEUTRAL, Claim, Reason, Statement, Verdict
from factcheck.settings import Settings
from factcheck.verdicts.gate import worth_reading
from factcheck.verdicts.judge import judge_pairs, strongest

_SAYS_THE_SAME = 0.5
_GONE_ON_FROM = 4  # claims that say the same as a statement, of which is asked what clashes with them
_GONE_ON_TO = 8  # claims near to each of these
_LEAST = 0.2  # how much a claim has to be worth reading: of 32 near claims most speak of something else
_SILENT = Verdict(NEUTRAL)
_NEAREST = 3  # claims that are shown where none says anything for or against a statement


def check_claim(
    statement: Statement, index: Index, encoder: Encoder, reader: PairReader, settings: Settings
) -> pd.DataFrame:
    """The claims of an index that speak to a statement, best first: the columns of `Index.claims()` and `relation`,
    `kind`, `confidence`, `reasons`, `marks` (spans of the claim's text). Neutral ones are left out, unless there are no
    others: then the nearest few are shown. What clashes with a claim that says the same as the statement speaks against
    it too, as surely as both is so."""
    index.require_model(encoder)

    def speaking_to(claims: Sequence[Claim], many: int) -> Iterator[list[_Evidence]]:
        near = index.near(encoder.encode([claim.text for claim in claims]), many)
        for claim, found in zip(claims, near, strict=True):
            others, cosines = claims_of(found), found["cosine"].to_numpy(float)
            rows = np.column_stack([np.zeros(len(others), int), np.arange(1, len(others) + 1)])
            worth = worth_reading([claim, *others], rows, cosines) >= _LEAST
            judged = judge_pairs([(claim, others[i]) for i in np.flatnonzero(worth)], cosines[worth], reader)
            verdicts = iter(judged)
            records = found.drop(columns="cosine").to_dict("records")
            yield [
                _Evidence(next(verdicts) if is_worth else _SILENT, row)
                for is_worth, row in zip(worth, records, strict=True)
            ]

    best: dict[str, _Evidence] = {}
    nearest: list[_Evidence] = []
    for found in speaking_to(statement_claims([statement])[0], settings.neighbours):
        nearest += map(_Evidence.silent, found[:_NEAREST])
        for evidence in found:
            if evidence.verdict.relation == NEUTRAL:
                continue
            known = best.get(evidence.id, evidence)
            best[evidence.id] = evidence if strongest([evidence.verdict, known.verdict]) is evidence.verdict else known
    same = [e for e in best.values() if e.verdict.relation == AGREEMENT and e.verdict.confidence >= _SAYS_THE_SAME]
    same = sorted(same, key=_Evidence.rank)[:_GONE_ON_FROM]
    said_the_same = claims_of(pd.DataFrame([e.row for e in same], columns=CLAIM_COLUMNS))
    for through, found in zip(same, speaking_to(said_the_same, _GONE_ON_TO), strict=True):
        for evidence in (through.clashing(e) for e in found if e.verdict.relation in CLASHES):
            if evidence.id not in best or best[evidence.id].verdict.confidence < evidence.verdict.confidence:
                best[evidence.id] = evidence
    ranked = sorted(best.values(), key=_Evidence.rank) or nearest[:_NEAREST]
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

    def silent(self) -> "_Evidence":
        """This claim, shown for want of one that says anything for or against a statement."""
        return _Evidence(replace(self.verdict, reasons=(Reason("near"),)), self.row)

    def clashing(self, other: "_Evidence") -> "_Evidence":
        """What clashes with this claim, as it speaks to the statement that this one says the same as."""
        sure = round(self.verdict.confidence * other.verdict.confidence, 3)
        reasons = (Reason("through", (("quote", str(self.row["text"])),)), *other.verdict.reasons)
        return _Evidence(replace(other.verdict, confidence=sure, reasons=reasons), other.row)
