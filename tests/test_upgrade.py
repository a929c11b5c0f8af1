"""An index of the version before: how it is refused, brought up to date, and what is kept of it."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.cli import commands
from factcheck.cli.arguments import main
from factcheck.errors import IndexMismatchError
from factcheck.hashing import digest
from factcheck.index import index as index_module
from factcheck.index.index import Index
from factcheck.index.integrity import verify
from factcheck.reviews import decisions, history
from factcheck.schema import Article
from tests.fakes import FakeEncoder, NearEncoder, SaidReader
from tests.old_index import kept_rows, old_index

ARTICLES = [
    make_article("أعلن الجيش السوري أن 826 جنديا قتلوا في مدينة حماة يوم السبت.", "a.txt", "A", "2024-12-01"),
    make_article("أعلنت وزارة الدفاع السورية أن 500 جندي قتلوا في مدينة حماة يوم السبت.", "b.txt", "B", "2024-12-01"),
]
DECIDED = ("826 جنديا قتلوا في مدينة حماة يوم السبت", "500 جندي قتلوا في مدينة حماة يوم السبت")


def side(article: Article, text: str) -> dict[str, Any]:
    start = article.text.index(text)
    told = {
        "source": article.source,
        "published": article.published,
        "speaker": None,
        "stance": "asserts",
        "lang": "ar",
    }
    return {"article": article.location, "text": text, "start": start, "end": start + len(text), **told}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An index of format 2 with a decision in it, made by a run that was stopped."""
    a, b = map(side, ARTICLES, DECIDED)
    about = {"relation": "conflict", "kind": "number", "confidence": 0.7, "topic": "hama", "reasons": ["figures"]}
    return old_index(tmp_path, ARTICLES, {"id": "old pair", "dispute": "old dispute", **about, "a": a, "b": b})


def columns(folder: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(folder / "factcheck.sqlite")) as db:
        return [name for _, name, *_ in db.execute(f"PRAGMA table_info ({table})")]


@pytest.mark.parametrize(
    "arguments",
    [["report"], ["reviews"], ["check", "x"], ["index", "--verify"], ["index", str(Path(__file__).parent)]],
    ids=" ".join,
)
def test_it_is_refused_with_the_one_command_that_mends_it(
    arguments: list[str], old: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "load_encoder", lambda model: NearEncoder())
    before = kept_rows(old)
    assert main([*arguments, "--index", str(old)]) == 2
    said = capsys.readouterr().err
    assert f"was made by an older version; bring it up to date with: factcheck index --rebuild --index {old}\n" in said
    assert said.count("\n") - said.count("left out:") <= 2 and kept_rows(old) == before


