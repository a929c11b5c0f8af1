"""The verdict on what two claims of one thing count: figures that exclude each other, or that add up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from factcheck.facts.nouns import PERCENT
from factcheck.facts.numerals import FEW, find_numerals
from factcheck.rules.figures import (
    add_up,
    are_next_to_each_other,
    coarser,
    differ_too_much,
    exclude_each_other,
    is_rounding,
    is_told_in_detail,
    may_be_among,
    same_part,
    same_scope,
    with_sum,
)
from factcheck.rules.pairs import ALIKE_OVERLAP, Pair, Side
from factcheck.rules.readings import Reading
from factcheck.schema import CONFLICT, MAGNITUDE, UPDATE, Quantity, Reason, Span, Verdict
from factcheck.text.language import common
from factcheck.text.tokens import same_stem

_LEAST_TERMS = 5  # words that carry content: of what an amount is said with fewer is not known
_OWN_TERMS = 2  # words of a claim on an amount that the other does not have
_LARGE = 1000  # numbers that hardly stand twice in two claims by chance
_TOLLS_APART = 3  # times
_THINGS = 2  # that a figure is of together
_WHOLE_REACH = 2  # words from an `of` to what a percentage is of
_HALF = 0.5  # of the words: reports of two accidents that name no country in common share that much
# Of figures that clash in two articles without dates, 9 in 100 were written within a week of each other (counted on 450
# English articles on one war whose dates were hidden).
_UNDATED = 0.2
# A bound leaves more room than a figure: of 23 such findings in 581 undated Arabic articles on one war, told with 0.61
# on average, 12 were right.
_UNDATED_BOUND = 0.8


def compare_figures(pair: Pair, may_agree: bool) -> Verdict | None:
    """What the figures of two claims say; None where they say nothing. may_agree: whether nothing else clashes."""
    if not (pair.a.reading.quantities and pair.b.reading.quantities):
        return None
    places_a, places_b = pair.a.reading.setting, pair.b.reading.setting
    other_place = places_a and places_b and not places_a & places_b
    if other_place or _are_told_of_two_countries(pair) or pair.a.reading.has_period != pair.b.reading.has_period:
        return None
    if _are_of_two_tolls(pair) or _are_of_two_letters(pair) or _are_of_two_ranks(pair):
        return None
    if pair.is_of_one_article and not (pair.a.speaker and pair.b.speaker):
        return None  # who quotes a figure beside another tells two things
    added = add_up(pair.a.reading.quantities, pair.b.reading.quantities)
    if added and may_agree and _are_of_one_place(pair, added[0]):
        return _added(pair, *added)
    clashing = next(((x, y) for x, y in _answering(pair) if _may_clash(pair, x, y)), None)
    if clashing is None:
        return None
    x, y = clashing
    counted = min(x.counted, y.counted)
    return replace(_clash_of(pair, x, y), counted=counted, figure_a=x.value, figure_b=y.value)


def _are_told_of_two_countries(pair: Pair) -> bool:
    """Whether the claims or what stands before them name countries, and none in common: `five were hurt in the attack`
    is said of attacks everywhere. (Of 60 figures that this keeps apart, about 52 were of two events.)"""
    a, b = pair.a.reading.countries_around, pair.b.reading.countries_around
    return bool(a and b) and a.isdisjoint(b)


def figures_differ(pair: Pair) -> bool:
    """Whether figures that count alike exclude each other and are no roundings of each other."""
    a, b = pair.a.reading.quantities, pair.b.reading.quantities
    return any(_are_two(x, y) for x, y in _answering(pair)) or _is_none_of(a, b) or _is_none_of(b, a)


def _are_two(x: Quantity, y: Quantity) -> bool:
    return exclude_each_other(x, y) and not is_rounding(x, y)


def _is_none_of(told: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> bool:
    """Whether of several figures that count what one of the other claim does none is that one, nor are all together."""
    for one in told:
        several = [q for q in others if same_scope(q, one) and not q.is_measure]
        if len(several) > 1 and all(_are_two(q, one) for q in several) and sum(q.value for q in several) != one.value:
            return True
    return False


def _answering(pair: Pair) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures that count alike, where each claim has just one: of several it is not known which answers which.

    Of `ten dead, six of them soldiers`, the six answer to another count of soldiers, not the ten.
    """
    told = pair.a.reading.quantities, pair.b.reading.quantities
    a, b = with_sum(*told), with_sum(*told[::-1])
    parts = [(x, y) for x in a for y in b if same_part(x, y)]
    answered = {id(q) for part in parts for q in part}
    totals = [(x, y) for x in a for y in b if same_scope(x, y) and not {id(x), id(y)} & answered]
    totals = [(x, y) for x, y in totals if not may_be_among(x, y)]
    alike = totals + parts
    times = Counter(id(q) for two in alike for q in two)
    yield from ((x, y) for x, y in alike if times[id(x)] == 1 == times[id(y)])


