"""Where what tests read lies."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
PACKAGE = ROOT / "factcheck"
TRAINING = ROOT / "training"
DATA = Path(os.environ.get("FACTCHECK_DATA", ROOT.parent / "shared"))


def at_hand(*parts: str) -> Path:
    """A file of the labelled data; the test is skipped where it is not there."""
    path = DATA.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"the labelled data {'/'.join(parts)} is not at hand (FACTCHECK_DATA names its folder)")
    return path
