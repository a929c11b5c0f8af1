"""The pair reader's network.

This module imports torch as it loads; import it only where a model is about to be used.
"""

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import nn

from factcheck.schema import KINDS, OUTCOMES

if TYPE_CHECKING:
    from transformers import BertModel


class PairLogits(NamedTuple):
    """Of n pairs: `outcome` (n, 5) in the order of OUTCOMES, `kind` (n, 9) in that of KINDS, `clash` (n, tokens): how
    much a token is of the words that clash."""

    outcome: torch.Tensor
    kind: torch.Tensor
    clash: torch.Tensor


class PairNetwork(nn.Module):
    """`<s> A </s> </s> B </s>` -> mean over the tokens -> dense, tanh -> outcome and kind; a logit on each token."""

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert, self.dense, self.out = encoder, nn.Linear(width, width), nn.Linear(width, len(OUTCOMES))
        self.kind, self.clash = nn.Linear(width, len(KINDS)), nn.Linear(width, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> PairLogits:
        """Logits of token numbers and mask, both int64 (n, tokens)."""
        hidden, kept = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state, mask.unsqueeze(-1)
        pooled = torch.tanh(self.dense((hidden * kept).sum(1) / kept.sum(1)))
        return PairLogits(self.out(pooled), self.kind(pooled), self.clash(hidden).squeeze(-1))
