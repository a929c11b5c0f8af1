"""Live blogs read by entry."""

import json
from pathlib import Path

import pytest

from factcheck.articles import read_articles
from factcheck.articles.live import Entry, with_days
from factcheck.schema import Article

LIMIT = 5_000_000
ENTRIES = {
    "en": [
        ("18:40", "Bridge open", "The bridge of Belda is open again, the mayor of the town said."),
        ("14:05", "Bridge shut", "The bridge of Belda is closed, and 5 people are missing."),
        ("09:10", "Water rises", "The river Osta rises by a hand each hour, the office said."),
    ],
    "ar": [
        ("18:40", "فتح الجسر", "قال رئيس البلدية إن جسر بلدة فتح من جديد أمام السيارات."),
        ("14:05", "إغلاق الجسر", "أغلق جسر بلدة أمام السيارات، وما زال خمسة أشخاص مفقودين."),
        ("09:10", "ارتفاع المياه", "يرتفع منسوب نهر أوستا كل ساعة بحسب مكتب الأرصاد الجوية."),
    ],
    "tr": [
        ("18:40", "Köprü açıldı", "Belediye başkanı Belda köprüsünün yeniden açıldığını söyledi."),
        ("14:05", "Köprü kapandı", "Belda köprüsü trafiğe kapatıldı, beş kişi ise hâlâ kayıp."),
        ("09:10", "Sular yükseliyor", "Osta nehrinin suyu her saat bir karış daha yükseliyor."),
    ],
}
SHAPES = {
    "posts": '<div class="post" id="p{n}"><time>{time}</time><h2>{head}</h2><p>{text}</p></div>',
    "stamps": '<article><span class="t">{time}</span><h3>{head}</h3><p>{text}</p></article>',
    "flat": "<h3>{time}</h3><h4>{head}</h4><p>{text}</p>",
    "moments": '<li><time datetime="2025-03-04T{time}:00+03:00">x</time><h3>{head}</h3><p>{text}</p></li>',
    "rows": "<tr><td>{time}</td><td><h4>{head}</h4><p>{text}</p></td></tr>",
}
AROUND = {"moments": "<ul>{}</ul>", "rows": "<table>{}</table>"}
DAY = '<meta property="article:published_time" content="2025-03-04T18:45:00+03:00">'


def page(lang: str, main: str, head: str = DAY) -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Belda</title>{head}</head>'
        f"<body><main><h1>Belda</h1>{main}</main></body></html>"
    )


def posts(lang: str, shape: str = "posts", is_turned: bool = False) -> str:
    rows = list(enumerate(ENTRIES[lang], 1))
    inner = "".join(
        SHAPES[shape].format(n=n, time=time, head=head, text=text)
        for n, (time, head, text) in (rows[::-1] if is_turned else rows)
    )
    return AROUND.get(shape, "<div>{}</div>").format(inner)


def read(tmp_path: Path, html: str) -> list[Article]:
    path = tmp_path / "a.html"
    path.write_text(html, "utf-8")
    articles, skipped = read_articles([path], LIMIT)
    assert not skipped
    return articles


@pytest.mark.parametrize("lang", sorted(ENTRIES))
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_each_entry_is_an_article_of_its_own_time(tmp_path: Path, lang: str, shape: str) -> None:
    found = read(tmp_path, page(lang, posts(lang, shape)))
    assert [a.text for a in found] == [f"{head}\n\n{text}" for _, head, text in ENTRIES[lang]]
    assert [a.published[:16] for a in found if a.published] == [f"2025-03-04T{time}" for time, _, _ in ENTRIES[lang]]
    assert all((a.published or "").endswith("+03:00") for a in found)
    assert len({a.location for a in found}) == len({a.id for a in found}) == 3
    assert {a.title for a in found} == {"Belda"}


def test_an_entry_has_its_place_on_the_page(tmp_path: Path) -> None:
    found = read(tmp_path, page("en", posts("en")))
    assert [a.location.rpartition("/")[2] for a in found] == ["a.html#p1", "a.html#p2", "a.html#p3"]
    found = read(tmp_path, page("en", posts("en", "stamps")))
    assert [a.location.rpartition("/")[2] for a in found] == ["a.html#1", "a.html#2", "a.html#3"]


def test_what_stands_before_the_entries_is_read_too(tmp_path: Path) -> None:
    intro = "<p>We follow the flood of Belda through the day.</p>"
    first, *rest = read(tmp_path, page("en", posts("en").replace("<div>", f"<div>{intro}", 1)))
    assert first.text == "Belda\n\nWe follow the flood of Belda through the day."
    assert first.published == "2025-03-04T18:45:00+03:00" and len(rest) == 3


@pytest.mark.parametrize("shape", ["posts", "flat", "stamps"])
def test_a_chronicle_told_from_its_beginning_is_one_article(tmp_path: Path, shape: str) -> None:
    [found] = read(tmp_path, page("en", f"<article>{posts('en', shape, is_turned=True)}</article>"))
    assert all(text in found.text for _, _, text in ENTRIES["en"])


def test_a_page_that_says_it_is_live_may_begin_with_the_oldest(tmp_path: Path) -> None:
    live = '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>'
    found = read(tmp_path, page("en", posts("en", is_turned=True), DAY + live))
    assert [a.text.split("\n")[0] for a in found] == ["Bridge open", "Bridge shut", "Water rises"]


