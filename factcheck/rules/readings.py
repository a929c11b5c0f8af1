"""A claim in a form that can be compared: its words, numbers, actions with their subjects, and content terms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from factcheck.facts.countries import find_countries
from factcheck.facts.places import Place, find_places
from factcheck.facts.quantities import BOUNDS
from factcheck.facts.read import condition_of, facts_of
from factcheck.schema import Facts, Quantity, Time
from factcheck.text.language import Language, common, language
from factcheck.text.tokens import Words, is_word

_QUOTES = '"“”«»„‟「」『』'
_VERB_AT_END = ("verb-second", "verb-last")  # orders in which a verb can be the last word of its clause
_NEGATION_REACH = 3  # words between a negation and what it negates: `لم تنسحب`, `did not yet withdraw`
_PHRASE_REACH = 6  # the same where a phrase stands between them: 没有从哈马撤离, `not from Hama withdrew`
_CLAUSE_REACH = 10  # the same where a negation means the whole clause: `zog sich nicht aus der Stadt zurück`
_SUBJECT_BEFORE, _SUBJECT_BEHIND = 5, 5
_OWN_REACH = 6  # words between a possessive and the action of what it owns: `ses forces ne s'étaient pas retirées`
_SUBJECT_BEFORE_LAST_VERB = 14  # where the verb can stand last, the subject opens the clause far before it
_EXTENT_BEFORE, _EXTENT_BEHIND = 2, 6  # words between a place and how much of it is meant
_INTENT_REACH = 1  # words between an intention and what is intended: `seeks the abolition`
_NAME = 2  # words of a name in quotation marks
_UNTRUE = ("untrue", "untrue_behind")
_OPENING_WORDS = 2  # where the pronoun that stands for the speaker is (`أنها`)


@dataclass(frozen=True)
class Action:
    """A canonical action at words `first` up to `last`; `subject` are the terms of who or what acts; `negation` is the
    word before it that says it did not happen, or None; `is_intended` where it is sought or near, not done;
    `is_setting` where something else happens in it: `killed in the shelling`; `is_purpose` where something else is done
    for it: `لمنع`, to prevent."""

    name: str
    first: int
    last: int
    negation: int | None
    subject: frozenset[str]
    is_intended: bool = False
    is_setting: bool = False
    is_purpose: bool = False

    @property
    def is_negated(self) -> bool:
        return self.negation is not None


@lru_cache(maxsize=1)
def opposed() -> frozenset[frozenset[str]]:
    """Each two actions that exclude each other."""
    return frozenset(frozenset(two) for two in common()["opposed"])


@dataclass(frozen=True)
class Extent:
    """`how_much` (part or whole) of a place is meant, said at words `first` up to `last`."""

    place: int
    how_much: str
    first: int
    last: int


class Told(NamedTuple):
    """A word at `place`, its `stem`, and whether an `and` ties it to the word that carries content before it."""

    place: int
    stem: str
    is_tied: bool


@dataclass(frozen=True)
class Reading:
    """What one claim says; `speaker` tells whom its pronouns mean, `published` from when its `yesterday` counts (None:
    unknown), `context` what stands before it (see `claims.context_of`). Each part is read when it is first asked for:
    of most claims only few parts ever are."""

    words: Words
    lang: Language
    speaker: str = ""
    published: date | None = None
    context: str = ""

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.words, self.lang, self.published)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.facts.numbers

    @cached_property
    def figures(self) -> frozenset[tuple[str, float]]:
        """(what is counted, how many) of its quantities."""
        return frozenset((q.counted, q.value) for q in self.quantities)

    @property
    def counted(self) -> frozenset[str]:
        """What its figures count."""
        return frozenset(counted for counted, _ in self.figures)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """The days it speaks of; where it points back to them (`in the same period`), those of what stands before."""
        return self.facts.times or (self._before.times if self._points_back else ())

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        found = _actions(self.words, self.lang, self.named_places, self.speaker)
        condition = condition_of(self.words, self.lang)
        found = [a for a in found if a.first < condition]
        opens_bare = any(not a.subject and a.first < _OPENING_WORDS for a in found)
        referent = self._before.only_subject if opens_bare and self.context else frozenset()
        return tuple(replace(a, subject=a.subject or referent) if a.first < _OPENING_WORDS else a for a in found)

    @cached_property
    def only_subject(self) -> frozenset[str]:
        """The terms that all its actions have for who acts: of several who act, nobody."""
        subjects = [a.subject for a in self.actions if a.subject]
        return frozenset.intersection(*subjects) if subjects else frozenset()

    @cached_property
    def action_names(self) -> frozenset[str]:
        return self._names("actions")

    @cached_property
    def actors(self) -> frozenset[str]:
        return self._names("actors")

    @property
    def parties(self) -> frozenset[str]:
        """Its actors and those of who speaks: who denies a thing is mostly a party to it."""
        return self.actors | read(self.speaker, self.lang.code).actors

    @cached_property
    def quoted_names(self) -> frozenset[str]:
        """The stems of what stands in quotation marks as a name does: `«سابك»`, `"Al Hilal"`."""
        norms = [word.norm for word in self.words.words]
        quotes = [i for i, norm in enumerate(norms) if norm in _QUOTES]
        named = (range(i + 1, j) for i, j in zip(quotes[::2], quotes[1::2], strict=False) if j - i - 1 <= _NAME)
        return frozenset(self.lang.stem(norms[k]) for name in named for k in name if norms[k][0].isalpha())

    @cached_property
    def joined_countries(self) -> tuple[frozenset[str], ...]:
        """Each two where something is, together: `in Syria and Iraq`, `في سوريا والعراق`."""
        ands = tuple(self.lang.normal_words("numbers", "and"))
        where = self.lang.normal_words("places", "locative")
        found = sorted(self.lang.find_all("actors", self.words), key=lambda name: name[1])
        norms = [word.norm for word in self.words.words]
        joined = []
        for (x, first, end), (y, start, _) in pairwise(found):
            is_joined = norms[start].startswith(ands) if start == end else norms[end:start] in [[a] for a in ands]
            if x != y and first and norms[first - 1] in where and is_joined:
                joined.append(frozenset((x, y)))
        return tuple(joined)

    @cached_property
    def told_together(self) -> tuple[Told, ...]:
        """Each word that carries content, and each number."""
        ands = self.lang.normal_words("numbers", "and")
        found = []
        is_and = False
        for i, word in enumerate(self.words.words):
            is_and |= word.norm in ands or self.lang.begins_anew(self.words, i)
            if word.norm[0].isdigit() or _has_content(self.words, i, self.lang):
                found.append(Told(i, self.lang.stem(word.norm), is_and))
                is_and = False
        return tuple(found)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Stems and canonical names."""
        return terms(self.words, self.lang)

    @property
    def opening_term(self) -> str:
        """The stem of its first word that carries content; empty where there is none."""
        return next((word.stem for word in self.told_together if word.stem[0].isalpha()), "")

    @cached_property
    def canonical(self) -> frozenset[str]:
        return frozenset(name for name, _, _ in _canonical(self.words, self.lang))

    @cached_property
    def places(self) -> frozenset[int]:
        """GeoNames ids."""
        return frozenset(place.id for place in self.named_places)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Codes of the countries that it names, or in which its towns lie."""
        return frozenset(country.code for country in self.facts.countries)

    @cached_property
    def countries_around(self) -> frozenset[str]:
        """Codes of its countries; where it names none, of those of the words before it in the paragraph and of the
        title."""
        around = (self._before, self._title) if not self.countries else ()
        found = (find_countries(before.words, before.lang, before.named_places) for before in around)
        return self.countries.union(country.code for countries in found for country in countries)

    @cached_property
    def setting(self) -> frozenset[int]:
        """Its places; where it names none and no country, those of the words before it in the paragraph, or else of the
        title."""
        return self.places if self.places or self.actors else self._before.sites or self._title.sites

    @cached_property
    def sites(self) -> frozenset[int]:
        """Its places without the capitals, which mostly stand for a government (`Moscow denied ...`)."""
        actors = {i for _, first, last in self.lang.find_all("actors", self.words) for i in range(first, last)}
        return frozenset(p.id for p in self.named_places if actors.isdisjoint(range(p.first, p.last)))

    @cached_property
    def extents(self) -> tuple[Extent, ...]:
        """How much of a place is meant."""
        return tuple(_extents(self.words, self.lang, self.named_places))

    @cached_property
    def is_negated(self) -> bool:
        return bool(self._may_deny)

    @property
    def holds_negation(self) -> bool:
        """Whether it has a word of negation, whatever that means here."""
        return bool(self._negation_words)

    @cached_property
    def negations(self) -> tuple[int, ...]:
        """The words that surely deny; `ما` may be a pronoun."""
        doubtful = self.lang.normal_words("content", "doubtful_negation")
        return tuple(i for i in self._may_deny if self.words.words[i].norm not in doubtful)

    @cached_property
    def _may_deny(self) -> tuple[int, ...]:
        """The words of negation but for those of a bound (`no more than 30`) and of a denial as a whole (`no truth to
        ...`), which is told by the stance."""
        cues = [("bounds", key) for key in BOUNDS] + [("speech", key) for key in _UNTRUE]
        passed = {i for cue in cues for span in self.words.find(self.lang.cue(*cue)) for i in range(*span)}
        return tuple(i for i, _ in self._negation_words if i not in passed)

    @property
    def _negation_words(self) -> list[tuple[int, int]]:
        return self.words.find(self.lang.cue("content", "negation"))

    @cached_property
    def tells_a_denial(self) -> bool:
        """Whether somebody denies something in it."""
        return any(self.words.find(self.lang.cue("speech", key)) for key in ("denies", *_UNTRUE))

    @cached_property
    def opens_with_reason(self) -> bool:
        """Whether it begins with a reason (`the cause of ... is`): who denies that does not deny what it is a reason
        for."""
        return bool(self.words.find_opening(self.lang.cue("speech", "reason")))

    @cached_property
    def negated_terms(self) -> frozenset[str]:
        """The first term behind each negation: of `did not bomb the hospital`, to bomb."""
        found: set[str] = set()
        for negation in self.negations:
            behind = range(negation + 1, min(negation + 1 + _NEGATION_REACH, len(self.words)))
            found.update(next(filter(None, (terms(self.words, self.lang, i, i + 1) for i in behind)), ()))
        return frozenset(found)

    @cached_property
    def ranks(self) -> dict[str, frozenset[int]]:
        """The ordinals that stand with a noun, by its stem: `the first part`, `الجزء الثاني`."""
        found: dict[str, set[int]] = {}
        for rank, first, last in self.lang.find_all("ordinals", self.words):
            for i in (first - 1, last):
                if 0 <= i < len(self.words) and _has_content(self.words, i, self.lang):
                    found.setdefault(self.lang.stem(self.words.words[i].norm), set()).add(int(rank))
        return {stem: frozenset(ranks) for stem, ranks in found.items()}

    @cached_property
    def has_period(self) -> bool:
        """Whether it counts over a stated time."""
        return bool(self.words.find(self.lang.cue("numbers", "period"))) or self._points_back

    def tells_of(self, events: str) -> bool:
        """Whether it names an event of which people come to harm: `one_event`, or `several_events`."""
        return bool(self.words.find(self.lang.cue("numbers", events)))

    @cached_property
    def is_moving(self) -> bool:
        """Whether it is of prices and markets, whose figures change by the hour."""
        return bool(self.words.find(self.lang.cue("numbers", "moving")))

    @cached_property
    def _points_back(self) -> bool:
        """Whether it tells a time only as one that was told before."""
        return bool(self.words.find(self.lang.cue("numbers", "period_told_before")))

    @cached_property
    def _title(self) -> "Reading":
        return Reading(Words.of(self.context.rpartition("\n")[0]), self.lang)

    @cached_property
    def _before(self) -> "Reading":
        return Reading(Words.of(self.context.rpartition("\n")[2]), self.lang, "", self.published)

    @cached_property
    def named_places(self) -> list[Place]:
        """The towns it names, with their words. (Of most claims that are near to others nothing else is asked.)"""
        return find_places(self.words, self.lang)

    def _names(self, section: str) -> frozenset[str]:
        return frozenset(name for name, _, _ in self.lang.find_all(section, self.words))


@lru_cache(maxsize=50_000)
def read(text: str, lang_code: str, speaker: str = "", published: date | None = None, context: str = "") -> Reading:
    """The reading of a claim's text."""
    return Reading(Words.of(text), language(lang_code), speaker, published, context)


