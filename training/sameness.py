"""Fits the weights of `factcheck/sameness.py` and says how good they are.

    python training/sameness.py PAIRS.jsonl...

Reads labelled pairs: `{"premise", "hypothesis", "label", "split_group"}` or `{"a": {"text"}, "b": {"text"}, "label",
"event"}`. Labels `different` and `neutral` mean that the two do not tell of the same thing. Scores are of
cross-validation folded by event, so no event is in both training and test; the printed weights are of all lines.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.articles import detect_language
from factcheck.embedding import load_encoder
from factcheck.readings import read
from factcheck.sameness import FEATURES, features, traits


def texts(line: dict) -> tuple[str, str, bool, str]:
    """(text a, text b, tell of the same thing, group) of one labelled line."""
    same = line["label"] not in ("different", "neutral")
    if "premise" in line:
        return line["premise"], line["hypothesis"], same, f"headlines {line['split_group']}"
    return line["a"]["text"], line["b"]["text"], same, f"bodies {line['event']}"


def main() -> None:
    lines = [json.loads(row) for path in sys.argv[1:] for row in Path(path).read_text("utf-8").splitlines()]
    a, b, same, groups = zip(*map(texts, lines), strict=True)
    encoder = load_encoder()
    cosines = (encoder.encode(a) * encoder.encode(b)).sum(1)
    of = traits(read(text, detect_language(text)) for text in (*a, *b))
    x = features(of, np.arange(2 * len(a)).reshape(2, -1).T, cosines)
    y = np.array(same)
    # Cosines differ by hundredths: without scaling, regularisation would keep their weight near nothing.
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
    p = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
    print(f"{len(y)} pairs, {y.mean():.3f} of the same thing")
    print(f"cross-validated: AUC {roc_auc_score(y, p):.3f}, average precision {average_precision_score(y, p):.3f}")
    print(f"Brier score {brier_score_loss(y, p):.3f}; cosine alone: AUC {roc_auc_score(y, x[:, 0]):.3f}")
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - weights @ scaler.mean_
    print("WEIGHTS", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)), "BIAS", round(bias, 2))


if __name__ == "__main__":
    main()
