"""Verdicts on figures: what clashes, what adds up, and what the reasons say."""

from dataclasses import replace

import pytest

from factcheck.outputs.words import sentence
from factcheck.rules.cascade import compare
from factcheck.rules.pairs import Side
from factcheck.schema import AGREEMENT, CONFLICT, NEUTRAL, UPDATE, Reason, Verdict

SAME = 0.97  # the cosine of two sentences on one thing
OTHER = 0.80  # of two sentences on different things


def side(text: str, **known: str) -> Side:
    return Side(text, text, known.pop("lang", "ar"), **known)


def verdict(a: str, b: str, lang: str = "ar", **known: str) -> Verdict:
    return compare(Side("a", a, lang, **known), Side("b", b, lang, **known), SAME)


def test_different_counts_of_one_thing_are_a_conflict_with_both_figures_marked() -> None:
    a, b = "مقتل 826 شخصا في معارك حماة", "مقتل 300 شخص في معارك حماة"
    found = verdict(a, b)
    assert (found.relation, found.kind) == (CONFLICT, "number")
    assert [a[start:end] for start, end in found.marks_a] == ["826 شخصا"]
    assert [b[start:end] for start, end in found.marks_b] == ["300 شخص"]


def test_a_part_of_a_total_is_not_a_conflict() -> None:
    assert verdict("سقوط 826 قتيلا في المعارك", "بين القتلى في المعارك من بينهم 111 مدنيا").relation != CONFLICT


def test_fighters_and_civilians_are_not_a_conflict() -> None:
    assert verdict("مقتل 222 مقاتلا في معارك حماة", "مقتل 300 مدني في معارك حماة").relation != CONFLICT


def test_a_count_over_a_period_is_not_a_conflict_with_a_total() -> None:
    a, b = "مقتل 826 شخصا في معارك حماة", "مقتل 300 شخص في معارك حماة خلال الساعات الـ24 الماضية"
    assert verdict(a, b).relation != CONFLICT


def test_a_rounded_figure_is_not_a_conflict() -> None:
    assert verdict("نزوح 280 ألف شخص من حلب", "نزوح 283 ألف شخص من حلب").relation != CONFLICT


def test_a_bound_is_an_update_not_a_conflict() -> None:
    assert verdict("مقتل 12 على الأقل في معارك حماة", "مقتل 31 شخصا في معارك حماة").relation == UPDATE


def test_figures_of_different_days_are_an_update() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة", published="2024-12-01")
    b = side("مقتل 31 شخصا في معارك حماة", published="2024-12-05")
    assert compare(a, b, SAME).relation == UPDATE


def test_figures_that_differ_for_no_reason_told_say_so_and_stand_below_those_explained() -> None:
    a, b = "مقتل 10 أشخاص في معارك حماة", "مقتل 31 شخصا في معارك حماة"
    found = verdict(a, b)
    assert (found.relation, found.reasons[-1]) == (CONFLICT, Reason("unexplained"))
    assert found.confidence < verdict("مقتل 10 أشخاص على الأقل في معارك حماة", b).confidence


def test_figures_of_unknown_dates_are_a_conflict() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة", published="2024-12-01")
    assert compare(a, side("مقتل 31 شخصا في معارك حماة"), SAME).relation == CONFLICT


def test_figures_of_two_articles_without_dates_are_less_sure_and_say_why() -> None:
    a, b = "مقتل 10 أشخاص في معارك حماة", "مقتل 31 شخصا في معارك حماة"
    dated = [side(a, article="x", published="2024-12-01"), side(b, article="y", published="2024-12-01")]
    undated = [side(a, article="x", published="2024-12-01"), side(b, article="y")]
    sure, unsure = compare(*dated, SAME), compare(*undated, SAME)
    assert sure.confidence > 2 * unsure.confidence
    assert Reason("undated") in unsure.reasons
    asked = compare(side(a), side(b, article="y"), SAME)
    assert asked.confidence == sure.confidence, "who asks means the time of the article"


def test_figures_of_weeks_apart_are_of_two_occurrences() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة", published="2024-12-01")
    b = side("مقتل 31 شخصا في معارك حماة", published="2024-12-20")
    assert compare(a, b, SAME).relation not in (CONFLICT, UPDATE)


