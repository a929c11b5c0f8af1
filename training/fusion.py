"""Fits what weighs the evidence, `factcheck/models/weights/fusion.json`, and the gate, `gate.json`.

    python training/fusion.py DATA [--folds K --fold I] [--write]

Both are fitted on what the pair reader was not trained on: the labelled claims of the part of the events that
`training/pairs.py` left out, and the cards that it keeps for this. Prints, on folds by event, what each group of
evidence is worth; `--write` writes the two files.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pair_data
from pair_data import Pair
from scoring import average_precision
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factcheck.articles.article import make_article
from factcheck.models.encoder import load_encoder
from factcheck.models.pair_reader import load_pair_reader
from factcheck.schema import CLASHES, OUTCOMES, RELATIONS, Claim, PairSide
from factcheck.verdicts import gate
from factcheck.verdicts.evidence import FEATURES, GROUPS, features, know
from factcheck.verdicts.fusion import matrix

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


class Rows:
    """Pairs of one set as features: `x` (n, features), `y` relations, `groups` events, `gate` (n, gate's features)."""

    def __init__(self, name: str, pairs: Sequence[Pair], is_asked: bool) -> None:
        known = [(pair, {RELATION[OUTCOMES[i]] for i in pair.outcomes}) for pair in pairs]
        pairs = [pair for pair, relations in known if len(relations) == 1]
        sides = [(_claim(pair.a, is_asked), _claim(pair.b, is_asked)) for pair in pairs]
        texts = sorted({claim.text for two in sides for claim in two})
        vector = dict(zip(texts, load_encoder().encode(texts), strict=True))
        cosines = np.array([float(vector[a.text] @ vector[b.text]) for a, b in sides])
        evidence = [(know(a), know(b)) for a, b in sides]
        read = load_pair_reader().read([(a.side, b.side) for a, b in evidence])
        rows = zip(evidence, read, cosines, strict=True)
        self.name = name
        self.x = matrix([features(a, b, reading, cosine, is_asked) for (a, b), reading, cosine in rows])
        self.y = np.array([next(iter(relations)) for _, relations in known if len(relations) == 1])
        self.groups = np.array([pair.event for pair in pairs])
        claims = [claim for two in sides for claim in two]
        self.gate = gate.features(claims, np.arange(len(claims)).reshape(-1, 2), cosines)


def _claim(side: PairSide, is_bare: bool) -> Claim:
    lang = make_article(side.text, "").lang
    known = {} if is_bare else {"context": f"{side.title}\n{side.before}", "published": side.published, "article": "x"}
    return Claim("", text=side.text, start=0, end=len(side.text), lang=lang, speaker=side.speaker,
                 stance=side.stance or "asserts", **{"article": "", **known})  # fmt: skip


def fitted(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features, classes in sorted order) and biases of a regression on features as they are."""
    made = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000))
    made.fit(x, y, logisticregression__sample_weight=weights)
    scale, regression = made[0], made[1]
    slopes = (regression.coef_ / scale.scale_).T
    return slopes, regression.intercept_ - scale.mean_ @ slopes


def likely(x: np.ndarray, slopes: np.ndarray, bias: np.ndarray) -> np.ndarray:
    logits = x @ slopes + bias
    if logits.shape[1] == 1:
        return 1 / (1 + np.exp(-logits))
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
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more labelled claims, none trained on")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    real = pair_data.real_pairs(args.data)
    cards = pair_data.card_pairs(args.data, pair_data.voices_of(real))[pair_data.WEIGHED]
    left = [pair for pair in real if pair_data.fold_of(pair.event, args.folds) == args.fold]
    sets = [Rows("real claims", [pair for pair in left if pair.a.published], False)]
    sets += [Rows(path.stem, pair_data.claims(path), False) for path in args.more]
    sets += [Rows(name, pairs, True) for name, pairs in cards.items()]
    x, y, groups = (np.concatenate([getattr(rows, part) for rows in sets]) for part in ("x", "y", "groups"))
    names = np.concatenate([[rows.name] * len(rows.y) for rows in sets])
    sizes = {rows.name: len(rows.y) for rows in sets}
    print(sizes)
    # A small set counts more a pair: it stands for a kind as much as a large one.
    weights = np.sqrt(np.median(list(sizes.values())) / np.array([sizes[name] for name in names]))
    print("evidence                 log loss; of each set: conflict F1, its average precision, that of a clash")
    report("all", on_folds(x, y, groups, weights), y, names)
    for group, features_of in GROUPS.items():
        rest = [i for i, name in enumerate(FEATURES) if name not in features_of]
        report(f"without {group}", on_folds(x[:, rest], y, groups, weights), y, names)
    alone = [FEATURES.index(name) for name in GROUPS["the pair reader"]]
    report("the pair reader alone", on_folds(x[:, alone], y, groups, weights), y, names)
    near = sets[0]
    worth = np.isin(near.y, CLASHES)
    slopes, bias = fitted(near.gate, np.where(worth, 1, 0), np.ones(len(worth)))
    found = likely(near.gate, slopes, bias)[:, 0]
    print(
        "gate: clashes at or above",
        {share: round(float(np.quantile(found[worth], share)), 3) for share in (0.02, 0.05, 0.1, 0.25)},
    )
    if args.write:
        order = sorted(RELATIONS)
        kept_slopes, kept_bias = fitted(x, y, weights)
        kept = {
            relation: {
                "bias": round(float(kept_bias[order.index(relation)]), 3),
                "weights": {
                    name: round(float(value), 3)
                    for name, value in zip(FEATURES, kept_slopes[:, order.index(relation)], strict=True)
                },
            }
            for relation in RELATIONS
        }
        (TARGET / "fusion.json").write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
        told = {name: round(float(value), 3) for name, value in zip(gate.FEATURES, slopes[:, 0], strict=True)}
        (TARGET / "gate.json").write_text(
            json.dumps({"bias": round(float(bias[0]), 3), "weights": told}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
