"""The articles, claims and vectors on disk: build, update, rebuild, search.

    DIR/factcheck.sqlite    the truth: articles, claims, vectors, what people decided
    DIR/claims-STATE.faiss  derived from it, made anew when missing, damaged or of another state
    DIR/manifest.json       derived from it: model, dimension, counts
    DIR/writer.lock         held while a run builds

Everything is keyed by content: the same article twice is one article, and a text that was embedded once is never
embedded again. Rows come out in the order of article id and place, whatever order the articles went in.

A build reads and embeds into tables of its own, a batch at a time, and puts all of it into place by one transaction:
who reads meanwhile sees the state before, and a build that was stopped goes on from its last batch.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from factcheck.claims import TITLE, read_claims, reader_name
from factcheck.errors import IndexMismatchError, IndexMissingError, IndexStoreError
from factcheck.hashing import digest, file_digest
from factcheck.index import vectors as faiss_vectors
from factcheck.index.database import FORMAT, PART, Store, about, empty_claims, empty_staged, say_about, write_whole
from factcheck.models.encoder import Encoder
from factcheck.progress import stage, track
from factcheck.schema import Article

_MANIFEST = "manifest.json"
_STAGED_AT_ONCE = 64
"""Articles read and embedded between two commits: what is lost when a build is stopped."""
_VECTORS_AT_ONCE = 8192
_ASKED_AT_ONCE = 500  # values of one SQL question
_UNIT = 1e-3  # how far from 1 the length of a sound vector is, at the most
_NO_VECTORS = "vectors are missing; mend it with: factcheck index --rebuild --index DIR"
_ARTICLE_COLUMNS = "id", "location", "text", "title", "source", "published", "lang"
_ARTICLES = f"SELECT {', '.join(_ARTICLE_COLUMNS)} FROM articles"
_CLAIMS = f"""
SELECT c.id, c.article, c.start, c."end", c.text, c.lang, c.speaker, c.stance, c.via, c.answers,
    substr(coalesce(a.title, ''), 1, {TITLE}) || char(10)
        || substr(a.text, c.context_start + 1, c.start - c.context_start) AS context,
    c.sentence_start, c.sentence_end, a.location,
    coalesce(a.source, '') AS source, coalesce(a.published, '') AS published, c.speaker_start, c.speaker_end
