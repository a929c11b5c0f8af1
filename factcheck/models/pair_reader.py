"""Two claims with what is known of them -> how likely each of five outcomes is, what kind of clash it would be and
which words would clash, by a model that read news.

The network is the embedded encoder's, fine-tuned as a cross-encoder; `weights/pair.safetensors` and `weights/pair.json`
hold it as `packing` tells. Made by `training/pairs.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from factcheck.models.encoder import by_length, readable
from factcheck.models.spans import whole_words
from factcheck.schema import DENIES, KINDS, OUTCOMES, PairReading, PairSide, Span
from factcheck.settings import EMBEDDED

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

NAME, WHAT = "pair", "The embedded pair reader"
TEXT, VOICE, CONTEXT = 110, 16, 30
"""Tokens of a claim, of its speaker and of its title, or else of what stands before it, that are read."""
DAYS = (1, 2, 3, 5, 7, 14, 30, 90)
"""How many days later than the other a claim was published, as far as it is told apart."""
AT_ONCE = 2048
"""Tokens read at once, padding counted."""
CLASHES = 0.5
"""How likely a token is of the words that clash, to be marked."""
BEGIN, END, PAD = 0, 2, 1


class Parts(NamedTuple):
    """The token numbers of one side: of its text, of its speaker (behind `denies` where he does), of its context."""

    text: Sequence[int]
    voice: Sequence[int] = ()
    context: Sequence[int] = ()


def sequence(a: Parts, b: Parts, later: int, days: Mapping[int, Sequence[int]]) -> tuple[tuple[int, ...], int]:
    """The token numbers of a pair, and where the text of b begins in them; that of a begins at 1.

    later: the days that b was published after a, less than 0 if before it. days: the tokens that tell each of DAYS.
    """
    apart = max((n for n in DAYS if n <= abs(later)), default=0)
    told = [END, *days[apart]] if apart else []
    first = [BEGIN, *_joined(a), *(told if later < 0 else ()), END, END]
    return (*first, *_joined(b), *(told if later > 0 else ()), END), len(first)


def _joined(parts: Parts) -> Iterator[int]:
    yield from parts.text[:TEXT]
    for more, longest in ((parts.voice, VOICE), (parts.context, CONTEXT)):
        if more:
            yield from (END, *more[:longest])


def voice_of(side: PairSide) -> str:
    """What is read as a side's speaker."""
    return ("denies " if side.stance == DENIES else "") + side.speaker


def context_of(side: PairSide) -> str:
    """What is read as a side's context."""
    title = side.title if side.title != side.text else ""
    return title or side.before


def days_between(a: PairSide, b: PairSide) -> int:
    """The days that b was published after a; 0 where one is unknown."""
    if not (a.published and b.published):
        return 0
    return (date.fromisoformat(b.published[:10]) - date.fromisoformat(a.published[:10])).days


class _Encoded(NamedTuple):
    """A side's tokens, and the characters of each token of its text."""

    parts: Parts
    places: tuple[tuple[int, int], ...]


class PairReader:
    """Reads two claims together, in both orders."""

    def __init__(self, network: "torch.nn.Module", tokenizer: "Tokenizer", name: str) -> None:
        """tokenizer: gives the numbers of a text's tokens without padding or cutting."""
        self.name = name
        """Says which weights these are."""
        self._network, self._tokenizer = network, tokenizer
        self._days = days_tokens(tokenizer)

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        """What is read of each pair, the same whichever claim comes first and whatever pairs stand around it."""
        known = {side: self._encode(side) for side in dict.fromkeys(side for pair in pairs for side in pair)}
        orders = [order for a, b in pairs for order in ((a, b), (b, a))]
        made = [sequence(known[a].parts, known[b].parts, days_between(a, b), self._days) for a, b in orders]
        unique, places = by_length([ids for ids, _ in made], len)
        read = self._read(unique)
        found = []
        for i, (a, b) in enumerate(pairs):
            one, other = (read[places[2 * i + turn]] for turn in (0, 1))
            outcome, kind = ((x + y) / 2 for x, y in zip(one[:2], other[:2], strict=True))
            here, there = made[2 * i][1], made[2 * i + 1][1]
            marks = [
                _marks(side.text, known[side].places, first[2][at:], second[2][back:])
                for side, first, at, second, back in ((a, one, 1, other, there), (b, one, here, other, 1))
            ]
            found.append(PairReading(tuple(outcome.tolist()), KINDS[int(kind.argmax())], *marks))
        return found

    def _read(self, sequences: Sequence[tuple[int, ...]]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Of each its outcomes, kinds and tokens of the words that clash, as probabilities. Shorter ones come first."""
        import torch

        from factcheck.models.precision import autocast

        found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        batch: list[tuple[int, ...]] = []
        device = next(self._network.parameters()).device
        for i, numbers in enumerate(sequences):
            batch.append(numbers)
            longest = max(map(len, sequences[i : i + 2]))
            if i + 1 < len(sequences) and longest * (len(batch) + 1) <= AT_ONCE:
                continue
            ids = torch.full((len(batch), max(map(len, batch))), PAD)
            for row, own in enumerate(batch):
                ids[row, : len(own)] = torch.tensor(own)
            ids = ids.to(device)
            with torch.inference_mode(), autocast(device):
                outcome, kind, clash = self._network(ids, (ids != PAD).long())
            rows = (outcome.float().softmax(1), kind.float().softmax(1), clash.float().sigmoid())
            found += list(zip(*(row.cpu().numpy() for row in rows), strict=True))
            batch = []
        return found

    def _encode(self, side: PairSide) -> _Encoded:
        texts = [readable(text) for text in (side.text, voice_of(side), context_of(side))]
        text, voice, context = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        return _Encoded(Parts(text.ids[:TEXT], voice.ids[:VOICE], context.ids[:CONTEXT]), tuple(text.offsets[:TEXT]))


def days_tokens(tokenizer: "Tokenizer") -> dict[int, list[int]]:
    """The tokens that tell each of DAYS."""
    return {n: tokenizer.encode(f"+{n}", add_special_tokens=False).ids for n in DAYS}


def _marks(text: str, places: Sequence[tuple[int, int]], one: np.ndarray, other: np.ndarray) -> tuple[Span, ...]:
    """The words of a text that clash. one, other: how likely its tokens, and more behind them, are of these."""
    tokens = len(places)
    likely = (one[:tokens] + other[:tokens]) / 2 >= CLASHES
    found = []
    for clashes, run in groupby(range(tokens), key=likely.__getitem__):
        tokens_of_run = list(run)
        span = clashes and whole_words(text, places[tokens_of_run[0]][0], places[tokens_of_run[-1]][1])
        if span and not (found and found[-1].end > span[0]):
            found.append(Span(*span))
    return tuple(found)


@lru_cache(maxsize=2)
def load_pair_reader(path: str | Path = EMBEDDED) -> PairReader:
    """The pair reader that ships, or that of a folder. Raises ModelError if it is missing, damaged or made for another
    encoder."""
    from factcheck.models import e5, packing
    from factcheck.models.pair_network import PairNetwork

    shipped = packing.read(NAME, WHAT, None if path == EMBEDDED else Path(path))
    if tuple(shipped.config.get("outcomes", ())) != OUTCOMES:
        raise shipped.fault(f"does not tell {', '.join(OUTCOMES)} apart")
    network = PairNetwork(e5.bert(shipped.encoder))
    shipped.fill(network)
    return PairReader(network.eval(), e5.plain_tokenizer(shipped.encoder), f"embedded:pair@{shipped.digest}")
