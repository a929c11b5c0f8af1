"""How well a pair reader tells conflicts: precision, recall and average precision, with and without context."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pair_data import CONFLICT, Pair

from factcheck.models.pair_reader import PairReader
from factcheck.schema import DENIES, OUTCOMES, PairSide

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer


def score_pairs(net: "torch.nn.Module", tokenizer: "Tokenizer", pairs: Sequence[Pair]) -> Iterator[dict]:
    """Scores of conflict at the likeliest outcome, of the claims alone and with what is known of them."""
    reader = PairReader(lambda: (net, tokenizer), "trained")
    truth = np.array([pair.outcomes == CONFLICT for pair in pairs])
    for name, shown in (("alone", _alone), ("with context", lambda side: side)):
        read = reader.read([(shown(pair.a), shown(pair.b)) for pair in pairs])
        likely = np.array([reading.probabilities for reading in read])
        said = likely.argmax(1) == OUTCOMES.index("conflict")
        right = int((said & truth).sum())
        precision, recall = right / max(1, int(said.sum())), right / max(1, int(truth.sum()))
        yield {
            "shown": name,
            "pairs": len(pairs),
            "conflicts": int(truth.sum()),
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "F1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
            "average precision": round(average_precision(truth, likely[:, OUTCOMES.index("conflict")]), 3),
        }


def _alone(side: PairSide) -> PairSide:
    return PairSide(side.text, stance=side.stance if side.stance == DENIES else "")


def average_precision(truth: np.ndarray, score: np.ndarray) -> float:
    """The mean of the precision at each right one, ranked by score; ties in the order given."""
    ranked = truth[np.argsort(-score, kind="stable")]
    at = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float((at * ranked).sum() / max(1, ranked.sum()))
