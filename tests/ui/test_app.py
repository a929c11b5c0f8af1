"""What a reader of the browser explorer gets, drawn by Streamlit without a browser."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("streamlit", reason="the explorer needs factcheck-claims[ui]")
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from factcheck import ui
from factcheck.analysis.analyse import analyse
from factcheck.articles import make_article
from factcheck.errors import FactcheckError
from factcheck.index.index import Index
from factcheck.models.encoder import Encoder
from factcheck.outputs.pages import dispute_html
from factcheck.outputs.records import pair_record
from factcheck.reviews import CONFIRM, decide, decisions
from factcheck.schema import Analysis, Reason
from factcheck.settings import Settings
from factcheck.ui import check, disputes, frame, jobs, review
from factcheck.ui.choice import Facts, gather
from tests.fakes import ReaderOfFigures
from tests.paths import ROOT

APP = ROOT / "app.py"
PAGES = ("", "topics", "numbers", "sources", "check", "articles", "review")
NEWS = {
    "الجزيرة": "أعلن الجيش السوري أن 826 جنديا قتلوا في مدينة حماة يوم السبت.",
    "Reuters": "أعلنت وزارة الدفاع السورية أن 500 جندي قتلوا في مدينة حماة يوم السبت.",
}


def put(news: dict[str, str], folder: str | Path, encoder: Encoder) -> Index:
    """Puts articles by outlet into an index."""
    index = Index.create(folder)
    index.update((make_article(text, f"{name}.txt", name, "2024-12-01") for name, text in news.items()), encoder)
    return index


@pytest.fixture(scope="module")
def reader() -> ReaderOfFigures:
    """What is found is to follow from the articles alone here."""
    return ReaderOfFigures()


@pytest.fixture(scope="module")
def compared(encoder: Encoder, reader: ReaderOfFigures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of NEWS that keeps its analysis."""
    index = put(NEWS, tmp_path_factory.mktemp("index") / "news", encoder)
    analyse(index, Settings(), reader)
    return index.folder


@pytest.fixture
def build(
    encoder: Encoder, reader: ReaderOfFigures, compared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Index]:
    """`build(news)` puts articles by outlet into `indexes/default` of the folder the page is run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(ui.INDEX_VARIABLE, raising=False)
    monkeypatch.setattr(frame, "load_encoder", lambda model: encoder)
    monkeypatch.setattr(frame, "load_pair_reader", lambda name: reader)
    monkeypatch.setattr(review, "remembered_name", lambda: "")  # there is no browser that could remember

    def built(news: dict[str, str], folder: str = "indexes/default") -> Index:
        if news != NEWS or Path(folder).exists():
            return put(news, folder, encoder)
        shutil.copytree(compared, folder)
        return Index.open(folder)

    return built


_MANY: list[tuple[Analysis, list[Facts]]] = []


@pytest.fixture
def many(build: Callable[..., Index], analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand disputes in the place of those of an index, made once: no page may change them."""
    if not _MANY:
        found = [replace(analysis.disputes[i % 2], id=f"n{i}") for i in range(10_000)]
        analysis = replace(analysis, disputes=found, claims=analysis.claims.assign(sentence=""))
        _MANY.append((analysis, gather(analysis)))
    seen = build(NEWS), *_MANY[0]
    monkeypatch.setattr(frame, "_read", lambda *_: seen)