def terms(words: Words, lang: Language, first: int = 0, last: int | None = None) -> frozenset[str]:
    """The content of words `first` up to `last`: canonical names where there are any (of actors, of what is counted),
    and the stems of the other words that carry content. Numbers are left out: they are compared as numbers."""
    last = len(words) if last is None else last
    canonical = [(name, a, b) for name, a, b in _canonical(words, lang) if first <= a < last]
    named = {i for _, a, b in canonical for i in range(a, b)}
    stems = {
        lang.stem(words.words[i].norm) for i in range(first, last) if i not in named and _has_content(words, i, lang)
    }
    return frozenset(stems | {name for name, _, _ in canonical})


def _has_content(words: Words, i: int, lang: Language) -> bool:
    norm = words.words[i].norm
    return norm[0].isalpha() and norm not in lang.stop_words


def _canonical(words: Words, lang: Language) -> list[tuple[str, int, int]]:
    return [*lang.find_all("actors", words), *lang.find_all("counted", words)]


def _extents(words: Words, lang: Language, places: list[Place]) -> Iterator[Extent]:
    for how_much in ("part", "whole"):
        for start, end in words.find(lang.cue("extents", how_much)):
            near = [p for p in places if 0 <= p.first - end <= _EXTENT_BEFORE]
            yield from (Extent(p.id, how_much, start, p.last) for p in near)
        for start, end in words.find(lang.cue("extents", f"{how_much}_behind")):
            near = [p for p in places if 0 <= start - p.last <= _EXTENT_BEHIND]
            yield from (Extent(p.id, how_much, p.first, end) for p in near[-1:])


