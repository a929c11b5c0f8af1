"""The database of an index: what is refused, who may write, what readers see."""

import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from factcheck.articles import make_article
from factcheck.errors import IndexBusyError, IndexMismatchError, IndexMissingError, IndexStoreError
from factcheck.index.database import Store
from factcheck.index.index import Index
from factcheck.index.integrity import verify
from tests.fakes import OTHER, FakeEncoder, articles, vectors

# --- what is refused


def test_another_model_is_refused_with_the_command_that_mends_it(index: Index) -> None:
    other = FakeEncoder("other-model")
    before = index.claims()
    update = partial(index.update, [make_article(OTHER, "a.txt")], other)
    for attempt in (update, partial(index.require_model, other)):
        with pytest.raises(IndexMismatchError) as caught:
            attempt()
        message = str(caught.value)
        assert f"factcheck index --rebuild --index {index.folder}" in message
        assert "other-model" in message and index.model in message and "\n" not in message
    assert other.asked == [] and index.claims().equals(before)
    index.require_model(FakeEncoder())


def test_no_index_is_refused_with_the_command_that_builds_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(IndexMissingError) as caught:
            Index.open(folder)
        assert "factcheck index" in str(caught.value) and str(folder) in str(caught.value)
    assert not (tmp_path / "gone").exists() and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"not a database at all " * 99], ids=["empty", "text"])
def test_a_file_that_is_no_index_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "factcheck.sqlite"
    path.write_bytes(data)
    with pytest.raises(IndexStoreError) as caught:
        Index.open(tmp_path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert path.read_bytes() == data


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "factcheck.sqlite") as db:
        db.execute("CREATE TABLE cats (name TEXT)")
    db.close()
    with pytest.raises(IndexStoreError):
        Index.open(tmp_path)


def test_a_text_file_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "factcheck.sqlite"
    path.write_bytes(b"not a database at all " * 99)
    with pytest.raises(IndexStoreError):
        Index.create(tmp_path)
    assert path.read_bytes() == b"not a database at all " * 99


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexStoreError, match="--index"):
        Index.create(tmp_path / "file" / "index")


def test_a_database_damaged_in_the_middle_is_a_store_error(index: Index) -> None:
    path = index.folder / "factcheck.sqlite"
    db = sqlite3.connect(path)
    page = db.execute("PRAGMA page_size").fetchone()[0]
    roots = [r[0] for r in db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'")]
    db.close()
    data = bytearray(path.read_bytes())
    data[(roots[0] - 1) * page : roots[0] * page] = b"\xff" * page
    path.write_bytes(data)
    with pytest.raises(IndexStoreError):
        Index.open(index.folder).claims()


@pytest.mark.parametrize("way", [Index.open, Index.create])
def test_an_index_of_another_version_is_refused(way, index: Index) -> None:
    with sqlite3.connect(index.folder / "factcheck.sqlite") as db:
        db.execute("UPDATE about SET value = '99' WHERE key = 'format'")
    db.close()
    with pytest.raises(IndexMismatchError):
        way(index.folder)


def test_creating_an_index_that_is_there_keeps_it(index: Index) -> None:
    before = index.claims()
    assert len(before) and Index.create(index.folder).claims().equals(before)


def test_an_index_of_a_newer_version_says_what_to_do(index: Index) -> None:
    with index.store.connect() as db:
        db.execute("UPDATE about SET value = '99' WHERE key = 'format'")
    with pytest.raises(IndexMismatchError, match="newer version; update factcheck"):
        Index.open(index.folder)


# --- writers and readers

HOLDS = """
import sys, time
from pathlib import Path
from factcheck.index.database import Store
with Store(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_run_builds_at_a_time_and_its_lock_dies_with_it(index: Index) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLDS, str(index.folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        for attempt in (partial(index.update, articles(), FakeEncoder()), partial(index.rebuild, FakeEncoder())):
            with pytest.raises(IndexBusyError, match="another run"):
                attempt()
        assert len(index.claims()) and index.near(vectors(index), 1), "readers are not held up"
    finally:
        other.kill()
        other.communicate()
    assert index.update([make_article(OTHER, "other.txt")], FakeEncoder()).new == 1


def test_a_snapshot_stays_as_it_is_while_the_index_changes(index: Index) -> None:
    before = index.snapshot()
    with index.store.snapshot() as db:
        count = "SELECT count(*) FROM claims"
        assert db.execute(count).fetchone()[0] == len(before.claims)
        index.update([make_article(OTHER, "other.txt")], FakeEncoder())
        assert db.execute(count).fetchone()[0] == len(before.claims)
    after = index.snapshot()
    assert len(after.claims) == after.faiss.ntotal > len(before.claims) == before.faiss.ntotal
    assert after.state != before.state


def test_the_state_follows_from_what_is_in_the_index(index: Index, tmp_path: Path) -> None:
    other = Index.create(tmp_path / "other")
    other.update([make_article(OTHER, "other.txt"), *articles()], FakeEncoder())
    assert other.state != index.state
    other.update(articles(), FakeEncoder(), prune=True)
    assert other.state == index.state
    other.rebuild(FakeEncoder("another", seed=1))
    assert other.state != index.state


def test_a_disk_without_room_is_said_and_harms_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Store._opened

    def small(store: Store) -> sqlite3.Connection:
        db = opened(store)
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        return db

    before = index.claims()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_opened", small)
        long = make_article(OTHER * 200, "long.txt")
        with pytest.raises(IndexStoreError, match="no room is left"):
            index.update([long], FakeEncoder())
    assert index.claims().equals(before) and not verify(index)
    assert index.update([long], FakeEncoder()).new == 1
