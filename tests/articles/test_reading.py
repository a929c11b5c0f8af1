"""What is given to be read: files, folders and links, and what of them is left out."""

import os
import threading
from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.schema import Article

LIMIT = 5_000_000
ENGLISH = "Army leaves Hama\nThe army left the city of Hama on Thursday, the ministry said.\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c489"
    "0000000a49444154789c6300010000050001" + "0d0a2db40000000049454e44ae426082"
)


def read(path: Path | str, limit: int = LIMIT) -> tuple[list[Article], list[Skipped]]:
    return read_articles([path], limit)


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


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    articles, skipped = read(link)
    assert not articles and [s.location for s in skipped] == [str(link)]


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
