"""What the readers of all kinds share: their options, what they give, and reading no more than allowed."""

import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import BinaryIO, NamedTuple, Protocol, cast

from factcheck.articles.article import Skipped
from factcheck.errors import InputError
from factcheck.schema import Article

Found = Article | Skipped


class Page(NamedTuple):
    """What an address answered: `data` of a media type, in the charset the server names, empty where it names none.
    seen: the moment at which it was had, in ISO 8601, empty where that is not known."""

    data: bytes
    media_type: str
    charset: str
    seen: str = ""


class Pages(Protocol):
    """What gets pages; see `fetch.Fetcher`."""

    def get(self, address: str, is_feed: bool = False) -> Page:
        """The page at an address. Raises InputError where it may not or cannot be had."""


@dataclass(frozen=True)
class Options:
    """What every reader is told.

    max_bytes: of one article. columns: (field, column) pairs for tables. fetcher: None keeps off the network.
    order: `DMY` or `MDY`, in which the numbers of dates stand that can be read in both; empty where it is not known.
    """

    max_bytes: int
    columns: tuple[tuple[str, str], ...] = ()
    fetcher: Pages | None = None
    order: str = ""


def read_bounded(file: BinaryIO, max_bytes: int) -> bytes:
    """All bytes of a file. Raises InputError where there are none, or more than allowed."""
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(f"larger than {max_bytes:,} bytes")
    if not data.strip():
        raise InputError("empty")
    return data


def readable(raw: io.RawIOBase) -> BinaryIO:
    """A raw file with a buffer, so that it can be read in lines."""
    return cast(BinaryIO, io.BufferedReader(raw))


def require_size(text: str, max_bytes: int) -> str:
    """The text; raises InputError where it is empty, too long, or holds what no text holds."""
    if not any(c.isalnum() for c in text):
        raise InputError("no text")
    if len(text) > max_bytes:
        raise InputError(f"larger than {max_bytes:,} characters")
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError("not text: it holds zeros or halves of characters")
    return text


def require_extra(module: str) -> None:
    """Raises InputError, with the way out, where a module of the extra `documents` is not installed."""
    if find_spec(module) is None:
        raise InputError("Word and PDF files need an extra: pip install 'factcheck-claims[documents]'")
