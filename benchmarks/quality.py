"""Scores on the labelled development sets, held against floors that a change may not lower.

    python -m benchmarks.quality DATA [--sample] [--raise] [--lower] [--markdown FILE]

DATA holds `data/dev/` and `gold/`. Every set is measured whole, or with --sample on a fixed part of it, which is what
`make test` does. A score below its floor in `floors.json` ends with exit status 1. --raise lifts the floors to a little
below what was measured; only --lower takes one down. --markdown writes the tables of `docs/quality.md`.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.floors import Score, below, settle
from factcheck.articles import read_articles
from factcheck.evaluation import evaluate_nli, evaluate_pairs, evaluate_seeds
from factcheck.jsonl import read_lines
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.nli import NLI, load_nli

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("floors.json")
SAMPLE = 100
"""Rows of an NLI set in a sample: all sets together then take about half a minute."""
# Accuracy on the whole test of MiniLMv2-L12, the nearest published model in size (MoritzLaurer, its model card).
XNLI = {
    "ar": 0.730, "en": 0.821, "fr": 0.775, "de": 0.762, "es": 0.779,
    "ru": 0.760, "tr": 0.732, "zh": 0.751, "ur": 0.700, "hi": 0.724,
}  # fmt: skip
# set -> (what it is, what others published on the whole it is a part of)
NLI_SETS = {
    f"xnli_{lang}_firsthalf.jsonl.gz": (f"XNLI test, {lang}, first half", f"MiniLMv2-L12 {score}")
    for lang, score in XNLI.items()
} | {
    "ans_ar_dev.jsonl": ("ANS, Arabic headlines", "stance, on its test: macro-F1 0.767 (Khouja 2020)"),
    "daccord_fr_half.jsonl": ("DACCORD, French news, half", ""),
    "equate_stress_en_1500.jsonl": ("EQUATE stress test, numbers", ""),
    "unifiedfc_rationales_ar.jsonl": ("UnifiedFC, Syrian-war claims against passages", ""),
}
PAIR_SETS = {
    "saudi_pairs_dev.jsonl": "Arabic headlines of different outlets on the same days",
    "saudi_bodies_dev.jsonl": "sentences of article bodies of different outlets",
}
SET_AGAINST = {name: NLI_SETS[name][0] for name in NLI_SETS if not name.startswith(("xnli", "equate"))}
"""Pairs of bare texts, of which structure and the NLI model together say whether they exclude each other."""
JUDGED_BY = ("structure", "both")
SEEDS = ("seed_pairs_dev.jsonl", "seed_furniture.jsonl")


def some_lines(path: Path, rows: int | None) -> list[dict[str, Any]]:
    """The lines of a set, or about so many of them, evenly taken."""
    lines = read_lines(path)
    return lines[:: max(1, len(lines) // rows) if rows else 1]


def nli_scores(path: Path, nli: NLI, rows: int | None = None) -> tuple[Score, dict[str, Any]]:
    """(what has a floor, all scores) of an NLI set, or of so many of its rows, evenly taken."""
    scores = evaluate_nli(some_lines(path, rows), nli)
    held = {"contradiction f1": scores["contradiction"]["f1"]}
    if len(scores["per_label"]) == 3:
        held["accuracy"] = scores["accuracy"]
    return held, scores


def pair_scores(path: Path, encoder: Encoder, nli: NLI | None) -> tuple[Score, dict[str, Any]]:
    """The same of labelled pairs of texts."""
    scores = evaluate_pairs(read_lines(path), encoder, nli)
    conflict, neutral = scores["per_relation"]["conflict"], scores["confusion"]["neutral"]
    held = {
        "conflict average precision": scores["conflict_average_precision"],
        "conflict precision": conflict["precision"],
        "conflict recall": conflict["recall"],
        "neutral not called conflict": round(1 - neutral.get("conflict", 0) / sum(neutral.values()), 3),
    }
    return held, scores


def against_scores(
    path: Path, encoder: Encoder, nli: NLI | None, rows: int | None = None
) -> tuple[Score, dict[str, Any]]:
    """The same of bare texts set against each other, or of so many pairs of them; structure alone has no floor."""
    scores = evaluate_pairs(some_lines(path, rows), encoder, nli)
    conflict = scores["per_relation"]["conflict"]
    if nli is None:
        return {}, scores
    return {f"conflict {name}": conflict[name] for name in ("precision", "recall")}, scores


def seed_scores(folder: Path, encoder: Encoder, nli: NLI | None) -> tuple[Score, dict[str, Any]]:
    """The same of the marked pairs and the marked furniture of the seed articles."""
    articles, _ = read_articles([str(ROOT / "seeds")], 5_000_000)
    scores = evaluate_seeds([line for name in SEEDS for line in read_lines(folder / name)], articles, encoder, nli)
    return {"met": round(scores["met"] / scores["n"], 3)}, scores


def verdicts_of(name: str, judged_by: str = "both") -> str:
    """What the verdicts on an NLI set are called, beside what the NLI model says of it alone."""
    return f"{name}, verdicts" if judged_by == "both" else f"{name}, verdicts by {judged_by}"


def measures(data: Path, sample: bool) -> list[tuple[str, Path, Callable[[], tuple[Score, dict[str, Any]]]]]:
    """(set, file its digest is of, what measures it) of every set that is at hand."""
    nli, encoder = load_nli(), load_encoder()
    assert nli
    rows = SAMPLE if sample else None
    dev, gold = data / "data" / "dev", data / "gold"
    found: list[tuple[str, Path, Callable[[], tuple[Score, dict[str, Any]]]]] = []
    for name in NLI_SETS:
        found.append((name, dev / name, partial(nli_scores, dev / name, nli, rows)))
    for name in PAIR_SETS:
        found.append((name, dev / name, partial(pair_scores, dev / name, encoder, nli)))
    for name in SET_AGAINST:
        for how, model in zip(JUDGED_BY, (None, nli), strict=True):
            measure = partial(against_scores, dev / name, encoder, model, rows)
            found.append((verdicts_of(name, how), dev / name, measure))
    found.append(("seeds", gold / SEEDS[0], partial(seed_scores, gold, encoder, nli)))
    return [item for item in found if item[1].is_file()]


def markdown(results: dict[str, dict[str, Any]], name: str) -> str:
    """The tables of `docs/quality.md`."""
    lines = [
        "# Quality",
        "",
        "Made by `make quality`. Development data: floors and a few weights were set on it, so expect less elsewhere.",
        "",
        f"## The NLI head `{name}`",
        "",
        "| set | rows | accuracy | macro-F1 | contradiction P / R / F1 | average precision | published by others |",
        "|---|---|---|---|---|---|---|",
    ]
    for key, (what, others) in NLI_SETS.items():
        if s := results.get(key):
            c = s["contradiction"]
            three = (s["accuracy"], s["macro_f1"]) if len(s["per_label"]) == 3 else ("-", "-")
            numbers = f"{c['precision']} / {c['recall']} / {c['f1']} | {c['average_precision']}"
            lines.append(
                f"| {what} | {s['n'] + sum(s['left_out'].values())} | {three[0]} | {three[1]} | {numbers} | {others} |"
            )
    lines += [
        "",
        "Sets that only tell contradiction from its absence have no accuracy.",
        "",
        "## Verdicts on pairs",
        "",
    ]
    lines += ["| set | relation | pairs | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    for key, what in PAIR_SETS.items():
        if s := results.get(key):
            for relation, r in s["per_relation"].items():
                lines.append(f"| {what} | {relation} | {r['n']} | {r['precision']} | {r['recall']} | {r['f1']} |")
            lines.append(f"| {what} | conflict, average precision | {s['n']} | {s['conflict_average_precision']} | | |")
    lines += [
        "",
        "## How sure, and how often right",
        "",
        "Of the conflicts and updates found, by the confidence shown.",
        "",
    ]
    lines += ["| set | confidence | findings | mean confidence | share right |", "|---|---|---|---|---|"]
    for key, what in PAIR_SETS.items():
        if s := results.get(key):
            for b in s["calibration"]["bins"]:
                lines.append(f"| {what} | {b['from']} to {b['to']} | {b['n']} | {b['said']} | {b['right']} |")
            lines.append(f"| {what} | expected calibration error | | {s['calibration']['error']} | |")
    lines += ["", "## Bare texts set against each other", ""]
    lines += ["As `factcheck compare` judges them, by structure alone and with the NLI model.", ""]
    lines += ["| set | judged by | conflicts | precision | recall | F1 | right of those found, by kind |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for key, what in SET_AGAINST.items():
        for how in JUDGED_BY:
            scores = results.get(verdicts_of(key, how))
            if not scores:
                continue
            kinds = ", ".join(f"{k} {n['right']} of {n['found']}" for k, n in scores["conflicts_per_kind"].items())
            r = scores["per_relation"]["conflict"]
            lines.append(f"| {what} | {how} | {r['n']} | {r['precision']} | {r['recall']} | {r['f1']} | {kinds} |")
    if s := results.get("seeds"):
        lines += ["", "## Marked pairs and furniture of the seed articles", ""]
        lines.append(f"{s['met']} of {s['n']} met; {s['conflicts']} conflict pairs in all.")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--raise", action="store_true", dest="lift")
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--markdown", type=Path)
    args = parser.parse_args()
    part = "sample" if args.sample else "all"
    results, faults = {}, []
    for name, path, measure in measures(args.data, args.sample):
        held, results[name] = measure()
        print(name, json.dumps(held), flush=True)
        if held and (args.lift or args.lower):
            settle(FLOORS, name, path, part, held, args.lower)
        faults += below(FLOORS, name, path, part, held) if held else []
    if args.markdown:
        nli = load_nli()
        args.markdown.write_text(markdown(results, nli.name if nli else ""), "utf-8")
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults or not results else 0


if __name__ == "__main__":
    sys.exit(main())
