"""`factcheck inspect`: what would be read, what would not, and nothing stored."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from factcheck.claims import own_sentences
from factcheck.cli import inspection
from factcheck.cli.arguments import main
from factcheck.schema import Article

ENGLISH = "Army leaves Hama\n\nThe army left the city of Hama on Thursday, the ministry said."
ARABIC = "المعارضة تسيطر على حماة\n\nأعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة."


def by_sentences(articles: list[Article]) -> pd.DataFrame:
    """A claim a sentence, as far as `inspect` asks."""
    return pd.DataFrame({"article": [article.id for article in articles for _ in own_sentences(article)]})


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """`run("inspect", ...)` runs a command in an empty folder, with every sentence for a claim."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inspection, "read_claims", by_sentences)
    return lambda *arguments: main([str(a) for a in arguments])


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def write(name: str, *rows: dict[str, Any]) -> None:
    Path(name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def test_each_file_is_told_with_its_articles_and_what_is_left_out(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text(f"---\nsource: Times\ndate: 2024-12-05\n---\n{ENGLISH}\n", "utf-8")
    write("b.jsonl", {"text": ARABIC, "date": "۱۴۰۳/۰۹/۱۸", "source": "سانا"}, {"text": ENGLISH, "date": "06/02/2020"})
    Path("c.txt").write_bytes(b"")
    assert run("inspect", ".", "--json") == 1
    a, b, c = records(capsys)
    [article] = a["articles"]
    assert article == {
        "location": "a.txt",
        "title": "Army leaves Hama",
        "source": "Times",
        "published": "2024-12-05",
        "date_note": "front matter: date",
        "lang": "en",
        "claims": article["claims"],
    }
    assert article["claims"] >= 1 and a["left_out"] == []
    assert [(x["published"], x["lang"]) for x in b["articles"]] == [("2024-12-08", "ar"), (None, "en")]
    assert b["articles"][0]["date_note"] == "the column date"
    assert "--dates day-first or month-first" in b["left_out"][0]["reason"]
    assert (c["file"], c["articles"], c["left_out"]) == ("c.txt", [], [{"location": "c.txt", "reason": "empty"}])
    assert not Path("indexes").exists()


def test_it_reads_for_people_too(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(f"---\nsource: Times\ndate: 2024-12-05\n---\n{ENGLISH}\n", "utf-8")
    assert run("inspect", "a.txt") == 0
    told = capsys.readouterr().out
    for part in ("a.txt: 1 article, 0 left out", "Army leaves Hama", "Times, 2024-12-05 (front matter: date), en"):
        assert part in told


def test_an_article_under_another_address_is_named_and_no_fault(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    here = "https://news.example/1"
    write("a.jsonl", {"text": ENGLISH, "url": here}, {"text": ENGLISH, "url": "https://amp.news.example/1"})
    assert run("inspect", "a.jsonl", "--json") == 0
    [record] = records(capsys)
    assert [a["location"] for a in record["articles"]] == [here]
    assert record["left_out"] == [{"location": "https://amp.news.example/1", "reason": f"the same article as {here}"}]


def test_more_articles_than_a_terminal_holds_are_counted(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.jsonl", *({"text": f"{n}. {ENGLISH}", "source": f"s{n}"} for n in range(25)))
    assert run("inspect", "a.jsonl") == 0
    assert "... and 5 more; --json gives all" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_nothing_to_read_is_one_clear_line(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], path: str
) -> None:
    Path("empty").mkdir()
    assert run("inspect", path) == 2
    error = capsys.readouterr().err
    assert error.strip() == f"factcheck: nothing to read in {path}"


def test_the_option_for_dates_is_one_of_two(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    write("a.jsonl", {"text": ENGLISH, "date": "06/02/2020"})
    assert run("inspect", "a.jsonl", "--dates", "month-first", "--json") == 0
    assert records(capsys)[0]["articles"][0]["published"] == "2020-06-02"
    with pytest.raises(SystemExit):
        run("inspect", "a.jsonl", "--dates", "year-first")
