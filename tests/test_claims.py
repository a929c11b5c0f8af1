"""What must hold of all claims: places, order, furniture, language, context, and which claim answers which.

What is read of a sentence is labelled in `tests/sentences/`."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles import make_article, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.claims import explain_article, read_claims
from tests.fakes import FakeTagger
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


def read(text: str, *marks: tuple[str, str, str]) -> pd.DataFrame:
    return read_claims([make_article(text, "x")], FakeTagger(*marks))


def test_a_claim_says_who_says_it_and_where_he_is_named() -> None:
    text = "Colonel Odeh spoke in Homs. He said 30 were hurt."
    (claim,) = read(text, ("30 were hurt", "Colonel Odeh", "asserts")).itertuples()
    assert (claim.speaker, text[claim.speaker_start : claim.speaker_end]) == ("Colonel Odeh", "Colonel Odeh")
    (claim,) = read(text, ("30 were hurt", "", "asserts")).itertuples()
    assert (claim.speaker, claim.speaker_start, claim.speaker_end) == ("", -1, -1)


RUN_ON = [
    # A text that lost its stops: its claims with their speakers, each behind where its sentence begins.
    (
        "en",
        "¦The bridge of Tarsa was closed on Monday after a flood ¦the mayor Sara Odeh said that six people were hurt ",
        [
            ("The bridge of Tarsa was closed on Monday after a flood", ""),
            ("six people were hurt", "the mayor Sara Odeh"),
        ],
    ),
    (
        "en",
        "¦Shells fell on the market of Tarsa on Sunday the army said ¦two shops burned down ",
        [("Shells fell on the market of Tarsa on Sunday", "the army"), ("two shops burned down", "the army")],
    ),
    (
        "ar",
        "¦أغلق جسر طرسا يوم الاثنين بعد الفيضان وقالت ¦رئيسة البلدية سارة عودة إن ستة أشخاص أصيبوا ",
        [("أغلق جسر طرسا يوم الاثنين بعد الفيضان", ""), ("ستة أشخاص أصيبوا", "رئيسة البلدية سارة عودة")],
    ),
]


@pytest.mark.parametrize(("lang", "marked", "claims"), RUN_ON)
def test_a_text_without_stops_is_cut_from_claim_to_claim(lang: str, marked: str, claims: list[tuple[str, str]]) -> None:
    rest = {"en": "and so it went on for days ", "ar": "وهكذا استمر الأمر أياما "}[lang] * 30
    text = marked.replace("¦", "") + rest
    found = read(text, *((*claim, "asserts") for claim in claims))
    begins = [piece[:9] for piece in marked.split("¦")[1:]]
    assert [text[s : s + 9] for s in found["sentence_start"]] == begins
    assert list(found["sentence_end"]) == [*found["sentence_start"][1:], len(text.strip())]
    short = read(marked.replace("¦", ""), *((*claim, "asserts") for claim in claims))
    assert set(short["sentence_start"]) == {0}


def test_of_a_text_without_stops_that_no_window_holds_nothing_is_lost() -> None:
    said = "the mayor of {} said on Monday that a flood had closed the bridge of {} and that {} people were hurt "
    names = (
        "Tarsa Arnam Belos Corin Delma Efrin Galas Homsa Irbin Jasim Kafra Latma Manbi Nawal Orman Palmy Qadam".split()
    )
    text = "".join(said.format(name, name, n) for n, name in enumerate(names, 12))
    found = read_claims([make_article(text, "x")])
    told = [name for name in names if any(name in text for text in found["text"])]
    assert len(told) >= len(names) - 1 and told[-9:] == names[-9:]
    assert len(set(found["sentence_start"])) >= len(told)


@pytest.mark.parametrize(
    ("text", "marked", "claim", "speaker"),
    [
        (
            "Officials, who fled, said a shell hit the square and wounded six.",
            ("a shell hit the square and", "Officials, who"),
            "a shell hit the square",
            "Officials",
        ),
        (
            "وأفاد المرصد السوري الذي يتابع الحرب بأن قذيفة سقطت على السوق و أصابت ستة.",
            ("قذيفة سقطت على السوق و", "المرصد السوري الذي"),
            "قذيفة سقطت على السوق",
            "المرصد السوري",
        ),
        (
            "Les secours, qui ont fouillé la ville, ont dit que le pont a cédé et que deux sont morts.",
            ("le pont a cédé et", "Les secours, qui"),
            "le pont a cédé",
            "Les secours",
        ),
        ("Some said that the war was over.", ("the war was over", "Some"), "the war was over", "Some"),
    ],
)
def test_neither_claim_nor_speaker_ends_in_what_leads_on(
    text: str, marked: tuple[str, str], claim: str, speaker: str
) -> None:
    (read_claim,) = read(text, (*marked, "asserts")).itertuples()
    assert (read_claim.text, read_claim.speaker) == (claim, speaker)


def test_a_speaker_has_the_fullest_name_of_the_article_and_keeps_the_place_of_the_short_one() -> None:
    text = "The Syrian Observatory counted 12 dead. The Observatory said 30 were hurt."
    marks = ("12 dead", "The Syrian Observatory", "asserts"), ("30 were hurt", "The Observatory", "asserts")
    _, claim = read(text, *marks).itertuples()
    assert claim.speaker == "The Syrian Observatory"
    assert text[claim.speaker_start : claim.speaker_end] == "The Observatory"


@pytest.mark.parametrize(
    ("text", "said", "denied"),
    [
        ("The rebels said the army had left Hama. The ministry denied that its army had left Hama.",
         ("the army had left Hama", "The rebels"), ("its army had left Hama", "The ministry")),
        ("قالت المعارضة إن الجيش انسحب من حماة، ونفت الوزارة أن الجيش انسحب منها.",
         ("الجيش انسحب من حماة", "المعارضة"), ("أن الجيش انسحب منها", "الوزارة")),
    ],
)  # fmt: skip
def test_a_denial_answers_what_another_voice_said_just_before(
    text: str, said: tuple[str, str], denied: tuple[str, str]
) -> None:
    first, *_, last = read(text, (*said, "asserts"), (*denied, "denies")).itertuples()
    assert first.answers == "" and last.answers == first.id


def test_two_voices_of_one_sentence_are_set_against_each_other() -> None:
    text = "The rebels said soldiers fled the town, but the ministry said its forces stayed."
    marks = ("soldiers fled the town", "The rebels", "asserts"), ("its forces stayed", "the ministry", "asserts")
    first, last = read(text, *marks).itertuples()
    assert last.answers == first.id


@pytest.mark.parametrize("speaker", ["The ministry", ""])
def test_a_denial_of_something_else_or_of_ones_own_words_answers_nothing(speaker: str) -> None:
    text = "The ministry said 12 people died. The ministry denied that the dam had cracked."
    marks = ("12 people died", speaker, "asserts"), ("that the dam had cracked", "The ministry", "denies")
    assert not read(text, *marks)["answers"].any()


def test_the_context_is_the_sentence_before_in_the_same_paragraph_and_what_its_own_sentence_says_before() -> None:
    text = (
        "One bomb fell on Hama. Two bombs fell on Homs. The mayor said three people died.\nFour people fled the town."
    )
    marks = ("three people died", "The mayor", "asserts"), ("Four people fled the town", "", "asserts")
    assert [context.partition("\n")[2] for context in read(text, *marks)["context"]] == [
        "Two bombs fell on Homs. The mayor said ",
        "",
    ]


def test_page_furniture_is_no_context() -> None:
    text = "انسحب الجيش من مدينة حماة.\nاقرأ المزيد\nوقتل عشرة أشخاص في الهجوم."
    (claim,) = read(text, ("قتل عشرة أشخاص في الهجوم", "", "asserts")).itertuples()
    assert claim.context.partition("\n")[2] == "و"


def test_a_heading_inside_an_article_is_no_claim(seeds: pd.DataFrame) -> None:
    assert not seeds["text"].isin(["حليفا الأسد", "اتصالات ومواقف", "ماذا يحدث في سوريا"]).any()


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles, _ = read_articles([SEEDS], 1_000_000)
    pd.testing.assert_frame_equal(read_claims(articles), read_claims(articles[::-1]))


def test_no_articles_give_no_claims_with_the_same_columns() -> None:
    assert list(read_claims([]).columns) == list(read_claims([make_article("The army left.", "x")]).columns)


_PIECES = 'قال إن نفت الجيش ، . " ” : said that which denied \n 826 بحسب -'.split(" ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_any_order_of_words_is_read_into_claims_that_are_slices(pieces: list[str]) -> None:
    article = make_article(" ".join(pieces), "x")
    for claim in read_claims([article]).itertuples():
        assert article.text[claim.start : claim.end] == claim.text
        assert claim.text


def test_a_sentence_in_another_script_is_read_in_its_own_language() -> None:
    arabic = "نفت وزارة الدفاع أن قواتها انسحبت من مدينة حماة."
    english = "The ministry denied that its troops had left the city of Hama."
    marks = ("قواتها انسحبت من مدينة حماة", "", "denies"), ("its troops had left the city of Hama", "", "denies")
    claims = read(f"{arabic} {english} CNN and Reuters. {arabic}", *marks)
    assert claims["lang"].tolist() == ["ar", "en", "ar"]


def test_explaining_tells_each_word_and_each_claim() -> None:
    article = make_article("The army denied that it left Homs.", "x")
    (sentence,) = explain_article(article)["sentences"]
    assert "".join(w["word"] for w in sentence["words"]).startswith("Thearmydenied")
    assert all(0 <= w["claim_probability"] <= 1 for w in sentence["words"])
    read = read_claims([article]).itertuples()
    assert [c["text"] for c in sentence["claims"]] == [claim.text for claim in read]
