"""What was compared is kept: an update compares only what is new, a stopped run goes on, and nothing else changes."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factcheck.analysis import analyse as analyse_module
from factcheck.analysis.analyse import analyse
from factcheck.articles import read_articles
from factcheck.claims import claims_of
from factcheck.index import cache
from factcheck.index import vectors as vectors_module
from factcheck.index.cache import COMPARED, UNKNOWN, Keeper, digests
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.schema import Analysis, Article, Claim, Reason
from factcheck.settings import Settings
from tests.fakes import PairReaderByDigest
from tests.paths import SEEDS

FILE = "compared.npz"
READER = PairReaderByDigest()


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_articles([SEEDS], 5_000_000)[0]


@pytest.fixture(scope="module")
def encoder(encoder: Encoder) -> Encoder:
    """The same, that embeds each text once in all tests here."""
    known: dict[str, np.ndarray] = {}
    encode = encoder.encode

    def remembering(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encode(new), strict=True))
        return np.array([known[text] for text in texts]).reshape(len(texts), -1)

    once = copy(encoder)
    once.encode = remembering  # type: ignore[method-assign]
    return once


def built(folder: Path, articles: list[Article], encoder: Encoder) -> Index:
    index = Index.create(folder)
    index.update(articles, encoder, prune=True)
    return index


def analysed_anew(index: Index) -> Analysis:
    """As by a program that did not find the last analysis in the database."""
    with index.store.connect() as db:
        db.execute("DELETE FROM analyses")
    return analyse(index, Settings(), READER)


def assert_same(found: Analysis, expected: Analysis) -> None:
    assert found.disputes == expected.disputes and found.judged == expected.judged
    for table in ("claims", "topics", "verdicts", "agreements"):
        assert getattr(found, table).equals(getattr(expected, table)), table


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pairs each call of `judge` is given from now on."""
    counts: list[int] = []
    judge = cache.judge_pairs

    def counting(pairs: Any, *rest: Any) -> Any:
        counts.append(len(pairs))
        return judge(pairs, *rest)

    monkeypatch.setattr(cache, "judge_pairs", counting)
    return counts


def test_after_an_update_only_pairs_with_a_new_claim_are_compared(
    articles: list[Article], encoder: Encoder, judged: list[int], tmp_path: Path
) -> None:
    all_at_once = built(tmp_path / "all", articles, encoder)
    expected = analyse(all_at_once, Settings(), READER)
    of_all = sum(judged)
    index = built(tmp_path / "some", articles[1:], encoder)
    analyse(index, Settings(), READER)
    judged.clear()
    index.update(articles, encoder)
    assert_same(analyse(index, Settings(), READER), expected)
    assert 0 < sum(judged) < of_all / 2
    assert index.manifest() == all_at_once.manifest()
    # and the other way: the article leaves
    fewer = analyse(built(tmp_path / "fewer", articles[1:], encoder), Settings(), READER)
    judged.clear()
    index.update(articles[1:], encoder, prune=True)
    assert_same(analyse(index, Settings(), READER), fewer)
    assert sum(judged) < of_all / 4


