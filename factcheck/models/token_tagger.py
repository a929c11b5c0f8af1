"""Reads claims, who says them and how out of the sentences of a document, by a model that was taught on news.

The sentences stand in windows, one behind another with an end mark behind each, so that a token is read once and a
sentence sees what stands before it; a window begins with the last sentences of the one before. The model says of each
token whether a claim or a speaker begins or goes on there; of each claim its stance, and to which tokens it points as
its speaker and as who passed it on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from factcheck.models.encoder import readable_with_places
from factcheck.models.spans import BEGINS, OUTSIDE, best_tags, is_cut, spans_of, whole_words
from factcheck.models.windows import Piece, Window, batches, windows_of
from factcheck.schema import (
    NAMED,
    NOBODY,
    STANCES,
    UNKNOWN,
    Place,
    TaggedClaim,
    TaggedSentence,
    TaggedWord,
)
from factcheck.text.marks import Seen

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from factcheck.models.tagger_network import ReadWindow, TaggerNetwork

Item = TypeVar("Item")
Span = tuple[int, int]
"""Start and end, of tokens or of characters."""

NAME = "tagger"
"""Of the two files that ship."""
CONJUNCTIONS = ("و", "ف")
TAGS = ("outside", "begins", "inside")
LEAST = 7
"""Tokens of a claim that another one follows with nothing between."""
GROWN = 0.25
"""A speaker that no tag tells of goes as far as tokens have this share of the likeliest one's probability."""


class Thresholds(NamedTuple):
    """What decides which claims are told, chosen on folds of the training data."""

    claim: float = 0.0
    """A claim is told if its tokens have at least this mean probability."""
    begins: float = 0.0
    """Added to the log probability that a claim begins at a token: more, and more are cut in two."""


class TokenTagger:
    """Finds the claims of the sentences of documents."""

    def __init__(
        self, network: "TaggerNetwork", tokenizer: "Tokenizer", name: str, thresholds: Thresholds | None = None
    ) -> None:
        """tokenizer: gives the numbers of a text's tokens without padding or cutting."""
        self.name = name
        """Says which weights these are; two taggers of one name read the same."""
        self._network, self._tokenizer = network, tokenizer
        self._thresholds = thresholds or Thresholds()
        special = tokenizer.encode("").ids
        self._begin, self._end = special[0], special[-1]

    def tag(self, documents: Sequence[Sequence[str]]) -> list[list[TaggedSentence]]:
        """What each sentence of each document claims; a document is its sentences in order.

        The same documents in any order give the same. Of a sentence no more than the first 20,000 characters are read.
        """
        readings = self._read(documents)
        return [[reading.sentence(i) for i in range(len(reading.texts))] for reading in readings]

    def probabilities(self, document: Sequence[str]) -> list[list[TaggedWord]]:
        """Of each sentence of a document its words, each with its likeliest labels."""
        reading = self._read([document])[0]
        return [
            [replace(word, span=seen.span(*word.span)) for word in words]
            for seen, words in zip(reading.seen, reading.words, strict=True)
        ]

    def _read(self, documents: Sequence[Sequence[str]]) -> list["_Reading"]:
        readings, windows = [], []
        for number, sentences in enumerate(documents):
            texts = [readable_with_places(sentence) for sentence in sentences]
            encodings = self._tokenizer.encode_batch([text.text for text in texts], add_special_tokens=False)
            readings.append(_Reading(texts, encodings, self._thresholds))
            for pieces in windows_of([len(encoding.ids) for encoding in encodings]):
                ids = [self._begin]
                for piece in pieces:
                    ids += [*encodings[piece.sentence].ids[piece.first : piece.last], self._end]
                windows.append(Window(number, pieces, tuple(ids)))
        for batch in batches(windows):
            for window, read in zip(batch, self._network.read([window.ids for window in batch]), strict=True):
                readings[window.document].add(window, read)
        return readings


