"""Characters that are not seen -> the text as it is read: without marks of direction, soft hyphens and empty blanks.

They stand inside words and numbers wherever a text was set from right to left, and tell nothing (`1<RLM>,<RLM>200`).
What is read is a copy without them, with the place of each character in the text as it is.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_UNSEEN = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_JOINERS = "\u200c\u200d"
"""Parts of the words of Persian and of the scripts of India, and no part of a number."""
_RUN = re.compile(f"[{_UNSEEN}{_JOINERS}]+")
_NO_JOINER = re.compile(f"[{_UNSEEN}]")
_IN_NUMBER = ".,:/\u066b\u066c"


class Seen(NamedTuple):
    """A text without the characters that are not seen, and where each character of it stands in the text as it is."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as it is."""
        if start >= end:
            place = self.places[start] if start < len(self.places) else self.places[-1] + 1 if self.places else 0
            return place, place
        return self.places[start], self.places[end - 1] + 1


def has_unseen(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether there are characters in `text[start:end]` that are not seen."""
    end = len(text) if end is None else end
    return any(_gone(text, match) for match in _RUN.finditer(text, start, end))


def seen(text: str, start: int = 0, end: int | None = None) -> Seen:
    """What is seen of `text[start:end]`, with places in the whole text."""
    end = len(text) if end is None else end
    gone = {place for match in _RUN.finditer(text, start, end) for place in _gone(text, match)}
    if not gone:
        return Seen(text[start:end], range(start, end))
    places = [i for i in range(start, end) if i not in gone]
    return Seen("".join(text[i] for i in places), places)


def _gone(text: str, run: re.Match[str]) -> Sequence[int]:
    """The places of a run of unseen characters and joiners that are left out."""
    before, behind = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    is_number = before.isdigit() and (behind.isdigit() or behind in _IN_NUMBER)
    if is_number or (before in _IN_NUMBER and behind.isdigit()):
        return range(*run.span())
    return [run.start() + match.start() for match in _NO_JOINER.finditer(run.group())]
