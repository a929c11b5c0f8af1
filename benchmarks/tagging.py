"""Sentences tagged a second, beside the same sentences embedded by `Encoder.encode`, of the same articles.

    python benchmarks/tagging.py ARTICLES [--sentences 500] [--rounds 3]

The sentences are those of the first articles. The two take turns in one process, so that what else the machine does
falls on both; quote the ratio. Prints one JSON object.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from factcheck.articles import read_articles
from factcheck.models.encoder import load_encoder
from factcheck.models.token_tagger import load_tagger
from factcheck.text.sentences import split_sentences

_ALL = 10**12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    articles, _ = read_articles([args.articles], _ALL)
    documents: list[list[str]] = []
    for article in articles:
        if sum(map(len, documents)) >= args.sentences:
            break
        sentences = split_sentences(article.text, article.lang)
        documents.append([article.text[sentence.start : sentence.end] for sentence in sentences])
    texts = [text for document in documents for text in document]
    tagger, encoder = load_tagger(), load_encoder()
    tagger.tag(documents[:2])
    encoder.encode(texts[:2])
    ways: dict[str, Callable[[], object]] = {
        "tagged": lambda: tagger.tag(documents),
        "embedded": lambda: encoder.encode(texts),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(args.rounds):
        for name, run in ways.items():
            begun = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - begun)
    rates = {f"{name} a second": round(len(texts) / min(times), 1) for name, times in seconds.items()}
    known = {"articles": len(documents), "sentences": len(texts)}
    print(json.dumps(known | rates | {"ratio": round(min(seconds["tagged"]) / min(seconds["embedded"]), 2)}))


if __name__ == "__main__":
    main()
