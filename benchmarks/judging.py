"""Pairs judged a second: `NLI.probabilities` beside `CrossEncoder.predict` with its defaults, on the same weights.

    python benchmarks/judging.py PAIRS [--pairs 1000] [--rounds 3]

PAIRS: JSON lines, plain or gzipped, of premise and hypothesis. The two take turns in one process, so that what else
the machine does falls on both; quote the ratio. Prints one JSON object.
"""

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import CrossEncoder

from factcheck.jsonl import read_lines
from factcheck.models.nli import NLI
from factcheck.models.nli_head import load_head


class Scores(torch.nn.Module):
    """The head as the one module of a CrossEncoder."""

    def __init__(self, nli: NLI) -> None:
        super().__init__()
        self.net, self.tokenizer = nli.model, nli.tokenizer

    def preprocess(self, inputs: list[tuple[str, str]], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        return dict(
            self.tokenizer(
                *map(list, zip(*inputs, strict=True)),
                padding=True,
                truncation=True,
                max_length=512,
                return_tensors="pt",
            )
        )

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        return {**features, "scores": self.net(features["input_ids"], features["attention_mask"]).logits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    lines = read_lines(args.file)[: args.pairs]
    pairs = [(line["premise"], line["hypothesis"]) for line in lines]
    begun = time.perf_counter()
    nli = NLI(*load_head()[:3])  # at temperature 1, as the other
    seconds_to_load = time.perf_counter() - begun
    plain = CrossEncoder(modules=[Scores(nli)])
    ways = {
        "factcheck": lambda: nli.probabilities(*zip(*pairs, strict=True)),
        "CrossEncoder.predict": lambda: plain.predict(pairs, activation_fn=torch.nn.Softmax(dim=1)),
    }
    found, seconds = {}, {name: [] for name in ways}
    for _ in range(args.rounds):
        for name, judge in ways.items():
            begun = time.perf_counter()
            found[name] = judge()
            seconds[name].append(time.perf_counter() - begun)
    best = {name: min(times) for name, times in seconds.items()}
    apart = np.abs(found["factcheck"] - found["CrossEncoder.predict"]).max()
    print(
        json.dumps(
            {
                "pairs": len(pairs),
                "pairs_per_second": {name: round(len(pairs) / s, 1) for name, s in best.items()},
                "ratio": round(best["CrossEncoder.predict"] / best["factcheck"], 2),
                "largest_difference_of_a_probability": round(float(apart), 6),
                "seconds_to_load": round(seconds_to_load, 2),
                "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "threads": torch.get_num_threads(),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
