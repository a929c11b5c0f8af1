"""Where an article's first line says place, agency and day before its first sentence begins.

`HOMS, Syria (Reuters) - `, `دمشق (رويترز) - `, `北京，12月3日（新华社）`, `Paris, le 3 mars - `, `28 July 2015 `.
A dash alone is no sign, for it also parts a sentence: an agency, a day beside a place, or the form of the rest has to
tell that what stands before it is none of what follows.
"""

import re
from functools import lru_cache

from factcheck.text.chinese import HAN
from factcheck.text.language import Language, known_codes, language
from factcheck.text.stops import is_calendar_word
from factcheck.text.tokens import Words, normalise

_LONGEST = 60  # characters of a place with its day
_WORDS, _PLACE_WORDS = 8, 3
_PARTS = 3  # who wrote it, the outlet, the place
_PARAGRAPH_WORDS = 8  # fewer behind a dash are a headline
_DASH = r"\-–—―"
_SIGNS = frozenset("-–—―)）/ـ月")  # of which one stands in any dateline but a day alone
_YEAR = re.compile(r"\d{4}")
_PART = re.compile(
    rf"(?P<head>(?:[^()（）«»\"“”!?؟:：/ـ{_DASH}。\n]|(?<=\w)[-ـ](?=\w)){{0,{_LONGEST}}}+)"
    r"(?:[(（](?P<agency>[^()（）\n]{1,40})[)）]|/(?P<slashed>[^/\s][^/\n]{0,30})/)?[.,]?"
    rf"(?P<mark>(?:\s+|(?<=[\s)）/.]))[{_DASH}]{{1,3}}\s*|[{_DASH}]{{1,3}}\s+|\s?ـ{{1,3}}\s+|\s?[:：]\s+"
    r"|(?<=[)）])\s*|(?<=/[.,])\s*)"
)
_SECOND_DASH = re.compile(rf"[^.!?؟。]*?[{_DASH}](?:\s|\Z)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_INITIALISM = re.compile(r"[^\W\d_]{2,5}|(?:[^\W\d_][.\s]?){2,5}")  # dpa, AA, أ ف ب
_STAMP = re.compile(
    r"(?P<label>(?:[^\W\d_]+\s){0,4}?)(?:(?P<day>[^\W\d_]+)\.?,?\s)?"
    r"(?:\d{1,2}\.?\s(?P<month>[^\W\d_]+)\.?,?\s\d{4}|(?P<first>[^\W\d_]+)\.?\s\d{1,2},?\s\d{4}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:,?\s\d{1,2}[:.]\d{2})?"
    rf"\s*[{_DASH}|:]?\s+(?=[^\W\d_]|\d+\s[^\W\d_])"
)
_CHINESE = re.compile(
    r"[（(]?[^\s。！？，,（()）:：“”《》]{0,16}[，,\s]?\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"(?P<sign>[（(][^（()）]{0,20}(?:[社报報网網台]|记者|記者|[A-Z]{2,})[^（()）]{0,20}[)）]|[电電讯訊])"
    rf"(?:[（(][^（()）]{{1,30}}[)）])?[)）]?\s*[{_DASH}:：]*\s*"
)


def dateline_end(line: str, lang: str, is_opening: bool = True) -> int:
    """How many characters of a line are a dateline, with the marks behind it; 0 where a sentence begins at once.

    is_opening: whether the line is one of the first of its article, where less tells a dateline.
    """
    head, own = line[: _LONGEST + 2], language(lang)
    end = 0
    if not _SIGNS.isdisjoint(head):
        chinese = _CHINESE.match(line) if "月" in head else None
        end = chinese.end() if chinese else _end_of_parts(line, own, is_opening)
    if is_opening and not end and _YEAR.search(head):
        end = _end_of_stamp(line, own)
    return end if any(map(str.isalpha, line[end : end + _LONGEST])) else 0


def _end_of_parts(line: str, own: Language, is_opening: bool) -> int:
    """The end of the last part that is told to be of a dateline: `Name - Outlet - Place: ` has three."""
    parts: list[re.Match[str]] = []
    end, found, is_told = 0, 0, False
    while len(parts) < _PARTS and (part := _PART.match(line, end)) and part.end() > end:
        parts.append(part)
        end = part.end()
        is_sure = _is_sure(line, part, own)
        if is_sure or (is_opening and not is_told and _has_the_form(line, parts, own)):
            found = end
        is_told = is_told or is_sure
    return found


def _is_sure(line: str, part: re.Match[str], own: Language) -> bool:
    """Whether a part names an agency in brackets, or an outlet or a day and a place before a dash."""
    head = _WORD.findall(part["head"])
    agency = part["agency"] or part["slashed"]
    mark, behind = part["mark"].strip(), line[part.end() : part.end() + 1]
    if not (head or agency) or len(head) > _WORDS or not _may_begin(line, part.end()):
        return False
    if head and (head[0].islower() or sum(word.islower() for word in head) > 2):
        return False
    if agency:
        is_known = _is_outlet(agency) or bool(_INITIALISM.fullmatch(agency.strip()))
        if not mark:  # (CNN)The army; HAMA (AP) The army
            return is_known and (bool(HAN.match(behind)) or part["head"].isupper() or not head or bool(part["slashed"]))
        return is_known or (len(head) <= _PLACE_WORDS and not _SECOND_DASH.match(line, part.end()))
    if mark in (":", "："):
        return False
    calendar = [word for word in head if is_calendar_word(normalise(word), own)]
    has_day = bool(calendar) and any(c.isdigit() for c in part["head"])
    return (has_day and len(calendar) < len(head)) or _is_outlet(part["head"])


def _may_begin(line: str, start: int) -> bool:
    """Whether a sentence may begin here: with no small letter."""
    first = _LETTER_OR_DIGIT.search(line, start)
    return first is not None and not first.group().islower()


def _has_the_form(line: str, parts: list[re.Match[str]], own: Language) -> bool:
    """Whether short parts before a paragraph have the form of a dateline, though none names an agency or a day."""
    *_, last = parts
    heads = [_WORD.findall(part["head"]) for part in parts]
    if any(not 0 < len(head) <= _PLACE_WORDS for head in heads) or any(part["agency"] for part in parts):
        return False
    words = [normalise(word) for head in heads for word in head]
    if own.stop_words.intersection(words) or any(c.isdigit() for part in parts for c in part["head"]):
        return False
    rest = line[last.end() :]
    is_paragraph = len(rest.split(None, _PARAGRAPH_WORDS)) > _PARAGRAPH_WORDS
    if not (is_paragraph or _is_outlet(last["head"])) or _SECOND_DASH.match(rest):
        return False
    mark = last["mark"].strip()
    if mark in (":", "："):
        return len(parts) > 1 and not rest[0].islower()  # سعود الدعجاني- سبق:
    if len(parts) > 1 or HAN.match(rest) or not last["mark"][-1].isspace():
        return False
    first = _WORD.match(rest)
    if not first or first.group()[0].islower():
        return False
    if first.group()[0].isupper():
        is_opener = normalise(first.group()) in own.normal_words("sentences", "openers")
        return last["head"].isupper() or (is_opener and all(word[0].isupper() for word in heads[0]))
    return own.code != "he"  # `ישראל – מדינה`: a dash that says `is`


@lru_cache(maxsize=4096)
def _is_outlet(name: str) -> bool:
    words = Words.of(name)
    cues = (language(code).cue("article", "outlets") for code in known_codes())
    return len(words) > 0 and any((0, len(words)) in words.find_opening(cue) for cue in cues)


def _end_of_stamp(line: str, own: Language) -> int:
    """The end of the day that a page puts before its text: `Published June 8 2016 Syrian government ...`."""
    stamp = _STAMP.match(line)
    if not stamp or not (line[stamp.end()].isupper() or line[stamp.end()].isdigit()):
        return 0
    month = stamp["month"] or stamp["first"]
    if month and not is_calendar_word(normalise(month), own):
        return 0
    day = stamp["day"] or ""
    label = Words.of(stamp["label"] + ("" if is_calendar_word(normalise(day), own) else day))
    return stamp.end() if not label or label.find_opening(own.cue("article", "published")) else 0
