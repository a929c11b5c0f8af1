"""The articles, claims and vectors on disk."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from factcheck import index as index_module
from factcheck.articles import Article, make_article
from factcheck.candidates import candidate_pairs
from factcheck.claims import read_claims
from factcheck.embedding import Encoder
from factcheck.errors import IndexMismatchError, IndexMissingError, IndexStoreError
from factcheck.index import Index, Update
from factcheck.topics import cluster

HAMA = (
    "Rebels seize Hama\n"
    "Rebels seized the city of Hama on Thursday, the opposition said.\n"
    "The ministry denied that its troops had left the city.\n"
)
HOMS = "Fuel runs short\nDrivers waited for hours in Homs on Friday because fuel ran short.\n"
ARABIC = (
    "المعارضة تعلن السيطرة على حماة\n"
    "أعلنت المعارضة أنها سيطرت على مدينة حماة، فيما نفت وزارة الدفاع انسحاب قواتها منها.\n"
    "وقالت الوزارة إن 300 مسلح قتلوا أمس.\n"
)
OTHER = "Rain in Paris\nHeavy rain fell on Paris on Sunday and closed three museums.\n"


class FakeEncoder:
    """Vectors that follow from the text alone; it counts what it was asked for."""

    def __init__(self, name: str = "fake", dimension: int = 16, seed: int = 0) -> None:
        self.name, self.dimension, self.seed = name, dimension, seed
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        self.asked += texts
        rows = [self._vector(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> np.ndarray:
        vector = np.random.default_rng([self.seed, *text.encode()]).normal(size=self.dimension)
        return vector / np.linalg.norm(vector)


class BrokenEncoder(FakeEncoder):
    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        raise RuntimeError("out of memory")


def articles() -> list[Article]:
    return [
        make_article(HAMA, "hama.txt", source="Outlet A", published="2024-12-05"),
        make_article(HOMS, "homs.txt"),
        make_article(ARABIC, "arabic.txt"),
    ]


def contents(index: Index) -> tuple[pd.DataFrame, np.ndarray, list[Article]]:
    claims = index.claims()
    return claims, index.vectors(claims), list(index.articles())


def assert_same(a: Index, b: Index) -> None:
    for x, y in zip(contents(a)[:2], contents(b)[:2], strict=True):
        assert np.array_equal(x, y)
    assert list(a.articles()) == list(b.articles())


def locations(index: Index) -> dict[str, str]:
    """Location -> first line of the article there; two articles at one location are a mistake."""
    found = [(a.location, a.text.split("\n", 1)[0]) for a in index.articles()]
    assert len(dict(found)) == len(found), f"two articles at one location: {found}"
    return dict(found)


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    Index.create(folder).update(articles(), encoder)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Index:
    """A copy of an index of three articles, made with the embedded model."""
    shutil.copytree(built, tmp_path / "index")
    return Index.open(tmp_path / "index")


@pytest.fixture
def fake(tmp_path: Path) -> Index:
    """An index of three articles, made with a fake model."""
    made = Index.create(tmp_path / "fake")
    made.update(articles(), FakeEncoder())
    return made


# --- what is kept


def test_an_index_holds_the_claims_of_its_articles_with_where_they_come_from(index: Index) -> None:
    claims = index.claims()
    expected = read_claims(articles())
    assert list(claims["text"]) == list(expected["text"])
    assert list(claims["id"]) == list(expected["id"])
    texts = {a.location: a.text for a in articles()}
    for claim in claims.itertuples():
        assert texts[claim.location][claim.start : claim.end] == claim.text
    hama, homs = claims[claims["location"] == "hama.txt"], claims[claims["location"] == "homs.txt"]
    assert set(hama["source"]) == {"Outlet A"} and set(hama["published"]) == {"2024-12-05"}
    assert set(homs["source"]) == {""} and set(homs["published"]) == {""}


def test_articles_come_back_as_they_went_in(index: Index) -> None:
    assert list(index.articles()) == sorted(articles(), key=lambda a: a.id)


def test_claims_stand_in_the_order_of_article_and_place(index: Index) -> None:
    claims = index.claims()
    order = list(zip(claims["article"], claims["start"], claims["end"], strict=True))
    assert order == sorted(order) and len(order) >= 5


def test_the_vectors_are_those_of_the_model(index: Index, encoder: Encoder) -> None:
    claims = index.claims()
    vectors = index.vectors(claims)
    assert vectors.dtype == np.float32 and vectors.shape == (len(claims), encoder.dimension)
    np.testing.assert_allclose(vectors, encoder.encode(list(claims["text"])), atol=1e-5)
    np.testing.assert_array_equal(index.vectors(claims[::-1]), vectors[::-1])


def test_the_vector_of_a_claim_finds_that_claim_first(index: Index) -> None:
    vectors = index.vectors(index.claims())
    cosines, rows = index.search(vectors, 3)
    assert rows.shape == cosines.shape == (len(vectors), 3)
    assert list(rows[:, 0]) == list(range(len(vectors)))
    np.testing.assert_allclose(cosines[:, 0], 1, atol=1e-5)
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_a_search_finds_what_every_comparison_finds(index: Index) -> None:
    vectors = index.vectors(index.claims())
    cosines, _ = index.search(vectors, 4)
    np.testing.assert_allclose(cosines, np.sort(vectors @ vectors.T, axis=1)[:, ::-1][:, :4], atol=1e-5)


def test_fewer_claims_than_asked_for_give_fewer_columns(index: Index) -> None:
    vectors = index.vectors(index.claims())
    cosines, rows = index.search(vectors[:2], 1_000)
    assert cosines.shape == rows.shape == (2, len(vectors))
    assert sorted(rows[0]) == list(range(len(vectors)))


@pytest.mark.parametrize("after_update", [False, True])
def test_an_empty_index_finds_nothing(after_update: bool, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    if after_update:
        assert index.update([], FakeEncoder()) == Update(0, 0, 0, 0, 0)
    assert index.claims().empty and list(index.articles()) == []
    cosines, rows = index.search(np.ones((2, 16), np.float32), 5)
    assert cosines.shape == rows.shape == (2, 0)


def test_the_manifest_names_model_dimension_and_counts(index: Index, encoder: Encoder) -> None:
    manifest = json.loads((index.folder / "manifest.json").read_text("utf-8"))
    assert manifest["model"] == encoder.name == index.model
    assert manifest["dimension"] == encoder.dimension == index.dimension
    assert manifest["articles"] == 3
    assert manifest["claims"] == len(index.claims())


def test_the_database_can_be_read_while_it_is_written(index: Index) -> None:
    db = sqlite3.connect(index.folder / "factcheck.sqlite")
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()


# --- update


def test_the_same_article_twice_is_one(tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    copies = [make_article(HAMA, "a.txt"), make_article(HAMA, "a.txt"), make_article(HAMA, "b.txt")]
    update = index.update(copies, FakeEncoder())
    assert (update.new, update.unchanged, update.replaced) == (1, 0, 0)
    assert locations(index) == {"a.txt": "Rebels seize Hama"}
    assert len(index.claims()) == len(read_claims(copies[:1])) == update.claims


def test_what_is_unchanged_costs_no_embedding(index: Index, encoder: Encoder) -> None:
    before = contents(index)
    update = index.update(articles(), encoder)
    assert update == Update(new=0, unchanged=3, replaced=0, claims=0, embedded=0)
    assert contents(index)[0].equals(before[0]) and np.array_equal(contents(index)[1], before[1])


def test_only_texts_never_seen_are_embedded(fake: Index) -> None:
    encoder = FakeEncoder()
    known = set(fake.claims()["text"])
    longer = make_article(HAMA + "Nobody knows how many people were hurt in Hama.\n", "copy.txt")
    update = fake.update([longer], encoder)
    assert encoder.asked == [text for text in read_claims([longer])["text"] if text not in known]
    assert update.new == 1 and update.embedded == 1 and update.claims > 1


def test_a_changed_text_takes_the_place_of_the_old_one(index: Index, encoder: Encoder) -> None:
    update = index.update([make_article(OTHER, "homs.txt")], encoder)
    assert (update.new, update.unchanged, update.replaced) == (0, 0, 1)
    assert locations(index)["homs.txt"] == "Rain in Paris"
    claims = index.claims()
    assert not claims["text"].str.contains("fuel", case=False).any()
    assert claims["text"].str.contains("museums").any()
    rows = index.search(index.vectors(claims), 1)[1]
    assert list(rows[:, 0]) == list(range(len(claims)))


def test_a_moved_file_keeps_its_claims(index: Index, encoder: Encoder) -> None:
    before = index.claims()
    moved = [make_article(HOMS, "archive/homs.txt")]
    assert index.update(moved, encoder) == Update(new=0, unchanged=1, replaced=0, claims=0, embedded=0)
    after = index.claims()
    assert list(after["id"]) == list(before["id"])
    assert set(after["location"]) == {"hama.txt", "archive/homs.txt", "arabic.txt"}


@pytest.mark.parametrize("name", ["a.txt", "z.txt"])
def test_a_moved_file_is_kept_though_another_takes_its_place(name: str, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    index.update([make_article(HAMA, "m.txt")], FakeEncoder())
    update = index.update([make_article(HAMA, name), make_article(OTHER, "m.txt")], FakeEncoder())
    assert locations(index) == {name: "Rebels seize Hama", "m.txt": "Rain in Paris"}
    assert (update.new, update.unchanged, update.replaced) == (1, 1, 0)


def test_two_files_that_change_places_are_both_kept(tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    index.update([make_article(HAMA, "a.txt"), make_article(HOMS, "b.txt")], FakeEncoder())
    index.update([make_article(HAMA, "b.txt"), make_article(HOMS, "a.txt")], FakeEncoder())
    assert locations(index) == {"b.txt": "Rebels seize Hama", "a.txt": "Fuel runs short"}


@pytest.mark.parametrize("both", [False, True], ids=["moved over it", "copied over it"])
def test_a_file_overwritten_with_a_known_text_does_not_keep_its_old_one(both: bool, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    index.update([make_article(HAMA, "a.txt"), make_article(HOMS, "b.txt")], FakeEncoder())
    index.update([make_article(HAMA, name) for name in ("a.txt", "b.txt")[not both :]], FakeEncoder())
    assert list(locations(index).values()) == ["Rebels seize Hama"]
    assert not index.claims()["text"].str.contains("fuel", case=False).any()


def test_any_order_of_articles_gives_the_same_index(encoder: Encoder, tmp_path: Path) -> None:
    made = []
    for i, order in enumerate((articles(), articles()[::-1])):
        made.append(Index.create(tmp_path / str(i)))
        made[-1].update(order, encoder)
    for other in made[1:]:
        assert_same(made[0], other)
        assert (other.folder / "manifest.json").read_text() == (made[0].folder / "manifest.json").read_text()


def test_any_order_of_articles_gives_the_same_topics_and_candidates(tmp_path: Path) -> None:
    seen = []
    for i, order in enumerate((articles(), articles()[::-1])):
        index = Index.create(tmp_path / str(i))
        index.update(order, FakeEncoder())
        claims = index.claims()
        cosines, rows = index.search(index.vectors(claims), 4)
        seen.append((cluster(rows, cosines).tolist(), candidate_pairs(claims, rows).tolist()))
    assert seen[0] == seen[1] and seen[0][1]


def test_articles_one_by_one_give_the_index_of_all_at_once(fake: Index, tmp_path: Path) -> None:
    index = Index.create(tmp_path / "one")
    for article in articles():
        assert index.update([article], FakeEncoder()).new == 1
    assert_same(index, fake)


# --- errors on the way


def test_a_model_that_fails_leaves_nothing_behind(index: Index, encoder: Encoder) -> None:
    before = contents(index)
    with pytest.raises(RuntimeError, match="out of memory"):
        index.update([make_article(OTHER, "homs.txt")], BrokenEncoder(encoder.name, encoder.dimension))
    after = contents(index)
    assert after[0].equals(before[0]) and after[2] == before[2]
    assert index.update([make_article(OTHER, "homs.txt")], encoder).replaced == 1


def failing_inserts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes writing claims fail, as on a full disk."""
    real = index_module._insert

    def insert(db: sqlite3.Connection, table: str, rows: list) -> None:
        if table == "claims":
            raise sqlite3.OperationalError("database or disk is full")
        real(db, table, rows)

    monkeypatch.setattr(index_module, "_insert", insert)


