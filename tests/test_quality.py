"""Floors that a change may not lower, on labelled data that does not come with the repository.

FACTCHECK_DATA names the folder with `gold/` and `data/dev/` (default: `../shared`); without it these tests are skipped.
A floor stands a little below what was measured, because processors round vectors differently, and only for the data
whose digest stands beside it.
"""

import hashlib
import os
from pathlib import Path

import pytest

from factcheck.articles import read_articles
from factcheck.embedding import Encoder
from factcheck.evaluate import evaluate_pairs, evaluate_seeds, read_lines

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FACTCHECK_DATA", ROOT.parent / "shared"))

# file -> (digest, floors of conflict: average precision, precision, recall; most neutral pairs called conflict)
PAIRS = {
    "saudi_pairs_dev.jsonl": ("711dc75badeeb57d", 0.37, 0.37, 0.33, 8),
    "saudi_bodies_dev.jsonl": ("cbbc165fc5399d5b", 0.16, 0.40, 0.20, 1),
}


def labelled(*parts: str) -> Path:
    path = DATA.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"the labelled data {'/'.join(parts)} is not at hand (FACTCHECK_DATA names its folder)")
    return path


@pytest.mark.parametrize("name", PAIRS)
def test_verdicts_on_real_pairs_are_no_worse_than_they_were(name: str, encoder: Encoder) -> None:
    path = labelled("data", "dev", name)
    digest, average_precision, precision, recall, alarms = PAIRS[name]
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == digest, "other data: measure the floors anew"
    scores = evaluate_pairs(read_lines(path), encoder)
    conflict = scores["per_relation"]["conflict"]
    assert scores["conflict_average_precision"] >= average_precision
    assert conflict["precision"] >= precision
    assert conflict["recall"] >= recall
    assert scores["confusion"]["neutral"].get("conflict", 0) <= alarms


def test_every_marked_pair_of_the_seeds_is_met(encoder: Encoder) -> None:
    lines = [line for name in ("pairs_dev", "furniture") for line in read_lines(labelled("gold", f"seed_{name}.jsonl"))]
    articles, _ = read_articles([ROOT / "seeds"], 5_000_000)
    scores = evaluate_seeds(lines, articles, encoder)
    assert [row["id"] for row in scores["rows"] if not row["met"]] == []
