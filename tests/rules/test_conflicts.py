"""Verdicts on pairs of claims: what clashes, and above all what does not."""

from typing import Any

import numpy as np
import pytest

from factcheck.analysis.texts import compare_texts
from factcheck.models.encoder import Encoder
from factcheck.rules.cascade import compare, compare_all, compare_statements, pairs_of, strongest
from factcheck.rules.pairs import SAME_THING, Side
from factcheck.rules.readings import read
from factcheck.rules.sameness import same_thing
from factcheck.schema import AGREEMENT, CONFLICT, NEUTRAL, UPDATE, Statement, Verdict

SAME = 0.97  # the cosine of two sentences on one thing
OTHER = 0.80  # of two sentences on different things


def side(text: str, lang: str = "ar", **known: str) -> Side:
    return Side(id=known.pop("id", text), text=text, lang=lang, **known)


def verdict(a: str, b: str, cosine: float = SAME, lang: str = "ar") -> Verdict:
    return compare(side(a, lang), side(b, lang), cosine)


# --- what is intended


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "العبادي يسعى لإلغاء مناصب نواب الرئيس", "العبادي يلغي مناصب نواب الرئيس"),
        ("en", "The club is close to signing the striker from Milan", "The club signed the striker from Milan"),
    ],
)
def test_what_one_tells_as_done_and_the_other_as_intended_is_a_conflict(lang: str, a: str, b: str) -> None:
    found = verdict(a, b, lang=lang)
    assert (found.relation, found.kind) == (CONFLICT, "action")
    assert found.reasons[0].code == "intended"
    assert verdict(a, a, lang=lang).relation == AGREEMENT
    later = compare(side(a, lang, published="2024-12-01"), side(b, lang, published="2024-12-03"), SAME)
    assert later.relation == UPDATE


def test_what_is_only_intended_excludes_nothing() -> None:
    a, b = "الجيش يسعى لانسحاب قواته من حماة", "الجيش يحشد قواته في حماة"
    assert verdict(a, b).relation != CONFLICT
    assert verdict(a.replace("يسعى لانسحاب", "ينسحب مع"), b).relation == CONFLICT


# --- actions and denials


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("الجيش السوري انسحب من مدينة حماة", "الجيش السوري لم ينسحب من مدينة حماة"),
        ("القوات تهرب من مدينة حماة", "القوات لم تنسحب من مدينة حماة"),
    ],
)
def test_an_action_and_its_negation_are_a_conflict(a: str, b: str) -> None:
    assert (verdict(a, b).relation, verdict(a, b).kind) == (CONFLICT, "denial")


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Iran withdrew its advisers from Syria", "Iran sent more advisers to Syria", "action"),
        ("The hostage died in Gaza", "The hostage survived in Gaza", "outcome"),
        ("The court released the minister", "The court arrested the minister", "outcome"),
    ],
)
def test_actions_that_exclude_each_other_are_a_conflict(a: str, b: str, kind: str) -> None:
    found = verdict(a, b, lang="en")
    assert (found.relation, found.kind) == (CONFLICT, kind)


def test_actions_that_tell_of_different_days_themselves_are_an_update() -> None:
    a = side("The hostage was arrested in Gaza on Monday", "en", published="2024-12-06")
    b = side("The hostage was released in Gaza on Thursday", "en", published="2024-12-06")
    assert compare(a, b, SAME).relation == UPDATE
    on_monday = side("The hostage was released in Gaza on Monday", "en", published="2024-12-06")
    assert compare(a, on_monday, SAME).relation == CONFLICT


def test_opposed_actions_of_two_sides_are_not_a_conflict() -> None:
    assert verdict("المعارضة تتقدم في حماة", "قوات النظام تنسحب من حماة").relation != CONFLICT


def test_what_nearly_everything_does_excludes_its_opposite_only_of_the_same_thing() -> None:
    fell = "انخفضت صادرات السعودية من النفط الخام في مايو إلى مستوى جديد"
    rose = "ارتفعت صادرات السعودية من النفط الخام في مايو إلى مستوى جديد"
    assert verdict(fell, rose).relation == CONFLICT
    assert verdict(fell, "ارتفع حجم النفط الذي استهلكته السعودية لتوليد الطاقة الكهربائية").relation != CONFLICT


