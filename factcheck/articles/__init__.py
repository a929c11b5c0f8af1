"""Whatever articles lie in -> articles: the text as read, with title, outlet, date and language where they are given.

    article.py     one text -> Article
    encoding.py    bytes -> text
    metadata.py    what is known of an article: column names, dates, sidecars, front matter
    kinds.py       what a file is, by how it begins
    markup.py      tags and escapes that stand in a cell or an entry -> text
    rows.py        the text of a table -> rows
    files.py       folders, gz and zip -> the readers below, one for each kind of file
    tables.py      JSON lines, CSV, Parquet: one article a row
    pages.py       HTML and feeds
    documents.py   Markdown
    word.py        Word files, as the accepted document shows them
    pdf.py         PDF, in the order that its lines are read in
    saved.py       WARC, MHTML and whole HTTP answers: pages as tools save them
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
