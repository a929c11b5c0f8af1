"""Mangled inputs of all kinds, read one by one: no traceback, no hang, no more memory than allowed.

    python -m tests.faults inputs COUNT [SEED]

Each trial takes a valid file, cuts, doubles, swaps and overwrites parts of it, and reads it under the name of its kind
or another. Inputs are read in processes of their own, so that one that brings its reader down is named and the rest
goes on; what they do is told by the seed and the number of the trial alone.
"""

import gzip
import io
import json
import os
import random
import resource
import signal
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from factcheck.articles import read_articles

SECONDS = 20
"""That one input may take, of a processor's time."""
MEMORY = 1_500_000_000
"""Bytes that reading may take beyond what the libraries have when it begins."""
AT_ONCE = 500
"""Inputs that one process reads."""
MAX_BYTES = 200_000
CASES = Path(__file__).parent / "cases" / "inputs"
TEXT = "قالت الوزارة إن 1,200 شخص نزحوا من المدينة.\nونفى الجيش ذلك. Police said that 5 died & 9 were hurt."
NAMES = ["", *"txt html php xml rss json jsonl csv tsv md docx pdf warc warc.gz mhtml gz zip parquet".split()]
PIECES = [
    *b"\xff \0 \xd9 < </p> <p> &amp; &#x110000; &#0; ]]> <![CDATA[ <!-- \" ' \\n , ; { } -1".split(b" "),
    *b"%PDF-1.7 endobj <w:ins> \x1f\x8b 99999999 charset=utf-16 encoding='cp1256'".split(b" "),
    *(b"\n", b"\r\n", b"sep=;\n", b"[" * 50, b"\xe2\x80\x8f" * 20, b"\xef\xbb\xbf", b"\xff\xfe", b"<div>" * 200),
    *(b"stream\n", b"HTTP/1.1 200 OK\r\n\r\n", b"WARC/1.0\r\n", b"ffffffff\r\n"),
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
]


def valid() -> list[tuple[str, bytes]]:
    """(name, bytes) of files of all kinds."""
    found = [(path.name, path.read_bytes()) for path in sorted(CASES.rglob("*")) if path.is_file()]
    rows = [{"text": TEXT, "title": "حماة", "date": "2024-12-05", "source": "سانا"}] * 3
    found += [
        ("a.jsonl", "\n".join(json.dumps(row) for row in rows).encode()),
        ("a.json", json.dumps(rows, ensure_ascii=False).encode()),
        ("a.md", f"---\nsource: x\n---\n# حماة\n\n{TEXT}\n\n- `a`\n".encode()),
        ("a.txt", TEXT.encode("cp1256", "replace")),
        ("a.txt.gz", gzip.compress(TEXT.encode())),
    ]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in found[:6]:
            file.writestr(name, data)
    found.append(("a.zip", archive.getvalue()))
    try:
        import pandas as pd

        parquet = io.BytesIO()
        pd.DataFrame(rows).to_parquet(parquet)
        found.append(("a.parquet", parquet.getvalue()))
    except ImportError:
        pass
    return found


def mangled(files: list[tuple[str, bytes]], chance: random.Random) -> tuple[str, bytes]:
    """(name, bytes) of one of the files, mangled."""
    name, data = chance.choice(files)
    inner = _unpacked(name, data) if chance.random() < 0.5 else None
    if inner:  # what is packed is mangled inside, or else no more than its checksum would be tried
        part, packed = inner
        return name, packed(_mangled(part, files, chance))
    if chance.random() < 0.15:
        name = f"a.{chance.choice(NAMES)}".rstrip(".")
    return name, _mangled(data, files, chance)