@pytest.mark.parametrize("action", ["update", "rebuild"])
def test_an_error_while_writing_leaves_the_index_as_it_was(
    action: str, fake: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(fake)
    with monkeypatch.context() as patch:
        failing_inserts(patch)
        with pytest.raises((sqlite3.Error, IndexStoreError)):
            if action == "update":
                fake.update([make_article(OTHER, "homs.txt")], FakeEncoder())
            else:
                fake.rebuild(FakeEncoder("other", seed=1))
    after = contents(fake)
    assert after[0].equals(before[0]) and after[2] == before[2]
    assert np.array_equal(after[1], before[1])
    assert fake.model == "fake"


def test_a_rebuild_with_a_model_that_fails_changes_nothing(fake: Index) -> None:
    before = contents(fake)
    with pytest.raises(RuntimeError):
        fake.rebuild(BrokenEncoder("other"))
    assert contents(fake)[0].equals(before[0]) and fake.model == "fake"


def test_a_stop_between_a_rebuild_and_its_faiss_file_is_mended(fake: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: Index) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Index, "_derive", stop)
        with pytest.raises(KeyboardInterrupt):
            fake.rebuild(FakeEncoder("other", seed=1))
    vectors = fake.vectors(fake.claims())
    np.testing.assert_allclose(fake.search(vectors, 1)[0][:, 0], 1, atol=1e-5)