def test_figures_that_tell_of_different_days_themselves_are_of_two_occurrences() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة الثلاثاء", published="2024-12-06")
    b = side("مقتل 31 شخصا في معارك حماة أمس الخميس", published="2024-12-06")
    assert compare(side("مقتل 10 أشخاص في معارك حماة الخميس", published="2024-12-06"), b, SAME).relation == CONFLICT
    found, back = compare(a, b, SAME), compare(b, a, SAME)
    assert (found.relation, found.kind) == (NEUTRAL, "")
    assert sentence(found.reasons[-1]) == "tell of different times: 3 December 2024 / 5 December 2024"
    assert (found.relation, found.reasons, found.marks_a) == (back.relation, back.reasons, back.marks_b)


def test_a_toll_that_rose_to_a_figure_of_another_day_is_an_update() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة الثلاثاء", published="2024-12-06")
    b = side("ارتفاع حصيلة القتلى إلى 31 شخصا في معارك حماة أمس الخميس", published="2024-12-06")
    assert compare(a, b, SAME).relation == UPDATE


def test_figures_that_tell_of_times_far_apart_are_of_two_occurrences() -> None:
    a = side("مقتل 10 أشخاص في معارك حماة في 5 أيار", published="2024-12-06")
    b = side("مقتل 31 شخصا في معارك حماة أمس الخميس", published="2024-12-06")
    found = compare(a, b, SAME)
    assert (found.relation, found.kind) == (NEUTRAL, "")
    assert sentence(found.reasons[-1]) == "tell of different times: 5 May 2024 / 5 December 2024"


def test_times_that_cannot_be_told_apart_leave_a_conflict() -> None:
    a, b = "مقتل 10 أشخاص في معارك حماة الثلاثاء", "مقتل 31 شخصا في معارك حماة أمس الخميس"
    assert verdict(a, b).relation == CONFLICT, "without dates of publication"
    night = side("مقتل 10 أشخاص في معارك حماة الأربعاء", published="2024-12-06")
    assert compare(night, side(b, published="2024-12-06"), SAME).relation == CONFLICT, "may be one night"


def test_a_figure_the_other_claim_tells_too_is_not_a_conflict() -> None:
    a, b = "مقتل 327 مدنيا في حلب بينهم 126 طفلا", "مقتل 126 شخصا في حلب"
    assert verdict(a, b).relation != CONFLICT


def test_counts_of_different_towns_are_not_a_conflict() -> None:
    assert verdict("تجهيز 31 مركزا انتخابيا في الباحة", "تجهيز 58 مركزا انتخابيا في حائل").relation != CONFLICT


def test_counts_of_different_things_are_not_a_conflict() -> None:
    assert verdict("مقتل 10 أشخاص في معارك حماة", "إصابة 31 شخصا في معارك حماة").relation != CONFLICT


def test_a_forecast_is_not_a_conflict_with_a_count() -> None:
    a, b = "نزوح 280 ألف شخص من حلب", "نزوح 900 ألف شخص من حلب"
    assert compare(side(a), side(b, stance="expects"), SAME).relation != CONFLICT


def test_figures_told_of_different_things_are_not_a_conflict() -> None:
    a, b = side("مقتل 826 شخصا في معارك حماة"), side("مقتل 300 شخص في معارك حماة")
    assert compare(a, b, OTHER).relation == NEUTRAL


def test_what_adds_up_to_a_total_of_another_day_is_no_update() -> None:
    a = side("Four people were killed and six others were injured in attacks in Aleppo city on Monday", lang="en")
    b = side("10 other people have been killed or injured in attacks in Aleppo city on Saturday", lang="en")
    days = replace(a, published="2016-11-07"), replace(b, published="2016-11-12")
    assert compare(a, b, SAME).relation == AGREEMENT
    assert compare(*days, SAME).relation == NEUTRAL