def test_a_relative_ma_before_a_present_verb_denies_nothing() -> None:
    a, b = "وانخفض الفائض التجاري ما يعزز القلق على الاقتصاد", "يعزز القلق على الاقتصاد في العالم"
    assert verdict(a, b).relation != CONFLICT
    a, b = "ما انسحبت القوات السورية من حلب", "انسحبت القوات السورية من حلب"
    assert verdict(a, b).relation == CONFLICT


def test_a_toll_that_is_said_to_have_risen_is_an_update_however_long_its_sentence() -> None:
    a = "ارتفع عدد القتلى في حادث حريق ووقوع انفجار في مبنى محصن سابق في حلب صباح اليوم الثلاثاء إلى 38 قتيلا"
    assert verdict(a, "مقتل 27 شخصا في حادث حريق وانفجار في مبنى محصن سابق بمدينة حلب").relation == UPDATE


def test_what_is_told_besides_is_not_told_instead() -> None:
    a, b = "The army withdrew from Hama and Assad's army advanced to Homs", "Assad's army withdrew from Hama to Homs"
    assert verdict(a, b, lang="en").relation != CONFLICT


def test_prices_that_move_by_the_hour_are_not_a_conflict() -> None:
    a, b = "انخفض سعر الذهب 1.1 في المئة في التعاملات", "انخفض سعر الذهب 0.7 في المئة في التعاملات"
    assert verdict(a, b).relation != CONFLICT
    a, b = "ارتفعت أسعار النفط في التعاملات اليوم", "انخفضت أسعار النفط في التعاملات اليوم"
    first, second = (side(text, source=name, published="2024-12-06") for text, name in ((a, "One"), (b, "Two")))
    assert compare(first, second, SAME).relation != CONFLICT


def test_of_two_texts_set_against_each_other_one_says_that_prices_rose_and_one_that_they_fell() -> None:
    a, b = "ارتفعت أسعار النفط في التعاملات اليوم", "انخفضت أسعار النفط في التعاملات اليوم"
    assert verdict(a, b).relation == CONFLICT


def test_two_denials_are_not_a_conflict() -> None:
    a, b = "الجيش السوري لم ينسحب من مدينة حماة", "الجيش السوري لم ينسحب من حماة"
    assert verdict(a, b).relation == AGREEMENT


def test_who_denies_an_action_conflicts_with_who_reports_it() -> None:
    a, b = side("خطف ثمانية مقاتلين في سوريا", stance="denies"), side("خطف ثمانية مقاتلين في سوريا")
    assert (compare(a, b, SAME).relation, compare(a, b, SAME).kind) == (CONFLICT, "denial")


def test_a_claim_that_answers_another_conflicts_with_it_however_unlike() -> None:
    a = side("إيران سحبت كبار قادتها من سوريا", id="a")
    b = side("بلاده دفعت بمزيد من المستشارين", id="b", answers="a", speaker="مسؤول إيراني")
    assert compare(a, b, OTHER).relation == CONFLICT
    assert compare(b, a, OTHER).relation == CONFLICT


def test_of_what_a_claim_answers_the_nearer_goes_first() -> None:
    a = side("إيران سحبت كبار قادتها من سوريا", id="a")
    b = side("بلاده دفعت بمزيد من المستشارين", id="b", answers="a", speaker="مسؤول إيراني")
    assert compare(a, b, OTHER).confidence < compare(a, b, SAME).confidence


def test_to_be_behind_a_thing_and_to_have_nothing_to_do_with_it_is_about_responsibility() -> None:
    a, b = "الهجوم في سوريا جزء من مخطط أميركي", "لا علاقة للولايات المتحدة بما يجري في سوريا"
    assert (verdict(a, b, 0.9).relation, verdict(a, b, 0.9).kind) == (CONFLICT, "responsibility")


def test_two_powers_blamed_are_not_a_conflict_about_one() -> None:
    a, b = "اعتماد الأسد على طهران وراء ما يجري في سوريا", "لا علاقة للولايات المتحدة بما يجري في سوريا"
    assert verdict(a, b, 0.9).relation != CONFLICT


def test_a_part_of_a_town_then_all_of_it_is_an_update() -> None:
    a, b = "سيطرت الفصائل على أجزاء واسعة من مدينة حلب", "سيطرت الفصائل على مدينة حلب بالكامل"
    found = verdict(a, b)
    assert found.relation == UPDATE
    assert found.marks_a
    assert found.marks_b


