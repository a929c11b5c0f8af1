"""Numbers, names, places, times and pages in French, Spanish, German and Turkish."""

from datetime import date
from typing import Any

import pytest

from factcheck.articles import make_article
from factcheck.articles.furniture import find_furniture
from factcheck.facts.numerals import find_numerals
from factcheck.facts.places import find_places
from factcheck.facts.read import read_facts
from factcheck.facts.times import read_times
from factcheck.text.language import language
from factcheck.text.tokens import Words


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [pytest.param(code, *case, id=f"{code}: {case[0][:40]}") for code, rows in table.items() for case in rows]


COUNTED = {
    "fr": [
        ("Trois soldats libanais ont été tués vendredi dans le sud du Liban", [(3, "dead", "soldier")]),
        ("Au moins 12 personnes ont été tuées et 30 autres blessées", [(12, "dead", None), (30, "wounded", None)]),
        ("280.000 personnes ont été déplacées", [(280_000, "displaced", None)]),
        ("La police a arrêté 1 500 personnes", [(1_500, "arrested", None)]),
        ("Près de 2,5 millions de personnes ont fui", [(2_500_000, "displaced", None)]),
        ("Le bilan s'élève à quatre-vingt-dix-sept morts", [(97, "dead", None)]),
        ("Vingt et un combattants ont été tués", [(21, "dead", "fighter")]),
        ("Mille cinq cents civils ont été évacués", [(1_500, "displaced", "civilian")]),
        ("Une trentaine de personnes ont été blessées", [(30, "wounded", None)]),
        ("Des centaines de civils ont fui la ville", [(200, "displaced", "civilian")]),
        ("Une femme de 54 ans a été blessée en 2023", [(1, "wounded", "woman")]),
    ],
    "es": [
        ("Al menos 12 personas murieron y otras 30 resultaron heridas", [(12, "dead", None), (30, "wounded", None)]),
        ("280.000 personas han sido desplazadas", [(280_000, "displaced", None)]),
        ("2 millones 500 mil personas han sido desplazadas", [(2_500_000, "displaced", None)]),
        ("El balance asciende a treinta y un muertos", [(31, "dead", None)]),
        ("Treinta y un mil personas fueron evacuadas", [(31_000, "displaced", None)]),
        ("Murieron veintitrés soldados", [(23, "dead", "soldier")]),
        ("Mil quinientos civiles huyeron de la ciudad", [(1_500, "displaced", "civilian")]),
        ("Un total de 2,5 millones de personas huyeron", [(2_500_000, "displaced", None)]),
        ("La policía detuvo a 23 personas en Madrid", [(23, "arrested", None)]),
        ("Cientos de civiles han huido de la ciudad", [(200, "displaced", "civilian")]),
        ("El 27 de noviembre de 2024", []),
    ],
    "de": [
        (
            "Mindestens zwölf Menschen wurden getötet und 30 weitere verletzt",
            [(12, "dead", None), (30, "wounded", None)],
        ),
        ("280.000 Menschen wurden vertrieben", [(280_000, "displaced", None)]),
        ("Die Zahl der Toten stieg auf dreihundertfünfundzwanzig", [(325, "dead", None)]),
        ("Einundzwanzig Soldaten starben", [(21, "dead", "soldier")]),
        ("Die Polizei nahm 54 Menschen fest", [(54, "arrested", None)]),
        ("Rund 2,5 Millionen Menschen sind geflohen", [(2_500_000, "displaced", None)]),
        ("Am 5. Dezember wurden in Homs 12 Soldaten der 27. Division getötet", [(12, "dead", "soldier")]),
        ("Hunderte Zivilisten flohen aus der Stadt", [(200, "displaced", "civilian")]),
        ("Es gebe zwölf Tote und dreißig Verletzte", [(12, "dead", None), (30, "wounded", None)]),
        ("Ein 54-Jähriger wurde in Berlin getötet", []),
    ],
    "tr": [
        ("Saldırıda en az 12 kişi öldü, 30 kişi yaralandı", [(12, "dead", None), (30, "wounded", None)]),
        ("280 bin kişi yerinden edildi", [(280_000, "displaced", None)]),
        ("2 bin 500 kişi gözaltına alındı", [(2_500, "arrested", None)]),
        ("Ölü sayısı üç yüz yirmi beşe yükseldi", [(325, "dead", None)]),
        ("Halep'te 826 kişinin hayatını kaybettiğini", [(826, "dead", None)]),
        ("5 Aralık'ta 31 asker şehit oldu", [(31, "dead", "soldier")]),
        ("27. Tümen'e bağlı 12 asker öldürüldü", [(12, "dead", "soldier")]),
        ("1.500'den fazla kişi tahliye edildi", [(1_500, "displaced", None)]),
        ("Yüzlerce sivil Hama'dan kaçtı", [(200, "displaced", "civilian")]),
        ("Polis 30'dan fazla kişiyi gözaltına aldı", [(30, "arrested", None)]),
        ("1980'li yıllarda 54 yaşındaki adam yaralandı", []),
    ],
}


