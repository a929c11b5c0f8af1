"""Invented stories as articles of many outlets: which clashing lines a report finds, and where the others are lost.

    python -m benchmarks.stories DATA [--cards N] [--check] [--where-lost]

DATA holds `train/story_cards.jsonl.gz`. Of the cards that were held out, each line is an article of one of ten outlets
in turn, cards three days apart, all in one index. A clashing line is found if the report calls it a conflict with the
base or an agreeing line; precision is over all pairs called a conflict, across stories too, without those of which
nobody knows what they are. --check asks each base as a claim instead. Prints one JSON object.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from factcheck.analysis.analyse import analyse
from factcheck.analysis.check import check_claim
from factcheck.articles import make_article
from factcheck.claims import claims_of
from factcheck.index.index import Index
from factcheck.index.vectors import cosines_of, nearest_of_all
from factcheck.models.encoder import load_encoder
from factcheck.models.pair_reader import load_pair_reader
from factcheck.schema import AGREEMENT, CONFLICT, NEUTRAL, UPDATE, Article, Statement
from factcheck.settings import Settings
from factcheck.verdicts.candidates import may_clash, near_pairs
from factcheck.verdicts.gate import LEAST, worth_reading
from training import pair_data

OUTLETS, APART = 10, 3
"""How many outlets there are, and days between two cards."""
SAME = ("base", "agree")


def articles(cards: list[dict[str, Any]]) -> Iterator[Article]:
    """Each line as an article, whose location is its card and number."""
    for number, card in enumerate(cards):
        for i, line in enumerate(card["lines"]):
            day = pair_data.FIRST_DAY + timedelta(days=number * APART + line["d"])
            outlet = f"Outlet {(number * len(card['lines']) + i) % OUTLETS}"
            yield make_article(line["t"], f"{card['id']} {i}", source=outlet, published=str(day))


def known(a: str, b: str, kinds: dict[str, str]) -> str | None:
    """The relation of two lines by their places; None where nobody knows it."""
    if a.split()[0] != b.split()[0]:
        return NEUTRAL
    one, other = sorted((kinds[a], kinds[b]), key=lambda kind: kind not in SAME)
    if one not in SAME:
        return None if {one, other} <= {"conflict", "update"} else NEUTRAL
    return {"conflict": CONFLICT, "update": UPDATE}.get(other, AGREEMENT if other in SAME else NEUTRAL)


def share(part: int, whole: int) -> float:
    return round(part / max(1, whole), 3)


def reported(index: Index, kinds: dict[str, str]) -> dict[str, Any]:
    """What a report finds."""
    begun = time.perf_counter()
    analysis = analyse(index, Settings(), load_pair_reader())
    place = analysis.claims["location"].to_numpy()
    called, found = [], set()
    for verdict in analysis.verdicts.itertuples():
        a, b = place[verdict.a], place[verdict.b]
        if verdict.relation != CONFLICT or a == b or (right := known(a, b, kinds)) is None:
            continue
        called.append(right == CONFLICT)
        if right == CONFLICT:
            found |= {line for line in (a, b) if kinds[line] == "conflict"}
    clashing = sum(kind == "conflict" for kind in kinds.values())
    told = {
        "clashing lines": clashing,
        "found": share(len(found), clashing),
        "precision": share(sum(called), len(called)),
    }
    return told | {"pairs called a conflict": len(called), "seconds": round(time.perf_counter() - begun, 1)}


def checked(index: Index, cards: list[dict[str, Any]], kinds: dict[str, str]) -> dict[str, Any]:
    """What `check` says of each base as a claim; the article that it stands in is no evidence."""
    counts: Counter[str] = Counter()
    for card in cards:
        base = card["lines"][0]["t"]
        evidence = check_claim(Statement(base), index, load_encoder(), load_pair_reader(), Settings())
        best: dict[str, str] = {}
        for row in evidence.itertuples():
            best.setdefault(row.location, row.relation)
        for line, kind in kinds.items():
            if line.split()[0] == card["id"] and not line.endswith(" 0"):
                counts[f"{kind} lines"] += 1
                counts[f"{kind} met"] += best.get(line) == {"agree": AGREEMENT, "conflict": CONFLICT}.get(kind)
        for line, relation in best.items():
            right = known(f"{card['id']} 0", line, kinds)
            if relation in (AGREEMENT, CONFLICT) and not line.startswith(f"{card['id']} 0"):
                counts[f"called {relation}"] += 1
                counts[f"called {relation}, right"] += right == relation
    return {
        name: {
            "found": share(counts[f"{kind} met"], counts[f"{kind} lines"]),
            "precision": share(counts[f"called {name}, right"], counts[f"called {name}"]),
            "called": counts[f"called {name}"],
        }
        for kind, name in (("agree", AGREEMENT), ("conflict", CONFLICT))
    }


def where_lost(index: Index, kinds: dict[str, str]) -> dict[str, int]:
    """Of the clashing lines, how many are left after each stage: a claim in it and one in a line that it clashes with;
    near; of two voices; worth reading; read; called a conflict."""
    settings = Settings()
    analysis = analyse(index, settings, load_pair_reader())
    snapshot = index.snapshot()
    claims, listed = snapshot.claims, claims_of(snapshot.claims)
    place = claims["location"].to_numpy()
    pairs = near_pairs(claims, nearest_of_all(snapshot.faiss, settings.neighbours).rows)
    near = pairs
    pairs = pairs[may_clash(claims, pairs, settings.window)]
    voices = pairs
    scores = worth_reading(listed, pairs, cosines_of(snapshot.faiss, pairs))
    worth = pairs[scores >= LEAST]
    chosen = pairs[np.argsort(-scores, kind="stable")[: settings.budget(len(claims))]]
    called = analysis.verdicts[analysis.verdicts["relation"] == CONFLICT][["a", "b"]].to_numpy(int)
    read_lines = set(place)
    left = {"clashing lines": sum(kind == "conflict" for kind in kinds.values())}
    left["claim found"] = sum(kind == "conflict" and line in read_lines for line, kind in kinds.items())
    stages = {
        "near": near,
        "of two voices": voices,
        "worth reading": worth,
        "read": chosen,
        "called a conflict": called,
    }
    for name, rows in stages.items():
        met = set()
        for a, b in zip(place[rows[:, 0]], place[rows[:, 1]], strict=True):
            if known(a, b, kinds) == CONFLICT:
                met |= {line for line in (a, b) if kinds[line] == "conflict"}
        left[name] = len(met)
    return left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cards", type=int, help="only so many")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--where-lost", action="store_true")
    args = parser.parse_args()
    cards = [
        card
        for card in pair_data.rows_of([args.data / "train" / "story_cards.jsonl.gz"])
        if pair_data.part_of(card["id"]) == pair_data.HELD_OUT
    ][: args.cards]
    kinds = {f"{card['id']} {i}": line["k"] for card in cards for i, line in enumerate(card["lines"])}
    with TemporaryDirectory() as folder:
        index = Index.create(folder)
        index.update(list(articles(cards)), load_encoder())
        told: dict[str, Any] = {"cards": len(cards), "claims": len(index.claims())}
        if args.where_lost:
            told["left after each stage"] = where_lost(index, kinds)
        told |= checked(index, cards, kinds) if args.check else reported(index, kinds)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
