"""Lines of a text, with their places."""

from factcheck.text.lines import split_lines


def test_lines_are_slices_without_the_blanks_around_them() -> None:
    text = "  one \r\n\n\ttwo\u2028three"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["one", "", "two", "three"]
    assert all(text[line.start : line.end] == line.text for line in lines)
