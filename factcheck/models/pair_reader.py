"""Two claims with what is known of them -> how likely each of five outcomes is, what kind of clash it would be and
which words would clash, by a model that read news.

The network is the embedded encoder's, fine-tuned as a cross-encoder; `weights/pair.safetensors` and `weights/pair.json`
hold it as `packing` tells. Made by `training/pairs.py`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from factcheck.errors import ModelError
from factcheck.models.encoder import readable, readable_with_places
from factcheck.models.spans import whole_words
from factcheck.schema import CLASHES, DENIES, KINDS, OUTCOMES, PairReading, PairSide, Span
from factcheck.settings import EMBEDDED

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

NAME, WHAT = "pair", "The pair reader"
MEND = "Install factcheck-claims again, or name another with --pair-reader."
TEXT, VOICE, CONTEXT = 110, 16, 30
"""Tokens of a claim, of its speaker and of its title, or else of what stands before it, that are read."""
DAYS = (1, 2, 3, 5, 7, 14, 30, 90)
"""How many days later than the other a claim was published, as far as it is told apart."""
AT_ONCE = 2048
"""Tokens read at once, padding counted."""
MARKED = 0.5
"""How likely a token is of the words that clash, to be marked."""
POSSIBLE = 0.1
"""How likely a clash is after one order, for the other to be read."""
STEP = 16
"""Sequences are padded to a multiple of so many tokens."""
BEGIN, END, PAD = 0, 2, 1


PairTokens = tuple[tuple[int, ...], int]
"""The token numbers of a pair, and where the text of its second claim begins; that of the first begins at 1."""


class Parts(NamedTuple):
    """The token numbers of one side: of its text, of its speaker (behind `denies` where he does), of its context."""

    text: Sequence[int]
    voice: Sequence[int] = ()
    context: Sequence[int] = ()


def sequence(a: Parts, b: Parts, later: int, days: Mapping[int, Sequence[int]]) -> PairTokens:
    """The tokens of a pair.

    later: the days that b was published after a, less than 0 if before it. days: the tokens that tell each of DAYS. The
    context of one is read only with that of the other: among labelled pairs it is mostly the headline that has none.
    """
    if not (a.context and b.context):
        a, b = a._replace(context=()), b._replace(context=())
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


class _Read(NamedTuple):
    """What one order of a pair gives: probabilities of outcomes and of kinds, and of each token that it clashes."""

    outcome: np.ndarray
    kind: np.ndarray
    clash: np.ndarray


class PairReader:
    """Reads two claims together, in one order, and where that leaves a clash possible in the other, too."""

    def __init__(self, load: Callable[[], tuple["torch.nn.Module", "Tokenizer"]], name: str) -> None:
        """load: gives, when the first pair is read, the network and a tokenizer that neither pads nor cuts."""
        self.name = name
        """Says which weights these are."""
        self._load = load

    @cached_property
    def _loaded(self) -> tuple["torch.nn.Module", "Tokenizer"]:
        return self._load()

    @property
    def network(self) -> "torch.nn.Module":
        return self._loaded[0]

    @property
    def tokenizer(self) -> "Tokenizer":
        return self._loaded[1]

    @cached_property
    def _days(self) -> dict[int, list[int]]:
        return days_tokens(self.tokenizer)

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        """What is read of each pair, the same whichever claim comes first and whatever pairs stand around it."""
        known = {side: self._encode(side) for side in dict.fromkeys(side for pair in pairs for side in pair)}
        orders = dict.fromkeys((min(pair), max(pair)) for pair in pairs)
        made = {(a, b): self._sequence(known, a, b) for a, b in orders}
        read = self._read([ids for ids, _ in made.values()])
        turned = {(b, a): self._sequence(known, b, a) for a, b in orders if _may_clash(read[made[a, b][0]])}
        read |= self._read([ids for ids, _ in turned.values()])
        made |= turned
        found = {(a, b): self._reading(known, made, read, a, b) for a, b in orders}
        return [
            found[a, b]
            if (a, b) in found
            else found[b, a]._replace(marks_a=found[b, a].marks_b, marks_b=found[b, a].marks_a)
            for a, b in pairs
        ]

    def _sequence(self, known: Mapping[PairSide, _Encoded], a: PairSide, b: PairSide) -> PairTokens:
        return sequence(known[a].parts, known[b].parts, days_between(a, b), self._days)

    def _reading(
        self,
        known: Mapping[PairSide, _Encoded],
        made: Mapping[tuple[PairSide, PairSide], PairTokens],
        read: Mapping[tuple[int, ...], _Read],
        a: PairSide,
        b: PairSide,
    ) -> PairReading:
        """The mean of the orders that were read."""
        (ids, behind), (turned, before) = made[a, b], made.get((b, a), made[a, b])
        orders = [read[ids], read[turned]]
        outcome, kind = (np.mean([getattr(order, part) for order in orders], axis=0) for part in ("outcome", "kind"))
        places = [(1, behind), (before, 1) if (b, a) in made else (1, behind)]
        marks = []
        for which, side in enumerate((a, b)):
            tokens = len(known[side].places)
            likely = [order.clash[at[which] :][:tokens] for order, at in zip(orders, places, strict=True)]
            marks.append(_marks(side.text, known[side].places, np.mean(likely, axis=0)))
        return PairReading(tuple(outcome.tolist()), KINDS[int(kind.argmax())], *marks)

    def _read(self, sequences: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], _Read]:
        import torch

        from factcheck.models.precision import autocast

        found: dict[tuple[int, ...], _Read] = {}
        device = next(self.network.parameters()).device
        for batch in _batches(sorted(set(sequences), key=lambda ids: (len(ids), ids))):
            ids = torch.full((len(batch), _width(batch[0])), PAD)
            for row, own in enumerate(batch):
                ids[row, : len(own)] = torch.tensor(own)
            ids = ids.to(device)
            with torch.inference_mode(), autocast(device):
                outcome, kind, clash = self.network(ids, (ids != PAD).long())
            rows = (outcome.float().softmax(1), kind.float().softmax(1), clash.float().sigmoid())
            found |= zip(batch, map(_Read, *(row.cpu().numpy() for row in rows)), strict=True)
        return found

    def _encode(self, side: PairSide) -> _Encoded:
        seen = readable_with_places(side.text)
        texts = [seen.text, *map(readable, (voice_of(side), context_of(side)))]
        text, voice, context = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        places = tuple(seen.span(*place) for place in text.offsets[:TEXT])
        return _Encoded(Parts(text.ids[:TEXT], voice.ids[:VOICE], context.ids[:CONTEXT]), places)


def days_tokens(tokenizer: "Tokenizer") -> dict[int, list[int]]:
    """The tokens that tell each of DAYS."""
    return {n: tokenizer.encode(f"+{n}", add_special_tokens=False).ids for n in DAYS}


def _may_clash(read: _Read) -> bool:
    return float(read.outcome[[OUTCOMES.index(outcome) for outcome in CLASHES]].sum()) >= POSSIBLE


def _batches(sequences: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Sequences, the shorter first, so many at once that no batch is more than AT_ONCE with its padding, and each
    padded as it always is: what is read of one then does not depend on the others."""
    for width, group in groupby(sequences, _width):
        many = list(group)
        size = max(1, AT_ONCE // width)
        yield from (many[i : i + size] for i in range(0, len(many), size))


def _width(ids: tuple[int, ...]) -> int:
    return -(-len(ids) // STEP) * STEP


def _marks(text: str, places: Sequence[tuple[int, int]], likely: np.ndarray) -> tuple[Span, ...]:
    """The words of a text that clash. places: the characters of each token; likely: how likely it is of these."""
    found: list[Span] = []
    for clashes, run in groupby(range(len(places)), key=lambda i: likely[i] >= MARKED):
        tokens = list(run)
        span = whole_words(text, places[tokens[0]][0], places[tokens[-1]][1]) if clashes else None
        if span and not (found and found[-1].end > span[0]):
            found.append(Span(*span))
    return tuple(found)


@lru_cache(maxsize=2)
def load_pair_reader(path: str | Path = EMBEDDED) -> PairReader:
    """The pair reader that ships, or that of a folder; its weights are loaded when the first pair is read.

    Raises ModelError if there is none; its `read` does if it is damaged or made for another encoder.
    """
    folder = None if path == EMBEDDED else Path(path)
    try:
        config = json.loads(((folder or files(__package__) / "weights") / f"{NAME}.json").read_text("utf-8"))
        digest, outcomes = str(config["sha256"])[:12], tuple(config["outcomes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{WHAT} cannot be read ({error}). {MEND}") from error
    if outcomes != OUTCOMES:
        raise ModelError(f"{WHAT} does not tell {', '.join(OUTCOMES)} apart. {MEND}")

    def load() -> tuple["torch.nn.Module", "Tokenizer"]:
        from factcheck.models import e5, packing
        from factcheck.models.pair_network import PairNetwork

        shipped = packing.read(NAME, WHAT, folder, MEND)
        network = PairNetwork(e5.bert(shipped.encoder))
        shipped.fill(network)
        return network.eval(), e5.plain_tokenizer(shipped.encoder)

    return PairReader(load, f"{'embedded' if folder is None else folder}:pair@{digest}")
