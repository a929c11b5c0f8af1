"""Evidence -> verdict: can both claims be true?

What is compared is structure: who denies what, which actions exclude each other, which numbers count the same thing.
Similarity only says whether two claims tell of the same thing; it never decides between conflict and agreement,
because a sentence and its denial look alike to it. Nothing here knows who is right.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from factcheck.facts.times import DISJOINT, days_between, interval, nearest_times, overlap
from factcheck.rules.alignment import align
from factcheck.rules.figures import is_counted_out
from factcheck.rules.pairs import ALIKE_OVERLAP, FAR_DAYS, HARDLY_SAME, Pair, Side
from factcheck.rules.readings import Action, Extent, opposed, terms
from factcheck.rules.slots import compare_slots
from factcheck.rules.tallies import compare_figures, figures_differ, tell_one_place, tell_other_amounts
from factcheck.schema import CLASHES, CONFLICT, DENIES, EXPECTS, NEUTRAL, UPDATE, Reason, Span, Verdict
from factcheck.text.language import Language, common
from factcheck.text.tokens import is_word, same_stem

_NAMED_ALIKE = 2  # countries or powers that both claims name
_DENIED_OVERLAP = 0.8  # where no action is shared, a denial has to name nearly all that the other says,
_DENIED_TERMS = 4  # and more than a name or two
_OWN_TERMS = 1  # that a claim may tell for itself where it says the same but for what it negates
AGREE_OVERLAP = 0.6  # of the shorter claim's terms that the other has too
_KNOWN, _NEARER = 0.97, 0.02  # how likely a claim is of one thing with what it answers, by nearness
_UNTOLD = 0.5  # how likely claims are of one thing of which the words tell nothing
_SAME_SUBJECT = 1 / 3  # of the words around the one action that stand around the other too

_OUTCOMES = {
    "die",
    "survive",
    "capture",
    "lose",
    "repel",
    "win",
    "lose_contest",
    "succeed",
    "fail",
    "release",
    "arrest",
}
_RESPONSIBILITY = {"involve", "claim_responsibility"}


def by_structure(pair: Pair) -> Verdict:
    """The verdict on two claims by the first rule that says something."""
    for rule in RULES:
        verdict = rule(pair)
        if verdict:
            return _of_other_times(pair, verdict) if rule in (_number, _action) else verdict
    return Verdict(NEUTRAL, confidence=round(1 - pair.same.probability, 3), reasons=(Reason("nothing"),))


def _answer(pair: Pair) -> Verdict | None:
    """One claim says by its own words that it contradicts the other, in the same article."""
    if pair.b.id not in pair.a.answers.split() and pair.a.id not in pair.b.answers.split():
        return None
    action = next(_clashes(pair), None)
    if action is None and DENIES not in (pair.a.stance, pair.b.stance):
        return None
    marks = _action_marks(pair, *action) if action else (_denial_marks(pair.a), _denial_marks(pair.b))
    kind = _kind(*action) if action else "denial"
    reason = Reason("set_against")
    if DENIES in (pair.a.stance, pair.b.stance):
        kind, reason = "denial", Reason("is_denial")
    # That the two are of one thing is known from the article; the nearer pair of several goes first all the same.
    same = _KNOWN + _NEARER * pair.same.probability
    return pair.finds("answer", CONFLICT, kind, (reason, *_action_reason(action)), marks, same)


def _number(pair: Pair) -> Verdict | None:
    """The same thing counted of the same event, with numbers that exclude each other, or that add up to one another."""
    if not (pair.may_clash and pair.is_of_one_time):
        return None
    return compare_figures(pair, may_agree=pair.a.stance == pair.b.stance and next(_clashes(pair), None) is None)


def _extent(pair: Pair) -> Verdict | None:
    """The same done to a part of a place, and to all of it: one is the later state."""
    differ = [
        (x, y)
        for x in pair.a.reading.extents
        for y in pair.b.reading.extents
        if x.place == y.place and x.how_much != y.how_much
    ]
    shared = {x.name for x in pair.a.reading.actions} & {x.name for x in pair.b.reading.actions}
    if not differ or not shared or pair.same.probability < HARDLY_SAME:
        return None
    marks = _marks(pair.a, differ[0][0]), _marks(pair.b, differ[0][1])
    return pair.finds("bound", UPDATE, "number", (Reason("extent"),), marks)


def _action(pair: Pair) -> Verdict | None:
    """Actions of one subject that exclude each other, or one denied and the other not."""
    if not (_may_be_denied(pair) and pair.is_of_one_time) or agree_on_an_action(pair):
        return None
    for clash in _clashes(pair):
        if not pair.may_clash and clash[0].name != clash[1].name:
            continue
        is_common = _common().issuperset(x.name for x in clash)
        if not _same_subject(pair, *clash) or (is_common and not _are_told_alike(pair, *clash)):
            continue
        kind = _kind(*clash)
        form = "denial" if kind == "denial" else "action"
        marks = _action_marks(pair, *clash)
        if pair.is_of_two_days or (form == "action" and is_common and pair.days_apart):
            reasons = (*_action_reason(clash), Reason("days"))
            return pair.finds(form, UPDATE, kind, reasons, marks)
        return pair.finds(form, CONFLICT, kind, _action_reason(clash), marks)
    return None


def _are_told_alike(pair: Pair, x: Action, y: Action) -> bool:
    """Whether two claims tell the same but for an action each: laid side by side, the two stand in one place, or one
    claim has hardly a word of its own."""
    if pair.same.overlap < ALIKE_OVERLAP or tell_other_amounts(pair):
        return False
    a, b = pair.a.reading, pair.b.reading
    acts = [terms(s.words, s.lang, z.first, z.last) for s, z in ((a, x), (b, y))]
    own = len(a.terms - b.terms - acts[0]), len(b.terms - a.terms - acts[1])
    if a.lang != b.lang or min(own) <= _OWN_TERMS:
        return True
    told = align(a, b)
    here, there = (set(range(z.first, z.last)) for z in (x, y))
    return told is not None and (
        any(i in here and j in there for i, j in told.shared)
        or any(here.intersection(i) and there.intersection(j) for i, j in told.slots)
    )


def _of_other_times(pair: Pair, verdict: Verdict) -> Verdict:
    """No conflict where the claims say themselves that they tell of different times. Of near ones one is a later state,
    or a toll that rose; figures of two days are of two occurrences, as all is of far ones; nor do the claims agree.

    Of 9 such figures of near days in English articles on one war, 8 were of two occurrences.
    """
    times = pair.a.reading.times, pair.b.reading.times
    nearest = nearest_times(*times)
    if nearest is None or overlap(*times) != DISJOINT:
        return verdict
    first, second = sorted(nearest, key=lambda t: (t.start, t.end))
    told = (reason for reason in verdict.reasons if reason.code != "unexplained")
    reasons = (*told, Reason("times", (("time", interval(first)), ("other_time", interval(second)))))
    is_rising = any(q.is_running for side in (pair.a, pair.b) for q in side.reading.quantities)
    is_later = is_rising if verdict.counted else verdict.relation in CLASHES
    if not is_later or days_between(first, second) > FAR_DAYS:
        return Verdict(NEUTRAL, "", verdict.confidence, reasons)
    return replace(verdict, relation=UPDATE, reasons=reasons)


def _responsibility(pair: Pair) -> Verdict | None:
    """Somebody is said to be behind a thing, and said to have nothing to do with it.

    The two sides of such a quarrel describe the thing in words of their own (an attack, a plot), so the one who is
    named and the country it happens in have to carry the comparison.
    """
    named_alike = len(pair.a.reading.actors & pair.b.reading.actors) >= _NAMED_ALIKE
    if not named_alike or pair.same.probability < HARDLY_SAME or EXPECTS in (pair.a.stance, pair.b.stance):
        return None
    actors = pair.a.reading.actors
    for x, y in _clashes(pair):
        if x.name == y.name and x.name in _RESPONSIBILITY and x.subject & y.subject & actors:
            marks = _action_marks(pair, x, y)
            reasons = _action_reason((x, y))
            return pair.finds("responsibility", CONFLICT, "responsibility", reasons, marks, same=_UNTOLD)
    return None


def _denial(pair: Pair) -> Verdict | None:
    """One source denies what the other states."""
    stances = [pair.a.stance, pair.b.stance]
    if not _may_be_denied(pair) or stances.count(DENIES) != 1 or pair.is_of_one_speaker or not pair.is_of_one_time:
        return None
    denial, other = (pair.a, pair.b) if pair.a.stance == DENIES else (pair.b, pair.a)
    if denial.reading.is_negated or other.reading.is_negated or any(map(_denies_something_else, (denial, other))):
        return None
    is_told_alike = pair.is_bare or pair.same.overlap >= ALIKE_OVERLAP
    shared = any(
        x.name == y.name and (is_told_alike or _same_subject(pair, x, y))
        for x in denial.reading.actions
        for y in other.reading.actions
    )
    names_all = pair.same.overlap >= _DENIED_OVERLAP and len(denial.reading.terms) >= _DENIED_TERMS
    is_of_one_matter = names_all if pair.is_bare else pair.same.overlap >= ALIKE_OVERLAP and _open_alike(pair)
    if not shared and not is_of_one_matter:
        return None
    marks = _denial_marks(pair.a), _denial_marks(pair.b)
    form = "denial" if shared else "denied words"
    return pair.finds(form, CONFLICT, "denial", (Reason("denies"),), marks)


def _may_be_denied(pair: Pair) -> bool:
    """Whether two claims may be of one thing; or hardly so, where one denies and the other names him: who is said to
    have done a thing answers in words of his own."""
    if pair.may_clash or pair.same.probability < HARDLY_SAME or EXPECTS in (pair.a.stance, pair.b.stance):
        return pair.may_clash
    sides = (pair.a, pair.b), (pair.b, pair.a)
    return any(denies(x) and not (x.voice - x.reading.lang.generic).isdisjoint(y.reading.terms) for x, y in sides)


def _open_alike(pair: Pair) -> bool:
    """Whether both begin with one word that carries content: the deed, where no list of actions has it (`تسمم`)."""
    a, b = pair.a.reading.opening_term, pair.b.reading.opening_term
    return pair.is_of_one_language and bool(a) and a == b


def _negation(pair: Pair) -> Verdict | None:
    """One source says in its own words that it was not so: `did not bomb the hospital` / `bombed the hospital`.

    Of the two, one is negated, right before a word that the other tells too, and hardly any of its words are its own.
    """
    readings = pair.a.reading, pair.b.reading
    if not pair.may_clash or pair.is_of_one_speaker or DENIES in (pair.a.stance, pair.b.stance):
        return None
    if sum(r.is_negated for r in readings) != 1:
        return None
    negated, plain = sorted(readings, key=lambda r: not r.is_negated)
    own = negated.terms - plain.terms
    if not negated.negated_terms & plain.terms or len(own) > _OWN_TERMS or pair.same.overlap < _DENIED_OVERLAP:
        return None
    if agree_on_an_action(pair) or not pair.is_of_one_time or plain.holds_negation:
        return None
    marks = (_negation_marks(pair.a), _negation_marks(pair.b))
    return pair.finds("denied words", CONFLICT, "denial", (Reason("denies"),), marks)


def _agreement(pair: Pair) -> Verdict | None:
    # Of two languages only the names are compared: those of two countries stand in claims on anything.
    is_told_alike = pair.same.overlap >= AGREE_OVERLAP and (pair.is_of_one_language or share_a_figure(pair))
    is_told_alike = is_told_alike or (pair.is_asked and _counts_what_is_asked(pair))
    if pair.same.probability < pair.least or not (is_told_alike or _same_action(pair)) or not may_say_the_same(pair):
        return None
    return pair.agrees(Reason("same"))


def _counts_what_is_asked(pair: Pair) -> bool:
    """Whether both tell one figure, of one place or to so many digits that no place has to be told: 826 dead."""
    counted_out = {(q.counted, q.value) for q in pair.a.reading.quantities if is_counted_out(q)}
    return share_a_figure(pair) and (tell_one_place(pair) or not counted_out.isdisjoint(pair.b.reading.figures))


def may_say_the_same(pair: Pair) -> bool:
    """Whether neither claim denies what the other asserts, and neither figures, places nor actions keep them apart."""
    is_expected = [side.stance == EXPECTS for side in (pair.a, pair.b)]
    return (
        denies(pair.a) == denies(pair.b)
        and len(set(is_expected)) == 1
        and not figures_differ(pair)
        and not is_of_two_places(pair)
        and not _tell_opposites(pair)
        and not (pair.is_asked and (_one_names_nobody(pair) or _count_otherwise(pair)))
    )


def _tell_opposites(pair: Pair) -> bool:
    """Whether one tells of an action, and the other of its opposite in its place, whoever does it and in whatever form:
    `closes on a slight rise`, `on a slight fall`."""
    a, b = ({x.name for x in side.reading.actions if not x.is_negated} for side in (pair.a, pair.b))
    return any(frozenset((x, y)) in opposed() for x in a - b for y in b - a)


def share_a_figure(pair: Pair) -> bool:
    """Whether both count the same, and as many."""
    return not pair.a.reading.figures.isdisjoint(pair.b.reading.figures)


def _count_otherwise(pair: Pair) -> bool:
    """Whether both count the same, and no figure of one is the other's: who asks about 500 dead asks for the 500."""
    return not pair.a.reading.counted.isdisjoint(pair.b.reading.counted) and not share_a_figure(pair)


