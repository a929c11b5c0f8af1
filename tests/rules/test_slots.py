"""Verdicts on claims that are told alike but for one thing."""

import pytest

from factcheck.rules.cascade import compare
from factcheck.rules.pairs import Side
from factcheck.schema import AGREEMENT, CONFLICT, UPDATE, Verdict

SAME = 0.97  # the cosine of two sentences on one thing


def bare(a: str, b: str, lang: str) -> Verdict:
    """The verdict on two texts that somebody sets against each other."""
    return compare(Side("a", a, lang), Side("b", b, lang), SAME)


def told(a: str, b: str, lang: str = "ar", later: str = "2024-12-05") -> Verdict:
    """The verdict on the reports of two outlets."""
    first = Side("a", a, lang, source="One", published="2024-12-05", article="1")
    return compare(first, Side("b", b, lang, source="Two", published=later, article="2"), SAME)


ONE_THING = [
    ("place", "ar", "انطلاق المؤتمر العلمي للأطباء في حلب", "انطلاق المؤتمر العلمي للأطباء في حمص"),
    ("place", "en", "The medical congress will open in Paris", "The medical congress will open in Madrid"),
    ("place", "fr", "Le congrès médical se tient à Lyon", "Le congrès médical se tient à Marseille"),
    ("place", "ru", "Медицинский конгресс проходит в Москве", "Медицинский конгресс проходит в Минске"),
    ("time", "ar", "مجلس الوزراء يناقش الموازنة الجديدة يوم الأحد", "مجلس الوزراء يناقش الموازنة الجديدة يوم الثلاثاء"),
    ("time", "en", "The council discussed the new budget on Monday", "The council discussed the new budget on Friday"),
    (
        "number",
        "en",
        "The court jailed the former mayor for five years",
        "The court jailed the former mayor for nine years",
    ),
    ("time", "ar", "تمديد مهلة التسجيل في الجامعة أسبوعا", "تمديد مهلة التسجيل في الجامعة شهرا"),
    ("identity", "ar", "مذكرات ناشطة عراقية تصل إلى السينما", "مذكرات ناشط عراقي تصل إلى السينما"),
    ("identity", "en", "The rescuers found a woman under the rubble", "The rescuers found a man under the rubble"),
    ("identity", "ar", "القناص أصاب مجندا قرب الجسر القديم", "القناص أصاب مدنيا قرب الجسر القديم"),
    (
        "identity",
        "en",
        "The club signed striker Olsen for a record fee",
        "The club signed striker Duarte for a record fee",
    ),
    ("action", "ar", "المحكمة تقضي ببراءة المتهم بالرشوة", "المحكمة تقضي بحبس المتهم بالرشوة"),
    ("action", "en", "The court acquitted the mayor of bribery", "The court convicted the mayor of bribery"),
    ("action", "es", "El Gobierno aplazó la cumbre del clima", "El Gobierno canceló la cumbre del clima"),
    ("action", "de", "Die Bank verkauft die Anteile der Werft", "Die Bank kauft die Anteile der Werft"),
    ("denial", "ar", "اللجنة لم تحدد موعد القرعة", "اللجنة تحدد موعد القرعة"),
    ("denial", "en", "The jury did not hear the last witness", "The jury did hear the last witness"),
]


@pytest.mark.parametrize(("kind", "lang", "a", "b"), ONE_THING)
def test_two_texts_that_differ_in_one_thing_that_excludes_the_other_conflict(
    kind: str, lang: str, a: str, b: str
) -> None:
    found = bare(a, b, lang)
    assert (found.relation, found.kind) == (CONFLICT, kind)
    assert found.reasons == bare(b, a, lang).reasons


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("ar", "حريق كبير يلتهم سوق الخضار القديم", "نيران كبيرة تلتهم سوق الخضار القديم"),
        ("ar", "انطلاق المؤتمر العلمي للأطباء في حلب", "انطلاق المؤتمر العلمي للأطباء"),  # a detail more
        (
            "ar",
            "انطلاق المؤتمر العلمي للأطباء في حلب",
            "انطلاق المؤتمر العلمي للأطباء في سوريا",
        ),
        ("en", "The medical congress opened in Paris", "The medical congress opened in France"),
        (
            "en",
            "The club signed striker Jan Olsen for a record fee",
            "The club signed striker Mr Olsen for a record fee",
        ),
        ("en", "The truce lasted for two weeks", "The truce lasted for 14 days"),
        ("en", "A huge fire destroyed the old market", "A large fire destroyed the old market"),
        ("fr", "Le congrès médical se tient à Lyon", "La réunion médicale se tient à Lyon"),
    ],
)
def test_what_may_be_the_same_in_other_words_is_no_conflict(lang: str, a: str, b: str) -> None:
    assert bare(a, b, lang).relation != CONFLICT


def test_reports_of_two_towns_in_the_same_words_are_of_two_events_unless_they_tell_one_figure() -> None:
    a, b = "بلدية حلب تفتتح حديقة جديدة في حلب", "بلدية حلب تفتتح حديقة جديدة في حمص"
    assert told(a, b).relation != CONFLICT
    a, b = "انهيار جسر يصيب 14 عاملا في حلب", "انهيار جسر يصيب 14 عاملا في حمص"
    assert (told(a, b).relation, told(a, b).kind) == (CONFLICT, "place")


