"""The date of a page is that of its own article."""

import json
from pathlib import Path
from typing import Any

import pytest

from factcheck.articles import read_articles
from factcheck.articles.declared import canonical_address, changed_date, page_date
from factcheck.articles.metadata import About
from tests.paths import ROOT

CASES = ROOT / "tests" / "cases" / "inputs" / "page_dates"
OWN, OTHER = "2024-02-10T08:00:00+03:00", "2019-05-01T08:00:00+03:00"
TITLES = {
    "en": ("Bridge collapses in Mersin", "An older story of another town"),
    "ar": ("انهيار جسر في مرسين", "قصة أقدم من بلدة أخرى"),
    "fa": ("فروریختن پل در مرسین", "داستانی قدیمی از شهری دیگر"),
}
HERE = "https://x.example/bridge"


def tree(head: str = "", body: str = "", title: str = "Bridge collapses in Mersin") -> Any:
    from trafilatura.utils import load_html

    text = "Officials in Mersin said a bridge over the river collapsed on Saturday. "
    return load_html(
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}"
        f"<p>{text * 3}</p></article></body></html>"
    )


def json_ld(*objects: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(o)}</script>' for o in objects)


def news(headline: str | None, date: str, **more: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", **({"headline": headline} if headline else {}), "datePublished": date, **more}


def date_of(head: str = "", body: str = "", title: str = TITLES["en"][0], **about: Any) -> str | None:
    return page_date(tree(head, body, title), About(**about)).published


@pytest.mark.parametrize("path", sorted(CASES.glob("*.html")), ids=lambda p: p.stem)
def test_the_pages_of_the_cases_have_their_own_date(path: Path) -> None:
    [article], skipped = read_articles([path], 5_000_000)
    assert (article.published or "")[:10] == "2024-02-10" and article.date_note and not skipped


@pytest.mark.parametrize("lang", TITLES)
def test_the_date_is_of_the_article_that_is_called_as_the_page(lang: str) -> None:
    own, other = TITLES[lang]
    for objects in ([[news(other, OTHER), news(own, OWN)]], [news(other, OTHER), news(own, OWN)]):
        assert date_of(json_ld(*objects), title=own) == OWN


@pytest.mark.parametrize(
    "objects",
    [
        [{"@graph": [{"@type": "VideoObject", "name": "x", "datePublished": OTHER}, news(None, OWN)]}],
        [{"@type": "ImageObject", "datePublished": OTHER}, news("Bridge collapses in Mersin", OWN)],
        [news("Bridge collapses in Mersin", OWN, video={"@type": "VideoObject", "datePublished": OTHER})],
        [{"@type": "WebPage", "relatedLink": [news(None, OTHER)], "mainEntity": news(None, OWN)}],
        [{"@type": "ItemList", "itemListElement": [news("a b c", OTHER)]}, news(None, OWN)],
        [news("Bridge collapses in Mersin", OWN, comment=[{"@type": "Comment", "dateCreated": OTHER}])],
        [{"@type": ["Article", "ReportageNewsArticle"], "datePublished": OWN, "dateModified": OTHER}],
    ],
    ids=["video", "image", "video inside", "related", "list", "comment", "two types"],
)
def test_dates_of_what_stands_beside_the_article_are_not_its_own(objects: list[Any]) -> None:
    assert date_of(json_ld(*objects)) == OWN


def test_the_address_tells_the_article_where_titles_do_not() -> None:
    canonical = f'<link rel="canonical" href="{HERE}">'
    objects = [news("x y", OTHER, url="https://x.example/old"), news("p q", OWN, mainEntityOfPage={"@id": HERE})]
    assert date_of(canonical + json_ld(*objects)) == OWN
    assert date_of(json_ld(*objects), url=HERE) == OWN


@pytest.mark.parametrize(
    "body",
    [
        '<p class="date">10.02.2024 08:00</p>',
        '<div class="post-meta"><span>نشر في</span> <time>10 شباط 2024 08:00</time></div>',
        '<span id="publish-time">۱۴۰۲/۱۱/۲۱ ۰۸:۰۰</span>',
        '<time datetime="2024-02-10T08:00">some day</time>',
    ],
)
def test_a_date_that_is_seen_goes_before_a_strangers(body: str) -> None:
    stranger = json_ld(news("An older story of another town", OTHER, url="https://x.example/old"))
    assert date_of(stranger, body) == "2024-02-10T08:00"


@pytest.mark.parametrize(
    "body",
    [
        '<aside><time datetime="2019-05-01">1 May 2019</time></aside>',
        '<div class="related-stories"><p class="date">1 May 2019</p></div>',
        '<nav><span class="date">1 May 2019</span></nav>',
        '<article><h2>Other</h2><time datetime="2019-05-01">1 May 2019</time></article>',
    ],
)
def test_a_date_beside_the_article_is_not_its_own(body: str) -> None:
    assert date_of("", body) is None
    assert date_of("", f'<p class="date">10.02.2024</p>{body}') == "2024-02-10"


def test_the_day_of_a_change_goes_behind_that_of_publication() -> None:
    body = '<span class="updated-date">12.02.2024</span><span class="publish-date">10.02.2024</span>'
    assert date_of("", body) == "2024-02-10"
    head = f'<meta name="date" content="{OTHER}">' + json_ld(news("Bridge collapses in Mersin", OWN))
    assert date_of(head) == OWN


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2024-02-10T08:00:00+03:00","headline":"Bridge \n collapses",}',
        '<!-- {"@type":"NewsArticle","datePublished":"2024-02-10T08:00:00+03:00"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2024-02-10T08:00:00+03:00"}\n//]]>',
        '{"@type":"NewsArticle","datePublished":"2024-02-10T08:00:00+03:00"};',
    ],
)
def test_json_as_pages_have_it_is_read(script: str) -> None:
    assert date_of(f'<script type="application/ld+json">{script}</script>') == OWN


