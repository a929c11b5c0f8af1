"""A claim in a form that can be compared: its words, numbers, actions with their subjects, and content terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from factcheck.languages import Language, language
from factcheck.matching import Words, is_word
from factcheck.places import find_places
from factcheck.quantities import Quantity, read_quantities

_NEGATION_REACH = 2  # words between a negation and what it negates: `لم تنسحب`, `did not yet withdraw`
_SUBJECT_BEFORE, _SUBJECT_BEHIND = 5, 5
_OPENING_WORDS = 2  # where the pronoun that stands for the speaker is (`أنها`)


@dataclass(frozen=True)
class Action:
    """A canonical action at words `first` up to `last`; `subject` are the terms of who or what acts."""

    name: str
    first: int
    last: int
    is_negated: bool
    subject: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """What one claim says. `terms` are stems and canonical actors, `places` GeoNames ids; `has_period` where it counts over a stated time."""

    words: Words
    lang: Language
    quantities: tuple[Quantity, ...]
    actions: tuple[Action, ...]
    terms: frozenset[str]
    actors: frozenset[str]
    places: frozenset[int]
    is_negated: bool
    has_period: bool


@lru_cache(maxsize=50_000)
def read(text: str, lang_code: str, speaker: str = "") -> Reading:
    """The reading of a claim's text; `speaker` tells whom its pronouns mean."""
    lang = language(lang_code)
    words = Words.of(text)
    negations = [i for i, _ in words.find(lang.cue("content", "negation"))]
    return Reading(
        words=words,
        lang=lang,
        quantities=tuple(read_quantities(words, lang)),
        actions=tuple(_actions(words, lang, negations, speaker)),
        terms=terms(words, lang),
        actors=frozenset(name for name, _, _ in _actors(words, lang)),
        places=find_places(words, lang),
        is_negated=bool(negations),
        has_period=bool(words.find(lang.cue("numbers", "period"))),
    )


def terms(words: Words, lang: Language, first: int = 0, last: int | None = None) -> frozenset[str]:
    """The content of words `first` up to `last`: canonical actors, and the stems of the other words that carry any."""
    last = len(words) if last is None else last
    actors = [(name, a, b) for name, a, b in _actors(words, lang) if first <= a < last]
    named = {i for _, a, b in actors for i in range(a, b)}
    stems = {
        lang.stem(words.words[i].norm)
        for i in range(first, last)
        if i not in named and is_word(words.words[i].norm) and words.words[i].norm not in lang.stop_words
    }
    return frozenset(stems | {name for name, _, _ in actors})


def _actors(words: Words, lang: Language) -> list[tuple[str, int, int]]:
    return [(name, a, b) for name, cue in lang.cues("actors").items() for a, b in words.find(cue)]


def _actions(words: Words, lang: Language, negations: Iterable[int], speaker: str) -> list[Action]:
    found = []
    for name, cue in lang.cues("actions").items():
        for first, last in words.find(cue):
            is_negated = any(0 < first - i <= _NEGATION_REACH for i in negations)
            found.append(Action(name, first, last, is_negated, _subject(words, lang, first, last, speaker)))
    return sorted(found, key=lambda a: (a.first, a.name))


def _subject(words: Words, lang: Language, first: int, last: int, speaker: str) -> frozenset[str]:
    """Who acts, as far as position tells: the words around the verb up to a mark, and the speaker where a pronoun or a
    possessive points to him."""
    start = next((i + 1 for i in range(first - 1, -1, -1) if not is_word(words.words[i].norm)), 0)
    start = max(start, first - _SUBJECT_BEFORE)
    end = next((i for i in range(last, len(words)) if not is_word(words.words[i].norm)), len(words))
    end = min(end, last + _SUBJECT_BEHIND)
    subject = terms(words, lang, start, first) | terms(words, lang, last, end)
    pronouns = [i for i, _ in words.find(lang.cue("speech", "pronoun_that")) if i < _OPENING_WORDS]
    owned = [i for i, _ in words.find(lang.cue("speech", "own")) if start <= i < end]
    if speaker and (pronouns or owned):
        subject |= terms(Words.of(speaker), lang)
    generic = {lang.stem(Words.of(w).words[0].norm) for w in lang.words("content", "generic")}
    return subject - generic or subject
