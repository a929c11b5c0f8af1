"""Cards of a page, headlines that lead to other pages, each with its teaser; whether a page is nothing but these."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from factcheck.articles.markup import BLOCKS, ancestors, find_blocks, is_paragraph, remove

_HEADLINE_WORDS = 3
_HEADLINE_CHARACTERS = 8  # in writing without blanks
_BESIDE_HEADLINE = 0.5
"""Of a headline's length, what may stand on its line beside it, such as a date."""
_NEIGHBOURS = 100
"""Elements beside a link that are looked at."""
_CARDS = 3
_CARD = 900
"""Characters of a card: what is longer is no teaser."""
_FURNISHED = ("nav", "header", "footer", "aside", "form", "menu", "dialog")
_LISTING = 0.3
"""Text outside the cards, as a part of the text in them, that the opening words of a list page may have."""


class Cards(NamedTuple):
    """Cards that stand side by side in one element."""

    elements: tuple[Any, ...]
    is_furniture: bool
    """Whether they stand in the navigation, the foot or a box of the page."""


def find_cards(tree: Any) -> list[Cards]:
    """The groups of two or more cards of a page, in order."""
    links = [link for link in tree.iter("a") if _is_headline(link)]
    leads: dict[Any, set[str]] = {}
    for link in links:
        for element in ancestors(link):
            held = leads.setdefault(element, set())
            if len(held) < 2:
                held.add(_target(link))
    groups: dict[Any, dict[Any, None]] = {}
    for link in links:
        card = _card_of(link, leads)
        parent = card.getparent()
        if parent is not None:
            groups.setdefault(parent, {})[card] = None
    return [
        Cards(tuple(cards), any(e.tag in _FURNISHED for e in ancestors(parent)))
        for parent, cards in groups.items()
        if len(cards) > 1
    ]


def _target(link: Any) -> str:
    return (link.get("href") or "").partition("#")[0].strip()


def _is_headline(link: Any) -> bool:
    """Whether a link to another page is a line of its own, as long as a headline is."""
    text = " ".join(link.text_content().split())
    is_long = len(text.split()) >= _HEADLINE_WORDS or sum(c > "\u2e80" for c in text) >= _HEADLINE_CHARACTERS
    if not is_long or not _target(link) or link.get("href").lower().startswith(("javascript:", "mailto:")):
        return False
    return _beside(link, limit := int(_BESIDE_HEADLINE * len(text))) <= limit


def _beside(link: Any, limit: int) -> int:
    """How many characters stand on the line of a link beside it, counted until they are more than a limit."""
    count, element = 0, link
    while element.tag not in BLOCKS and element.getparent() is not None and count <= limit:
        parent = element.getparent()
        behind, _ = _on_line(element, limit)
        before, is_closed = _on_line(element, limit, preceding=True)
        count += behind + before + (0 if is_closed else _length(parent.text))
        element = parent
    return count


def _on_line(element: Any, limit: int, preceding: bool = False) -> tuple[int, bool]:
    """How many characters of the siblings of an element stand on its line, and whether one of them ends the line."""
    count = 0 if preceding else _length(element.tail)
    for sibling in islice(element.itersiblings(preceding=preceding), _NEIGHBOURS):
        is_end = sibling.tag in BLOCKS or sibling.tag == "br"
        count += _length(sibling.tail) if preceding or not is_end else 0
        is_text = isinstance(sibling.tag, str) and sibling.tag != "a" and not is_end  # another link is another headline
        count += _length(sibling.text_content()) if is_text else 0
        if is_end or count > limit:
            return count, True
    return count, False


def _length(text: str | None) -> int:
    return len(" ".join((text or "").split()))


def _card_of(link: Any, leads: dict[Any, set[str]]) -> Any:
    """The largest element around a headline in which no other headline stands, and no article either."""
    card = link
    for element in link.iterancestors():
        is_whole = element.tag in ("body", "main", "html") or len(leads[element]) > 1
        if is_whole or len(element.text_content()) > 4 * _CARD or _has_article(element):
            break
        card = element
    return card


def _has_article(element: Any) -> bool:
    return next(element.iter("h1"), None) is not None or sum(1 for _ in islice(element.iter("p"), 4)) > 3


def count_listed(tree: Any, cards: Sequence[Cards]) -> int:
    """How many headlines a page lists, where it has no article of its own; else 0."""
    main = [card for group in cards if not group.is_furniture for card in group.elements]
    if len(main) < _CARDS:
        return 0
    held = set(main)
    listed = sum(len(" ".join(card.text_content().split())) for card in main)
    own = [
        len(block.text)
        for block in find_blocks(tree)
        if is_paragraph(block.text) and not any(e in held or e.tag in _FURNISHED for e in ancestors(block.element))
    ]
    is_listing = not own or (len(own) == 1 and own[0] < _LISTING * listed and not _declares_article(tree))
    return len(main) if is_listing else 0


def _declares_article(tree: Any) -> bool:
    """Whether a page says to machines that it is an article."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or ""
        if name == "article:published_time" or (name == "og:type" and (meta.get("content") or "").strip() == "article"):
            return True
    return False


def remove_cards(cards: Sequence[Cards]) -> None:
    """Takes the cards out of a page that has an article."""
    for group in cards:
        for card in group.elements:
            if len(card.text_content()) <= _CARD:
                remove(card)
