"""How time and memory grow with the number of articles, stage by stage.

    python benchmarks/scale.py ARTICLES --sizes 1000,2000,4000 [--vectors words] [--output scale.json]

ARTICLES: JSON lines, as `factcheck index` takes them. Each size is indexed and analysed in a process of its own, the
smallest first; then 100 further articles are taken in and compared, then none, and a claim is checked cold and warm.
`--vectors words` takes vectors of hashed words in place of the encoder's: they cost next to nothing, and what they find
alike is what has many words in common, so that all other stages can be measured on any processor in minutes. Prints a
table and the exponents of growth; writes JSON, with the claims read a second and the share that reading them has of a
build. Where other programs run too, `cpu_seconds` tells more than the seconds of the stages.
"""

import argparse
import json
import math
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from factcheck.analysis.analyse import analyse
from factcheck.analysis.check import check_claim
from factcheck.articles import read_articles
from factcheck.index.index import Index
from factcheck.models.encoder import load_encoder
from factcheck.models.pair_reader import load_pair_reader
from factcheck.progress import seconds_by_stage, stage
from factcheck.schema import Article, Statement
from factcheck.settings import Settings

LATER = 100
_TERMS = 2**15
_COMMON = 0.8  # of two texts without a word in common, the cosine
_ALL = 10**12


class Words:
    """Vectors (n, 384) of hashed words, projected at random: fast, the same for the same text, and blind to meaning.
    All share a part, so that their cosines lie where those of the encoder do."""

    name, dimension = "words", 384

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        self._count = HashingVectorizer(n_features=_TERMS, alternate_sign=False, norm="l2")
        self._project = np.random.default_rng(0).normal(size=(_TERMS, self.dimension - 1)).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        found = (self._count.transform(texts) @ self._project).astype(np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        found *= (1 - _COMMON) ** 0.5 / np.where(lengths == 0, 1, lengths)
        common = np.sqrt(1 - (found * found).sum(1, keepdims=True))
        return np.hstack([common, found])


def read(path: Path) -> list[Article]:
    """All articles of the corpus, in the order of their ids: a fair sample wherever it is cut."""
    with stage("reading files"):
        found, _ = read_articles([path], _ALL)
    return sorted(found, key=lambda a: a.id)


def measure(path: Path, size: int, vectors: str, folder: Path) -> dict[str, object]:
    """One size: seconds by stage, counts, and the peak of memory in bytes."""
    encoder = Words() if vectors == "words" else load_encoder()
    articles = read(path)
    index = Index.create(folder)
    first = index.update(articles[:size], encoder)  # type: ignore[arg-type]
    reader = load_pair_reader()
    analysis = analyse(index, Settings(), reader)
    found: dict[str, object] = {
        "articles": len(articles[:size]),
        "claims": first.claims,
        "embedded": first.embedded,
        "disputes": len(analysis.disputes),
        **index.manifest()["analysis"],
        "seconds": seconds_by_stage(),
    }
    del analysis
    used = resource.getrusage(resource.RUSAGE_SELF)
    found["peak_bytes"], found["cpu_seconds"] = used.ru_maxrss * 1024, round(used.ru_utime + used.ru_stime, 1)
    spent = seconds_by_stage()
    found["claims read a second"] = round(first.claims / spent["reading"])
    found["share of reading claims"] = round(spent["reading"] / sum(spent.values()), 3)
    later = articles[: size + LATER] if size + LATER <= len(articles) else articles[:size]
    for name, given in (("later articles", later), ("nothing new", later)):
        found[name] = seconds_of(partial(index.update, given, encoder))
        found[f"{name}, compared"] = seconds_of(partial(analyse, index, Settings(), reader))
    for name in ("check, cold", "check, warm"):
        asked = Statement("مقتل 20 شخصا في انفجار")
        found[name] = seconds_of(partial(check_claim, asked, index, encoder, reader, Settings()))
    return found


def seconds_of(run: Callable[[], object]) -> float:
    begun = time.monotonic()
    run()
    return round(time.monotonic() - begun, 3)


def table(rows: list[dict[str, object]]) -> str:
    """Markdown: a row a size."""
    stages = list(dict.fromkeys(name for row in rows for name in row["seconds"]))  # type: ignore[attr-defined]
    columns = ["articles", "claims", "considered", "compared", "disputes"]
    lines = ["| " + " | ".join([*columns, *(f"{s}, s" for s in stages), "peak, GB"]) + " |"]
    lines.append("|" + "---|" * (len(columns) + len(stages) + 1))
    for row in rows:
        values = [row[c] for c in columns] + [row["seconds"].get(s, 0) for s in stages]  # type: ignore[attr-defined]
        lines.append("| " + " | ".join(map(str, [*values, round(row["peak_bytes"] / 1e9, 2)])) + " |")  # type: ignore[operator]
    return "\n".join(lines)


def exponents(rows: list[dict[str, object]]) -> dict[str, float]:
    """Of time and memory between the smallest and the largest size: 1 is linear."""
    small, large = rows[0], rows[-1]
    growth = math.log(large["articles"] / small["articles"])  # type: ignore[operator]
    spent = [sum(row["seconds"].values()) for row in (small, large)]  # type: ignore[attr-defined]
    return {
        "time": round(math.log(spent[1] / spent[0]) / growth, 2),
        "cpu": round(math.log(large["cpu_seconds"] / small["cpu_seconds"]) / growth, 2),  # type: ignore[operator]
        "memory": round(math.log(large["peak_bytes"] / small["peak_bytes"]) / growth, 2),  # type: ignore[operator]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="1000,2000,4000")
    parser.add_argument("--vectors", choices=["embedded", "words"], default="embedded")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    sizes = sorted(map(int, args.sizes.split(",")))
    if args.one:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(args.articles, sizes[0], args.vectors, Path(folder))))
        return
    rows = []
    for size in sizes:
        command = [
            sys.executable,
            __file__,
            str(args.articles),
            "--sizes",
            str(size),
            "--vectors",
            args.vectors,
            "--one",
        ]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    found = {"machine": platform.processor() or platform.machine(), "vectors": args.vectors, "sizes": rows}
    if len(rows) > 1:
        found["exponents"] = exponents(rows)
    if args.output:
        args.output.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(table(rows))
    print(json.dumps({k: v for k, v in found.items() if k != "sizes"}))


if __name__ == "__main__":
    main()
