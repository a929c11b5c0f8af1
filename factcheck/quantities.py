"""Reads the numbers of a clause with what they count, and compares them.

A quantity is an interval: `exactly 826` is [826, 826], `at least 12` is [12, inf), `about 300` is 300 give or take a
tenth, `hundreds` is [200, inf). Two quantities exclude each other only where the intervals do not meet.
Years, dates, clock times, ages, durations and resolution numbers are not quantities of an event.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from factcheck.languages import Language, common
from factcheck.matching import Words, is_word, normalise

_ROUNDING = 0.1  # figures further apart than a tenth are not roundings of each other
_MOST_APART = 5  # times: on the development pairs, no two figures of one count are further apart
_ABOUT = 0.1  # "about 300" is taken for 270 to 330
_ADJACENT = 3  # words between a number and a cue that belongs to it ("300 people at least")
_CUE_REACH = 8  # words between a number and the verb that tells what became of those counted
_BEHIND_PENALTY = 2  # a verb before its number is a nearer reading than one behind it
_YEARS = range(1300, 2100)  # Hijri years too
_THOUSANDS = re.compile(r"\d{1,3}(?:[,\u066c]\d{3})+")
_CLOSING = ')»"”'
_POWERS = (1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)  # with 万, lakh, crore and 亿
PERCENT = "percent"


@dataclass(frozen=True)
class Quantity:
    """`low` to `high` of `counted` (a class of `[counted]`, or the stem of the noun) who are `role`; at words `first`
    up to `last` of the clause.

    `is_part` of a total named beside it ("of whom 111 civilians"); `is_measure` of a percentage or of a unit such as
    money, in which any two things can be told. `nouns` are the stems of the words behind the number, which name what
    is counted in one way or another (`400 ألف مخالف يمني`, `500 ألف يمني`).
    """

    low: float
    high: float
    counted: str
    role: str | None
    is_part: bool
    is_measure: bool
    nouns: frozenset[str]
    first: int
    last: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def value(self) -> float:
        """The number that is written, whatever bound or hedge stands before it."""
        if math.isinf(self.high):
            return self.low
        return self.high if self.low == 0 else (self.low + self.high) / 2


def read_quantities(words: Words, lang: Language) -> list[Quantity]:
    """The quantities of a clause in order of place, without the numbers of which it does not say what they count."""
    classes = _counted_cues(words, lang)
    found = []
    for first, last, value, vague in _numbers(words, lang):
        is_article = value == 1 and not words.words[first].norm[0].isdigit()
        if is_article or _is_no_quantity(words, lang, first, last, value):
            continue
        counted, role, end = _what_is_counted(words, lang, first, last, classes)
        if counted:
            low, high = _bounds(words, lang, first, last, end, value, vague)
            is_measure = counted == PERCENT or any(i == end - 1 for i, _ in words.find(lang.cue("numbers", "measures")))
            is_part = _is_part(words, lang, first, end)
            nouns = _nouns(words, lang, last)
            found.append(Quantity(low, high, counted, role, is_part, is_measure, nouns, first, end))
    return sorted([*found, *_duals(words, lang, classes)], key=lambda q: q.first)


def _duals(words: Words, lang: Language, classes: list[tuple[int, int, str]]) -> Iterator[Quantity]:
    """Two of a thing where the grammar says so without a numeral: `شخصين`, `قتيلان`."""
    for name, first, last in lang.find_all("duals", words):
        is_class = name in lang.table("counted")
        counted = name if is_class else _nearest_class(first, first, classes, lang)
        role = None if is_class or name == "person" else name
        if counted:
            low, high = _bounds(words, lang, first, last, last, 2.0, False)
            yield Quantity(
                low, high, counted, role, _is_part(words, lang, first, last), False, frozenset(), first, last
            )


def exclude_each_other(a: Quantity, b: Quantity) -> bool:
    """Whether no number is in both intervals."""
    return a.high < b.low or b.high < a.low


def same_scope(a: Quantity, b: Quantity) -> bool:
    """Whether both count the same things of the same people, neither as a part of a total."""
    exclusive = {frozenset(pair) for pair in common()["exclusive_roles"]}
    roles_meet = a.role is None or b.role is None or a.role == b.role
    if frozenset((a.role, b.role)) in exclusive or a.is_part or b.is_part:
        return False
    return (a.counted == b.counted or bool(a.nouns & b.nouns)) and roles_meet


def differ_too_much(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are so far apart that they hardly count the same thing."""
    x, y = sorted((a.value, b.value))
    return y > _MOST_APART * x


def is_rounding(a: Quantity, b: Quantity) -> bool:
    """Whether one figure is the other, told in fewer digits: 64 or 65 for 64.6 million, 400 for 413."""
    fine, coarse = sorted((a.value, b.value), key=_unit)
    unit = _unit(coarse)
    near = abs(fine - coarse) <= _ROUNDING * max(fine, coarse)
    return near and _unit(fine) < unit and coarse in (math.floor(fine / unit) * unit, round(fine / unit) * unit)


