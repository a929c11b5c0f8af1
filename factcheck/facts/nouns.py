"""What stands with a number: the noun that it counts, and the unit.

Where adjectives stand before the noun (`noun_last`: `28 opposition fighters`) the noun is the first word of a list, or
the first that looks like one; elsewhere it is the word right behind the number.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from factcheck.facts.numerals import Numeral, find_numerals
from factcheck.schema import PERSON
from factcheck.text.language import Language
from factcheck.text.tokens import Words, is_word, normalise

PERCENT = "percent"
_PHRASE = 6  # words from a number to the noun it counts, at the most
_GOVERNED = 4  # words between a verb and the number it governs: `killed at least 12`
_CUE_WORDS = 4  # of the longest cue that may stand before a number
OPENING = frozenset("(«\"“['#°№.")
CLOSING = frozenset(")»\"”]'")

_LISTS = {"fate": "counted", "thing": "things", "role": "roles"}


class Noun(NamedTuple):
    """What stands with a number: `kind` is unit, thing, role, fate, other or none; `name` the canonical name, or the
    stem of a noun of no list; `last` one past its last word; `stems` of the nouns of no list."""

    kind: str
    name: str | None
    last: int
    group: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    first: int | None = None
    """Its first word, where it stands before the number: `شخص واحد`."""


class Cue(NamedTuple):
    """A canonical name at words `first` up to `last`."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Nouns:
    """The words of a clause, with the nouns that stand with its numbers."""

    words: Words
    lang: Language

    @cached_property
    def nouns(self) -> dict[Numeral, Noun]:
        """What stands with each number."""
        return {numeral: self._noun(numeral) for numeral in self._numerals}

    @cached_property
    def _numerals(self) -> list[Numeral]:
        return find_numerals(self.words, self.lang)

    def _noun(self, numeral: Numeral) -> Noun:
        i = self.past_closing(numeral)
        unit = self._percent(numeral.first, i) or self._unit(numeral.first, i)
        if unit:
            return unit
        behind_of = self._end_of("of", i)
        is_definite = bool(behind_of) or math.isinf(numeral.high)  # آلاف النازحين
        noun = self._phrase(behind_of or i, is_definite)
        one = self._by_start.get(noun.last)
        if behind_of and one and one.low == one.high == 1 and not one.in_digits:  # `6 من عائلة واحدة`: of one family
            return Noun("none", None, numeral.last)
        return noun if noun.kind != "none" else self._noun_before(numeral) or noun._replace(last=numeral.last)

    def _percent(self, first: int, i: int) -> Noun | None:
        for a, b in self.find("numbers", "percent"):
            before = b == first and not self._is_digit(a - 1)
            if a == i or (before and b - a == 1):
                return Noun("unit", PERCENT, max(b, i))
        return None

    def _unit(self, first: int, i: int) -> Noun | None:
        found = [c for section in ("units", "currencies") for c in self.at(section, i)]
        if found:
            unit = max(found, key=lambda c: (c.last, c.name))
            return Noun("unit", unit.name, unit.last, self._group(unit.last)[0])
        money = self.money_before(first)
        return Noun("unit", money.name, i) if money else None

    def money_before(self, i: int) -> Cue | None:
        """The currency that stands before a number at word `i` (`$5`), unless it is that of another number."""
        cues = self.before("currencies", i)
        return next((c for c in cues if not any(n.last == c.first for n in self._numerals)), None)

    def _phrase(self, i: int, is_definite: bool) -> Noun:
        """The noun phrase that begins at word `i`; is_definite: behind an `of`, where a definite noun may stand."""
        group: frozenset[str] = frozenset()
        stems: list[tuple[str, int]] = []
        j = i
        while j < min(i + _PHRASE, len(self.words)) and (self._noun_last or len(stems) < 2):
            known = self._known(j, is_definite) if self._noun_last or not stems else None
            if known and (self.begins_anew(j) or (known.kind == "fate" and self._is_predicate(known, j, stems))):
                break
            if known:
                known = self._head(known)
                return known._replace(group=group | self._group(known.last)[0])
            members, end = self._group(j)
            if members:
                group, j = group | members, end
                if not (self._noun_last or stems):  # the nation is the noun: `9 لبنانيين شيعة`
                    break
                continue
            if self._ends_phrase(j, is_definite, j == i):
                break
            if self.norm(j) not in self._within:
                stems.append((self.lang.stem(self.norm(j)), j + 1))
            j += 1
        return self._unlisted(stems, group, j)

    def _unlisted(self, stems: list[tuple[str, int]], group: frozenset[str], end: int) -> Noun:
        """The noun of a phrase in which no word is listed."""
        if not stems:
            return Noun("role", PERSON, end, group) if group else Noun("none", None, end)
        likely = [s for s in stems if self._looks_counted(s)] if self._noun_last else []
        name, last = (likely or stems[:1])[0]
        some = [name] if self._noun_last else [stem for stem, _ in stems[:2]]
        return Noun("other", name, last, group, frozenset(some))

    def _noun_before(self, numeral: Numeral) -> Noun | None:
        """`شخص واحد`, `شخصان اثنان`: the noun before the word that says once more how many they are."""
        if numeral.low not in (1, 2) or numeral.in_digits or self._noun_last:
            return None
        cues = [(kind, c) for kind, section in _LISTS.items() for c in self.before(section, numeral.first)]
        if numeral.low == 2:
            cues = [(self.kind_of(c.name), c) for c in self.before("duals", numeral.first)]
        return next((Noun(kind, c.name, numeral.last, first=c.first) for kind, c in cues), None)

    def kind_of(self, name: str) -> str:
        """Whether a name of `[duals]` or `[singles]` is that of a fate, a thing or a role."""
        kinds = (kind for kind, section in _LISTS.items() if name in self.lang.table(section))
        return next(kinds, "role")

    def _known(self, j: int, is_definite: bool) -> Noun | None:
        """The role, thing or fate of word `j`, that of most words first."""
        cues = [(kind, c) for kind, section in _LISTS.items() for c in self.at(section, j)]
        if is_definite and not cues:
            bare = self.lang.without_article(self.norm(j))
            cues = [(k, Cue(n, j, j + 1)) for k, s in _LISTS.items() for n in self.lang.names_of(s, bare)]
        if not cues:
            return None
        kind, cue = max(cues, key=lambda c: (c[1].last, c[0] == "role", c[0] == "thing", c[1].name))
        return Noun(kind, cue.name, cue.last)

    def _head(self, noun: Noun) -> Noun:
        """`truck drivers`: the last of several nouns, where nouns stand last; people are no part of a thing (`9 kişi
        saldırılarda`, 9 people in attacks)."""
        following = self._known(noun.last, False) if self._noun_last and noun.kind != "fate" else None
        is_head = following and following.kind != "fate" and (noun.kind != "role" or following.kind == "role")
        return following if following and is_head else noun

    def _group(self, i: int) -> tuple[frozenset[str], int]:
        """(the nations or powers named from word `i` on, one past the last of them): `3 سعوديين ويمنيين`."""
        names: set[str] = set()
        end = i
        while i < len(self.words):
            cue = max(self.at("actors", i), key=lambda c: c.last, default=None)
            if names and self.at("duals", i):  # `3 سعوديين ويمنيان`: two are of the other nation
                break
            if cue is None and not (names and self.norm(i) in self.ands):
                break
            if cue:
                names.add(cue.name)
                end = cue.last
            i = cue.last if cue else i + 1
        return frozenset(names), end

    def _ends_phrase(self, j: int, is_definite: bool, is_first: bool) -> bool:
        norm = self.norm(j)
        if not is_word(norm) or norm[0].isdigit() or self.begins_anew(j) or j in self._numeral_ends:
            return True
        if norm in self._within:
            return False
        ends = self._starts("numbers", "part") | self._prepositions
        if not is_definite:
            ends = ends | self._starts("numbers", "no_noun")
        return j in ends or norm in self.lang.stop_words or (not is_first and self._is_verb(norm))

    def _is_verb(self, norm: str) -> bool:
        verbs = self.lang.cue("numbers", "verbs")
        return verbs is not None and bool(verbs.fullmatch(norm))

    def _looks_counted(self, stem: tuple[str, int]) -> bool:
        return stem[1] - 1 in self._starts("numbers", "counted_noun")

    def _is_predicate(self, fate: Noun, j: int, stems: list[tuple[str, int]]) -> bool:
        """Whether a word for a fate is no noun: the verb of the next number, or said of the noun before it."""
        return self._governs(Cue("", j, fate.last)) or any(map(self._looks_counted, stems))

    def _governs(self, cue: Cue) -> bool:
        """Whether a number follows right behind a word, past small words and bounds."""
        for i in range(cue.last, min(cue.last + _GOVERNED + 1, len(self.words))):
            if self.begins_anew(i):
                return False
            if i in self._numeral_ends:  # `10 killed 15 injured`: the fifteen have a word of their own
                return not self.at("counted", self._numeral_ends[i])
            is_between = self.norm(i) in self.lang.stop_words and i not in self._borders | self._prepositions
            if i not in self._bound_words | self._of_them and not is_between:
                return False
        return False

    def begins_anew(self, j: int) -> bool:
        """Whether a conjunction is glued to word `j`; to none outside the clause."""
        return 0 <= j < len(self.words) and self.lang.begins_anew(self.words, j)

    # --- words and lists

    def find(self, section: str, key: str) -> list[tuple[int, int]]:
        """Where the cues of `[section] key` stand."""
        return self.words.find(self.lang.cue(section, key))

    def norm(self, i: int) -> str:
        """The normalised word at `i`; a blank outside the clause."""
        return self.words.words[i].norm if 0 <= i < len(self.words) else " "

    def is_small(self, i: int) -> bool:
        """Whether word `i` carries no content."""
        return self.norm(i) in self._small

    def open_alike(self, i: int, j: int) -> bool:
        """Whether the same preposition begins at two words, as a word or glued: `بوزارة ... بديوان`."""
        if i in self._prepositions and j in self._prepositions:
            return self.norm(i) == self.norm(j)
        glued = self.lang.normal_words("numbers", "prefixes") - self.ands
        return any(self.norm(i).startswith(p) and self.norm(j).startswith(p) for p in glued)

    def past_closing(self, numeral: Numeral) -> int:
        """One past a number, and past the bracket or quote that was opened right before it, or the apostrophe before an
        ending (`111'i`)."""
        behind = self.norm(numeral.last)
        is_apostrophe = behind == "'" and is_word(self.norm(numeral.last + 1))
        opens = self.norm(numeral.first - 1) in OPENING
        return numeral.last + (is_apostrophe or (opens and behind in CLOSING))

    def is_listed(self, i: int) -> bool:
        """Whether a role, thing, fate, unit or currency begins at word `i`."""
        return any(self.at(section, i) for section in (*_LISTS.values(), "units", "currencies"))

    def has_numeral(self, first: int, last: int) -> bool:
        """Whether a number begins at one of the words `first` up to `last`."""
        return any(i in self._numeral_ends for i in range(first, last))

    def _is_digit(self, i: int) -> bool:
        return self.norm(i)[0].isdigit()

    def _starts(self, section: str, key: str) -> set[int]:
        return {first for first, _ in self.find(section, key)}

    def _end_of(self, key: str, i: int) -> int | None:
        """One past the cue of `[numbers] key` that begins at word `i`."""
        return max((b for a, b in self.find("numbers", key) if a == i), default=None)

    def at(self, section: str, i: int) -> list[Cue]:
        """The cues of a section that begin at word `i`."""
        return [Cue(*c) for c in self.lang.find_at(section, self.words, i)] if 0 <= i < len(self.words) else []

    def before(self, section: str, i: int) -> list[Cue]:
        """The cues of a section that end right before word `i`, the longest first."""
        return [c for j in range(i - _CUE_WORDS, i) for c in self.at(section, j) if c.last == i]

    @cached_property
    def _by_start(self) -> dict[int, Numeral]:
        return {n.first: n for n in self._numerals}

    @cached_property
    def _numeral_ends(self) -> dict[int, int]:
        """One past the last word of each number, by its first."""
        return {n.first: n.last for n in self._numerals}

    @cached_property
    def _borders(self) -> set[int]:
        """Words at which a clause may begin: `and`, `while`, `but`."""
        ands = {i for i in range(len(self.words)) if self.norm(i) in self.ands}
        return ands | self._starts("numbers", "borders")

    @cached_property
    def _bound_words(self) -> set[int]:
        keys = ("at_least", "at_most", "about")
        return {i for key in keys for a, b in self.find("bounds", key) for i in range(a, b)}

    @cached_property
    def _prepositions(self) -> set[int]:
        return self._starts("numbers", "prepositions")

    @cached_property
    def _of_them(self) -> set[int]:
        return {i for a, b in self.find("numbers", "part_behind") for i in range(a, b)}

    @cached_property
    def ands(self) -> frozenset[str]:
        return frozenset(map(normalise, self.lang.words("numbers", "and")))

    @cached_property
    def _small(self) -> frozenset[str]:
        return self.lang.stop_words | self.ands

    @cached_property
    def _within(self) -> frozenset[str]:
        return frozenset(map(normalise, self.lang.words("numbers", "within")))

    @cached_property
    def _noun_last(self) -> bool:
        return bool(self.lang.table("habits").get("noun_last"))
