"""What holds when a build is killed or the index is read meanwhile: a short run of `faults.py`."""

import json
import os
import subprocess
import sys

import pytest

from tests.paths import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("what", [("kills", "20"), ("upgrades", "6"), ("readers", "8")])
def test_nothing_is_lost_or_mixed(what: tuple[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", *what], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert ran.stdout, ran.stderr
    assert json.loads(ran.stdout)["wrong"] == [] and ran.returncode == 0
