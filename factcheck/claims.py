"""Articles -> claims: what each sentence that is the article's own states, who says it and how.

A claim is a slice of the article, as the token tagger reads it. What is exact is told here: places in the text, one
name for one voice, and which claims of an article deny each other by its own words.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, fields, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from factcheck.articles import sentence_language
from factcheck.articles.furniture import find_furniture
from factcheck.hashing import digest
from factcheck.models.spans import POINTS
from factcheck.models.token_tagger import TokenTagger, load_tagger
from factcheck.progress import track
from factcheck.schema import DENIES, Article, Claim, Place, Span, TaggedClaim, TaggedSentence
from factcheck.speakers import fullest_names
from factcheck.text.language import language
from factcheck.text.lines import split_lines
from factcheck.text.sentences import Sentence, split_sentences
from factcheck.text.tokens import Words

CLAIM_COLUMNS = tuple(field.name for field in fields(Claim))
"""The columns of a table of claims."""
READER = "2"
"""Names what is done with what the tagger reads: with the name of its weights it is the version of claims."""
TITLE = 300
"""Characters of a title that a claim may take what it leaves out from."""
_RUN_ON = 600  # characters: of a longer sentence the claims tell where it should have been cut
_OVER_TITLE = frozenset(("front matter", "consent", "advertisement"))  # furniture that may stand before the title
_AT_ONCE = 16  # articles tagged at once
_SHARED = 0.5  # of the shorter claim's words that a denial has to share with what it denies, in the same article
_LEAST_WORD = 3  # letters; shorter words tell nothing


def read_claims(articles: Iterable[Article], tagger: TokenTagger | None = None) -> pd.DataFrame:
    """The claims of articles, one row each, in order of article id and place.

    tagger: the one that ships where none is given. Columns: the fields of `Claim`, and `context_start`, where the part
    of its context begins that is no title.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    parts = [ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE)]
    rows = [row for part in track(parts, f"reading, {_AT_ONCE} articles a step") for row in _claims_of(part, tagger)]
    return pd.DataFrame(rows, columns=[*CLAIM_COLUMNS, "context_start"])


def reader_name(tagger: TokenTagger | None = None) -> str:
    """Says which reader claims are of: what another one read is read again."""
    return f"{(tagger or load_tagger()).name} {READER}"


def claims_of(frame: pd.DataFrame) -> list[Claim]:
    """The claims that the rows of a table are."""
    return [Claim(*row) for row in frame[list(CLAIM_COLUMNS)].itertuples(index=False, name=None)]


def own_sentences(article: Article) -> list[Sentence]:
    """The sentences that are the article's own: without furniture, and without headings but the title."""
    furniture = find_furniture(article.text)
    found, title = [], 0
    for number, sentence in enumerate(split_sentences(article.text, article.lang)):
        reasons = [f.reason for f in furniture if f.start < sentence.end and sentence.start < f.end]
        if reasons:
            title = title + 1 if _OVER_TITLE & set(reasons) else title
        elif not sentence.is_dateline and (number == title or not sentence.is_heading):
            found.append(sentence)
    return found


def explain_article(article: Article, tagger: TokenTagger | None = None) -> dict[str, Any]:
    """What was decided by what in an article: `article` and `sentences` with `text`, `start`, `claims` (text, speaker
    as it stands, via, stance, and how likely each is) and `words`, each with its likeliest labels and how likely."""
    tagger = tagger or load_tagger()
    own = own_sentences(article)
    texts = [article.text[s.start : s.end] for s in own]
    (tagged,), words = tagger.tag([texts]), tagger.probabilities(texts)

    def at(place: Place | None) -> str | None:
        return texts[place[0]][place[1] : place[2]] if place else None

    return {
        "article": article.location,
        "sentences": [
            {
                "text": text,
                "start": sentence.start,
                "claims": [
                    {
                        **{name: _rounded(value) for name, value in vars(claim).items() if name != "span"},
                        **{"text": text[slice(*claim.span)], "speaker": at(claim.speaker), "via": at(claim.via)},
                    }
                    for claim in found.claims
                ],
                "words": [
                    {"word": text[slice(*word.span)]}
                    | {name: _rounded(value) for name, value in vars(word).items() if name != "span"}
                    for word in told
                ],
            }
            for sentence, text, found, told in zip(own, texts, tagged, words, strict=True)
        ],
    }


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def _claims_of(articles: Sequence[Article], tagger: TokenTagger | None) -> list[dict[str, object]]:
    tagger = tagger or load_tagger()
    sentences = [own_sentences(article) for article in articles]
    texts = [[a.text[s.start : s.end] for s in own] for a, own in zip(articles, sentences, strict=True)]
    read = zip(articles, sentences, tagger.tag(texts), strict=True)
    return [row for article, own, tagged in read for row in _rows(article, own, tagged)]


