"""The nearest neighbours of all claims, beside a search for each in FAISS, and the matrix products that they need.

    python benchmarks/neighbours.py [--claims 20000] [--output neighbours.json]

Made-up vectors in events of about 50 claims. Counts the seconds that the processor worked, so that other work on the
machine matters little. Prints JSON: seconds of each, and how many of the neighbours are the same.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from factcheck.neighbours import make, nearest_of_all
from factcheck.settings import Settings

DIMENSION = 384
EVENT = 50  # claims
BLOCK = 2048


def made_up(n: int) -> np.ndarray:
    """float32 array (n, 384), rows of length 1: cosines of about 0.8 anywhere, more within an event."""
    rng = np.random.default_rng(0)
    events = rng.normal(size=(n // EVENT + 1, DIMENSION)).astype(np.float32)
    found = 2 + 0.6 * events[rng.integers(0, len(events), n)] + 0.6 * rng.normal(size=(n, DIMENSION))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """(seconds of the processor, what came of it)."""
    begun = time.process_time()
    found = work()
    return round(time.process_time() - begun, 2), found


def products(vectors: np.ndarray) -> None:
    """The products of every two blocks, once: what no exact way can do without."""
    for i in range(0, len(vectors), BLOCK):
        for j in range(i, len(vectors), BLOCK):
            vectors[i : i + BLOCK] @ vectors[j : j + BLOCK].T


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    vectors, k = made_up(args.claims), Settings().neighbours
    index = make([f"{i:016x}" for i in range(len(vectors))], [vectors], DIMENSION)
    least, _ = seconds(lambda: products(vectors))
    plain, rows = seconds(lambda: index.index.search(vectors, k)[1])
    here, near = seconds(lambda: nearest_of_all(index, k))
    same = np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(rows, near.rows, strict=True)])
    found = {"claims": args.claims, "products": least, "search for each": plain, "here": here, "same": round(same, 4)}
    if args.output:
        args.output.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
