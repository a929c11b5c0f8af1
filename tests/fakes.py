"""What stands in for a model where the tests need vectors or scores that follow from the text alone."""

from collections.abc import Sequence

import numpy as np

from factcheck.articles import make_article
from factcheck.index.index import Index
from factcheck.schema import Article

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


def articles() -> list[Article]:
    return [
        make_article(HAMA, "hama.txt", source="Outlet A", published="2024-12-05"),
        make_article(HOMS, "homs.txt"),
        make_article(ARABIC, "arabic.txt"),
    ]


def vectors(index: Index) -> np.ndarray:
    """The vectors of all claims, in their order."""
    return index.vectors(np.arange(len(index.claims())))
