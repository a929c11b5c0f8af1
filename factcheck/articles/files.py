"""Paths and addresses -> articles: folders, gz and zip, and which reader takes which kind of file."""

import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, BinaryIO

from factcheck.articles import documents, kinds, pages, pdf, saved, tables, word
from factcheck.articles.addresses import join_addresses
from factcheck.articles.article import Skipped
from factcheck.articles.dates import ORDERS
from factcheck.articles.encoding import decode
from factcheck.articles.fragments import end_lines, fragment_text, has_paragraphs
from factcheck.articles.live import ENTRY_TIME, Entry, Stretch, text_entries, with_days
from factcheck.articles.metadata import SIDECAR, About, article_of, front_matter, read_sidecar
from factcheck.articles.notices import CONSENT_ALONE, is_consent_alone, is_sentence
from factcheck.articles.reading import Found, Options, Pages, read_bounded, readable, require_size
from factcheck.errors import InputError
from factcheck.schema import Article
from factcheck.text.lines import split_lines

_UNPACKED = 500_000_000
"""Bytes that one archive may unpack to: a bomb of a few kilobytes unpacks to more than any memory holds."""
_REASON = 500
"""Characters of a reason: it may list what somebody called his columns."""
_MEMBERS = 100_000
"""Files that one zip may hold."""
_DAMAGE = (
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)


def read_articles(
    paths: Sequence[str | Path],
    max_bytes: int,
    columns: Mapping[str, str] | None = None,
    fetcher: Pages | None = None,
    dates: str = "",
) -> tuple[list[Article], list[Skipped]]:
    """Articles of files, folders and web addresses, in the order of their places, and what was left out.

    A folder is read with all its folders; names that begin with a dot and READMEs are not articles. columns: field ->
    column of tables whose columns have names of their own. fetcher: what gets pages; without one, addresses are left
    out and feeds give what they carry themselves. dates: `day-first` or `month-first`, how dates are read that can be
    read both ways. Of an article under several addresses one is given (see `addresses.join_addresses`).
    """
    found = [item for _, items in find_articles(paths, max_bytes, columns, fetcher, dates) for item in items]
    articles = [item for item in found if isinstance(item, Article)]
    return join_addresses(articles)[0], [item for item in found if isinstance(item, Skipped)]


def find_articles(
    paths: Sequence[str | Path],
    max_bytes: int,
    columns: Mapping[str, str] | None = None,
    fetcher: Pages | None = None,
    dates: str = "",
) -> Iterator[tuple[str, list[Found]]]:
    """What `read_articles` reads, file by file: its place, and what was found in it and left out, in order. Every
    address that one article has is given."""
    options = Options(max_bytes, tuple(sorted((columns or {}).items())), fetcher, ORDERS.get(dates, ""))
    skipped: list[Skipped] = []
    addresses = sorted({path for path in paths if isinstance(path, str) and pages.is_address(path)})
    files, sidecars = _files([path for path in paths if path not in addresses], skipped), _Sidecars(max_bytes)
    for item in skipped:
        yield item.location, [item]
    for path, root in sorted(files.items()):
        yield _place(path), [*_with_notes(_read_path(path, root, sidecars, options))]
    for address in addresses:
        yield address, [*_with_notes(pages.read_address(address, options))]


def _with_notes(found: Iterable[Found]) -> Iterator[Found]:
    """What was found, and behind each article whose date was given and is unknown, why. A reason, which may quote a
    library's words, is one line."""
    for item in found:
        yield item if isinstance(item, Article) else _short(item)
        if isinstance(item, Article) and item.date_note and not item.published:
            yield _short(Skipped(item.location, f"the date of the article is unknown: {item.date_note}"))


def _short(skipped: Skipped) -> Skipped:
    reason = " ".join(skipped.reason.split())
    if len(reason) > _REASON:  # what was wrong mostly stands at an end
        reason = f"{reason[: _REASON // 2]} ... {reason[-_REASON // 3 :]}"
    return Skipped(skipped.location, reason)


