"""Bytes -> text, in whatever encoding."""

from pathlib import Path
from random import Random

import pytest

from factcheck.articles import Skipped, make_article, read_articles
from factcheck.articles.encoding import decode_page, is_mojibake
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


# --- what is declared, and what is true

CASES = Path(__file__).parents[1] / "cases" / "inputs" / "feed_wrong_encoding"
RUSSIAN = (
    "Министерство опровергло это сообщение и заявило, что 300 человек не были ранены.\nОни уже вернулись, сказал он.\n"
)
TURKISH = "Bakanlık, askerlerin şehirden çekildiği yönündeki iddiaları yalanladı ve bunun doğru olmadığını söyledi.\n"


@pytest.mark.parametrize("text", [ARABIC, FRENCH, RUSSIAN, TURKISH])
@pytest.mark.parametrize("declared", ["windows-1256", "iso-8859-1", "windows-1252", "koi8-r", "utf-16", "nonsense", ""])
def test_valid_utf8_wins_over_what_is_declared(text: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'
    assert decode_page(page.encode()) == page
    assert decode_page(page.encode(), declared) == page


@pytest.mark.parametrize("text", [ARABIC, FRENCH, RUSSIAN])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1"])
def test_one_broken_byte_costs_one_letter(text: str, declared: str) -> None:
    for letter in (c for c in dict.fromkeys(text) if not c.isascii()):
        at = text.index(letter)
        for cut in (letter.encode()[:-1], letter.encode()[1:], b"\xff"):
            data = text[:at].encode() + cut + text[at + 1 :].encode()
            read = decode_page(data, declared)
            assert read.startswith(text[:at]) and read.endswith(text[at + 1 :])
            assert set(read[at : len(read) - len(text) + at + 1]) == {"\ufffd"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859-6"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (TURKISH, "cp1254"),
    ],
)
@pytest.mark.parametrize("declared", ["utf-8", "", "iso-8859-1"])
def test_another_encoding_is_told_by_its_words_where_what_is_declared_is_wrong(
    text: str, encoding: str, declared: str
) -> None:
    text = "".join(c for c in text if c in text.encode(encoding, "ignore").decode(encoding))
    assert decode_page(text.encode(encoding), declared) == text


@pytest.mark.parametrize(("text", "encoding"), [(ARABIC, "cp1256"), (FRENCH, "cp1252"), (RUSSIAN, "koi8-r")])
def test_what_is_declared_is_believed_where_it_fits(text: str, encoding: str) -> None:
    assert decode_page(text.encode(encoding), encoding) == text
    assert decode_page(b"one caf\xe9", "iso-8859-1") == "one café"
    assert decode_page("日本の首相は否定した。".encode("iso2022_jp"), "iso-2022-jp") == "日本の首相は否定した。"


def test_letters_that_can_be_no_words_are_told() -> None:
    assert is_mojibake(RUSSIAN.encode().decode("cp1251", "replace")) or is_mojibake(
        ARABIC.encode("cp1256").decode("cp1252")
    )
    assert not any(
        map(
            is_mojibake,
            (ARABIC, FRENCH, RUSSIAN, TURKISH, "Thủ tướng đã bác bỏ tin này.", "Þetta er rangt, sagði ráðherra."),
        )
    )


def test_bytes_of_no_language_are_named(tmp_path: Path) -> None:
    chance = Random(1)
    (tmp_path / "a.txt").write_bytes(bytes(chance.choices(range(128, 256), k=3_000)))
    articles, skipped = read(tmp_path / "a.txt")
    assert not articles and "cannot be told" in skipped[0].reason


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*")))
def test_no_feed_and_no_page_turns_to_other_letters(name: str) -> None:
    articles, skipped = read(CASES / name)
    assert not skipped and {article.lang for article in articles} == {"ar"}
    assert articles[0].title == "إلغاء رحلات في مطار النجف"
    assert "قالت هيئة الطيران إن 9 رحلات ألغيت في مطار النجف بسبب الضباب" in articles[0].text
    assert sum(article.text.count("\ufffd") for article in articles) == name.count("one_byte") + name.count(
        "broken_byte"
    )
