"""A stretch of a sentence: where its cues stand, the names in it, and the marks between its words."""

import re
import unicodedata

from factcheck.text.language import Language
from factcheck.text.tokens import Words, is_word

MIN_WORDS = 2  # of a statement
QUOTES = '"“”«»„‟「」『』'
_SPEAKER_WORDS = 14
_COMMAS = frozenset(",،")
_PERCENT_SIGNS = frozenset("%٪‰")
_ENDING = re.compile(r"['’]\w+\Z")
_BRACKETS = {")": "(", "]": "[", "»": "«", "」": "「", "』": "『"}


class Stretch:
    """Words `first` up to `last` of a sentence."""

    def __init__(self, words: Words, lang: Language, first: int, last: int) -> None:
        self.words, self.lang, self.first, self.last = words, lang, first, last
        self._cues: dict[str, list[tuple[int, int]]] = {}

    def _found(self, key: str) -> list[tuple[int, int]]:
        """Where the cues of `[speech] key` stand in this segment."""
        if key not in self._cues:
            self._cues[key] = [(a, b) for a, b in self._all(key) if self.first <= a and b <= self.last]
        return self._cues[key]

    def _all(self, key: str) -> list[tuple[int, int]]:
        found = self.words.find(self.lang.cue("speech", key))
        if key == "attribution":
            after_mark = self.words.find(self.lang.cue("speech", "attribution_after_mark"))
            behind_mark = [
                (a, b) for a, b in after_mark if a == self.first or not is_word(self.words.words[a - 1].norm)
            ]
            found = [*found, *behind_mark]
        return found

    def _name(self, first: int, last: int | None) -> str | None:
        """The words `first` up to `last` as a speaker's name, cut where it ends; None where there is none."""
        first, end = self._strip(first, self._end_of_name(first, self.last if last is None else last))
        names = [w for w in self.words.words[first:end] if is_word(w.norm) and w.norm not in self.lang.stop_words]
        if not names or names[0].norm[0].isdigit():
            return None
        return self._surface(first, end)

    def _passed_on_by(self, speaker: str) -> str | None:
        """Who passed on what a speaker said: named before a cue that the speaker stands right behind (`نقلت X عن`,
        `X quoted`), or in an attribution that opens or closes the stretch (`According to X, a source said ...`)."""
        for first, last in self._found("relayed_from"):
            verb = next(((a, b) for a, b in self._found("relays")[::-1] if b <= first), None)
            if verb and self._names(last, speaker):
                return self._name(verb[1], first) or self._name(self._previous_mark(verb[0]), verb[0])
        for first, last in self._found("relays"):
            if self._names(last, speaker):
                return self._name(self._previous_mark(first), first)
        selves = {a for a, _ in self._found("attribution_self")}
        for first, last in self._found("attribution"):
            end = self._next_mark(last)
            if last not in selves and (first == self.first or end + 1 >= self.last):
                return name if (name := self._name(last, end)) != speaker else None
        return None

    def _names(self, i: int, speaker: str) -> bool:
        return i < self.last and self.words.text.startswith(speaker, self.words.words[i].start)

    def _end_of_name(self, first: int, last: int) -> int:
        ends = {a for a, _ in self._found("ends_speaker")}
        end = first
        while end < last and end - first < _SPEAKER_WORDS and end not in ends:
            end += 1
        return end

    def _surface(self, first: int, last: int) -> str:
        words = self.words.words[first:last]
        end = words[-1].end
        if self.lang.data.get("enclitics"):  # `Gözlemevi'ne`: the name is Gözlemevi
            end = words[-1].start + len(_ENDING.sub("", self.words.text[words[-1].start : end]))
        text = self.words.text[words[0].start : end]
        is_glued = words[0].norm[:1] in ("و", "ف") and words[0].norm[1:3] == "ال"
        return text[1:] if is_glued else text

    def _end_of_subject(self, first: int) -> int:
        """In `verb subject object`, the subject is its first word and the definite words that go with it."""
        end = first + 1
        while end < self.last and self.words.words[end].norm.startswith("ال"):
            end += 1
        return min(end, self.last)

    def _size(self, first: int, last: int) -> int:
        """How many words stand from `first` up to `last`, without those cut short before another (`l'armée` is one)."""
        return sum(not word.norm.endswith("'") for word in self.words.words[first:last])

    def _auxiliaries(self, position: int) -> int:
        """How many words of auxiliary (`كانت`, `من جهتها`) open the clause at `position`."""
        count = 0
        for first, last in self._found("auxiliary"):
            behind_mark = first == position + count + 1 and not is_word(self.words.words[first - 1].norm)
            if first == position + count or behind_mark:
                count = last - position
        return count

    def _skip_opening(self, position: int) -> int:
        """Past the conjunction that opens a segment (`while`, `علما أن`)."""
        return next((b for a, b in self._found("contrast") if a == position), position)

    def _previous_mark(self, i: int) -> int:
        """One past the last comma or quote before word `i`, or the start of the segment."""
        return next((j for j in range(i, self.first, -1) if not is_word(self.words.words[j - 1].norm)), self.first)

    def _next_mark(self, i: int) -> int:
        return next((j for j in range(i, self.last) if not is_word(self.words.words[j].norm)), self.last)

    def _acts(self, first: int, last: int) -> bool:
        """Whether words `first` up to `last` tell of an action: then they are no name."""
        return any(first <= a < last for _, a, _ in self.lang.find_all("actions", self.words))

    def _is_of_name(self, i: int) -> bool:
        """Whether word `i` goes on with a name: a capital, a title or a country; not with an ending that says where."""
        word = self.words.words[i]
        if any(a == i for a, _ in self.words.find(self.lang.cue("numbers", "prepositions"))):
            return False
        is_country = any(a <= i < b for _, a, b in self.lang.find_all("actors", self.words))
        return is_country or self.words.text[word.start].isupper() or self.lang.stem(word.norm) in self.lang.generic

    def _is_comma(self, i: int) -> bool:
        return i < self.last and self.words.words[i].norm in _COMMAS

    def _trim(self, first: int, last: int) -> int:
        """`last` without what hangs over: marks, relative pronouns, a conjunction behind a comma (`, as`)."""
        relatives = {b for _, b in self._found("relative")}
        while last > first + 1:
            word, mark = self.words.words[last - 1].norm, self.words.words[last - 2].norm
            hangs = word in self.lang.stop_words and not is_word(mark)
            closes = word in _BRACKETS and _BRACKETS[word] in {w.norm for w in self.words.words[first:last]}
            if closes or _is_sign(word) or (is_word(word) and last not in relatives and not hangs):
                break
            last -= 1
        return last

    def _strip(self, first: int, last: int) -> tuple[int, int]:
        """Without the marks at both ends."""
        while first < last and not (is_word(self.words.words[first].norm) or _is_sign(self.words.words[first].norm)):
            first += 1
        return first, self._trim(first, last)


def _is_sign(norm: str) -> bool:
    """Whether a mark belongs to the number beside it: `5.6 %`, `$5 million`."""
    return norm in _PERCENT_SIGNS or unicodedata.category(norm[0]) == "Sc"
