"""News in French, Spanish, German and Turkish: what is read of a sentence, and what of a pair of them clashes."""

from typing import Any, NamedTuple

import pytest

from factcheck.analysis.texts import compare_texts
from factcheck.articles import detect_language, make_article
from factcheck.claims import read_claims
from factcheck.models.encoder import Encoder
from factcheck.rules.cascade import compare, strongest
from factcheck.rules.pairs import Side
from factcheck.rules.readings import read
from factcheck.schema import CONFLICT, UPDATE, Statement

NEAR = 0.94  # the cosine of two sentences on one thing
ASSERTS, DENIES, EXPECTS = "asserts", "denies", "expects"


class Claim(NamedTuple):
    """(speaker, stance, text) of one claim."""

    speaker: str
    stance: str
    text: str


def claims_of(text: str) -> list[Claim]:
    rows = read_claims([make_article(text, "test")])
    return [Claim(*row) for row in rows[["speaker", "stance", "text"]].itertuples(index=False, name=None)]


SAID = {
    "fr": [
        (
            "L'opposition a affirmé que les forces du régime fuyaient la ville, ce que le ministère de la Défense a "
            "démenti, assurant que ses forces ne s'étaient pas retirées.",
            [
                ("L'opposition", ASSERTS, "les forces du régime fuyaient la ville"),
                ("le ministère de la Défense", DENIES, "ce que le ministère de la Défense a démenti"),
                ("le ministère de la Défense", ASSERTS, "ses forces ne s'étaient pas retirées"),
            ],
        ),
        (
            "« Nous suivons la situation de près », a déclaré vendredi la porte-parole de la Maison Blanche.",
            [("la porte-parole de la Maison Blanche", ASSERTS, "Nous suivons la situation de près")],
        ),
        (
            "Selon l'ONU, 280.000 personnes ont été déplacées depuis le 27 novembre.",
            [("l'ONU", ASSERTS, "280.000 personnes ont été déplacées depuis le 27 novembre")],
        ),
        (
            "Des centaines de civils ont fui la ville de Hama, d'après des témoins.",
            [("des témoins", ASSERTS, "Des centaines de civils ont fui la ville de Hama")],
        ),
        (
            "L'Iran a démenti avoir retiré ses conseillers militaires de Syrie.",
            [("L'Iran", DENIES, "avoir retiré ses conseillers militaires de Syrie")],
        ),
        (
            "La Russie a nié les informations selon lesquelles son armée avait quitté la base de Hmeimim.",
            [("La Russie", DENIES, "son armée avait quitté la base de Hmeimim")],
        ),
        ("Le Kremlin dément tout retrait de ses troupes.", [("Le Kremlin", DENIES, "tout retrait de ses troupes")]),
        (
            "L'Iran pourrait envoyer des renforts en Syrie, a prévenu un haut responsable.",
            [("un haut responsable", EXPECTS, "L'Iran pourrait envoyer des renforts en Syrie")],
        ),
        (
            "Le ministre turc des Affaires étrangères, Hakan Fidan, a affirmé que la Turquie n'était pas impliquée.",
            [("Le ministre turc des Affaires étrangères", ASSERTS, "la Turquie n'était pas impliquée")],
        ),
        (
            "L'armée syrienne se serait retirée de Homs, rapporte l'agence Sana.",
            [("l'agence Sana", ASSERTS, "L'armée syrienne se serait retirée de Homs")],
        ),
        (
            "Israël a rejeté ces accusations et assuré que ses avions n'avaient pas visé l'hôpital.",
            [
                ("Israël", DENIES, "ces accusations"),
                ("Israël", ASSERTS, "ses avions n'avaient pas visé l'hôpital"),
            ],
        ),
    ],
    "es": [
        (
            "La oposición afirmó que las fuerzas del régimen huían de la ciudad, algo que el Ministerio de Defensa "
            "negó, asegurando que sus fuerzas no se habían retirado.",
            [
                ("La oposición", ASSERTS, "las fuerzas del régimen huían de la ciudad"),
                ("el Ministerio de Defensa", DENIES, "algo que el Ministerio de Defensa negó"),
                ("el Ministerio de Defensa", ASSERTS, "sus fuerzas no se habían retirado"),
            ],
        ),
        (
            '"Seguimos la situación de cerca", dijo este viernes el portavoz de la Casa Blanca.',
            [("el portavoz de la Casa Blanca", ASSERTS, "Seguimos la situación de cerca")],
        ),
        (
            "Según la ONU, 280.000 personas han sido desplazadas desde el 27 de noviembre.",
            [("la ONU", ASSERTS, "280.000 personas han sido desplazadas desde el 27 de noviembre")],
        ),
        (
            "Irán negó haber retirado a sus asesores militares de Siria.",
            [("Irán", DENIES, "haber retirado a sus asesores militares de Siria")],
        ),
        (
            "Rusia desmintió las informaciones según las cuales su ejército había abandonado la base de Hmeimim.",
            [("Rusia", DENIES, "su ejército había abandonado la base de Hmeimim")],
        ),
        (
            "El Kremlin niega cualquier retirada de sus tropas.",
            [("El Kremlin", DENIES, "cualquier retirada de sus tropas")],
        ),
        (
            "Irán podría enviar refuerzos a Siria, advirtió un alto funcionario.",
            [("un alto funcionario", EXPECTS, "Irán podría enviar refuerzos a Siria")],
        ),
        (
            "El ejército ruso no ha enviado más soldados a Siria, según informó el Ministerio de Defensa.",
            [("el Ministerio de Defensa", ASSERTS, "El ejército ruso no ha enviado más soldados a Siria")],
        ),
        (
            "Los rebeldes tomaron el control de gran parte de Alepo, de acuerdo con el Observatorio.",
            [("el Observatorio", ASSERTS, "Los rebeldes tomaron el control de gran parte de Alepo")],
        ),
        (
            "El ejército se retiró de Homs, pero el Gobierno lo niega.",
            [("", ASSERTS, "El ejército se retiró de Homs"), ("el Gobierno", DENIES, "pero el Gobierno lo niega")],
        ),
        (
            "Israel rechazó las acusaciones y aseguró que sus aviones no atacaron el hospital.",
            [
                ("Israel", DENIES, "las acusaciones"),
                ("Israel", ASSERTS, "sus aviones no atacaron el hospital"),
            ],
        ),
    ],
    "de": [
        (
            "Die Opposition erklärte, die Truppen des Regimes seien aus der Stadt geflohen, was das "
            "Verteidigungsministerium dementierte.",
            [
                ("Die Opposition", ASSERTS, "die Truppen des Regimes seien aus der Stadt geflohen"),
                ("das Verteidigungsministerium", DENIES, "was das Verteidigungsministerium dementierte"),
            ],
        ),
        (
            "„Wir beobachten die Lage genau“, sagte die Sprecherin des Weißen Hauses am Freitag.",
            [("die Sprecherin des Weißen Hauses", ASSERTS, "Wir beobachten die Lage genau")],
        ),
        (
            "Das Verteidigungsministerium teilte am Freitag mit, die Armee habe sich nicht aus Homs zurückgezogen.",
            [("Das Verteidigungsministerium", ASSERTS, "die Armee habe sich nicht aus Homs zurückgezogen")],
        ),
        (
            "Die Armee habe sich aus Homs zurückgezogen, teilte das Ministerium mit.",
            [("das Ministerium", ASSERTS, "Die Armee habe sich aus Homs zurückgezogen")],
        ),
        (
            "Am Freitag sagte der Minister, die Türkei sei nicht in die Offensive verwickelt.",
            [("der Minister", ASSERTS, "die Türkei sei nicht in die Offensive verwickelt")],
        ),
        (
            "Zwölf Menschen wurden getötet, wie die Beobachtungsstelle für Menschenrechte am Samstag mitteilte.",
            [("die Beobachtungsstelle für Menschenrechte", ASSERTS, "Zwölf Menschen wurden getötet")],
        ),
        (
            "Nach Angaben der Vereinten Nationen wurden 280.000 Menschen vertrieben.",
            [("Vereinten Nationen", ASSERTS, "wurden 280.000 Menschen vertrieben")],
        ),
        (
            "Laut Polizei wurden 54 Menschen festgenommen.",
            [("Polizei", ASSERTS, "wurden 54 Menschen festgenommen")],
        ),
        (
            "Einem Sprecher zufolge wurden 1.500 Menschen aus der Stadt evakuiert.",
            [("Einem Sprecher", ASSERTS, "wurden 1.500 Menschen aus der Stadt evakuiert")],
        ),
        (
            "Iran hat den Abzug seiner Militärberater aus Syrien dementiert.",
            [("Iran", DENIES, "den Abzug seiner Militärberater aus Syrien")],
        ),
        (
            "Russland wies Berichte zurück, wonach seine Armee den Stützpunkt Hmeimim verlassen habe.",
            [("Russland", DENIES, "seine Armee den Stützpunkt Hmeimim verlassen habe")],
        ),
        (
            "Iran könnte Verstärkung nach Syrien schicken, warnte ein hoher Beamter.",
            [("ein hoher Beamter", EXPECTS, "Iran könnte Verstärkung nach Syrien schicken")],
        ),
        (
            "Das Ministerium bestätigte den Tod von 31 Soldaten, die am Dienstag verschwunden waren.",
            [("Das Ministerium", ASSERTS, "den Tod von 31 Soldaten, die am Dienstag verschwunden waren")],
        ),
        (
            "Die Regierung teilte mit, die Stadt sei sicher. Es gebe zwölf Tote.",
            [("Die Regierung", ASSERTS, "die Stadt sei sicher"), ("Die Regierung", ASSERTS, "Es gebe zwölf Tote")],
        ),
    ],
    "tr": [
        (
            "Muhalefet, rejim güçlerinin kentten kaçtığını söyledi, ancak Savunma Bakanlığı bunu yalanladı.",
            [
                ("Muhalefet", ASSERTS, "rejim güçlerinin kentten kaçtığını"),
                ("Savunma Bakanlığı", DENIES, "ancak Savunma Bakanlığı bunu yalanladı"),
            ],
        ),
        (
            "Savunma Bakanlığı, ordunun Hama'dan çekilmediğini açıkladı.",
            [("Savunma Bakanlığı", ASSERTS, "ordunun Hama'dan çekilmediğini")],
        ),
        (
            "İran, askeri danışmanlarını Suriye'den geri çektiği iddialarını yalanladı.",
            [("İran", DENIES, "askeri danışmanlarını Suriye'den geri çektiği")],
        ),
        (
            "Birleşmiş Milletler'e göre 280 bin kişi yerinden edildi.",
            [("Birleşmiş Milletler", ASSERTS, "280 bin kişi yerinden edildi")],
        ),
        (
            'Dışişleri Bakanı Hakan Fidan, "Türkiye\'nin saldırıyla ilgisi yok" dedi.',
            [("Dışişleri Bakanı Hakan Fidan", ASSERTS, "Türkiye'nin saldırıyla ilgisi yok")],
        ),
        (
            "Suriye İnsan Hakları Gözlemevi, Halep'te 826 kişinin hayatını kaybettiğini bildirdi.",
            [("Suriye İnsan Hakları Gözlemevi", ASSERTS, "Halep'te 826 kişinin hayatını kaybettiğini")],
        ),
        (
            "Cuma günü gazetecilere konuşan Fidan, İran'ın Suriye'den çekildiğini belirtti.",
            [("Fidan", ASSERTS, "İran'ın Suriye'den çekildiğini")],
        ),
        (
            "Savunma Bakanlığından yapılan açıklamada, 5 askerin şehit olduğu bildirildi.",
            [("Savunma Bakanlığından", ASSERTS, "5 askerin şehit olduğu bildirildi")],
        ),
        (
            '"Ordu kentten çekildi" diyen Bakan, ateşkesin sürdüğünü söyledi.',
            [("Bakan", ASSERTS, "Ordu kentten çekildi"), ("Bakan", ASSERTS, "ateşkesin sürdüğünü")],
        ),
        (
            "Cumhurbaşkanı Erdoğan İsrail'in hastaneyi vurduğunu söyledi.",
            [("Cumhurbaşkanı Erdoğan", ASSERTS, "İsrail'in hastaneyi vurduğunu")],
        ),
        ("Ordunun kentten çekildiğini söyledi.", [("", ASSERTS, "Ordunun kentten çekildiğini")]),
        ("İran Suriye'ye takviye gönderecek.", [("", EXPECTS, "İran Suriye'ye takviye gönderecek")]),
        ("Ordu kentten çekilmiş.", [("", ASSERTS, "Ordu kentten çekilmiş")]),
    ],
}


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [pytest.param(code, *case, id=f"{code}: {case[0][:40]}") for code, rows in table.items() for case in rows]


