"""Makes the tagger that ships, `factcheck/models/weights/tagger.*`, of the weights that `training/tagger.py` left.

    python training/ship_tagger.py OUT [--claim P] [--begins B]
    python training/ship_tagger.py OUT/fold0 --choose DATA FOLDS FOLD
    python training/ship_tagger.py OUT --dev DATA

The first keeps what training changed as a difference from the embedded encoder in three bits a weight. The second
writes nothing and says what thresholds give on the part of the training sentences that a fold was trained without; the
third scores dev as trained and as it would ship.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from data import dev_rows, train_rows
from packed import load_pieces
from tagger import fold_of, read, table

from factcheck.evaluation_reading import score_reading
from factcheck.models import e5, packing
from factcheck.models.tagger_network import ReadWindow, TaggerNetwork
from factcheck.models.token_tagger import NAME, Thresholds, TokenTagger
from factcheck.schema import STANCES

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "weights"
CLAIM = (0.0, 0.5, 0.6, 0.7)
BEGINS = (0.0, 0.5, 1.0, 1.5, 2.0)


class Remembering:
    """Reads each window once, however often it is asked."""

    def __init__(self, net: TaggerNetwork) -> None:
        self._net = net
        self._known: dict[tuple[int, ...], ReadWindow] = {}

    def read(self, windows: Sequence[Sequence[int]]) -> list[ReadWindow]:
        new = [tuple(ids) for ids in windows if tuple(ids) not in self._known]
        self._known |= dict(zip(new, self._net.read(new), strict=True)) if new else {}
        return [self._known[tuple(ids)] for ids in windows]


def filled(weights: packing.Weights, file: e5.E5File) -> TaggerNetwork:
    net = TaggerNetwork(e5.bert(file))
    packing.apply(net, weights)
    return net.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--claim", type=float, default=0.0, help="the mean probability that a claim must have")
    parser.add_argument("--begins", type=float, default=0.0, help="added to the log probability that a claim begins")
    parser.add_argument("--choose", nargs=3, metavar=("DATA", "FOLDS", "FOLD"))
    parser.add_argument("--dev", type=Path, metavar="DATA")
    args = parser.parse_args()
    file, _ = e5.installed()
    cut = e5.plain_tokenizer(file)
    base = {f"bert.{name}": weight for name, weight in e5.bert(file).state_dict().items()}
    trained = load_pieces(args.weights)
    packed = packing.difference(trained, base)
    thresholds = Thresholds(args.claim, args.begins)
    if args.choose:
        data, folds, fold = Path(args.choose[0]), int(args.choose[1]), int(args.choose[2])
        rows = [row for row in train_rows(data) if fold_of(row, folds) == fold]
        for form, weights in (("as trained", trained), ("packed", packed)):
            network = Remembering(filled(weights, file))
            for begins in BEGINS:
                for claim in CLAIM:
                    tagger = TokenTagger(network, cut, form, Thresholds(claim, begins))
                    scores = score_reading(rows, read(tagger, rows))
                    print(form, "begins", begins, "claim", claim, table({"all": scores["all"]}), flush=True)
    elif args.dev:
        for form, weights in (("as trained", trained), ("packed", packed)):
            tagger = TokenTagger(filled(weights, file), cut, form, thresholds)
            for name, rows in dev_rows(args.dev).items():
                print(f"{form}, {name}\n{table(score_reading(rows, read(tagger, rows)))}", flush=True)
    else:
        packing.write(NAME, TARGET, packed, {"stances": STANCES, "thresholds": thresholds._asdict()})


if __name__ == "__main__":
    main()
