"""The articles, claims and vectors on disk."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from factcheck.analysis.topics import cluster
from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.errors import IndexStoreError
from factcheck.index import index as index_module
from factcheck.index.index import Index, Update
from factcheck.index.vectors import nearest_of_all
from factcheck.models.encoder import Encoder
from factcheck.schema import Article
from factcheck.verdicts.candidates import near_pairs
from tests.fakes import HAMA, HOMS, OTHER, BrokenEncoder, FakeEncoder, articles, vectors


def contents(index: Index) -> tuple[pd.DataFrame, np.ndarray, list[Article]]:
    return index.claims(), vectors(index), list(index.articles())


def kept_vectors(index: Index) -> int:
    with index.store.connect() as db:
        count: int = db.execute("SELECT count(*) FROM vectors").fetchone()[0]
    return count


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


def test_an_index_gives_the_context_that_stands_in_the_article(tmp_path: Path) -> None:
    text = "وقع انفجار 💥 في مدينة حلب. وقتل عشرة أشخاص وأصيب آخرون."
    article = make_article(text, "x", title="انفجار في حلب")
    index = Index.create(tmp_path)
    index.update([article], FakeEncoder())
    expected = list(read_claims([article])["context"])
    assert list(index.claims()["context"]) == expected
    assert expected[-1] == "انفجار في حلب\nوقع انفجار 💥 في مدينة حلب. "


def test_another_title_is_another_state_of_an_index(tmp_path: Path) -> None:
    def state(folder: str, title: str) -> str:
        index = Index.create(tmp_path / folder)
        index.update([make_article("Ten people were killed on Friday.", "x", title=title)], FakeEncoder())
        return index.state

    assert state("a", "Blast in Homs") != state("b", "Blast in Aleppo")


def test_articles_come_back_as_they_went_in(index: Index) -> None:
    assert list(index.articles()) == sorted(articles(), key=lambda a: a.id)


def test_claims_stand_in_the_order_of_article_and_place(index: Index) -> None:
    claims = index.claims()
    order = list(zip(claims["article"], claims["start"], claims["end"], strict=True))
    assert order == sorted(order) and len(order) >= 5


def test_the_vectors_are_those_of_the_model(index: Index, encoder: Encoder) -> None:
    found = vectors(index)
    texts = list(index.claims()["text"])
    assert found.dtype == np.float32 and found.shape == (len(texts), encoder.dimension)
    np.testing.assert_allclose(found, encoder.encode(texts), atol=1e-5)


def test_the_vector_of_a_claim_finds_that_claim_first(index: Index) -> None:
    claims = index.claims()
    near = index.near(vectors(index), 3)
    assert [list(found.columns) for found in near] == [[*claims.columns, "cosine"]] * len(claims)
    assert [found["id"].iloc[0] for found in near] == list(claims["id"])
    for found in near:
        assert len(found) == 3 and found["cosine"].is_monotonic_decreasing
        assert found["cosine"].iloc[0] == pytest.approx(1, abs=1e-5)
    assert near[1].drop(columns="cosine").iloc[[0]].equals(claims.iloc[[1]].reset_index(drop=True))


def test_a_search_finds_what_every_comparison_finds(index: Index) -> None:
    known = vectors(index)
    wanted = np.sort(known @ known.T, axis=1)[:, ::-1][:, :4]
    np.testing.assert_allclose([found["cosine"] for found in index.near(known, 4)], wanted, atol=1e-5)


def test_fewer_claims_than_asked_for_are_all_found(index: Index) -> None:
    near = index.near(vectors(index)[:2], 1_000)
    assert [sorted(found["id"]) for found in near] == [sorted(index.claims()["id"])] * 2


@pytest.mark.parametrize("after_update", [False, True])
def test_an_empty_index_finds_nothing(after_update: bool, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    if after_update:
        assert index.update([], FakeEncoder()) == Update(0, 0, 0, 0, 0, 0)
    assert index.claims().empty and list(index.articles()) == []
    assert [len(found) for found in index.near(np.ones((2, 16), np.float32), 5)] == [0, 0]


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
    assert update == Update(new=0, unchanged=3, replaced=0, removed=0, claims=0, embedded=0)
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
    assert [found["id"].iloc[0] for found in index.near(vectors(index), 1)] == list(claims["id"])


def test_a_moved_file_keeps_its_claims(index: Index, encoder: Encoder) -> None:
    before = index.claims()
    moved = [make_article(HOMS, "archive/homs.txt")]
    assert index.update(moved, encoder) == Update(new=0, unchanged=1, replaced=0, removed=0, claims=0, embedded=0)
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
        snapshot = index.snapshot()
        rows, cosines, _ = nearest_of_all(snapshot.faiss, 4)
        seen.append((cluster(rows, cosines).tolist(), near_pairs(snapshot.claims, rows).tolist()))
    assert seen[0] == seen[1] and seen[0][1]


@pytest.mark.parametrize("damage", [lambda path: None, lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_articles_one_by_one_give_the_index_of_all_at_once(
    damage: Callable[[Path], object], fake: Index, tmp_path: Path
) -> None:
    index = Index.create(tmp_path / "one")
    for article in articles():
        assert index.update([article], FakeEncoder()).new == 1
        damage(index.faiss_path(index.state))
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
        if table == "staged_claims":
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


def test_a_build_that_was_stopped_goes_on_from_its_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_STAGED_AT_ONCE", 1)
    index, undisturbed = Index.create(tmp_path / "index"), Index.create(tmp_path / "undisturbed")
    with pytest.raises(RuntimeError):
        index.update(articles(), BrokenEncoder(after=2))
    assert index.claims().empty and not index.state, "a reader sees nothing half-built"
    encoder, whole = FakeEncoder(), FakeEncoder()
    update, expected = index.update(articles(), encoder), undisturbed.update(articles(), whole)
    assert 0 < len(encoder.asked) < len(whole.asked)
    assert (update.new, update.claims, index.state) == (3, expected.claims, undisturbed.state)
    assert_same(index, undisturbed)


def test_what_a_stopped_build_read_besides_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_STAGED_AT_ONCE", 1)
    index = Index.create(tmp_path)
    with pytest.raises(RuntimeError):
        index.update(articles(), BrokenEncoder(after=2))
    index.update([make_article(OTHER, "other.txt")], FakeEncoder())
    assert locations(index) == {"other.txt": "Rain in Paris"}
    assert len(vectors(index)) == len(index.claims()) == len(read_claims([make_article(OTHER, "other.txt")]))
    assert kept_vectors(index) == index.claims()["text"].nunique()


# --- what is gone


def test_what_is_gone_stays_unless_it_is_to_be_pruned(fake: Index) -> None:
    rest = [a for a in articles() if a.location != "homs.txt"]
    assert fake.update(rest, FakeEncoder()).removed == 0
    assert set(locations(fake)) == {"hama.txt", "homs.txt", "arabic.txt"}
    assert fake.update(rest, FakeEncoder(), prune=True).removed == 1
    assert set(locations(fake)) == {"hama.txt", "arabic.txt"}
    assert kept_vectors(fake) == fake.claims()["text"].nunique() == len(set(map(bytes, vectors(fake))))


def test_a_changed_article_is_replaced_and_not_removed_when_pruning(fake: Index) -> None:
    changed = [make_article(OTHER, "homs.txt"), *(a for a in articles() if a.location != "homs.txt")]
    update = fake.update(changed, FakeEncoder(), prune=True)
    assert (update.new, update.replaced, update.removed) == (0, 1, 0)


class Unloaded:
    """An encoder whose model must not be wanted."""

    name = "fake"


def test_where_nothing_is_to_be_embedded_the_model_is_not_loaded(fake: Index) -> None:
    rest = [a for a in articles() if a.location != "homs.txt"]
    assert fake.update(articles(), Unloaded()).unchanged == 3
    assert fake.update(rest, Unloaded(), prune=True).removed == 1
    assert fake.rebuild(Unloaded()).embedded == 0
    with pytest.raises(AttributeError):
        fake.update(articles(), Unloaded())


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
    assert vectors(fake).shape == (len(ids), 24)
    assert [found["id"].iloc[0] for found in fake.near(vectors(fake), 1)] == ids
    assert fake.update(articles(), other).embedded == 0


def test_a_rebuild_embeds_only_what_has_no_sound_vector(fake: Index) -> None:
    before = contents(fake)
    with fake.store.connect() as db:
        key = db.execute("SELECT min(key) FROM vectors").fetchone()[0]
        db.execute("UPDATE vectors SET vector = ? WHERE key = ?", (np.full(16, 3, np.float32).tobytes(), key))
    encoder = FakeEncoder()
    assert fake.rebuild(encoder).embedded == len(encoder.asked) == 1
    assert_same(fake, fake)
    assert np.array_equal(contents(fake)[1], before[1]) and contents(fake)[0].equals(before[0])


# --- what is derived


def faiss_file(index: Index) -> Path:
    (path,) = index.folder.glob("claims-*.faiss")
    return path


@pytest.mark.parametrize("damage", ["deleted", "empty", "cut", "one byte short", "one byte other", "junk", "zeros"])
def test_a_damaged_faiss_file_is_derived_anew(damage: str, index: Index) -> None:
    path = faiss_file(index)
    whole = path.read_bytes()
    expected = vectors(index)
    if damage == "deleted":
        path.unlink()
    else:
        half = len(whole) // 2
        flipped = whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]
        data = {
            "empty": b"", "cut": whole[:half], "one byte short": whole[:-1], "one byte other": flipped,
            "junk": b"junk" * 99,
        }  # fmt: skip
        path.write_bytes(data.get(damage, bytes(len(whole))))
    assert np.array_equal(vectors(Index.open(index.folder)), expected)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("content", [None, "", "{", "{}", "[]", "null", '"x"'])
def test_a_damaged_manifest_is_derived_anew(content: str | None, fake: Index) -> None:
    path = fake.folder / "manifest.json"
    whole = path.read_text("utf-8")
    if content is None:
        path.unlink()
    else:
        path.write_text(content, "utf-8")
    Index.open(fake.folder)
    assert path.read_text("utf-8") == whole


def test_a_faiss_file_of_other_claims_is_derived_anew(fake: Index, tmp_path: Path) -> None:
    other = Index.create(tmp_path / "other")
    other.update([make_article(OTHER, "a.txt")], FakeEncoder())
    shutil.copy(faiss_file(other), faiss_file(fake))
    again = Index.open(fake.folder)
    assert [found["id"].iloc[0] for found in again.near(vectors(again), 1)] == list(again.claims()["id"])


def test_only_the_file_of_the_state_that_is_stays(fake: Index) -> None:
    (fake.folder / "manifest.json.1-2.part").write_text("half", "utf-8")
    fake.update([make_article(OTHER, "other.txt")], FakeEncoder())
    assert faiss_file(fake).name == f"claims-{fake.state}.faiss"
    assert not list(fake.folder.glob("*.part"))
