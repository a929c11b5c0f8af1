"""Which disputes a reader wants to see, and in which order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factcheck.reviews import pair_key
from factcheck.schema import Analysis, Dispute

SURE, ORIGINS, NEWEST = "sure", "origins", "newest"
ORDERS = (SURE, ORIGINS, NEWEST)
REVIEWED, UNREVIEWED = "yes", "no"
_DAY = len("2024-12-01")


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see; an empty choice is all. `floor` is the least confidence, `since` and `until` are days
    (ISO 8601), `reviewed` is empty, `yes` or `no`, `order` one of ORDERS, `dispute` the id of one."""

    topic: int | None = None
    relations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    floor: float = 0.0
    reviewed: str = ""
    order: str = SURE
    dispute: str = ""


@dataclass(frozen=True)
class Facts:
    """What is asked of a dispute: who and when are those of its claims, `pairs` the keys of its pairs
    (`reviews.pair_key`)."""

    sources: frozenset[str]
    speakers: frozenset[str]
    languages: frozenset[str]
    days: tuple[str, ...]
    pairs: frozenset[str]


def gather(analysis: Analysis) -> list[Facts]:
    """The facts of each dispute, in their order."""
    columns = ("source", "speaker", "lang", "published", "text")
    source, speaker, lang, published, text = (analysis.claims[c].to_numpy() for c in columns)
    verdicts = analysis.verdicts
    key = {
        row: pair_key(text[a], text[b]) for row, a, b in zip(verdicts.index, verdicts["a"], verdicts["b"], strict=True)
    }
    found = []
    for d in analysis.disputes:
        claims = [*d.a, *d.b]
        days = sorted({p[:_DAY] for p in published[claims] if p})
        who = frozenset(source[claims]), frozenset(speaker[claims]), frozenset(lang[claims])
        found.append(Facts(*who, tuple(days), frozenset(key[row] for row in d.pairs)))
    return found


def choose(
    disputes: Sequence[Dispute], facts: Sequence[Facts], choice: Choice, reviewed: Collection[str] = ()
) -> list[Dispute]:
    """The disputes a reader wants to see. facts: of each of them; reviewed: the keys of pairs somebody decided."""
    known = frozenset(reviewed)
    found = [(d, about) for d, about in zip(disputes, facts, strict=True) if _is_chosen(d, about, choice, known)]
    if choice.order == ORIGINS:
        found.sort(key=lambda row: -(row[0].origins_a + row[0].origins_b))
    if choice.order == NEWEST:
        found.sort(key=lambda row: max(row[1].days, default=""), reverse=True)
    return [d for d, _ in found]


def _is_chosen(d: Dispute, about: Facts, choice: Choice, reviewed: frozenset[str]) -> bool:
    return all(_answers(d, about, choice, reviewed))


def _answers(d: Dispute, about: Facts, choice: Choice, reviewed: frozenset[str]) -> Iterator[bool]:
    yield choice.dispute in ("", d.id)
    yield choice.topic in (None, d.topic)
    yield not choice.relations or d.relation in choice.relations
    yield not choice.kinds or d.kind in choice.kinds
    yield d.confidence >= choice.floor
    yield not choice.sources or not about.sources.isdisjoint(choice.sources)
    yield not choice.speakers or not about.speakers.isdisjoint(choice.speakers)
    yield not choice.languages or not about.languages.isdisjoint(choice.languages)
    yield not choice.reviewed or (choice.reviewed == REVIEWED) != about.pairs.isdisjoint(reviewed)
    # An article without a date is of no day.
    yield not (choice.since or choice.until) or any(
        choice.since <= day <= (choice.until or "9999") for day in about.days
    )


def labels(analysis: Analysis) -> Mapping[int, str]:
    """The text of the most central claim of each topic."""
    return dict(zip(analysis.topics["topic"], analysis.topics["label"], strict=True))
