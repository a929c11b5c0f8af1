"""Pairs -> a graph of sources, claims and disputes."""

import re
from pathlib import Path
from typing import Any

from factcheck.outputs.records import RECORD_VERSION, pair_records
from factcheck.outputs.tables import write_file
from factcheck.schema import Analysis

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LABEL = 80
"""Characters of a claim that name its node in a graph; the whole text stands beside."""


def write_graphml(analysis: Analysis, path: Path) -> None:
    """A graph for Gephi and its like: sources, claims and disputes; who says what, and on which side it stands.

    Nodes have `type` (source, claim, dispute), edges `type` (says, side a, side b).
    """
    import networkx

    graph = networkx.DiGraph(record_version=RECORD_VERSION)
    places = analysis.claims[["location", "start", "end"]]
    on_side_a = {(d.id, *row) for d in analysis.disputes for row in places.iloc[list(d.a)].itertuples(index=False)}
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