def test_two_ways_to_say_one_thing_agree() -> None:
    a, b = "Iran withdrew its commanders from Syria", "Iran has withdrawn commanders from Syria"
    assert verdict(a, b, lang="en").relation == AGREEMENT


def test_names_count_across_languages_where_stems_cannot() -> None:
    a = read("إيران سحبت قادتها من سوريا", "ar")
    b, other = read("Iran withdrew its commanders from Syria", "en"), read("Egypt reopened its museum", "en")
    assert same_thing(a, b, 0.88).overlap == pytest.approx(2 / 3), "two names of the least that count as three"
    assert same_thing(a, other, 0.88).overlap == 0
    assert same_thing(a, b, 0.88).probability > same_thing(a, other, 0.88).probability


# --- laws


PAIRS = [
    ("مقتل 826 شخصا في معارك حماة", "مقتل 300 شخص في معارك حماة"),
    ("مقتل 12 على الأقل في معارك حماة", "مقتل 31 شخصا في معارك حماة"),
    ("الجيش السوري انسحب من مدينة حماة", "الجيش السوري لم ينسحب من مدينة حماة"),
    ("سيطرت الفصائل على أجزاء واسعة من مدينة حلب", "سيطرت الفصائل على مدينة حلب بالكامل"),
    ("المعارضة تتقدم في حماة", "قوات النظام تنسحب من حماة"),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_verdict_is_the_same_whichever_comes_first(a: str, b: str) -> None:
    there, back = verdict(a, b), verdict(b, a)
    assert (there.relation, there.kind, there.confidence, there.reasons) == (
        back.relation,
        back.kind,
        back.confidence,
        back.reasons,
    )
    assert (there.marks_a, there.marks_b) == (back.marks_b, back.marks_a)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_nothing_conflicts_with_itself(a: str, b: str) -> None:
    for text in (a, b):
        assert verdict(text, text, 1.0).relation in (AGREEMENT, NEUTRAL)


def test_the_strongest_verdict_is_a_conflict_then_the_surest() -> None:
    weak, strong = Verdict(CONFLICT, "number", 0.3), Verdict(CONFLICT, "number", 0.6)
    assert strongest([Verdict(AGREEMENT, "", 0.9), weak, strong, Verdict(UPDATE, "number", 0.9)]) == strong


# --- whole texts, with the real encoder


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (
            "«التدريب التقني» تنفذ 41 مشروعاً في مختلف مناطق المملكة",
            "«التدريب التقني» تنفذ 49 مشروعا في المناطق",
            CONFLICT,
        ),
        ("شاهد.. منع العزاب السعوديين من دخول الكويت!", "الكويت تنفي منع سعوديين من الدخول لأراضيها", CONFLICT),
        ("تصحيح أوضاع ٤٢٥ ألف يمني", "الإنتهاء من تصحيح أوضاع أكثر من 439 ألف يمني", UPDATE),
        ("The army fled the city of Hama", "The army denies that it left the city of Hama", CONFLICT),
        (
            "خادم الحرمين يستقبل وزير الدفاع الأميركي في جدة",
            "انخفاض أرباح طيران العربية بنسبة 12% في الربع الثاني",
            NEUTRAL,
        ),
    ],
)
def test_real_headlines_are_judged_as_a_reader_would(encoder: Encoder, a: str, b: str, relation: str) -> None:
    (found,) = compare_texts([(Statement(a), Statement(b))], encoder)
    assert found.relation == relation


# --- what an NLI model adds


def saying(contradiction: float, entailment: float = 0.0) -> Any:
    """A model that says the same of every pair, in both orders, and counts the pairs."""
    asked: list[tuple[str, str]] = []

    def both_directions(a: list[str], b: list[str]) -> np.ndarray:
        asked.extend(zip(a, b, strict=True))
        row = [entailment, 1 - entailment - contradiction, contradiction]
        return np.array([[row, row]] * len(a))

    both_directions.asked = asked
    return both_directions


STAYED, LEFT = "The garrison remains in Hama", "The garrison has moved out of Hama"


def test_two_bare_statements_conflict_where_the_model_says_so_in_both_orders() -> None:
    a, b = Side("1", STAYED, "en"), Side("2", LEFT, "en")
    sure, unsure = (
        compare_statements([pairs_of([(a, b)], [0.95])], [(a.text, b.text)], saying(p))[0] for p in (0.9, 0.1)
    )
    assert (sure.relation, sure.kind) == (CONFLICT, "statement") and sure.confidence > 0.5
    assert unsure.relation != CONFLICT