def _files(paths: Sequence[str | Path], skipped: list[Skipped]) -> dict[Path, Path]:
    """File -> the folder it was found under; of several the outermost."""
    found: dict[Path, Path] = {}
    for path in sorted(map(Path, paths), key=lambda p: len(p.parts)):
        try:
            path.stat()
        except (OSError, ValueError) as error:
            skipped.append(Skipped(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            continue
        if path.is_dir():
            found = dict.fromkeys(_inside(path, skipped), path) | found
        else:
            found.setdefault(path, path.parent)
    return found


def _inside(root: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """The files of a folder and of all folders in it. A link in it may lead to another of its files, no further: who
    sends articles does not choose what else is read."""

    def cannot(error: OSError) -> None:
        skipped.append(Skipped(_place(PurePath(error.filename)), f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(root, onerror=cannot):
        for path in (Path(folder, name) for name in (*folders, *names)):
            if not _is_article(path.relative_to(root)):
                continue
            if path.is_symlink() and not _stays(path, root):
                skipped.append(Skipped(_place(path), "a link that leads to no file of this folder"))
            elif path.is_file():
                yield path


def _stays(link: Path, root: Path) -> bool:
    try:
        return link.is_file() and link.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return False


def _is_article(path: PurePath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.stem.upper() != "README"


def _place(path: PurePath) -> str:
    """A path as text; a file name may hold bytes that are none, and those read as U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# --- what stands beside a file


@dataclass
class _Sidecars:
    """The sidecars of folders, each read once."""

    max_bytes: int
    read: dict[PurePath, dict[str, About]] = field(default_factory=dict)

    def about(self, path: PurePath, root: PurePath, load: Callable[[PurePath], bytes]) -> About:
        """What the sidecars beside a file, and in the folders above it up to a root, say of it, the nearest first."""
        known = About()
        for folder in path.parents:
            if folder not in self.read:
                self.read[folder] = self._load(folder / SIDECAR, load)
            known = known.over(self.read[folder].get(path.relative_to(folder).as_posix(), About()))
            if folder == root:
                break
        return known

    def is_sidecar(self, path: PurePath) -> bool:
        """Whether a file that was asked about is one; the files beside it must have been asked about before."""
        return path.name == SIDECAR and bool(self.read.get(path.parent))

    def _load(self, path: PurePath, load: Callable[[PurePath], bytes]) -> dict[str, About]:
        try:
            return read_sidecar(decode(load(path)))
        except (InputError, OSError, KeyError):
            return {}


# --- one file


def _read_path(path: Path, root: Path, sidecars: _Sidecars, options: Options) -> Iterator[Found]:
    """The articles of one file on disk, each thing left out in its place."""
    place = _place(path)
    about = sidecars.about(path, root, lambda p: Path(p).read_bytes()[: options.max_bytes])
    about = replace(about, order=options.order)
    if sidecars.is_sidecar(path):
        named = sidecars.read[path.parent]
        missing = [n for n in named if not os.path.exists(path.parent / n)]  # noqa: PTH110 - never raises
        yield from (Skipped(place, f"names {name!r}, which is not there") for name in missing)
        return
    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".zip":
                yield from _read_zip(file, place, options)
            else:
                yield from _read_file(file, path.name, place, about, options)
    except InputError as error:
        yield Skipped(place, str(error))
    except OSError as error:
        yield Skipped(place, f"cannot be read: {error.strerror or error}")


def _read_file(file: BinaryIO, name: str, place: str, about: About, options: Options) -> Iterator[Found]:
    """The articles of one open file, by the reader of its kind; a name of no known kind is plain text."""
    suffix = PurePosixPath(name.lower()).suffix
    kind = _kind(file)
    if kind == kinds.GZIP:
        unpacked = _Unpacked(gzip.GzipFile(fileobj=file), _Budget(_UNPACKED))
        file, suffix = readable(unpacked), PurePosixPath(name.lower().removesuffix(".gz")).suffix
        kind = _kind(file)
    if kind == kinds.GZIP or suffix == ".zip":
        raise InputError("a zip inside another archive; unpack that first")
    named = _READERS.get(suffix)
    if kind == kinds.ZIP and named is None:
        named = word.read_docx if suffix in _WORD else None
        if named is None:
            raise InputError("an archive or an office file under another name; give it the name of its kind")
    if kind in _NO_READER and named in (None, read_plain):
        raise InputError(_NO_READER[kind])
    read = named or read_plain
    if kind in _TELLING or (named is None and kind) or (kind == kinds.HTML and named is not documents.read_markdown):
        read = _BY_KIND.get(kind, read)
    yield from read(file, place, about, options)


def _kind(file: BinaryIO) -> str:
    """What a file is by how it begins; it is read from its beginning afterwards."""
    peek = getattr(file, "peek", None)
    return kinds.kind_of(peek(kinds.HEAD)[: kinds.HEAD]) if peek else ""


def read_plain(file: BinaryIO, place: str, about: About, options: Options) -> Iterator[Found]:
    """The article of a plain text file; front matter stays in the text, is read, and never becomes a claim."""
    text = decode(read_bounded(file, options.max_bytes))
    text = end_lines(fragment_text(text) if has_paragraphs(text) else text)
    if is_consent_alone(text):
        raise InputError(CONSENT_ALONE)
    article = article_of(require_size(text, options.max_bytes), place, front_matter(text).over(about))
    stretches = text_entries(text) if article.published else []
    yield from _entries(article, stretches) if stretches else [article]


def _entries(article: Article, stretches: Sequence[Stretch]) -> Iterator[Article]:
    """The articles of the entries of a live blog, behind what stands over them where that is more than a title."""
    known = About(article.title, article.source, article.published, lang=article.lang, date_by=article.date_note)
    over = article.text[: stretches[0].opens]
    if any(is_sentence(line.text) for line in split_lines(over)):
        yield article_of(over, article.location, known)
    dated = with_days([Entry(stretch.time, "", "") for stretch in stretches], article.published, None)
    for number, (stretch, entry) in enumerate(zip(stretches, dated, strict=True), 1):
        own = replace(known, published=entry.time or None, date_by=ENTRY_TIME)
        yield article_of(article.text[stretch.start : stretch.end], f"{article.location}#{number}", own)


_READERS: dict[str, Callable[[BinaryIO, str, About, Options], Iterable[Found]]] = {
    ".md": documents.read_markdown,
    ".markdown": documents.read_markdown,
    ".html": pages.read_page,
    ".htm": pages.read_page,
    ".xhtml": pages.read_page,
    ".xml": pages.read_feed,
    ".rss": pages.read_feed,
    ".atom": pages.read_feed,
    ".json": tables.read_json,
    ".jsonl": tables.read_jsonl,
    ".ndjson": tables.read_jsonl,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".parquet": tables.read_parquet,
    ".docx": word.read_docx,
    ".pdf": pdf.read_pdf,
    ".warc": saved.read_warc,
    ".mhtml": saved.read_mhtml,
    ".mht": saved.read_mhtml,
    ".eml": saved.read_mhtml,
    ".txt": read_plain,
}
_BY_KIND: dict[str, Callable[[BinaryIO, str, About, Options], Iterable[Found]]] = {
    kinds.HTML: pages.read_page,
    kinds.FEED: pages.read_feed,
    kinds.JSON: tables.read_json,
    kinds.WARC: saved.read_warc,
    kinds.ANSWER: saved.read_answer,
    kinds.MHTML: saved.read_mhtml,
    kinds.PDF: pdf.read_pdf,
    kinds.PARQUET: tables.read_parquet,
}
_TELLING = frozenset((kinds.WARC, kinds.ANSWER, kinds.MHTML, kinds.PDF, kinds.PARQUET, kinds.FEED))
"""Kinds that no file of another kind begins as, whatever its name."""
_WORD = (".doc", ".docm", ".dotx", ".dotm")
_NO_READER = {
    kinds.WORD_97: "a Word file of the old kind; save it as .docx",
    kinds.RICH_TEXT: "a file of rich text (RTF); save it as .docx",
}


# --- archives


class _Budget:
    """How many bytes may still come out of an archive."""

    def __init__(self, total: int) -> None:
        self.total = self.left = total

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise InputError(f"unpacks to more than {self.total:,} bytes")


class _Unpacked(io.RawIOBase):
    """What comes out of an archive: bounded, and any damage an InputError."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile, budget: _Budget) -> None:
        self._file, self._budget = file, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._file.read(len(buffer))
        except _DAMAGE as error:
            raise InputError(f"a damaged or locked archive ({error})") from error
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def _read_zip(file: BinaryIO, place: str, options: Options) -> Iterator[Found]:
    """The articles of a zip, in the order of its names; what is damaged in it is named and the rest goes through."""
    budget, sidecars = _Budget(_UNPACKED), _Sidecars(options.max_bytes)
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise InputError(f"a damaged archive ({error})") from error
    with archive:
        members = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        if len(members) > _MEMBERS:
            raise InputError(f"holds more than {_MEMBERS:,} files")
        load = partial(_load_member, archive, members, options.max_bytes)
        for name in sorted(members):
            path = PurePosixPath(name)
            about = replace(sidecars.about(path, PurePosixPath(), load), order=options.order)
            if not _is_article(path) or sidecars.is_sidecar(path):
                continue
            inner = f"{place}/{_place(path)}"
            try:
                with archive.open(members[name]) as member:
                    yield from _read_file(readable(_Unpacked(member, budget)), name, inner, about, options)
            except InputError as error:
                yield Skipped(inner, str(error))
                if budget.left < 0:
                    return
            except _DAMAGE as error:  # before the first byte: a lock, a method that is not known
                yield Skipped(inner, f"cannot be unpacked ({error})")


def _load_member(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], max_bytes: int, path: PurePath
) -> bytes:
    try:
        with archive.open(members[str(path)]) as member:
            return member.read(max_bytes)
    except _DAMAGE as error:
        raise InputError(str(error)) from error
