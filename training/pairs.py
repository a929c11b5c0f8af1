"""Trains the pair reader: the embedded encoder's twelve layers, fine-tuned on pairs of claims, its embeddings frozen.

    python training/pairs.py DATA OUT [--pairs N] [--start WEIGHTS] [--more FILE...] [--folds K --fold I]
    python training/pairs.py DATA OUT --pack PACK, then on another machine - OUT --from-pack PACK
    python training/pairs.py DATA OUT --score [--dev]

DATA: the folder with `train/` and `dev/`. OUT gets `log.jsonl`, `checkpoint.pt` every few minutes, from which the same
command goes on, and `weights-1.safetensors` and so on, the mean of the weights on the way (an exponential one): what
`training/ship_pair.py` makes the shipped file of. With `--folds`, the labelled claims of one part of the events are
left out. `--score` trains nothing and scores what OUT holds on cards that were held out, on the part left out, and
with `--dev` on the claims that nothing is trained on. The same seed gives the same batches in the same order. PACK is
a folder with all that a machine without the data and the encoder's file needs; there torch and safetensors suffice.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import fine_tuning
import packed
import torch
from fine_tuning import Descent, log
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from factcheck.models.pair_network import PairNetwork
from factcheck.models.pair_reader import (
    PAD,
    TEXT,
    Parts,
    context_of,
    days_between,
    days_tokens,
    sequence,
    voice_of,
)
from factcheck.models.precision import autocast
from factcheck.schema import DENIES, KINDS, OUTCOMES, PairSide

if TYPE_CHECKING:
    from pair_data import Pair
    from tokenizers import Tokenizer

RATE, WARM_UP, LEAST = 1e-4, 0.04, 0.1
SMOOTHING = 0.05
"""Of the outcomes that a label does not leave open."""
KIND, CLASH = 0.4, 1.0
"""How much the kind and the words that clash weigh beside the outcome."""
FEW = 3.0
"""How much more a token that clashes weighs than one that does not: they are few."""
SHARES = {"nli": 0.08, "real": 0.42, "cards": 0.5}
"""Of the pairs: general inference, labelled claims, cards."""
RARE = 4
"""How often a real conflict or update is taken: they are rare among real pairs."""
BARE, KEPT = 0.35, 0.75
"""Share of the pairs whose context is all left away; of the others, of each part of it that is kept."""
CHUNK, AT_ONCE = 640, 3000
"""Pairs drawn at once and sorted by length; tokens of a batch, padding counted."""
MEAN = 0.997
"""How much of the mean of the weights a step keeps."""
KEEP = 5
"""Chunks between two checkpoints."""
FILE = "pairs.json.gz"


class Side(NamedTuple):
    """A claim: which of the texts its own words, its speaker and its context are (-1: none), whether it is denied, and
    which of its tokens clash (None: unknown)."""

    text: int
    voice: int
    context: int
    is_denied: bool
    clash: list[int] | None


class Lesson(NamedTuple):
    """A pair to learn; `later`: the days that b is published after a; `kind`: of KINDS, -1 for none."""

    a: Side
    b: Side
    later: int
    outcomes: list[int]
    kind: int
    is_directed: bool


class Lessons(NamedTuple):
    """All that a training reads: the tokens of each text, those that tell days, and the lessons by where they are
    from."""

    texts: list[list[int]]
    days: dict[int, list[int]]
    pools: dict[str, list[Lesson]]

    def renumbered(self, number: Mapping[int, int]) -> "Lessons":
        texts = [[number[i] for i in ids] for ids in self.texts]
        return self._replace(texts=texts, days={n: [number[i] for i in ids] for n, ids in self.days.items()})


def prepared(tokenizer: "Tokenizer", pools: Mapping[str, Sequence["Pair"]]) -> Lessons:
    texts: list[list[int]] = []
    places: list[list[tuple[int, int]]] = []
    known: dict[str, int] = {}

    def text(words: str) -> int:
        if words and words not in known:
            encoding = tokenizer.encode(words, add_special_tokens=False)
            known[words] = len(texts)
            texts.append(encoding.ids[:TEXT])
            places.append(encoding.offsets[:TEXT])
        return known.get(words, -1)

    def side(claim: PairSide, words: str | None) -> Side:
        own = text(claim.text)
        at = claim.text.find(words) if words else -1
        clash = None
        if words and at >= 0:
            clash = [i for i, (a, b) in enumerate(places[own]) if a < at + len(words) and b > at]
        return Side(own, text(voice_of(claim)), text(context_of(claim)), claim.stance == DENIES, clash)

    def lesson(pair: "Pair") -> Lesson:
        a, b = (side(claim, words) for claim, words in zip((pair.a, pair.b), pair.words, strict=True))
        kind = KINDS.index(pair.kind) if pair.kind else -1
        return Lesson(a, b, days_between(pair.a, pair.b), list(pair.outcomes), kind, pair.is_directed)

    return Lessons(
        texts, days_tokens(tokenizer), {name: [lesson(pair) for pair in pairs] for name, pairs in pools.items()}
    )


class Example(NamedTuple):
    """A sequence of tokens with what it should give; `clash`: 1 or 0 on each token, -1 where it is unknown."""

    ids: tuple[int, ...]
    outcomes: list[int]
    kind: int
    clash: list[int]


def drawn(lessons: Lessons, chunk: int, seed: int) -> list[Example]:
    """The examples of one chunk: of each pool the next ones in an order of its own, each pool through and anew."""
    rng = random.Random(f"{seed} {chunk}")
    found = []
    for name, pool in lessons.pools.items():
        many = round(SHARES[name] * CHUNK)
        for i in range(chunk * many, (chunk + 1) * many):
            found.append(_example(lessons, pool[_order(len(pool), i // len(pool), seed)[i % len(pool)]], rng))
    return found


@lru_cache(maxsize=16)
def _order(many: int, turn: int, seed: int) -> list[int]:
    return random.Random(f"{seed} {many} {turn}").sample(range(many), many)


def _example(lessons: Lessons, lesson: Lesson, rng: random.Random) -> Example:
    a, b, later = lesson.a, lesson.b, lesson.later
    if rng.random() < 0.5 and not (lesson.is_directed and lesson.outcomes == [OUTCOMES.index("agreement")]):
        a, b, later = b, a, -later
    is_bare = rng.random() < BARE
    parts = []
    for side in (a, b):
        # What is denied stays denied: without it another pair is meant.
        voice = side.voice if side.is_denied or not (is_bare or rng.random() > KEPT) else -1
        context = -1 if is_bare or rng.random() > KEPT else side.context
        own = lessons.texts[side.text]
        parts.append(Parts(own, *(lessons.texts[i] if i >= 0 else () for i in (voice, context))))
    ids, second = sequence(*parts, 0 if is_bare or rng.random() > KEPT else later, lessons.days)
    clash = [-1] * len(ids)
    for side, at in ((a, 1), (b, second)):
        if side.clash is not None:
            tokens = min(len(lessons.texts[side.text]), TEXT)
            clash[at : at + tokens] = [int(i in side.clash) for i in range(tokens)]
    return Example(ids, lesson.outcomes, lesson.kind, clash)


def batches(examples: list[Example], seed: str) -> list[list[Example]]:
    """The examples in batches of like length, shuffled."""
    made: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda example: len(example.ids)):
        if made[-1] and (len(made[-1]) + 1) * len(example.ids) > AT_ONCE:
            made.append([])
        made[-1].append(example)
    random.Random(seed).shuffle(made)
    return made


def loss(net: PairNetwork, batch: list[Example], device: torch.device) -> torch.Tensor:
    """The mean loss of the outcomes, and with it that of the kinds and words that are known."""
    width = max(len(example.ids) for example in batch)
    ids = torch.tensor([[*example.ids, *[PAD] * (width - len(example.ids))] for example in batch], device=device)
    open_ = torch.tensor([[i in example.outcomes for i in range(len(OUTCOMES))] for example in batch], device=device)
    with autocast(device):
        outcome, kind, clash = net(ids, (ids != PAD).long())
    logs = outcome.float().log_softmax(1)
    right = logs.masked_fill(~open_, -torch.inf).logsumexp(1)
    total = -((1 - SMOOTHING) * right + SMOOTHING * logs.mean(1)).mean()
    kinds = torch.tensor([example.kind for example in batch], device=device)
    if (kinds >= 0).any():
        total = total + KIND * cross_entropy(kind.float(), kinds, ignore_index=-1)
    wanted = torch.tensor([[*example.clash, *[-1] * (width - len(example.clash))] for example in batch], device=device)
    if (known := wanted >= 0).any():
        total = total + CLASH * binary_cross_entropy_with_logits(
            clash.float()[known], wanted[known].float(), pos_weight=torch.tensor(FEW, device=device)
        )
    return total


def train(net: PairNetwork, lessons: Lessons, args: argparse.Namespace) -> None:
    """Trains in place, logging to OUT and keeping a checkpoint there, from which it goes on."""
    device, out = next(net.parameters()).device, args.out
    chunks = max(1, args.pairs // CHUNK)
    trained = {name: p for name, p in net.named_parameters() if p.requires_grad}
    names, kept = list(trained), list(trained.values())
    descent = Descent(net, out, args.rate, chunks, warm_up=WARM_UP, least=LEAST)
    first = descent.state.get("chunk", 0)
    mean = [m.to(device) for m in descent.state.get("mean", [p.detach().clone() for p in kept])]
    net.train()
    begun, losses = time.time(), []
    for chunk in range(first, chunks):
        for batch in batches(drawn(lessons, chunk, args.seed), f"{args.seed} {chunk}"):
            losses.append(descent.step(loss(net, batch, device)))
            with torch.no_grad():
                torch._foreach_lerp_(mean, kept, 1 - MEAN)
        descent.advance()
        done = chunk + 1
        if done % KEEP == 0 or done == chunks:
            speed = (done - first) * CHUNK / (time.time() - begun)
            log(out, {"pairs": done * CHUNK, "of": chunks * CHUNK, "loss": _mean(losses), "pairs/s": round(speed, 1)})
            losses = []
            descent.keep(mean=mean, chunk=done)
            packed.save_pieces(
                {name: value.half().contiguous().cpu() for name, value in zip(names, mean, strict=True)}, out
            )


def _mean(values: list[float]) -> float:
    return round(sum(values) / max(1, len(values)), 4)


def write_lessons(lessons: Lessons, folder: Path) -> None:
    with gzip.open(folder / FILE, "wt", encoding="utf-8") as file:
        json.dump(lessons._replace(days=list(lessons.days.items())), file)


def read_lessons(folder: Path) -> Lessons:
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        texts, days, pools = json.load(file)

    def lesson(known: list) -> Lesson:
        return Lesson(Side(*known[0]), Side(*known[1]), *known[2:])

    return Lessons(texts, dict(days), {name: list(map(lesson, pool)) for name, pool in pools.items()})


def network(encoder: torch.nn.Module, args: argparse.Namespace) -> PairNetwork:
    """The network to train."""
    net = fine_tuning.network(PairNetwork, encoder, args.seed, args.start)
    for module in net.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.1
    return net


def main() -> None:
    parser = fine_tuning.options(__doc__, RATE)
    parser.add_argument("--pairs", type=int, default=150_000)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more labelled claims")
    parser.add_argument("--folds", type=int, default=0, help="leave one of so many parts of the real events out")
    parser.add_argument("--fold", type=int, default=0, help="which one")
    parser.add_argument("--score", action="store_true", help="train nothing; score the weights in OUT")
    parser.add_argument("--dev", action="store_true", help="score dev, too")
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    if args.from_pack:
        train(network(packed.load(args.from_pack), args), read_lessons(args.from_pack), args)
        return
    import pair_data

    from factcheck.models import e5

    file, _ = e5.installed()
    cut = e5.plain_tokenizer(file)
    real = pair_data.real_pairs(args.data, args.more)
    cards = pair_data.card_pairs(args.data, pair_data.voices_of(real), args.seed)
    left_out = [pair for pair in real if args.folds and pair_data.fold_of(pair.event, args.folds) == args.fold]
    if args.score:
        from scoring import score_pairs

        net = network(e5.bert(file), argparse.Namespace(**vars(args) | {"start": args.out}))
        sets = cards[pair_data.HELD_OUT] | ({f"fold {args.fold}": left_out} if left_out else {})
        if args.dev:
            sets |= {name: pair_data.claims(args.data / path) for name, path in pair_data.DEV.items()}
        for name, pairs in sets.items():
            for line in score_pairs(net.eval(), cut, pairs):
                log(args.out, {"set": name, **line})
        return
    taught = [pair for pair in real if not (args.folds and pair_data.fold_of(pair.event, args.folds) == args.fold)]
    rare = [pair for pair in taught if pair.outcomes in (pair_data.CONFLICT, pair_data.UPDATE)]
    known = [pair for pairs in cards[pair_data.TAUGHT].values() for pair in pairs]
    pools = {"nli": pair_data.nli_pairs(args.data), "real": taught + (RARE - 1) * rare, "cards": known}
    lessons = prepared(cut, pools)
    print({name: len(pool) for name, pool in pools.items()}, flush=True)
    if args.pack:
        args.pack.mkdir(parents=True, exist_ok=True)
        tokens = {i for text in [*lessons.texts, *lessons.days.values()] for i in text}
        write_lessons(lessons.renumbered(packed.save(file, tokens, args.pack)), args.pack)
        return
    train(network(e5.bert(file), args), lessons, args)


if __name__ == "__main__":
    main()
