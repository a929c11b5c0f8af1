"""Short articles, and what stands in for a model where vectors or scores are to follow from the text alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from factcheck.articles import make_article
from factcheck.index.index import Index
from factcheck.schema import (
    NAMED,
    NOBODY,
    OUTCOMES,
    Article,
    PairReading,
    PairSide,
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


class FakePairReader:
    """Says the outcome it is told for each pair of texts, whichever comes first; of others, two events."""

    name = "fake pair reader"

    def __init__(self, outcomes: Mapping[frozenset[str], str]) -> None:
        self.outcomes = outcomes

    def read(self, pairs: Sequence[tuple[PairSide, PairSide]]) -> list[PairReading]:
        found = [self.outcomes.get(frozenset((a.text, b.text)), "other") for a, b in pairs]
        return [PairReading(tuple(float(outcome == name) for name in OUTCOMES)) for outcome in found]


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


class CountingNLI:
    """Judges by length, and counts what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, premises: Sequence[str], hypotheses: Sequence[str]) -> np.ndarray:
        self.asked += zip(premises, hypotheses, strict=True)
        rows = [(len(a), len(b), 1) for a, b in zip(premises, hypotheses, strict=True)]
        return np.array(rows, np.float32) / np.sum(rows, axis=1, keepdims=True)


def remembering(model: Any) -> Any:
    """The same encoder or NLI model, that reads no text and no pair twice: many tests are about the same articles."""
    name = "encode" if hasattr(model, "encode") else "probabilities"
    read, known = getattr(model, name), {}

    def ask(*texts: Sequence[str]) -> np.ndarray:
        asked = list(zip(*texts, strict=True))
        if new := [key for key in dict.fromkeys(asked) if key not in known]:
            known.update(zip(new, read(*zip(*new, strict=True)), strict=True))
        return np.array([known[key] for key in asked]) if asked else read(*texts)

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
