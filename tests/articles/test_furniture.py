"""An article's own text told from page furniture."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.furniture import find_furniture
from factcheck.text.lines import split_lines
from tests.fakes import BODIES
from tests.paths import SEEDS

EN_LONG = "The army left the city of Hama on Thursday after three days of fights, the ministry said.\n"
EN_LONG_2 = "The opposition said that its fighters had entered the city at dawn and taken the north.\n"
AR_LONG = "غادرت القوات الحكومية مدينة حماة الخميس بعد ثلاثة أيام من المعارك، بحسب ما قالت الوزارة.\n"
AR_LONG_2 = "وقالت المعارضة إن مقاتليها دخلوا المدينة عند الفجر وسيطروا على الأحياء بعد انسحاب الجيش.\n"
ZH = ("中文标题", "叛军星期四占领了哈马。", "政府否认。", "政府否认。", "军队撤离了城市。")
ZH_REST = ("联合国表示二十八万人流离失所。", "总统没有发表评论。")


def seed(number: str) -> str:
    [path] = SEEDS.glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8")


def reasons(text: str) -> dict[str, str]:
    """The text of each piece of furniture, and why it is none of the article's own."""
    return {text[f.start : f.end]: f.reason for f in find_furniture(text)}


def is_furniture(text: str, start: int, end: int) -> bool:
    return any(f.start <= start and end <= f.end for f in find_furniture(text))


# --- the seeds


@pytest.mark.parametrize(
    ("number", "quote", "start"),
    [
        ("001", "قراءة المزيد", 2030),
        ("001", "باريس: لا يقين بشأن مصير رهينتين فرنسيين اسرائيليين محتجزين في غزة", 2044),
        ("001", "سيف علي خان يتعرض للطعن في منزله بمومباي", 2444),
        ("001", "زيارة غير معلنة... رئيس الوزراء البريطاني يصل إلى أوكرانيا", 2848),
        ("001", "ترمب يدرس خيارات الحفاظ على تيك توك", 3337),
        ("004", "ADVERTISEMENT", 46),
    ],
)
def test_the_furniture_of_the_seeds_is_found(number: str, quote: str, start: int) -> None:
    text = seed(number)
    assert text[start : start + len(quote)] == quote
    assert is_furniture(text, start, start + len(quote))


@pytest.mark.parametrize(
    "quote",
    [
        "وقال بارو متحدثا لإذاعة",
        "ووفقًا لتصريحات شرطة مومباي لموقع Times of India",
        "شراكة لمدة 100 عام",
        "أدلى والتز بهذا التعليق",
    ],
)
def test_the_text_of_a_teaser_is_furniture_too(quote: str) -> None:
    text = seed("001")
    start = text.index(quote)
    assert is_furniture(text, start, start + len(quote))


def test_the_ticker_of_2025_is_no_part_of_the_article_of_2020() -> None:
    text = seed("002")
    ticker = {t for t, reason in reasons(text).items() if reason == "ticker"}
    assert len([t for t in ticker if t.endswith("2025/09/15")]) == 8
    assert any(t.startswith("أعلن وزير الخزانة الأمريكي") for t in ticker)
    assert any(t.startswith("حجم المخفي أكبر بكثير") for t in ticker)
    assert len(ticker) == 16


def test_the_date_line_and_the_facebook_line_are_furniture() -> None:
    found = reasons(seed("002"))
    assert found["تاريخ النشر : 23:54 - 2020/02/06"] == "dateline"
    assert found["تعليقات الفيسبوك"] == "social"
    assert found["في نفس السياق"] == "teaser"


def test_the_second_of_two_titles_is_furniture() -> None:
    for number in ("001", "002"):
        text = seed(number)
        title = text.split("\n", 1)[0]
        marked = [f for f in find_furniture(text) if text[f.start : f.end] == title]
        assert [(f.start, f.reason) for f in marked] == [(text.index(title, len(title)), "repeated title")]


def test_the_signature_of_an_outlet_is_furniture() -> None:
    assert reasons(seed("003")) == {"الجزيرة": "signature"}