def _actions(words: Words, lang: Language, places: list[Place], speaker: str) -> list[Action]:
    doubtful = lang.normal_words("content", "doubtful_negation")
    negations = [
        i for i, _ in words.find(lang.cue("content", "negation")) if not i or words.words[i].norm not in doubtful
    ]
    intents = [span for span in words.find(lang.cue("content", "intends")) if span[0] - 1 not in negations]
    no_setting = lang.words("content", "no_setting")
    settings = [i for i, _ in words.find(lang.cue("numbers", "prepositions"))]
    settings = [i for i in settings if words.text[slice(*words.span(i, i + 1))] not in no_setting]
    # A town is where something happens, not who does it.
    towns = {lang.stem(words.words[i].norm) for place in places for i in range(place.first, place.last)}
    found = []
    for name, first, last in lang.find_all("actions", words):
        negation = next((i for i in negations if _negates(words, lang, i, first, last)), None)
        subject = _subject(words, lang, (first, last), speaker, towns)
        is_intended = any(0 <= first - end <= _INTENT_REACH for _, end in intents)
        # Where the verb stands last, what stands before it is a postposition of something else.
        is_setting = lang.order != "verb-last" and any(
            i < first and _are_small(words, lang, i + 1, first) for i in settings
        )
        subject = subject - lang.generic or subject
        is_purpose = _is_purpose(name, words.words[first].norm, lang)
        found.append(Action(name, first, last, negation, subject, is_intended, is_setting, is_purpose))
    return sorted(found, key=lambda a: (a.first, a.name))


