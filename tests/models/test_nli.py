"""A pair of texts -> entailment, neutral, contradiction."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factcheck.errors import ModelError
from factcheck.models.nli import NLI, load_nli
from factcheck.schema import LABELS

SCRAMBLED = {0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}
PREMISES = ["troops left the town", "rain fell", "talks began in the town", "troops left the town"]
HYPOTHESES = ["troops stayed in the town", "rain fell", "talks ended", "troops stayed in the town"]


@pytest.fixture(scope="module")
def model(tiny_bert) -> Path:
    from transformers import BertForSequenceClassification

    return tiny_bert(BertForSequenceClassification, num_labels=3, id2label=SCRAMBLED)


@pytest.fixture(scope="module")
def nli(model: Path) -> NLI:
    return load_nli(str(model))


@pytest.fixture
def in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    """As models are by themselves, also on a processor that multiplies in bfloat16."""
    monkeypatch.setattr("factcheck.models.precision.autocast", lambda device: nullcontext())


def direct(model: Path, premise: str, hypothesis: str) -> dict[str, float]:
    """What the model itself says of the pair, by its own labels in lower case."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokens = AutoTokenizer.from_pretrained(model)(premise, hypothesis, return_tensors="pt")
    with torch.inference_mode():
        scores = AutoModelForSequenceClassification.from_pretrained(model)(**tokens).logits.softmax(-1)[0]
    return {label.lower(): float(scores[i]) for i, label in SCRAMBLED.items()}


@pytest.mark.usefixtures("in_float32")
def test_columns_stand_in_the_order_of_labels_whatever_the_model_says(nli: NLI, model: Path) -> None:
    assert LABELS == ("entailment", "neutral", "contradiction")
    got = nli.probabilities(PREMISES, HYPOTHESES)
    for row, premise, hypothesis in zip(got, PREMISES, HYPOTHESES, strict=True):
        said = direct(model, premise, hypothesis)
        np.testing.assert_allclose(row, [said[label] for label in LABELS], atol=1e-5)
        assert row.max() - row.min() > 1e-3, "the columns must differ for this to say anything"


def test_rows_are_float32_and_sum_to_one(nli: NLI) -> None:
    got = nli.probabilities(PREMISES, HYPOTHESES)
    assert got.dtype == np.float32 and got.shape == (4, 3)
    np.testing.assert_allclose(got.sum(axis=1), 1, atol=1e-6)


def test_any_order_gives_the_same_numbers_in_the_order_given(nli: NLI) -> None:
    forwards = nli.probabilities(PREMISES, HYPOTHESES)
    assert np.array_equal(nli.probabilities(PREMISES[::-1], HYPOTHESES[::-1]), forwards[::-1])
    assert np.array_equal(forwards[0], forwards[3]) and not np.array_equal(forwards[0], forwards[2])


def test_both_directions_are_the_pair_and_the_pair_turned_round(nli: NLI) -> None:
    got = nli.both_directions(PREMISES, HYPOTHESES)
    assert got.shape == (4, 2, 3)
    np.testing.assert_allclose(got[:, 0], nli.probabilities(PREMISES, HYPOTHESES), atol=1e-6)
    np.testing.assert_allclose(got[:, 1], nli.probabilities(HYPOTHESES, PREMISES), atol=1e-6)
    assert not np.allclose(got[0, 0], got[0, 1]), "the two directions must differ for this to say anything"


def test_no_pairs_give_no_rows(nli: NLI) -> None:
    assert nli.probabilities([], []).shape == (0, 3)
    assert nli.both_directions([], []).shape == (0, 2, 3)


def test_a_premise_without_a_hypothesis_is_a_mistake(nli: NLI) -> None:
    with pytest.raises(ValueError, match="shorter"):
        nli.probabilities(PREMISES, HYPOTHESES[:2])


def test_a_pair_longer_than_the_model_is_cut(nli: NLI) -> None:
    assert np.isfinite(nli.probabilities(["rain fell " * 9_000], ["talks ended " * 9_000])).all()


@pytest.mark.parametrize(
    "labels",
    [
        ["LABEL_0", "LABEL_1", "LABEL_2"],
        ["entailment", "not_entailment"],
        ["entailment", "neutral", "neutral_too"],
        ["entailment", "neutral", "contradiction", "contradictory"],
    ],
)
def test_labels_that_are_not_the_three_are_refused_by_name(labels: list[str], tiny_bert: Any) -> None:
    from transformers import BertForSequenceClassification

    id2label = dict(enumerate(labels))
    path = tiny_bert(BertForSequenceClassification, num_labels=len(labels), id2label=id2label)
    with pytest.raises(ModelError, match=", ".join(labels)):
        load_nli(str(path))


@pytest.mark.usefixtures("in_float32")
def test_short_forms_of_the_labels_are_understood(tiny_bert: Any) -> None:
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    labels = {0: "neutral", 1: "contradict", 2: "entail"}
    path = tiny_bert(BertForSequenceClassification, num_labels=3, id2label=labels)
    got = load_nli(str(path)).probabilities(PREMISES, HYPOTHESES)
    as_written = CrossEncoder(str(path)).predict(list(zip(PREMISES, HYPOTHESES, strict=True)), apply_softmax=True)
    np.testing.assert_allclose(got, as_written[:, [2, 0, 1]], atol=1e-5)


def test_many_pairs_of_all_lengths_are_judged_as_one_by_one(nli: NLI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.models.nli.TOKENS_AT_ONCE", 40)
    monkeypatch.setattr("factcheck.models.nli.PAIRS_AT_ONCE", 7)
    premises = [" ".join(["troops left the town"] * (1 + i % 5)) for i in range(20)]
    hypotheses = [f"talks {'ended ' * (i % 7)}" for i in range(20)]
    alone = np.vstack([nli.probabilities([a], [b]) for a, b in zip(premises, hypotheses, strict=True)])
    np.testing.assert_allclose(nli.probabilities(premises, hypotheses), alone, atol=1e-5)


def test_none_is_no_model() -> None:
    assert load_nli("none") is None


def test_an_unknown_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_nli(str(tmp_path / "none" / "here"))
    assert "\n" not in str(caught.value)
