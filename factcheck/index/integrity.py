"""Is an index what it says it is? Everything in it is checked against everything it follows from."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from factcheck.articles import article_id
from factcheck.hashing import digest, file_digest
from factcheck.index.database import about
from factcheck.index.index import Index, is_sound, state_of, stored_vectors
from factcheck.index.vectors import vectors_of

BROKEN, MENDED, NOTE = "broken", "mended", "note"
_NAMED = 3  # examples named of what is wrong


class Finding(NamedTuple):
    """`level`: broken (a rebuild is needed), mended (it was derived anew) or a note; and what was found."""

    level: str
    message: str


def verify(index: Index) -> list[Finding]:
    """What is wrong with an index; an empty list where all is well. What is derived and damaged is derived anew."""
    with index.store.snapshot() as db:
        damage = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if damage:
            return [Finding(BROKEN, f"the database is damaged: {'; '.join(damage[:_NAMED])}")]
        found = [*_articles(db), *_claims(db), *_vectors(db), *_leftovers(db)]
        if not any(finding.level == BROKEN for finding in found):
            found += _derived(index, db)
    return found


def _broken(what: str, ids: list[str]) -> Iterator[Finding]:
    if ids:
        yield Finding(BROKEN, f"{len(ids)} {what}: {', '.join(ids[:_NAMED])}")


def _articles(db: sqlite3.Connection) -> Iterator[Finding]:
    rows = db.execute("SELECT id, text, source, published FROM articles ORDER BY id")
    yield from _broken("articles are not what was taken in", [key for key, *known in rows if key != article_id(*known)])


def _claims(db: sqlite3.Connection) -> Iterator[Finding]:
    rows = db.execute(
        'SELECT c.id, c.context_start, c.start, c."end", c.text, a.text '
        "FROM claims c LEFT JOIN articles a ON a.id = c.article ORDER BY c.id"
    )
    yield from _broken(
        "claims do not stand in their article",
        [
            key
            for key, context_start, start, end, text, whole in rows
            if whole is None or whole[start:end] != text or not 0 <= context_start <= start
        ],
    )


def _vectors(db: sqlite3.Connection) -> Iterator[Finding]:
    model, size = about(db, "model"), 4 * int(about(db, "dimension") or 0)
    rows = db.execute(
        "SELECT c.id, c.text, c.vector, v.vector FROM claims c LEFT JOIN vectors v ON v.key = c.vector ORDER BY c.id"
    )
    wrong = [
        key
        for key, text, name, blob in rows
        if blob is None or name != digest(model, text) or len(blob) != size or not is_sound(blob)
    ]
    yield from _broken("claims have no sound vector", wrong)


def _leftovers(db: sqlite3.Connection) -> Iterator[Finding]:
    staged = db.execute("SELECT count(*) FROM staged_articles").fetchone()[0]
    if staged:
        yield Finding(NOTE, f"a run was stopped or is under way: {staged} articles are read; run it again to go on")


def _derived(index: Index, db: sqlite3.Connection) -> Iterator[Finding]:
    state = about(db, "state")
    if not state:
        return
    if state != state_of(db):
        yield Finding(BROKEN, "the state is not that of the articles and claims")
        return
    is_whole = _is_whole(index, db, state)
    faiss = Index(index.folder).snapshot().faiss
    if not is_whole and _is_whole(index, db, state):
        yield Finding(MENDED, "the FAISS file was missing or damaged and is derived anew")
    elif not is_whole:
        yield Finding(NOTE, "the FAISS file is missing or damaged and cannot be written: every run derives it anew")
    first = 0
    for batch in stored_vectors(db):
        rows = np.arange(first, first + len(batch))
        if rows[-1] >= faiss.ntotal or not np.array_equal(vectors_of(faiss, rows), batch):
            yield Finding(BROKEN, "the FAISS file holds other vectors than the database")
            return
        first += len(batch)


def _is_whole(index: Index, db: sqlite3.Connection, state: str) -> bool:
    """Whether the FAISS file is the one that was written for this state."""
    try:
        return file_digest(index.faiss_path(state)) == about(db, "faiss")
    except OSError:
        return False
