"""Reader and judge on labelled data that does not come with the repository, held against floors.

FACTCHECK_DATA names the folder with `gold/` and `data/` (default: `../shared`); without it these tests are skipped.
Here a fixed sample is measured; `make quality` measures all. See `benchmarks/quality.py`.
"""

from typing import Any

import pytest

from benchmarks import quality
from benchmarks.floors import below
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from tests.paths import at_hand


@pytest.mark.parametrize("name", quality.IN_SAMPLE)
def test_pairs_of_inference_are_read_no_worse_than_they_were(name: str, reader: PairReader) -> None:
    path = at_hand("data", "dev", name)
    held, _ = quality.nli_scores(path, reader, quality.SAMPLE)
    assert below(quality.FLOORS, name, path, "sample", held) == []


@pytest.fixture(scope="module")
def cards() -> dict[str, list[dict[str, Any]]]:
    return quality.card_lines(at_hand("data", "train", "story_cards.jsonl.gz").parents[1])


@pytest.mark.parametrize("name", [name for name in quality.CARDS if name != "denied cards"])
def test_verdicts_on_held_out_cards_are_no_worse_than_they_were(
    name: str, cards: dict[str, list[dict[str, Any]]], encoder: Encoder, reader: PairReader
) -> None:
    path = at_hand("data", "train", f"{name}.jsonl.gz")
    held, _ = quality.pair_scores(cards[name], encoder, reader, quality.SAMPLE)
    assert below(quality.FLOORS, name, path, "sample", held) == []


LOST = {"S01", "S04", "S07", "S10"}
"""Marked pairs that are not met: what is implied, and what takes the sentence around it."""


def test_the_marked_pairs_of_the_seeds_are_met(encoder: Encoder, reader: PairReader) -> None:
    gold = at_hand("gold", quality.SEEDS[0]).parent
    _, scores = quality.seed_scores(gold, encoder, reader)
    assert {row["id"] for row in scores["rows"] if not row["met"]} <= LOST
