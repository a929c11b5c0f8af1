"""Scores against labelled data: pairs of texts, the pairs marked in the seed articles, and NLI sets."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from factcheck.analysis.analyse import analyse
from factcheck.analysis.texts import compare_texts
from factcheck.articles.furniture import find_furniture
from factcheck.errors import InputError
from factcheck.index.index import Index
from factcheck.jsonl import statement_of
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import (
    AGREEMENT,
    CLASHES,
    CONFLICT,
    LABELS,
    NEUTRAL,
    OUTCOMES,
    RELATIONS,
    UPDATE,
    Analysis,
    Article,
    PairSide,
    Statement,
    Verdict,
)
from factcheck.settings import Settings

# Labels of data sets that only say whether two texts contradict each other.
_CONTRADICTS = {"contradiction": True, "disagree": True} | dict.fromkeys(
    ("entailment", "neutral", "agree", "compatible", "compatibles"), False
)
# Labels of other data sets, as relations of ours.
_RELATION_OF = {"update_or_bound": UPDATE, "different": NEUTRAL} | {
    label: CONFLICT if contradicts else AGREEMENT for label, contradicts in _CONTRADICTS.items() if label != NEUTRAL
}
_BINS = 5
_COVERED = (
    0.4  # of the shorter of a claim and a marked quote; a quote may hold the speaker's name, which a claim leaves out
)


# --- pairs


def evaluate_pairs(lines: Sequence[dict[str, Any]], encoder: Encoder, reader: PairReader) -> dict[str, Any]:
    """Scores on labelled pairs of texts.

    A line is `{"a": {"text", ...}, "b": {...}, "relation" or "label"}` or `{"premise", "hypothesis", "label"}`.
    Gives `n`, `per_relation` (precision, recall, f1, n; a relation without rows is left out), `confusion`
    (label -> relation -> count), `conflict_average_precision`, which ranks by how likely a conflict is, and
    `clash_average_precision`, of a conflict or update, the `conflicts_per_kind` (kind -> how many were `found`, how
    many of them `right`), and the `calibration` of the conflicts and updates found. Labels of NLI sets are read as
    the relations they come nearest to.
    """
    labels = [relation_of(line) for line in lines]
    verdicts = compare_texts(
        [(labelled_statement(line, "a"), labelled_statement(line, "b")) for line in lines], encoder, reader
    )
    found = [v.relation for v in verdicts]
    likely = np.array([v.probabilities for v in verdicts]).reshape(-1, len(RELATIONS))
    conflicts, clashes = likely[:, RELATIONS.index(CONFLICT)], likely[:, [RELATIONS.index(r) for r in CLASHES]].sum(1)
    confusion: dict[str, Counter[str]] = {label: Counter() for label in RELATIONS if label in labels}
    for label, relation in zip(labels, found, strict=True):
        confusion[label][relation] += 1
    return {
        "n": len(lines),
        "per_relation": {r: _scores(labels, found, r) for r in RELATIONS if r in labels},
        "confusion": {label: dict(sorted(row.items())) for label, row in confusion.items()},
        "conflicts_per_kind": _per_kind(verdicts, labels),
        "conflict_average_precision": average_precision([label == CONFLICT for label in labels], conflicts),
        "clash_average_precision": average_precision([label in CLASHES for label in labels], clashes),
        "calibration": calibration(
            [v.confidence for v in verdicts if v.relation in CLASHES],
            [v.relation == label for v, label in zip(verdicts, labels, strict=True) if v.relation in CLASHES],
        ),
    }


def _per_kind(verdicts: Sequence[Verdict], labels: Sequence[str]) -> dict[str, dict[str, int]]:
    found = Counter(v.kind for v in verdicts if v.relation == CONFLICT)
    right = Counter(
        v.kind for v, label in zip(verdicts, labels, strict=True) if v.relation == CONFLICT and label == CONFLICT
    )
    return {kind: {"found": n, "right": right[kind]} for kind, n in sorted(found.items())}


def calibration(confidences: Sequence[float], is_right: Sequence[bool]) -> dict[str, Any]:
    """How far confidences are from how often they were right: `error`, the expected calibration error (Guo et al.
    2017), and `bins` of equal width that hold any: `from`, `to`, `n`, `said` (mean confidence), `right` (share)."""
    said, right = np.asarray(confidences, float), np.asarray(is_right, float)
    places = np.minimum((said * _BINS).astype(int), _BINS - 1)
    bins = [
        {
            "from": b / _BINS,
            "to": (b + 1) / _BINS,
            "n": int((places == b).sum()),
            "said": round(float(said[places == b].mean()), 3),
            "right": round(float(right[places == b].mean()), 3),
        }
        for b in np.unique(places).tolist()
    ]
    error = sum(b["n"] * abs(b["said"] - b["right"]) for b in bins) / max(1, len(said))
    return {"error": round(error, 3), "bins": bins}


def relation_of(line: dict[str, Any]) -> str:
    label = line.get("relation") or line.get("label")
    relation = _RELATION_OF.get(str(label), str(label))
    if relation not in RELATIONS:
        raise InputError(f"label {label!r} is none of {', '.join((*RELATIONS, *_RELATION_OF))}")
    return relation


def labelled_statement(line: dict[str, Any], side: str) -> Statement:
    """One side of a labelled pair. Raises InputError where it is none."""
    if "premise" in line:
        text = line["premise" if side == "a" else "hypothesis"] if "hypothesis" in line else None
        given: Any = {"text": text, "source": line.get(f"outlet_{side}"), "published": line.get("date")}
    else:
        given = line.get(side)
        if isinstance(given, dict):
            given = {**given, "published": given.get("published") or given.get("date")}
    return statement_of(given, f"{side} of the pair {json.dumps(line, ensure_ascii=False)[:80]}")


def _scores(labels: Sequence[Any], found: Sequence[Any], name: Any) -> dict[str, float]:
    """Precision, recall and F1 of one label; 0 where nothing was found."""
    hits = sum(label == relation == name for label, relation in zip(labels, found, strict=True))
    precision = hits / max(1, found.count(name))
    recall = hits / max(1, labels.count(name))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "n": labels.count(name)}


def average_precision(is_positive: Sequence[bool], scores: Sequence[float] | np.ndarray) -> float | None:
    """Average precision of a ranking by score; None without positives. Ties count as ranked together."""
    if not any(is_positive):
        return None
    from sklearn.metrics import average_precision_score

    return round(float(average_precision_score(is_positive, scores)), 3)


# --- seeds


@dataclass(frozen=True)
class _Marked:
    """A quote marked in an article: characters `start` up to `end`."""

    article: str
    start: int
    end: int


def evaluate_seeds(
    lines: Sequence[dict[str, Any]], articles: Sequence[Article], encoder: Encoder, reader: PairReader
) -> dict[str, Any]:
    """Which of the marked pairs and marked furniture an analysis of the articles gets right.

    A line is `{"id", "relation", "a": {"article", "start", "end"}, "b": {...}}`, or, for furniture,
    `{"article", "start", "end", "why"}`. A marked pair is met where its relation is conflict or update and a verdict
    says so of claims that both quotes mean, or its relation is another and no verdict says conflict.
    """
    with TemporaryDirectory() as folder:
        index = Index.create(folder)
        index.update(articles, encoder)
        analysis = analyse(index, Settings(), reader)
    pairs = [_seed_pair(line, analysis) for line in lines if "relation" in line]
    furniture = [_seed_furniture(line, articles, analysis) for line in lines if "relation" not in line]
    rows = pairs + furniture
    conflicts = analysis.verdicts["relation"] == CONFLICT
    return {"n": len(rows), "met": sum(r["met"] for r in rows), "conflicts": int(conflicts.sum()), "rows": rows}


def _seed_pair(line: dict[str, Any], analysis: Analysis) -> dict[str, Any]:
    a, b = (_covering(analysis.claims, _marked(line.get(side))) for side in "ab")
    chosen = [v.relation for v in analysis.verdicts.itertuples() if (v.a in a and v.b in b) or (v.a in b and v.b in a)]
    found = min(chosen, key=RELATIONS.index, default="none")
    wanted = line["relation"]
    met = found == wanted if wanted in CLASHES else found != CONFLICT
    return {"id": line.get("id"), "wanted": wanted, "found": found, "met": met, "note": line.get("note", "")}


def _seed_furniture(line: dict[str, Any], articles: Sequence[Article], analysis: Analysis) -> dict[str, Any]:
    marked = _marked(line)
    article = next((a for a in articles if Path(a.location).name == marked.article), None)
    if not article:
        raise InputError(f"no article {marked.article} among those of --articles")
    is_marked = any(f.start < marked.end and marked.start < f.end for f in find_furniture(article.text))
    in_verdict = set(_covering(analysis.claims, marked)) & {*analysis.verdicts["a"], *analysis.verdicts["b"]}
    found = "furniture" if is_marked and not in_verdict else "claim"
    return {"id": line.get("quote", ""), "wanted": "furniture", "found": found, "met": found == "furniture", "note": ""}


def _marked(side: Any) -> _Marked:
    article, start, end = (side.get(name) if isinstance(side, dict) else None for name in ("article", "start", "end"))
    if not (isinstance(article, str) and isinstance(start, int) and isinstance(end, int)):
        raise InputError(f"not a quote with article, start and end: {json.dumps(side, ensure_ascii=False)[:80]}")
    return _Marked(article, start, end)


def _covering(claims: pd.DataFrame, quote: _Marked) -> set[int]:
    """Positions of the claims that are meant by a marked quote."""
    here = claims["location"].map(lambda path: Path(path).name) == quote.article
    shared = np.minimum(claims["end"], quote.end) - np.maximum(claims["start"], quote.start)
    shorter = np.minimum(claims["end"] - claims["start"], quote.end - quote.start)
    return set(np.flatnonzero(here & (shared >= _COVERED * shorter)))


# --- NLI


def evaluate_nli(lines: Iterable[dict[str, Any]], reader: PairReader) -> dict[str, Any]:
    """Scores of a pair reader (agreement is entailment, conflict contradiction, the rest neutral) on the rows labelled
    with one of the three: `n`, `accuracy`, `macro_f1`, `per_label`; `left_out` (label -> rows that are none of the
    three); `contradiction`, also over rows labelled by another habit (agree and disagree, compatible): precision,
    recall, f1 and average precision; `pairs_per_second`."""
    lines = [{**line, "label": str(line.get("label"))} for line in lines]
    for line in lines:
        if not all(isinstance(line.get(name), str) for name in ("premise", "hypothesis")):
            raise InputError(f"not a premise and a hypothesis: {json.dumps(line, ensure_ascii=False)[:80]}")
    left_out = Counter(line["label"] for line in lines if line["label"] not in LABELS)
    lines = [line for line in lines if line["label"] in _CONTRADICTS]
    if not lines:
        raise InputError(f"no line with a label of {', '.join(_CONTRADICTS)}")
    start = time.perf_counter()
    read = reader.read([(PairSide(line["premise"]), PairSide(line["hypothesis"])) for line in lines])
    seconds = time.perf_counter() - start
    entailed, contradicted = (
        np.array([r.probabilities[OUTCOMES.index(outcome)] for r in read]) for outcome in (AGREEMENT, CONFLICT)
    )
    p = np.column_stack([entailed, 1 - entailed - contradicted, contradicted])
    found = [LABELS[i] for i in p.argmax(1)]
    labelled = [(line["label"], f) for line, f in zip(lines, found, strict=True) if line["label"] in LABELS]
    labels, answers = [label for label, _ in labelled], [answer for _, answer in labelled]
    per_label = {name: _scores(labels, answers, name) for name in LABELS if name in labels}
    against = [_CONTRADICTS[line["label"]] for line in lines]
    called = [f == "contradiction" for f in found]
    return {
        "n": len(labelled),
        "left_out": dict(left_out),
        "accuracy": round(sum(label == answer for label, answer in labelled) / max(1, len(labelled)), 4),
        "macro_f1": round(sum(s["f1"] for s in per_label.values()) / max(1, len(per_label)), 4),
        "per_label": per_label,
        "contradiction": {**_scores(against, called, True), "average_precision": average_precision(against, p[:, 2])},
        "pairs_per_second": round(len(lines) / seconds, 1),
    }