def test_of_articles_the_model_alone_makes_no_conflict() -> None:
    a = Side("1", STAYED, "en", source="Reuters", published="2024-12-05")
    b = Side("2", LEFT, "en", source="SANA", published="2024-12-05")
    [found] = compare_statements([pairs_of([(a, b)], [0.95])], [(a.text, b.text)], saying(0.9))
    assert found.relation != CONFLICT


def test_two_bare_texts_of_several_claims_are_read_whole() -> None:
    nli = saying(0.9)
    a, b = Side("1", STAYED, "en"), Side("2", LEFT, "en")
    texts = f"{STAYED}. It rains.", LEFT
    [found] = compare_statements([pairs_of([(a, b), (Side("3", "It rains", "en"), b)], [0.95, 0.7])], [texts], nli)
    assert found.kind == "statement" and nli.asked[-1] == texts


def test_what_structure_found_stands_whatever_the_model_says() -> None:
    a, b = (
        Side(str(n), f"{n} soldiers were killed in Hama on Thursday", "en", published="2024-12-05") for n in (300, 826)
    )
    [found] = compare_all([(a, b)], [0.97], saying(0.0, entailment=0.95))
    assert (found.relation, found.kind) == (CONFLICT, "number")


def test_a_denial_is_no_agreement_whatever_the_model_says() -> None:
    a = Side("1", "The garrison left Hama", "en", source="Reuters")
    b = Side("2", "The garrison did not leave Hama", "en", source="SANA")
    [found] = compare_all([(a, b)], [0.97], saying(0.0, entailment=0.95))
    assert found.relation != AGREEMENT


def test_entailment_in_both_orders_makes_an_agreement_that_shares_few_words() -> None:
    a = Side("1", "The garrison moved out of Hama", "en", source="Reuters")
    b = Side("2", "Troops abandoned the city of Hama", "en", source="SANA")
    [plain], [read] = (compare_all([(a, b)], [0.94], nli) for nli in (None, saying(0.01, entailment=0.95)))
    assert (plain.relation, read.relation) == (NEUTRAL, AGREEMENT)


def test_a_model_is_not_asked_about_claims_of_different_things() -> None:
    nli = saying(0.9)
    a = Side("1", STAYED, "en", source="Reuters")
    b = Side("2", "Fuel prices rose in Paris", "en", source="AFP")
    compare_all([(a, b)], [0.7], nli)
    assert nli.asked == []


# --- what only looks opposed


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Something else happens at the end and at the beginning.
        ("تعد اللجنة تقريرا عند انتهاء مهمتها تمهيدا لانطلاق دورة الانتخابات", "تعد اللجنة تقريرا عند انتهاء مهمتها"),
        ("فينغر رفض مصافحة مورينيو قبل انطلاق المباراة", "فينغر تجاهل مورينيو بعد انتهاء المباراة التي أقيمت في لندن"),
        # Both deny it, in words of their own.
        ("التحقيق لم يظهر وجود مناطق سكنية في نطاق القصف التركي", "تركيا لم تقصف أي مناطق سكنية في العراق"),
        # Who seeks it is the same word in both; what is sought is not done.
        ("يسعى رئيس الوزراء إلى إحباط الاتفاق مع إيران", "خاطب رئيس الوزراء اليهود لإحباط الاتفاق مع إيران"),
        # A bound is no denial.
        ("يشترط أن لا يزيد العمر عن 30 سنة وأن يكون سعودي الجنسية", "يشترط أن يكون سعودي الجنسية"),
        # The champion and the beaten: one match.
        (
            "الإحباط ظهر على المدرب عقب هزيمة فريقه بايرن ميونيخ أمام فولفسبورغ في كأس السوبر الألماني",
            "توج فولفسبورغ بلقب كأس السوبر الألماني بعدما تغلب على بايرن ميونيخ بركلات الترجيح",
        ),
        # What is near is not done because another claim names it.
        ("سمات أنشيلوتي رحيل ريال مدريد لوكاس سيلفا", "لوكاس سيلفا بات على وشك الرحيل عن فريق ريال مدريد"),
        # Both seek it.
        ("المقاومة على وشك السيطرة على قاعدة العند", "المقاومة على وشك الحسم في لحج والسيطرة على قاعدة العند"),
        # What is put off has not begun.
        ("اتفاق على تأجيل انطلاق بطولة الخليج", "الموافقة على طلب تأجيل بطولة الخليج"),
        # Two things refused.
        ("رفض الاتفاق سيمنع أوباما من رفع العقوبات على إيران", "نتنياهو ينفي رفض لقاء أوباما قبل بحث الاتفاق مع إيران"),
        # `ما`: what, not `not`.
        ("فتح الباب أمام نافاس للحصول على القميص", "وصل إلى طريق مسدود ما فتح الباب أمام نافاس للحصول على القميص"),
    ],
)
def test_what_only_looks_opposed_is_no_conflict(a: str, b: str) -> None:
    assert verdict(a, b).relation != CONFLICT


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "قال إن الجيش سينسحب إذا قتل 12 جنديا"),
        ("ar", "لأنه لو لم تكن هناك قواعد فإن تركيا لن تقصف المدنيين ولن يقتل 12"),
        ("en", "the army leaves if 12 soldiers are killed"),
        ("fr", "l'armée se retire si 12 soldats sont tués"),
        ("es", "el ejército se retira si mueren 12 soldados"),
        ("de", "die Armee geht, falls 12 Soldaten getötet werden"),
        ("ru", "армия уходит, если 12 солдат убиты"),
        ("fa", "ارتش می‌رود اگر ۱۲ سرباز کشته شوند"),
        ("uk", "армія йде, якщо 12 солдатів вбито"),
    ],
)
def test_nothing_behind_a_condition_is_told_as_so(lang: str, text: str) -> None:
    assert read(text, lang).quantities == ()
    assert "bombard" not in {action.name for action in read(text, lang).actions}


