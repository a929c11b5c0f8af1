"""Disputes on a terminal."""

import io
import re
from dataclasses import replace

import pytest

from factcheck.outputs.terminal import print_disputes
from factcheck.schema import Analysis
from tests.outputs.conftest import printed, with_texts


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
