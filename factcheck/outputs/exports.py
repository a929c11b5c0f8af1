"""Pairs -> what programs and spreadsheets read: JSON lines, CSV, Parquet, GraphML, ClaimReview.

All are written from the records of `records.py`. The same analysis always gives the same bytes.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from factcheck.analysis.analyse import Analysis
from factcheck.articles.metadata import web_address
from factcheck.errors import InputError
from factcheck.outputs.records import FLAT_FIELDS, RECORD_VERSION, flat, pair_records

# What makes a spreadsheet run a cell; the wide signs are what a Japanese or Chinese one takes for the narrow.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Line ends to Unicode, but not to JSON: a reader that splits lines there would break a record.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LABEL = 80
"""Characters of a claim that name its node in a graph; the whole text stands beside."""


def write_file(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Writes a text as bytes, so that no system changes its line ends."""
    path.write_bytes(text.encode(encoding))


def write_jsonl(analysis: Analysis, path: Path) -> None:
    """A line a pair: see `pair_records`."""
    write_file(path, json_lines(pair_records(analysis)))


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """A line an object, whatever line ends its texts hold."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).translate(_LINE_ENDS)


def write_csv(analysis: Analysis, path: Path) -> None:
    """A row a pair, for spreadsheets: a text that would run as a formula gets an apostrophe in front."""
    path.write_bytes(csv_bytes(map(flat, pair_records(analysis)), FLAT_FIELDS))


def csv_bytes(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """A table for spreadsheets: no cell runs as a formula, lists are told in one cell."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    # Excel reads UTF-8 only behind a byte order mark.
    return table.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    value = "; ".join(value) if isinstance(value, list | tuple) else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_parquet(analysis: Analysis, path: Path) -> None:
    """A row a pair, for data frames and databases. Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'factcheck-claims[parquet]'") from error
    other = {"confidence": pyarrow.float64(), "reasons": pyarrow.list_(pyarrow.string())}
    places = {f"{side}_{name}": pyarrow.int64() for side in "ab" for name in ("start", "end")}
    types = {**other, **places}
    fields = [pyarrow.field(name, types.get(name, pyarrow.string())) for name in FLAT_FIELDS]
    schema = pyarrow.schema(fields, metadata={"factcheck_record_version": str(RECORD_VERSION)})
    parquet.write_table(pyarrow.Table.from_pylist(list(map(flat, pair_records(analysis))), schema=schema), path)


# --- a graph


def write_graphml(analysis: Analysis, path: Path) -> None:
    """A graph for Gephi and its like: sources, claims and disputes; who says what, and on which side it stands.

    Nodes have `type` (source, claim, dispute), edges `type` (says, side a, side b).
    """
    import networkx

    graph = networkx.DiGraph(record_version=RECORD_VERSION)
    places = analysis.claims[["location", "start", "end"]]
    on_side_a = {(d.id, *row) for d in analysis.disputes for row in places.iloc[d.a].itertuples(index=False)}
    for record in pair_records(analysis):
        dispute = f"dispute {record['dispute'] or record['id']}"
        if dispute not in graph:
            about = {name: record[name] for name in ("relation", "kind", "confidence")}
            _node(graph, dispute, "dispute", record["topic"], about)
        for side in "ab":
            claim = record[side]
            name = f"claim {claim['article']} {claim['start']} {claim['end']}"
            about = {field: claim[field] for field in ("text", "speaker", "stance", "published", "article", "lang")}
            _node(graph, name, "claim", claim["text"], about)
            is_on_a = (record["dispute"], claim["article"], claim["start"], claim["end"]) in on_side_a
            stands_on = ("a" if is_on_a else "b") if record["dispute"] else side
            _edge(graph, name, dispute, f"side {stands_on}")
            if claim["source"]:
                _node(graph, f"source {claim['source']}", "source", claim["source"], {})
                _edge(graph, f"source {claim['source']}", name, "says")
    lines = networkx.generate_graphml(graph)
    write_file(path, "<?xml version='1.0' encoding='utf-8'?>\n" + "\n".join(lines) + "\n")


def _node(graph: Any, name: str, type_: str, label: str, about: dict[str, Any]) -> None:
    known = {key: _xml(value) for key, value in about.items() if value is not None}
    graph.add_node(_xml(name), type=type_, label=_xml(label[:_LABEL]), **known)


def _edge(graph: Any, one: str, other: str, type_: str) -> None:
    graph.add_edge(_xml(one), _xml(other), type=type_)


def _xml(value: Any) -> Any:
    """A value without the characters that no XML may hold."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