def test_a_denial_of_another_year_is_of_another_event() -> None:
    said = "The army used chemical weapons in the attack"
    denied = {"speaker": "the government", "stance": "denies", "published": "2013-08-21"}
    for day, relation in (("2013-08-22", CONFLICT), ("2017-04-17", NEUTRAL)):
        found = compare(side(said, "en", published=day), side(said, "en", id="b", **denied), SAME)
        assert (found.relation == CONFLICT) == (relation == CONFLICT)


def test_two_denials_of_one_thing_do_not_clash_however_they_are_put() -> None:
    known = {"stance": "denies", "speaker": "إدارة الشباب"}
    a = side("موافقة إدارة الشباب على بيع عقود بعض لاعبي الفريق", **known)
    b = side("لا صحة لما تردد عن موافقة إدارة الشباب على بيع عقود بعض لاعبي الفريق", **known)
    assert compare(a, b, SAME).relation != CONFLICT


def test_who_tells_of_a_denial_says_what_the_denier_says() -> None:
    denied = "صحة ما تردد عن منع صحيفة الحياة من دخول الكويت"
    a = side(denied, stance="denies", speaker="وزارة الإعلام الكويتية")
    assert compare(a, side(f"نفت وزارة الإعلام الكويتية {denied}"), SAME).relation != CONFLICT


@pytest.mark.parametrize(
    ("lang", "said", "denial"),
    [
        ("ar", "نتنياهو يعارض الاتفاق مع إيران", "يكون سبب معارضة نتنياهو للاتفاق مع إيران علاقته بأوباما"),
        ("en", "Netanyahu opposes the deal with Iran", "the reason Netanyahu opposes the deal with Iran is Obama"),
    ],
)
def test_who_denies_a_reason_does_not_deny_the_deed(lang: str, said: str, denial: str) -> None:
    denied = side(denial, lang, stance="denies", speaker="Netanyahu")
    assert compare(side(said, lang), denied, SAME).relation != CONFLICT


def test_a_noun_with_the_ending_of_a_woman_is_no_woman_in_articles() -> None:
    a = side("الحادث الإرهابي لا يزال محل متابعة الجهات الأمنية المختصة", source="x", published="2015-08-09")
    b = side("الحادثة الإرهابية لا تزال محل متابعة الجهات الأمنية المختصة", source="y", published="2015-08-09")
    assert compare(a, b, SAME).relation != CONFLICT


