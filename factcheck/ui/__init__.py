"""The browser explorer: a Streamlit page that shows what the library says."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from factcheck.errors import FactcheckError
from factcheck.settings import Settings

INDEX_VARIABLE = "FACTCHECK_INDEX"
"""The environment variable that names the index a page opens with."""

MODEL_VARIABLE = "FACTCHECK_MODEL"
"""The environment variable that names the model a claim of one's own is embedded with."""

PAIR_READER_VARIABLE = "FACTCHECK_PAIR_READER"
"""The environment variable that names the NLI model that judges pairs."""

# What `.streamlit/config.toml` says too, which is only read by a Streamlit that is started in its folder.
_OPTIONS = {
    "server.address": "localhost",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    # Else Streamlit prints the docstrings of `page.py` on each page.
    "runner.magicEnabled": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
}


def launch(settings: Settings) -> int:
    """Serves the explorer on this computer alone until it is stopped, and gives its exit status.

    Raises FactcheckError where Streamlit is not installed.
    """
    if find_spec("streamlit") is None:
        raise FactcheckError("the explorer needs Streamlit: pip install 'factcheck-claims[ui]'")
    options = [f"--{name}={value}" for name, value in _OPTIONS.items()]
    page = Path(__file__).with_name("page.py")
    named = {
        INDEX_VARIABLE: str(settings.index),
        MODEL_VARIABLE: settings.model,
        PAIR_READER_VARIABLE: settings.pair_reader,
    }
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    try:
        return subprocess.run(command, env={**os.environ, **named}).returncode
    except KeyboardInterrupt:
        return 0
