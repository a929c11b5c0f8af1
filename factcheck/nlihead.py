"""The network behind the shipped NLI head: multilingual-e5-small reads two texts together, three logits come out.

This module imports torch as it loads; import it only where a model is about to be used.
"""

import torch
from transformers import BertModel

LABELS = ("entailment", "neutral", "contradiction")


class PairClassifier(torch.nn.Module):
    """`<s> A </s> </s> B </s>` -> mean over the tokens -> dense, tanh -> logits in the order of LABELS."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert = encoder
        self.dense, self.out = torch.nn.Linear(width, width), torch.nn.Linear(width, len(LABELS))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Logits (n, 3) of token numbers and mask, both int64 (n, tokens)."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1)
        return self.out(torch.tanh(self.dense((hidden * kept).sum(1) / kept.sum(1))))
