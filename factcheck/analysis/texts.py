"""Two texts that somebody sets against each other -> the verdict on them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from factcheck.articles import make_article
from factcheck.claims import TITLE, claims_of, read_claims
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import ASSERTS, Article, Claim, Statement, Verdict
from factcheck.verdicts.fusion import ASKED, NEAR
from factcheck.verdicts.judge import explain_pair, judge_texts

WHOLE = 400
"""Characters of a text, at most, that is one claim as it stands; the pair reader reads so much of a claim."""


def statement_claims(statements: Sequence[Statement]) -> list[list[Claim]]:
    """The claims of each text, of no article; a short text, and one in which none is found, is one claim as a whole."""
    articles = [_article_of(statement) for statement in statements]
    both = list(zip(statements, articles, strict=True))
    to_read = {article.id: article for statement, article in both if not _is_whole(statement)}
    read: dict[str, list[Claim]] = {}
    for claim in claims_of(read_claims(to_read.values())):
        read.setdefault(claim.article, []).append(claim)
    found = []
    for statement, article in both:
        start = len(_before(statement))
        own = [claim for claim in read.get(article.id, ()) if claim.start >= start and not _is_whole(statement)]
        own = [replace(claim, speaker=claim.speaker or statement.speaker, article="") for claim in own]
        found.append(own or [_as_a_whole(statement, article)])
    return found


def _is_whole(statement: Statement) -> bool:
    return bool(statement.stance) or len(statement.text) <= WHOLE


def _before(statement: Statement) -> str:
    return f"{statement.before} " if statement.before else ""


def _article_of(statement: Statement) -> Article:
    """A text as the end of an article."""
    known = (statement.source or None, statement.published or None)
    return make_article(_before(statement) + statement.text, "", *known, title=statement.title or None)


def _as_a_whole(statement: Statement, article: Article) -> Claim:
    before = _before(statement)
    return Claim(
        article.id,
        "",
        len(before),
        len(article.text),
        statement.text,
        article.lang,
        statement.speaker,
        statement.stance or ASSERTS,
        context=f"{statement.title[:TITLE]}\n{before}" if statement.title or before else "",
        source=statement.source,
        published=statement.published,
    )


def explain_texts(a: Statement, b: Statement, encoder: Encoder, reader: PairReader) -> list[dict[str, Any]]:
    """What was decided by what, for each two claims of two texts: `a` and `b` (text, speaker, stance), and what
    `verdicts.judge.explain_pair` gives."""
    left, right = statement_claims([a, b])
    vectors = encoder.encode([claim.text for claim in (*left, *right)])
    found = []
    for i, x in enumerate(left):
        for j, y in enumerate(right, len(left)):
            cosine = float(vectors[i] @ vectors[j])
            sides = {
                name: {"text": claim.text, "speaker": claim.speaker or None, "stance": claim.stance}
                for name, claim in (("a", x), ("b", y))
            }
            found.append({**sides, **explain_pair(x, y, cosine, reader, ASKED)})
    return found


def compare_texts(pairs: list[tuple[Statement, Statement]], encoder: Encoder, reader: PairReader) -> list[Verdict]:
    """The verdict on each pair of texts: the strongest among their claims."""
    read = iter(statement_claims([statement for pair in pairs for statement in pair]))
    claims = [(next(read), next(read)) for _ in pairs]
    texts = sorted({claim.text for pair in claims for group in pair for claim in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    parts = [[(x, y) for x in left for y in right] for left, right in claims]
    cosines = [[float(vector[x.text] @ vector[y.text]) for x, y in group] for group in parts]
    return judge_texts(parts, cosines, reader, [NEAR if _are_of_outlets(a, b) else ASKED for a, b in pairs])


def _are_of_outlets(a: Statement, b: Statement) -> bool:
    """Whether two texts are what two outlets printed on days that are known, as claims of an index are."""
    return all(side.source and side.published for side in (a, b))
