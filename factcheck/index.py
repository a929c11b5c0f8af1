"""The articles, claims and vectors on disk: build, update, rebuild, search.

    DIR/factcheck.sqlite    the truth: articles, claims, vectors, and what an NLI model said of pairs
    DIR/claims.faiss        derived from it, made anew when missing or stale
    DIR/manifest.json       derived from it: model, dimension, counts

Everything is keyed by content: the same article twice is one article, and a text that was embedded once is never
embedded again. Rows come out in the order of article id and place, whatever order the articles went in.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from factcheck.articles import Article
from factcheck.claims import read_claims
from factcheck.embedding import Encoder
from factcheck.errors import IndexMismatchError, IndexMissingError, IndexStoreError
from factcheck.nli import LABELS, NLI
from factcheck.progress import track

FORMAT = 1
_DATABASE, _VECTORS, _MANIFEST = "factcheck.sqlite", "claims.faiss", "manifest.json"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, location TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT, source TEXT, published TEXT, lang TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS claims (
    id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL, speaker TEXT NOT NULL,
    stance TEXT NOT NULL, answers TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS claims_of_article ON claims (article, start);
CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
"""
_SCORES = """
CREATE TABLE IF NOT EXISTS scores (
    model TEXT NOT NULL, pair TEXT NOT NULL, probabilities BLOB NOT NULL, PRIMARY KEY (model, pair)) WITHOUT ROWID;
"""
_SCORED_AT_ONCE = 2000
"""Pairs judged between two commits: what is lost when a run is stopped."""
_CLAIMS = """
SELECT c.*, a.location, coalesce(a.source, '') AS source, coalesce(a.published, '') AS published
FROM claims c JOIN articles a ON a.id = c.article ORDER BY c.article, c.start, c."end"
"""


@dataclass(frozen=True)
class Update:
    """What one update changed: numbers of articles and of vectors computed."""

    new: int
    unchanged: int
    replaced: int
    claims: int
    embedded: int


