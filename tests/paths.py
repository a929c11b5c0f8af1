"""Where what tests read lies."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
PACKAGE = ROOT / "factcheck"
TRAINING = ROOT / "training"
