"""What is said and said not to be so in the plainest words, and what keeps two bare texts apart however alike."""

import numpy as np
import pytest

from factcheck.articles import detect_language
from factcheck.rules.cascade import compare, compare_statements, pairs_of, strongest
from factcheck.rules.pairs import Side
from factcheck.schema import CONFLICT, Statement, Verdict

SAME = 0.97  # the cosine of two sentences on one thing
CONTRADICTION = np.array([[0.01, 0.01, 0.98]] * 2, np.float32)


def verdict(a: str, b: str) -> Verdict:
    return strongest([compare(x, y, SAME) for x in Statement(a).sides("a") for y in Statement(b).sides("b")])


def told_by_nli(a: str, b: str) -> Verdict:
    """The verdict where an NLI model finds that the two exclude each other."""
    sides = (Side("a", a, detect_language(a)), Side("b", b, detect_language(b)))
    return compare_statements([pairs_of([sides], [SAME])], [(a, b)], lambda x, y: np.stack([CONTRADICTION] * len(x)))[0]


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("التحالف يقصف صنعاء", "التحالف ينفي قصف صنعاء"),
        ("Israel bombed Damascus airport", "Israel denies bombing Damascus airport"),
        ("L'armée a bombardé l'hôpital de Hama", "L'armée dément avoir bombardé l'hôpital de Hama"),
        ("El ejército bombardeó el hospital de Hama", "El ejército niega haber bombardeado el hospital de Hama"),
        (
            "Die Armee bombardierte das Krankenhaus in Hama",
            "Die Armee bestreitet, dass sie das Krankenhaus in Hama bombardierte",
        ),
        ("Ordu Hama'daki hastaneyi bombaladı", "Ordu Hama'daki hastaneyi bombaladığını yalanladı"),
        ("Армия бомбила больницу в Хаме", "Армия отрицает, что бомбила больницу в Хаме"),
        ("Армія бомбила лікарню в Хамі", "Армія заперечує, що бомбила лікарню в Хамі"),
        ("ارتش بیمارستان حماه را بمباران کرد", "ارتش بمباران بیمارستان حماه را تکذیب کرد"),
        ("הצבא הפציץ את בית החולים בחמה", "הצבא מכחיש כי הפציץ את בית החולים בחמה"),
        ("فوج نے حما کے ہسپتال پر بمباری کی", "فوج نے حما کے ہسپتال پر بمباری کی تردید کی"),
        ("军队轰炸了哈马的医院", "军队否认轰炸了哈马的医院"),
        ("وزير الخارجية يزور طهران", "الخارجية تنفي زيارة الوزير إلى طهران"),
        ("The prime minister resigned on Monday", "The prime minister's office denied that he had resigned"),
    ],
)
def test_what_is_bombed_visited_or_given_up_can_be_denied(said: str, denied: str) -> None:
    found = verdict(said, denied)
    assert (found.relation, found.kind) == (CONFLICT, "denial")
    assert verdict(said, said).relation != CONFLICT and verdict(denied, denied).relation != CONFLICT


@pytest.mark.parametrize(
    ("plain", "negated", "marked"),
    [
        ("Les rebelles ont pris la ville de Hama", "Les rebelles n'ont pas pris la ville de Hama", "n'"),
        ("Russian jets hit the hospital in Idlib", "Russia did not hit the hospital in Idlib", "not"),
        ("إصابات في انفجار لغم بصعدة", "لا إصابات في انفجار لغم بصعدة", "لا"),
        ("تم نقل الأسرى إلى سجن العاصمة", "لم يتم نقل الأسرى إلى سجن العاصمة", "لم"),
    ],
)
def test_a_sentence_conflicts_with_the_same_sentence_negated(plain: str, negated: str, marked: str) -> None:
    found = verdict(plain, negated)
    assert (found.relation, found.kind) == (CONFLICT, "denial")
    assert negated[slice(*found.marks_b[0])] == marked


@pytest.mark.parametrize(
    ("plain", "negated"),
    [
        ("A fire broke out in a hotel in Hama", "A fire broke out in a hotel in Hama, no arrests were made"),
        ("اندلاع حريق في فندق بمدينة حماة", "اندلاع حريق في فندق بمدينة حماة دون إصابات"),
        # Not ... but: no more is said than that it is so.
        # One way to write a negation or another, and a name.
        ("شكر الأمير ملك المغرب داعيا الله ألا يريه أي مكروه", "شكر الأمير ملك المغرب داعيا الله أن لا يريه أي مكروه"),
        ("نقل المدير إلى مكتب رئيس الوزراء دون تفسير", "نقل المدير إلى مكتب رئيس الوزراء بدون تفسير"),
        ("البنك ما زال بانتظار موافقة الهيئة في القاهرة", "البنك لا يزال بانتظار موافقة الهيئة في القاهرة"),
        (
            "أطلق نادي جدة الأدبي حقيبة السائح في احتفالات جدة",
            "أطلق نادي جدة الأدبي حقيبة السائح في احتفالات جدة غير 36",
        ),
        ("افتتاح القناة اليوم انطلاقة لمشاريع جديدة", "وما افتتاح القناة اليوم إلا انطلاقة لمشاريع جديدة"),
        ("ارتفاع معدلات الفائدة بقي محصورا باليونان", "غير أن ارتفاع معدلات الفائدة بقي محصورا باليونان"),
        ("Five workers were hurt in the blast in Hama", "Five workers were hurt in the blast in Hama without warning"),
        (
            "The minister opened the bridge in Hama",
            "The minister did not open the school in Hama before the rain",
        ),
    ],
)
def test_a_negation_of_something_else_is_no_denial(plain: str, negated: str) -> None:
    assert verdict(plain, negated).relation != CONFLICT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("مقتل 15 شخصا في قصف على حلب", "مقتل 7 أشخاص في قصف على إدلب"),
        ("15 people were hurt in a raid on Aleppo", "7 people were hurt in a raid on Idlib"),
        ("نصف مليون نازح في إدلب", "500 ألف نازح في إدلب"),
        ("Half a million people are displaced in Idlib", "500,000 people are displaced in Idlib"),
    ],
)
def test_an_nli_model_is_not_believed_of_two_events_or_of_one_figure_in_two_writings(a: str, b: str) -> None:
    assert told_by_nli(a, b).relation != CONFLICT


def test_an_nli_model_is_believed_where_one_thing_alone_differs() -> None:
    assert told_by_nli("The minister landed in Aleppo", "The minister landed in Idlib").relation == CONFLICT


@pytest.mark.parametrize(
    "text",
    ["الأمم المتحدة تتوقع نزوح 100 ألف شخص من حماة", "The UN expects 100,000 people to flee Hama"],
)
def test_what_is_expected_is_no_count(text: str) -> None:
    assert [side.stance for side in Statement(text).sides("a")] == ["expects"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("المحكمة تبرئ الوزير السابق", "المحكمة تدين الوزير السابق"),
        ("تأجيل مباراة الهلال والنصر", "إقامة مباراة الهلال والنصر في موعدها"),
        ("وفاة الرئيس السوداني في المستشفى", "الرئيس السوداني بخير في المستشفى"),
        ("The match between Hilal and Nasr was postponed", "The match between Hilal and Nasr will go ahead as planned"),
        ("The hostage was killed in the raid on Hama", "The hostage was unharmed in the raid on Hama"),
    ],
)
def test_two_ends_of_one_matter_exclude_each_other(a: str, b: str) -> None:
    assert verdict(a, b).relation == CONFLICT
