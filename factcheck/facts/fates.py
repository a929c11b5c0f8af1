"""What became of those whom a number counts: the dead, the wounded, the arrested.

Every word that tells a fate has a cost for a number: the words that carry content between the two, the numbers, the
conjunctions. The cheapest says what became of them.
"""

from functools import cached_property
from typing import NamedTuple

from factcheck.facts.nouns import Cue, Noun, Nouns
from factcheck.facts.numerals import Numeral
from factcheck.schema import PERSON
from factcheck.text.language import common
from factcheck.text.tokens import is_word

_LISTED_APART = 1  # words that carry content between a verb and a number of its list: `killed 37 of Daesh and 16`
_REACH = 7  # the highest cost of a word for the fate of those counted: see `_cost_before`
_BEHIND = 2  # a verb before its number is a nearer reading than one behind it
_PARTICIPLE = -1  # but one right behind its noun is nearer than any verb before it
_OTHER_NUMERAL = 2  # for every other number in between
_CLOSED = 3  # `5 killed and 12 wounded`: what stands before an `and` belongs to what stands before that
_WINDOW = 30  # words from a number to such a word, so that a text of nothing but these is read in good time
_MARKS = frozenset(",;،؛:.")


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


class Context(Nouns):
    """The words of a clause, with all that its numbers may count."""

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

    def _fate_cue(self, numeral: Numeral, start: int, noun: Noun) -> Cue | None:
        costs = [
            (self._cost_before(cue, start) if cue.last <= start else self._cost_behind(cue, numeral, noun.last), cue)
            for cue in self._fates
            if start - _WINDOW <= cue.last <= start or numeral.last <= cue.first <= noun.last + _WINDOW
        ]
        cost, best = min(costs, key=lambda c: (c[0], c[1].first, c[1].name), default=(_REACH + 1, None))
        return best if cost <= _REACH else None

    def _role_beside(self, cue: Cue | None) -> str | None:
        """Who they are, as told with the word for what became of them: `الجرحى المدنيين بلغ 1616 شخصا`."""
        if cue is None or not all(self.lang.is_definite(self.norm(i)) for i in (cue.first, cue.last)):
            return None
        known = self._known(cue.last, is_definite=True)
        return known.name if known and known.kind == "role" and known.name != PERSON else None

    def _cost_before(self, cue: Cue, start: int) -> int:
        """How unlikely it is that a word before a number says what became of those counted."""
        content, numerals, closed = self._between(cue.last, start)
        closed = _CLOSED if self.begins_anew(start) else closed
        is_bare = all(self.norm(i) in self._small or not is_word(self.norm(i)) for i in range(cue.last, start))
        if closed and is_bare:  # `5 killed and 12 ...`: said of the five
            return _REACH + 1
        belongs = _CLOSED * (cue.first in self._in_phrases)  # the noun of another number
        return content + _OTHER_NUMERAL * numerals + max(belongs, closed * (not numerals))

    def _cost_behind(self, cue: Cue, numeral: Numeral, end: int) -> int:
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

    def _names_living(self, cue: Cue | None, numeral: Numeral, noun: Noun) -> bool:
        """Whether a noun of no list must name the living: `killed three shepherds`, `three shepherds were killed`."""
        if cue is None or cue.name not in common()["of_living"]:
            return False
        if cue.last <= numeral.first:
            return self._governs(cue) and self._between(cue.last, numeral.first)[0] <= _LISTED_APART
        return self._cost_behind(cue, numeral, noun.last) <= _BEHIND

    def _joined(self, cue: Cue, numeral: Numeral) -> str:
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

    def _is_behind_another(self, cue: Cue, numeral: Numeral) -> bool:
        """Whether a word stands in the phrase of another number, or right behind it."""
        return any(n is not numeral and n.last <= cue.first <= noun.last for n, noun in self.nouns.items())

    @cached_property
    def _fates(self) -> list[Cue]:
        return sorted((Cue(*c) for c in self.lang.find_all("counted", self.words)), key=lambda c: (c.first, c.name))

    @cached_property
    def _in_phrases(self) -> set[int]:
        """The words of the nouns that stand with numbers."""
        return {i for n, noun in self.nouns.items() for i in range(n.last, noun.last)}

    @cached_property
    def _passed_over(self) -> set[int]:
        """Words that stand between a number and its verb without parting them: bounds, and `including`."""
        return self._bound_words | {i for a, b in self.find("numbers", "part") for i in range(a, b)}
