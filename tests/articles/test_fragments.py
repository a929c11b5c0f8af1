"""Markup that stands in a text -> the text that it marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.articles.fragments import cell_text, end_lines, has_paragraphs, read_markup


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("&lt;p&gt;قال &amp;#8220;لا&amp;#8221;.&lt;/p&gt;&lt;p&gt;ونفى ذلك.&lt;/p&gt;", "قال “لا”.\nونفى ذلك."),
        ("&amp;lt;p&amp;gt;Police denied it.&amp;lt;/p&amp;gt;", "Police denied it."),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("أولا.<br/>ثانيا.<br>ثالثا.", "أولا.\nثانيا.\nثالثا."),
        ("<div>Text<ul><li>One<li>Two</ul>after</div>", "Text\nOne\nTwo\nafter"),
        ("<table><tr><td>7</td><td>dead</td></tr></table>", "7 dead"),
        ("<![CDATA[<b>قتل</b> 7]]>", "قتل 7"),
        ("<script>var x = 1;</script>Text.<style>p {}</style><!-- no -->", "Text."),
        ('<a href="/x">Adana</a><a href="/y">Police</a>', "Adana Police"),
        ("<b>H</b>ama fell", "Hama fell"),
        ("<span>Adana</span><em>Police</em> said so", "Adana Police said so"),
        ("<div><time>14:05</time>الشرطة<small>أضنة</small></div>", "14:05 الشرطة أضنة"),
        ("The army &amp; the police said &quot;no&quot;", 'The army & the police said "no"'),
        ("AT&amp;amp;T", "AT&T"),
        ("one\nline <b>in</b> a page<p>two", "one line in a page\ntwo"),
        ("A first one.\n\nA second <b>one</b>.", "A first one.\nA second one."),
    ],
)
def test_markup_is_read_as_text(cell: str, text: str) -> None:
    assert read_markup(cell) == text


@pytest.mark.parametrize(
    "text",
    ["5 < 6 and 7 > 3", "I <3 Aleppo", "a <unknown> word", "R&D; AT&T", "إذا كان س<ص", "x\n\n y ", "<", "&#;", "&&&"],
)
def test_a_text_without_markup_stays_as_it_is(text: str) -> None:
    assert cell_text(text) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("حريق\\n\\nقالت الشرطة.\\nونفى.", ["حريق", "قالت الشرطة.", "ونفى."]),
        ("Fire\\r\\nPolice said so.\\nOthers denied.", ["Fire", "Police said so.", "Others denied."]),
        ("Twice\\\\nescaped", ["Twice", "escaped"]),
    ],
)
def test_line_ends_that_are_written_out_end_lines_and_no_place_moves(text: str, lines: list[str]) -> None:
    read = end_lines(text)
    assert [line.strip() for line in read.splitlines() if line.strip()] == lines
    assert len(read) == len(text) and all(read.index(line) == text.index(line) for line in lines)


@pytest.mark.parametrize("text", ["C:\\news\\today.txt", "see \\\\server\\news now", "no \\ escape", "D:\\new folder"])
def test_a_path_holds_no_line_end(text: str) -> None:
    assert end_lines(text) == text


def test_a_piece_of_a_page_begins_with_a_block() -> None:
    assert has_paragraphs("<p>One.</p>\n<p>Two.</p>") and has_paragraphs('\n<div class="x">أ</div>')
    assert (
        not has_paragraphs("Of <p>tags</p>.") and not has_paragraphs("<p>never closed") and not has_paragraphs("<3 p")
    )


@given(st.text())
def test_no_text_breaks_the_reading_of_markup(text: str) -> None:
    assert isinstance(cell_text(text), str)


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=200))
def test_words_and_numbers_go_through_as_they_are(text: str) -> None:
    assert cell_text(text) == text
    assert "".join(cell_text(f"<p>{text}</p>").split()) == "".join(text.split())
