"""Near-copies of one text, printed on different days, do not update each other."""

from pathlib import Path

import pandas as pd
import pytest

from factcheck.analysis.copies import without_copied_updates
from factcheck.analysis.disputes import find_origins
from factcheck.text.sentences import split_sentences
from tests.paths import ROOT

PRINTED = ROOT / "tests" / "cases" / "inputs" / "reprinted_days_later"
WIRE = {
    "en": [
        "The civil defence said that 18 people were killed when a block of flats fell down in Tanta.",
        "It added that six survivors were pulled out in the night and that four people were missing.",
        "The governor said that two floors had been added without a permit.",
    ],
    "ar": [
        "قالت هيئة الدفاع المدني إن 18 شخصا قتلوا في انهيار مبنى سكني في حي الزهور.",
        "وأضافت الهيئة أن فرق الإنقاذ انتشلت ستة ناجين من تحت الأنقاض وأن البحث مستمر عن أربعة مفقودين.",
        "وقال المحافظ إن المبنى كان مرخصا من ثلاثة طوابق وأضيف إليه طابقان من دون ترخيص.",
    ],
    "fr": [
        "La protection civile a annoncé que 18 personnes avaient été tuées dans l'effondrement d'un immeuble.",
        "Elle a ajouté que six survivants avaient été dégagés dans la nuit et que quatre personnes manquaient.",
        "Le gouverneur a déclaré que deux étages avaient été ajoutés sans permis.",
    ],
}
CUT = {"en": ("in the night ", ""), "ar": ("في حي الزهور", "في المدينة"), "fr": ("dans la nuit ", "")}


def told(first: list[str], second: list[str]) -> pd.DataFrame:
    rows = [(name, text) for name, texts in (("first", first), ("second", second)) for text in texts]
    claims = pd.DataFrame(rows, columns=["article", "text"])
    return claims.assign(id=[f"c{i}" for i in range(len(rows))])


def verdict(claims: pd.DataFrame, a: int, b: int, words: tuple[str, str], relation: str = "update") -> pd.DataFrame:
    """One verdict on two claims in which these words clash."""
    marks = []
    for row, word in zip((a, b), words, strict=True):
        start = claims["text"].iloc[row].index(word)
        marks.append(((start, start + len(word)),))
    found = {"a": [a], "b": [b], "relation": [relation], "marks_a": [marks[0]], "marks_b": [marks[1]]}
    return pd.DataFrame(found)


@pytest.mark.parametrize("lang", WIRE)
def test_a_copy_with_some_words_cut_is_of_one_origin_and_no_update(lang: str) -> None:
    claims = told(WIRE[lang], [text.replace(*CUT[lang]) for text in WIRE[lang]])
    assert len(set(find_origins(claims).values())) == 1
    others = {"en": ("18", "six"), "ar": ("18", "ستة"), "fr": ("18", "six")}[lang]
    assert without_copied_updates(claims, verdict(claims, 0, 4, others)).empty


@pytest.mark.parametrize("lang", WIRE)
def test_a_copy_with_another_toll_is_an_update(lang: str) -> None:
    claims = told(WIRE[lang], [text.replace("18", "25") for text in WIRE[lang]])
    assert len(set(find_origins(claims).values())) == 1
    assert len(without_copied_updates(claims, verdict(claims, 0, 3, ("18", "25")))) == 1


def test_a_number_in_words_that_changed_is_an_update() -> None:
    claims = told(WIRE["en"], [text.replace("four", "two") for text in WIRE["en"]])
    assert len(without_copied_updates(claims, verdict(claims, 1, 4, ("four", "two")))) == 1


def test_what_two_reporters_wrote_stays_an_update() -> None:
    own = ["Police in Tanta counted six survivors and 18 dead, the mayor wrote in a note on Friday evening."]
    claims = told(WIRE["en"], own)
    assert len(without_copied_updates(claims, verdict(claims, 0, 3, ("18", "six")))) == 1


def test_a_conflict_between_copies_stays() -> None:
    claims = told(WIRE["en"], WIRE["en"])
    assert len(without_copied_updates(claims, verdict(claims, 0, 4, ("18", "six"), "conflict"))) == 1


def test_no_verdicts_are_no_trouble() -> None:
    claims = told(WIRE["en"], WIRE["en"])
    assert without_copied_updates(claims, verdict(claims, 0, 4, ("18", "six"))[:0]).empty


def test_the_text_that_two_outlets_printed_days_apart_is_of_one_origin() -> None:
    def sentences(path: Path) -> list[str]:
        text = path.read_text("utf-8").split("---\n")[2]
        return [text[s.start : s.end] for s in split_sentences(text, "ar")]

    claims = told(sentences(PRINTED / "in_a.txt"), sentences(PRINTED / "in_c.txt"))
    assert len(set(find_origins(claims).values())) == 1
