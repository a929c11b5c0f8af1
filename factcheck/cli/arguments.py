"""The command line: arguments only. What a command does stands in `commands.py`, imported when it runs."""

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from factcheck import __version__
from factcheck.errors import FactcheckError
from factcheck.outputs.formats import REPORT_FORMATS, REVIEW_SUFFIXES
from factcheck.settings import Settings

CANNOT = 2
"""Exit status: nothing could be done, and one line on stderr says why."""

_PATHS = "folders, files (txt, md, html, jsonl, csv, parquet, docx, pdf, feeds; also as gz or zip), web addresses"
_EXAMPLES = """examples:
  factcheck index articles/            take in articles, new and changed ones only
  factcheck index news.csv --columns text=body,source=outlet
  factcheck index --fetch https://news.example/feed.xml
  factcheck inspect new/               what would be read of it: a first look at a new source
  factcheck report articles/           ... and print the disputes side by side
  factcheck report --format html,csv   write reports/default.html and reports/default.csv
  factcheck report --only new --since 2024-12-01 --quiet --format html,jsonl
  factcheck check "Iran has withdrawn its commanders from Syria"
  factcheck compare "The army fled the city" "The army denies that it left the city"
  factcheck app                        the browser explorer

exit status: 0 done, 1 done with inputs left out (each named on stderr), 2 cannot do it"""


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    top = argparse.ArgumentParser(
        prog="factcheck",
        description="Shows where news sources disagree: who says what, side by side. It never rules on who is right.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"factcheck {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    index = _command(commands, "index", "build or update an index of articles")
    index.add_argument("paths", nargs="*", metavar="PATH", help=_PATHS)
    index.add_argument("--rebuild", action="store_true", help="read and embed the stored articles anew")
    index.add_argument("--prune", action="store_true", help="remove stored articles that are not among PATH any more")
    index.add_argument("--verify", action="store_true", help="check the whole index; derive anew what can be")
    _reading_options(index)
    _talking_options(index)
    _index_options(index)

    report = _command(commands, "report", "print or write the disputes of an index")
    report.add_argument("paths", nargs="*", metavar="PATH", help="articles to take in first")
    report.add_argument(
        "--format", type=_formats, default=[], metavar="F,F", help=f"{', '.join(REPORT_FORMATS)}: write these"
    )
    report.add_argument(
        "--output", type=Path, default=Path("reports"), metavar="DIR", help="where to (default: reports)"
    )
    report.add_argument("--since", type=_day, metavar="DATE", help="disputes with an article of this day or later")
    report.add_argument("--only", choices=["new"], help="new: disputes that no report with `--only new` has shown yet")
    _reading_options(report)
    report.add_argument(
        "--window",
        type=_count,
        default=Settings.window,
        metavar="DAYS",
        help=f"days between two articles that are set against each other (default: {Settings.window})",
    )
    report.add_argument(
        "--pairs-at-most",
        type=_count,
        metavar="N",
        help="pairs of claims to read, the most promising first (default: 1,500, or a tenth of the claims if more)",
    )
    _talking_options(report)
    _index_options(report)
    _pair_reader_option(report)

    check = _command(commands, "check", "what the indexed articles say to one claim")
    check.add_argument("claim", nargs="?", metavar="CLAIM")
    check.add_argument(
        "--claims", type=Path, metavar="IN.jsonl", help="many claims: lines of id, text, published, speaker"
    )
    check.add_argument("--output", type=Path, metavar="OUT.jsonl", help="where the answers to --claims go")
    check.add_argument("--json", action="store_true", help="print JSON")
    _index_options(check)
    _pair_reader_option(check)

    compare = _command(commands, "compare", "whether two texts can both be true")
    compare.add_argument("texts", nargs="*", metavar="TEXT", help="the two texts")
    compare.add_argument("--pairs", type=Path, metavar="IN.jsonl", help="many pairs: lines of id, a, b")
    compare.add_argument("--output", type=Path, metavar="OUT.jsonl", help="where the verdicts on --pairs go")
    compare.add_argument("--json", action="store_true", help="print JSON")
    compare.add_argument("--explain", action="store_true", help="what was decided by what, for each two claims")
    _model_option(compare)
    _pair_reader_option(compare)

    claims = _command(commands, "claims", "what is read out of each article")
    claims.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)
    _reading_options(claims)
    claims.add_argument("--json", action="store_true", help="print JSON lines")
    claims.add_argument("--explain", action="store_true", help="each word with its label, each claim with how sure")

    inspect = _command(commands, "inspect", "what would be read of files, and what would not; nothing is stored")
    inspect.add_argument("paths", nargs="+", metavar="PATH", help=_PATHS)
    _reading_options(inspect)
    inspect.add_argument("--json", action="store_true", help="print JSON lines, one a file")

    evaluate = _command(commands, "evaluate", "scores against labelled data")
    evaluate.add_argument("what", choices=["nli", "pairs", "reading", "seeds"])
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE")
    evaluate.add_argument(
        "--articles", type=Path, default=Path("seeds"), metavar="DIR", help="of `seeds` (default: seeds)"
    )
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    _model_option(evaluate)
    _pair_reader_option(evaluate)

    reviews = _command(commands, "reviews", "write what people decided of pairs")
    reviews.add_argument(
        "--format", type=_review_formats, default=["csv"], metavar="F,F", help="csv (default), jsonl, claimreview"
    )
    reviews.add_argument("--output", type=Path, default=Path("reports"), metavar="DIR", help="default: reports")
    reviews.add_argument("--publisher", default="", metavar="NAME", help="of claimreview: who publishes the reviews")
    reviews.add_argument("--page", default="", metavar="URL", help="of claimreview: where they are published")
    _index_option(reviews)
    _pair_reader_option(reviews)

    app = _command(commands, "app", "open the browser explorer")
    _index_options(app)
    _pair_reader_option(app)
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")


def _index_options(command: argparse.ArgumentParser) -> None:
    _index_option(command)
    _model_option(command)


def _index_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--index", type=Path, default=Settings.index, metavar="DIR", help=f"default: {Settings.index}")


def _reading_options(command: argparse.ArgumentParser) -> None:
    """How articles are read and fetched."""
    command.add_argument(
        "--columns",
        type=_columns,
        default={},
        metavar="F=C,F=C",
        help="which column of a table holds what: text=body,source=outlet (fields: text, title, source, published, "
        "url, lang, fetched; text=a+b reads two)",
    )
    command.add_argument(
        "--dates",
        choices=["day-first", "month-first"],
        default="",
        help="how dates such as 06/02/2020 are read where neither their column nor the language tells",
    )
    command.add_argument("--fetch", action="store_true", help="fetch web addresses, and the pages that feeds name")
    command.add_argument("--contact", default="", metavar="ADDRESS", help="mail or web address told to the sites asked")
    command.add_argument(
        "--allow-private",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="fetch from this host although its address is private or local",
    )


def _talking_options(command: argparse.ArgumentParser) -> None:
    """How a run talks of itself."""
    command.add_argument("--quiet", action="store_true", help="tell only what was left out or went wrong")
    command.add_argument("--log", choices=["text", "json"], default="text", help="lines on stderr (default: text)")


def _model_option(command: argparse.ArgumentParser) -> None:
    text = "`embedded` (default), or any sentence-transformers model"
    command.add_argument("--model", default=Settings.model, metavar="NAME_OR_PATH", help=text)


def _pair_reader_option(command: argparse.ArgumentParser) -> None:
    text = "`embedded` (default), or the folder of one that training/pairs.py made"
    command.add_argument("--pair-reader", default=Settings.pair_reader, metavar="PATH", help=text)


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: give a day as 2024-12-01") from error


def _columns(text: str) -> dict[str, str]:
    fields_ = ("text", "title", "source", "published", "url", "lang", "fetched")
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(field.strip() in fields_ and column.strip() for field, _, column in pairs):
        raise argparse.ArgumentTypeError(f"{text!r}: give FIELD=COLUMN with commas between, of {', '.join(fields_)}")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _formats(text: str, known: Collection[str] = REPORT_FORMATS) -> list[str]:
    formats = [f.strip() for f in text.split(",") if f.strip()]
    unknown = [f for f in formats if f not in known]
    if unknown or not formats:
        raise argparse.ArgumentTypeError(f"{text!r}: give some of {', '.join(known)}, with commas between")
    return formats


def _review_formats(text: str) -> list[str]:
    return _formats(text, REVIEW_SUFFIXES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status; no traceback reaches the user for what the user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # JSON is UTF-8, and Arabic is not in every system's own encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = parser().parse_args(arguments)
    from factcheck import log
    from factcheck.cli import commands

    log.set_up(getattr(args, "log", "text"), getattr(args, "quiet", False))
    chosen = {f.name: getattr(args, f.name) for f in fields(Settings) if hasattr(args, f.name)}
    try:
        status: int = getattr(commands, args.command)(args, Settings(**chosen))
        if sys.stdout:
            sys.stdout.flush()
        return status
    except FactcheckError as error:
        log.fail(f"factcheck: {error}")
    except KeyboardInterrupt:
        log.fail("factcheck: stopped; what was committed is kept")
    except BrokenPipeError:  # `factcheck report | head`: not an error of ours
        _drop_output()
        return 0
    except OSError as error:  # such as a full disk
        _drop_output()
        log.fail(f"factcheck: {error}")
    return CANNOT


def _drop_output() -> None:
    """Sends what is not yet printed nowhere, so that it is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
