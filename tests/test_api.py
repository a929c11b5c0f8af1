"""What other programs may rely on from Python."""

import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import factcheck
from factcheck import corpus
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.outputs.records import CLAIM_FIELDS, FLAT_FIELDS
from tests.paths import ROOT

A = "مقتل 826 شخصا في معارك مدينة حماة"
B = "مقتل 300 شخص في معارك مدينة حماة"


@pytest.fixture(scope="module", autouse=True)
def _one_of_each_model(encoder: Encoder, reader: PairReader) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "_encoder", lambda model: encoder)
        patch.setattr(corpus, "_pair_reader", lambda name: reader)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> factcheck.Corpus:
    folder = tmp_path_factory.mktemp("index")
    (folder / "empty.txt").write_text("")
    return factcheck.build_index([ROOT / "seeds", folder / "empty.txt"], folder / "news")


def test_the_public_names_are_these() -> None:
    names = {"Corpus", "FactcheckError", "Statement", "__version__", "build_index", "compare", "open_index"}
    assert set(factcheck.__all__) == set(dir(factcheck)) == names
    for name in names:
        assert getattr(factcheck, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        factcheck.nonsense  # noqa: B018 - to ask for it is the test


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, factcheck; heavy = {'torch', 'faiss', 'pandas', 'numpy', 'lxml', 'trafilatura', 'networkx'}; "
        "sys.exit(1 if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_importing_articles_imports_no_reader_of_other_formats() -> None:
    code = (
        "import sys, factcheck.articles; "
        "heavy = {'lxml', 'trafilatura', 'feedparser', 'pyarrow', 'docx', 'pypdf', 'urllib3'}; "
        "sys.exit(1 if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_an_index_gives_claims_pairs_and_disputes_as_tables(built: factcheck.Corpus) -> None:
    claims, pairs, disputes = built.claims(), built.pairs(), built.disputes()
    assert tuple(claims.columns) == CLAIM_FIELDS and len(claims) > 20
    assert tuple(pairs.columns) == FLAT_FIELDS and len(pairs)
    assert set(disputes["relation"]) <= {"conflict", "update"}
    known = dict(zip(pairs["id"], pairs["dispute"], strict=True))
    for row in disputes.itertuples():
        assert row.a and row.b and {known[pair] for pair in row.pairs} == {row.id}
    assert [location.rpartition("/")[2] for location, _ in built.left_out] == ["empty.txt"]


def test_an_index_that_is_opened_says_what_it_said_when_it_was_built(built: factcheck.Corpus) -> None:
    again = factcheck.open_index(built.index.folder)
    pd.testing.assert_frame_equal(again.pairs(), built.pairs())
    pd.testing.assert_frame_equal(again.disputes(), built.disputes())


def test_a_claim_is_checked(built: factcheck.Corpus) -> None:
    found = built.check("إيران أرسلت المزيد من المستشارين إلى سوريا")
    assert tuple(found.columns) == (*CLAIM_FIELDS, "relation", "kind", "confidence", "reasons")
    assert len(found) and found["confidence"].is_monotonic_decreasing
    assert all(isinstance(reason, str) for reasons in found["reasons"] for reason in reasons)
    assert set(built.check(factcheck.Statement("It rained in Oslo."))["relation"]) == {"neutral"}


def test_two_texts_are_compared() -> None:
    found = factcheck.compare(A, B)
    assert found.relation == "conflict" and found.reasons[-1] == "nothing says why the figures differ"
    assert factcheck.compare(A, factcheck.Statement(B)).kind == "number"


def test_what_cannot_be_done_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(factcheck.FactcheckError, match="factcheck index"):
        factcheck.open_index(tmp_path)
    with pytest.raises(factcheck.FactcheckError, match=r"nothing to read .*gone"):
        factcheck.build_index([tmp_path / "gone.txt"], tmp_path)


def test_an_index_of_nothing_gives_tables_without_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12:30\n", "utf-8")
    empty = factcheck.build_index([tmp_path / "a.txt"], tmp_path / "index")
    for table in (empty.claims(), empty.pairs(), empty.disputes(), empty.check(A)):
        assert table.empty and len(table.columns)


def test_the_example_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    examples = "\n".join(re.findall(r"```pycon\n(.*?)```", text, re.S))
    test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert test.examples and not runner.run(test).failed