CLASHES = [
    ("ar", "مقتل ثلاثة جنود في انفجار سوق حلب", "مقتل 5 جنود في انفجار سوق حلب"),
    ("ar", "مقتل شخصين في انفجار سوق حلب", "مقتل أربعة أشخاص في انفجار سوق حلب"),
    ("ar", "مقتل 10 أشخاص هم 6 جنود و4 مدنيين في انفجار سوق حلب", "مقتل 7 جنود في انفجار سوق حلب"),
    ("ar", "زلزال بقوة 6.7 درجات يضرب حلب", "زلزال قوته 5.7 درجات يهز حلب"),
    ("en", "The blast killed 12 people in Aleppo", "Fifteen people were killed in the Aleppo blast"),
    ("en", "Gunmen kidnapped seven rebels near Aleppo", "Gunmen near Aleppo kidnapped eight rebel fighters"),
]


@pytest.mark.parametrize(("lang", "a", "b"), CLASHES)
def test_figures_of_one_count_that_exclude_each_other_are_a_conflict(lang: str, a: str, b: str) -> None:
    found = verdict(a, b, lang)
    assert (found.relation, found.kind) == (CONFLICT, "number")


@pytest.mark.parametrize(("lang", "a", "b"), CLASHES)
def test_the_reason_names_both_figures_as_they_are_written(lang: str, a: str, b: str) -> None:
    found = verdict(a, b, lang)
    for text, marks in ((a, found.marks_a), (b, found.marks_b)):
        assert f"“{text[slice(*marks[0])]}”" in sentence(found.reasons[0])
    assert found.reasons == verdict(b, a, lang).reasons


def test_the_bound_is_written_and_marked_with_its_figure() -> None:
    a, b = "More than 3,000 people fled Aleppo", "Over 4,500 people fled Aleppo"
    found = verdict(a, b, "en")
    assert found.relation == UPDATE
    assert sentence(found.reasons[0]) == "“More than 3,000 people” and “Over 4,500 people”: displaced"
    assert [a[slice(*m)] for m in found.marks_a] == ["More than 3,000 people"]


@pytest.mark.parametrize(
    ("lang", "whole", "items", "reason"),
    [
        (
            "ar",
            "مقتل وإصابة 7 أشخاص في انفجار سوق حلب",
            "مقتل 4 أشخاص وإصابة 3 في انفجار سوق حلب",
            "“4 أشخاص”, “3” add up to “7 أشخاص”",
        ),
        (
            "ar",
            "مقتل 5 أشخاص في انفجار سوق حلب",
            "مقتل 3 سعوديين ويمنيان في انفجار سوق حلب",
            "“3 سعوديين”, “ويمنيان” add up to “5 أشخاص”",
        ),
        (
            "en",
            "Five people were killed in the Aleppo blast",
            "Three soldiers and two policemen were killed in the Aleppo blast",
            "“Three soldiers”, “two policemen” add up to “Five people”",
        ),
    ],
)
def test_a_total_and_its_parts_agree_and_the_reason_shows_the_sum(
    lang: str, whole: str, items: str, reason: str
) -> None:
    found = verdict(whole, items, lang)
    assert (found.relation, [*map(sentence, found.reasons)]) == (AGREEMENT, [reason])
    assert len(found.marks_a) == 1 < len(found.marks_b)
    assert verdict(items, whole, lang).marks_a == found.marks_b


def test_parts_told_of_other_places_are_no_evidence_for_a_total_of_one() -> None:
    whole, items = "مقتل 21 شخصا في حلب", "مقتل 15 شخصا في حلب و4 في حماة و2 في حمص"
    assert "adds_up" not in [reason.code for reason in verdict(whole, items).reasons]


@pytest.mark.parametrize(
    ("lang", "parts", "whole", "told"),
    [
        ("ar", "مقتل شخصين وإصابة 9 في سينما بحماة", "مقتل وإصابة 10 في سينما بحماة", "شخصين وإصابة 9"),
        (
            "en",
            "2 killed and 9 wounded in a blast in Hama",
            "10 people were killed or wounded in a blast in Hama",
            "2 killed and 9 wounded",
        ),
    ],
)
def test_a_sum_that_is_not_the_total_of_the_other_clashes(lang: str, parts: str, whole: str, told: str) -> None:
    found = verdict(parts, whole, lang)
    assert (found.relation, found.kind, found.figure_a, found.figure_b) == (CONFLICT, "number", 11, 10)
    assert parts[slice(*found.marks_a[0])] == told


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("طائرة إغاثة سعودية تصل عدن محملة بـ 12 طنا", "طائرة إغاثة سعودية تصل ألبانيا محملة بـ 180 طنا"),
        ("تعليم بيشة يدعو 306 معلمين لإجراء المقابلات", "تعليم الطائف يدعو 60 معلما لإجراء المقابلات"),
        ("تراجع أرباح «سابك» 21.63% في النصف الأول", "تراجع أرباح «سبكيم» 39% في النصف الأول"),
    ],
)
def test_claims_with_two_figures_of_one_count_do_not_agree(a: str, b: str) -> None:
    assert verdict(a, b).relation != AGREEMENT