def _unit(value: float) -> float:
    """The worth of the last digit that is not nought: 100,000 of 400,000."""
    digits = f"{value:.6e}".split("e")[0].rstrip("0").replace(".", "")
    return 10.0 ** (math.floor(math.log10(value)) - len(digits) + 1) if value else 1.0


def _numbers(words: Words, lang: Language) -> Iterator[tuple[int, int, float, bool]]:
    """(first word, one past the last, value, is vague) of each number, written in digits or in words."""
    i = 0
    while i < len(words):
        values, j = _run_of_numerals(words, lang, i)
        if values:
            yield i, j, *_value_of(values, words.words[i].norm[0].isdigit())
        i = max(j, i + 1)


def _run_of_numerals(words: Words, lang: Language, i: int) -> tuple[list[tuple[float, bool]], int]:
    """(value, is a plural such as `thousands`) of the numerals from word `i` on, and where they end."""
    values: list[tuple[float, bool]] = []
    j = i
    while j < len(words):
        if values and _is_link(words.words[j].norm, lang):
            j += 1
            continue
        is_digits = words.words[j].norm[0].isdigit()
        numeral = _numeral(words.words[j].norm, lang)
        if numeral is None or (values and is_digits and not _goes_on(values, numeral[0])):
            break
        values.append(numeral)
        j += 1
    while values and _is_link(words.words[j - 1].norm, lang):
        j -= 1
    return values, j


def _goes_on(values: list[tuple[float, bool]], value: float) -> bool:
    """Whether digits go on with a number that has begun: `3 لاکھ 25 ہزار`, `5 тысяч 200`."""
    return len(values) > 1 and values[-1][0] in _POWERS and value < values[-1][0]


def _is_link(norm: str, lang: Language) -> bool:
    """A mark or an `and` inside one number: `(64.6) million`, `one hundred and five`."""
    return norm in _CLOSING or norm in lang.words("numbers", "and")


@lru_cache(maxsize=64)
def _numerals(lang: Language) -> tuple[dict[str, float], dict[str, float]]:
    """Numerals of a language by their words, and the plurals that stand alone for a vague number."""
    exact = {normalise(w): float(v) for v, ws in lang.table("numerals").items() for w in ws}
    plural = {normalise(w): float(v) for v, ws in lang.table("plurals").items() for w in ws}
    return exact, plural


def _numeral(norm: str, lang: Language) -> tuple[float, bool] | None:
    if norm[0].isdigit():
        value = _digits(norm)
        return None if value is None else (value, False)
    exact, plural = _numerals(lang)
    prefixes = ("", *lang.words("numbers", "prefixes"))
    for form in (norm.removeprefix(prefix) for prefix in prefixes if norm.startswith(prefix)):
        if form in exact:
            return exact[form], False
        if form in plural:
            return plural[form], True
    return None


def _digits(norm: str) -> float | None:
    """The value of digits with any separators; None of a date, a clock time or a product name."""
    if _THOUSANDS.fullmatch(norm):
        return float(re.sub("[,\u066c]", "", norm))
    try:
        return float(norm.replace("\u066b", ".").replace(",", "."))
    except ValueError:
        return None


def _value_of(values: list[tuple[float, bool]], in_digits: bool) -> tuple[float, bool]:
    """`[3, 1000]` -> 3000, `[100, 5]` -> 105, `[1000000, 2000]` -> 1002000; vague where plurals stand alone
    (`hundreds`, `tens of thousands`).
    in_digits: the first is written so, and any power of a thousand behind it multiplies it."""
    total, current = 0.0, 0.0
    vague = all(is_plural for _, is_plural in values)
    for i, (value, _) in enumerate(values):
        if value in _POWERS and current and (current < value or (in_digits and i == 1)):
            total, current = total + current * value, 0.0
        elif value == 100 and 0 < current < 10:
            current *= 100
        else:
            current += value
    return total + current, vague


def _is_no_quantity(words: Words, lang: Language, first: int, last: int, value: float) -> bool:
    """Whether the number names something (a year, a resolution, a time) instead of counting it."""
    before = words.words[first - 1].norm if first else ""
    behind = words.words[last].norm if last < len(words) else ""
    if before in lang.words("numbers", "articles"):  # `القتلى الـ27`: the 27 of whom was told before
        return True
    if any(end == first for _, end in words.find(lang.cue("numbers", "names_behind"))):
        return True
    if any(start in (last, last + 1) and is_word(behind) for start, _ in words.find(lang.cue("numbers", "time_units"))):
        return True
    written_as_year = words.words[first].norm.isdigit() and len(words.words[first].norm) == 4 and value in _YEARS
    is_behind_month = any(end == first for _, end in words.find(lang.cue("numbers", "year_behind")))
    names_nothing = is_behind_month or not _is_noun(words, lang, _behind_classifiers(words, lang, last))
    return (written_as_year and last == first + 1 and names_nothing) or before in ("/", "-")


def _is_noun(words: Words, lang: Language, i: int) -> bool:
    return i < len(words) and is_word(words.words[i].norm) and words.words[i].norm not in lang.stop_words


