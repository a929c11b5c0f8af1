"""The words that people read, in a language of their choice: `words/*.toml`, one file a language.

What the library says in English (kinds, reasons) is looked up there too: `[reasons]` of `en.toml` has the sentences as
the library writes them, with slots, and `[reasons]` of the others says the same in their language.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

_LONGEST_REASON = 1000
"""Characters; what is longer is shown as it is: it quotes an article at length."""
_SLOT = re.compile(r"\{(\w+)\}")
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")


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

    def reason(self, text: str) -> tuple[str, list[tuple[str, bool]]]:
        """(code of the language, pieces of the text, each with whether it fills a slot) of a reason for a verdict; the
        English as it is where there are no other words for it."""
        if len(text) <= _LONGEST_REASON:
            for name, pattern in _reasons().items():
                if match := pattern.fullmatch(text):
                    slots = {slot: self._filled(slot, value) for slot, value in match.groupdict().items()}
                    return self.code, _pieces(self.data["reasons"][name], slots)
        return "en", [(text, False)]

    def _filled(self, slot: str, value: str) -> str:
        """What stands in a slot: a name of the library's, a day or days, or the very words of an article."""
        if slot.endswith("name"):
            return self.name("named", value)
        if slot.endswith("time") and self.code != "en":
            if day := _DATE.fullmatch(value):
                return f"{day[1]} {self.name('months', day[2])} {day[3]}"
            return "".join(piece for piece, _ in self.reason(value)[1])
        return value


@lru_cache(maxsize=1)
def _reasons() -> dict[str, re.Pattern[str]]:
    """The reasons as the library writes them. A slot takes as little as it can, and there are few of them."""
    patterns = {}
    for name, text in ENGLISH.data["reasons"].items():
        parts = _SLOT.split(text)
        patterns[name] = re.compile("".join(f"(?P<{p}>.+?)" if i % 2 else re.escape(p) for i, p in enumerate(parts)))
    return patterns


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
