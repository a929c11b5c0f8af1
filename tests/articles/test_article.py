"""Files -> articles."""

import os
import threading
from datetime import datetime
from pathlib import Path

import pytest

from factcheck.articles import Article, Skipped, detect_language, make_article, read_articles
from factcheck.evaluation import read_lines
from factcheck.text.lines import split_lines
from tests.fakes import BODIES
from tests.labelled import SENTENCES, name_of
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
ENGLISH = "Army leaves Hama\nThe army left the city of Hama on Thursday, the ministry said.\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c489"
    "0000000a49444154789c6300010000050001" + "0d0a2db40000000049454e44ae426082"
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


# --- encodings


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


# --- what is left out


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\ufeff \n".encode(), "empty"),
        ("\u00a0\u2003\n".encode(), "empty"),
        (PNG, "not text"),
        (bytes(100), "not text"),
        (ENGLISH.encode() + b"\0", "not text"),
    ],
    ids=["empty", "blank", "blank behind a mark", "wide blanks", "picture", "zeros", "text with a zero"],
)
def test_what_is_no_article_is_named_and_the_rest_goes_through(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    articles, skipped = read(tmp_path)
    assert [a.location for a in articles] == [str(tmp_path / "b.txt")]
    assert [s.location for s in skipped] == [str(tmp_path / "a.txt")]
    assert reason in skipped[0].reason and "\n" not in skipped[0].reason


@pytest.mark.parametrize("name", ["gone.txt", "no/such/a.txt", "x" * 300], ids=["file", "folder", "long"])
def test_a_missing_path_is_named_and_the_rest_goes_through(name: str, tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text(ENGLISH, "utf-8")
    articles, skipped = read_articles([tmp_path / name, there], LIMIT)
    assert [a.location for a in articles] == [str(there)]
    assert [s.location for s in skipped] == [str(tmp_path / name)]


def test_an_unreadable_file_is_named_and_the_rest_goes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def locked(self: Path, *args, **kwargs):
        if self.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    for name in ("locked.txt", "open.txt"):
        (tmp_path / name).write_text(ENGLISH, "utf-8")
    monkeypatch.setattr(Path, "open", locked)
    articles, skipped = read(tmp_path)
    assert [Path(a.location).name for a in articles] == ["open.txt"]
    assert [(Path(s.location).name, s.reason) for s in skipped] == [("locked.txt", "cannot be read: Permission denied")]


def test_a_file_too_large_is_named_with_the_limit(tmp_path: Path) -> None:
    (tmp_path / "fits.txt").write_bytes(b"a" * 2_000)
    (tmp_path / "large.txt").write_bytes(b"a" * 2_001)
    articles, skipped = read(tmp_path, 2_000)
    assert [Path(a.location).name for a in articles] == ["fits.txt"]
    assert [Path(s.location).name for s in skipped] == ["large.txt"]
    assert "2,000" in skipped[0].reason


# --- folders


def test_a_folder_is_read_with_its_folders_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "c/d/e.txt", "a.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n{ENGLISH}", "utf-8")
    articles, skipped = read(tmp_path)
    found = [a.location for a in articles]
    assert set(found) == {str(tmp_path / n) for n in ("a.txt", "a/z.txt", "b.txt", "c/d/e.txt")}
    assert not skipped
    parts = [str(tmp_path / "b.txt"), str(tmp_path / "a"), str(tmp_path / "a.txt"), str(tmp_path / "c")]
    again, _ = read_articles(parts, LIMIT)
    assert [a.location for a in again] == found == sorted(found, key=Path)


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "README", "README.md", "readme.txt"])
def test_readmes_and_dotfiles_of_a_folder_are_not_articles(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(ENGLISH, "utf-8")
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    articles, skipped = read(tmp_path)
    assert [Path(a.location).name for a in articles] == ["a.txt"] and not skipped


def test_a_folder_in_a_hidden_folder_is_read_where_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ".cache" / "articles"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(ENGLISH, "utf-8")
    assert len(read(folder)[0]) == 1


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH, "utf-8")
    assert len(read_articles([path, tmp_path, str(path)], LIMIT)[0]) == 1


# --- identity


def test_an_id_is_of_the_content_not_of_the_place() -> None:
    assert make_article(ENGLISH, "a.txt").id == make_article(ENGLISH, "b/c.txt").id
    assert make_article(ENGLISH, "a.txt").id != make_article(ENGLISH + " ", "a.txt").id


