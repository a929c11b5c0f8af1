"""Disputes -> what templates and the terminal show of them. The same analysis always gives the same views."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from unicodedata import bidirectional

from factcheck.outputs.escaping import counted
from factcheck.outputs.records import RECORD_VERSION, claim_of, claim_record
from factcheck.schema import CONFLICT, UPDATE, Analysis, Article, Dispute
from factcheck.text.language import known_codes, language, name_of

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.I)
_SURE = ((0.9, "very sure"), (0.75, "fairly sure"), (0.6, "more likely than not"), (0.0, "unsure"))
_EVEN = 0.5
DOUBTS = "when such findings were read, more were wrong than right"


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


def base_direction(text: str) -> str:
    """`rtl` or `ltr`: the direction of most letters of a text."""
    return _most(_strong(text))


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
        "base": base_direction(record["text"]),
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
    pairs = analysis.verdicts.loc[list(dispute.pairs)]
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


def report_view(analysis: Analysis) -> dict[str, Any]:
    sure, doubtful = by_sureness(analysis.disputes)
    views = [dispute_view(analysis, dispute) for dispute in sure]
    return {
        "conflicts": [view for view in views if view["relation"] == CONFLICT],
        "updates": [view for view in views if view["relation"] == UPDATE],
        "doubtful": [dispute_view(analysis, dispute) for dispute in doubtful],
        "doubts": f"{DOUBTS.capitalize()}.",
        "articles": analysis.claims["article"].nunique(),
        "claims": len(analysis.claims),
        "judged": analysis.judged,
        "not_read": not_read(Counter(analysis.claims["lang"])),
        "record_version": RECORD_VERSION,
    }


def by_sureness(disputes: Sequence[Dispute]) -> tuple[list[Dispute], list[Dispute]]:
    """Those that are likelier right than wrong, and the others, the surer first; else in their order."""
    sure = [d for d in disputes if d.confidence >= _EVEN]
    return sure, sorted((d for d in disputes if d.confidence < _EVEN), key=lambda d: -d.confidence)


def not_read(languages: Mapping[str, int]) -> str:
    """On which languages reading was measured, in one line, where claims are of others; else empty.
    languages: the number of claims by code."""
    lacking = sorted((-n, code) for code, n in languages.items() if code and not language(code).known)
    named = ", ".join(f"{name_of(code)} ({counted(-n, 'claim')})" for n, code in lacking)
    measured = ", ".join(sorted(map(name_of, known_codes())))
    return (
        f"reading was measured on {measured}; not on {named}, where number words are not read either" if named else ""
    )