# --- ClaimReview


def claim_reviews(reviewed: pd.DataFrame, publisher: str, page: str) -> Iterator[dict[str, Any]]:
    """A schema.org ClaimReview (JSON-LD) of each side of each reviewed pair.

    reviewed: the columns of `records.FLAT_FIELDS` and `decision` (what a human says of the pair: conflict, update,
    agreement, neutral), `reviewed` (ISO 8601) and, where there is one, `note`. publisher: who publishes the reviews;
    page: the address they are published at. The rating is in words alone: nothing here says who is right.
    Raises InputError for a decision that is none of these.
    """
    unknown = set(reviewed["decision"]) - set(_RATINGS)
    if unknown:
        raise InputError(f"no such decision: {', '.join(sorted(map(str, unknown)))}; choose from {', '.join(_RATINGS)}")
    for row in reviewed.to_dict("records"):
        for side, other in ("ab", "ba"):
            yield _claim_review({str(name): value for name, value in row.items()}, side, other, publisher, page)


def _claim_review(row: dict[str, Any], side: str, other: str, publisher: str, page: str) -> dict[str, Any]:
    known = {name: value for name, value in row.items() if isinstance(value, str) and value}
    who = known.get(f"{other}_source") or "another source"
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{page}#{row['id']}-{side}",
        "datePublished": known.get("reviewed"),
        "author": {"@type": "Organization", "name": publisher},
        "claimReviewed": row[f"{side}_text"],
        "inLanguage": known.get(f"{side}_lang"),
        "itemReviewed": _claim(known, side),
        "reviewRating": {"@type": "Rating", "alternateName": f"{_RATINGS[row['decision']]} {who}"},
        "reviewBody": known.get("note"),
        "citation": _appearance(known, other),
    }
    return {name: value for name, value in review.items() if value is not None}


_RATINGS = {
    "conflict": "In conflict with",
    "update": "Updated, or bounded, by",
    "agreement": "In agreement with",
    "neutral": "Speaks of something else than",
}


def _claim(known: dict[str, Any], side: str) -> dict[str, Any]:
    speaker, source = known.get(f"{side}_speaker"), known.get(f"{side}_source")
    # Whether a speaker is a person or an organization is not known, so it has no type.
    outlet = {"@type": "Organization", "name": source} if source else None
    author = {"name": speaker} if speaker else outlet
    parts = {"author": author, "datePublished": known.get(f"{side}_published"), "appearance": _appearance(known, side)}
    return {"@type": "Claim", **{name: value for name, value in parts.items() if value is not None}}


def _appearance(known: dict[str, Any], side: str) -> dict[str, Any] | None:
    address = web_address(known.get(f"{side}_article"))
    name = known.get(f"{side}_source")
    publisher = {"publisher": {"@type": "Organization", "name": name}} if name else {}
    return {"@type": "NewsArticle", "url": address, **publisher} if address else None


def write_claim_reviews(reviews: Iterable[dict[str, Any]], path: Path) -> None:
    """A JSON-LD file of reviews; safe to be put into a `script` element as it is."""
    text = json.dumps(list(reviews), ensure_ascii=False, indent=1)
    write_file(path, text.replace("<", "\\u003c").translate(_LINE_ENDS) + "\n")
