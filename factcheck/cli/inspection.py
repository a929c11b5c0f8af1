"""A first look at a source: what would be read of each file, as records and as text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from factcheck.articles import Found
from factcheck.claims import read_claims
from factcheck.outputs.escaping import one_line
from factcheck.schema import Article

_SHOWN = 20  # articles of a file on a terminal; JSON holds all


def file_records(files: Sequence[tuple[str, list[Found]]], copies: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A record a file: its articles with title, outlet, date and by what that was told, language and number of claims,
    and what is left out of it and why.

    files: as `find_articles` gives them. copies: the place of each article that is left for the same one elsewhere, and
    the place of that.
    """
    for file, found in files:
        articles = [item for item in found if isinstance(item, Article) and item.location not in copies]
        counts = Counter(read_claims(articles)["article"]) if articles else Counter()
        left = [{"location": i.location, "reason": i.reason} for i in found if not isinstance(i, Article)]
        for item in found:
            if isinstance(item, Article) and item.location in copies:
                left.append({"location": item.location, "reason": f"the same article as {copies[item.location]}"})
        yield {
            "file": file,
            "articles": [_article_record(article, counts[article.id]) for article in articles],
            "left_out": left,
        }


def _article_record(article: Article, claims: int) -> dict[str, Any]:
    return {
        "location": article.location,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "date_note": article.date_note or None,
        "lang": article.lang or None,
        "claims": claims,
    }


def file_text(record: Mapping[str, Any]) -> str:
    """A record of `file_records` for reading: a line the file, two an article, one what is left out."""
    articles, left = record["articles"], record["left_out"]
    lines = [f"{one_line(record['file'])}: {_count(len(articles), 'article')}, {len(left)} left out"]
    for article in articles[:_SHOWN]:
        if article["location"] != record["file"]:
            lines.append(f"  {one_line(article['location'])}")
        date = article["published"] or "date unknown"
        note = f" ({one_line(article['date_note'])})" if article["date_note"] else ""
        lines.append(f"  {one_line(article['title'] or 'no title')}")
        about = f"{one_line(article['source'] or 'outlet unknown')}, {date}{note}, {article['lang'] or 'no language'}"
        lines.append(f"    {about}, {_count(article['claims'], 'claim')}")
    if len(articles) > _SHOWN:
        lines.append(f"  ... and {len(articles) - _SHOWN} more; --json gives all")
    lines += [f"  left out: {one_line(item['location'])}: {one_line(item['reason'])}" for item in left]
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
