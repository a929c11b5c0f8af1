"""Numbers, times, places and countries in the languages beside Arabic and English: the tables of this folder."""

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factcheck.facts.places import find_places
from factcheck.facts.read import read_facts
from factcheck.jsonl import read_lines
from factcheck.schema import Facts
from factcheck.text.language import language
from factcheck.text.tokens import Words

HERE = Path(__file__).parent
# CLDR writes the United States in brackets behind their islands, and what stands in brackets is read as another name.
NOT_YET = {"США могут направить войска в Ирак", "США можуть надіслати війська до Іраку"}


def lines(name: str, *failing: str) -> list[Any]:
    marks = {text: [pytest.mark.xfail(strict=True)] for text in failing}
    found = read_lines(HERE / f"{name}.jsonl")
    return [pytest.param(r, id=f"{r['lang']}: {r['text'][:40]}", marks=marks.get(r["text"], [])) for r in found]


def read(line: dict[str, Any]) -> Facts:
    published = date.fromisoformat(line["published"]) if "published" in line else None
    return read_facts(line["text"], language(line["lang"]), published)


def quantities(facts: Facts) -> list[list[Any]]:
    """[lowest, highest (None: no limit), what is counted] of each."""

    def bound(value: float) -> Any:
        return None if value == math.inf else pytest.approx(value)

    return [[bound(q.low), bound(q.high), q.counted] for q in facts.numbers]


def towns(*names: str) -> set[int]:
    """GeoNames ids of towns by name; Hama, whose main name there is spelled otherwise, by its id."""
    english = language("en")
    return {170017 if n == "Hama" else find_places(Words.of(n), english)[0].id for n in names}


@pytest.mark.parametrize("line", [*lines("numbers"), *lines("news")])
def test_a_number_is_read_with_its_bounds_and_what_it_counts(line: dict[str, Any]) -> None:
    assert quantities(read(line)) == line["quantities"]


@pytest.mark.parametrize("line", lines("times"))
def test_a_time_is_read_from_the_day_of_publication(line: dict[str, Any]) -> None:
    times = read(line).times
    assert [[str(time.start), str(time.end)] for time in times] == line["times"]


@pytest.mark.parametrize("line", lines("news"))
def test_a_town_is_known_by_its_name_in_every_language(line: dict[str, Any]) -> None:
    assert {town.id for town in read(line).places} == towns(*line["towns"])


@pytest.mark.parametrize("line", lines("news", *NOT_YET))
def test_a_country_is_known_by_its_names_and_by_its_towns(line: dict[str, Any]) -> None:
    assert {country.code for country in read(line).countries} == set(line["countries"])
