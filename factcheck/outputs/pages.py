"""Disputes -> HTML and Markdown.

Articles are written by strangers, some of them hostile: what comes from one is escaped wherever it goes.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from factcheck.outputs.escaping import macros, templates
from factcheck.outputs.tables import write_file
from factcheck.outputs.views import claim_view, dispute_view, how_sure, report_view
from factcheck.outputs.words import ENGLISH, Wording
from factcheck.schema import Analysis, Dispute


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
    write_file(path, templates(True).get_template("report.html").render(report_view(analysis)))


def write_markdown(analysis: Analysis, path: Path) -> None:
    """The same disputes for an editor's desk."""
    write_file(path, templates(False).get_template("report.md").render(report_view(analysis)))