def test_what_both_only_seek_is_no_conflict_however_that_is_put() -> None:
    a = "تعهد بارتوميو رئيس نادي برشلونة بأن يكافح من أجل منع أفضل لاعبي العالم من الانتقال إلى الدوري الإنجليزي"
    b = "تعهد بارتوميو رئيس نادي برشلونة بأن يكافح لمنع أفضل لاعبي العالم من الانتقال إلى الدوري الإنجليزي"
    done = "بارتوميو رئيس نادي برشلونة يمنع أفضل لاعبي العالم من الانتقال إلى الدوري الإنجليزي"
    sides = [Side(key, text, "ar") for key, text in (("a", a), ("b", b), ("c", done))]
    assert compare(sides[0], sides[1], 0.97).relation not in (CONFLICT, UPDATE)
    assert compare(sides[0], sides[2], 0.97).relation == CONFLICT


# --- deeds, and what is no deed


def test_what_something_else_is_for_is_no_deed() -> None:
    ceremony = "حشود أمنية استعدادا لحفل افتتاح قناة السويس الجديدة"
    assert verdict("اقتراب افتتاح قناة السويس الجديدة", ceremony).relation != CONFLICT
    purpose = "البنتاغون يبقي الخيار العسكري لمنع إيران من السلاح النووي"
    denied = "الاتفاق لا يمنع الخيار العسكري لإيران من السلاح النووي"
    assert verdict(purpose, denied).relation != CONFLICT
    assert verdict(purpose.replace("لمنع", "يمنع"), denied).relation == CONFLICT


def test_what_begins_next_week_is_not_told_as_begun() -> None:
    a = side("الطائف تستعد لانطلاق سوق عكاظ", published="2015-08-04")
    begun = "سوق عكاظ ينطلق في الطائف"
    assert compare(a, side(begun, published="2015-08-04"), SAME).relation == CONFLICT
    assert compare(a, side(f"{begun} الأسبوع القادم", published="2015-08-04"), SAME).relation != CONFLICT


def test_a_state_that_changed_from_one_day_to_the_next_is_an_update() -> None:
    a, b = "الكويت تبدأ محاكمة المتهمين بتفجير المسجد", "الكويت تؤجل محاكمة المتهمين بتفجير المسجد"
    first, second = side(a, published="2015-08-06"), side(b, published="2015-08-06")
    assert compare(first, second, SAME).relation == CONFLICT
    assert compare(first, side(b, published="2015-08-07"), SAME).relation == UPDATE


def test_who_stands_behind_a_place_is_the_one_who_acts() -> None:
    a, b = "الحوثيون ينسحبون من لحج", "خسائر للحوثيين في تعز والمقاومة تحشد في أبين"
    assert verdict(a, b).relation != CONFLICT
    assert verdict(a, "قوات الحوثيين تحشد في لحج").relation == CONFLICT


def test_opposites_are_no_agreement_in_whatever_form() -> None:
    rise = "مؤشر سوق الأسهم السعودية يغلق على ارتفاع طفيف"
    assert verdict(rise, rise.replace("ارتفاع", "انخفاض")).relation != AGREEMENT
    assert verdict(rise, rise.replace("طفيف", "محدود")).relation == AGREEMENT


def test_a_denial_of_what_no_list_has_answers_the_same_word() -> None:
    told = side("تسمم 50 زائرا في فندق بمدينة مشهد الإيرانية", source="x", published="2015-07-23")
    denied = "تسمم زائرين في فندق بمدينة مشهد الإيرانية"
    denial = side(denied, stance="denies", speaker="القنصل", source="y", published="2015-07-23")
    assert (compare(told, denial, SAME).relation, compare(told, denial, SAME).kind) == (CONFLICT, "denial")
    other = side(
        f"افتتاح {denied.removeprefix('تسمم زائرين في ')}", stance="denies", source="y", published="2015-07-23"
    )
    assert compare(told, other, SAME).relation != CONFLICT


def test_who_is_said_to_have_done_a_thing_answers_in_words_of_his_own() -> None:
    told = side("مقتل شرطيين في هجوم شنته حركة النهضة المسلحة", source="x", published="2015-07-23")
    words = "لم نقتل الشرطيين بل نشرنا الخبر فقط"
    by_them = side(words, speaker="حركة النهضة", source="y", published="2015-07-23")
    by_another = side(words, speaker="حزب الشعب", source="y", published="2015-07-23")
    cosine = 0.895
    assert pairs_of([(told, by_them)], [cosine])[0].same.probability < SAME_THING
    assert compare(told, by_them, cosine).relation == CONFLICT
    assert compare(told, by_another, cosine).relation == NEUTRAL
