"""The pairs that the pair reader learns from and is scored on: cards and labelled claims, as pairs of claims with what
is known of them.

Cards are invented or changed texts with known relations among their lines (see `training/README.md`); a card is held
out by its id. Labelled claims are of real articles; they go into folds by event.
"""

import gzip
import hashlib
import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from factcheck.schema import DENIES, KINDS, OUTCOMES, PairSide

AGREES, FACET, OTHER, CONFLICT, UPDATE = ((i,) for i in range(len(OUTCOMES)))
NEUTRAL, COMPATIBLE = (*FACET, *OTHER), (*AGREES, *FACET)
LABELS = {
    "conflict": CONFLICT, "update": UPDATE, "update_or_bound": UPDATE, "agreement": AGREES, "compatible": COMPATIBLE,
    "different": OTHER, "entailment": AGREES, "contradiction": CONFLICT,
}  # fmt: skip
REAL = (
    "train/saudi_claims.jsonl.gz", "train/claims_mined.jsonl.gz", "dev/saudi_bodies_dev.jsonl",
    "dev/saudi_pairs_dev.jsonl",
)  # fmt: skip
DEV = {"saudi claims": "dev/saudi_claims_dev.jsonl", "us claims": "dev/us_claims_en_dev.jsonl"}
NLI = "train/*3way*", "train/ans_*"
OWN = Path(__file__).parent / "labels" / "claims"
HEADLINE = 9
"""Words of a line that stand in for its headline."""
LONGEST = 500
"""Characters of a premise of general inference."""
TAUGHT, WEIGHED, HELD_OUT = "taught", "weighed", "held out"
FIRST_DAY = date(2020, 1, 1)

Row = dict[str, Any]


class Pair(NamedTuple):
    """Two claims, the outcomes that their label leaves open, the kind of a clash, and the words that clash on each
    side (None: unknown). `event`: of what; the id of a card. `is_directed`: of general inference, whose agreement has a
    direction."""

    a: PairSide
    b: PairSide
    outcomes: tuple[int, ...]
    kind: str = ""
    words: tuple[str | None, str | None] = (None, None)
    event: str = ""
    is_directed: bool = False

    def turned(self) -> "Pair":
        return self._replace(a=self.b, b=self.a, words=self.words[::-1])


class Line(NamedTuple):
    """A line of a card: its text, the days it was published after the first, and its event."""

    text: str
    day: int | None = None
    is_of_event: bool = True


def rows_of(paths: Iterable[Path]) -> Iterator[Row]:
    for path in paths:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def part_of(key: str) -> str:
    """What a card is for: "held out" for measuring, "weighed" by the fusion, else "taught"."""
    number = int(hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(), 16) % 20
    return {2: HELD_OUT, 3: HELD_OUT, 4: WEIGHED}.get(number, TAUGHT)


def fold_of(event: str, folds: int) -> int:
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % folds


# cards

Told = tuple[Line, Line, tuple[int, ...], str, tuple[str | None, str | None]]
"""Two lines, outcomes, kind, words."""


def _plain(found: Iterable[tuple[Line, Line, tuple[int, ...]]]) -> Iterator[Told]:
    return ((a, b, outcomes, "", (None, None)) for a, b, outcomes in found)


def _clashes(same: Sequence[Line], text: Line, kind: str, words: Sequence[str], outcome: tuple[int, ...]) -> list[Told]:
    """A changed line against all that agree; the words of the first of these are known."""
    mine, changed = words if len(words) == 2 else (None, None)
    return [(line, text, outcome, kind, (mine if i == 0 else None, changed)) for i, line in enumerate(same)]


