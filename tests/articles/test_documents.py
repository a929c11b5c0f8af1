"""Markdown -> articles; documents that cannot be read."""

import zipfile
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


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 no more", "damaged or locked Word file"),
        ("a.docx", ARABIC.encode(), "damaged or locked Word file"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000), "damaged or locked Word file"),
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


@pytest.mark.parametrize(("name", "module"), [("a.pdf", "pypdfium2"), ("a.docx", "docx")])
def test_without_the_extra_a_document_is_named_with_the_way_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setattr("factcheck.articles.reading.find_spec", lambda wanted: None)
    (tmp_path / name).write_bytes(b"x")
    assert "factcheck-claims[documents]" in read(tmp_path)[1][0].reason
