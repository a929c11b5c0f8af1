"""One sentence -> its clauses: who says what, and whether it is asserted, denied or expected.

The words that give this away are those of `[speech]` in the language files: the code knows only how a verb of saying,
a speaker and a statement can stand to each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from factcheck.languages import Language
from factcheck.matching import Words, is_word

ASSERTS, DENIES, EXPECTS = "asserts", "denies", "expects"
_SAYING = {"asserts": ASSERTS, "denies": DENIES, "expects": EXPECTS}
_PARTICIPLES = {"participles": ASSERTS, "denying_participles": DENIES}
_LINK_REACH = 32  # words between a verb of saying and the "that" it governs: titles and apposed names are long
_SPEAKER_WORDS = 14
_SUBJECT_WORDS = 9  # a subject that stands before its verb
_ADVERBIAL_WORDS = 9  # "With regard to the situation in Aleppo, ..."
_APPOSED_WORDS = 5  # "Rami Abdel Rahman, head of the Observatory, said"
_LABEL_WORDS = 6  # "White House: ..." in a headline
_MIN_WORDS = 2
_UNREAL_REACH = 4  # a modal this near the start of a clause governs all of it
_FINAL_REACH = 24  # words between a subject and its verb where the verb stands last
_BRACKETS = {")": "(", "]": "[", "»": "«", "」": "「", "』": "『"}
_QUOTES = '"“”«»„‟「」『』'


@dataclass(frozen=True)
class Clause:
    """Words `first` up to `last` of a sentence: what one speaker says there. `denies_previous` where all it says is
    that the statement before it is not true."""

    first: int
    last: int
    speaker: str | None
    stance: str
    denies_previous: bool = False


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
    quotes = [i for i, word in enumerate(words.words) if word.norm in _QUOTES]
    openings = frozenset(quotes[state.in_quote :: 2])
    clauses: list[Clause] = []
    speaker = None
    for first, last in _segments(words, lang):
        segment = _Segment(words, lang, first, last, _Voices(speaker or state.speaker, own_voice, openings))
        for clause in segment.clauses():
            speaker = clause.speaker or speaker
            clauses.append(_expected(words, lang, clause))
    state.in_quote = state.in_quote != bool(len(quotes) % 2)
    state.speaker = speaker or state.speaker
    return [c for c in clauses if sum(is_word(w.norm) for w in words.words[c.first : c.last]) >= _MIN_WORDS]


def _expected(words: Words, lang: Language, clause: Clause) -> Clause:
    """A clause that opens with a condition, a demand or a future tense does not say that anything happened. Where the
    verb stands last, so do they."""
    last_words = _UNREAL_REACH if lang.order == "verb-last" else 0
    is_unreal = any(
        clause.first <= first < min(clause.last, clause.first + _UNREAL_REACH)
        or clause.last - last_words <= first < clause.last
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


class _Segment:
    """One stretch of a sentence and the ways its words can be read; `clauses` is the one entrance."""

    def __init__(self, words: Words, lang: Language, first: int, last: int, voices: _Voices) -> None:
        self.words, self.lang, self.first, self.last, self.voices = words, lang, first, last, voices
        self.verb_first = lang.order == "verb-first"
        self.verb_last = lang.order == "verb-last"
        self.inverts = lang.order == ""  # `"...", said X`
        self.subject_words = _FINAL_REACH if self.verb_last else _SUBJECT_WORDS
        self._cues: dict[str, list[tuple[int, int]]] = {}

    def clauses(self) -> list[Clause]:
        """The clauses of the segment in order of place."""
        if self._found("denies_it"):
            return self._denial_of_previous()
        found = self._reported() or self._labelled() or self._denied() or self._attributed()
        return found or self._split(self._skip_opening(self.first), self.last, self.voices.own, ASSERTS)

    # --- the four ways to report, from the most explicit to the least

    def _reported(self) -> list[Clause]:
        """`X said that ...`, once or several times in the segment; participles go on with the same speaker."""
        clauses: list[Clause] = []
        position, speaker = self._skip_opening(self.first), None
        for verb in self._sayings:
            if verb.first < position:
                continue
            link = self._link(verb)
            named = self._speaker_of(verb, link, position)
            speaker = named or speaker or self.voices.last
            if link is None:
                before = self._said_before(verb, position) if self.verb_last else []
                clauses += before
                position = verb.last if named or before else position
                speaker = before[-1].speaker if before else named
                continue
            content, end = link[1], self._end_of_content(link[1])
            if self._is_inverted(verb, content, end, position):
                clauses = self._said_afterwards(clauses, speaker, verb)
            else:
                clauses += [] if clauses else self._before(verb, position, named)
                clauses += self._split(content, end, speaker, verb.stance)
            position = end
        return clauses

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
            end = self._next_mark(last)
            name = self._name(last, end)
            if not name or any(a <= last < b for a, b in self._found("attribution_self")):
                continue
            if first - self.first >= _MIN_WORDS:
                return self._split(self._skip_opening(self.first), first, name, ASSERTS)
            end = next((b for a, b in self._found("attribution_ends") if last < a < end), end)
            return self._split(end, self.last, name, ASSERTS)
        for first, last in self._found("attribution_behind"):
            start = self._start_of_name(first)
            name = self._name(start, first)
            if name and start - self.first >= _MIN_WORDS:
                return self._split(self._skip_opening(self.first), start, name, ASSERTS)
            if name:
                return self._split(last, self.last, name, ASSERTS)
        return []

    def _denial_of_previous(self) -> list[Clause]:
        """`, which the ministry denied`, and what the ministry says instead."""
        first, last = self._found("denies_it")[0]
        verb = next((v for v in self._sayings if first < v.first < last and v.stance == DENIES), None)
        if verb:
            marks = self.lang.normal_words("speech", "object_marks")
            start = next(i for i in range(first + 1, verb.first + 1) if self.words.words[i].norm not in marks)
            name, end = self._name(start, verb.first), last
        else:
            end = next((a for a, _ in self._found("relative") if a >= last), self._next_mark(last))
            name = self._name(last, end)
        voices = replace(self.voices, last=name)
        rest = _Segment(self.words, self.lang, end, self.last, voices)._reported() if end < self.last else []
        denial = Clause(*self._strip(first, end if rest else self.last), name, DENIES, True)
        return [denial, *rest]

    # --- parts

    def _found(self, key: str) -> list[tuple[int, int]]:
        """Where the cues of `[speech] key` stand in this segment."""
        if key not in self._cues:
            self._cues[key] = [(a, b) for a, b in self._all(key) if self.first <= a and b <= self.last]
        return self._cues[key]

    def _all(self, key: str) -> list[tuple[int, int]]:
        found = self.words.find(self.lang.cue("speech", key))
        if key == "attribution":
            after_mark = self.words.find(self.lang.cue("speech", "attribution_after_mark"))
            behind_mark = [
                (a, b) for a, b in after_mark if a == self.first or not is_word(self.words.words[a - 1].norm)
            ]
            found = [*found, *behind_mark]
        return found

    @cached_property
    def _sayings(self) -> list[_Saying]:
        verbs = [_Saying(a, b, stance) for key, stance in _SAYING.items() for a, b in self._found(key)]
        verbs += [_Saying(a, b, stance, True) for key, stance in _PARTICIPLES.items() for a, b in self._found(key)]
        verbs += [_Saying(a, b, ASSERTS, is_account=True) for a, b in self._found("accounts")]
        attributions = [*self._found("attribution"), *self._found("attribution_behind")]
        verbs = [v for v in verbs if not any(a <= v.first < b for a, b in attributions)]
        if not self.verb_first:  # `has not confirmed`
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
        links = [(a, b) for a, b in self._found("that") if verb.last <= a < limit]
        links += [(a, b - 1) for a, b in self._found("pronoun_that") if verb.last <= a < limit]
        links += [(i, i + 1) for i in range(verb.last, limit) if self.words.words[i].norm == ":"]
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
        if that:
            return that
        is_last = self.verb_last and (verb.stance == DENIES or not self._goes_on(verb.last))
        return None if self.verb_first or is_last else (verb.last, verb.last)

    def _goes_on(self, i: int) -> bool:
        """Whether word `i` goes on with what was begun: no mark, and no conjunction that begins another clause."""
        is_conjunction = any(a == i for a, _ in self._found("auxiliary"))
        return i < self.last and is_word(self.words.words[i].norm) and not is_conjunction

    def _closed(self, quote: int, limit: int) -> bool:
        return any(self.words.words[i].norm in _QUOTES for i in range(quote + 1, limit))

    def _speaker_of(self, verb: _Saying, link: tuple[int, int] | None, position: int) -> str | None:
        """The name in the place where the language has it, or in the other place; None where neither has one."""
        if verb.is_participle:
            return None
        relative = next((a for a, b in self._found("relative") if b == verb.first), None)
        if relative is not None:
            return self._name(self._start_of_name(relative), relative)
        if self.verb_first and link:
            after = self._relayed(verb, link) or self._name(verb.last, link[0])
            if after:
                return after
        opening = position + self._auxiliaries(position)
        comma = self._previous_mark(verb.first)
        if 0 < verb.first - opening <= self.subject_words and comma <= opening:
            return self._name(opening, verb.first)
        if self.verb_first:
            return None
        if self._is_apposed(verb, opening):
            return self._name(opening, self._next_mark(opening))
        if comma == verb.first:
            return self._name(verb.last, self._next_mark(verb.last)) if self.inverts else None
        start = max(comma, opening)
        return self._name(start, verb.first) if verb.first - start <= self.subject_words else None

    def _said_before(self, verb: _Saying, position: int) -> list[Clause]:
        """`X the report denied`, where the verb stands last: what is said stands between the speaker and the verb."""
        opening = position + self._auxiliaries(position)
        if self._is_apposed(verb, opening):
            name = self._name(opening, self._next_mark(opening))
            return self._split(self._previous_mark(verb.first), self._end_of_object(verb), name, verb.stance)
        opening = max(opening, self._start_of_name(verb.first))
        marks = [(a, b) for a, b in self._found("subject_marks") if opening < a < verb.first]
        objects = [(a, a) for a, _ in self._found("object") if opening < a < verb.first]
        end, content = min([*marks, *objects], default=(self._end_of_known_name(opening),) * 2)
        if not marks and not objects and opening - position > _MIN_WORDS:  # `..., X said`
            return self._split(position, opening, self._name(opening, verb.first), verb.stance)
        last = self._end_of_object(verb)
        name = self._name(opening, end) if end > opening else None
        return self._split(content, last, name, verb.stance) if last > content else []

    def _end_of_object(self, verb: _Saying) -> int:
        """Where the words before a verb end, without what marks them as its object (`را`)."""
        last = verb.first
        while last > self.first and self.words.words[last - 1].norm in self.lang.normal_words("speech", "object_marks"):
            last -= 1
        return last

    def _end_of_known_name(self, first: int) -> int:
        """One past the titles and countries that stand from word `first` on (`the ministry of defence of Syria`)."""
        actors = {i for _, a, b in self.lang.find_all("actors", self.words) for i in range(a, b)}
        titles = self.lang.generic
        i = first
        while i < self.last and (i in actors or self.lang.stem(self.words.words[i].norm) in titles):
            i += 1
        return i

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
        is_subject = named is not None and verb.first - opening <= self.subject_words and mark <= opening
        if is_subject or self._is_apposed(verb, opening) or mark - opening < _MIN_WORDS + 1:
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
        opens = any(a == first for a, _ in self.words.find(self.lang.cue("content", "ends_subject")))
        return opens and last - first <= _ADVERBIAL_WORDS

    def _is_apposed(self, verb: _Saying, opening: int) -> bool:
        """`Rami Abdel Rahman, head of the Observatory, said`: a short name and its apposition stand before the verb."""
        mark = self._next_mark(opening)
        is_name = 0 < mark - opening <= _APPOSED_WORDS and mark < self.last and self.words.words[mark].norm in ",،"
        is_name = is_name and not any(opening <= a < mark for _, a, _ in self.lang.find_all("actions", self.words))
        behind = self._previous_mark(verb.first)
        return not self.verb_first and is_name and mark + 1 < behind and (behind == verb.first or self.verb_last)

    def _is_inverted(self, verb: _Saying, content: int, end: int, position: int) -> bool:
        """Whether the statement stands before the verb: nothing follows, or the verb stands right behind a mark
        (`"...", said X`)."""
        if not any(is_word(w.norm) for w in self.words.words[content:end]):
            return True
        behind_mark = verb.first > self.first and self._previous_mark(verb.first) == verb.first
        apposed = self._is_apposed(verb, position + self._auxiliaries(position))
        return behind_mark and self.inverts and not verb.is_participle and not apposed

    def _said_afterwards(self, clauses: list[Clause], speaker: str | None, verb: _Saying) -> list[Clause]:
        """`"...", said X` and `..., X said`: the statement stands before the verb."""
        if clauses:
            return [replace(c, speaker=speaker, stance=verb.stance) for c in clauses]
        return self._split(self.first, self._previous_mark(verb.first), speaker, verb.stance)

    def _end_of_content(self, link: int) -> int:
        """Content runs to the next verb of saying that governs a statement of its own, or to the end."""
        verbs = (v for v in self._sayings if v.first > link and self._opens_clause(v.first))
        verb = next((self._start_of_clause(v.first, link) for v in verbs if self._link(v) is not None), self.last)
        attribution = [a for a, _ in self._found("attribution") if a > link + _MIN_WORDS]
        return self._trim(link, min([verb, *attribution]))

    def _start_of_clause(self, i: int, least: int) -> int:
        """Where the clause of a verb at word `i` begins: at its subject or its conjunction, where these stand first."""
        if self.verb_first:
            return i
        conjunction = next((a for a, b in self._found("auxiliary") if b == i), i)
        mark = self._previous_mark(i)
        return mark if least < mark and self._subject_opens(i) else max(least, conjunction)

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
        cuts = [a for a, _ in self._found("and_that") if first + _MIN_WORDS < a < last - _MIN_WORDS]
        borders = [first, *cuts, last]
        clauses = []
        for a, b in pairwise(borders):
            start, end = self._strip(a, b)
            if end > start:
                clauses.append(Clause(start, end, speaker, stance))
        return clauses

    # --- names and marks

    def _name(self, first: int, last: int | None) -> str | None:
        """The words `first` up to `last` as a speaker's name, cut where it ends; None where there is none."""
        last = self.last if last is None else last
        ends = {a for a, _ in self._found("ends_speaker")}
        end = first
        while end < last and end - first < _SPEAKER_WORDS and end not in ends:
            end += 1
        first, end = self._strip(first, end)
        names = [w for w in self.words.words[first:end] if is_word(w.norm) and w.norm not in self.lang.stop_words]
        if not names or names[0].norm[0].isdigit():
            return None
        return self._surface(first, end)

    def _surface(self, first: int, last: int) -> str:
        words = self.words.words[first:last]
        text = self.words.text[words[0].start : words[-1].end]
        is_glued = words[0].norm[:1] in ("و", "ف") and words[0].norm[1:3] == "ال"
        return text[1:] if is_glued else text

    def _end_of_subject(self, first: int) -> int:
        """In `verb subject object`, the subject is its first word and the definite words that go with it."""
        end = first + 1
        while end < self.last and self.words.words[end].norm.startswith("ال"):
            end += 1
        return min(end, self.last)

    def _auxiliaries(self, position: int) -> int:
        """How many words of auxiliary (`كانت`, `من جهتها`) open the clause at `position`."""
        count = 0
        for first, last in self._found("auxiliary"):
            behind_mark = first == position + count + 1 and not is_word(self.words.words[first - 1].norm)
            if first == position + count or behind_mark:
                count = last - position
        return count

    def _skip_opening(self, position: int) -> int:
        """Past the conjunction that opens a segment (`while`, `علما أن`)."""
        return next((b for a, b in self._found("contrast") if a == position), position)

    def _previous_mark(self, i: int) -> int:
        """One past the last comma or quote before word `i`, or the start of the segment."""
        return next((j for j in range(i, self.first, -1) if not is_word(self.words.words[j - 1].norm)), self.first)

    def _next_mark(self, i: int) -> int:
        return next((j for j in range(i, self.last) if not is_word(self.words.words[j].norm)), self.last)

    def _trim(self, first: int, last: int) -> int:
        """`last` without what hangs over: marks, relative pronouns, a conjunction behind a comma (`, as`)."""
        relatives = {b for _, b in self._found("relative")}
        while last > first + 1:
            word, mark = self.words.words[last - 1].norm, self.words.words[last - 2].norm
            hangs = word in self.lang.stop_words and not is_word(mark)
            closes = word in _BRACKETS and _BRACKETS[word] in {w.norm for w in self.words.words[first:last]}
            if closes or (is_word(word) and last not in relatives and not hangs):
                break
            last -= 1
        return last

    def _strip(self, first: int, last: int) -> tuple[int, int]:
        """Without the marks at both ends."""
        while first < last and not is_word(self.words.words[first].norm):
            first += 1
        return first, self._trim(first, last)
