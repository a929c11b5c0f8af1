"""Any text, written in any format and read again, keeps its letters and its numbers."""

import csv
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from factcheck.articles import documents, pages, saved, tables, word
from factcheck.articles.metadata import About
from factcheck.articles.reading import Options
from factcheck.schema import Article

docx = pytest.importorskip("docx")
ABOVE = "قالت الوزارة في بيان لها إن الجسر أغلق أمام حركة السير صباح السبت، وإن فرق الإنقاذ تعمل في المكان."
BELOW = "Rescue teams from three provinces were working at the site through the night, officials said."
WORDS = st.text(st.characters(categories=["L", "Nd", "Mn"]), min_size=1, max_size=12).filter(lambda w: w[0].isalnum())
NUMBERS = st.from_regex(r"[0-9٠-٩۰-۹]{1,3}([.,٫٬/:-][0-9٠-٩۰-۹]{1,3}){0,2}", fullmatch=True)
MARKS = st.sampled_from([*"&<>\"'«»،؛;,=|\u200f\u00ad", "3<5"])
TEXTS = st.lists(st.one_of(WORDS, NUMBERS, MARKS), min_size=1, max_size=12).map(" ".join)


def by_docx(text: str) -> tuple[Callable[..., object], bytes]:
    document, file = docx.Document(), io.BytesIO()
    for line in (ABOVE, text, BELOW):
        document.add_paragraph(line)
    document.save(file)
    return word.read_docx, file.getvalue()


def by_feed(text: str) -> tuple[Callable[..., object], bytes]:
    body = escape("".join(f"<p>{escape(line)}</p>" for line in (ABOVE, text, BELOW)))
    entry = f"<item><title>x</title><description>{body}</description></item>"
    return pages.read_feed, f"<rss version='2.0'><channel>{entry}</channel></rss>".encode()


def by_csv(text: str) -> tuple[Callable[..., object], bytes]:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([["text", "source"], ["\n".join((ABOVE, text, BELOW)), "x"]])
    return tables.read_csv, f"sep=;\n{file.getvalue()}".encode("utf-16")


def by_json(text: str) -> tuple[Callable[..., object], bytes]:
    return tables.read_json, json.dumps([{"text": "\n".join((ABOVE, text, BELOW))}]).encode()


def by_html(text: str) -> tuple[Callable[..., object], bytes]:
    body = "".join(f"<p>{escape(line)}</p>" for line in (ABOVE, f"{ABOVE} {text} {BELOW}", BELOW))
    return pages.read_page, f"<html><body><article>{body}</article></body></html>".encode()


def by_mhtml(text: str) -> tuple[Callable[..., object], bytes]:
    message = EmailMessage()
    message.set_content(by_html(text)[1].decode(), subtype="html")
    return saved.read_mhtml, message.as_bytes()


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize("written", [by_docx, by_feed, by_csv, by_json, by_html, by_mhtml])
@given(text=TEXTS)
@example("قتل 1,200 شخص في 3-1 & <b")
@example("It\u2019s R&D; 5 < 6 > 4")
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_letters_and_numbers_are_kept(written: Callable[[str], tuple[Callable[..., object], bytes]], text: str) -> None:
    read, data = written(text)
    [article] = read(io.BytesIO(data), "a", About(), Options(5_000_000))
    assert isinstance(article, Article)
    assert letters(f"{ABOVE}{text}{BELOW}") in letters(article.text)


@given(text=TEXTS.filter(lambda text: not set("&<>") & set(text)))
@settings(max_examples=20, deadline=None)
def test_markdown_keeps_them_too(text: str) -> None:
    [article] = documents.read_markdown(io.BytesIO(f"# {ABOVE}\n\n{text}\n".encode()), "a", About(), Options(5_000_000))
    assert letters(ABOVE + text) == letters(article.text)
