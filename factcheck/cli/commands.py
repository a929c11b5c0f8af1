"""What each command of the command line does: reads, calls the library, prints. Each gives its exit status."""

import json
import resource
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from factcheck.analysis.analyse import analyse
from factcheck.analysis.check import check_claim
from factcheck.analysis.fresh import remember, since, unreported
from factcheck.analysis.texts import compare_texts, explain_texts
from factcheck.articles import Found, Skipped, find_articles, join_addresses, read_articles
from factcheck.articles.metadata import web_address
from factcheck.claims import explain_article, read_claims
from factcheck.cli.inspection import file_records, file_text
from factcheck.errors import IndexStoreError, InputError
from factcheck.evaluation import evaluate_nli, evaluate_pairs, evaluate_seeds
from factcheck.evaluation_reading import evaluate_reading
from factcheck.index.index import Index, Update
from factcheck.index.integrity import BROKEN, verify
from factcheck.jsonl import answer_file, claim_to_check, pair_of, read_lines, statement_of
from factcheck.log import say, warn
from factcheck.models.encoder import load_encoder
from factcheck.models.pair_reader import load_pair_reader
from factcheck.outputs.claimreview import claim_reviews, write_claim_reviews
from factcheck.outputs.escaping import one_line
from factcheck.outputs.explained import print_explained, print_tagged
from factcheck.outputs.formats import REVIEW_SUFFIXES, write_reports
from factcheck.outputs.records import claim_record, verdict_record
from factcheck.outputs.tables import write_file
from factcheck.outputs.terminal import print_disputes
from factcheck.outputs.views import not_read, with_sentences
from factcheck.progress import seconds_by_stage, stage
from factcheck.reviews import CARRIED, LOST, decisions, export_csv, export_jsonl, resolve_pairs
from factcheck.schema import Analysis, Article, Statement
from factcheck.settings import Settings

DONE, LEFT_OUT = 0, 1
_PRINTED = 20  # disputes on a terminal; files hold all
_PAGES = "pages.sqlite"  # of an index folder: the pages fetched, so that a run that was stopped goes on


def index(args: Namespace, settings: Settings) -> int:
    """Builds or updates an index; with --rebuild from its stored articles."""
    if not (args.paths or args.rebuild or args.verify):
        raise InputError("name the articles to take in; or give --rebuild or --verify")
    if args.prune and not args.paths:
        raise InputError("name all the articles that are to stay; --prune removes the others")
    if args.rebuild:
        _tell(Index.open(settings.index, to_rebuild=True).rebuild(load_encoder(settings.model)))
    status = _take_in(args.paths, settings, args.prune) if args.paths else DONE
    if args.verify:
        _verify(settings.index)
    _tell_not_read(Index.open(settings.index).languages())
    _tell_cost()
    return status


def report(args: Namespace, settings: Settings) -> int:
    """Prints the disputes of an index, or writes them to files."""
    status = _take_in(args.paths, settings) if args.paths else DONE
    store = Index.open(settings.index)
    analysis = with_sentences(analyse(store, settings, load_pair_reader(settings.pair_reader)), store.articles())
    _tell_found(analysis)
    resolved = resolve_pairs(decisions(store), analysis)
    if args.since:
        analysis = since(analysis, args.since)
    if args.only == "new":
        analysis = unreported(analysis, settings.index, dict(zip(resolved["id"], resolved["id_now"], strict=True)))
    if args.format:
        for path in write_reports(analysis, args.format, args.output, settings.index.name):
            say(f"wrote {path}", path=str(path), disputes=len(analysis.disputes))
    is_narrowed = bool(args.since or args.only)
    if is_narrowed and not analysis.disputes:
        say("nothing new" if args.only else f"nothing since {args.since}", disputes=0)
    elif not (args.quiet and args.format):
        print_disputes(analysis, limit=None if args.only and not args.format else _PRINTED)
    if args.only == "new":
        remember(analysis, settings.index)
    _tell_not_read(store.languages())
    _tell_cost()
    return status


