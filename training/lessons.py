"""What the tagger is taught, epoch by epoch: marked documents as windows of tokens with tags and pointers."""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from augment import augmented
from data import Document, Mark

from factcheck.models.spans import BEGINS, INSIDE, OUTSIDE
from factcheck.schema import NOBODY, STANCES, UNKNOWN

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = "lessons.json.gz"
IGNORED = -100
"""The tag of a token that nobody marked."""
LONGEST = 400
"""Tokens of an example; longer ones lose their last sentences."""
AT_ONCE = 1100
"""Tokens of a batch, padding counted."""
JOINED, ALONE = 0.4, 0.25
"""Share of the documents that another one of the language follows; that lose a sentence before that no mark is in."""
RARE = 0.6
"""Stances weigh (count of asserts / count) ** RARE."""


class Claim(NamedTuple):
    """A marked claim as tokens of an example; `owner` and `via` are tokens, or -1 nobody (no via), -2 unknown."""

    start: int
    end: int
    stance: int
    owner: list[int]
    via: list[int]


class Example(NamedTuple):
    """A window: token numbers, tags of claims and of speakers (IGNORED where nobody marked), claims."""

    ids: list[int]
    claim: list[int]
    speaker: list[int]
    claims: list[Claim]


class Encoder:
    """Documents -> examples."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer, self._known = tokenizer, {}
        special = tokenizer.encode("").ids
        self._begin, self._end = special[0], special[-1]

    def __call__(self, document: Document) -> Example:
        ids, claim, speaker, starts, offsets = [self._begin], [IGNORED], [IGNORED], [], []
        for sentence, marks in zip(document.sentences, document.marks, strict=True):
            numbers, places = self._encode(sentence)
            if starts and len(ids) + len(numbers) > LONGEST:
                break
            numbers, places = numbers[:LONGEST], places[:LONGEST]
            starts.append(len(ids))
            offsets.append(places)
            ids += [*numbers, self._end]
            fill = IGNORED if marks is None else OUTSIDE
            claim += [fill] * len(numbers) + [IGNORED]
            speaker += [fill] * len(numbers) + [IGNORED]

        def tokens(sentence: int, start: int, end: int) -> list[int]:
            if sentence >= len(starts):
                return []
            places = enumerate(offsets[sentence], starts[sentence])
            return [i for i, (a, b) in places if b > a and a < end and b > start]

        claims = []
        for sentence, marks in enumerate(document.marks[: len(starts)]):
            for mark in marks or ():
                here = tokens(sentence, mark.start, mark.end)
                if not here:
                    continue
                tag(claim, here)
                whose = {NOBODY: [-1], UNKNOWN: [-2]}.get(mark.owner) or tokens(*mark.speaker)
                through = tokens(*mark.via) if mark.via else []
                for voice in (whose, through):
                    if voice and voice[0] >= 0 and speaker[voice[0]] in (IGNORED, OUTSIDE):
                        tag(speaker, voice)
                claims.append(Claim(here[0], here[-1] + 1, STANCES.index(mark.stance), whose or [-2], through or [-1]))
        return Example(ids, claim, speaker, claims)

    def _encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        if text not in self._known:
            encoding = self._tokenizer.encode(text, add_special_tokens=False)
            self._known[text] = encoding.ids, encoding.offsets
        return self._known[text]


def tag(tags: list[int], tokens: list[int]) -> None:
    for i in tokens:
        tags[i] = INSIDE
    tags[tokens[0]] = BEGINS


def epoch(found: list[Document], seed: int) -> list[Document]:
    """The documents of one epoch: each once, changed a little, some behind another."""
    rng = random.Random(seed)
    left: dict[str, list[Document]] = {}
    for document in rng.sample(found, len(found)):
        if document.marks[0] is None and rng.random() < ALONE:
            document = without_before(document)
        left.setdefault(document.lang, []).append(augmented(document, rng))
    made = []
    for group in left.values():
        while group:
            document = group.pop()
            while group and rng.random() < JOINED and may_follow(group[-1]) and len(document.sentences) < 7:
                document = joined(document, group.pop())
            made.append(document)
    return made


def without_before(document: Document) -> Document:
    marks = [mark for marks in document.marks[1:] for mark in marks or ()]
    if any(place and place[0] == 0 for mark in marks for place in (mark.speaker, mark.via)):
        return document
    return Document(document.lang, document.sentences[1:], tuple(map(tuple, map(_one_less, document.marks[1:]))))


def _one_less(marks: tuple[Mark, ...] | None) -> Iterator[Mark]:
    return (_moved(mark, -1) for mark in marks or ())


def _moved(mark: Mark, by: int) -> Mark:
    speaker, via = ((place[0] + by, *place[1:]) if place else None for place in (mark.speaker, mark.via))
    return mark._replace(speaker=speaker, via=via)


def may_follow(document: Document) -> bool:
    """Not where nobody can tell who says something: behind another document one could."""
    return all(mark.owner != UNKNOWN for marks in document.marks for mark in marks or ())


def joined(first: Document, second: Document) -> Document:
    by = len(first.sentences)
    marks = [None if marks is None else tuple(_moved(mark, by) for mark in marks) for marks in second.marks]
    return Document(first.lang, first.sentences + second.sentences, first.marks + tuple(marks))


def batches(examples: list[Example], seed: int) -> list[list[Example]]:
    """The examples in batches of like length, shuffled."""
    rng = random.Random(seed)
    order = sorted(examples, key=lambda example: (len(example.ids) // 8, rng.random()))
    made: list[list[Example]] = [[]]
    for example in order:
        if made[-1] and (len(made[-1]) + 1) * len(example.ids) > AT_ONCE:
            made.append([])
        made[-1].append(example)
    rng.shuffle(made)
    return made


class Lessons(NamedTuple):
    """All that a training reads: the batches of each epoch, and how much each stance weighs."""

    epochs: list[list[list[Example]]]
    weights: list[float]

    def renumbered(self, number: Mapping[int, int]) -> "Lessons":
        epochs = [
            [[example._replace(ids=[number[i] for i in example.ids]) for example in batch] for batch in batches]
            for batches in self.epochs
        ]
        return self._replace(epochs=epochs)


def prepared(encode: Encoder, found: list[Document], epochs: int, seed: int) -> Lessons:
    counts = Counter(mark.stance for document in found for marks in document.marks for mark in marks or ())
    weights = [(counts["asserts"] / max(1, counts[stance])) ** RARE for stance in STANCES]
    made = []
    for i in range(epochs):
        own = seed * 1000 + i
        made.append(batches([encode(document) for document in epoch(found, own)], own))
    return Lessons(made, weights)


def write_lessons(taught: Lessons, folder: Path) -> None:
    with gzip.open(folder / FILE, "wt", encoding="utf-8") as file:
        json.dump(taught, file)


def read_lessons(folder: Path) -> Lessons:
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        epochs, weights = json.load(file)

    def example(known: list) -> Example:
        return Example(*known[:3], [Claim(*claim) for claim in known[3]])

    return Lessons([[[example(e) for e in batch] for batch in batches] for batches in epochs], weights)