def test_a_sum_is_no_agreement_where_one_denies() -> None:
    whole, items = "مقتل وإصابة 7 أشخاص في انفجار سوق حلب", "مقتل 4 أشخاص وإصابة 3 في انفجار سوق حلب"
    found = compare(Side("a", whole, "ar"), Side("b", items, "ar", stance="denies"), SAME)
    assert found.relation == CONFLICT


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "مقتل 10 أشخاص هم 6 جنود و4 مدنيين في انفجار سوق حلب", "مقتل 6 جنود في انفجار سوق حلب"),
        ("ar", "مقتل 10 أشخاص بينهم 6 جنود في انفجار سوق حلب", "مقتل 4 مدنيين في انفجار سوق حلب"),
        ("ar", "تقع القرية على بعد 25 كيلومترا من حلب", "تقع القرية على بعد 25000 متر من حلب"),
        ("ar", "بلغت خسائر الشركة في حلب 20 مليون دولار", "بلغت خسائر الشركة في حلب 75 مليون ريال"),
        ("ar", "من المتوقع أن يصل 2000 حاج إلى حلب", "وصل 1500 حاج إلى حلب"),
        ("ar", "مقتل 3 سعوديين في انفجار سوق حلب", "مقتل 5 يمنيين في انفجار سوق حلب"),
        ("ar", "إصابة 12 شخصا في مباراة انتهت 3-1 في حلب", "إصابة 12 شخصا في مباراة حلب"),
        ("en", "The truck carried 40 tonnes of flour to Aleppo", "The truck carried 40,000 kg of flour to Aleppo"),
        ("en", "Another five people were killed in Aleppo", "Twelve people were killed in Aleppo"),
        ("en", "He was 54 when 12 people were killed in Aleppo", "In 2015, 12 people were killed in Aleppo"),
        ("en", "Oil rose to 500,000 barrels a day in Aleppo", "Aleppo produced 700,000 barrels of oil"),
        ("en", "Some 20 houses burned in Hama", "Jets hit 70 houses in Hama province during the long war of 2016"),
    ],
)
def test_what_is_counted_otherwise_is_no_conflict(lang: str, a: str, b: str) -> None:
    assert verdict(a, b, lang).relation != CONFLICT


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "نزوح أكثر من 3000 شخص من حلب", "نزوح 3042 شخصا من حلب"),
        ("ar", "مقتل ما بين 20 و30 شخصا في حلب", "مقتل 45 شخصا في حلب"),
        ("ar", "ارتفاع حصيلة انفجار حلب إلى 28 قتيلا", "انفجار حلب أوقع 30 قتيلا"),
        ("en", "Hundreds of people were killed in Aleppo", "The shelling of Aleppo killed 826 people"),
        ("en", "The death toll of the Aleppo blast rose to 15", "The Aleppo blast killed 12 people"),
    ],
)
def test_a_bound_or_a_toll_that_rises_is_an_update(lang: str, a: str, b: str) -> None:
    found = verdict(a, b, lang)
    assert (found.relation, found.kind) == (UPDATE, "number")


def test_a_later_higher_toll_is_an_update() -> None:
    a = Side("a", "مقتل 12 شخصا في انفجار سوق حلب", "ar", published="2024-12-01")
    b = Side("b", "مقتل 15 شخصا في انفجار سوق حلب", "ar", published="2024-12-04")
    assert compare(a, b, SAME).relation == UPDATE


def test_round_figures_of_one_count_agree() -> None:
    assert verdict("نزوح 400 ألف شخص من حلب", "نزوح 413 ألف شخص من حلب").relation == AGREEMENT
    assert verdict("نزوح 400 ألف شخص من حلب", "نزوح أكثر من 439 ألف شخص من حلب").relation == AGREEMENT


