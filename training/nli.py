"""Trains the NLI head: the embedded encoder's twelve layers, fine-tuned on labelled pairs, its embeddings frozen.

    python training/nli.py RUN_DIR DATA... [--articles FILE] [--start WEIGHTS...] [--pairs N] [--held-out FILE...]

DATA: JSON lines, plain or gzipped, `{"premise", "hypothesis", "label", "lang", "source"}`; `headlines.py` makes more
of the headlines of a file of articles. RUN_DIR gets `log.jsonl`, `checkpoint.pt` every 500 steps, from which the same
command goes on, and `weights.safetensors` at the end: what `training/ship.py` makes the shipped file of. The same
seed gives the same batches in the same order.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from hard_pairs import Labelled, Pair, denial_pairs, number_pairs, passage_pairs
from headlines import headline_pairs
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from factcheck.jsonl import read_lines
from factcheck.models import e5
from factcheck.models.nli_head import LABELS, PairClassifier
from factcheck.models.packing import apply
from factcheck.models.precision import autocast
from factcheck.text.tokens import normalise

SHARES = {
    # How much of a source is used: a fraction of its rows, or above 1 its rows again.
    "XNLI-dev ar": 3, "XNLI-dev th": 0, "Kaggle contradictory-my-dear-watson th": 0,
    "XNLI-dev sw": 0.5, "XNLI-dev vi": 0.5, "XNLI-dev el": 0.5, "XNLI-dev bg": 0.5,
    "ANS stance": 3, "vitaminc": 2, "ConjNLI": 2, "SICK": 0.25, "MPE": 0, "Climate-FEVER": 0, "myXNLI": 0, "KorNLI": 0,
}  # fmt: skip
"""By `source language`, else by how the source begins; all of what is not named."""
SWAPPED = 0.15
"""Share of the contradictions that stand once more with their sides swapped: a contradiction has no direction."""
MADE = {"numbers": 12_000, "denials": 5_000, "passages": 16_000, "headlines": 24_000}
LONGEST = 1200
"""Characters of a premise; longer ones are left out."""
TOKENS, POOL = 256, 50
"""Tokens a pair is cut to; batches that are sorted by length together."""
ALLOWED = torch.tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]], dtype=torch.bool)
"""Which of LABELS a pair of each label may have; the last is `headlines.NOT_CONTRADICTION`."""
TAUGHT = 0.5
"""Share of the loss that is how far a pair's probabilities are from those of the teachers."""
AT_ONCE = 256
"""Pairs judged together where nothing is trained."""
WARM_UP, LEAST, DECAY, SMOOTHING, HEAD_RATE, NORM = 0.06, 0.02, 0.01, 0.05, 5, 1.0


def rows(paths: list[Path]) -> dict[str, list[Labelled]]:
    """The labelled pairs by `source language`; lines of another form are none."""
    found = defaultdict(list)
    for path in paths:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if "premise" in line and line["label"] in LABELS and len(line["premise"]) < LONGEST:
                    pair = Pair(line["premise"], line["hypothesis"], LABELS.index(line["label"]))
                    found[f"{line['source']} {line['lang']}"].append(Labelled(pair, line["lang"]))
    return found


def refuse(found: dict[str, list[Labelled]], held_out: list[Path]) -> None:
    """Stops if a pair is test data: of XNLI's test by its source, or of a held-out file by its text."""
    named = [source for source in found if re.search(r"xnli[ _-]*test", source, re.I)]
    tests = tested(held_out)
    common = [(source, pair) for source, group in found.items() for pair, _ in group if key(pair) in tests]
    if named or common:
        raise SystemExit(f"Test data among the training data: {named or common[:5]} ({len(common)} pairs)")


def tested(held_out: list[Path]) -> set[frozenset[str]]:
    """The keys of all pairs of held-out files, whatever their labels are called."""
    lines = [line for path in held_out for line in read_lines(path)]
    return {key(Pair(line["premise"], line["hypothesis"], 0)) for line in lines if "premise" in line}


def key(pair: Pair) -> frozenset[str]:
    return frozenset((normalise(pair.premise), normalise(pair.hypothesis)))


