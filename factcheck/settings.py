"""The one settings object; every function that needs more than its batch takes this."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Settings:
    """What a user can choose. Sizes are in bytes or characters, counts in items."""

    model: str = EMBEDDED
    """`embedded`, or the name or path of any sentence-transformers model."""

    pair_reader: str = EMBEDDED
    """`embedded`, or the folder of a pair reader that `training/pairs.py` made."""

    index: Path = Path("indexes/default")

    neighbours: int = 32
    """Nearest claims looked at for each claim."""

    window: int = 7
    """Days: claims of articles that were published further apart are not set against each other."""

    pairs_at_most: int | None = None
    """Pairs of claims that are read, the most promising first; None: see `budget`."""

    max_bytes: int = 5_000_000
    """A larger article file is named and skipped: articles come from strangers."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Field (text, title, source, published, url, lang, fetched) -> column of tables whose columns have names of their
    own."""

    dates: str = ""
    """`day-first` or `month-first`: how a date is read that can be read both ways, where nothing else tells."""

    fetch: bool = False
    """Whether web addresses may be fetched."""

    contact: str = ""
    """An address of mail or web that is told to the sites pages are fetched from."""

    allow_private: Collection[str] = ()
    """Hosts (`host` or `host:port`) that may be fetched from although their address is private or local."""

    def budget(self, claims: int) -> int:
        """How many pairs of an index of so many claims are read."""
        return self.pairs_at_most or max(300, min(2 * claims, 1500), claims // 10)