@pytest.mark.parametrize(
    ("number", "last_of_body"),
    [
        ("000", "الرئيس بشار الأسد."),
        ("001", "محافظة دير الزور."),
        ("002", "مدينة سراقب."),
        ("003", "غربي سوريا."),
        ("004", "لهجوم مضاد."),
    ],
)
def test_the_body_of_a_seed_is_not_furniture(number: str, last_of_body: str) -> None:
    text = seed(number)
    end = text.rindex(last_of_body) + len(last_of_body)
    inside = [f.reason for f in find_furniture(text) if f.start < end]
    expected = {"001": ["repeated title"], "002": ["repeated title", "dateline"], "004": ["advertisement"]}
    assert inside == expected.get(number, [])


# --- labels


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("ADVERTISEMENT", "advertisement"),
        ("Advertisement", "advertisement"),
        ("إعلان", "advertisement"),
        ("Read more:", "teaser"),
        ("Related articles", "teaser"),
        ("إقرأ أيضًا", "teaser"),
        ("اقرأ المزيد ...", "teaser"),
        ("مواضيع ذات صلة:", "teaser"),
        ("Leave a comment", "social"),
        ("التعليقات", "social"),
        ("سمات جناح صقور دبي فزاع", "social"),
        ("Published: 6 February 2020", "dateline"),
        ("آخر تحديث: 6/2/2020", "dateline"),
        ("Reuters", "signature"),
        ("رويترز", "signature"),
    ],
)
def test_a_line_that_is_only_a_label_is_furniture(label: str, reason: str) -> None:
    before, after = (EN_LONG, EN_LONG_2) if label.isascii() else (AR_LONG, AR_LONG_2)
    assert reasons(before + label + "\n" + after) == {label: reason}


@pytest.mark.parametrize(
    "line",
    [
        "Updated figures show 300 dead.",
        "Published reports of a retreat were wrong.",
        "Posted guards left the bridge at noon.",
        "Date palms burned in the fire.",
        "نشر الجيش السوري تعزيزات حول حماة.",
        "نشرت روسيا طائرات في القاعدة.",
    ],
)
def test_a_sentence_that_begins_like_a_date_line_is_not_furniture(line: str) -> None:
    text = (EN_LONG + line + "\n" + EN_LONG_2) if line.isascii() else (AR_LONG + line + "\n" + AR_LONG_2)
    assert reasons(text) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Reuters could not confirm the report.",
        "Comments by the minister drew anger.",
        "Share prices fell by a third.",
        "وقالت الجزيرة إن الجيش انسحب.",
        "إعلان الهدنة جاء متأخرا.",
    ],
)
def test_a_sentence_that_holds_the_words_of_a_label_is_not_furniture(line: str) -> None:
    text = (EN_LONG + line + "\n" + EN_LONG_2) if line.isascii() else (AR_LONG + line + "\n" + AR_LONG_2)
    assert reasons(text) == {}


# --- teasers in the middle of an article

ENGLISH = ("Read more: Ten things to know about Hama", EN_LONG, EN_LONG_2, "Army leaves Hama\n")
ARABIC = ("اقرأ أيضا: تفاصيل جديدة عن المعارك في حماة", AR_LONG, AR_LONG_2, "الجيش يغادر حماة\n")


@pytest.mark.parametrize(("teaser", "first", "second", "title"), [ENGLISH, ARABIC], ids=["en", "ar"])
def test_an_inline_teaser_does_not_swallow_what_follows(teaser: str, first: str, second: str, title: str) -> None:
    short = "It was quiet.\n" if first.isascii() else "ساد الهدوء.\n"
    found = reasons(title + first + teaser + "\n" + second + short + second)
    assert set(found) <= {teaser}


@pytest.mark.parametrize(("teaser", "first", "second", "title"), [ENGLISH, ARABIC], ids=["en", "ar"])
def test_an_inline_teaser_is_furniture_itself(teaser: str, first: str, second: str, title: str) -> None:
    assert teaser in reasons(title + first + teaser + "\n" + second)


@pytest.mark.parametrize(("teaser", "first", "second", "title"), [ENGLISH, ARABIC], ids=["en", "ar"])
def test_the_headlines_under_a_label_are_furniture_until_the_next_paragraph(
    teaser: str, first: str, second: str, title: str
) -> None:
    label, headline = teaser.split(": ")
    other = "Fuel runs short in Homs" if first.isascii() else "أزمة وقود في حمص"
    found = reasons(title + first + f"{label}\n{headline}\n{other}\n" + second + first)
    assert found == dict.fromkeys((label, headline, other), "teaser")