FROM claims c JOIN articles a ON a.id = c.article
"""
_OF_ARTICLE = ["context", "location", "source", "published"]  # columns of claims that the articles have
_IN_ORDER = ' ORDER BY c.article, c.start, c."end"'
_VECTORS = "SELECT c.id, v.vector FROM claims c LEFT JOIN vectors v ON v.key = c.vector" + _IN_ORDER


@dataclass(frozen=True)
class Update:
    """What one update changed: numbers of articles, of claims read and of texts embedded."""

    new: int
    unchanged: int
    replaced: int
    removed: int
    claims: int
    embedded: int


@dataclass(frozen=True)
class Snapshot:
    """One state of an index: the name of its model, its claims, and their vectors in a FAISS index, row by row."""

    state: str
    model: str
    claims: pd.DataFrame
    faiss: Any


class Index:
    """One index folder. `Index.create` makes it where it is missing, `Index.open` wants it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder)
        self._loaded: tuple[str, Any] = ("", None)

    @classmethod
    def create(cls, folder: str | Path) -> "Index":
        """The index in a folder, made empty where there is none. Raises IndexStoreError where it cannot be written."""
        index = cls(Path(folder))
        index.store.create()
        return index

    @classmethod
    def open(cls, folder: str | Path, to_rebuild: bool = False) -> "Index":
        """An index that is there. to_rebuild: also one of an older version, for `rebuild` and nothing else. Raises
        IndexMissingError, IndexMismatchError or IndexStoreError."""
        index = cls(Path(folder))
        if not index.store.path.is_file():
            raise IndexMissingError(f"no index in {folder}; build one with: factcheck index PATH... --index {folder}")
        index.store.require_format(to_rebuild)
        if not to_rebuild:
            index._mend_manifest()
        return index

    # --- writing

    def update(self, articles: Iterable[Article], encoder: Encoder, prune: bool = False) -> Update:
        """Takes in articles: new ones are read and embedded, known ones cost a look-up, and an article whose text
        changed takes the place of the one that was read from the same location.

        prune: also removes what is not among the articles given. Raises IndexMismatchError where the index holds
        vectors of another model, IndexBusyError where another run builds it.
        """
        given = sorted(articles, key=lambda a: (a.location, a.id), reverse=True)
        unique = {a.id: a for a in given}
        locations = {a.location for a in given}
        with self.store.writing():
            self.require_model(encoder)
            with self.store.connect() as db:
                stored = dict(db.execute("SELECT id, location FROM articles"))
            new = {key: a for key, a in sorted(unique.items()) if key not in stored}
            moved = [(a.location, key) for key, a in unique.items() if stored.get(key, a.location) != a.location]
            replaced = {key for key, place in stored.items() if place in locations and key not in unique}
            removed = {key for key in stored if prune and key not in unique} - replaced
            read, embedded = self._stage(new.keys(), new.values(), encoder)
            with self.store.connect() as db:
                db.execute("BEGIN IMMEDIATE")
                db.executemany("UPDATE articles SET location = ? WHERE id = ?", moved)
                gone = [(key,) for key in replaced | removed]
                db.executemany("DELETE FROM claims WHERE article = ?", gone)
                db.executemany("DELETE FROM articles WHERE id = ?", gone)
                if gone:
                    _drop_unused_vectors(db)
                if new or moved or gone or not about(db, "state"):
                    self._publish(db, encoder, self._written(db))
            self._tidy()
        return Update(
            max(0, len(new) - len(replaced)), len(unique) - len(new), len(replaced), len(removed), read, embedded
        )

    def rebuild(self, encoder: Encoder) -> Update:
        """Reads the stored articles anew and embeds what has no sound vector of this model; brings an index of an older
        version up to date. What was said of pairs and what people decided of them is kept."""
        with self.store.writing():
            self._drop_unsound_vectors()
            with self.store.connect() as db:
                db.execute("BEGIN IMMEDIATE")
                empty_staged(db)
                ids = {key for (key,) in db.execute("SELECT id FROM articles")}
            read, embedded = self._stage(ids, self.articles(), encoder)
            with self.store.connect() as db:
                db.execute("BEGIN IMMEDIATE")
                empty_claims(db)
                _drop_unused_vectors(db)
                self._publish(db, encoder)
            self._tidy()
        return Update(0, len(ids), 0, 0, read, embedded)

    def _stage(self, ids: Collection[str], articles: Iterable[Article], encoder: Encoder) -> tuple[int, int]:
        """Reads and embeds articles into the staged tables, a batch at a time: how many claims, how many new vectors.

        What a stopped run of the same program and model had staged of them is not read again.
        """
        kept = self._staged(ids, f"{reader_name()} {encoder.name}")
        rest = (article for article in articles if article.id not in kept)
        batches = iter(lambda: list(islice(rest, _STAGED_AT_ONCE)), [])
        steps = -(-(len(ids) - len(kept)) // _STAGED_AT_ONCE)
        embedded = 0
        for batch in track(batches, f"indexing, {_STAGED_AT_ONCE} articles a step", steps):
            with stage("reading"):
                claims = read_claims(batch)
                claims["vector"] = [digest(encoder.name, text) for text in claims["text"]]
            with stage("embedding"):
                vectors = self._new_vectors(dict(zip(claims["vector"], claims["text"], strict=True)), encoder)
            with stage("writing"), self.store.connect() as db:
                _insert(db, "staged_articles", [{c: getattr(a, c) for c in _ARTICLE_COLUMNS} for a in batch])
                _insert(db, "staged_claims", claims.drop(columns=_OF_ARTICLE).to_dict("records"))
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", vectors)
            embedded += len(vectors)
        with self.store.connect() as db:
            return db.execute("SELECT count(*) FROM staged_claims").fetchone()[0], embedded

    def _staged(self, ids: Collection[str], reader: str) -> set[str]:
        """The ids of the articles that a stopped run had staged; what it staged besides is dropped."""
        with self.store.connect() as db:
            known = {key for (key,) in db.execute("SELECT id FROM staged_articles")}
            usable = known & set(ids) if about(db, "staged by") == reader else set()
            stale = [(key,) for key in known - usable]
            db.executemany("DELETE FROM staged_claims WHERE article = ?", stale)
            db.executemany("DELETE FROM staged_articles WHERE id = ?", stale)
            if stale:
                _drop_unused_vectors(db)
            say_about(db, {"staged by": reader})
        return usable

    def _new_vectors(self, texts: dict[str, str], encoder: Encoder) -> list[tuple[str, bytes]]:
        """(key, vector) of the texts that have no vector yet. texts: by key."""
        keys = sorted(texts)
        with self.store.connect() as db:
            for part in _parts(keys):
                rows = db.execute(f"SELECT key FROM vectors WHERE key IN ({_marks(part)})", part)
                for (key,) in rows.fetchall():
                    del texts[key]
        return list(zip(texts, map(_blob, encoder.encode(list(texts.values()))), strict=True)) if texts else []

    def _publish(self, db: sqlite3.Connection, encoder: Encoder, former: Any = None) -> None:
        """Puts what is staged into place, within the transaction of `db`, and writes the vectors of the new state.
        former: the FAISS index of a state before, of the same model."""
        with stage("writing"):
            db.execute("INSERT OR IGNORE INTO articles SELECT * FROM staged_articles")
            db.execute("INSERT INTO claims SELECT * FROM staged_claims")
            db.execute("DELETE FROM staged_articles")
            db.execute("DELETE FROM staged_claims")
            if about(db, "model") != encoder.name:  # else nothing more of it is asked, so that it need not be loaded
                say_about(db, {"model": encoder.name, "dimension": str(encoder.dimension)})
            state = state_of(db)
            path = self.faiss_path(state)
            try:
                write_whole(path, partial(faiss_vectors.write, _make_faiss(db, former)))
            except OSError as error:
                raise IndexStoreError(f"{path}: cannot be written; free some space and run it again") from error
            say_about(db, {"state": state, "faiss": file_digest(path)})

    def _drop_unsound_vectors(self) -> None:
        with self.store.connect() as db:
            unsound = [(key,) for key, blob in db.execute("SELECT key, vector FROM vectors") if not is_sound(blob)]
            db.executemany("DELETE FROM vectors WHERE key = ?", unsound)

    def _tidy(self) -> None:
        """Removes the files of former states and writes the manifest."""
        current = self.faiss_path(self.state)
        for path in (*self.folder.glob("claims-*.faiss"), *self.folder.glob(f"*{PART}")):
            if path != current:
                path.unlink(missing_ok=True)
        self._mend_manifest()

    def _mend_manifest(self) -> None:
        """Writes the manifest where it is missing, damaged or of another state; where it can be written at all."""
        path, wanted = self.folder / _MANIFEST, self.manifest()
        with suppress(OSError, ValueError):
            if json.loads(path.read_text("utf-8")) == wanted:
                return
        text = json.dumps(wanted, indent=2, ensure_ascii=False) + "\n"
        with suppress(OSError):
            write_whole(path, lambda part: part.write_text(text, "utf-8"))

    # --- reading

    def require_model(self, encoder: Encoder) -> None:
        """Raises IndexMismatchError unless the index is empty or holds vectors of this model."""
        model = self.model
        if model and model != encoder.name:
            raise IndexMismatchError(
                f"{self.folder} was built with the model {model}, not {encoder.name}; "
                f"name that model with --model, or build it anew: factcheck index --rebuild --index {self.folder}"
            )

    @property
    def model(self) -> str:
        """The name of the model the vectors are of; empty before the first update."""
        return self.store.about("model")

    @property
    def dimension(self) -> int:
        return int(self.store.about("dimension") or 0)

    @property
    def state(self) -> str:
        """The same for the same articles, claims and model, whatever way they came in; empty before an update."""
        return self.store.about("state")

    def manifest(self) -> dict[str, Any]:
        """What the index says of itself: format, model, dimension, state, counts, and of its last analysis how pairs
        were found and how many were possible, considered and judged."""
        with self.store.snapshot() as db:
            last = db.execute("SELECT facts FROM analyses WHERE state = ?", (about(db, "state"),)).fetchone()
            return {
                "format": FORMAT,
                "model": about(db, "model"),
                "dimension": int(about(db, "dimension") or 0),
                "state": about(db, "state"),
                "articles": db.execute("SELECT count(*) FROM articles").fetchone()[0],
                "claims": db.execute("SELECT count(*) FROM claims").fetchone()[0],
                **({"analysis": json.loads(last[0])} if last else {}),
            }

    def articles(self) -> Iterator[Article]:
        """The stored articles in order of id."""
        with self.store.connect() as db:
            yield from (Article(*row) for row in db.execute(f"{_ARTICLES} ORDER BY id"))

    def claims(self) -> pd.DataFrame:
        """All claims, in order of article id and place, with the fields of `Claim` as columns."""
        with self.store.connect() as db:
            return pd.read_sql_query(_CLAIMS + _IN_ORDER, db)

    def languages(self) -> dict[str, int]:
        """How many claims there are by the code of their language."""
        with self.store.connect() as db:
            return dict(db.execute("SELECT lang, count(*) FROM claims GROUP BY lang ORDER BY lang"))

    def snapshot(self) -> Snapshot:
        """All claims and their vectors, of one state though another run builds meanwhile."""
        with self.store.snapshot() as db:
            claims = pd.read_sql_query(_CLAIMS + _IN_ORDER, db)
            return Snapshot(about(db, "state"), about(db, "model"), claims, self._faiss(db))

    def vectors(self, rows: np.ndarray) -> np.ndarray:
        """float32 array (*rows.shape, dim): the vectors of claims by their row among `claims()`."""
        with self.store.snapshot() as db:
            return faiss_vectors.vectors_of(self._faiss(db), rows)

    def near(self, vectors: np.ndarray, k: int) -> list[pd.DataFrame]:
        """For each vector the k claims nearest to it, best first: the columns of `claims()`, and `cosine`."""
        with self.store.snapshot() as db:
            cosines, found = faiss_vectors.search(self._faiss(db), vectors, k)
            wanted = sorted({key for ids in found for key in ids})
            parts = [
                pd.read_sql_query(f"{_CLAIMS} WHERE c.id IN ({_marks(part)})", db, params=part)
                for part in _parts(wanted) or [[]]
            ]
        claims = pd.concat(parts).set_index("id", drop=False)
        return [
            claims.loc[ids].reset_index(drop=True).assign(cosine=row) for ids, row in zip(found, cosines, strict=True)
        ]

    def _faiss(self, db: sqlite3.Connection) -> Any:
        """The vectors of the state that a connection sees; derived anew where their file is missing or damaged."""
        state, found = about(db, "state"), self._written(db)
        if found is None:
            found = _make_faiss(db)
            # It can be made again: a folder that may not be written, or a state that is gone by now, is no harm.
            with suppress(OSError):
                if state:
                    write_whole(self.faiss_path(state), partial(faiss_vectors.write, found))
        self._loaded = (state, found)
        return found

    def _written(self, db: sqlite3.Connection) -> Any:
        """The same as it was loaded before, or out of its file; None where that is missing or damaged."""
        state = about(db, "state")
        if self._loaded[0] == state and state:
            return self._loaded[1]
        path = self.faiss_path(state)
        with suppress(OSError, RuntimeError):
            if file_digest(path) == about(db, "faiss"):
                return faiss_vectors.read(path)
        return None

    def faiss_path(self, state: str) -> Path:
        return self.folder / f"claims-{state}.faiss"

    # --- what was found in a state

    def remembered(self, key: str) -> bytes | None:
        """The analysis that was kept under a key; None where there is none."""
        with self.store.connect() as db:
            row = db.execute("SELECT content FROM analyses WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def remember(self, key: str, state: str, content: bytes, facts: dict[str, Any]) -> None:
        """Keeps an analysis of a state in place of those before, where it can be kept: it can be made again."""
        with suppress(IndexStoreError):
            with self.store.connect() as db:
                db.execute("DELETE FROM analyses")
                db.execute("INSERT INTO analyses VALUES (?, ?, ?, ?)", (key, state, content, json.dumps(facts)))
            self._mend_manifest()


def is_sound(blob: bytes) -> bool:
    """Whether stored bytes can be a vector of length 1."""
    return len(blob) % 4 == 0 and bool(abs(np.linalg.norm(np.frombuffer(blob, np.float32)) - 1) < _UNIT)


def _make_faiss(db: sqlite3.Connection, former: Any = None) -> Any:
    """The FAISS index of the claims that a connection sees; what claims it shares with a former one is taken out of
    that, for row by row out of the database it takes a minute for 300,000 claims."""
    ids = [key for (key,) in db.execute("SELECT c.id FROM claims c" + _IN_ORDER)]
    vectors = _vectors_with(former, ids, db) if former and former.ntotal else stored_vectors(db)
    return faiss_vectors.make(ids, vectors, int(about(db, "dimension") or 0))


def _vectors_with(former: Any, ids: list[str], db: sqlite3.Connection) -> Iterator[np.ndarray]:
    """As `stored_vectors`, of claims by their id: an id stands for one text, whatever the state."""
    known = faiss_vectors.rows(former)
    for part in _parts(ids, _VECTORS_AT_ONCE):
        vectors = faiss_vectors.vectors_of(former, np.array([known.get(key, 0) for key in part]))
        new = {key: i for i, key in enumerate(part) if key not in known}
        for few in _parts(list(new)):
            found = (
                f"SELECT c.id, v.vector FROM claims c JOIN vectors v ON v.key = c.vector WHERE c.id IN ({_marks(few)})"
            )
            for key, blob in db.execute(found, few):
                vectors[new.pop(key)] = np.frombuffer(blob, np.float32)
        if new:
            raise IndexStoreError(_NO_VECTORS)
        yield vectors


def _drop_unused_vectors(db: sqlite3.Connection) -> None:
    used = "SELECT vector FROM claims UNION ALL SELECT vector FROM staged_claims"
    db.execute(f"DELETE FROM vectors WHERE key NOT IN ({used})")


def stored_vectors(db: sqlite3.Connection) -> Iterator[np.ndarray]:
    """The vectors of all claims in their order, in batches (m, dim). Raises IndexStoreError where one is missing."""
    rows = db.execute(_VECTORS)
    while part := rows.fetchmany(_VECTORS_AT_ONCE):
        if any(blob is None for _, blob in part):
            raise IndexStoreError(_NO_VECTORS)
        yield np.frombuffer(b"".join(blob for _, blob in part), np.float32).reshape(len(part), -1)


def state_of(db: sqlite3.Connection) -> str:
    """A digest of the model, of the articles with where they lie and their titles, and of the claims."""
    found = hashlib.sha256(about(db, "model").encode())
    articles = "SELECT id, location, coalesce(title, '') FROM articles ORDER BY id"
    claims = (
        "SELECT id, vector, speaker, stance, via, answers, CAST(context_start AS TEXT), "
        "CAST(speaker_start AS TEXT), CAST(speaker_end AS TEXT) FROM claims ORDER BY id"
    )
    for question in (articles, claims):
        for row in db.execute(question):
            found.update("\0".join(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()[:16]


def _insert(db: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = list(rows[0])
        names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join(f":{c}" for c in columns)
        db.executemany(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", rows)


def _parts(items: list[str], size: int = _ASKED_AT_ONCE) -> list[list[str]]:
    return [items[i : i + size] for i in range(0, len(items), size)]


def _marks(items: Sequence[str]) -> str:
    return ", ".join("?" * len(items))


def _blob(vector: np.ndarray) -> bytes:
    return vector.astype(np.float32).tobytes()
