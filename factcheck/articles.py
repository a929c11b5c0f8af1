"""Files -> articles: the text as read, with the title, date, outlet and language where the text gives them.

What the text does not give is unknown (None), never guessed. A file that cannot be read is named with the reason
and skipped; the rest goes through.
"""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from factcheck.errors import InputError
from factcheck.languages import known_codes, language
from factcheck.matching import Words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The languages of the press that py3langid may answer: without bounds it takes a short Arabic headline for Uzbek.
_LANGUAGES = """
    ar az bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko
    ku lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
""".split()
_HEADLINE_WORDS = 20
_LANGUAGE_SAMPLE = 4_000
_OUTLET_WORDS = 6
_DATE_WORDS = 1  # beside numbers and months: the day of the week; a month of two words has a second one
_FOUR_DIGITS = re.compile(r"\d{4}")
_DAY_OR_MONTH = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|1[0-2])[/.-]\d{4}")
_DAMAGED = 0.02  # of the letters outside ASCII: a text with no more broken ones is damaged UTF-8, not another encoding
_METADATA_LINES = 6  # dates and names of outlets stand in the first or the last lines


@dataclass(frozen=True)
class Article:
    """One article. `text` is what was read, to the character: every offset in the product points into it."""

    id: str
    location: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    lang: str = ""


class Skipped(NamedTuple):
    """An input left out, and why."""

    location: str
    reason: str


class Line(NamedTuple):
    """A line of a text without its surrounding blanks: `text[start:end]`; empty lines have start == end."""

    text: str
    start: int
    end: int


def split_lines(text: str) -> list[Line]:
    """The lines of a text with their offsets, blanks around them left out."""
    lines, offset = [], 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = offset + (len(raw) - len(raw.lstrip()) if stripped else 0)
        lines.append(Line(stripped, start, start + len(stripped)))
        offset += len(raw)
    return lines


def read_articles(paths: Sequence[str | Path], max_bytes: int) -> tuple[list[Article], list[Skipped]]:
    """Articles of text files and of folders of them, in the order of their locations, and what was left out.

    A folder is read with all its folders; names that begin with a dot and READMEs are not articles.
    """
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for path in _files(paths, skipped):
        try:
            articles.append(make_article(_decode(_bytes(path, max_bytes)), _location(path)))
        except InputError as error:
            skipped.append(Skipped(_location(path), str(error)))
    return articles, skipped


