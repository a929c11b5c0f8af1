"""Disputes as HTML and Markdown."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from factcheck.outputs.pages import css, dispute_html, evidence_html, write_html, write_markdown
from factcheck.outputs.tables import write_jsonl
from factcheck.outputs.views import with_sentences
from factcheck.schema import Analysis, Article, Reason
from tests.conftest import ARTICLES
from tests.outputs.conftest import HOSTILE, Page, printed, with_texts


def test_the_page_counts_and_never_rules(analysis: Analysis, written: Callable[..., str]) -> None:
    text = " ".join(Page(written(write_html)).text.split())
    assert "1 conflict, 1 update; 3 articles, 4 claims, 6 pairs judged." in text
    assert "reading was measured on" not in text
    assert "never rules on who is right" in text
    assert "not yet a calibrated probability" in text


def test_a_report_says_which_languages_could_not_be_read_in_full(
    analysis: Analysis, written: Callable[..., str]
) -> None:
    foreign = replace(analysis, claims=analysis.claims.assign(lang=["it", "it", "xx", "en"]))
    note = "not on Italian (2 claims), xx (1 claim), where number words are not read either"
    assert note in " ".join(Page(written(write_html, foreign)).text.split())
    assert f"; {note}" in written(write_markdown, foreign).replace("\\", "")


def test_conflicts_stand_before_updates_each_with_kind_certainty_topic_and_reasons(
    analysis: Analysis, written: Callable[..., str]
) -> None:
    conflicts, updates = Page(written(write_html)).text.split("Updates")
    assert "Conflicts" in conflicts
    for words in (
        "number",
        "conflict · How sure: 80%, fairly sure",
        "500 جندي قتلوا في المدينة",
        "“500” and “826”: soldiers",
        "one denies what the other states",
    ):
        assert words in conflicts
    assert "update · How sure: 65%, more likely than not" in updates


def test_independent_origins_are_counted_on_each_side(analysis: Analysis) -> None:
    dispute = replace(analysis.disputes[0], origins_a=3)
    text = Page(dispute_html(analysis, dispute)).text
    assert "Side A · 3 independent origins" in text
    assert "Side B · 1 independent origin" in text and "1 independent origins" not in text


def test_the_sentence_around_a_claim_can_be_opened_where_it_says_more(analysis: Analysis) -> None:
    articles = [Article(key, key, text) for key, text in ARTICLES.items()]
    page = Page(dispute_html(with_sentences(analysis, articles), analysis.disputes[0]))
    assert [text.partition("around it")[2].strip() for text in page.text_of["details"]] == [
        "قالت الوزارة إن 826 جنديا قتلوا في المدينة.",
        "أعلن الجيش أن 500 جندي قتلوا في المدينة.",
        "ولم يقتل أحد في المدينة.",
    ]
    assert page.text_of["b"] == list(analysis.claims["text"][:3])


def test_each_block_of_article_text_has_its_own_direction_and_language(analysis: Analysis) -> None:
    blocks = Page(dispute_html(analysis, analysis.disputes[1])).of_class("fc-said")
    assert [(block["dir"], block["lang"]) for block in blocks] == [
        ("auto", "en"),
        ("auto", "ar"),
        ("auto", "en"),
    ]
    assert ".fc-said { unicode-bidi: plaintext; text-align: start; }" in css()
    assert "bidi-override" not in css()


def test_names_and_numbers_of_the_interface_are_isolated(analysis: Analysis) -> None:
    isolated = Page(dispute_html(analysis, analysis.disputes[0])).text_of["bdi"]
    assert {"الوزارة", "الجزيرة", "2024-12-01", "news/a1.txt", "80%"} <= set(isolated)


def test_characters_that_turn_numbers_round_are_not_shown(analysis: Analysis, written: Callable[..., str]) -> None:
    turned = with_texts(analysis, text="\u202e826\u202c \u2067جنديا\u2069 \x1b[31m", speaker="\u202dx")
    for write in (write_html, write_markdown):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", written(write, turned))
        assert "826" in written(write, turned)
    assert json.loads(written(write_jsonl, turned).splitlines()[0])["a"]["text"] == turned.claims["text"][0]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(analysis: Analysis, written: Callable[..., str], text: str) -> None:
    names = ("text", "speaker", "source", "published", "stance", "lang", "location", "sentence")
    hostile = with_texts(analysis, **dict.fromkeys(names, text), start=0, end=1, sentence_start=0)
    hostile = replace(hostile, topics=analysis.topics.assign(label=text, lang=text))
    quoting = (Reason("through", (("quote", text),)),)
    hostile = replace(hostile, verdicts=analysis.verdicts.assign(reasons=[quoting] * 4, marks_a=[((0, 3),)] * 4))
    page = Page(written(write_html, hostile))
    assert not {"script", "img", "svg", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not page.attributes("href", "src")
    assert text in page.text_of["blockquote"] and text in page.text_of["bdi"]


def test_a_reports_page_loads_nothing(analysis: Analysis, written: Callable[..., str]) -> None:
    html = written(write_html)
    page = Page(html)
    assert page.attributes("src", "srcset", "data", "action", "style") == []
    assert set(page.attributes("href")) == {"https://example.org/a3?x=1&y=2"}
    assert not {"script", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert "@import" not in html and "url(" not in html


def test_a_link_gives_nothing_away(analysis: Analysis) -> None:
    links = [attrs for tag, attrs in Page(dispute_html(analysis, analysis.disputes[1])).tags if tag == "a"]
    assert [link["rel"] for link in links] == ["noopener noreferrer"]


def test_the_page_shows_the_very_card_that_is_shown_elsewhere(analysis: Analysis, written: Callable[..., str]) -> None:
    html = written(write_html)
    assert all(dispute_html(analysis, dispute).strip() in html for dispute in analysis.disputes)
    assert css().strip() in html


def test_evidence_is_a_card_of_one_claim(analysis: Analysis) -> None:
    row = analysis.claims.to_dict("records")[0]
    verdict = {"relation": "agreement", "kind": "", "confidence": 0.9, "reasons": (Reason("same"),), "marks": ((0, 4),)}
    card = Page(evidence_html({**row, **verdict}))
    assert "agreement · How sure: 90%, very sure" in card.text and "they say the same" in card.text
    assert card.text_of["blockquote"] == [row["text"]]


def test_a_page_without_disputes_says_what_to_do_next(
    analysis: Analysis, empty: Analysis, written: Callable[..., str]
) -> None:
    nothing_clashes = replace(analysis, disputes=[], verdicts=analysis.verdicts.iloc[:0])
    assert "Add articles of other outlets" in Page(written(write_html, nothing_clashes)).text
    text = Page(written(write_html, empty)).text
    assert "0 conflicts, 0 updates; 0 articles" in text
    assert "Take in articles first: factcheck index PATH..." in " ".join(text.split())


@pytest.mark.parametrize(("kept", "headings"), [([0], ["Conflicts"]), ([1], ["Updates"])])
def test_a_section_without_disputes_has_no_heading(
    analysis: Analysis, written: Callable[..., str], kept: list[int], headings: list[str]
) -> None:
    some = replace(analysis, disputes=[analysis.disputes[i] for i in kept])
    assert Page(written(write_html, some)).text_of["h2"] == headings
    assert re.findall("^## (.*)$", written(write_markdown, some), re.M) == headings


def test_what_is_rather_wrong_than_right_stands_last_and_folded(
    analysis: Analysis, written: Callable[..., str]
) -> None:
    conflict, update = analysis.disputes[:2]
    both = replace(analysis, disputes=[replace(conflict, confidence=0.49), replace(update, confidence=0.5)])
    page = Page(written(write_html, both))
    assert page.text_of["h2"] == ["Updates", "Less sure"] and "0 conflicts, 1 update, 1 less sure;" in page.text
    assert any("826" in folded for folded in page.text_of["details"])
    text = written(write_markdown, both)
    assert re.findall("^## (.*)$", text, re.M) == ["Updates", "Less sure"]
    assert text.index("more were wrong than right") < text.index("### 1. conflict, number: 49%")
    shown = printed(both)
    assert shown.index("1. update") < shown.index("more were wrong than right") < shown.index("2. conflict")
    assert "more were wrong" not in printed(analysis)
    alone = replace(analysis, disputes=[replace(conflict, confidence=0.2)])
    assert "Less sure" in printed(alone) and Page(written(write_html, alone)).text_of["h2"] == ["Less sure"]


def test_markdown_has_both_sides_with_their_marks(analysis: Analysis, written: Callable[..., str]) -> None:
    text = written(write_markdown)
    assert '<div dir="auto">\n\n**826** جنديا **قتلوا** في المدينة\n\n</div>' in text
    assert text.index("#### Side A") < text.index("**826**") < text.index("#### Side B") < text.index("**500**")
    assert text.index("## Conflicts") < text.index("## Updates")
    page = Page(MarkdownIt().render(text))
    assert page.text_of["strong"][:4] == ["826", "قتلوا", "500", "يقتل"]
