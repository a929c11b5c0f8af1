"""One text -> Article: the text as read, with the title, date, outlet and language where the text gives them.

What is neither given nor found in the text is unknown (None), never guessed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from factcheck.articles.dates import UNREAD, parse_date, why_unread
from factcheck.articles.notices import find_consent
from factcheck.hashing import digest
from factcheck.schema import Article
from factcheck.text.language import known_codes, language
from factcheck.text.letters import own_letters
from factcheck.text.lines import Line, split_lines
from factcheck.text.marks import seen
from factcheck.text.tokens import Words

# The languages of the press that py3langid may answer: without bounds it takes a short Arabic headline for Uzbek.
_LANGUAGES = """
    ar az bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko
    ku lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
""".split()
_HEADLINE_WORDS = 20
_CALLED_BY, _LONGEST_CALLED_BY = 10, 100  # words, and characters of writing without blanks
_LANGUAGE_SAMPLE = 4_000
_SENTENCE_TOLD = 40  # characters; what is shorter may be a name
_OUTLET_WORDS = 6
_DATE_CHARACTERS = 60
_DATE_WORDS = 10  # of a line that gives nothing but its date
_SHAPES = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters in the shapes they take in a word, as some programs and scanners write them."""
_FENCE = "---"
_FRONT_MATTER_LINES = 60
_NOTICE_LINES = 30  # at the top of a text, where a notice on cookies may stand over the title
_METADATA_LINES = 6  # dates and names of outlets stand in the first or the last lines


class Skipped(NamedTuple):
    """An input left out, and why."""

    location: str
    reason: str


def make_article(
    text: str,
    location: str,
    source: str | None = None,
    published: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    order: str = "",
) -> Article:
    """An article of a text; what is not given is looked for in the text. order: `DMY` or `MDY`, in which the numbers
    of a date stand that can be read in both."""
    all_lines = split_lines(text)
    lines = [line for line in all_lines[front_matter_lines(all_lines) :] if line.text]
    lang = lang or detect_language(text[lines[0].start :] if lines else text)
    source = source or _outlet(lines, lang)
    note = ""
    if not published:
        published, note = _published(lines, lang, order)
    return Article(
        id=article_id(text, source, published),
        location=location,
        text=text,
        title=title or _title(lines),
        source=source,
        published=published,
        lang=lang,
        date_note=note,
    )


def article_id(text: str, source: str | None, published: str | None) -> str:
    """The same text of the same outlet and time is the same article, wherever it lies."""
    return digest(text, source or "", published or "")[:16]


def front_matter_lines(lines: Sequence[Line]) -> int:
    """How many lines at the top of a text are front matter: `key: value` between two lines `---`."""
    if not lines or lines[0].text != _FENCE:
        return 0
    fence = next((i for i, line in enumerate(lines[1:_FRONT_MATTER_LINES], 1) if line.text == _FENCE), 0)
    return fence + 1 if any(":" in line.text for line in lines[1:fence]) else 0


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language most of a text is in; empty where it has no letters."""
    sample = text[:_LANGUAGE_SAMPLE]
    if not any(c.isalpha() for c in sample):
        return ""
    if _SHAPES.search(sample):
        sample = unicodedata.normalize("NFKC", sample)
    return _classifier()(own_letters(seen(sample).text))[0]


def sentence_language(sentence: str, text: str, lang: str) -> str:
    """The language of a sentence of a text in `lang`: another one only where it is long and in another script.

    A classifier is wrong about too many short texts of one script to be asked about every sentence.
    """
    script = _script(sentence)
    if not script or len(sentence) < _SENTENCE_TOLD or script == _script(text[:_LANGUAGE_SAMPLE]):
        return lang
    return detect_language(sentence) or lang


@lru_cache(maxsize=64)
def _script(text: str) -> str:
    """The script of most letters of a text, as Unicode names it; empty where it has none."""
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    script = scripts.most_common(1)[0][0] if scripts else ""
    return "CJK" if script in ("HIRAGANA", "KATAKANA") else script


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid

    py3langid.set_languages(list(_LANGUAGES))
    return py3langid.classify


def _title(lines: Sequence[Line]) -> str | None:
    """The first line where it reads as a headline: short, and no sentence that ends in a full stop."""
    consent = find_consent([line.text for line in lines[:_NOTICE_LINES]])
    lines = [line for i, line in enumerate(lines) if i not in consent and not _is_advertisement(line)]
    if len(lines) < 2:
        return None
    first = lines[0].text
    is_headline = len(first.split()) <= _HEADLINE_WORDS and first[-1] not in ".。۔:"
    return first if is_headline else None


def first_words(text: str) -> str:
    """What a text without a title is called by: its first words, no more than its first line."""
    line = next((line.text for line in split_lines(text) if line.text), "")
    words = line.split()
    short = " ".join(words[:_CALLED_BY])[:_LONGEST_CALLED_BY]
    return short if len(short) >= len(" ".join(words)) else f"{short}…"


def _is_advertisement(line: Line) -> bool:
    words = Words.of(line.text)
    cues = (language(code).cue("furniture", "advertisement") for code in known_codes())
    return any((0, len(words)) in words.find_opening(cue) for cue in cues)


def _edges(lines: Sequence[Line]) -> Sequence[Line]:
    return [*lines[:_METADATA_LINES], *lines[_METADATA_LINES:][-_METADATA_LINES:]]


def _published(lines: Sequence[Line], lang: str, order: str) -> tuple[str | None, str]:
    """The date of a line that says it is the date of publication, ISO 8601, no more precise than written, and that such
    a line told it; or None and why what such a line gives cannot be read."""
    unread = ""
    for line in _edges(lines):
        words = Words.of(line.text)
        for code in known_codes():
            for _, last in words.find_opening(language(code).cue("article", "published")):
                given = line.text[words.words[last].start :][:_DATE_CHARACTERS] if last < len(words) else ""
                given = given.strip(" :：-–—|")
                date = parse_date(given, lang, order)
                if date:
                    return date, "a line of the text"
                reason = why_unread(given, lang) if 0 < len(words) - last <= _DATE_WORDS else UNREAD
                if not unread and reason != UNREAD:
                    unread = f"the date {given!r} {reason}"
    return None, unread


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