def _counted_cues(words: Words, lang: Language) -> list[tuple[int, int, str]]:
    """(first, one past last, class) of all words that tell what became of those counted."""
    return [(first, last, name) for name, first, last in lang.find_all("counted", words)]


def _what_is_counted(
    words: Words, lang: Language, first: int, last: int, classes: list[tuple[int, int, str]]
) -> tuple[str | None, str | None, int]:
    """(counted, role, one past the last word of the noun); counted is None where the clause does not say."""
    noun = _behind_classifiers(
        words, lang, last + 1 if last < len(words) and words.words[last].norm in _CLOSING else last
    )
    for start, end in words.find(lang.cue("numbers", "percent")):
        if start == noun:
            return PERCENT, None, end
    here = [name for i, _, name in classes if i == noun]
    begins_anew = any(_begins_anew(words, lang, noun, name) for name in here)
    by_noun = None if begins_anew else next(iter(here), None)
    role = next((name for name, i, _ in lang.find_all("roles", words) if i == noun), None)
    if by_noun:
        return by_noun, role, noun + 1
    if role or begins_anew or not _is_noun(words, lang, noun):
        of_people = None if role == "person" else role
        return _nearest_class(first, last, classes, lang), of_people, noun + 1 if role else last
    return lang.stem(words.words[noun].norm), None, noun + 1


def _behind_classifiers(words: Words, lang: Language, i: int) -> int:
    """Past the words that stand between a number and its noun: 12 名 士兵, ۱۲ نفر, `120 Ukrainian soldiers`."""
    classifiers = lang.normal_words("numbers", "classifiers")
    while i < len(words) and words.words[i].norm in classifiers:
        i += 1
    roles = {a: name for name, a, _ in lang.find_all("roles", words)}
    is_country = any(a == i for _, a, _ in lang.find_all("actors", words))
    is_person = roles.get(i) == "person" and lang.order == "verb-last"
    is_attribute = is_country or is_person or lang.order == "subject-first"
    return i + 1 if is_attribute and i + 1 in roles and _is_noun(words, lang, i) else i


def _nouns(words: Words, lang: Language, last: int) -> frozenset[str]:
    last = _behind_classifiers(words, lang, last)
    behind = [w.norm for w in words.words[last : last + _ADJACENT] if w.norm not in _CLOSING]
    nouns = []
    for norm in behind:
        if not is_word(norm) or norm in lang.stop_words or norm[0].isdigit():
            break
        nouns.append(lang.stem(norm))
    return frozenset(nouns[:2])


def _begins_anew(words: Words, lang: Language, i: int, name: str) -> bool:
    """Whether the word behind a number opens the next count (`سبعة وخطف ثلاثة`: seven, and three abducted)."""
    rest = words.words[i].norm[1:]
    return bool(rest and lang.data.get("proclitics") and name in lang.names_of("counted", rest))


def _nearest_class(first: int, last: int, classes: list[tuple[int, int, str]], lang: Language) -> str | None:
    # `12 people were killed` or `killed 12 people`: which of the two orders a language prefers.
    before, behind = (_BEHIND_PENALTY, 0) if lang.order in ("subject-first", "verb-last") else (0, _BEHIND_PENALTY)

    def distance(cue: tuple[int, int, str]) -> int:
        start, end, _ = cue
        return first - end + before if end <= first else start - last + behind

    near = [c for c in classes if (c[1] <= first or c[0] >= last) and distance(c) <= _CUE_REACH]
    if not near:
        return None
    nearest = min(near, key=lambda c: (distance(c), c[0]))
    # `مقتل وإصابة 8`: eight killed or wounded, not eight wounded.
    joined = {c[2] for c in near if c[1] == nearest[0] and nearest[1] <= first}
    return " or ".join(sorted({nearest[2], *joined}))


def _bounds(
    words: Words, lang: Language, first: int, last: int, end: int, value: float, vague: bool
) -> tuple[float, float]:
    is_singular = any(b == first for key in ("at_least", "about") for _, b in words.find(lang.cue("bounds", key)))
    if vague and not is_singular:  # `более тысячи` is more than one thousand
        return 2 * value, math.inf
    for key in ("at_least", "at_most", "about"):
        before = any(b in (first, first - 1) for _, b in words.find(lang.cue("bounds", key)))
        behind = words.find(lang.cue("bounds", f"{key}_behind"))
        if before or any(last <= a <= end + _ADJACENT and not _has_digits(words, last, a) for a, _ in behind):
            return {
                "at_least": (value, math.inf),
                "at_most": (0.0, value),
                "about": (value * (1 - _ABOUT), value * (1 + _ABOUT)),
            }[key]
    return value, value


def _has_digits(words: Words, first: int, last: int) -> bool:
    """Whether another number stands between two words; then a bound behind it is not of the first."""
    return any(w.norm[0].isdigit() for w in words.words[first:last])


def _is_part(words: Words, lang: Language, first: int, end: int) -> bool:
    before = any(0 <= first - b <= _ADJACENT for _, b in words.find(lang.cue("numbers", "part")))
    return before or any(a == end for a, _ in words.find(lang.cue("numbers", "part_behind")))
