"""One claim against an index."""

import pytest

from factcheck.analysis.check import check_claim
from factcheck.articles import read_articles
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import AGREEMENT, Statement
from factcheck.settings import Settings
from tests.paths import SEEDS


@pytest.fixture(scope="module")
def asked_of(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.create(tmp_path_factory.mktemp("asked"))
    index.update(read_articles([SEEDS], 5_000_000)[0], encoder)
    return index


def checked(index: Index, text: str, encoder: Encoder, reader: PairReader) -> list[tuple[str, str, str]]:
    """(relation, kind, what the claim says) of what speaks to a statement, best first."""
    found = check_claim(Statement(text), index, encoder, reader, Settings())
    return list(found[["relation", "kind", "text"]].itertuples(index=False, name=None))


@pytest.mark.xfail(
    strict=True, reason="the pair reader takes a claim that leaves its place out for one of another event"
)
@pytest.mark.parametrize("asked", ["قوات النظام السوري تهرب من حماة", "L'armée syrienne s'est retirée de Hama"])
def test_what_clashes_with_the_claim_that_says_the_same_is_shown_too(
    asked: str, asked_of: Index, encoder: Encoder, reader: PairReader
) -> None:
    """`the regime's forces flee the city`, `its forces have not withdrawn`: the second has no name in common with what
    is asked, and the first is set against it by the article."""
    found = checked(asked_of, asked, encoder, reader)
    assert found[0] == ("agreement", "", "قوات النظام تهرب من المدينة")
    assert ("conflict", "denial", "قواتها لم تنسحب من المدينة") in found
    evidence = check_claim(Statement(asked), asked_of, encoder, reader, Settings()).set_index("text")
    denial = evidence.loc["قواتها لم تنسحب من المدينة"]
    assert denial["reasons"] and denial["confidence"] <= evidence.loc["قوات النظام تهرب من المدينة", "confidence"]
    assert [denial.name[slice(*span)] for span in denial["marks"]] == ["لم تنسحب"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("The United States is behind the offensive in Syria", "واشنطن ستواصل الدفاع"),  # two countries in common
        pytest.param(
            "The United States is behind the offensive in Syria",
            "الولايات المتحدة تتابع عن كثب",
            marks=pytest.mark.xfail(strict=True, reason="two countries in common pass for support across languages"),
        ),
        ("الولايات المتحدة وراء الهجوم في سوريا", "واشنطن ستواصل الدفاع"),
    ],
)
def test_what_only_names_the_same_does_not_say_the_same(
    asked: str, said: str, asked_of: Index, encoder: Encoder, reader: PairReader
) -> None:
    assert asked_of.claims()["text"].str.startswith(said).any()
    assert not [text for relation, _, text in checked(asked_of, asked, encoder, reader) if text.startswith(said)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("826 people were killed in the fighting in Syria", "سقوط 826 قتيلا، من بينهم 111 مدنيا، في المعارك"),
        ("مقتل 826 شخصا في حماة", "سقوط 826 قتيلا، من بينهم 111 مدنيا، في المعارك"),  # no place is told there
        pytest.param(
            "Iran sent more military advisers to Syria",
            "بلاده دفعت بمزيد من المستشارين العسكريين من أجل دعم دمشق",
            marks=pytest.mark.xfail(strict=True, reason="his country: the pair reader does not see whose"),
        ),
        ("Russia has no plan to save Assad", "لا خطة لدى روسيا لإنقاذ حكومة دمشق"),
    ],
)
def test_what_says_the_same_in_other_words_or_another_language_is_found(
    asked: str, said: str, asked_of: Index, encoder: Encoder, reader: PairReader
) -> None:
    assert checked(asked_of, asked, encoder, reader)[0] == ("agreement", "", said)


def test_another_toll_does_not_say_the_same_as_the_one_asked_about(
    asked_of: Index, encoder: Encoder, reader: PairReader
) -> None:
    told = [
        relation for relation, _, text in checked(asked_of, "مقتل 500 شخص في حماة", encoder, reader) if "222" in text
    ]
    assert AGREEMENT not in told
