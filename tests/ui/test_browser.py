"""What a reader sees in a real browser: the explorer and the report, in Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

import pytest

from factcheck import ui
from factcheck.analysis.analyse import analyse
from factcheck.articles import make_article
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.outputs.pages import write_html
from factcheck.outputs.views import with_sentences
from factcheck.schema import Article
from factcheck.settings import Settings
from factcheck.ui import INDEX_VARIABLE
from tests.fakes import ReaderOfFigures
from tests.paths import ROOT

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # ms: the first look at an index compares its claims, the first check loads a model
SCRIPT, IMAGE = "<script>window.hit = 1</script>", "<img src=x onerror='window.hit = 1'>"
INJECTIONS = (
    "<svg onload=window.hit=1>",
    '"><script>window.hit=1</script>',
    "'; window.hit=1; '",
    "</style></script><script>window.hit=1</script>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<a href='javascript:window.hit=1' id=bait>bait</a>",
    "[bait](javascript:window.hit=1)",
    "![x](http://evil.example/x.png)",
    "javascript:window.hit=1",
    "data:text/html,<script>parent.hit=1</script>",
    "<details open ontoggle=window.hit=1>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1>",
    "$\\href{javascript:window.hit=1}{x}$ :material/home:",
    "<style>* { display: none !important }</style>",
    "<form action=javascript:window.hit=1><button>x</button></form>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202e<b onmouseover=window.hit=1>826",
)
"""Each is a title, an outlet, a speaker, a place and a part of the text of an article."""
ARTICLES = (
    ("aljazeera.txt", "الجزيرة", "أعلن الجيش السوري أن 826 جنديا قتلوا في مدينة حماة يوم السبت."),
    ("sana.txt", "سانا", "أعلنت وزارة الدفاع السورية أن 500 جندي قتلوا في مدينة حماة يوم السبت."),
    ("army.txt", "سانا", "قال الجيش الأوكراني إن القوات الروسية انسحبت من مدينة خيرسون."),
    ("kremlin.txt", "تاس", "قال الجيش الروسي إن القوات الروسية لم تنسحب من مدينة خيرسون."),
    (
        f"{IMAGE}.txt",
        SCRIPT,
        f"{SCRIPT}\nThe army said {IMAGE} that 30 civilians were killed in Paris on Monday.",
    ),
    (
        f"{SCRIPT.replace('/', '')}.txt",
        IMAGE,
        f"{IMAGE}\nThe ministry said {SCRIPT} that 70 civilians were killed in Paris on Monday.",
    ),
)
HOSTILE = tuple(
    (
        f"{payload}.txt",
        payload,
        f"{payload}\n\n{payload} said: {payload} {n} civilians were killed in Berlin on Monday.",
    )
    for n, payload in enumerate(INJECTIONS, start=40)
)


@dataclass
class Tab:
    """A page and what went wrong on it: exceptions, console errors, requests that leave this computer."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def watch(self) -> "Tab":
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" and self._counts(m) else None)
        self.page.on("request", lambda r: None if self._is_here(r.url) else self.faults.append(r.url))
        return self

    @staticmethod
    def _counts(message: Any) -> bool:
        """Streamlit asks below the address of a page first, then at the root; a 404 of the former is no error."""
        return "/_stcore/" not in message.location.get("url", "")

    @staticmethod
    def _is_here(url: str) -> bool:
        return url.startswith(("http://localhost:", "ws://localhost:", "file:", "data:", "blob:"))


def chromium_path(own: str) -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), own if Path(own).exists() else None)


