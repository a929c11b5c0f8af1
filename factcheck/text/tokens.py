"""Copies of a text made for matching: words normalised, each with its place in the text as read.

Nothing here changes what is stored or shown. A word is normalised by itself, so offsets never shift:
compatibility forms (NFKC), diacritics and tatweel dropped but for those of ä, ö, ü and й, which are letters of their
own (`öldü`, he died; `oldu`, he was), alef, yeh, kaf and teh marbuta variants joined, the dotless i of Turkish dotted,
numbers of every script made ASCII digits, case folded.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from factcheck.schema import Span
from factcheck.text.chinese import BEHIND_DIGITS, HAN, cut, in_digits, simplify
from factcheck.text.marks import has_unseen, seen

# Arabic marks and tatweel stand inside words; so do the marks of decomposed Latin letters, and the joiners that Persian
# writes between morphemes.
_INNER = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_TOKEN = re.compile(
    r"[A-Za-z]+-?\d[\w-]*"  # F-16, Covid-19: a name, not a number
    r"|[A-Za-z](?:\.[A-Za-z])+(?:\.?-[A-Za-z]+)?"  # U.S, U.S.-led
    r"|(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[^\W\d_])"  # l'armée, qu'il: two words, the first cut short
    rf"|[^\W\d_](?:[^\W\d_]|[{_INNER}]|['’‐·•‧־-](?=[^\W\d_])"
    r"|[\"״”](?<=[א-ת].)(?=[א-ת](?![א-ת]))|['’׳](?<=[גזצץ].)|[-־](?<=[א-ת].)(?=\d))*"  # צה"ל, ג'ורג', the מ- of מ-12
    r"|\d+-[A-Za-zÀ-ɏЀ-ӿ][\w-]*"  # 54-jährig, 54-year-old, 12-летний: no count
    r"|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)"  # 12 000
    rf"|\d+(?:[.,\u066b\u066c/:]\d+)*(?:{BEHIND_DIGITS})?"  # 1,500 ١٬٥٠٠ 2020/02/06 23:54 1.5万
    r"|[^\s\w]|_"
)
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ۀ": "ه",
        "’": "'",
        "ʼ": "'",
        "׳": "'",
        "״": '"',
        "”": '"',
        "־": "-",
        "ı": "i",
        "ـ": "",
    }
)
# The diaeresis on a, o and u, decomposed, whatever other marks stand between.
_UMLAUT = re.compile("([aou])[\u0300-\u0307\u0309-\u036f]{0,4}\u0308")
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}
_MIN_SHARED_PREFIX = 4


class Word(NamedTuple):
    """A word or a mark: `norm` to match, `start` and `end` where it stands in the text as read."""

    norm: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def normalise(word: str) -> str:
    """The form of a word that is matched: `"الأَســد"` -> `"الاسد"`, `"٨٢٦"` -> `"826"`."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).translate(_LETTERS)).casefold()
    folded = _UMLAUT.sub(lambda m: _UMLAUTS[m.group(1)], folded).replace("и\u0306", "й")
    kept = (c for c in folded if unicodedata.category(c) not in ("Mn", "Cf") and not c.isspace())  # ﷺ: four words
    norm = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in kept)
    return in_digits(simplify(norm)) if HAN.search(norm) else norm


@dataclass(frozen=True)
class Words:
    """The words and marks of one stretch of text, and the string of them that cue patterns run over."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str, start: int = 0, end: int | None = None) -> "Words":
        """Words of `text[start:end]`, with offsets into the whole text."""
        end = len(text) if end is None else end
        if has_unseen(text, start, end):
            bare = seen(text, start, end)
            return cls(text, tuple(Word(w.norm, *bare.span(w.start, w.end)) for w in cls.of(bare.text).words))
        tokens = _TOKEN.finditer(text, start, end)
        if HAN.search(text, start, end):
            spans = (span for m in tokens for span in _pieces(m.group(), m.start()))
            found = (Word(normalise(text[a:b]), a, b) for a, b in spans)
        else:
            found = (Word(normalise(m.group()), m.start(), m.end()) for m in tokens)
        return cls(text, tuple(w for w in found if w.norm))

    @cached_property
    def joined(self) -> str:
        """The normalised words with one blank between: what the patterns of `languages/*.toml` match."""
        return " ".join(w.norm for w in self.words)

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """What was found already: the readers of one clause ask for the same cues again and again."""
        return {}

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each word begins in `joined`."""
        return tuple(accumulate((len(w.norm) + 1 for w in self.words), initial=0))

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {offset: i for i, offset in enumerate(self.offsets)}

    def find(self, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
        """Where a cue pattern matches, as (first word, one past the last word)."""
        if pattern is None:
            return []
        if pattern not in self.memory:
            self.memory[pattern] = [self._range(m) for m in pattern.finditer(self.joined)]
        return self.memory[pattern]

    def find_opening(self, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
        """What `find` gives for a match at the first word, and nothing else: all that a label on a line needs."""
        match = pattern.match(self.joined) if pattern else None
        return [self._range(match)] if match else []

    def _range(self, match: re.Match[str]) -> tuple[int, int]:
        first = self._starts[match.start()]
        return first, first + match.group().count(" ") + 1

    def span(self, first: int, last: int) -> Span:
        """The characters from word `first` up to, not including, word `last`."""
        return Span(self.words[first].start, self.words[last - 1].end)

    def __len__(self) -> int:
        return len(self.words)


def _pieces(token: str, start: int) -> Iterator[tuple[int, int]]:
    """The words of a token of a script without blanks; of any other token, the token."""
    starts = cut(token) if HAN.search(token) and not token[0].isdigit() else (0,)
    yield from ((start + a, start + b) for a, b in pairwise((*starts, len(token))))


def is_word(norm: str) -> bool:
    """True of a word or a number, false of a punctuation mark."""
    return norm[0].isalnum()


def same_stem(a: str, b: str) -> bool:
    """True where two stems are one word or one is made from the other (`ايران`, `ايراني`)."""
    short, long = sorted((a, b), key=len)
    return short == long or (
        len(short) >= _MIN_SHARED_PREFIX and long.startswith(short) and len(long) - len(short) <= 3
    )
