"""Pages that list others told from pages with an article."""

from pathlib import Path

import pytest

from factcheck.articles import Skipped, read_articles
from factcheck.schema import Article

LIMIT = 5_000_000
NEWS = {
    "en": [
        ("Ferry to Oster cancelled after storm", "The harbour office said no ship will leave before Friday noon."),
        ("Council votes down new tax on tourists", "The vote went 21 to 19 against the plan of the mayor."),
        ("Museum finds lost painting in its cellar", "The picture had been missing since a fire in 1974."),
        ("Two hurt as lorry hits bus shelter", "The driver told police that his brakes had failed."),
    ],
    "ar": [
        ("إلغاء رحلات العبارة بعد العاصفة", "قالت إدارة الميناء إن السفن لن تبحر قبل ظهر الجمعة."),
        ("المجلس يرفض ضريبة جديدة على السياح", "صوت 21 عضوا ضد مشروع رئيس البلدية مقابل 19."),
        ("المتحف يعثر على لوحة ضائعة في القبو", "كانت اللوحة مفقودة منذ حريق وقع عام 1974."),
        ("إصابة شخصين في اصطدام شاحنة بموقف", "قال السائق للشرطة إن المكابح تعطلت فجأة."),
    ],
    "zh": [
        ("风暴过后奥斯特渡轮全部停航", "港务局表示周五中午之前不会有任何船只离港开往外岛。"),
        ("市议会否决新的游客税提案", "市长提出的方案以十九票赞成二十一票反对未获通过。"),
        ("博物馆在地窖发现失踪名画", "这幅画自一九七四年的一场大火之后就一直下落不明。"),
        ("货车撞上公交站两人受伤", "司机告诉警方说他的刹车在下坡时突然失灵无法停车。"),
    ],
}
CARDS = {
    "headings": '<div class="card"><a href="/n/{i}"><h2>{head}</h2></a><p>{teaser}</p><span>1.2.2025</span></div>',
    "articles": '<article><h3><a href="https://n.example/{i}">{head}</a></h3><div>{teaser}</div></article>',
    "whole links": '<li><a href="/n/{i}"><img src="x.jpg"><strong>{head}</strong></a><p>{teaser}</p></li>',
    "links alone": '<li><a href="/n/{i}">{head}</a></li>',
}


def cards(lang: str, shape: str, count: int = 4) -> str:
    rows = enumerate(NEWS[lang][:count])
    return "".join(CARDS[shape].format(i=i, head=head, teaser=teaser) for i, (head, teaser) in rows)


def page(lang: str, main: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Oster</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><main>{main}</main><footer><p>Imprint</p></footer></body></html>"
    )


def read(tmp_path: Path, html: str) -> tuple[list[Article], list[Skipped]]:
    path = tmp_path / "a.html"
    path.write_text(html, "utf-8")
    return read_articles([path], LIMIT)


@pytest.mark.parametrize("lang", sorted(NEWS))
@pytest.mark.parametrize("shape", sorted(CARDS))
def test_a_list_page_is_refused_with_the_reason(tmp_path: Path, lang: str, shape: str) -> None:
    articles, [skipped] = read(tmp_path, page(lang, f"<h1>Oster</h1><div>{cards(lang, shape)}</div>"))
    assert not articles and skipped.reason.startswith("a list page: 4 headlines of other pages")


@pytest.mark.parametrize("shape", ["headings", "articles", "whole links"])
def test_a_few_words_over_the_list_make_it_no_article(tmp_path: Path, shape: str) -> None:
    intro = "<h1>Oster</h1><p>All the news of Oster, day by day and hour by hour.</p>"
    articles, [skipped] = read(tmp_path, page("en", intro + cards("en", shape)))
    assert not articles and "a list page" in skipped.reason


BODY = {
    "en": "No ferry will leave the port of Oster before Friday noon, the harbour office said after the storm.",
    "ar": "قالت إدارة ميناء أوستر إن أي عبارة لن تغادر قبل ظهر الجمعة بسبب العاصفة التي ضربت الساحل.",
    "zh": "奥斯特港务局在风暴过后表示，周五中午之前不会有任何渡轮离开港口开往外岛。",
}
SECOND = {
    "en": "Two ships lie at anchor off the coast, and nobody on board is hurt, it said.",
    "ar": "وترسو سفينتان قبالة الساحل، ولم يصب أحد ممن على متنهما بحسب الإدارة.",
    "zh": "两艘船停泊在近海，港务局说船上没有任何人员受伤，补给也很充足。",
}


@pytest.mark.parametrize("lang", sorted(NEWS))
@pytest.mark.parametrize("shape", sorted(CARDS))
def test_the_cards_below_an_article_are_no_part_of_it(tmp_path: Path, lang: str, shape: str) -> None:
    article = f"<article><h1>Oster</h1><p>{BODY[lang]}</p><p>{SECOND[lang]}</p></article>"
    [found], skipped = read(tmp_path, page(lang, f"{article}<section>{cards(lang, shape)}</section>"))
    assert not skipped
    assert [line for line in found.text.split("\n") if line][1:] == [BODY[lang], SECOND[lang]]


def test_a_page_that_says_it_is_an_article_may_be_short(tmp_path: Path) -> None:
    head = '<meta property="og:type" content="article">'
    main = f"<article><h1>Oster</h1><p>{BODY['en']}</p></article><div>{cards('en', 'headings')}</div>"
    [found], _ = read(tmp_path, page("en", main, head))
    assert found.text.split("\n")[-1] == BODY["en"]


def test_links_in_running_text_are_no_headlines(tmp_path: Path) -> None:
    line = "<p>It said <a href='/{}'>in a note of Monday</a> that ship {} lies off Oster.</p>"
    links = "".join(line.format(i, i) for i in range(5))
    [found], _ = read(tmp_path, page("en", f"<article><h1>Oster</h1>{links}</article>"))
    assert all(f"that ship {i} lies off Oster." in found.text for i in range(5))


def test_headings_that_lead_to_places_of_the_page_are_its_own(tmp_path: Path) -> None:
    parts = "".join(f"<h2><a href='#p{i}'>Part number {i} of all</a></h2><p>{BODY['en']}</p>" for i in range(4))
    [found], _ = read(tmp_path, page("en", f"<article><h1>Oster</h1>{parts}</article>"))
    assert BODY["en"] in found.text
