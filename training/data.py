"""The marked sentences that the tagger learns from and is scored on, joined with the texts they are marks of.

A line of a file of marks is either whole (`t` the sentence, `before` the text in front of it, `claims` with the words
themselves: the guide's form), or one of `labels/sentences/`, whose claims are spans: `c` in the sentence; `s` and `via`
in the sentence, `s` in `before` with `"b": 1`. Where the sentence is our own writing it stands there; where it is of a
corpus only its place does: `article`, the first 16 hex digits of the SHA-256 of the article's text, `start`, `end`
and `before` in it. Lines that share a number `text` are consecutive sentences of one small text.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

LABELS = Path(__file__).parent / "labels" / "sentences"
GIVEN_TRAIN, GIVEN_DEV = "train/marked_sentences.jsonl.gz", "dev/marked_sentences_dev.jsonl"
UNKNOWN = "?"

Row = dict[str, Any]
"""A marked sentence in the guide's form: id, lang, t, perhaps before and text, claims of c, s, b, via, st."""


class Mark(NamedTuple):
    """A claim of a document's sentence: a span in it, and spans of sentences as (sentence, start, end)."""

    start: int
    end: int
    stance: str
    owner: str
    speaker: tuple[int, int, int] | None
    via: tuple[int, int, int] | None


class Document(NamedTuple):
    """Consecutive sentences; the marks of each, None for one that nobody marked."""

    lang: str
    sentences: tuple[str, ...]
    marks: tuple[tuple[Mark, ...] | None, ...]


def lines(path: Path) -> Iterator[Row]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def train_rows(data: Path, more: Sequence[Path] = ()) -> list[Row]:
    """All that may be trained on: what was given, our own labels, and more files."""
    paths = [data / GIVEN_TRAIN, *sorted(LABELS.glob("*.jsonl")), *more]
    return joined(paths, data)


def dev_rows(data: Path) -> dict[str, list[Row]]:
    """What is never trained on, by name: what was given, and our own."""
    own = joined(sorted((LABELS / "dev").glob("*.jsonl")), data)
    return {"given": joined([data / GIVEN_DEV], data), "own": own}


def joined(paths: Iterable[Path], data: Path) -> list[Row]:
    """The rows of files of marks in the guide's form. Stops, saying what is missing, if a text cannot be found."""
    found = [(path, row) for path in paths for row in lines(path)]
    wanted = {row["corpus"] for _, row in found if "article" in row}
    articles = {name: _articles(data / "corpora" / f"{name}.jsonl.gz") for name in sorted(wanted)}
    rows = []
    for path, row in found:
        if "article" in row:
            text = articles[row["corpus"]].get(row["article"])
            if text is None:
                raise SystemExit(f"{path.name}: the article {row['article']} of {row['id']} is not in {row['corpus']}")
            row["t"] = text[row["start"] : row["end"]]
            if "before" in row:
                row["before"] = text[slice(*row["before"])]
        if "text" in row:
            row["text"] = f"{path.stem} {row['text']}"
        rows.append(_in_words(row))
    return rows


def _articles(path: Path) -> dict[str, str]:
    if not path.exists():
        raise SystemExit(f"The corpus {path} is missing: sentences are marked in it whose text is not kept here")
    texts = (row["text"] for row in lines(path))
    return {hashlib.sha256(text.encode()).hexdigest()[:16]: text for text in texts}


def _in_words(row: Row) -> Row:
    """The row with the words of its claims instead of spans."""

    def words(claim: Row, key: str) -> str | None:
        span = claim.get(key)
        text = row["before"] if key == "s" and claim.get("b") else row["t"]
        return text[slice(*span)] if isinstance(span, list) else span

    claims = [claim | {key: words(claim, key) for key in ("c", "s", "via") if key in claim} for claim in row["claims"]]
    return row | {"claims": claims}


def documents(rows: list[Row]) -> list[Document]:
    """The rows as documents: the sentences of a small text together, else a sentence behind the one before it."""
    texts = [list(group) for _, group in groupby(rows, lambda row: row.get("text", row["id"]))]
    return [document for text in texts for document in ([_of_text(text)] if len(text) > 1 else [_of_row(text[0])])]


def _of_row(row: Row) -> Document:
    before = row.get("before")
    sentences = (before, row["t"]) if before else (row["t"],)
    return Document(row["lang"], sentences, (None, marks(sentences, row)) if before else (marks(sentences, row),))


def _of_text(rows: list[Row]) -> Document:
    sentences = tuple(row["t"] for row in rows)
    found = tuple(marks(sentences[: i + 1], row) for i, row in enumerate(rows))
    return Document(rows[0]["lang"], sentences, found)


def marks(sentences: Sequence[str], row: Row) -> tuple[Mark, ...]:
    """The marks of the last of consecutive sentences; a speaker of before is the one nearest to it."""
    here, taken = len(sentences) - 1, []
    spans = {}
    for i, claim in sorted(enumerate(row["claims"]), key=lambda item: -len(item[1]["c"])):
        spans[i] = place(sentences[here], claim["c"], taken)
        taken.append(spans[i])

    def named(words: str | None, near: tuple[int, int], is_before: bool) -> tuple[int, int, int] | None:
        if words is None or words == UNKNOWN:
            return None
        if words in sentences[here] and not is_before:
            return here, *place(sentences[here], words, taken, near)
        for i in range(here - 1, -1, -1):
            if words in sentences[i]:
                return i, *place(sentences[i], words, [], (len(sentences[i]),) * 2)
        return None

    found = []
    for i, claim in enumerate(row["claims"]):
        said = claim.get("s")
        speaker = named(said, spans[i], bool(claim.get("b")))
        owner = "named" if speaker else "nobody" if said is None else "unknown"
        found.append(Mark(*spans[i], claim["st"], owner, speaker, named(claim.get("via"), spans[i], False)))
    return tuple(sorted(found))


def place(text: str, words: str, taken: Sequence[tuple[int, int]], near: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """Where the words stand: outside what is taken and as whole words if they can, then nearest to a span."""
    places = [(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]

    def order(span: tuple[int, int]) -> tuple[bool, bool, int]:
        start, end = span
        is_cut = _joins(text, start) or _joins(text, end)
        return any(start < b and end > a for a, b in taken), is_cut, max(start - near[1], near[0] - end)

    return min(places, key=order)


def _joins(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
