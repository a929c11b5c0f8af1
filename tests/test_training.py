"""The parts of `training/` that decide what the NLI head is taught."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

from tests.paths import TRAINING


@pytest.fixture(params=["crossed", "hard_pairs", "nli"])
def script(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TRAINING))
    return importlib.import_module(request.param)


def only(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("script", [name], indirect=True)


@only("hard_pairs")
def test_numbers_that_are_put_into_a_sentence_have_the_label_of_their_intervals(script: ModuleType) -> None:
    made = list(script.number_pairs([("The strike killed 40 people in the town.", "en")], 60, seed=1))
    assert [pair.label for pair in made] == [0, 1, 2] * 20
    exact = [
        pair for pair in made if all(re.fullmatch(r"The strike killed \d+ people in the town\.", t) for t in pair[:2])
    ]
    assert {(pair.premise == pair.hypothesis, pair.label) for pair in exact} == {(True, 0), (False, 2)}


@only("hard_pairs")
def test_a_passage_holds_its_premise_among_others_of_its_language(script: ModuleType) -> None:
    rows = [
        script.Labelled(script.Pair(f"{lang} {i}.", f"said {lang} {i}", i % 3), lang)
        for lang in ("ar", "en")
        for i in range(9)
    ]
    for passage, hypothesis, label in script.passage_pairs(rows, 40, seed=1):
        own = hypothesis.removeprefix("said ") + "."
        assert own in passage and label == int(own[3]) % 3
        assert passage.count(own[:2]) == passage.count(".") in range(2, 6)
    assert list(script.passage_pairs([], 40, seed=1)) == []


@only("crossed")
def test_translations_are_found_in_whatever_order_they_stand(script: ModuleType) -> None:
    def pairs(lang: str, order: list[int]) -> list:
        return [script.Pair(f"{lang} premise {i}", f"{lang} {i}", i % 3) for i in order]

    def encode(texts: list[str]) -> np.ndarray:
        return np.eye(9, dtype=np.float32)[[int(text.split()[-1]) for text in texts]]

    groups = {"en": pairs("en", [*range(9)]), "ar": pairs("ar", [3, 8, 1, 0]), "fr": pairs("fr", [5, 4, 3])}
    found = script.translations(groups, encode)
    assert [sorted(pairs) for pairs in found[3:6]] == [["ar", "en", "fr"], ["en", "fr"], ["en", "fr"]]
    lines = list(script.crossed(found, 27, seed=1))
    assert {line["premise"].split()[-1] == line["hypothesis"].split()[-1] for line in lines} == {True}
    assert any(line["lang"] == "ar-fr" for line in lines)


@only("nli")
def test_a_pair_that_may_have_either_of_two_labels_is_taught_neither(script: ModuleType) -> None:
    logits = torch.tensor([[5.0, -5.0, -9.0], [-5.0, 5.0, -9.0]])
    either, contradiction = (script.cross_entropy(logits, torch.full((2,), label), None) for label in (3, 2))
    assert either < 0.5 < contradiction


@only("nli")
def test_a_student_is_taught_labels_and_teachers_by_halves(script: ModuleType) -> None:
    logits, truth = torch.tensor([[2.0, 0.0, -2.0]]), torch.tensor([0])
    teacher = torch.tensor([[0.0, 0.0, 1.0]])
    alone, taught = (float(script.cross_entropy(logits, truth, soft)) for soft in (None, teacher))
    said = float(logits.log_softmax(1)[0, 2])
    assert taught == pytest.approx((1 - script.TAUGHT) * alone - script.TAUGHT * said)


@only("nli")
def test_test_data_is_refused(script: ModuleType, tmp_path: Path) -> None:
    pair = script.Pair("Ten people died.", "Nobody died.", 2)
    held_out = tmp_path / "held.jsonl"
    held_out.write_text('{"premise": "Nobody  died.", "hypothesis": "Ten people died.", "label": "contradiction"}\n')
    script.refuse({"ANS ar": [script.Labelled(pair, "en")]}, [])
    with pytest.raises(SystemExit, match="Test data"):
        script.refuse({"ANS ar": [script.Labelled(pair, "en")]}, [held_out])
    with pytest.raises(SystemExit, match="Test data"):
        script.refuse({"XNLI test ar": []}, [])
