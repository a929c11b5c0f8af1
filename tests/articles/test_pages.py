"""HTML pages and feeds on disk -> articles."""

import json
import time
from html import escape
from pathlib import Path
from typing import Any

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.schema import Article
from factcheck.text.lines import split_lines

LIMIT = 5_000_000
TITLE = "المعارضة تعلن السيطرة على حماة"
PARAGRAPHS = (
    "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة بعد معارك دامت أياما، فيما نفت وزارة الدفاع السورية ذلك.",
    "وقالت الوزارة في بيان إن قواتها لم تنسحب من المدينة، وإن 300 مسلح قتلوا أمس في محيطها بنيران الجيش.",
    "وأضاف البيان أن القوات أعادت انتشارها خارج المدينة حفاظا على أرواح المدنيين بعد اشتداد الاشتباكات فيها.",
)
JSON_LD = '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-12-05T10:00:00+03:00"}]}</script>'
META = '<meta property="article:published_time" content="2024-12-05T10:00:00+03:00">'


def page(head: str = META, charset: str = "utf-8", site: str = "الجزيرة") -> str:
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="{charset}"><title>{TITLE} - موقع</title>'
        f'<meta property="og:title" content="{TITLE}">{name}{head}</head><body><nav><a href="/">الرئيسية</a></nav>'
        f"<article><h1>{TITLE}</h1>{body}</article><footer>جميع الحقوق محفوظة</footer>"
        "<script>alert(1)</script></body></html>"
    )


def read(path: Path) -> tuple[list[Article], list[Skipped]]:
    return read_articles([path], LIMIT)


def article(path: Path, data: bytes) -> Article:
    """The one article of a file of these bytes."""
    path.write_bytes(data)
    articles, skipped = read(path)
    assert not skipped
    [found] = articles
    return found


def test_a_page_gives_its_article_and_what_it_declares(tmp_path: Path) -> None:
    found = article(tmp_path / "a.html", page().encode())
    assert found.text.split("\n") == [TITLE, *PARAGRAPHS]
    assert (found.title, found.source, found.lang) == (TITLE, "الجزيرة", "ar")
    assert found.published == "2024-12-05T10:00:00+03:00"
    assert found.location == str(tmp_path / "a.html")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path, charset: str) -> None:
    assert PARAGRAPHS[0] in article(tmp_path / "a.html", page(charset=charset).encode(charset)).text


@pytest.mark.parametrize("charset", ["utf-8", "nonsense", "utf-16", "x" * 500])
def test_a_page_that_declares_a_wrong_encoding_is_read_all_the_same(tmp_path: Path, charset: str) -> None:
    assert PARAGRAPHS[0] in article(tmp_path / "a.html", page(charset=charset).encode("utf-8")).text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (JSON_LD, "2024-12-05T10:00:00+03:00"),
        ('<meta name="date" content="2024-12-05">', "2024-12-05"),
        ('<meta name="date" content="soon">' + JSON_LD, "2024-12-05T10:00:00+03:00"),
        ('<script type="application/ld+json">{"a": ' + "[" * 50_000 + "</script>", None),
        ('<script type="application/ld+json">not json</script>', None),
        ("", None),
    ],
)
def test_the_date_of_a_page_is_the_one_it_declares_or_none(tmp_path: Path, head: str, published: str | None) -> None:
    assert article(tmp_path / "a.html", page(head).encode()).published == published