def _may_clash(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether two figures that count alike are of one thing, and are not the same figure."""
    if any((q.low, q.high) == FEW for q in (x, y)):  # `several towns` excludes no number
        return False
    if not (exclude_each_other(x, y) or x.is_bound or y.is_bound):  # `30 to 60` and 60
        return False
    is_of_one_event = x.is_of_people and _are_of_one_event(pair)
    is_alike = pair.same.overlap >= ALIKE_OVERLAP or is_of_one_event or _share_a_detail(pair)
    may_be_one = x.is_of_people or not (x.is_measure or x.is_unlisted)
    is_of_one_thing = is_alike or (may_be_one and tell_one_place(pair))
    return is_of_one_thing and not _are_of_two_scopes(pair, x, y) and not _tell_one_figure(pair, x, y)


def _are_of_two_tolls(pair: Pair) -> bool:
    """Whether both tell of several fates, the dead and the hurt, of none the same number, and one of them far apart."""
    tolls = [{q.fate: q.value for q in s.reading.quantities if q.fate and not q.is_part} for s in (pair.a, pair.b)]
    told = [sorted((tolls[0][fate], tolls[1][fate])) for fate in tolls[0].keys() & tolls[1].keys()]
    return len(told) > 1 and all(x != y for x, y in told) and any(y > _TOLLS_APART * x for x, y in told)


def _are_of_two_letters(pair: Pair) -> bool:
    """Whether the claims name things by different letters: class (A), class (B)."""
    a, b = (_letters([w.norm for w in s.reading.words.words]) for s in (pair.a, pair.b))
    return bool(a and b) and a.isdisjoint(b)


def _are_of_two_ranks(pair: Pair) -> bool:
    """Whether the claims tell of the first and of the second of some things, as parts of a road, or stand in a list
    behind such a label (`Second heat: ...`)."""
    told = (pair.a.reading, pair.b.reading), (pair.a.told_by, pair.b.told_by)
    return any(a.ranks[stem].isdisjoint(b.ranks[stem]) for a, b in told for stem in a.ranks.keys() & b.ranks.keys())


def _are_of_two_scopes(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether figures differ because one is of more than the other, or of something else."""
    if x.is_measure and (tell_other_amounts(pair, x, y) or _is_list_item(pair) or _are_of_two_things(pair)):
        return True
    if x.counted == PERCENT:
        return _are_of_two_wholes(pair, x, y)
    if x.is_of_people and (_is_listed(pair.a, x, y) or _is_listed(pair.b, y, x) or _is_of_several_events(pair, x, y)):
        return True
    return not x.is_measure and x.counted != MAGNITUDE and (_is_of_one_of_two(pair) or _is_among_two(pair, x, y))


def _is_listed(side: Side, few: Quantity, all_: Quantity) -> bool:
    """Whether people are told behind another of whom no number is: of `a girl and two boys` the two may be among three
    children."""
    words, lang = side.reading.words, side.reading.lang
    first, ands = few.first, lang.normal_words("numbers", "and")
    is_apart = first > 0 and words.words[first - 1].norm in ands
    if not (is_apart or words.words[first].norm.startswith(tuple(ands))) or few.value >= all_.value:
        return False
    before = first - is_apart
    is_numbered = any(q.last == before for q in side.reading.quantities)
    return not is_numbered and any(last == before for _, _, last in lang.find_all("roles", words))


def _is_of_several_events(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether the larger toll is of several events and the smaller of one: 5 in several attacks, 4 in an attack."""
    (_, one), (_, several) = _smaller_first(pair, x, y)
    is_of_one = one.tells_of("one_event") and not one.tells_of("several_events")
    return is_of_one and several.tells_of("several_events")


def _smaller_first(pair: Pair, x: Quantity, y: Quantity) -> list[tuple[Quantity, Reading]]:
    """Each figure with what its claim says."""
    return sorted(((x, pair.a.reading), (y, pair.b.reading)), key=lambda told: told[0].value)


def _is_of_one_of_two(pair: Pair) -> bool:
    """Whether one claim tells of two countries together (`in Syria and Iraq`), the other of one of the two."""
    both = (pair.a.reading, pair.b.reading), (pair.b.reading, pair.a.reading)
    return any(len(two & other.actors) == 1 for one, other in both for two in one.joined_countries)


def _is_among_two(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether the larger figure is of two things, told together right behind it, and the other claim tells of one of
    them alone: `125 judges at the ministry and the board`, `100 judges at the ministry`."""
    (_, few), (q, many) = _smaller_first(pair, x, y)
    behind = [word for word in many.told_together if word.place >= q.last][: _THINGS + 1]
    if [word.is_tied for word in behind] not in ([False, True], [False, True, False]):
        return False
    words = few.told_together
    places = [[k for k, word in enumerate(words) if word.stem.endswith(thing.stem)] for thing in behind[:_THINGS]]
    told = [found for found in places if found]  # also `بحريق`, by fire
    return len(told) == 1 and not any(word.is_tied for k in told[0] for word in words[k : k + 2])


def _are_of_two_wholes(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether two percentages are of different things: `85% of graduates`, `70% of pupils`."""
    wholes = [_whole(side, q) for side, q in ((pair.a, x), (pair.b, y))]
    return pair.a.lang == pair.b.lang and all(wholes) and not same_stem(*wholes)


def _whole(side: Side, q: Quantity) -> str:
    """The stem of the word behind a percentage that says of what it is; empty where there is none."""
    words, lang = side.reading.words, side.reading.lang
    start = next((last for first, last in words.find(lang.cue("numbers", "of")) if first == q.last), len(words))
    behind = words.words[start : start + _WHOLE_REACH]
    return next((lang.stem(w.norm) for w in behind if w.norm[0].isalpha() and w.norm not in lang.stop_words), "")


def _letters(norms: list[str]) -> set[str]:
    """The letters that stand alone in brackets."""
    behind = zip(norms, norms[1:], norms[2:], strict=False)
    return {norm for left, norm, right in behind if (left, right) == ("(", ")") and len(norm) == 1 and norm.isalpha()}


def tell_other_amounts(pair: Pair, *told: Quantity) -> bool:
    """Whether both claims tell amounts, beside those that are compared, and none in common: those of two companies, or
    of a quarter and of half a year."""
    values = {q.value for q in told}
    a, b = ({q.value for q in s.reading.quantities if q.is_measure} - values for s in (pair.a, pair.b))
    return bool(a and b) and a.isdisjoint(b)


def _are_of_two_things(pair: Pair) -> bool:
    """Whether each claim names several things that the other does not, or one in quotation marks: of two sectors, two
    companies."""
    named_a, named_b = pair.a.reading.quoted_names, pair.b.reading.quoted_names
    a, b = pair.a.reading.terms, pair.b.reading.terms
    return (bool(named_a and named_b) and named_a.isdisjoint(named_b)) or min(len(a - b), len(b - a)) > _OWN_TERMS


def _share_a_detail(pair: Pair) -> bool:
    """Whether both tell one figure that hardly occurs twice: 64.6 million."""
    told_a, told_b = ({q.value for q in s.reading.quantities if is_told_in_detail(q)} for s in (pair.a, pair.b))
    return bool(told_a & told_b)


def _are_of_one_event(pair: Pair) -> bool:
    """Whether counts of people are of one event: in one town, in one country and half told alike, or more than half."""
    in_one_country = bool(pair.a.reading.countries & pair.b.reading.countries)
    is_half = pair.same.overlap >= _HALF if in_one_country else pair.same.overlap > _HALF
    return pair.is_bare or is_half or tell_one_place(pair)


def _is_list_item(pair: Pair) -> bool:
    """Whether a claim of a report is little more than an amount (`Najran region: 45 million riyals`)."""
    return not pair.is_bare and min(len(s.reading.terms) for s in (pair.a, pair.b)) < _LEAST_TERMS


def tell_one_place(pair: Pair) -> bool:
    """Whether both name a town; of what somebody asks about, also one that only the words before the claim name."""
    a, b = pair.a.reading, pair.b.reading
    return bool(a.places & b.places) or (pair.is_asked and bool(a.setting & b.setting))


def _tell_one_figure(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether two figures are one, rounded or told elsewhere in the other claim, or too far apart for one thing."""
    a, b = pair.a.reading.quantities, pair.b.reading.quantities
    is_told = any(q.value == x.value and _may_answer(q, x) for q in b)
    is_told = is_told or any(q.value == y.value and _may_answer(q, y) for q in a)
    is_told = is_told or (x.is_measure and (_has_numeral(pair.b, x) or _has_numeral(pair.a, y)))
    # `more than 8,000` says less than 8,538; but 400,000 is `more than 439,000` told in round numbers.
    is_rounded = (is_rounding(x, y) and not coarser(x, y).is_bound) or are_next_to_each_other(x, y)
    return is_told or is_rounded or differ_too_much(x, y)


def _has_numeral(side: Side, q: Quantity) -> bool:
    """Whether a large number stands in a claim, of whatever: `ارتفاع المصاريف 58 مليونا` names no money."""
    return q.value >= _LARGE and any(n.low == q.value for n in find_numerals(side.reading.words, side.reading.lang))


def _may_answer(q: Quantity, x: Quantity) -> bool:
    """Whether a figure can be the same as another of the other claim: not the one dead of the one hurt."""
    return q.fate is None or x.fate is None or q.fate == x.fate


def _clash_of(pair: Pair, x: Quantity, y: Quantity) -> Verdict:
    marks = (_mark(pair.a, x),), (_mark(pair.b, y),)
    figures = _figures(pair, x, y)
    if not (x.is_exact and y.is_exact):
        why = Reason("bound_apart" if exclude_each_other(x, y) else "bound")
        found = pair.finds("bound", UPDATE, "number", (figures, why), marks)
        return _less_sure(found, _UNDATED_BOUND) if pair.is_undated else found
    if x.is_running or y.is_running:
        return pair.finds("later number", UPDATE, "number", (figures, Reason("running")), marks)
    if pair.is_of_two_days:
        why = Reason("dates", (("first", pair.a.published[:10]), ("second", pair.b.published[:10])))
        return pair.finds("later number", UPDATE, "number", (figures, why), marks)
    if pair.is_undated:
        return _less_sure(pair.finds("number", CONFLICT, "number", (figures, Reason("undated")), marks), _UNDATED)
    if _may_go_on(pair, x, y):
        return pair.finds("going on", UPDATE, "number", (figures, Reason("goes_on")), marks)
    return pair.finds("number", CONFLICT, "number", (figures, Reason("unexplained")), marks)


def _less_sure(found: Verdict, share: float) -> Verdict:
    return replace(found, confidence=round(share * found.confidence, 3))


def _may_go_on(pair: Pair, x: Quantity, y: Quantity) -> bool:
    """Whether two bare figures of one day are rather two hours of one count than a quarrel: of what is counted while it
    happens, in the own words of two outlets, unless the later is the lower.

    On the development pairs, of 13 such pairs 5 were updates, 6 parts or other events, and 2 conflicts.
    """
    goes_on = set(x.counted.split(" or ")) <= set(common()["counted_on"]) or x.fate is not None
    voices = pair.a.voice, pair.b.voice
    is_quarrel = all(voices) and voices[0].isdisjoint(voices[1])
    days = [(s.day or date.min, q.value) for s, q in ((pair.a, x), (pair.b, y))]
    fell = days[0][0] != days[1][0] and max(days)[1] < min(days)[1]
    are_reports = bool(pair.a.source and pair.b.source)
    return goes_on and are_reports and not (is_quarrel or fell)


def _are_of_one_place(pair: Pair, total: Quantity) -> bool:
    """Whether the parts are told of no place that the total is not told of."""
    whole, rest = (s.reading for s in _by_side(pair, total))
    return not whole.places or rest.places <= whole.places


def _by_side(pair: Pair, quantity: Quantity) -> tuple[Side, Side]:
    """(the side of which a quantity is told, the other)."""
    in_a = any(q is quantity for q in pair.a.reading.quantities)
    return (pair.a, pair.b) if in_a else (pair.b, pair.a)


def _added(pair: Pair, total: Quantity, parts: tuple[Quantity, ...]) -> Verdict:
    """Agreement: what one claim counts one by one is the total of the other."""
    whole, rest = _by_side(pair, total)
    items = ", ".join(_quoted(rest, q) for q in parts)
    marks = (_mark(whole, total),), tuple(_mark(rest, q) for q in parts)
    reason = Reason("adds_up", (("parts", items), ("total", _quoted(whole, total))))
    return pair.agrees(reason, marks if whole is pair.a else marks[::-1])


def _figures(pair: Pair, x: Quantity, y: Quantity) -> Reason:
    """Both figures as they are written, the lower first, and what they count."""
    sides = sorted(((x, pair.a), (y, pair.b)), key=lambda s: (s[0].low, s[0].high, _written(s[1], s[0])))
    first, second = (_written(side, q) for q, side in sides)
    return Reason("figures", (("first", first), ("second", second), ("name", sides[0][0].counted)))


def _mark(side: Side, quantity: Quantity) -> Span:
    return Span(*quantity.span)


def _written(side: Side, quantity: Quantity) -> str:
    start, end = _mark(side, quantity)
    return " ".join(side.text[start:end].split())


def _quoted(side: Side, quantity: Quantity) -> str:
    return f"“{_written(side, quantity)}”"
