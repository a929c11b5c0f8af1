"""Disputes -> what people read: HTML, Markdown and tables on a terminal. What programs read: `exports.py`.

Articles are written by strangers, some of them hostile: what comes from one is escaped wherever it goes.
The same analysis always gives the same bytes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from rich.console import Console
from rich.text import Text

from factcheck.analysis.analyse import Analysis
from factcheck.analysis.disputes import Dispute
from factcheck.articles import Article
from factcheck.errors import IndexStoreError, InputError
from factcheck.outputs.escaping import counted, macros, one_line, templates
from factcheck.outputs.exports import write_csv, write_file, write_graphml, write_jsonl, write_parquet
from factcheck.outputs.records import RECORD_VERSION, claim_of, claim_record
from factcheck.outputs.words import ENGLISH, Wording
from factcheck.text.language import language, name_of
from factcheck.verdicts.pairs import CONFLICT, UPDATE

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.I)
_SURE = ((0.9, "very sure"), (0.75, "fairly sure"), (0.6, "more likely than not"), (0.0, "unsure"))
_EVEN = 0.5
_DOUBTS = "when such findings were read, more were wrong than right"
_LRM, _RLE, _PDF = "\u200e", "\u202b", "\u202c"
_STACKED_BELOW = 70  # columns of a terminal; two sides in less are too narrow to read


# --- views: what the templates and the terminal show


def with_sentences(analysis: Analysis, articles: Iterable[Article]) -> Analysis:
    """The analysis with the sentence around each claim (column `sentence`), which reports then show."""
    texts = {article.id: article.text for article in articles}
    places = analysis.claims[["article", "sentence_start", "sentence_end"]].itertuples(index=False)
    sentences = [texts[article][start:end] for article, start, end in places]
    return replace(analysis, claims=analysis.claims.assign(sentence=sentences))


def how_sure(confidence: float) -> str:
    """A confidence of 0..1 in words."""
    return next(words for floor, words in _SURE if confidence >= floor)


def direction(text: str) -> str:
    """`auto` where the first letter of a text tells its direction, else that of most of its letters.

    An Arabic sentence that opens with "CNN" is still Arabic.
    """
    strong = _strong(text)
    return "auto" if not strong or strong[0] == _most(strong) else _most(strong)


def _strong(text: str) -> list[str]:
    classes = (bidirectional(c) for c in text)
    return ["ltr" if c == "L" else "rtl" for c in classes if c in ("L", "R", "AL")]


def _most(strong: Sequence[str]) -> str:
    return "rtl" if strong.count("rtl") > len(strong) / 2 else "ltr"


def marked(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it stands in one of the spans."""
    inside = {i for start, end in spans for i in range(start, end)}
    groups = groupby(range(len(text)), key=inside.__contains__)
    return [("".join(text[i] for i in group), is_marked) for is_marked, group in groups]


