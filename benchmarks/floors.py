"""Scores that a change may not lower: a JSON file of floors, with a digest of the data they were measured on."""

import hashlib
import json
from pathlib import Path
from typing import Any

MARGIN = 0.02
"""Processors round differently: how far below what was measured a floor stands."""

Score = dict[str, float]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def read_floors(file: Path) -> dict[str, dict[str, Any]]:
    """set -> {"digest", and for each part of it that is measured {score: floor}}."""
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def below(file: Path, name: str, data: Path, part: str, held: Score) -> list[str]:
    """What is wrong with the scores of a set: other data than the floors were measured on, or scores below them."""
    known = read_floors(file).get(name, {})
    if known.get("digest") != digest(data):
        return [f"{name}: other data than the floors were measured on; measure them anew"]
    least = known.get(part, {})
    return [f"{name}: {k} {held[k]} is below its floor {v}" for k, v in least.items() if held[k] < v]


def settle(
    file: Path, name: str, data: Path, part: str, held: Score, may_lower: bool = False, margin: float = MARGIN
) -> None:
    """Writes the floors of a set: a little below what was measured, and never below what stands there."""
    all_floors = read_floors(file)
    known = all_floors.setdefault(name, {})
    if known.get("digest") != digest(data):
        known.clear()
    old = known.get(part, {})
    new = {k: round(v if v in (0, 1) else max(0, v - margin), 3) for k, v in held.items()}
    known["digest"] = digest(data)
    known[part] = {k: v if may_lower else max(v, old.get(k, 0)) for k, v in new.items()}
    file.write_text(json.dumps(all_floors, indent=2, sort_keys=True) + "\n", "utf-8")
