"""How the NLI head reads labelled data that does not come with the repository, held against floors.

FACTCHECK_DATA names the folder with `gold/` and `data/dev/` (default: `../shared`); without it these tests are skipped.
Here a fixed sample of each NLI set is measured; `make quality` measures all. See `benchmarks/quality.py`.
"""

import pytest

from benchmarks import quality
from benchmarks.floors import below
from factcheck.models.nli import NLI
from tests.paths import at_hand


@pytest.mark.parametrize("name", quality.NLI_SETS)
def test_the_head_reads_no_worse_than_it_did(name: str, nli: NLI) -> None:
    path = at_hand("data", "dev", name)
    held, _ = quality.nli_scores(path, nli, quality.SAMPLE)
    assert below(quality.FLOORS, name, path, "sample", held) == []
