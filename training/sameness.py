"""Fits the weights of `factcheck/rules/sameness.py` and says how good they are.

    python training/sameness.py PAIRS.jsonl...

Reads labelled pairs: `{"premise", "hypothesis", "label", "split_group"}` or `{"a": {"text"}, "b": {"text"}, "label",
"event"}`. Labels `different` and `neutral` mean that the two do not tell of the same thing. Scores are of
cross-validation folded by event, so no event is in both training and test: of the weights, and of the verdicts that
rest on them. The printed weights are of all lines.
"""

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, classification_report, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.analysis.analyse import compare_texts
from factcheck.articles import detect_language
from factcheck.evaluation import read_lines, relation_of, statement
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.nli import load_nli
from factcheck.rules import sameness
from factcheck.rules.readings import read
from factcheck.rules.sameness import FEATURES, features, traits

FOLDS = GroupKFold(5)


def texts(line: dict) -> tuple[str, str, bool, str]:
    """(text a, text b, tell of the same thing, group) of one labelled line."""
    same = line["label"] not in ("different", "neutral")
    if "premise" in line:
        return line["premise"], line["hypothesis"], same, f"headlines {line['split_group']}"
    return line["a"]["text"], line["b"]["text"], same, f"bodies {line['event']}"


def weights_of(model: Pipeline) -> tuple[np.ndarray, float]:
    """(weights of the features as they are, bias) of a regression over scaled ones."""
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return weights, regression.intercept_[0] - weights @ scaler.mean_


def verdicts_on_folds(
    lines: list[dict], x: np.ndarray, y: np.ndarray, groups: list[str], model: Pipeline, encoder: Encoder
) -> list[str]:
    """The relation of each pair, found with weights that were fitted without its event."""
    nli = load_nli()
    found = [""] * len(lines)
    for training, test in FOLDS.split(x, y, groups):
        sameness.WEIGHTS, sameness.BIAS = weights_of(model.fit(x[training], y[training]))
        pairs = [(statement(lines[i], "a"), statement(lines[i], "b")) for i in test]
        for i, verdict in zip(test, compare_texts(pairs, encoder, nli), strict=True):
            found[i] = verdict.relation
    return found


def main() -> None:
    sets = [read_lines(path) for path in sys.argv[1:]]
    lines = [line for of_file in sets for line in of_file]
    a, b, same, groups = zip(*map(texts, lines), strict=True)
    encoder = load_encoder()
    cosines = (encoder.encode(a) * encoder.encode(b)).sum(1)
    of = traits(read(text, detect_language(text)) for text in (*a, *b))
    x = features(of, np.arange(2 * len(a)).reshape(2, -1).T, cosines)
    y = np.array(same)
    # Cosines differ by hundredths: without scaling, regularisation would keep their weight near nothing.
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
    p = cross_val_predict(model, x, y, groups=groups, cv=FOLDS, method="predict_proba")[:, 1]
    print(f"{len(y)} pairs, {y.mean():.3f} of the same thing")
    print(f"cross-validated: AUC {roc_auc_score(y, p):.3f}, average precision {average_precision_score(y, p):.3f}")
    print(f"Brier score {brier_score_loss(y, p):.3f}; cosine alone: AUC {roc_auc_score(y, x[:, 0]):.3f}")
    found = verdicts_on_folds(lines, x, y, list(groups), model, encoder)
    for path, of_file in zip(sys.argv[1:], sets, strict=True):
        mine, found = found[: len(of_file)], found[len(of_file) :]
        print(f"verdicts on {path}", classification_report([*map(relation_of, of_file)], mine, digits=3), sep="\n")
    weights, bias = weights_of(model.fit(x, y))
    print("WEIGHTS", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)), "BIAS", round(bias, 2))


if __name__ == "__main__":
    main()
