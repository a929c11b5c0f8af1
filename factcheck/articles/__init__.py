"""Whatever articles lie in -> articles: the text as read, with title, outlet, date and language where they are given.

    article.py     one text -> Article
    encoding.py    bytes -> text
    dates.py       dates in any language and calendar -> ISO 8601 (calendars.py; moments.py: `3 hours ago`)
    metadata.py    what is known of an article: column names, sidecars, front matter
    kinds.py       what a file is, by how it begins
    files.py       folders, gz and zip -> the readers below, one for each kind of file
    tables.py      JSON lines, CSV, Parquet: one article a row (rows.py: the text of a table -> rows)
    pages.py       HTML and feeds; markup.py the blocks of a page, declared.py its date and address, strangers.py what
                   on it is not the article's, listings.py pages that list others, live.py the entries of live blogs
    fragments.py   tags and escapes that stand in a cell or an entry -> text
    furniture.py   the lines of a text that are not the article's; notices.py those told by their words
    documents.py   Markdown
    word.py        Word files, as the accepted document shows them
    pdf.py         PDF, in the order that its lines are read in
    saved.py       WARC, MHTML and whole HTTP answers: pages as tools save them
    fetch.py       addresses -> pages, politely and safely
    addresses.py   one article under several addresses -> one article

What cannot be read is named with the reason and skipped; the rest goes through.
"""

from factcheck.articles.addresses import join_addresses
from factcheck.articles.article import (
    Skipped,
    article_id,
    detect_language,
    front_matter_lines,
    make_article,
    sentence_language,
)
from factcheck.articles.dates import parse_date
from factcheck.articles.files import find_articles, read_articles
from factcheck.articles.reading import Found

__all__ = [
    "Found",
    "Skipped",
    "article_id",
    "detect_language",
    "find_articles",
    "front_matter_lines",
    "join_addresses",
    "make_article",
    "parse_date",
    "read_articles",
    "sentence_language",
]
