"""An index as the version before made it (format 2), with a decision in it."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from factcheck.index.index import Index
from factcheck.reviews import pair_key
from factcheck.schema import Article
from tests.fakes import NearEncoder

_CLAIMS = """
    id TEXT PRIMARY KEY, article TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL, speaker TEXT NOT NULL,
    stance TEXT NOT NULL, via TEXT NOT NULL, answers TEXT NOT NULL, context_start INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, vector TEXT NOT NULL"""
_ARTICLES = """
    id TEXT PRIMARY KEY, location TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT, source TEXT, published TEXT, lang TEXT NOT NULL"""
_SCHEMA = f"""
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles ({_ARTICLES});
CREATE TABLE claims ({_CLAIMS});
CREATE INDEX claims_of_article ON claims (article, start);
CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE staged_articles ({_ARTICLES});
CREATE TABLE staged_claims ({_CLAIMS});
CREATE TABLE scores (
    model TEXT NOT NULL, pair TEXT NOT NULL, probabilities BLOB NOT NULL, PRIMARY KEY (model, pair)) WITHOUT ROWID;
CREATE TABLE analyses (key TEXT PRIMARY KEY, state TEXT NOT NULL, content BLOB NOT NULL, facts TEXT NOT NULL);
CREATE TABLE reviews (
    number INTEGER PRIMARY KEY, pair TEXT NOT NULL, record TEXT NOT NULL, judgement TEXT NOT NULL,
    note TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed TEXT NOT NULL,
    undone TEXT NOT NULL DEFAULT '', undone_by TEXT NOT NULL DEFAULT '');
CREATE INDEX reviews_of_pair ON reviews (pair, number);
"""
_COLUMNS = (
    'id, article, start, "end", text, lang, speaker, stance, via, answers, context_start, sentence_start, '
    "sentence_end, vector"
)


def old_index(folder: Path, articles: Sequence[Article], record: dict[str, Any]) -> Path:
    """A folder with an index of format 2 of some articles. record: of the pair that was decided."""
    made = Index.create(folder / "made")
    made.update(articles, NearEncoder())
    old = folder / "old"
    old.mkdir()
    with closing(sqlite3.connect(old / "factcheck.sqlite")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(_SCHEMA)
        db.execute("ATTACH ? AS made", (str(made.store.path),))
        for table in ("about", "articles", "vectors"):
            db.execute(f"INSERT INTO {table} SELECT * FROM made.{table}")
        db.execute(f"INSERT INTO claims SELECT {_COLUMNS} FROM made.claims")
        db.execute("UPDATE about SET value = '2' WHERE key = 'format'")
        db.execute("UPDATE about SET value = 'of the version before' WHERE key = 'state'")
        db.execute("INSERT INTO scores VALUES ('model', 'pair', x'00')")
        # A run of that version was stopped.
        db.execute("INSERT INTO staged_articles SELECT * FROM articles LIMIT 1")
        db.execute("INSERT INTO staged_claims SELECT * FROM claims WHERE article IN (SELECT id FROM staged_articles)")
        db.execute(
            "INSERT INTO about VALUES ('staged by', 'rules-1 fake') ON CONFLICT DO UPDATE SET value = excluded.value"
        )
        key = pair_key(record["a"]["text"], record["b"]["text"])
        db.execute(
            "INSERT INTO reviews (pair, record, judgement, note, reviewer, reviewed) VALUES (?, ?, ?, ?, ?, ?)",
            (key, json.dumps(record), "confirm", "", "Rana", "2026-11-30T10:00:00+00:00"),
        )
        db.commit()
    return old


def kept_rows(folder: Path) -> dict[str, list[Any]]:
    """All rows of what a person would miss in an index of any version."""
    with closing(sqlite3.connect(folder / "factcheck.sqlite")) as db:
        tables = ("articles", "vectors", "scores", "reviews")
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
