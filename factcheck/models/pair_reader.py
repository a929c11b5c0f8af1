"""Two claims with what is known of them -> how likely each of five outcomes is, by a model that read news.

The network is the embedded encoder's, fine-tuned as a cross-encoder; `weights/pair.safetensors` and `weights/pair.json`
hold it as `packing` tells. The judge does not ask it yet: it is the start that the next training goes on from.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from factcheck.models.encoder import by_length, readable
from factcheck.schema import DENIES, OUTCOMES, PairReading, PairSide

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

NAME, WHAT = "pair", "The embedded pair reader"
TEXT, WHO, TITLE = 110, 16, 30
"""Tokens of a claim, of its speaker and of its title that are read."""
AT_ONCE = 2048
"""Tokens read at once, padding counted."""
BEGIN, END, PAD = 0, 2, 1


class PairReader:
    """Reads two claims together, in both orders."""

    def __init__(self, network: "torch.nn.Module", tokenizer: "Tokenizer", name: str) -> None:
        self.name = name
        """Says which weights these are."""
        self._network, self._tokenizer = network, tokenizer

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        """What is read of each pair, the same whichever claim comes first and whatever pairs stand around it."""
        both = [sequence for a, b in pairs for sequence in (self._sequence(a, b), self._sequence(b, a))]
        unique, places = by_length(both, len)
        found = np.vstack([*self._batches(unique), np.empty((0, len(OUTCOMES)))])[places]
        means = found.reshape(-1, 2, len(OUTCOMES)).mean(axis=1)
        return [PairReading(tuple(row)) for row in means.tolist()]

    def _batches(self, sequences: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
        import torch

        from factcheck.models.precision import autocast

        found, batch = [], list(sequences[:0])
        for i, sequence in enumerate(sequences):
            batch.append(sequence)
            longest = max(map(len, sequences[i : i + 2]))
            if i + 1 < len(sequences) and longest * (len(batch) + 1) <= AT_ONCE:
                continue
            ids = torch.full((len(batch), max(map(len, batch))), PAD)
            for row, numbers in enumerate(batch):
                ids[row, : len(numbers)] = torch.tensor(numbers)
            with torch.inference_mode(), autocast(ids.device):
                found.append(self._network(ids, (ids != PAD).long()).float().softmax(1).numpy())
            batch = []
        return found

    def _sequence(self, a: PairSide, b: PairSide) -> tuple[int, ...]:
        return (BEGIN, *self._side(a), END, END, *self._side(b), END)

    def _side(self, side: PairSide) -> list[int]:
        numbers = self._ids(side.text)[:TEXT]
        if side.speaker or side.stance == DENIES:
            numbers += [END, *self._ids(("denies " if side.stance == DENIES else "") + side.speaker)[:WHO]]
        return [*numbers, END, *self._ids(side.title)[:TITLE]] if side.title and side.title != side.text else numbers

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(readable(text), add_special_tokens=False).ids)


@lru_cache(maxsize=2)
def load_pair_reader(folder: Path | None = None) -> PairReader:
    """The pair reader that ships, or that of a folder. Raises ModelError if it is missing, damaged or made for another
    encoder."""
    from factcheck.models import e5, packing
    from factcheck.models.pair_network import PairNetwork

    shipped = packing.read(NAME, WHAT, folder)
    if tuple(shipped.config.get("outcomes", ())) != OUTCOMES:
        raise shipped.fault(f"does not tell {', '.join(OUTCOMES)} apart")
    network = PairNetwork(e5.bert(shipped.encoder))
    shipped.fill(network)
    tokenizer = e5.tokenizer(shipped.encoder)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return PairReader(network.eval(), tokenizer, f"embedded:pair@{shipped.digest}")
