"""The one shape of what other programs read: a record a pair. Every format is written from it; see docs/formats.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from factcheck.outputs.words import sentence
from factcheck.schema import Analysis, Verdict

RECORD_VERSION = 1
"""Goes up when a field is renamed, removed or means something else; a new field leaves it as it is."""

CLAIM_FIELDS = ("article", "source", "published", "speaker", "stance", "text", "start", "end", "lang")
PAIR_FIELDS = ("id", "relation", "kind", "confidence", "dispute", "topic", "reasons")
FLAT_FIELDS = (*PAIR_FIELDS, *(f"{side}_{name}" for side in "ab" for name in CLAIM_FIELDS))
"""The columns of a table of records."""


def claim_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as other programs read it; what is unknown is None. row: of `Index.claims()`, as a dict."""
    return {
        "article": row["location"],
        "source": row["source"] or None,
        "published": row["published"] or None,
        "speaker": row["speaker"] or None,
        "stance": row["stance"],
        "text": row["text"],
        "start": int(row["start"]),
        "end": int(row["end"]),
        "lang": row["lang"] or None,
    }


def verdict_record(verdict: Verdict | Mapping[str, Any]) -> dict[str, Any]:
    """Relation, kind (None where there is none), confidence and reasons in English, as other programs read them.
    verdict: or a row with its fields."""
    values = vars(verdict) if isinstance(verdict, Verdict) else verdict
    return {
        "relation": values["relation"],
        "kind": values["kind"] or None,
        "confidence": values["confidence"],
        "reasons": list(map(sentence, values["reasons"])),
    }


def pair_records(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """One record a pair that is a conflict or an update: by the rank of its dispute, then the surest first.

    A pair that no dispute took in, because it would have put a claim on both sides, comes last.
    """
    labels = _labels(analysis)
    for dispute in analysis.disputes:
        for row in dispute.pairs:
            yield pair_record(analysis, row, labels[dispute.topic])
    alone = analysis.verdicts[analysis.verdicts["dispute"] == ""]
    for row in alone.sort_values(["confidence", "id"], ascending=[False, True]).index:
        topic = analysis.claims["topic"].iloc[alone["a"][row]]
        yield pair_record(analysis, row, labels[topic])


def pair_record(analysis: Analysis, row: int, topic: str) -> dict[str, Any]:
    """The record of one verdict. row: its label in `Analysis.verdicts`; topic: the label of its topic."""
    verdict = analysis.verdicts.loc[row].to_dict()
    return {
        "id": verdict["id"],
        "relation": verdict["relation"],
        "kind": verdict["kind"],
        "confidence": float(verdict["confidence"]),
        "dispute": verdict["dispute"] or None,
        "topic": topic,
        "reasons": list(map(sentence, verdict["reasons"])),
        "a": claim_record(claim_of(analysis, verdict["a"])),
        "b": claim_record(claim_of(analysis, verdict["b"])),
    }


def claim_of(analysis: Analysis, position: int) -> dict[str, Any]:
    """A claim of an analysis, as a row of `Index.claims()`."""
    return {str(name): value for name, value in analysis.claims.iloc[position].items()}


def _labels(analysis: Analysis) -> dict[int, str]:
    return dict(zip(analysis.topics["topic"], analysis.topics["label"], strict=True))


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as a row of a table: the claims' fields with `a_` and `b_` in front; see FLAT_FIELDS."""
    sides = {f"{side}_{name}": record[side][name] for side in "ab" for name in CLAIM_FIELDS}
    return {**{name: record[name] for name in PAIR_FIELDS}, **sides}
