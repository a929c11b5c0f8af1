"""The files in `factcheck/languages/`, checked against their schema: what no code reads is an error, not silence.

Every section and every key is optional. What a key means stands beside it in `en.toml`.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from factcheck.errors import LanguageFileError

FOLDER = files("factcheck") / "languages"

ANY, NUMBER = "any key", "any number"
"""Keys that the schema does not list: names of the file's own, and numbers."""
CUES, TEXT, FLAG = "a list of texts", "a text", "true or false"
ORDER = "verb-first, verb-second, verb-last or subject-first"
CONVERSION = "a unit and a number"

Schema = Mapping[str, Mapping[str, str]]
"""Section -> key -> what its value is. The section of the keys at the top of a file is empty."""


def _cues(keys: str) -> dict[str, str]:
    return dict.fromkeys(keys.split(), CUES)


_NAMES, _NUMBERS = {ANY: CUES}, {NUMBER: CUES}

LANGUAGE: Schema = {
    "": {
        "snowball": TEXT,
        "order": ORDER,
        "proclitics": TEXT,
        "enclitics": TEXT,
        "day_first": FLAG,
        "month_first": FLAG,
        "head_last": FLAG,
    },
    "stem": _cues("prefixes suffixes"),
    "content": _cues("stop generic"),
    "places": _cues("ordinary prefixes locative locative_behind adjective"),
    "place_endings": _NAMES,
    "exonyms": _NAMES,
    "sentences": _cues("titles before_number final abbreviations openers behind_ordinal said_behind"),
    "speakers": _cues("of"),
    "article": _cues("published source_label outlets"),
    "furniture": _cues(
        "advertisement teaser social rights comments may_be_comments privacy consent author author_label",
    ),
    "months": _cues("january february march april may june july august september october november december"),
    "ordinals": _NUMBERS,
    "time": _cues(
        "monday tuesday wednesday thursday friday saturday sunday"
        " muharram safar rabi_1 rabi_2 jumada_1 jumada_2 rajab shaban ramadan shawwal dhu_al_qada dhu_al_hijja"
        " hijri gregorian today yesterday before_yesterday tomorrow after_tomorrow last_night"
        " hour hours two_hours day days two_days week weeks two_weeks month months two_months year years two_years"
        " quarter half last last_behind past past_behind this this_behind next next_behind few ago ago_behind"
        " before after since until between from to and within in edge of link capital no_time"
    ),
    "counted": _NAMES,
    "roles": _NAMES,
    "things": _NAMES,
    "units": _NAMES,
    "currencies": _NAMES,
    "scopes": _NAMES,
    "measured": _NAMES,
    "duals": _NAMES,
    "singles": _NAMES,
    "bounds": _cues("at_least at_least_behind at_most at_most_behind about about_behind"),
    "numbers": _cues(
        "and prefixes no_numerals inside few articles no_noun own_and of of_total of_known between to from"
        " running scores part part_behind percent time_units names_behind within ordinals counted_noun borders"
        " prepositions changes condition verbs"
    ),
    "habits": {
        **_cues("decimal turned_decimal grouping glue"),
        "mixed": FLAG,
        "noun_last": FLAG,
        "age_between_marks": FLAG,
    },
    "numerals": _NUMBERS,
    "plurals": _NUMBERS,
    "collectives": _NUMBERS,
    "fractions": _NUMBERS,
    "magnitudes": _NUMBERS,
    "actors": _NAMES,
    "script": _cues("traditional simplified"),
    "words": {"common": TEXT},
}
COMMON: Schema = {
    "": _cues("of_living"),
    "conversions": {ANY: CONVERSION},
}
NAMES: Schema = {"": {ANY: TEXT}}
DATES: Schema = {
    "gregorian": _cues("january february march april may june july august september october november december"),
    "persian": _cues("farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand"),
    "hijri": _cues(
        "muharram safar rabi_1 rabi_2 jumada_1 jumada_2 rajab shaban ramadan shawwal dhu_al_qada dhu_al_hijja"
    ),
    "marks": _cues("between solar lunar buddhist am pm utc minute two_minutes now hour ago"),
}
OF_ALL = {"common": COMMON, "names": NAMES, "dates": DATES}
"""The files beside those of single languages."""


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    CUES: _are_texts,
    TEXT: lambda value: isinstance(value, str),
    FLAG: lambda value: isinstance(value, bool),
    ORDER: lambda value: value in ("verb-first", "verb-second", "verb-last", "subject-first"),
    CONVERSION: lambda value: isinstance(value, list) and [type(part) for part in value] in ([str, int], [str, float]),
}


@cache
def read_language_file(name: str) -> Mapping[str, Any]:
    """The content of `NAME.toml`; nothing where there is no such file. Raises LanguageFileError."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LanguageFileError(f"{path} is no TOML file: {error}") from error
    for fault in faults(content, OF_ALL.get(name, LANGUAGE)):
        raise LanguageFileError(f"{path}: {fault}")
    return content


def faults(content: Mapping[str, Any], schema: Schema) -> Iterator[str]:
    """What in the content of a file the schema does not have, a sentence each, in order of place."""
    for name, value in content.items():
        section, table = (name, value) if isinstance(value, dict) else ("", {name: value})
        if section not in schema:
            yield f"no section [{section}] is read{_meant(section, schema)}"
            continue
        for key, found in table.items():
            kind = schema[section].get(key) or schema[section].get(NUMBER if _is_number(key) else ANY)
            where = f"[{section}] {key}" if section else key
            if kind is None:
                yield f"no key {where} is read{_meant(key, schema[section])}"
            elif not _CHECKS[kind](found):
                yield f"{where} has to be {kind}"


def _is_number(key: str) -> bool:
    return key.replace(".", "", 1).isdecimal()


def _meant(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; is {near[0]} meant?" if near else f"; known are {', '.join(filter(None, known))}"
