"""The models themselves, without the memory that the other tests give them."""

import pytest

from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader, load_pair_reader


@pytest.fixture(scope="session", name="encoder")
def encoder_without_memory(encoder: Encoder) -> Encoder:
    return Encoder(lambda: encoder.model, encoder.name, encoder._prompt)


@pytest.fixture(scope="session", name="reader")
def reader_without_memory() -> PairReader:
    return load_pair_reader.__wrapped__()
