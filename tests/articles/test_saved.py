"""Pages as tools save them -> articles."""

import gzip
from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.schema import Article

CASES = Path(__file__).parents[1] / "cases" / "inputs" / "warc_file"
AR = "قالت البلدية إن 6 أشخاص قتلوا في انهيار الجسر يوم السبت قرب المدينة القديمة."
EN = "Officials said that 6 people were killed when the bridge over the river gave way on Saturday."


def page(text: str, title: str = "A bridge") -> bytes:
    more = "<p>Rescue teams from three provinces were working at the site through the night, they said.</p>"
    body = f"<article><h1>{title}</h1><p>{text}</p>{more}</article>"
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def answer(body: bytes, media_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}\r\n".encode() + body


def record(body: bytes, kind: str = "response", address: str = "https://x.example/1") -> bytes:
    content = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-02-10T09:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def mhtml(body: bytes, encoding: str, address: str = "https://x.example/b") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\n'
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: {address}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n----b\r\nContent-Type: image/png\r\n\r\nx\r\n----b--\r\n"


def read(folder: Path, name: str, data: bytes) -> tuple[list[Article], list[Skipped]]:
    (folder / name).write_bytes(data)
    return read_articles([folder / name], 5_000_000)


def chunked(body: bytes, end: bytes) -> bytes:
    parts = [body[:100], body[100:]]
    return b"".join(f"{len(part):x}".encode() + end + part + end for part in parts) + b"0" + end + end


@pytest.mark.parametrize("name", ["a.php", "a", "a.txt", "a.aspx", "a.json", "a.docx"])
@pytest.mark.parametrize("text", [AR, EN])
def test_a_page_is_a_page_under_any_name(tmp_path: Path, name: str, text: str) -> None:
    [article], skipped = read(tmp_path, name, page(text))
    assert not skipped and text in article.text and "<" not in article.text


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "b.txt", "c"])
@pytest.mark.parametrize("text", [AR, EN])
def test_the_pages_of_a_warc_are_articles(tmp_path: Path, name: str, text: str) -> None:
    records = [
        record(b"software: x\r\n", "warcinfo"),
        record(answer(page(text))),
        record(answer(b"\x89PNG", "image/png"), address="https://x.example/i.png"),
        record(
            answer(gzip.compress(page(text, "Packed")), more="Content-Encoding: gzip\r\n"),
            address="https://y.example/2",
        ),
        record(
            answer(chunked(page(text, "Parts"), b"\r\n"), more="Transfer-Encoding: chunked\r\n"),
            address="https://z.example/3",
        ),
        record(answer(page("gone"), status="404 Not Found"), address="https://x.example/4"),
        record(f"{text}\n{text}".encode(), "conversion", "https://x.example/5"),
    ]
    data = b"".join(map(gzip.compress, records)) if name.endswith("gz") else b"".join(records)
    articles, skipped = read(tmp_path, name, data)
    places = ["https://x.example/1", "https://y.example/2", "https://z.example/3", "https://x.example/5"]
    assert [a.location for a in articles] == places and all(text in a.text for a in articles)
    assert [a.source for a in articles] == ["x.example", "y.example", "z.example", "x.example"]
    assert skipped == [Skipped("https://x.example/4", "the server answered 404")]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("text", [AR, EN])
def test_a_saved_answer_is_read_without_its_head_and_its_chunks(tmp_path: Path, text: str, end: bytes) -> None:
    head = answer(b"", more="Transfer-Encoding: chunked\r\n").replace(b"\r\n", end)
    for name, body in (("a.txt", chunked(page(text), end)), ("b", page(text))):  # some tools join the chunks
        [article], skipped = read(tmp_path, name, head + body)
        assert not skipped and text in article.text and "HTTP" not in article.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (answer(page(EN), status="404 Not Found"), "the server answered 404"),
        (answer(b"\x89PNG" * 20, "image/png"), "which is no page"),
        (answer(b"no gzip", more="Content-Encoding: gzip\r\n"), "no HTML"),
        (answer(b""), "empty"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "WARC"),
    ],
)
def test_what_holds_no_page_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    articles, [skipped] = read(tmp_path, "a.txt", data)
    assert not articles and reason in skipped.reason


def test_an_answer_behind_redirects_is_read(tmp_path: Path) -> None:
    moved = answer(b"", status="301 Moved", more="Location: /x\r\n")
    [article], _ = read(tmp_path, "a", moved + answer(page(EN)))
    assert EN in article.text


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.html", "a"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_page_saved_with_its_parts_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    import base64
    import quopri

    coded = {"8bit": bytes, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}[encoding]
    [article], skipped = read(tmp_path, name, mhtml(coded(page(AR)), encoding))
    assert not skipped and AR in article.text
    assert (article.location, article.source) == ("https://x.example/b", "x.example")


@pytest.mark.parametrize("name", ["a.warc", "c_saved_response.txt", "e_page.txt", "g.mhtml"])
def test_a_page_is_told_by_its_content(name: str) -> None:
    [article], skipped = read_articles([CASES / name], 5_000_000)
    assert not skipped and article.published == "2024-02-10T08:00:00+03:00"
    assert "Officials in Mersin said a bridge over the Goksu river collapsed on Saturday" in article.text
    assert "HTTP" not in article.text and "131" not in article.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "old kind"),
        (b"{\\rtf1 x}", "RTF"),
        (b"PK\x03\x04xx", "archive"),
    ],
)
def test_an_office_file_under_another_name_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    articles, [skipped] = read(tmp_path, "a.doc" if reason == "old kind" else "a", data)
    assert not articles and reason in skipped.reason


@pytest.mark.parametrize("ago", ["3 hours ago", "قبل 3 ساعات"])
def test_what_counts_from_now_is_counted_from_when_the_page_was_saved(tmp_path: Path, ago: str) -> None:
    body = page(EN).replace(b"</h1>", f'</h1><span class="time">{ago}</span>'.encode(), 1)
    date = "Date: Sat, 10 Feb 2024 09:00:00 GMT\r\n"
    saved = {
        "a.warc": record(answer(body)),
        "b.http": answer(body, more=date),
        "c.mhtml": mhtml(body, "8bit").replace(b"Subject:", f"{date}Subject:".encode(), 1),
    }
    for name, data in saved.items():
        [article], skipped = read(tmp_path, name, data)
        assert article.published == "2024-02-10T06:00+00:00" and not skipped, name
    [article], [left] = read(tmp_path, "d.html", body)
    assert article.published is None and "counts from a moment" in left.reason
