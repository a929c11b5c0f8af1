"""From an index to its disputes: what is found is kept, and found again when something changes."""

from pathlib import Path

import pytest

from factcheck.analysis import analyse as analyse_module
from factcheck.analysis.analyse import analyse
from factcheck.analysis.check import check_claim
from factcheck.articles import make_article, read_articles
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.models.nli import NLI
from factcheck.outputs.words import sentence
from factcheck.schema import AGREEMENT, Analysis, Statement
from factcheck.settings import Settings
from tests.fakes import HAMA, FakeEncoder
from tests.paths import SEEDS


@pytest.fixture
def seeds(encoder: Encoder, tmp_path: Path) -> Index:
    index = Index.create(tmp_path)
    index.update(read_articles([SEEDS], 5_000_000)[0], encoder)
    return index


def same(a: Analysis, b: Analysis) -> bool:
    tables = ("claims", "topics", "verdicts", "agreements")
    return a.disputes == b.disputes and all(getattr(a, t).equals(getattr(b, t)) for t in tables)


def test_what_was_found_is_kept_and_is_the_same(seeds: Index, nli: NLI, monkeypatch: pytest.MonkeyPatch) -> None:
    made = analyse(seeds, Settings(), nli)
    monkeypatch.setattr(analyse_module, "_find", None)
    kept = analyse(Index.open(seeds.folder), Settings(), nli)
    assert same(kept, made) and len(made.disputes) >= 3 and len(made.agreements)
    assert kept.verdicts["marks_a"][0][0].start == made.verdicts["marks_a"][0][0].start
    assert seeds.manifest()["analysis"]["considered"] == made.judged > seeds.manifest()["analysis"]["compared"]


def test_the_same_is_found_with_and_without_an_nli_model_but_for_agreements(seeds: Index, nli: NLI) -> None:
    with_model, without = analyse(seeds, Settings(), nli), analyse(seeds, Settings())
    assert with_model.disputes == without.disputes and with_model.verdicts.equals(without.verdicts)
    assert analyse(seeds, Settings(), nli).agreements.equals(with_model.agreements)


def test_what_changes_is_judged_anew(tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    index.update([make_article(HAMA, "a.txt", "A", "2024-12-05")], FakeEncoder())
    alone = analyse(index, Settings())
    again = HAMA.replace("denied that its troops had left", "said that its troops had left")
    index.update([make_article(again, "b.txt", "B", "2024-12-05")], FakeEncoder())
    both = analyse(index, Settings())
    assert len(both.claims) > len(alone.claims) and both.judged > alone.judged


@pytest.mark.parametrize("text", [None, "No claims"])
def test_an_index_with_nothing_to_compare_gives_an_empty_analysis(text: str | None, tmp_path: Path) -> None:
    index = Index.create(tmp_path)
    if text:
        index.update([make_article(text, "a.txt")], FakeEncoder())
    for analysis in (analyse(index, Settings()), analyse(index, Settings())):
        assert analysis.disputes == [] and analysis.verdicts.empty and analysis.agreements.empty
        assert list(analysis.verdicts.columns) == [
            "id", "a", "b", "relation", "kind", "confidence", "reasons", "marks_a", "marks_b", "form", "counted",
            "figure_a", "figure_b", "dispute",
        ]  # fmt: skip


# --- a claim is checked


@pytest.fixture(scope="module")
def asked_of(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.create(tmp_path_factory.mktemp("asked"))
    index.update(read_articles([SEEDS], 5_000_000)[0], encoder)
    return index


def checked(index: Index, text: str, encoder: Encoder, nli: NLI) -> list[tuple[str, str, str]]:
    """(relation, kind, what the claim says) of what speaks to a statement, best first."""
    found = check_claim(Statement(text), index, encoder, nli, Settings())
    return list(found[["relation", "kind", "text"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("asked", ["قوات النظام السوري تهرب من حماة", "L'armée syrienne s'est retirée de Hama"])
def test_what_clashes_with_the_claim_that_says_the_same_is_shown_too(
    asked: str, asked_of: Index, encoder: Encoder, nli: NLI
) -> None:
    """`the regime's forces flee the city`, `its forces have not withdrawn`: the second has no name in common with what
    is asked, and the first is set against it by the article."""
    found = checked(asked_of, asked, encoder, nli)
    assert found[0] == ("agreement", "", "وأن قوات النظام تهرب من المدينة")
    assert ("conflict", "denial", "قواتها لم تنسحب من المدينة") in found
    evidence = check_claim(Statement(asked), asked_of, encoder, nli, Settings()).set_index("text")
    denial = evidence.loc["قواتها لم تنسحب من المدينة"]
    assert sentence(denial["reasons"][0]) == "it clashes with “وأن قوات النظام تهرب من المدينة”, which says the same"
    assert denial["confidence"] < evidence.loc["وأن قوات النظام تهرب من المدينة", "confidence"]
    assert [denial.name[slice(*span)] for span in denial["marks"]] == ["لم تنسحب"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("النظام السوري يسيطر على حماة", "وسيطرت الخميس على مدينة حماة"),  # who did is not told
        ("The United States is behind the offensive in Syria", "واشنطن ستواصل الدفاع"),  # two countries in common
        ("The United States is behind the offensive in Syria", "الولايات المتحدة تتابع عن كثب"),
        ("الولايات المتحدة وراء الهجوم في سوريا", "واشنطن ستواصل الدفاع"),
    ],
)
def test_what_only_names_the_same_does_not_say_the_same(
    asked: str, said: str, asked_of: Index, encoder: Encoder, nli: NLI
) -> None:
    assert asked_of.claims()["text"].str.startswith(said).any()
    assert not [text for relation, _, text in checked(asked_of, asked, encoder, nli) if text.startswith(said)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("826 people were killed in the fighting in Syria", "سقوط 826 قتيلا، من بينهم 111 مدنيا، في المعارك"),
        ("مقتل 826 شخصا في حماة", "سقوط 826 قتيلا، من بينهم 111 مدنيا، في المعارك"),  # no place is told there
        ("Iran sent more military advisers to Syria", "بلاده دفعت بمزيد من المستشارين العسكريين من أجل دعم دمشق"),
        ("Russia has no plan to save Assad", 'أنه "لا خطة لدى روسيا لإنقاذ حكومة دمشق'),
    ],
)
def test_what_says_the_same_in_other_words_or_another_language_is_found(
    asked: str, said: str, asked_of: Index, encoder: Encoder, nli: NLI
) -> None:
    assert checked(asked_of, asked, encoder, nli)[0] == ("agreement", "", said)


def test_another_toll_does_not_say_the_same_as_the_one_asked_about(asked_of: Index, encoder: Encoder, nli: NLI) -> None:
    told = [relation for relation, _, text in checked(asked_of, "مقتل 500 شخص في حماة", encoder, nli) if "222" in text]
    assert AGREEMENT not in told
