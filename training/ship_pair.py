"""Makes the pair reader's files, `factcheck/models/weights/pair.*`, of the weights that training left.

    python training/ship_pair.py OUT

OUT: the folder that `training/pairs.py` left its weights in.

Keeps what training changed as a difference from the embedded encoder in three bits a weight.
"""

import sys
from pathlib import Path

from packed import load_pieces

from factcheck.models import e5, packing
from factcheck.models.pair_reader import NAME
from factcheck.schema import OUTCOMES

TARGET = Path(__file__).parents[1] / "factcheck" / "models" / "weights"


def main() -> None:
    file, _ = e5.installed()
    base = {f"bert.{name}": weight for name, weight in e5.bert(file).state_dict().items()}
    packing.write(NAME, TARGET, packing.difference(load_pieces(Path(sys.argv[1])), base), {"outcomes": OUTCOMES})


if __name__ == "__main__":
    main()