def mixture(found: dict[str, list[Labelled]], seed: int) -> list[Pair]:
    """The pairs of one epoch, shuffled."""
    rng = random.Random(seed)
    used: list[Labelled] = []
    for source, group in sorted(found.items()):
        count = round(share(source) * len(group))
        used += group * (count // len(group)) + rng.sample(group, count % len(group))
    pairs = [pair for pair, _ in used]
    against = [pair for pair in pairs if LABELS[pair.label] == "contradiction"]
    pairs += [Pair(b, a, label) for a, b, label in rng.sample(against, int(SWAPPED * len(against)))]
    real = sorted({row for group in found.values() for row in group if row.lang in ("ar", "en", "fr")})
    sentences = [(text, lang) for (a, b, _), lang in real for text in (a, b)]
    for lang, part in (("en", 0.5), ("ar", 0.3), ("fr", 0.2)):
        pairs += number_pairs([s for s in sentences if s[1] == lang], int(part * MADE["numbers"]), seed)
    pairs += denial_pairs(real, MADE["denials"], seed)
    pairs += passage_pairs(real, MADE["passages"], seed)
    rng.shuffle(pairs)
    return pairs


def share(source: str) -> float:
    return SHARES.get(source, next((SHARES[name] for name in SHARES if source.startswith(name)), 1))


def batches(lengths: np.ndarray, size: int, steps: int, seed: int) -> Iterator[np.ndarray]:
    """`steps` batches of `size` row numbers, each of like length, epoch after epoch."""
    rng = np.random.default_rng(seed)
    done = 0
    while True:
        order = rng.permutation(len(lengths))
        pools = [
            pool[np.argsort(lengths[pool], kind="stable")]
            for pool in np.array_split(order, max(1, len(order) // (size * POOL)))
        ]
        epoch = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        for i in rng.permutation(len(epoch)):
            yield epoch[i]
            done += 1
            if done == steps:
                return


def collate(tokens: list[list[int]], device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Token numbers and mask, padded to the longest."""
    width = max(map(len, tokens))
    ids = torch.ones((len(tokens), width), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(tokens):
        ids[i, : len(row)], mask[i, : len(row)] = torch.tensor(row), 1
    return ids.to(device), mask.to(device)


def classifier(file: e5.E5File, start: list[Path], dropout: float, device: torch.device) -> PairClassifier:
    """The network to train: the embedded encoder's, or the mean of weights trained before, shipped or not."""
    nets = [PairClassifier(e5.bert(file)) for _ in start or [None]]
    for net, path in zip(nets, start, strict=False):
        apply(net, load_file(path))
    net, states = nets[0], [net.state_dict() for net in nets]
    net.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    net.bert.embeddings.requires_grad_(False)
    for module in net.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = dropout
    return net.to(device).train()


def encode(tokenizer: Tokenizer, pairs: list[Pair]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch([(a, b) for a, b, _ in pairs])]


def logits(net: PairClassifier, tokens: list[list[int]], device: torch.device) -> torch.Tensor:
    """float32 (n, 3), on the processor; without dropout."""
    order = np.argsort([len(row) for row in tokens])
    found = torch.empty((len(tokens), len(LABELS)))
    net.eval()
    with torch.inference_mode(), autocast(device):
        for part in np.array_split(order, -(-len(order) // AT_ONCE)):
            found[part] = net(*collate([tokens[i] for i in part], device)).logits.float().cpu()
    net.train()
    return found


def accuracy(net: PairClassifier, tokenizer: Tokenizer, pairs: list[Pair], device: torch.device) -> float:
    guesses = logits(net, encode(tokenizer, pairs), device).argmax(1)
    return float((guesses == torch.tensor([pair.label for pair in pairs])).float().mean())


def cross_entropy(logits: torch.Tensor, truth: torch.Tensor, taught: torch.Tensor | None) -> torch.Tensor:
    """Mean over the pairs, smoothed; of a pair that may have one of two labels, that of either. `taught`, (n, 3): what
    teachers say, which is then half of the truth."""
    log_p = logits.log_softmax(1)
    either = log_p.masked_fill(~ALLOWED.to(truth.device)[truth], -torch.inf).logsumexp(1)
    loss = (1 - SMOOTHING) * either + SMOOTHING * log_p.mean(1)
    if taught is not None:
        loss = (1 - TAUGHT) * loss + TAUGHT * (taught * log_p).sum(1)
    return -loss.mean()


def train(
    net: PairClassifier,
    tokenizer: Tokenizer,
    tokens: list[list[int]],
    truth: torch.Tensor,
    teachers: list[PairClassifier],
    watched: dict[str, list[Pair]],
    args: argparse.Namespace,
) -> None:
    """Trains in place, logging and saving to `args.run`; goes on from a checkpoint found there. tokens, truth: of each
    pair its token numbers and its label."""
    device = next(net.parameters()).device
    steps = args.pairs // args.batch
    head = [*net.dense.parameters(), *net.out.parameters()]
    body = [p for p in net.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": head, "lr": HEAD_RATE * args.rate}],
        weight_decay=DECAY,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (WARM_UP * steps)) * max(LEAST, (steps - s) / steps)
    )
    checkpoint, first = args.run / "checkpoint.pt", 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(kept["net"], strict=False)
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        first = kept["step"]
    begun, seen, losses = time.time(), 0, []
    for step, batch in enumerate(batches(np.array([len(row) for row in tokens]), args.batch, steps, args.seed), 1):
        if step <= first:
            continue
        ids, mask = collate([tokens[i] for i in batch], device)
        with autocast(device):
            said = net(ids, mask).logits
            with torch.no_grad():
                taught = [teacher(ids, mask).logits.float().softmax(1) for teacher in teachers]
        soft = torch.stack(taught).mean(0) if taught else None
        loss = cross_entropy(said.float(), truth[batch].to(device), soft)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *head], NORM)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.detach())
        seen += len(batch)
        if step % 500 == 0 or step == steps:
            state = {name: weight for name, weight in net.state_dict().items() if "embeddings" not in name}
            made = {"net": state, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step}
            torch.save(made, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
        if step % 50 == 0 or step == steps:
            line = {
                "step": step,
                "of": steps,
                "loss": round(float(torch.stack(losses).mean()), 4),
                "pairs_per_second": round(seen / (time.time() - begun), 1),
            }
            losses = []
            if step % 1000 == 0 or step == steps:
                line |= {name: round(accuracy(net, tokenizer, rows, device), 4) for name, rows in watched.items()}
            with (args.run / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
    save_file(
        {name: weight.half().contiguous().cpu() for name, weight in state.items()}, args.run / "weights.safetensors"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--articles", type=Path, help="articles of whose headlines pairs are made")
    parser.add_argument(
        "--start",
        type=Path,
        nargs="*",
        default=[],
        help="weights to start from, or several for their mean; none: the embedded encoder's",
    )
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="weights whose mean judgement is taught")
    parser.add_argument(
        "--held-out", type=Path, nargs="*", default=[], help="files none of whose pairs may be trained on"
    )
    parser.add_argument("--pairs", type=int, default=330_000, help="how many pairs in all")
    parser.add_argument("--batch", type=int, default=32, help="pairs a step")
    parser.add_argument("--rate", type=float, default=1e-4, help="the highest learning rate")
    parser.add_argument("--dropout", type=float, default=0.0, help="none takes the least time")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    args.run.mkdir(parents=True, exist_ok=True)
    file, _ = e5.installed()
    tokenizer = e5.tokenizer(file)
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    found = rows(args.data)
    refuse(found, args.held_out)
    pairs = mixture(found, args.seed)
    if args.articles:
        tests = tested(args.held_out)
        pairs += headline_pairs(args.articles, MADE["headlines"], args.seed, lambda pair: key(pair) in tests)
    rng = random.Random(args.seed)
    watched = {}
    for path in args.held_out:
        held = [pair for group in rows([path]).values() for pair, _ in group]
        if held:  # none of a file whose labels are others
            watched[path.name.split(".")[0]] = rng.sample(held, min(300, len(held)))
    print(f"{len(pairs)} pairs an epoch, {args.pairs} to go, on {device}", flush=True)
    tokens, truth = encode(tokenizer, pairs), torch.tensor([pair.label for pair in pairs])
    teachers = [classifier(file, [weights], 0, device).eval() for weights in args.teachers]
    train(classifier(file, args.start, args.dropout, device), tokenizer, tokens, truth, teachers, watched, args)


if __name__ == "__main__":
    main()