def check(args: Namespace, settings: Settings) -> int:
    """Prints what the indexed articles say to a claim, or answers a file of claims."""
    if (args.claim is None) == (args.claims is None):
        raise InputError("give one claim in quotation marks, or a file of claims with --claims")
    store = Index.open(settings.index)
    encoder, reader = load_encoder(settings.model), load_pair_reader(settings.pair_reader)

    def answer(statements: Sequence[Statement]) -> Iterator[dict[str, Any]]:
        for statement in statements:
            evidence = check_claim(statement, store, encoder, reader, settings)
            yield {"claim": statement.text, "evidence": [_evidence(row) for row in evidence.to_dict("records")]}

    if args.claims:
        return answer_file(args.claims, args.output, claim_to_check, answer)
    found = next(iter(answer([statement_of({"text": args.claim}, "the claim")])))
    print(json.dumps(found, ensure_ascii=False) if args.json else _evidence_text(found))
    return DONE


def compare(args: Namespace, settings: Settings) -> int:
    """Prints the verdict on two texts, or judges a file of pairs."""
    if bool(args.texts) == bool(args.pairs) or len(args.texts) not in (0, 2):
        raise InputError("give two texts, each in quotation marks, or a file of pairs with --pairs")
    encoder, reader = load_encoder(settings.model), load_pair_reader(settings.pair_reader)

    def verdicts(pairs: Sequence[tuple[Statement, Statement]]) -> Iterator[dict[str, Any]]:
        return map(verdict_record, compare_texts(list(pairs), encoder, reader))

    if args.pairs:
        return answer_file(args.pairs, args.output, pair_of, verdicts)
    a, b = (statement_of({"text": text}, "a text") for text in args.texts)
    if args.explain:
        print_explained(explain_texts(a, b, encoder, reader), args.json)
        return DONE
    verdict = next(verdicts([(a, b)]))
    reasons = "; ".join(verdict["reasons"])
    kind = f" ({verdict['kind']})" if verdict["kind"] else ""
    print(
        json.dumps(verdict, ensure_ascii=False)
        if args.json
        else f"{verdict['relation']}{kind}, {verdict['confidence']}: {reasons}"
    )
    return DONE


def claims(args: Namespace, settings: Settings) -> int:
    """Prints the claims read out of each article."""
    articles, skipped = _read(args.paths, settings)
    if args.explain:
        print_tagged(map(explain_article, articles), args.json)
        return _name(skipped)
    found = read_claims(articles)
    for article in articles:
        rows = found[found["article"] == article.id].to_dict("records")
        if not args.json:
            outlet, date = article.source or "outlet unknown", article.published or "date unknown"
            print(f"{one_line(article.location)}: {one_line(outlet)}, {date}")
        for row in rows:
            via = f" via {row['via']}" if row["via"] else ""
            who = f"{row['speaker']}{via} {row['stance']}" if row["speaker"] else row["stance"]
            print(
                json.dumps(claim_record(row), ensure_ascii=False)
                if args.json
                else f"  [{one_line(who)}] {one_line(row['text'])}"
            )
    _tell_not_read(Counter(found["lang"]))
    return _name(skipped)


def inspect(args: Namespace, settings: Settings) -> int:
    """Prints what would be read of each file, and what would not."""
    files = list(_find(args.paths, settings))
    articles = [item for _, items in files for item in items if isinstance(item, Article)]
    copies = {copy.location: copy.kept for copy in join_addresses(articles)[1]}
    for record in file_records(files, copies):
        print(json.dumps(record, ensure_ascii=False) if args.json else file_text(record))
    if not articles:
        raise InputError(f"nothing to read in {', '.join(map(str, args.paths))}")
    return LEFT_OUT if any(isinstance(item, Skipped) for _, items in files for item in items) else DONE


