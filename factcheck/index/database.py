"""The database of an index: what is kept, and how it is read, written and locked.

One SQLite file in WAL mode. Readers see the state of the moment they begin at, whatever a writer does meanwhile; one
run at a time may build, held by a lock that dies with its process.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from factcheck.errors import IndexBusyError, IndexMismatchError, IndexStoreError

FORMAT = 3
OLDER = "2"
"""The format that a rebuild brings up to date: its claims have no place of their speaker."""
DATABASE = "factcheck.sqlite"
PART = ".part"
"""How the name of a file ends that is not whole yet."""
_LOCK = "writer.lock"
_WAIT = 60  # seconds for another connection's commit, at most
_CLAIM_COLUMNS = """
    id TEXT PRIMARY KEY, article TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL, speaker TEXT NOT NULL,
    stance TEXT NOT NULL, via TEXT NOT NULL, answers TEXT NOT NULL, context_start INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, speaker_start INTEGER NOT NULL DEFAULT -1,
    speaker_end INTEGER NOT NULL DEFAULT -1, vector TEXT NOT NULL"""
_ARTICLE_COLUMNS = """
    id TEXT PRIMARY KEY, location TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT, source TEXT, published TEXT, lang TEXT NOT NULL"""
_CLAIM_INDEX = "CREATE INDEX IF NOT EXISTS claims_of_article ON claims (article, start)"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles ({_ARTICLE_COLUMNS});
CREATE TABLE IF NOT EXISTS claims ({_CLAIM_COLUMNS});
{_CLAIM_INDEX};
CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged_articles ({_ARTICLE_COLUMNS});
CREATE TABLE IF NOT EXISTS staged_claims ({_CLAIM_COLUMNS});
CREATE TABLE IF NOT EXISTS analyses (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, content BLOB NOT NULL, facts TEXT NOT NULL);
"""
_ADVICE = {
    sqlite3.SQLITE_FULL: "no room is left on the disk. What was finished is kept: free some space and run it again",
    sqlite3.SQLITE_READONLY: "it may not be written. Make the folder writable, or choose another with --index",
    sqlite3.SQLITE_BUSY: "another program holds it. Try again when that is done",
}


class Store:
    """The database of one index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / DATABASE

    def create(self) -> None:
        """Makes folder and database where they are missing. Raises IndexStoreError where they cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexStoreError(
                f"{self.folder}: cannot be made ({error.strerror}); choose another with --index"
            ) from error
        with self.connect() as db:
            # Two that begin at once must not both find the file new.
            db.execute("PRAGMA journal_mode = WAL")
            is_new = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if is_new:
                db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA}")
                db.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))
        self.require_format()

    def require_format(self, to_rebuild: bool = False) -> None:
        """Raises IndexMismatchError where the database is of another version of this program. to_rebuild: one that a
        rebuild brings up to date will do."""
        found = self.about("format")
        if found == str(FORMAT) or (to_rebuild and found == OLDER):
            return
        if found == OLDER:
            raise IndexMismatchError(
                f"{self.folder} was made by an older version; "
                f"bring it up to date with: factcheck index --rebuild --index {self.folder}"
            )
        if found.isdecimal() and int(found) > FORMAT:
            raise IndexMismatchError(f"{self.folder} was made by a newer version; update factcheck to use it")
        raise IndexMismatchError(f"{self.folder} is of another version; build another index, named with --index")

    def about(self, key: str) -> str:
        """What the database says of itself: `format`, `model`, `dimension`, `state`; empty where it says nothing."""
        with self.connect() as db:
            return about(db, key)

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are committed together, or not at all after an error.

        Raises IndexStoreError where the database cannot be read or written.
        """
        try:
            with closing(self._opened()) as db, db:
                yield db
        except (sqlite3.Error, pd.errors.DatabaseError) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            advice = _ADVICE.get(code, f"cannot be used as an index ({error}); choose or build another with --index")
            raise IndexStoreError(f"{self.path}: {advice}") from error

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the index from beginning to end, whatever is written meanwhile."""
        with self.connect() as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to build, of one process at a time. Raises IndexBusyError where another has it."""
        lock = FileLock(self.folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusyError(f"{self.folder} is being built by another run; try again when it is done") from error
        except OSError as error:
            raise IndexStoreError(
                f"{self.folder}: cannot be written ({error.strerror}); make it writable, or choose another with --index"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _opened(self) -> sqlite3.Connection:
        is_at_rest = self.path.exists() and not Path(f"{self.path}-wal").exists()
        if is_at_rest and not os.access(self.folder, os.W_OK):
            # Beside a database in a folder that may not be written, the files that readers share cannot be made.
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True)
        return sqlite3.connect(self.path, timeout=_WAIT)


def about(db: sqlite3.Connection, key: str) -> str:
    """What a database says of itself; empty where it says nothing."""
    row = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    return row[0] if row else ""


def say_about(db: sqlite3.Connection, facts: dict[str, str]) -> None:
    """Notes what a database says of itself."""
    db.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())


def empty_staged(db: sqlite3.Connection) -> None:
    """Makes the staged tables as this version has them, within the transaction of `db`, where an older one made them:
    what a stopped run of that one had staged is gone."""
    if not any(name == "speaker_start" for _, name, *_ in db.execute("PRAGMA table_info (staged_claims)")):
        db.execute("DELETE FROM staged_articles")
        db.execute("DROP TABLE staged_claims")
        db.execute(f"CREATE TABLE staged_claims ({_CLAIM_COLUMNS})")


def empty_claims(db: sqlite3.Connection) -> None:
    """Takes all claims out, and leaves their table as this version has it, within the transaction of `db`."""
    db.execute("DROP TABLE claims")
    db.execute(f"CREATE TABLE claims ({_CLAIM_COLUMNS})")
    db.execute(_CLAIM_INDEX)
    say_about(db, {"format": str(FORMAT)})


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Has a file written beside its place and then put there: whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{PART}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
