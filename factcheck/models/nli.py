"""A pair of texts -> how likely one entails, contradicts or says nothing of the other, in both directions."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from factcheck.errors import ModelError
from factcheck.models.encoder import by_length, fingerprint, load_pretrained, readable
from factcheck.schema import LABELS
from factcheck.settings import EMBEDDED

STEMS = ("entail", "neutral", "contradict")
"""How a model's own labels begin, in the order of LABELS."""

TOKENS_AT_ONCE = 2048
"""Of one batch: it then stays in the processor's cache, and short pairs go by the dozen."""

PAIRS_AT_ONCE = 8192
"""Tokenised before any of them is judged, so that memory is bounded however many pairs there are."""

NO_MODEL = "none"
"""Named in place of a model, verdicts rest on structure alone."""

LONGEST = 512
"""Tokens of a pair; a model that reads less says so itself."""


class NLI:
    """A sequence classifier that reads a premise and a hypothesis together, and its tokenizer."""

    def __init__(self, model: Any, tokenizer: Any, name: str, temperature: float = 1.0) -> None:
        """model: called with what the tokenizer gives, it gives `.logits`; `config.id2label` names its outputs.
        temperature: what the logits are divided by to make their softmax a calibrated probability.

        Raises ModelError if its labels are not entailment, neutral and contradiction.
        """
        self.model, self.tokenizer = model, tokenizer
        self.name = name
        """Says which weights these are, so that scores can be kept under it."""
        self._columns = _columns(model.config.id2label, name)
        self._temperature = temperature
        positions = getattr(model.config, "max_position_embeddings", LONGEST)
        self._longest = min(LONGEST, positions, tokenizer.model_max_length)

    def probabilities(self, premises: Sequence[str], hypotheses: Sequence[str]) -> np.ndarray:
        """float32 array (n, 3) in the order of LABELS, rows sum to 1, for premise i and hypothesis i.

        A pair that occurs twice is judged once; the same set of pairs in any order gives the same numbers.
        Raises ValueError if there are not as many premises as hypotheses.
        """
        pairs = [(readable(a), readable(b)) for a, b in zip(premises, hypotheses, strict=True)]
        if not pairs:
            return np.empty((0, len(LABELS)), np.float32)
        unique, places = by_length(pairs, lambda pair: len(pair[0]) + len(pair[1]))
        parts = [self._logits(unique[i : i + PAIRS_AT_ONCE]) for i in range(0, len(unique), PAIRS_AT_ONCE)]
        return _softmax(np.vstack(parts)[:, self._columns] / self._temperature)[places]

    def both_directions(self, a: Sequence[str], b: Sequence[str]) -> np.ndarray:
        """float32 array (n, 2, 3): a[i] as the premise of b[i], then b[i] as the premise of a[i]."""
        both = self.probabilities([*a, *b], [*b, *a])
        return both.reshape(2, len(a), len(LABELS)).swapaxes(0, 1)

    def _logits(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        """float64 array (n, outputs). Each pair is tokenised once, and a batch holds pairs of like length."""
        import torch

        from factcheck.models.precision import autocast

        device = next(self.model.parameters()).device
        tokens = self.tokenizer(*map(list, zip(*pairs, strict=True)), truncation=True, max_length=self._longest)
        lengths = np.array([len(ids) for ids in tokens["input_ids"]])
        logits = np.empty((len(pairs), len(self.model.config.id2label)))
        with torch.inference_mode(), autocast(device):
            for rows in _batches(lengths):
                batch = self.tokenizer.pad({k: [v[i] for i in rows] for k, v in tokens.items()}, return_tensors="pt")
                logits[rows] = self.model(**batch.to(device)).logits.double().cpu().numpy()
        return logits


def load_nli(name_or_path: str = EMBEDDED) -> NLI | None:
    """The model of that name: `embedded`, or any Hugging Face sequence classifier trained for NLI, by name or path;
    None for `none`.

    Raises ModelError if it cannot be read, or if its labels are not entailment, neutral and contradiction.
    """
    if name_or_path == NO_MODEL:
        return None
    if name_or_path == EMBEDDED:
        from factcheck.models.nli_head import load_head

        return NLI(*load_head())
    from sentence_transformers import CrossEncoder

    model = load_pretrained(CrossEncoder, name_or_path)
    return NLI(model.model.eval(), model.tokenizer, fingerprint(model, name_or_path))


def _batches(lengths: np.ndarray) -> list[np.ndarray]:
    """Positions of pairs, longest first, so many at once that no batch is more than TOKENS_AT_ONCE with its padding."""
    order = np.argsort(-lengths, kind="stable")
    batches, start = [], 0
    while start < len(order):
        size = max(1, TOKENS_AT_ONCE // lengths[order[start]])
        batches.append(order[start : start + size])
        start += size
    return batches


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
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
