"""Which lines are no news: notices on cookies, readers' comments, what is said of the author.

The words come from `[furniture]` of the language files; what each key means stands in `en.toml`. A line that only may
be one of these is told by what stands around it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from factcheck.text.language import known_codes, language
from factcheck.text.lines import split_lines
from factcheck.text.tokens import Words

CONSENT, COMMENTS, AUTHOR = "consent", "comments", "author"
CONSENT_ALONE = "a notice on cookies and no article; answer it in a browser and save the page again"
_QUOTED = re.compile('["“”«»„「」]')
_DIGIT = re.compile(r"\d")
_LABEL_WORDS = 8
_HEAD_WORDS = 8
"""Words of the line that says who wrote a comment and when."""
_FULL_STOPS = tuple(".!?؟。！？۔।…")
_ENDS = (*_FULL_STOPS, '"', "”", "»")
_SENTENCE_WORDS = 4
_SENTENCE_CHARACTERS = 8  # in writing without blanks
_CUES = 2
"""Phrases of a notice on cookies that have to stand in neighbouring lines; one alone may stand in any article."""
_BUTTON_WORDS = 5
_BUTTON_CHARACTERS = 12  # in writing without blanks
_NAME_WORDS = 5
_LAST_LINES = 3
"""Lines at the end of a text in which an author is introduced."""
_NAME_LETTERS = 3


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence or more, and not as a label or a name."""
    is_long = len(line.split()) >= _SENTENCE_WORDS or sum(c > "\u2e80" for c in line) >= _SENTENCE_CHARACTERS
    return is_long and line.endswith(_ENDS)


@cache
def _privacy() -> tuple[str, ...]:
    return tuple(text for code in known_codes() for text in language(code).words("furniture", "privacy"))


def may_hold_consent(text: str) -> bool:
    """Whether a text speaks of cookies and privacy at all, as few articles do: found at once."""
    folded = text.casefold()
    return any(part in folded for part in _privacy())


def find_consent(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines of notices on cookies, with the buttons between and behind them."""
    if not may_hold_consent("\n".join(lines)):
        return set()
    counts = [_consent_cues(line) for line in lines]
    found: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (counts[end] or (end > start and _is_button(lines[end]))):
            end += 1
        run = range(start, end)
        if sum(counts[i] for i in run) >= _CUES and may_hold_consent("\n".join(lines[i] for i in run)):
            last = max(i for i in run if counts[i])
            # What looks like a button behind the last sentence may be the title of the article.
            found.update(range(start, last + 1))
        start = max(end, start + 1)
    return found


def is_consent_alone(text: str) -> bool:
    """Whether a text is a notice on cookies and nothing else but a line or two as short as a title."""
    lines = [line.text for line in split_lines(text) if line.text]
    found = find_consent(lines)
    return bool(found) and all(i in found or not line.endswith(_FULL_STOPS) for i, line in enumerate(lines))


def _consent_cues(line: str) -> int:
    if _QUOTED.search(line):
        return 0
    words = Words.of(line)
    return max(len(words.find(language(code).cue("furniture", "consent"))) for code in known_codes())


def _is_button(line: str) -> bool:
    is_short = len(line.split()) <= _BUTTON_WORDS and sum(c > "\u2e80" for c in line) <= _BUTTON_CHARACTERS
    return is_short and not line.endswith(_FULL_STOPS)


def is_author_label(line: str) -> bool:
    """Whether a line stands over what is said of an author: `About the author`."""
    return _is_label("author_label", line)


def is_comments_label(line: str) -> bool:
    """Whether a line can only stand over what readers wrote: `Readers write`, `Comments (2)`."""
    return _is_label("comments", line) or (bool(_DIGIT.search(line)) and _is_label("may_be_comments", line))


def may_be_comments_label(line: str) -> bool:
    """Whether a line may stand over what readers wrote, or be a button alone: `Comments`."""
    return _is_label("comments", line) or _is_label("may_be_comments", line)


def _is_label(key: str, line: str) -> bool:
    """Whether a line is a label and nothing else but a number: `Comments (2)`, `2 comments`, `Readers write:`."""
    if len(line.split()) > _LABEL_WORDS or line.endswith((".", "。", "۔")):
        return False
    bare = " ".join(w.norm for w in Words.of(line).words if w.norm[0].isalnum() and not w.norm.isdigit())
    cues = (language(code).cue("furniture", key) for code in known_codes())
    return bool(bare) and any(cue and cue.fullmatch(bare) for cue in cues)


def find_comments(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines of readers' comments below a text, from their label on to the end.

    A label over the text is a button; below its first sentence it has to be told by what follows it, a short line on
    who wrote and when.
    """
    before = 0
    for i, line in enumerate(lines):
        if before and may_be_comments_label(line):
            is_sure = is_comments_label(line)
            followed = i + 1 < len(lines)
            has_head = i + 2 < len(lines) and _is_head(lines[i + 1]) and not may_be_comments_label(lines[i + 1])
            if followed and ((is_sure and (before > 1 or has_head)) or (has_head and _DIGIT.search(lines[i + 1]))):
                return set(range(i, len(lines)))
        before += is_sentence(line)
    return set()


def _is_head(line: str) -> bool:
    return len(line.split()) <= _HEAD_WORDS and not line.endswith(_FULL_STOPS)


def find_authors(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that introduce the author at the end of a text."""
    paragraphs, before = list(map(is_sentence, lines)), 0
    for i, line in enumerate(lines):
        if before and is_author_label(line) and i + 1 < len(lines):
            return set(range(i, min(i + 1 + _LAST_LINES, len(lines))))
        before += paragraphs[i]
    found: set[int] = set()
    for i in range(len(lines) - 1, max(0, len(lines) - 1 - _LAST_LINES), -1):
        if not is_author_line(lines[i]) or _is_named(lines[i], [lines[j] for j in range(i) if paragraphs[j]]):
            break
        found.add(i)
    return found if any(paragraphs[j] for j in range(len(lines)) if j not in found) else set()


def is_author_line(line: str) -> bool:
    """Whether a line begins with a name and goes on with what that person does at an outlet."""
    if _QUOTED.search(line[:1]):
        return False
    words = Words.of(line)
    for code in known_codes():
        longest = len(words) if language(code).order == "verb-last" else _NAME_WORDS
        found = words.find(language(code).cue("furniture", "author"))
        if any(0 < first <= longest for first, _ in found):
            return True
    return False


def _is_named(line: str, paragraphs: Sequence[str]) -> bool:
    """Whether an article speaks of the person a line begins with: then the line is news of them."""
    names = [word.norm for word in Words.of(line).words[:2] if len(word.norm) >= _NAME_LETTERS]
    return bool(names) and any(set(names) <= set(_norms(paragraph)) for paragraph in paragraphs)


def _norms(text: str) -> Iterator[str]:
    return (word.norm for word in Words.of(text).words)
