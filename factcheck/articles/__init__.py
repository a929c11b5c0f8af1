"""Whatever articles lie in -> articles: the text as read, with title, outlet, date and language where they are given.

    article.py     one text -> Article
    encoding.py    bytes -> text
    metadata.py    what is known of an article: column names, dates, sidecars, front matter
    files.py       folders, gz and zip -> the readers below, one for each kind of file
    tables.py      JSON lines, CSV, Parquet: one article a row
    pages.py       HTML and feeds; markup.py the blocks of a page, strangers.py what on it is not the article's,
                   listings.py pages that list others, live.py the entries of live blogs
    furniture.py   the lines of a text that are not the article's; notices.py those told by their words
    documents.py   Word, PDF, Markdown
    fetch.py       addresses -> pages, politely and safely

What cannot be read is named with the reason and skipped; the rest goes through.
"""

from factcheck.articles.article import (
    Skipped,
    article_id,
    detect_language,
    front_matter_lines,
    make_article,
    parse_date,
    sentence_language,
)
from factcheck.articles.files import read_articles

__all__ = [
    "Skipped",
    "article_id",
    "detect_language",
    "front_matter_lines",
    "make_article",
    "parse_date",
    "read_articles",
    "sentence_language",
]