def _is_purpose(action: str, norm: str, lang: Language) -> bool:
    """Whether a preposition of purpose is glued to the word for an action."""
    bare = [norm.removeprefix(p) for p in lang.normal_words("content", "for") if norm.startswith(p)]
    return any(action in lang.names_of("actions", word) for word in bare)


def _are_small(words: Words, lang: Language, first: int, last: int) -> bool:
    """Whether there are only words without content from one to another: of `in a`, of nothing."""
    return all(w.norm in lang.stop_words for w in words.words[first:last])


def _negates(words: Words, lang: Language, negation: int, first: int, last: int) -> bool:
    """Whether a negation means the action at words `first` up to `last`: it is the same word (`çekilmedi`), right
    before it, or behind small words (`not yet been`); where the verb stands last, also in it or right behind it
    (`sorumlu değil`); where it stands second, anywhere in the clause (`zog sich nicht zurück`)."""
    if negation == first or (lang.order == "verb-last" and first <= negation <= last):
        return True
    low, high = sorted((negation, first))
    between = words.words[low + 1 : high]
    are_words = all(is_word(w.norm) for w in between)
    if lang.order == "verb-second":
        borders = {i for i, _ in words.find(lang.cue("content", "begins_subject"))}
        return are_words and borders.isdisjoint(range(low + 1, high)) and high - low <= _CLAUSE_REACH
    if negation > first:
        return False
    if between and between[0].norm in lang.normal_words("content", "before_verb"):
        return are_words and len(between) < _PHRASE_REACH
    return first - negation <= _NEGATION_REACH and _are_small(words, lang, negation + 1, first)


