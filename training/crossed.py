"""Labelled pairs across languages, made of one corpus that stands in several: premise in one, hypothesis in another.

    python training/crossed.py OUT.jsonl DATA... [--pairs N] [--seed N]

DATA: JSON lines of `{"premise", "hypothesis", "label", "lang", "source"}`, of which those of XNLI's development set are
used. They are translations of the same pairs, but stand in another order in each language; which is which the embedded
encoder tells: two lines are one if of all of that label the hypothesis of either is the other's nearest.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from hard_pairs import Pair
from nli import rows

from factcheck.models.encoder import load_encoder
from factcheck.schema import LABELS

PIVOT = "en"
FIRST = ("ar", "en", "fr")
"""Languages of which one stands on one side of every pair."""


def translations(groups: dict[str, list[Pair]], encode: Callable[[list[str]], np.ndarray]) -> list[dict[str, Pair]]:
    """Of each pair in the pivot's language: the pairs that translate it, by language."""
    found = [{PIVOT: pair} for pair in groups[PIVOT]]
    vectors = {lang: encode([pair.hypothesis for pair in pairs]) for lang, pairs in groups.items()}
    for lang, pairs in groups.items():
        if lang == PIVOT:
            continue
        likeness = vectors[PIVOT] @ vectors[lang].T
        labels = [np.array([pair.label for pair in group]) for group in (groups[PIVOT], pairs)]
        likeness[labels[0][:, None] != labels[1]] = -1
        nearest = likeness.argmax(1)
        for i in np.flatnonzero(likeness.argmax(0)[nearest] == np.arange(len(found))):
            found[i][lang] = pairs[nearest[i]]
    return found


def crossed(found: list[dict[str, Pair]], count: int, seed: int) -> Iterator[dict[str, str]]:
    """`count` lines, premise and hypothesis of one pair in two languages, one of them among FIRST."""
    rng = random.Random(seed)
    for i in range(count):
        pairs = found[i % len(found)]
        one = rng.choice([lang for lang in FIRST if lang in pairs])
        other = rng.choice([lang for lang in pairs if lang != one] or [one])
        a, b = rng.sample([one, other], 2)
        yield {
            "premise": pairs[a].premise, "hypothesis": pairs[b].hypothesis, "label": LABELS[pairs[a].label],
            "lang": f"{a}-{b}", "source": "XNLI-dev crossed",
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--pairs", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    groups = {
        source.removeprefix("XNLI-dev "): [pair for pair, _ in group]
        for source, group in sorted(rows(args.data).items())
        if source.startswith("XNLI-dev ")
    }
    found = translations(groups, load_encoder().encode)
    print(f"{len(found)} pairs, in {np.mean([len(pairs) for pairs in found]):.1f} of {len(groups)} languages")
    with args.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in crossed(found, args.pairs, args.seed))


if __name__ == "__main__":
    main()