def test_what_a_page_says_of_its_own_address_is_not_believed(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="https://other.example/a">'
    assert article(tmp_path / "a.html", page(canonical).encode()).location == str(tmp_path / "a.html")


HOSTILE = {
    "empty": b"",
    "no html": b"\x89PNG\r\n\x1a\n\0\0\0",
    "no article": b"<html><head><title>x</title></head><body></body></html>",
    "deep": b"<html><body>" + b"<div>" * 200_000 + b"x",
    "deep list": b"<html><body>" + b"<ul><li>" * 100_000,
    "many elements": b"<html><body><article>" + b"<p><a href=x>word</a> word <b><i>x</i></b>.</p>" * 20_000,
    "an attribute without end": b'<html><body><p a="' + b"x" * 1_000_000,
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;'>]><html><body>&b;</body></html>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_page_without_an_article_is_named_and_the_rest_goes_through(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.html").write_bytes(data)
    (tmp_path / "b.html").write_text(page(), "utf-8")
    articles, skipped = read(tmp_path)
    assert [Path(a.location).name for a in articles] == ["b.html"]
    assert [Path(s.location).name for s in skipped] == ["a.html"] and "\n" not in skipped[0].reason


def test_a_page_of_too_many_elements_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HOSTILE["many elements"])
    assert read(tmp_path)[1][0].reason == "a page of more than 50,000 elements"


# --- feeds


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>الجزيرة</title>
<item><title>{TITLE}</title><link>https://news.example/1</link><pubDate>Thu, 05 Dec 2024 10:00:00 +0300</pubDate>
<description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;&lt;p&gt;{PARAGRAPHS[1]}&lt;/p&gt;</description></item>
<item><title>خبر</title><link>https://news.example/2</link><description>x</description>
<content:encoded><![CDATA[{PARAGRAPHS[2]}<script>alert(1)</script>]]></content:encoded></item>
<item><title>again</title><link>https://news.example/1</link></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>سانا</title>
<entry><title>{TITLE}</title><link href="https://news.example/3"/><published>2024-12-05T10:00:00Z</published>
<content type="html">{PARAGRAPHS[0]}</content></entry></feed>"""


def test_a_feed_gives_what_its_entries_carry(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS, "utf-8")
    (tmp_path / "b.xml").write_text(ATOM, "utf-8")
    articles, skipped = read(tmp_path)
    assert not skipped
    assert [a.location for a in articles] == [f"https://news.example/{n}" for n in (1, 2, 3)]
    assert [a.text for a in articles] == [
        f"{TITLE}\n\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}",
        f"خبر\n\n{PARAGRAPHS[2]}",
        f"{TITLE}\n\n{PARAGRAPHS[0]}",
    ]
    assert [a.source for a in articles] == ["الجزيرة", "الجزيرة", "سانا"]
    assert [a.published for a in articles] == ["2024-12-05T10:00:00+03:00", None, "2024-12-05T10:00:00+00:00"]


BOMB = "<!DOCTYPE x [" + '<!ENTITY a0 "aaaaaaaaaa">'
BOMB += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BAD_FEEDS = {
    "no feed": "<?xml version='1.0'?><x/>",
    "no entries": "<?xml version='1.0'?><rss version='2.0'><channel/></rss>",
    "a bomb": f"<?xml version='1.0'?>{BOMB}]><rss version='2.0'><channel><title>&a11;</title></channel></rss>",
    "a file": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    "<rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>",
}


@pytest.mark.parametrize("text", BAD_FEEDS.values(), ids=BAD_FEEDS.keys())
def test_a_feed_that_gives_nothing_is_named_and_the_rest_goes_through(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    (tmp_path / "b.xml").write_text(ATOM, "utf-8")
    articles, skipped = read(tmp_path)
    assert [a.location for a in articles] == ["https://news.example/3"]
    assert len(skipped) == 1 and skipped[0].location.startswith(str(tmp_path / "a.xml"))
    assert "root:" not in str(articles)


ENTRY = "<rss version='2.0'><channel><item><title>x y</title><description>{}</description></item></channel></rss>"
HEAVY = {
    "comments without end": "&lt;!--" * 300_000,
    "deep": "&lt;div&gt;" * 100_000,
    "a script": "&lt;script&gt;alert(1)&lt;/script&gt;&lt;style&gt;alert(1)&lt;/style&gt;",
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_what_an_entry_holds_is_read_as_text_in_no_time(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.rss").write_text(ENTRY.format(text), "utf-8")
    started = time.process_time()
    articles, skipped = read(tmp_path)
    assert len(articles) + len(skipped) == 1 and "alert" not in str(articles)
    assert time.process_time() - started < 20, "made safe to show, the first would take minutes"


def test_an_address_is_not_fetched_unless_that_is_allowed() -> None:
    articles, skipped = read_articles(["https://news.example/1"], LIMIT)
    assert not articles and [s.location for s in skipped] == ["https://news.example/1"]
    assert "--fetch" in skipped[0].reason


# --- ten pages written by hand, in the manner of ten outlets


BY_HAND = Path(__file__).parent / "pages"
WANTED = [json.loads(line) for line in (BY_HAND / "wanted.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("wanted", WANTED, ids=[row["page"] for row in WANTED])
def test_a_page_in_the_manner_of_an_outlet_gives_its_text_title_and_date(wanted: dict[str, Any]) -> None:
    [found], skipped = read(BY_HAND / wanted["page"])
    furniture = {piece.start for piece in find_furniture(found.text)}
    own = [line.text for line in split_lines(found.text) if line.text and line.start not in furniture]
    assert not skipped
    assert own == [wanted["title"], *(" ".join(line.split()) for line in wanted["text"])]
    assert {key: getattr(found, key) for key in ("title", "source", "published")}.items() <= wanted.items()


def test_the_pages_are_of_ten_languages() -> None:
    assert len({row["page"] for row in WANTED}) == len(list(BY_HAND.glob("*.html"))) == 10


def test_the_joiners_that_words_are_spelled_with_stay(tmp_path: Path) -> None:
    text = "کسبه می\u200cگویند آتش\u200cسوزی عمدی نبود و آتش\u200cنشانان یک ساعت دیر رسیدند و کسی جان نباخت."
    head = "<html lang='fa'><head><title>آتش\u200cسوزی</title></head>"
    html = f"{head}<body><article><p>{text}</p></article></body></html>"
    found = article(tmp_path / "a.html", html.encode())
    assert text in found.text and found.title == "آتش\u200cسوزی"


@pytest.mark.parametrize(
    ("built", "published"),
    [("<lastBuildDate>Thu, 05 Dec 2024 10:00:00 +0300</lastBuildDate>", "2024-12-05T07:00+03:00"), ("", None)],
)
@pytest.mark.parametrize("ago", ["3 hours ago", "قبل 3 ساعات", "۳ ساعت پیش"])
def test_what_counts_from_now_in_a_feed_is_counted_from_when_it_was_written(
    tmp_path: Path, built: str, published: str | None, ago: str
) -> None:
    feed = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>الجزيرة</title>{built}'
        f"<item><title>{TITLE}</title><pubDate>{ago}</pubDate><description>{PARAGRAPHS[0]}</description></item>"
        "</channel></rss>"
    )
    (tmp_path / "a.rss").write_text(feed, "utf-8")
    [found], skipped = read(tmp_path / "a.rss")
    assert found.published == published
    assert ["counts from a moment" in s.reason for s in skipped] == ([] if published else [True])


# --- feeds as they are found

CASES = Path(__file__).parents[1] / "cases" / "inputs" / "feed_double_escaped"


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    ("first", "second"), [("قالت الوزارة إن 9 قتلوا.", "ونفى «آخرون» ذلك."), ("Nine “died”.", "Others denied it.")]
)
def test_markup_is_read_however_often_it_is_escaped(tmp_path: Path, times: int, first: str, second: str) -> None:
    body = f"<p>{first}</p><p>{second}</p>"
    for _ in range(times):
        body = escape(body)
    (tmp_path / "a.xml").write_text(ENTRY.format(body), "utf-8")
    [article], skipped = read(tmp_path / "a.xml")
    assert not skipped and article.text == f"x y\n\n{first}\n{second}"


def test_a_title_that_is_escaped_twice_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        ENTRY.replace("x y", "R&amp;amp;D &amp;#8220;x&amp;#8221;").format("Text."), "utf-8"
    )
    assert read(tmp_path / "a.xml")[0][0].title == "R&D “x”"


@pytest.mark.parametrize("name", ["a_once.xml", "g_twice_en.xml"])
def test_no_tag_of_a_feed_stands_in_its_text(name: str) -> None:
    [article], skipped = read(CASES / name)
    assert not skipped and not set("<>&") & set(article.text) and len(article.text.splitlines()) == 4


@pytest.mark.parametrize("mark", ["\x0b", "\x08", "\x00", "\ufffe"])
def test_a_character_that_no_feed_may_hold_costs_no_entry(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.xml").write_text(ENTRY.format(f"One{mark}. Two."), "utf-8")
    [article], skipped = read(tmp_path / "a.xml")
    assert not skipped and article.text.replace(" .", ".") == "x y\n\nOne. Two."


@pytest.mark.parametrize("name", ["a.php", "a", "a.txt", "a.html"])
def test_a_feed_is_a_feed_under_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ENTRY.format("قالت الوزارة إن 9 قتلوا."), "utf-8")
    [article], skipped = read(tmp_path / name)
    assert not skipped and article.title == "x y"


# --- pages and texts that went wrong


INPUTS = Path(__file__).parents[1] / "cases" / "inputs"
READ_WRONG = [
    ("index_page_teasers/c.html", ["مقتل 11 شخصا وإصابة 23", "قبل شهرين."], ["اقرأ أيضا", "ينفي رفع أسعار"]),
    ("index_page_teasers/e_spans.html", ["on Saturday. The owner denied"], ["Saturday.The"]),
    ("comments/in_b_ul.html", ["12 passengers were killed"], ["40 passengers", "Readers write"]),
    ("comments/d.txt", ["12 passengers were killed"], ["40 passengers", "sailor9"]),
    ("consent_banner/ar_b.html", ["12 راكبا قتلوا"], ["842", "شركاؤنا"]),
    ("consent_banner/in_a_aside.html", ["12 passengers were killed"], ["842", "cookies"]),
    ("consent_banner/d.txt", ["12 passengers were killed"], ["842", "cookies", "We value"]),
    ("author_bio/in_a.html", ["3 people drowned in Belda"], ["4 prizes", "80 people"]),
    ("list_in_table/in_c.html", ["12 people drowned", "40 houses were lost", "3 people", "7 houses"], []),
]


@pytest.mark.parametrize(("name", "wanted", "unwanted"), READ_WRONG, ids=[row[0] for row in READ_WRONG])
def test_what_went_wrong_is_read_right(name: str, wanted: list[str], unwanted: list[str]) -> None:
    [found], skipped = read(INPUTS / name)
    furniture = {piece.start for piece in find_furniture(found.text)}
    own = "\n".join(line.text for line in split_lines(found.text) if line.start not in furniture)
    assert not skipped
    assert [text for text in wanted if text not in own] == []
    assert [text for text in unwanted if text in own] == []


def test_the_list_page_is_named_and_the_live_blog_read_by_entry() -> None:
    articles, [skipped] = read(INPUTS / "index_page_teasers" / "a.html")
    assert not articles and skipped.reason.startswith("a list page: 5 headlines")
    articles, _ = read(INPUTS / "live_blog" / "in_a.html")
    assert [a.published for a in articles[1:]] == [f"2025-03-04T{time}+00:00" for time in ("18:40", "14:05", "09:10")]
    assert "open again" in articles[1].text and "is closed" in articles[2].text
