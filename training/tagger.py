"""Trains the token tagger: the embedded encoder's twelve layers, fine-tuned on marked sentences, its embeddings frozen.

    python training/tagger.py DATA OUT [--epochs N] [--more FILE...] [--folds K [--fold I...]]

DATA: the folder with `train/marked_sentences.jsonl.gz`, `dev/` and `corpora/`; with it goes what `labels/sentences/`
marks. OUT gets `log.jsonl`, `checkpoint.pt` after each epoch, from which the same command goes on, and
`weights.safetensors`: what `training/ship.py` makes the shipped file of. With `--folds`, OUT/fold0 and so on hold
taggers that were trained without a part of the training sentences, each scored on that part; without, all sentences are
trained on and dev is scored only with `--dev`. The same seed gives the same batches in the same order.
"""

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from augment import augmented
from data import Document, Mark, Row, dev_rows, documents, train_rows
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from factcheck.evaluation_reading import ReadClaim, score_reading
from factcheck.models import e5
from factcheck.models.spans import BEGINS, INSIDE, OUTSIDE
from factcheck.models.tagger_network import TaggerNetwork, collate
from factcheck.models.token_tagger import Thresholds, TokenTagger, tokenizer
from factcheck.schema import NOBODY, STANCES, UNKNOWN

IGNORED = -100
LONGEST = 400
"""Tokens of an example; longer ones lose their last sentences."""
AT_ONCE = 1100
"""Tokens of a batch, padding counted."""
JOINED, ALONE = 0.4, 0.25
"""Share of the documents that another one of the language follows; that lose a sentence before that no mark is in."""
RATE, HEAD_RATE, WARM_UP, LEAST, DECAY, NORM = 1.5e-4, 1e-3, 0.06, 0.02, 0.01, 1.0
RARE = 0.6
"""Stances weigh (count of asserts / count) ** RARE."""


class Claim(NamedTuple):
    """A marked claim as tokens of an example; `owner` and `via` are tokens, or -1 nobody (no via), -2 unknown."""

    start: int
    end: int
    stance: int
    owner: list[int]
    via: list[int]


class Example(NamedTuple):
    """A window: token numbers, tags of claims and of speakers (IGNORED where nobody marked), claims."""

    ids: list[int]
    claim: list[int]
    speaker: list[int]
    claims: list[Claim]