def _one_names_nobody(pair: Pair) -> bool:
    """Whether one tells who did something and the other does not: `the army took the town`, `and took the town`."""
    return any(
        x.name == y.name and bool(x.subject) != bool(y.subject)
        for x in pair.a.reading.actions
        for y in pair.b.reading.actions
    )


def is_of_two_places(pair: Pair) -> bool:
    """Whether the claims name places, and none in common."""
    a, b = pair.a.reading.places, pair.b.reading.places
    return pair.is_of_two_countries or (bool(a and b) and a.isdisjoint(b))


def denies(side: Side) -> bool:
    """Whether a claim says that something is not so, as a denial or in words of its own."""
    return (side.stance == DENIES) != side.reading.is_negated


def agree_on_an_action(pair: Pair) -> bool:
    """Whether the claims share an action and its polarity: then what else they tell is told besides, not instead."""
    return any(
        x.name == y.name and not x.is_setting and not y.is_setting and _is_denied(pair.a, x) == _is_denied(pair.b, y)
        for x in pair.a.reading.actions
        for y in pair.b.reading.actions
    )


def _same_action(pair: Pair) -> bool:
    """Whether both tell of the same action of the same subject."""
    return any(
        x.name == y.name and not x.is_setting and not y.is_setting and _same_subject(pair, x, y)
        for x in pair.a.reading.actions
        for y in pair.b.reading.actions
    )


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(common()["common"])


