"""Folders, archives, sidecars, front matter and documents -> articles."""

import gzip
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from factcheck.articles import Skipped, files, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.claims import read_claims
from factcheck.schema import Article

LIMIT = 5_000_000
TITLE = "المعارضة تعلن السيطرة على حماة"
BODY = "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك."
ARABIC = f"{TITLE}\n{BODY}\n"
FRONT = "---\ntitle: عنوان آخر\ndate: 2024-12-05T10:00+03:00\nsource: 'الجزيرة'\nurl: https://example.org/a\n---\n"


def read(*paths: Path | str, limit: int = LIMIT) -> tuple[list[Article], list[Skipped]]:
    return read_articles(list(paths), limit)


def article(path: Path) -> Article:
    """The one article of a file, which must not be left out."""
    articles, skipped = read(path)
    assert not skipped
    [found] = articles
    return found


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


# --- gz and zip


def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(ARABIC.encode("cp1256")))
    assert article(path).text == ARABIC


def test_a_zip_gives_the_articles_of_its_files_in_order(tmp_path: Path) -> None:
    rows = f'{{"text": "{BODY}"}}\n'.encode()
    members = [("b/z.jsonl.gz", gzip.compress(rows)), ("a.txt", ARABIC.encode()), ("README.md", b"x"), (".x", b"x")]
    path = zipped(tmp_path / "news.zip", *members)
    articles, skipped = read(path)
    assert [a.location for a in articles] == [f"{path}/a.txt", f"{path}/b/z.jsonl.gz#1"]
    assert [a.text for a in articles] == [ARABIC, BODY] and not skipped


