"""What a reader of the browser explorer gets, drawn by Streamlit without a browser."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer needs factcheck-claims[ui]")
from streamlit.testing.v1 import AppTest

from factcheck import ui
from factcheck.articles import make_article
from factcheck.embedding import Encoder
from factcheck.errors import FactcheckError
from factcheck.index import Index
from factcheck.pipeline import Analysis
from factcheck.settings import Settings
from factcheck.ui import page
from factcheck.ui.page import Choice, choose

APP = Path(__file__).parents[1] / "app.py"
NEWS = {
    "الجزيرة": "أعلن الجيش السوري أن 826 جنديا قتلوا في مدينة حماة يوم السبت.",
    "Reuters": "أعلنت وزارة الدفاع السورية أن 500 جندي قتلوا في مدينة حماة يوم السبت.",
}


@pytest.fixture
def build(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Index]:
    """`build(news)` puts articles by outlet into `indexes/default` of the folder the page is run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(ui.INDEX_VARIABLE, raising=False)
    monkeypatch.setattr(page, "load_encoder", lambda model: encoder)

    def built(news: dict[str, str], folder: str = "indexes/default") -> Index:
        index = Index.create(folder)
        articles = (make_article(text, f"{source}.txt", source, "2024-12-01") for source, text in news.items())
        index.update(articles, encoder)
        return index

    return built


def run() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    return app


