"""Two claims laid beside each other, word by word: what both say, and where one says something else instead.

Only words that carry content are laid side by side, and those of negation. Words are one where their stems are, where
they name one country or one fate, or where they are spelled nearly alike (أنجلينا, أنجيلينا).
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from factcheck.rules.readings import Reading
from factcheck.text.language import Language
from factcheck.text.tokens import is_word, same_stem

_SPELLED_ALIKE = 0.8
_SHORTEST_ALIKE = 5  # letters of words that may be spellings of one another
_LONGEST = 40  # words: longer claims are not told alike word by word

Words = tuple[int, ...]
"""Places of words in a claim."""


@dataclass(frozen=True)
class Alignment:
    """`shared`: places (in a, in b) of the words that both say; `slots`: where each says something else between the
    same words; `told_besides`: words outside the slots that the claim which says less has for itself."""

    shared: tuple[tuple[int, int], ...]
    slots: tuple[tuple[Words, Words], ...]
    told_besides: int


def align(a: Reading, b: Reading) -> Alignment | None:
    """Two claims of one language laid side by side; None where they are of two languages, or long."""
    if a.lang != b.lang:
        return None
    left, right = _content(a), _content(b)
    if max(len(left), len(right)) > _LONGEST:
        return None
    keys = [_key(a, i) for i in left]
    openings = {key: _first_letters(key, a.lang) for key in keys}
    others = [_among(_key(b, i), openings, a.lang) for i in right]
    shared: list[tuple[int, int]] = []
    slots: list[tuple[Words, Words]] = []
    only_a = only_b = 0
    for tag, i, i_end, j, j_end in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        here, there = tuple(left[i:i_end]), tuple(right[j:j_end])
        if tag == "equal":
            shared += zip(here, there, strict=True)
        elif here and there:
            slots.append((here, there))
        else:
            only_a, only_b = only_a + len(here), only_b + len(there)
    return Alignment(tuple(shared), tuple(slots), min(only_a, only_b))


def _content(reading: Reading) -> list[int]:
    """Places of the words that carry content, and of negations and numbers."""
    negations = {i for i, _ in reading.words.find(reading.lang.cue("content", "negation"))}
    words, stop = reading.words.words, reading.lang.stop_words
    return [i for i, w in enumerate(words) if i in negations or (is_word(w.norm) and w.norm not in stop)]


def _key(reading: Reading, i: int) -> str:
    names = [
        n for s in ("actors", "counted") for n, first, last in reading.lang.find_all(s, reading.words) if first == i
    ]
    norm = reading.words.words[i].norm
    return names[0] if names else norm if norm[0].isdigit() else reading.lang.stem(norm)


def _among(key: str, openings: dict[str, frozenset[str]], lang: Language) -> str:
    """The one of the keys that a word is, or the word's own. openings: the keys with the letters they may begin with,
    for of most words that tells that they are not one."""
    if key in openings:
        return key
    letters = _first_letters(key, lang)
    alike = (k for k, theirs in openings.items() if not letters.isdisjoint(theirs))
    return next((k for k in alike if are_one(key, k, lang)), key)


@lru_cache(maxsize=100_000)
def _first_letters(stem: str, lang: Language) -> frozenset[str]:
    return frozenset((stem[0], _without_prefix(stem, lang)[0]))


@lru_cache(maxsize=100_000)
def are_one(x: str, y: str, lang: Language) -> bool:
    """Whether two stems are one word, or forms or spellings of one."""
    if x[0].isdigit() or y[0].isdigit():
        return x == y
    forms_x, forms_y = ({w, _without_prefix(w, lang)} for w in (x, y))
    if forms_x & forms_y or same_stem(x, y):
        return True
    is_long = min(len(x), len(y)) >= _SHORTEST_ALIKE and x[0] == y[0]
    return is_long and SequenceMatcher(None, x, y).ratio() >= _SPELLED_ALIKE


def _without_prefix(stem: str, lang: Language) -> str:
    """A stem without the letter that tells the person of a verb (يضم, ضم)."""
    prefixes = lang.normal_words("stem", "verb_prefixes")
    return stem[1:] if stem[:1] in prefixes and len(stem) > 2 else stem
