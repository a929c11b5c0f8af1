"""What a run says of itself, on stderr: for people a line, for programs a JSON object a line."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

_LOGGER = logging.getLogger("factcheck")
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def set_up(style: str = "text", quiet: bool = False) -> None:
    """Says how a run talks. style: `text` or `json`; quiet: only of what was left out and of what went wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines() if style == "json" else logging.Formatter("%(message)s"))
    _LOGGER.handlers[:] = [handler]
    _LOGGER.propagate = False
    _LOGGER.setLevel(logging.WARNING if quiet else logging.INFO)
    # What a library says of a damaged file is said by the reason for which it was left out, a line in our own form.
    logging.getLogger().addHandler(logging.NullHandler())


def say(message: str, **facts: Any) -> None:
    """Tells what was done; facts are what a program reads of it."""
    _LOGGER.info(message, extra={"facts": facts})


def warn(message: str, **facts: Any) -> None:
    """Tells what was left out."""
    _LOGGER.warning(message, extra={"facts": facts})


def fail(message: str) -> None:
    """Tells why nothing could be done."""
    _LOGGER.error(message, extra={"facts": {}})


def is_quiet() -> bool:
    """Whether only what was left out is told."""
    return _LOGGER.level == logging.WARNING


def is_for_programs() -> bool:
    """Whether a run talks in JSON objects."""
    return any(isinstance(handler.formatter, _Lines) for handler in _LOGGER.handlers)


class _Lines(logging.Formatter):
    """`{"time", "level", "message", ...facts}`, one line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        about = {"time": moment, "level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps({**about, **getattr(record, "facts", {})}, ensure_ascii=False).translate(_LINE_ENDS)
