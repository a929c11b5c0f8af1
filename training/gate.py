"""Fits the gate, `factcheck/models/weights/gate.json`: which near pairs are worth reading.

    python training/gate.py DATA [--cards N] [--write]

Fitted on what an index would pair: the lines of story cards as articles of one index, each with its nearest lines of
all cards, and labelled real claims, as much together; a pair is worth it if it is a conflict, an update or an agreement
(which of them cheap evidence cannot tell). Prints which share of these lies below a score, on cards that were not
fitted on and on the real claims.
"""

import argparse
from datetime import timedelta
from pathlib import Path

import numpy as np
import pair_data
from fusion import as_read, claim_of, fitted, likely, write

from factcheck.articles.article import make_article
from factcheck.models.encoder import load_encoder
from factcheck.schema import Claim
from factcheck.verdicts import gate

NEAREST, APART = 32, 3
"""Neighbours of a line, and days between two cards."""
SHARES = (0.02, 0.05, 0.1, 0.25, 0.5)


def candidates(cards: list[pair_data.Row]) -> tuple[np.ndarray, np.ndarray]:
    """Features of the near pairs of all lines of cards, and whether each is worth reading."""
    lines = [(n, i, line) for n, card in enumerate(cards) for i, line in enumerate(card["lines"])]
    claims = []
    for n, _, line in lines:
        day = pair_data.FIRST_DAY + timedelta(days=n * APART + line["d"])
        claims.append(Claim("", "", 0, len(line["t"]), line["t"], make_article(line["t"], "").lang, published=str(day)))
    vectors = load_encoder().encode([claim.text for claim in claims])
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    near = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
    pairs = np.unique(np.sort(np.column_stack([np.repeat(np.arange(len(lines)), NEAREST), near.ravel()])), axis=0)
    kinds = [(n, line["k"]) for n, _, line in lines]
    worth = np.array([_is_worth(kinds[a], kinds[b]) for a, b in pairs])
    return gate.features(claims, pairs, cosines[pairs[:, 0], pairs[:, 1]]), worth


def _is_worth(a: tuple[int, str], b: tuple[int, str]) -> bool:
    kinds = {a[1], b[1]}
    return a[0] == b[0] and bool(kinds & {"base", "agree"}) and not kinds & {"facet", "other"}


def labelled(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """The same of real claims."""
    pairs = [pair for pair in pair_data.real_pairs(data) if pair.a.published]
    claims = [claim_of(side, is_bare=False) for pair in pairs for side in (pair.a, pair.b)]
    vectors = load_encoder().encode([claim.text for claim in claims])
    rows = np.arange(len(claims)).reshape(-1, 2)
    cosines = (vectors[rows[:, 0]] * vectors[rows[:, 1]]).sum(1)
    worth = [not set(pair.outcomes) & set(pair_data.NEUTRAL) for pair in pairs]
    return gate.features(claims, rows, cosines), np.array(worth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cards", type=int, default=150)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    cards = list(pair_data.rows_of([args.data / "train" / "story_cards.jsonl.gz"]))
    parts = (pair_data.TAUGHT, pair_data.WEIGHED)
    taught, weighed = ([card for card in cards if pair_data.part_of(card["id"]) == part] for part in parts)
    x, y = candidates(taught[:: max(1, len(taught) // args.cards)])
    real = labelled(args.data)
    weights = np.repeat([1.0, len(y) / len(real[1])], [len(y), len(real[1])])
    slopes, bias = fitted(np.vstack([x, real[0]]), np.concatenate([y, real[1]]).astype(int), weights, 1.0)
    for name, (features, worth) in {"cards": candidates(weighed), "real claims": real}.items():
        scores = likely(features, slopes, bias)[:, 0]
        print(f"{name}: {len(worth)} pairs, {int(worth.sum())} worth it")
        for share in SHARES:
            limit = float(np.quantile(scores[worth], share))
            print(f"{share:.0%} of these below {limit:.4f}, {(scores >= limit).mean():.1%} of all pairs above")
    if args.write:
        write("gate", as_read(gate.FEATURES, slopes, bias, ["clash"])["clash"])


if __name__ == "__main__":
    main()
