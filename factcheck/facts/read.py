"""A text -> its facts: the only door to this folder."""

from datetime import date

from factcheck.facts.countries import find_countries
from factcheck.facts.places import find_places
from factcheck.facts.quantities import read_quantities
from factcheck.facts.times import read_times
from factcheck.schema import Facts, Town
from factcheck.text.language import Language
from factcheck.text.tokens import Words


def read_facts(text: str, language: Language, published: date | None = None) -> Facts:
    """The numbers, times, places and countries of a text. published: the day from which its `yesterday` counts, None
    where it is unknown."""
    return facts_of(Words.of(text), language, published)


def facts_of(words: Words, language: Language, published: date | None = None) -> Facts:
    """What `read_facts` gives, of a text whose words are at hand."""
    places = find_places(words, language)
    condition = condition_of(words, language)
    return Facts(
        numbers=tuple(number for number in read_quantities(words, language) if number.first < condition),
        times=tuple(read_times(words, language, published)),
        places=tuple(Town(place.id, words.span(place.first, place.last)) for place in places),
        countries=tuple(find_countries(words, language, places)),
    )


def condition_of(words: Words, language: Language) -> int:
    """The first word of a condition, or one past the last: nothing behind an `if` is told as so."""
    return min((first for first, _ in words.find(language.cue("numbers", "condition"))), default=len(words))
