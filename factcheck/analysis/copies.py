"""Updates that are none: between near-copies of one text, printed on different days.

Who prints a text again days later brings nothing new. What he changed in it does: an update stays where what one side
says does not stand in the other's article.
"""

import pandas as pd

from factcheck.analysis.disputes import COPIED_SHARE, find_origins, runs_of
from factcheck.schema import UPDATE, Span
from factcheck.text.tokens import Words


def without_copied_updates(claims: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts without the updates between two articles of one origin that tell both sides alike.

    verdicts: columns `a`, `b` (row positions in claims), `relation`, `marks_a`, `marks_b` (what clashes in each).
    """
    updates = verdicts[verdicts["relation"] == UPDATE]
    articles = claims["article"].to_numpy()
    told = claims[claims["article"].isin(set(articles[updates[["a", "b"]].to_numpy(int)].ravel()))]
    origin = find_origins(told)
    runs: dict[str, set[str]] = {}
    for article, text in zip(told["article"], told["text"], strict=True):
        runs.setdefault(article, set()).update(runs_of(Words.of(text).joined))
    copied = [
        row
        for row, a, b, marks_a, marks_b in updates[["a", "b", "marks_a", "marks_b"]].itertuples()
        if articles[a] != articles[b]
        and origin[articles[a]] == origin[articles[b]]
        and _stands_in(claims["text"].iloc[a], marks_a, runs[articles[b]])
        and _stands_in(claims["text"].iloc[b], marks_b, runs[articles[a]])
    ]
    return verdicts.drop(index=copied).reset_index(drop=True)


def _stands_in(text: str, marks: tuple[Span, ...], runs: set[str]) -> bool:
    """Whether a claim is told in an article: at least half of its runs of words are, and with each of the words that
    clash, and each figure, one run.

    runs: those of the claims of the article.
    """
    words = Words.of(text)
    own = runs_of(words.joined)
    if len(own & runs) < COPIED_SHARE * len(own):
        return False
    told = {word for run in own & runs for word in run.split()}
    marked = (w.norm for w in words.words if w.norm[0].isdigit() or any(s < w.end and w.start < e for s, e in marks))
    return told.issuperset(marked)
