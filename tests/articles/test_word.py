"""Word files -> articles: the document as it stands when all its changes are accepted."""

import io
import zipfile
from pathlib import Path

import pytest

from factcheck.articles import read_articles

docx = pytest.importorskip("docx")
CASES = Path(__file__).parents[1] / "cases" / "inputs" / "docx_tracked_changes"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MORE = (
    f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
BY = 'w:id="1" w:author="x" w:date="2024-12-05T10:00:00Z"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def deleted(text: str) -> str:
    return f'<w:del {BY}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def cell(*inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inner)}</w:tc>"


def table(*cells: str, row: str = "") -> str:
    return f"<w:tbl><w:tblPr/><w:tr><w:trPr>{row}</w:trPr>{''.join(cells)}</w:tr></w:tbl>"


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def box(inner: str) -> str:
    return f"<w:txbxContent>{inner}</w:txbxContent>"


def read(folder: Path, body: str) -> str:
    """The text of a Word file with that body."""
    empty = io.BytesIO()
    docx.Document().save(empty)
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(folder / "a.docx", "w") as made:
        for name in source.namelist():
            whole = f"<w:document {MORE}><w:body>{body}</w:body></w:document>".encode()
            made.writestr(name, whole if name == "word/document.xml" else source.read(name))
    [article], skipped = read_articles([folder / "a.docx"], 5_000_000)
    assert not skipped
    return article.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # inserted and deleted
        (
            paragraph(run("قتل "), deleted("12"), f"<w:ins {BY}>{run('21')}</w:ins>", run(" شخصا.")),
            "قتل 21 شخصا.",
        ),
        (
            paragraph(run("Police said "), f"<w:ins {BY}>{run('nobody')}{deleted('all')}</w:ins>", run(" fled.")),
            "Police said nobody fled.",
        ),
        (paragraph(f"<w:ins {BY}>{run('ونفت الشرطة ذلك.')}</w:ins>"), "ونفت الشرطة ذلك."),
        # a paragraph whose end is deleted goes on in the next one
        (
            paragraph(run("The minister "), properties=f"<w:rPr><w:del {BY}/></w:rPr>") + paragraph(run("resigned.")),
            "The minister resigned.",
        ),
        # moved
        (
            paragraph(
                f'<w:moveFromRangeStart w:id="4" w:name="m"/><w:moveFrom {BY}>{run("yesterday ")}</w:moveFrom>',
                run("Troops left "),
                f"<w:moveTo {BY}>{run('yesterday')}</w:moveTo>",
                run("."),
            ),
            "Troops left yesterday.",
        ),
        (
            paragraph(
                f"<w:moveFrom {BY}>{run('ونفى ذلك.')}</w:moveFrom>", properties=f"<w:rPr><w:moveFrom {BY}/></w:rPr>"
            )
            + paragraph(run("قال الوزير."))
            + paragraph(f"<w:moveTo {BY}>{run('ونفى ذلك.')}</w:moveTo>"),
            "قال الوزير.\n\nونفى ذلك.",
        ),
        # frames
        (
            paragraph(run("قال متحدث باسم "), control(run("الشرطة")), run(" إن 40 أصيبوا.")),
            "قال متحدث باسم الشرطة إن 40 أصيبوا.",
        ),
        (control(paragraph(run("A whole paragraph."))), "A whole paragraph."),
        (paragraph(run("One. "), control(run("Click here to write."), "<w:showingPlcHdr/>"), run("Two.")), "One. Two."),
        (
            paragraph(
                f'<w:smartTag w:uri="u" w:element="City"><w:smartTag w:uri="u" w:element="p">{run("Aden")}'
                f"</w:smartTag></w:smartTag>",
                run(" fell."),
            ),
            "Aden fell.",
        ),
        (paragraph(f'<w:customXml w:element="x">{run("صنعاء")}</w:customXml>', run(" هادئة.")), "صنعاء هادئة."),
        (paragraph('<w:hyperlink w:anchor="a">', run("Linked"), "</w:hyperlink>", run(" words.")), "Linked words."),
        # fields, hidden text, signs
        (
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>', run("Monday")
            ),
            "Monday",
        ),
        (
            paragraph(run("Seen "), run("not seen ", "<w:vanish/>"), run("again.", '<w:vanish w:val="0"/>')),
            "Seen again.",
        ),
        (paragraph("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>1</w:t><w:tab/><w:t>x</w:t></w:r>"), "3-1\tx"),
        # text boxes
        (
            paragraph(
                run("Around."),
                f"<w:r><w:pict><v:textbox>{box(paragraph(run('In the box.')))}</v:textbox></w:pict></w:r>",
            ),
            "Around.\n\nIn the box.",
        ),
        (
            paragraph(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>'
                f"{box(paragraph(run('مرة واحدة.')))}</wps:txbx>"
                f"</mc:Choice><mc:Fallback><w:pict>{box(paragraph(run('مرة واحدة.')))}</w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            ),
            "مرة واحدة.",
        ),
        (
            paragraph(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx/></mc:Choice><mc:Fallback>'
                f"<w:pict>{box(paragraph(run('Only for old programs.')))}</w:pict>"
                "</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "Only for old programs.",
        ),
        # tables
        (
            table(cell(paragraph(run("حصيلة")), table(cell(paragraph(run("قتل 21.")))), paragraph(run("بعدها")))),
            "حصيلة\n\nقتل 21.\n\nبعدها",
        ),
        (
            table(
                cell(
                    *(paragraph(run(t), properties='<w:numPr><w:ilvl w:val="0"/></w:numPr>') for t in ("One.", "Two."))
                )
            ),
            "One.\nTwo.",
        ),
        (table(cell(control(paragraph(run("In a cell."))))), "In a cell."),
        (table(control(cell(paragraph(run("خلية."))))), "خلية."),
        (table(cell(paragraph(run("Gone."))), row=f"<w:del {BY}/>") + paragraph(run("Kept.")), "Kept."),
        (table(cell(paragraph(run("Gone.")), properties=f"<w:cellDel {BY}/>"), cell(paragraph(run("Kept.")))), "Kept."),
    ],
)
def test_the_accepted_document_is_read(tmp_path: Path, body: str, text: str) -> None:
    assert read(tmp_path, body) == text


@pytest.mark.parametrize("name", ["a_tracked.docx", "c_content_control.docx", "e_nested_table.docx", "g_textbox.docx"])
def test_nothing_that_a_word_file_shows_is_lost(name: str) -> None:
    [article], skipped = read_articles([CASES / name], 5_000_000)
    assert not skipped and "21 شخصا" in article.text and "12" not in article.text


def test_a_text_box_in_a_text_box_is_read(tmp_path: Path) -> None:
    inner = paragraph(run("Inner."))
    for _ in range(40):
        inner = paragraph(f"<w:r><w:pict>{box(inner)}</w:pict></w:r>")
    assert read(tmp_path, inner) == "Inner."