def test_an_id_tells_outlets_and_dates_apart() -> None:
    bare = make_article(ENGLISH, "a").id
    by_source = make_article(ENGLISH, "a", source="2024").id
    by_date = make_article(ENGLISH, "a", published="2024").id
    assert len({bare, by_source, by_date}) == 3


# --- title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ENGLISH, "Army leaves Hama"),
        (ARABIC, "المعارضة تعلن السيطرة على حماة"),
        ("\n\n  Army leaves Hama \n\nThe army left.\n", "Army leaves Hama"),
        ("Will the army leave?\nNobody knows.\n", "Will the army leave?"),
        ("The army left Hama.\nNobody knows why.\n", None),
        ("他们撤退了。\n没有人知道为什么。\n", None),
        ("Army leaves Hama", None),
        ("word " * 21 + "\nThe army left.", None),
        ("word " * 20 + "\nThe army left.", ("word " * 20).strip()),
    ],
)
def test_the_title_is_a_first_line_that_reads_as_a_headline(text: str, title: str | None) -> None:
    assert make_article(text, "a").title == title


def test_an_advertisement_is_no_title() -> None:
    assert make_article("ADVERTISEMENT\n" + ENGLISH, "a").title != "ADVERTISEMENT"


# --- date, outlet, language


def test_the_date_outlet_and_language_of_the_seeds_are_those_they_give() -> None:
    articles, skipped = read(SEEDS)
    assert not skipped and len(articles) == 5
    assert [a.published for a in articles] == [None, None, "2020-02-06T23:54", None, None]
    assert [a.source for a in articles] == [None, None, None, "الجزيرة", None]
    assert {a.lang for a in articles} == {"ar"}


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("تاريخ النشر : 23:54 - 2020/02/06", "2020-02-06T23:54"),
        ("آخر تحديث: ٦/٢/٢٠٢٠", "2020-02-06"),
        ("Published: 6 February 2020", "2020-02-06"),
        ("Published on 6 February 2020 at 23:54", "2020-02-06T23:54"),
        ("Updated: 2020-02-06", "2020-02-06"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(line: str, published: str) -> None:
    title, body = (ENGLISH if line.isascii() else ARABIC).split("\n", 1)
    article = make_article(f"{title}\n{line}\n{body}", "a")
    assert article.published == published
    datetime.fromisoformat(article.published)


@pytest.mark.parametrize(
    "line",
    [
        "Published: March 2020",
        "Published: 10:30",
        "Published: soon",
        "Published yesterday",
        "Updated 2 hours ago",
        "نشر أمس",
        "The army left on 6 February 2020.",
    ],
)
def test_a_date_that_is_not_given_in_full_is_unknown(line: str) -> None:
    title, body = (ENGLISH if line.isascii() else ARABIC).split("\n", 1)
    assert make_article(f"{title}\n{line}\n{body}", "a").published is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Reuters", "Reuters"),
        ("Reuters", "Reuters"),
        ("المصدر: وكالة الأنباء المحلية", "وكالة الأنباء المحلية"),
        ("العربية نت", "العربية نت"),
    ],
)
def test_an_outlet_signs_in_the_last_lines(line: str, source: str) -> None:
    text = ENGLISH if line.isascii() else ARABIC
    assert make_article(text + line, "a").source == source


@pytest.mark.parametrize(
    "line",
    [
        "Sources say army left Hama",
        "Sources: army leaves Hama",
        "Source close to talks: no deal",
        "مصدر أمني: مقتل خمسة جنود",
        "مصدر عسكري ينفي الانسحاب",
        "وكالات الإغاثة تحذر",
        "Reuters reported that the army left.",
    ],
)
def test_a_headline_about_sources_names_no_outlet(line: str) -> None:
    text = ENGLISH if line.isascii() else ARABIC
    assert make_article(f"{line}\n{text}", "a").source is None


def test_what_is_given_goes_before_what_is_found() -> None:
    text = ENGLISH + "Published: 6 February 2020\nReuters\n"
    article = make_article(text, "a", source="Mine", published="2024-01-01")
    assert (article.source, article.published) == ("Mine", "2024-01-01")


