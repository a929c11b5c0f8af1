"""JSON lines, CSV and Parquet -> articles, one a row; dates of all habits."""

import csv
import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from factcheck.articles import Skipped, read_articles, tables
from factcheck.articles.metadata import read_date
from factcheck.schema import Article

LIMIT = 100_000
BODY = "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك."
OTHER = 'وقالت الوزارة إن قواتها لم تنسحب من المدينة؛ "قتل" 300 مسلح.\nانتهى.'
ROWS = [
    {"body": BODY, "outlet": "الجزيرة", "date": "2024-12-05", "link": "https://example.org/1", "headline": "ع"},
    {"body": OTHER, "outlet": "", "date": "", "link": "", "headline": ""},
]


def read(path: Path, **columns: str) -> tuple[list[Article], list[Skipped]]:
    return read_articles([path], LIMIT, columns)


def write_rows(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A table of the kind its name says."""
    if path.suffix == ".parquet":
        pytest.importorskip("pyarrow")
        pd.DataFrame(rows).to_parquet(path)
    elif path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
    else:
        is_ascii = encoding == "ascii"
        path.write_text("".join(json.dumps(row, ensure_ascii=is_ascii) + "\n" for row in rows), encoding)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_columns_are_found_by_their_names(tmp_path: Path, name: str) -> None:
    path = write_rows(tmp_path / name, ROWS)
    articles, skipped = read(path)
    assert not skipped and [a.text for a in articles] == [BODY, OTHER]
    first, second = articles
    assert (first.location, first.source, first.published) == ("https://example.org/1", "الجزيرة", "2024-12-05")
    assert (first.title, first.lang) == ("ع", "ar")
    assert second.location.startswith(f"{path}#") and (second.source, second.published) == (None, None)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("cp1256", ","), ("utf-16", "\t")])
def test_a_spreadsheet_of_any_habit_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    articles, skipped = read(write_rows(tmp_path / "a.csv", ROWS, encoding, delimiter))
    assert not skipped and [a.text for a in articles] == [BODY, OTHER]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_columns_of_other_names_are_named(tmp_path: Path, name: str) -> None:
    rows = [{"col1": "عنوان", "col2": BODY, "who": "سانا", "when": "Thu, 05 Dec 2024 10:00:00 +0300"}] * 2
    path = write_rows(tmp_path / name, rows)
    articles, skipped = read(path)
    assert not articles and len(skipped) == 1
    assert "--columns text=NAME" in skipped[0].reason and "col1, col2" in skipped[0].reason
    articles, skipped = read(path, text="col1+col2", source="who", published="when")
    assert not skipped and articles[0].text == f"عنوان\n\n{BODY}"
    assert (articles[0].source, articles[0].published) == ("سانا", "2024-12-05T10:00:00+03:00")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_column_that_is_not_there_is_named_once(tmp_path: Path, name: str) -> None:
    articles, skipped = read(write_rows(tmp_path / name, ROWS), source="outlte")
    assert not articles and [s.reason for s in skipped] == [
        "no column 'outlte'; there are: body, outlet, date, link, headline"
    ]


def test_an_address_names_the_outlet_where_nothing_else_does(tmp_path: Path) -> None:
    [found] = read(write_rows(tmp_path / "a.jsonl", [{"text": BODY, "url": "https://www.sana.example/x"}]))[0]
    assert found.source == "sana.example"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "http://[x/", "ftp://a.example/"])
def test_only_a_web_address_is_the_place_of_an_article(tmp_path: Path, address: str) -> None:
    [found] = read(write_rows(tmp_path / "a.jsonl", [{"text": BODY, "url": address}]))[0]
    assert found.location == f"{tmp_path}/a.jsonl#1" and found.source is None


BAD_LINES = {
    "nonsense": b"{",
    "no object": b"[1]",
    "not UTF-8": json.dumps({"text": BODY}, ensure_ascii=False).encode("cp1256"),
    "no text": b'{"title": "x"}',
    "empty text": b'{"text": " "}',
    "text no string": b'{"text": 5}',
    "half a character": b'{"text": "a \\ud800 b"}',
    "zero": b'{"text": "a \\u0000 b"}',
    "deep": b"[" * 100_000,
    "too long": b'{"text": "' + b"a" * LIMIT + b'b"}',
    "100 MB": b'{"text": "' + b"a" * 100_000_000 + b'"}',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
@pytest.mark.parametrize("is_first", [True, False])
def test_a_bad_line_is_named_with_its_number_and_the_rest_goes_through(
    tmp_path: Path, line: bytes, is_first: bool
) -> None:
    good = json.dumps({"text": BODY}).encode()
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([line, good, good] if is_first else [good, line, good]))
    articles, skipped = read(path)
    assert len(articles) == 2
    assert [s.location for s in skipped] == [f"{path}#{1 if is_first else 2}"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [("x,y,z\n", "more cells"), (f"{'a' * (LIMIT + 1)},y\n", "field larger"), (" ,y\n", "no text")],
    ids=["shifted", "long", "empty"],
)
def test_a_bad_row_is_named_and_the_rest_goes_through(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "a.csv").write_text(f"text,source\n{BODY},s\n{row}{BODY},t\n", "utf-8")
    articles, skipped = read(tmp_path / "a.csv")
    assert [a.source for a in articles] == ["s", "t"]
    assert [s.location for s in skipped] == [f"{tmp_path}/a.csv#2"] and reason in skipped[0].reason


def test_a_quotation_mark_that_is_never_closed_costs_no_more_than_its_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,source\n{BODY},s\n"{BODY},t\n' + f"{BODY},u\n" * 3000, "utf-8")
    articles, skipped = read(tmp_path / "a.csv")
    assert articles[0].source == "s" and skipped


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_table_without_rows_is_named(tmp_path: Path, name: str) -> None:
    if name == "a.parquet":
        pytest.importorskip("pyarrow")
        pd.DataFrame({"text": pd.Series([], dtype=str)}).to_parquet(tmp_path / name)
    else:
        (tmp_path / name).write_text("text,source\n" if name == "a.csv" else "\n\n", "utf-8")
    assert [tuple(s) for s in read(tmp_path / name)[1]] == [(f"{tmp_path}/{name}", "no rows")]


@pytest.mark.parametrize("whole", [True, False], ids=["a list", "an object"])
def test_json_is_read_as_rows_and_not_as_text(tmp_path: Path, whole: bool) -> None:
    rows = [{"text": BODY, "source": "سانا"}, 5]
    (tmp_path / "a.json").write_text(json.dumps(rows if whole else rows[0], indent=1), "utf-8")
    articles, skipped = read(tmp_path / "a.json")
    assert [(a.text, a.source, a.location) for a in articles] == [(BODY, "سانا", f"{tmp_path}/a.json#1")]
    assert [s.reason for s in skipped] == (["not a JSON object"] if whole else [])


def test_json_lines_under_the_name_of_json_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'{{"text": "{BODY}"}}\n{{"text": "{BODY} 2"}}\n', "utf-8")
    assert len(read(tmp_path / "a.json")[0]) == 2


def test_what_a_name_may_not_hold_does_not_come_into_it(tmp_path: Path) -> None:
    row = {"text": BODY, "source": "a\ud800\0b", "title": "x" * 100_000, "url": "https://news.example/\udfff"}
    [found] = read(write_rows(tmp_path / "a.jsonl", [{**row, "lang": "ar"}], "ascii"))[0]
    assert (found.source, len(found.title or ""), found.location) == ("a?b", 500, f"{tmp_path}/a.jsonl#1")


def test_columns_of_odd_types_cost_no_more_than_their_row(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    odd = {
        "date": pyarrow.array([2**50, 1733389200000, None], pyarrow.timestamp("ms", tz="Asia/Damascus")),
        "source": pyarrow.array(["s", "سانا", "s"]).dictionary_encode(),
        "title": pyarrow.array([["a list"], None, None]),
        "url": pyarrow.array([b"\xff", None, None]),
        "lang": pyarrow.array([{"a": 1}, None, None]),
    }
    table = pyarrow.table({"text": pyarrow.array([f"{BODY} {n}" for n in range(3)], pyarrow.large_string()), **odd})
    parquet.write_table(table, tmp_path / "a.parquet")
    articles, skipped = read(tmp_path / "a.parquet")
    assert [(a.source, a.published) for a in articles] == [("سانا", "2024-12-05T12:00:00+03:00"), ("s", None)]
    assert [s.location for s in skipped] == [f"{tmp_path}/a.parquet#1"]
    assert "holds what cannot be read" in skipped[0].reason


@pytest.mark.parametrize("data", [b"PAR1 no more", b"", gzip.compress(b"x", mtime=0)])
def test_a_damaged_parquet_file_is_named(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(data)
    assert "damaged Parquet" in read(tmp_path / "a.parquet")[1][0].reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_one_text_said_a_million_times_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(tables, "_TABLE", 100_000)
    articles, skipped = read(write_rows(tmp_path / name, [{"text": BODY * 10}] * 1000))
    assert 0 < len(articles) < 200 and "is left out" in skipped[-1].reason


def test_dates_that_cannot_be_read_are_said_once_a_table(tmp_path: Path) -> None:
    rows = [{"text": BODY, "date": d} for d in ("2024-12-05", "soon", "some day")]
    articles, skipped = read(write_rows(tmp_path / "a.jsonl", rows))
    assert [a.published for a in articles] == ["2024-12-05", None, None]
    assert [s.reason for s in skipped] == ["2 dates cannot be read, the first in row 2: 'soon'"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["4/5/2017", "4/16/2017", "4/4/2017"], ["2017-04-05", "2017-04-16", "2017-04-04"]),
        (["4.5.2017 10:30", "16.4.2017"], ["2017-05-04T10:30", "2017-04-16"]),
        (["4/5/2017", "5 December 2024", ""], ["2017-05-04", "2024-12-05", None]),
        (["4/5/2017", "4/16/2017", "16/4/2017"], [None, "2017-04-16", "2017-04-16"]),
    ],
    ids=["month first", "day first", "the language tells", "both"],
)
def test_dates_in_numbers_are_read_in_the_order_that_others_of_their_column_tell(
    tmp_path: Path, name: str, dates: list[str], expected: list[str | None]
) -> None:
    texts = [f"{number}. {BODY}" for number in range(len(dates))]
    rows = [{"text": text, "date": day} for text, day in zip(texts, dates, strict=True)]
    articles, skipped = read(write_rows(tmp_path / name, rows))
    found = {a.text: a.published for a in articles}
    assert [found[text] for text in texts] == expected
    assert len(skipped) == (dates[-1] == "16/4/2017")


def test_the_order_of_a_columns_dates_goes_before_the_habit_of_the_language(tmp_path: Path) -> None:
    rows = [{"text": f"{n}. {BODY}", "date": day, "lang": "ar"} for n, day in enumerate(["4/5/2017", "4/16/2017"])]
    assert {a.published for a in read(write_rows(tmp_path / "a.jsonl", rows))[0]} == {"2017-04-05", "2017-04-16"}
    assert read(write_rows(tmp_path / "b.jsonl", rows[:1]))[0][0].published == "2017-05-04"


# --- dates


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-12-05", "2024-12-05"),
        ("20241205", "2024-12-05"),
        ("2024-12-05T10:00", "2024-12-05T10:00"),
        ("2024-12-05 10:00:30", "2024-12-05T10:00:30"),
        ("2024-12-05T10:00:00Z", "2024-12-05T10:00:00+00:00"),
        ("2024-12-05T10:00+03:00", "2024-12-05T10:00+03:00"),
        ("20241205T100000+0300", "2024-12-05T10:00:00+03:00"),
        ("Thu, 05 Dec 2024 10:00:00 +0300", "2024-12-05T10:00:00+03:00"),
        ("Thu, 05 Dec 2024 10:00:00 GMT", "2024-12-05T10:00:00+00:00"),
        ("5 ديسمبر 2024", "2024-12-05"),
        ("5 كانون الأول 2024", "2024-12-05"),
        ("December 5, 2024", "2024-12-05"),
        ("1733389200", "2024-12-05T09:00:00+00:00"),
        (1733389200, "2024-12-05T09:00:00+00:00"),
        (1733389200000, "2024-12-05T09:00:00+00:00"),
        (1733389200.5, "2024-12-05T09:00:00+00:00"),
        (date(2024, 12, 5), "2024-12-05"),
        (datetime(2024, 12, 5), "2024-12-05"),
        (datetime(2024, 12, 5, 9, tzinfo=UTC), "2024-12-05T09:00:00+00:00"),
        ("soon", None),
        ("yesterday", None),
        ("2024", None),
        (2024, None),
        ("December 2024", None),
        ("06/02/2020", None),
        ("99999999999999", None),
        ("9" * 5000, None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ([], None),
        ("", None),
    ],
)
def test_a_date_of_any_habit_is_iso_with_its_zone_and_no_more_precise(value: object, iso: str | None) -> None:
    assert read_date(value) == iso


# --- cells as they are found

MARKED = [
    ("<p>قتل 7 في حماة.</p><p>ونفى الجيش ذلك.</p>", "قتل 7 في حماة.\nونفى الجيش ذلك."),
    (
        "&lt;p&gt;Police said so.&lt;/p&gt;&lt;p&gt;Others &amp;quot;denied&amp;quot; it.&lt;/p&gt;",
        'Police said so.\nOthers "denied" it.',
    ),
    ("Fire\\n\\nPolice said so.\\nOthers denied it.", "Fire\n\nPolice said so.\nOthers denied it."),
    ("حريق\\r\\nنفت الشرطة ذلك.", "حريق\nنفت الشرطة ذلك."),
]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_cells_are_read_without_markup_and_with_their_line_ends(tmp_path: Path, name: str) -> None:
    articles, skipped = read(write_rows(tmp_path / name, [{"text": cell, "title": "x"} for cell, _ in MARKED]))
    found = ["\n".join(line.strip() for line in a.text.splitlines()) for a in articles]
    assert not skipped and found == [text for _, text in MARKED]


@pytest.mark.parametrize(
    "title", ["news.csv#12", "data/part-3.jsonl#7", "C:\\news\\a.txt", "https://x.example/a.html", ""]
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_place_is_no_title(tmp_path: Path, name: str, title: str) -> None:
    rows = [
        {"text": BODY, "title": title},
        {"text": "Seven died.", "title": title},
        {"text": BODY, "title": "news.csv fell"},
    ]
    path = write_rows(tmp_path / name, rows)
    articles, _ = read(path)
    found = {article.location: article.title for article in articles}
    long = "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت…"
    assert found == {f"{path}#1": long, f"{path}#2": "Seven died.", f"{path}#3": "news.csv fell"}


def test_a_title_holds_no_markup(tmp_path: Path) -> None:
    [article], _ = read(write_rows(tmp_path / "a.csv", [{"text": BODY, "title": "<b>AT&amp;T</b> says\\nno"}]))
    assert article.title == "AT&T says no"


@pytest.mark.parametrize("head", ["sep=;\n", "Our table\n\n", "\n\n", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256"])
def test_a_table_is_read_whatever_stands_above_it(tmp_path: Path, head: str, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(f"{head}النص;المصدر\n{BODY};سانا\n".encode(encoding))
    [article], skipped = read(tmp_path / "a.csv")
    assert not skipped and (article.text, article.source) == (BODY, "سانا")


def test_a_sidecar_of_any_habit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "sources.csv").write_bytes("sep=;\nfile;source\na.txt;سانا\n".encode("utf-16"))
    [article], skipped = read(tmp_path)
    assert not skipped and article.source == "سانا"