def absent(what: str) -> NoReturn:
    """Skips, but not where CI ought to have it."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not on this computer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    for package in ("streamlit", "playwright"):
        if find_spec(package) is None:
            absent(package)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = chromium_path(playwright.chromium.executable_path) or absent("Chromium")
        options = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=path, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    built = Index.create(tmp_path_factory.mktemp("index"))
    articles: list[Article] = [
        make_article(text, place, source, "2024-12-01") for place, source, text in ARTICLES + HOSTILE
    ]
    built.update(articles, encoder)
    analyse(built, Settings(), ReaderOfFigures())
    return built


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    """Where the explorer is served, as `factcheck app` serves it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = [f"--{name}={value}" for name, value in ui._OPTIONS.items()]
    page = "factcheck/ui/page.py"
    command = [sys.executable, "-m", "streamlit", "run", page, *options, "--server.port", str(port)]
    environment = {INDEX_VARIABLE: str(index.folder)}
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _await(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the explorer did not start")


@pytest.fixture(scope="module")
def file(index: Index, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report of the same index."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_html(with_sentences(analyse(index, Settings(), ReaderOfFigures()), index.articles()), path)
    return path.as_uri()


def opened(browser: Any, address: str) -> Tab:
    tab = Tab(browser.new_page()).watch()
    tab.page.goto(address)
    if address.startswith("file:"):  # a report folds what is less sure
        tab.page.evaluate("document.querySelectorAll('details.fc-more').forEach(d => { d.open = true })")
    tab.page.locator(".fc-card").first.wait_for(timeout=PATIENCE)
    return tab


def settled(page: Any) -> Any:
    """The page when all of it is drawn."""
    page.locator("h2").first.wait_for(timeout=PATIENCE)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)
    return page


@pytest.fixture(scope="module", params=["explorer", "report"])
def shown(request: pytest.FixtureRequest, browser: Any) -> Iterator[Tab]:
    """The same disputes, once in the explorer and once in a report; only to be looked at."""
    tab = opened(browser, request.getfixturevalue("address" if request.param == "explorer" else "file"))
    yield tab
    tab.page.close()


@pytest.fixture
def explorer(browser: Any, address: str) -> Iterator[Tab]:
    tab = opened(browser, address)
    yield tab
    tab.page.close()


@pytest.fixture
def report(browser: Any, file: str) -> Iterator[Tab]:
    tab = opened(browser, file)
    yield tab
    tab.page.close()


def claim(page: Any, text: str) -> Any:
    return page.locator("blockquote").filter(has_text=text).first


def test_the_page_draws_without_an_error_and_asks_no_other_computer(shown: Tab) -> None:
    shown.page.locator(".fc-card").nth(2).wait_for(timeout=PATIENCE)  # the page is drawn part by part
    assert shown.page.get_by_test_id("stException").count() == 0
    text = shown.page.locator("main, [data-testid=stMainBlockContainer]").first.inner_text().strip()
    assert text.startswith(("Disputes", "Where the sources disagree")), "nothing stands above the heading"
    assert shown.faults == []


def test_arabic_runs_right_to_left_and_english_left_to_right(shown: Tab) -> None:
    for text, direction in (("جنديا", "rtl"), ("30 civilians", "ltr")):
        style = claim(shown.page, text).evaluate(
            "e => { const s = getComputedStyle(e); return [s.direction, s.unicodeBidi, s.textAlign] }"
        )
        assert style == [direction, "plaintext", "start"]


# Where the characters of a text stand on the screen: [left, right] of each.
PLACES = """(element, text) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode() && !walker.currentNode.data.includes(text));
  const node = walker.currentNode, from = node.data.indexOf(text);
  return [...text].map((_, i) => {
    range.setStart(node, from + i); range.setEnd(node, from + i + 1);
    const box = range.getBoundingClientRect();
    return [box.left, box.right];
  });
}"""


def test_arabic_begins_at_the_right_edge_of_its_block(shown: Tab) -> None:
    block = claim(shown.page, "لم تنسحب")
    box = block.bounding_box()
    first, *_, last = block.evaluate(PLACES, block.inner_text()[:3])
    assert box["x"] + box["width"] - first[1] < 3
    assert last[0] < first[0]


def test_a_number_inside_arabic_reads_as_it_was_written(shown: Tab) -> None:
    block = claim(shown.page, "جنديا")
    assert "826 جنديا" in block.inner_text()
    lefts = [left for left, _ in block.evaluate(PLACES, "826")]
    assert lefts == sorted(lefts) and len(set(lefts)) == 3


def test_the_words_that_clash_look_the_same_on_both_sides(shown: Tab) -> None:
    card = shown.page.locator(".fc-card").filter(has_text="826 جنديا").first
    marks = card.locator("mark").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert len(marks) == 2 and len(set(marks)) == 1 and marks[0] != "rgba(0, 0, 0, 0)"


def test_the_two_sides_stand_side_by_side_and_below_one_another_on_a_phone(report: Tab) -> None:
    def tops() -> list[float]:
        return (
            report.page.locator(".fc-card")
            .first.locator("section")
            .evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
        )

    assert tops()[0] == tops()[1]
    report.page.set_viewport_size({"width": 390, "height": 800})
    assert tops()[0] < tops()[1]
    assert report.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_is_dark_and_paper_shows_every_dispute(report: Tab) -> None:
    def paper() -> list[int]:
        colour = report.page.locator(".fc-card").first.evaluate("e => getComputedStyle(e).backgroundColor")
        return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]

    assert min(paper()) > 200
    report.page.emulate_media(color_scheme="dark")
    assert max(paper()) < 60
    report.page.emulate_media(media="print")
    assert min(paper()) > 200, "paper is white"
    assert all(card.is_visible() for card in report.page.locator(".fc-card").all())


