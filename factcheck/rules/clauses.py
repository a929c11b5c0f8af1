"""One sentence -> its clauses: who says what, and whether it is asserted, denied or expected.

The words that give this away are those of `[speech]` in the language files: the code knows only how a verb of saying,
a speaker and a statement can stand to each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from factcheck.rules.stretches import MIN_WORDS, QUOTES, Stretch
from factcheck.text.language import Language
from factcheck.text.tokens import Words, is_word

ASSERTS, DENIES, EXPECTS = "asserts", "denies", "expects"
VERB_AT_END = ("verb-second", "verb-last")  # orders in which a verb can be the last word of its clause
_SAYING = {"asserts": ASSERTS, "denies": DENIES, "expects": EXPECTS}
_PARTICIPLES = {"participles": ASSERTS, "denying_participles": DENIES}
_LINK_REACH = 32  # words between a verb of saying and the "that" it governs: titles and apposed names are long
_SUBJECT_WORDS = 9  # a subject that stands before its verb
_ADVERBIAL_WORDS = 9  # "With regard to the situation in Aleppo, ..."
_APPOSED_WORDS = 5  # "Rami Abdel Rahman, head of the Observatory, said"
_LABEL_WORDS = 6  # "White House: ..." in a headline
_UNREAL_REACH = 4  # a modal this near the start of a clause governs all of it
_FINAL_REACH = 24  # words between a subject and its verb where the verb stands last
_MOOD_REACH = 12  # words between the comma of indirect speech and the verb whose mood tells that it is reported


@dataclass(frozen=True)
class Clause:
    """Words `first` up to `last` of a sentence: what one speaker says there, passed on by `via` (None: nobody named).
    `denies_previous` where all it says is that the statement before it is not true."""

    first: int
    last: int
    speaker: str | None
    stance: str
    denies_previous: bool = False
    via: str | None = None


@dataclass(frozen=True)
class _Saying:
    """A verb of saying at words `first` up to `last`, with the stance it takes. An `account` only names the speaker."""

    first: int
    last: int
    stance: str
    is_participle: bool = False
    is_account: bool = False


@dataclass(frozen=True)
class _Voices:
    """Whose words a segment can be: `last` spoke before it, `own` speaks where nobody is named (None: the article),
    `openings` are the words at which a quotation opens."""

    last: str | None
    own: str | None
    openings: frozenset[int]


class State:
    """What one sentence leaves to the next: who spoke last, and whether a quotation is still open."""

    def __init__(self) -> None:
        self.speaker: str | None = None
        self.in_quote = False


def read_clauses(words: Words, lang: Language, state: State | None = None) -> list[Clause]:
    """The clauses of one sentence in order; of a sentence without words, none."""
    state = state or State()
    own_voice = state.speaker if state.in_quote else None
    quotes = [i for i, word in enumerate(words.words) if word.norm in QUOTES]
    openings = frozenset(quotes[state.in_quote :: 2])
    clauses: list[Clause] = []
    speaker = None
    for first, last in _segments(words, lang):
        segment = _Segment(words, lang, first, last, _Voices(speaker or state.speaker, own_voice, openings))
        for clause in segment.clauses():
            speaker = clause.speaker or speaker
            clauses.append(_expected(words, lang, _untrue(words, lang, clause)))
    state.in_quote = state.in_quote != bool(len(quotes) % 2)
    state.speaker = speaker or state.speaker
    return [c for c in clauses if sum(is_word(w.norm) for w in words.words[c.first : c.last]) >= MIN_WORDS]


def _untrue(words: Words, lang: Language, clause: Clause) -> Clause:
    """`There is no truth to ...`: a clause that opens so denies what follows; `The report of ... is false`: one that
    closes so, what precedes."""
    said = (
        last for first, last in words.find(lang.cue("speech", "untrue")) if first - clause.first in range(MIN_WORDS)
    )
    start = next(said, clause.last)
    if clause.stance != ASSERTS:
        return clause
    if clause.last - start >= MIN_WORDS:
        return replace(clause, first=start, stance=DENIES)
    end = next((i for i in range(clause.last, clause.first, -1) if is_word(words.words[i - 1].norm)), clause.first)
    closes = any(last == end for _, last in words.find(lang.cue("speech", "untrue_behind")))
    return replace(clause, stance=DENIES) if closes else clause


def _expected(words: Words, lang: Language, clause: Clause) -> Clause:
    """A clause that opens with a condition, a demand or a future tense does not say that anything happened; nor does
    one that closes with it, where the verb stands at the end."""
    ends = lang.order in VERB_AT_END
    is_unreal = any(
        clause.first <= first < min(clause.last, clause.first + _UNREAL_REACH)
        or (ends and max(clause.first, clause.last - _UNREAL_REACH) <= first < clause.last)
        for first, _ in words.find(lang.cue("speech", "unreal"))
    )
    return replace(clause, stance=EXPECTS) if is_unreal and clause.stance == ASSERTS else clause


def _segments(words: Words, lang: Language) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence between contrasts (`while`, `, which X denied`)."""
    cuts = {first for first, _ in words.find(lang.cue("speech", "denies_it"))}
    for first, _ in words.find(lang.cue("speech", "contrast")):
        if first and not is_word(words.words[first - 1].norm):
            cuts.add(first)
    borders = sorted({0, *cuts, len(words)})
    yield from pairwise(borders)