class Encoder:
    """Documents -> examples."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer, self._known = tokenizer, {}
        special = tokenizer.encode("").ids
        self._begin, self._end = special[0], special[-1]

    def __call__(self, document: Document) -> Example:
        ids, claim, speaker, starts, offsets = [self._begin], [IGNORED], [IGNORED], [], []
        for sentence, marks in zip(document.sentences, document.marks, strict=True):
            numbers, places = self._encode(sentence)
            if starts and len(ids) + len(numbers) > LONGEST:
                break
            numbers, places = numbers[:LONGEST], places[:LONGEST]
            starts.append(len(ids))
            offsets.append(places)
            ids += [*numbers, self._end]
            fill = IGNORED if marks is None else OUTSIDE
            claim += [fill] * len(numbers) + [IGNORED]
            speaker += [fill] * len(numbers) + [IGNORED]

        def tokens(sentence: int, start: int, end: int) -> list[int]:
            if sentence >= len(starts):
                return []
            places = enumerate(offsets[sentence], starts[sentence])
            return [i for i, (a, b) in places if b > a and a < end and b > start]

        claims = []
        for sentence, marks in enumerate(document.marks[: len(starts)]):
            for mark in marks or ():
                here = tokens(sentence, mark.start, mark.end)
                if not here:
                    continue
                tag(claim, here)
                whose = {NOBODY: [-1], UNKNOWN: [-2]}.get(mark.owner) or tokens(*mark.speaker)
                through = tokens(*mark.via) if mark.via else []
                for voice in (whose, through):
                    if voice and voice[0] >= 0 and speaker[voice[0]] in (IGNORED, OUTSIDE):
                        tag(speaker, voice)
                claims.append(Claim(here[0], here[-1] + 1, STANCES.index(mark.stance), whose or [-2], through or [-1]))
        return Example(ids, claim, speaker, claims)

    def _encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        if text not in self._known:
            encoding = self._tokenizer.encode(text, add_special_tokens=False)
            self._known[text] = encoding.ids, encoding.offsets
        return self._known[text]


def tag(tags: list[int], tokens: list[int]) -> None:
    for i in tokens:
        tags[i] = INSIDE
    tags[tokens[0]] = BEGINS


def epoch(found: list[Document], seed: int) -> list[Document]:
    """The documents of one epoch: each once, changed a little, some behind another."""
    rng = random.Random(seed)
    left: dict[str, list[Document]] = {}
    for document in rng.sample(found, len(found)):
        if document.marks[0] is None and rng.random() < ALONE:
            document = without_before(document)
        left.setdefault(document.lang, []).append(augmented(document, rng))
    made = []
    for group in left.values():
        while group:
            document = group.pop()
            while group and rng.random() < JOINED and may_follow(group[-1]) and len(document.sentences) < 7:
                document = joined(document, group.pop())
            made.append(document)
    return made


def without_before(document: Document) -> Document:
    marks = [mark for marks in document.marks[1:] for mark in marks or ()]
    if any(place and place[0] == 0 for mark in marks for place in (mark.speaker, mark.via)):
        return document
    return Document(document.lang, document.sentences[1:], tuple(map(tuple, map(_one_less, document.marks[1:]))))


def _one_less(marks: tuple[Mark, ...] | None) -> Iterator[Mark]:
    return (_moved(mark, -1) for mark in marks or ())


def _moved(mark: Mark, by: int) -> Mark:
    speaker, via = ((place[0] + by, *place[1:]) if place else None for place in (mark.speaker, mark.via))
    return mark._replace(speaker=speaker, via=via)


def may_follow(document: Document) -> bool:
    """Not where nobody can tell who says something: behind another document one could."""
    return all(mark.owner != UNKNOWN for marks in document.marks for mark in marks or ())


def joined(first: Document, second: Document) -> Document:
    by = len(first.sentences)
    marks = [None if marks is None else tuple(_moved(mark, by) for mark in marks) for marks in second.marks]
    return Document(first.lang, first.sentences + second.sentences, first.marks + tuple(marks))


def batches(examples: list[Example], seed: int) -> list[list[Example]]:
    """The examples in batches of like length, shuffled."""
    rng = random.Random(seed)
    order = sorted(examples, key=lambda example: (len(example.ids) // 8, rng.random()))
    made: list[list[Example]] = [[]]
    for example in order:
        if made[-1] and (len(made[-1]) + 1) * len(example.ids) > AT_ONCE:
            made.append([])
        made[-1].append(example)
    rng.shuffle(made)
    return made


def loss(net: TaggerNetwork, batch: list[Example], weight: torch.Tensor) -> torch.Tensor:
    """The sum of the mean losses of all heads on a batch."""
    device = weight.device
    ids, mask = collate([example.ids for example in batch], net.padding, device)
    with e5.autocast(device):
        hidden = net(ids, mask)
    hidden = hidden.float()
    total = torch.zeros((), device=device)
    for head, column in ((net.claim, 1), (net.speaker, 2)):
        wanted, _ = collate([example[column] for example in batch], IGNORED, device)
        if (wanted != IGNORED).any():
            total = total + cross_entropy(head(hidden).flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)
    said = [
        (net.claims(hidden[i, : len(example.ids)], [claim[:2] for claim in example.claims]), example.claims)
        for i, example in enumerate(batch)
        if example.claims
    ]
    if said:
        stances = torch.cat([logits.stance for logits, _ in said])
        wanted = torch.tensor([claim.stance for _, claims in said for claim in claims], device=device)
        total = total + cross_entropy(stances, wanted, weight=weight)
        for column, others in (("owner", 2), ("via", 1)):
            rows = [
                pointed(row, getattr(claim, column), others)
                for logits, claims in said
                for row, claim in zip(getattr(logits, column), claims, strict=True)
            ]
            total = total + torch.stack(rows).mean()
    return total


def pointed(logits: torch.Tensor, wanted: list[int], others: int) -> torch.Tensor:
    """How unlikely it is to point to one of the wanted tokens; -1 and -2 are the first and second of the others."""
    tokens = len(logits) - others
    places = [tokens - 1 - i if i < 0 else i for i in wanted]
    return logits.logsumexp(0) - logits[places].logsumexp(0)


def train(net: TaggerNetwork, encode: Encoder, found: list[Document], args: argparse.Namespace, out: Path) -> None:
    """Trains in place, logging to `out` and keeping a checkpoint there after each epoch, from which it goes on."""
    device = next(net.parameters()).device
    counts = Counter(mark.stance for document in found for marks in document.marks for mark in marks or ())
    weight = [(counts["asserts"] / max(1, counts[stance])) ** RARE for stance in STANCES]
    weights = torch.tensor(weight, device=device)
    epochs = []
    for i in range(args.epochs):
        seed = args.seed * 1000 + i
        epochs.append(batches([encode(document) for document in epoch(found, seed)], seed))
    steps = sum(map(len, epochs))
    body = [p for p in net.bert.parameters() if p.requires_grad]
    heads = [p for name, p in net.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (WARM_UP * steps)) * max(LEAST, (steps - s) / steps)
    )
    out.mkdir(parents=True, exist_ok=True)
    checkpoint, first = out / "checkpoint.pt", 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(kept["net"], strict=False)
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        torch.set_rng_state(kept["random"])
        first = kept["epoch"]
    net.train()
    for number, parts in enumerate(epochs[first:], first + 1):
        begun, losses = time.time(), []
        for batch in parts:
            value = loss(net, batch, weights)
            value.backward()
            torch.nn.utils.clip_grad_norm_([*body, *heads], NORM)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(float(value.detach()))
        state = {name: value for name, value in net.state_dict().items() if "embeddings" not in name}
        kept = {"net": state, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": number}
        torch.save(kept | {"random": torch.get_rng_state()}, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
        seconds = time.time() - begun
        line = {"epoch": number, "of": args.epochs, "loss": round(sum(losses) / len(losses), 4)}
        log(out, line | {"steps": len(parts), "seconds": round(seconds, 1)})
    net.eval()
    state = {name: value for name, value in net.state_dict().items() if "embeddings" not in name}
    save_file({name: value.half().contiguous().cpu() for name, value in state.items()}, out / "weights.safetensors")


def log(out: Path, line: dict) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)
    with (out / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(tagger: TokenTagger, rows: list[Row]) -> list[list[ReadClaim]]:
    """What a tagger reads in each row, small texts as a whole."""
    found = documents(rows)
    made = []
    for document, tagged in zip(found, tagger.tag([document.sentences for document in found]), strict=True):
        for marks, sentence in zip(document.marks, tagged, strict=True):
            if marks is not None:
                made.append([_read_claim(document, claim) for claim in sentence.claims])
    return made


def _read_claim(document: Document, claim) -> ReadClaim:
    voice = claim.speaker
    speaker = document.sentences[voice[0]][voice[1] : voice[2]] if voice else ""
    return ReadClaim(*claim.span, speaker, claim.stance)


def table(scores: dict) -> str:
    """The scores as lines, a language each."""
    lines = []
    for lang, known in scores.items():
        parts = [f"{name} {m['share']:.3f} ({m['of']})" for name, m in known.items() if name != "sentences"]
        lines.append(f"{lang:4} {known['sentences']:5}  " + "  ".join(parts))
    return "\n".join(lines)


def fold_of(row: Row, folds: int) -> int:
    """The fold of a row: that of its small text, or of its own id."""
    return int(hashlib.sha256(str(row.get("text", row["id"])).encode()).hexdigest(), 16) % folds


def network(file: e5.E5File, seed: int, device: torch.device) -> TaggerNetwork:
    torch.manual_seed(seed)
    net = TaggerNetwork(e5.bert(file))
    net.bert.embeddings.requires_grad_(False)
    return net.to(device)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more marked sentences")
    parser.add_argument("--folds", type=int, default=0, help="train without each of so many parts and score it")
    parser.add_argument("--fold", type=int, nargs="*", help="only these of the folds")
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate of the layers")
    parser.add_argument("--dev", action="store_true", help="score dev in the end")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    file, _ = e5.installed()
    cut = tokenizer(file)
    encode, rows = Encoder(cut), train_rows(args.data, args.more)
    folds = args.fold if args.fold is not None else range(args.folds)
    for fold in folds if args.folds else [None]:
        out = args.out if fold is None else args.out / f"fold{fold}"
        net = network(file, args.seed, device)
        used = rows if fold is None else [row for row in rows if fold_of(row, args.folds) != fold]
        print(f"{len(used)} of {len(rows)} sentences, on {device}", flush=True)
        train(net, encode, documents(used), args, out)
        tagger = TokenTagger(net, cut, "trained", Thresholds())
        sets = {} if fold is None else {f"fold {fold}": [row for row in rows if fold_of(row, args.folds) == fold]}
        for name, chosen in (sets | (dev_rows(args.data) if args.dev else {})).items():
            scores = score_reading(chosen, read(tagger, chosen))
            log(out, {"scored": name, "scores": scores})
            print(f"{name}\n{table(scores)}", flush=True)


if __name__ == "__main__":
    main()
