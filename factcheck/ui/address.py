"""The choices of a page in its address: read from there, and written back, so that a view can be shared."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

_NUMBER = 160  # pixels
_SHARED = ("lang", "index")  # of all pages


class Address:
    """The widgets of one page whose values stand in the address. `write` comes last, when all have been drawn."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._said: dict[str, list[str]] = {}
        # Somebody followed a link: what the address says now is not what this page wrote there.
        self._is_new = st.session_state.get(self._key("written")) != _now()

    def several(
        self, name: str, label: str, options: Sequence[str], say: Callable[[str], str], empty: str
    ) -> tuple[str, ...]:
        """Any of some options; none chosen means all."""
        key = self._seed(name, [v for v in self._given(name) if v in options])
        st.session_state[key] = [v for v in st.session_state[key] if v in options]
        chosen = st.multiselect(label, options, format_func=say, key=key, placeholder=empty)
        return tuple(self._note(name, list(chosen)))

    def one(self, name: str, label: str, options: Sequence[str], say: Callable[[str], str]) -> str:
        """One of some options; the first is not written."""
        key = self._seed(name, next((v for v in self._given(name) if v in options), options[0]))
        if st.session_state[key] not in options:
            st.session_state[key] = options[0]
        chosen = st.selectbox(label, options, format_func=say, key=key)
        self._note(name, [chosen] if chosen != options[0] else [])
        return chosen

    def day(self, name: str, label: str) -> str:
        """A day, ISO 8601; empty for none."""
        key = self._seed(name, next((d for d in map(_day, self._given(name)) if d), None))
        chosen = st.date_input(label, key=key, value=None, format="YYYY-MM-DD")
        return "".join(self._note(name, [chosen.isoformat()] if isinstance(chosen, date) else []))

    def percent(self, name: str, label: str, step: int) -> int:
        """A whole number of hundredths; 0 is not written."""
        key = self._seed(name, next((n for n in map(_whole, self._given(name)) if n is not None and n <= 100), 0))
        chosen = int(st.slider(label, 0, 100, step=step, key=key))
        self._note(name, [str(chosen)] if chosen else [])
        return chosen

    def number(self, name: str, label: str, highest: int) -> int:
        """A whole number from 1; 1 is not written."""
        key = self._seed(name, next((n for n in map(_whole, self._given(name)) if n), 1))
        st.session_state[key] = max(1, min(int(st.session_state[key]), highest))
        chosen = int(st.number_input(label, 1, highest, key=key, width=_NUMBER)) if highest > 1 else 1
        self._note(name, [str(chosen)] if chosen > 1 else [])
        return chosen

    def given(self, name: str) -> str:
        """What only a link says; empty where it says nothing."""
        return "".join(self._note(name, self._given(name)[:1]))

    def set(self, name: str, value: Any) -> None:
        """Gives a widget another value; for what happens before it is drawn."""
        st.session_state[self._key(name)] = value

    def write(self) -> None:
        """Puts the choices into the address, beside what holds for all pages."""
        said = {name: values for name, values in self._said.items() if values}
        st.session_state[self._key("written")] = said
        if said != _now():
            st.query_params.from_dict({**_shared(), **said})

    def _given(self, name: str) -> list[str]:
        return st.query_params.get_all(name)

    def _key(self, name: str) -> str:
        return f"{self.page} {name}"

    def _seed(self, name: str, value: Any) -> str:
        key = self._key(name)
        if self._is_new or key not in st.session_state:
            st.session_state[key] = value
        return key

    def _note(self, name: str, values: list[str]) -> list[str]:
        self._said[name] = values
        return values


def _now() -> dict[str, list[str]]:
    """What the address says, but for what holds for all pages."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in _SHARED}


def _shared() -> dict[str, str]:
    return {name: st.query_params[name] for name in _SHARED if name in st.query_params}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