def test_a_stopped_run_goes_on_where_it_was(
    articles: list[Article], encoder: Encoder, judged: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(tmp_path, articles, encoder)
    expected = analyse(index, Settings(), READER)
    of_all = sum(judged)
    (tmp_path / FILE).unlink()
    monkeypatch.setattr(cache, "_COMPARED_AT_ONCE", of_all // 4)
    monkeypatch.setattr(cache, "_SECONDS_BETWEEN_SAVES", -1)
    judge, calls = cache.judge_pairs, iter([False, False, True])
    nearest, looked_for = analyse_module.nearest_of_all, []

    def looking(index: Any, k: int, known: Any, *rest: Any) -> Any:
        looked_for.append(int((known.rows < 0).any(axis=1).sum()) if known.rows.size else index.ntotal)
        return nearest(index, k, known, *rest)

    monkeypatch.setattr(analyse_module, "nearest_of_all", looking)

    def stopping(*given: Any) -> Any:
        if next(calls, False):
            raise KeyboardInterrupt
        return judge(*given)

    def stopped(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(vectors_module, "_BATCH", len(expected.claims) // 3)
    keep = Keeper.keep

    def keep_and_stop(*given: Any) -> None:
        keep(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Keeper, "keep", keep_and_stop)
        analysed_anew(index)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(cache, "worth_reading", stopped)
        analysed_anew(index)
    assert looked_for[0] == len(expected.claims) > looked_for[1] > 0
    monkeypatch.setattr(cache, "judge_pairs", stopping)
    judged.clear()
    with pytest.raises(KeyboardInterrupt):
        analysed_anew(index)
    done = sum(judged)
    choose, chosen_of = cache.worth_reading, []
    monkeypatch.setattr(cache, "worth_reading", lambda *given: chosen_of.append(len(given[1])) or choose(*given))
    assert 0 < done < of_all
    assert_same(analysed_anew(index), expected)
    assert sum(judged) == of_all, "no pair was judged twice"
    assert looked_for[2:] == [0, 0], "neighbours are found once"
    assert chosen_of == [0], "pairs are chosen once"


def test_what_is_missing_damaged_or_of_another_version_is_made_anew(
    articles: list[Article], encoder: Encoder, judged: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(tmp_path, articles[:6], encoder)
    expected = analyse(index, Settings(), READER)
    path, of_all = tmp_path / FILE, sum(judged)
    sound = path.read_bytes()
    flipped = [sound[:i] + bytes([sound[i] ^ 1]) + sound[i + 1 :] for i in (3, 70, len(sound) // 2, len(sound) - 9)]
    for damaged in (b"", sound[:40], sound[: len(sound) // 2], *flipped):
        path.write_bytes(damaged)
        judged.clear()
        assert_same(analysed_anew(index), expected)
        assert sum(judged) == of_all and path.read_bytes()[:64] == sound[:64]
    judged.clear()
    assert_same(analysed_anew(index), expected)
    assert sum(judged) == 0, "a sound file is used"
    kept = path.stat().st_mtime_ns
    assert_same(analysed_anew(index), expected)
    assert path.stat().st_mtime_ns == kept, "what tells nothing new is not written again"
    monkeypatch.setattr(analyse_module, "JUDGE", "another")
    assert_same(analysed_anew(index), expected)
    assert sum(judged) == of_all


def test_what_was_packed_in_another_way_is_made_anew(
    articles: list[Article], encoder: Encoder, judged: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(tmp_path, articles[:6], encoder)
    expected = analyse(index, Settings(), READER)
    of_all = sum(judged)
    monkeypatch.setattr(cache, "PACKING", "1")
    assert_same(analyse(index, Settings(), READER), expected)
    assert sum(judged) == of_all > 0, "the analysis in the database is used"
    monkeypatch.setattr(analyse_module, "PACKING", "1")
    assert_same(analyse(index, Settings(), READER), expected)
    assert sum(judged) == 2 * of_all, "neither it nor the file is used"


def test_reasons_are_kept_as_codes_with_values(articles: list[Article], encoder: Encoder, tmp_path: Path) -> None:
    index = built(tmp_path, articles, encoder)
    found = analyse(index, Settings(), READER)
    for kept in (analyse(index, Settings(), READER), analysed_anew(index)):
        reasons = [reason for row in kept.verdicts["reasons"] for reason in row]
        assert reasons == [reason for row in found.verdicts["reasons"] for reason in row]
        assert any(reason.values for reason in reasons) and {type(reason) for reason in reasons} == {Reason}
        assert {type(value) for reason in reasons for value in (reason.values, *reason.values)} == {tuple}


def test_where_it_cannot_be_kept_nothing_is_lost_but_time(
    articles: list[Article], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    expected = analyse(built(tmp_path / "kept", articles[:6], encoder), Settings(), READER)
    monkeypatch.setattr(cache, "write_whole", full)
    index = built(tmp_path / "full", articles[:6], encoder)
    assert_same(analyse(index, Settings(), READER), expected)
    assert not (tmp_path / "full" / FILE).exists()


@pytest.mark.parametrize("field", cache._RESTS_ON)
def test_a_claim_of_which_anything_changed_is_a_new_one(field: str) -> None:
    claim = Claim("c1", "a1", 0, 13, "The army left", "en")
    other = replace(claim, **{field: "another"})
    assert digests([claim, other])[0] != digests([claim, other])[1]


def test_what_is_known_follows_its_claims_to_their_new_rows(
    articles: list[Article], encoder: Encoder, tmp_path: Path
) -> None:
    index = built(tmp_path, articles, encoder)
    analyse(index, Settings(), READER)
    claims = index.claims()
    numbers = digests(claims_of(claims))
    key = analyse_module.digest(
        analyse_module.JUDGE, READER.name, index.model, str(Settings().neighbours), str(Settings().window)
    )
    keeper = Keeper(tmp_path, key)
    before, new = keeper.known_of(numbers)
    assert len(new) == 0 and (before.levels == COMPARED).sum() == len(before.compared) > len(before.verdicts) > 0
    order = np.random.default_rng(0).permutation(len(claims))[: len(claims) - 5]
    moved, new = keeper.known_of(np.append(numbers[order], np.uint64(7)))
    assert new.tolist() == [len(order)] and (np.diff(moved.pairs) > 0).all()
    known = {tuple(sorted(claims["id"].iloc[pair])) for pair in before.compared.tolist()}
    kept = {tuple(sorted(claims["id"].iloc[order[pair]])) for pair in moved.compared.tolist()}
    gone = set(claims["id"]) - set(claims["id"].iloc[order])
    assert kept == {pair for pair in known if gone.isdisjoint(pair)}
    assert moved.of(np.array([10**9]))[0].tolist() == [UNKNOWN]
