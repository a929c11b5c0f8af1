"""Digests that name contents."""

from pathlib import Path

from factcheck.hashing import digest, file_digest, number


def test_a_digest_is_of_all_parts_and_of_where_one_ends() -> None:
    assert digest("a", "b") == digest("a", "b")
    assert len({digest("a", "b"), digest("ab"), digest("b", "a"), digest("a", "b", "")}) == 4


def test_a_number_follows_from_the_parts_alone() -> None:
    assert number("a", "b") == number("a", "b") != number("b", "a")


def test_the_digest_of_a_file_is_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "b").write_bytes(b"x" * 3_000_000)
    (tmp_path / "c").write_bytes(b"x" * 2_999_999 + b"y")
    assert file_digest(tmp_path / "a") == file_digest(tmp_path / "b") != file_digest(tmp_path / "c")
