"""Fits what weighs the evidence, `factcheck/models/weights/fusion.json`.

    python training/fusion.py DATA [--folds K --fold I] [--write]

It is fitted on what the pair reader was not trained on: the labelled claims of the part of the events that
`training/pairs.py` left out, the pairs of `labels/claims/`, and the cards that it keeps for this. Prints, on folds by
event, what each group of evidence is worth; `--write` writes the file.
"""

import argparse
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pair_data
from pair_data import Pair
from scipy.optimize import minimize
from scoring import average_precision
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.articles.article import make_article
from factcheck.models.encoder import load_encoder
from factcheck.models.pair_reader import load_pair_reader
from factcheck.schema import CLASHES, OUTCOMES, RELATIONS, Claim, PairSide
from factcheck.verdicts.evidence import FEATURES, GROUPS, features, know
from factcheck.verdicts.fusion import ASKED, NEAR, matrix

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "weights"
RELATION = {
    "agreement": "agreement",
    "facet": "neutral",
    "other": "neutral",
    "conflict": "conflict",
    "update": "update",
}
PARTS = 5
STRENGTH = 0.1
"""The inverse of how strongly weights are held near 0, chosen on folds."""
MINED = 3.0
"""How much more a pair of `labels/claims/` counts: the pair reader has not seen it, and an earlier one the others."""
LEAST, HELD = 1e-9, 0.001


class Rows:
    """Pairs of one set as features: `x` (n, features), `y` relations, `groups` events."""

    def __init__(self, name: str, pairs: Sequence[Pair], is_asked: bool) -> None:
        known = [(pair, {RELATION[OUTCOMES[i]] for i in pair.outcomes}) for pair in pairs]
        pairs = [pair for pair, relations in known if len(relations) == 1]
        sides = [(claim_of(pair.a, is_asked), claim_of(pair.b, is_asked)) for pair in pairs]
        texts = sorted({claim.text for two in sides for claim in two})
        vector = dict(zip(texts, load_encoder().encode(texts), strict=True))
        cosines = np.array([float(vector[a.text] @ vector[b.text]) for a, b in sides])
        self.name = name
        evidence = [(know(a), know(b)) for a, b in sides]
        read = load_pair_reader().read([(a.side, b.side) for a, b in evidence])
        rows = zip(evidence, read, cosines, strict=True)
        self.x = matrix([features(a, b, reading, cosine) for (a, b), reading, cosine in rows])
        self.y = np.array([next(iter(relations)) for _, relations in known if len(relations) == 1])
        self.groups = np.array([pair.event for pair in pairs])


def claim_of(side: PairSide, is_bare: bool) -> Claim:
    lang = make_article(side.text, "").lang
    known = {} if is_bare else {"context": f"{side.title}\n{side.before}", "published": side.published, "article": "x"}
    return Claim("", text=side.text, start=0, end=len(side.text), lang=lang, speaker=side.speaker,
                 stance=side.stance or "asserts", **{"article": "", **known})  # fmt: skip


def fitted(
    x: np.ndarray, y: np.ndarray, weights: np.ndarray, strength: float = STRENGTH
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features, classes in sorted order) and biases of a regression on features as they are."""
    made = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=2000))
    made.fit(x, y, logisticregression__sample_weight=weights)
    scale, regression = made[0], made[1]
    slopes = (regression.coef_ / scale.scale_).T
    return slopes, regression.intercept_ - scale.mean_ @ slopes


def likely(x: np.ndarray, slopes: np.ndarray, bias: np.ndarray) -> np.ndarray:
    logits = x @ slopes + bias
    return 1 / (1 + np.exp(-logits)) if logits.shape[1] == 1 else softmax(logits)


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def on_folds(x: np.ndarray, y: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How likely each relation is (n, 4, sorted), each row by a regression that has not seen its event."""
    found = np.zeros((len(y), len(RELATIONS)))
    for taught, left in GroupKFold(PARTS).split(x, y, groups):
        found[left] = likely(x[left], *fitted(x[taught], y[taught], weights[taught]))
    return found


