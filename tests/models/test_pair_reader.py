"""Two claims -> outcomes, by the weights that are kept for the judge to come."""

import shutil
from pathlib import Path

import pytest

from factcheck.errors import ModelError
from factcheck.models import pair_reader
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.schema import OUTCOMES, PairSide
from tests.fakes import FakePairReader
from tests.paths import PACKAGE

A = PairSide("The blast in Homs killed 12 people", "Blast in Homs", "the army")
B = PairSide("The blast in Homs killed 40 people", "Blast in Homs", "the rebels")
RAIN = PairSide("Heavy rain closed three museums in Paris")


@pytest.fixture(scope="module")
def reader() -> PairReader:
    return load_pair_reader()


def test_probabilities_are_of_five_outcomes_and_sum_to_one(reader: PairReader) -> None:
    for reading in reader.read([(A, B), (A, RAIN)]):
        assert len(reading.probabilities) == len(OUTCOMES)
        assert sum(reading.probabilities) == pytest.approx(1, abs=1e-4)


def test_two_events_are_told_from_one(reader: PairReader) -> None:
    one, two = (dict(zip(OUTCOMES, r.probabilities, strict=True)) for r in reader.read([(A, B), (A, RAIN)]))
    assert max(two, key=two.__getitem__) == "other" and two["other"] > 2 * one["other"]


def test_either_order_and_any_company_give_the_same(reader: PairReader) -> None:
    alone, turned = reader.read([(A, B)])[0].probabilities, reader.read([(B, A)])[0].probabilities
    among = reader.read([(RAIN, A), (A, B), (RAIN, RAIN), (A, B)])
    assert turned == pytest.approx(alone, abs=0.02) and among[1] == among[3]
    assert among[1].probabilities == pytest.approx(alone, abs=0.02)  # bfloat16, another padding


def test_no_pairs_give_no_readings(reader: PairReader) -> None:
    assert reader.read([]) == []


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for path in (PACKAGE / "models" / "weights").glob("pair.*"):
        shutil.copy(path, tmp_path)
    (tmp_path / "pair.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="damaged"):
        pair_reader.load_pair_reader(tmp_path)


def test_the_stand_in_says_what_it_is_told() -> None:
    fake = FakePairReader({frozenset((A.text, B.text)): "conflict"})
    found = [OUTCOMES[r.probabilities.index(1)] for r in fake.read([(B, A), (A, RAIN)])]
    assert found == ["conflict", "other"]
