"""Banners, comments and authors taken out of a page, whatever its markup calls them."""

from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.schema import Article

LIMIT = 5_000_000
EN = (
    "The dam above Tarn burst its spillway on Sunday night, the water board of the province said.",
    "The board denied that anybody had drowned, and said that 70 families had left their houses.",
    "Two roads to the valley were closed, and the railway runs no trains before Wednesday.",
)
AR = (
    "قالت إدارة المياه إن سد الوادي فاض ليلة الأحد بعد أمطار غزيرة استمرت ثلاثة أيام متواصلة.",
    "ونفت الإدارة غرق أي من السكان، وقالت إن سبعين عائلة غادرت بيوتها في القرى القريبة.",
    "وأغلقت السلطات طريقين إلى الوادي، ولن تسير القطارات قبل يوم الأربعاء المقبل.",
)
DE = (
    "Der Damm oberhalb von Tarn ist in der Nacht zum Montag übergelaufen, teilte die Behörde mit.",
    "Die Behörde bestritt, dass jemand ertrunken sei, und sprach von siebzig Familien ohne Obdach.",
    "Zwei Straßen ins Tal sind gesperrt, und vor Mittwoch fahren dort keine Züge mehr.",
)
TEXTS = {"en": EN, "ar": AR, "de": DE}
COMMENTS = {
    "en": "Wrong, at least nine people drowned and the board knows it very well.",
    "ar": "غير صحيح، غرق تسعة أشخاص على الأقل والإدارة تعرف ذلك جيدا.",
    "de": "Falsch, mindestens neun Menschen sind ertrunken, und die Behörde weiß es.",
}
CONSENT = {
    "en": "<h2>Your privacy matters</h2><p>We and our 311 partners store cookies on your device for 12 months.</p>"
    "<p>You can withdraw your consent at any time, and your data are then deleted within 30 days.</p>",
    "ar": "<h2>خصوصيتكم تهمنا</h2><p>نحن و311 من شركائنا نستخدم ملفات تعريف الارتباط على جهازكم مدة 12 شهرا.</p>"
    "<p>يمكنكم سحب موافقتكم في أي وقت، وعندها تحذف بياناتكم خلال 30 يوما.</p>",
    "de": "<h2>Ihre Privatsphäre</h2><p>Wir und unsere 311 Partner speichern Cookies 12 Monate auf Ihrem Gerät.</p>"
    "<p>Sie können Ihre Einwilligung jederzeit widerrufen, dann löschen wir Ihre Daten in 30 Tagen.</p>",
}
LANGS = sorted(TEXTS)


def page(lang: str, behind: str = "", before: str = "", inside: str = "", box: str = "article") -> str:
    body = "".join(f"<p>{line}</p>" for line in TEXTS[lang])
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Tarn</title></head><body>{before}'
        f"<main><{box}><h1>Tarn</h1>{body}{inside}</{box}>{behind}</main><footer><p>Imprint</p></footer></body></html>"
    )


def read(tmp_path: Path, html: str) -> tuple[list[Article], list[Skipped]]:
    path = tmp_path / "a.html"
    path.write_text(html, "utf-8")
    return read_articles([path], LIMIT)


def lines(tmp_path: Path, html: str) -> list[str]:
    articles, skipped = read(tmp_path, html)
    assert not skipped
    [article] = articles
    return article.text.replace("Tarn\n\n", "", 1).removeprefix("Tarn\n").split("\n")


# --- comments


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ['class="reader-comments"', 'id="comments"', 'itemprop="comment"'])
def test_comments_that_the_markup_names_are_left_out(tmp_path: Path, lang: str, name: str) -> None:
    part = f"<section {name}><h4>x1</h4><ul><li><b>anna7</b><p>{COMMENTS[lang]}</p></li></ul></section>"
    assert lines(tmp_path, page(lang, inside=part)) == list(TEXTS[lang])


LABELS = [
    ("en", "Readers write"),
    ("en", "What our readers say"),
    ("en", "3 comments"),
    ("ar", "تعليقات القراء"),
    ("ar", "التعليقات (3)"),
    ("ar", "آراء القراء:"),
    ("de", "Leserkommentare"),
    ("de", "Kommentare (3)"),
]


