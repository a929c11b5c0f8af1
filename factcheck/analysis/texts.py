"""Two texts that somebody sets against each other -> the verdict on them."""

from dataclasses import replace
from typing import Any

from factcheck.articles import make_article
from factcheck.claims import TITLE, claims_of, read_claims
from factcheck.models.encoder import Encoder
from factcheck.models.nli import NLI
from factcheck.schema import ASSERTS, Claim, Statement, Verdict
from factcheck.verdicts.judge import explain_pair, judge_pairs, judge_texts


def statement_claims(statement: Statement, name: str) -> list[Claim]:
    """The claims of a text, of no article; a text in which none is found is one claim as a whole."""
    before = f"{statement.before} " if statement.before else ""
    known = (statement.source or None, statement.published or None)
    article = make_article(f"{before}{statement.text}", name, *known, title=statement.title or None)
    if not statement.stance:
        found = [
            replace(claim, speaker=claim.speaker or statement.speaker, article="")
            for claim in claims_of(read_claims([article]))
            if claim.start >= len(before)
        ]
        if found:
            return found
    whole = Claim(
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
    return [whole]


def explain_texts(a: Statement, b: Statement, encoder: Encoder, nli: NLI | None = None) -> list[dict[str, Any]]:
    """What was decided by what, for each two claims of two texts: `a` and `b` (text, speaker, stance), the verdict on
    them, and what `verdicts.judge.explain_pair` gives."""
    left, right = statement_claims(a, "a"), statement_claims(b, "b")
    vectors = encoder.encode([claim.text for claim in (*left, *right)])
    ask = nli.both_directions if nli else None
    found = []
    for i, x in enumerate(left):
        for j, y in enumerate(right, len(left)):
            cosine = float(vectors[i] @ vectors[j])
            sides = {
                name: {"text": claim.text, "speaker": claim.speaker or None, "stance": claim.stance}
                for name, claim in (("a", x), ("b", y))
            }
            (verdict,) = judge_pairs([(x, y)], [cosine], ask)
            found.append({**sides, "verdict": verdict, **explain_pair(x, y, cosine, ask)})
    return found


def compare_texts(pairs: list[tuple[Statement, Statement]], encoder: Encoder, nli: NLI | None = None) -> list[Verdict]:
    """The verdict on each pair of texts: the strongest among their claims."""
    claims = [(statement_claims(a, "a"), statement_claims(b, "b")) for a, b in pairs]
    texts = sorted({claim.text for pair in claims for group in pair for claim in group})
    vector = dict(zip(texts, encoder.encode(texts), strict=True))
    parts = [[(x, y) for x in left for y in right] for left, right in claims]
    cosines = [[float(vector[x.text] @ vector[y.text]) for x, y in group] for group in parts]
    return judge_texts(parts, cosines, [(a.text, b.text) for a, b in pairs], nli.both_directions if nli else None)