def test_a_place_among_other_words_is_no_other_place_in_reports() -> None:
    a, b = "مصرع وإصابة 6 أشخاص في حادث مروري بطريق الدمام", "مصرع وإصابة 6 أشخاص في حادثين منفصلين في ينبع والعيص"
    assert told(a, b).relation != CONFLICT


def test_an_age_that_stands_with_another_name_is_no_clash_but_one_of_one_man_is() -> None:
    reports = {"source": "a", "published": "2015-08-11"}
    known = "توفي الفنان نور الشريف عن عمر {} عاما بعد صراع مع المرض"
    found = compare(
        Side("a", known.format("ناهز 74"), "ar", **reports), Side("b", known.format("يناهز 69"), "ar", **reports), 0.97
    )
    assert (found.relation, found.kind) == (CONFLICT, "number")
    sentence = "أصدرت المحكمة حكما على مواطن بالسجن لمدة {} سنوات ومنعه من السفر"
    a, b = (Side(x, sentence.format(x), "ar", **reports) for x in ("2", "ثلاث"))
    assert compare(a, b, 0.97).relation == CONFLICT
    listed = "في القائمة العريف سلطان محمد أحمد {} عاما من الرياض"
    a, b = (Side(x, listed.format(x), "ar", **reports) for x in ("الشهراني 34", "الربعي 33"))
    assert compare(a, b, 0.97).relation != CONFLICT


def test_names_are_not_compared_between_reports() -> None:
    a, b = "The club signed striker Olsen for a record fee", "The club signed striker Duarte for a record fee"
    assert told(a, b, "en").relation != CONFLICT


def test_what_is_told_alike_of_two_days_is_an_update() -> None:
    a, b = "القناص أصاب مجندا قرب الجسر القديم", "القناص أصاب مدنيا قرب الجسر القديم"
    assert told(a, b).relation == CONFLICT
    assert told(a, b, later="2024-12-08").relation == UPDATE


@pytest.mark.parametrize(
    ("lang", "done", "near"),
    [
        (
            "ar",
            "الهلال يضم المدافع البرتغالي مقابل عشرة ملايين",
            "الهلال يقترب من ضم المدافع البرتغالي مقابل عشرة ملايين",
        ),
        ("en", "Madrid signs the Portuguese defender", "Madrid is close to signing the Portuguese defender"),
    ],
)
def test_what_is_done_for_one_and_only_near_for_the_other_is_a_conflict(lang: str, done: str, near: str) -> None:
    assert (bare(done, near, lang).relation, bare(done, near, lang).kind) == (CONFLICT, "action")
    assert bare(near, near, lang).relation == AGREEMENT


def test_an_hour_of_a_day_is_no_other_time_than_the_day() -> None:
    a, b = (
        f"ووصلت الطائرة السعودية الأولى إلى مطار تيرانا {when} أمس الأربعاء"
        for when in ("في ساعة مبكرة من صباح", "يوم")
    )
    assert told(a, b).relation != CONFLICT


def test_a_relative_ma_is_no_negation_that_a_report_lacks() -> None:
    a, b = (
        "أزالت السلطات الحي العشوائي ما دفع السكان إلى الشوارع",
        "أزالت السلطات الحي العشوائي مما دفع السكان إلى الشوارع",
    )
    assert told(a, b).relation != CONFLICT


def test_a_year_is_no_length_of_time() -> None:
    assert told("تأجيل دورة الخليج إلى نهاية عام 2026", "تأجيل دورة الخليج لمدة عام واحد").relation != CONFLICT
    assert told("تأجيل دورة الخليج لمدة أسبوع", "تأجيل دورة الخليج لمدة شهر").relation == CONFLICT


def test_a_part_of_a_unit_behind_it_belongs_to_the_figure() -> None:
    a, b = "مبيعات المنازل قرب أعلى مستوى في 8 سنوات", "مبيعات المنازل قرب أعلى مستوى في 8.5 سنوات"
    assert told(a, b).relation == CONFLICT
    assert told(f"{a} ونصف", b).relation != CONFLICT


def test_a_country_that_both_name_is_not_where_they_differ() -> None:
    a, b = "العيادات السعودية تقدم خدماتها لـ158 لاجئا في الأردن", "العيادات تقدم خدماتها لـ158 لاجئا في السعودية"
    assert told(a.replace("السعودية ", ""), b).relation == CONFLICT
    assert told(a, b).relation != CONFLICT


def test_the_ending_of_a_woman_tells_no_woman_of_a_market() -> None:
    market = "خطة تسويق في السوق العقاري القطري هذا العام"
    assert told(market, market.replace("العقاري القطري", "العقارية القطرية")).relation != CONFLICT
    activist = "صدور مذكرات ناشط قطري هذا العام"
    assert told(activist, activist.replace("ناشط قطري", "ناشطة قطرية")).relation == CONFLICT


def test_this_week_is_no_length_of_time() -> None:
    a, b = (
        f"غرفة الرياض تستأنف جهودها لتوظيف الشباب ابتداء من {when}" for when in ("الأسبوع الحالي", "يوم غد الاثنين")
    )
    assert told(a, b).relation != CONFLICT