class Index:
    """One index folder. `Index.create` makes it where it is missing, `Index.open` wants it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: str | Path) -> "Index":
        """The index in a folder, made empty where there is none. Raises IndexStoreError where it cannot be written."""
        index = cls(Path(folder))
        try:
            index.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexStoreError(
                f"{folder}: cannot be made ({error.strerror}); choose another with --index"
            ) from error
        with index._connect() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
            db.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))
        index._require_format()
        return index

    @classmethod
    def open(cls, folder: str | Path) -> "Index":
        """An index that is there. Raises IndexMissingError or IndexStoreError."""
        index = cls(Path(folder))
        if not (index.folder / _DATABASE).is_file():
            raise IndexMissingError(f"no index in {folder}; build one with: factcheck index PATH... --index {folder}")
        index._require_format()
        return index

    def _require_format(self) -> None:
        if self._about("format") != str(FORMAT):
            raise IndexMismatchError(f"{self.folder} is of another version; build another index, named with --index")

    # --- writing

    def update(self, articles: Iterable[Article], encoder: Encoder, progress: bool = False) -> Update:
        """Takes in articles: new ones are read and embedded, known ones cost a look-up, and an article whose text
        changed takes the place of the one that was read from the same location. All of it happens or none.

        Raises IndexMismatchError where the index holds vectors of another model.
        """
        self.require_model(encoder)
        given = sorted(articles, key=lambda a: (a.location, a.id), reverse=True)
        unique = {a.id: a for a in given}
        known = self._ids("articles")
        new = [a for key, a in unique.items() if key not in known]
        claims = read_claims(new)
        vectors = self._new_vectors(claims["text"], encoder, progress)
        with self._connect() as db:
            replaced = self._replace_articles(db, list(unique.values()), known, {a.location for a in given})
            _store(db, claims, vectors, encoder)
        self._derive()
        return Update(max(0, len(new) - replaced), len(unique) - len(new), replaced, len(claims), len(vectors))

    def rebuild(self, encoder: Encoder, progress: bool = False) -> Update:
        """Reads and embeds the stored articles anew, with any model. Nothing but the articles is kept."""
        articles = list(self.articles())
        claims = read_claims(articles)
        texts = sorted(set(claims["text"]))
        vectors = zip(map(_key, texts), map(_blob, encoder.encode(texts, progress=progress)), strict=True)
        with self._connect() as db:
            db.executescript("BEGIN; DELETE FROM claims; DELETE FROM vectors")
            _store(db, claims, vectors, encoder)
        self._derive()
        return Update(0, len(articles), 0, len(claims), len(texts))

    def _replace_articles(
        self, db: sqlite3.Connection, articles: list[Article], known: set[str], locations: set[str]
    ) -> int:
        """Stores articles; gives how many stood at one of the given locations with another text and had to leave."""
        for article in articles:
            if article.id in known:
                db.execute("UPDATE articles SET location = ? WHERE id = ?", (article.location, article.id))
        given = {article.id for article in articles}
        stored = db.execute("SELECT id, location FROM articles").fetchall()
        gone = [(key,) for key, location in stored if location in locations and key not in given]
        db.executemany("DELETE FROM articles WHERE id = ?", gone)
        _insert(db, "articles", [asdict(article) for article in articles if article.id not in known])
        return len(gone)

    def _new_vectors(self, texts: pd.Series, encoder: Encoder, progress: bool) -> list[tuple[str, bytes]]:
        known = self._ids("vectors", "text")
        missing = sorted({t for t in texts if _key(t) not in known})
        vectors = encoder.encode(missing, progress=progress)
        return [(_key(text), _blob(vector)) for text, vector in zip(missing, vectors, strict=True)]

    def _derive(self) -> None:
        """Writes what follows from the database: the FAISS file and the manifest."""
        import faiss
        import torch  # noqa: F401 - before faiss: the other order crashes

        claims = self.claims()
        flat = faiss.IndexFlatIP(self.dimension)
        flat.add(self.vectors(claims))
        faiss.write_index(flat, str(self.folder / _VECTORS))
        manifest = {
            "format": FORMAT,
            "model": self._about("model"),
            "dimension": self.dimension,
            "articles": len(self._ids("articles")),
            "claims": len(claims),
            "digest": _digest(claims),
        }
        (self.folder / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")

    # --- reading

    def require_model(self, encoder: Encoder) -> None:
        """Raises IndexMismatchError unless the index is empty or holds vectors of this model."""
        model = self._about("model")
        if model and model != encoder.name:
            raise IndexMismatchError(
                f"{self.folder} was built with the model {model}, not {encoder.name}; "
                f"name that model with --model, or build it anew: factcheck index --rebuild --index {self.folder}"
            )

    @property
    def model(self) -> str:
        """The name of the model the vectors are of; empty before the first update."""
        return self._about("model")

    @property
    def dimension(self) -> int:
        return int(self._about("dimension") or 0)

    def articles(self) -> Iterator[Article]:
        """The stored articles in order of id."""
        with self._connect() as db:
            for row in db.execute(
                "SELECT id, location, text, title, source, published, lang FROM articles ORDER BY id"
            ):
                yield Article(*row)

    def claims(self) -> pd.DataFrame:
        """All claims, in order of article id and place: the columns of `claims.read_claims`, and `location`, `source`
        and `published` of the article (empty: unknown)."""
        with self._connect() as db:
            return pd.read_sql_query(_CLAIMS, db)

    def languages(self) -> dict[str, int]:
        """How many claims there are by the code of their language."""
        with self._connect() as db:
            return dict(db.execute("SELECT lang, count(*) FROM claims GROUP BY lang ORDER BY lang"))

    def vectors(self, claims: pd.DataFrame) -> np.ndarray:
        """float32 array (n, dim) of the vectors of claims, in their order."""
        with self._connect() as db:
            stored = dict(db.execute("SELECT text, vector FROM vectors"))
        rows = [np.frombuffer(stored[_key(text)], np.float32) for text in claims["text"]]
        return np.array(rows, np.float32).reshape(len(rows), self.dimension)

    def search(self, vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """(cosines, rows), each (n, k): the claims nearest to each vector, best first, as positions in `claims()`.

        Fewer than k claims give fewer columns.
        """
        if not self.dimension:
            return np.empty((len(vectors), 0), np.float32), np.empty((len(vectors), 0), int)
        flat = self._faiss()
        if not flat.ntotal:
            return np.empty((len(vectors), 0), np.float32), np.empty((len(vectors), 0), int)
        cosines, rows = flat.search(np.ascontiguousarray(vectors, np.float32), min(k, flat.ntotal))
        return cosines, rows

    def both_directions(self, nli: NLI, a: Sequence[str], b: Sequence[str]) -> np.ndarray:
        """float32 array (n, 2, 3): as `NLI.both_directions`, and no pair is judged twice by one model."""
        pairs = [*zip(a, b, strict=True), *zip(b, a, strict=True)]
        keys = [_key("\0".join(pair)) for pair in pairs]
        known = self._scores(nli.name)
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        # Shortest first, so that the batches of a part hold pairs of like length.
        order = sorted(missing, key=lambda key: (sum(map(len, missing[key])), key))
        parts = [order[i : i + _SCORED_AT_ONCE] for i in range(0, len(order), _SCORED_AT_ONCE)]
        for part in track(parts, "reading pairs", len(parts)):
            found = nli.probabilities(*zip(*(missing[key] for key in part), strict=True))
            known.update(zip(part, found, strict=True))
            # They are a cache: where they cannot be kept, they are made again.
            with suppress(IndexStoreError), self._connect() as db:
                rows = [(nli.name, key, _blob(row)) for key, row in zip(part, found, strict=True)]
                db.executemany("INSERT OR REPLACE INTO scores VALUES (?, ?, ?)", rows)
        both = np.array([known[key] for key in keys], np.float32).reshape(2, len(a), len(LABELS))
        return both.swapaxes(0, 1)

    def _scores(self, model: str) -> dict[str, np.ndarray]:
        with suppress(IndexStoreError), self._connect() as db:
            db.executescript(_SCORES)
        with suppress(IndexStoreError), self._connect() as db:
            stored = db.execute("SELECT pair, probabilities FROM scores WHERE model = ?", (model,))
            return {pair: np.frombuffer(blob, np.float32) for pair, blob in stored}
        return {}

    def _faiss(self) -> Any:
        """The FAISS index, derived anew where the file is missing, damaged or of other claims."""
        import faiss
        import torch  # noqa: F401 - before faiss: the other order crashes

        for attempt in ("read", "derive"):
            try:
                manifest = json.loads((self.folder / _MANIFEST).read_text("utf-8"))
                flat = faiss.read_index(str(self.folder / _VECTORS))
                is_current = manifest["model"] == self.model and manifest["digest"] == _digest(self.claims())
                if is_current and flat.ntotal == manifest["claims"]:
                    return flat
            except (OSError, RuntimeError, ValueError, KeyError, TypeError):
                if attempt == "derive":
                    raise
            self._derive()
        raise IndexStoreError(f"{self.folder}: changed while it was read; try again")

    def _ids(self, table: str, column: str = "id") -> set[str]:
        with self._connect() as db:
            return {row[0] for row in db.execute(f"SELECT {column} FROM {table}")}

    def _about(self, key: str) -> str:
        with self._connect() as db:
            row = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def connect(self) -> AbstractContextManager[sqlite3.Connection]:
        """As `_connect`, for what else is kept in the file: see `review.py`."""
        return self._connect()

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are committed together, or not at all after an error.

        Raises IndexStoreError where the database cannot be read or written.
        """
        path = self.folder / _DATABASE
        try:
            with closing(sqlite3.connect(path, timeout=30)) as db:
                db.execute("PRAGMA foreign_keys = ON")
                with db:
                    yield db
        except (sqlite3.Error, pd.errors.DatabaseError) as error:
            raise IndexStoreError(
                f"{path}: cannot be used as an index ({error}); choose or build another with --index"
            ) from error


def _store(
    db: sqlite3.Connection, claims: pd.DataFrame, vectors: Iterable[tuple[str, bytes]], encoder: Encoder
) -> None:
    """Puts claims and vectors beside those that are there, and says which model the vectors are of."""
    _insert(db, "claims", claims.to_dict("records"))
    db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors)
    about = {"model": encoder.name, "dimension": str(encoder.dimension)}
    db.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())


def _insert(db: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = list(rows[0])
        names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join(f":{c}" for c in columns)
        db.executemany(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", rows)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _blob(vector: np.ndarray) -> bytes:
    return vector.astype(np.float32).tobytes()


def _digest(claims: pd.DataFrame) -> str:
    return hashlib.sha256("".join(claims["id"]).encode()).hexdigest()[:16]
