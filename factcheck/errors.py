"""The errors a user can meet.

    FactcheckError
    ├── InputError        an article, a line or a gold file that cannot be read; the rest goes through
    ├── ModelError        a model file that is missing, damaged or not what its name says
    ├── LanguageFileError a file of words of a language that holds what no code reads, or that cannot be read
    └── IndexStoreError   an index that is missing, or was built in a way that does not fit
        ├── IndexMissingError
        ├── IndexMismatchError
        └── IndexBusyError

Every message says what happened and what to do about it:

    try:
        index = Index.open("indexes/default")
    except FactcheckError as error:
        print(error)
"""


class FactcheckError(Exception):
    """Anything the user can mend; the message tells how."""


class InputError(FactcheckError):
    """Something given to be read cannot be read."""


class ModelError(FactcheckError):
    """A model cannot be loaded."""


class LanguageFileError(FactcheckError):
    """A file of `factcheck/languages/` does not fit its schema."""


class IndexStoreError(FactcheckError):
    """An index cannot be used."""


class IndexMissingError(IndexStoreError):
    """There is no index where one was named."""


class IndexMismatchError(IndexStoreError):
    """The index was built with another model or by another version."""


class IndexBusyError(IndexStoreError):
    """Another run is building the index."""
