"""Compares the quantities of two texts: which exclude each other, which tell one figure, which are parts of others.

Two quantities exclude each other only where their intervals do not meet, and only where both count the same things of
the same people; where they may count one another's part, nothing clashes.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from factcheck.schema import Quantity

NONE, EQUAL, BOUND, SUM, PART, DIFFER, UNPAIRED = "none", "equal", "bound", "sum", "part", "differ", "unpaired"
"""How the quantities of two texts stand to each other: one has none; a figure is the same; a bound or an estimate holds
the other figure; parts add up to a total; one may be a part of the other; they exclude each other; nothing is counted
that the other counts, too."""

SMALL = 7
_ROUNDING = 0.1  # figures further apart than a tenth are not roundings of each other
_ROUNDED_FROM = 100  # fewer than that are counted, not rounded
_DETAILED = 1000  # a figure of so many units of its last digit hardly tells two things
_NEXT = 100  # figures of so many thousands that are a thousand apart are one, cut off or rounded up


class Comparison(NamedTuple):
    """`relation` of the quantities of two texts, and those that show it, of each text its own."""

    relation: str
    a: tuple[Quantity, ...] = ()
    b: tuple[Quantity, ...] = ()


def compare(a: Sequence[Quantity], b: Sequence[Quantity]) -> Comparison:
    """How the quantities of two texts stand to each other: what excludes, if neither figure is told by the other text
    too, before what is the same."""
    if not a or not b:
        return Comparison(NONE)
    if added := add_up(a, b):
        total, parts = added
        is_of_a = any(q is total for q in a)
        return Comparison(SUM, (total,) if is_of_a else parts, parts if is_of_a else (total,))
    told_a, told_b = with_sum(tuple(a), b), with_sum(tuple(b), a)
    paired = [(x, y) for x in told_a for y in told_b if same_scope(x, y) or same_part(x, y)]
    same = [(x, y) for x, y in paired if _tell_one(x, y)]
    met = {id(q) for two in same for q in two}
    clashing = [(x, y) for x, y in paired if id(x) not in met and id(y) not in met and not may_be_among(x, y)]
    for relation, found in (
        (DIFFER, clashing),
        (BOUND, [(x, y) for x, y in same if not (x.is_exact and y.is_exact)]),
        (EQUAL, same),
        (PART, [(x, y) for x in told_a for y in told_b if x.is_part or y.is_part or may_be_among(x, y)]),
    ):
        if found:
            x, y = found[0]
            return Comparison(relation, (x,), (y,))
    return Comparison(UNPAIRED)


def add_up_in(a: frozenset[float], b: frozenset[float]) -> bool:
    """Whether two numbers of one text, which the other does not tell, add up to one of the other: 5 and 6 tonnes."""
    for parts, totals in ((a - b, b - a), (b - a, a - b)):
        if any(x + y in totals for x, y in combinations(sorted(parts), 2)):
            return True
    return False


def reckon(a: frozenset[float], b: frozenset[float]) -> bool:
    """Whether a number of one text is the sum, the difference or the product of two of the other, or what they leave of
    a hundred: 3 soldiers and 9 policemen, 12 dead; from 264 to 271 rupees, 7 more. Small numbers meet by chance."""
    for one, others in ((a - b, b), (b - a, a)):
        made = {made for x, y in combinations(sorted(others), 2) for made in (x + y, y - x, x * y)}
        if any(number >= SMALL and (number in made or 100 - number in others) for number in one):
            return True
    return False


def _tell_one(a: Quantity, b: Quantity) -> bool:
    return not exclude_each_other(a, b) or is_rounding(a, b) or are_next_to_each_other(a, b)


def exclude_each_other(a: Quantity, b: Quantity) -> bool:
    """Whether no number is in both intervals."""
    return a.high < b.low or b.high < a.low


def same_scope(a: Quantity, b: Quantity) -> bool:
    """Whether both count the same things of the same people, neither as a part of a total."""
    if a.is_part or b.is_part or a.scope != b.scope or _are_others(a, b):
        return False
    same_noun = bool(a.nouns & b.nouns) and not (a.is_measure or b.is_measure)
    fates_meet = a.fate is None or b.fate is None or a.fate == b.fate
    return a.counted == b.counted or (same_noun and fates_meet)


def may_be_among(a: Quantity, b: Quantity) -> bool:
    """Whether one counts fewer of a narrower kind, who may be part of the other: 4 civilians among 10 people."""
    for few, all_ in ((a, b), (b, a)):
        is_narrower = (few.role is not None and all_.role is None) or bool(few.group and not all_.group)
        if is_narrower and few.value < all_.value:
            return True
    return False


def same_part(a: Quantity, b: Quantity) -> bool:
    """Whether both count people of one role, one or both as a part of a total."""
    of_role = a.role is not None and a.role == b.role and a.counted == b.counted
    return (a.is_part or b.is_part) and of_role and a.scope == b.scope and not _are_others(a, b)


def _are_others(a: Quantity, b: Quantity) -> bool:
    """Whether two counts are of people of whom none can be in both."""
    other_role = a.role is not None and b.role is not None and a.role != b.role
    other_group = bool(a.group and b.group and not a.group & b.group)
    return other_role or other_group


def add_up(a: Sequence[Quantity], b: Sequence[Quantity]) -> tuple[Quantity, tuple[Quantity, ...]] | None:
    """(a total, its parts) where a total of one side is the sum of what the other side counts one by one: 4 dead and 3
    hurt are 7 dead and hurt, 3 soldiers and 2 policemen are 5 people."""
    for totals, others in ((a, b), (b, a)):
        for total in totals:
            if not total.is_exact or total.is_part or total.is_measure:
                continue
            counts = [q for q in others if q.is_exact and q.scope == total.scope and _counts_part_of(q, total)]
            for parts in ([q for q in counts if not q.is_part], [q for q in counts if q.is_part]):
                if len(parts) > 1 and sum(q.low for q in parts) == total.low:
                    return total, tuple(parts)
    return None


def with_sum(told: tuple[Quantity, ...], other: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """What one side tells, and the sum of it where the other side tells all in one: 2 dead and 9 hurt against 10 dead
    or hurt."""
    for total in other:
        kinds = total.counted.split(" or ")
        parts = [q for q in told if q.counted in kinds and q.is_exact and not q.is_part and q.scope == total.scope]
        if len(kinds) > 1 and sorted(q.counted for q in parts) == kinds:
            value, first, last = sum(q.low for q in parts), min(q.first for q in parts), max(q.last for q in parts)
            span = min(q.span[0] for q in parts), max(q.span[1] for q in parts)
            whole = replace(parts[0], low=value, high=value, counted=total.counted, fate=total.fate, role=None)
            return (*told, replace(whole, first=first, last=last, span=span))
    return told


def _counts_part_of(q: Quantity, total: Quantity) -> bool:
    same = set(q.counted.split(" or ")) <= set(total.counted.split(" or ")) or bool(q.nouns & total.nouns)
    return same and not q.is_measure and total.role in (None, q.role) and (not total.group or q.group <= total.group)


def is_rounding(a: Quantity, b: Quantity) -> bool:
    """Whether one figure is the other, told in fewer digits: 64 or 65 for 64.6 million, 400 for 413."""
    coarse = coarser(a, b).value
    fine = a.value + b.value - coarse
    unit = _unit(coarse)
    near = abs(fine - coarse) <= _ROUNDING * max(fine, coarse)
    is_counted_out = a.is_exact and b.is_exact and unit > 1 and max(fine, coarse) < _ROUNDED_FROM
    rounded = coarse in (math.floor(fine / unit) * unit, round(fine / unit) * unit)
    return near and _unit(fine) < unit and rounded and not is_counted_out


def are_next_to_each_other(a: Quantity, b: Quantity) -> bool:
    """Whether two figures in thousands or more differ by one of them: 353,565 is told as 353 and as 354 thousand."""
    unit = min(_unit(a.value), _unit(b.value))
    apart = abs(a.value - b.value)
    return unit >= _DETAILED and apart <= unit and min(a.value, b.value) >= _NEXT * unit


def coarser(a: Quantity, b: Quantity) -> Quantity:
    """Of two figures, the one that is told in fewer digits."""
    return max(a, b, key=lambda q: _unit(q.value))


def _unit(value: float) -> float:
    """The worth of the last digit that is not nought: 100,000 of 400,000."""
    digits = f"{value:.6e}".split("e")[0].rstrip("0").replace(".", "")
    return 10.0 ** (math.floor(math.log10(value)) - len(digits) + 1) if value else 1.0