def test_updates_that_only_machines_are_told_are_read(tmp_path: Path) -> None:
    updates = [
        {"headline": head, "articleBody": text, "datePublished": f"2025-03-04T{time}:00+03:00"}
        for time, head, text in ENTRIES["en"]
    ]
    declared = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates[::-1]})
    script = f'<script type="application/ld+json">{declared}</script>'
    found = read(tmp_path, page("en", "<div id='app'></div>", script))
    assert [(a.text.split("\n")[0], (a.published or "")[11:16]) for a in found] == [
        *[("Bridge open", "18:40"), ("Bridge shut", "14:05"), ("Water rises", "09:10")]
    ]


@pytest.mark.parametrize(
    "beside",
    [
        '<p>Published <time datetime="2025-03-04T10:00">10:00</time>, updated <time>09:00</time></p>',
        "<ul><li><time>14:05</time><a href='/1'>Fire at the mill of Belda</a></li>"
        "<li><time>13:05</time><a href='/2'>Vote on the bridge of Belda</a></li></ul>",
        "<p>18:40 is when the last train leaves, and 09:10 when the first one does, the office said.</p>",
    ],
)
def test_times_on_other_pages_make_no_live_blog(tmp_path: Path, beside: str) -> None:
    text = "".join(f"<p>{text}</p>" for _, _, text in ENTRIES["en"])
    [found] = read(tmp_path, page("en", f"<article>{beside}{text}</article>"))
    assert all(text in found.text for _, _, text in ENTRIES["en"])


@pytest.mark.parametrize("lang", sorted(ENTRIES))
def test_a_text_with_a_time_over_each_entry_is_read_by_entry(tmp_path: Path, lang: str) -> None:
    front = "---\nsource: Tarsa Times\ndate: 2025-03-04T19:00+03:00\n---\n"
    body = "\n\n".join(f"{time}\n{text}" for time, _, text in ENTRIES[lang])
    path = tmp_path / "a.txt"
    path.write_text(f"{front}Belda\n\n{body}\n", "utf-8")
    found, skipped = read_articles([path], LIMIT)
    assert not skipped
    assert [a.text for a in found] == [text for _, _, text in ENTRIES[lang]]
    assert [a.published for a in found] == [f"2025-03-04T{time}+03:00" for time, _, _ in ENTRIES[lang]]
    assert {(a.title, a.source) for a in found} == {("Belda", "Tarsa Times")}
    assert [a.location.rpartition("/")[2] for a in found] == ["a.txt#1", "a.txt#2", "a.txt#3"]


@pytest.mark.parametrize("times", [("09:10", "14:05"), ("14:05",), ("14:05 - 2025/03/04", "09:10 - 2025/03/03")])
def test_other_texts_with_times_are_one_article(tmp_path: Path, times: tuple[str, ...]) -> None:
    body = "\n\n".join(f"{time}\nThe bridge of Belda is closed to all traffic." for time in times)
    (tmp_path / "a.txt").write_text(f"---\ndate: 2025-03-04\n---\nBelda\n\n{body}\n", "utf-8")
    [found], _ = read_articles([tmp_path], LIMIT)
    assert found.published == "2025-03-04"


def test_the_entries_of_a_text_without_a_day_stay_together(tmp_path: Path) -> None:
    body = "\n\n".join(f"{time}\n{text}" for time, _, text in ENTRIES["en"])
    (tmp_path / "a.txt").write_text(f"Belda\n\n{body}\n", "utf-8")
    [found], _ = read_articles([tmp_path], LIMIT)
    assert all(text in found.text for _, _, text in ENTRIES["en"])


def entries(*times: str) -> list[Entry]:
    return [Entry(time, "", "text") for time in times]


@pytest.mark.parametrize(
    ("times", "published", "changed", "wanted"),
    [
        (("18:40", "09:10"), "2025-03-04", None, ["2025-03-04T18:40", "2025-03-04T09:10"]),
        (("00:20", "23:50"), "2025-03-04T08:00", "2025-03-05T00:21", ["2025-03-05T00:20", "2025-03-04T23:50"]),
        (("23:50", "23:10"), "2025-03-04T08:00", "2025-03-05T00:21", ["2025-03-04T23:50", "2025-03-04T23:10"]),
        (("00:20", "23:50"), "2025-03-05T00:25", None, ["2025-03-05T00:20", "2025-03-04T23:50"]),
        (("00:20", "23:50"), "2025-03-05", None, ["", ""]),
        (("18:40", "09:10"), None, None, ["", ""]),
        (("2025-03-01T10:00+00:00", "09:10"), "2025-03-04", None, ["2025-03-01T10:00+00:00", "2025-03-04T09:10"]),
    ],
)
def test_a_clock_is_of_the_day_that_the_page_tells(
    times: tuple[str, ...], published: str | None, changed: str | None, wanted: list[str]
) -> None:
    found = [entry.time for entry in with_days(entries(*times), published, changed)]
    assert [time[:16] for time in found] == [time[:16] for time in wanted]


def test_entries_that_say_nearly_the_same_stay_apart_under_one_address(tmp_path: Path) -> None:
    rows = [("18:40", "open"), ("14:05", "closed"), ("09:10", "open")]
    main = "".join(
        f'<div class="post" id="p{time[:2]}"><time>{time}</time>'
        f"<p>The road over the bridge of Belda is {state}.</p></div>"
        for time, state in rows
    )
    head = f'{DAY}<link rel="canonical" href="https://news.example/live">'
    found = read(tmp_path, page("en", f"<div>{main}</div>", head))
    assert [a.published for a in found] == [f"2025-03-04T{time}+03:00" for time, _ in rows]
    assert {a.date_note for a in found} == {"the time of the entry"}