def make_article(text: str, location: str, source: str | None = None, published: str | None = None) -> Article:
    """An article of a text; what is not given is looked for in the text."""
    lang = detect_language(text)
    lines = [line for line in split_lines(text) if line.text]
    source = source or _outlet(lines, lang)
    published = published or _published(lines, lang)
    key = "\0".join((text, source or "", published or ""))
    return Article(
        id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        location=location,
        text=text,
        title=_title(lines),
        source=source,
        published=published,
        lang=lang,
    )


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language most of a text is in; empty where it has no letters."""
    sample = text[:_LANGUAGE_SAMPLE]
    if not any(c.isalpha() for c in sample):
        return ""
    return _classifier()(sample)[0]


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid

    py3langid.set_languages(list(_LANGUAGES))
    return py3langid.classify


def _files(paths: Sequence[str | Path], skipped: list[Skipped]) -> Iterable[Path]:
    found: set[Path] = set()
    for path in map(Path, paths):
        try:
            path.stat()
        except (OSError, ValueError) as error:
            skipped.append(Skipped(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            continue
        if path.is_dir():
            found.update(p for p in path.rglob("*") if p.is_file() and _is_article(p.relative_to(path)))
        else:
            found.add(path)
    return sorted(found)


def _location(path: Path) -> str:
    """A path as text; a file name may hold bytes that are none, and those read as U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_article(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.stem.upper() != "README"


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    if len(data) > max_bytes:
        raise InputError(f"larger than {max_bytes:,} bytes")
    if not data.strip():
        raise InputError("empty")
    return data


def _decode(data: bytes) -> str:
    """Text of bytes in any encoding that can be told; the byte order mark is no part of it."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _decode_damaged(data) or _decode_legacy(data)
    if "\0" in text:
        text = _decode_legacy(data)
    if not text.strip():
        raise InputError("empty")
    return text


def _decode_damaged(data: bytes) -> str:
    """UTF-8 with a few broken letters, each read as U+FFFD; empty where it is another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if broken <= max(1, _DAMAGED * sum(c > "\x7f" for c in text)) else ""


def _decode_legacy(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else ""
    if not text or "\0" in text:
        raise InputError("not text, or in an encoding that cannot be told; save it as UTF-8")
    return text


def _title(lines: Sequence[Line]) -> str | None:
    """The first line where it reads as a headline: short, and no sentence that ends in a full stop."""
    lines = [line for line in lines if not _is_advertisement(line)]
    if len(lines) < 2:
        return None
    first = lines[0].text
    is_headline = len(first.split()) <= _HEADLINE_WORDS and first[-1] not in ".。۔:"
    return first if is_headline else None


def _is_advertisement(line: Line) -> bool:
    words = Words.of(line.text)
    cues = (language(code).cue("furniture", "advertisement") for code in known_codes())
    return any((0, len(words)) in words.find_opening(cue) for cue in cues)


def _edges(lines: Sequence[Line]) -> Sequence[Line]:
    return [*lines[:_METADATA_LINES], *lines[_METADATA_LINES:][-_METADATA_LINES:]]


def _published(lines: Sequence[Line], lang: str) -> str | None:
    """The date of a line that says it is the date of publication, ISO 8601, no more precise than written."""
    for line in _edges(lines):
        words = Words.of(line.text)
        for code in known_codes():
            for _, last in words.find_opening(language(code).cue("article", "published")):
                date = last < len(words) and parse_date(line.text[words.words[last].start :], lang)
                if date:
                    return date
    return None


def parse_date(text: str, lang: str = "") -> str | None:
    """ISO 8601 of a date written out; without a time of day where none is written.

    None of a date that depends on the day of reading ("two hours ago"), or on who reads it (06/02/2020 in English).
    """
    import dateparser

    text = text[:60].strip(" :：-–—|")
    if not _FOUR_DIGITS.search(text) or (lang != "ar" and _DAY_OR_MONTH.search(text)):
        return None
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    languages = [lang] if lang in known_codes() else None
    date: datetime | None = dateparser.parse(text, languages=languages, settings=settings)
    if date is None:
        date = dateparser.parse(_with_english_months(text, lang), languages=["en"], settings=settings)
    if date is None:
        return None
    has_time = any(":" in word for word in text.split())
    return date.isoformat(timespec="minutes") if has_time else date.date().isoformat()


def _with_english_months(text: str, lang: str) -> str:
    """The numbers of a date, and its month in English: of the names that dateparser does not know (`شباط`), and of
    the two names that some outlets write side by side (`مارس/آذار`). Empty where more is said than a date."""
    words = Words.of(text)
    months = {first: name for name, first, _ in language(lang).find_all("months", words)}
    parts = [months.get(i, word.norm) for i, word in enumerate(words.words) if i in months or word.norm[0].isdigit()]
    rest = [w for i, w in enumerate(words.words) if w.norm[0].isalpha() and i not in months]
    return " ".join(dict.fromkeys(parts)) if len(rest) <= len(months) + _DATE_WORDS else ""


def _outlet(lines: Sequence[Line], lang: str) -> str | None:
    """The outlet that signs the article: a known name alone on a line, or behind a word such as `Source:`."""
    cues = language(lang)
    names, labels = cues.cue("article", "outlets"), cues.cue("article", "source_label")
    for line in _edges(lines):
        words = Words.of(line.text)
        if (0, len(words)) in words.find_opening(names):
            return line.text.strip()
        for _, last in words.find_opening(labels):
            is_label = last < len(words) <= last + _OUTLET_WORDS and words.words[last].norm == ":"
            if is_label and line is not lines[0]:  # a headline may begin with "Sources:"
                return line.text[words.words[last].end :].strip()
    return None
