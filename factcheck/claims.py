"""Articles -> claims: the clauses of every sentence that is the article's own, each with its place in the text.

A claim is a slice of the article. A sentence that carries several voices becomes several claims; a clause that denies
what was said just before knows which claim it answers.
"""

import hashlib
from collections.abc import Iterable

import pandas as pd

from factcheck.articles import Article, sentence_language
from factcheck.clauses import Clause, State, read_clauses
from factcheck.furniture import find_furniture
from factcheck.languages import language
from factcheck.matching import Words
from factcheck.progress import track
from factcheck.sentences import Sentence, split_sentences

_COLUMNS = [
    "id",
    "article",
    "start",
    "end",
    "text",
    "lang",
    "speaker",
    "stance",
    "answers",
    "sentence_start",
    "sentence_end",
]


def read_claims(articles: Iterable[Article]) -> pd.DataFrame:
    """The claims of articles, one row each, in order of article id and place.

    Columns: `id`, `article` (its id), `start`, `end` and `text` (exactly that slice), `lang`, `speaker` (empty: the
    article's own voice), `stance` (asserts, denies, expects), `answers` (ids of the claims of the same article it
    contradicts by its own words, blank-separated), `sentence_start`, `sentence_end`.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    rows = [row for article in track(ordered, "reading") for row in _claims_of(article)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _claims_of(article: Article) -> list[dict[str, object]]:
    furniture = find_furniture(article.text)
    rows: list[dict[str, object]] = []
    previous: list[dict[str, object]] = []
    state = State()
    title = 0
    for number, sentence in enumerate(split_sentences(article.text, article.lang)):
        is_title = number == title
        found = [f.reason for f in furniture if f.start < sentence.end and sentence.start < f.end]
        if found:
            title += "front matter" in found
            continue
        if sentence.is_heading and not is_title:
            state.in_quote = False
            continue
        words = Words.of(article.text, sentence.start, sentence.end)
        code = sentence_language(article.text[sentence.start : sentence.end], article.text, article.lang)
        lang = language(code)
        clauses = read_clauses(words, lang, state)
        current = [_row(article, words, sentence, clause) | {"lang": code} for clause in clauses]
        contrary = next((first for first, _ in words.find(lang.cue("speech", "contrary"))), None)
        _answer(current, clauses, previous, contrary)
        rows += current
        previous = current or previous
    return rows


def _row(article: Article, words: Words, sentence: Sentence, clause: Clause) -> dict[str, object]:
    start, end = words.span(clause.first, clause.last)
    return {
        "id": hashlib.sha256(f"{article.id}\0{start}\0{end}".encode()).hexdigest()[:16],
        "article": article.id,
        "start": start,
        "end": end,
        "text": article.text[start:end],
        "lang": article.lang,
        "speaker": clause.speaker or "",
        "stance": clause.stance,
        "answers": "",
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
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
