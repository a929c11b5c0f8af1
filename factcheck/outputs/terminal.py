"""Disputes -> tables on a terminal, side A beside side B, right-to-left text at the right."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from rich.console import Console
from rich.text import Text

from factcheck.outputs.escaping import counted, one_line
from factcheck.outputs.views import DOUBTS, base_direction, by_sureness, dispute_view
from factcheck.schema import Analysis

_LRM, _RLE, _PDF = "\u200e", "\u202b", "\u202c"
_STACKED_BELOW = 70  # columns of a terminal; two sides in less are too narrow to read


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves it to the caller, where Rich would end the program with status 1."""
        raise BrokenPipeError


def print_disputes(analysis: Analysis, console: Console | None = None, limit: int | None = None) -> None:
    """Prints the disputes, those below even odds last, side A beside side B; one below the other on a narrow terminal.

    A terminal that knows right-to-left orders each line as a whole and would swap two Arabic columns: a
    left-to-right mark (U+200E) on both sides of each border keeps them apart.
    """
    console = console or _Console()
    draw = _columns if console.width >= _STACKED_BELOW else _stacked
    sure, doubtful = by_sureness(analysis.disputes)
    for number, dispute in enumerate([*sure, *doubtful][:limit], start=1):
        if number == len(sure) + 1:
            console.print(Text(f"Less sure: {DOUBTS}\n", style="dim"))
        view = dispute_view(analysis, dispute)
        for line in (*_heading(console, number, view), *draw(console, view["sides"]), Text()):
            console.print(line, soft_wrap=True)
    rest = len(analysis.disputes) - len(analysis.disputes[:limit])
    console.print(Text(_last_line(len(analysis.disputes), rest), style="dim"))


def _last_line(disputes: int, rest: int) -> str:
    if not disputes:
        return "No conflicts, no updates. Add articles of other outlets: factcheck index PATH..."
    return (
        f"{rest} more; --format html writes them all. Nothing here says who is right."
        if rest
        else "Nothing here says who is right."
    )


def _heading(console: Console, number: int, view: Mapping[str, Any]) -> Iterator[Text]:
    """What it is and how sure, and as much of the topic as fits on a line."""
    sure = f"{view['confidence']:.0%}, {view['sure']}"
    what = Text(f"{number}. {view['relation']} · {view['kind']} · {sure}", style="bold")
    yield from what.wrap(console, console.width)
    label = Text(one_line(view["label"]))
    label.truncate(console.width - len("Topic: "), overflow="ellipsis")
    yield Text.assemble("Topic: ", Text.assemble(_RLE, label, _PDF) if _is_rtl(label) else label)


def _columns(console: Console, sides: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    width = (console.width - 7) // 2  # three borders and the four blanks inside them
    rule = "─" * (width + 2)
    border = Text(f"{_LRM}│{_LRM}")
    cells = [[*_side_lines(console, side, width)] for side in sides]
    yield Text(f"╭{rule}┬{rule}╮")
    for left, right in zip_longest(*cells, fillvalue=Text(" " * width)):
        yield Text.assemble(border, " ", left, " ", border, " ", right, " ", border)
    yield Text(f"╰{rule}┴{rule}╯")


def _stacked(console: Console, sides: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    for side in sides:
        yield from _side_lines(console, side, console.width)


def _side_lines(console: Console, side: Mapping[str, Any], width: int) -> Iterator[Text]:
    """The lines of one side, each exactly `width` wide."""
    origins = counted(side["origins"], "independent origin")
    parts = [(Text(f"{side['name']} · {origins}", style="bold"), False)]
    for claim in side["claims"]:
        parts += [(Text(" "), False), *_claim_parts(claim)]
    for part, is_rtl in parts:
        for line in part.wrap(console, width):
            yield _set(line, width, is_rtl)


def _claim_parts(claim: Mapping[str, Any]) -> list[tuple[Text, bool]]:
    """Who says it, what, of when and where: each with whether it is set right-to-left."""
    speaker = Text(one_line(claim["speaker"] or "in the article's own voice"), style="bold cyan")
    pieces = [(one_line(piece), "bold reverse" if is_marked else "") for piece, is_marked in claim["parts"]]
    said = Text.assemble(*pieces)
    about = (claim["stance"], claim["source"] or "outlet unknown", claim["published"] or "date unknown")
    return [
        (speaker, _is_rtl(speaker)),
        (said, _is_rtl(said)),
        (Text(f"{_LRM} · {_LRM}".join(map(one_line, about)), style="dim"), False),
        (Text(one_line(claim["article"]), style="dim"), False),
    ]


def _is_rtl(text: Text) -> bool:
    return base_direction(text.plain) == "rtl"


def _set(line: Text, width: int, is_rtl: bool) -> Text:
    """A line padded to a width, right-to-left text at the right."""
    line.rstrip()
    padding = " " * (width - line.cell_len)
    return Text.assemble(padding, Text.assemble(_RLE, line, _PDF)) if is_rtl else Text.assemble(line, padding)