def _intention(pair: Pair) -> Verdict | None:
    """What one claim tells as done, the other tells as sought or near."""
    if not (pair.may_clash and pair.is_of_one_time) or all(_behind_intents(side) for side in (pair.a, pair.b)):
        return None
    for x in pair.a.reading.actions:
        for y in pair.b.reading.actions:
            is_one = x.name == y.name and x.is_intended != y.is_intended and _same_subject(pair, x, y)
            done = (pair.b, y) if x.is_intended else (pair.a, x)
            if not is_one or x.is_negated or y.is_negated or not _is_told_as_done(*done):
                continue
            return _intended(pair, x.name, *_action_marks(pair, x, y))
    return _intention_told_alike(pair)


def _is_told_as_done(side: Side, action: Action) -> bool:
    """Whether an action is told as a deed: by a verb, or by a noun that opens the claim or stands behind a verb
    (`decides the abolition`, not `the ceremony of opening`), with no time after the day of publication."""
    words, lang = side.reading.words, side.reading.lang
    before, norm = words.words[action.first - 1].norm if action.first else ".", words.words[action.first].norm
    is_verb = _may_be_verb(norm, lang) or _may_be_verb(before, lang)
    is_verb = is_verb or any(last == action.first for _, last in words.find(lang.cue("speech", "auxiliary")))
    is_to_come = any(side.day and t.start and t.start > side.day for t in side.reading.times)
    return (is_verb or not is_word(before)) and not action.is_purpose and not is_to_come


