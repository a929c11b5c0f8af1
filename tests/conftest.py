"""What several test files share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from factcheck import corpus
from factcheck.cli import commands
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.models.token_tagger import TokenTagger, load_tagger
from factcheck.schema import Analysis, Dispute, Reason
from factcheck.settings import EMBEDDED
from tests.fakes import remembering

if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
    # Read when torch is first imported: workers that each take all cores wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))

LONG = [f"test_{name}" for name in "quality browser app labelled encoder analyse faults".split()]
"""The test modules that take longest, begun first: else one worker is left with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The embedded model; it takes seconds to load, so there is one, and it remembers what it was asked."""
    return remembering(load_encoder())


@pytest.fixture(scope="session")
def reader() -> PairReader:
    """The pair reader that ships; it remembers what it was asked."""
    return remembering(load_pair_reader())


@pytest.fixture
def one_of_each_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever loads the embedded models gets those of the session: each takes seconds and a gigabyte."""

    def load(fixture: str, real: Callable[[str], Any]) -> Callable[[str], Any]:
        return lambda name=EMBEDDED: request.getfixturevalue(fixture) if name == EMBEDDED else real(name)

    for module in (commands, corpus):
        monkeypatch.setattr(module, "load_encoder", load("encoder", load_encoder))
        monkeypatch.setattr(module, "load_pair_reader", load("reader", load_pair_reader))


@pytest.fixture(scope="session")
def tagger() -> TokenTagger:
    """The token tagger that ships."""
    return load_tagger()


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`tiny_bert(kind, **config)` saves a tiny random BERT and its tokenizer, and gives their directory.

    `kind` is the transformers class, `config` what its BertConfig says beyond the sizes.
    """
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    sentence = "troops left the town stayed in talks began ended rain fell"
    vocabulary = {word: i for i, word in enumerate([*special, *sentence.split()])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    roles = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    names = dict(zip(roles, special, strict=True))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=32, **names)

    def save(kind: Any, **config: Any) -> Path:
        torch.manual_seed(7)
        sizes = {"vocab_size": len(vocabulary), "hidden_size": 16, "intermediate_size": 32}
        depth = {"num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 32}
        model = kind(BertConfig(**sizes, **depth, initializer_range=1.0, **config))
        path = tmp_path_factory.mktemp("model")
        model.save_pretrained(path)
        fast.save_pretrained(path)
        return path

    return save


ARTICLES = {
    "a1": "قالت الوزارة إن 826 جنديا قتلوا في المدينة.",
    "a2": "أعلن الجيش أن 500 جندي قتلوا في المدينة. ولم يقتل أحد في المدينة.",
    "a3": "CNN said at least 900 soldiers were killed.",
}
"""Text of each article of the fixture `analysis`, by id."""


def _claim(article: str, text: str, **known: Any) -> dict[str, Any]:
    whole = ARTICLES[article]
    start = whole.index(text)
    place = {"article": article, "start": start, "end": start + len(text), "text": text}
    unknown = dict.fromkeys(("speaker", "via", "answers", "context", "source", "published"), "") | {"stance": "asserts"}
    sentence_start = whole.rfind(". ", 0, start) + 2 if ". " in whole[:start] else 0
    sentence = {"sentence_start": sentence_start, "sentence_end": whole.index(".", start) + 1}
    return {"id": f"{article}-{start}", **place, **unknown, **sentence, "topic": 0, **known}


def _span(text: str, word: str) -> tuple[tuple[int, int], ...]:
    start = text.index(word)
    return ((start, start + len(word)),)


@pytest.fixture
def analysis() -> Analysis:
    """A conflict of two pairs (826 against 500, and against none), an update (826, then 900), and a pair that no
    dispute took in. No model had a hand in it."""
    ministry = _claim("a1", "826 جنديا قتلوا في المدينة", speaker="الوزارة", lang="ar", source="الجزيرة")
    ministry |= {"location": "news/a1.txt", "published": "2024-12-01"}
    army = _claim("a2", "500 جندي قتلوا في المدينة", speaker="الجيش", lang="ar", location="news/a2.txt")
    nobody = _claim("a2", "ولم يقتل أحد في المدينة", stance="denies", lang="ar", location="news/a2.txt")
    later = _claim("a3", "at least 900 soldiers were killed", speaker="CNN", lang="en", source="Reuters")
    later |= {"location": "https://example.org/a3?x=1&y=2", "published": "2024-12-03T10:00", "topic": 1}
    claims = pd.DataFrame([ministry, army, nobody, later])
    said, answered, denied, grown = claims["text"]
    verdicts = pd.DataFrame(
        {
            "id": ["p0", "p1", "p2", "p3"],
            "a": [0, 0, 0, 1],
            "b": [1, 2, 3, 2],
            "relation": ["conflict", "conflict", "update", "conflict"],
            "kind": ["number", "denial", "number", "denial"],
            "confidence": [0.8, 0.7, 0.65, 0.6],
            "reasons": [
                (Reason("figures", (("first", "500"), ("second", "826"), ("name", "soldier"))),),
                (Reason("denies"),),
                (Reason("dates", (("first", "2024-12-01"), ("second", "2024-12-03"))),),
                (Reason("denies"),),
            ],
            "marks_a": [_span(said, "826"), _span(said, "قتلوا"), _span(said, "826"), ()],
            "marks_b": [_span(answered, "500"), _span(denied, "يقتل"), _span(grown, "900"), ()],
            "dispute": ["d0", "d0", "d1", ""],
        }
    )
    labels = {"label": [answered, grown], "lang": ["ar", "en"], "claims": [3, 1]}
    topics = pd.DataFrame({"topic": [0, 1], **labels})
    disputes = [
        Dispute("d0", "conflict", "number", 0.8, 0, a=(0,), b=(1, 2), pairs=(0, 1), origins_a=1, origins_b=1),
        Dispute("d1", "update", "number", 0.65, 1, a=(0,), b=(3,), pairs=(2,), origins_a=1, origins_b=1),
    ]
    return Analysis(claims, topics, verdicts, disputes, judged=6, agreements=verdicts[:0].drop(columns="dispute"))