def test_a_hostile_article_runs_nothing_and_is_read_as_text(shown: Tab) -> None:
    assert shown.page.get_by_text("30 civilians").count()
    assert shown.page.evaluate("window.hit") is None
    assert shown.page.locator(".fc-card script, .fc-card img").count() == 0
    assert SCRIPT in shown.page.locator("main, section.stMain").first.inner_text()
    assert f"{IMAGE}.txt" in shown.page.locator("main, section.stMain").first.inner_text()


def test_the_filter_by_kind_leaves_only_that_kind_and_stands_in_the_address(explorer: Tab) -> None:
    page = settled(explorer.page)
    kinds = page.locator(".fc-kind").all_inner_texts()
    kind = next(kind for kind in kinds if kind != "number")
    page.get_by_label("Kind").click()
    page.get_by_role("option", name=kind).click()
    claim(page, "826").wait_for(state="detached")
    only = [k for k in kinds if k == kind]
    assert page.locator(".fc-kind").all_inner_texts() == only
    page.wait_for_url(f"**/?kind={kind}")
    page.reload()
    page.locator(".fc-card").first.wait_for(timeout=PATIENCE)
    assert settled(page).locator(".fc-kind").all_inner_texts() == only
    assert explorer.faults == []


def test_a_decision_outlives_a_reload(explorer: Tab) -> None:
    page = explorer.page
    page.get_by_label("Your name, for decisions").fill("Rana")
    page.keyboard.press("Tab")
    page.wait_for_function("document.cookie.includes('=Rana')")
    page.get_by_role("radio", name="Confirm").or_(page.get_by_role("button", name="Confirm")).first.click()
    page.get_by_role("button", name="Undo").first.wait_for()
    page.reload()
    page.locator(".fc-card").first.wait_for(timeout=PATIENCE)
    page.get_by_text("Rana").first.wait_for()
    name = settled(page).get_by_label("Your name, for decisions")
    name.and_(page.locator("[value=Rana]")).wait_for(timeout=20_000)
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Rana").first.wait_for(state="detached")
    assert explorer.faults == []


def test_the_name_of_who_decides_is_remembered_as_soon_as_it_is_typed(explorer: Tab) -> None:
    page = settled(explorer.page)
    page.get_by_label("Your name, for decisions").press_sequentially("Mai")
    assert "reviewer=Mai" in page.evaluate("document.cookie")
    assert explorer.faults == []


def test_a_link_to_another_view_keeps_the_session_and_the_browser_leads_back(explorer: Tab) -> None:
    page = settled(explorer.page)
    page.evaluate("window.session = 1")  # a page that is loaded anew forgets it
    page.get_by_role("link", name="the article").first.click()
    page.locator(".fc-article").wait_for(timeout=PATIENCE)
    assert page.evaluate("window.session") == 1
    settled(page).go_back()
    page.locator(".fc-card").first.wait_for(timeout=PATIENCE)
    assert page.evaluate("window.session") == 1
    assert explorer.faults == []


def test_a_click_on_a_claim_of_the_map_opens_its_topic(browser: Any, address: str) -> None:
    tab = looked_at(browser, address, "topics")
    tab.page.locator(f"{CHART} .mark-symbol.role-mark path").last.click()  # the one that lies on top
    tab.page.locator(".fc-day").first.wait_for(timeout=PATIENCE)
    tab.page.wait_for_url("**/topics?topic=*")
    assert tab.faults == []
    tab.page.close()


