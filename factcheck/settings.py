"""The one settings object; every function that needs more than its batch takes this."""

from dataclasses import dataclass
from pathlib import Path

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Settings:
    """What a user can choose. Sizes are in bytes or characters, counts in items."""

    model: str = EMBEDDED
    """`embedded`, or the name or path of any sentence-transformers model."""

    nli: str = EMBEDDED
    """`embedded`, the name or path of any Hugging Face NLI model, or `none`."""

    index: Path = Path("indexes/default")

    batch_size: int = 32
    """Sentences embedded at once."""

    neighbours: int = 32
    """Nearest claims looked at for each claim."""

    max_bytes: int = 5_000_000
    """A larger article file is named and skipped: articles come from strangers."""
