"""Fits `factcheck/models/fusion.json`: how nearness, structure and NLI together tell agreement from nothing in common,
and of two texts that are set against each other whether they exclude each other.

    python training/fusion.py agreement PAIRS.jsonl...
    python training/fusion.py exclusion PAIRS.jsonl...

Reads labelled pairs as `factcheck evaluate pairs` does: for agreement those of articles, for exclusion those of bare
texts. For agreement a pair stands for its strongest pair of claims by structure alone, for exclusion as a whole, as
near as the nearest of its claims; those in which structure finds a conflict or an update are not weighed and left out.
Scores printed are of cross-validation folded by event (`split_group`, `event`, or else by the first text), so that no
event is in training and test both; the weights written are of all lines.
"""

import argparse
import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.embedding import load_encoder
from factcheck.evaluate import read_lines, relation_of, statement
from factcheck.fusion import FEATURES, features
from factcheck.judging import compare, pairs_of
from factcheck.nli import load_nli
from factcheck.verdicts import AGREEMENT, CLASHES, CONFLICT, Side, Verdict, strongest

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "fusion.json"
TARGETS = {"agreement": AGREEMENT, "exclusion": CONFLICT}
STRENGTH = 0.1
"""Of the weights' freedom (scikit-learn's C): a few hundred pairs do not bear more."""


def chosen(a: list[Side], b: list[Side], vector: dict[str, np.ndarray]) -> tuple[Side, Side, Verdict]:
    """Of the claims of two texts the two that say most of each other, and their verdict by structure."""
    judged = [(x, y, compare(x, y, float(vector[x.text] @ vector[y.text]))) for x in a for y in b]
    best = strongest([verdict for *_, verdict in judged])
    return next(item for item in judged if item[2] is best)


def table(lines: list[dict[str, Any]], target: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(features, whether the pair is labelled as the target says, group) of the lines in which structure finds no
    clash."""
    encoder, nli = load_encoder(), load_nli()
    assert nli
    stated = [(statement(line, "a"), statement(line, "b")) for line in lines]
    sides = [(a.sides("a"), b.sides("b")) for a, b in stated]
    texts = sorted({s.text for pair in sides for group in pair for s in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    read, weighed, kept = [], [], []
    for line, (a, b), (left, right) in zip(lines, stated, sides, strict=True):
        x, y, verdict = chosen(left, right, vector)
        if verdict.relation in CLASHES:
            continue
        is_whole = target == "exclusion"
        parts = list(product(left, right)) if is_whole else [(x, y)]
        near = pairs_of(parts, [float(vector[s.text] @ vector[t.text]) for s, t in parts])
        same, overlap = (max(values) for values in zip(*(pair.same for pair in near), strict=True))
        weighed.append((same, overlap, verdict.confidence if verdict.relation == AGREEMENT else 0.0))
        read.append((a.text, b.text) if is_whole else (x.text, y.text))
        kept.append((relation_of(line) == TARGETS[target], _group(line, a.text)))
    told = nli.both_directions(*zip(*read, strict=True))
    rows = [features(*given, said) for given, said in zip(weighed, told, strict=True)]
    labels, groups = zip(*kept, strict=True)
    return np.array(rows), np.array(labels), np.array(groups)


def _group(line: dict[str, Any], text: str) -> str:
    event = f"body {line['event']}" if "event" in line else text
    return str(line.get("split_group") or event)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("pairs", nargs="+")
    args = parser.parse_args()
    x, y, groups = table([line for path in args.pairs for line in read_lines(path)], args.target)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))
    for name, columns in (("without NLI", slice(0, 3)), ("with NLI", slice(None))):
        p = cross_val_predict(model, x[:, columns], y, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
        found, hits = (p > 0.5).sum(), (y & (p > 0.5)).sum()
        print(f"{name}: {len(y)} pairs, {y.sum()} of {args.target}; found {found}, right {hits}")
        print(f"  AUC {roc_auc_score(y, p):.3f}, log loss {log_loss(y, p):.3f}")
        for low in np.arange(0, 1, 0.2):
            here = (p >= low) & (p < low + 0.2)
            if here.any():
                print(f"  said {p[here].mean():.2f}, was {y[here].mean():.2f}, of {here.sum()}")
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - weights @ scaler.mean_
    fitted = {"weights": dict(zip(FEATURES, weights.round(3).tolist(), strict=True)), "bias": round(bias, 3)}
    written = {**json.loads(TARGET.read_text("utf-8")), args.target: fitted}
    TARGET.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