def _rows(article: Article, sentences: Sequence[Sentence], tagged: Sequence[TaggedSentence]) -> list[dict[str, object]]:
    """The claims of one article as rows."""
    claims: list[Claim] = []
    context_starts: list[int] = []
    for i, (sentence, found) in enumerate(zip(sentences, tagged, strict=True)):
        code = sentence_language(article.text[sentence.start : sentence.end], article.text, article.lang)
        goes_on = i > 0 and _is_one_paragraph(article.text, sentences[i - 1].end, sentence.start)
        context_start = sentences[i - 1].start if goes_on else sentence.start
        ands, idle = language(code).normal_words("time", "and"), language(code).stop_words
        for claim, (first, last) in zip(found.claims, _stretches(i, sentence, found.claims), strict=True):
            start, end = (sentence.start + place for place in claim.span)
            end = _end_without(ands, article.text, start, end)
            speaker, via = (_name(article.text, sentences, place, idle) for place in (claim.speaker, claim.via))
            claims.append(
                Claim(
                    id=digest(article.id, str(start), str(end))[:16],
                    article=article.id,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    lang=code,
                    speaker=article.text[slice(*speaker)] if speaker else "",
                    stance=claim.stance,
                    via=article.text[slice(*via)] if via else "",
                    context=f"{(article.title or '')[:TITLE]}\n{article.text[context_start:start]}",
                    sentence_start=first,
                    sentence_end=last,
                    location=article.location,
                    source=article.source or "",
                    published=article.published or "",
                    speaker_start=speaker.start if speaker else -1,
                    speaker_end=speaker.end if speaker else -1,
                )
            )
            context_starts.append(context_start)
    names = fullest_names([name for claim in claims for name in (claim.speaker, claim.via)], article.lang)
    claims = [replace(c, speaker=names[c.speaker], via=names[c.via]) for c in claims]
    return [
        asdict(claim) | {"context_start": start}
        for claim, start in zip(_with_answers(claims), context_starts, strict=True)
    ]


def _stretches(i: int, sentence: Sentence, claims: Sequence[TaggedClaim]) -> list[tuple[int, int]]:
    """From where to where the sentence of each claim goes: of one that is longer than any with its stops, from claim to
    claim. Who is named between two goes with the one behind, unless the one before is his."""
    cuts = [sentence.start]
    for before, behind in pairwise(claims if sentence.end - sentence.start > _RUN_ON else ()):
        (_, end), (start, _) = before.span, behind.span
        voice = behind.speaker if behind.speaker != before.speaker else None
        is_between = voice and voice[0] == i and end <= voice[1] < start
        cuts.append(sentence.start + (voice[1] if voice and is_between else start))
    cuts.append(sentence.end)
    return list(pairwise(cuts)) if len(cuts) > 2 else [(sentence.start, sentence.end)] * len(claims)


def _name(text: str, sentences: Sequence[Sentence], place: Place | None, idle: AbstractSet[str]) -> Span | None:
    """Where a name stands in the text, without what only leads on from it: `the Observatory, which`."""
    if place is None:
        return None
    start, end = (sentences[place[0]].start + at for at in place[1:])
    return Span(start, _end_without(idle, text, start, end))


def _end_without(idle: AbstractSet[str], text: str, start: int, end: int) -> int:
    """The end of a span of a text without such normalised words at its end; `end` if there are no others."""
    words = Words.of(text, start, end).words
    n = len(words)
    while n and (words[n - 1].norm in idle or (n < len(words) and words[n - 1].norm in POINTS)):
        n -= 1
    return words[n - 1].end if 0 < n < len(words) else end


def _is_one_paragraph(text: str, end: int, start: int) -> bool:
    return len(split_lines(text[end : start + 1])) == 1


def _with_answers(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, each with the ids of what it answers: a denial what another voice says in its sentence or the one
    before, as far as both share their words; and any claim what another voice says there, both named."""
    words = [_content(claim) for claim in claims]
    number = {start: n for n, start in enumerate(dict.fromkeys(claim.sentence_start for claim in claims))}
    found = []
    for i, claim in enumerate(claims):
        answered = []
        for j, other in enumerate(claims[:i]):
            apart = number[claim.sentence_start] - number[other.sentence_start]
            if apart > 1 or claim.speaker == other.speaker:
                continue
            denials = (claim.stance == DENIES) + (other.stance == DENIES)
            is_shared = len(words[i] & words[j]) >= _SHARED * max(1, min(len(words[i]), len(words[j])))
            if is_shared if denials == 1 else claim.speaker and other.speaker:
                answered.append(other.id)
        found.append(replace(claim, answers=" ".join(answered)))
    return found


def _content(claim: Claim) -> frozenset[str]:
    """The stems of the words of a claim that tell something."""
    lang = language(claim.lang)
    norms = (word.norm for word in Words.of(claim.text).words)
    return frozenset(lang.stem(norm) for norm in norms if len(norm) >= _LEAST_WORD and norm[0].isalnum())