def run(page: str = "", /, **query: Any) -> AppTest:
    """A page of the explorer, as its address shows it."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    app._page_hash = calc_hash(page or "")
    for name, value in query.items():
        app.query_params[name] = value
    return drawn(app.run())


def drawn(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def html(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def ids(app: AppTest) -> list[str]:
    return re.findall('id="dispute-(.*?)"', html(app))


def widget(app: AppTest, kind: str, label: str) -> Any:
    return next(found for found in app.get(kind) if found.label == label)


# --- every page


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_in_every_language(page: str, lang: str, build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run(page, lang=lang)
    assert not app.error
    assert bool(re.search("[\u0600-\u06ff]", app.header[0].value)) == (lang == "ar")
    assert f"page.lang = '{lang}'; page.dir = '{'rtl' if lang == 'ar' else 'ltr'}'" in html(app)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_empty_index_says_what_to_do_next(page: str, build: Callable[..., Index]) -> None:
    build({})
    assert re.search("factcheck index PATH|Nothing has been decided", run(page).info[0].value)


def test_without_an_index_the_page_says_how_to_build_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(ui.INDEX_VARIABLE, raising=False)
    assert "factcheck index PATH..." in run().info[0].value
    assert [b.label for b in run("articles").button][:2] == ["Take in", "Take in"]


def test_an_index_that_is_named_but_missing_is_an_error_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ui.INDEX_VARIABLE, "nowhere")
    assert "build one with: factcheck index PATH" in run().error[0].value
    assert not run("articles").error, "there, it can be made"


def test_the_index_the_environment_names_comes_first(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("indexes/a", "indexes/default", "indexes/deep/b"):
        build({}, folder)
    assert frame.index_folders() == ["indexes/default", "indexes/a", "indexes/deep/b"]
    monkeypatch.setenv(ui.INDEX_VARIABLE, "indexes/deep/b")
    assert frame.index_folders() == ["indexes/deep/b", "indexes/default", "indexes/a"]
    assert widget(run(index="indexes/a"), "selectbox", "Index").value == "indexes/a"


def test_an_index_that_changed_is_read_anew(build: Callable[..., Index]) -> None:
    build({"Reuters": NEWS["Reuters"]})
    app = run()
    assert "Side A" not in html(app)
    build(NEWS)
    assert "<mark>826" in html(drawn(app.run()))


# --- disputes


def test_disputes_are_shown_side_by_side_with_what_was_compared(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    assert app.markdown[0].value == "Shown: 1 conflict, 0 updates."
    assert app.caption[0].value.startswith("2 articles, 2 claims, 1 pair judged. Nothing here rules on who is right.")
    assert "Side A" in html(app) and "<mark>826" in html(app) and "<mark>500" in html(app)


def test_articles_that_do_not_clash_say_what_to_do_next(build: Callable[..., Index]) -> None:
    build({"Reuters": "Rain fell in the north on Sunday."})
    assert "Add articles of other outlets" in run().info[0].value


def test_a_filter_that_leaves_nothing_says_so(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    widget(app, "slider", "How sure, at least (%)").set_value(100).run()
    assert "Widen the filters" in app.info[0].value
    assert "Side A" not in html(app)


def test_the_address_carries_the_filter_and_a_shared_one_shows_the_same(many: None) -> None:
    app = run()
    widget(app, "multiselect", "Relation").set_value(["update"]).run()
    widget(app, "selectbox", "First").set_value("origins").run()
    widget(app, "slider", "How sure, at least (%)").set_value(30).run()
    widget(app, "number_input", "Page, of 250").set_value(3).run()
    address = dict(drawn(app).query_params)
    assert address == {"relation": "update", "order": "origins", "floor": "30", "page": "3"}
    assert ids(run(**address)) == ids(app) and ids(app)[0] == "n81"


@pytest.mark.parametrize(
    "query",
    [
        {"floor": "1e9"},
        {"floor": "-5"},
        {"page": "99999999999"},
        {"page": "x"},
        {"topic": "77"},
        {"relation": ["'", "<script>"]},
        {"since": "yesterday"},
        {"order": ""},
        {"lang": "xx"},
        {"index": "../../etc"},
        {"dispute": "<b>"},
    ],
)
def test_an_address_that_makes_no_sense_shows_a_page_all_the_same(query: dict[str, Any], many: None) -> None:
    app = run(**query)
    assert not app.error and (ids(app) or app.info)


def test_ten_thousand_disputes_come_in_pages(many: None) -> None:
    app = run()
    assert ids(app) == [f"n{i}" for i in range(disputes.PAGE_SIZE)]
    widget(app, "button", "Next page").click().run()
    assert ids(app)[0] == "n20"
    widget(app, "number_input", "Page, of 500").set_value(500).run()
    assert ids(app) == [f"n{i}" for i in range(9_980, 10_000)]
    widget(app, "multiselect", "Relation").set_value(["update"]).run()
    assert ids(app)[0] == "n1", "other filters begin at the first page"
    drawn(app)


def test_article_text_in_widgets_does_not_turn_the_words_around_it(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run()
    topic = widget(app, "selectbox", "Topic").options[1]
    assert topic.startswith("1. \u2068") and topic.endswith("\u2069") and len(topic) < 75
    assert "\u2068الجزيرة\u2069" in widget(app, "multiselect", "Source").options


def test_a_page_of_disputes_begins_with_a_line_of_each(many: None) -> None:
    page = html(run())
    assert page.count('href="#dispute-n') == disputes.PAGE_SIZE
    assert page.index('href="#dispute-n19"') < page.index('id="dispute-n0"')


def test_of_a_long_dispute_the_surest_claims_are_seen_and_the_others_on_demand(
    analysis: Analysis,
) -> None:
    row = analysis.verdicts.iloc[0].to_dict()
    copies = [analysis.claims.iloc[1].to_dict() | {"text": f"{n} جندي قتلوا في المدينة", "start": 0} for n in range(5)]
    claims = pd.DataFrame([analysis.claims.iloc[0].to_dict(), *copies]).assign(sentence="")
    spans = {"marks_a": (), "marks_b": ()}

    def quoting(text: str) -> tuple[Reason, ...]:
        return (Reason("through", (("quote", text),)),)

    verdicts = pd.DataFrame([row | spans | {"id": f"p{n}", "b": n + 1, "reasons": quoting(f"r{n}")} for n in range(5)])
    long = replace(analysis.disputes[0], a=[0], b=[1, 2, 3, 4, 5], pairs=list(range(5)))
    card = dispute_html(replace(analysis, claims=claims, verdicts=verdicts), long)
    seen, _, behind = card.partition('<details class="fc-more"><summary>2 more')
    assert "r2" in seen and "r3" not in seen
    seen, _, behind = behind.partition('<details class="fc-more"><summary>2 more')
    assert "2 جندي" in seen and "3 جندي" not in seen and "4 جندي" in behind


# --- review


def test_a_decision_is_made_shown_and_taken_back(build: Callable[..., Index]) -> None:
    index = build(NEWS)
    app = run()
    widget(app, "text_input", "Your name, for decisions").set_value("Rana").run()
    widget(app, "button_group", "Decision").set_value("false_alarm").run()
    assert decisions(index)[["judgement", "reviewer"]].values.tolist() == [["false_alarm", "Rana"]]
    assert any("Rana" in caption.value for caption in drawn(app).caption)
    assert ids(run(reviewed="yes")) and not ids(run(reviewed="no"))
    widget(app, "button", "Undo").click().run()
    assert decisions(index).empty and not app.exception


def test_a_note_is_kept_beside_a_decision(build: Callable[..., Index]) -> None:
    index = build(NEWS)
    app = run()
    widget(app, "text_area", "A note on this pair").set_value("ask **the** desk").run()
    widget(app, "button", "Save the note").click().run()
    assert decisions(index)["note"].tolist() == ["ask **the** desk"]
    assert any(r"ask \*\*the\*\* desk" in caption.value for caption in drawn(app).caption)


def test_the_review_page_lists_counts_and_exports_decisions(build: Callable[..., Index], analysis: Analysis) -> None:
    index = build(NEWS)
    assert "Nothing has been decided yet" in run("review").info[0].value
    decide(index, pair_record(analysis, 0, "hama"), CONFIRM, "<b>Rana</b>", "a <script>note</script>")
    app = run("review")
    assert "&lt;b&gt;Rana&lt;/b&gt;" in html(app) and "<script>note" not in html(app) and "1 of 1" in html(app)
    assert len(app.get("download_button")) == 2
    widget(app, "button", "Undo").click().run()
    assert decisions(index).empty


def decided_otherwise(index: Index, reader: ReaderOfFigures) -> dict[str, Any]:
    """The record of the one pair of an index as another reader read it, decided; with ids of its own."""
    record = pair_record(analyse(index, Settings(), reader), 0, "hama")
    a = record["a"]
    cut = {"text": a["text"].removesuffix(" يوم السبت"), "end": a["end"] - len(" يوم السبت")}
    old = {**record, "id": "old-pair", "dispute": "old-dispute", "a": {**a, **cut}}
    decide(index, old, CONFIRM, "Rana", "at the scene")
    return record


def test_what_was_decided_of_another_reading_stands_at_its_dispute_and_is_taken_back_there(
    build: Callable[..., Index],
    reader: ReaderOfFigures,
) -> None:
    index = build(NEWS)
    record = decided_otherwise(index, reader)
    app = run()
    assert widget(app, "button_group", "Decision").value == CONFIRM
    assert any("Rana" in c.value and "read otherwise" in c.value for c in app.caption)
    assert ids(run(reviewed="yes")) and not ids(run(reviewed="no"))
    for asked in ("old-dispute", "old-pair", record["id"], record["dispute"]):
        assert ids(run(dispute=asked)) == [record["dispute"]]
    assert not ids(run(dispute="another"))
    pair = run("sources", one="=Reuters", other="=الجزيرة", what="conflict")
    assert widget(pair, "button_group", "Decision").value == CONFIRM
    widget(app, "button_group", "Decision").set_value("false_alarm").run()
    assert decisions(index)["judgement"].tolist() == [CONFIRM, "false_alarm"]
    assert widget(drawn(app), "button_group", "Decision").value == "false_alarm"
    for _ in range(2):
        widget(app, "button", "Undo").click().run()
    assert decisions(index).empty and not app.exception


def test_the_review_page_lists_what_is_no_longer_found(
    build: Callable[..., Index], analysis: Analysis, reader: ReaderOfFigures
) -> None:
    index = build(NEWS)
    decided_otherwise(index, reader)
    assert "no longer found" not in html(run("review")) and "carried to other spans" in html(run("review"))
    decide(index, pair_record(analysis, 0, "hama"), CONFIRM, "Omar")
    app = run("review")
    assert any(text.value == "Decided, no longer found: 1 pair." for text in app.markdown)
    assert html(app).count("decided, no longer found") == 1 and "Omar" in html(app)
    lost = html(run("review", now="no longer found"))
    assert "Omar" in lost and "Rana" not in lost
    assert "There is no such decision" in run("review", now="found").info[0].value
    widget(app, "button", "Undo").click().run()
    assert decisions(index)["reviewer"].tolist() == ["Rana"] and not app.exception


# --- topics, numbers, sources


def test_topics_are_listed_with_their_disputes_and_each_has_its_timeline(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run("topics")
    assert app.get("vega_lite_chart") and 'href="./topics?topic=0"' in html(app)
    assert re.search(r'href="\./articles\?article=\w+"', html(run("topics", topic="0")))
    one = run("topics", topic="0")
    assert 'href="./?topic=0"' in html(one) and "826" in html(one) and "2024-12-01" in html(one)
    assert "in dispute" in html(one)


def test_every_figure_of_a_topic_is_on_the_chart_and_in_the_table(build: Callable[..., Index]) -> None:
    build({**NEWS, "CNN": "قالت وزارة الدفاع السورية إن أكثر من 900 جندي قتلوا في مدينة حماة يوم السبت."})
    app = run("numbers")
    assert widget(app, "selectbox", "Counted").options == ["\u2068dead\u2069 (3)"]
    assert all(figure in html(app) for figure in ("826 جنديا", "500 جندي", "أكثر من 900 جندي", "at least"))
    assert app.get("vega_lite_chart")


def test_a_cell_of_the_matrix_leads_to_its_pairs(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run("sources")
    assert "1 conflict" in html(app) and "one=%3DReuters&amp;other=%3D" in html(app) and not ids(app)
    pairs = run("sources", one="=Reuters", other="=الجزيرة", what="conflict")
    assert len(ids(pairs)) == 1 and "826" in html(pairs)
    assert not ids(run("sources", one="=Reuters", other="=nobody", what="conflict"))


# --- check


def test_a_claim_of_ones_own_is_checked_against_the_index(build: Callable[..., Index]) -> None:
    build({"الجزيرة": NEWS["الجزيرة"]})
    app = run("check")
    widget(app, "text_area", "A claim or a paragraph, in any language").set_value(NEWS["Reuters"])
    app.button[0].click().run()
    titles = [heading.value for heading in drawn(app).subheader]
    assert titles == ["Supporting (0)", "Contradicting (1)", "Updating (0)"]
    assert "826" in html(app)


def test_each_sentence_of_a_paragraph_is_checked(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run("check")
    app.text_area[0].set_value(f"{NEWS['Reuters']} {NEWS['الجزيرة']}")
    app.button[0].click().run()
    assert html(drawn(app)).count('class="fc-asked') == 2


def test_a_claim_nothing_speaks_to_and_no_claim_at_all_are_said_plainly(build: Callable[..., Index]) -> None:
    build(NEWS)
    app = run("check")
    app.button[0].click().run()
    assert app.warning[0].value == "Write a claim first."
    app.text_area[0].set_value("The museum opened a new hall for paintings.")
    app.button[0].click().run()
    assert "No passage supports or contradicts that claim" in app.info[0].value


def test_an_index_of_another_model_is_an_error_and_no_traceback(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_: object) -> None:
        raise FactcheckError("built with *another* model ![x](http://evil.example)")

    build(NEWS)
    monkeypatch.setattr(check, "check_claim", other)
    app = run("check")
    app.text_area[0].set_value("x")
    app.button[0].click().run()
    assert not app.exception
    assert app.error[0].value == r"built with \*another\* model \!\[x\](http\://evil.example)"


# --- articles


def test_an_article_is_shown_whole_with_its_claims_and_its_furniture(build: Callable[..., Index]) -> None:
    build({"Reuters": f"{NEWS['Reuters']}\nADVERTISEMENT\nRead <b>on</b>."})
    app = run("articles")
    assert "<u>أن" not in html(app) and re.search("<u>500 جندي[^<]*</u>", html(app))
    assert '<s title="advertisement">ADVERTISEMENT</s>' in html(app) and "Read &lt;b&gt;on&lt;/b" in html(app)


def test_what_is_pasted_is_stored_in_the_index_and_taken_in_beside_the_page(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build(NEWS)
    begun: list[tuple[Settings, Any]] = []
    monkeypatch.setattr(jobs.Job, "start", lambda self, settings, paths=(): begun.append((settings, paths)))
    app = run("articles")
    widget(app, "text_area", "Or paste the text of one article").set_value("Rain fell in <b>the</b> north.")
    app.button[1].click().run()
    (settings, (folder,)) = begun[0]
    (stored,) = folder.iterdir()
    assert stored.is_relative_to(index.folder) and "Rain fell" in stored.read_text("utf-8")
    assert settings.index == index.folder
    app.button[1].click().run()
    widget(app, "button", "Build the index anew").click().run()
    assert begun[-1][1] == () and not app.exception


def test_the_name_of_an_upload_cannot_lead_out_of_the_index(tmp_path: Path) -> None:
    names = [
        "../../etc/passwd",
        "..\\..\\x.txt",
        "/abs.txt",
        "..",
        "",
        "a\0b\n.txt",
        "م" * 500 + ".txt",
        "<img src=x>.html",
    ]
    folder = jobs.store(tmp_path / "index", [(name, io.BytesIO(b"x")) for name in names])
    stored = sorted(folder.rglob("*"))
    assert len(stored) == len(names) and all(path.parent == folder for path in stored)
    assert folder.is_relative_to(tmp_path / "index")
    assert all(re.fullmatch(r"[\w.\- ]{1,120}", path.name) for path in stored)


def test_uploads_are_bounded_in_number_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FactcheckError, match="at most 50"):
        jobs.store(tmp_path, [(f"{i}.txt", b"x") for i in range(51)])
    monkeypatch.setattr(jobs, "MOST_BYTES", 10)
    with pytest.raises(FactcheckError, match="fewer files"):
        jobs.store(tmp_path, [("a.txt", io.BytesIO(b"x" * 11))])
    assert not list(tmp_path.iterdir())


def test_a_run_takes_in_articles_names_the_bad_ones_and_works_alone(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    files = [("good.txt", NEWS["Reuters"].encode()), ("bad.pdf", b"%PDF no")]
    job, settings = jobs.Job(folder), Settings(index=folder)
    assert job.progress() is None
    job.start(settings, [jobs.store(folder, files)])
    with pytest.raises(FactcheckError, match="wait"):
        job.start(settings)
    assert job.progress().is_running
    assert job.process.wait(timeout=120) == 1
    told = job.progress()
    assert not told.is_running and told.status == 1
    assert [Path(place).name for place, _ in told.left_out] == ["02-bad.pdf"]
    assert len(list(Index.open(folder).articles())) == 1


def test_progress_is_read_off_the_log_of_a_run(tmp_path: Path) -> None:
    job = jobs.Job(tmp_path)
    job.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    lines = '{"message": "reading: 3 of 9", "step": "reading", "done": 3, "total": 9}\n{"mess'
    (tmp_path / jobs._LOG).write_text(lines, "utf-8")
    told = job.progress()
    job.process.communicate(b"\n")
    assert (told.is_running, told.message, told.done, told.total) == (True, "reading", 3, 9)


def test_while_articles_are_taken_in_and_compared_the_pages_show_the_index_as_it_was(
    build: Callable[..., Index],
) -> None:
    index = build({"Reuters": NEWS["Reuters"]})
    assert "Side A" not in html(run())
    job = frame.job(str(index.folder))
    job.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        build(NEWS)
        (index.folder / jobs._LOG).write_text('{"message": "1 new article", "embedded": 1}\n', "utf-8")
        assert job.progress().message == jobs.COMPARING
        assert "Side A" not in html(run())
    finally:
        job.process.communicate(b"\n")
    assert "Side A" in html(run())


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