# --- rebuild


def test_a_rebuild_gives_the_same_claims(index: Index, encoder: Encoder) -> None:
    before = contents(index)
    index.rebuild(encoder)
    after = contents(index)
    assert after[0].equals(before[0]) and after[2] == before[2]
    np.testing.assert_allclose(after[1], before[1], atol=1e-5)


def test_a_rebuild_can_change_the_model(fake: Index) -> None:
    ids = list(fake.claims()["id"])
    other = FakeEncoder("other", dimension=24)
    update = fake.rebuild(other)
    assert list(fake.claims()["id"]) == ids
    assert (fake.model, fake.dimension, update.embedded) == ("other", 24, len(other.asked))
    vectors = fake.vectors(fake.claims())
    assert vectors.shape == (len(ids), 24)
    assert list(fake.search(vectors, 1)[1][:, 0]) == list(range(len(ids)))
    assert fake.update(articles(), other).embedded == 0


# --- what is derived


@pytest.mark.parametrize("damage", ["deleted", "empty", "cut", "one byte short", "junk", "zeros"])
def test_a_damaged_faiss_file_is_derived_anew(damage: str, index: Index) -> None:
    path = index.folder / "claims.faiss"
    whole = path.read_bytes()
    vectors = index.vectors(index.claims())
    expected = index.search(vectors, 3)
    if damage == "deleted":
        path.unlink()
    else:
        half = len(whole) // 2
        data = {"empty": b"", "cut": whole[:half], "one byte short": whole[:-1], "junk": b"junk" * 99}
        path.write_bytes(data.get(damage, bytes(len(whole))))
    got = Index.open(index.folder).search(vectors, 3)
    assert np.array_equal(got[0], expected[0]) and np.array_equal(got[1], expected[1])
    assert path.read_bytes() == whole


