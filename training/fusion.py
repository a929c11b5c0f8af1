"""Fits `factcheck/models/fusion.json`: how structure and NLI together tell conflict, update, agreement and neutral.

    python training/fusion.py PAIRS.jsonl...

Reads labelled pairs as `factcheck evaluate pairs` does. A pair of texts stands for its strongest pair of claims by
structure alone. Scores printed are of cross-validation folded by event (`split_group`, `event`), so that no event is in
training and test both; the weights written are of all lines.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, confusion_matrix, log_loss
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.conflicts import Side, Verdict, compare, strongest
from factcheck.embedding import load_encoder
from factcheck.evaluate import read_lines, relation_of, statement
from factcheck.fusion import FEATURES, RELATIONS, features
from factcheck.nli import load_nli
from factcheck.sameness import same_thing

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "fusion.json"
STRENGTH = 0.1
"""Of the weights' freedom (scikit-learn's C): 45 conflicts do not bear more."""


def chosen(a: list[Side], b: list[Side], vector: dict[str, np.ndarray]) -> tuple[Side, Side, float, Verdict]:
    """Of the claims of two texts the two that say most of each other, their cosine, and their verdict by structure."""
    found = [(x, y, float(vector[x.text] @ vector[y.text])) for x in a for y in b]
    judged = [(x, y, cosine, compare(x, y, cosine)) for x, y, cosine in found]
    best = strongest([v for *_, v in judged])
    return next(item for item in judged if item[3] is best)


def table(lines: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """(features, relations) of labelled lines."""
    encoder, nli = load_encoder(), load_nli()
    assert nli
    sides = [(statement(line, "a").sides("a"), statement(line, "b").sides("b")) for line in lines]
    texts = sorted({s.text for pair in sides for group in pair for s in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    pairs = [chosen(a, b, vector) for a, b in sides]
    told = nli.both_directions([a.text for a, *_ in pairs], [b.text for _, b, *_ in pairs])
    rows = []
    for (a, b, cosine, verdict), said in zip(pairs, told, strict=True):
        same = same_thing(a.reading, b.reading, cosine)
        rows.append(features(*same, verdict.relation, verdict.kind, verdict.confidence, said))
    return np.array(rows), np.array([RELATIONS.index(relation_of(line)) for line in lines])


def main() -> None:
    lines = [line for path in sys.argv[1:] for line in read_lines(path)]
    groups = [str(line.get("split_group") or f"body {line.get('event')}") for line in lines]
    x, y = table(lines)
    # Neither class weights nor a search for the strength: the base rate is what makes a false alarm.
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    p = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba")
    conflict = y == RELATIONS.index("conflict")
    print(f"{len(y)} pairs; log loss {log_loss(y, p):.3f}")
    print(f"conflict: average precision {average_precision_score(conflict, p[:, 0]):.3f} (base {conflict.mean():.3f})")
    print(confusion_matrix(y, p.argmax(1)))
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    weights = regression.coef_ / scaler.scale_
    bias = regression.intercept_ - weights @ scaler.mean_
    written = {
        "weights": {
            r: dict(zip(FEATURES, w.round(3).tolist(), strict=True)) for r, w in zip(RELATIONS, weights, strict=True)
        },
        "bias": dict(zip(RELATIONS, bias.round(3).tolist(), strict=True)),
    }
    TARGET.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