def _subject(words: Words, lang: Language, act: tuple[int, int], speaker: str, towns: set[str]) -> frozenset[str]:
    """Who acts, as far as position tells: the words around the verb up to a mark or a preposition, without the
    towns, and the speaker where a pronoun or a possessive points to him."""
    first, last = act
    ends = {i for i, _ in words.find(lang.cue("numbers", "prepositions"))}
    if lang.order == "verb-first" and last < len(words):  # `انسحبت من المدينة`: no subject is named
        ends |= {last} if words.words[last].norm in lang.normal_words("places", "locative") else set()
    start = _start_of_subject(words, lang, first, ends)
    end = next((i for i in range(last, len(words)) if i in ends or not is_word(words.words[i].norm)), len(words))
    end = last if lang.order == "verb-last" else min(end, last + _SUBJECT_BEHIND)
    before = next((i for i in range(start, first) if i in ends), first)
    inside = (first + 1, last - 1) if lang.order == "verb-second" else (first, first)  # `zog Iran ... ab`
    subject = terms(words, lang, start, before) | terms(words, lang, *inside) | terms(words, lang, last, end)
    if lang.order == "verb-last" and not subject - towns:  # `from Hama the army withdrew`
        subject = terms(words, lang, max((i for i in ends if start <= i < first), default=start), first)
    pronouns = [i for i, _ in words.find(lang.cue("speech", "pronoun_that")) if i < _OPENING_WORDS]
    owned = [i for i, _ in words.find(lang.cue("speech", "own")) if min(start, first - _OWN_REACH) <= i < end]
    if speaker and (pronouns or owned):
        subject |= terms(Words.of(speaker), lang)
    return subject - towns


def _opens_subject(words: Words, lang: Language, i: int, ends: set[int], start: int) -> bool:
    """Whether a noun with a glued `and` stands behind a place: `losses in Taiz, and-the-resistance musters ...`."""
    bare = (words.words[i].norm.removeprefix(a) for a in lang.glued_ands)
    return lang.begins_anew(words, i) and any(map(lang.is_definite, bare)) and not ends.isdisjoint(range(start, i))


def _start_of_subject(words: Words, lang: Language, first: int, ends: set[int]) -> int:
    """The word behind the last mark or conjunction before an action, or nearer to it: also a conjunction that is glued
    to a noun behind a place. Where the verb can stand last,
    the subject opens the clause; where it always does, a comma may set the subject off (`İran, ... çekti`)."""
    passed = "," if lang.order == "verb-last" else ""
    marks = (i for i in range(first - 1, -1, -1) if not is_word(words.words[i].norm) and words.words[i].norm != passed)
    begins = [i for _, i in words.find(lang.cue("content", "begins_subject")) if i <= first]
    start = max([next(marks, -1) + 1, *begins])
    opens_with_place = start in ends  # `Am Freitag zog Iran ...`: no subject there
    reach = _SUBJECT_BEFORE_LAST_VERB if lang.order in _VERB_AT_END and not opens_with_place else _SUBJECT_BEFORE
    start = max(start, first - reach)
    return next((i for i in range(first - 1, start, -1) if _opens_subject(words, lang, i, ends, start)), start)
