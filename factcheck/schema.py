"""The types that every stage takes and gives: plain frozen data, no behaviour."""

from typing import NamedTuple

LABELS = ("entailment", "neutral", "contradiction")
"""What a natural language inference model says of a premise and a hypothesis, in the order of its columns."""

REASONS: dict[str, tuple[str, ...]] = {
    "figures": ("first", "second", "name"),
    "unexplained": (),
    "dates": ("first", "second"),
    "undated": (),
    "bound_apart": (),
    "bound": (),
    "running": (),
    "goes_on": (),
    "adds_up": ("parts", "total"),
    "extent": (),
    "days": (),
    "times": ("time", "other_time"),
    "set_against": (),
    "is_denial": (),
    "denies": (),
    "but_place": ("first", "second"),
    "but_time": ("first", "second"),
    "but_who": ("first", "second"),
    "but_sex": ("first", "second"),
    "but_action": ("first", "second"),
    "but_figure": ("first", "second"),
    "excluded": (),
    "through": ("quote",),
    "same": (),
    "nothing": (),
    "both_said": ("name",),
    "intended": ("name",),
    "opposed": ("name", "other_name"),
}
"""The codes of reasons for verdicts, each with the names of its values. A `name` is one of the language files' (what is
counted, an action), a `time` an ISO 8601 day or interval; any other is as an article writes it."""


class Reason(NamedTuple):
    """Why a verdict is what it is: a code of REASONS and its values by name. `outputs/words/` has the sentence."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
