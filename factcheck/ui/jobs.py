"""Taking in articles beside the pages: one run of `factcheck index` at a time, and what it says of itself."""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from factcheck.errors import InputError
from factcheck.settings import Settings

MOST_FILES = 50
MOST_BYTES = 50_000_000
"""Of all files that are added at once."""
COMPARING = "comparing"
"""The step of a run that tells no numbers."""
_UPLOADS = "uploads"
"""The folder of an index that holds what was added in the browser."""
_LOG = "job.jsonl"
_LONGEST_NAME = 80
_LONGEST_LOG = 1_000_000  # bytes of it that are read


@dataclass(frozen=True)
class Progress:
    """How far a run is: `message` and, where they are known, `done` of `total`; `left_out` are (place, reason)."""

    is_running: bool
    message: str = ""
    done: int = 0
    total: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    status: int | None = None


@dataclass
class Job:
    """The run that works on an index, or the last one that did."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    status: int | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def require_idle(self) -> None:
        """Raises InputError while a run works."""
        if self.is_running:
            raise InputError("articles are being taken in; wait until that is done")

    def start(self, settings: Settings, paths: Sequence[Path] = ()) -> None:
        """Takes in paths, or without any reads all stored articles anew. Raises InputError while another run works."""
        self.require_idle()
        options = ["--index", str(settings.index), "--model", settings.model, "--log", "json"]
        # A report compares what it took in, so that no reader has to wait for that.
        what = ["report", *options, "--pair-reader", settings.pair_reader, "--", *map(str, paths)] if paths else []
        command = [sys.executable, "-m", "factcheck", *(what or ["index", *options, "--rebuild"])]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOG).open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)

    def progress(self) -> Progress | None:
        """What the run says of itself; None where there was none since the explorer was started."""
        if self.process is None:
            return None
        is_running = self.is_running
        lines = _log_lines(self.folder / _LOG)
        steps = [line for line in lines if "total" in line][-1:]
        told = next((str(line["message"]) for line in reversed(lines) if "total" not in line), "")
        left_out = tuple(
            (str(line["input"]), str(line["reason"])) for line in lines if {"input", "reason"} <= set(line)
        )
        about: dict[str, Any] = {"left_out": left_out, "status": self.process.returncode}
        if is_running and any("embedded" in line for line in lines):
            return Progress(True, COMPARING, **about)
        if is_running and steps:
            return Progress(True, str(steps[0]["step"]), int(steps[0]["done"]), int(steps[0]["total"] or 0), **about)
        return Progress(is_running, "" if is_running else told, **about)


def _log_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a log, as far as they are written whole."""
    try:
        with path.open("rb") as log:
            text = log.read(_LONGEST_LOG).decode("utf-8", "replace")
    except OSError:
        return []
    found = []
    for row in text.splitlines():
        try:
            line = json.loads(row)
        except ValueError:
            line = {"message": row}  # a traceback, or half a line
        found.append(line if isinstance(line, dict) else {"message": row})
    return found


def store(folder: Path, files: Iterable[tuple[str, IO[bytes] | bytes]]) -> Path:
    """Puts files into a new folder inside an index, whatever their names say, and gives that folder.

    files: (name, bytes or an open file). Raises InputError where they are too many or too large.
    """
    given = [(name, file if isinstance(file, bytes) else file.read(MOST_BYTES + 1)) for name, file in files]
    if len(given) > MOST_FILES:
        raise InputError(f"{len(given)} files; add at most {MOST_FILES} at once")
    if sum(len(data) for _, data in given) > MOST_BYTES:
        raise InputError(f"more than {MOST_BYTES:,} bytes; add fewer files at once")
    target = folder / _UPLOADS / uuid.uuid4().hex[:12]
    target.mkdir(parents=True)
    for number, (name, data) in enumerate(given, 1):
        (target / f"{number:02}-{safe_name(name)}").write_bytes(data)
    return target


def safe_name(name: str) -> str:
    """The last part of a name without what a file system, a terminal or a path could take for something else."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(c if c.isalnum() or c in ".-_ " else "_" for c in last).strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    short = f"{stem[:_LONGEST_NAME]}{dot}{suffix[:10]}" if dot else clean[:_LONGEST_NAME]
    return short or "article"


def pasted(text: str, title: str, source: str, published: str, url: str) -> bytes:
    """An article that was pasted, as a file that is read like any other."""
    known = {"text": text, "title": title, "source": source, "published": published, "url": url}
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False).encode() + b"\n"
