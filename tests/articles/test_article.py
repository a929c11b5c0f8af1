"""Files -> articles."""

from datetime import datetime
from pathlib import Path

import pytest

from factcheck.articles import Skipped, detect_language, make_article, read_articles
from factcheck.jsonl import read_lines
from factcheck.schema import Article
from tests.fakes import BODIES
from tests.labelled import SENTENCES, name_of
from tests.paths import SEEDS

LIMIT = 5_000_000
ARABIC = (
    "المعارضة تعلن السيطرة على حماة\n"
    "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك.\n"
    "وقالت الوزارة إن قواتها لم تنسحب من المدينة، وإن 300 مسلح قتلوا أمس.\n"
)
FRENCH = (
    "L’armée se retire de la ville\n"
    "Le ministère a déclaré que l’armée s’était retirée de la ville, où 300 soldats étaient déployés.\n"
    "Des témoins ont démenti : « Les soldats sont restés là où ils étaient l’été dernier. »\n"
)
ENGLISH = "Army leaves Hama\nThe army left the city of Hama on Thursday, the ministry said.\n"


def read(path: Path | str, limit: int = LIMIT) -> tuple[list[Article], list[Skipped]]:
    return read_articles([path], limit)


def read_bytes(folder: Path, data: bytes) -> Article:
    """The article of a file with these bytes, which must not be left out."""
    path = folder / "article.txt"
    path.write_bytes(data)
    articles, skipped = read(path)
    assert not skipped
    return articles[0]


# --- identity


def test_an_id_is_of_the_content_not_of_the_place() -> None:
    assert make_article(ENGLISH, "a.txt").id == make_article(ENGLISH, "b/c.txt").id
    assert make_article(ENGLISH, "a.txt").id != make_article(ENGLISH + " ", "a.txt").id


def test_an_id_tells_outlets_and_dates_apart() -> None:
    bare = make_article(ENGLISH, "a").id
    by_source = make_article(ENGLISH, "a", source="2024").id
    by_date = make_article(ENGLISH, "a", published="2024").id
    assert len({bare, by_source, by_date}) == 3


# --- title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ENGLISH, "Army leaves Hama"),
        (ARABIC, "المعارضة تعلن السيطرة على حماة"),
        ("\n\n  Army leaves Hama \n\nThe army left.\n", "Army leaves Hama"),
        ("Will the army leave?\nNobody knows.\n", "Will the army leave?"),
        ("The army left Hama.\nNobody knows why.\n", None),
        ("他们撤退了。\n没有人知道为什么。\n", None),
        ("Army leaves Hama", None),
        ("word " * 21 + "\nThe army left.", None),
        ("word " * 20 + "\nThe army left.", ("word " * 20).strip()),
    ],
)
def test_the_title_is_a_first_line_that_reads_as_a_headline(text: str, title: str | None) -> None:
    assert make_article(text, "a").title == title


def test_an_advertisement_is_no_title() -> None:
    assert make_article("ADVERTISEMENT\n" + ENGLISH, "a").title != "ADVERTISEMENT"


# --- date, outlet, language


def test_the_date_outlet_and_language_of_the_seeds_are_those_they_give() -> None:
    articles, skipped = read(SEEDS)
    assert not skipped and len(articles) == 5
    assert [a.published for a in articles] == [None, None, "2020-02-06T23:54", None, None]
    assert [a.source for a in articles] == [None, None, None, "الجزيرة", None]
    assert {a.lang for a in articles} == {"ar"}


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("تاريخ النشر : 23:54 - 2020/02/06", "2020-02-06T23:54"),
        ("آخر تحديث: ٦/٢/٢٠٢٠", "2020-02-06"),
        ("Published: 6 February 2020", "2020-02-06"),
        ("Published on 6 February 2020 at 23:54", "2020-02-06T23:54"),
        ("Updated: 2020-02-06", "2020-02-06"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(line: str, published: str) -> None:
    title, body = (ENGLISH if line.isascii() else ARABIC).split("\n", 1)
    article = make_article(f"{title}\n{line}\n{body}", "a")
    assert article.published == published
    datetime.fromisoformat(article.published)


@pytest.mark.parametrize(
    "line",
    [
        "Published: March 2020",
        "Published: 10:30",
        "Published: soon",
        "Published yesterday",
        "Updated 2 hours ago",
        "نشر أمس",
        "The army left on 6 February 2020.",
    ],
)
def test_a_date_that_is_not_given_in_full_is_unknown(line: str) -> None:
    title, body = (ENGLISH if line.isascii() else ARABIC).split("\n", 1)
    assert make_article(f"{title}\n{line}\n{body}", "a").published is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Reuters", "Reuters"),
        ("Reuters", "Reuters"),
        ("المصدر: وكالة الأنباء المحلية", "وكالة الأنباء المحلية"),
        ("العربية نت", "العربية نت"),
    ],
)
def test_an_outlet_signs_in_the_last_lines(line: str, source: str) -> None:
    text = ENGLISH if line.isascii() else ARABIC
    assert make_article(text + line, "a").source == source