def told(a: str, b: str, lang: str = "ar", **of_b: str) -> Verdict:
    """The verdict on the reports of two outlets, of one day if nothing else is said."""
    first = Side("a", a, lang, source="One", published="2024-12-05")
    return compare(first, Side("b", b, lang, **({"source": "Two", "published": "2024-12-05"} | of_b)), SAME)


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "مقتل 12 شخصا في انفجار سوق حلب", "مقتل 15 شخصا في انفجار سوق حلب"),
        ("en", "The blast in Aleppo wounded 27 people", "The blast in Aleppo wounded 38 people"),
        ("ar", "التحالف ينفذ 16 غارة في حلب", "التحالف ينفذ 19 غارة في حلب"),
    ],
)
def test_two_counts_of_one_day_of_what_goes_on_are_rather_an_update(lang: str, a: str, b: str) -> None:
    found = told(a, b, lang)
    assert (found.relation, found.reasons[1]) == (UPDATE, Reason("goes_on"))


def test_what_does_not_go_on_is_counted_once() -> None:
    found = told("افتتاح 41 مشروعا للتدريب في حلب", "افتتاح 49 مشروعا للتدريب في حلب")
    assert (found.relation, found.kind) == (CONFLICT, "number")


def test_a_toll_does_not_fall() -> None:
    a, b = "مقتل 15 شخصا في انفجار سوق حلب", "مقتل 12 شخصا في انفجار سوق حلب"
    assert told(a, b, published="2024-12-06").relation == CONFLICT
    assert told(b, a, published="2024-12-06").relation == UPDATE


def test_two_who_are_named_with_two_figures_quarrel() -> None:
    a, b = "مقتل 12 شخصا في انفجار سوق حلب", "مقتل 15 شخصا في انفجار سوق حلب"
    first = Side("a", a, "ar", "المرصد السوري", source="One", published="2024-12-05")
    second = Side("b", b, "ar", "وزارة الصحة", source="Two", published="2024-12-05")
    assert compare(first, second, SAME).relation == CONFLICT


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "مقتل 46 شخصا في فيضانات تجتاح بورما", "مقتل 22 شخصا في فيضانات تجتاح فيتنام"),
        ("en", "Floods killed 46 people in Vietnam", "Floods killed 22 people in Indonesia"),
        ("ar", "مقتل 353 ألف طائر في مزارع حلب", "مقتل 354 ألف طائر في مزارع حلب"),  # one figure, cut off or rounded
        ("en", "The firm earned 1,949 million euros, up 2.5%", "The firm earned 3,850 million euros, down 5.3%"),
    ],
)
def test_figures_of_two_countries_and_of_two_periods_do_not_clash(lang: str, a: str, b: str) -> None:
    assert verdict(a, b, lang).relation not in (CONFLICT, UPDATE)


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "فرنسا تتهم رجلين بالتخطيط لهجوم", "فرنسا تتهم رجلا بالتخطيط لهجوم"),
        ("ar", "وفاة شخص في حريق فندق بحلب", "وفاة ثلاثة أشخاص في حريق فندق بحلب"),
        ("en", "Police arrested a man over the Aleppo fire", "Police arrested two men over the Aleppo fire"),
        ("fr", "Un homme a été tué à Lyon", "Deux hommes ont été tués à Lyon"),
        ("es", "Un soldado murió en Alepo", "Dos soldados murieron en Alepo"),
        ("de", "Ein Mann wurde in Aleppo getötet", "Zwei Männer wurden in Aleppo getötet"),
    ],
)
def test_one_of_a_thing_without_a_numeral_is_one(lang: str, a: str, b: str) -> None:
    assert (verdict(a, b, lang).relation, verdict(a, b, lang).kind) == (CONFLICT, "number")


def test_a_figure_that_hardly_occurs_twice_makes_other_figures_comparable() -> None:
    a = "ارتفاع عدد التحويلات 11% إلى 64.6 مليون تحويلة"
    b = "64.6 مليون تحويلة عبر النظام بزيادة قدرها 5.6%"
    assert verdict(a, b).relation == CONFLICT