def cards(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def ids(app: AppTest) -> list[str]:
    return re.findall('id="dispute-(.*?)"', cards(app))


def widget(app: AppTest, kind: str, label: str) -> Any:
    return next(found for found in app.get(kind) if found.label == label)


def test_disputes_are_shown_side_by_side_with_what_was_compared(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    assert [text.value for text in app.markdown] == ["Shown: 1 conflict, 0 updates."]
    assert app.caption[0].value.startswith("2 articles, 2 claims, 1 pair judged. Nothing here rules on who is right.")
    assert "Side A" in cards(app) and "<mark>826" in cards(app) and "<mark>500" in cards(app)


def test_without_an_index_the_page_says_how_to_build_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(ui.INDEX_VARIABLE, raising=False)
    assert "factcheck index PATH..." in run().info[0].value


def test_an_index_that_is_named_but_missing_is_an_error_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ui.INDEX_VARIABLE, "nowhere")
    assert "build one with: factcheck index PATH" in run().error[0].value


def test_an_empty_index_says_what_to_do_next(build: Callable[..., Index]) -> None:
    build({})
    assert "factcheck index PATH" in run().info[0].value


def test_articles_that_do_not_clash_say_what_to_do_next(build: Callable[..., Index]) -> None:
    build({"Reuters": "Rain fell in the north on Sunday."})
    assert "Add articles of other outlets" in run().info[0].value


def test_the_index_the_environment_names_comes_first(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("indexes/a", "indexes/default", "indexes/deep/b"):
        build({}, folder)
    assert page.index_folders() == ["indexes/default", "indexes/a", "indexes/deep/b"]
    monkeypatch.setenv(ui.INDEX_VARIABLE, "indexes/deep/b")
    assert page.index_folders() == ["indexes/deep/b", "indexes/default", "indexes/a"]


def test_a_filter_that_leaves_nothing_says_so(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    widget(app, "slider", "How sure, at least (%)").set_value(100).run()
    assert "Widen the filters" in app.info[0].value
    assert "Side A" not in cards(app)


def test_an_index_that_changed_is_read_anew(build: Callable[..., Index]) -> None:
    build({"Reuters": NEWS["Reuters"]})
    app = run()
    assert "Side A" not in cards(app)
    build(NEWS)
    assert "<mark>826" in cards(app.run())


def test_a_claim_of_ones_own_is_checked_against_the_index(build: Callable[..., Index]) -> None:
    build({"الجزيرة": NEWS["الجزيرة"]})
    app = run()
    widget(app, "text_area", "A claim, in any language").set_value(NEWS["Reuters"])
    app.button[0].click().run()
    assert not app.exception
    assert [heading.value for heading in app.subheader] == ["Contradicting (1)"]
    assert "826" in cards(app)


def test_evidence_is_grouped_with_what_contradicts_first(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(NEWS)
    found = Index.open("indexes/default").claims().iloc[[0, 1, 0]].reset_index(drop=True)
    verdicts = {"relation": ["agreement", "conflict", "update"], "kind": ["", "number", "number"]}
    evidence = found.assign(**verdicts, confidence=0.9, reasons=[("why",)] * 3, marks=[()] * 3)
    monkeypatch.setattr(page, "check_claim", lambda *_: evidence)
    app = run()
    app.text_area[0].set_value("x")
    app.button[0].click().run()
    assert [h.value for h in app.subheader] == ["Contradicting (1)", "Updating (1)", "Supporting (1)"]


def test_a_claim_nothing_speaks_to_and_no_claim_at_all_are_said_plainly(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    app.button[0].click().run()
    assert app.warning[0].value == "Write a claim first."
    app.text_area[0].set_value("The museum opened a new hall for paintings.")
    app.button[0].click().run()
    assert "Nothing in this index speaks to that claim" in app.info[0].value


def test_an_index_of_another_model_is_an_error_and_no_traceback(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_: object) -> None:
        raise FactcheckError("built with *another* model ![x](http://evil.example)")

    build(NEWS)
    monkeypatch.setattr(page, "check_claim", other)
    app = run()
    app.text_area[0].set_value("x")
    app.button[0].click().run()
    assert not app.exception
    assert app.error[0].value == r"built with \*another\* model \!\[x\](http\://evil.example)"


# --- choosing


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), ["d0", "d1"]),
        (Choice(topic=1), ["d1"]),
        (Choice(relations=("conflict",)), ["d0"]),
        (Choice(kinds=("denial",)), []),
        (Choice(kinds=("denial", "number")), ["d0", "d1"]),
        (Choice(sources=("Reuters",)), ["d1"]),
        (Choice(sources=("",)), ["d0"]),
        (Choice(floor=0.65), ["d0", "d1"]),
        (Choice(floor=0.7), ["d0"]),
        (Choice(floor=0.7, topic=1), []),
    ],
)
def test_filters_keep_what_is_asked_for(analysis: Analysis, choice: Choice, expected: list[str]) -> None:
    assert [d.id for d in choose(analysis, choice)] == expected


def test_ten_thousand_disputes_come_in_pages(
    build: Callable[..., Index], analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(NEWS)
    many = [replace(analysis.disputes[i % 2], id=f"n{i}") for i in range(10_000)]
    claims = analysis.claims.assign(sentence="")
    monkeypatch.setattr(page, "_analysis", lambda *_: replace(analysis, disputes=many, claims=claims))
    app = run()
    assert ids(app) == [f"n{i}" for i in range(page.PAGE_SIZE)]
    widget(app, "number_input", "Page, of 500").set_value(500).run()
    assert ids(app) == [f"n{i}" for i in range(9_980, 10_000)]
    widget(app, "multiselect", "Relation").set_value(["update"]).run()
    widget(app, "number_input", "Page, of 250").set_value(2).run()
    assert ids(app)[0] == "n41"
    widget(app, "multiselect", "Relation").set_value(["conflict"]).run()
    assert ids(app)[0] == "n0", "other filters begin at the first page"
    assert not app.exception


def test_article_text_in_widgets_does_not_turn_the_words_around_it(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    topic = widget(app, "selectbox", "Topic").options[1]
    assert topic.startswith("1. \u2068") and topic.endswith("\u2069") and len(topic) < 45
    assert "\u2068الجزيرة\u2069" in widget(app, "multiselect", "Source").options


# --- launching


def test_the_explorer_is_served_on_this_computer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run_nothing(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
        calls.append((command, env))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run_nothing)
    assert ui.launch(Settings(index=Path("indexes/news"))) == 3
    command, environment = calls[0]
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"] and Path(command[4]).is_file()
    assert {"--server.address=localhost", "--browser.gatherUsageStats=false"} <= set(command)
    assert environment[ui.INDEX_VARIABLE] == "indexes/news"


def test_the_settings_of_the_launcher_are_those_of_the_repository() -> None:
    import tomllib

    config = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    written = {f"{section}.{key}": value for section, table in config.items() for key, value in table.items()}
    assert {name: value if isinstance(value, str) else str(value).lower() for name, value in written.items()} == (
        ui._OPTIONS
    )


def test_stopping_the_explorer_is_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", stopped)
    assert ui.launch(Settings(index=Path("indexes/news"))) == 0


def test_without_streamlit_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "find_spec", lambda name: None)
    with pytest.raises(FactcheckError, match=r"pip install 'factcheck-claims\[ui\]'"):
        ui.launch(Settings(index=Path("indexes/news")))


def test_the_launcher_itself_does_not_load_streamlit() -> None:
    code = "import sys, factcheck.ui; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=APP.parent).returncode == 0
