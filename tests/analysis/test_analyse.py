"""An index -> what it says: kept, the same in any order, made anew when something changes."""

from pathlib import Path

import pytest

from factcheck.analysis import analyse as analyse_module
from factcheck.analysis.analyse import analyse
from factcheck.articles import make_article, read_articles
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import Analysis
from factcheck.settings import Settings
from tests.fakes import HAMA, FakeEncoder, PairReaderByDigest
from tests.paths import SEEDS

READER = PairReaderByDigest()


@pytest.fixture
def seeds(encoder: Encoder, tmp_path: Path) -> Index:
    index = Index.create(tmp_path)
    index.update(read_articles([SEEDS], 5_000_000)[0], encoder)
    return index


def same(a: Analysis, b: Analysis) -> bool:
    tables = ("claims", "topics", "verdicts", "agreements")
    return a.disputes == b.disputes and all(getattr(a, t).equals(getattr(b, t)) for t in tables)


def test_what_was_found_is_kept_and_is_the_same(
    seeds: Index, reader: PairReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = analyse(seeds, Settings(), reader)
    monkeypatch.setattr(analyse_module, "_find", None)
    kept = analyse(Index.open(seeds.folder), Settings(), reader)
    assert same(kept, made) and made.disputes and len(made.agreements)
    assert kept.verdicts["marks_a"][0][0].start == made.verdicts["marks_a"][0][0].start
    assert seeds.manifest()["analysis"]["considered"] == made.judged > seeds.manifest()["analysis"]["read"]


def test_what_changes_is_judged_anew(tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    index.update([make_article(HAMA, "a.txt", "A", "2024-12-05")], FakeEncoder())
    alone = analyse(index, Settings(), READER)
    again = HAMA.replace("denied that its troops had left", "said that its troops had left")
    index.update([make_article(again, "b.txt", "B", "2024-12-05")], FakeEncoder())
    both = analyse(index, Settings(), READER)
    assert len(both.claims) > len(alone.claims) and both.judged > alone.judged


@pytest.mark.parametrize("text", [None, "No claims"])
def test_an_index_with_nothing_to_compare_gives_an_empty_analysis(text: str | None, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    if text:
        index.update([make_article(text, "a.txt")], FakeEncoder())
    for analysis in (analyse(index, Settings(), READER), analyse(index, Settings(), READER)):
        assert analysis.disputes == [] and analysis.verdicts.empty and analysis.agreements.empty
        assert list(analysis.verdicts.columns) == [
            "id", "a", "b", "relation", "kind", "confidence", "reasons", "marks_a", "marks_b", "probabilities",
            "counted", "figure_a", "figure_b", "dispute",
        ]  # fmt: skip
