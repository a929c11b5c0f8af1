"""Labelled lines that any reader and any judge can be scored on, with floors that a change may not lower.

    python -m tests.labelled [--lower] [--wrong]

prints the scores of every file and lifts the floors in `floors.json` to a little below them; only --lower takes one
down. --wrong lists the lines that are read or judged otherwise than they are labelled. What the lines are is told
in `pairs/README.md`, `sentences/README.md` and `cases/README.md`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.floors import MARGIN, settle
from factcheck.analysis.texts import compare_texts
from factcheck.articles import make_article
from factcheck.claims import read_claims
from factcheck.jsonl import read_lines
from factcheck.models.encoder import Encoder, load_encoder
from factcheck.models.pair_reader import PairReader, load_pair_reader
from factcheck.schema import CONFLICT, Statement, Verdict

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
PAIRS = [*sorted((HERE / "pairs").glob("*.jsonl")), HERE / "cases" / "pairs.jsonl"]
SENTENCES = [*sorted((HERE / "sentences").glob("*.jsonl")), HERE / "cases" / "reading" / "right.jsonl"]
STANCES = ("asserts", "denies", "expects", "demands", "asks", "doubts")
ASSERTS = STANCES[0]
LEAST = 10
"""Sentences of a language at the least that have floors of their own."""


class Share(NamedTuple):
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return round(self.part / max(1, self.whole), 3)

    @property
    def floor(self) -> float:
        """A little below: by the margin of all floors, and by one line at the least."""
        return max(0.0, round(self.value - max(MARGIN, 1 / max(1, self.whole)), 3))


Scores = dict[str, Share]


def name_of(path: Path) -> str:
    """What a file is called in the floors."""
    return path.relative_to(HERE).as_posix()


# --- pairs


class Pair(NamedTuple):
    """A labelled pair: the relations that are right, one or several where an editor would accept each, and its kind."""

    id: str
    relations: tuple[str, ...]
    a: Statement
    b: Statement
    kind: str


def read_pairs(path: Path) -> list[Pair]:
    return [
        Pair(line["id"], tuple(_wanted(line).split("|")), Statement(**line["a"]), Statement(**line["b"]), line["kind"])
        for line in read_lines(path)
    ]


def _wanted(line: dict[str, Any]) -> str:
    return line["relation"] if "relation" in line else line["want"]


def judge_pairs(files: Sequence[Path], encoder: Encoder, reader: PairReader) -> dict[Path, list[Verdict]]:
    """The verdicts on the pairs of all files; each text is embedded once."""
    pairs = {path: read_pairs(path) for path in files}
    verdicts = iter(compare_texts([(pair.a, pair.b) for found in pairs.values() for pair in found], encoder, reader))
    return {path: [next(verdicts) for _ in found] for path, found in pairs.items()}


def score_pairs(pairs: Sequence[Pair], verdicts: Sequence[Verdict]) -> Scores:
    """The share of pairs with a right relation, of the conflicts found, and of those called a conflict that are one."""
    both = [(pair.relations, verdict.relation) for pair, verdict in zip(pairs, verdicts, strict=True)]
    conflicts = [found == CONFLICT for wanted, found in both if wanted == (CONFLICT,)]
    called = [CONFLICT in wanted for wanted, found in both if found == CONFLICT]
    return {
        "right": Share(sum(found in wanted for wanted, found in both), len(both)),
        "conflicts found": Share(sum(conflicts), len(conflicts)),
        "conflicts called right": Share(sum(called), len(called)),
    }


# --- sentences


class Marked(NamedTuple):
    """A claim that is marked in a text, or one that is read in it: its characters `start` up to `end`, who says it
    (`""`: the text itself, None: nobody can tell), how, and who passed it on."""

    start: int
    end: int
    speaker: str | None
    stance: str
    via: str = ""


class Sentence(NamedTuple):
    """A labelled sentence as it stands in `text`, from `start` to `end`, its claims, and its language if it is told."""

    id: str
    text: str
    start: int
    end: int
    claims: list[Marked]
    lang: str = ""


def read_sentences(path: Path) -> list[Sentence]:
    if path.name == "right.jsonl":
        return [_sentence_of_case(line, path.parent, number) for number, line in enumerate(read_lines(path), 1)]
    return [_sentence(line) for line in read_lines(path)]


def _sentence(line: dict[str, Any]) -> Sentence:
    before, sentence = line.get("before", ""), line["t"]
    text = f"{before} {sentence}".strip()
    start = len(text) - len(sentence)
    claims = []
    for c in line["claims"]:
        claim = _marked(text, start, c["c"], None if c["s"] == "?" else c["s"] or "", c["st"])
        claims.append(claim._replace(via=c.get("via", "")))
    return Sentence(line["id"], text, start, len(text), claims, line["lang"])


def _sentence_of_case(line: dict[str, Any], folder: Path, number: int) -> Sentence:
    text, sentence = (folder / line["file"]).read_text("utf-8"), line["sentence"]
    start = text.index(sentence)
    claims = [_marked(text, start, c["text"], c["speaker"], c["stance"]) for c in line["claims"]]
    return Sentence(f"{number}: {line['file']}", text, start, start + len(sentence), claims)


def _marked(text: str, start: int, claim: str, speaker: str | None, stance: str) -> Marked:
    at = text.index(claim, start)
    return Marked(at, at + len(claim), speaker, stance)


def read_marked(sentences: Sequence[Sentence]) -> list[list[Marked]]:
    """The claims that the reader finds in each sentence, by the names of speakers that stand there."""
    articles = [make_article(sentence.text, str(n)) for n, sentence in enumerate(sentences)]
    rows = dict(iter(read_claims(articles).groupby("location")))
    found = []
    for n, (sentence, article) in enumerate(zip(sentences, articles, strict=True)):
        moved = article.text.index(sentence.text[sentence.start : sentence.end]) - sentence.start
        claims = rows[str(n)].itertuples() if str(n) in rows else ()
        marked = (
            Marked(
                r.start - moved,
                r.end - moved,
                article.text[r.speaker_start : r.speaker_end] if r.speaker_start >= 0 else "",
                r.stance,
                r.via,
            )
            for r in claims
        )
        found.append([m for m in marked if sentence.start <= m.start < sentence.end])
    return found


def score_sentences(sentences: Sequence[Sentence], read: Sequence[Sequence[Marked]]) -> Scores:
    """Of the claims the share found, of those read the share that is one, of those found the share with the right
    speaker (where anybody can tell), the right stance, and the right one who passed it on, where one is marked."""
    counts: Counter[str] = Counter()
    for sentence, found in zip(sentences, read, strict=True):
        met = [(claim, other) for claim in sentence.claims if (other := match(claim, found))]
        named = [same_name(claim.speaker, other.speaker or "") for claim, other in met if claim.speaker is not None]
        counts.update(wanted=len(sentence.claims), read=len(found), found=len(met))
        counts.update(right=len({other for _, other in met}), named=len(named), speaker=sum(named))
        counts.update(stance=sum(claim.stance == other.stance for claim, other in met))
        passed_on = [same_name(claim.via, other.via) for claim, other in met if claim.via]
        counts.update(passed_on=len(passed_on), via=sum(passed_on))
    scores = {
        "claims found": Share(counts["found"], counts["wanted"]),
        "claims read right": Share(counts["right"], counts["read"]),
        "speaker": Share(counts["speaker"], counts["named"]),
        "stance": Share(counts["stance"], counts["found"]),
        "via": Share(counts["via"], counts["passed_on"]),
    }
    return scores if counts["passed_on"] else {name: share for name, share in scores.items() if name != "via"}


def score_by_language(sentences: Sequence[Sentence], read: Sequence[Sequence[Marked]]) -> dict[str, Scores]:
    """`score_sentences` of all, and of those of each language with a few of them."""
    both = list(zip(sentences, read, strict=True))
    parts = {
        lang: [pair for pair in both if pair[0].lang == lang] for lang in sorted({s.lang for s in sentences} - {""})
    }
    return {
        part: score_sentences([sentence for sentence, _ in found], [claims for _, claims in found])
        for part, found in {"all": both, **parts}.items()
        if part == "all" or len(found) >= LEAST
    }


def match(claim: Marked, found: Sequence[Marked]) -> Marked | None:
    """What was read that overlaps a marked claim most, if that is half of both or more."""
    shared = [(min(claim.end, m.end) - max(claim.start, m.start), m) for m in found]
    most, best = max(shared, key=lambda s: s[0], default=(0, None))
    longer = max(claim.end - claim.start, best.end - best.start) if best else 0
    return best if 2 * most >= longer > 0 else None


def same_name(a: str, b: str) -> bool:
    """Whether two names share half of the words of the shorter, or both are empty."""
    one, other = set(a.split()), set(b.split())
    return 2 * len(one & other) >= min(len(one), len(other)) if one and other else not one and not other


# --- all of them


def measure_pairs(encoder: Encoder, reader: PairReader) -> Iterator[tuple[Path, dict[str, Scores], list[str]]]:
    """Each file of pairs with its scores, those of all pairs, and what is judged otherwise than it is labelled."""
    for path, verdicts in judge_pairs(PAIRS, encoder, reader).items():
        pairs = read_pairs(path)
        both = [(pair, v) for pair, v in zip(pairs, verdicts, strict=True) if v.relation not in pair.relations]
        wrong = [f"{pair.id}: {'|'.join(pair.relations)} {pair.kind}, found {v.relation} {v.kind}" for pair, v in both]
        yield path, {"all": score_pairs(pairs, verdicts)}, wrong


def measure_sentences() -> Iterator[tuple[Path, dict[str, Scores], list[str]]]:
    """The same of each file of sentences, of all of them and of each language."""
    for path in SENTENCES:
        sentences = read_sentences(path)
        read = read_marked(sentences)
        alone = [(s, score_sentences([s], [found]).items()) for s, found in zip(sentences, read, strict=True)]
        faults = [(s.id, [name for name, share in scores if share.part < share.whole]) for s, scores in alone]
        yield path, score_by_language(sentences, read), [f"{id}: {', '.join(names)}" for id, names in faults if names]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--lower", "--wrong"):
        parser.add_argument(option, action="store_true")
    args = parser.parse_args()
    for path, parts, wrong in chain(measure_pairs(load_encoder(), load_pair_reader()), measure_sentences()):
        for part, scores in parts.items():
            shares = (f"{name} {share.value:.3f} ({share.part}/{share.whole})" for name, share in scores.items())
            print(f"{name_of(path):28}", part, *shares, sep="  ", flush=True)
        if args.wrong:
            print(*(f"    {line}" for line in wrong), sep="\n")
        for part, scores in parts.items():
            floors = {name: share.floor for name, share in scores.items()}
            settle(FLOORS, name_of(path), path, part, floors, args.lower, margin=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
