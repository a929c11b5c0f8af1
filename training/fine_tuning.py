"""What the trainings of the token tagger and of the pair reader have in common: options, network, optimizer,
checkpoint and log."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import packed
import torch

HEAD_RATE, DECAY, NORM = 1e-3, 0.01, 1.0
"""The highest learning rate of the heads, the decay of weights, and the norm that gradients are clipped to."""
CHECKPOINT = "checkpoint.pt"

Net = TypeVar("Net", bound=torch.nn.Module)


def options(description: str | None, rate: float) -> argparse.ArgumentParser:
    """A parser of the options of both; `rate`: the learning rate where none is given."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rate", type=float, default=rate, help="the highest learning rate of the layers")
    parser.add_argument("--start", type=Path, help="trained weights to start from: a file or a folder of pieces")
    parser.add_argument("--seed", type=int, default=1)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--pack", type=Path, help="train nothing; write here what another machine needs to")
    way.add_argument("--from-pack", type=Path, help="train on such a folder; DATA is not read")
    return parser


def network(make: Callable[[torch.nn.Module], Net], encoder: torch.nn.Module, seed: int, start: Path | None) -> Net:
    """The network to train, its embeddings frozen, on a GPU if there is one. start: as the option of that name."""
    torch.manual_seed(seed)
    net = make(encoder)
    if start:
        net.load_state_dict({name: w.float() for name, w in packed.load_pieces(start).items()}, strict=False)
    net.get_submodule("bert.embeddings").requires_grad_(False)
    return net.to("cuda" if torch.cuda.is_available() else "cpu")


def own(net: torch.nn.Module) -> dict[str, torch.Tensor]:
    """What is trained of a network: all but the embeddings."""
    return {name: value for name, value in net.state_dict().items() if "embeddings" not in name}


class Descent:
    """The optimizer of a network and its learning rate, which rises over the share `warm_up` of the steps and falls to
    the share `least` of its highest; kept in a file of `out`, from which it goes on.

    state: what else was kept with the last checkpoint; empty if there is none.
    """

    def __init__(
        self, net: torch.nn.Module, out: Path, rate: float, steps: int, *, warm_up: float, least: float
    ) -> None:
        trained = {name: p for name, p in net.named_parameters() if p.requires_grad}
        body, heads = (
            [p for name, p in trained.items() if name.startswith("bert.") == is_body] for is_body in (True, False)
        )
        self._net, self._out, self._trained = net, out, list(trained.values())
        self._optimizer = torch.optim.AdamW(
            [{"params": body, "lr": rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY, fused=True
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: min(1, (step + 1) / (warm_up * steps)) * max(least, (steps - step) / steps)
        )
        self.state: dict[str, Any] = {}
        out.mkdir(parents=True, exist_ok=True)
        if (out / CHECKPOINT).exists():
            self.state = torch.load(out / CHECKPOINT, weights_only=True)
            net.load_state_dict(self.state.pop("net"), strict=False)
            self._optimizer.load_state_dict(self.state.pop("optimizer"))
            self._schedule.load_state_dict(self.state.pop("schedule"))
            torch.set_rng_state(self.state.pop("random"))

    def step(self, loss: torch.Tensor) -> float:
        """One step down; the loss as a number."""
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._trained, NORM)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def advance(self) -> None:
        """Goes on to the learning rate of the next of the steps."""
        self._schedule.step()

    def keep(self, **more: Any) -> None:
        """Writes the checkpoint, whole or not at all. more: what else to find in `state`."""
        known: dict[str, Any] = {"net": own(self._net), "optimizer": self._optimizer.state_dict()}
        known |= {"schedule": self._schedule.state_dict(), "random": torch.get_rng_state(), **more}
        part = (self._out / CHECKPOINT).with_suffix(".part")
        torch.save(known, part)
        part.replace(self._out / CHECKPOINT)


def log(out: Path, line: dict) -> None:
    """Prints a line and adds it to `log.jsonl`."""
    print(json.dumps(line, ensure_ascii=False), flush=True)
    with (out / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
