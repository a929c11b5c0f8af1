"""What must hold of all claims: places, order, furniture, language, context, and which claim answers which.

What is read of a sentence is labelled in `tests/sentences/`."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles import make_article, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.claims import read_claims
from tests.paths import SEEDS


@pytest.fixture(scope="module")
def seeds() -> pd.DataFrame:
    articles, skipped = read_articles([SEEDS], 1_000_000)
    assert len(articles) == 5
    assert not skipped
    claims = read_claims(articles)
    texts = {a.id: a for a in articles}
    return claims.assign(
        whole=[texts[key].text for key in claims["article"]], file=[texts[key].location for key in claims["article"]]
    )


def test_every_claim_is_exactly_its_slice_of_the_article(seeds: pd.DataFrame) -> None:
    for claim in seeds.itertuples():
        assert claim.whole[claim.start : claim.end] == claim.text
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end


def test_no_claim_is_page_furniture(seeds: pd.DataFrame) -> None:
    for _, claims in seeds.groupby("article"):
        furniture = find_furniture(claims["whole"].iloc[0])
        for claim in claims.itertuples():
            assert not any(f.start < claim.end and claim.start < f.end for f in furniture), claim.text


def find(seeds: pd.DataFrame, part: str) -> pd.Series:
    (row,) = [row for _, row in seeds.iterrows() if part in row["text"]]
    return row


def test_two_voices_in_one_sentence_are_two_claims(seeds: pd.DataFrame) -> None:
    flee, stay = find(seeds, "قوات النظام تهرب من المدينة"), find(seeds, "قواتها لم تنسحب من المدينة")
    assert flee["sentence_start"] == stay["sentence_start"]
    assert flee["speaker"] == "المعارضة السورية المسلحة"
    assert stay["speaker"] == "وزارة الدفاع السورية"


def test_a_denial_of_what_was_just_said_answers_it(seeds: pd.DataFrame) -> None:
    flee, denial = find(seeds, "قوات النظام تهرب"), find(seeds, "وهو ما نفته")
    assert denial["stance"] == "denies"
    assert denial["answers"] == flee["id"]
    assert find(seeds, "قواتها لم تنسحب")["answers"] == flee["id"]


def test_a_contrary_account_answers_the_sentence_before(seeds: pd.DataFrame) -> None:
    withdrew, sent = find(seeds, "إيران سحبت"), find(seeds, "بلاده دفعت بمزيد")
    assert withdrew["id"] in sent["answers"].split()
    assert sent["speaker"] == "مسؤولا إيرانيا رفيعا"


@pytest.mark.parametrize(
    "text",
    [
        "L'opposition a affirmé que les forces fuyaient la ville, ce que le ministère de la Défense a démenti.",
        "La oposición afirmó que las fuerzas del régimen huían de la ciudad, algo que el Ministerio de Defensa negó.",
        "Die Opposition erklärte, die Truppen seien aus der Stadt geflohen, was das Ministerium dementierte.",
        "Muhalefet, rejim güçlerinin kentten kaçtığını söyledi, ancak Savunma Bakanlığı bunu yalanladı.",
    ],
)
def test_what_is_denied_in_the_same_sentence_answers_what_was_said_before(text: str) -> None:
    said, denied = read_claims([make_article(text, "x")]).itertuples()
    assert (denied.stance, denied.answers) == ("denies", said.id)


def contexts(text: str) -> list[tuple[str, str]]:
    """(claim, what stands before it in its paragraph) of an article."""
    article = make_article(text, "x")
    return [(r.text, r.context.partition("\n")[2]) for r in read_claims([article]).itertuples()]


def test_the_context_is_the_sentence_before_in_the_same_paragraph_and_what_its_own_sentence_says_before() -> None:
    text = (
        "One bomb fell on Hama. Two bombs fell on Homs. The mayor said three people died.\nFour people fled the town."
    )
    assert contexts(text)[2:] == [
        ("three people died", "Two bombs fell on Homs. The mayor said "),
        ("Four people fled the town", ""),
    ]


def test_page_furniture_is_no_context() -> None:
    text = "انسحب الجيش من مدينة حماة.\nاقرأ المزيد\nوقتل عشرة أشخاص في الهجوم."
    assert contexts(text)[-1] == ("وقتل عشرة أشخاص في الهجوم", "")


def test_a_heading_inside_an_article_is_no_claim(seeds: pd.DataFrame) -> None:
    assert not seeds["text"].isin(["حليفا الأسد", "اتصالات ومواقف", "ماذا يحدث في سوريا"]).any()


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles, _ = read_articles([SEEDS], 1_000_000)
    pd.testing.assert_frame_equal(read_claims(articles), read_claims(articles[::-1]))


def test_no_articles_give_no_claims_with_the_same_columns() -> None:
    assert list(read_claims([]).columns) == list(read_claims([make_article("The army left.", "x")]).columns)


_PIECES = [
    "قال",
    "إن",
    "أن",
    "التي",
    "نفت",
    "وهو ما نفته",
    "الجيش",
    "،",
    ".",
    '"',
    "”",
    ":",
    "said",
    "that",
    "which",
    "denied",
    "\n",
    "826",
    "بحسب",
    "مؤكدا",
    "-",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_any_order_of_cues_is_read_into_claims_that_are_slices(pieces: list[str]) -> None:
    article = make_article(" ".join(pieces), "x")
    for claim in read_claims([article]).itertuples():
        assert article.text[claim.start : claim.end] == claim.text
        assert claim.text


def test_a_sentence_in_another_script_is_read_in_its_own_language() -> None:
    arabic = "نفت وزارة الدفاع أن قواتها انسحبت من مدينة حماة."
    english = "The ministry denied that its troops had left the city of Hama."
    claims = read_claims([make_article(f"{arabic} {english} CNN and Reuters. {arabic}", "x")])
    langs = dict(zip(claims["text"], claims["lang"], strict=True))
    assert {lang for text, lang in langs.items() if "troops" in text} == {"en"}
    assert {lang for text, lang in langs.items() if "troops" not in text} == {"ar"}
    denied = claims[claims["lang"] == "en"]
    assert set(denied["stance"]) == {"denies"} and set(denied["speaker"]) == {"The ministry"}
