"""Reviewed pairs -> ClaimReview, which search engines and other fact-checkers read."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from factcheck.articles.metadata import web_address
from factcheck.errors import InputError
from factcheck.outputs.tables import LINE_ENDS, write_file


def claim_reviews(reviewed: pd.DataFrame, publisher: str, page: str) -> Iterator[dict[str, Any]]:
    """A schema.org ClaimReview (JSON-LD) of each side of each reviewed pair.

    reviewed: the columns of `records.FLAT_FIELDS` and `decision` (what a human says of the pair: conflict, update,
    agreement, neutral), `reviewed` (ISO 8601) and, where they are known, `note` and `now` (what became of the pair).
    publisher: who publishes the reviews; page: the address they are published at. The rating is in words alone: nothing
    here says who is right. Raises InputError for a decision that is none of these.
    """
    unknown = set(reviewed["decision"]) - set(_RATINGS)
    if unknown:
        raise InputError(f"no such decision: {', '.join(sorted(map(str, unknown)))}; choose from {', '.join(_RATINGS)}")
    for row in reviewed.to_dict("records"):
        for side, other in ("ab", "ba"):
            yield _claim_review({str(name): value for name, value in row.items()}, side, other, publisher, page)


def _claim_review(row: dict[str, Any], side: str, other: str, publisher: str, page: str) -> dict[str, Any]:
    known = {name: value for name, value in row.items() if isinstance(value, str) and value}
    who = known.get(f"{other}_source") or "another source"
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{page}#{row['id']}-{side}",
        "datePublished": known.get("reviewed"),
        "author": {"@type": "Organization", "name": publisher},
        "claimReviewed": row[f"{side}_text"],
        "inLanguage": known.get(f"{side}_lang"),
        "itemReviewed": _claim(known, side),
        "reviewRating": {"@type": "Rating", "alternateName": f"{_RATINGS[row['decision']]} {who}"},
        "reviewBody": known.get("note"),
        "citation": _appearance(known, other),
        "creativeWorkStatus": known.get("now") if known.get("now") == "no longer found" else None,
    }
    return {name: value for name, value in review.items() if value is not None}


_RATINGS = {
    "conflict": "In conflict with",
    "update": "Updated, or bounded, by",
    "agreement": "In agreement with",
    "neutral": "Speaks of something else than",
}


def _claim(known: dict[str, Any], side: str) -> dict[str, Any]:
    speaker, source = known.get(f"{side}_speaker"), known.get(f"{side}_source")
    # Whether a speaker is a person or an organization is not known, so it has no type.
    outlet = {"@type": "Organization", "name": source} if source else None
    author = {"name": speaker} if speaker else outlet
    parts = {"author": author, "datePublished": known.get(f"{side}_published"), "appearance": _appearance(known, side)}
    return {"@type": "Claim", **{name: value for name, value in parts.items() if value is not None}}


def _appearance(known: dict[str, Any], side: str) -> dict[str, Any] | None:
    address = web_address(known.get(f"{side}_article"))
    name = known.get(f"{side}_source")
    publisher = {"publisher": {"@type": "Organization", "name": name}} if name else {}
    return {"@type": "NewsArticle", "url": address, **publisher} if address else None


def write_claim_reviews(reviews: Iterable[dict[str, Any]], path: Path) -> None:
    """A JSON-LD file of reviews; safe to be put into a `script` element as it is."""
    text = json.dumps(list(reviews), ensure_ascii=False, indent=1)
    write_file(path, text.replace("<", "\\u003c").translate(LINE_ENDS) + "\n")
