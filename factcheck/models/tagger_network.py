"""The token tagger's network: the embedded encoder's layers with light heads on its tokens.

This module imports torch as it loads; import it only where a model is about to be used.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import nn

from factcheck.models.precision import autocast
from factcheck.schema import STANCES

if TYPE_CHECKING:
    from transformers import BertModel

TAGS = 3
"""Outside, begins, inside: `token_tagger.OUTSIDE`, `BEGINS`, `INSIDE`."""
POINTER = 128
"""Width of queries and keys."""
DISTANCES, DISTANCE_RATE = 10, 4.0
"""Each power of two of tokens before a claim, and behind it, weighs by itself how likely it is pointed to there."""


class Pointer(nn.Module):
    """From a claim to a token of its window or to one of `others` things that no token stands for."""

    def __init__(self, width: int, others: int) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(2 * width, POINTER), nn.Linear(width, POINTER)
        self.others = nn.Parameter(torch.randn(others, POINTER))
        self.distance = nn.Parameter(torch.zeros(2 * DISTANCES))

    def forward(self, claims: torch.Tensor, tokens: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
        """Logits (claims, tokens + others); spans: int64 (claims, 2)."""
        keys = torch.cat([self.key(tokens), self.others.to(tokens.dtype)])
        places = torch.arange(len(tokens), device=tokens.device)
        before = (spans[:, :1] - places).clamp_min(0)
        behind = (places - spans[:, 1:] + 1).clamp_min(0)
        far = torch.log2(before + behind + 1.0).ceil().long().clamp_max(DISTANCES - 1)
        near = self.distance[far + DISTANCES * (behind > 0)] * DISTANCE_RATE
        logits = self.query(claims) @ keys.T / POINTER**0.5
        return logits + nn.functional.pad(near, (0, len(self.others)))


class ClaimLogits(NamedTuple):
    """Of each claim: its stance (n, 6), whose it is (n, tokens + 2), through whom (n, tokens + 1)."""

    stance: torch.Tensor
    owner: torch.Tensor
    via: torch.Tensor


class TaggerNetwork(nn.Module):
    """Tokens -> tags of claims and of speakers; spans of claims -> stances and pointers to who says them."""

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        width, self.padding = encoder.config.hidden_size, int(encoder.config.pad_token_id or 0)
        self.bert, self.dropout = encoder, nn.Dropout(0.1)
        self.claim, self.speaker = nn.Linear(width, TAGS), nn.Linear(width, TAGS)
        self.stance = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, len(STANCES)))
        self.owner, self.via = Pointer(width, 2), Pointer(width, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states (n, tokens, width) of token numbers and mask, both int64 (n, tokens)."""
        return self.dropout(self.bert(input_ids=ids, attention_mask=mask).last_hidden_state)

    def claims(self, hidden: torch.Tensor, spans: Sequence[tuple[int, int]]) -> ClaimLogits:
        """What is said of the claims of one window: hidden states (tokens, width), spans of tokens."""
        pooled = torch.stack([torch.cat([hidden[start:end].mean(0), hidden[start]]) for start, end in spans])
        places = torch.tensor(spans, device=hidden.device)
        owner, via = (pointer(pooled, hidden, places) for pointer in (self.owner, self.via))
        return ClaimLogits(self.stance(pooled), owner, via)

    @torch.inference_mode()
    def read(self, windows: Sequence[Sequence[int]]) -> list["ReadWindow"]:
        """What each window's tokens are, windows being token numbers."""
        device = next(self.parameters()).device
        ids, mask = collate(windows, self.padding, device)
        with autocast(device):
            hidden = self(ids, mask)
        hidden = hidden.float()
        claim, speaker = (head(hidden).softmax(-1).cpu().numpy() for head in (self.claim, self.speaker))
        lengths = map(len, windows)
        return [ReadWindow(self, hidden[i, :n], claim[i, :n], speaker[i, :n]) for i, n in enumerate(lengths)]


class ReadWindow(NamedTuple):
    """A window's probabilities: `claim` and `speaker` float32 (tokens, 3)."""

    net: TaggerNetwork
    hidden: torch.Tensor
    claim: np.ndarray
    speaker: np.ndarray

    @torch.inference_mode()
    def claims(self, spans: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Probabilities of each span's stance, owner and via; see ClaimLogits."""
        stance, owner, via = (logits.softmax(-1).cpu().numpy() for logits in self.net.claims(self.hidden, spans))
        return stance, owner, via


def collate(windows: Sequence[Sequence[int]], padding: int, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Token numbers and mask, padded to the longest."""
    width = max(map(len, windows))
    ids = torch.full((len(windows), width), padding)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(windows):
        ids[i, : len(row)], mask[i, : len(row)] = torch.tensor(row), 1
    return ids.to(device), mask.to(device)
