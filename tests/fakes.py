"""Short articles, and what stands in for a model where vectors or scores are to follow from the text alone."""

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from factcheck.articles import make_article
from factcheck.index.index import Index
from factcheck.models.pair_reader import load_pair_reader
from factcheck.schema import (
    DENIES,
    KINDS,
    NAMED,
    NOBODY,
    OUTCOMES,
    Article,
    PairReading,
    PairSide,
    Span,
    TaggedClaim,
    TaggedSentence,
)

HAMA = (
    "Rebels seize Hama\n"
    "Rebels seized the city of Hama on Thursday, the opposition said.\n"
    "The ministry denied that its troops had left the city.\n"
)
HOMS = "Fuel runs short\nDrivers waited for hours in Homs on Friday because fuel ran short.\n"
ARABIC = (
    "المعارضة تعلن السيطرة على حماة\n"
    "أعلنت المعارضة أنها سيطرت على مدينة حماة، فيما نفت وزارة الدفاع انسحاب قواتها منها.\n"
    "وقالت الوزارة إن 300 مسلح قتلوا أمس.\n"
)
OTHER = "Rain in Paris\nHeavy rain fell on Paris on Sunday and closed three museums.\n"
BODIES = {
    "ru": "Повстанцы вошли в город на рассвете и взяли под контроль все его районы, сообщили там местные жители.",
    "uk": "Повстанці увійшли в місто на світанку і взяли під контроль усі його райони, повідомили місцеві жителі.",
    "fa": "شورشیان سپیده‌دم وارد شهر شدند و کنترل همه محله‌های آن را به دست گرفتند، ساکنان شهر این را گفتند.",
    "he": "המורדים נכנסו לעיר עם שחר והשתלטו על כל שכונותיה לאחר שהצבא נסוג ממנה, כך מסרו תושבים.",
    "ur": "باغی صبح سویرے شہر میں داخل ہوئے اور فوج کے انخلا کے بعد تمام علاقوں کا کنٹرول سنبھال لیا۔",
    "zh": "叛军黎明时分进入该市，在政府军撤离后控制了所有街区，居民说，城内已经没有政府军士兵，商店和学校仍然关闭，"
    "电力供应也没有恢复，通信中断。",
}
"""A sentence of an article in each of the languages that few tests speak."""


class FakeTagger:
    """Finds the claims it is told of, `(claim, speaker or "", stance)`, wherever they stand, each speaker at the last
    place before the end of the claim's sentence where the name stands."""

    name = "fake tagger"

    def __init__(self, *marks: tuple[str, str, str]) -> None:
        self.marks = marks

    def tag(self, documents: Sequence[Sequence[str]]) -> list[list[TaggedSentence]]:
        return [[self._sentence(texts, i) for i in range(len(texts))] for texts in documents]

    def _sentence(self, texts: Sequence[str], i: int) -> TaggedSentence:
        found = [(texts[i].index(claim), *mark) for mark in self.marks if (claim := mark[0]) in texts[i]]
        return TaggedSentence(tuple(self._claim(texts, i, *mark) for mark in sorted(found)), ())

    def _claim(self, texts: Sequence[str], i: int, start: int, claim: str, name: str, stance: str) -> TaggedClaim:
        places = [(n, texts[n].rindex(name)) for n in range(i + 1) if name and name in texts[n]]
        speaker = (*places[-1], places[-1][1] + len(name)) if places else None
        owner = NAMED if speaker else NOBODY
        return TaggedClaim((start, start + len(claim)), 0.9, stance, 0.9, speaker, owner, 0.9, None)


class SaidReader:
    """Is sure of one outcome of every pair, or of that which `of` tells of two texts, whichever comes first; the first
    words clash."""

    name = "said"

    def __init__(self, outcome: str, kind: str = "statement", of: Mapping[frozenset[str], str] | None = None) -> None:
        self.outcome, self.kind, self.of = outcome, kind, of or {}

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        return [self._reading(a, b, self.of.get(frozenset((a.text, b.text)), self.outcome)) for a, b in pairs]

    def _reading(self, a: PairSide, b: PairSide, outcome: str) -> PairReading:
        likely = tuple(0.96 if name == outcome else 0.01 for name in OUTCOMES)
        return PairReading(likely, self.kind, first_word(a), first_word(b))