@pytest.mark.parametrize(("code", "text", "expected"), cases(SAID))
def test_who_says_what_is_read_with_its_stance(code: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert detect_language(text) == code
    assert claims_of(text) == [Claim(*claim) for claim in expected]


@pytest.mark.parametrize("code", SAID)
def test_what_is_denied_answers_what_was_said_before(code: str) -> None:
    claims = read_claims([make_article(SAID[code][0][0], "test")])
    assert claims["answers"].iloc[1] == claims["id"].iloc[0]


DONE = {
    "fr": [
        ("L'armée syrienne s'est retirée de Homs", "withdraw", False),
        ("L'armée syrienne ne s'est pas retirée de Homs", "withdraw", True),
        ("L'armée n'a pas encore quitté la ville", "withdraw", True),
        ("L'armée n'a retiré que dix chars", "withdraw", False),
        ("La Russie a envoyé des renforts en Syrie", "reinforce", False),
        ("Les rebelles ont pris le contrôle d'Alep", "capture", False),
        ("La police a arrêté le suspect", "arrest", False),
    ],
    "es": [
        ("El ejército se retiró de Homs", "withdraw", False),
        ("El ejército no se ha retirado de Homs", "withdraw", True),
        ("Rusia envió refuerzos a Siria", "reinforce", False),
        ("Los rebeldes tomaron el control de Alepo", "capture", False),
        ("La policía detuvo al sospechoso", "arrest", False),
        ("El ejército repelió el ataque", "repel", False),
    ],
    "de": [
        ("Die Armee zog sich aus Homs zurück", "withdraw", False),
        ("Die Armee zog sich nicht aus Homs zurück", "withdraw", True),
        ("dass sich die Armee nicht aus der Stadt zurückgezogen habe", "withdraw", True),
        ("Russland hat Verstärkung nach Syrien geschickt", "reinforce", False),
        ("Die Rebellen nahmen die Stadt ein", "capture", False),
        ("Die Polizei nahm den Verdächtigen fest", "arrest", False),
        ("Die Armee schlug den Angriff zurück", "repel", False),
    ],
    "tr": [
        ("Ordu Humus'tan çekildi", "withdraw", False),
        ("Ordu Humus'tan çekilmedi", "withdraw", True),
        ("ordunun Humus'tan çekilmediğini", "withdraw", True),
        ("Ordu Humus'tan geri çekilmiş değil", "withdraw", True),
        ("Rusya Suriye'ye takviye gönderdi", "reinforce", False),
        ("Muhalifler Halep'i ele geçirdi", "capture", False),
        ("Polis şüpheliyi gözaltına aldı", "arrest", False),
        ("Türkiye'nin saldırıyla ilgisi yok", "involve", True),
    ],
}


@pytest.mark.parametrize(("code", "text", "name", "is_negated"), cases(DONE))
def test_an_action_is_read_with_its_negation(code: str, text: str, name: str, is_negated: bool) -> None:
    actions = [a for a in read(text, code).actions if a.name == name]
    assert actions
    assert {a.is_negated for a in actions} == {is_negated}


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("fr", "avoir retiré ses conseillers militaires de Syrie", "L'Iran"),
        ("es", "haber retirado a sus asesores militares de Siria", "Irán"),
        ("de", "den Abzug seiner Militärberater aus Syrien", "Iran"),
        ("de", "Iran hat am Freitag seine ranghöchsten Berater aus Syrien abgezogen", ""),
        ("de", "Am Freitag zog Iran seine Berater aus Syrien ab", ""),
        ("tr", "İran, Suriye'deki askeri danışmanlarını geri çekti", ""),
        ("tr", "İran'ın Suriye'den danışmanlarını çektiğini", ""),
    ],
)
def test_the_subject_of_an_action_is_who_acts(code: str, text: str, speaker: str) -> None:
    (action,) = [a for a in read(text, code, speaker).actions if a.name == "withdraw"]
    assert "iran" in action.subject