def _may_be_verb(norm: str, lang: Language) -> bool:
    """Whether a word opens with a letter that tells a verb, in a language that has such letters."""
    prefixes = tuple(lang.normal_words("stem", "verb_prefixes"))
    return not prefixes or norm.startswith(prefixes)


def _is_only_sought(side: Side, action: Action) -> bool:
    """Whether an action is only what something else is for; what is denied may stand so too (`لا صحة لمنع`)."""
    return action.is_purpose and side.stance != DENIES and not action.is_negated


def _intention_told_alike(pair: Pair) -> Verdict | None:
    """The same of what no list of actions has, where the rest is told alike: `يقترب من ضم`, `يضم`."""
    if pair.same.overlap < ALIKE_OVERLAP:
        return None
    behind_a, behind_b = (_behind_intents(side) for side in (pair.a, pair.b))
    told = align(pair.a.reading, pair.b.reading) if bool(behind_a) != bool(behind_b) else None
    for i, j in told.shared if told else ():
        # The same form of a word is who seeks it (`يسعى رئيس`); what is done has another than what is sought, that of a
        # verb where verbs can be told by a letter.
        words = [side.reading.words.words[k].norm for side, k in ((pair.a, i), (pair.b, j))]
        is_same_form = len({pair.a.reading.lang.without_article(norm) for norm in words}) == 1
        is_verb = _may_be_verb(words[i in behind_a], pair.a.reading.lang)
        if (i in behind_a or j in behind_b) and is_verb and not is_same_form:
            marks = [(side.reading.words.span(k, k + 1),) for side, k in ((pair.a, i), (pair.b, j))]
            is_done = not (pair.a.reading.is_negated or pair.b.reading.is_negated)
            return _intended(pair, "the_same_thing", *marks) if is_done else None
    return None


