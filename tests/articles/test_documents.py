"""Markdown, Word and PDF -> articles."""

import io
import shutil
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
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
    monkeypatch.setattr("factcheck.articles.reading.find_spec", lambda wanted: None)
    (tmp_path / name).write_bytes(b"x")
    assert "factcheck-claims[documents]" in read(tmp_path)[1][0].reason
