"""Parts of a page that are not the article's: consent banners, readers' comments, what is said of the author.

They are taken out of the tree before the text of the article is looked for: where one of them is longer than the
article, it would be taken for it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from factcheck.articles.markup import HEADINGS, Block, ancestors, find_blocks, is_paragraph, names_of, remove
from factcheck.articles.notices import (
    find_consent,
    is_author_label,
    is_comments_label,
    is_sentence,
    may_be_comments_label,
    may_hold_consent,
)

_WHOLE = ("html", "body", "main", "article")
_COMMENTS = re.compile(
    r"(?<![a-z])(comments?|commentlist|disqus\w*|respond|replies|reader[-_]?(talk|comments?|letters|mail)|kommentare?|"
    r"yorumlar|talk-?back|discussion|comentarios|commentaires|kommentarii|schema\.org/comment)(?![a-z])",
    re.I,
)
_AUTHOR = re.compile(
    r"(?<![a-z])(bio|biography|about[-_]?(the[-_]?)?author|(author|writer|reporter)[-_]{1,2}(box|bio|card|info|profile|"
    r"about|description)\w*)(?![a-z])",
    re.I,
)
_BANNER = 0.6
"""Of the text of an element, what a notice on cookies has to be for the element to be a banner."""
_SHARE = 0.5
"""Of the paragraphs of a page, what an element named as comments or as an author's may hold at most."""


def remove_strangers(tree: Any) -> bool:
    """Takes banners, comments and authors out of a page; says whether there was a banner."""
    had_banner = _remove_banners(tree)
    _remove_named(tree)
    _remove_labelled(tree)
    return had_banner


def _remove_banners(tree: Any) -> bool:
    if not may_hold_consent(tree.text_content()):
        return False
    blocks = find_blocks(tree)
    consent = find_consent([block.text for block in blocks])
    told: Counter[Any] = Counter()
    total: Counter[Any] = Counter()
    for i, block in enumerate(blocks):
        is_short = not is_paragraph(block.text) and block.element.tag not in HEADINGS
        length = 0 if is_short and i not in consent else len(block.text)
        for element in ancestors(block.element):
            total[element] += length
            told[element] += length if i in consent else 0
    for i in sorted(consent):
        banner = None
        for element in ancestors(blocks[i].element):
            if element.tag in _WHOLE or told[element] < _BANNER * total[element]:
                break
            banner = element
        if banner is not None:
            remove(banner)
    return bool(consent)


def _remove_named(tree: Any) -> None:
    """Takes out the parts that their id, class or type names, where they are not most of the page."""
    named = [e for e in tree.iter() if isinstance(e.tag, str) and e.tag not in _WHOLE and _is_named(e)]
    if not named:
        return
    held = _paragraphs(find_blocks(tree))
    for element in named:
        if held[element] <= _SHARE * held[tree] and next(element.iter("h1"), None) is None:
            remove(element)


def _is_named(element: Any) -> bool:
    names = names_of(element)
    return bool(names) and bool(_COMMENTS.search(names) or _AUTHOR.search(names))


def _paragraphs(blocks: Sequence[Block]) -> Counter[Any]:
    """Element -> the characters of the paragraphs in it."""
    held: Counter[Any] = Counter()
    for block in blocks:
        if is_paragraph(block.text):
            held.update(dict.fromkeys(ancestors(block.element), len(block.text)))
    return held


def _remove_labelled(tree: Any) -> None:
    """Takes out what stands under a label of comments or of an author: the part that opens with the label, or all that
    stands beside it until the next heading as high."""
    blocks = find_blocks(tree)
    before = 0
    opens: dict[Any, Block] = {}
    for block in blocks:
        for element in ancestors(block.element):
            opens.setdefault(element, block)
    for block in blocks:
        is_heading = block.element.tag in HEADINGS
        is_label = is_author_label(block.text) or is_comments_label(block.text)
        if before and (is_label or (is_heading and may_be_comments_label(block.text))):
            _remove_section(block, opens, is_heading or before > 1)
        before += is_sentence(block.text)


def _remove_section(label: Block, opens: dict[Any, Block], may_stand_alone: bool) -> None:
    part = label.element
    for element in label.element.iterancestors():
        if opens.get(element) is not label or element.tag in _WHOLE or next(element.iter("h1"), None) is not None:
            break
        part = element
    if part is label.element and may_stand_alone:
        for sibling in list(part.itersiblings()):
            if part.tag in HEADINGS and sibling.tag in HEADINGS and sibling.tag <= part.tag:
                break
            remove(sibling) if isinstance(sibling.tag, str) else None
    remove(part)
