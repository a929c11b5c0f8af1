"""Spans: of tags the likeliest runs of tokens, of characters those that are whole words."""

import re
import unicodedata

import numpy as np

OUTSIDE, BEGINS, INSIDE = range(3)
"""Columns of the tags of a token."""

POINTS = ".,;:!?…،؛؟۔。，、；：！？·•*|~-–—―־"
"""What a span neither begins nor ends with."""
CLOSERS = {
    "«": "»", "»": "«", "“": "”", "„": "“”", "‘": "’", "‚": "‘’", "‹": "›", "(": ")", "[": "]", "{": "}", "<": ">",
    "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "【": "】", '"': '"', "'": "'", "`": "'",
    "׳": "׳", "״": "״",
}  # fmt: skip
OPENERS = {
    close: "".join(opener for opener, closers in CLOSERS.items() if close in closers)
    for close in set("".join(CLOSERS.values()))
}
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:\w\.)+\w\.$")
"""U.S., p.m., т.е.: the last full stop is part of it."""


def best_tags(logs: np.ndarray, least: int = 1) -> list[int]:
    """The likeliest tags of tokens in order, no token being inside of what has not begun: logs is float (n, 3).

    least: tokens that a span has at the least that another begins right behind. Where one begins is often unsure
    between two tokens that stand side by side, and it begins at one of them only.
    """
    # A state is how many tokens of a span there are so far, 0 outside of any, `oldest` or more counted as one.
    oldest = max(least, 2)
    may_end = (0, *range(least, oldest + 1))
    states, came_from = [0.0] + [-np.inf] * oldest, []
    for outside, begins, inside in logs.tolist():
        best, ended, goes_on = (
            max(some, key=states.__getitem__) for some in (range(oldest + 1), may_end, (oldest - 1, oldest))
        )
        came_from.append([best, ended, *range(1, oldest - 1), goes_on])
        gains = [outside, begins] + [inside] * (oldest - 1)
        states = [states[before] + gain for before, gain in zip(came_from[-1], gains, strict=True)]
    state, tags = max(range(oldest + 1), key=states.__getitem__), []
    for before in reversed(came_from):
        tags.append(min(state, INSIDE))
        state = before[state]
    return tags[::-1]


def spans_of(tags: list[int]) -> list[tuple[int, int]]:
    """Runs of tokens that begin with BEGINS, as start and end."""
    starts = [i for i, tag in enumerate(tags) if tag == BEGINS]
    ends = [next((j for j in range(i + 1, len(tags)) if tags[j] != INSIDE), len(tags)) for i in starts]
    return list(zip(starts, ends, strict=True))


def whole_words(text: str, start: int, end: int, is_begin: bool = False) -> tuple[int, int] | None:
    """The span without a word cut in two, and without blanks, points and lonely brackets or quotation marks at its
    ends. None if no letter or digit is left. is_begin: a word begins at `start` as it is."""
    while not is_begin and is_cut(text, start):
        start -= 1
    while is_cut(text, end):
        end += 1
    end += text[end : end + 1] == "." and bool(_ABBREVIATION.search(text, start, end + 1))
    size = -1
    while size != end - start:
        size = end - start
        while start < end and _closes_idly(text, start, end):
            end -= 1
        while start < end and _opens_idly(text, start, end):
            start += 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def is_cut(text: str, at: int) -> bool:
    """Whether a word goes on from the character before `at` to the one at it."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _is_letter(before) and _is_letter(after):
        return True
    return any(0 < mark < len(text) - 1 and _binds(text, mark) for mark in (at, at - 1))


def _binds(text: str, at: int) -> bool:
    """Whether the mark at a place holds a word together: a number (3.5), an abbreviation (p.m.), a double name
    (al-Assad), a word of Hebrew, Russian or Ukrainian (צה"ל)."""
    left, mark, right = text[at - 1], text[at], text[at + 1]
    if not (_is_letter(left) and _is_letter(right)):
        return False
    if mark in ".,٫٬":
        is_number = left.isdigit() and right.isdigit()
        return is_number or (mark == "." and (at < 2 or not _is_letter(text[at - 2])))
    is_hebrew_or_cyrillic = min(left, right) >= "\u0400" and max(left, right) <= "\u05ff"
    return mark == "-" or (mark in "'’\"״׳" and is_hebrew_or_cyrillic)


def _is_letter(character: str) -> bool:
    """Whether it is part of a word in writing that sets blanks between words."""
    if "\u2e80" <= character <= "\u9fff" or "\u0e00" <= character <= "\u0eff":
        return False
    return character.isalnum() or character in "\u200c\u200d_" or unicodedata.category(character)[0] == "M"


def _opens_idly(text: str, start: int, end: int) -> bool:
    mark = text[start]
    if mark in "-–" and text[start + 1 : start + 2].isdigit():
        return False
    if mark in CLOSERS:
        return not any(closer in text[start + 1 : end - 1] for closer in CLOSERS[mark])
    return mark in OPENERS or _is_idle(mark)


def _closes_idly(text: str, start: int, end: int) -> bool:
    mark = text[end - 1]
    if mark in OPENERS:
        return not any(opener in text[start : end - 1] for opener in OPENERS[mark])
    if mark == "." and _ABBREVIATION.search(text, start, end):
        return False
    return mark in CLOSERS or _is_idle(mark)


def _is_idle(mark: str) -> bool:
    return mark in POINTS or not mark.isprintable() or mark.isspace() or unicodedata.category(mark) == "Cf"
