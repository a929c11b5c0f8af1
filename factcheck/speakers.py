"""The names that an article gives its speakers -> one name for one voice.

`the Observatory`, `the Syrian Observatory for Human Rights` and `Rami Abdel Rahman of the Observatory` are one voice.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from factcheck.facts.countries import find_countries
from factcheck.text.language import Language, language
from factcheck.text.tokens import Word, Words

_LONGEST = 200  # characters of a name that are looked at
_MOST = 500  # names of one article that are compared with each other

Name = tuple[tuple[str, ...], ...]
"""The stems of a name, cut where it says of what it is."""


def fullest_names(names: Sequence[str], lang: str) -> dict[str, str]:
    """For each name the fullest that the article has for the same voice.

    names: as they stand, in order of place, with repeats. A name is short for another that begins or ends with it, up
    to a comma or a word as `of`; of several for the one told last before it, else for the first behind. Who is told to
    speak for another who is named speaks with his voice.
    """
    known = language(lang)
    distinct = [name for name in dict.fromkeys(names) if name][:_MOST]
    parts = [_parts(name[:_LONGEST], known) for name in distinct]
    links = [(i, fuller) for i in range(len(distinct)) if (fuller := _fuller(i, parts, known)) is not None]
    rows, columns = zip(*links, strict=True) if links else ((), ())
    size = len(distinct)
    groups = connected_components(coo_array((np.ones(len(rows)), (rows, columns)), (size, size)), directed=False)[1]
    fullest: dict[int, int] = {}
    for i in sorted(range(size), key=lambda i: (-sum(map(len, parts[i])), i)):
        fullest.setdefault(int(groups[i]), i)
    found = {name: distinct[fullest[int(group)]] for name, group in zip(distinct, groups, strict=True)}
    return {name: found.get(name, name) for name in names}


def _fuller(i: int, parts: Sequence[Name], lang: Language) -> int | None:
    """Which name a name is short for, or speaks for; None where there is none. parts: of a country's name, none."""
    fuller = [j for j, other in enumerate(parts) if j != i and _is_short_for(parts[i], other, lang)]
    fuller = fuller or [
        j
        for j, other in enumerate(parts)
        if j != i and any(other[:1] == (part,) or _is_short_for((part,), other, lang) for part in parts[i][1:])
    ]
    return max((j for j in fuller if j < i), default=fuller[0] if fuller else None)


def _parts(name: str, lang: Language) -> Name:
    """The stems of the words of a name, cut at commas and at words as `of`: who it is, then of what. A country is left
    out: neither its ministry nor who reports from it speaks with its voice."""
    cut = lang.normal_words("speakers", "of")
    parts: list[list[Word]] = [[]]
    for word in Words.of(name).words:
        if word.norm in cut or not word.norm[0].isalnum():
            parts.append([])
        elif word.norm not in lang.stop_words:
            parts[-1].append(word)
    kept = (part for part in parts if part and not (len(part) == 1 and _is_country(name, part[0], lang)))
    return tuple(tuple(lang.stem(lang.without_article(word.norm)) for word in part) for part in kept)


def _is_country(name: str, word: Word, lang: Language) -> bool:
    return bool(find_countries(Words.of(name, word.start, word.end), lang, ()))


def _is_short_for(short: Name, long: Name, lang: Language) -> bool:
    """Whether the first name may stand for the second."""
    if not short or not long or sum(map(len, short)) >= sum(map(len, long)):
        return False
    if len(short) > 1:
        return short in (long[: len(short)], long[-len(short) :])
    (name,) = short
    is_last_alone = lang.data.get("head_last", False)
    return any(name == part[-len(name) :] or (name == part[: len(name)] and not is_last_alone) for part in long)
