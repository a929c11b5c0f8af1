"""Small changes to marked sentences that keep every mark where it is: each gives a character for a character."""

import random

from data import Document

QUOTES = ("«»", "“”", '""', "„“", "‘’", "''", "‹›", "「」")
KINDS = frozenset('«»“”„"‘’‹›「」')
"""Marks that may be exchanged; an apostrophe is none, it may stand within a word."""
_BARE = dict.fromkeys(map(ord, KINDS | set(",،，")), " ")
QUOTED, UNENDED, LOWERED, BARE = 0.15, 0.1, 0.05, 0.04
"""Shares of the documents whose quotation marks are of another kind, that lose their last full stop, their capitals,
their commas and quotation marks."""


def augmented(document: Document, rng: random.Random) -> Document:
    """The document, now and then changed."""
    sentences = document.sentences
    if rng.random() < QUOTED:
        kind = rng.choice(QUOTES)
        sentences = tuple(quoted(text, kind) for text in sentences)
    if rng.random() < UNENDED:
        sentences = tuple(text[:-1] + " " if text[-1:] in (".", "。", "۔") else text for text in sentences)
    if rng.random() < LOWERED:
        sentences = tuple(lowered(text) for text in sentences)
    if rng.random() < BARE:
        sentences = tuple(text.translate(_BARE) for text in sentences)
    return document._replace(sentences=sentences)


def quoted(text: str, kind: str) -> str:
    """The text with quotation marks of another kind, opening and closing ones in turn."""
    made, is_open = [], False
    for mark in text:
        if mark in KINDS and mark not in "’‘":
            is_open = not is_open if mark == '"' else mark in "«“„‹「" and not (mark == "“" and is_open)
            mark = kind[0 if is_open else 1]
        made.append(mark)
    return "".join(made)


def lowered(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text