@pytest.mark.parametrize("content", [None, "", "{", "{}", "[]", "null", '"x"'])
def test_a_damaged_manifest_is_derived_anew(content: str | None, fake: Index) -> None:
    path = fake.folder / "manifest.json"
    whole = path.read_text("utf-8")
    vectors = fake.vectors(fake.claims())
    expected = fake.search(vectors, 3)
    if content is None:
        path.unlink()
    else:
        path.write_text(content, "utf-8")
    got = fake.search(vectors, 3)
    assert np.array_equal(got[0], expected[0]) and np.array_equal(got[1], expected[1])
    assert path.read_text("utf-8") == whole


def test_a_faiss_file_of_other_claims_is_derived_anew(fake: Index, tmp_path: Path) -> None:
    other = Index.create(tmp_path / "other")
    other.update([make_article(OTHER, "a.txt")], FakeEncoder())
    for name in ("claims.faiss", "manifest.json"):
        shutil.copy(other.folder / name, fake.folder / name)
    vectors = fake.vectors(fake.claims())
    assert list(fake.search(vectors, 1)[1][:, 0]) == list(range(len(vectors)))


# --- what is refused


def test_another_model_is_refused_with_the_command_that_mends_it(index: Index, encoder: Encoder) -> None:
    other = FakeEncoder("other-model", encoder.dimension)
    before = contents(index)
    update = partial(index.update, [make_article(OTHER, "a.txt")], other)
    for attempt in (update, partial(index.require_model, other)):
        with pytest.raises(IndexMismatchError) as caught:
            attempt()
        message = str(caught.value)
        assert f"factcheck index --rebuild --index {index.folder}" in message
        assert "other-model" in message and encoder.name in message and "\n" not in message
    assert other.asked == [] and contents(index)[0].equals(before[0])
    index.require_model(encoder)


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


