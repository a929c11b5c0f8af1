"""factcheck: shows where news sources disagree.

    import factcheck

    corpus = factcheck.build_index(["articles/"], "indexes/news")
    corpus.disputes()

What stands in `__all__` is what other programs may rely on; see docs/python.md. Nothing heavy is imported before it is
used.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as type checkers know it; importing `typing` for it would cost a tenth of `factcheck --help`
if TYPE_CHECKING:
    from factcheck.corpus import Corpus, build_index, compare, open_index
    from factcheck.errors import FactcheckError
    from factcheck.schema import Statement

__all__ = ["Corpus", "FactcheckError", "Statement", "__version__", "build_index", "compare", "open_index"]

_HOMES = {
    "Corpus": "factcheck.corpus",
    "FactcheckError": "factcheck.errors",
    "Statement": "factcheck.schema",
    "build_index": "factcheck.corpus",
    "compare": "factcheck.corpus",
    "open_index": "factcheck.corpus",
}


def __getattr__(name: str) -> object:
    """A public name, imported from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'factcheck' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