def report(name: str, p: np.ndarray, y: np.ndarray, sets: np.ndarray) -> None:
    """One line: mean log loss, and conflict F1 (at the likeliest relation) and average precision of each set."""
    order = sorted(RELATIONS)
    column = order.index("conflict")
    parts = []
    for one in dict.fromkeys(sets):
        chosen = sets == one
        truth, said = y[chosen] == "conflict", p[chosen].argmax(1) == column
        right = (truth & said).sum()
        f1 = 2 * right / max(1, truth.sum() + said.sum())
        clash = np.isin(y[chosen], CLASHES)
        both = p[chosen][:, [order.index(relation) for relation in CLASHES]].sum(1)
        parts.append(
            f"{one} {f1:.3f} {average_precision(truth, p[chosen][:, column]):.3f} {average_precision(clash, both):.3f}"
        )
    loss = -np.log(p[np.arange(len(y)), [order.index(label) for label in y]]).mean()
    print(f"{name:24} {loss:.4f}  " + "  ".join(parts), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    real = pair_data.real_pairs(args.data)
    left = [pair for pair in real if pair_data.fold_of(pair.event, args.folds) == args.fold and pair.a.published]
    cards = pair_data.card_pairs(args.data, pair_data.voices_of(real))[pair_data.WEIGHED]
    near = [Rows("left out", left, False), Rows("mined", pair_data.own_claims(args.data), False)]
    asked = [Rows(name, pairs, True) for name, pairs in cards.items()]
    made = {}
    x, y, groups, names = joined(asked)
    sizes = {rows.name: len(rows.y) for rows in asked}
    # A small set counts more a pair: it stands for a kind as much as a large one.
    weights = np.sqrt(np.median(list(sizes.values())) / np.array([sizes[name] for name in names]))
    print(f"{ASKED}: {sizes}\nevidence, log loss; of each set: F1 of conflicts, its average precision, that of clashes")
    report("all", on_folds(x, y, groups, weights), y, names)
    for group, features_of in GROUPS.items():
        rest = [i for i, name in enumerate(FEATURES) if name not in features_of]
        report(f"without {group}", on_folds(x[:, rest], y, groups, weights), y, names)
    alone = [FEATURES.index(name) for name in GROUPS["the pair reader"]]
    report("the pair reader alone", on_folds(x[:, alone], y, groups, weights), y, names)
    slopes, bias = fitted(x, y, weights)
    made[ASKED] = as_read(FEATURES, slopes, bias, sorted(RELATIONS))
    x, y, groups, names = joined(near)
    logits, weights = x @ slopes + bias, np.where(names == "mined", MINED, 1.0)
    found = np.zeros(logits.shape)
    for taught, left_out in GroupKFold(PARTS).split(x, y, groups):
        factor, shift = calibrated(logits[taught], y[taught], weights[taught])
        found[left_out] = softmax(factor * logits[left_out] + shift)
    print(f"{NEAR}: { {rows.name: len(rows.y) for rows in near} }")
    report("calibrated", found, y, names)
    reliability(found, y)
    factor, shift = calibrated(logits, y, weights)
    shifts = {relation: round(float(s), 3) for relation, s in zip(sorted(RELATIONS), shift, strict=True)}
    made[NEAR] = {"factor": round(factor, 3), "shift": shifts}
    if args.write:
        write("fusion", made)


def joined(sets: Sequence[Rows]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Features, relations, events and the name of its set of each row of all sets."""
    x, y, groups = (np.concatenate([getattr(rows, part) for rows in sets]) for part in ("x", "y", "groups"))
    return x, y, groups, np.concatenate([[rows.name] * len(rows.y) for rows in sets])


def calibrated(logits: np.ndarray, y: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """The factor and the shifts that make the relations of rows likeliest."""
    truth = np.searchsorted(sorted(RELATIONS), y)

    def loss(v: np.ndarray) -> float:
        p = softmax(np.exp(v[0]) * logits + v[1:])[np.arange(len(truth)), truth]
        return float(-(weights * np.log(p + LEAST)).sum() / weights.sum() + HELD * (v[1:] ** 2).sum())

    v = minimize(loss, np.zeros(1 + len(RELATIONS))).x
    return float(np.exp(v[0])), v[1:]


def reliability(p: np.ndarray, y: np.ndarray) -> None:
    """Prints, of what is called a conflict or update, how sure that was and how often it was right."""
    order = sorted(RELATIONS)
    for low, high in pairwise((0.05, 0.1, 0.2, 0.3, 0.5, 1.01)):
        for relation in CLASHES:
            said = p[:, order.index(relation)]
            chosen = (said >= low) & (said < high)
            right = (y[chosen] == relation).mean() if chosen.any() else 0
            print(f"  {relation} {low} to {min(high, 1):.2g}: {int(chosen.sum())}, {right:.2f} of them right")


def as_read(names: Sequence[str], slopes: np.ndarray, bias: np.ndarray, columns: Sequence[str]) -> dict:
    """A regression to be read: of each column its bias, and the weight of each feature."""
    return {
        column: {"bias": round(float(b), 3), "weights": {n: round(float(w), 3) for n, w in zip(names, ws, strict=True)}}
        for column, b, ws in zip(columns, bias, slopes.T, strict=True)
    }


def write(name: str, content: dict) -> None:
    (TARGET / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
