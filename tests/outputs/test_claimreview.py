"""Reviewed pairs as ClaimReview."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec_schemaorg.models as vocabulary
import pandas as pd
import pytest

from factcheck.errors import InputError
from factcheck.outputs.claimreview import claim_reviews, write_claim_reviews


@pytest.fixture
def reviewed(rows: list[dict]) -> pd.DataFrame:
    known = {"decision": "conflict", "reviewed": "2024-12-06", "note": "القتلى غير المفقودين"}
    return pd.DataFrame(rows).assign(**known)


def test_a_reviewed_pair_gives_a_claim_review_of_each_side(reviewed: pd.DataFrame) -> None:
    reviews = list(claim_reviews(reviewed, "دار التحقق", "https://check.example/reviews"))
    assert len(reviews) == 2 * len(reviewed)
    update = next(r for r in reviews if "900" in r["claimReviewed"])
    assert (update["@context"], update["@type"]) == ("https://schema.org", "ClaimReview")
    assert update["author"] == {"@type": "Organization", "name": "دار التحقق"}
    assert update["itemReviewed"]["author"]["name"] == "CNN"
    assert update["itemReviewed"]["appearance"]["url"] == "https://example.org/a3?x=1&y=2"
    assert update["reviewRating"] == {"@type": "Rating", "alternateName": "In conflict with الجزيرة"}
    assert (update["reviewBody"], update["datePublished"]) == ("القتلى غير المفقودين", "2024-12-06")
    assert update["url"].startswith("https://check.example/reviews#")
    assert len({r["url"] for r in reviews}) == len(reviews)


def test_claim_reviews_keep_to_the_published_vocabulary(reviewed: pd.DataFrame) -> None:
    named = reviewed.assign(a_speaker="متحدث باسم الجيش", b_speaker="")
    for review in claim_reviews(named, "Desk", "https://check.example/reviews"):
        assert list(_outside_of_the_vocabulary(review)) == []
    wrong = {"@type": "ClaimReview", "verdict": "x", "reviewRating": {"@type": "Person", "name": "x"}}
    assert set(_outside_of_the_vocabulary(wrong)) == {"ClaimReview.verdict", "ClaimReview.reviewRating: Person"}


def _outside_of_the_vocabulary(node: dict[str, Any]) -> Iterator[str]:
    """What schema.org has no such property for, or not with a value of that type."""
    ancestors = getattr(vocabulary, node["@type"]).__mro__
    properties = {name: types for kind in ancestors[:-2] for name, types in kind.__annotations__.items()}
    for name in node.keys() - {"@context", "@type"}:
        if name not in properties:
            yield f"{node['@type']}.{name}"
        elif isinstance(node[name], dict) and "@type" in node[name]:
            value = node[name]
            kinds = {kind.__name__ for kind in getattr(vocabulary, value["@type"]).__mro__}
            if kinds.isdisjoint(re.findall(r"\w+", properties[name])):
                yield f"{node['@type']}.{name}: {value['@type']}"
            yield from _outside_of_the_vocabulary(value)


def test_what_is_unknown_of_a_reviewed_claim_is_left_out(reviewed: pd.DataFrame) -> None:
    bare = reviewed.drop(columns="note").assign(a_source=None, a_speaker=float("nan"), a_published=None)
    first = next(claim_reviews(bare, "x", "https://check.example/"))
    assert set(first["itemReviewed"]) == {"@type"} and "reviewBody" not in first


def test_a_decision_that_is_none_is_named(reviewed: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="maybe; choose from conflict"):
        list(claim_reviews(reviewed.assign(decision="maybe"), "x", "https://check.example/"))


def test_claim_reviews_can_be_put_into_a_page(reviewed: pd.DataFrame, tmp_path: Path) -> None:
    evil = reviewed.assign(a_text="</script><script>alert(1)</script>", note="\u2028<!--")
    write_claim_reviews(claim_reviews(evil, "x", "https://check.example/"), tmp_path / "a.jsonld")
    text = (tmp_path / "a.jsonld").read_text("utf-8")
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text)[0]["claimReviewed"] == "</script><script>alert(1)</script>"
