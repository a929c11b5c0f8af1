"""Words of writing without blanks: a run of Han characters is cut at the words that the Chinese cue file knows.

What lies between two known words is one word too, mostly a name. So nothing has to be installed, a cue is found
wherever it stands, and names that no dictionary has stay whole. Numbers take no blanks either and are read here:
`三百二十五` is 325, `1.5万` is 15,000.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from factcheck.text.language_files import read_language_file

_CODE = "zh"  # the one language with a cue file that is written without blanks
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
HAN = re.compile(f"[{_HAN}]")
_RUN = re.compile(f"[{_HAN}]+")
_DOTS = frozenset("·•‧・-")  # between the parts of a foreign name
_PIECE = re.compile(f"[{_HAN}][{_HAN}{''.join(sorted(_DOTS))}]*|[^{_HAN}]+")

_DIGITS = {c: i for row in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_UNITS = "".join((*_TENS, *_MYRIADS))
_DIGIT = f"[{''.join(_DIGITS)}]"
_YEAR = _DIGIT + "{4}"  # 二〇二四
_IN_CHARACTERS = f"(?={_DIGIT}?[{_UNITS}])[{''.join(_DIGITS)}{_UNITS}]{{2,20}}"
_ANY_UNITS = f"[{_UNITS}萬億]{{1,4}}"
BEHIND_DIGITS = rf"[多余餘]?{_ANY_UNITS}(?:\d{{1,4}}{_ANY_UNITS}){{0,3}}"
"""What belongs to a number in digits: the 万 of `1.5万`, the 亿2000万 of `3亿2000万`."""
_RUN_OF_NUMERALS = re.compile(f"{_IN_CHARACTERS}|{_YEAR}")
_NUMBER = re.compile(rf"{_IN_CHARACTERS}|{_YEAR}|(?=.*[{_UNITS}])\d{{1,15}}(?:[.,]\d{{1,6}})*{BEHIND_DIGITS}")
_PART = re.compile(rf"\d[\d.,]*|[{''.join(_DIGITS)}]+|[{_UNITS}]")


@lru_cache(maxsize=10_000)
def cut(token: str) -> tuple[int, ...]:
    """Where the words of a token begin, in order: `"伊朗否认"` -> `(0, 2)`."""
    token = simplify(token)
    starts: list[int] = []
    for piece in _PIECE.finditer(token):
        starts += _cut_run(token, *piece.span()) if HAN.match(piece.group()) else [piece.start()]
    return tuple(i for i in starts if _DOTS.isdisjoint((token[i - 1 : i], token[i])))  # 约翰·柯比 is one word


def _cut_run(token: str, start: int, end: int) -> Iterator[int]:
    """Of all ways to cut, the one that leaves the fewest characters unknown, then the one of the fewest words."""
    costs = {end: (0, 0, 0)}  # where a word begins -> (unknown characters, words, length of this word) from there on
    for i in range(end - 1, start - 1, -1):
        unknown, words, _ = costs[i + 1]
        costs[i] = (unknown + 1, words + 1, 0)
        for n in _lengths_of_words(token, i, end):
            unknown, words, _ = costs[i + n]
            costs[i] = min(costs[i], (unknown, words + 1, n))
    i, was_known = start, True
    while i < end:
        length = costs[i][2]
        if length or was_known:  # a known word, or the first character of an unknown one
            yield i
        was_known = bool(length)
        i += length or 1


def _lengths_of_words(token: str, i: int, end: int) -> Iterator[int]:
    """The lengths of the known words and the number that begin at `i`."""
    words, longest = _lexicon()
    known = [n for n in range(1, min(longest, end - i) + 1) if token[i : i + n] in words]
    number = _RUN_OF_NUMERALS.match(token, i, end)
    yield from (*known, number.end() - i) if number else known


def simplify(text: str) -> str:
    """The text in simplified characters, as long as it was."""
    return text.translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    script = _cues()["script"]
    return str.maketrans("".join(script["traditional"]), "".join(script["simplified"]))


@lru_cache(maxsize=1)
def _lexicon() -> tuple[frozenset[str], int]:
    """The known words, and the length of the longest."""
    sections = (section for name, section in _cues().items() if name != "script")
    words = frozenset(word for section in sections for text in _strings(section) for word in _RUN.findall(text))
    return words, max(map(len, words))


def _cues() -> Mapping[str, Any]:
    return read_language_file(_CODE)


def _strings(value: object) -> Iterator[str]:
    """All texts in the values of a cue file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def in_digits(word: str) -> str:
    """A number in Han characters, or with them behind its digits, written in digits; any other word as it is."""
    if not _NUMBER.fullmatch(word) or word in _lexicon()[0]:
        return word
    total, section, current = Decimal(0), Decimal(0), Decimal(0)
    for part in _PART.findall(word):
        if part in _TENS:
            section += (current or 1) * _TENS[part]
            current = Decimal(0)
        elif part in _MYRIADS:
            section += current
            # 万亿: the second unit multiplies what the first one made.
            total = total + section * _MYRIADS[part] if section else max(total, Decimal(1)) * _MYRIADS[part]
            section = current = Decimal(0)
        elif part[0] in _DIGITS:
            current = Decimal("".join(str(_DIGITS[c]) for c in part))
        else:
            current = Decimal(part.replace(",", ""))
    value = total + section + current
    return f"{int(value)}" if value == int(value) else f"{value.normalize():f}"
