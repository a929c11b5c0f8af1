"""Pairs judged a second: `judge_pairs` beside `CrossEncoder.predict` with its defaults, on the same weights.

    python benchmarks/judging.py PAIRS [--pairs 500] [--rounds 3]

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

from factcheck.analysis.texts import statement_claims
from factcheck.jsonl import read_lines
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.schema import Statement
from factcheck.verdicts.fusion import ASKED
from factcheck.verdicts.judge import judge_pairs


class Scores(torch.nn.Module):
    """The pair reader's network as the one module of a CrossEncoder."""

    def __init__(self, reader: PairReader) -> None:
        super().__init__()
        self.net, self.tokenizer = reader.network, reader.tokenizer

    def preprocess(self, inputs: list[tuple[str, str]], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        found = [encoding.ids for encoding in self.tokenizer.encode_batch(inputs)]
        ids = torch.ones((len(found), max(map(len, found))), dtype=torch.long)
        for row, numbers in enumerate(found):
            ids[row, : len(numbers)] = torch.tensor(numbers)
        return {"input_ids": ids, "attention_mask": (ids != 1).long()}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        return {**features, "scores": self.net(features["input_ids"], features["attention_mask"]).outcome}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    lines = read_lines(args.file)[: args.pairs]
    pairs = [(line["premise"], line["hypothesis"]) for line in lines]
    begun = time.perf_counter()
    reader = load_pair_reader()
    seconds_to_load = time.perf_counter() - begun
    claims = statement_claims([Statement(text) for pair in pairs for text in pair])
    judged = [(a[0], b[0]) for a, b in zip(claims[::2], claims[1::2], strict=True)]
    plain = CrossEncoder(modules=[Scores(reader)])
    ways = {
        "factcheck": lambda: judge_pairs(judged, [0.9] * len(judged), reader, ASKED),
        "CrossEncoder": lambda: plain.predict(pairs, show_progress_bar=False),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(args.rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - begun)
    told: dict[str, Any] = {"pairs": len(pairs), "seconds to load": round(seconds_to_load, 1)}
    for name, taken in seconds.items():
        told[f"{name}, pairs a second"] = round(len(pairs) / float(np.median(taken)), 1)
    ratios = [b / a for a, b in zip(*seconds.values(), strict=True)]
    told["ratio"] = round(float(np.median(ratios)), 2)
    told["peak memory, GB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