@pytest.mark.parametrize(
    ("text", "lang"),
    [(ARABIC, "ar"), (ENGLISH, "en"), (FRENCH, "fr"), ("المعارضة تتقدم", "ar"), ("12:30 !", "")],
)
def test_the_language_is_that_of_most_of_the_text(text: str, lang: str) -> None:
    assert make_article(text, "a").lang == lang


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("ru", "Взрыв в Одессе"),
        ("ru", "Суд отменил приговор"),
        ("ru", "Хамас освободил заложников"),
        ("uk", "Пожежа в Києві"),
        ("uk", "Генштаб заперечує"),
        ("uk", "Хамас звільнив заручників"),
        ("fa", "انفجار در کابل"),
        ("fa", "تهران تکذیب کرد"),
        ("fa", "۱۲ کشته"),
        ("ar", "انفجار في كابل"),
        ("ar", "طهران تنفي"),
        ("ur", "کابل میں دھماکہ"),
        ("ur", "تہران کی تردید"),
        ("he", "צה״ל מכחיש"),
        ("he", "12 הרוגים"),
        ("zh", "外交部否认"),
        ("zh", "12人死亡"),
    ],
)
def test_a_headline_of_a_few_words_tells_its_language(lang: str, headline: str) -> None:
    assert detect_language(headline) == lang


@pytest.mark.parametrize("path", SENTENCES[:-1], ids=name_of)
def test_a_labelled_sentence_tells_its_language(path: Path) -> None:
    lines = read_lines(path)
    assert [line["t"] for line in lines if line["claims"] and detect_language(line["t"]) != line["lang"]] == []


@pytest.mark.parametrize(
    ("lang", "line", "outlet"),
    [
        ("ru", "Опубликовано: 6 февраля 2020", "ТАСС"),
        ("uk", "Опубліковано: 6 лютого 2020", "Укрінформ"),
        ("fa", "تاریخ انتشار: ۶ فوریه ۲۰۲۰", "ایرنا"),
        ("he", "פורסם בתאריך: 6 בפברואר 2020", "הארץ"),
        ("ur", "تاریخ اشاعت: 6 فروری 2020", "رائٹرز"),
        ("zh", "发布时间：2020年2月6日", "新华社"),
    ],
)
def test_the_date_of_publication_and_the_outlet_are_read(lang: str, line: str, outlet: str) -> None:
    article = make_article(f"{line}\n{BODIES[lang]}\n{outlet}", "test")
    assert (article.lang, article.published, article.source) == (lang, "2020-02-06", outlet)


# --- lines


def test_lines_are_slices_without_the_blanks_around_them() -> None:
    text = "  one \r\n\n\ttwo\u2028three"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["one", "", "two", "three"]
    assert all(text[line.start : line.end] == line.text for line in lines)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    articles, skipped = read(link)
    assert not articles and [s.location for s in skipped] == [str(link)]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("6 شباط 2020", "2020-02-06"),
        ("٦ شباط ٢٠٢٠", "2020-02-06"),
        ("الخميس 6 فبراير/شباط 2020", "2020-02-06"),
        ("15 كانون الأول 2024", "2024-12-15"),
        ("27 تشرين الثاني 2024 10:30", "2024-11-27T10:30"),
    ],
)
def test_a_date_is_read_with_the_month_names_of_every_arab_country(written: str, date: str) -> None:
    assert make_article(f"عنوان الخبر\nتاريخ النشر: {written}\n{ARABIC}", "a").published == date


def test_a_sentence_with_a_number_and_a_month_is_no_date_of_publication() -> None:
    text = f"عنوان الخبر\nنشر الجيش السوري 6 آلاف جندي في آذار 2020\n{ARABIC}"
    assert make_article(text, "a").published is None


def test_a_link_inside_a_folder_leads_to_its_own_files_alone(tmp_path: Path) -> None:
    folder, secret = tmp_path / "news", tmp_path / "secret.txt"
    (folder / "in").mkdir(parents=True)
    secret.write_text(ENGLISH, "utf-8")
    (folder / "in" / "a.txt").write_text(ENGLISH, "utf-8")
    for name, target in (("b", folder / "in" / "a.txt"), ("c", secret), ("d", tmp_path / "gone"), ("e", folder / "e")):
        (folder / name).symlink_to(target)
    (folder / "f").symlink_to(folder)
    articles, skipped = read(folder)
    assert [Path(a.location).name for a in articles] == ["b", "a.txt"]
    assert sorted(Path(s.location).name for s in skipped) == ["c", "d", "e", "f"]
    assert {s.reason for s in skipped} == {"a link that leads to no file of this folder"}
    assert len(read(folder / "c")[0]) == 1, "one that is named itself is read"


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    real = os.scandir

    def locked(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", locked)
    articles, skipped = read(tmp_path)
    assert len(articles) == 1
    assert [tuple(s) for s in skipped] == [(str(tmp_path / "locked"), "cannot be read: Permission denied")]


def test_a_pipe_that_is_named_is_read_like_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(ENGLISH,), daemon=True)
    writer.start()
    assert [a.text for a in read(tmp_path / "pipe")[0]] == [ENGLISH]
