"""The text of a table -> its rows."""

from collections.abc import Sequence

import pytest

from factcheck.articles.rows import csv_rows
from factcheck.errors import InputError


def is_header(names: Sequence[str]) -> bool:
    return bool({"text", "النص"} & {name.strip() for name in names})


def rows(table: str) -> list[object]:
    return [row if isinstance(row, dict) else str(row) for _, row in csv_rows(table, 1_000, is_header)]


@pytest.mark.parametrize(
    "table",
    [
        "text,source\n{a},{b}\n",
        "sep=,\ntext,source\n{a},{b}\n",
        "sep=;\r\ntext;source\r\n{a};{b}\r\n",
        '"sep=;"\ntext;source\n{a};{b}\n',
        "SEP=|\ntext|source\n{a}|{b}\n",
        "sep=\t\ntext\tsource\n{a}\t{b}\n",
        "\n\n  \ntext,source\n{a},{b}\n",
        ",,\n;;\ntext;source\n{a};{b}\n",
        "Exported on 5 December, by the desk\n\ntext;source;x\n{a};{b};1\n",
        "تقرير الأخبار\ntext,source\n{a},{b}\n\n",
        "Title of the table;;\ntext;source;\n{a};{b};\n",
    ],
)
@pytest.mark.parametrize(("a", "b"), [("قتل سبعة.", "وكالة"), ("Seven died.", "Wire")])
def test_a_table_is_read_however_it_begins(table: str, a: str, b: str) -> None:
    found = rows(table.replace("{a}", a).replace("{b}", b))
    assert [(row["text"], row["source"]) for row in found if isinstance(row, dict)] == [(a, b)] and len(found) == 1


def test_a_table_without_known_columns_begins_with_its_first_row() -> None:
    assert rows("head;story\nA;B, C and D\n") == [{"head": "A", "story": "B, C and D"}]


def test_a_delimiter_that_stands_in_titles_too_does_not_cut_the_head() -> None:
    assert rows("a, b, c, d\ntext;source\nOne, two;x\n") == [{"text": "One, two", "source": "x"}]


def test_empty_cells_behind_the_last_column_are_none() -> None:
    assert rows("text,source\nA,B,,\n") == [{"text": "A", "source": "B"}]
    assert rows("text,source\nA,B,C\n") == ["more cells than columns"]


def test_what_is_wrong_with_a_row_is_said_in_its_place() -> None:
    found = list(csv_rows(f"text,source\n{'x' * 2_000},a\nB,b\n", 1_000, is_header))
    assert isinstance(found[0][1], InputError) and found[-1][1] == {"text": "B", "source": "b"}
