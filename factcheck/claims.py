"""Articles -> claims: the clauses of every sentence that is the article's own, each with its place in the text.

A claim is a slice of the article. A sentence that carries several voices becomes several claims; a clause that denies
what was said just before knows which claim it answers.
"""

from collections.abc import Iterable
from dataclasses import fields

import pandas as pd

from factcheck.articles import sentence_language
from factcheck.articles.furniture import find_furniture
from factcheck.hashing import digest
from factcheck.progress import track
from factcheck.rules.clauses import Clause, State, read_clauses
from factcheck.schema import Article, Claim
from factcheck.text.language import language
from factcheck.text.lines import split_lines
from factcheck.text.sentences import Sentence, split_sentences
from factcheck.text.tokens import Words

CLAIM_COLUMNS = tuple(field.name for field in fields(Claim))
"""The columns of a table of claims."""
READER = "rules-1"
"""Names the reader that claims are of: what another one read and did not finish is read again."""
TITLE = 300
"""Characters of a title that a claim may take what it leaves out from."""


def read_claims(articles: Iterable[Article]) -> pd.DataFrame:
    """The claims of articles, one row each, in order of article id and place.

    Columns: the fields of `Claim`, and `context_start`, where the part of its context begins that is no title.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    rows = [row for article in track(ordered, "reading") for row in _claims_of(article)]
    return pd.DataFrame(rows, columns=[*CLAIM_COLUMNS, "context_start"])


def claims_of(frame: pd.DataFrame) -> list[Claim]:
    """The claims that the rows of a table are."""
    return [Claim(*row) for row in frame[list(CLAIM_COLUMNS)].itertuples(index=False, name=None)]


def context_of(article: Article, context_start: int, start: int) -> str:
    """What stands before a claim that begins at `start`: the title, and on a line of its own the sentence before in the
    same paragraph with what its own sentence says before it."""
    return f"{(article.title or '')[:TITLE]}\n{article.text[context_start:start]}"


def _claims_of(article: Article) -> list[dict[str, object]]:
    furniture = find_furniture(article.text)
    rows: list[dict[str, object]] = []
    previous: list[dict[str, object]] = []
    state = State()
    title = 0
    before: Sentence | None = None
    for number, sentence in enumerate(split_sentences(article.text, article.lang)):
        is_title = number == title
        found = [f.reason for f in furniture if f.start < sentence.end and sentence.start < f.end]
        if found:
            title += "front matter" in found
            before = None
            continue
        if sentence.is_heading and not is_title:
            state.in_quote = False
            continue
        words = Words.of(article.text, sentence.start, sentence.end)
        code = sentence_language(article.text[sentence.start : sentence.end], article.text, article.lang)
        lang = language(code)
        clauses = read_clauses(words, lang, state)
        goes_on = before is not None and len(split_lines(article.text[before.end : sentence.start + 1])) == 1
        context_start = before.start if before and goes_on else sentence.start
        before = sentence
        current = [_row(article, words, sentence, clause, context_start) | {"lang": code} for clause in clauses]
        contrary = next((first for first, _ in words.find(lang.cue("speech", "contrary"))), None)
        _answer(current, clauses, previous, contrary)
        rows += current
        previous = current or previous
    return rows


def _row(article: Article, words: Words, sentence: Sentence, clause: Clause, context_start: int) -> dict[str, object]:
    start, end = words.span(clause.first, clause.last)
    return {
        "id": digest(article.id, str(start), str(end))[:16],
        "article": article.id,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "speaker": clause.speaker or "",
        "stance": clause.stance,
        "via": clause.via or "",
        "answers": "",
        "context": context_of(article, context_start, start),
        "context_start": context_start,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "location": article.location,
        "source": article.source or "",
        "published": article.published or "",
        "speaker_start": -1,
        "speaker_end": -1,
    }


def _answer(
    current: list[dict[str, object]], clauses: list[Clause], previous: list[dict[str, object]], contrary: int | None
) -> None:
    """Notes which claims a denial (`, which the ministry denied`) or a contrary account answers.

    contrary: the word of the sentence at which it says that it tells the opposite, or None.
    """
    for i, clause in enumerate(clauses):
        before = [*previous[-1:], *current[:i]]
        if clause.denies_previous and before:
            current[i]["answers"] = before[-1]["id"]
            _answer_again(current, clauses, i)
        elif contrary is not None and contrary <= clause.last and not current[i]["answers"]:
            others = [
                [r["id"] for r in rows if r["speaker"] != (clause.speaker or "")] for rows in (current[:i], previous)
            ]
            current[i]["answers"] = " ".join(map(str, others[0] or others[1]))


def _answer_again(current: list[dict[str, object]], clauses: list[Clause], i: int) -> None:
    """What the denier says instead, right behind the denial, answers the same claim."""
    following = i + 1
    if following < len(clauses) and clauses[following].speaker == clauses[i].speaker:
        current[following]["answers"] = current[i]["answers"]
