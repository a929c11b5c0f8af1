"""Whether an index is sound, and what is mended."""

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from factcheck.articles import make_article
from factcheck.index.index import Index
from factcheck.index.integrity import BROKEN, MENDED, NOTE, verify
from tests.fakes import HOMS, OTHER, BrokenEncoder, FakeEncoder, vectors


def test_a_sound_index_is_found_sound(index: Index) -> None:
    assert verify(index) == []


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        ("UPDATE articles SET text = text || '!' WHERE location = 'homs.txt'", "1 articles are not what was taken in"),
        ("UPDATE claims SET text = 'other'", "claims do not stand in their article"),
        ("UPDATE claims SET context_start = start + 1", "claims do not stand in their article"),
        ("DELETE FROM vectors WHERE key = (SELECT min(key) FROM vectors)", "1 claims have no sound vector"),
        ("UPDATE vectors SET vector = zeroblob(64)", "claims have no sound vector"),
        ("UPDATE vectors SET vector = x'00'", "claims have no sound vector"),
        ("UPDATE claims SET via = 'somebody'", "the state is not that of the articles and claims"),
        ("UPDATE claims SET speaker = 'somebody'", "the state is not that of the articles and claims"),
    ],
)
def test_what_is_broken_is_found(harm: str, what: str, index: Index) -> None:
    with index.store.connect() as db:
        db.execute(harm)
    levels, messages = zip(*verify(Index.open(index.folder)), strict=True)
    assert BROKEN in levels and any(what in message for message in messages)
    if "articles" not in what.split()[1]:
        index.rebuild(FakeEncoder())
        assert verify(index) == []


def test_a_missing_faiss_file_is_mended_and_said(index: Index) -> None:
    (path,) = index.folder.glob("*.faiss")
    path.unlink()
    assert [finding.level for finding in verify(Index.open(index.folder))] == [MENDED]
    assert path.exists() and verify(Index.open(index.folder)) == []


def test_a_faiss_file_that_cannot_be_written_is_said_and_done_without(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    (path,) = index.folder.glob("*.faiss")
    path.unlink()
    monkeypatch.setattr("factcheck.index.index.write_whole", refuse)
    assert [finding.level for finding in verify(Index.open(index.folder))] == [NOTE]
    assert len(Index.open(index.folder).near(vectors(index)[:1], 2)[0]) == 2


def test_without_its_wal_an_index_is_what_it_was_before_and_the_next_run_goes_on(index: Index, tmp_path: Path) -> None:
    before, copy = index.claims(), tmp_path / "copy"
    with closing(sqlite3.connect(index.store.path)) as reader:
        # Who reads keeps what is written from leaving the WAL.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM claims").fetchone()
        index.update([make_article(OTHER, "o.txt")], FakeEncoder())
        shutil.copytree(index.folder, copy)
    wal = copy / "factcheck.sqlite-wal"
    assert wal.stat().st_size and not index.claims().equals(before)
    wal.unlink()
    lost = Index.open(copy)
    assert lost.claims().equals(before) and [finding.level for finding in verify(lost)] == [MENDED]
    lost.update([make_article(OTHER, "o.txt")], FakeEncoder())
    assert lost.claims().equals(index.claims()) and lost.state == index.state and verify(lost) == []


def test_a_stopped_build_is_told_of(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.index.index._STAGED_AT_ONCE", 1)
    with pytest.raises(RuntimeError):
        index.update(
            [make_article(OTHER, "o.txt"), make_article(HOMS.replace("Homs", "Oslo"), "p.txt")], BrokenEncoder(after=1)
        )
    assert [finding.level for finding in verify(index)] == [NOTE]
