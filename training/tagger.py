"""Trains the token tagger: the embedded encoder's twelve layers, fine-tuned on marked sentences, its embeddings frozen.

    python training/tagger.py DATA OUT [--epochs N] [--more FILE...] [--start WEIGHTS] [--folds K [--fold I...]]
    python training/tagger.py DATA OUT --pack PACK, then on another machine - OUT --from-pack PACK

DATA: the folder with `train/marked_sentences.jsonl.gz`, `dev/` and `corpora/`; with it goes what `labels/sentences/`
marks. OUT gets `log.jsonl`, `checkpoint.pt` after each epoch, from which the same command goes on, and
`weights-1.safetensors` and so on: what `training/ship_tagger.py` makes the shipped file of. With `--folds`, OUT/fold0
and so on hold taggers that were trained without a part of the training sentences, each scored on that part; without,
all are trained on and dev is scored only with `--dev`. The same seed gives the same batches in the same order. PACK is
a folder with all batches and what of the encoder they need: with it torch, numpy and safetensors suffice.
"""

import argparse
import hashlib
import time
from pathlib import Path

import fine_tuning
import packed
import torch
from data import Document, Row, dev_rows, documents, train_rows
from fine_tuning import Descent, log, own
from lessons import IGNORED, Encoder, Example, Lessons, prepared, read_lessons, write_lessons
from torch.nn.functional import cross_entropy

from factcheck.evaluation_reading import ReadClaim, score_reading
from factcheck.models.precision import autocast
from factcheck.models.tagger_network import TaggerNetwork, collate
from factcheck.models.token_tagger import TokenTagger
from factcheck.schema import TaggedClaim

RATE, WARM_UP, LEAST = 1.5e-4, 0.06, 0.02
CLAIMS = 2.5
"""How much the tags of claims weigh; the other losses, which are learned by heart sooner, weigh 1."""


def loss(net: TaggerNetwork, batch: list[Example], weight: torch.Tensor) -> torch.Tensor:
    """The sum of the mean losses of all heads on a batch, that of the tags of claims CLAIMS times."""
    device = weight.device
    ids, mask = collate([example.ids for example in batch], net.padding, device)
    with autocast(device):
        hidden = net(ids, mask)
    hidden = hidden.float()
    total = torch.zeros((), device=device)
    for head, column, share in ((net.claim, 1, CLAIMS), (net.speaker, 2, 1.0)):
        wanted, _ = collate([example[column] for example in batch], IGNORED, device)
        if (wanted != IGNORED).any():
            total = total + share * cross_entropy(head(hidden).flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)
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


def train(net: TaggerNetwork, taught: Lessons, args: argparse.Namespace, out: Path) -> None:
    """Trains in place, logging to `out` and keeping a checkpoint there after each epoch, from which it goes on."""
    device = next(net.parameters()).device
    epochs, weights = taught.epochs, torch.tensor(taught.weights, device=device)
    descent = Descent(net, out, args.rate, sum(map(len, epochs)), warm_up=WARM_UP, least=LEAST)
    first = descent.state.get("epoch", 0)
    net.train()
    for number, parts in enumerate(epochs[first:], first + 1):
        begun, losses = time.time(), []
        for batch in parts:
            losses.append(descent.step(loss(net, batch, weights)))
            descent.advance()
        descent.keep(epoch=number)
        seconds = time.time() - begun
        line = {"epoch": number, "of": args.epochs, "loss": round(sum(losses) / len(losses), 4)}
        log(out, line | {"steps": len(parts), "seconds": round(seconds, 1)})
    net.eval()
    packed.save_pieces({name: value.half().contiguous().cpu() for name, value in own(net).items()}, out)


def read(tagger: TokenTagger, rows: list[Row]) -> list[list[ReadClaim]]:
    """What a tagger reads in each row, small texts as a whole."""
    found = documents(rows)
    made = []
    for document, tagged in zip(found, tagger.tag([document.sentences for document in found]), strict=True):
        for marks, sentence in zip(document.marks, tagged, strict=True):
            if marks is not None:
                made.append([_read_claim(document, claim) for claim in sentence.claims])
    return made


def _read_claim(document: Document, claim: TaggedClaim) -> ReadClaim:
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


def main() -> None:
    parser = fine_tuning.options(__doc__, RATE)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="more marked sentences")
    parser.add_argument("--folds", type=int, default=0, help="train without each of so many parts and score it")
    parser.add_argument("--fold", type=int, nargs="*", help="only these of the folds")
    parser.add_argument("--dev", action="store_true", help="score dev in the end")
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    if args.from_pack:
        net = fine_tuning.network(TaggerNetwork, packed.load(args.from_pack), args.seed, args.start)
        train(net, read_lessons(args.from_pack), args, args.out)
        return
    from factcheck.models import e5

    file, _ = e5.installed()
    cut = e5.plain_tokenizer(file)
    encode, rows = Encoder(cut), train_rows(args.data, args.more)
    chosen = args.fold if args.fold is not None else range(args.folds)
    for fold in chosen if args.folds else [None]:
        out = args.out if fold is None else args.out / f"fold{fold}"
        used = rows if fold is None else [row for row in rows if fold_of(row, args.folds) != fold]
        taught = prepared(encode, documents(used), args.epochs, args.seed)
        if args.pack:
            args.pack.mkdir(parents=True, exist_ok=True)
            tokens = {i for batches in taught.epochs for batch in batches for example in batch for i in example.ids}
            taught = taught.renumbered(packed.save(file, tokens, args.pack))
            write_lessons(taught, args.pack)
            return
        net = fine_tuning.network(TaggerNetwork, e5.bert(file), args.seed, args.start)
        print(f"{len(used)} of {len(rows)} sentences", flush=True)
        train(net, taught, args, out)
        tagger = TokenTagger(net, cut, "trained")
        sets = {} if fold is None else {f"fold {fold}": [row for row in rows if fold_of(row, args.folds) == fold]}
        for name, known in (sets | (dev_rows(args.data) if args.dev else {})).items():
            scores = score_reading(known, read(tagger, known))
            log(out, {"scored": name, "scores": scores})
            print(f"{name}\n{table(scores)}", flush=True)


if __name__ == "__main__":
    main()