def _mangled(data: bytes, files: list[tuple[str, bytes]], chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        a, b = sorted(chance.randrange(len(made) + 1) for _ in range(2))
        b = min(b, a + chance.choice((1, 4, 64, 4_000)))
        match chance.randrange(7):
            case 0:
                del made[a:b]
            case 1:
                made[a:a] = made[a:b] * chance.choice((1, 3, 40))
            case 2:
                made[a:a] = chance.choice(PIECES) * chance.choice((1, 1, 1, 30))
            case 3:
                made[a:b] = chance.randbytes(b - a)
            case 4:
                made = made[:b]
            case 5 if made:
                made[min(a, len(made) - 1)] ^= 1 << chance.randrange(8)
            case _:
                other = chance.choice(files)[1]
                made[a:b] = other[: chance.choice((20, 500, 5_000))]
        made = made[: 4 * MAX_BYTES]
    return bytes(made)


def _unpacked(name: str, data: bytes) -> tuple[bytes, Callable[[bytes], bytes]] | None:
    """What a packed file holds, and how that is packed again; None of a file that is not packed."""
    if name.endswith(".gz"):
        return gzip.decompress(data), gzip.compress
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {part: file.read(part) for part in file.namelist()}

        def packed(document: bytes) -> bytes:
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as file:
                for part, held in parts.items():
                    file.writestr(part, document if part == "word/document.xml" else held)
            return made.getvalue()

        return parts["word/document.xml"], packed
    return None


def inputs(count: int, seed: int) -> dict[str, Any]:
    """Reads mangled inputs; what was seen, and what was wrong."""
    files, wrong, seen = valid(), [], Counter()
    longest = most = 0.0
    with tempfile.TemporaryDirectory() as folder:
        log, first, begun = Path(folder) / "log", 0, time.monotonic()
        while first < count:
            log.write_text("")
            pid = os.fork()
            if not pid:
                _read_many(files, range(first, min(first + AT_ONCE, count)), seed, Path(folder), log)
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
            for line in lines:
                seen.update([line["seen"]] if "seen" in line else [])
                wrong += [line["wrong"]] if "wrong" in line else []
                longest, most = max(longest, line.get("seconds", 0)), max(most, line.get("bytes", 0))
            first += sum("seconds" in line for line in lines)
            if status:
                why = {-signal.SIGPROF: f"took more than {SECONDS} seconds"}.get(status, f"ended with {status}")
                wrong.append(f"trial {first}: {why}")
                first += 1
    return {
        "trials": count,
        "seen": dict(sorted(seen.items())),
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "longest seconds": round(longest, 2),
        "most megabytes": round(most / 1e6),
        "wrong": wrong,
    }


def _read_many(files: list[tuple[str, bytes]], trials: range, seed: int, folder: Path, log: Path) -> None:
    """Reads the inputs of some trials, writes a line of each, and ends this process."""
    held = _held()
    resource.setrlimit(resource.RLIMIT_AS, (held[0] + MEMORY, held[0] + MEMORY))
    with log.open("a", encoding="utf-8") as lines:
        for trial in trials:
            name, data = mangled(files, random.Random(f"{seed} {trial}"))
            path = folder / name
            path.write_bytes(data)
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            line = _read(path, trial)
            signal.setitimer(signal.ITIMER_PROF, 0)
            path.unlink()
            line |= {"seconds": time.process_time() - begun, "bytes": _held()[1] - held[1]}
            print(json.dumps(line), file=lines, flush=True)
    os._exit(0)


def _read(path: Path, trial: int) -> dict[str, Any]:
    try:
        articles, skipped = read_articles([path], MAX_BYTES)
    except BaseException as error:
        return {"wrong": f"trial {trial}, {path.name}: {error!r:.200}"}
    for article in articles:
        if not any(map(str.isalnum, article.text)) or "\0" in article.text or len(article.text) > MAX_BYTES:
            return {"wrong": f"trial {trial}, {path.name}: an article that is no text"}
    if not articles and not skipped and path.suffix not in (".zip", ".warc"):  # which may be empty, or hold no page
        return {"wrong": f"trial {trial}, {path.name}: left out without a word"}
    if any("\n" in reason or len(reason) > 500 for _, reason in skipped):
        return {"wrong": f"trial {trial}, {path.name}: a reason of more than one line"}
    return {"seen": "read" if articles and not skipped else "read in part" if articles else "named"}


def _held() -> tuple[int, int]:
    """Bytes of this process: addressed, and in memory."""
    pages = Path("/proc/self/statm").read_text("ascii").split()
    size = resource.getpagesize()
    return int(pages[0]) * size, int(pages[1]) * size