# --- pairs, with the real encoder

# The relation is None where the two do not clash: a part of its total, another town.
PAIRS = {
    "fr": [
        ("L'armée syrienne s'est retirée de Homs", "L'armée syrienne dément s'être retirée de Homs", CONFLICT),
        ("826 personnes ont été tuées à Alep", "300 personnes ont été tuées à Alep", CONFLICT),
        ("Au moins 12 personnes ont été tuées à Alep", "31 personnes ont été tuées à Alep", UPDATE),
        ("826 personnes ont été tuées à Alep, dont 111 civils", "111 civils ont été tués à Alep", None),
        ("826 personnes ont été tuées à Alep", "300 personnes ont été tuées à Damas", None),
    ],
    "es": [
        ("El ejército sirio se retiró de Homs", "El ejército sirio niega haberse retirado de Homs", CONFLICT),
        ("826 personas murieron en Alepo", "300 personas murieron en Alepo", CONFLICT),
        ("Al menos 12 personas murieron en Alepo", "31 personas murieron en Alepo", UPDATE),
        ("826 personas murieron en Alepo, entre ellas 111 civiles", "111 civiles murieron en Alepo", None),
        ("826 personas murieron en Alepo", "300 personas murieron en Damasco", None),
    ],
    "de": [
        (
            "Die syrische Armee hat sich aus Homs zurückgezogen",
            "Die syrische Armee zog sich nicht aus Homs zurück",
            CONFLICT,
        ),
        ("826 Menschen wurden in Aleppo getötet", "300 Menschen wurden in Aleppo getötet", CONFLICT),
        ("Mindestens 12 Menschen wurden in Aleppo getötet", "31 Menschen wurden in Aleppo getötet", UPDATE),
        (
            "826 Menschen wurden in Aleppo getötet, darunter 111 Zivilisten",
            "111 Zivilisten wurden in Aleppo getötet",
            None,
        ),
        ("826 Menschen wurden in Aleppo getötet", "300 Menschen wurden in Damaskus getötet", None),
    ],
    "tr": [
        ("Suriye ordusu Humus'tan çekildi", "Suriye ordusu, Humus'tan çekildiği iddialarını yalanladı", CONFLICT),
        ("Halep'te 826 kişi öldü", "Halep'te 300 kişi öldü", CONFLICT),
        ("Halep'te en az 12 kişi öldü", "Halep'te 31 kişi öldü", UPDATE),
        ("Halep'te 111'i sivil 826 kişi öldü", "Halep'te 111 sivil öldü", None),
        ("Halep'te 826 kişi öldü", "Şam'da 300 kişi öldü", None),
    ],
}


