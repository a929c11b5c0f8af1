"""Claims embedded a second: `Encoder.encode` beside `SentenceTransformer.encode` with defaults, on the same weights.

    python benchmarks/embedding.py ARTICLES [--claims 500] [--rounds 3]

The claims are the first of the articles, copies among them as they come. The two take turns in one process, so that
what else the machine does falls on both; quote the ratio. Beside them, the matrix products of the layers alone, at the
same number of tokens: no encoder of this shape can be faster in this precision. Prints one JSON object.
"""

import argparse
import json
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import torch

from factcheck.articles import read_articles
from factcheck.claims import read_claims
from factcheck.models.encoder import E5_PROMPT, load_encoder

_ALL = 10**12
_ROWS = 1024  # tokens multiplied at once


def products(tokens: int, width: int, inner: int, layers: int) -> Callable[[], None]:
    """The matrix products of a transformer's layers over so many tokens, attention's own left out."""
    rows = torch.randn(_ROWS, width)
    square, widen, narrow = torch.randn(width, width), torch.randn(width, inner), torch.randn(inner, width)

    def multiply() -> None:
        for _ in range(-(-tokens // _ROWS) * layers):
            for _ in range(4):
                torch.mm(rows, square)
            torch.mm(torch.mm(rows, widen), narrow)

    return multiply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--claims", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    articles, _ = read_articles([args.articles], _ALL)
    # A claim or two an article and more, whichever are read first.
    size = next(n for n in count(50, 50) if n >= len(articles) or len(read_claims(articles[:n])) >= args.claims)
    texts = read_claims(articles[:size])["text"].tolist()[: args.claims]
    encoder = load_encoder()
    plain = encoder.model
    config = plain[0].bert.config
    lengths = [sum(row.attention_mask) for row in plain.tokenizer.encode_batch([E5_PROMPT + text for text in texts])]
    ways: dict[str, Callable[[], object]] = {
        "factcheck": lambda: encoder.encode(texts),
        "SentenceTransformer.encode": lambda: plain.encode([E5_PROMPT + text for text in texts]),
        "matrix products alone": products(
            sum(lengths), config.hidden_size, config.intermediate_size, config.num_hidden_layers
        ),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found = {}
    with torch.inference_mode():
        for _ in range(args.rounds):
            for name, run in ways.items():
                begun = time.perf_counter()
                found[name] = run()
                seconds[name].append(time.perf_counter() - begun)
    best = {name: min(times) for name, times in seconds.items()}
    apart = np.abs(found["factcheck"] - found["SentenceTransformer.encode"]).max()  # type: ignore[operator]
    print(
        json.dumps(
            {
                "claims": len(texts),
                "distinct": len(set(texts)),
                "tokens_a_claim": round(float(np.mean(lengths)), 1),
                "claims_per_second": {name: round(len(texts) / s, 1) for name, s in best.items()},
                "ratio": round(best["SentenceTransformer.encode"] / best["factcheck"], 2),
                "share_of_the_possible": round(best["matrix products alone"] / best["factcheck"], 2),
                "largest_difference_of_a_coordinate": float(f"{apart:.1e}"),
                "threads": torch.get_num_threads(),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
