"""What tells one state of things from another: digests of texts and of files."""

import hashlib
from pathlib import Path


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