def test_rises_and_falls_of_other_amounts_are_of_two_things() -> None:
    a = "بلغت القيمة السوقية للأسهم 2,023 مليار ريال بارتفاع نسبته 0.49% عن الشهر السابق"
    b = "بلغت القيمة الإجمالية للأسهم 84.41 مليار ريال بانخفاض نسبته 25.17% عن الشهر السابق"
    assert told(a, b).relation != CONFLICT


def test_an_amount_beside_a_bare_name_is_not_compared() -> None:
    a, b = "أمانة حلب تنفذ حدائق جديدة في حلب بتكلفة 9 ملايين ريال", "حلب: 45 مليون ريال"
    assert told(a, b).relation != CONFLICT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Tolls of two fights: no figure is the same, one is far from the other.
        ("قتل 9 من مسلحي المقاومة وأصيب 15 آخرون", "قتل مسلحان من المقاومة وأصيب 11 آخرون"),
        # Things that carry different letters.
        ("ثمانية عشر عضواً في البلديات من فئة (أ)", "خمسة عشر عضواً في البلديات من فئة (ب)"),
        # The one sum is told in the other claim too, without its currency.
        (
            "وارتفاع مصاريف الزكاة بـ 58 مليون ريال في الربع الثاني",
            "زيادة المصاريف في الربع الثاني 200 مليون ريال وارتفاع مصاريف الزكاة 58 مليونا",
        ),
        # Many things are called alike in one town.
        ("تأجيل 7 رحلات بمطار الرياض بسبب الغبار والأمطار", "المطار استقبل 5 رحلات كان هبوطها متوقعا في الرياض"),
        # The first part of something and the second.
        ("الجزء الأول من طريق حلب بطول 5 كيلومترات", "الجزء الثاني من طريق حلب بطول 10 كيلومترات"),
        # What would be, under a condition.
        (
            "منع الأندية من تسجيل اللاعبين إذا تجاوزت ديونها 15 مليون ريال",
            "منع الأندية من تسجيل اللاعبين في حال تجاوزت ديونها 50 مليون ريال",
        ),
        # A percentage of the one and of the other.
        ("85% من المتفوقين هم من طلاب حلقات التحفيظ", "70% من طلاب حلقات التحفيظ متفوقون"),
        # Two countries together, and one of them.
        ("التحالف ينفذ 41 ضربة جوية في سوريا والعراق", "التحالف ينفذ 17 ضربة جوية في سوريا"),
        # A girl and two boys are three children.
        ("قذيفة على منزل في نجران تصيب 3 أطفال", "إصابة فتاة وطفلين بقذيفة على منزل في نجران"),
        # Two companies.
        ("تراجع أرباح «سابك» 21.63% في النصف الأول", "تراجع أرباح «سبكيم» 39% في النصف الأول"),
        # Items of a list.
        ("5 ـ تعيين عبدالله مديرا عاما بوزارة العدل", "8 ـ تعيين محمد مديرا عاما بوزارة العدل"),
    ],
)
def test_figures_of_two_things_do_not_clash(a: str, b: str) -> None:
    found = compare(
        Side("a", a, "ar", source="okaz", published="2015-08-02", article="x"),
        Side("b", b, "ar", source="sabq", published="2015-08-02", article="y"),
        SAME,
    )
    assert (found.relation, found.kind) not in {(CONFLICT, "number"), (UPDATE, "number")}


def test_what_stands_in_a_list_behind_another_label_does_not_clash() -> None:
    a, b = (
        Side(i, f"مسافته {metres} متر ومقدار جائزته 70 ألف ريال", "ar", speaker=label, article="x")
        for i, metres, label in (("a", 2000, "الشوط الأول"), ("b", 1650, "الشوط الثاني"))
    )
    assert compare(a, b, SAME).relation not in (CONFLICT, UPDATE)
    a, b = (replace(side, speaker=name) for side, name in ((a, "عضو اللجنة"), (b, "مدير الميدان")))
    assert compare(a, b, SAME).relation == CONFLICT


def test_tolls_that_share_a_figure_or_are_near_are_of_one_event() -> None:
    known = {"lang": "ar", "published": "2015-08-02"}
    for a, b in (
        ("قتل جندي وجرح سبعة آخرون في انفجار لغم في ماردين", "قتل جندي وجرح أربعة آخرون في انفجار لغم في ماردين"),
        ("قتل 12 وجرح 30 في انفجار لغم في ماردين", "قتل 15 وجرح 40 في انفجار لغم في ماردين"),
    ):
        one, other = (Side(n, t, article=n, source=n, **known) for n, t in (("a", a), ("b", b)))
        assert compare(one, other, SAME).kind == "number"