def of_story(card: Row, rng: random.Random) -> Iterator[Told]:
    lines = [Line(x["t"], x["d"], x["k"] != "other") for x in card["lines"]]
    same = lines[:3]
    yield from _plain((a, b, AGREES) for a, b in itertools.combinations(same, 2))
    for i in range(3, 7):
        row = card["lines"][i]
        outcome = UPDATE if row["k"] == "update" else CONFLICT
        yield from _clashes(same, lines[i], row["kind"], row["clash"], outcome)
    yield from _plain((line, lines[7], FACET) for line in lines[:6])
    yield from _plain((line, other, OTHER) for other, upto in ((lines[8], 4), (lines[9], 5)) for line in lines[:upto])


def of_anchored(card: Row, rng: random.Random) -> Iterator[Told]:
    same = [Line(card["base"]), *map(Line, card["agree"])]
    yield from _plain((a, b, AGREES) for a, b in itertools.combinations(same, 2))
    for clash in card["conflict"]:
        yield from _clashes(same, Line(clash["t"]), clash["kind"], clash["x"], CONFLICT)
    yield from _clashes(same, Line(card["update"]["t"]), "", card["update"]["x"], UPDATE)
    both = [*same, *(Line(clash["t"]) for clash in card["conflict"])]
    yield from _plain((line, Line(card["facet"]), FACET) for line in both)
    yield from _plain((line, Line(card["other"], None, False), OTHER) for line in same)


def of_minimal(card: Row, rng: random.Random) -> Iterator[Told]:
    base, same = Line(card["base"]), list(map(Line, card["same"]))
    yield from _plain((base, line, AGREES) for line in same)
    yield from _plain([(same[0], same[1], AGREES), (same[2], same[3], AGREES)])
    for clash in card["clash"]:
        yield from _clashes([base, rng.choice(same)], Line(clash["t"]), clash["kind"], clash["x"], CONFLICT)
    yield from _plain((line, Line(text), NEUTRAL) for text in card["apart"] for line in (base, rng.choice(same)))


def of_contrast(card: Row, rng: random.Random) -> Iterator[Told]:
    a, b = Line(card["a"]["text"]), Line(card["b"]["text"])
    yield from _plain([(a, b, AGREES)])
    for key, (kept, old) in (("conflict_b", (a, b)), ("conflict_a", (b, a))):
        if changed := card[key]:
            words = changed["x"] if kept is a else changed["x"][::-1]
            yield from _clashes([kept], Line(changed["t"]), changed["k"], words, CONFLICT)
            yield from _plain([(old, Line(changed["t"]), CONFLICT)])
    if changed := card["update_b"]:
        yield from _clashes([a], Line(changed["t"]), "", changed["x"], UPDATE)


def of_number(card: Row, rng: random.Random) -> Iterator[Told]:
    base, same = Line(card["base"]), list(map(Line, card["same"]))
    yield from _plain((base, line, AGREES) for line in same)
    yield from _plain([(same[0], same[1], AGREES)])
    for clash in card["clash"]:
        yield from _clashes([base, rng.choice(same)], Line(clash["t"]), "number", clash["x"], CONFLICT)
    yield from _clashes([base], Line(card["later"]["t"]), "number", card["later"]["x"], UPDATE)
    yield from _plain((line, Line(text), FACET) for text in card["apart"] for line in (base, rng.choice(same)))


def of_denial(card: Row, rng: random.Random) -> Iterator[Told]:
    said, denied = [*map(Line, card["said"]), Line(card["confirmed"])], list(map(Line, card["denied"]))
    yield from _plain((a, b, AGREES) for a, b in itertools.combinations(said, 2))
    yield from _plain([(denied[0], denied[1], AGREES)])
    yield from ((a, b, CONFLICT, "denial", (None, None)) for a in said for b in denied)
    yield from _plain(
        (line, Line(text), FACET) for text in card["near"] for line in (rng.choice(said), rng.choice(denied))
    )
    yield from _plain([(said[0], Line(card["later"]), UPDATE)])


