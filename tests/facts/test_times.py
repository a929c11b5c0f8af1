"""Times in a text: what is one, which days it means, and whether two can be of the same."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from factcheck.facts.periods import PERIOD, POINT
from factcheck.facts.times import DISJOINT, OVERLAPPING, UNKNOWN, Time, interval, overlap, read_times
from factcheck.text.language import language
from factcheck.text.tokens import Words

SATURDAY = date(2020, 2, 8)
FIRST, LAST = date.min.isoformat(), date.max.isoformat()
AR_MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
LEVANT_MONTHS = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول".split(",")
EN_MONTHS = "January February March April May June July August September October November December".split()
HIJRI_MONTHS = "محرم,صفر,ربيع الأول,ربيع الآخر,جمادى الأولى,جمادى الآخرة,رجب,شعبان,رمضان,شوال,ذو القعدة,ذو الحجة".split(
    ","
)
AR_WEEKDAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
EN_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAYS = st.dates(date(1950, 1, 1), date(2076, 1, 1))


def read(text: str, lang: str, published: date | None = SATURDAY) -> list[Time]:
    return read_times(Words.of(text), language(lang), published)


def days(text: str, lang: str, published: date | None = SATURDAY) -> list[str]:
    """`2020-02-06` of a day, `2020-02-04/2020-02-08` of more, `?` of what cannot be resolved."""
    spans = [(str(t.start), str(t.end)) if t.is_resolved else ("?", "?") for t in read(text, lang, published)]
    return [start if start == end else f"{start}/{end}" for start, end in spans]


# --- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل 12 شخصا في 6 شباط 2020 بغارة على إدلب", "2020-02-06"),
        ("وقع الانفجار في ٦ شباط ٢٠٢٠ قرب المدينة", "2020-02-06"),
        ("بدأ الهجوم في السادس من فبراير على ثلاثة محاور", "2020-02-06"),
        ("وقعت الوزارة الاتفاق بتاريخ 06/02/2020 في الدوحة", "2020-02-06"),
        ("صدر القرار بتاريخ 2020-02-06 عن المحكمة", "2020-02-06"),
        ("أعلنت الهيئة في 30 كانون الثاني/يناير نتائج الفرز", "2020-01-30"),
        ("اندلع الحريق في 27 نوفمبر وأتى على المستودع", "2019-11-27"),
        ("تنطلق البطولة في 15 مارس المقبل بمشاركة ستة فرق", "2020-03-15"),
        ("سيطر الجيش على البلدة في مارس/آذار الماضي", "2019-03-01/2019-03-31"),
        ("ارتفعت المبيعات في يوليو (تموز) 2019 إلى الضعف", "2019-07-01/2019-07-31"),
        ("انتخب المجلس رئيسه يوم 5 جانفي 2020 بالأغلبية", "2020-01-05"),
        ("تراجعت الصادرات خلال جويلية 2019 بنسبة كبيرة", "2019-07-01/2019-07-31"),
        ("أقيل المدرب في سبتمبر من العام الماضي", "2019-09-01/2019-09-30"),
        ("استقال الوزير في الخامس من الشهر الجاري", "2020-02-05"),
        ("بدأ التصويت في العشرين من يناير واستمر أسبوعا", "2020-01-20"),
        ("تستمر الفعاليات أيام 10 و11 و12 فبراير الجاري", "2020-02-10/2020-02-12"),
        ("الجمعة 31 يناير 2020 انسحبت بريطانيا من الاتحاد", "2020-01-31"),
    ],
)
def test_arabic_dates_of_every_habit(text: str, expected: str) -> None:
    assert days(text, "ar") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve people were killed on 6 February 2020 in Idlib", "2020-02-06"),
        ("The raid took place on February 6, 2020, officials said", "2020-02-06"),
        ("The treaty was signed on Feb. 6 in Geneva", "2020-02-06"),
        ("Parliament voted on the 3rd of February", "2020-02-03"),
        ("The mine was reopened on the first of December", "2019-12-01"),
        ("Published 02/25/2020 by the ministry", "2020-02-25"),
        ("The summit runs March 3-7 in Cairo", "2020-03-03/2020-03-07"),
        ("The governor resigned in October 2019 over the affair", "2019-10-01/2019-10-31"),
        ("The bridge collapsed last May", "2019-05-01/2019-05-31"),
        ("The army took the town in August last year", "2019-08-01/2019-08-31"),
        ("Rebels entered the city in December after a siege", "2019-12-01/2019-12-31"),
        ("Friday 31 January 2020 was the day Britain left", "2020-01-31"),
    ],
)
def test_english_dates_of_every_habit(text: str, expected: str) -> None:
    assert days(text, "en") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عقدت الجلسة في 25 جمادى الأولى 1441 هـ بالرياض", "2020-01-20"),
        ("نشر الإعلان يوم الأربعاء 13-10-1436هـ في الصحف", "2015-07-29"),
        ("افتتح المعرض في 13 /10 /1436ه وسط حضور كبير", "2015-07-29"),
        ("توفي الشاعر في رمضان الماضي عن ثمانين عاما", "2019-05-06/2019-06-03"),
        ("ألقي القبض عليه خلال شهر شوال 1436", "2015-07-17/2015-08-15"),
        ("تأسست الجمعية عام 1436 هـ في جدة", "2014-10-25/2015-10-13"),
        ("صام المسلمون رمضان 2015 في الصيف", "2015-06-18/2015-07-16"),
        ("حلت ذكرى محرم 2015 بهدوء", "2015-10-14/2015-11-12"),
        ("وقع الزلزال في 30 رجب 1441", "2020-03-25"),
    ],
)
def test_hijri_dates_are_days_of_the_common_calendar(text: str, expected: str) -> None:
    assert days(text, "ar") == [expected]


def test_a_date_in_both_calendars_is_one_day() -> None:
    first, second = read("أبها 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م", "ar")
    assert (first.start, first.end) == (second.start, second.end) == (date(2015, 8, 10), date(2015, 8, 10))


def test_a_date_without_a_year_is_the_nearest_but_not_far_ahead() -> None:
    assert days("في 27 نوفمبر", "ar", date(2020, 2, 8)) == ["2019-11-27"]
    assert days("في 27 نوفمبر", "ar", date(2020, 10, 8)) == ["2020-11-27"]
    assert days("في 27 نوفمبر", "ar", date(2020, 7, 1)) == ["2019-11-27"], "149 days ahead is too far"


@pytest.mark.parametrize(("text", "lang"), [("في 31 شباط 2020", "ar"), ("on 30 February", "en"), ("32/01/2020", "en")])
def test_a_day_that_does_not_exist_is_no_date(text: str, lang: str) -> None:
    assert days(text, lang) == days(text, lang, None) == []


# --- counted from the day of publication


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلن المتحدث أمس الجمعة مقتل ثلاثة جنود", "2020-02-07"),
        ("قالت الشركة اليوم (الخميس) إنها أغلقت المصنع", "2020-02-06"),
        ("التقى الرئيس أول أمس وفدا برلمانيا", "2020-02-06"),
        ("سقطت الطائرة الليلة الماضية في البحر", "2020-02-07/2020-02-08"),
        ("انهار المبنى قبل ثلاثة أيام في حي شعبي", "2020-02-05"),
        ("فقد الاتصال بهم قبل يومين قرب الحدود", "2020-02-06"),
        ("تضاعفت الأسعار الشهر الماضي", "2020-01-01/2020-01-31"),
        ("وصل المبعوث الخميس إلى صنعاء", "2020-02-06"),
        ("بدأت الهدنة السبت في الجنوب", "2020-02-08"),
        ("خسر الفريق يوم السبت الماضي بهدفين", "2020-02-01"),
        ("يصوت البرلمان الأحد المقبل على الموازنة", "2020-02-09"),
        ("يتسلم المدير مهامه غدا", "2020-02-09"),
    ],
)
def test_arabic_times_relative_to_publication(text: str, expected: str) -> None:
    assert days(text, "ar") == [expected]
    assert days(text, "ar", None) == ["?"], "without a day of publication it is kept and not guessed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry said yesterday that three soldiers died", "2020-02-07"),
        ("Clashes broke out on Thursday near the border", "2020-02-06"),
        ("Clashes broke out last Saturday near the border", "2020-02-01"),
        ("Talks resume next Tuesday in Geneva", "2020-02-11"),
        ("The convoy was hit three days ago", "2020-02-05"),
        ("The ship sank twenty-one days ago", "2020-01-18"),
        ("Prices doubled last month", "2020-01-01/2020-01-31"),
        ("Shelling continued overnight in the suburbs", "2020-02-07/2020-02-08"),
        ("The verdict is expected tomorrow", "2020-02-09"),
        ("The court ruled on the 5th of this month", "2020-02-05"),
    ],
)
def test_english_times_relative_to_publication(text: str, expected: str) -> None:
    assert days(text, "en") == [expected]
    assert days(text, "en", None) == ["?"], "without a day of publication it is kept and not guessed"


def test_a_weekday_beside_today_or_yesterday_is_the_surer() -> None:
    assert days("اليوم الخميس", "ar", date(2020, 2, 8)) == ["2020-02-06"], "written on Thursday, published on Saturday"
    assert days("أمس الخميس", "ar", date(2020, 2, 8)) == ["2020-02-06"]


def test_what_is_told_in_months_or_years_is_not_told_to_the_day() -> None:
    assert days("They were married two months ago", "en") == ["2019-11-23/2019-12-25"]
    assert days("They were married a month ago", "en") == ["2019-12-24/2020-01-24"]
    assert days("A few days ago the road was closed", "en") == ["2020-01-29/2020-02-06"]
    assert days("Prices fell last week", "en") == ["2020-01-26/2020-02-07"], "whatever day the week begins with"


# --- periods


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("قتل 30 مدنيا منذ الثلاثاء في القصف", "ar", "2020-02-04/2020-02-08"),
        ("سقط 12 قتيلا خلال 24 ساعة", "ar", "2020-02-07/2020-02-08"),
        ("نزح الآلاف خلال الأيام الثلاثة الماضية", "ar", "2020-02-05/2020-02-08"),
        ("هبط السعر خلال الثلاثين يوما الماضية", "ar", "2020-01-09/2020-02-08"),
        ("صدر كتابه في هذا العام 2014", "ar", "2014-01-01/2014-12-31"),
        ("أصيب 40 شخصا في الساعات الـ48 الماضية", "ar", "2020-02-06/2020-02-08"),
        ("زادت الأرباح في الربع الثاني من عام 2019", "ar", "2019-04-01/2019-06-30"),
        ("زادت الأرباح في الربع الرابع بنسبة طفيفة", "ar", "2019-10-01/2019-12-31"),
        ("انخفض الإنتاج في النصف الأول من عام 2015", "ar", "2015-01-01/2015-06-30"),
        ("سقطت المدينة عام 2014 بيد المسلحين", "ar", "2014-01-01/2014-12-31"),
        ("قتل عشرة بين 3 و7 شباط في المنطقة", "ar", "2020-02-03/2020-02-07"),
        ("تغلق الطرق من الأحد إلى الخميس", "ar", "2020-02-02/2020-02-06"),
        ("امتدت المعارك من 29 يناير وحتى السادس من فبراير", "ar", "2020-01-29/2020-02-06"),
        ("كان العدد أقل قبل عام 2011", "ar", f"{FIRST}/2011-12-31"),
        ("More than 300 civilians have been killed since Tuesday", "en", "2020-02-04/2020-02-08"),
        ("At least 18 people died in the last 24 hours", "en", "2020-02-07/2020-02-08"),
        ("Losses grew in the first quarter of 2015", "en", "2015-01-01/2015-03-31"),
        ("Ten were killed between 3 and 7 February", "en", "2020-02-03/2020-02-07"),
        ("The survey ran between September 30 2015 and March 2016", "en", "2015-09-30/2016-03-31"),
        ("Fighting lasted from November to January 2015", "en", "2014-11-01/2015-01-31"),
        ("Exports fell this year", "en", "2020-01-01/2020-12-31"),
        ("The curfew holds until next Sunday", "en", "2020-02-08/2020-02-09"),
        ("Thousands have died since 2011", "en", "2011-01-01/2020-02-08"),
        ("The power plant will be finished by 2030", "en", "2020-02-08/2030-12-31"),
    ],
)
def test_periods(text: str, lang: str, expected: str) -> None:
    time = read(text, lang)[0]
    assert time.kind == PERIOD
    assert days(text, lang)[0] == expected


def test_what_has_begun_at_a_known_time_is_open_where_publication_is_unknown() -> None:
    assert days("Thousands have died since 2011", "en", None) == [f"2011-01-01/{LAST}"]


def test_a_day_is_a_point_and_a_month_is_a_period() -> None:
    assert [t.kind for t in read("He was arrested on 6 May and tried in July", "en")] == [POINT, PERIOD]


def test_a_time_knows_its_words() -> None:
    text = "قتل 30 مدنيا منذ يوم الثلاثاء الماضي في القصف"
    words = Words.of(text)
    (time,) = read_times(words, language("ar"), SATURDAY)
    start, end = words.span(time.first, time.last)
    assert text[start:end] == "منذ يوم الثلاثاء الماضي"


# --- what is no time


@pytest.mark.parametrize(
    "text",
    [
        "فاز الهلال على النصر 3-1 في الرياض",
        "خسر المنتخب 1-صفر أمام ضيفه",
        "أكد المجلس تمسكه بالقرار 2254",
        "للتواصل على الرقم 0501234567 أو 055-123-2015",
        "الخدمة متاحة على مدار 24/7",
        "مارس الضغط على الحكومة",
        "القائد الذي مارس أساليب القهر",
        "وصل إلى إسلام آباد",
        "نقلت صحيفة الجمعة الخبر",
        "تخفيضات الجمعة السوداء في الأسواق",
        "قال الدكتور مايو إن المريض تحسن",
        "نقل 2014 شخصا إلى المخيم",
        "وزعت المساعدات في 2000 منزل",
        "وصل الأمين العام الحالي للمنظمة",
        "استقبل رجب طيب أردوغان وفدا",
        "تصريحات رمضان قاديروف",
        "ذكرى هجمات 11 سبتمبر",
        "نشر موقع اليوم السابع الخبر",
        "الرأي العام الجديد",
    ],
)
def test_arabic_words_and_numbers_that_only_look_like_a_time(text: str) -> None:
    assert days(text, "ar") == []


@pytest.mark.parametrize(
    "text",
    [
        "United won 3-1 away",
        "Resolution 2254 was adopted",
        "Call 555-123-2015 now",
        "The hotline is open 24/7",
        "The dead may number 12",
        "All 12 may have died",
        "5 march to the palace every hour",
        "Protesters march on the capital",
        "Black Friday sales rose",
        "The Sunday Times reported it",
        "He sat in the sun",
        "Aid reached people in 2000 homes",
        "The town has a population of 2000",
        "The price rose from 2000 to 2500 dollars",
        "They met Theresa May in London",
        "In the early years of the war",
    ],
)
def test_english_words_and_numbers_that_only_look_like_a_time(text: str) -> None:
    assert days(text, "en") == []


def test_a_number_behind_a_month_is_a_day_only_where_months_go_first() -> None:
    assert days("قتل في مارس 31 شخصا", "ar") == ["2020-03-01/2020-03-31"]
    assert days("In March 31 people were killed", "en") == ["2020-03-01/2020-03-31"]
    assert days("On March 31 people took to the streets", "en") == ["2020-03-31"]


# --- laws


@given(DAYS, st.none() | DAYS)
def test_a_whole_date_is_read_as_written_whenever_it_was_published(day: date, published: date | None) -> None:
    eastern = str(day.day).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for text, lang in [
        (f"قتل خمسة في {day.day} {AR_MONTHS[day.month - 1]} {day.year} قرب الحدود", "ar"),
        (f"قتل خمسة في {eastern} {LEVANT_MONTHS[day.month - 1]} {day.year} قرب الحدود", "ar"),
        (f"Five were killed on {day.day} {EN_MONTHS[day.month - 1]} {day.year} at the border", "en"),
        (f"Five were killed on {EN_MONTHS[day.month - 1]} {day.day}, {day.year} at the border", "en"),
        (f"Five were killed ({day.isoformat()})", "en"),
        (f"Five were killed ({day:%d/%m/%Y})", "xx"),
    ]:
        assert days(text, lang, published) == [day.isoformat()]


@given(DAYS)
def test_a_hijri_date_comes_back_as_its_day(day: date) -> None:
    hijri = Gregorian.fromdate(day).to_hijri()
    text = f"في {hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year} هـ"
    assert days(text, "ar", None) == [day.isoformat()]


@given(DAYS, st.integers(0, 6))
def test_a_weekday_lies_in_the_week_up_to_publication_and_the_next_behind_it(published: date, weekday: int) -> None:
    for bare, upcoming, lang in [
        (f"قال {AR_WEEKDAYS[weekday]} إنه", f"سيعود {AR_WEEKDAYS[weekday]} المقبل", "ar"),
        (f"said on {EN_WEEKDAYS[weekday]}", f"returns next {EN_WEEKDAYS[weekday]}", "en"),
    ]:
        (past,), (coming,) = read(bare, lang, published), read(upcoming, lang, published)
        assert past.start and coming.start
        assert past.start.weekday() == coming.start.weekday() == weekday
        assert timedelta(0) <= published - past.start < timedelta(7)
        assert timedelta(0) < coming.start - published <= timedelta(7)


@given(DAYS, st.integers(1, 300))
def test_what_is_counted_in_days_moves_with_the_day_of_publication(published: date, shift: int) -> None:
    for text in ("yesterday", "last week", "three days ago", "since yesterday", "in the past two years"):
        (a,), (b,) = read(text, "en", published), read(text, "en", published + timedelta(shift))
        assert a.start and b.start and a.end and b.end
        assert b.start - a.start == b.end - a.end == timedelta(shift)


_PIECES = [
    *AR_WEEKDAYS,
    *HIJRI_MONTHS,
    *EN_MONTHS,
    *"in of last next this ago since between and to from 2015 1436 12 3 31 - / , ( ) th the".split(),
    *"منذ قبل بعد الماضي المقبل خلال بين و إلى يوم شهر عام ساعة أيام ثلاثة الأول الربع هـ أمس اليوم حتى".split(),
    *"2015-02-30 31/02/2015 9999 quarter half week years hours".split(),
]


@given(
    st.text(max_size=200) | st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join),
    st.sampled_from(["ar", "en", "xx"]),
    st.none() | st.dates(),
)
def test_any_text_can_be_read(text: str, code: str, published: date | None) -> None:
    words = Words.of(text)
    times = read_times(words, language(code), published)
    for time in times:
        assert 0 <= time.first < time.last <= len(words)
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.end is None or time.start <= time.end
    assert all(a.last <= b.first for a, b in pairwise(times))


# --- comparing


def at(text: str) -> list[Time]:
    return read(text, "en")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("on 3 February", "on 6 February", DISJOINT),
        ("on 6 February", "on Thursday", OVERLAPPING),
        ("in January", "on 12 January", OVERLAPPING),
        ("in January", "on 5 February", DISJOINT),
        ("in 2014", "in 2015", DISJOINT),
        ("since Tuesday", "yesterday", OVERLAPPING),
        ("in the last 24 hours", "on Tuesday", DISJOINT),
        ("before 2011", "in 2015", DISJOINT),
        ("before 2011", "in 2009", OVERLAPPING),
        ("on 3 February and on 6 February", "on 6 February", OVERLAPPING),
    ],
)
def test_times_that_share_a_day_can_be_the_same(a: str, b: str, expected: str) -> None:
    assert overlap(at(a), at(b)) == overlap(at(b), at(a)) == expected


def test_two_neighbouring_days_may_be_one_night() -> None:
    assert overlap(at("on 5 February"), at("on 6 February")) == UNKNOWN
    assert overlap(at("on 31 January"), at("in February")) == UNKNOWN
    assert overlap(at("in January"), at("in February")) == DISJOINT, "two months have no night in common"


def test_what_is_not_told_or_not_resolved_is_unknown() -> None:
    unresolved = read("yesterday", "en", None)
    assert overlap([], at("on 6 February")) == UNKNOWN
    assert overlap(unresolved, at("on 6 February")) == UNKNOWN
    assert overlap([*unresolved, *at("on 6 February")], at("on 3 February")) == UNKNOWN
    assert overlap([*unresolved, *at("on 6 February")], at("on 6 February")) == OVERLAPPING


def test_times_of_two_languages_and_two_articles_are_compared_as_days() -> None:
    assert overlap(read("أمس الجمعة", "ar"), read("on Friday", "en", date(2020, 2, 10))) == OVERLAPPING
    assert overlap(read("أمس", "ar"), read("yesterday", "en", date(2020, 2, 12))) == DISJOINT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Thursday", "2020-02-06"),
        ("since Tuesday", "2020-02-04/2020-02-08"),
        ("before 2011", "../2011-12-31"),
    ],
)
def test_a_time_is_an_interval_of_iso_8601(text: str, expected: str) -> None:
    assert interval(at(text)[0]) == expected
