"""What tells one state of things from another: digests of texts, of files and of this program itself."""

import hashlib
from functools import lru_cache
from pathlib import Path

_READ_AS_CODE = (".py", ".toml", ".json")


def digest(*parts: str) -> str:
    """32 hexadecimal digits of some texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def number(*parts: str) -> int:
    """The same as a number of 64 bits."""
    return int(digest(*parts)[:16], 16)


def file_digest(path: Path) -> str:
    """64 hexadecimal digits of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Of the program: what another version of it read or judged is not taken for this one's."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in _READ_AS_CODE)
    return digest(*(f"{path.relative_to(here)} {file_digest(path)}" for path in files))
