"""The models themselves, without the memory that the other tests give them."""

import pytest

from factcheck.models.encoder import Encoder
from factcheck.models.nli import NLI


@pytest.fixture(scope="session", name="encoder")
def encoder_without_memory(encoder: Encoder) -> Encoder:
    return Encoder(lambda: encoder.model, encoder.name, encoder._prompt)


@pytest.fixture(scope="session", name="nli")
def nli_without_memory(nli: NLI) -> NLI:
    return NLI(nli.model, nli.tokenizer, nli.name, nli._temperature)
