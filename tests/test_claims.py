"""Sentences read into claims: clause, speaker, stance."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles import make_article, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.claims import read_claims
from tests.paths import SEEDS


def read(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, text) of each claim of a text."""
    claims = read_claims([make_article(text, "test")])
    return list(claims[["speaker", "stance", "text"]].itertuples(index=False, name=None))


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
    ("part", "speaker"),
    [
        ("سقوط 826 قتيلا", "المرصد السوري"),
        ("222 مقاتلا", "المرصد السوري"),
        ("كما نزح 280 ألف شخص", "الأمم المتحدة"),
        ("هذا العدد قد يرتفع", "الأمم المتحدة"),
        ("لا علاقة للولايات المتحدة بما يجري", "وزارة الدفاع الأميركية"),
        ("نحن موجودون هناك", "رايدر"),
        ("لا خطة لدى روسيا", "مصدر مقرب من الكرملين"),
        ("نحو 300 مسلح", "إغناسيوك"),
        ("سوريا مستمرة في الدفاع", "الأسد"),
        ("جزء من مخطط صهيوني", "الوزير الإيراني"),
        ("اعتماد الأسد على طهران", "البيت الأبيض"),
    ],
)
def test_the_speaker_of_a_reported_statement_is_found(seeds: pd.DataFrame, part: str, speaker: str) -> None:
    assert find(seeds, part)["speaker"] == speaker


def test_what_nobody_is_named_for_is_the_articles_own_voice(seeds: pd.DataFrame) -> None:
    assert find(seeds, "وانسحب عدد من العناصر المسلحة")["speaker"] == ""


def test_what_may_happen_is_expected_not_asserted(seeds: pd.DataFrame) -> None:
    assert find(seeds, "هذا العدد قد يرتفع")["stance"] == "expects"
    assert find(seeds, "سيطرت هيئة تحرير الشام وحلفاؤها على حمص")["stance"] == "expects"


def test_a_heading_inside_an_article_is_no_claim(seeds: pd.DataFrame) -> None:
    assert not seeds["text"].isin(["حليفا الأسد", "اتصالات ومواقف", "ماذا يحدث في سوريا"]).any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The opposition said regime forces were fleeing the city, which the defence ministry denied, "
            "saying its forces had not withdrawn.",
            [
                ("The opposition", "asserts", "regime forces were fleeing the city"),
                ("the defence ministry", "denies", "which the defence ministry denied"),
                ("the defence ministry", "asserts", "its forces had not withdrawn"),
            ],
        ),
        (
            '"We are watching the situation closely," said White House spokeswoman Karine Jean-Pierre on Friday.',
            [("White House spokeswoman Karine Jean-Pierre", "asserts", "We are watching the situation closely")],
        ),
        (
            "According to Bloomberg, a source close to the Kremlin said Russia had no plan to rescue Assad.",
            [("a source close to the Kremlin", "asserts", "Russia had no plan to rescue Assad")],
        ),
        (
            "Rami Abdel Rahman, head of the Observatory, said five people died in Hama.",
            [("Rami Abdel Rahman", "asserts", "five people died in Hama")],
        ),
        (
            "The last troops have left the town of Hama, said the mayor.",
            [("the mayor", "asserts", "The last troops have left the town of Hama")],
        ),
        (
            "كما نزح 280 ألف شخص، بحسب الأمم المتحدة التي حذرت بأن هذا العدد قد يرتفع.",
            [
                ("الأمم المتحدة", "asserts", "كما نزح 280 ألف شخص"),
                ("الأمم المتحدة", "expects", "هذا العدد قد يرتفع"),
            ],
        ),
        (
            "The opposition said troops fled the city, the ministry said they stayed there.",
            [
                ("The opposition", "asserts", "troops fled the city"),
                ("the ministry", "asserts", "they stayed there"),
            ],
        ),
        (
            "The Pentagon denied the reports and said its forces stayed in Syria.",
            [
                ("The Pentagon", "denies", "the reports"),
                ("The Pentagon", "asserts", "its forces stayed in Syria"),
            ],
        ),
        (
            "Rebels entered the city of Hama, government troops left it, Reuters said.",
            [("Reuters", "asserts", "Rebels entered the city of Hama, government troops left it")],
        ),
        (
            "The ministry said the report of a retreat was false.",
            [("The ministry", "denies", "the report of a retreat was false")],
        ),
        (
            "وقال المدير إن ما تردد عن منع الصحيفة من دخول البلاد عار تماما من الصحة.",
            [("المدير", "denies", "ما تردد عن منع الصحيفة من دخول البلاد عار تماما من الصحة")],
        ),
        ("The Pentagon denied the kidnapping of its men.", [("The Pentagon", "denies", "the kidnapping of its men")]),
        (
            "The White House: Assad relies on Tehran in this war",
            [("The White House", "asserts", "Assad relies on Tehran in this war")],
        ),
        (
            "الداخلية الكويتية: غير صحيح منع سعوديين من الدخول",
            [("الداخلية الكويتية", "denies", "منع سعوديين من الدخول")],
        ),
        ("قالت الوزارة إنه لا صحة لانسحاب القوات من المدينة.", [("الوزارة", "denies", "لانسحاب القوات من المدينة")]),
        (
            "Officials said it is not true that the army left the city.",
            [("Officials", "denies", "the army left the city")],
        ),
        ("The story is not true.", [("", "denies", "The story is not true")]),
        (
            "ذكرت وكالة رويترز نقلا عن مصدر عسكري أن روسيا سحبت قواتها من حلب.",
            [("مصدر عسكري", "asserts", "روسيا سحبت قواتها من حلب")],
        ),
        (
            "Bloomberg quoted a source close to the Kremlin as saying that Russia withdrew from Aleppo.",
            [("a source close to the Kremlin", "asserts", "Russia withdrew from Aleppo")],
        ),
        (
            "Reuters, citing two officials, said that Russia withdrew from Aleppo.",
            [("two officials", "asserts", "Russia withdrew from Aleppo")],
        ),
        (
            "Russia withdrew from Aleppo, Bloomberg reported, citing a source in Moscow.",
            [("a source", "asserts", "Russia withdrew from Aleppo")],
        ),
        ("البنتاغون ينفي خطف مقاتلين دربهم في سوريا", [("البنتاغون", "denies", "خطف مقاتلين دربهم في سوريا")]),
        ("نفت إيران تورطها في الهجوم على السفينة.", [("إيران", "denies", "تورطها في الهجوم على السفينة")]),
        (
            "ضرب إعصار شرق الصين اليوم، مما أسفر عن مقتل تسعة أشخاص.",
            [("", "asserts", "ضرب إعصار شرق الصين اليوم، مما أسفر عن مقتل تسعة أشخاص")],
        ),
        (
            "أكدت الوزارة عدم صحة الأنباء المتداولة عن وفاة ثلاثة أشخاص في جدة.",
            [("الوزارة", "denies", "وفاة ثلاثة أشخاص في جدة")],
        ),
        ("كما نزح 280 ألف شخص، بحسب الأمم المتحدة.", [("الأمم المتحدة", "asserts", "كما نزح 280 ألف شخص")]),
    ],
)
def test_a_statement_is_read_with_its_speaker(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


def test_a_speaker_goes_on_where_the_next_sentence_names_nobody() -> None:
    claims = read("قالت وزارة الصحة إن خمسة أشخاص توفوا.\nوأضافت أن عشرة أصيبوا بجروح.")
    assert [speaker for speaker, _, _ in claims] == ["وزارة الصحة", "وزارة الصحة"]


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