def test_a_claim_of_ones_own_is_answered_with_evidence(explorer: Tab) -> None:
    page = explorer.page
    page.get_by_role("link", name="Check a claim").click()
    page.get_by_label("A claim or a paragraph").fill("أعلن الجيش السوري أن 900 جندي قتلوا في مدينة حماة يوم السبت.")
    assert page.locator("textarea").evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("Contradicting (1)").wait_for(timeout=PATIENCE)
    page.locator("blockquote").filter(has_text="500").first.wait_for()
    assert explorer.faults == []


CHART = "[data-testid=stVegaLiteChart] :is(svg, canvas)"
PAGES = {
    "": ".fc-card",
    "topics": CHART,
    "topics?topic=0": ".fc-day",
    "numbers": CHART,
    "sources": ".fc-matrix",
    f"sources?{urlencode({'one': '=سانا', 'other': '=الجزيرة', 'what': 'conflict'})}": ".fc-card",
    "check": "textarea",
    "articles": ".fc-article",
    "review": "[data-testid=stAlert]",
}
"""What has to be seen at each address."""


def looked_at(browser: Any, address: str, page: str, lang: str = "en", **context: Any) -> Tab:
    tab = Tab(browser.new_page(**context)).watch()
    tab.page.goto(f"{address}/{page}{'&' if '?' in page else '?'}lang={lang}")
    tab.page.locator(PAGES[page]).first.wait_for(timeout=PATIENCE)
    settled(tab.page)
    assert tab.page.get_by_test_id("stException").count() == 0
    return tab


def hard_to_use(page: Any) -> list[tuple[str, str]]:
    """What axe-core finds against the rules of WCAG 2.1 AA: the rule and the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found.response["violations"]]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_right_to_left_in_the_dark_on_a_phone_and_runs_no_injection(
    page: str, browser: Any, address: str
) -> None:
    tab = looked_at(browser, address, page, "ar", viewport={"width": 390, "height": 844}, color_scheme="dark")
    assert hard_to_use(tab.page) == []
    heading = tab.page.locator("h2").first
    tab.page.locator("html[dir=rtl][lang=ar]").wait_for(state="attached", timeout=PATIENCE)
    assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
    box = heading.evaluate("e => { const r = document.createRange(); r.selectNodeContents(e); const b = "
                           "r.getBoundingClientRect(); return [b.left, b.right] }")  # fmt: skip
    assert 390 - box[1] < box[0], "the heading stands at the right"
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    # Nothing lies over the page: the closed sidebar is out of sight.
    assert not tab.page.get_by_text("اللغة", exact=True).is_visible()
    for mark in tab.page.locator(f"{CHART} .mark-symbol path").all()[:40]:
        mark.dispatch_event("mouseover")  # what a chart tells of a point
    for summary in tab.page.locator("summary").all()[:5]:
        summary.click()
    assert tab.page.evaluate("window.hit") is None
    assert tab.page.locator("#bait, a[href^='javascript:' i], a[href^='data:' i], iframe").count() == 0
    assert tab.faults == []
    tab.page.close()


def test_a_reader_walks_through_all_pages_with_the_keyboard(explorer: Tab) -> None:
    page = explorer.page
    for name in ("Topics", "Numbers over time", "Sources", "Check a claim", "Articles", "Review"):
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=name).wait_for(timeout=PATIENCE)
        settled(page)
        assert page.get_by_test_id("stException").count() == 0
        assert hard_to_use(page) == []
    assert page.evaluate("window.hit") is None
    assert explorer.faults == []


def test_an_article_reads_as_it_was_written(browser: Any, address: str) -> None:
    tab = looked_at(browser, address, "articles")
    for payload in (INJECTIONS[0], INJECTIONS[3]):
        tab.page.get_by_label("Article", exact=True).click()
        tab.page.keyboard.type(payload)
        tab.page.get_by_role("option").first.click()
        tab.page.locator(".fc-article").filter(has_text=payload).wait_for()
    assert tab.page.evaluate("window.hit") is None and tab.faults == []
    tab.page.close()