class _Segment(Stretch):
    """One stretch of a sentence and the ways its words can be read; `clauses` is the one entrance."""

    def __init__(self, words: Words, lang: Language, first: int, last: int, voices: _Voices) -> None:
        super().__init__(words, lang, first, last)
        self.voices = voices
        self.verb_first, self.verb_last = lang.order == "verb-first", lang.order == "verb-last"
        self.subject_words = _FINAL_REACH if self.verb_last else _SUBJECT_WORDS
        self.inverts = lang.order in ("", "verb-second")  # `"...", said X`

    def clauses(self) -> list[Clause]:
        """The clauses of the segment in order of place; of what one passes on from another, the other speaks."""
        for first, last in self._found("cites"):
            end = min([self._next_mark(last), *(a for a, _ in self._found("that") if a > last)])
            source = self._name(last, end)
            if source and end + 1 >= self.last:  # `..., Bloomberg reported, citing X`
                before = _Segment(self.words, self.lang, self.first, first, self.voices)._clauses()
                return [replace(c, speaker=source, via=c.speaker) for c in before]
            if source:  # `Bloomberg, citing X, reported that ...`
                cited = ((c, c.first > first and bool(c.speaker)) for c in self._clauses())
                return [replace(c, speaker=source, via=c.speaker) if is_cited else c for c, is_cited in cited]
        return [replace(c, via=self._passed_on_by(c.speaker)) if c.speaker else c for c in self._clauses()]

    def _clauses(self) -> list[Clause]:
        if self._found("denies_it"):
            return self._denial_of_previous()
        found = self._reported() or self._labelled() or self._denied() or self._attributed()
        voice = self.voices.last if self._found("reported_mood") else self.voices.own
        return found or self._split(self._skip_opening(self.first), self.last, voice, ASSERTS)

    # --- the four ways to report, from the most explicit to the least

    def _reported(self) -> list[Clause]:
        """`X said that ...`, once or several times in the segment; participles go on with the same speaker."""
        clauses: list[Clause] = []
        position, speaker, rest = self._skip_opening(self.first), None, self.last
        for verb in self._sayings:
            if verb.first < position:
                continue
            link = self._link(verb)
            said = self._said_before(verb, position, speaker) if self.verb_last and link is None else []
            if said:
                clauses += said
                position = rest = verb.last
                speaker = said[-1].speaker
                continue
            named = self._speaker_of(verb, link, position)
            speaker = named or speaker or self.voices.last
            if link is None:
                position = verb.last if named else position
                speaker = named
                continue
            content, end = self._past_name(verb, link[1], named), self._end_of_content(link[1])
            if self._is_inverted(verb, content, end, position):
                clauses = self._said_afterwards(clauses, speaker, verb, position)
            else:
                clauses += [] if clauses else self._before(verb, position, named)
                clauses += self._split(content, end, speaker, verb.stance)
            position, rest = end, self.last
        is_rest = self.last - rest > MIN_WORDS
        return clauses + (self._split(rest, self.last, self.voices.own, ASSERTS) if is_rest else [])

    def _said_before(self, verb: _Saying, position: int, speaker: str | None) -> list[Clause]:
        """`X the report denied`: where the verb stands last, what is said stands between the speaker and the verb."""
        opening = position + self._auxiliaries(position)
        (start, end), (first, last) = self._name_and_statement(verb, opening)
        while last > first and self.words.words[last - 1].norm in self.lang.normal_words("speech", "object_marks"):
            last -= 1
        speaker = self._name(start, end) or speaker or self.voices.last
        return self._split(first, last, speaker, verb.stance) if last > first else []

    def _name_and_statement(self, verb: _Saying, opening: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """(the words that name who speaks, the words of what is said) of a clause from word `opening` on that ends in a
        verb of saying."""
        if verb.is_participle:  # `"...", diyen X`
            return (verb.last, self._next_mark(verb.last)), (opening, verb.first)
        mark, start = self._next_mark(opening), self._start_of_name(verb.first)
        if mark in self.voices.openings and mark < verb.first:
            return (opening, mark), (mark, verb.first)
        if mark < verb.first and 0 < mark - opening <= _SUBJECT_WORDS and not self._acts(opening, mark):
            apposed = self._next_mark(mark + 1)
            is_title = self._is_comma(apposed) and apposed < verb.first and not self._acts(mark, apposed)
            first = (apposed if is_title else mark) + 1
            return (opening, mark), (first + self._auxiliaries(first), verb.first)
        begins = [(a, b) for a, b in self._found("subject_marks") if max(opening, start) < a < verb.first]
        begins += [(a, a) for a, _ in self._found("begins_statement") if max(opening, start - 1) <= a < verb.first]
        if not begins and start - opening > MIN_WORDS and start < verb.first:  # `..., X said`
            return (start, verb.first), (opening, start)
        opening = max(opening, start)
        name = next((i for i in range(opening, verb.first) if not self._is_of_name(i)), verb.first)
        end, first = min(begins, default=(name, name))
        return (opening, end), (first, verb.first)

    def _labelled(self) -> list[Clause]:
        """`White House: ...`, as headlines have it."""
        for i in range(self.first + 1, min(self.first + _LABEL_WORDS + 1, self.last - 1)):
            if self.words.words[i].norm == ":":
                return self._split(i + 1, self.last, self._name(self.first, i), ASSERTS)
        return []

    def _denied(self) -> list[Clause]:
        """`The Pentagon denies the abduction`: a denial whose object is a noun."""
        for verb in self._sayings:
            if verb.stance != DENIES or verb.is_participle:
                continue
            if 0 < verb.first - self._skip_opening(self.first) <= _SUBJECT_WORDS:
                opening = self._skip_opening(self.first)
                name = self._name(opening + self._auxiliaries(opening), verb.first)
                return self._split(verb.last, self.last, name, DENIES)
            end = self._end_of_subject(verb.last)
            return self._split(end, self.last, self._name(verb.last, end), DENIES)
        return []

    def _attributed(self) -> list[Clause]:
        """`..., according to X`, at the beginning or at the end."""
        for first, last in sorted(self._found("attribution")):
            end = self._end_of_source(last)
            name = self._name(last, end)
            if not name or any(a <= last < b for a, b in self._found("attribution_self")):
                continue
            if first - self.first < MIN_WORDS:
                return self._split(end, self.last, name, ASSERTS)
            # `wurden nach Angaben der Polizei zwei Menschen verletzt`: what follows the name belongs to the statement.
            goes_on = self.lang.order == "verb-second" and end - self._end_of_name(last, end) >= MIN_WORDS
            return self._split(self._skip_opening(self.first), self.last if goes_on else first, name, ASSERTS)
        return self._attributed_behind()

    def _end_of_source(self, first: int) -> int:
        """Where the name in an attribution ends: at a mark, at the verb where the verb comes second (`Laut Polizei
        wurden zwei Menschen verletzt`), or behind the other half of the cue (`据 X 报道`)."""
        mark = self._next_mark(first)
        verbs = [a for a, _ in self._found("finite") if first < a < mark]
        return min([*verbs, *(b for a, b in self._found("attribution_ends") if first < a < mark)], default=mark)

    def _attributed_behind(self) -> list[Clause]:
        """`X zufolge ...`, `..., X'e göre`: the word that attributes stands behind the name."""
        for first, last in sorted(self._found("attribution_behind")):
            start = self._start_of_name(first)
            opening = start + self._auxiliaries(start)
            opening = opening if opening < first else start
            name = self._name(max(opening, self._skip_opening(self.first)), first)
            if not name or any(a < first <= b for a, b in self._found("attribution_self")):
                continue
            is_first = self.last - last > MIN_WORDS
            return self._split(*((last, self.last) if is_first else (self.first, start)), name, ASSERTS)
        return []

    def _denial_of_previous(self) -> list[Clause]:
        """`, which the ministry denied`, and what the ministry says instead."""
        first, last = self._found("denies_it")[0]
        verb = next((v for v in self._sayings if first < v.first < last and v.stance == DENIES), None)
        opening = next((b for a, b in self._found("relative") if a == first), first + 1)
        while self.words.words[opening].norm in self.lang.normal_words("speech", "object_marks"):
            opening += 1
        name, end = self._name(opening, verb.first) if verb else None, last
        if not name:
            end = next((a for a, _ in self._found("relative") if a >= last), self._next_mark(last))
            name = self._name(last, end)
        voices = replace(self.voices, last=name)
        rest = _Segment(self.words, self.lang, end, self.last, voices)._reported() if end < self.last else []
        denial = Clause(*self._strip(first, end if rest else self.last), name, DENIES, True)
        return [denial, *rest]

    # --- parts

    @cached_property
    def _sayings(self) -> list[_Saying]:
        verbs = [_Saying(a, b, stance) for key, stance in _SAYING.items() for a, b in self._found(key)]
        verbs += [_Saying(a, b, stance, True) for key, stance in _PARTICIPLES.items() for a, b in self._found(key)]
        verbs += [_Saying(a, b, ASSERTS, is_account=True) for a, b in self._found("accounts")]
        attributions = [*self._found("attribution"), *self._found("attribution_behind")]
        verbs = [v for v in verbs if not any(a <= v.first < b for a, b in attributions)]
        if not (self.verb_first or self.verb_last):  # `has not confirmed`
            negations = {b for _, b in self.words.find(self.lang.cue("content", "negation"))}
            verbs = [v for v in verbs if v.first not in negations]
        closing = {a for a, _ in self._found("attribution_ends")}  # 据 X 报道: no verb, but the second half of a cue
        verbs = [v for v in verbs if v.first not in closing or not self._is_attributed(v.first)]
        return sorted(verbs, key=lambda v: (v.first, -v.last))

    def _is_attributed(self, i: int) -> bool:
        return any(self._previous_mark(i) <= a < i for a, _ in self._found("attribution"))

    def _link(self, verb: _Saying) -> tuple[int, int] | None:
        """(the word that ties a statement to the verb, the first word of the statement), or None."""
        if verb.is_account:
            return None
        next_verb = min((v.first for v in self._sayings if v.first >= verb.last), default=self.last)
        limit = min(next_verb, verb.last + _LINK_REACH)
        links = [(i, i + 1) for i in range(verb.last, limit) if self.words.words[i].norm == ":"]
        if self.verb_last and not self.lang.words("speech", "that"):  # all that is said stands before the verb
            return min(links, default=None)
        links += [(a, b) for a, b in self._found("that") if verb.last <= a < limit]
        links += [(a, b - 1) for a, b in self._found("pronoun_that") if verb.last <= a < limit]
        links += [(a, a) for a, _ in self._found("untrue") if verb.last <= a < limit]
        that = min(links, default=None)
        quote = min((i for i in self.voices.openings if verb.last <= i < limit), default=None)
        if quote is not None and verb.stance == DENIES and not self.verb_first and quote > verb.last + 1:
            quote = None  # `denied the report and called it "baseless"`
        if quote is not None and (that is None or (quote < that[0] and not self._closed(quote, that[0]))):
            that = (quote, quote)
        if that is None and verb.stance == ASSERTS:
            about = [(a, b) for a, b in self._found("about") if verb.last <= a < limit]
            glued = [(a, a) for a, _ in self._found("about_glued") if verb.last <= a < limit]
            that = min(about + glued, default=None)
        if that is None and self.lang.order == "verb-second":
            that = self._indirect(verb)
        if that:
            return that
        is_last = self.verb_last and (verb.stance == DENIES or not self._goes_on(verb.last))
        return None if self.verb_first or is_last else (verb.last, verb.last)

    def _goes_on(self, i: int) -> bool:
        """Whether word `i` goes on with what was begun: no mark, and no conjunction that begins another clause."""
        is_conjunction = any(a == i for a, _ in self._found("auxiliary"))
        return i < self.last and is_word(self.words.words[i].norm) and not is_conjunction

    def _indirect(self, verb: _Saying) -> tuple[int, int] | None:
        """`sagte am Freitag, die Armee sei abgezogen`: indirect speech without a "that" stands behind a comma, next to
        the verb or with a mood of its own."""
        comma = self._next_mark(verb.last)
        if comma == self.last or self.words.words[comma].norm != ",":
            return None
        is_near = comma == verb.last or self._is_aside(verb.last)
        has_mood = any(comma < a <= comma + _MOOD_REACH for a, _ in self._found("reported_mood"))
        return (comma, comma + 1) if is_near or has_mood else None

    def _is_aside(self, first: int) -> bool:
        """Whether word `first` begins what only tells where, when or besides (`am Freitag`, `zudem`)."""
        asides = [*self._found("auxiliary"), *self.words.find(self.lang.cue("numbers", "prepositions"))]
        return any(a == first for a, _ in asides)

    def _past_name(self, verb: _Saying, content: int, named: str | None) -> int:
        """Where the content begins, past a subject that stands behind its verb (`Gestern bestritt Iran den Abzug`)."""
        if self.lang.order != "verb-second" or content != verb.last or not named:
            return content
        end = self._end_of_name(content, self._next_mark(content))
        return end if self._name(content, end) == named else content

    def _closed(self, quote: int, limit: int) -> bool:
        return any(self.words.words[i].norm in QUOTES for i in range(quote + 1, limit))

    def _speaker_of(self, verb: _Saying, link: tuple[int, int] | None, position: int) -> str | None:
        """The name in the place where the language has it, or in the other place; None where neither has one."""
        if verb.is_participle:  # `Bloomberg quoted X as saying`
            quoted = [b for a, b in self._found("relays") if position <= a and b < verb.first]
            return self._name(quoted[-1], verb.first) if quoted else None
        relative = next((a for a, b in self._found("relative") if b == verb.first), None)
        if relative is not None:
            return self._name(self._start_of_name(relative), relative)
        if self.verb_first and link:
            after = self._relayed(verb, link) or self._name(verb.last, link[0])
            if after:
                return after
        opening = position + self._auxiliaries(position)
        comma = self._previous_mark(verb.first)
        if 0 < self._size(opening, verb.first) <= self.subject_words and comma <= opening:
            before = self._name(opening, verb.first)
            if before or self.lang.order != "verb-second":
                return before
        if self.verb_first:
            return None
        if self._is_apposed(verb, opening):
            return self._name(opening, self._next_mark(opening))
        behind = self._next_mark(verb.last)
        is_inverted = self.lang.order == "verb-second" and verb.last < behind  # `On Friday said X`
        if comma == verb.first or is_inverted:  # `"...", said X`
            return self._name(verb.last + self._auxiliaries(verb.last), behind) if self.inverts else None
        start = max(comma + self._auxiliaries(comma), opening)
        return self._name(start, verb.first) if self._size(start, verb.first) <= self.subject_words else None

    def _relayed(self, verb: _Saying, link: tuple[int, int]) -> str | None:
        """`the agency quoted X as saying`: X, not the agency."""
        if (verb.first, verb.last) not in self._found("relays"):
            return None
        sources = [b for a, b in self._found("relayed_from") if verb.last <= a < link[0]]
        return self._name(sources[0], link[0]) if sources else None

    def _start_of_name(self, end: int) -> int:
        """Where the name that ends before word `end` begins: behind a mark, an attribution or a denial."""
        cues = [b for key in ("attribution", "denies_it") for _, b in self._found(key) if b < end]
        return max([self._previous_mark(end), *cues])

    def _before(self, verb: _Saying, position: int, named: str | None) -> list[Clause]:
        """What stands before a verb of saying, unless it is only the speaker's name."""
        opening = position + self._auxiliaries(position)
        mark = self._previous_mark(verb.first)
        is_subject = named is not None and self._size(opening, verb.first) <= self.subject_words and mark <= opening
        if is_subject or self._is_apposed(verb, opening) or mark - opening < MIN_WORDS + 1:
            return []
        if any(a == opening for a, _ in self._found("attribution")) or self._is_adverbial(opening, mark):
            return []
        # `..., according to the UN, which warned that ...`: the attribution belongs to what stands before.
        relative = next((a for a, b in self._found("relative") if b == verb.first), mark)
        before = _Segment(self.words, self.lang, position, max(mark, relative), self.voices)
        return before._attributed() or self._split(position, mark, self.voices.own, ASSERTS)

    def _is_adverbial(self, first: int, last: int) -> bool:
        """Whether words say only where or when something is said (`In Washington, ...`): a short phrase that begins
        with a preposition."""
        opens = any(a == first for a, _ in self.words.find(self.lang.cue("numbers", "prepositions")))
        return opens and last - first <= _ADVERBIAL_WORDS

    def _is_apposed(self, verb: _Saying, opening: int) -> bool:
        """`Rami Abdel Rahman, head of the Observatory, said`: a short name and its apposition stand before the verb."""
        mark = self._next_mark(opening)
        has_that = any(a == verb.last for a, _ in self._found("that"))  # then a long title may stand before the name
        longest = _SUBJECT_WORDS if has_that else _APPOSED_WORDS
        is_name = 0 < mark - opening <= longest and not self._acts(opening, mark) and self._is_comma(mark)
        behind = self._previous_mark(verb.first)
        return not self.verb_first and is_name and mark + 1 < behind and (behind == verb.first or self.verb_last)

    def _is_inverted(self, verb: _Saying, content: int, end: int, position: int) -> bool:
        """Whether the statement stands before the verb: nothing follows, or the verb stands right behind a mark
        (`"...", said X`)."""
        if not any(is_word(w.norm) for w in self.words.words[content:end]):
            return True
        behind_mark = verb.first > self.first and self._previous_mark(verb.first) == verb.first
        apposed = self._is_apposed(verb, position + self._auxiliaries(position))
        says_that = any(a == verb.last for a, _ in self._found("that"))  # `X, which denied it, said that ...`
        return behind_mark and self.inverts and not (verb.is_participle or apposed or says_that)

    def _said_afterwards(
        self, clauses: list[Clause], speaker: str | None, verb: _Saying, position: int
    ) -> list[Clause]:
        """`"...", said X` and `..., X said`: the statement stands before the verb. `X hat ... bestritten`: between the
        two."""
        if clauses:
            return [replace(c, speaker=speaker, stance=verb.stance) for c in clauses]
        first, last = self.first, self._previous_mark(verb.first)
        if self.lang.order == "verb-second" and last <= position:
            opening = position + self._auxiliaries(position)
            first, last = self._end_of_name(opening, verb.first), verb.first
            first += self._auxiliaries(first)
        return self._split(first, last, speaker, verb.stance)

    def _end_of_content(self, link: int) -> int:
        """Content runs to the next verb of saying that governs a statement of its own, or to the end."""
        verbs = (v for v in self._sayings if v.first > link and self._opens_clause(v.first))
        verb = next((self._start_of_clause(v.first, link) for v in verbs if self._link(v) is not None), self.last)
        attribution = [a for a, _ in self._found("attribution") if a > link + MIN_WORDS]
        return self._trim(link, min([verb, *attribution]))

    def _start_of_clause(self, i: int, least: int) -> int:
        """Where the clause of a verb at word `i` begins: at its subject or its conjunction, where these stand first."""
        mark = self._previous_mark(i)
        if least < mark and self._subject_opens(i):
            return mark
        return min([a for a, b in self._found("auxiliary") if b == i and a > least], default=i)

    def _opens_clause(self, i: int) -> bool:
        """Whether a verb at word `i` begins a clause: behind a mark, a conjunction or a relative pronoun."""
        before = self.words.words[i - 1]
        relatives = {b for _, b in self._found("relative")}
        auxiliaries = {b for _, b in self._found("auxiliary")}
        return not is_word(before.norm) or i in relatives or i in auxiliaries or self._subject_opens(i)

    def _subject_opens(self, i: int) -> bool:
        """Whether only a short subject stands between a mark and the verb (`, the ministry says`)."""
        mark = self._previous_mark(i)
        is_object = any(a == mark for a, _ in self._found("that"))  # `заявил, что США планируют`
        return not self.verb_first and i - mark <= _SUBJECT_WORDS and not is_object

    def _split(self, first: int, last: int, speaker: str | None, stance: str) -> list[Clause]:
        """One clause, or several where `and that` begins another statement of the same speaker."""
        cuts = [a for a, _ in self._found("and_that") if first + MIN_WORDS < a < last - MIN_WORDS]
        borders = [first, *cuts, last]
        clauses = []
        for a, b in pairwise(borders):
            start, end = self._strip(a, b)
            if end > start:
                clauses.append(Clause(start, end, speaker, stance))
        return clauses
