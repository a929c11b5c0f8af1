"""What a reader, a spreadsheet, a browser and a terminal get of an analysis."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from factcheck.errors import IndexStoreError, InputError
from factcheck.outputs.escaping import escape_markdown
from factcheck.outputs.formats import REPORT_FORMATS, write_reports
from factcheck.outputs.pages import css, dispute_html, evidence_html, write_html, write_markdown
from factcheck.outputs.records import claim_record, pair_records
from factcheck.outputs.tables import write_csv, write_jsonl
from factcheck.outputs.terminal import print_disputes
from factcheck.outputs.views import direction, dispute_view, how_sure, marked, with_sentences
from factcheck.schema import Analysis, Article, Reason
from tests.conftest import ARTICLES

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></blockquote><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }} {% raw %}",
    "<!-- ]]> &lt;b&gt; &amp;",
    'http://x.example/" onclick="alert(1)',
)
VOID = {"meta", "br", "img", "hr", "input", "link"}


class Page(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.text_of: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        self.text_of.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "tags must nest"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in self._open:
            self.text_of[tag][-1] += data

    def attributes(self, *names: str) -> list[str]:
        return [value or "" for _, attrs in self.tags for name, value in attrs.items() if name in names]

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.tags if name in (attrs.get("class") or "").split()]


@pytest.fixture
def empty(analysis: Analysis) -> Analysis:
    return replace(
        analysis,
        claims=analysis.claims.iloc[:0],
        topics=analysis.topics.iloc[:0],
        verdicts=analysis.verdicts.iloc[:0],
        disputes=[],
        judged=0,
    )


@pytest.fixture
def written(analysis: Analysis, tmp_path: Path) -> Callable[..., str]:
    """`written(write, analysis)`: what a writer writes."""

    def text(write: Callable[[Analysis, Path], None], of: Analysis = analysis) -> str:
        write(of, tmp_path / "file")
        return (tmp_path / "file").read_bytes().decode()

    return text


def with_texts(analysis: Analysis, **columns: object) -> Analysis:
    return replace(analysis, claims=analysis.claims.assign(**columns))


# --- records


def test_a_record_has_the_keys_other_programs_rely_on(analysis: Analysis) -> None:
    record = next(pair_records(analysis))
    assert list(record) == [
        "id", "relation", "kind", "confidence", "dispute", "topic", "reasons", "a", "b",
    ]  # fmt: skip
    side = ["article", "source", "published", "speaker", "stance", "text", "start", "end", "lang"]
    assert list(record["a"]) == list(record["b"]) == side


def test_every_conflict_and_update_is_written_by_rank_of_its_dispute(analysis: Analysis) -> None:
    found = [(r["id"], r["relation"], r["dispute"]) for r in pair_records(analysis)]
    in_disputes = [("p0", "conflict", "d0"), ("p1", "conflict", "d0"), ("p2", "update", "d1")]
    assert found == [*in_disputes, ("p3", "conflict", None)]


def test_the_text_is_the_slice_of_the_article(analysis: Analysis) -> None:
    article_at = dict(zip(analysis.claims["location"], analysis.claims["article"], strict=True))
    for record in pair_records(analysis):
        for side in (record["a"], record["b"]):
            assert ARTICLES[article_at[side["article"]]][side["start"] : side["end"]] == side["text"]


def test_the_topic_is_the_label_of_the_disputes_topic(analysis: Analysis) -> None:
    assert [r["topic"] for r in pair_records(analysis)][1:3] == list(analysis.topics["label"])


def test_what_is_unknown_is_null_and_never_empty(analysis: Analysis) -> None:
    record = claim_record(analysis.claims.to_dict("records")[2] | {"lang": ""})
    unknown = [name for name, value in record.items() if value is None]
    assert unknown == ["source", "published", "speaker", "lang"]
    assert record["stance"] == "denies"


def test_json_lines_are_one_object_a_line_for_any_reader(analysis: Analysis, written: Callable[..., str]) -> None:
    split = with_texts(analysis, speaker="a\u2028b\u0085c\nd")
    lines = written(write_jsonl, split).splitlines()
    assert [json.loads(line) for line in lines] == list(pair_records(split))
    assert "الجزيرة" in lines[0]


# --- CSV


def test_a_spreadsheet_gets_arabic_and_every_pair(analysis: Analysis, written: Callable[..., str]) -> None:
    text = written(write_csv)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["p0", "p1", "p2", "p3"]
    assert rows[0]["a_text"] == "826 جنديا قتلوا في المدينة"
    assert (rows[0]["b_source"], rows[0]["a_start"]) == ("", "16")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_cell_runs_as_a_formula(analysis: Analysis, tmp_path: Path, cell: str) -> None:
    write_csv(with_texts(analysis, text=cell, speaker=cell, source=cell, location=cell), tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("a_text", "b_text", "a_speaker", "a_source", "b_article"):
        assert rows[0][name] == "'" + cell


# --- HTML


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
    note = "not on Italian (2 claims), xx (1 claim), where number words are not read either."
    assert note in " ".join(Page(written(write_html, foreign)).text.split())
    assert f"\nNote: {note}\n" in written(write_markdown, foreign)


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


@pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "news/a.txt"])
def test_only_web_addresses_become_links(analysis: Analysis, location: str) -> None:
    page = Page(dispute_html(with_texts(analysis, location=location), analysis.disputes[0]))
    assert not page.attributes("href")
    assert location in page.text_of["bdi"]


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


@pytest.mark.parametrize(
    ("confidence", "words"), [(1.0, "very sure"), (0.9, "very sure"), (0.89, "fairly sure"), (0.0, "unsure")]
)
def test_certainty_is_put_in_words(confidence: float, words: str) -> None:
    assert how_sure(confidence) == words


def test_marks_that_overlap_are_one_mark() -> None:
    assert marked("abcdef", [(1, 3), (2, 4)]) == [("a", False), ("bcd", True), ("ef", False)]
    assert marked("abc", []) == [("abc", False)]


# --- Markdown


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "# no heading",
        "- no list",
        "1. no list",
        "*no* _no_ `no` ~~no~~",
        "[a](http://b) ![x](http://evil)",
        "a | b",
        "www.evil.example",
        "> no quote",
        "===",
        "line\n\nbreak",
    ],
)
def test_markdown_shows_article_text_as_it_is(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(escape_markdown(text))
    page = Page(html)
    assert {tag for tag, _ in page.tags} == {"p"}
    assert page.text.strip() == " ".join(text.split())


def test_markdown_has_both_sides_with_their_marks(analysis: Analysis, written: Callable[..., str]) -> None:
    text = written(write_markdown)
    assert '<div dir="auto">\n\n**826** جنديا **قتلوا** في المدينة\n\n</div>' in text
    assert text.index("#### Side A") < text.index("**826**") < text.index("#### Side B") < text.index("**500**")
    assert text.index("## Conflicts") < text.index("## Updates")
    page = Page(MarkdownIt().render(text))
    assert page.text_of["strong"][:4] == ["826", "قتلوا", "500", "يقتل"]


# --- files


def test_the_same_analysis_gives_the_same_bytes(analysis: Analysis, tmp_path: Path) -> None:
    first, second = (write_reports(analysis, REPORT_FORMATS, tmp_path / f, "news") for f in ("one", "two"))
    assert [path.name for path in first] == [f"news.{f}" for f in REPORT_FORMATS]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_report_without_disputes_can_be_written_in_every_format(empty: Analysis, tmp_path: Path) -> None:
    sizes = {p.suffix: p.stat().st_size for p in write_reports(empty, REPORT_FORMATS, tmp_path, "empty")}
    assert sizes[".jsonl"] == 0 and all(size for suffix, size in sizes.items() if suffix != ".jsonl")


def test_a_format_that_is_not_known_is_named_with_those_that_are(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pdf; choose from html, md, csv, jsonl, parquet, graphml"):
        write_reports(analysis, ["html", "pdf"], tmp_path, "news")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said_with_the_way_out(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match="--output"):
        write_reports(analysis, ["csv"], tmp_path / "file", "news")


# --- terminal


def printed(analysis: Analysis, width: int = 100, limit: int | None = None, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="standard" if color else None)
    print_disputes(analysis, console, limit)
    return out.getvalue()


def test_a_terminal_shows_both_sides_in_one_row(analysis: Analysis) -> None:
    text = printed(analysis)
    assert "1. conflict · number · 80%, fairly sure\nTopic: \u202b500 جندي" in text
    row = next(line for line in text.splitlines() if "826 جنديا" in line)
    assert row.index("826") < row.index("500 جندي")


def test_every_border_has_a_left_to_right_mark_on_both_sides(analysis: Analysis) -> None:
    text = printed(with_texts(analysis, speaker="الجيش │ الوزارة"))
    rows = [line for line in text.splitlines() if line.startswith("\u200e│")]
    assert len(rows) > 5
    for row in rows:
        assert row.startswith("\u200e│\u200e") and row.endswith("\u200e│\u200e")
        assert row.count("\u200e│\u200e") == 3


def test_all_lines_of_a_table_are_of_one_width(analysis: Analysis) -> None:
    for width in (70, 71, 99, 160):
        lines = [line for line in printed(analysis, width).splitlines() if re.match("\u200e?[╭│╰]", line)]
        visible = {len(re.sub("[\u200e\u202b\u202c]", "", line)) for line in lines}
        assert len(visible) == 1 and visible.pop() <= width


def test_right_to_left_lines_stand_at_the_right_and_keep_their_order(analysis: Analysis) -> None:
    row = next(line for line in printed(analysis).splitlines() if "826 جنديا" in line)
    left = row.split("│")[1]
    assert re.fullmatch("\u200e +\u202b826 جنديا قتلوا في المدينة\u202c \u200e", left)


@pytest.mark.parametrize("width", [20, 40, 69])
def test_a_narrow_terminal_gets_the_sides_one_below_the_other(analysis: Analysis, width: int) -> None:
    text = printed(analysis, width)
    assert "│" not in text
    assert text.index("A · 1 independent") < text.index("826 ") < text.index("B · 1 independent")
    assert all(len(re.sub("[\u200e\u202b\u202c]", "", line)) <= width for line in text.splitlines())


def test_an_article_cannot_send_commands_to_a_terminal_or_turn_its_lines(analysis: Analysis) -> None:
    evil = "a\x1b[2Jb\x9b31mc\u202ed\u2066e\x07f\rg\nh"
    hostile = with_texts(analysis, text=evil, speaker=evil, source=evil, location=evil, stance=evil, published=evil)
    hostile = replace(hostile, topics=analysis.topics.assign(label=evil))
    text = printed(hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "a[2Jb31mcdef g h" in text


def test_markup_of_the_library_in_an_article_is_text(analysis: Analysis) -> None:
    assert "[red]x[/red] :smile: [/]" in printed(with_texts(analysis, speaker="[red]x[/red] :smile: [/]"))


def test_marks_are_seen_on_a_terminal_and_no_codes_go_to_a_file(analysis: Analysis) -> None:
    assert re.search("\x1b\\[1;7m826\x1b\\[0m", printed(analysis, color=True))
    assert "\x1b" not in printed(analysis)


def test_a_limit_says_how_many_are_left(analysis: Analysis) -> None:
    text = printed(analysis, limit=1)
    assert "1 more" in text and "900" not in text
    assert "more" not in printed(analysis).splitlines()[-1]


def test_a_reader_who_leaves_is_told_to_the_caller(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Gone())
    with pytest.raises(BrokenPipeError):
        print_disputes(analysis)


def test_a_terminal_without_disputes_says_what_to_do_next(empty: Analysis) -> None:
    assert "factcheck index PATH..." in printed(empty)
