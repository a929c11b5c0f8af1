"""Live blogs: a page of entries, each with a time of its own before it -> the entries.

An entry is what the outlet said at its time: what a later one says otherwise is an update. They are read as entries
where the page declares a live blog, or where the newest stands first; a chronicle told from its beginning is an
article.
"""

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from factcheck.articles.markup import HEADINGS, Block, ancestors, find_blocks, is_paragraph, remove
from factcheck.text.lines import split_lines

_CLOCK = re.compile(
    r"(?P<before>[صم]|上午|下午)?\s?(?P<hour>[0-2٠-٢۰-۲]?[0-9٠-٩۰-۹])\s?(?:[:h時时٫]|\.(?=\d\d\s?uhr))\s?(?P<minute>[0-9٠-٩۰-۹]{2})(?!\d)\s?分?"
    r"\s?(?P<behind>[ap]\.?m\.?|[صم](?!\w))?\s?(?:uhr|gmt|utc|bst|cet|cest|edt|est|ist|msk)?",
    re.I,
)
_MORE = re.compile(r"[^\W\d_]|\d{2}")
"""What stands behind no time alone: words, and dates, as under the items of a ticker."""
_AFTERNOON = ("p", "م", "下午")
_BETWEEN = " \t\u00a0-–—:|•·،,."
_LONGEST_STAMP = 24
"""Characters of a line that is a time and nothing else, such as `14:05 (GMT+3)`."""
ENTRY_TIME = "the time of the entry"
"""By what the date of an entry is told."""
_ENTRIES = 2
_MOST = 500
"""Entries of one page that are read."""
_NEWS = 20
"""Characters of an entry, beside its time."""
_LATE = timedelta(minutes=10)
"""How long after the last change of a page its newest entry may be dated: clocks differ."""
_JSON_DEPTH = 8
_FULL_STOPS = (".", "!", "?", "؟", "۔", "。", "”", '"', "»")
_CONTAINERS = ("div", "article", "section", "li", "tr", "details")
"""Elements that hold an entry; what is none of these is followed by what it begins."""
_BEHIND_THE_LAST = ("div", "section", "aside", "footer", "form", "nav", "h1", "h2")
_ELSEWHERE = ("nav", "footer", "aside", "a")
"""Elements in which no entry has its time."""


@dataclass(frozen=True)
class Entry:
    """An entry of a live blog. time: ISO 8601, or `HH:MM` of a day that is not told; anchor: its id on the page."""

    time: str
    heading: str
    text: str
    anchor: str = ""


def find_entries(tree: Any) -> tuple[list[Entry], str]:
    """The entries of a live blog, the newest first, and what the page says beside them; none of another page."""
    declared = _declared_updates(tree)
    posts, parent = _posts(tree)
    entries = [entry for entry in map(_entry, posts) if entry] if parent is not None else []
    if len(entries) < _ENTRIES or not (_is_newest_first(entries) or declared or _says_live(tree)):
        return (declared, "") if len(declared) >= _ENTRIES else ([], "")
    held = {element for post in posts for element in post}
    rest = [b for b in find_blocks(parent) if not any(e in held for e in ancestors(b.element))]
    beside = [b.text for b in rest if is_paragraph(b.text) or (b.element.tag == "p" and b.text.endswith(_FULL_STOPS))]
    if not (declared or _says_live(tree)) and sum(map(len, beside)) > sum(len(entry.text) for entry in entries):
        return [], ""
    return _newest_first(entries), "\n".join(beside)


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return entries if _is_newest_first(entries) else entries[::-1]


def _is_newest_first(entries: Sequence[Entry]) -> bool:
    """Whether time runs backwards down the page; at midnight a clock jumps once."""
    falls = [a.time > b.time for a, b in pairwise(entries)]
    rises = [a.time < b.time for a, b in pairwise(entries)]
    return sum(falls) >= 1 and sum(rises) <= (1 if sum(falls) > 1 else 0)


# --- in a text


class Stretch(NamedTuple):
    """An entry of a text: `text[start:end]`, behind its time, `HH:MM`, which stands at `opens`."""

    time: str
    opens: int
    start: int
    end: int


def text_entries(text: str) -> list[Stretch]:
    """The entries of a text that is a live blog, the newest first, each under a line that is a time; else none."""
    lines = [line for line in split_lines(text) if line.text]
    stamps = [i for i, line in enumerate(lines) if _is_stamp(line.text)]
    found = []
    for i, following in pairwise([*stamps, len(lines)]):
        if following > i + 1:
            found.append(Stretch(_clock(lines[i].text), lines[i].start, lines[i + 1].start, lines[following - 1].end))
    is_told = all(stretch.time and len(text[stretch.start : stretch.end]) >= _NEWS for stretch in found)
    is_live = len(found) >= _ENTRIES and _is_newest_first([Entry(stretch.time, "", "") for stretch in found])
    return found[:_MOST] if is_told and is_live else []


