"""The verdict on two claims that are told alike but for one thing: where, when or who.

What stands in that one place is classified by the word lists: towns and countries, times, roles and sexes that exclude
each other, opposed actions, names. Of two outlets' reports less is believed than of two texts that somebody sets
against each other: much happens on one day in two towns that is told in the same words.
"""

import unicodedata
from typing import NamedTuple

from factcheck.facts.countries import find_countries
from factcheck.facts.numerals import Numeral, find_numerals
from factcheck.facts.periods import UNITS, WEEKDAYS
from factcheck.facts.places import country_of
from factcheck.rules.alignment import Alignment, Words, align, are_one
from factcheck.rules.figures import is_told_in_detail
from factcheck.rules.pairs import Pair, Side
from factcheck.rules.readings import Reading, opposed
from factcheck.schema import CONFLICT, DENIES, UPDATE, Reason, Verdict
from factcheck.text.language import Language, common
from factcheck.text.tokens import Words as Text
from factcheck.text.tokens import normalise

_LEAST_SHARED = 3  # words that carry content
_LONGEST_SLOT = 3
_YEARS = range(1900, 2100)
_DAY_WORDS = ("today", "yesterday", "tomorrow", "before_yesterday", "after_tomorrow")
_NAMED_DAYS = {*WEEKDAYS, *_DAY_WORDS}
_POINTING = {*_NAMED_DAYS, "this", "this_behind", "next_behind", "last_behind"}  # `this week` is no length of time
_COUNTED_OUT = 3  # a figure from which on it is hardly told of two events in the same words


class _Slot(NamedTuple):
    """What one claim says in the one place in which they differ: its words there, and all of it as a text."""

    side: Side
    words: Words

    @property
    def reading(self) -> Reading:
        return self.side.reading

    @property
    def lang(self) -> Language:
        return self.reading.lang

    @property
    def text(self) -> Text:
        whole = self.reading.words
        return Text(whole.text, whole.words[self.words[0] : self.words[-1] + 1])

    def names(self, section: str) -> frozenset[str]:
        """The canonical names of a section of the word lists that stand here."""
        return frozenset(name for name, _, _ in self.lang.find_all(section, self.text))

    @property
    def done(self) -> frozenset[str]:
        """The actions that are done here: not denied, nor only sought."""
        here = (a for a in self.reading.actions if a.first in self.words)
        return frozenset(a.name for a in here if not (a.is_negated or a.is_intended or a.is_purpose))

    @property
    def towns(self) -> frozenset[int]:
        return frozenset(p.id for p in self.reading.named_places if set(range(p.first, p.last)) & set(self.words))

    @property
    def place_words(self) -> set[int]:
        """The places of words that name a town, a country or a part of one."""
        named = {i for p in self.reading.named_places for i in range(p.first, p.last)}
        named |= {i for _, first, last in self.lang.find_all("actors", self.reading.words) for i in range(first, last)}
        where = self.lang.normal_words("places", "locative")
        norms = {i: self.lang.without_article(self.reading.words.words[i].norm) for i in self.words}
        return named | {i for i, norm in norms.items() if norm in where}

    @property
    def countries(self) -> frozenset[str]:
        here = [p for p in self.reading.named_places if set(range(p.first, p.last)) & set(self.words)]
        named = {country.code for country in find_countries(self.text, self.lang, ())}
        return frozenset(named | {country_of(place.id) for place in here} - {""})

    @property
    def written(self) -> str:
        start, end = self.reading.words.span(self.words[0], self.words[-1] + 1)
        return " ".join(self.side.text[start:end].split())


def compare_slots(pair: Pair) -> Verdict | None:
    """What the one thing says in which two claims differ; None where they differ in more, or it does not clash."""
    stances = {pair.a.stance, pair.b.stance}
    if len(stances) > 1 or DENIES in stances or not (pair.is_bare or pair.may_clash):
        return None
    told = align(pair.a.reading, pair.b.reading)
    if told is None or len(told.shared) < _LEAST_SHARED or told.told_besides > 1:
        return None
    return _of_sex(pair, told) or _of_slot(pair, told)


def _of_slot(pair: Pair, told: Alignment) -> Verdict | None:
    if len(told.slots) != 1 or max(map(len, told.slots[0])) > _LONGEST_SLOT:
        return None
    a, b = (_Slot(side, words) for side, words in zip((pair.a, pair.b), told.slots[0], strict=True))
    has_numbers = any(find_numerals(slot.text, slot.lang) for slot in (a, b))  # three Saudis, five Yemenis
    for found in (_time, _figure) if has_numbers else (_action, _role, _time, _place, _name):
        kind = found(pair, told, a, b)
        if kind:
            return _verdict(pair, told, a, b, *kind)
    return None


