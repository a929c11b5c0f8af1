"""A graph of sources, claims and disputes."""

from dataclasses import replace
from pathlib import Path

import networkx

from factcheck.outputs.graph import write_graphml
from factcheck.schema import Analysis

EVIL = 'a\x00\x0b\ud7ff\ufffe\U0001f600 "b" <script>&amp;\u2028\r\nمرحبا'


def test_a_graph_has_who_says_what_and_on_which_side(analysis: Analysis, tmp_path: Path) -> None:
    write_graphml(analysis, tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    kinds = [data["type"] for _, data in graph.nodes(data=True)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"source": 2, "claim": 4, "dispute": 3}
    said = next(name for name, data in graph.nodes(data=True) if data.get("text") == analysis.claims["text"][0])
    assert graph["source الجزيرة"][said]["type"] == "says"
    assert graph[said]["dispute d0"]["type"] == "side a"
    assert graph.nodes["dispute d0"]["confidence"] == 0.8
    others = [n for n, data in graph.nodes(data=True) if data.get("text") in set(analysis.claims["text"][1:3])]
    assert [graph[n]["dispute d0"]["type"] for n in others] == ["side b", "side b"]


def test_no_text_breaks_a_graph(analysis: Analysis, tmp_path: Path) -> None:
    columns = dict.fromkeys(("text", "speaker", "source", "location"), EVIL)
    write_graphml(replace(analysis, claims=analysis.claims.assign(**columns)), tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    texts = {data["text"] for _, data in graph.nodes(data=True) if "text" in data}
    assert len(texts) == 1 and "<script>&amp;" in texts.pop()