# --- what the page declares


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            level = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(_JSON_DEPTH):
            lists = [item for values in level if isinstance(values, list) for item in values]
            objects = [item for item in level if isinstance(item, dict)]
            yield from objects
            level = [*lists, *(value for item in objects for value in item.values())]


def _says_live(tree: Any) -> bool:
    typed = (item.get("@type") for item in _objects(tree))
    is_declared = any("LiveBlogPosting" in (kind if isinstance(kind, list) else [kind]) for kind in typed)
    return is_declared or any("LiveBlogPosting" in (e.get("itemtype") or "") for e in tree.iter("div", "article"))


def _declared_updates(tree: Any) -> list[Entry]:
    """The updates of a LiveBlogPosting that carry their text, the newest first."""
    updates = [u for item in _objects(tree) for u in _listed(item.get("liveBlogUpdate")) if isinstance(u, dict)]
    found = []
    for update in updates[:_MOST]:
        heading, text, time = (update.get(name) or "" for name in ("headline", "articleBody", "datePublished"))
        if all(isinstance(value, str) for value in (heading, text, time)) and _moment(time) and len(text) >= _NEWS:
            found.append(Entry(time.strip(), heading.strip(), "\n".join(text.split("\n"))))
    return sorted(found, key=lambda entry: _moment(entry.time) or "", reverse=True)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _moment(text: str) -> str:
    """A time as ISO 8601; empty where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    return moment.isoformat(timespec="minutes") if "T" in text or " " in text.strip() else ""


# --- what the page shows


def _posts(tree: Any) -> tuple[list[list[Any]], Any]:
    """The elements of each entry, of the element that holds the most of them, and that element."""
    stamps = _stamps(tree)
    if len(stamps) < _ENTRIES:
        return [], None
    counts: dict[Any, int] = {}
    for stamp in stamps:
        for element in ancestors(stamp):
            counts[element] = counts.get(element, 0) + 1
    groups: dict[Any, dict[Any, None]] = {}
    for stamp in stamps:
        post = stamp
        for element in stamp.iterancestors():
            if counts[element] > 1 or next(element.iter("h1"), None) is not None:
                break
            post = element
        if post.getparent() is not None:
            groups.setdefault(post.getparent(), {})[post] = None
    parent, heads = max(groups.items(), key=lambda item: len(item[1]), default=(None, {}))
    if len(heads) < _ENTRIES:
        return [], None
    return [_whole(head, heads) for head in list(heads)[:_MOST]], parent


def _stamps(tree: Any) -> list[Any]:
    """The elements that are a time, or the paragraphs that begin with one, of an entry each."""
    found: dict[Any, None] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str) or any(e.tag in _ELSEWHERE for e in ancestors(element)):
            continue
        if element.tag == "time" or (len(element) == 0 and _is_stamp(element.text or "")):
            is_inner = any(e in found for e in element.iterancestors())
            if not is_inner and _time_of(element):
                found[element] = None
    for block in find_blocks(tree):
        if block.element.tag in ("p", "li", "h2", "h3", "h4", "div") and len(found) < _MOST:
            opening = _CLOCK.match(block.text)
            if opening and block.text[opening.end() :][:1] in _BETWEEN and not _holds(block.element, found):
                found[block.element] = None
    order = {element: i for i, element in enumerate(tree.iter()) if element in found}
    return sorted(found, key=lambda element: order[element])


def _holds(element: Any, found: dict[Any, None]) -> bool:
    return any(e in found for e in element.iter()) or any(e in found for e in element.iterancestors())


def _is_stamp(text: str) -> bool:
    text = text.strip()
    match = _CLOCK.match(text) if 0 < len(text) <= _LONGEST_STAMP else None
    return bool(match) and not _MORE.search(text[match.end() :])  # type: ignore[union-attr]


def _time_of(element: Any) -> str:
    """The time an element tells: ISO 8601, or a clock of a day that is not told."""
    declared = element.get("datetime") or ""
    return _moment(declared) or _clock(declared) or _clock(element.text_content().strip()[:_LONGEST_STAMP])


def _clock(text: str) -> str:
    """`HH:MM` of a text that begins with a time of day; else empty."""
    match = _CLOCK.match(text)
    if not match:
        return ""
    hour, minute = int(match["hour"]), int(match["minute"])
    mark = (match["before"] or match["behind"] or "").lower()
    if mark and hour <= 12:
        hour = hour % 12 + (12 if mark.startswith(_AFTERNOON) else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _whole(head: Any, heads: dict[Any, None]) -> list[Any]:
    """The elements of an entry: the one that begins it where that holds news, else those up to the next entry."""
    if head.tag in _CONTAINERS and len("".join(head.itertext()).strip()) > _NEWS:
        return [head]
    elements = [head]
    is_last = head is list(heads)[-1]
    for sibling in head.itersiblings():
        if sibling in heads or (is_last and sibling.tag in _BEHIND_THE_LAST):
            break
        if isinstance(sibling.tag, str):
            elements.append(sibling)
    return elements


def _entry(post: list[Any]) -> Entry | None:
    """The entry that elements hold; None where they hold no sentence, or a headline that leads elsewhere."""
    time, anchor, blocks = "", "", []
    for element in post:
        anchor = anchor or element.get("id") or ""
        copy = deepcopy(element)
        copy.tail = None
        if not time:
            stamp = next((e for e in copy.iter() if isinstance(e.tag, str) and _is_time(e)), None)
            time = _time_of(stamp) if stamp is not None else ""
            if stamp is not None and stamp is not copy:
                remove(stamp)
            elif stamp is copy:
                continue
        blocks += find_blocks(copy)
    if blocks and not time:
        opening = _CLOCK.match(blocks[0].text)
        time = _clock(blocks[0].text) if opening else ""
        rest = blocks[0].text[opening.end() :].lstrip(_BETWEEN) if opening else ""
        blocks = [*([Block(rest, blocks[0].element)] if rest else []), *blocks[1:]]
    return _of_blocks(time, anchor, blocks)


def _is_time(element: Any) -> bool:
    return (element.tag == "time" or (len(element) == 0 and _is_stamp(element.text or ""))) and bool(_time_of(element))


def _of_blocks(time: str, anchor: str, blocks: Sequence[Block]) -> Entry | None:
    is_headed = bool(blocks) and (blocks[0].element.tag in HEADINGS or _is_bold(blocks[0]))
    heading = blocks[0].text if is_headed and len(blocks) > 1 else ""
    text = "\n".join(block.text for block in blocks[1 if heading else 0 :])
    has_sentence = any(block.text.endswith(_FULL_STOPS) for block in blocks)
    leads_elsewhere = any(_is_link(block) for block in blocks[:1])
    if not time or len(text) < _NEWS or not has_sentence or leads_elsewhere:
        return None
    return Entry(time, heading, text, anchor)


def _is_bold(block: Block) -> bool:
    bold = next(block.element.iter("b", "strong"), None)
    return bold is not None and " ".join(bold.text_content().split()) == block.text


def _is_link(block: Block) -> bool:
    """Whether a line is a link to another page and nothing else."""
    link = next(block.element.iter("a"), None)
    if link is None or "#" in (link.get("href") or "#"):
        return False
    return " ".join(link.text_content().split()) == block.text


# --- their days


def with_days(entries: Sequence[Entry], published: str | None, changed: str | None) -> list[Entry]:
    """Entries, the newest first, with ISO 8601 times: clocks are of the day on which the page was changed last, or
    published; behind midnight, the days before. An entry whose day cannot be told has an empty time."""
    clocks = [entry.time for entry in entries if len(entry.time) == len("HH:MM")]
    jumps = sum(a < b for a, b in pairwise(clocks))
    newest = _newest_day(clocks, jumps, published, changed) if clocks else None
    zone = _zone(changed or published or "")
    dated, day, last = [], newest, ""
    for entry in entries:
        if len(entry.time) != len("HH:MM"):
            dated.append(entry)
            continue
        if day and last and last < entry.time:
            day -= timedelta(days=1)
        last = entry.time
        dated.append(replace(entry, time=f"{day.isoformat()}T{entry.time}{zone}" if day else ""))
    return dated


def _newest_day(clocks: Sequence[str], jumps: int, published: str | None, changed: str | None) -> date | None:
    for told in (changed, published):
        moment = _read(told)
        if moment is None:
            continue
        is_day_alone = len(told or "") <= len("2024-12-01")
        clock = datetime.combine(moment.date(), datetime.strptime(clocks[0], "%H:%M").time())
        is_after = clock > moment.replace(tzinfo=None) + _LATE
        if told == changed and changed != published:
            return moment.date() - timedelta(days=1) if is_after and not is_day_alone else moment.date()
        if jumps == 0:
            return moment.date()
        if is_day_alone:
            return None
        if clocks[-1] >= moment.strftime("%H:%M") and is_after:
            return moment.date() + timedelta(days=jumps)
        return None if is_after else moment.date()
    return None


def _read(told: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError:
        return None


def _zone(told: str) -> str:
    moment = _read(told)
    offset = moment.strftime("%z") if moment else ""
    return f"{offset[:3]}:{offset[3:5]}" if offset else ""