CARDS: dict[str, tuple[Callable[[Row, random.Random], Iterator[Told]], int]] = {
    "story_cards": (of_story, 1),
    "anchored_cards": (of_anchored, 1),
    "minimal_pairs": (of_minimal, 1),
    "contrast_pairs": (of_contrast, 3),
    "number_cards": (of_number, 2),
    "denial_cards": (of_denial, 2),
}
"""How each set is read, and how often it is taken."""
DENIED = "denied cards"
"""Pairs of cards of which one or both are denied by who is named with them."""


def card_pairs(data: Path, voices: Sequence[str], seed: int = 0) -> dict[str, dict[str, list[Pair]]]:
    """Pairs of cards by what the card is for and by set; those to learn from as often as a set is taken.

    voices: names that are given to lines at random, so that a name by itself means nothing.
    """
    rng = random.Random(seed)
    made: dict[str, dict[str, list[Pair]]] = {part: {} for part in (TAUGHT, WEIGHED, HELD_OUT)}
    for name, (of, times) in CARDS.items():
        for card in rows_of([data / "train" / f"{name}.jsonl.gz"]):
            found = list(of(card, rng))
            same = [a.text for a, b, outcomes, *_ in found if outcomes == AGREES]
            pairs = [_pair(told, card, same, voices, rng) for told in found]
            part = part_of(card["id"])
            made[part].setdefault(name, []).extend(pairs * (times if part == TAUGHT else 1))
            denied = (pair._replace(event=card["id"]) for pair in _denials(found, voices, rng))
            made[part].setdefault(DENIED, []).extend(denied)
    return made


def _pair(told: Told, card: Row, same: Sequence[str], voices: Sequence[str], rng: random.Random) -> Pair:
    a, b, outcomes, kind, words = told
    left, right = (_side(line, card.get("title") or "", same, voices, rng) for line in (a, b))
    return Pair(left, right, outcomes, kind, words, card["id"])


def _side(line: Line, title: str, same: Sequence[str], voices: Sequence[str], rng: random.Random) -> PairSide:
    """A line with a headline: that of its card, a line of the same event, or its own first words."""
    titles = [" ".join(line.text.split()[:HEADLINE])]
    if line.is_of_event:
        titles += [title] * bool(title) + [rng.choice(same)]
    day = "" if line.day is None else str(FIRST_DAY + timedelta(days=line.day))
    voice = rng.choice(voices) if voices and rng.random() < 0.35 else ""
    return PairSide(line.text, rng.choice(titles), voice, published=day)


def _denials(found: Sequence[Told], voices: Sequence[str], rng: random.Random) -> Iterator[Pair]:
    """What is said and denied is a conflict, what is denied twice agrees; a denial of another thing stays one."""
    voice = lambda: rng.choice(voices) if voices else ""  # noqa: E731

    def pair(a: str, b: str, outcomes: tuple[int, ...], kind: str = "", both: bool = False) -> Pair:
        left = PairSide(a, "", voice() if both or rng.random() < 0.4 else "", DENIES if both else "")
        return Pair(left, PairSide(b, "", voice(), DENIES), outcomes, kind)

    agreeing = [(a.text, b.text) for a, b, outcomes, *_ in found if outcomes == AGREES]
    for a, b in rng.sample(agreeing, min(2, len(agreeing))):
        a, b = (a, b) if rng.random() < 0.5 else (b, a)
        yield pair(a, a if rng.random() < 0.2 else b, CONFLICT, "denial")
    for a, b in rng.sample(agreeing, min(1, len(agreeing))):
        yield pair(a, b, AGREES, both=True)
    apart = [(a.text, b.text, outcomes) for a, b, outcomes, *_ in found if outcomes in (FACET, OTHER)]
    for a, b, outcomes in rng.sample(apart, min(2, len(apart))):
        a, b = (a, b) if rng.random() < 0.5 else (b, a)
        yield pair(a, b, outcomes)
    opposite = [(a.text, b.text, kind) for a, b, outcomes, kind, _ in found if outcomes == CONFLICT and kind]
    for a, b, kind in rng.sample(opposite, min(1, len(opposite))):
        yield pair(a, b, AGREES if kind == "denial" else COMPATIBLE)


