"""What a notebook works with: an index opened or built, and its claims, pairs and disputes as data frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from factcheck.analysis.analyse import analyse
from factcheck.analysis.check import check_claim
from factcheck.analysis.texts import compare_texts
from factcheck.articles import Skipped, read_articles
from factcheck.errors import InputError
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.outputs.records import CLAIM_FIELDS, FLAT_FIELDS, claim_record, flat, pair_records
from factcheck.outputs.words import sentence
from factcheck.schema import Analysis, Statement
from factcheck.settings import EMBEDDED, Settings

_DISPUTES = (
    "id",
    "relation",
    "kind",
    "confidence",
    "topic",
    "a",
    "b",
    "sources_a",
    "sources_b",
    "origins_a",
    "origins_b",
    "pairs",
)


@dataclass(frozen=True)
class PublicVerdict:
    """`relation` of two texts, `kind` of a conflict or update (else empty), `confidence` in 0..1, `reasons` as English
    sentences."""

    relation: str
    kind: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """The articles of an index and what they say. `left_out` names what could not be read when it was built."""

    index: Index
    settings: Settings
    left_out: tuple[Skipped, ...] = field(default=())

    def claims(self) -> pd.DataFrame:
        """Every claim, a row each: the columns of a CLAIM record (see docs/formats.md), None where unknown."""
        rows = self.index.claims().to_dict("records")
        return pd.DataFrame([claim_record({str(k): v for k, v in row.items()}) for row in rows], columns=CLAIM_FIELDS)

    def pairs(self) -> pd.DataFrame:
        """Every pair that is a conflict or an update, a row each: the columns of the CSV and Parquet reports."""
        return pd.DataFrame([flat(record) for record in pair_records(self._analysis)], columns=FLAT_FIELDS)

    def disputes(self) -> pd.DataFrame:
        """The disputes, the surest first: `a` and `b` are lists of the claims' texts, `sources_a` and `sources_b` of
        the outlets known, `origins_a` and `origins_b` count independent origins, `pairs` holds ids of `pairs()`."""
        found = self._analysis
        labels = dict(zip(found.topics["topic"], found.topics["label"], strict=True))
        rows: list[dict[str, Any]] = []
        for dispute in found.disputes:
            about = {name: getattr(dispute, name) for name in _DISPUTES if hasattr(dispute, name)}
            for side in "ab":
                claims = found.claims.iloc[list(getattr(dispute, side))]
                about[side] = claims["text"].tolist()
                about[f"sources_{side}"] = sorted(set(claims["source"]) - {""})
            about |= {"topic": labels[dispute.topic], "pairs": found.verdicts.loc[list(dispute.pairs), "id"].tolist()}
            rows.append(about)
        return pd.DataFrame(rows, columns=_DISPUTES)

    def check(self, claim: str | Statement) -> pd.DataFrame:
        """What the articles say to a claim, best first: the columns of `claims()`, and `relation`, `kind`,
        `confidence`, `reasons`."""
        statement = claim if isinstance(claim, Statement) else Statement(claim)
        evidence = check_claim(
            statement, self.index, _encoder(self.settings.model), _pair_reader(self.settings.pair_reader), self.settings
        )
        evidence["reasons"] = [tuple(map(sentence, reasons)) for reasons in evidence["reasons"]]
        verdict = tuple(PublicVerdict.__dataclass_fields__)
        rows = [{**claim_record(row), **{name: row[name] for name in verdict}} for row in _dicts(evidence)]
        return pd.DataFrame(rows, columns=[*CLAIM_FIELDS, *verdict])

    @cached_property
    def _analysis(self) -> Analysis:
        return analyse(self.index, self.settings, _pair_reader(self.settings.pair_reader))


def _dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def open_index(index: str | Path = Settings.index, model: str = EMBEDDED, pair_reader: str = EMBEDDED) -> Corpus:
    """An index that was built before. Raises FactcheckError where there is none."""
    return Corpus(Index.open(index), Settings(model=model, pair_reader=pair_reader, index=Path(index)))


def build_index(
    paths: Sequence[str | Path],
    index: str | Path = Settings.index,
    columns: Mapping[str, str] | None = None,
    model: str = EMBEDDED,
    pair_reader: str = EMBEDDED,
    dates: str = "",
) -> Corpus:
    """Takes files and folders of articles into an index, which is made where it is missing.

    columns: field -> column, as `--columns`; dates: as `--dates`. Raises FactcheckError where there is nothing to read.
    """
    settings = Settings(model=model, pair_reader=pair_reader, index=Path(index), columns=columns or {}, dates=dates)
    articles, left_out = read_articles(paths, settings.max_bytes, settings.columns, dates=settings.dates)
    if not articles:
        reasons = "; ".join(f"{location}: {reason}" for location, reason in left_out[:3])
        raise InputError(f"nothing to read ({reasons or 'no files'})")
    store = Index.create(index)
    store.update(articles, _encoder(model))
    return Corpus(store, settings, tuple(left_out))


def compare(
    a: str | Statement, b: str | Statement, model: str = EMBEDDED, pair_reader: str = EMBEDDED
) -> PublicVerdict:
    """The verdict on two texts: whether both can be true."""
    one, other = (text if isinstance(text, Statement) else Statement(text) for text in (a, b))
    found = compare_texts([(one, other)], _encoder(model), _pair_reader(pair_reader))[0]
    return PublicVerdict(found.relation, found.kind, found.confidence, tuple(map(sentence, found.reasons)))


@lru_cache(maxsize=2)
def _encoder(model: str) -> Encoder:
    return load_encoder(model)


@lru_cache(maxsize=2)
def _pair_reader(name: str) -> PairReader:
    return load_pair_reader(name)
