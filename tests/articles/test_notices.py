"""Notices on cookies, readers' comments and authors told by their words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles import read_articles
from factcheck.articles.furniture import find_furniture
from factcheck.articles.notices import (
    find_authors,
    find_comments,
    find_consent,
    is_author_label,
    is_comments_label,
    is_consent_alone,
    may_be_comments_label,
)
from factcheck.text.language import known_codes

LIMIT = 5_000_000
BODY = {
    "en": [
        "The dam above Tarn burst its spillway on Sunday night, the water board of the province said.",
        "The board denied that anybody had drowned, and said that 70 families had left their houses.",
    ],
    "ar": [
        "قالت إدارة المياه إن سد الوادي فاض ليلة الأحد بعد أمطار غزيرة استمرت ثلاثة أيام متواصلة.",
        "ونفت الإدارة غرق أي من السكان، وقالت إن سبعين عائلة غادرت بيوتها في القرى القريبة.",
    ],
    "ru": [
        "Плотина над Тарном переполнилась в ночь на понедельник, сообщило водное управление области.",
        "Управление опровергло сообщения об утонувших и заявило, что дома покинули семьдесят семей.",
    ],
}
CONSENT = {
    "ar": ["نحن نهتم بخصوصيتك", "نحن و12 من شركائنا نستخدم ملفات تعريف الارتباط على جهازك، ويمكنك رفض ذلك."],
    "de": ["Ihre Privatsphäre", "Wir und unsere 12 Partner speichern Cookies auf Ihrem Gerät, wie Sie wollen."],
    "en": ["We value your privacy", "We and our 12 partners store cookies on your device, and you can refuse them."],
    "es": ["Su privacidad", "Nosotros y nuestros 12 socios usamos cookies en su dispositivo, como usted diga."],
    "fa": ["حریم خصوصی شما", "ما و شرکای ما در دستگاه شما از کوکی‌ها استفاده می‌کنیم و می‌توانید آن را رد کنید."],
    "fr": ["Votre vie privée", "Nous et nos 12 partenaires utilisons des cookies sur votre appareil, à votre choix."],
    "he": ["הפרטיות שלכם", "אנחנו והשותפים שלנו שומרים עוגיות במכשיר שלכם, ותוכלו לסרב לכך בכל עת."],
    "ru": ["Ваша конфиденциальность", "Мы и наши 12 партнеров храним файлы cookie на вашем устройстве."],
    "tr": ["Gizliliğiniz önemlidir", "Biz ve 12 ortağımız cihazınızda çerez saklıyoruz, bunu reddedebilirsiniz."],
    "uk": ["Ваша приватність", "Ми та наші 12 партнерів зберігаємо файли cookie на вашому пристрої."],
    "ur": ["آپ کی رازداری", "ہم اور ہمارے 12 شراکت دار آپ کے آلے پر کوکیز محفوظ کرتے ہیں، آپ انہیں مسترد کر سکتے ہیں۔"],
    "zh": ["您的隐私", "我们和12家合作伙伴在您的设备上使用cookie，您可以拒绝。"],
}


def reasons(lines: list[str]) -> dict[str, str]:
    text = "\n\n".join(lines)
    return {text[f.start : f.end]: f.reason for f in find_furniture(text)}


@pytest.mark.parametrize("code", known_codes())
def test_a_notice_on_cookies_is_known_in_every_language(code: str) -> None:
    assert find_consent([*CONSENT[code], "Tarn", *BODY["en"]]) == {0, 1}


@pytest.mark.parametrize(
    "line",
    [
        "The firm stores cookies without consent, and its partners buy the data of users.",
        "“We value your privacy and use cookies”, the firm said of your data.",
        "Your data may be at risk, the agency told everybody who banks at Tarn.",
    ],
)
def test_news_on_cookies_is_no_notice(line: str) -> None:
    assert find_consent([BODY["en"][0], line, BODY["en"][1]]) == set()


@pytest.mark.parametrize("lang", ["en", "ar", "ru"])
def test_a_notice_over_a_text_is_furniture_and_not_its_title(tmp_path: Path, lang: str) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join([*CONSENT[lang], "Tarn", *BODY[lang]]), "utf-8")
    [article], skipped = read_articles([tmp_path], LIMIT)
    assert not skipped and article.title == "Tarn" and article.lang == lang
    assert reasons([*CONSENT[lang], "Tarn", *BODY[lang]]) == dict.fromkeys(CONSENT[lang], "consent")


@pytest.mark.parametrize("lang", sorted(CONSENT))
def test_a_text_of_a_notice_alone_is_left_out_with_the_reason(tmp_path: Path, lang: str) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(CONSENT[lang]), "utf-8")
    articles, [skipped] = read_articles([tmp_path], LIMIT)
    assert not articles and "a notice on cookies and no article" in skipped.reason
    assert not is_consent_alone("\n".join([*CONSENT[lang], BODY["en"][0]]))


SURE = [
    ("en", "Readers write"),
    ("en", "Comments (2)"),
    ("en", "2 comments"),
    ("ar", "تعليقات القراء"),
    ("ar", "التعليقات (٢)"),
    ("ar", "القراء يكتبون"),
    ("ru", "Читатели пишут:"),
    ("ru", "2 комментария"),
]


@pytest.mark.parametrize(("lang", "label"), SURE)
def test_what_readers_wrote_below_a_text_is_furniture(lang: str, label: str) -> None:
    told = ["anna7, 3 h", BODY[lang][0].replace("70", "90"), "mira", BODY[lang][1]]
    found = reasons(["Tarn", *BODY[lang], label, *[f"{line} +" for line in told]])
    assert set(found) == {label, *[f"{line} +" for line in told]} and set(found.values()) == {"comments"}


def test_a_label_alone_is_believed_where_a_name_and_a_time_follow() -> None:
    comments = ["sailor9, 3 hours ago", "The board lies, at least nine people drowned in the valley that night."]
    assert set(reasons(["Tarn", *BODY["en"], "Comments", *comments])) == {"Comments", *comments}
    assert reasons(["Tarn", BODY["en"][0], "Comments", BODY["en"][1]]) == {"Comments": "social"}


@pytest.mark.parametrize("button", ["Comments (2)", "2 comments", "Leave a comment"])
def test_a_button_over_or_within_the_text_swallows_nothing(button: str) -> None:
    assert set(reasons(["Tarn", button, *BODY["en"]])) <= {button}
    assert set(reasons(["Tarn", BODY["en"][0], button, BODY["en"][1]])) <= {button}


@pytest.mark.parametrize("line", ["Comments by the minister drew anger", "Readers write fewer letters", "Share (24)"])
def test_other_lines_are_no_labels_of_comments(line: str) -> None:
    assert not is_comments_label(line) and not may_be_comments_label(line)


BIOS = [
    ("en", "Lena Ford is a reporter for the Tarn Times. She won 4 prizes and covered 12 floods."),
    ("en", "Omar Bell writes about water and dams for the Tarn Times and lives in Belda."),
    ("ar", "لينا الفهد مراسلة في صحيفة الوادي، غطت 12 فيضانا ونالت أربع جوائز خلال عملها."),
    ("ru", "Лена Форд — корреспондент газеты «Тарн», писала о двенадцати наводнениях и получила четыре премии."),
]


@pytest.mark.parametrize(("lang", "bio"), BIOS)
def test_who_the_author_is_at_the_end_of_a_text_is_furniture(lang: str, bio: str) -> None:
    assert reasons(["Tarn", *BODY[lang], bio]) == {bio: "author"}
    assert reasons(["Tarn", bio, *BODY[lang]]) == {}, "elsewhere it is news"


@pytest.mark.parametrize(
    ("lang", "label"),
    [("en", "About the author"), ("ar", "عن الكاتب"), ("ru", "Об авторе"), ("en", "About the writer:")],
)
def test_what_stands_under_a_label_of_the_author_is_furniture(lang: str, label: str) -> None:
    told = "Lena, 4 prizes and 12 floods, since 2009."
    assert is_author_label(label)
    assert reasons(["Tarn", *BODY[lang], label, told]) == dict.fromkeys((label, told), "author")


def test_a_reporter_who_is_the_news_is_no_author() -> None:
    news = ["Lena Ford was arrested in Belda on Monday, the police of the province said.", *BODY["en"]]
    last = "Lena Ford is a reporter for the Tarn Times, and denies that she broke the law."
    assert reasons(["Tarn", *news, last]) == {}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("ab .(2)Comments تعليقات القراء cookies your data", max_size=40), max_size=6))
def test_numbers_of_lines_are_those_of_the_lines(lines: list[str]) -> None:
    every = set(range(len(lines)))
    assert find_consent(lines) <= every
    assert find_comments(lines) <= every and find_authors(lines) <= every
