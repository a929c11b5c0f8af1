"""The disputes of the seed articles told in English and French, beside the Arabic: what is found in each language, and
what is found across them. Structure alone, no entailment model."""

from typing import NamedTuple

import pytest

from factcheck.analysis.analyse import analyse
from factcheck.analysis.texts import compare_texts
from factcheck.articles import make_article, read_articles
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.models.pair_reader import PairReader
from factcheck.schema import CONFLICT, UPDATE, Statement
from factcheck.settings import Settings
from tests.paths import SEEDS

TOLD = {
    "en": """Iran withdrew senior commanders of the Quds Force from Syria on Friday, officials said.
A senior Iranian official gave a different account, saying that his country sent more military advisers to Syria.
The Syrian opposition said that regime forces are fleeing the city of Hama, which the Syrian defence ministry denied.
The Syrian defence ministry said that its forces did not withdraw from the city of Hama.
The Iranian minister said that the moves of terrorist groups in Syria were part of a Zionist-American plot.
The White House said that the United States had nothing to do with the offensive led by Hayat Tahrir al-Sham in Syria.
The armed opposition seized large parts of the city of Aleppo.
The Syrian Observatory said that 826 people, among them 111 civilians, were killed in the fighting.
""",
    "fr": """L'Iran a retiré vendredi de Syrie de hauts commandants de la Force Al-Qods, ont déclaré des responsables.
Un responsable iranien a donné une autre version, affirmant que son pays avait envoyé des conseillers en Syrie.
L'opposition a déclaré que les forces du régime fuyaient la ville de Hama, ce que le ministère de la Défense a démenti.
Le ministère syrien de la Défense a affirmé que ses forces ne s'étaient pas retirées de la ville de Hama.
Le ministre iranien a affirmé que les actions des terroristes en Syrie faisaient partie d'un complot américano-sioniste.
La Maison Blanche a affirmé que les États-Unis n'avaient rien à voir avec l'offensive en Syrie.
L'opposition armée a pris de grandes parties de la ville d'Alep.
L'Observatoire syrien a annoncé que 826 personnes, dont 111 civils, avaient été tuées dans les combats.
""",
}


class Found(NamedTuple):
    """A conflict of the index: its kind and the languages of its sides."""

    kind: str
    langs: str


@pytest.fixture(scope="module")
def found(encoder: Encoder, reader: PairReader, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    articles, _ = read_articles([str(SEEDS)], 5_000_000)
    index = Index.create(str(tmp_path_factory.mktemp("index")))
    index.update([*articles, *(make_article(text, lang) for lang, text in TOLD.items())], encoder)
    analysis = analyse(index, Settings(), reader)
    lang = analysis.claims["lang"]
    return [
        Found(v.kind, "-".join(sorted((lang[v.a], lang[v.b]))))
        for v in analysis.verdicts.itertuples()
        if v.relation == CONFLICT
    ]


LOST = {("action", "en"), ("action", "fr")}
"""What the pair reader does not find."""


@pytest.mark.parametrize(
    ("kind", "lang"),
    [
        pytest.param(kind, lang, marks=[pytest.mark.xfail(strict=True)] if (kind, lang) in LOST else [])
        for kind in ("action", "denial")
        for lang in TOLD
    ],
)
def test_a_dispute_is_found_in_the_language_it_is_told_in(found: list[Found], lang: str, kind: str) -> None:
    assert Found(kind, f"{lang}-{lang}") in found


@pytest.mark.xfail(strict=True, reason="the pair reader finds none of these across languages")
def test_a_dispute_is_matched_with_its_other_side_in_another_language(found: list[Found]) -> None:
    across = {f for f in found if len({*f.langs.split("-")}) > 1}
    assert across == {Found("responsibility", "ar-en"), Found("responsibility", "ar-fr"), Found("denial", "en-fr")}


ARABIC = "جزء من مخطط صهيوني أميركي لزعزعة أمن المنطقة في سوريا"
SAME = [
    ("سقوط 826 قتيلا في المعارك في سوريا", "826 people were killed in the fighting in Syria"),
    ("سقوط 826 قتيلا في المعارك في سوريا", "826 personnes ont été tuées dans les combats en Syrie"),
    ("سقوط 826 قتيلا، من بينهم 111 مدنيا", "111 civilians were killed in the fighting in Syria"),
    ("أن 222 مقاتلا قضوا منذ الثلاثاء في محيط حماة", "826 personnes ont été tuées dans les combats en Syrie"),
    ("لا علاقة للولايات المتحدة بالهجوم في سوريا", "The United States had nothing to do with the attack in Syria"),
    ("لا علاقة للولايات المتحدة بالهجوم في سوريا", "Les États-Unis n'ont rien à voir avec l'attaque en Syrie"),
]


@pytest.mark.parametrize(("arabic", "other"), SAME)
def test_what_is_told_alike_in_two_languages_is_no_conflict(
    arabic: str, other: str, encoder: Encoder, reader: PairReader
) -> None:
    (verdict,) = compare_texts([(Statement(arabic), Statement(other))], encoder, reader)
    assert verdict.relation not in (CONFLICT, UPDATE)


@pytest.mark.parametrize(
    "other",
    [
        "The United States had nothing to do with the attack in Syria",
        "Les États-Unis n'ont rien à voir avec l'attaque en Syrie",
    ],
)
@pytest.mark.xfail(strict=True, reason="the pair reader takes a plot and having nothing to do with it for two things")
def test_a_denial_of_a_part_in_it_answers_the_arabic_charge(other: str, encoder: Encoder, reader: PairReader) -> None:
    (verdict,) = compare_texts([(Statement(ARABIC), Statement(other))], encoder, reader)
    assert (verdict.relation, verdict.kind) == (CONFLICT, "responsibility")