class ReaderOfFigures(SaidReader):
    """Calls it a conflict where two texts that share two words tell numbers far apart, or an even one and the next, or
    one of them is denied; of others two events. It has the name of the pair reader that ships, so that what it found is
    taken for that one's."""

    def __init__(self) -> None:
        super().__init__("other", "number")
        self.name = load_pair_reader().name

    def _reading(self, a: PairSide, b: PairSide, outcome: str) -> PairReading:
        words, numbers = ([set(re.findall(kind, side.text)) for side in (a, b)] for kind in (r"[^\W\d]{3,}", r"\d+"))
        found = [int(min(known)) for known in numbers if known]
        apart = max(found) - min(found) if len(found) == 2 else 0
        differ = apart >= 40 or (apart == 1 and min(found) % 2 == 0)
        denied = [side.stance == DENIES or bool(re.search(r"\b(لم|not)\b", side.text)) for side in (a, b)]
        is_denied = denied[0] != denied[1]
        clash = len(words[0] & words[1]) >= 2 and (differ or is_denied)
        reading = super()._reading(a, b, "conflict" if clash else outcome)
        return reading._replace(kind="denial" if is_denied else "number")


def first_word(side: PairSide) -> tuple[Span, ...]:
    found = re.search(r"\w+", side.text)
    return (Span(*found.span()),) if found else ()


class FakeEncoder:
    """Vectors that follow from the text alone; it counts what it was asked for."""

    def __init__(self, name: str = "fake", dimension: int = 16, seed: int = 0) -> None:
        self.name, self.dimension, self.seed = name, dimension, seed
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = [self._vector(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> np.ndarray:
        vector = np.random.default_rng([self.seed, *text.encode()]).normal(size=self.dimension)
        return vector / np.linalg.norm(vector)


class NearEncoder(FakeEncoder):
    """All texts are near to one another."""

    def _vector(self, text: str) -> np.ndarray:
        vector = 0.3 * super()._vector(text) + np.eye(self.dimension)[0]
        return vector / np.linalg.norm(vector)


class BrokenEncoder(FakeEncoder):
    """Fails once it was asked `after` times."""

    def __init__(self, name: str = "fake", dimension: int = 16, after: int = 0) -> None:
        super().__init__(name, dimension)
        self.after = after

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.after -= 1
        if self.after < 0:
            raise RuntimeError("out of memory")
        return super().encode(texts)


class PairReaderByDigest:
    """Reads of each pair of texts what their digest says, whichever comes first: of a fifth of them a conflict."""

    name = "by digest"

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        return [self._reading(a, b) for a, b in pairs]

    def _reading(self, a: PairSide, b: PairSide) -> PairReading:
        number = zlib.crc32("".join(sorted((a.text, b.text))).encode())
        likely = [0.01] * len(OUTCOMES)
        likely[number % len(OUTCOMES)] = 1 - 0.01 * (len(OUTCOMES) - 1)
        return PairReading(tuple(likely), KINDS[number // 8 % len(KINDS)], first_word(a), first_word(b))


def remembering(model: Any) -> Any:
    """The same encoder or pair reader, that reads no text and no pair twice: many tests are about the same articles."""
    name = "encode" if hasattr(model, "encode") else "read"
    read, known = getattr(model, name), {}

    def ask(items: Sequence[Any]) -> Any:
        if new := [item for item in dict.fromkeys(items) if item not in known]:
            known.update(zip(new, read(new), strict=True))
        found = [known[item] for item in items]
        return np.array(found) if found and name == "encode" else found or read(items)

    setattr(model, name, ask)
    return model


def articles() -> list[Article]:
    return [
        make_article(HAMA, "hama.txt", source="Outlet A", published="2024-12-05"),
        make_article(HOMS, "homs.txt"),
        make_article(ARABIC, "arabic.txt"),
    ]


def vectors(index: Index) -> np.ndarray:
    """The vectors of all claims, in their order."""
    return index.vectors(np.arange(len(index.claims())))
