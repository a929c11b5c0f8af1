"""Reads numerals: digits of every script with the separators of every habit, and numbers in words.

What a word is worth stands in `[numerals]`, `[plurals]`, `[collectives]`, `[fractions]` and `[magnitudes]` of a
language file. How the parts of a number add up (`three hundred and five`, `مئة وخمسة وعشرون ألفا`) is the same
everywhere: a part has to fit below the one before it, and a power of ten multiplies what stands before it.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from factcheck.text.language import Language
from factcheck.text.tokens import Words, normalise

ABOUT = 0.1  # "about 300" and "two dozen" are taken for that, give or take a tenth
MANY = 2  # `hundreds` are two hundred or more
FEW = (3.0, 9.0)  # `several`, `بضعة`
_LONGEST_NUMERAL = 24  # words: no number in news is longer, and a text of nothing but numerals must stay cheap
_LONGEST_WORD = 60  # letters of a compound such as `dreihundertfünfundzwanzigtausend`
_LONGEST_DIGITS = 15  # more are an account or a serial number, and no float holds them
_LINKS = 3  # words inside a number that are no numerals: `a million and a half`
_DECIMALS = 6  # what is written with more is an error of rounding, as in 64.6 * 1,000,000
_SPACES = frozenset("\u00a0\u2007\u2009\u200a\u202f")  # blanks that hold the groups of a number together
_GROUPERS = frozenset("'\u060c")  # and marks that do so between digits, without a blank: `1'500`, `1،500`
_CLOSING = frozenset(")»\"”]'")
_GROUP = "\u066c"
_DECIMAL_MARKS, _GROUPING_MARKS = (".", "\u066b"), (",", _GROUP)  # of a language that does not say
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")  # thousands, and the lakhs of South Asia
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_MARKS = 4  # characters between the parts of a number, at the most
_TURN = "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
_TORN_BEFORE = re.compile(rf"\d(?:[.,\u066b]{_TURN}+|{_TURN}+[.,\u066b])$")
_TORN_BEHIND = re.compile(rf"(?:[.,\u066b]{_TURN}{{1,2}}|{_TURN}{{1,2}}[.,\u066b])\d")
_TORN_INSIDE = re.compile(rf"\d(?:[.\u066b]{_TURN}+|{_TURN}+[.\u066b])\d")
_VULGAR = re.compile(r"(\d)\u2044([1-9])")  # ½ after NFKC
_EXACT, _ABOUT, _MANY_OF, _FEW_OF = range(4)  # how a number is meant: 300, three dozen, hundreds, several hundred


class Numeral(NamedTuple):
    """A number from `low` to `high` at words `first` up to `last`. `scale` is the last power of ten it was multiplied
    by (1,000 of `30 thousand`), 1 where none was; `in_digits` where it begins with digits."""

    first: int
    last: int
    low: float
    high: float
    scale: float
    in_digits: bool


def find_numerals(words: Words, lang: Language) -> list[Numeral]:
    """The numbers of a text in order of place, whatever they count or name."""
    key = ("numerals read", lang.code)
    if key not in words.memory:
        words.memory[key] = list(_find(words, _lexicon(lang)))
    return words.memory[key]


# --- what words are worth


class _Atom(NamedTuple):
    """A word of a number: `kind` is digits, exact, many (`thousands`), about (`dozen`), part (`half`) or few."""

    kind: str
    value: float

    @property
    def is_scale(self) -> bool:
        """Whether it multiplies what stands before it."""
        power = self.value >= 100 and math.log10(self.value).is_integer()
        return self.kind == "about" or (power and self.kind in ("exact", "many"))


class _Found(NamedTuple):
    """Atoms that end before word `last`; `is_joined` by an `and` to what stands before, `is_glued` by one glued on."""

    atoms: tuple[_Atom, ...]
    last: int
    is_joined: bool = False
    is_glued: bool = False


class _Way(NamedTuple):
    """A way to read a word as a numeral: the words that have to follow, and whether an `and` is glued before it."""

    tail: tuple[str, ...]
    atoms: tuple[_Atom, ...]
    is_glued: bool = False


class _Lexicon:
    """The numerals of a language, ready for looking up."""

    def __init__(self, lang: Language) -> None:
        numbers, habits = lang.table("numbers"), lang.table("habits")
        self.lang = lang
        self.ands = frozenset(normalise(w) for w in numbers.get("and", ()))
        self.inside = frozenset(normalise(w) for w in numbers.get("inside", ()))
        self.articles = tuple(normalise(w) for w in numbers.get("articles", ()))
        self.prefixes = ("", *sorted((normalise(w) for w in numbers.get("prefixes", ())), key=lambda p: (-len(p), p)))
        self.glues_and = bool(self.ands & set(self.prefixes))
        self.no_numerals = frozenset(normalise(w) for w in numbers.get("no_numerals", ()))
        self.glue = tuple(normalise(w) for w in habits.get("glue", ()))
        self.mixed = bool(habits.get("mixed"))
        self.turned = frozenset(normalise(w) for w in habits.get("turned_decimal", ()))
        self.decimal = frozenset(habits.get("decimal", _DECIMAL_MARKS))
        self.grouping = frozenset(habits.get("grouping", _GROUPING_MARKS))
        self.magnitudes = {normalise(w): float(v) for v, ws in lang.table("magnitudes").items() for w in ws}
        self.exact = frozenset(float(v) for v in lang.table("numerals"))
        self.ways = self._read_ways(lang)

    @staticmethod
    def _read_ways(lang: Language) -> dict[str, list[_Way]]:
        sections = {"numerals": "exact", "plurals": "many", "collectives": "about", "fractions": "part"}
        listed = [
            (phrase, _Atom(kind, float(value)))
            for section, kind in sections.items()
            for value, phrases in lang.table(section).items()
            for phrase in phrases
        ]
        listed += [(phrase, _Atom("few", 1.0)) for phrase in lang.words("numbers", "few")]
        by_first: dict[str, list[_Way]] = {}
        for phrase, atom in listed:
            first, *tail = (normalise(word) for word in phrase.split())
            by_first.setdefault(first, []).append(_Way(tuple(tail), (atom,)))
        return by_first

    @lru_cache(maxsize=200_000)  # noqa: B019 - languages are few and live as long as the program
    def word(self, norm: str) -> tuple[_Way, ...]:
        """The numerals that begin with a word, with or without a prefix, or that it is made of (`twenty-five`); those
        of most words first."""
        if norm in self.no_numerals:
            return ()
        ways = [
            way._replace(is_glued=bool(prefix) and (prefix[:1] in self.ands or not self.ands))
            for prefix in self.prefixes
            if norm.startswith(prefix)
            for way in self.ways.get(norm.removeprefix(prefix), ())
        ]
        atoms = self._compound(norm) if not ways and ("-" in norm or self.glue) else ()
        return tuple(sorted(ways, key=lambda w: -len(w.tail))) or ((_Way((), atoms),) if atoms else ())

    def _compound(self, norm: str) -> tuple[_Atom, ...]:
        """The atoms of a word that is made of numerals, the longest parts first; none where it holds anything else."""
        size = len(norm)
        if size > _LONGEST_WORD:
            return ()
        rest: dict[int, tuple[_Atom, ...]] = {size: ()}
        for start in range(size - 1, -1, -1):
            for end in range(size, start, -1):
                behind = [end, *(end + len(glue) for glue in ("-", *self.glue) if norm.startswith(glue, end))]
                allowed = [e for e in behind if e in rest and (e != end or end == size or "" in self.glue)]
                whole = [way.atoms for way in self.ways.get(norm[start:end], ()) if not way.tail]
                if whole and allowed:
                    rest[start] = whole[0] + rest[allowed[-1]]
                    break
        return rest.get(0, ())


@lru_cache(maxsize=64)
def _lexicon(lang: Language) -> _Lexicon:
    return _Lexicon(lang)


# --- where they stand


def _find(words: Words, lexicon: _Lexicon) -> Iterator[Numeral]:
    i = 0
    while i < len(words):
        norm = words.words[i].norm
        numeral = _numeral_at(words, lexicon, i) if norm[0].isdigit() or lexicon.word(norm) else None
        if numeral:
            numeral = _with_repetition(words, lexicon, numeral)
            if not _is_torn(words, numeral):
                yield numeral
        i = numeral.last if numeral else i + 1


def _is_torn(words: Words, numeral: Numeral) -> bool:
    """`5.` and `2` with a mark of direction between, which is shown as 2.5 or as 5.2: nobody knows which is meant."""
    start, end = words.span(numeral.first, numeral.last)
    is_torn_inside = _TORN_INSIDE.search(words.text, start, end)
    is_torn_before = _TORN_BEFORE.search(words.text, max(0, start - _MARKS), start)
    return bool(is_torn_inside or is_torn_before or _TORN_BEHIND.match(words.text, end))


def _with_repetition(words: Words, lexicon: _Lexicon, numeral: Numeral) -> Numeral:
    """`ستة وثلاثون (36)`: the same number told twice is one."""
    if numeral.last + 1 >= len(words) or words.words[numeral.last].norm != "(":
        return numeral
    again = _numeral_at(words, lexicon, numeral.last + 1)
    if again is None or again.low != numeral.low:
        return numeral
    return numeral._replace(last=again.last + (again.last < len(words) and words.words[again.last].norm == ")"))


def _numeral_at(words: Words, lexicon: _Lexicon, i: int) -> Numeral | None:
    """The longest number that begins at word `i`."""
    found = _atoms_at(words, lexicon, i)
    if found is None:
        return None
    run = _Run(lexicon, in_digits=found.atoms[0].kind == "digits")
    whole = before_and = None
    while found and found.last - i <= _LONGEST_NUMERAL:
        longer = run.extended(found)
        if longer is None:
            # `between one hundred and two hundred`, `3 ملايين و5 ملايين`: the power belongs to the second alone.
            whole = before_and if before_and and found.atoms[0].is_scale else whole
            break
        if found.is_joined and (before_and is None or not run.current):
            before_and = whole
        run, last = longer, found.last
        if run.has_part_of_scale:
            last = _past_repeated_scale(words, lexicon, last, run.least)
        interval = run.interval()
        whole = Numeral(i, last, *interval, run.scale, run.in_digits) if interval else whole
        found = None if run.has_part_of_scale else _next_atoms(words, lexicon, last, run)
    return whole


def _next_atoms(words: Words, lexicon: _Lexicon, i: int, run: "_Run") -> _Found | None:
    """What may go on with a number that ends before word `i`, past an `and`, an `of a` or a closing bracket."""
    is_joined = False
    for j in range(i, min(i + _LINKS + 1, len(words))):
        norm = words.words[j].norm
        found = None if norm in lexicon.ands else _atoms_at(words, lexicon, j)
        if found:
            is_linked = j > i and words.words[j - 1].norm not in lexicon.ands
            is_open = run.lacks_scale or run.meant or words.words[j - 1].norm in _CLOSING
            goes_on = not is_linked or found.atoms[0].kind == "part" or (is_open and found.atoms[0].is_scale)
            return found._replace(is_joined=is_joined or found.is_joined or found.is_glued) if goes_on else None
        if norm in lexicon.ands:
            is_joined = True
        elif norm not in lexicon.inside and not (j == i and norm in _CLOSING):
            return None
    return None


def _past_repeated_scale(words: Words, lexicon: _Lexicon, i: int, scale: float) -> int:
    """`مليون ونصف المليون`: a million and a half, not a million and a half and a million."""
    if i >= len(words):
        return i
    forms = (words.words[i].norm.removeprefix(article) for article in ("", *lexicon.articles))
    ways = (way for form in forms for way in lexicon.ways.get(form, ()))
    return i + any(way.atoms[0].value == scale and not way.tail for way in ways)


def _atoms_at(words: Words, lexicon: _Lexicon, i: int) -> _Found | None:
    norm = words.words[i].norm
    if norm[0].isdigit():
        return _digits_at(words, lexicon, i)
    for tail, atoms, is_glued in lexicon.word(norm):
        end = i + 1 + len(tail)
        if not tail or tuple(w.norm for w in words.words[i + 1 : end]) == tail:
            return _Found(atoms, end, is_glued=is_glued)
    return None


# --- digits


def _digits_at(words: Words, lexicon: _Lexicon, i: int) -> _Found | None:
    """The number in digits at word `i`, with the letter of a magnitude that is glued to it (`5bn`)."""
    vulgar = _VULGAR.fullmatch(words.words[i].norm)
    if vulgar:  # 2½ is two and a half
        is_joined = i > 0 and words.words[i - 1].end == words.words[i].start
        return _Found((_Atom("part", int(vulgar[1]) / int(vulgar[2])),), i + 1, is_joined)
    turned = _turned(words, lexicon, i)
    if turned:
        return _Found((_Atom("digits", turned),), i + 3)
    text, end = _joined_groups(words, lexicon, i)
    values = _values_of(text, lexicon.decimal, lexicon.grouping)
    if not values:
        return None
    is_scaled = len(values) > 1 and _is_scaled(words, lexicon, end)
    atoms = (_Atom("digits", values[-1] if is_scaled else values[0]),)
    magnitude = _magnitude(words, lexicon, i, end)
    return _Found((*atoms, _Atom("exact", magnitude)), end + 1) if magnitude else _Found(atoms, end)


def _turned(words: Words, lexicon: _Lexicon, i: int) -> float | None:
    """`2ر13`: thirteen and two tenths, the decimals first."""
    if not lexicon.turned or i + 2 >= len(words) or words.words[i + 1].norm not in lexicon.turned:
        return None
    decimals, letter, whole = words.words[i : i + 3]
    is_one = (
        decimals.end == letter.start
        and letter.end == whole.start
        and len(decimals.norm + whole.norm) <= _LONGEST_DIGITS
    )
    is_digits = decimals.norm.isdecimal() and whole.norm.isdecimal()
    return float(f"{whole.norm}.{decimals.norm}") if is_one and is_digits else None


def _joined_groups(words: Words, lexicon: _Lexicon, i: int) -> tuple[str, int]:
    """(the digits at word `i` with the groups that follow behind a thin blank or an apostrophe, one past the last)."""
    text, end = words.words[i].norm, i + 1
    if len(text) > 3:
        return text, end
    while end < len(words):
        j = end + (words.words[end].norm in _GROUPERS)
        if j >= len(words) or not _THREE_DIGITS.match(words.words[j].norm):
            break
        blanks = words.text[words.words[j - 1].end : words.words[j].start]
        blank_before = words.text[words.words[end - 1].end : words.words[end].start]
        is_blank = j == end and (blanks in _SPACES or (blanks == " " and " " in lexicon.grouping))
        if not is_blank and not (j > end and blanks == blank_before == ""):
            break
        text, end = text + _GROUP + words.words[j].norm, j + 1
    return text, end


@lru_cache(maxsize=100_000)
def _values_of(text: str, decimal: frozenset[str], grouping: frozenset[str]) -> tuple[float, ...]:
    """The value of digits with any separators: none of a date, a clock time or a serial number, and two where a
    language writes both `12.000` for twelve thousand and `3.462` for three and a half."""
    marks = [c for c in text if not c.isdecimal()]
    if len(text) - len(marks) > _LONGEST_DIGITS or not set(marks) <= {".", ",", "\u066b", _GROUP}:
        return ()
    kinds = dict.fromkeys(marks)
    if len(kinds) > 2 or (len(kinds) == 2 and marks.count(marks[-1]) > 1):
        return ()
    as_decimal = _parse(text, marks[-1]) if len(kinds) == 2 or len(marks) == 1 else None
    as_groups = _parse(text, "") if len(kinds) < 2 else None
    if as_decimal is None or as_groups is None:
        return tuple(v for v in (as_decimal, as_groups) if v is not None)
    mark = marks[0]
    if mark not in decimal | grouping:
        decimal, grouping = frozenset(_DECIMAL_MARKS), frozenset(_GROUPING_MARKS)
    values = [as_groups] * (mark in grouping) + [as_decimal] * (mark in decimal)
    return (as_decimal,) if text.startswith("0") else tuple(values)


def _parse(text: str, decimal: str) -> float | None:
    """The value of digits with one decimal mark, or none, and groups elsewhere; None where they are no groups."""
    whole, _, fraction = text.partition(decimal) if decimal else (text, "", "")
    whole = re.sub(r"[.,\u066b\u066c]", ",", whole)
    if "," in whole and not _GROUPED.fullmatch(whole):
        return None
    return float(f"{whole.replace(',', '')}.{fraction or 0}")


def _is_scaled(words: Words, lexicon: _Lexicon, i: int) -> bool:
    """Whether a power of ten or a sign of percent stands at word `i`."""
    i += i < len(words) and words.words[i].norm in _CLOSING
    ways = lexicon.word(words.words[i].norm) if i < len(words) else ()
    is_percent = any(first == i for first, _ in words.find(lexicon.lang.cue("numbers", "percent")))
    return is_percent or any(way.atoms[0].is_scale for way in ways)


def _magnitude(words: Words, lexicon: _Lexicon, first: int, i: int) -> float | None:
    """What the letters glued behind digits multiply them by; a single letter does so of money and of people only,
    because `10m` is also a length."""
    if i >= len(words) or words.words[i].start != words.words[i - 1].end:
        return None
    letters = words.words[i].norm
    is_money = first > 0 and unicodedata.category(words.words[first - 1].norm[0]) == "Sc"
    is_people = i + 1 < len(words) and bool(lexicon.lang.names_of("roles", words.words[i + 1].norm))
    return lexicon.magnitudes.get(letters) if len(letters) > 1 or is_money or is_people else None


# --- how they add up


@dataclass(frozen=True)
class _Run:
    """A number as far as it was read: what is complete (`total`, whose smallest power of ten is `least`), and the
    `current` group that a power of ten may still multiply."""

    lexicon: _Lexicon
    in_digits: bool
    total: float = 0.0
    current: float = 0.0
    least: float = math.inf
    meant: int = _EXACT
    is_begun: bool = False
    lacks_scale: bool = False
    """Of a fraction that is no number before something follows: `half`, of `half a million`."""
    has_part_of_scale: bool = False

    def extended(self, found: _Found) -> "_Run | None":
        """The number with more words; None where they do not go on with it."""
        run: _Run | None = self
        for atom in found.atoms:
            run = run and run._with(atom, found)
            found = found._replace(is_joined=False, is_glued=True)
        return run

    def _with(self, atom: _Atom, how: _Found) -> "_Run | None":
        if atom.kind == "few":
            return None if self.is_begun else replace(self, is_begun=True, meant=_FEW_OF)
        if atom.kind == "part":
            return self._with_part(atom.value, how.is_joined)
        if atom.is_scale or atom.kind == "many":
            return self._with_scale(atom, how.is_joined)
        return self._with_number(atom, how)

    def _with_part(self, part: float, is_joined: bool) -> "_Run | None":
        if not self.is_begun:
            return replace(self, is_begun=True, current=part, lacks_scale=True)
        if is_joined and self.total and not self.current:  # a million and a half
            return replace(self, total=self.total + part * self.least, has_part_of_scale=True)
        if is_joined and self.current:  # two and a half
            return replace(self, current=self.current + part)
        if self.current and not self.total and not is_joined:  # three quarters
            return replace(self, current=self.current * part, lacks_scale=True)
        return None

    def _with_scale(self, atom: _Atom, is_joined: bool) -> "_Run | None":
        value = atom.value
        if not (self.total or self.current):
            meant = self.meant or {"many": _MANY_OF, "about": _ABOUT}.get(atom.kind, _EXACT)
            return replace(self._closed(value), is_begun=True, meant=meant)
        if not atom.is_scale:
            return None
        if atom.kind == "about":
            fits = self.current and not self.total and not is_joined
            meant = self.meant or _ABOUT
            return replace(self, current=self.current * value, meant=meant, lacks_scale=False) if fits else None
        if self.current:
            return None if is_joined else self._multiplied(value)
        if self.total < value and not is_joined:  # a thousand million
            return replace(self, total=self.total * value, least=value)
        return self._closed(value) if value < self.least and atom.kind == "exact" else None

    def _closed(self, value: float) -> "_Run":
        """With a power of ten, or a double of one, that stands by itself; a hundred may still be multiplied."""
        if value < 1000:
            return replace(self, current=value)
        return replace(self, total=self.total + value, least=10.0 ** math.floor(math.log10(value)))

    def _multiplied(self, power: float) -> "_Run | None":
        if power == 100:
            return replace(self, current=self.current * power, lacks_scale=False) if self.current < 100 else None
        if power >= self.least:
            return None
        return replace(self, total=self.total + self.current * power, current=0.0, least=power, lacks_scale=False)

    def _with_number(self, atom: _Atom, how: _Found) -> "_Run | None":
        value = atom.value
        if not self.is_begun:
            is_double = value >= 1000 and atom.kind != "digits"  # ألفان
            return replace(self._closed(value) if is_double else replace(self, current=value), is_begun=True)
        is_mixed = self.lexicon.mixed and bool(self.total) and not self.current  # 2 bin 500, 2 millones 500 mil
        if self.lacks_scale or self.meant == _FEW_OF or (self.in_digits and not (how.is_joined or is_mixed)):
            return None
        if not self.current:
            goes_on = atom.kind != "digits" or is_mixed or (how.is_joined and self.lexicon.glues_and)
            if value >= self.least or not goes_on:
                return None
            return self._closed(value) if value >= 1000 and atom.kind != "digits" else replace(self, current=value)
        fits = atom.kind != "digits" and self._fits(value, how)
        return replace(self, current=self.current + value) if fits else None

    def _fits(self, value: float, how: _Found) -> bool:
        """Whether a number below a hundred goes on with the current group."""
        low = self.current % 100
        exact = self.lexicon.exact
        if value >= 100 or (self.in_digits and not self.total):
            return False
        if low == 0 or (low >= 20 and low % 10 == 0 and value < 10):
            return True
        if 1 <= low < 10 and how.is_glued:  # خمسة وعشرون, fünfundzwanzig
            return value in range(20, 100, 10)
        if 1 <= low < 10:  # ten behind its unit, in a language without words of their own for 13 to 19
            return value == 10 and not how.is_joined and 13 not in exact
        return low in (60, 80) and 10 <= value < 20 and 90 not in exact  # quatre-vingt-dix

    @property
    def scale(self) -> float:
        return self.least if math.isfinite(self.least) else 1.0

    def interval(self) -> tuple[float, float] | None:
        """(lowest, highest) value; None of what is no number yet."""
        value = round(self.total + self.current, _DECIMALS)
        if self.lacks_scale or not self.is_begun:
            return None
        if self.meant == _FEW_OF:
            return FEW[0] * (value or 1), FEW[1] * (value or 1)
        if self.meant == _MANY_OF:
            return MANY * value, math.inf
        return (value * (1 - ABOUT), value * (1 + ABOUT)) if self.meant == _ABOUT else (value, value)