def test_a_figure_beside_one_that_the_article_quotes_is_another_figure() -> None:
    a, b = "قتل 12 شخصا في انفجار سوق حلب", "قتل 15 شخصا في انفجار سوق حلب"
    told, quoted = Side("a", a, "ar", article="x"), Side("b", b, "ar", "الشرطة", article="x")
    assert compare(told, quoted, SAME).relation != CONFLICT
    assert compare(Side("a", a, "ar", "المعارضة", article="x"), quoted, SAME).relation == CONFLICT


# --- of several things, and of one


def test_a_figure_of_two_things_together_is_more_than_that_of_one() -> None:
    both, one = "تعيين 125 قاضيا بالمحاكم والمجالس", "تعيين 100 قاض بالمحاكم"
    assert verdict(both, one).relation not in (CONFLICT, UPDATE)
    assert verdict(both, "تعيين 130 قاضيا بالمحاكم").relation == CONFLICT, "one of the two has more than both"
    assert verdict(both, "تعيين 100 قاض بالمحاكم والمجالس").relation == CONFLICT


def test_the_figures_of_two_things_add_up_to_that_of_both() -> None:
    parts, both = "تعيين 100 قاض بوزارة العدل و25 بديوان المظالم", "تعيين 125 قاضيا بوزارة العدل وديوان المظالم"
    assert verdict(parts, both).relation == AGREEMENT
    assert verdict(parts, both.replace("125", "130")).relation != AGREEMENT


@pytest.mark.parametrize(
    ("lang", "several", "one"),
    [
        ("ar", "مقتل 9 من الشرطة في هجمات في إزمير", "مقتل 5 من الشرطة في هجوم في إزمير"),
        ("en", "9 policemen were killed in attacks in Izmir", "5 policemen were killed in an attack in Izmir"),
        ("fr", "9 policiers tués dans des attaques à Izmir", "5 policiers tués dans une attaque à Izmir"),
        ("de", "9 Polizisten bei Angriffen in Izmir getötet", "5 Polizisten bei einem Angriff in Izmir getötet"),
        ("es", "9 policías murieron en ataques en Esmirna", "5 policías murieron en un ataque en Esmirna"),
        ("ru", "9 полицейских погибли в терактах в Измире", "5 полицейских погибли в теракте в Измире"),
        ("tr", "İzmir'de 9 polis saldırılarda öldü", "İzmir'de 5 polis bir saldırıda öldü"),
    ],
)
def test_the_toll_of_several_events_is_not_that_of_one(lang: str, several: str, one: str) -> None:
    assert verdict(several, one, lang).relation not in (CONFLICT, UPDATE)
    assert verdict(several.replace("9", "3"), one, lang).relation == CONFLICT, "fewer in several than in one"


def test_several_excludes_no_number() -> None:
    assert verdict("السيطرة على عدة قرى في ريف حلب", "السيطرة على 40 قرية في ريف حلب").relation not in (
        CONFLICT,
        UPDATE,
    )
    assert verdict("السيطرة على 12 قرية في ريف حلب", "السيطرة على 40 قرية في ريف حلب").relation == CONFLICT


def test_a_bound_in_articles_without_a_date_is_believed_less() -> None:
    def pair(day: str) -> Verdict:
        a = side("مقتل 12 على الأقل في معارك حماة", article="1", source="x", published=day)
        return compare(a, side("مقتل 31 شخصا في معارك حماة", article="2", source="y", published=day), SAME)

    assert pair("").relation == pair("2024-12-05").relation == UPDATE
    assert pair("").confidence < pair("2024-12-05").confidence


def test_a_range_that_holds_the_other_figure_tells_nothing_else() -> None:
    assert verdict("مقتل بين 30 و60 شخصا في معارك حماة", "مقتل 60 شخصا في معارك حماة").relation not in (
        CONFLICT,
        UPDATE,
    )
    assert verdict("مقتل بين 30 و60 شخصا في معارك حماة", "مقتل 70 شخصا في معارك حماة").relation == UPDATE