@pytest.mark.parametrize(("code", "text", "expected"), cases(COUNTED))
def test_a_number_is_read_with_what_it_counts(
    code: str, text: str, expected: list[tuple[float, str, str | None]]
) -> None:
    found = [(q.value, q.counted, q.role) for q in read_facts(text, language(code)).numbers]
    assert found == [(pytest.approx(value), counted, role) for value, counted, role in expected]


NUMERALS = {
    "fr": [
        ("soixante et onze", 71),
        ("quatre-vingt-onze mille trois cent soixante-dix-neuf", 91_379),
        ("deux cent mille", 200_000),
        ("trente-et-un", 31),
        ("un million deux cent mille", 1_200_000),
        ("nonante-huit", 98),
    ],
    "es": [
        ("quinientos veintiuno", 521),
        ("treinta y un mil doscientos", 31_200),
        ("mil cien", 1_100),
        ("tres millones cuatrocientos mil", 3_400_000),
    ],
    "de": [
        ("dreihundertfünfundzwanzigtausendeinhundert", 325_100),
        ("eintausendeinundvierzig", 1_041),
        ("zwei Millionen dreihunderttausend", 2_300_000),
        ("hundertzwölf", 112),
    ],
    "tr": [
        ("üç yüz yirmi beş bin dokuz yüz", 325_900),
        ("bin on iki", 1_012),
        ("yirmibeş", 25),
        ("iki milyon üç yüz bin", 2_300_000),
    ],
}


@pytest.mark.parametrize(("code", "text", "value"), cases(NUMERALS))
def test_a_number_in_words_reads_back(code: str, text: str, value: float) -> None:
    assert [n.low for n in find_numerals(Words.of(text), language(code))] == [value]


PARTS = [
    ("fr", "826 personnes ont été tuées, dont 111 civils"),
    ("es", "826 personas murieron, entre ellas 111 civiles"),
    ("de", "826 Menschen wurden getötet, darunter 111 Zivilisten"),
    ("tr", "111'i sivil 826 kişi öldü"),
]


@pytest.mark.parametrize(("code", "text"), PARTS)
def test_a_part_of_a_total_is_told_from_the_total(code: str, text: str) -> None:
    assert {(q.value, q.is_part) for q in read_facts(text, language(code)).numbers} == {(826, False), (111, True)}


TOWNS = [
    ("fr", "à Alep", "in Aleppo"),
    ("es", "en Alepo", "in Aleppo"),
    ("tr", "Halep'te", "in Aleppo"),
    ("fr", "à Pékin", "in Beijing"),
    ("es", "en Pekín", "in Beijing"),
    ("de", "in Peking", "in Beijing"),
    ("tr", "Pekin'den", "in Beijing"),
    ("de", "in Mossul", "in Mosul"),
    ("tr", "New York'ta", "in New York City"),
    ("fr", "à Hama", "in Ḩamāh"),
]