@pytest.mark.parametrize(
    "line",
    [
        "Sources say army left Hama",
        "Sources: army leaves Hama",
        "Source close to talks: no deal",
        "مصدر أمني: مقتل خمسة جنود",
        "مصدر عسكري ينفي الانسحاب",
        "وكالات الإغاثة تحذر",
        "Reuters reported that the army left.",
    ],
)
def test_a_headline_about_sources_names_no_outlet(line: str) -> None:
    text = ENGLISH if line.isascii() else ARABIC
    assert make_article(f"{line}\n{text}", "a").source is None


def test_what_is_given_goes_before_what_is_found() -> None:
    text = ENGLISH + "Published: 6 February 2020\nReuters\n"
    article = make_article(text, "a", source="Mine", published="2024-01-01")
    assert (article.source, article.published) == ("Mine", "2024-01-01")


@pytest.mark.parametrize(
    ("text", "lang"),
    [(ARABIC, "ar"), (ENGLISH, "en"), (FRENCH, "fr"), ("المعارضة تتقدم", "ar"), ("12:30 !", "")],
)
def test_the_language_is_that_of_most_of_the_text(text: str, lang: str) -> None:
    assert make_article(text, "a").lang == lang


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("ru", "Взрыв в Одессе"),
        ("ru", "Суд отменил приговор"),
        ("ru", "Хамас освободил заложников"),
        ("uk", "Пожежа в Києві"),
        ("uk", "Генштаб заперечує"),
        ("uk", "Хамас звільнив заручників"),
        ("fa", "انفجار در کابل"),
        ("fa", "تهران تکذیب کرد"),
        ("fa", "۱۲ کشته"),
        ("ar", "انفجار في كابل"),
        ("ar", "طهران تنفي"),
        ("ur", "کابل میں دھماکہ"),
        ("ur", "تہران کی تردید"),
        ("he", "צה״ל מכחיש"),
        ("he", "12 הרוגים"),
        ("zh", "外交部否认"),
        ("zh", "12人死亡"),
    ],
)
def test_a_headline_of_a_few_words_tells_its_language(lang: str, headline: str) -> None:
    assert detect_language(headline) == lang


@pytest.mark.parametrize("path", SENTENCES[:-1], ids=name_of)
def test_a_labelled_sentence_tells_its_language(path: Path) -> None:
    lines = read_lines(path)
    assert [line["t"] for line in lines if line["claims"] and detect_language(line["t"]) != line["lang"]] == []


@pytest.mark.parametrize(
    ("lang", "line", "outlet"),
    [
        ("ru", "Опубликовано: 6 февраля 2020", "ТАСС"),
        ("uk", "Опубліковано: 6 лютого 2020", "Укрінформ"),
        ("fa", "تاریخ انتشار: ۶ فوریه ۲۰۲۰", "ایرنا"),
        ("he", "פורסם בתאריך: 6 בפברואר 2020", "הארץ"),
        ("ur", "تاریخ اشاعت: 6 فروری 2020", "رائٹرز"),
        ("zh", "发布时间：2020年2月6日", "新华社"),
    ],
)
def test_the_date_of_publication_and_the_outlet_are_read(lang: str, line: str, outlet: str) -> None:
    article = make_article(f"{line}\n{BODIES[lang]}\n{outlet}", "test")
    assert (article.lang, article.published, article.source) == (lang, "2020-02-06", outlet)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("6 شباط 2020", "2020-02-06"),
        ("٦ شباط ٢٠٢٠", "2020-02-06"),
        ("الخميس 6 فبراير/شباط 2020", "2020-02-06"),
        ("15 كانون الأول 2024", "2024-12-15"),
        ("27 تشرين الثاني 2024 10:30", "2024-11-27T10:30"),
    ],
)
def test_a_date_is_read_with_the_month_names_of_every_arab_country(written: str, date: str) -> None:
    assert make_article(f"عنوان الخبر\nتاريخ النشر: {written}\n{ARABIC}", "a").published == date


def test_a_sentence_with_a_number_and_a_month_is_no_date_of_publication() -> None:
    text = f"عنوان الخبر\nنشر الجيش السوري 6 آلاف جندي في آذار 2020\n{ARABIC}"
    assert make_article(text, "a").published is None
