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

import pytest

from factcheck.articles import Article, make_article
from factcheck.embedding import Encoder
from factcheck.index import Index
from factcheck.pipeline import analyse
from factcheck.report import with_sentences, write_html
from factcheck.settings import Settings
from factcheck.ui import INDEX_VARIABLE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
PATIENCE = 60_000  # ms: the first look at an index compares its claims, the first check loads a model
SCRIPT, IMAGE = "<script>window.hit = 1</script>", "<img src=x onerror='window.hit = 1'>"
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


@dataclass
class Tab:
    """A page and what went wrong on it: exceptions, console errors, requests that leave this computer."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def watch(self) -> "Tab":
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("request", lambda r: None if self._is_here(r.url) else self.faults.append(r.url))
        return self

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
    articles: list[Article] = [make_article(text, place, source, "2024-12-01") for place, source, text in ARTICLES]
    built.update(articles, encoder)
    return built


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    """Where the explorer is served, as `streamlit run app.py` serves it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, INDEX_VARIABLE: str(index.folder)})
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
    write_html(with_sentences(analyse(index, Settings()), index.articles()), path)
    return path.as_uri()


def opened(browser: Any, address: str) -> Tab:
    tab = Tab(browser.new_page()).watch()
    tab.page.goto(address)
    tab.page.locator(".fc-card").first.wait_for(timeout=PATIENCE)
    return tab


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
    assert shown.page.locator(".fc-card").count() >= 3
    assert shown.page.get_by_test_id("stException").count() == 0
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
    card = shown.page.locator(".fc-card").filter(has_text="826").first
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
    report.page.emulate_media(media="print", color_scheme="light")
    assert all(card.is_visible() for card in report.page.locator(".fc-card").all())


def test_a_hostile_article_runs_nothing_and_is_read_as_text(shown: Tab) -> None:
    assert shown.page.get_by_text("30 civilians").count()
    assert shown.page.evaluate("window.hit") is None
    assert shown.page.locator(".fc-card script, .fc-card img").count() == 0
    assert SCRIPT in shown.page.locator("main, section.stMain").first.inner_text()
    assert f"{IMAGE}.txt" in shown.page.locator("main, section.stMain").first.inner_text()


def test_the_filter_by_kind_leaves_only_that_kind(explorer: Tab) -> None:
    page = explorer.page
    kinds = page.locator(".fc-kind").all_inner_texts()
    kind = next(kind for kind in kinds if kind != "number")
    page.get_by_label("Kind").click()
    page.get_by_role("option", name=kind).click()
    claim(page, "826").wait_for(state="detached")
    assert page.locator(".fc-kind").all_inner_texts() == [k for k in kinds if k == kind]
    assert explorer.faults == []


def test_a_claim_of_ones_own_is_answered_with_evidence(explorer: Tab) -> None:
    page = explorer.page
    page.get_by_role("tab", name="Check a claim").click()
    page.get_by_label("A claim, in any language").fill("أعلن الجيش السوري أن 900 جندي قتلوا في مدينة حماة يوم السبت.")
    assert page.locator("textarea").evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Contradicting (").wait_for(timeout=PATIENCE)
    evidence = page.get_by_role("tabpanel").filter(has=page.locator("textarea")).locator("blockquote")
    evidence.filter(has_text="826").first.wait_for()
    assert explorer.faults == []
