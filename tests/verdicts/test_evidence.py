"""What is exactly so of two claims, as numbers."""

import pytest

from factcheck.articles import detect_language
from factcheck.schema import OUTCOMES, Claim, PairReading
from factcheck.verdicts.evidence import FEATURES, GROUPS, days_apart, features, know

READ = PairReading(tuple(1 / len(OUTCOMES) for _ in OUTCOMES))


def claim(text: str, **known: str) -> Claim:
    return Claim("", start=0, end=len(text), text=text, lang=detect_language(text), **{"article": "", **known})


def found(a: str, b: str, **of_b: str) -> dict[str, float]:
    one, other = know(claim(a)), know(claim(b, **of_b))
    there, back = features(one, other, READ, 0.9), features(other, one, READ, 0.9)
    assert there == back and tuple(there) == FEATURES
    return there


def test_every_feature_is_of_one_group() -> None:
    assert len(FEATURES) == len(set(FEATURES)) == sum(map(len, GROUPS.values()))


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        ("12 people were killed in Hama", "31 people were killed in Hama", ["figures differ", "numbers apart"]),
        ("12 people were killed in Hama", "Twelve people died in Hama", ["figures equal", "numbers shared"]),
        ("قتل 12 شخصا في حماة", "قتل 31 شخصا في حلب", ["figures differ", "numbers apart"]),
        ("Sudan beat Kenya 3-1", "Sudan beat Kenya 4-1", ["numbers shared"]),
    ],
)
def test_what_two_texts_share_and_do_not_is_told(a: str, b: str, names: list[str]) -> None:
    told = found(a, b)
    assert [name for name in names if not told[name]] == []


def test_who_denies_is_told() -> None:
    denied = found("The army left Hama", "The army left Hama", stance="denies", speaker="the army")
    assert denied["one denies"] == 1 and denied["both deny"] == 0


def test_languages_share_no_words_but_numbers() -> None:
    told = found("قتل 12 شخصا في حماة", "12 people were killed in Hama")
    assert told["other language"] == told["numbers shared"] == 1


@pytest.mark.parametrize(("a", "b", "days"), [("2024-12-05", "2024-12-08T10:00", 3), ("", "2024-12-08", None)])
def test_days_apart_are_known_of_two_dates(a: str, b: str, days: int | None) -> None:
    assert days_apart(claim("x", published=a), claim("y", published=b)) == days
