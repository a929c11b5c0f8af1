"""The token tagger: true offsets, the same in any order, bounded for any input; what the shipped one has learned."""

import json
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from factcheck.errors import ModelError
from factcheck.models import token_tagger
from factcheck.models.tagger_network import TaggerNetwork
from factcheck.models.token_tagger import Thresholds, TokenTagger, load_tagger
from factcheck.models.windows import WINDOW
from factcheck.schema import STANCES, TaggedClaim, TaggedSentence

WEIGHTS = Path(token_tagger.__file__).parent / "weights"
WORDS = [
    "<s>",
    "</s>",
    "?",
    *"Sara Omar said denied that the bridge Bridge closed road Road is open . , « » Reuters".split(),
]
CLAIMS, SPEAKERS = {"bridge", "closed", "is", "open", "road"}, {"Sara", "Omar", "Reuters"}


def tokenizer() -> Tokenizer:
    """Words and points, each a token."""
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="?"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)])
    return made


class Knowing:
    """A network that knows its few words: a claim is a run of CLAIMS, said by the nearest speaker before it."""

    def __init__(self) -> None:
        self.windows: list[list[str]] = []

    def read(self, windows: Sequence[Sequence[int]]) -> list[Any]:
        found = []
        for ids in windows:
            words = [WORDS[i] for i in ids]
            self.windows.append(words)
            tags = [_tags(words, kind) for kind in (CLAIMS, SPEAKERS)]
            claims = self._claims_of(words)
            found.append(SimpleNamespace(claim=tags[0], speaker=tags[1], claims=claims))
        return found

    def _claims_of(self, words: list[str]) -> Any:
        def claims(spans: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            n = len(words)
            stance, owner, via = np.zeros((len(spans), 6)), np.zeros((len(spans), n + 2)), np.zeros((len(spans), n + 1))
            for row, (start, _) in enumerate(spans):
                stance[row, int("denied" in words[start - 3 : start])] = 1
                owner[row, next((i for i in range(start - 1, -1, -1) if words[i] in SPEAKERS), n)] = 1
                via[row, words.index("Reuters", start) if "Reuters" in words[start:] else n] = 1
            return stance, owner, via

        return claims


def _tags(words: list[str], kind: set[str]) -> np.ndarray:
    tags = np.full((len(words), 3), 0.01)
    for i, word in enumerate(words):
        tags[i, 0 if word not in kind else 2 if i and words[i - 1] in kind else 1] = 0.98
    return tags


@pytest.fixture
def knowing() -> TokenTagger:
    return TokenTagger(Knowing(), tokenizer(), "knowing")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def chance() -> TokenTagger:
    """A tiny network of random weights."""
    torch.manual_seed(3)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    bert = BertModel(BertConfig(vocab_size=len(WORDS), initializer_range=1.0, **sizes), add_pooling_layer=False)
    return TokenTagger(TaggerNetwork(bert).eval(), tokenizer(), "chance")


def words_of(document: Sequence[str], place: tuple[int, int, int] | None) -> str | None:
    return document[place[0]][place[1] : place[2]] if place else None


def test_a_claim_has_its_span_its_stance_its_speaker_and_who_passed_it_on(knowing: TokenTagger) -> None:
    document = ["Sara denied that «bridge is open», Reuters said."]
    (claim,) = knowing.tag([document])[0][0].claims
    assert document[0][slice(*claim.span)] == "bridge is open"
    assert (claim.stance, claim.owner) == ("denies", "named")
    assert words_of(document, claim.speaker) == "Sara" and words_of(document, claim.via) == "Reuters"
    assert claim.probability == pytest.approx(0.98, abs=0.03) and claim.owner_probability == 1


@pytest.mark.parametrize("mark", ["\u200f", "\u00ad", "\u200b\u2067"])
def test_what_is_not_seen_is_not_read_and_no_place_moves(knowing: TokenTagger, mark: str) -> None:
    plain, marked = (
        "Sara denied that bridge is open",
        f"{mark}Sa{mark}ra de{mark}nied that b{mark}ridge is op{mark}en{mark}",
    )
    (claim,) = knowing.tag([[marked]])[0][0].claims
    assert marked[slice(*claim.span)] == f"b{mark}ridge is op{mark}en" and claim.stance == "denies"
    assert words_of([marked], claim.speaker) == f"Sa{mark}ra"
    words = [marked[slice(*word.span)].replace(mark, "") for word in knowing.probabilities([marked])[0]]
    assert words == [plain[slice(*word.span)] for word in knowing.probabilities([plain])[0]] == plain.split()


def test_a_speaker_may_stand_in_the_sentence_before(knowing: TokenTagger) -> None:
    first, second = knowing.tag([["Omar said.", "road is open"]])[0]
    assert first.speakers == ((0, 4),) and second.speakers == ()
    assert second.claims[0].speaker == (0, 0, 4)


def test_a_speaker_does_not_stand_in_a_sentence_further_on() -> None:
    class Hasty(Knowing):
        """Points with most of its probability to the last token of all, with some to the first, `Sara`."""

        def _claims_of(self, words: list[str]) -> Any:
            def claims(spans: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
                n = len(words)
                owner, via = np.zeros((len(spans), n + 2)), np.zeros((len(spans), n + 1))
                owner[:, words.index("Sara")], owner[:, n - 2], owner[:, n] = 0.05, 0.94, 0.01
                via[:, n - 2] = 1
                return np.eye(6)[[0] * len(spans)], owner, via

            return claims

    hasty = TokenTagger(Hasty(), tokenizer(), "hasty")  # type: ignore[arg-type]
    document = ["Sara said that the bridge is open.", "road closed said Omar"]
    first, second = hasty.tag([document])[0]
    assert words_of(document, first.claims[0].speaker) == "Sara" and first.claims[0].via is None
    assert words_of(document, second.claims[0].speaker) == "Omar"


def test_what_nobody_says_is_nobodys(knowing: TokenTagger) -> None:
    ((tagged,),) = knowing.tag([["road is open."]])
    assert tagged.claims == (
        TaggedClaim((0, 12), tagged.claims[0].probability, "asserts", 1.0, None, "nobody", 1.0, None),
    )


def test_no_sentences_and_no_words_have_no_claims(knowing: TokenTagger, chance: TokenTagger) -> None:
    assert knowing.tag([]) == [] and knowing.tag([[]]) == [[]]
    for tagger in (knowing, chance):
        assert tagger.tag([["", " \n", "\ud800"]])[0][:2] == [TaggedSentence((), ())] * 2


def test_a_claim_that_is_not_likely_enough_is_not_told() -> None:
    strict = TokenTagger(Knowing(), tokenizer(), "strict", Thresholds(claim=0.999))  # type: ignore[arg-type]
    assert strict.tag([["road is open"]]) == [[TaggedSentence((), ())]]


DOCUMENTS = [
    ["Sara said that the bridge is open.", "road closed", "Omar denied that."],
    ["the road is open, the bridge closed " * 9 + str(i) for i in range(40)],
    ["Reuters", "bridge " * 700, "Omar said « road is open"],
]


def test_documents_in_any_order_are_read_the_same(chance: TokenTagger) -> None:
    there, back = chance.tag(DOCUMENTS), chance.tag(DOCUMENTS[::-1])
    assert there == back[::-1]
    assert sum(len(sentence.claims) for document in there for sentence in document) > 4


def test_spans_lie_within_their_sentences_and_do_not_overlap(chance: TokenTagger) -> None:
    for document, tagged in zip(DOCUMENTS, chance.tag(DOCUMENTS), strict=True):
        for text, sentence in zip(document, tagged, strict=True):
            spans = [claim.span for claim in sentence.claims]
            assert all(0 <= start < end <= len(text) for start, end in [*spans, *sentence.speakers])
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
            for start, end in spans:
                assert text[start:end] == text[start:end].strip(" .,«»")
            for claim in sentence.claims:
                assert claim.stance in STANCES and (claim.owner == "named") == (claim.speaker is not None)


def test_a_claim_over_the_end_of_a_window_is_told_once(knowing: TokenTagger) -> None:
    text = "the " * (WINDOW - 10) + "bridge is open " * 5 + "the " * 400 + "road is closed"
    ((tagged,),) = knowing.tag([[text]])
    assert [text[slice(*claim.span)] for claim in tagged.claims] == [
        "bridge is open " * 4 + "bridge is open",
        "road is closed",
    ]


@pytest.mark.parametrize(
    "text", ["bridge " * 300_000, "a" * 2_000_000, "«" * 500_000, "Sara said. " * 100_000, "ا،" * 400_000]
)
def test_endless_sentences_are_read_in_part(text: str) -> None:
    network = Knowing()
    TokenTagger(network, tokenizer(), "knowing").tag([[text, "road is open"]])  # type: ignore[arg-type]
    assert sum(map(len, network.windows)) < 1.6 * 20_000
    assert max(map(len, network.windows)) <= WINDOW


def test_each_word_has_its_labels(knowing: TokenTagger) -> None:
    ((said, denied),) = [knowing.probabilities(["Sara said.", "bridge closed"])]
    assert [(word.span, word.claim, word.speaker) for word in denied] == [
        ((0, 6), "begins", "outside"),
        ((7, 13), "inside", "outside"),
    ]
    assert [word.speaker for word in said] == ["begins", "outside", "outside"]
    assert denied[0].claim_probability == 0.98


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the two files that ship, to be spoilt."""
    for suffix in ("json", "safetensors"):
        shutil.copy(WEIGHTS / f"tagger.{suffix}", tmp_path)
    return tmp_path


def test_a_damaged_tagger_is_refused(copy: Path) -> None:
    weights = bytearray((copy / "tagger.safetensors").read_bytes())
    weights[len(weights) // 2] ^= 1
    (copy / "tagger.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match="The embedded tagger is damaged"):
        load_tagger(copy)


@pytest.mark.parametrize("changed", [{"stances": ["asserts"]}, {"thresholds": {"warm": 1}}, {"thresholds": None}])
def test_a_tagger_of_another_form_is_refused(copy: Path, changed: dict[str, Any]) -> None:
    path = copy / "tagger.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")
    with pytest.raises(ModelError, match=r"The embedded tagger (has the stances|cannot be read)"):
        load_tagger(copy)


def test_the_tagger_is_small_enough_to_ship() -> None:
    assert (WEIGHTS / "tagger.safetensors").stat().st_size < 12e6


def test_its_name_says_which_weights_it_has(tagger: TokenTagger) -> None:
    digest = json.loads((WEIGHTS / "tagger.json").read_text("utf-8"))["sha256"]
    assert tagger.name == f"embedded:tagger@{digest[:12]}"


READ = [
    # A document, then of its last sentence: the claim, its stance and speaker.
    (
        ["The ministry denied that the dam had cracked, Reuters reported."],
        "the dam had cracked",
        "denies",
        "The ministry",
    ),
    (["Officials said 30 people drowned when they tried to cross."], "30 people drowned", "asserts", "Officials"),
    (["وأكد والد الطفل أن ابنه عاد إلى البيت."], "ابنه عاد إلى البيت", "asserts", "والد الطفل"),
    (["نفت وزارة الدفاع أن تكون قواتها قد انسحبت من حمص."], "قواتها قد انسحبت من حمص", "denies", "وزارة الدفاع"),
    (
        ["Haddad said 12 people were killed.", "Colonel Odeh said that nobody was killed."],
        "nobody was killed",
        "asserts",
        "Colonel Odeh",
    ),
    (["Le maire a déclaré que le pont serait fermé lundi."], "le pont serait fermé lundi", "", "Le maire"),
    (["Министр заявил, что мост закрыт."], "мост закрыт", "asserts", "Министр"),
    (["部长表示，大桥已经关闭。"], "大桥已经关闭", "asserts", "部长"),
]


@pytest.mark.parametrize(("document", "claim", "stance", "speaker"), READ)
def test_it_reads_who_says_what_and_how(
    tagger: TokenTagger, document: list[str], claim: str, stance: str, speaker: str
) -> None:
    tagged = tagger.tag([document])[0][-1]
    found = next(c for c in tagged.claims if claim in document[-1][slice(*c.span)])
    assert words_of(document, found.speaker) == speaker
    assert found.stance == stance or not stance