def locked(data: bytes) -> bytes:
    """A zip whose files say that they are encrypted."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def damaged(data: bytes) -> bytes:
    """A zip whose file is not what its checksum says."""
    return data[:40] + bytes(b ^ 0xFF for b in data[40:60]) + data[60:]


@pytest.mark.parametrize(
    ("change", "reason"),
    [(lambda d: d[:-30], "damaged archive"), (locked, "encrypted"), (damaged, "archive"), (lambda d: b"", "archive")],
    ids=["cut", "locked", "damaged", "empty"],
)
def test_a_zip_that_cannot_be_opened_is_named_and_the_rest_goes_through(
    tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", ARABIC.encode()))
    path.write_bytes(change(path.read_bytes()))
    (tmp_path / "b.txt").write_text(ARABIC, "utf-8")
    articles, skipped = read(tmp_path)
    assert [Path(a.location).name for a in articles] == ["b.txt"]
    [left_out] = skipped
    assert left_out.location.startswith(str(path)) and reason in left_out.reason


def test_a_gz_cut_short_gives_the_rows_before_the_cut(tmp_path: Path) -> None:
    rows = "".join(f'{{"text": "{BODY}", "id": {n}}}\n' for n in range(2000)).encode()
    packed = gzip.compress(rows)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    articles, skipped = read(tmp_path)
    assert 0 < len(articles) < 2000
    assert [Path(s.location).name for s in skipped] == ["a.jsonl.gz"] and "archive" in skipped[0].reason


@pytest.mark.parametrize("name", ["bomb.txt", "bomb.jsonl"])
def test_a_bomb_is_named_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(files, "_UNPACKED", 2_000_000)
    zipped(tmp_path / "a.zip", (name, b" " * 50_000_000))
    (tmp_path / f"b{name}.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    (tmp_path / "c.txt").write_text(ARABIC, "utf-8")
    articles, skipped = read(tmp_path, limit=100_000_000)
    assert [Path(a.location).name for a in articles] == ["c.txt"]
    assert len(skipped) == 2 and all("unpacks to more than 2,000,000 bytes" in s.reason for s in skipped)


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../up.txt", "/root.txt", "C:\\\\x.txt", "line\nend.txt"):
            archive.writestr(name, ARABIC)
        archive.writestr(link, str(secret))
    articles, _ = read(tmp_path / "a.zip")
    assert [a.text for a in articles].count(ARABIC) == 3, "a name with dots in front is hidden"
    assert "secret" not in {a.text for a in articles} and sorted(p.name for p in tmp_path.iterdir()) == [
        "a.zip",
        "secret.txt",
    ]


def test_a_zip_in_a_zip_is_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    zipfile.ZipFile(inner, "w").close()
    path = zipped(tmp_path / "a.zip", ("b.zip", inner.getvalue()), ("c.txt", ARABIC.encode()))
    articles, skipped = read(path)
    assert len(articles) == 1 and "inside another archive" in skipped[0].reason


# --- sidecars and front matter


def test_a_sidecar_names_outlet_date_and_address_of_the_files_beside_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ARABIC, "utf-8")
    rows = "File,Outlet,Date,URL\na.txt,الجزيرة,2024-12-05,https://example.org/a\nb/c.txt,سانا,,\n"
    (tmp_path / "sources.csv").write_text(rows, "utf-8-sig")
    articles, skipped = read(tmp_path)
    assert not skipped
    found = {(a.location, a.source, a.published) for a in articles}
    plain = str(tmp_path / "d.txt")
    assert found == {
        ("https://example.org/a", "الجزيرة", "2024-12-05"),
        (str(tmp_path / "b" / "c.txt"), "سانا", None),
        (plain, None, None),
    }
    assert article(tmp_path / "a.txt").source == "الجزيرة", "also of a file that is named alone"


def test_a_sidecars_dates_in_numbers_are_read_in_the_order_that_one_of_them_tells(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARABIC, "utf-8")
    (tmp_path / "sources.csv").write_text("file,date\na.txt,4/5/2017\nb.txt,4/16/2017\n", "utf-8")
    assert [a.published for a in read(tmp_path)[0]] == ["2017-04-05", "2017-04-16"]


def test_a_sidecar_serves_in_a_zip_too(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", ("n/a.txt", ARABIC.encode()), ("n/sources.csv", "file,source\na.txt,سانا".encode())
    )
    assert article(path).source == "سانا"


def test_a_sidecar_that_names_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, "utf-8")
    (tmp_path / "sources.csv").write_text(f"file,source\nb.txt,x\n{'y' * 5000},z\n", "utf-8")
    articles, skipped = read(tmp_path)
    assert len(articles) == 1 and len(skipped) == 2
    assert all("which is not there" in s.reason for s in skipped)


def test_a_sidecar_above_the_folder_that_is_named_has_no_say(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARABIC, "utf-8")
    (tmp_path / "sources.csv").write_text("file,source\nin/a.txt,x\n", "utf-8")
    assert article(tmp_path / "in").source is None
    assert [a.source for a in read(tmp_path)[0]] == ["x"]


def test_front_matter_tells_of_the_article_and_is_no_part_of_its_claims(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRONT + ARABIC, "utf-8")
    found = article(tmp_path / "a.txt")
    assert found.text == FRONT + ARABIC, "offsets point into the file"
    assert (found.source, found.published, found.location) == (
        "الجزيرة",
        "2024-12-05T10:00+03:00",
        "https://example.org/a",
    )
    assert (found.title, found.lang) == ("عنوان آخر", "ar")
    claims = read_claims([found])
    assert {f.reason for f in find_furniture(found.text)} == {"front matter"}
    assert claims["text"][0] == TITLE and claims["start"].min() >= len(FRONT)


@pytest.mark.parametrize(
    "text", ["---\n" + ARABIC, "---\nno pairs\n---\n" + ARABIC, "---\na: b\n" + "x\n" * 99 + "---"]
)
def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert "front matter" not in {f.reason for f in find_furniture(article(tmp_path / "a.txt").text)}


# --- Markdown, Word, PDF


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    text = f"{FRONT}# **{TITLE}**\n\nأعلنت [المعارضة](https://x.org) *السورية*\nالسيطرة.\n\n- `826` قتيلا\n\n<b>x</b>\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    found = article(tmp_path / "a.md")
    assert found.text.startswith(f"{TITLE}\n\nأعلنت المعارضة السورية\nالسيطرة.\n\n826 قتيلا")
    assert "example.org" not in found.text and found.source == "الجزيرة"


def test_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading(TITLE)
    document.add_paragraph(BODY)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "قتل 826 جنديا.", "وجرح 300."
    document.add_paragraph("انتهى.")
    document.save(str(tmp_path / "a.docx"))
    found = article(tmp_path / "a.docx")
    assert found.text == "\n\n".join([TITLE, BODY, "قتل 826 جنديا.", "وجرح 300.", "انتهى."])
    assert (found.title, found.lang) == (TITLE, "ar")


def pdf(text: str) -> bytes:
    """A PDF of one line, in a font that says which letter each of its glyphs is."""
    glyphs = "".join(f"{ord(c):04X}" for c in text)
    lines = "".join(f"<{ord(c):04X}> <{ord(c):04X}>\n" for c in sorted(set(text)))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(set(text))} beginbfchar\n{lines}endbfchar\n"
        "endcmap end end"
    )
    content = f"BT /F 12 Tf 72 700 Td <{glyphs}> Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding/Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 8\n0000000000 65535 f \n{table}trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def locked_pdf() -> bytes:
    """A PDF that wants a password; nothing where pypdf is not installed."""
    if find_spec("pypdf") is None:
        return b"%PDF-1.7\n"
    from pypdf import PdfReader, PdfWriter

    file, writer = io.BytesIO(), PdfWriter(PdfReader(io.BytesIO(pdf(BODY))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def test_an_arabic_line_of_a_pdf_is_read_in_reading_order(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    seen = "\ufeaf\ufe8e\ufed7 :(CNN) 826 \ufedd\ufe97\ufed7"  # the shapes of the letters, from left to right
    (tmp_path / "a.pdf").write_bytes(pdf(seen))
    assert article(tmp_path / "a.pdf").text == "قتل 826 (CNN): قاز"


def test_a_latin_line_of_a_pdf_is_left_as_it_is(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(pdf("Troops (826) left حماة."))
    assert article(tmp_path / "a.pdf").text == "Troops (826) left حماة."


@pytest.mark.browser
def test_the_pdf_that_a_browser_prints_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    chromium = shutil.which("chromium") or pytest.skip("no Chromium here")
    text = f"وقالت الوزارة (رويترز) إن 826 جنديا قتلوا. {BODY}"
    page = f"<html dir=rtl lang=ar><meta charset=utf-8><title>x</title><h1>{TITLE}</h1><p>{text}</p>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={tmp_path}/a.pdf",
    ]
    subprocess.run([chromium, *options, str(tmp_path / "a.html")], check=True, capture_output=True, timeout=60)
    assert article(tmp_path / "a.pdf").text == f"{TITLE}\n{text}"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged or locked PDF"),
        ("a.pdf", pdf(" "), "as in a scan"),
        ("a.docx", b"PK\x03\x04 no more", "damaged or locked Word file"),
        ("a.docx", ARABIC.encode(), "damaged or locked Word file"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000), "damaged or locked Word file"),
        ("a.pdf", locked_pdf(), "damaged or locked PDF"),
        ("a.md", b"\n\n", "empty"),
        ("a.md", b"# ---\n", "no text"),
    ],
)
def test_a_document_that_cannot_be_read_is_named_and_the_rest_goes_through(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "b.txt").write_text(ARABIC, "utf-8")
    articles, skipped = read(tmp_path)
    assert [Path(a.location).name for a in articles] == ["b.txt"]
    assert len(skipped) == 1 and reason in skipped[0].reason


def test_a_word_file_that_is_a_bomb_is_named(tmp_path: Path) -> None:
    zipped(tmp_path / "a.docx", ("word/document.xml", b" " * 110_000_000))
    assert "unpacks to more than" in read(tmp_path)[1][0].reason


@pytest.mark.parametrize(("name", "module"), [("a.pdf", "pypdf"), ("a.docx", "docx")])
def test_without_the_extra_a_document_is_named_with_the_way_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setattr("factcheck.articles.documents.find_spec", lambda wanted: None)
    (tmp_path / name).write_bytes(b"x")
    assert "factcheck-claims[documents]" in read(tmp_path)[1][0].reason