@pytest.mark.parametrize(("lang", "label"), LABELS)
@pytest.mark.parametrize("shape", ["<section><h3>{}</h3><p>{}</p></section>", "<h3>{}</h3><p>{}</p>"])
def test_comments_that_only_a_label_names_are_left_out(tmp_path: Path, lang: str, label: str, shape: str) -> None:
    part = shape.format(label, COMMENTS[lang])
    assert lines(tmp_path, page(lang, inside=part)) == list(TEXTS[lang])


@pytest.mark.parametrize("button", ["<a href='#c'>3 comments</a>", "<div><span>Comments (3)</span></div>"])
def test_a_button_over_the_text_takes_nothing_away(tmp_path: Path, button: str) -> None:
    html = page("en").replace("</h1>", f"</h1>{button}")
    assert set(EN) <= set(lines(tmp_path, html))


def test_a_named_element_around_the_article_is_no_comment(tmp_path: Path) -> None:
    html = page("en").replace("<main>", '<main class="with comments">').replace("<article>", '<article class="bio">')
    assert lines(tmp_path, html) == list(EN)


def test_an_article_on_comments_is_read(tmp_path: Path) -> None:
    text = "Comments by the minister on the dam drew anger in all three villages of the valley."
    assert lines(tmp_path, page("en", inside=f"<h2>Comments by the minister</h2><p>{text}</p>"))[-1] == text


# --- banners


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("where", ["before", "behind", "inside"])
def test_a_banner_is_left_out_whatever_it_is_called(tmp_path: Path, lang: str, where: str) -> None:
    banner = f'<div class="x9 k2">{CONSENT[lang]}<button>OK</button></div>'
    assert lines(tmp_path, page(lang, **{where: banner})) == list(TEXTS[lang])  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGS)
def test_a_banner_longer_than_the_article_is_not_taken_for_it(tmp_path: Path, lang: str) -> None:
    banner = f"<div>{CONSENT[lang] * 8}</div>"
    assert lines(tmp_path, page(lang, before=banner, box="div")) == list(TEXTS[lang])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["", "<h1>Tarn</h1>", "<h1>Tarn</h1><p>Share</p>"])
def test_a_page_of_a_banner_alone_is_named(tmp_path: Path, lang: str, text: str) -> None:
    html = f'<html lang="{lang}"><head><title>Tarn</title></head><body>{text}<div>{CONSENT[lang]}</div></body></html>'
    articles, [skipped] = read(tmp_path, html)
    assert not articles and "cookies" in skipped.reason and "save the page again" in skipped.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The court ruled that the company may not store cookies without the consent of its users.",
        "“We use cookies and your data to pay our partners”, the head of the company told the court.",
        "The minister said that cookies and other sweets would be taxed from the first of March on.",
    ],
)
def test_news_on_cookies_is_read(tmp_path: Path, sentence: str) -> None:
    assert sentence in lines(tmp_path, page("en", inside=f"<p>{sentence}</p>"))


# --- authors


BIOS = {
    "en": "Nora Quist is a reporter for the Tarn Herald. She covered 14 floods and won 2 prizes.",
    "ar": "نورا الحاج مراسلة في صحيفة الوادي، غطت 14 فيضانا ونالت جائزتين.",
    "de": "Nora Quist ist Reporterin des Tarner Boten. Sie hat über 14 Fluten berichtet.",
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shape", ['<p class="bio">{}</p>', '<div class="author-box"><p>{}</p></div>'])
def test_the_author_is_left_out_where_the_markup_tells(tmp_path: Path, lang: str, shape: str) -> None:
    assert lines(tmp_path, page(lang, inside=shape.format(BIOS[lang]))) == list(TEXTS[lang])


@pytest.mark.parametrize(("lang", "label"), [("en", "About the author"), ("ar", "عن الكاتبة"), ("de", "Zur Autorin")])
def test_the_author_is_left_out_where_a_label_tells(tmp_path: Path, lang: str, label: str) -> None:
    part = f"<div><h4>{label}</h4><p>{BIOS[lang]}</p></div>"
    assert lines(tmp_path, page(lang, inside=part)) == list(TEXTS[lang])