def evaluate(args: Namespace, settings: Settings) -> int:
    """Prints scores against labelled data."""
    lines = [line for path in args.files for line in read_lines(path)]
    if args.what == "nli":
        scores = evaluate_nli(lines, load_pair_reader(settings.pair_reader))
    elif args.what == "reading":
        scores = evaluate_reading(lines)
    elif args.what == "pairs":
        scores = evaluate_pairs(lines, load_encoder(settings.model), load_pair_reader(settings.pair_reader))
    else:
        articles, skipped = read_articles([args.articles], settings.max_bytes)
        if not articles:
            raise InputError(f"no articles in {args.articles}; name their folder with --articles")
        _name(skipped)
        scores = evaluate_seeds(lines, articles, load_encoder(settings.model), load_pair_reader(settings.pair_reader))
    print(json.dumps(scores, ensure_ascii=False) if args.json else _scores_text(scores))
    return DONE


def reviews(args: Namespace, settings: Settings) -> int:
    """Writes the decisions that stand to files, and lists those whose pair is no longer found."""
    store = Index.open(settings.index)
    decided = resolve_pairs(decisions(store), analyse(store, settings, load_pair_reader(settings.pair_reader)))
    name = args.output / f"{settings.index.name}-reviews"
    if "claimreview" in args.format and not (args.publisher and web_address(args.page)):
        raise InputError("say who publishes the reviews with --publisher, and at which web address with --page")
    made: dict[str, Callable[[Path], object]] = {
        "csv": lambda path: path.write_bytes(export_csv(decided)),
        "jsonl": lambda path: write_file(path, export_jsonl(decided)),
        "claimreview": lambda path: write_claim_reviews(
            claim_reviews(decided[decided["judgement"] != ""], args.publisher, args.page), path
        ),
    }
    try:
        args.output.mkdir(parents=True, exist_ok=True)
        for kind in args.format:
            path = name.with_name(f"{name.name}.{REVIEW_SUFFIXES[kind]}")
            made[kind](path)
            say(f"wrote {path}", path=str(path), reviews=len(decided))
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}") from error
    _tell_now(decided)
    return DONE


def app(args: Namespace, settings: Settings) -> int:
    """Opens the browser explorer."""
    from factcheck.ui import launch

    return launch(settings)


# --- parts


def _take_in(paths: Sequence[str], settings: Settings, prune: bool = False) -> int:
    """Updates an index with articles; names the files left out."""
    with stage("reading files"):
        articles, skipped = _read(paths, settings, settings.index / _PAGES)
    status = _name(skipped)
    if prune and skipped:
        warn("nothing is removed: what was left out may be what seems to be gone", skipped=len(skipped))
        prune = False
    if not articles:
        raise InputError(f"nothing to read in {', '.join(map(str, paths))}")
    store = Index.create(settings.index)
    _tell(store.update(articles, load_encoder(settings.model), prune), len(skipped))
    return status


def _read(paths: Sequence[str], settings: Settings, store: Path | None = None) -> tuple[list[Article], list[Skipped]]:
    """The articles of paths and, where they may be fetched, of web addresses.

    store: the file of the pages had before; None keeps none.
    """
    found = [item for _, items in _find(paths, settings, store) for item in items]
    articles, copies = join_addresses([item for item in found if isinstance(item, Article)])
    if copies:
        left = [copy._asdict() for copy in copies]
        say(f"{len(copies)} left for the same article under another address", copies=left)
    return articles, [item for item in found if isinstance(item, Skipped)]


def _find(paths: Sequence[str], settings: Settings, store: Path | None = None) -> Iterator[tuple[str, list[Found]]]:
    """What is found in each file or at each web address, as `find_articles` gives it."""
    if not settings.fetch:
        yield from find_articles(paths, settings.max_bytes, settings.columns, None, settings.dates)
        return
    from factcheck.articles.fetch import Fetcher

    if store:
        Index.create(store.parent)
    with closing(Fetcher(settings.max_bytes, store, settings.contact, settings.allow_private)) as fetcher:
        yield from find_articles(paths, settings.max_bytes, settings.columns, fetcher, settings.dates)


