"""Builds that are killed, readers during builds, mangled inputs: what has to hold whatever happens to a process.

    python -m tests.faults kills COUNT [SEED]   COUNT builds, each killed at a random point, opened, verified, finished
    python -m tests.faults upgrades COUNT [SEED]    as many of runs that bring an index of the version before up to date
    python -m tests.faults readers COUNT        COUNT processes that read while the index is rebuilt again and again
    python -m tests.faults inputs COUNT [SEED]  COUNT mangled inputs of all kinds are read (`tests/mangled.py`)

Prints one JSON object and exits with 0 where nothing was wrong. Processes are forked from one that has loaded the
libraries, so that a build takes a moment; they share nothing else. Half of the kills come from outside at a random
time; the other half from inside, at a random one of all calls that touch the database or a file, so that stages that
are over in a moment are hit as often as long ones.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from factcheck import claims as claims_module
from factcheck.articles import make_article
from factcheck.errors import IndexMismatchError
from factcheck.hashing import file_digest
from factcheck.index import index as index_module
from factcheck.index.index import Index
from factcheck.index.integrity import MENDED, NOTE, verify
from factcheck.index.vectors import vectors_of
from factcheck.schema import Article, TaggedClaim, TaggedSentence
from tests.fakes import FakeEncoder, NearEncoder
from tests.mangled import inputs
from tests.old_index import kept_rows, old_index
from tests.paths import SEEDS

ARTICLES = 40
_FILE_CALLS = ("replace", "unlink", "open", "flock", "read")
_OWN_CALLS = ("write_index", "write", "_publish", "_tidy")
_LONG = 0.1  # seconds
DIED = -signal.SIGKILL
Content = tuple[list[dict[str, Any]], list[Article], bytes]


def news(first: int) -> list[Article]:
    """Short articles of real sentences, each with a place of its own; `first` varies the text of some."""
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    found = []
    for i in range(first, first + ARTICLES):
        version = first if i % 4 == 0 else 0
        text = "\n".join([f"{i}", *(lines[(7 * i + j + version) % len(lines)] for j in range(4))])
        found.append(make_article(text, f"{i}.txt", f"outlet {i % 5}", "2024-12-01"))
    return found


def first_build(index: Index) -> None:
    index.update(news(0), FakeEncoder())


def update(index: Index) -> None:
    """New, changed, moved and removed articles at once."""
    moved = [make_article(a.text, f"moved/{a.location}", a.source, a.published) for a in news(0)[5:9]]
    index.update([*news(10), *moved], FakeEncoder(), prune=True)


def rebuild(index: Index) -> None:
    index.rebuild(FakeEncoder("other", seed=1))


BUILDS: list[Callable[[Index], None]] = [first_build, update, rebuild]


def content(index: Index) -> Content:
    """All that a reader sees, row for row."""
    snapshot = index.snapshot()
    known = vectors_of(snapshot.faiss, np.arange(len(snapshot.claims)))
    return snapshot.claims.to_dict("records"), list(index.articles()), known.tobytes()


def forked(work: Callable[[], object]) -> int:
    """The number of a process that does the work and ends."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def status_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def counting(work: Callable[[], object], die_at: int | None = None) -> int:
    """Does the work and counts its calls of the database, of files and of FAISS; kills this process at one of them."""
    calls = 0

    def profile(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        if event == "c_call":
            calls += "sqlite3" in str(argument) or argument.__name__ in _FILE_CALLS
        elif event == "call":
            calls += frame.f_code.co_name in _OWN_CALLS
        if die_at is not None and calls >= die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def kills(count: int, seed: int) -> dict[str, Any]:
    """Kills builds; what was seen, and what was wrong."""
    random_ = random.Random(seed)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        # The states that a build leads from and to, undisturbed; with how long it takes and how many calls it makes.
        states = [Path(folder) / str(i) for i in range(len(BUILDS) + 1)]
        Index.create(states[0])
        contents, lasts, calls = [content(Index.open(states[0]))], [], []
        for i, build in enumerate(BUILDS):
            # The first time loads what the second finds loaded.
            for _ in range(2):
                shutil.rmtree(states[i + 1], ignore_errors=True)
                shutil.copytree(states[i], states[i + 1])
                begun = time.monotonic()
                made = counting(partial(build, Index.open(states[i + 1])))
            calls.append(made)
            lasts.append(time.monotonic() - begun)
            contents.append(content(Index.open(states[i + 1])))
        for trial in range(count):
            i = trial % len(BUILDS)
            place = Path(folder) / f"trial {trial}"
            shutil.copytree(states[i], place)
            try:
                found = one_kill(place, BUILDS[i], random_, trial, lasts[i], calls[i], contents[i], contents[i + 1])
            except Exception as error:
                found = [], [repr(error)]
            seen.update(found[0])
            wrong += [f"trial {trial}, {BUILDS[i].__name__}: {what}" for what in found[1]]
            shutil.rmtree(place)
    return {"trials": count, "seen": dict(sorted(seen.items())), "wrong": wrong}


def one_kill(
    place: Path,
    build: Callable[[Index], None],
    random_: random.Random,
    trial: int,
    lasts: float,
    calls: int,
    before: Content,
    after: Content,
) -> tuple[list[str], list[str]]:
    """(what was seen, what was wrong) of one build that is killed, opened, verified and finished."""
    seen, wrong = [], []
    if trial // len(BUILDS) % 2:
        pid = forked(partial(build, Index.open(place)))
        time.sleep(random_.uniform(0, lasts))
        os.kill(pid, signal.SIGKILL)
    else:
        die_at = random_.randint(1, calls)
        pid = forked(lambda: counting(partial(build, Index.open(place)), die_at))
    status = status_of(pid)
    seen.append("killed" if status == DIED else "was done already" if status == 0 else "failed")
    if status not in (0, DIED):
        wrong.append(f"the build failed with {status}")
    index = Index.open(place)
    for level, message in verify(index):
        seen.append(f"{level}: {message.translate(str.maketrans('', '', '0123456789'))}")
        if level not in (NOTE, MENDED):
            wrong.append(message)
    now = content(index)
    seen.append("saw the state before" if now == before else "saw the state after")
    if now not in (before, after):
        wrong.append("a reader saw neither the state before nor the one after")
    build(Index.open(place))
    if content(Index.open(place)) != after:
        wrong.append("the finished build is not the undisturbed one")
    if left := verify(Index.open(place)):
        wrong.append(f"the finished index: {left}")
    return seen, wrong


def upgrade(place: Path) -> None:
    Index.open(place, to_rebuild=True).rebuild(NearEncoder())


def upgrades(count: int, seed: int) -> dict[str, Any]:
    """Kills runs that bring an index of the version before up to date; what was seen, and what was wrong."""
    random_ = random.Random(seed)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        record = {side: {"text": side} for side in "ab"}
        old, done = old_index(Path(folder), news(0), record), Path(folder) / "done"
        kept = kept_rows(old)
        for _ in range(2):
            shutil.rmtree(done, ignore_errors=True)
            shutil.copytree(old, done)
            calls = counting(partial(upgrade, done))
        after = content(Index.open(done))
        for trial in range(count):
            place = Path(folder) / f"trial {trial}"
            shutil.copytree(old, place)
            pid = forked(partial(counting, partial(upgrade, place), random_.randint(1, calls)))
            if status_of(pid) != DIED:
                wrong.append(f"trial {trial}: the run was not killed")
            if kept_rows(place) != kept:
                wrong.append(f"trial {trial}: something was lost")
            try:
                now = content(Index.open(place))
            except IndexMismatchError:
                seen["saw the state before"] += 1
            else:
                seen["saw the state after"] += 1
                if now != after:
                    wrong.append(f"trial {trial}: a reader saw neither the state before nor the one after")
            upgrade(place)
            if content(Index.open(place)) != after or kept_rows(place) != kept or verify(Index.open(place)):
                wrong.append(f"trial {trial}: the finished index is not the undisturbed one")
            shutil.rmtree(place)
    return {"trials": count, "seen": dict(sorted(seen.items())), "wrong": wrong}


def readers(count: int, rebuilds: int = 8) -> dict[str, Any]:
    """Reads in `count` processes while the index is rebuilt by two models in turn."""
    models = [FakeEncoder("one"), FakeEncoder("two", seed=2)]
    with tempfile.TemporaryDirectory() as folder:
        index, stop = Index.create(folder), Path(folder) / "stop"
        index.update(news(0), models[0])
        of_state = {index.state: models[0]}
        index.rebuild(models[1])
        of_state[index.state] = models[1]

        def read() -> None:
            states = set()
            while not stop.exists():
                snapshot = Index.open(folder).snapshot()
                states.add(snapshot.state)
                texts = list(snapshot.claims["text"])
                known = vectors_of(snapshot.faiss, np.arange(snapshot.faiss.ntotal))
                is_of_one_state = np.array_equal(known, of_state[snapshot.state].encode(texts))
                near = Index.open(folder).near(known[:1], 3)[0]
                if not is_of_one_state or len(near) != 3:
                    raise SystemExit("a mix of two states")
            if len(states) < len(models):
                raise SystemExit(f"only {len(states)} state was seen")

        pids = [forked(read) for _ in range(count)]
        # The moment between a new file and the commit that it belongs to is made long enough to be met.
        index_module.file_digest = lambda path: time.sleep(_LONG) or file_digest(path)
        for i in range(rebuilds):
            index.rebuild(models[i % 2])
        stop.touch()
        ends = [status_of(pid) for pid in pids]
        return {"readers": count, "rebuilds": rebuilds, "wrong": [f"ended with {e}" for e in ends if e]}


class WholeSentences:
    """Takes each sentence for a claim: what is tested here is not reading."""

    name = "whole sentences"

    def tag(self, documents: Any) -> Any:
        claim = lambda text: TaggedClaim((0, len(text)), 1.0, "asserts", 1.0, None, "nobody", 1.0, None)  # noqa: E731
        return [[TaggedSentence((claim(text),), ()) for text in texts] for texts in documents]


claims_module.load_tagger = WholeSentences


def main(what: str, count: str, seed: str = "1") -> int:
    faiss.omp_set_num_threads(1)  # its threads do not outlive a fork
    index_module._STAGED_AT_ONCE = 8
    runs = {"kills": kills, "upgrades": upgrades, "inputs": inputs}
    found = readers(int(count)) if what == "readers" else runs[what](int(count), int(seed))
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
