"""What each language says in which words: cue patterns, stems and tables, read from `languages/*.toml`.

A cue is a regular expression over normalised words (`tokens.Words.joined`), so `أكد(ت|وا)?` is written
the way a dictionary writes it and matches `وأكّدت`. A new language is a new file, not a branch in the code.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

import snowballstemmer

from factcheck.text.language_files import FOLDER, OF_ALL, read_language_file
from factcheck.text.tokens import Words, normalise

_EMPTY: Mapping[str, Any] = {}


def _normalise_pattern(pattern: str) -> str:
    """Normalises the letters of a pattern and leaves its escapes (`\\S`) alone."""
    return re.sub(r"\\.|[^\W\d_]", lambda m: m.group() if m.group()[0] == "\\" else normalise(m.group()), pattern)


@dataclass(frozen=True, eq=False)
class Language:
    """The cues of one language; a language without a file has none, and everything still works. One object a language
    (see `language`): it is a key of most that is remembered."""

    code: str
    data: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def order(self) -> str:
        """How verbs stand: `verb-first` (قال فلان), `subject-first` where a subject never stands behind its verb,
        `verb-last` where nothing does; empty where both happen."""
        return str(self.data.get("order", ""))

    @property
    def known(self) -> bool:
        """Whether a cue file exists."""
        return bool(self.data)

    def words(self, section: str, key: str) -> list[str]:
        """The raw list under `[section] key`, or an empty one."""
        return list(self.data.get(section, _EMPTY).get(key, ()))

    def table(self, section: str) -> Mapping[str, list[str]]:
        """A whole section: canonical name -> cue patterns."""
        return self.data.get(section, _EMPTY)

    @lru_cache(maxsize=4096)  # noqa: B019 - languages are few and live as long as the program
    def cue(self, section: str, key: str) -> re.Pattern[str] | None:
        """One pattern for all cues under `[section] key`; None where there are none."""
        return self._compile(self.words(section, key))

    def find_all(self, section: str, words: Words) -> list[tuple[str, int, int]]:
        """(canonical name, first word, one past the last) of every cue of a section that is a table of cue lists.

        Most cues are one word, and most words of a corpus are the same few thousand: what a word is a cue of is found
        once and remembered, and only the cues of several words are searched for in each text.
        """
        key = (self.code, section)
        if key not in words.memory:
            words.memory[key] = self._find_all(section, words)
        return words.memory[key]

    def _find_all(self, section: str, words: Words) -> list[tuple[str, int, int]]:
        found = {(name, i): i + 1 for i, word in enumerate(words.words) for name in self.names_of(section, word.norm)}
        any_phrase = self._any_phrase(section)
        if any_phrase and any_phrase.search(words.joined):
            for name, phrase in self._phrases(section).items():
                for first, last in words.find(phrase):
                    found[name, first] = max(last, found.get((name, first), last))
        return [(name, first, last) for (name, first), last in found.items()]

    def find_at(self, section: str, words: Words, i: int) -> list[tuple[str, int, int]]:
        """What `find_all` finds that begins at word `i`, for who needs to know it of a few words only."""
        key = (self.code, section, i)
        if key not in words.memory:
            found = dict.fromkeys(self.names_of(section, words.words[i].norm), i + 1)
            any_phrase = self._any_phrase(section)
            if any_phrase and any_phrase.match(words.joined, words.offsets[i]):
                for name, phrase in self._phrases(section).items():
                    match = phrase.match(words.joined, words.offsets[i])
                    found |= {name: i + 1 + match.group().count(" ")} if match else {}
            words.memory[key] = [(name, i, last) for name, last in found.items()]
        return words.memory[key]

    @lru_cache(maxsize=200_000)  # noqa: B019
    def names_of(self, section: str, norm: str) -> tuple[str, ...]:
        """The canonical names a single word is a cue of."""
        return tuple(name for name, cue in self._single_words(section).items() if cue.fullmatch(norm))

    @lru_cache(maxsize=1024)  # noqa: B019
    def _single_words(self, section: str) -> dict[str, re.Pattern[str]]:
        return self._compiled(section, lambda cue: " " not in cue)

    @lru_cache(maxsize=1024)  # noqa: B019
    def _phrases(self, section: str) -> dict[str, re.Pattern[str]]:
        return self._compiled(section, lambda cue: " " in cue)

    @lru_cache(maxsize=64)  # noqa: B019
    def _any_phrase(self, section: str) -> re.Pattern[str] | None:
        return self._compile(cue for cues in self.table(section).values() for cue in cues if " " in cue)

    def _compiled(self, section: str, is_wanted: Callable[[str], bool]) -> dict[str, re.Pattern[str]]:
        wanted = {name: self._compile(filter(is_wanted, cues)) for name, cues in self.table(section).items()}
        return {name: pattern for name, pattern in wanted.items() if pattern}

    def _compile(self, cues: Iterable[str]) -> re.Pattern[str] | None:
        alternatives = "|".join(sorted((_normalise_pattern(c) for c in cues), key=lambda c: (-len(c), c)))
        if not alternatives:
            return None
        # Cues stand on word borders; a conjunction glued to the word (Arabic و and ف) may come first, and an ending
        # set off by an apostrophe (Turkish `Suriye'nin`) last.
        before, behind = (self.data.get(key, "") for key in ("proclitics", "enclitics"))
        return re.compile(rf"(?<!\S)(?:{before})(?:{alternatives})(?:{behind})(?!\S)")

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Normalised words that carry no content."""
        return self.normal_words("content", "stop")

    @lru_cache(maxsize=1024)  # noqa: B019
    def normal_words(self, section: str, key: str) -> frozenset[str]:
        """The words under `[section] key`, normalised."""
        return frozenset(normalise(w) for w in self.words(section, key))

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The definite articles that are glued to their word or number, normalised."""
        return tuple(map(normalise, self.words("numbers", "articles")))

    def is_definite(self, norm: str) -> bool:
        """Whether a normalised word has an article glued to it."""
        return norm.startswith(self.articles)

    def without_article(self, norm: str) -> str:
        """A normalised word without the article that is glued to it."""
        return next((norm.removeprefix(a) for a in self.articles if norm.startswith(a)), norm)

    @cached_property
    def glued_ands(self) -> frozenset[str]:
        """The conjunctions that are glued to the next word, normalised."""
        return self.normal_words("numbers", "and") & self.normal_words("numbers", "prefixes")

    def begins_anew(self, words: Words, i: int) -> bool:
        """Whether a conjunction is glued to word `i` (`سبعة وخطف ثلاثة`: seven, and three abducted)."""
        norm = words.words[i].norm
        glued = any(norm.startswith(letter) and len(norm) > len(letter) + 1 for letter in self.glued_ands)
        if not glued or any(norm.startswith(2 * letter) for letter in self.glued_ands):  # `ووظيفة`: and a post
            return glued
        return all(first != i for first, _ in words.find(self.cue("numbers", "own_and")))

    @cached_property
    def no_places(self) -> frozenset[str]:
        """Normalised words that some town is called by, and that hardly ever mean it; or do not behind another word."""
        ordinary = (" ".join(map(normalise, words.split())) for words in self.words("places", "ordinary"))
        return self.stop_words.union(ordinary)

    @cached_property
    def generic(self) -> frozenset[str]:
        """Stems of words that name nobody in particular: two subjects that share only these are not the same."""
        return frozenset(self.stem(normalise(w)) for w in self.words("content", "generic"))

    @cached_property
    def _affixes(self) -> tuple[list[str], list[str]]:
        prefixes, suffixes = ([normalise(a) for a in self.words("stem", key)] for key in ("prefixes", "suffixes"))
        return prefixes, suffixes

    @cached_property
    def _snowball(self) -> Any:
        algorithm = self.data.get("snowball")
        return snowballstemmer.stemmer(algorithm) if algorithm else None

    @lru_cache(maxsize=200_000)  # noqa: B019
    def stem(self, norm: str) -> str:
        """The stem of a normalised word: by Snowball, or by the affix lists of `[stem]`, as light10 does for Arabic
        (Larkey, Ballesteros and Connell 2007), whose stems join more forms of a word than Snowball's Arabic does."""
        if self._snowball:
            return normalise(self._snowball.stemWord(norm))
        prefixes, suffixes = self._affixes
        for prefix in prefixes:
            if norm.startswith(prefix) and len(norm) - len(prefix) >= 3:
                norm = norm[len(prefix) :]
        for suffix in suffixes:
            if norm.endswith(suffix) and len(norm) - len(suffix) >= 3:
                norm = norm[: -len(suffix)]
        return norm


def language(code: str | None) -> Language:
    """The cues of a language by ISO 639-1 code; of an unknown code, an empty set."""
    return _language((code or "").lower())


@cache
def _language(code: str) -> Language:
    return Language(code, read_language_file(code) if code.isalpha() else {})


def common() -> Mapping[str, Any]:
    """What holds in every language: which counts are of people, which units are a number of others."""
    return read_language_file("common")


@lru_cache(maxsize=1)
def known_codes() -> tuple[str, ...]:
    """Codes of the languages that have a cue file, sorted."""
    names = (path.name.removesuffix(".toml") for path in FOLDER.iterdir() if path.name.endswith(".toml"))
    return tuple(sorted(name for name in names if name not in OF_ALL))


def name_of(code: str) -> str:
    """The English name of a language; its code where that has none here."""
    return read_language_file("names").get(code, code)