@pytest.mark.parametrize(("code", "text", "english"), TOWNS)
def test_a_town_is_the_same_under_all_its_names(code: str, text: str, english: str) -> None:
    here, there = (find_places(Words.of(t), language(c)) for t, c in ((text, code), (english, "en")))
    assert [p.id for p in here] == [p.id for p in there] != []


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "Essen und Lage am Ende"), ("fr", "Cela dure depuis mai"), ("es", "Este centro"), ("tr", "Ama iki kişi")],
)
def test_an_ordinary_word_is_no_town(code: str, text: str) -> None:
    assert find_places(Words.of(text), language(code)) == []


STEMS = [
    ("fr", "armées armée"),
    ("fr", "blessés blessé"),
    ("es", "ejércitos ejército"),
    ("es", "retirada retiró"),
    ("de", "Regierungen Regierung"),
    ("de", "syrische syrischen"),
    ("tr", "ordunun ordusu ordudan ordu"),
    ("tr", "askerlerin askerler asker"),
    ("tr", "kentten kentin kent"),
    ("tr", "Suriye'nin Suriye'ye Suriye"),
    ("tr", "saldırıda saldırının saldırı"),
]


@pytest.mark.parametrize(("code", "forms"), STEMS)
def test_forms_of_one_word_have_one_stem(code: str, forms: str) -> None:
    assert len({language(code).stem(w.norm) for w in Words.of(forms).words}) == 1


PAGES = [
    (
        "fr",
        "L'armée syrienne quitte Hama\nPublié le 6 décembre 2024\nL'armée s'est retirée de la ville de Hama, a annoncé "
        "vendredi le ministère de la Défense.\nLire aussi\nLes rebelles aux portes de Homs\nSource : AFP\n",
        "AFP",
    ),
    (
        "es",
        "El ejército sirio abandona Hama\nPublicado el 06/12/2024\nEl ejército se ha retirado de la ciudad de Hama, "
        "anunció el Ministerio de Defensa.\nLee también\nLos rebeldes, a las puertas de Homs\nEFE\n",
        "EFE",
    ),
    (
        "de",
        "Syrische Armee zieht aus Hama ab\nStand: 06.12.2024\nDie syrische Armee hat sich laut dem Ministerium "
        "aus der Stadt Hama zurückgezogen.\nLesen Sie auch\nRebellen vor den Toren von Homs\nQuelle: dpa\n",
        "dpa",
    ),
    (
        "tr",
        "Suriye ordusu Hama'dan çekildi\nYayınlanma: 6 Aralık 2024\nSuriye Savunma Bakanlığı, ordunun Hama kentinden "
        "çekildiğini cuma günü duyurdu.\nİlgili haberler\nMuhalifler Humus kapılarında\nAnadolu Ajansı\n",
        "Anadolu Ajansı",
    ),
]


@pytest.mark.parametrize(("code", "text", "source"), PAGES, ids=[code for code, _, _ in PAGES])
def test_the_date_the_outlet_and_the_furniture_of_a_page_are_told(code: str, text: str, source: str) -> None:
    article = make_article(text, "test")
    assert (article.lang, article.published, article.source) == (code, "2024-12-06", source)
    lines = text.splitlines()
    assert {lines[3], lines[4]} <= {text[f.start : f.end] for f in find_furniture(text) if f.reason == "teaser"}


TIMES = [
    ("fr", "il y a trois jours", "2024-12-03"),
    ("fr", "vendredi 6 décembre", "2024-12-06"),
    ("es", "el 27 de noviembre", "2024-11-27"),
    ("es", "anteayer", "2024-12-04"),
    ("de", "am 27. November", "2024-11-27"),
    ("de", "am Donnerstagabend", "2024-12-05"),
    ("tr", "27 Kasım'da", "2024-11-27"),
    ("tr", "üç gün önce", "2024-12-03"),
]


@pytest.mark.parametrize(("code", "text", "day"), TIMES)
def test_the_time_that_is_told_is_read(code: str, text: str, day: str) -> None:
    (time,) = read_times(Words.of(text), language(code), date(2024, 12, 6))
    assert time.start == time.end == date.fromisoformat(day)
