"""A pair of texts -> how likely one entails, contradicts or says nothing of the other, in both directions."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.embedding import by_length, fingerprint, load_pretrained, readable
from factcheck.errors import ModelError
from factcheck.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LABELS = ("entailment", "neutral", "contradiction")
STEMS = ("entail", "neutral", "contradict")
"""How a model's own labels begin, in the order of LABELS."""


class NLI:
    """A cross-encoder that judges a premise and a hypothesis together."""

    def __init__(
        self, model: "CrossEncoder", name: str, columns: Sequence[int], batch_size: int = Settings.batch_size
    ) -> None:
        """`columns`: for each of LABELS its column among the model's outputs."""
        self.model = model
        self.name = name
        """Says which weights these are, so that scores can be kept under it."""
        self._columns, self._batch_size = list(columns), batch_size

    def probabilities(self, premises: Sequence[str], hypotheses: Sequence[str]) -> np.ndarray:
        """float32 array (n, 3) in the order of LABELS, rows sum to 1, for premise i and hypothesis i.

        A pair that occurs twice is judged once; the same set of pairs in any order gives the same numbers.
        Raises ValueError if there are not as many premises as hypotheses.
        """
        pairs = [(readable(a), readable(b)) for a, b in zip(premises, hypotheses, strict=True)]
        if not pairs:
            return np.empty((0, len(LABELS)), np.float32)
        unique, places = by_length(pairs, lambda pair: len(pair[0]) + len(pair[1]))
        return _softmax(self._logits(unique)[:, self._columns])[places]

    def both_directions(self, a: Sequence[str], b: Sequence[str]) -> np.ndarray:
        """float32 array (n, 2, 3): a[i] as the premise of b[i], then b[i] as the premise of a[i]."""
        both = self.probabilities([*a, *b], [*b, *a])
        return both.reshape(2, len(a), len(LABELS)).swapaxes(0, 1)

    def _logits(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        from torch.nn import Identity

        # Some models come with an activation of their own; softmax must be applied once, whatever they do.
        return self.model.predict(pairs, batch_size=self._batch_size, activation_fn=Identity(), show_progress_bar=False)


def load_nli(name_or_path: str) -> NLI:
    """The sentence-transformers CrossEncoder of that name or path.

    Raises ModelError if it cannot be read, or if its labels are not entailment, neutral and contradiction.
    """
    from sentence_transformers import CrossEncoder

    model = load_pretrained(CrossEncoder, name_or_path)
    columns = _columns(model.config.id2label, name_or_path)
    return NLI(model, fingerprint(model, name_or_path), columns)


def _columns(id2label: Mapping[int, str], name: str) -> list[int]:
    """For each of LABELS the model's output that means it. Raises ModelError if that is not one to one."""
    found = [[i for i, label in id2label.items() if label.lower().startswith(stem)] for stem in STEMS]
    if len(id2label) != len(LABELS) or any(len(columns) != 1 for columns in found):
        raise ModelError(
            f"The model {name!r} does not tell {', '.join(LABELS)} apart: its labels are "
            f"{', '.join(id2label.values())}. Choose a model trained for NLI whose config names them."
        )
    return [columns[0] for columns in found]


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
