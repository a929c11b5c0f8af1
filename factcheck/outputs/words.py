"""The words that people read, in a language of their choice: `words/*.toml`, one file a language.

What the library calls something in English (kinds, names) is looked up there too, and a reason by its code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from factcheck.schema import Reason

_OPEN = ".."  # where an interval of ISO 8601 has no end
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Wording:
    """The words of one language: `words("disputes.title")`, slots filled by name."""

    code: str
    data: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def dir(self) -> str:
        """`ltr` or `rtl`."""
        return self.data["dir"]

    def __call__(self, key: str, **slots: object) -> str:
        section, _, name = key.partition(".")
        said = self.data[section][name]
        return said.format(**{slot: _number(value) for slot, value in slots.items()}) if slots else said

    def count(self, noun: str, number: int) -> str:
        """`1 claim`, `2 claims`, in the form that the language has for the number."""
        forms = self.data["counts"][noun]
        return forms.get(_plural(self.code, number), forms["other"]).format(n=_number(number))

    def name(self, section: str, value: str) -> str:
        """What the library calls something, in this language; itself where there is no word for it."""
        return self.data[section].get(value.replace(" ", "_"), value)

    def reason(self, reason: Reason) -> list[tuple[str, bool]]:
        """A reason for a verdict in pieces, each with whether it is one of the reason's values."""
        values = {name: self._value(name, value) for name, value in reason.values}
        return _pieces(self.data["reasons"][reason.code], values)

    def _value(self, name: str, value: str) -> str:
        if name.endswith("name"):
            return self.name("named", _unjoined(value))
        return self._period(value) if name.endswith("time") else value

    def _period(self, interval: str) -> str:
        """A day or a span of days, from ISO 8601: see `times.interval`."""
        start, _, end = interval.partition("/")
        if not end:
            return self._day(start)
        if start == _OPEN:
            return self("periods.until", end=self._day(end))
        if end == _OPEN:
            return self("periods.since", start=self._day(start))
        return self("periods.span", start=self._day(start), end=self._day(end))

    def _day(self, day: str) -> str:
        known = date.fromisoformat(day)
        return f"{known.day} {self.name('months', f'{known:%B}')} {known.year}"


def sentence(reason: Reason) -> str:
    """A reason in English, as other programs read it: names are those of the language files."""
    values = {n: _unjoined(v) if n.endswith("name") else ENGLISH._value(n, v) for n, v in reason.values}
    return str(ENGLISH.data["reasons"][reason.code].format(**values))


def _unjoined(name: str) -> str:
    """A name of the language files as words."""
    return name.replace("_", " ")


def _pieces(text: str, slots: Mapping[str, str]) -> list[tuple[str, bool]]:
    parts = _SLOT.split(text)
    return [(slots[part] if i % 2 else part, bool(i % 2)) for i, part in enumerate(parts) if part]


def _plural(code: str, number: int) -> str:
    """The form of a noun behind a number (the plural categories of Unicode CLDR)."""
    if code != "ar":
        return "one" if number == 1 else "other"
    exact = {0: "zero", 1: "one", 2: "two"}.get(number)
    return exact or ("few" if 3 <= number % 100 <= 10 else "many" if 11 <= number % 100 <= 99 else "other")


def _number(value: object) -> object:
    """A whole number with its thousands set apart."""
    return f"{value:,}" if isinstance(value, int) else value


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """The languages there are words in, English first."""
    found = sorted(path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml"))
    return ("en", *(code for code in found if code != "en"))


@lru_cache(maxsize=8)
def wording(code: str) -> Wording:
    """The words of a language."""
    return Wording(code, tomllib.loads((_folder() / f"{code}.toml").read_text("utf-8")))


def _folder() -> Any:
    return files("factcheck") / "outputs" / "words"


ENGLISH = wording("en")