def _tell(update: Update, left_out: int = 0) -> None:
    """Says what an update changed; left_out: how many inputs were, each named before."""
    removed = f", {update.removed} removed" if update.removed else ""
    skipped = f", {left_out} left out" if left_out else ""
    say(
        f"{update.new} new articles, {update.replaced} changed, {update.unchanged} unchanged{removed}{skipped}; "
        f"{update.claims} claims read, {update.embedded} embedded",
        **asdict(update),
        left_out=left_out,
    )


def _tell_found(analysis: Analysis) -> None:
    """Says how much was compared, and what was found."""
    found = {
        "claims": len(analysis.claims),
        "topics": len(analysis.topics),
        "pairs": analysis.judged,
        "disputes": len(analysis.disputes),
    }
    say("{claims} claims, {topics} topics, {pairs} pairs considered, {disputes} disputes".format(**found), **found)


def _tell_now(resolved: pd.DataFrame) -> None:
    """Says how many decisions were carried to pairs of other spans, and names those whose pair is no longer found."""
    carried, lost = (resolved[resolved["now"] == now].to_dict("records") for now in (CARRIED, LOST))
    if carried:
        say(f"{len(carried)} carried to pairs of other spans of the same articles", carried=len(carried))
    for row in lost:
        what = "decided" if row["judgement"] else "noted"
        texts = " | ".join(one_line(row[f"{side}_text"]) for side in "ab")
        say(f"{what}, {LOST}: {row['judgement'] or row['note']}: {texts}", pair=row["pair"], id=row["id"])


def _tell_cost() -> None:
    """Says where the time went, and how much memory there was at most."""
    seconds = seconds_by_stage()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    spent = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    say(f"{spent or 'nothing to do'}; {peak / 1e9:.1f} GB of memory at most", seconds=seconds, peak_bytes=peak)


def _verify(folder: Path) -> None:
    """Says what is wrong with an index. Raises IndexStoreError where it cannot be derived anew."""
    findings = verify(Index.open(folder))
    for level, message in findings:
        say(f"{level}: {message}", level=level)
    if any(finding.level == BROKEN for finding in findings):
        raise IndexStoreError(f"{folder} is broken; mend it with: factcheck index --rebuild --index {folder}")
    say("the index is sound")


def _tell_not_read(languages: Mapping[str, int]) -> None:
    """Says once what could not be read of languages without a cue file. languages: the number of claims by code."""
    line = not_read(languages)
    if line:
        say(f"note: {line}", languages=dict(languages))


def _name(skipped: Iterable[Skipped]) -> int:
    """Names what was left out on stderr; the exit status that tells of it."""
    status = DONE
    for location, reason in skipped:
        warn(f"left out: {one_line(location)}: {one_line(reason)}", input=location, reason=reason)
        status = LEFT_OUT
    return status


def _evidence(row: dict[str, Any]) -> dict[str, Any]:
    return {**verdict_record(row), "claim": claim_record(row)}


def _evidence_text(found: dict[str, Any]) -> str:
    if not found["evidence"]:
        return "nothing in the index speaks to this claim"
    blocks = []
    for item in found["evidence"]:
        claim = item["claim"]
        who = ", ".join(
            one_line(part) for part in (claim["speaker"], claim["source"], claim["published"], claim["article"]) if part
        )
        kind = f" ({item['kind']})" if item["kind"] else ""
        why = one_line("; ".join(item["reasons"]))  # they quote articles
        blocks.append(f"{item['relation']}{kind} {item['confidence']}: {why}\n  {one_line(claim['text'])}\n  {who}")
    return "\n\n".join(blocks)


def _scores_text(scores: dict[str, Any]) -> str:
    """Scores for reading: one line a number, a marked pair or a label."""
    lines = []
    for key, value in scores.items():
        if key == "rows":
            lines += [
                f"{'met ' if r['met'] else 'MISS'} {r['wanted']:9} found {r['found']:9} {r['id']} {r['note']}"
                for r in value
            ]
        elif isinstance(value, dict):
            lines += [f"{key} {name}: {json.dumps(row)}" for name, row in value.items()]
        else:
            lines.append(f"{key}: {value}")
    return "\n".join(lines)