@pytest.mark.parametrize(("code", "a", "b", "relation"), cases(PAIRS))
def test_a_pair_is_judged_as_a_reader_would(code: str, a: str, b: str, relation: str | None, encoder: Encoder) -> None:
    (found,) = compare_texts([(Statement(a), Statement(b))], encoder)
    assert found.relation == relation or (relation is None and found.relation not in (CONFLICT, UPDATE))


ACROSS = [
    ("L'Iran a retiré ses conseillers de Syrie", "Iran denies that it withdrew its advisers from Syria"),
    ("مقتل 826 شخصا في معارك حلب", "300 personnes ont été tuées dans les combats d'Alep"),
    ("Irán ha retirado a sus comandantes de Siria", "إيران لم تسحب قادتها من سوريا"),
    ("826 personas murieron en los combates de Alepo", "300 people were killed in the fighting in Aleppo"),
    ("Iran hat seine Kommandeure aus Syrien abgezogen", "Iran sent more commanders to Syria"),
    ("In den Kämpfen um Aleppo wurden 826 Menschen getötet", "مقتل 300 شخص في معارك حلب"),
    ("İran komutanlarını Suriye'den geri çekti", "Iran has not withdrawn its commanders from Syria"),
    ("Halep'teki çatışmalarda 826 kişi öldü", "300 people were killed in the fighting in Aleppo"),
]


def sides(text: str) -> list[Side]:
    return Statement(text).sides("test")


@pytest.mark.parametrize(("a", "b"), ACROSS)
def test_claims_of_two_languages_clash_by_the_names_both_have(a: str, b: str) -> None:
    found = strongest([compare(x, y, NEAR) for x in sides(a) for y in sides(b)])
    assert found.relation == CONFLICT


@pytest.mark.parametrize(("a", "b"), [ACROSS[0], ACROSS[3]])
def test_near_claims_of_two_languages_clash_with_the_real_encoder_too(a: str, b: str, encoder: Encoder) -> None:
    (found,) = compare_texts([(Statement(a), Statement(b))], encoder)
    assert found.relation == CONFLICT
