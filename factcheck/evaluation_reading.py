"""How well sentences are read: the claims found against those that were marked, their speakers and stances."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.errors import InputError
from factcheck.models.token_tagger import TokenTagger
from factcheck.schema import Article

ASSERTS, UNKNOWN = "asserts", "?"
DRAWS = 1000
MEASURES = {
    # What is told -> what is counted, of what.
    "found": ("found", "marked"),
    "precision": ("right", "given"),
    "speaker": ("speaker", "has speaker"),
    "named speaker": ("named speaker", "has named speaker"),
    "stance": ("stance", "found"),
    "stance not asserted": ("stance not asserted", "found not asserted"),
}


class ReadClaim(NamedTuple):
    """A claim as it was read: its span in the sentence, who says it (empty: the article itself), its stance."""

    start: int
    end: int
    speaker: str
    stance: str


def score_reading(
    rows: Sequence[Mapping[str, Any]], predicted: Sequence[Sequence[ReadClaim]]
) -> dict[str, dict[str, Any]]:
    """Measures of all rows and by language: `{"all": {"sentences": n, "found": {"share", "of", "low", "high"}, ...}}`.

    rows: marked sentences (`t`, `lang`, `claims` of `c`, `s`, `st`); predicted: what was read in each. A marked claim
    is found where a read one overlaps it by half of both; its speaker is right if half of the words of the shorter name
    stand in the other, and is not asked where nobody could tell (`?`). low, high: a 90 % interval by a bootstrap over
    the sentences.
    """
    names = sorted({name for pair in MEASURES.values() for name in pair})
    counted = [_counts(row, claims) for row, claims in zip(rows, predicted, strict=True)]
    counts = np.array([[count[n] for n in names] for count in counted], dtype=float).reshape(len(rows), len(names))
    langs = np.array([row["lang"] for row in rows])
    groups = {"all": np.ones(len(rows), bool)} | {lang: langs == lang for lang in sorted(set(langs))}
    return {name: _measures(counts[chosen], names) for name, chosen in groups.items()}


def evaluate_reading(
    lines: Sequence[Mapping[str, Any]], tagger: TokenTagger | None = None
) -> dict[str, dict[str, Any]]:
    """`score_reading` of what is read in marked sentences, as an article holds them: each behind its `before`, if any.

    A line is `{"t", "lang", "before"?, "claims": [{"c", "s", "st"}]}`. Raises InputError where one is not.
    """
    for number, line in enumerate(lines, 1):
        if not (isinstance(line.get("t"), str) and isinstance(line.get("claims"), list)):
            raise InputError(f"line {number}: no marked sentence with t and claims")
        if any(not isinstance(c.get("c"), str) or c["c"] not in line["t"] or "st" not in c for c in line["claims"]):
            raise InputError(f"line {number}: a claim is not a part of the sentence, letter for letter, with a stance")
    rows = [{"lang": "", **line} for line in lines]
    return score_reading(rows, read_sentences([(row.get("before") or "", row["t"]) for row in rows], tagger))


def read_sentences(sentences: Sequence[tuple[str, str]], tagger: TokenTagger | None = None) -> list[list[ReadClaim]]:
    """What is read in each sentence behind the text before it; speakers by the names that stand there."""
    articles = [make_article(f"{before} {text}".strip(), str(n)) for n, (before, text) in enumerate(sentences)]
    found = read_claims(articles, tagger)
    read = []
    for article, (_, text) in zip(articles, sentences, strict=True):
        start = len(article.text) - len(text)
        rows = found[(found["location"] == article.location) & (found["end"] > start)].itertuples()
        read.append([ReadClaim(max(0, r.start - start), r.end - start, _surface(article, r), r.stance) for r in rows])
    return read


def _surface(article: Article, row: Any) -> str:
    return article.text[row.speaker_start : row.speaker_end] if row.speaker_start >= 0 else ""


def _counts(row: Mapping[str, Any], claims: Sequence[ReadClaim]) -> dict[str, int]:
    names = {name for pair in MEASURES.values() for name in pair}
    count = dict.fromkeys(names, 0) | {"given": len(claims), "marked": len(row["claims"])}
    used = set()
    for marked in row["claims"]:
        start = row["t"].index(marked["c"])
        end = start + len(marked["c"])
        overlap, best = max(
            ((min(end, c.end) - max(start, c.start), c) for c in claims), key=lambda x: x[0], default=(0, None)
        )
        if best is None or overlap * 2 < end - start or overlap * 2 < best.end - best.start:
            continue
        used.add(best)
        is_stance = best.stance == marked["st"]
        count["found"] += 1
        count["stance"] += is_stance
        if marked["st"] != ASSERTS:
            count["found not asserted"] += 1
            count["stance not asserted"] += is_stance
        speaker = marked.get("s")
        if speaker != UNKNOWN:
            is_speaker = same_name(speaker or "", best.speaker)
            count["has speaker"] += 1
            count["speaker"] += is_speaker
            if speaker:
                count["has named speaker"] += 1
                count["named speaker"] += is_speaker
    count["right"] = len(used)
    return count


def same_name(a: str, b: str) -> bool:
    """Whether half of the words of the shorter name stand in the other; nobody is the same as nobody."""
    first, second = set(a.split()), set(b.split())
    if not first or not second:
        return not first and not second
    return 2 * len(first & second) >= min(len(first), len(second))


def _measures(counts: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    at = {name: i for i, name in enumerate(names)}
    # Each draw takes as many sentences as there are, some more than once: how often is multinomial.
    n = len(counts)
    draws = np.random.default_rng(1).multinomial(n, np.full(n, 1 / n), DRAWS) @ counts
    found: dict[str, Any] = {"sentences": n}
    for measure, (part, whole) in MEASURES.items():
        total = counts[:, at[whole]].sum()
        if total:
            shares = draws[:, at[part]] / np.maximum(draws[:, at[whole]], 1)
            low, high = np.quantile(shares[draws[:, at[whole]] > 0], [0.05, 0.95])
            share = counts[:, at[part]].sum() / total
            known = {"share": share, "of": int(total), "low": low, "high": high}
            found[measure] = {key: round(float(value), 4) for key, value in known.items()}
    return found
