"""First paint and a changed filter of each page of the explorer, in Chromium, with 10,000 made-up disputes.

    python benchmarks/pages.py [--disputes 10000] [--rounds 3]

First paint: from asking for the address until all of the page is drawn. Changed filter: from the choice until what it
leaves is drawn. The server has read the index before, as it has for every reader but the first. Medians, seconds.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

SIZE = "FACTCHECK_BENCHMARK_DISPUTES"
_TOPICS, _OUTLETS, _SPEAKERS, _DAYS, _DIMENSION = 300, 14, 60, 20, 384
_PATIENCE = 40_000  # ms
_DRAWN = "[data-testid=stApp][data-test-script-state=notRunning]"

# Page -> (what has to be seen, the label of the filter that is changed; empty: there is none).
PAGES = {
    "": (".fc-card", "Relation"),
    "topics": ("[data-testid=stVegaLiteChart] :is(svg, canvas)", "Topic"),
    "numbers": ("[data-testid=stVegaLiteChart] :is(svg, canvas)", "Topic"),
    "sources": (".fc-matrix", "Compare"),
    "check": ("textarea", ""),
    "articles": (".fc-article", ""),
    "review": ("[data-testid=stAlert]", ""),
}


# --- the server: made-up disputes in the place of those of an index


def made_up(disputes: int) -> Any:
    """An analysis: each dispute is a pair of figures told by two outlets of one town."""
    from factcheck.analysis.analyse import Analysis
    from factcheck.analysis.disputes import Dispute
    from factcheck.schema import Reason

    n = np.arange(2 * disputes)
    topic = (n // 2) % _TOPICS
    figure = 10 + (n * 7) % 500
    text = [f"أعلنت الوزارة أن {f} شخصا قتلوا في البلدة رقم {t} يوم السبت" for f, t in zip(figure, topic, strict=True)]
    day = [f"2015-07-{1 + d:02}T10:00:00" for d in n % _DAYS]
    article = [f"a{i // 20}" for i in n]
    known = {"stance": "asserts", "answers": "", "context": "", "lang": "ar", "start": 0, "end": 10}
    about = {"source": [f"صحيفة {i % _OUTLETS}" for i in n], "speaker": [f"متحدث {i % _SPEAKERS}" for i in n // 3]}
    place = {"location": [f"https://news.example/{a}" for a in article], "published": day, "article": article}
    claims = pd.DataFrame({"id": [f"{i:016x}" for i in n], "text": text, **about, **place, "topic": topic})
    claims = claims.assign(**known, sentence_start=0, sentence_end=10, sentence="")
    is_update = np.arange(disputes) % 3 == 0
    relation = np.where(is_update, "update", "conflict")
    sure = np.round(0.3 + 0.6 * ((np.arange(disputes) * 37) % 1000) / 1000, 3)
    ids = [f"d{i}" for i in range(disputes)]
    verdicts = pd.DataFrame({"id": ids, "a": n[::2], "b": n[1::2], "relation": relation, "kind": "number"})
    spans = {"marks_a": [((18, 21),)] * disputes, "marks_b": [((18, 21),)] * disputes}
    verdicts = verdicts.assign(confidence=sure, reasons=[(Reason("denies"),)] * disputes, dispute=ids)
    verdicts = verdicts.assign(**spans)
    found = [
        Dispute(ids[i], str(relation[i]), "number", float(sure[i]), int(topic[2 * i]), [2 * i], [2 * i + 1], [i], 1, 2)
        for i in np.lexsort((-sure, is_update))
    ]
    labels = {"topic": range(_TOPICS), "label": [text[2 * t] for t in range(_TOPICS)], "lang": "ar"}
    topics = pd.DataFrame({**labels, "claims": np.bincount(topic, minlength=_TOPICS)})
    agreements = verdicts.iloc[:0].drop(columns="dispute")
    return Analysis(
        claims=claims, topics=topics, verdicts=verdicts, agreements=agreements, disputes=found, judged=disputes
    )


def serve() -> None:
    """The explorer over made-up disputes; run by Streamlit."""
    import streamlit as st

    from factcheck.articles import make_article
    from factcheck.index.index import Index
    from factcheck.ui import INDEX_VARIABLE, frame, page
    from factcheck.ui.choice import gather

    @st.cache_resource
    def read() -> Any:
        analysis = made_up(int(os.environ[SIZE]))
        claims = analysis.claims
        random = np.random.default_rng(7).normal(size=(len(claims), _DIMENSION)).astype(np.float32)
        index = Index.open(os.environ[INDEX_VARIABLE])
        vectors = random / np.linalg.norm(random, axis=1, keepdims=True)
        shown = SimpleNamespace(folder=index.folder, store=index.store, vectors=lambda rows: vectors[rows])
        texts = claims.groupby("article")["text"].agg("\n".join).items()
        shown.articles = lambda: (make_article(text, key, "صحيفة", "2015-07-01", lang="ar") for key, text in texts)
        return shown, analysis, gather(analysis)

    frame._read = lambda *_: read()
    page.main()


# --- the browser


def measure(address: str, rounds: int) -> dict[str, dict[str, float]]:
    """Seconds by page: `first_paint`, and `filter` where the page has one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        found = {}
        for page, (seen, label) in PAGES.items():
            tab = chromium.new_page(viewport={"width": 1360, "height": 900})
            tab.goto(f"{address}/{page}", timeout=_PATIENCE)
            tab.locator(seen).first.wait_for(timeout=_PATIENCE)  # what is made once is made now
            first = [_seconds(lambda t=tab, p=page, s=seen: _open(t, f"{address}/{p}", s)) for _ in range(rounds)]
            row = {"first_paint": statistics.median(first)}
            if label:
                row["filter"] = statistics.median(
                    _changed(tab, f"{address}/{page}", seen, label) for _ in range(rounds)
                )
            found[page or "disputes"] = {name: round(value, 2) for name, value in row.items()}
            tab.close()
        chromium.close()
    return found


def _open(tab: Any, address: str, seen: str) -> None:
    tab.goto(address, timeout=_PATIENCE)
    tab.locator(seen).first.wait_for(timeout=_PATIENCE)
    tab.locator(_DRAWN).wait_for(timeout=_PATIENCE)


def _changed(tab: Any, address: str, seen: str, label: str) -> float:
    """Seconds from a choice in a widget until the address and the page say so."""
    _open(tab, address, seen)
    tab.get_by_label(label).first.click()
    option = tab.get_by_role("option").nth(1)
    option.wait_for()

    def choose() -> None:
        option.click()
        tab.wait_for_url(lambda url: "?" in url, timeout=_PATIENCE)
        tab.locator(_DRAWN).wait_for(timeout=_PATIENCE)

    return _seconds(choose)


def _seconds(what: Callable[[], None]) -> float:
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def _await(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the explorer did not start")


def main() -> None:
    from factcheck.index.index import Index
    from factcheck.ui import INDEX_VARIABLE

    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--disputes", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as folder:
        Index.create(folder)
        environment = {**os.environ, INDEX_VARIABLE: folder, SIZE: str(given.disputes), "PYTHONPATH": str(root)}
        command = [sys.executable, "-m", "streamlit", "run", __file__, "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://localhost:{port}"
            _await(address)
            print(json.dumps({"disputes": given.disputes, **measure(address, given.rounds)}, indent=1))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    serve() if SIZE in os.environ else main()
