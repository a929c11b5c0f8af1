"""What a number counts: the noun that stands with it, the unit, and what became of those counted.

Where adjectives stand before the noun (`noun_last`: `28 opposition fighters`) the noun is the first word of a list, or
the first that looks like one; elsewhere it is the word right behind the number.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from factcheck.facts.numerals import Numeral, find_numerals
from factcheck.text.language import Language, common
from factcheck.text.tokens import Words, is_word, normalise

PERCENT = "percent"
PERSON = "person"
MAGNITUDE = "magnitude"  # of an earthquake
_PHRASE = 6  # words from a number to the noun it counts, at the most
_LISTED_APART = 1  # words that carry content between a verb and a number of its list: `killed 37 of Daesh and 16`
_REACH = 7  # the highest cost of a word for the fate of those counted: see `_cost_before`
_BEHIND = 2  # a verb before its number is a nearer reading than one behind it
_PARTICIPLE = -1  # but one right behind its noun is nearer than any verb before it
_OTHER_NUMERAL = 2  # for every other number in between
_CLOSED = 3  # `5 killed and 12 wounded`: what stands before an `and` belongs to what stands before that
_WINDOW = 30  # words from a number to such a word, so that a text of nothing but these is read in good time
_GOVERNED = 4  # words between a verb and the number it governs: `killed at least 12`
_CUE_WORDS = 4  # of the longest cue that may stand before a number
_MARKS = frozenset(",;،؛:.")
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


class Count(NamedTuple):
    """What a number counts: `counted` is a class, a unit or a stem, None where the clause does not say; `role` and
    `group` say who, `fate` what became of them."""

    counted: str | None
    role: str | None
    group: frozenset[str]
    fate: str | None
    stems: frozenset[str]
    is_measure: bool
    last: int


class _Cue(NamedTuple):
    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Context:
    """The words of a clause, with all that its numbers may count."""

    words: Words
    lang: Language

    def count(self, numeral: Numeral, start: int, noun: Noun, has_fate: bool = True) -> Count:
        """What a number counts that begins, with the words of its bound, at word `start` and stands with a noun."""
        if noun.kind in ("unit", "thing"):
            return Count(noun.name, None, noun.group, None, noun.stems, noun.kind == "unit", noun.last)
        cue = self._fate_cue(numeral, start, noun) if has_fate and noun.kind != "fate" else None
        fate = noun.name if noun.kind == "fate" else cue and self._joined(cue, numeral)
        role = noun.name if noun.kind == "role" and noun.name != PERSON else self._role_beside(cue)
        counted: str | None = fate
        if noun.kind == "role":
            counted = fate or PERSON
        elif noun.kind == "other" and not self._names_living(cue, numeral, noun):
            counted, fate = noun.name, None
        return Count(counted, role, noun.group, fate, noun.stems, False, noun.last)

    # --- the noun

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

    def money_before(self, i: int) -> _Cue | None:
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
            cues = [(k, _Cue(n, j, j + 1)) for k, s in _LISTS.items() for n in self.lang.names_of(s, bare)]
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
        return self._governs(_Cue("", j, fate.last)) or any(map(self._looks_counted, stems))

    def begins_anew(self, j: int) -> bool:
        """Whether a conjunction is glued to word `j`; to none outside the clause."""
        return 0 <= j < len(self.words) and self.lang.begins_anew(self.words, j)

    # --- what became of them

    def _fate_cue(self, numeral: Numeral, start: int, noun: Noun) -> _Cue | None:
        costs = [
            (self._cost_before(cue, start) if cue.last <= start else self._cost_behind(cue, numeral, noun.last), cue)
            for cue in self._fates
            if start - _WINDOW <= cue.last <= start or numeral.last <= cue.first <= noun.last + _WINDOW
        ]
        cost, best = min(costs, key=lambda c: (c[0], c[1].first, c[1].name), default=(_REACH + 1, None))
        return best if cost <= _REACH else None

    def _role_beside(self, cue: _Cue | None) -> str | None:
        """Who they are, as told with the word for what became of them: `الجرحى المدنيين بلغ 1616 شخصا`."""
        if cue is None or not all(self.lang.is_definite(self.norm(i)) for i in (cue.first, cue.last)):
            return None
        known = self._known(cue.last, is_definite=True)
        return known.name if known and known.kind == "role" and known.name != PERSON else None

    def _cost_before(self, cue: _Cue, start: int) -> int:
        """How unlikely it is that a word before a number says what became of those counted."""
        content, numerals, closed = self._between(cue.last, start)
        closed = _CLOSED if self.begins_anew(start) else closed
        is_bare = all(self.norm(i) in self._small or not is_word(self.norm(i)) for i in range(cue.last, start))
        if closed and is_bare:  # `5 killed and 12 ...`: said of the five
            return _REACH + 1
        belongs = _CLOSED * (cue.first in self._in_phrases)  # the noun of another number
        return content + _OTHER_NUMERAL * numerals + max(belongs, closed * (not numerals))

    def _cost_behind(self, cue: _Cue, numeral: Numeral, end: int) -> int:
        """The same of a word behind it."""
        if self._governs(cue):
            return _REACH + 1
        content, numerals, closed = self._between(max(end, numeral.last), cue.first)
        closed = _CLOSED if self.begins_anew(cue.first) else closed
        if numerals and content:
            return _REACH + 1
        is_participle = self._noun_last and cue.first == end  # `one killed two others injured`: the two are injured
        return (
            (_PARTICIPLE if is_participle else _BEHIND)
            + content
            + (_OTHER_NUMERAL + 1) * numerals
            + closed * (not numerals)
        )

    def _between(self, first: int, last: int) -> tuple[int, int, int]:
        """(words that carry content, numbers, cost of an `and` or a mark) from word `first` up to `last`."""
        numbers = [(n, self.nouns[n].last) for n in map(self._by_start.get, range(first, last)) if n]
        part = min((a for a, _ in self.find("numbers", "part") if first <= a < last), default=last)
        skipped = self._passed_over.union(*(range(n.first, max(n.last, end)) for n, end in numbers))
        inside = [i for i in range(first, last) if i not in skipped]
        content = [i for i in inside if is_word(self.norm(i)) and self.norm(i) not in self._small]
        content = [i for i in content if not self.at("roles", i)]
        closed = _CLOSED * any(i in self._borders for i in inside)
        closed = closed or any(self.norm(i) in _MARKS for i in inside)
        counts = sum(n.first < part and self.nouns[n].kind != "none" for n, _ in numbers)
        return len(content) + sum(map(self.begins_anew, content)), counts, closed

    def _governs(self, cue: _Cue) -> bool:
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

    def _names_living(self, cue: _Cue | None, numeral: Numeral, noun: Noun) -> bool:
        """Whether a noun of no list must name the living: `killed three shepherds`, `three shepherds were killed`."""
        if cue is None or cue.name not in common()["of_living"]:
            return False
        if cue.last <= numeral.first:
            return self._governs(cue) and self._between(cue.last, numeral.first)[0] <= _LISTED_APART
        return self._cost_behind(cue, numeral, noun.last) <= _BEHIND

    def _joined(self, cue: _Cue, numeral: Numeral) -> str:
        """The name of a cue, with those it is joined to: `مقتل وإصابة 8` are eight killed or wounded."""
        names = {cue.name}
        for other in self._fates:
            before, after = (other, cue) if other.first < cue.first else (cue, other)
            distance = after.first - before.last
            if distance not in (0, 1) or (distance == 1 and not self.is_small(before.last)):
                continue
            is_own = cue.last <= numeral.first if other is before else cue.first >= numeral.last
            is_free = not (self._governs(after) if other is after else self._is_behind_another(other, numeral))
            if is_own and is_free:
                names.add(other.name)
        return " or ".join(sorted({part for name in names for part in name.split(" or ")}))

    def _is_behind_another(self, cue: _Cue, numeral: Numeral) -> bool:
        """Whether a word stands in the phrase of another number, or right behind it."""
        return any(n is not numeral and n.last <= cue.first <= noun.last for n, noun in self.nouns.items())

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

    def at(self, section: str, i: int) -> list[_Cue]:
        """The cues of a section that begin at word `i`."""
        return [_Cue(*c) for c in self.lang.find_at(section, self.words, i)] if 0 <= i < len(self.words) else []

    def before(self, section: str, i: int) -> list[_Cue]:
        """The cues of a section that end right before word `i`, the longest first."""
        return [c for j in range(i - _CUE_WORDS, i) for c in self.at(section, j) if c.last == i]

    @cached_property
    def _fates(self) -> list[_Cue]:
        return sorted((_Cue(*c) for c in self.lang.find_all("counted", self.words)), key=lambda c: (c.first, c.name))

    @cached_property
    def _by_start(self) -> dict[int, Numeral]:
        return {n.first: n for n in self._numerals}

    @cached_property
    def _in_phrases(self) -> set[int]:
        """The words of the nouns that stand with numbers."""
        return {i for n, noun in self.nouns.items() for i in range(n.last, noun.last)}

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
    def _passed_over(self) -> set[int]:
        """Words that stand between a number and its verb without parting them: bounds, and `including`."""
        return self._bound_words | {i for a, b in self.find("numbers", "part") for i in range(a, b)}

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
