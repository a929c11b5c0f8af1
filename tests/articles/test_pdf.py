"""PDF -> articles: words in the order they are read in, and what cannot be told is named."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.schema import Article

pytest.importorskip("pypdfium2")
CASES = Path(__file__).parents[1] / "cases" / "inputs" / "pdf_arabic_order"
SHAPES = "\ufeaf\ufe8e\ufed7"  # فاز of the shapes of its letters, from left to right


def pdf(*lines: str, glyphs_of: dict[str, str] | None = None) -> bytes:
    """A PDF of lines as they are seen from the left, in a font that says which letter each of its glyphs is.
    glyphs_of: glyph -> the letters that it stands for, where they are not itself."""
    used = sorted(set("".join(lines)))
    told = {c: "".join(f"{unit:04X}" for unit in _units((glyphs_of or {}).get(c, c))) for c in used}
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(used)} beginbfchar\n"
        + "".join(f"<{ord(c):04X}> <{told[c]}>\n" for c in used)
        + "endbfchar\nendcmap end end"
    )
    shown = "".join(f"<{''.join(f'{ord(c):04X}' for c in line)}> Tj 0 -30 Td " for line in lines)
    content = f"BT /F 12 Tf 72 700 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding/Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 "
        "/W [57359 [0]] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 8\n0000000000 65535 f \n{table}trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]


def locked_pdf() -> bytes:
    """A PDF that wants a password."""
    pypdf = pytest.importorskip("pypdf")
    file, writer = io.BytesIO(), pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(pdf("secret"))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def read(folder: Path, data: bytes) -> tuple[list[Article], list[Skipped]]:
    (folder / "a.pdf").write_bytes(data)
    return read_articles([folder / "a.pdf"], 5_000_000)


def text_of(folder: Path, *lines: str) -> str:
    [article], skipped = read(folder, pdf(*lines))
    assert not skipped
    return article.text


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        (f"{SHAPES} :(CNN) 826 \ufedd\ufe97\ufed7", "قتل 826 (CNN): قاز"),
        (".3-1 ةجيتنب زاف", "فاز بنتيجة 1-3."),  # seen 3-1: 1-3 is what was written behind an Arabic letter
        (".3-1 האצותב החצינ", "ניצחה בתוצאה 3-1."),  # and behind a Hebrew one 3-1
        ("2024-12-7 يف", "في 7-12-2024"),
        (".20:45 ةعاسلا 05/12/2024 موي", "يوم 05/12/2024 الساعة 20:45."),
        ("اقيرف 12 2019 ماع يف", "في عام 2019 12 فريقا"),
        ("%13.5 غلب", "بلغ 13.5%"),
        ("١٥-٢٠ نيب", "بين ٢٠-١٥"),
        ("Covid 19 سوريف", "فيروس Covid 19"),
        ("«رارقلا» (نايب) نإ لاق", "قال إن (بيان) «القرار»"),
        ("لاق (1", "1) قال"),
        ("Troops (826) left ةامح.", "Troops (826) left حماة."),
        ("A plain line, 3-1 and 05/12/2024.", "A plain line, 3-1 and 05/12/2024."),
    ],
)
def test_a_line_is_read_as_it_was_written(tmp_path: Path, seen: str, text: str) -> None:
    assert text_of(tmp_path, seen) == text


def test_lam_and_alef_of_one_shape_are_read_in_order(tmp_path: Path) -> None:
    data = pdf("م\ue000س", glyphs_of={"\ue000": "لا"})
    [article], _ = read(tmp_path, data)
    assert article.text == "سلام"
    data = pdf("o\ue001icial", glyphs_of={"\ue001": "ff"})
    assert read(tmp_path, data)[0][0].text == "official"


def test_a_letter_that_no_character_is_known_for_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    [article], [skipped] = read(tmp_path, pdf("Troops left the town of \ue000ama."))
    assert article.text == "Troops left the town of \ufffdama."
    assert skipped.reason == "1 of its 25 letters cannot be told and read as \ufffd"


def test_a_vowel_that_no_character_is_known_for_is_left_out(tmp_path: Path) -> None:
    [article], skipped = read(tmp_path, pdf("ن\ue00fإ ةطر\ue00fش"))  # a glyph without a width stands on the next
    assert not skipped and article.text == "شرطة إن"


def test_a_pdf_of_letters_that_cannot_be_told_is_left_out(tmp_path: Path) -> None:
    articles, [skipped] = read(tmp_path, pdf("\ue000\ue001oo\ue002s left."))
    assert not articles and "cannot be told: recognise them first" in skipped.reason


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "d.pdf",
            [
                "بلغ 13.5% في نوفمبر/تشرين الثاني 2024، مقابل",
                "بين 2020-2024.",
                "«القرار لا أساس له من الصحة»",
                "وقُتل ١٢",
            ],
        ),
        ("e.pdf", ["وزارة الإعلام إن السلام لا يزال ممكنا للأطراف كلها، وإن اللاجئين سيعودون خلال"]),
        ("f_score.pdf", ["بنتيجة 3-1 في الخرطوم.", "ما بين 15-20 ألف متفرج."]),
        ("g_shadda.pdf", ["قالت الشُّرطة إن 12 شخصا قتلوا في حريق بسوق أم درمان."]),
        ("h_fatha.pdf", ["قالت الشَّرطة إن 12", "وأكَّد وزير الصحَّة أنَّ 40 جريحا نُقِلوا إلى"]),
        ("i_NotoKufiArabic.pdf", ["قالت الشَّرطة إن 12", "وأكَّد وزير الصحَّة أنَّ 40 جريحا نُقِلوا إلى"]),
        ("i_NotoSansArabic.pdf", ["قالت الشَّرطة إن 12", "وأكَّد وزير الصحَّة أنَّ 40 جريحا نُقِلوا إلى"]),
    ],
)
def test_what_a_browser_printed_is_read(name: str, texts: list[str]) -> None:
    [article], skipped = read_articles([CASES / name], 5_000_000)
    assert not skipped
    assert [text for text in texts if text not in article.text] == []


def test_a_page_of_letters_without_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.articles.pdf._PAGE_LETTERS", 10)
    articles, [skipped] = read(tmp_path, pdf("More letters than ten."))
    assert not articles and skipped.reason == "a page of more than 10 letters"


def test_two_columns_are_two_texts(tmp_path: Path) -> None:
    gap = " " * 12
    assert text_of(tmp_path, f"One column.{gap}Another one.").split("\n") == ["One column.", "Another one."]


@pytest.mark.browser
def test_the_pdf_that_a_browser_prints_is_read(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or pytest.skip("no Chromium here")
    title = "المعارضة تعلن السيطرة على حماة"
    text = (
        "وقالت الوزارة (رويترز) إن 826 جنديا قتلوا. "
        "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك."
    )
    page = f"<html dir=rtl lang=ar><meta charset=utf-8><title>x</title><h1>{title}</h1><p>{text}</p>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={tmp_path}/a.pdf",
    ]
    subprocess.run([chromium, *options, str(tmp_path / "a.html")], check=True, capture_output=True, timeout=240)
    [article], _ = read_articles([tmp_path / "a.pdf"], 5_000_000)
    assert article.text == f"{title}\n{text}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"%PDF-1.7\nnothing", "damaged or locked PDF"),
        (lambda: pdf(" "), "as in a scan"),
        (locked_pdf, "damaged or locked PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_named(tmp_path: Path, data, reason: str) -> None:
    articles, [skipped] = read(tmp_path, data())
    assert not articles and reason in skipped.reason
