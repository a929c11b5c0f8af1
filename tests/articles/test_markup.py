"""A tree of HTML mended, and its lines."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from factcheck.articles import read_articles
from factcheck.articles.markup import fill_gaps, find_blocks, is_paragraph, open_boxes, separate_words, text_of

LIMIT = 5_000_000
FIRST = "The ferry office of Belmar said on Monday that the ship would be back at sea in a week."
LAST = "No passenger was hurt when it ran aground, and the captain denied that he had been asleep."


def tree(body: str) -> object:
    return lxml_html.document_fromstring(f"<html><body>{body}</body></html>")


def read(tmp_path: Path, body: str, lang: str = "en") -> str:
    path = tmp_path / "a.html"
    head = f'<html lang="{lang}"><head><meta charset="utf-8"><title>Belmar</title></head>'
    path.write_text(f"<!DOCTYPE html>{head}<body>{body}</body></html>", "utf-8")
    [article], skipped = read_articles([path], LIMIT)
    assert not skipped
    return article.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<div><span>Adana</span><span>Police</span></div>", "Adana Police"),
        ("<div><span>أضنة</span><span>الشرطة</span></div>", "أضنة الشرطة"),
        ("<p><a href='/a'>Adana</a><strong>Police said</strong></p>", "Adana Police said"),
        ("<p><span><b>Adana</b></span><em>Police</em></p>", "Adana Police"),
        ("<p>at<time>14:05</time>Police</p>", "at 14:05 Police"),
        ("<div><span>7 ديسمبر</span><button>المزيد</button></div>", "7 ديسمبر المزيد"),
        ("<p>H<sub>2</sub>O and m<sup>2</sup></p>", "H2O and m2"),
        ("<p><span class='dropcap'>T</span><span>he ship</span></p>", "The ship"),
        ("<p>Hama<b>s</b></p>", "Hamas"),
        ("<p><span style='font-size:9pt'>Ada</span><span style='font-size:9pt'>na</span></p>", "Adana"),
        ("<p><span>Adana</span> <span>Police</span></p>", "Adana Police"),
    ],
)
def test_the_words_of_neighbouring_elements_are_not_glued(body: str, text: str) -> None:
    root = tree(body)
    separate_words(root)
    assert text_of(root) == text


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("abcdеиلم漢", min_size=2, max_size=5), min_size=2, max_size=5))
def test_no_words_of_any_script_are_glued(words: list[str]) -> None:
    root = tree("<p>" + "".join(f"<span>{word}</span>" for word in words) + "</p>")
    separate_words(root)
    assert text_of(root).split() == words


def test_lines_are_those_that_are_seen() -> None:
    root = tree("<div>a<p>b<br>c</p>d<!-- x -->e<script>f</script><ul><li>g</li></ul>h</div>")
    assert [(b.text, b.element.tag) for b in find_blocks(root)] == [
        *[("a", "div"), ("b", "p"), ("c", "p"), ("de", "div"), ("g", "li"), ("h", "div")]
    ]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "<table><tr><td>Tarsa</td><td><ul><li>12 people drowned</li><li>40 houses were lost</li></ul></table>",
            ["Tarsa", "12 people drowned", "40 houses were lost"],
        ),
        (
            "<table><tbody><tr><td>طرسا</td><td><ol><li>غرق 12 شخصا</li><li>تهدم 40 منزلا</li></ol></td></tr></table>",
            ["طرسا", "غرق 12 شخصا", "تهدم 40 منزلا"],
        ),
        (
            "<table><tr><th>Tarsa</th><td><p>12 people drowned.</p><p>40 houses were lost.</p></td></tr></table>",
            ["Tarsa", "12 people drowned.", "40 houses were lost."],
        ),
        (
            "<table><tr><td>Tarsa</td><td>12 people drowned<br>40 houses were lost</td></tr></table>",
            ["Tarsa\n", "12 people drowned\n", "40 houses were lost"],
        ),
        (
            "<table><tr><td>Tarsa<ul><li>12 drowned<ul><li>3 of them children</li></ul></li></ul></td></tr></table>",
            ["Tarsa", "12 drowned", "3 of them children"],
        ),
    ],
)
def test_what_stands_in_the_cells_of_a_table_is_read(tmp_path: Path, table: str, wanted: list[str]) -> None:
    text = read(tmp_path, f"<article><h1>Belmar</h1><p>{FIRST}</p>{table}<p>{LAST}</p></article>")
    assert [part for part in wanted if part not in text] == []
    assert text.endswith(LAST)


@pytest.mark.parametrize("box", ["aside", "form", "fieldset", "dialog", "header"])
@pytest.mark.parametrize("title", ["<h1>Belmar</h1>", "<h2>Belmar</h2>"])
def test_an_article_in_a_box_of_another_purpose_is_read(tmp_path: Path, box: str, title: str) -> None:
    body = f"<div><{box} class='story'>{title}<p>{FIRST}</p><p>{LAST}</p></{box}></div><footer><p>Imprint</p></footer>"
    assert read(tmp_path, body).split("\n")[-2:] == [FIRST, LAST]


def test_a_box_beside_an_article_stays_a_box() -> None:
    root = tree(f"<article><h1>Belmar</h1><p>{FIRST}</p></article><aside><p>{LAST}</p></aside>")
    open_boxes(root)
    assert [e.tag for e in root.iter("aside")] == ["aside"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lang", "lost"),
    [
        ("en", "The <a href='/p'>port master of Belmar</a> said he had warned the <a href='/c'>captain</a> twice."),
        ("fa", "<a href='/p'>رئیس بندر</a> می‌گوید دو بار به ناخدا هشدار داده بود و او <a href='/c'>نمی‌شنید</a>."),
        ("ar", "قال <a href='/p'>مدير الميناء</a> إنه حذر <a href='/c'>القبطان</a> مرتين قبل جنوح السفينة."),
    ],
)
def test_a_paragraph_with_links_stays(tmp_path: Path, lang: str, lost: str) -> None:
    lines = "".join(f"<div><p>{line}</p></div>" for line in (FIRST, lost, LAST))
    body = f"<article><h1>Belmar</h1><div>{lines}</div></article>"
    plain = lxml_html.fromstring(f"<p>{lost}</p>").text_content()
    assert plain in read(tmp_path, body, lang).split("\n")


def test_a_lost_paragraph_comes_back_in_its_place_and_no_other_part_of_the_page() -> None:
    lead = "Ship aground at Belmar since Sunday, and nobody was hurt in it."
    middle = "The port master said that he had warned the captain of the sand twice."
    foreign = "Sign up for our letter, and never miss what happens in Belmar town."
    root = tree(
        f"<p>{foreign}</p><h1>Belmar</h1><p>{lead}</p><p>{FIRST}</p><div class='newsletter'><p>{foreign}</p></div>"
        f"<p>{middle}</p><p>{LAST}</p><p>{foreign}</p>"
    )
    assert fill_gaps(f"{FIRST}\n{LAST}", root) == "\n".join([lead, FIRST, middle, LAST])
    assert fill_gaps("something else", root) == "something else"


def test_what_follows_the_last_line_beside_it_comes_back_too(tmp_path: Path) -> None:
    rest = "<ul><li>Belmar counted 3 ships.</li></ul>"
    page = f"<table><tr><td><h1>Belmar</h1><p>{FIRST}</p><p>{LAST}</p>{rest}</td></tr></table>"
    assert read(tmp_path, page).split("\n")[-2:] == [LAST, "- Belmar counted 3 ships."]


@pytest.mark.parametrize(
    ("text", "wanted"), [(FIRST, True), ("Home", False), ("港务局表示周五中午之前不会有任何船只离港。", True)]
)
def test_a_paragraph_is_told_from_a_label(text: str, wanted: bool) -> None:
    assert is_paragraph(text) is wanted


def test_hostile_markup_costs_no_more_than_its_length() -> None:
    begin = time.process_time()
    root = tree("<span>a</span>" * 20_000 + "<div>" * 200 + "<table><tr><td>x<ul><li>y" * 200)
    separate_words(root)
    open_boxes(root)
    assert len(text_of(root)) > 20_000 and time.process_time() - begin < 10
