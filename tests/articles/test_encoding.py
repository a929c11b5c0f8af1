"""Bytes -> text, in whatever encoding."""

from pathlib import Path

import pytest

from factcheck.articles import Skipped, make_article, read_articles
from factcheck.schema import Article
from tests.paths import SEEDS

LIMIT = 5_000_000
ARABIC = (
    "المعارضة تعلن السيطرة على حماة\n"
    "أعلنت المعارضة السورية المسلحة السيطرة على مدينة حماة، فيما نفت وزارة الدفاع ذلك.\n"
    "وقالت الوزارة إن قواتها لم تنسحب من المدينة، وإن 300 مسلح قتلوا أمس.\n"
)
FRENCH = (
    "L’armée se retire de la ville\n"
    "Le ministère a déclaré que l’armée s’était retirée de la ville, où 300 soldats étaient déployés.\n"
    "Des témoins ont démenti : « Les soldats sont restés là où ils étaient l’été dernier. »\n"
)


def read(path: Path | str, limit: int = LIMIT) -> tuple[list[Article], list[Skipped]]:
    return read_articles([path], limit)


def read_bytes(folder: Path, data: bytes) -> Article:
    """The article of a file with these bytes, which must not be left out."""
    path = folder / "article.txt"
    path.write_bytes(data)
    articles, skipped = read(path)
    assert not skipped
    return articles[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1256"])
def test_arabic_is_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, ARABIC.encode(encoding)).text == ARABIC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_french_is_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, FRENCH.encode(encoding)).text == FRENCH


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_byte_order_mark_is_no_part_of_the_text(order: str, tmp_path: Path) -> None:
    utf16 = read_bytes(tmp_path, ("\ufeff" + ARABIC).encode(f"utf-16-{order}"))
    utf8 = read_bytes(tmp_path, ("\ufeff" + ARABIC).encode("utf-8"))
    assert utf16.text == utf8.text == ARABIC
    assert utf16.id == utf8.id == make_article(ARABIC, "elsewhere").id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_line_ends_are_kept_as_they_are(encoding: str, tmp_path: Path) -> None:
    text = ARABIC.replace("\n", "\r\n")
    assert read_bytes(tmp_path, text.encode(encoding)).text == text


@pytest.mark.parametrize("seed", sorted(p.name for p in SEEDS.glob("*.txt")))
def test_a_seed_is_read_to_the_character(seed: str) -> None:
    [article], skipped = read(SEEDS / seed)
    assert not skipped
    assert article.text.encode("utf-8") == (SEEDS / seed).read_bytes()


@pytest.mark.parametrize("text", ["Officials said “no one” was hurt in Hama’s centre…", ARABIC.strip() + "ة"])
def test_a_text_cut_in_mid_character_is_never_turned_into_other_letters(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes(text.encode()[:-1])
    articles, skipped = read(path)
    assert len(articles) + len(skipped) == 1
    assert all(article.text.startswith(text[:-1]) for article in articles)


def test_one_stray_byte_does_not_turn_the_rest_into_other_letters(tmp_path: Path) -> None:
    path = tmp_path / "stray.txt"
    before, after = "The minister said “no”. " * 5, "Nobody was “hurt”. " * 5
    path.write_bytes(before.encode() + b"\xff" + after.encode())
    articles, skipped = read(path)
    assert len(articles) + len(skipped) == 1
    assert all(a.text.startswith(before) and a.text.endswith(after) for a in articles)