def claim_view(
    row: Mapping[str, Any], spans: Iterable[tuple[int, int]] = (), whole: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """What the templates show of a claim, the words in the spans marked. row: of `Index.claims()`, as a dict; whole:
    where the article of an id can be read."""
    record = claim_record(row)
    return {
        **record,
        "published": record["published"] and record["published"].replace("T", " "),
        "dir": direction(record["text"]),
        "base": _most(_strong(record["text"])),
        "parts": marked(record["text"], spans),
        "href": web_href(record["article"]),
        "sentence": _sentence(row),
        "whole": whole(row["article"]) if whole else "",
    }


def web_href(place: str) -> str | None:
    """The address that a link to an article may have; None where its place is no web address."""
    return place if _WEB_ADDRESS.match(place) else None


def _sentence(row: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """The sentence around a claim, the claim marked in it; nothing where it is not at hand or no longer."""
    sentence = row.get("sentence", "")
    if len(sentence) <= len(row["text"]):
        return []
    offset = int(row["sentence_start"])
    return marked(sentence, [(int(row["start"]) - offset, int(row["end"]) - offset)])


def dispute_view(analysis: Analysis, dispute: Dispute, whole: Callable[[str], str] | None = None) -> dict[str, Any]:
    """What the templates show of a dispute. whole: as for `claim_view`."""
    pairs = analysis.verdicts.loc[dispute.pairs]
    topic = analysis.topics.iloc[dispute.topic]
    reasons = dict.fromkeys(reason for reasons in pairs["reasons"] for reason in reasons)
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)  # of each claim, the surest first
    for pair in pairs.itertuples():
        spans[pair.a] += pair.marks_a
        spans[pair.b] += pair.marks_b
    side_a, side_b = (
        [claim_view(claim_of(analysis, c), found, whole) for c, found in spans.items() if c in side]
        for side in (dispute.a, dispute.b)
    )
    return {
        **vars(dispute),
        "sure": how_sure(dispute.confidence),
        "label": topic["label"],
        "lang": topic["lang"],
        "dir": direction(topic["label"]),
        "reasons": list(reasons),
        "sides": [
            {"name": "A", "origins": dispute.origins_a, "claims": side_a},
            {"name": "B", "origins": dispute.origins_b, "claims": side_b},
        ],
    }


def _report_view(analysis: Analysis) -> dict[str, Any]:
    sure, doubtful = _by_sureness(analysis.disputes)
    views = [dispute_view(analysis, dispute) for dispute in sure]
    return {
        "conflicts": [view for view in views if view["relation"] == CONFLICT],
        "updates": [view for view in views if view["relation"] == UPDATE],
        "doubtful": [dispute_view(analysis, dispute) for dispute in doubtful],
        "doubts": f"{_DOUBTS.capitalize()}.",
        "articles": analysis.claims["article"].nunique(),
        "claims": len(analysis.claims),
        "judged": analysis.judged,
        "not_read": not_read(Counter(analysis.claims["lang"])),
        "record_version": RECORD_VERSION,
    }


def _by_sureness(disputes: Sequence[Dispute]) -> tuple[list[Dispute], list[Dispute]]:
    """Those that are likelier right than wrong, and the others, the surer first; else in their order."""
    sure = [d for d in disputes if d.confidence >= _EVEN]
    return sure, sorted((d for d in disputes if d.confidence < _EVEN), key=lambda d: -d.confidence)


def not_read(languages: Mapping[str, int]) -> str:
    """What could not be read of claims whose language has no cue file, in one line; empty where each has one.
    languages: the number of claims by code."""
    lacking = sorted((-n, code) for code, n in languages.items() if code and not language(code).known)
    named = ", ".join(f"{name_of(code)} ({counted(-n, 'claim')})" for n, code in lacking)
    return f"no cue file for {named}: speakers, denials and number words were not read" if named else ""


# --- HTML and Markdown


def css() -> str:
    """The style of the cards, for a page that shows them."""
    return str(macros("card.html", ENGLISH).css())


def dispute_html(
    analysis: Analysis, dispute: Dispute, words: Wording = ENGLISH, whole: Callable[[str], str] | None = None
) -> str:
    """The card of one dispute, side A beside side B. whole: as for `claim_view`."""
    return card_html(dispute_view(analysis, dispute, whole), words)


def card_html(view: Mapping[str, Any], words: Wording) -> str:
    """The card of a dispute. view: see `dispute_view`."""
    return str(macros("card.html", words).dispute(view))


def evidence_html(
    evidence: Mapping[str, Any], words: Wording = ENGLISH, whole: Callable[[str], str] | None = None
) -> str:
    """The card of one claim that speaks to a statement. evidence: row of `check_claim`; whole: as for `claim_view`."""
    verdict = {name: evidence[name] for name in ("relation", "kind", "confidence", "reasons")}
    sure = how_sure(evidence["confidence"])
    card = macros("card.html", words)
    return str(card.evidence({**verdict, "sure": sure, "claim": claim_view(evidence, evidence["marks"], whole)}))


def write_html(analysis: Analysis, path: Path) -> None:
    """A page that stands alone: no network, no script."""
    write_file(path, templates(True).get_template("report.html").render(_report_view(analysis)))


def write_markdown(analysis: Analysis, path: Path) -> None:
    """The same disputes for an editor's desk."""
    write_file(path, templates(False).get_template("report.md").render(_report_view(analysis)))


# --- files

_WRITERS: dict[str, Callable[[Analysis, Path], None]] = {
    "html": write_html,
    "md": write_markdown,
    "csv": write_csv,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "graphml": write_graphml,
}
FORMATS = tuple(_WRITERS)


def write_reports(analysis: Analysis, formats: Iterable[str], folder: Path, name: str) -> list[Path]:
    """Writes `name.html`, `name.md` and so on into a folder, which is made if missing, and gives their paths.

    Raises InputError for a format that is none of FORMATS, IndexStoreError where a file cannot be written.
    """
    chosen = list(dict.fromkeys(formats))
    unknown = [f for f in chosen if f not in _WRITERS]
    if unknown:
        raise InputError(f"no such report format: {', '.join(unknown)}; choose from {', '.join(FORMATS)}")
    paths = [folder / f"{name}.{f}" for f in chosen]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for format_, path in zip(chosen, paths, strict=True):
            _WRITERS[format_](analysis, path)
    except OSError as error:
        message = f"{folder}: the report cannot be written ({error}); choose another folder with --output"
        raise IndexStoreError(message) from error
    return paths


# --- terminal


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
    sure, doubtful = _by_sureness(analysis.disputes)
    for number, dispute in enumerate([*sure, *doubtful][:limit], start=1):
        if number == len(sure) + 1:
            console.print(Text(f"Less sure: {_DOUBTS}\n", style="dim"))
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
    return _most(_strong(text.plain)) == "rtl"


def _set(line: Text, width: int, is_rtl: bool) -> Text:
    """A line padded to a width, right-to-left text at the right."""
    line.rstrip()
    padding = " " * (width - line.cell_len)
    return Text.assemble(padding, Text.assemble(_RLE, line, _PDF)) if is_rtl else Text.assemble(line, padding)