class _Reading:
    """What has been read of a document so far, with places in its sentences as they are seen."""

    def __init__(self, seen: Sequence[Seen], encodings: Sequence["Encoding"], thresholds: Thresholds) -> None:
        self.seen = seen
        self.texts = texts = [sentence.text for sentence in seen]
        self.words: list[list[TaggedWord]] = [[] for _ in texts]
        self._offsets = [encoding.offsets for encoding in encodings]
        self._thresholds = thresholds
        self._claims: list[list[TaggedClaim]] = [[] for _ in texts]
        self._speakers: list[list[Span]] = [[] for _ in texts]

    def sentence(self, i: int) -> TaggedSentence:
        """All of a sentence, when all windows have been added, with places in the sentences as they are."""
        claims = _apart(self._claims[i], lambda claim: claim.span)
        return TaggedSentence(
            tuple(
                replace(
                    claim,
                    span=self.seen[i].span(*claim.span),
                    speaker=self._as_it_is(claim.speaker),
                    via=self._as_it_is(claim.via),
                )
                for claim in claims
            ),
            tuple(self.seen[i].span(*span) for span in _apart(self._speakers[i], lambda span: span)),
        )

    def _as_it_is(self, place: Place | None) -> Place | None:
        return (place[0], *self.seen[place[0]].span(*place[1:])) if place else None

    def add(self, window: Window, read: "ReadWindow") -> None:
        """Adds what a window tells."""
        with np.errstate(divide="ignore"):
            claim, speaker = np.log(read.claim), np.log(read.speaker)
        claim[:, BEGINS] += self._thresholds.begins
        claims, speakers = [], []
        for piece in window.pieces:
            tokens = slice(piece.at, piece.end)
            speakers += [(start + piece.at, end + piece.at) for start, end in spans_of(best_tags(speaker[tokens]))]
            if piece.own == piece.until:
                continue
            for start, end in spans_of(best_tags(claim[tokens], LEAST)):
                if piece.own <= piece.first + start < piece.until:
                    claims.append((start + piece.at, end + piece.at))
            self._add_words(piece, read)
        for span in speakers:
            self._add_speaker(self._place(window, span))
        sure = [float(1 - read.claim[start:end, OUTSIDE].mean()) for start, end in claims]
        kept = [i for i, probability in enumerate(sure) if probability >= self._thresholds.claim]
        if not kept:
            return
        stances, owners, vias = read.claims([claims[i] for i in kept])
        for i, stance, owner, via in zip(kept, stances, owners, vias, strict=True):
            place, own = self._place(window, claims[i]), window.piece(claims[i][0])
            if place is None or own is None:
                continue
            so_far = slice(own.end)  # a sentence further on names nobody for this one
            named, nobody, unknown = float(owner[so_far].sum()), float(owner[-2]), float(owner[-1])
            voice = self._pointed(window, owner[so_far], speakers) if named >= max(nobody, unknown) else None
            whose = NAMED if voice else NOBODY if nobody >= unknown else UNKNOWN
            through = self._pointed(window, via[so_far], speakers) if via[so_far].sum() > 0.5 else None
            self._add_speaker(voice)
            self._add_speaker(through)
            best = int(stance.argmax())
            owner_probability = {NAMED: named, NOBODY: nobody, UNKNOWN: unknown}[whose]
            known = (sure[i], STANCES[best], float(stance[best]), voice, whose, owner_probability, through)
            self._claims[place[0]].append(TaggedClaim(place[1:], *known))

    def _place(self, window: Window, tokens: Span) -> Place | None:
        """The characters of tokens of a window, as whole words; None if there is no letter among them."""
        piece = window.piece(tokens[0])
        if piece is None:
            return None
        offsets = self._offsets[piece.sentence][piece.first : piece.last]
        first, last = tokens[0] - piece.at, min(tokens[1] - piece.at, len(offsets)) - 1
        text = self.texts[piece.sentence]
        # The model may part an Arabic conjunction from its word, if the tokenizer does: و | الوزير.
        is_begin = first > 0 and text[slice(*offsets[first - 1])].strip() in CONJUNCTIONS
        span = whole_words(text, offsets[first][0], offsets[last][1], is_begin)
        return (piece.sentence, *span) if span else None

    def _pointed(self, window: Window, share: np.ndarray, speakers: Sequence[Span]) -> Place | None:
        """Whom a claim points to: of the tagged speakers the one with most of its tokens' probability, or what stands
        around the likeliest token if no speaker is tagged there."""
        best = max(speakers, key=lambda span: share[slice(*span)].sum(), default=(0, 0))
        rest = share.copy()
        for span in speakers:
            rest[slice(*span)] = 0
        if rest.sum() > share[slice(*best)].sum():
            start = int(rest.argmax())
            least, end = GROWN * rest[start], start + 1
            while window.piece(start - 1) and rest[start - 1] >= least:
                start -= 1
            while end < len(rest) and window.piece(end) and rest[end] >= least:
                end += 1
            best = (start, end)
        return self._place(window, best)

    def _add_speaker(self, place: Place | None) -> None:
        if place and place[1:] not in self._speakers[place[0]]:
            self._speakers[place[0]].append(place[1:])

    def _add_words(self, piece: Piece, read: "ReadWindow") -> None:
        """The words that a window tells of; the labels of a word are those of its first token."""
        text, words = self.texts[piece.sentence], self.words[piece.sentence]
        for token in range(piece.own, min(piece.until, piece.last)):
            start, end = self._offsets[piece.sentence][token]
            start += len(text[start:end]) - len(text[start:end].lstrip())
            if start < end and words and is_cut(text, start):
                words[-1] = replace(words[-1], span=(words[-1].span[0], end))
            elif start < end:
                at = piece.at + token - piece.first
                words.append(TaggedWord((start, end), *_likeliest(read.claim[at]), *_likeliest(read.speaker[at])))


def _likeliest(tags: np.ndarray) -> tuple[str, float]:
    best = int(tags.argmax())
    return TAGS[best], float(tags[best])


def _apart(items: Iterable[Item], span: Callable[[Item], Span]) -> Iterator[Item]:
    """The items in order, without those that begin before the last has ended."""
    end = -1
    for item in sorted(items, key=span):
        if span(item)[0] >= end:
            yield item
            end = span(item)[1]


@lru_cache(maxsize=2)
def load_tagger(path: Path | None = None) -> TokenTagger:
    """The tagger that ships, or that of a folder. Raises ModelError if it is missing, damaged or made for another
    encoder."""
    from factcheck.models import e5, packing
    from factcheck.models.tagger_network import TaggerNetwork

    shipped = packing.read(NAME, "The embedded tagger", path)
    try:
        thresholds, stances = Thresholds(**shipped.config["thresholds"]), tuple(shipped.config["stances"])
    except (KeyError, TypeError) as error:
        raise shipped.fault(f"cannot be read ({error})") from error
    if stances != STANCES:
        raise shipped.fault(f"has the stances {', '.join(stances)}; {', '.join(STANCES)} are wanted")
    net = TaggerNetwork(e5.bert(shipped.encoder))
    shipped.fill(net)
    return TokenTagger(net.eval(), e5.plain_tokenizer(shipped.encoder), f"embedded:tagger@{shipped.digest}", thresholds)
