"""What was decided by what -> lines to read, or JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from factcheck.outputs.escaping import one_line
from factcheck.outputs.records import verdict_record


def print_explained(items: Iterable[Mapping[str, Any]], as_json: bool) -> None:
    """Prints what `analysis.texts.explain_texts` gives: a block for each two claims, or a JSON line."""
    for item in items:
        item = {**item, "verdict": verdict_record(item["verdict"])}
        print(json.dumps(item, ensure_ascii=False) if as_json else "\n".join(_lines(item)))


def print_tagged(articles: Iterable[Mapping[str, Any]], as_json: bool) -> None:
    """Prints what `claims.explain_article` gives: each sentence with its claims and its words, or a JSON line."""
    for article in articles:
        print(json.dumps(article, ensure_ascii=False) if as_json else "\n".join(_tagged_lines(article)))


def _tagged_lines(article: Mapping[str, Any]) -> Iterator[str]:
    yield one_line(article["article"])
    for sentence in article["sentences"]:
        yield f"  {one_line(sentence['text'])}"
        for claim in sentence["claims"]:
            speaker = f"{one_line(claim['speaker'])} " if claim["speaker"] else ""
            via = f"via {one_line(claim['via'])} " if claim["via"] else ""
            owner = f"{speaker}{via}({claim['owner']} {claim['owner_probability']})"
            stance = f"{claim['stance']} ({claim['stance_probability']})"
            yield f"    {owner} {stance}: {one_line(claim['text'])} ({claim['probability']})"
        for word in sentence["words"]:
            labels = f"claim {word['claim']} {word['claim_probability']}, speaker {word['speaker']}"
            yield f"      {one_line(word['word'])}\t{labels} {word['speaker_probability']}"


def _lines(item: Mapping[str, Any]) -> Iterator[str]:
    for side in "ab":
        claim = item[side]
        yield f"{side.upper()}: [{one_line(claim['speaker'] or '-')}, {claim['stance']}] {one_line(claim['text'])}"
    verdict = item["verdict"]
    kind = f" ({verdict['kind']})" if verdict["kind"] else ""
    yield f"  {verdict['relation']}{kind}, {verdict['confidence']}: {one_line('; '.join(verdict['reasons']))}"
    for name in ("read", "evidence", "likely"):
        yield f"  {name}: " + ", ".join(f"{key} {value}" for key, value in item[name].items())
    yield f"  kind: {item['kind']}"
    yield from (f"  {name} forbids {', '.join(relations)}" for name, relations in item["vetoes"].items())
