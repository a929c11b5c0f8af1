"""Reads the numbers of a clause with what they count.

A quantity is an interval: `exactly 826` is [826, 826], `at least 12` is [12, inf), `about 300` is 300 give or take a
tenth, `between 20 and 30` is [20, 30], `hundreds` is [200, inf). Years, dates, clock times, ages, durations, results of
matches and numbers that name something (a resolution, a flight, a regiment) are not quantities of an event.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from factcheck.facts.fates import Context
from factcheck.facts.nouns import CLOSING, OPENING, Noun
from factcheck.facts.numerals import ABOUT, FEW, MANY, Numeral, find_numerals
from factcheck.schema import Quantity
from factcheck.text.language import Language, common
from factcheck.text.tokens import Word, Words, is_word, normalise

_ADJACENT = 3  # words between a number and a cue that belongs to it ("300 people at least")
_LINKS = 2  # words between the items of a list: `، و`
_YEARS = range(1300, 2100)  # Hijri years too
_RECENT_YEARS = (*range(1380, 1460), *range(1900, 2100))  # more often a year than a count
_LONGEST_AGE = 120
_TEN = 10
_RESULTS = range(20)  # goals of a match
_DECIMALS = 6
_ROUND_SPREAD = 1.3  # the ends of `about two dozen` are nearer to each other than those of a range
_DASHES = frozenset("-–—−")
_TATWEEL = "ـ"
_NO_COUNT_BESIDE = frozenset("/+×=@")
BOUNDS = ("at_least", "at_most", "about")


def read_quantities(words: Words, lang: Language) -> list[Quantity]:
    """The quantities of a clause in order of place, without the numbers of which it does not say what they count."""
    context = Context(words, lang)
    found: list[Quantity] = []
    for figure in _figures(context):
        q = _once_more(context, figure, found[-1]) if found else None
        q = q or _quantity(context, figure)
        found += [q] if q else []
    found += filter(None, (_quantity(context, figure) for figure in _without_numeral(context)))
    return _with_lists(context, sorted(found, key=lambda q: (q.first, q.last)))


# --- numbers that count


class _Figure(NamedTuple):
    """A number or a range, the noun that stands with it, and whether it is the part or the total of `16 of 29`."""

    numeral: Numeral
    noun: Noun
    is_part: bool = False
    is_total: bool = False


def _figures(context: Context) -> Iterator[_Figure]:
    """The numbers of a clause that count; the two ends of a range are one."""
    numerals = find_numerals(context.words, context.lang)
    is_total = False
    i = 0
    while i < len(numerals):
        numeral, noun = numerals[i], context.nouns[numerals[i]]
        following = numerals[i + 1] if i + 1 < len(numerals) else None
        chain = _chained(context, numerals, i)
        if len(chain) > 2 or (len(chain) == 2 and _is_result(context, *chain)):
            i += len(chain)
            continue
        is_name = _is_name(context, numeral)
        if following is not None and not is_name and _is_range(context, numeral, following):
            if not _is_name(context, following):
                yield _Figure(_range(numeral, following), context.nouns[following])
            i += 2
            continue
        is_part = following is not None and _is_of_total(context, numeral, following)
        is_past = following is not None and _is_old_value(context, numeral, following)
        if not is_past and not is_name and not (following and _is_day(context, numeral, following)):
            if following and is_part and noun.kind == "none":
                noun = context.nouns[following]._replace(last=numeral.last)
            yield _Figure(numeral, noun, is_part, is_total)
        is_total = is_part
        i += 1


def _chained(context: Context, numerals: list[Numeral], i: int) -> list[Numeral]:
    """The numbers from number `i` on that a dash or a stroke joins: `4-10-1436`, `20-30`, `7 / 5`."""
    chain = [numerals[i]]
    for n in numerals[i + 1 :]:
        between = _between(context, chain[-1], n)
        if len(between) != 1 or between[0] not in _DASHES | {"/"}:
            break
        chain.append(n)
    return chain


def _between(context: Context, a: Numeral, b: Numeral) -> list[str]:
    """The words between two numbers, without brackets and signs of percent."""
    percent = {i for first, last in context.find("numbers", "percent") for i in range(first, last)}
    inside = range(a.last, b.first)
    return [context.norm(i) for i in inside if i not in percent and context.norm(i) not in CLOSING | {"("}]


def _is_result(context: Context, a: Numeral, b: Numeral) -> bool:
    """Whether two numbers with a dash are the result of a match or of a vote, or name something."""
    is_match = bool(context.find("numbers", "scores")) and a.low in _RESULTS and b.low in _RESULTS
    return a.low >= b.low or is_match or _between(context, a, b) == ["/"]


def _is_range(context: Context, a: Numeral, b: Numeral) -> bool:
    if not (a.low == a.high and b.low == b.high and a.low < b.low):
        return False
    between = _between(context, a, b)
    if context.nouns[a].kind == "unit" and context.nouns[a].name != context.nouns[b].name:
        return False
    starts = {last for _, last in context.find("numbers", "between")}
    if a.first in starts and not between:  # بين خمسة وعشرة
        return context.begins_anew(b.first)
    is_to = len(between) == 1 and any(first == b.first - 1 for first, _ in context.find("numbers", "to"))
    is_and = len(between) == 1 and a.first in starts and between[0] in context.ands
    is_dash = len(between) == 1 and between[0] in _DASHES
    return is_and or is_dash or (is_to and not _is_old_value(context, a, b))


def _is_old_value(context: Context, a: Numeral, b: Numeral) -> bool:
    """`rose from 20 to 30`: twenty is over."""
    is_from = any(last == a.first for _, last in context.find("numbers", "from"))
    is_to = any(a.last <= first and last == b.first for first, last in context.find("numbers", "to"))
    changes = (*context.find("numbers", "changes"), *context.find("numbers", "running"))
    return is_from and is_to and any(first < a.first for first, _ in changes)


def _is_day(context: Context, a: Numeral, b: Numeral) -> bool:
    """`17 و25 من ديسمبر`: what is joined to a date is one."""
    is_joined = all(norm in context.ands or norm == "," for norm in _between(context, a, b))
    return is_joined and context.nouns[a].kind == "none" and _is_time(context, b)


def _is_of_total(context: Context, a: Numeral, b: Numeral) -> bool:
    """`16 of 29 cases`; behind a noun only a longer cue tells it from `three dead of two nations`."""
    noun = context.nouns[a]
    cues = [(first, last) for first, last in context.find("numbers", "of_total") if last == b.first]
    return any(first == a.last or (first == noun.last and last - first > 1) for first, last in cues)


def _range(a: Numeral, b: Numeral) -> Numeral:
    """From one number to another; `20 to 30 thousand` are both thousands."""
    shares_scale = b.scale > 1 and a.scale == 1 and a.low < b.low / b.scale
    return a._replace(last=b.last, low=a.low * (b.scale if shares_scale else 1), high=b.high, scale=b.scale)


def _is_name(context: Context, numeral: Numeral) -> bool:
    """Whether the number names something (a year, a resolution, a time) instead of counting it."""
    first, last = numeral.first, numeral.last
    before, behind = context.norm(first - 1), context.norm(last)
    edge = _before_marks(context, first)
    if before in context.lang.articles or before in _NO_COUNT_BESIDE or behind in _NO_COUNT_BESIDE:
        return True  # `القتلى الـ27`: the 27 of whom was told before
    if any(end in (first, edge) for _, end in context.find("numbers", "names_behind")):
        return True
    if _is_clock(context, numeral) or _is_end_of_definite(context, numeral):
        return True
    if _is_time(context, numeral) or (
        numeral.in_digits and (_is_label(context, numeral) or _is_glued(context, numeral))
    ):
        return True
    return _is_year(context, numeral) or _is_age(context, numeral)


def _before_marks(context: Context, i: int) -> int:
    """The word before which a cue may stand that belongs to the number at `i`: past brackets, `#`, `$`."""
    while i > 0 and context.norm(i - 1) in OPENING:
        i -= 1
    money = context.money_before(i)
    return money.first if money else i


def _is_time(context: Context, numeral: Numeral) -> bool:
    """`5 days`, `5 working days`; not `killed 5 in May`."""
    units = {first for first, _ in context.find("numbers", "time_units")}
    behind, last = context.past_closing(numeral), numeral.last
    is_adjective = is_word(context.norm(behind)) and context.norm(behind) not in context.lang.stop_words
    of_month = any(first == last and end in units for first, end in context.find("numbers", "of"))
    return behind in units or of_month or (is_adjective and not context.is_listed(behind) and behind + 1 in units)


def _is_clock(context: Context, numeral: Numeral) -> bool:
    """`23 : 15`: digits with a colon between them."""
    sides = (numeral.first - 1, numeral.first - 2), (numeral.last, numeral.last + 1)
    return any(context.norm(mark) == ":" and context.norm(other)[0].isdigit() for mark, other in sides)


def _is_end_of_definite(context: Context, numeral: Numeral) -> bool:
    """`الأربعة عشر`, the fourteen, of whom was told before: its first word has the article, and is no number here."""
    before = context.norm(numeral.first - 1)
    if numeral.low != _TEN or not context.lang.is_definite(before):
        return False
    unit = find_numerals(Words.of(context.lang.without_article(before)), context.lang)
    return bool(unit) and unit[0].high < _TEN


def _is_glued(context: Context, numeral: Numeral) -> bool:
    """`Kepler-452`, `30-month`, and the minutes of `5،42`: a dash to a word, or a mark to other digits."""
    words = context.words.words
    for word, mark in ((numeral.first - 2, numeral.first - 1), (numeral.last + 1, numeral.last)):
        if not (min(word, mark) >= 0 and max(word, mark) < len(words)) or is_word(words[mark].norm):
            continue
        left, right = sorted((word, mark))
        is_one = words[left].end == words[right].start and _is_next_to(words, numeral, mark)
        is_name = words[mark].norm in _DASHES and words[word].norm[0].isalpha()
        if is_one and (is_name or (words[word].norm[0].isdigit() and words[mark].norm == "،")):
            return True
    return False


def _is_next_to(words: Sequence[Word], numeral: Numeral, i: int) -> bool:
    """Whether no blank stands between a number and the word at `i`."""
    before, behind = words[numeral.first], words[numeral.last - 1]
    return words[i].end == before.start or words[i].start == behind.end


def _is_label(context: Context, numeral: Numeral) -> bool:
    """`0112345678`, `20th`, and the `1)`, `1 -` or `1 ـ` that opens an item of a list."""
    text, behind = context.norm(numeral.first), context.norm(numeral.last)
    words = context.words.words
    is_glued = numeral.last < len(words) and words[numeral.last - 1].end == words[numeral.last].start
    opens = numeral.first == 0 or (numeral.first == 1 and context.norm(0) == "(")
    is_item = opens and (behind in (")", ".") or _is_set_off(context, numeral.last))
    is_ordinal = is_glued and behind in map(normalise, context.lang.words("numbers", "ordinals"))
    return is_item or is_ordinal or (text[0] == "0" and text[1:2].isdigit())


def _is_set_off(context: Context, i: int) -> bool:
    """Whether a dash between blanks, or a drawn-out line, stands before the word at `i`, which is no number."""
    words = context.words.words
    is_dash = i < len(words) and words[i].norm in _DASHES
    if i + is_dash >= len(words) or words[i + is_dash].norm[0].isdigit():
        return False
    up_to_it = context.words.text[words[i - 1].start : words[i + is_dash].start].rstrip()
    return up_to_it[-1] in (*_DASHES, _TATWEEL)


def _is_year(context: Context, numeral: Numeral) -> bool:
    text = context.norm(numeral.first)
    if numeral.last - numeral.first > 1 or not (text.isdecimal() and len(text) == 4 and numeral.low in _YEARS):
        return False
    noun = context.nouns[numeral]
    before = context.norm(numeral.first - 1)
    is_dated = before[0].isdigit() or any(last == numeral.first for _, last in context.find("numbers", "time_units"))
    is_recent = numeral.low in _RECENT_YEARS and numeral.low % 100
    return noun.kind == "none" or is_dated or (bool(is_recent) and noun.kind == "other")


def _is_age(context: Context, numeral: Numeral) -> bool:
    """`Smith, 54, said`."""
    between = context.norm(numeral.first - 1) == "," == context.norm(numeral.last)
    may_be = bool(context.lang.table("habits").get("age_between_marks"))
    return may_be and between and numeral.in_digits and numeral.low < _LONGEST_AGE


def _without_numeral(context: Context) -> Iterator[_Figure]:
    """One or two of a thing where the grammar says so: `شخصين`, `قتيلان`, `حالة وفاة`."""
    lang = context.lang
    taken = {i for n, noun in context.nouns.items() for i in range(n.first, max(n.last, noun.last))}
    taken |= {i for noun in context.nouns.values() if noun.first is not None for i in range(noun.first - 1, noun.last)}
    behind = {noun.last for noun in context.nouns.values() if noun.kind != "none"}  # `12 عنصرا إرهابيا`: an adjective
    for section, value in (("duals", 2.0), ("singles", 1.0)):
        longest: dict[int, tuple[int, str]] = {}
        for name, first, last in lang.find_all(section, context.words):
            longest[first] = max(longest.get(first, (0, "")), (last, name))
        for first, (last, name) in longest.items():
            is_adjective = first in behind and not context.begins_anew(first)
            if first not in taken and first - 1 not in longest and not is_adjective:  # شخصان ليبيان
                numeral = Numeral(first, last, value, value, 1.0, in_digits=False)
                yield _Figure(numeral, Noun(context.kind_of(name), name, last))


# --- what they say


def _quantity(context: Context, figure: _Figure) -> Quantity | None:
    numeral, noun, is_part, is_total = figure
    edge = _before_marks(context, numeral.first)
    end = max(numeral.last, noun.last)
    start, low, high = _bounds(context, numeral, edge, end)
    start = start if noun.first is None else noun.first
    count = context.count(numeral, start, noun, has_fate=not is_total)  # not all of the 29 were killed
    counted, is_measure = count.counted, count.is_measure
    measures = context.lang.find_all("measured", context.words)
    measured = next((name for name, _, last in measures if last in (start, edge)), None)
    if measured and noun.kind in ("none", "unit", "other"):
        counted, is_measure = measured, False
    if counted is None or _says_nothing(context, numeral, noun):
        return None
    base, factor = common()["conversions"].get(counted, (counted, 1))
    return Quantity(
        low=round(low * factor, _DECIMALS),
        high=round(high * factor, _DECIMALS),
        counted=base,
        role=count.role,
        is_part=is_part or _is_part(context, numeral, noun),
        is_measure=is_measure,
        nouns=count.stems,
        first=start,
        last=end,
        span=context.words.span(start, end),
        group=count.group,
        fate=count.fate,
        scope=_scope(context, start, numeral, end),
        is_running=any(last in (start, edge) for _, last in context.find("numbers", "running")),
    )


def _once_more(context: Context, figure: _Figure, before: Quantity) -> Quantity | None:
    """`100 judges at the ministry and 25 at the board`: the second number counts what the first does."""
    numeral = figure.numeral
    is_joined = context.begins_anew(numeral.first) or context.norm(numeral.first - 1) in context.ands
    if before.is_measure or not is_joined or figure.noun.kind not in ("none", "other"):
        return None
    if not context.open_alike(before.last, numeral.last):
        return None
    span = context.words.span(numeral.first, numeral.last)
    own = replace(before, first=numeral.first, last=numeral.last, span=span, is_running=False)
    return replace(own, low=numeral.low, high=numeral.high)


def _says_nothing(context: Context, numeral: Numeral, noun: Noun) -> bool:
    """Whether it is an article (`one of them`), or vague without saying of whom (`several ways`)."""
    is_article = numeral.low == numeral.high == 1 and not numeral.in_digits and noun.kind in ("none", "other")
    is_few = (numeral.low, numeral.high) == FEW and noun.kind in ("none", "other", "unit")
    return is_article or is_few


def _bounds(context: Context, numeral: Numeral, edge: int, end: int) -> tuple[int, float, float]:
    """(first word with the bound, lowest, highest value)."""
    low, high = numeral.low, numeral.high
    is_bracketed = context.norm(numeral.last) in CLOSING
    own = next((i for i in range(edge, numeral.first) if is_bracketed or context.norm(i) not in OPENING), numeral.first)
    before = [
        (first, BOUNDS.index(key), key)
        for key in BOUNDS
        for first, last in context.find("bounds", key)
        if last in (numeral.first, numeral.first - 1, edge) and first < numeral.first
    ]
    behind = [
        (own, BOUNDS.index(key), key)
        for key in BOUNDS
        for first, _ in context.find("bounds", f"{key}_behind")
        if numeral.last <= first <= end + _ADJACENT and not context.has_numeral(numeral.last, first)
    ]
    # The longest cue that ends at the number: `no fewer than` holds `fewer than`.
    start, _, key = min(before) if before else min(behind, default=(own, 0, ""))
    is_round = low < high < low * _ROUND_SPREAD  # two dozen
    is_singular = math.isinf(high) and key == "at_least"  # `более тысячи` is more than one thousand
    if low != high and not is_singular and not (is_round and key == "at_least"):
        return start, low, high
    value = low / MANY if is_singular else (low + high) / 2
    intervals = {
        "at_least": (value, math.inf),
        "at_most": (0.0, value),
        "about": (value - value * ABOUT, value + value * ABOUT),
    }
    return start, *intervals.get(key, (low, high))


def _is_part(context: Context, numeral: Numeral, noun: Noun) -> bool:
    """`of whom three ...`, `three of them ...`, `three of the cars`."""
    cues, first = context.find("numbers", "part"), numeral.first
    after = any(0 <= first - last <= _ADJACENT and not context.has_numeral(last, first) for _, last in cues)
    before = any(numeral.last <= start <= noun.last for start, _ in context.find("numbers", "part_behind"))
    of_known = any(start == numeral.last for start, _ in context.find("numbers", "of_known"))
    return after or before or of_known or (noun.kind == "thing" and _is_of_definite(context, numeral))


def _is_of_definite(context: Context, numeral: Numeral) -> bool:
    """`ثلاث من السيارات`; `آلاف السيارات` are no part."""
    ends = [end for start, end in context.find("numbers", "of") if start == numeral.last]
    return any(context.lang.is_definite(context.norm(end)) for end in ends)


def _scope(context: Context, start: int, numeral: Numeral, end: int) -> frozenset[str]:
    starts = [i for i in (start, numeral.first) if not context.begins_anew(i)]
    before = [cue for i in starts for cue in context.before("scopes", i)]
    behind = (cue for i in range(numeral.last, end + 1 + context.is_small(end)) for cue in context.at("scopes", i))
    own = (cue for cue in behind if not context.has_numeral(cue.last, cue.last + 1))
    return frozenset(cue.name for cue in (*before, *own))


def _with_lists(context: Context, quantities: list[Quantity]) -> list[Quantity]:
    """Marks as parts what goes on with a list of parts, and a list that adds up to the total before it."""
    marked: list[Quantity] = []
    for q in quantities:
        before = marked[-1] if marked else None
        goes_on = before and before.is_part and _may_go_on(marked, q) and _are_listed(context, before, q)
        marked.append(replace(q, is_part=True) if goes_on else q)
    for i, total in enumerate(marked):
        end = next((j for j in range(i + 1, len(marked)) if not _may_be_part(total, marked[j])), len(marked))
        items = marked[i + 1 : end]
        if len(items) > 1 and total.is_exact and sum(q.low for q in items) == total.low:
            marked[i + 1 : end] = [replace(q, is_part=True) for q in items]
    return marked


def _may_go_on(before: list[Quantity], q: Quantity) -> bool:
    """Whether a quantity behind a part is one too: of the same fate, or of that of a total told before."""
    return q.fate == before[-1].fate or any(t.fate == q.fate and not t.is_part and q.low <= t.low for t in before)


def _are_listed(context: Context, a: Quantity, b: Quantity) -> bool:
    """Whether only an `and` or a comma stands between two quantities."""
    between = [context.norm(i) for i in range(a.last, b.first)]
    return 0 < len(between) <= _LINKS and all(norm in context.ands or not is_word(norm) for norm in between)


def _may_be_part(total: Quantity, q: Quantity) -> bool:
    return q.is_exact and q.low < total.low and not q.is_measure and (q.fate or total.fate) == total.fate
