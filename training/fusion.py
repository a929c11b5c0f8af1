"""Fits `factcheck/models/fusion.json`: how nearness, structure and NLI together tell agreement from nothing in common.

    python training/fusion.py PAIRS.jsonl...

Reads labelled pairs as `factcheck evaluate pairs` does. A pair of texts stands for its strongest pair of claims by
structure alone; those in which structure finds a conflict or an update are not weighed and left out. Scores printed are
of cross-validation folded by event (`split_group`, `event`), so that no event is in training and test both; the weights
written are of all lines.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.conflicts import compare
from factcheck.embedding import load_encoder
from factcheck.evaluate import read_lines, relation_of, statement
from factcheck.fusion import FEATURES, features
from factcheck.nli import load_nli
from factcheck.sameness import same_thing
from factcheck.verdicts import AGREEMENT, NEUTRAL, Side, Verdict, strongest

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "fusion.json"
STRENGTH = 0.1
"""Of the weights' freedom (scikit-learn's C): a few hundred pairs do not bear more."""


def chosen(a: list[Side], b: list[Side], vector: dict[str, np.ndarray]) -> tuple[Side, Side, float, Verdict]:
    """Of the claims of two texts the two that say most of each other, their cosine, and their verdict by structure."""
    found = [(x, y, float(vector[x.text] @ vector[y.text])) for x in a for y in b]
    judged = [(x, y, cosine, compare(x, y, cosine)) for x, y, cosine in found]
    best = strongest([v for *_, v in judged])
    return next(item for item in judged if item[3] is best)


def table(lines: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(features, whether the pair is labelled agreement, group) of the lines in which structure finds no clash."""
    encoder, nli = load_encoder(), load_nli()
    assert nli
    sides = [(statement(line, "a").sides("a"), statement(line, "b").sides("b")) for line in lines]
    texts = sorted({s.text for pair in sides for group in pair for s in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    pairs = [(line, *chosen(a, b, vector)) for line, (a, b) in zip(lines, sides, strict=True)]
    pairs = [pair for pair in pairs if pair[-1].relation in (AGREEMENT, NEUTRAL)]
    told = nli.both_directions([a.text for _, a, *_ in pairs], [b.text for _, _, b, *_ in pairs])
    rows = []
    for (_, a, b, cosine, verdict), said in zip(pairs, told, strict=True):
        agreement = verdict.confidence if verdict.relation == AGREEMENT else 0.0
        rows.append(features(*same_thing(a.reading, b.reading, cosine), agreement, said))
    groups = [str(line.get("split_group") or f"body {line.get('event')}") for line, *_ in pairs]
    return np.array(rows), np.array([relation_of(line) == AGREEMENT for line, *_ in pairs]), np.array(groups)


def main() -> None:
    x, y, groups = table([line for path in sys.argv[1:] for line in read_lines(path)])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))
    for name, columns in (("without NLI", slice(0, 3)), ("with NLI", slice(None))):
        p = cross_val_predict(model, x[:, columns], y, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
        found, hits = (p > 0.5).sum(), (y & (p > 0.5)).sum()
        print(f"{name}: {len(y)} pairs, {y.sum()} agree; found {found}, right {hits}")
        print(f"  AUC {roc_auc_score(y, p):.3f}, log loss {log_loss(y, p):.3f}")
        for low in np.arange(0, 1, 0.2):
            here = (p >= low) & (p < low + 0.2)
            print(f"  said {p[here].mean():.2f}, was {y[here].mean():.2f}, of {here.sum()}")
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - weights @ scaler.mean_
    written = {"weights": dict(zip(FEATURES, weights.round(3).tolist(), strict=True)), "bias": round(bias, 3)}
    TARGET.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
