"""Fits `models/weights/fusion.json`: how likely a clash found by structure is one; how nearness, structure and NLI
tell agreement from nothing in common, and of two texts set against each other whether they exclude each other.

    python training/fusion.py finding PAIRS.jsonl... --read training/findings.csv
    python training/fusion.py agreement PAIRS.jsonl...
    python training/fusion.py exclusion PAIRS.jsonl...

Reads labelled pairs as `factcheck evaluate pairs` does: for findings and agreement those of articles, for exclusion
those of bare texts. A finding is a conflict or update that structure finds, right where the label says so too; to these
come the disputes of an index that were read and judged one by one. For agreement a pair stands for its strongest pair
of claims by structure alone, for exclusion as a whole, as near as the nearest of its claims; those in which structure
finds a conflict or an update are not weighed and left out.
Scores printed are of cross-validation folded by event (`split_group`, `event`, or else by the first text), so that no
event is in training and test both; the weights written are of all lines.
"""

import argparse
import csv
import json
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.evaluation import calibration, read_lines, relation_of, statement
from factcheck.models.encoder import load_encoder
from factcheck.models.nli import load_nli
from factcheck.rules.fusion import NAMES, features, finding
from factcheck.verdicts.judge import compare, pairs_of
from factcheck.verdicts.pairs import AGREEMENT, CLASHES, CONFLICT, Pair, Side, Verdict, strongest

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "weights" / "fusion.json"
TARGETS = {"agreement": AGREEMENT, "exclusion": CONFLICT}
FINDING = "finding"
STRENGTH = 0.1
"""Of the weights' freedom (scikit-learn's C): a few hundred pairs do not bear more."""
Table = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(features, whether the pair is what it should be, group)"""


class Stated(NamedTuple):
    """Two labelled texts with their claims (`left`, `right`) and the vectors of these; `group` is kept in one fold."""

    a: str
    b: str
    label: str
    group: str
    left: list[Side]
    right: list[Side]
    vector: dict[str, np.ndarray]

    def cosine(self, x: Side, y: Side) -> float:
        return float(self.vector[x.text] @ self.vector[y.text])

    def chosen(self) -> tuple[Side, Side, Verdict]:
        """Of the claims the two that say most of each other, and their verdict by structure."""
        judged = [(x, y, compare(x, y, self.cosine(x, y))) for x in self.left for y in self.right]
        best = strongest([verdict for *_, verdict in judged])
        return next(item for item in judged if item[2] is best)

    def near(self, parts: list[tuple[Side, Side]]) -> list[Pair]:
        return pairs_of(parts, [self.cosine(x, y) for x, y in parts])


def stated(lines: list[dict[str, Any]]) -> list[Stated]:
    """The labelled pairs of lines, their claims embedded all at once."""
    texts = [(statement(line, "a"), statement(line, "b")) for line in lines]
    sides = [(a.sides("a"), b.sides("b")) for a, b in texts]
    told = sorted({s.text for pair in sides for group in pair for s in group})
    vector = dict(zip(told, load_encoder().encode(told), strict=True))
    return [
        Stated(a.text, b.text, relation_of(line), _group(line, a.text), *two, vector)
        for line, (a, b), two in zip(lines, texts, sides, strict=True)
    ]


def findings(lines: list[dict[str, Any]], path: Path | None) -> Table:
    """What structure finds in the lines, right where it is labelled so, and the findings of a table that were read."""
    found = []
    for two in stated(lines):
        x, y, verdict = two.chosen()
        if verdict.form:
            (pair,) = two.near([(x, y)])
            found.append((verdict.form, pair.same.probability, verdict.relation == two.label, two.group))
    if path:
        with path.open(encoding="utf-8", newline="") as rows:
            found += [(r["form"], float(r["same"]), r["right"] == "1", r["event"]) for r in csv.DictReader(rows)]
    x = np.array([finding(form, same) for form, same, *_ in found])
    return x, np.array([right for *_, right, _ in found]), np.array([group for *_, group in found])


def table(lines: list[dict[str, Any]], target: str) -> Table:
    """The lines in which structure finds no clash, and whether they are labelled as the target says."""
    nli = load_nli()
    assert nli
    read, weighed, kept = [], [], []
    for two in stated(lines):
        x, y, verdict = two.chosen()
        if verdict.relation in CLASHES:
            continue
        is_whole = target == "exclusion"
        near = two.near(list(product(two.left, two.right)) if is_whole else [(x, y)])
        same, overlap = (max(values) for values in zip(*(pair.same for pair in near), strict=True))
        weighed.append((same, overlap, verdict.confidence if verdict.relation == AGREEMENT else 0.0))
        read.append((two.a, two.b) if is_whole else (x.text, y.text))
        kept.append((two.label == TARGETS[target], two.group))
    told = nli.both_directions(*zip(*read, strict=True))
    rows = [features(*given, said) for given, said in zip(weighed, told, strict=True)]
    labels, groups = zip(*kept, strict=True)
    return np.array(rows), np.array(labels), np.array(groups)


def _group(line: dict[str, Any], text: str) -> str:
    event = f"body {line['event']}" if "event" in line else text
    return str(line.get("split_group") or event)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=(FINDING, *TARGETS))
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--read", type=Path, help="a table of findings that were read, with `finding`")
    args = parser.parse_args()
    lines = [line for path in args.pairs for line in read_lines(path)]
    if args.target == FINDING:
        x, y, groups = findings(lines, args.read)
        # The rules stand as 0 and 1, unscaled: one that found little stays near what is believed of all.
        _print_scores("by rule and nearness", LogisticRegression(), x, y, groups)
        fitted = LogisticRegression().fit(x, y)
        _write(args.target, fitted.coef_[0], fitted.intercept_[0])
        return
    x, y, groups = table(lines, args.target)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))
    for name, columns in (("without NLI", slice(0, 3)), ("with NLI", slice(None))):
        _print_scores(name, model, x[:, columns], y, groups)
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    _write(args.target, weights, regression.intercept_[0] - weights @ scaler.mean_)


def _print_scores(name: str, model: Any, x: np.ndarray, y: np.ndarray, groups: np.ndarray) -> None:
    """Of cross-validation by group: how well the model ranks, and what it says against what was so."""
    p = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
    print(f"{name}: {len(y)} pairs, {y.sum()} so; above one half {(p > 0.5).sum()}, of them so {(y & (p > 0.5)).sum()}")
    said = calibration(p.tolist(), y.tolist())
    print(f"  AUC {roc_auc_score(y, p):.3f}, log loss {log_loss(y, p):.3f}, expected calibration error {said['error']}")
    for b in said["bins"]:
        print(f"  said {b['said']:.2f}, was {b['right']:.2f}, of {b['n']}")


def _write(target: str, weights: np.ndarray, bias: float) -> None:
    fitted = {
        "weights": dict(zip(NAMES[target], weights.round(3).tolist(), strict=True)),
        "bias": round(float(bias), 3),
    }
    written = {**json.loads(TARGET.read_text("utf-8")), target: fitted}
    TARGET.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