def test_a_database_damaged_in_the_middle_is_a_store_error(fake: Index) -> None:
    path = fake.folder / "factcheck.sqlite"
    db = sqlite3.connect(path)
    page = db.execute("PRAGMA page_size").fetchone()[0]
    roots = [r[0] for r in db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'")]
    db.close()
    data = bytearray(path.read_bytes())
    data[(roots[0] - 1) * page : roots[0] * page] = b"\xff" * page
    path.write_bytes(data)
    with pytest.raises(IndexStoreError):
        Index.open(fake.folder).claims()


@pytest.mark.parametrize("way", [Index.open, Index.create])
def test_an_index_of_another_version_is_refused(way, fake: Index) -> None:
    with sqlite3.connect(fake.folder / "factcheck.sqlite") as db:
        db.execute("UPDATE about SET value = '99' WHERE key = 'format'")
    db.close()
    with pytest.raises(IndexMismatchError):
        way(fake.folder)


def test_creating_an_index_that_is_there_keeps_it(fake: Index) -> None:
    again = Index.create(fake.folder)
    assert_same(again, fake)
    assert len(again.claims()) > 0


# --- what an NLI model said


class CountingNLI:
    """Judges by length, and counts what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, premises: Sequence[str], hypotheses: Sequence[str]) -> np.ndarray:
        self.asked += zip(premises, hypotheses, strict=True)
        rows = [(len(a), len(b), 1) for a, b in zip(premises, hypotheses, strict=True)]
        return np.array(rows, np.float32) / np.sum(rows, axis=1, keepdims=True)


PREMISES, HYPOTHESES = ["one", "two two", "one"], ["three three three", "four", "three three three"]


def test_a_pair_is_read_once_by_a_model_in_both_directions(tmp_path: Path) -> None:
    index, nli = Index.create(tmp_path), CountingNLI()
    first = index.both_directions(nli, PREMISES, HYPOTHESES)
    assert first.shape == (3, 2, 3)
    np.testing.assert_allclose(first[0, 0], np.array([3, 17, 1]) / 21, rtol=1e-6)
    np.testing.assert_allclose(first[0, 1], np.array([17, 3, 1]) / 21, rtol=1e-6)
    assert sorted(nli.asked) == sorted({*zip(PREMISES, HYPOTHESES), *zip(HYPOTHESES, PREMISES)})  # noqa: B905
    again = Index.open(tmp_path).both_directions(nli, PREMISES, HYPOTHESES)
    assert np.array_equal(first, again) and len(nli.asked) == 4


def test_what_one_model_said_is_not_taken_for_another(tmp_path: Path) -> None:
    index, nli, other = Index.create(tmp_path), CountingNLI(), CountingNLI()
    other.name = "other"
    index.both_directions(nli, PREMISES, HYPOTHESES)
    index.both_directions(other, PREMISES, HYPOTHESES)
    assert len(other.asked) == 4


def test_scores_outlive_a_rebuild(tmp_path: Path) -> None:
    index, nli = Index.create(tmp_path), CountingNLI()
    index.both_directions(nli, PREMISES, HYPOTHESES)
    index.rebuild(FakeEncoder())
    index.both_directions(nli, PREMISES, HYPOTHESES)
    assert len(nli.asked) == 4


def test_where_scores_cannot_be_kept_they_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, nli = Index.create(tmp_path), CountingNLI()

    def refuse(*_: object) -> None:
        raise IndexStoreError("the folder is read-only")

    monkeypatch.setattr(Index, "_connect", refuse)
    first = index.both_directions(nli, PREMISES, HYPOTHESES)
    assert np.array_equal(first, index.both_directions(nli, PREMISES, HYPOTHESES))
    assert len(nli.asked) == 8