def test_what_counts_from_now_is_read_where_the_moment_of_the_page_is_known() -> None:
    body = '<span class="time">قبل 3 ساعات</span>'
    assert date_of("", body, seen="2024-02-10T11:00+03:00") == "2024-02-10T08:00+03:00"
    unknown = page_date(tree("", body), About())
    assert (unknown.published, unknown.given) == (None, "قبل 3 ساعات")


def test_a_page_whose_date_is_given_and_unknown_is_named(tmp_path: Path) -> None:
    paragraphs = "<p>Officials in Mersin said a bridge over the Goksu river collapsed on Saturday morning.</p>" * 3
    body = f"<article><h1>A bridge</h1><p class=date>3 hours ago</p>{paragraphs}</article>"
    page = f"<html lang=en><body>{body}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    [article], [left] = read_articles([tmp_path], 5_000_000)
    assert article.published is None
    assert left.reason == (
        "the date of the article is unknown: the date '3 hours ago' counts from a moment that is not known"
    )


def test_deep_and_wide_json_costs_no_more_than_its_bounds() -> None:
    wide = json.dumps([{"@type": "Thing"}] * 50_000)
    deep = "[" * 50_000
    for script in (wide, deep, '{"a":' * 900 + "1" + "}" * 900):
        assert date_of(f'<script type="application/ld+json">{script}</script>') is None


def test_the_own_address_of_a_page_is_the_one_it_names() -> None:
    assert canonical_address(tree(f'<link rel="canonical" href="{HERE}">')) == HERE
    assert canonical_address(tree(f'<meta property="og:url" content="{HERE}">')) == HERE
    assert canonical_address(tree('<link rel="canonical" href="/bridge">')) is None


@pytest.mark.parametrize("box", ["aside", "form"])
def test_a_box_that_holds_the_title_holds_the_date_of_the_article(box: str) -> None:
    date = '<time itemprop="datePublished" datetime="2025-03-12T18:05">18:05</time>'
    assert page_date(tree("", f"<{box}><h1>Bridge</h1>{date}</{box}>"), About()).published == "2025-03-12T18:05"
    assert page_date(tree("", f"<h1>Bridge</h1><{box}><h2>Other</h2>{date}</{box}>"), About()).published is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2025-03-12T18:05">',
        '<script type="application/ld+json">{"@type": "Article", "dateModified": "2025-03-12T18:05",'
        ' "image": {"dateModified": "2019-01-01"}}</script>',
        '<meta property="og:updated_time" content="soon"><meta itemprop="dateModified" content="2025-03-12T18:05">',
    ],
)
def test_a_page_tells_when_it_was_changed(head: str) -> None:
    assert changed_date(tree(head)) == "2025-03-12T18:05"
    assert changed_date(tree("")) is None
