"""One article under several addresses is one article of one outlet."""

from pathlib import Path

import pytest

from factcheck.articles import read_articles
from factcheck.articles.addresses import join_addresses, outlet_name, plain_address, site_of
from factcheck.schema import Article
from tests.paths import ROOT

CASES = ROOT / "tests" / "cases" / "inputs" / "duplicates"
LIMIT = 5_000_000
TEXTS = {
    "en": "The river flooded the town on Monday.\n\nThe civil defence said that 12 people drowned.\n\nIt rained.",
    "ar": "غمر النهر المدينة يوم الاثنين.\n\nوقال الدفاع المدني إن 12 شخصا غرقوا في الفيضان.\n\nوأغلق الطريق.",
    "fa": "رودخانه روز دوشنبه شهر را فرا گرفت.\n\nسازمان امداد گفت ۱۲ نفر غرق شدند.\n\nراه شمال بسته شد.",
}
HERE = "https://news.example/2025/flood"


def article(
    place: str, text: str = TEXTS["en"], source: str = "Times", day: str | None = "2025-03-04", own: str = ""
) -> Article:
    return Article(place + text, place, text, source=source, published=day, address=plain_address(own))


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/2025/flood/",
        "http://www.news.example/2025/flood",
        "https://amp.news.example/2025/flood",
        "https://m.news.example/2025/flood?print=1#top",
        "https://news.example/2025/flood/amp/",
        "https://news.example/amp/2025/flood",
        "https://news.example/2025/flood?utm_source=mail&from=home",
        "https://news.example/2025/flood?output=amp",
        "https://www.m.news.example/2025/flood/print",
    ],
)
def test_an_address_names_the_same_however_it_is_looked_at(address: str) -> None:
    assert plain_address(address) == plain_address(HERE)


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/2025/flood",
        "https://news.example/2025/flood-2",
        "https://news.example/2025/flood?id=2",
        "https://local.news.example/2025/flood",
        "https://news.example/2025/Amplifier",
    ],
)
def test_another_address_names_another_article(address: str) -> None:
    assert plain_address(address) != plain_address(HERE)


def test_what_is_no_address_of_an_article_names_none() -> None:
    for address in ("https://news.example/", "a/b.html", "", "http://[::1", "https://m.example"):
        assert plain_address(address) == ""


def test_a_site_is_one_however_it_is_shown() -> None:
    hosts = ("amp.news.example", "m.news.example", "www.news.example", "news.example")
    assert {site_of(f"https://{host}/1") for host in hosts} == {"news.example"}
    assert site_of("https://m.example/1") == "m.example"


@pytest.mark.parametrize("name", ["Times (AMP)", "Times [Print]", "Times - Mobile", "Times | AMP", "Times AMP"])
def test_the_name_of_an_outlet_is_one_however_it_is_shown(name: str) -> None:
    assert outlet_name(name) == "Times"


@pytest.mark.parametrize("name", ["T-Mobile", "Champ", "وكالة الجوال"])
def test_a_name_that_only_sounds_so_stays(name: str) -> None:
    assert outlet_name(name) == name


@pytest.mark.parametrize("lang", TEXTS)
def test_an_article_under_several_addresses_is_given_once_at_the_plainest(lang: str) -> None:
    text = TEXTS[lang]
    found = [
        article("https://amp.news.example/2025/flood", text),
        article(f"{HERE}?utm_source=mail", text),
        article(HERE, text),
        article("https://m.news.example/2025/flood?print=1", text + "\n\nPrinted."),
        article("https://other.example/flood", text, "Post"),
    ]
    kept, left = join_addresses(found)
    assert [a.location for a in kept] == [HERE, "https://other.example/flood"]
    assert {copy.kept for copy in left} == {HERE} and len(left) == 3
    assert {a.location for a in join_addresses(found[::-1])[0]} == {a.location for a in kept}


def test_pages_that_name_one_address_are_one_article() -> None:
    kept, left = join_addresses([article("a_amp.html", own=HERE), article("a.html", own=HERE)])
    assert [a.location for a in kept] == ["a.html"] and left == [("a_amp.html", "a.html")]


@pytest.mark.parametrize(
    "other",
    [
        article("b.html", "Another text about something else that the paper wrote on that day.", own=HERE),
        article("b.html", TEXTS["en"].replace("12", "31"), own=HERE),
        article("b.html", source="Post", own=HERE),
        article("b.html", day="2025-03-09", own=HERE),
        article("b.html"),
        article("a.html", TEXTS["en"] + " It rained.", own=HERE),
    ],
    ids=["another text", "another figure", "another outlet", "another day", "no address", "the same place"],
)
def test_what_only_claims_an_address_takes_nothings_place(other: Article) -> None:
    assert len(join_addresses([article("a.html", own=HERE), other])[0]) == 2


def test_the_pages_of_the_case_are_two_articles_of_two_outlets() -> None:
    pages, skipped = read_articles(sorted(CASES.glob("*.html")), LIMIT)
    assert [(Path(a.location).name, a.source) for a in pages] == [("a.html", "Tarsa Times"), ("b.html", "Norland Post")]
    rows, left = read_articles([CASES / "hosts.jsonl"], LIMIT)
    assert [a.source for a in rows] == ["tarsa-times.example", "norland-post.example"]
    assert not skipped and not left


def test_of_a_page_and_its_address_the_address_is_given() -> None:
    kept, left = join_addresses([article("a.html", own=HERE), article(HERE), article(f"{HERE}?utm_source=x")])
    assert [a.location for a in kept] == [HERE] and len(left) == 2


def test_entries_of_a_live_blog_are_articles_each_and_one_under_two_addresses() -> None:
    told = {"#p2": "The road over the bridge of Belda is open.", "#p1": "The road over the bridge of Belda is closed."}
    amp = "https://amp.news.example/2025/flood"
    found = [article(f"{page}{mark}", text, own=HERE) for page in (HERE, amp) for mark, text in told.items()]
    kept, left = join_addresses(found)
    assert [a.location for a in kept] == [f"{HERE}#p2", f"{HERE}#p1"]
    assert left == [(f"{amp}#p1", f"{HERE}#p1"), (f"{amp}#p2", f"{HERE}#p2")]