# real claims


def claims(path: Path) -> list[Pair]:
    """Labelled pairs of real claims; those that two readings label differently are left out."""
    return [_of_claims(row) for row in rows_of([path]) if row.get("second_reading", row["label"]) == row["label"]]


def own_claims(data: Path) -> list[Pair]:
    """The pairs of `labels/claims/`, joined with the texts of the corpora that their claims are places in. Stops,
    saying what is missing, if a text cannot be found."""
    rows = list(rows_of(sorted(OWN.glob("*.jsonl"))))
    articles = {name: _articles(data / "corpora" / f"{name}.jsonl.gz") for name in {row["corpus"] for row in rows}}
    return [_of_claims({**row, **_joined(row, articles[row["corpus"]])}) for row in rows]


def _articles(path: Path) -> dict[str, Row]:
    if not path.exists():
        raise SystemExit(f"The corpus {path} is missing: claims are marked in it whose text is not kept here")
    return {hashlib.sha256(row["text"].encode()).hexdigest()[:16]: row for row in rows_of([path])}


def _joined(row: Row, articles: Mapping[str, Row]) -> Row:
    """The sides of a labelled row with their words, and the words that clash."""
    made: Row = {}
    for key in "ab":
        side = row[key]
        if side["article"] not in articles:
            raise SystemExit(f"The article {side['article']} of {row['id']} is not in {row['corpus']}")
        article = articles[side["article"]]
        known = {"title": article.get("title"), "date": side["published"]}
        speaker = article["text"][slice(*side["speaker"])] if "speaker" in side else None
        made[key] = {**side, **known, "text": article["text"][side["start"] : side["end"]], "speaker": speaker}
    if "words" in row:
        made["words"] = [made[key]["text"][slice(*span)] for key, span in zip("ab", row["words"], strict=True)]
    return made


def _of_claims(row: Row) -> Pair:
    if "premise" in row:
        sides = [PairSide(row[key]) for key in ("premise", "hypothesis")]
        event = f"headlines {row['split_group']}"
    else:
        sides, event = [_of_claim(row[key]) for key in "ab"], row["event"]
    outcomes = LABELS.get(row["label"]) or {None: NEUTRAL, True: FACET, False: OTHER}[row.get("same_event")]
    words = tuple(row.get("words") or (None, None))
    clash = outcomes in (CONFLICT, UPDATE)
    kind = row.get("kind") if clash else None
    return Pair(
        sides[0], sides[1], outcomes, kind if kind in KINDS else "", words if len(words) == 2 else (None, None), event
    )


def _of_claim(side: Row) -> PairSide:
    title = side.get("title") or ""
    return PairSide(
        side["text"], title if title != side["text"] else "", side.get("speaker") or "", side.get("stance") or "",
        published=(side.get("date") or "")[:10],
    )  # fmt: skip


def real_pairs(data: Path, more: Iterable[Path] = ()) -> list[Pair]:
    """All labelled claims that may be trained on. more: files in the form of `train/saudi_claims`."""
    return [pair for path in [*(data / name for name in REAL), *more] for pair in claims(path)]


def nli_pairs(data: Path) -> list[Pair]:
    found = rows_of(path for pattern in NLI for path in sorted(data.glob(pattern)))
    labels = LABELS | {"neutral": NEUTRAL}
    return [
        Pair(PairSide(row["premise"]), PairSide(row["hypothesis"]), labels[row["label"]], is_directed=True)
        for row in found
        if row["label"] in labels and len(row["premise"]) < LONGEST
    ]


def voices_of(pairs: Iterable[Pair]) -> list[str]:
    """The speakers named in real pairs, each once, in order."""
    return sorted({side.speaker for pair in pairs for side in (pair.a, pair.b) if side.speaker})
