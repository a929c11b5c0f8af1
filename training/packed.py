"""The embedded encoder in little room, for training on a machine that has neither its file nor transformers.

The matrices of the layers are in int8 with a scale a row; of the embedding there are only the rows of the tokens that
occur, renumbered, in the encoder's own blocks of four bits. torch and safetensors are all that `load` needs.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

if TYPE_CHECKING:
    from factcheck.models.e5 import E5File

WORDS, LARGEST = "embeddings.word_embeddings.weight", 127
BLOCK, BLOCK_BYTES = 32, 18
PIECE = 15 * 2**20
"""Bytes of a file of trained weights, at most: what comes back of such a machine comes in pieces."""


class Layer(nn.Module):
    """One layer of a BERT; its weights have the names that transformers gives them."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        norm = lambda: nn.LayerNorm(width, eps=epsilon)  # noqa: E731
        lines = {name: nn.Linear(width, width) for name in ("query", "key", "value")}
        output = nn.ModuleDict({"dense": nn.Linear(width, width), "LayerNorm": norm()})
        self.attention = nn.ModuleDict({"self": nn.ModuleDict(lines), "output": output})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, inner)})
        self.output = nn.ModuleDict({"dense": nn.Linear(inner, width), "LayerNorm": norm()})
        self.heads, self.dropout = heads, nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        n, tokens, width = x.shape
        parts = (self.attention["self"][name](x) for name in ("query", "key", "value"))
        query, key, value = (part.view(n, tokens, self.heads, -1).transpose(1, 2) for part in parts)
        dropout = self.dropout.p if self.training else 0.0
        seen = scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropout)
        output = self.attention["output"]
        x = output["LayerNorm"](x + self.dropout(output["dense"](seen.transpose(1, 2).reshape(n, tokens, width))))
        wide = nn.functional.gelu(self.intermediate["dense"](x))
        return self.output["LayerNorm"](x + self.dropout(self.output["dense"](wide)))


class PackedEncoder(nn.Module):
    """A BERT of the same layers, its token numbers those of a pack."""

    def __init__(self, sizes: dict, dropout: float = 0.1) -> None:
        super().__init__()
        width, epsilon = sizes["width"], sizes["epsilon"]
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(sizes["words"], width),
                "position_embeddings": nn.Embedding(sizes["positions"], width),
                "token_type_embeddings": nn.Embedding(sizes["types"], width),
                "LayerNorm": nn.LayerNorm(width, eps=epsilon),
            }
        )
        layers = [Layer(width, sizes["inner"], sizes["heads"], epsilon, dropout) for _ in range(sizes["layers"])]
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})
        self.dropout = nn.Dropout(dropout)
        self.config = SimpleNamespace(hidden_size=width, pad_token_id=sizes["pad"])

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> SimpleNamespace:
        part = self.embeddings
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = part["word_embeddings"](input_ids) + part["position_embeddings"](places)
        x = self.dropout(part["LayerNorm"](x + part["token_type_embeddings"].weight[0]))
        mask = attention_mask[:, None, None, :].bool()
        for layer in self.encoder["layer"]:
            x = layer(x, mask)
        return SimpleNamespace(last_hidden_state=x)


def save(file: "E5File", tokens: Iterable[int], folder: Path) -> dict[int, int]:
    """Writes `encoder.safetensors` and `encoder.json`; gives the new number of each token that occurs."""
    import numpy as np

    from factcheck.models import e5

    used = sorted({*tokens, *file.special})
    kept = {}
    for name, weight in e5.bert(file).state_dict().items():
        if name.startswith("encoder.") and weight.dim() == 2:
            scale = weight.abs().amax(1, keepdim=True) / LARGEST
            kept[f"{name}.int8"] = (weight / scale).round().to(torch.int8)
            kept[f"{name}.scale"] = scale
        elif name != WORDS:
            kept[name] = weight.half()
    row = file.sizes.width // BLOCK * BLOCK_BYTES
    stored = file.tensors["emb.word"]
    blocks = np.frombuffer(file.data, np.uint8, stored.size, stored.offset).reshape(-1, row)
    kept["words"] = torch.from_numpy(blocks[used])
    number = {token: i for i, token in enumerate(used)}
    sizes = file.sizes._asdict() | {"words": len(used), "epsilon": file.epsilon, "pad": number[file.special.pad]}
    save_file({name: value.contiguous() for name, value in kept.items()}, folder / "encoder.safetensors")
    (folder / "encoder.json").write_text(json.dumps(sizes), "utf-8")
    return number


def load(folder: Path) -> PackedEncoder:
    """The encoder that `save` wrote, its weights in float32."""
    net = PackedEncoder(json.loads((folder / "encoder.json").read_text("utf-8")))
    kept = load_file(folder / "encoder.safetensors")
    state = {name: weight.float() for name, weight in kept.items() if name in net.state_dict()}
    for name, weight in kept.items():
        if name.endswith(".int8"):
            stem = name.removesuffix(".int8")
            state[stem] = weight.float() * kept[f"{stem}.scale"]
    blocks = kept["words"].reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].contiguous().view(torch.float16).float()
    halves = torch.cat([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).float() - 8
    state[WORDS] = (halves * scale).reshape(len(kept["words"]), -1)
    net.load_state_dict(state)
    return net


def save_pieces(weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Writes weights as `weights-1.safetensors` and so on, each of at most PIECE bytes."""
    pieces: list[dict[str, torch.Tensor]] = [{}]
    for name, weight in weights.items():
        if sum(w.nbytes for w in pieces[-1].values()) + weight.nbytes > PIECE:
            pieces.append({})
        pieces[-1][name] = weight
    for i, piece in enumerate(pieces, 1):
        save_file(piece, folder / f"weights-{i}.safetensors")


def load_pieces(path: Path) -> dict[str, torch.Tensor]:
    """Weights out of a file, or of the pieces in a folder."""
    paths = sorted(path.glob("weights*.safetensors")) if path.is_dir() else [path]
    if not paths:
        raise SystemExit(f"There are no weights in {path}: the training is not done")
    return {name: weight for part in paths for name, weight in load_file(part).items()}
