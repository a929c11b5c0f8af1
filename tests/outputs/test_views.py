"""What templates and the terminal show of a dispute."""

from dataclasses import replace

import pandas as pd
import pytest

from factcheck.outputs.pages import dispute_html
from factcheck.outputs.views import direction, dispute_view, how_sure, marked
from factcheck.schema import Analysis
from tests.outputs.conftest import Page, with_texts


def test_a_claim_of_several_pairs_is_shown_once_with_all_its_marks(analysis: Analysis) -> None:
    page = Page(dispute_html(analysis, analysis.disputes[0]))
    assert page.text_of["mark"] == ["826", "قتلوا", "500", "يقتل"]
    assert [quote.strip() for quote in page.text_of["blockquote"]] == list(analysis.claims["text"][:3])


def test_claims_of_one_side_that_clash_among_each_other_stay_on_it(analysis: Analysis) -> None:
    among = analysis.verdicts.iloc[0].copy()
    among["id"], among["a"], among["b"], among["marks_a"], among["marks_b"] = "p9", 1, 2, (), ()
    verdicts = pd.concat([analysis.verdicts, among.to_frame().T], ignore_index=True)
    dispute = replace(analysis.disputes[0], pairs=[0, 1, len(verdicts) - 1])
    changed = replace(analysis, verdicts=verdicts, disputes=[dispute])
    texts = analysis.claims["text"]
    a, b = ([claim["text"] for claim in side["claims"]] for side in dispute_view(changed, dispute)["sides"])
    assert (a, b) == ([texts[0]], [texts[1], texts[2]])


def test_a_claim_shows_who_says_it_where_and_when(analysis: Analysis) -> None:
    text = " ".join(Page(dispute_html(analysis, analysis.disputes[0])).text.split())
    said, unsaid = analysis.claims["text"][0], analysis.claims["text"][2]
    assert f"الوزارة {said} asserts · الجزيرة · 2024-12-01 · news/a1.txt" in text
    assert f"in the article’s own voice {unsaid} denies · outlet unknown · date unknown · news/a2.txt" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("826 جنديا قتلوا", "auto"),
        ("826 soldiers", "auto"),
        ("826", "auto"),
        ("", "auto"),
        ("CNN: قتل 826 جنديا في المدينة", "rtl"),
        ("حماة is a town in Syria", "ltr"),
    ],
)
def test_the_direction_is_that_of_most_letters_not_of_the_first_word(text: str, expected: str) -> None:
    assert direction(text) == expected


@pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "news/a.txt"])
def test_only_web_addresses_become_links(analysis: Analysis, location: str) -> None:
    page = Page(dispute_html(with_texts(analysis, location=location), analysis.disputes[0]))
    assert not page.attributes("href")
    assert location in page.text_of["bdi"]


@pytest.mark.parametrize(
    ("confidence", "words"), [(1.0, "very sure"), (0.9, "very sure"), (0.89, "fairly sure"), (0.0, "unsure")]
)
def test_certainty_is_put_in_words(confidence: float, words: str) -> None:
    assert how_sure(confidence) == words


def test_marks_that_overlap_are_one_mark() -> None:
    assert marked("abcdef", [(1, 3), (2, 4)]) == [("a", False), ("bcd", True), ("ef", False)]
    assert marked("abc", []) == [("abc", False)]