def test_that_command_keeps_all_but_the_claims_and_embeds_nothing_anew(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    encoder = NearEncoder()
    monkeypatch.setattr(commands, "load_encoder", lambda model: encoder)
    before = kept_rows(old)
    assert main(["index", "--rebuild", "--verify", "--index", str(old)]) == 0
    assert "the index is sound" in capsys.readouterr().err
    assert kept_rows(old) == before and encoder.asked == []
    index, fresh = Index.open(old), Index.create(tmp_path / "fresh")
    fresh.update(ARTICLES, NearEncoder())
    assert index.claims().equals(fresh.claims()) and index.state == fresh.state
    assert columns(old, "claims") == columns(old, "staged_claims") == columns(fresh.folder, "claims")
    assert columns(old, "claims")[-3:] == ["speaker_start", "speaker_end", "vector"]
    assert index.update([make_article("Rain fell.", "c.txt")], encoder).new == 1 and verify(index) == []


def test_another_version_still_is_refused(old: Path) -> None:
    with closing(sqlite3.connect(old / "factcheck.sqlite")) as db:
        db.execute("UPDATE about SET value = '1' WHERE key = 'format'")
        db.commit()
    for to_rebuild in (False, True):
        with pytest.raises(IndexMismatchError, match="another version; build another index"):
            Index.open(old, to_rebuild)


def test_it_stays_what_it_was_until_all_is_read_and_what_was_read_is_not_read_again(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_STAGED_AT_ONCE", 1)
    read: list[list[str]] = []

    def reading(articles: Iterable[Article]) -> pd.DataFrame:
        batch = list(articles)
        read.append([article.location for article in batch])
        if len(read) == 2:
            raise RuntimeError("killed")
        return read_claims(batch)

    monkeypatch.setattr(index_module, "read_claims", reading)
    before = kept_rows(old)
    with pytest.raises(RuntimeError):
        Index.open(old, to_rebuild=True).rebuild(NearEncoder())
    assert kept_rows(old) == before and "speaker_start" not in columns(old, "claims")
    with pytest.raises(IndexMismatchError, match="older version"):
        Index.open(old)
    assert Index.open(old, to_rebuild=True).rebuild(NearEncoder()).claims == 2
    assert len(read) == 3 and read[1] == read[2] != read[0]
    assert verify(Index.open(old)) == [] and kept_rows(old) == before


def read_shorter(articles: Iterable[Article]) -> pd.DataFrame:
    """Another reader: it leaves the day out, and knows where the speaker stands."""
    claims = read_claims(articles)
    claims["text"] = claims["text"].str.removesuffix(" يوم السبت")
    claims["end"] = claims["start"] + claims["text"].str.len()
    claims["id"] = [digest(*map(str, row))[:16] for row in claims[["article", "start", "end"]].values]
    return claims.assign(speaker_start=0, speaker_end=5)


def test_what_was_decided_is_carried_to_what_another_reader_reads(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(commands, "load_encoder", lambda model: NearEncoder())
    monkeypatch.setattr(commands, "load_pair_reader", lambda path: SaidReader("conflict", "number"))
    monkeypatch.setattr(index_module, "read_claims", read_shorter)
    assert main(["index", "--rebuild", "--index", str(old)]) == 0
    index = Index.open(old)
    assert set(index.claims()["speaker_end"]) == {5} and len(history(index)) == 1
    out = ["--index", str(old), "--output", str(tmp_path / "out")]
    assert main(["reviews", *out, "--format", "csv,jsonl"]) == 0
    assert "1 carried to pairs of other spans" in capsys.readouterr().err
    assert main(["report", *out, "--format", "jsonl"]) == 0
    (pair,) = map(json.loads, (tmp_path / "out" / "old.jsonl").read_text("utf-8").splitlines())
    (review,) = map(json.loads, (tmp_path / "out" / "old-reviews.jsonl").read_text("utf-8").splitlines())
    assert review["now"] == "carried" and review["id_now"] == pair["id"]
    assert {review["a"]["text"], review["b"]["text"]} == set(DECIDED), "as it was decided"
    assert {pair["a"]["text"], pair["b"]["text"]} == {text.removesuffix(" يوم السبت") for text in DECIDED}


def test_what_finds_no_pair_is_listed_and_kept(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(commands, "load_encoder", lambda model: FakeEncoder())
    monkeypatch.setattr(commands, "load_pair_reader", lambda path: SaidReader("conflict", "number"))
    monkeypatch.setattr(index_module, "read_claims", lambda articles: read_claims(articles).iloc[:1])
    assert main(["index", "--rebuild", "--index", str(old)]) == 0
    out = ["--index", str(old), "--output", str(tmp_path / "out")]
    claim_reviews = ["--publisher", "Desk", "--page", "https://desk.example/r"]
    assert main(["reviews", *out, "--format", "csv,jsonl,claimreview", *claim_reviews]) == 0
    said = capsys.readouterr().err
    assert f"decided, no longer found: confirm: {DECIDED[0]} | {DECIDED[1]}" in said
    for suffix in ("csv", "jsonl", "jsonld"):
        assert "no longer found" in (tmp_path / "out" / f"old-reviews.{suffix}").read_text("utf-8-sig")
    assert decisions(Index.open(old))["judgement"].tolist() == ["confirm"]
