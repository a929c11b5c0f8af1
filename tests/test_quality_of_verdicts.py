"""Verdicts on labelled data that does not come with the repository, held against floors: see `test_quality.py`."""

import pytest

from benchmarks import quality
from benchmarks.floors import below
from factcheck.models.encoder import Encoder
from factcheck.models.nli import NLI
from tests.paths import at_hand

LOST = {"S04", "S07"}
"""Marked pairs that the rules that judge do not find since claims are cut by the token tagger."""


@pytest.mark.parametrize("name", quality.PAIR_SETS)
def test_verdicts_on_real_pairs_are_no_worse_than_they_were(name: str, encoder: Encoder, nli: NLI) -> None:
    path = at_hand("data", "dev", name)
    held, _ = quality.pair_scores(path, encoder, nli)
    assert below(quality.FLOORS, name, path, "all", held) == []


@pytest.mark.parametrize("name", quality.SET_AGAINST)
def test_verdicts_on_bare_texts_are_no_worse_than_they_were(name: str, encoder: Encoder, nli: NLI) -> None:
    path = at_hand("data", "dev", name)
    held, _ = quality.against_scores(path, encoder, nli, quality.SAMPLE)
    assert below(quality.FLOORS, quality.verdicts_of(name), path, "sample", held) == []


def test_the_marked_pairs_of_the_seeds_are_met(encoder: Encoder, nli: NLI) -> None:
    gold = at_hand("gold", quality.SEEDS[0]).parent
    _, scores = quality.seed_scores(gold, encoder, nli)
    assert {row["id"] for row in scores["rows"] if not row["met"]} <= LOST