def _verdict(pair: Pair, told: Alignment, a: _Slot, b: _Slot, kind: str, code: str) -> Verdict:
    marks = tuple((slot.reading.words.span(slot.words[0], slot.words[-1] + 1),) for slot in (a, b))
    first, second = sorted((a.written, b.written))
    reasons = [Reason(code, (("first", first), ("second", second)))]
    relation = CONFLICT
    if pair.is_of_two_days:
        relation = UPDATE
        reasons.append(Reason("days"))
    alike = len(told.shared) / (len(told.shared) + len(told.slots) + told.told_besides)
    same = max(alike, pair.same.probability) if pair.is_bare else None
    return pair.finds("one thing", relation, kind, reasons, marks, same)


# --- what stands there


Kind = tuple[str, str]
"""The kind of the conflict and the code of its reason."""
_SEX = ("identity", "but_sex")


def _action(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    is_meant = pair.is_bare or (pair.is_of_one_time and not told.told_besides)
    x, y = a.done, b.done
    clash = any(frozenset((m, n)) in opposed() for m in x for n in y) and not x & y
    return ("action", "but_action") if clash and is_meant else None


def _role(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    if (
        not pair.is_bare and len(a.words) + len(b.words) > 2
    ):  # `three Turkish soldiers`, `three of the police`: two events
        return None
    exclusive = [frozenset(two) for two in common()["exclusive"]]
    x, y = (slot.names("roles") | slot.names("sexes") for slot in (a, b))
    clash = any(frozenset((m, n)) in exclusive for m in x for n in y) and not x & y
    return ("identity", "but_who") if clash else None


def _time(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    is_clear = pair.is_bare or (pair.is_of_one_time and not pair.is_of_two_days)
    named = (_named_times(a), _named_times(b)) if pair.is_bare else (frozenset(), frozenset())
    lasting = _length(a), _length(b)
    clash = (all(named) and named[0].isdisjoint(named[1])) or (all(lasting) and lasting[0] != lasting[1])
    return ("time", "but_time") if clash and is_clear else None


def _named_times(slot: _Slot) -> frozenset[str]:
    """Weekdays, months, years, and days told from today."""
    times = slot.names("time") & _NAMED_DAYS
    years = {str(n.low) for n in find_numerals(slot.text, slot.lang) if _is_year(n)}
    return frozenset({*times, *slot.names("months"), *years})


def _is_year(numeral: Numeral) -> bool:
    return numeral.in_digits and numeral.low in _YEARS


def _length(slot: _Slot) -> float:
    """How many days a span of time is; 0 where none stands there."""
    units = sorted(filter(_unit_of, slot.names("time")))
    points = {first for name, first, _ in slot.lang.find_all("time", slot.reading.words) if name in _POINTING}
    if not points.isdisjoint((*slot.words, slot.words[-1] + 1)):  # `the morning of Wednesday`
        return 0.0
    numerals = find_numerals(slot.text, slot.lang)
    numbers = [n.low for n in numerals if n.low == n.high]
    if len(units) != 1 or len(numbers) > 1 or any(map(_is_year, numerals)):
        return 0.0
    number = numbers[0] if numbers else 2.0 if units[0].startswith("two_") else 1.0
    is_vague = units[0].endswith("s") and not (numbers or units[0].startswith("two_"))
    return 0.0 if is_vague else number * UNITS[_unit_of(units[0])]


def _place(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    towns, countries = (a.towns, b.towns), (a.countries, b.countries)
    other_town = all(towns) and towns[0].isdisjoint(towns[1])
    other_country = all(countries) and countries[0].isdisjoint(countries[1])
    is_named_by_both = bool(a.countries & _countries_of(b.side) or b.countries & _countries_of(a.side))
    other_country = other_country and (pair.is_bare or not is_named_by_both)
    if not (other_town or other_country) or not (pair.is_bare or (_tell_one_count(pair) and _tell_places(a, b))):
        return None
    return ("place", "but_place") if any(map(_is_where, (a, b))) else ("identity", "but_who")


def _countries_of(side: Side) -> frozenset[str]:
    """The countries that a claim names anywhere, and those of who speaks."""
    return side.reading.countries | side.told_by.countries


def _is_where(slot: _Slot) -> bool:
    """Whether what stands there tells where something is, not who acts."""
    first, words = slot.words[0], slot.reading.words
    where = slot.lang.normal_words("places", "locative")
    before = words.words[first - 1].norm if first else ""
    glued = any(words.words[first].norm.startswith(p) for p in slot.lang.normal_words("places", "prefixes"))
    ends = any(last == first for _, last in words.find(slot.lang.cue("numbers", "prepositions")))
    return before in where or ends or (glued and bool(slot.towns or slot.countries))


def _tell_places(*slots: _Slot) -> bool:
    """Whether in one there stands nothing but a place: not `on the road of X` and `in two accidents in Y`."""
    return any(len(slot.words) == 1 or set(slot.words) <= slot.place_words for slot in slots)


def _tell_one_count(pair: Pair) -> bool:
    """Whether both tell one exact figure: two events hardly share it with all the words."""
    told_a, told_b = ({q.value for q in s.reading.quantities if q.is_exact} for s in (pair.a, pair.b))
    shared = told_a & told_b
    is_detailed = any(is_told_in_detail(q) and q.value in shared for q in pair.a.reading.quantities)
    return is_detailed or max(shared, default=0) >= _COUNTED_OUT


def _figure(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    """Numbers that count nothing that is known: of two bare texts, or of how long something is."""
    is_clear = pair.is_of_one_time and not (
        pair.is_of_two_days or pair.a.reading.has_period or pair.b.reading.has_period
    )
    if not pair.is_bare and not (is_clear and all(map(_is_before_unit, (a, b)))):
        return None
    values = []
    for slot in (a, b):
        numbers = find_numerals(slot.text, slot.lang)
        counted = {i for q in slot.reading.quantities for i in range(q.first, q.last)}
        if len(numbers) != 1 or numbers[0].low != numbers[0].high or counted & set(slot.words):
            return None
        values.append(numbers[0].low)
    if not pair.is_bare and not _are_told_in_one_form(a, b):
        return None
    return ("number", "but_figure") if values[0] != values[1] else None


def _are_told_in_one_form(a: _Slot, b: _Slot) -> bool:
    """Whether what stands there beside the numbers is the same: not the names of two men, and how old each is."""
    stems = []
    for slot in (a, b):
        number = find_numerals(slot.text, slot.lang)[0]
        beside = slot.text.words[: number.first] + slot.text.words[number.last :]
        stems.append([slot.lang.stem(w.norm) for w in beside if w.norm[0].isalpha()])
    return len(stems[0]) == len(stems[1]) and all(are_one(x, y, a.lang) for x, y in zip(*stems, strict=True))


def _is_before_unit(slot: _Slot) -> bool:
    """Whether a unit of time stands right behind, and no part of one behind it (`five years`, not `... and a half`)."""
    words, behind = slot.reading.words, slot.words[-1] + 1
    units = {first for name, first, _ in slot.lang.find_all("time", words) if _unit_of(name)}
    has_part = behind + 1 < len(words) and bool(slot.lang.find_at("fractions", words, behind + 1))
    return behind in units and not has_part


def _unit_of(name: str) -> str:
    """The unit of time that a name of `[time]` is one or several of; empty of any other."""
    unit = name.removeprefix("two_").removesuffix("s")
    return unit if unit in UNITS else ""


def _name(pair: Pair, told: Alignment, a: _Slot, b: _Slot) -> Kind | None:
    """Names of two bare texts, in a script that writes them with capitals."""
    is_swapped = pair.is_bare and not told.told_besides and all(map(_is_name, (a, b)))
    return ("identity", "but_who") if is_swapped else None


def _is_name(slot: _Slot) -> bool:
    """Whether there stands a name and nothing else, that is no part of a longer name."""
    if slot.lang.order == "verb-second":  # German writes all nouns so
        return False
    words, text = slot.reading.words.words, slot.side.text
    beside = [i for i in (slot.words[0] - 1, slot.words[-1] + 1) if 0 < i < len(words)]
    is_written_as_one = all(_has_capital(text[words[i].start]) for i in slot.words)
    is_generic = any(slot.lang.stem(words[i].norm) in slot.lang.generic for i in slot.words)
    return is_written_as_one and not is_generic and not any(_has_capital(text[words[i].start]) for i in beside)


def _has_capital(letter: str) -> bool:
    return unicodedata.category(letter) in ("Lu", "Lt")


# --- told alike in all words


def _of_sex(pair: Pair, told: Alignment) -> Verdict | None:
    """`ناشط كمبودي` and `ناشطة كمبودية`: a noun and its adjective differ in the ending of a woman, and nothing else."""
    ending = pair.a.reading.lang.normal_words("stem", "woman")
    differ = [two for two in told.shared if _differ_in_sex(pair, *two, ending)]
    if told.slots or not any((i + 1, j + 1) in differ for i, j in differ):
        return None
    a, b = _Slot(pair.a, tuple(i for i, _ in differ[:2])), _Slot(pair.b, tuple(j for _, j in differ[:2]))
    # Things have such endings too (`الحادث الإرهابي`, `الحادثة الإرهابية`); of a nation are people, but for a `market`.
    is_definite = any(a.lang.is_definite(a.reading.words.words[i].norm) for i in a.words)
    return _verdict(pair, told, a, b, *_SEX) if pair.is_bare or (a.countries and not is_definite) else None


def _differ_in_sex(pair: Pair, i: int, j: int, ending: frozenset[str]) -> bool:
    x, y = pair.a.reading.words.words[i].norm, pair.b.reading.words.words[j].norm
    short, long = sorted((x, y), key=len)
    return any(long == short + normalise(e) for e in ending)