def test_buttons_under_the_title_do_not_swallow_a_short_first_paragraph() -> None:
    text = "Army leaves Hama\nShare\nThe army left Hama on Monday.\n" + EN_LONG_2
    assert reasons(text) == {"Share": "social"}


def test_an_advertisement_swallows_nothing() -> None:
    text = "Army leaves Hama\nADVERTISEMENT\nThe army left.\nADVERTISEMENT\nNobody stayed.\n"
    assert set(reasons(text)) == {"ADVERTISEMENT"}
    assert len(find_furniture(text)) == 2


# --- doubled lines


@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_title_said_several_times_is_kept_once_and_the_body_stays(times: int) -> None:
    text = "Army leaves Hama\n" * times + "It left on Monday.\nNobody stayed.\n"
    found = find_furniture(text)
    assert [text[f.start : f.end] for f in found] == ["Army leaves Hama"] * (times - 1)
    assert found[0].start > 0


def test_a_doubled_headline_further_down_is_a_teaser_with_its_text() -> None:
    teaser = "Fuel runs short\nFuel runs short\nDrivers in Homs wait for hours while\n"
    text = "Army leaves Hama\n" + EN_LONG + teaser
    assert reasons(text) == dict.fromkeys(teaser.strip().split("\n"), "teaser")


def test_a_line_that_comes_back_later_is_not_doubled() -> None:
    assert reasons("Army leaves Hama\n" + EN_LONG + "No comment.\n" + EN_LONG_2 + "No comment.\n") == {}


def test_a_language_without_blanks_is_not_swallowed_behind_a_doubled_line() -> None:
    assert not set(ZH_REST) & set(reasons("\n".join(ZH + ZH_REST)))


# --- tickers


def test_items_over_time_stamps_are_a_ticker() -> None:
    items = "Talks begin in Doha\n18:25 - 2025/09/15\nBank lowers its rate\n2025-09-15 17:00\n"
    text = "Army leaves Hama\n" + EN_LONG + items
    assert reasons(text) == dict.fromkeys(items.strip().split("\n"), "ticker")


def test_one_time_stamp_alone_is_no_ticker() -> None:
    assert "ticker" not in reasons("Army leaves Hama\n18:25 - 2025/09/15\n" + EN_LONG).values()


# --- any text


@settings(deadline=None)
@given(st.text("ab. \n\r1/:-،قراءة المزيد\u2028", max_size=80))
def test_furniture_is_whole_lines_in_order(text: str) -> None:
    lines = [(line.start, line.end) for line in split_lines(text) if line.text]
    found = find_furniture(text)
    assert all(piece.reason for piece in found)
    places = [(piece.start, piece.end) for piece in found]
    assert places == [place for place in lines if place in places]


def test_a_text_without_furniture_has_none() -> None:
    assert find_furniture("") == []
    assert find_furniture("Army leaves Hama\n" + EN_LONG + EN_LONG_2) == []


def test_a_hostile_line_costs_no_more_than_its_length() -> None:
    begin = time.perf_counter()
    find_furniture("1/1/" * 8_000 + "x")
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    ("lang", "label", "reason"),
    [
        ("ru", "Читайте также:", "teaser"),
        ("ru", "Реклама", "advertisement"),
        ("ru", "Комментарии", "social"),
        ("uk", "Читайте також", "teaser"),
        ("uk", "Коментарі", "social"),
        ("fa", "بیشتر بخوانید", "teaser"),
        ("fa", "آگهی", "advertisement"),
        ("he", "קראו עוד", "teaser"),
        ("he", "פרסומת", "advertisement"),
        ("ur", "مزید پڑھیں", "teaser"),
        ("ur", "تبصرے", "social"),
        ("zh", "相关阅读：", "teaser"),
        ("zh", "广告", "advertisement"),
    ],
)
def test_a_label_on_a_line_is_furniture(lang: str, label: str, reason: str) -> None:
    text = f"{BODIES[lang]}\n{label}\n{BODIES[lang]} "
    assert reasons(text) == {label: reason}
