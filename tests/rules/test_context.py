"""What a claim leaves out is taken from what stands before it, and only from there."""

from datetime import date
from pathlib import Path

import pytest

from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.facts.places import find_places
from factcheck.index.index import Index
from factcheck.rules.cascade import compare
from factcheck.rules.pairs import Side
from factcheck.rules.readings import Reading, read
from factcheck.schema import CONFLICT, NEUTRAL, Verdict
from tests.fakes import FakeEncoder

PUBLISHED = date(2015, 8, 9)
JULY = (date(2015, 7, 1), date(2015, 7, 31))
SOURCE = "a source close to the Kremlin"


def last_reading(text: str, lang: str, title: str | None = None) -> Reading:
    """The reading of the last claim of an article."""
    article = make_article(text, "x", title=title, lang=lang)
    row = read_claims([article]).iloc[-1]
    return read(row["text"], lang, row["speaker"], PUBLISHED, row["context"])


def town(name: str, lang: str) -> frozenset[int]:
    return frozenset(place.id for place in find_places(read(name, lang).words, read(name, lang).lang))


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


@pytest.mark.parametrize(
    ("text", "lang", "title", "place"),
    [
        ("وقع انفجار في مدينة حلب صباح السبت. وقتل عشرة أشخاص وأصيب آخرون.", "ar", "انفجار في حمص", "حلب"),
        ("وقتل عشرة أشخاص وأصيب آخرون.", "ar", "انفجار في حمص", "حمص"),
        ("Warplanes hit a market in Idlib on Sunday. At least 11 people were killed.", "en", None, "Idlib"),
        ("In Raqqa, the monitor said that 18 civilians were killed.", "en", "Strike in Aleppo", "Raqqa"),
        ("Shells fell on Idlib. Ten people were killed in Aleppo.", "en", None, "Aleppo"),
    ],
)
def test_a_claim_without_a_place_is_told_of_the_nearest_place_before_it(
    text: str, lang: str, title: str | None, place: str
) -> None:
    assert last_reading(text, lang, title).setting == town(place, lang) != frozenset()


@pytest.mark.parametrize(
    ("text", "lang", "title"),
    [
        ("قتل عشرة أشخاص وأصيب آخرون.", "ar", "مقتل عشرة أشخاص"),
        ("The war in Syria has killed more than 280,000 people.", "en", "Raids on Idlib"),
        ("Moscow denied any part in the raids. The monitor said that 36 people died.", "en", None),
        ("Shells fell on Idlib.\nTen people were killed.", "en", None),
    ],
)
def test_no_place_is_invented(text: str, lang: str, title: str | None) -> None:
    assert last_reading(text, lang, title).setting == frozenset()


def children(count: str, context: str) -> Side:
    return Side(count, f"{count} children were among the dead", "en", published="2017-10-05", context=context)


def of_children(first: str, second: str) -> Verdict:
    return compare(children("Two", f"\n{first} "), children("Four", f"\n{second} "), 0.97)


def test_figures_told_of_two_places_are_no_conflict_though_the_sentences_do_not_name_them() -> None:
    one, other = "Planes hit a market in Idlib.", "Planes hit the wells north of Raqqa."
    assert of_children(one, other).relation == NEUTRAL
    assert of_children(one, one).relation == CONFLICT
    assert of_children(one, "").relation == CONFLICT


def test_figures_told_of_two_countries_are_no_conflict_though_only_what_stands_before_names_them() -> None:
    one, other = "Gunmen attacked a camp in northern Nigeria.", "Gunmen attacked a camp in northern Kenya."
    assert of_children(one, other).relation == NEUTRAL
    assert of_children(one, "Nigeria mourned after an attack on a camp.").relation == CONFLICT


@pytest.mark.parametrize(
    ("text", "lang", "times"),
    [
        ("شهد شهر يوليو 2015 هجمات عدة. وقتل 12 شخصا خلال الفترة نفسها.", "ar", [JULY]),
        ("Sales fell in July 2015. Two plants closed in the same month.", "en", [JULY]),
        ("Sales fell in July 2015. Two plants closed.", "en", []),
        ("Two plants closed in the quarter.", "en", []),
    ],
)
def test_a_claim_that_points_back_to_a_time_is_told_of_that_time(
    text: str, lang: str, times: list[tuple[date, date]]
) -> None:
    assert [(t.start, t.end) for t in last_reading(text, lang).times] == times


def test_a_claim_that_points_back_to_a_period_counts_over_it() -> None:
    assert last_reading("Two plants closed in the same period.", "en").has_period
    assert last_reading("وقتل 12 شخصا في نفس الفترة.", "ar").has_period
    assert not last_reading("Two plants closed on Friday.", "en").has_period


@pytest.mark.parametrize(
    ("text", "lang", "subject"),
    [
        ("أرسلت إيران تعزيزات إلى حماة. ثم انسحبت من المطار مساء الجمعة.", "ar", {"iran"}),
        ("أرسلت إيران تعزيزات إلى حماة. وانسحبت روسيا في المساء.", "ar", {"russia"}),
        ("Iran sent reinforcements to Hama. It withdrew from the airport on Friday.", "en", {"iran"}),
        ("Iran sent advisers to Hama. Russia withdrew from the airport on Friday.", "en", {"russia"}),
        ("Iran sent advisers to Hama while Turkey closed its border. They withdrew on Friday.", "en", set()),
        ("It withdrew from the airport on Friday.", "en", set()),
    ],
)
def test_who_acts_is_taken_from_the_words_before_where_they_name_one(text: str, lang: str, subject: set[str]) -> None:
    (action,) = (a for a in last_reading(text, lang).actions if a.name == "withdraw")
    assert action.subject == subject


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (
            "نقلت شبكة بلومبيرغ عن مصدر مقرب من الكرملين قوله إن روسيا لن ترسل قوات إلى سوريا.",
            "مصدر مقرب من الكرملين",
            "شبكة بلومبيرغ",
        ),
        ("وكالة تاس نقلت عن مصدر أمني أن الجيش انسحب من حماة.", "مصدر أمني", "وكالة تاس"),
        ("قالت صحيفة الحياة نقلا عن مصدر أمني إن خمسة جنود قتلوا في الهجوم.", "مصدر أمني", "صحيفة الحياة"),
        ("بحسب رويترز، قال مسؤول أمني إن خمسة جنود قتلوا في الهجوم.", "مسؤول أمني", "رويترز"),
        (f"Bloomberg quoted {SOURCE} as saying that Russia left.", SOURCE, "Bloomberg"),
        ("Russia withdrew from Aleppo, Bloomberg reported, citing a source in Moscow.", "a source", "Bloomberg"),
        (f"According to Bloomberg, {SOURCE} said Russia had no plan.", SOURCE, "Bloomberg"),
        ("The minister said five people died in Hama, according to Reuters.", "The minister", "Reuters"),
        ("According to the ministry, five people died in Hama.", "the ministry", ""),
        ("قال البيت الأبيض إن الجيش انسحب من حماة، وفق تعبيره.", "البيت الأبيض", ""),
        ("قالت وزارة الصحة إن خمسة أشخاص توفوا.", "وزارة الصحة", ""),
        ("Five people died in Hama.", "", ""),
    ],
)
def test_through_whom_a_statement_came_is_told_beside_who_said_it(text: str, speaker: str, via: str) -> None:
    claim = read_claims([make_article(text, "x")]).iloc[0]
    assert (claim["speaker"], claim["via"]) == (speaker, via)


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
