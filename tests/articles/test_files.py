"""Folders, archives, sidecars, front matter and documents -> articles."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.articles import Skipped, files, read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.claims import read_claims
from factcheck.schema import Article
from tests.mangled import inputs

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
    assert claims["text"][0] in TITLE and claims["start"].min() >= len(FRONT)


@pytest.mark.parametrize(
    "text", ["---\n" + ARABIC, "---\nno pairs\n---\n" + ARABIC, "---\na: b\n" + "x\n" * 99 + "---"]
)
def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert "front matter" not in {f.reason for f in find_furniture(article(tmp_path / "a.txt").text)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Published: 3 hours ago", "the date '3 hours ago' counts from a moment that is not known"),
        ("نشر قبل 3 ساعات", "the date 'قبل 3 ساعات' counts from a moment that is not known"),
        ("تاريخ النشر: 1403/09/18", "the date '1403/09/18' may be of the Persian or of the Hijri calendar"),
    ],
)
def test_a_text_that_gives_a_date_which_cannot_be_told_is_read_and_named(
    tmp_path: Path, line: str, reason: str
) -> None:
    body = "أعلن الجيش أنه انسحب من مدينة حماة." if not line.isascii() else "The army left the city of Hama."
    (tmp_path / "a.txt").write_text(f"{body[:20]}\n{line}\n{body}\n", "utf-8")
    [article], [left] = read_articles([tmp_path], 5_000_000)
    assert article.published is None
    assert left == (str(tmp_path / "a.txt"), f"the date of the article is unknown: {reason}")


# --- what nobody means to send; `make faults` reads ten thousand


def test_mangled_inputs_do_no_harm() -> None:
    found = inputs(40, seed=7)
    assert found["wrong"] == [] and sum(found["seen"].values()) == 40