def _behind_intents(side: Side) -> set[int]:
    """The words right behind what says that something is sought or near."""
    return {last for _, last in side.reading.words.find(side.reading.lang.cue("content", "intends"))}


def _intended(pair: Pair, name: str, marks_a: tuple[Span, ...], marks_b: tuple[Span, ...]) -> Verdict:
    relation = UPDATE if pair.is_of_two_days else CONFLICT
    return pair.finds("intention", relation, "action", (Reason("intended", (("name", name),)),), (marks_a, marks_b))


def _clashes(pair: Pair) -> Iterator[tuple[Action, Action]]:
    """Pairs of actions that cannot both have happened, if they are of one subject.

    Where both claims hold a negation, it is not known which of the two denies what.
    """
    both_negated = pair.a.reading.is_negated and pair.b.reading.is_negated
    for x in pair.a.reading.actions:
        for y in pair.b.reading.actions:
            denied = x.name == y.name and not both_negated and _is_denied(pair.a, x) != _is_denied(pair.b, y)
            denied = denied and not any(map(_denies_something_else, (pair.a, pair.b)))
            denied = denied and not (_is_only_sought(pair.a, x) or _is_only_sought(pair.b, y))
            is_done = not any(z.is_negated or z.is_intended or z.is_setting or z.is_purpose for z in (x, y))
            are_opposed = frozenset((x.name, y.name)) in opposed() and is_done
            if denied or (are_opposed and DENIES not in (pair.a.stance, pair.b.stance)):
                yield x, y


def _is_denied(side: Side, action: Action) -> bool:
    """Whether a claim says that an action did not happen. What is quoted of a denier with a negation of its own
    (`he denied it: "I took nothing"`) is what he says, not what he denies."""
    return action.is_negated != (side.stance == DENIES and not side.reading.negations)


def _denies_something_else(side: Side) -> bool:
    """Whether it is not known that what a claim denies is its action: it tells of somebody's denial, or it denies the
    reason for the action."""
    return _tells_a_denial(side) or (side.stance == DENIES and side.reading.opens_with_reason)


def _tells_a_denial(side: Side) -> bool:
    """Whether somebody's denial is told by a third: it is not known which of the actions it denies."""
    return side.stance != DENIES and side.reading.tells_a_denial


def _same_subject(pair: Pair, x: Action, y: Action) -> bool:
    """Whether one acts in both: somebody with a name that every claim knows, or a good part of the words around."""
    if x.subject & y.subject & pair.a.reading.actors & pair.b.reading.actors:
        return True
    fewer, more = sorted((x.subject, y.subject), key=len)
    shared = sum(any(same_stem(s, t) for t in more) for s in fewer)
    return shared > 0 and shared >= _SAME_SUBJECT * len(fewer)


def _kind(x: Action, y: Action) -> str:
    if x.name == y.name:
        return "responsibility" if x.name in _RESPONSIBILITY else "denial"
    return "outcome" if {x.name, y.name} <= _OUTCOMES else "action"


def _marks(side: Side, part: Action | Extent) -> tuple[Span, ...]:
    first, last = part.first, part.last
    if isinstance(part, Action) and part.negation is not None:
        first, last = min(first, part.negation), max(last, part.negation + 1)
    return (side.reading.words.span(first, last),)


def _denial_marks(side: Side) -> tuple[Span, ...]:
    """The words that deny, where the claim holds them, or else the actions that are denied."""
    words, lang = side.reading.words, side.reading.lang
    denials = words.find(lang.cue("speech", "denies_it")) if side.stance == DENIES else []
    return tuple(words.span(*d) for d in denials) or tuple(m for a in side.reading.actions for m in _marks(side, a))


def _negation_marks(side: Side) -> tuple[Span, ...]:
    """The negation of a claim; of one without, nothing."""
    return tuple(side.reading.words.span(i, i + 1) for i in side.reading.negations)


def _action_marks(pair: Pair, x: Action, y: Action) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    return _marks(pair.a, x), _marks(pair.b, y)


def _action_reason(clash: tuple[Action, Action] | None) -> tuple[Reason, ...]:
    if clash is None:
        return ()
    x, y = clash
    if x.name == y.name:
        return (Reason("both_said", (("name", x.name),)),)
    first, second = sorted((x.name, y.name))
    return (Reason("opposed", (("name", first), ("other_name", second))),)


RULES: tuple[Callable[[Pair], Verdict | None], ...] = (
    _answer,
    _number,
    _extent,
    _responsibility,
    _action,
    _denial,
    _negation,
    _intention,
    compare_slots,
    _agreement,
)
"""The first that says something decides."""
