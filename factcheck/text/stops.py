"""Which stops end a sentence: not those of initials, titles, abbreviations, ordinals, addresses and cut-off quotations.

What the letter behind a stop tells depends on its script. Latin and Cyrillic begin a sentence with a capital; Arabic
and Hebrew have none, so there a stop between two words ends a sentence though no blank stands behind it. The words come
from `[sentences]` of the language files.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from factcheck.text.chinese import HAN
from factcheck.text.language import Language, language
from factcheck.text.tokens import normalise

_STOPS = ".!?؟۔।…。！？｡"
CLOSING_MARKS = "\"'”’»›)]}）」』》〉】"
_CLOSING = re.escape(CLOSING_MARKS)
_TURNED = "“«‘‹"  # opens a quotation, or closes it as in „So.“ and »So.«, where a blank stands behind
_OPENING = rf"{_TURNED}„‚\"'’(\[（「『《"
# Possessive (`*+`), and begun at the first of a row only: a line of nothing but stops costs no more than its length.
# Behind the mark stands a blank, or else a letter that may begin a sentence; behind one of a wide script, anything.
STOP = re.compile(
    rf"[{_STOPS}](?<![{_STOPS}][{_STOPS}])[{_STOPS}]*+(?:(?<=[。！？｡])[{_CLOSING}]*+"
    rf"|(?:[{_CLOSING}]|[{_TURNED}](?=\s))*+(?:[ \u00a0\u202f][»›](?=[\s.]|\Z))?(?=\s|[{_OPENING}]?[^\W\d_a-z]))"
)
"""A mark that may end a sentence, with the closing marks behind it."""

_LONGEST = 24  # characters: no abbreviation is longer
_LAST_WORD = re.compile(r"[^\s(\[«“„\"/۔]+\Z")
_SPACED = re.compile(r"(?:(?<!\w)[^\W\d_]{1,3}\.\s){1,3}\Z")  # the `a. n. ` of `a. n. e`, before its last letter
_NUMBER = re.compile(r"\d\s?\Z")
_LETTER = re.compile(r"(?<!\S)[^\W\d_] \Z")
_NEXT_WORD = re.compile(rf"[\s{_OPENING}¿¡—–-]*([^\W\d_]+['’]?|\d)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # p.m, D.C, Ph.D, ص.ب
_MARKED = re.compile("[.-]")
_ROMAN = re.compile(r"[IVX]+")
_HOST = re.compile(r"(?i:com|org|net|info|gov|edu|ru|ру|рф|tv|io|كوم|نت|أورج)(?!\w)")
_MAIL = re.compile(r"[\w.-]{1,40}@")
_IN_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)
_PART = 4  # letters at most of the parts of بي.بي.سي, and of the name of a time zone
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_AROUND = 300  # characters around a stop in which capitals are looked for, and straight marks counted

TITLE, BEFORE_NUMBER, FINAL, OTHER = "title", "before number", "final", "other"


class _Points(NamedTuple):
    """What a language says of points, in normalised words: the `kinds` of abbreviations, which of them are written with
    a `capital` only, what dotted ones begin with (`parts`: the `u` of `u.a`), words that begin sentences, conjunctions
    that are `glued` to a word, and what stands behind `ordinals`."""

    language: Language
    kinds: dict[str, str]
    capital: frozenset[str]
    parts: frozenset[str]
    openers: frozenset[str]
    glued: tuple[str, ...]
    ordinals: frozenset[str]


@lru_cache(maxsize=64)
def _points(lang: str) -> _Points:
    own, english = language(lang), language("en")
    entries = {normalise(word): (kind, word) for tongue in (english, own) for kind, word in _entries(tongue)}
    dotted = [norm.split(".") for norm in entries if "." in norm]
    return _Points(
        own,
        {norm: kind for norm, (kind, _) in entries.items()},
        frozenset(norm for norm, (_, word) in entries.items() if word[0].isupper()),
        frozenset(".".join(parts[:n]) for parts in dotted for n in range(1, len(parts) + 1)),
        own.normal_words("sentences", "openers") or english.normal_words("sentences", "openers"),
        tuple(own.glued_ands),
        own.normal_words("sentences", "behind_ordinal"),
    )


def _entries(own: Language) -> Iterator[tuple[str, str]]:
    """The abbreviations of a language with their kinds; of one in two lists, the last holds."""
    yield from ((OTHER, word) for word in own.words("sentences", "abbreviations"))
    yield from ((FINAL, word) for word in own.words("sentences", "final"))
    yield from ((BEFORE_NUMBER, word) for word in own.words("sentences", "before_number"))
    yield from ((TITLE, word) for word in own.words("sentences", "titles"))


def sentence_end(line: str, stop: re.Match[str], lang: str) -> int | None:
    """Where the sentence ends that a match of `STOP` in a line ends; None where it ends none."""
    mark, end = stop.group(), stop.end()
    if mark[0] in "。！？｡" or end == len(line):
        return end
    if mark == "..":  # Arabic headlines write a dash that way
        return None
    points = _points(lang)
    following = _NEXT_WORD.match(line, end)
    if not line[end].isspace():
        return _end_without_blank(line, stop, following, points)
    if mark in (".", "۔"):
        last = _LAST_WORD.search(line, max(0, stop.start() - _LONGEST), stop.start())
        return None if last and _goes_on(line, last, following, points) else end
    # `"Where is it?" he asked`: a small letter goes on, but in a text that has no others.
    goes_on = following and following.group(1).islower() and not _is_article(line, following)
    return None if goes_on and not line[max(0, end - _AROUND) : end + _AROUND].islower() else end


def _is_article(line: str, word: re.Match[str]) -> bool:
    """Whether a word is the small one that a name begins with: al-Assad, el-Sisi."""
    return len(word.group(1)) == 2 and line[word.end() : word.end() + 1] == "-"


def _goes_on(line: str, last: re.Match[str], following: re.Match[str] | None, points: _Points) -> bool:
    """Whether the point behind the word `last` ends no sentence: in `د.`, `Mr.`, `J. Smith`, `z. B.`, `5. Dezember`."""
    word, behind = last.group(), following.group(1) if following else ""
    if word.isdigit():
        return behind.islower() or normalise(behind) in points.ordinals
    norm = _whole(line, last, points)
    is_part = following and norm in points.parts and line[following.end() : following.end() + 1] == "."
    if is_part and f"{norm}.{normalise(behind)}" in points.parts:
        return True
    kind = _kind(line, last, norm if norm in points.kinds else normalise(word), points)
    if kind == BEFORE_NUMBER:
        return behind.isdigit() or bool(_ROMAN.fullmatch(behind))
    if kind is None:
        return behind.islower() and bool(_ROMAN.fullmatch(word))  # Ludwig XIV. regierte
    return kind == TITLE or not _begins_sentence(line, word, following, kind, points)


def _whole(line: str, last: re.Match[str], points: _Points) -> str:
    """The word before a point, normalised, with its parts that are written with blanks: the `u. a` of `u. a.`"""
    norm = normalise(last.group())
    start = last.start()
    spaced = _SPACED.search(line, max(0, start - _LONGEST), start) if line[start - 2 : start - 1] == "." else None
    if spaced is None:
        return norm
    parts = [normalise(part) for part in spaced.group().replace(".", " ").split()]
    wholes = (".".join([*parts[i:], norm]) for i in range(len(parts)))
    return next((whole for whole in wholes if whole in points.kinds or whole in points.parts), norm)


def _kind(line: str, last: re.Match[str], norm: str, points: _Points) -> str | None:
    """What abbreviation the word before a point is; None if it is none."""
    word = last.group()
    before = max(0, last.start() - 3), last.start()
    kind = points.kinds.get(norm)
    if kind is None and len(norm) > 2 and not _MARKED.search(word):
        return None
    is_counted = bool(_NUMBER.search(line, *before))
    is_capital = len(word) == 1 and word.isupper()
    if kind and (word[0].isupper() if norm in points.capital else not is_capital):
        return OTHER if kind == TITLE and is_counted else kind  # the г of `2024 г.` is no `г. Москва`
    if is_capital:
        return OTHER
    if "." in word and _DOTTED.fullmatch(word):
        is_title = norm.startswith(points.glued) and points.kinds.get(norm[1:]) == TITLE  # وأ.د. وليد
        return TITLE if is_title else OTHER
    if "-" in word:
        return points.kinds.get(norm.rpartition("-")[2])
    if word[0].islower() or word[0].isupper() or HAN.match(word):
        return None
    # A letter (د. and وم.); those with blanks between are an agency (أ ف ب), one behind a number is a unit (2024 م).
    is_letter = norm.isalpha() and len(norm) <= 1 + norm.startswith(points.glued)
    alone = _LETTER.search(line, *before)
    is_title = is_letter and not is_counted and not (alone and normalise(alone.group()[0]) not in points.glued)
    return TITLE if is_title else None


def _begins_sentence(line: str, word: str, following: re.Match[str] | None, kind: str, points: _Points) -> bool:
    """Whether a sentence begins behind an abbreviation that may end one."""
    if following is None:
        return True
    behind = following.group(1)
    if behind.islower() or behind.isdigit():
        return False
    norm = normalise(behind)
    if not behind[0].isupper():  # the letters of Arabic and Hebrew are neither
        is_other_script = word[0].isupper() or word[0].islower()
        return is_other_script or (len(norm) > 3 and norm.startswith(points.glued))
    if norm in points.openers and line[following.end() : following.end() + 1] != ".":
        return True
    is_zone = behind.isupper() and 1 < len(behind) <= _PART
    return kind == FINAL and not is_zone and not is_calendar_word(norm, points.language)


@lru_cache(maxsize=4096)
def is_calendar_word(norm: str, own: Language) -> bool:
    """Whether a normalised word is the name of a month or of a day of the week, or short for one (CLDR)."""
    cues = [own.cue("months", key) for key in own.table("months")] + [own.cue("time", day) for day in _DAYS]
    return norm in _short_names(own.code) or any(cue.fullmatch(norm) for cue in cues if cue)


@lru_cache(maxsize=64)
def _short_names(code: str) -> frozenset[str]:
    try:
        locale = Locale(code)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = (name for table in (locale.days, locale.months) for name in table["format"]["abbreviated"].values())
    return frozenset(normalise(name.rstrip(".")) for name in names)


def _end_without_blank(line: str, stop: re.Match[str], following: re.Match[str] | None, points: _Points) -> int | None:
    """Where a sentence ends at a stop that a letter follows at once: `حمص.نفى`, `town.The army`."""
    start, end, mark = stop.start(), stop.end(), stop.group()
    if following is None:
        return None
    if mark[-1] in "\"'" and line.count(mark[-1], max(0, end - 1 - _AROUND), end - 1) % 2 == 0:
        end -= 1  # `He left."We`: it opens what follows
    before, behind = line[start - 1 : start], following.group(1)
    if HAN.match(behind):
        return end if mark[0] in "!?" and HAN.match(before) else None
    is_capital = behind[0].isupper()
    if behind[0].islower() or (is_capital and not _may_end(line, start, stop, behind, points)):
        return None
    if mark[0] not in ".۔" or mark.startswith(".."):
        return None if before.isspace() and mark[0] in ".…" else end  # ` ...so` goes on with a line begun elsewhere
    last = _LAST_WORD.search(line, max(0, start - _LONGEST), start)
    if last is None:
        return end
    return None if _is_inside_word(line, last, following, points) else end


def _may_end(line: str, start: int, stop: re.Match[str], behind: str, points: _Points) -> bool:
    """Whether a capital right behind a stop may begin a sentence: `town.The`, `2020.The`, `U.S.The`, not `ASP.NET`."""
    if not (behind[1:2].islower() or behind in ("A", "I") or (len(behind) > 1 and behind.isupper())):
        return False
    before = line[start - 1 : start]
    if before.isdigit():
        return line[max(0, start - 4) : start].isdigit() and not points.ordinals
    is_opener = len(behind) > 1 and normalise(behind) in points.openers
    return not before.isupper() or is_opener or len(stop.group()) > 1


def _is_inside_word(line: str, last: re.Match[str], following: re.Match[str], points: _Points) -> bool:
    """Whether a point without a blank stands inside a word: an address, an acronym, an abbreviation with its name."""
    word, behind = last.group(), following.group(1)
    behind_point = following.start(1)
    if _IN_ADDRESS.search(word) or _HOST.match(line, behind_point) or _MAIL.match(line, behind_point):
        return True
    if word.isdigit():
        return last.start() == 0  # the number of an item
    *earlier, piece = word.split(".")
    is_in_row = (
        line[following.end() : following.end() + 1] == "." and line[following.end() + 1 : following.end() + 2].isalpha()
    )
    if (earlier or is_in_row) and len(piece) <= _PART and len(behind) <= _PART:
        return not behind[0].isupper() or not behind[1:2].islower() or normalise(behind) not in points.openers
    if len(behind) == 1 and behind not in ("A", "I"):
        return True
    kind = _kind(line, last, _whole(line, last, points), points)
    if kind in (FINAL, OTHER):
        return len(behind) == 1 or not _begins_sentence(line, word, following, kind, points)
    return kind is not None
