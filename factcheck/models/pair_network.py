"""The pair reader's network.

This module imports torch as it loads; import it only where a model is about to be used.
"""

import torch
from transformers import BertModel

from factcheck.schema import OUTCOMES


class PairNetwork(torch.nn.Module):
    """`<s> A </s> </s> B </s>` -> mean over the tokens -> dense, tanh -> logits in the order of OUTCOMES."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert, self.dense, self.out = encoder, torch.nn.Linear(width, width), torch.nn.Linear(width, len(OUTCOMES))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (n, 5) of token numbers and mask, both int64 (n, tokens)."""
        hidden, kept = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state, mask.unsqueeze(-1)
        return self.out(torch.tanh(self.dense((hidden * kept).sum(1) / kept.sum(1))))
