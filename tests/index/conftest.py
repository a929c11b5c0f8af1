"""What the tests of an index share."""

from pathlib import Path

import pytest

from factcheck.index.index import Index
from tests.fakes import FakeEncoder, articles


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of three articles, made with a fake model."""
    made = Index.create(tmp_path / "index")
    made.update(articles(), FakeEncoder())
    return made
