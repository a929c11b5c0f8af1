"""Numbers of a clause, with what they count."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.facts.quantities import Quantity, read_quantities
from factcheck.text.language import known_codes, language
from factcheck.text.tokens import Words
from factcheck.verdicts.figures import (
    add_up,
    coarser,
    exclude_each_other,
    is_rounding,
    same_part,
    same_scope,
)

GOOD_TIME = 4  # seconds for a sentence of the greatest length: twenty times what one takes


def read(text: str, lang: str = "ar") -> list[Quantity]:
    return read_quantities(Words.of(text), language(lang))


def one(text: str, lang: str = "ar") -> Quantity:
    (quantity,) = read(text, lang)
    return quantity


def told(quantity: Quantity) -> str:
    """A quantity in short: `20-30 dead soldier of turkey`, `12+ wounded part`."""
    low, high = f"{quantity.low:,.10g}", f"{quantity.high:,.10g}"
    value = low if low == high else f"{low}+" if math.isinf(quantity.high) else f"{low}-{high}"
    words = [value, quantity.counted, *([quantity.role] if quantity.role else [])]
    words += [*(f"of {nation}" for nation in sorted(quantity.group)), *sorted(quantity.scope)]
    return " ".join([*words, *["part"] * quantity.is_part, *["running"] * quantity.is_running])


# --- sentences: what is read of each, nothing more and nothing less

ARABIC = [
    ("أسفر الإعصار عن مقتل تسعة أشخاص، ودفع السلطات لإلغاء مئات الرحلات الجوية", "9 dead; 200+ رحل"),
    ("مقتل 37 مسلحا من داعش و16 من قوات البيشمركة", "37 dead fighter; 16 dead"),
    ("مقتل ثلاثمئة وخمسة وعشرين جنديا في معارك الشمال", "325 dead soldier"),
    ("أصيب أحد عشر متظاهرا واعتقل اثنا عشر آخرون", "11 wounded protester; 12 arrested"),
    ("نزوح مليون ونصف المليون شخص منذ بدء الحرب", "1,500,000 displaced"),
    ("غادر نصف مليون لاجئ المخيمات", "500,000 displaced"),
    ("انتشال بضع جثث من تحت الأنقاض", "3-9 dead"),
    ("سقوط عشرات القتلى ومئات الجرحى في قصف السوق", "20+ dead; 200+ wounded"),
    ("مقتل ما بين 20 و30 مسلحا في غارة جوية", "20-30 dead fighter"),
    ("أسفر الهجوم عن مقتل من 20 إلى 30 عنصرا", "20-30 dead fighter"),
    ("ارتفع عدد القتلى من 20 إلى 30 قتيلا", "30 dead running"),
    ("قتل 40 شخصا على الأقل بينهم 12 طفلا و5 نساء", "40+ dead; 12 dead child part; 5 dead woman part"),
    ("مقتل 3 سعوديين ويمنيين في حادث سير", "3 dead of saudi_arabia of yemen"),
    ("توقيف 14 مشتبها بهم في قضية التفجير", "14 arrested"),
    ("خطف مسلحون ثمانية عمال", "8 kidnapped worker"),
    ("فقدان سبعة صيادين قبالة السواحل", "7 missing"),
    ("الإفراج عن 50 أسيرا ضمن صفقة التبادل", "50 freed prisoner"),
    ("إسقاط طائرتين وتدمير 7 دبابات", "2 aircraft; 7 tank"),
    ("أطلقت الجماعة 15 صاروخا وعشرات القذائف", "15 rocket; 20+ shell"),
    ("شن الطيران 20 غارة على مواقع المسلحين", "20 strike"),
    ("تدمير 300 منزل في القرية", "300 building"),
    ("توزيع 5 آلاف سلة غذائية على 1200 أسرة", "5,000 parcel; 1,200 family"),
    ("خصصت الحكومة 2.5 مليار دولار و300 مليون يورو للإعمار", "2,500,000,000 dollar; 300,000,000 euro"),
    ("تبلغ المسافة 25 كيلومترا", "25,000 metre"),
    ("وصول 40 طنا من المساعدات", "40,000 kilogram"),
    ("ارتفعت النسبة إلى 12,5% بعد أن كانت 10 في المئة", "12.5 percent running; 10 percent"),
    ("شارك ما لا يقل عن 1500 متظاهر في المسيرة", "1,500+ person protester"),
    ("لا يتجاوز عدد الضحايا 15 شخصا", "0-15 person"),
    ("قتل قرابة 70 مدنيا", "63-77 dead civilian"),
    ("من المتوقع أن يصل 2000 حاج اليوم", "2,000 person pilgrim planned"),
    ("بلغ عدد الحجاج 1,379,531 حاجا", "1,379,531 person pilgrim"),
    ("حلب رابع كبرى مدن سوريا تضم الفرقة 25", ""),
    ("قرر مجلس الأمن في قراره رقم 2254 لعام 2015", ""),
    ("فاز الفريق 3-1 في المباراة الثالثة", ""),
    ("أقلعت الرحلة 804 في الساعة 23:09 يوم 19 مايو 2016", ""),
    ("للتواصل هاتف 0112345678", ""),
    ("أقيم الحفل في القرن التاسع عشر", ""),
    ("مقتل شخصين وإصابة طفلين بجروح", "2 dead; 2 wounded child"),
    ("حالة وفاة واحدة و4 إصابات جديدة", "1 dead; 4 wounded new"),
    ("غرق قارب كان يقل 120 مهاجرا نجا منهم 35", "120 person migrant; 35 survived part"),
    ("استسلم 30 مقاتلا من أصل 100 كانوا محاصرين", "30 surrendered fighter part"),
    ("١٬٥٠٠ نازح وصلوا إلى المخيم", "1,500 displaced"),
    ("بلغت الخسائر 6ر4 مليون دولار", "4,600,000 dollar"),
    ("مقتل وإصابة 25 شخصا", "25 dead or wounded"),
    ("50 شخصا بين قتيل وجريح", "50 dead or wounded"),
    ("مقتل 8 إرهابيين وإصابة شرطيين اثنين", "8 dead fighter; 2 wounded police"),
    ("اعتقل في 17 و25 من ديسمبر أبناء الوزير", ""),
    ("نزوح ما بين 3 و5 آلاف شخص", "3,000-5,000 displaced"),
    ("نزوح ما بين مئة ومئتي شخص", "100-200 displaced"),
    ("بلغ عدد الضحايا 25 شهيدا وأكثر من 70 جريحا", "25 dead; 70+ wounded"),
    ("اختير ستة وثلاثون (36) شخصا للجمعية", "36 person"),
    ("ارتفع الذهب 0.3 في المئة إلى 1092.10 دولار", "0.3 percent; 1,092.1 dollar running"),
    ("ورصد تلسكوب كبلر-452 كوكبا جديدا", ""),
    ("نزح 3 ملايين و200 ألف شخص", "3,200,000 displaced"),
    ("توفي 465 شخصا من أصل 1054 مصابا", "465 dead part; 1,054 wounded"),
    ("بلغ العدد 25 شهيدا وأكثر من 70 في المشافي", "25 dead"),
    ("تم ضبط عدد 5 أشخاص في حملة أمنية", "5 arrested"),
    ("بلغ عدد القتلى المدنيين 844 شخصا وعدد الجرحى المدنيين 1616 شخصا", "844 dead civilian; 1,616 wounded civilian"),
    ("تمكنت القوات من قتل قائد ميداني كما أسرت 11 حوثيا", "11 arrested fighter"),
    ("غارة تقتل 14 جنديا أفغانيا", "14 dead soldier of afghanistan"),
]

ENGLISH = [
    ("The storm killed nine people and forced the cancellation of hundreds of flights", "9 dead; 200+ flight"),
    ("The attack killed 37 militants and 16 shepherds", "37 dead fighter; 16 dead"),
    ("Three hundred and five soldiers were killed in the north", "305 dead soldier"),
    ("Twenty-five protesters were arrested and a dozen others hurt", "25 arrested protester; 10.8-13.2 wounded"),
    ("Half a million refugees have left the camps", "500,000 displaced"),
    ("Two and a half million people were displaced", "2,500,000 displaced"),
    ("Several bodies were recovered from the rubble", "3-9 dead"),
    ("Dozens were killed and hundreds wounded in the shelling", "24+ dead; 200+ wounded"),
    ("Between 20 and 30 militants died in the raid", "20-30 dead fighter"),
    ("20-30 militants died in the raid", "20-30 dead fighter"),
    ("The toll rose from 20 to 30 dead", "30 dead running"),
    (
        "At least 40 people, including 12 children and five women, were killed",
        "40+ dead; 12 dead child part; 5 dead woman part",
    ),
    ("Four Turkish soldiers and seven Kurdish fighters were killed", "4 dead soldier of turkey; 7 dead fighter"),
    ("Gunmen kidnapped eight foreign workers", "8 kidnapped worker"),
    ("Seven fishermen are missing off the coast", "7 missing"),
    ("Fifty prisoners were released under the swap", "50 freed prisoner"),
    ("The army shot down two drones and destroyed seven tanks", "2 drone; 7 tank"),
    ("Rebels fired 15 rockets and dozens of mortar shells at the town", "15 rocket; 24+ shell"),
    ("Jets carried out some 450 air strikes", "405-495 strike"),
    ("The storm destroyed 300 houses", "300 building"),
    ("Aid workers handed out 5,000 food parcels to 1,200 families", "5,000 parcel; 1,200 family"),
    ("The government set aside $2.5bn and 300 million euros", "2,500,000,000 dollar; 300,000,000 euro"),
    ("The convoy carried 40 tonnes of aid over 25 km", "40,000 kilogram; 25,000+ metre"),
    ("Turnout rose to 12.5% from 10 percent", "12.5 percent running; 10 percent"),
    ("No fewer than 1,500 demonstrators marched", "1,500+ person protester"),
    ("Fewer than 15 people were hurt", "0-15 wounded"),
    ("Nearly 70 civilians were killed", "63-77 dead civilian"),
    ("As many as 200 passengers were on board Flight 804", "0-200 person"),
    ("Some 2,000 migrants are expected to arrive", "1,800-2,200 person migrant planned"),
    ("Smith, 54, said the third attack killed one person", "1 dead"),
    ("Security Council resolution 2254 was adopted in 2015", ""),
    ("United won 3-1 on Saturday", ""),
    ("The 20th division fired from Highway 5", ""),
    ("Call 0112345678 before 5 pm on May 12", ""),
    ("16 of 29 cases were confirmed", "16 person part; 29 person"),
    ("Five of the dead were policemen", "5 dead part"),
    ("Another 10 bodies were found", "10 dead new"),
    ("Officials said 4 people were dead or missing", "4 dead or missing"),
    ("8 people were killed and wounded", "8 dead or wounded"),
    ("more than two dozen houses burned", "24+ building"),
    ("A magnitude 6.7 earthquake killed 12", "6.7 magnitude; 12 dead"),
    ("It produces 500,000 barrels a day", "500,000 barrel rate"),
    ("The 48-year-old man has two children", "2 person child"),
    ("twelve hundred villagers fled", "1,200 displaced"),
    ("There were 1’250 casualties", "1,250 dead or wounded"),
    ("Ahmed, 27, was killed in the raid", ""),
    ("The 83 extremists died while more than 100 were left wounded", "83 dead fighter; 100+ wounded"),
    ("Between one hundred and two hundred people died", "100-200 dead"),
    ("From 20 to 30 thousand people fled", "20,000-30,000 displaced"),
    ("10 civilians killed 15 injured in rocket attacks", "10 dead civilian; 15 wounded"),
    ("A girl was killed two others injured in the attack", "1 person woman; 2 wounded"),
    (
        "15 civilians and 27 fighters were killed with another 10 bodies not named",
        "15 dead civilian; 27 dead fighter; 10 dead new",
    ),
    ("The 30-month war has killed 150,000 people", "150,000 dead"),
    ("Some 10 miles (16 km) north of the city", "9-11 mile; 16,000 metre"),
    ("One civilian was killed on Monday and at least 17 others were injured", "1 dead civilian; 17+ wounded"),
    ("Police arrested 12, including 3 minors and 2 women", "12 arrested; 3 arrested child part; 2 arrested woman part"),
    (
        "The raid killed 15 civilians and 27 fighters with another 10 bodies not named",
        "15 dead civilian; 27 dead fighter; 10 dead new",
    ),
]


@pytest.mark.parametrize(("text", "expected"), ARABIC)
def test_an_arabic_sentence_is_read_as_a_reader_would(text: str, expected: str) -> None:
    assert "; ".join(map(told, read(text))) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_sentence_is_read_as_a_reader_would(text: str, expected: str) -> None:
    assert "; ".join(map(told, read(text, "en"))) == expected


# --- single numbers


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("سقوط 826 قتيلا", 826, "dead"),
        ("سقوط ٨٢٦ قتيلا", 826, "dead"),
        ("مقتل سبعة في هجوم", 7, "dead"),
        ("مما أدى لاستشهاد 15 شخصا وإصابة آخرين", 15, "dead"),
        ("ارتفاع عدد ضحايا غرق المركب إلى 38", 38, "dead"),
        ("15 حالة اختناق إثر حريق", 15, "wounded"),
        ("تعرض سبعة من رجال الأمن للإصابة", 7, "wounded"),
        ("إيقاف 12 عنصرا إرهابيا", 12, "arrested"),
        ("ارتطام يصرع ويصيب 50 عمانيا", 50, "dead or wounded"),
        ("حقق المنتخب ثلاثاً وعشرين نقطة", 23, "point"),
        ("كما نزح 280 ألف شخص", 280_000, "displaced"),
        ("نزح 1.5 مليون شخص", 1_500_000, "displaced"),
        ("نزح ١٬٥٠٠ شخص", 1_500, "displaced"),
        ("مقتل ثلاثمئة وخمسة وعشرين جنديا", 325, "dead"),
        ("مقتل ثلاثة آلاف شخص", 3_000, "dead"),
        ("مقتل ألف ومئتي شخص", 1_200, "dead"),
        ("نزوح مليون وألفين شخص", 1_002_000, "displaced"),
        ("نزوح 1500 ألف شخص", 1_500_000, "displaced"),
        ("نزوح ثلاثمئة ألف شخص", 300_000, "displaced"),
        ("وفاة شخصين", 2, "dead"),
        ("اعتقال جنديين", 2, "arrested"),
        ("ارتفاع الأسعار بنسبة (11%)", 11, "percent"),
        ("نمو بنسبة (11.8) في المئة", 11.8, "percent"),
    ],
)
def test_an_arabic_number_is_read_with_what_it_counts(text: str, value: float, counted: str) -> None:
    quantity = one(text)
    assert quantity.low == quantity.high == pytest.approx(value)
    assert quantity.counted == counted


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("826 people were killed", 826, "dead"),
        ("1,500 displaced", 1_500, "displaced"),
        ("one hundred and five soldiers died", 105, "dead"),
        ("two million three hundred thousand people were displaced", 2_300_000, "displaced"),
        ("the death toll rose to 31", 31, "dead"),
        ("police arrested 12 people", 12, "arrested"),
        ("turnout was 40 percent", 40, "percent"),
    ],
)
def test_an_english_number_is_read_with_what_it_counts(text: str, value: float, counted: str) -> None:
    quantity = one(text, "en")
    assert quantity.low == quantity.high == value
    assert quantity.counted == counted


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("مقتل أكثر من 50 شخصا", 50, math.inf),
        ("مقتل 12 على الأقل", 12, math.inf),
        ("مقتل أقل من 50 شخصا", 0, 50),
        ("مقتل نحو 300 شخص", 270, 330),
        ("مئات القتلى", 200, math.inf),
    ],
)
def test_a_bound_or_a_hedge_makes_an_interval(text: str, low: float, high: float) -> None:
    quantity = one(text)
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "قرار مجلس الأمن رقم 2254",
        "رابع كبرى مدن سوريا",
        "اندلاع النزاع في 2011",
        "خلال الساعات الـ24 الماضية",
        "في 27 نوفمبر",
        "يوم 14 تموز",
        "الساعة 23:54",
        "2020/02/06",
        "البالغ من العمر 54 عامًا",
        "قبل 5 سنوات",
    ],
)
def test_a_year_a_date_an_age_and_a_resolution_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_a_part_of_a_total_is_told_from_the_total() -> None:
    total, part = read("سقوط 826 قتيلا، من بينهم 111 مدنيا")
    assert not total.is_part
    assert part.is_part
    assert not same_scope(total, part)


def test_a_count_does_not_take_the_verb_of_the_next_one() -> None:
    killed, kidnapped = read("مقتل سبعة وخطف ثلاثة في هجوم على فندق")
    assert (killed.low, killed.counted) == (7, "dead")
    assert (kidnapped.low, kidnapped.counted) == (3, "kidnapped")


def test_killed_or_wounded_together_are_another_count_than_wounded() -> None:
    both, wounded = one("مصرع وإصابة 8 أشخاص"), one("إصابة 50 شخصا")
    assert not same_scope(both, wounded)


# --- comparing


def test_fighters_are_not_counted_as_civilians() -> None:
    assert not same_scope(one("مقتل 222 مقاتلا"), one("مقتل 300 مدني"))
    assert same_scope(one("مقتل 222 مقاتلا"), one("مقتل 300 شخص"))


def test_the_same_noun_anywhere_behind_the_number_is_the_same_count() -> None:
    assert same_scope(one("تصحيح أوضاع 400 ألف مخالف يمني"), one("تصحيح أوضاع 500 ألف يمني"))
    assert same_scope(one("بيع 40 لوحة زيتية"), one("بيع 70 لوحة"))


def test_the_same_noun_is_not_the_same_count_where_another_fate_met_them() -> None:
    assert not same_scope(one("مقتل 7 أشخاص"), one("إصابة 5 أشخاص"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("4 Turkish soldiers were killed", "6 Syrian soldiers were killed"),
        ("he lost 20 million dollars", "he lost 75 million euros"),
        ("another 5 people were killed", "12 people were killed"),
        ("500,000 barrels a day", "500,000 barrels"),
        ("it is expected to reach 5,000 people", "5,300 people"),
        ("12 people were killed, 5 of them children", "3 of the dead were soldiers"),
    ],
)
def test_other_nations_other_currencies_and_other_scopes_are_other_counts(a: str, b: str) -> None:
    assert not any(same_scope(x, y) for x in read(a, "en")[-1:] for y in read(b, "en"))


def test_a_part_of_one_role_answers_a_count_of_that_role() -> None:
    _, soldiers, civilians = read("مقتل 10 أشخاص هم 6 جنود و4 مدنيين")
    other = one("مقتل 7 جنود")
    assert soldiers.is_part and civilians.is_part, "a list that adds up to the total before it is a list of its parts"
    assert same_part(soldiers, other)
    assert not same_part(civilians, other)


@pytest.mark.parametrize(
    ("a", "b"), [("25 كيلومترا", "25000 متر"), ("40 طنا", "40,000 كجم"), ("3 هكتارات", "30 ألف متر مربع")]
)
def test_exact_units_of_one_another_are_compared_in_one(a: str, b: str) -> None:
    x, y = one(a), one(b)
    assert (x.counted, x.low) == (y.counted, y.low)


def test_money_is_a_measure_and_people_are_not() -> None:
    assert one("خسرت 945 مليون ريال").is_measure
    assert not one("مقتل 5 أشخاص").is_measure


@pytest.mark.parametrize(
    ("whole", "items"),
    [
        ("مقتل وإصابة 7 أشخاص", "مقتل 4 أشخاص وإصابة 3"),
        ("مقتل 5 أشخاص", "مقتل 3 سعوديين ويمنيان"),
        ("وفاة 21 حالة", "لقي 15 حتفهم في القاهرة و4 في مرسى مطروح و2 في قنا"),
        ("مقتل 9 أشخاص", "من بينهم 5 جنود و4 مدنيين قتلوا"),
    ],
)
def test_a_total_is_the_sum_of_what_the_other_counts_one_by_one(whole: str, items: str) -> None:
    there, back = add_up(read(whole), read(items)), add_up(read(items), read(whole))
    assert there is not None and there == back
    total, parts = there
    assert total.low == sum(part.low for part in parts)


@pytest.mark.parametrize(
    ("whole", "items"),
    [
        ("مقتل 7 أشخاص", "مقتل 4 أشخاص وإصابة 3"),
        ("مقتل 5 جنود", "مقتل 3 مدنيين ومقتل طفلين"),
        ("مقتل أكثر من 7 أشخاص", "مقتل 4 جنود ومقتل 3 مدنيين"),
        ("خسارة 7 ملايين ريال", "خسارة 4 ملايين ريال ثم 3 ملايين ريال"),
    ],
)
def test_what_counts_something_else_adds_up_to_nothing(whole: str, items: str) -> None:
    assert add_up(read(whole), read(items)) is None


@pytest.mark.parametrize(("a", "b"), [("64 قتيلا", "64.6 قتيلا"), ("400 قتيل", "413 قتيلا")])
def test_a_rounded_figure_is_no_other_figure(a: str, b: str) -> None:
    assert is_rounding(one(a), one(b))
    assert is_rounding(one(b), one(a))


@pytest.mark.parametrize(
    ("a", "b"), [("826 قتيلا", "900 قتيل"), ("41 قتيلا", "49 قتيلا"), ("10 قتلى", "14 قتيلا"), ("28 قتيلا", "30 قتيلا")]
)
def test_another_figure_is_no_rounding(a: str, b: str) -> None:
    assert not is_rounding(one(a), one(b))


def test_the_coarser_of_two_figures_is_the_one_of_fewer_digits() -> None:
    fine, coarse = one("8538 قتيلا"), one("أكثر من 8000 قتيل")
    assert coarser(fine, coarse) == coarser(coarse, fine) == coarse


def test_a_lower_bound_leaves_room_for_a_higher_figure() -> None:
    assert not exclude_each_other(one("مقتل 12 على الأقل"), one("مقتل 31 شخصا"))
    assert exclude_each_other(one("مقتل 40 على الأقل"), one("مقتل 31 شخصا"))


# --- laws


PIECES = (
    "0 5 0-5 0.0 12 1/2 ½ - / ( ) % and to between about more than up million people killed "
    "و إلى من بين نحو أكثر من حتى مليون شخص قتل"
)


@settings(deadline=None, max_examples=400)  # the first example reads the language files
@given(
    st.text(max_size=200)
    | st.text("0123456789.,-/ ()$%٪وخمسةألفمليونثلاث ", max_size=80)
    | st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join),
    st.sampled_from([*known_codes(), "xx"]),
)
def test_any_text_can_be_read(text: str, code: str) -> None:
    words = Words.of(text)
    for quantity in read_quantities(words, language(code)):
        assert 0 <= quantity.first < quantity.last <= len(words)
        assert quantity.low <= quantity.high


def test_a_range_from_nought_is_a_range() -> None:
    assert [(q.low, q.high) for q in (one("نحو 0-5 في المئة"), one("about 0 to 5 people killed", "en"))] == [(0, 5)] * 2


@pytest.mark.parametrize("text", ["مليون و" * 400, "5 - " * 500, "one hundred and " * 300, "killed 5 and " * 200])
def test_a_text_of_nothing_but_numbers_is_read_in_good_time(text: str) -> None:
    start = time.process_time()
    for code in ("ar", "en"):
        read(text, code)
    assert time.process_time() - start < GOOD_TIME


@settings(deadline=None)  # the first example reads the language files
@given(st.integers(min_value=2, max_value=999_999))
def test_a_plain_number_is_read_as_itself_in_any_script_and_with_separators(value: int) -> None:
    arabic = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for written in (str(value), f"{value:,}", arabic):
        assert one(f"سقوط {written} قتيلا").low == value


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "تعيين 40 قاضيا بمحاكم حلب و15 بمجلس الدولة"),
        ("ar", "افتتاح 30 مركزا للأطفال و12 للنساء في إدلب"),
        ("en", "The decree appoints 40 judges at the courts and 15 at the council"),
    ],
)
def test_a_second_number_counts_what_the_first_does_where_both_go_on_alike(lang: str, text: str) -> None:
    first, second = read_quantities(Words.of(text), language(lang))
    assert second.counted == first.counted and second.value < first.value


def test_people_of_one_family_are_not_counted_as_families() -> None:
    quantities = read_quantities(Words.of("مقتل 6 من عائلة واحدة في حلب"), language("ar"))
    assert [(q.value, q.counted) for q in quantities] == [(6, "dead"), (1, "family")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("58 : 12 استضاف البرنامج ناشطين", []),
        ("الوفيات: 12 شخصا", [12]),
        ("حاول المعتقلون الأربعة عشر الفرار", []),
        ("مقتل ثلاثة عشر شخصا", [13]),
    ],
)
def test_a_time_of_day_and_the_fourteen_of_whom_was_told_before_are_no_count(text: str, told: list[float]) -> None:
    assert [q.value for q in read_quantities(Words.of(text), language("ar"))] == told


@pytest.mark.parametrize(
    ("lang", "text", "counted", "role"),
    [
        ("tr", "9 kişi saldırılarda öldü", "dead", None),
        ("en", "5 student protesters were arrested", "arrested", "protester"),
        ("en", "12 truck drivers were killed", "dead", "worker"),
    ],
)
def test_people_are_counted_not_what_stands_behind_them(lang: str, text: str, counted: str, role: str | None) -> None:
    quantity = one(text, lang)
    assert (quantity.counted, quantity.role) == (counted, role)
