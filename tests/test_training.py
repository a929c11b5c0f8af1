"""The parts of `training/` that decide what the tagger and the pair reader are taught."""

import gzip
import hashlib
import importlib
import json
import random
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import torch

from factcheck.models.pair_network import PairLogits
from factcheck.schema import PairSide
from tests.paths import TRAINING


@pytest.fixture(params=["augment", "data", "lessons", "pair_data", "pairs", "tagger"])
def script(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TRAINING))
    return importlib.import_module(request.param)


def only(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("script", [name], indirect=True)


def card(**changed: object) -> dict:
    lines = ["The blast killed 12.", "Twelve died in the blast.", "A dozen dead after blast", "The blast killed 40.",
             "Nobody died.", "It hit a car.", "The toll rose to 15.", "The road is shut.", "A blast killed 12 in Rome.",
             "A blast last year killed 3."]  # fmt: skip
    kinds = ["base", "agree", "agree", "conflict", "conflict", "conflict", "update", "facet", "other", "other"]
    made = []
    for k, text in zip(kinds, lines, strict=True):
        known = {"kind": "number", "clash": [lines[0][-3:], text[-3:]]} if k in ("conflict", "update") else {}
        made.append({"k": k, "t": text, "d": 3 if k == "update" else 0, "lang": "en", **known})
    return {"id": "en1-001", "event": "a blast", "lines": made, **changed}


@only("pair_data")
def test_the_lines_of_a_story_stand_to_each_other_as_its_card_says(script: ModuleType) -> None:
    found = list(script.of_story(card(), random.Random(1)))
    told = {(a.text, b.text): outcomes for a, b, outcomes, *_ in found}
    assert told["The blast killed 12.", "A dozen dead after blast"] == script.AGREES
    assert told["The blast killed 12.", "The blast killed 40."] == script.CONFLICT
    assert told["Twelve died in the blast.", "The toll rose to 15."] == script.UPDATE
    assert told["The blast killed 40.", "The road is shut."] == script.FACET
    assert told["The blast killed 12.", "A blast killed 12 in Rome."] == script.OTHER
    assert ("The blast killed 40.", "The toll rose to 15.") not in told, "nobody knows"
    words = {(a.text, b.text): words for a, b, _, _, words in found}
    assert words["The blast killed 12.", "The blast killed 40."] == ("12.", "40.")
    assert words["Twelve died in the blast.", "The blast killed 40."] == (None, "40.")


@only("pair_data")
def test_what_is_said_and_denied_clashes_and_what_is_denied_twice_agrees(script: ModuleType) -> None:
    found = list(script.of_story(card(), random.Random(1)))
    seen = set()
    for seed in range(20):
        for pair in script._denials(found, ["the ministry"], random.Random(seed)):
            both = pair.a.stance == pair.b.stance == "denies"
            agree = {pair.a.text, pair.b.text} <= {"The blast killed 12.", "Twelve died in the blast.",
                                                    "A dozen dead after blast"}  # fmt: skip
            assert pair.b.stance == "denies"
            if agree:
                assert pair.outcomes == (script.AGREES if both else script.CONFLICT)
            else:
                assert pair.outcomes != script.CONFLICT
            seen.add((both, agree))
    assert len(seen) == 3


@only("pair_data")
def test_a_card_is_of_one_part_and_readings_that_differ_are_left_out(script: ModuleType, tmp_path: Path) -> None:
    parts = [script.part_of(f"card {i}") for i in range(2000)]
    assert 0.05 < parts.count(script.HELD_OUT) / 2000 < 0.15 and 0.02 < parts.count(script.WEIGHED) / 2000 < 0.08
    side = {"text": "It fell", "date": "2015-08-01 10:00", "title": "It fell", "speaker": None, "stance": "denies"}
    row = {"a": side, "b": {**side, "title": "News"}, "label": "neutral", "same_event": True, "event": "e1"}
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in (row, {**row, "second_reading": "conflict"})), "utf-8")
    (pair,) = script.claims(path)
    assert pair.outcomes == script.FACET and (pair.a.title, pair.b.title) == ("", "News")
    assert (pair.a.published, pair.a.stance, pair.event) == ("2015-08-01", "denies", "e1")


class Letters:
    """A tokenizer whose tokens are letters."""

    def encode(self, text: str, add_special_tokens: bool = True) -> SimpleNamespace:
        return SimpleNamespace(ids=list(map(ord, text)), offsets=[(i, i + 1) for i in range(len(text))])


def lessons(script: ModuleType) -> object:
    pair_data = importlib.import_module("pair_data")
    a, b = PairSide("ab 12", "title", "me"), PairSide("ab 40", "news", "you", "denies", published="2015-08-01")
    pairs = [pair_data.Pair(a._replace(published="2015-07-30"), b, pair_data.CONFLICT, "number", ("12", None))] * 3
    return script.prepared(Letters(), dict.fromkeys(script.SHARES, pairs))


@only("pairs")
def test_examples_are_drawn_the_same_again_and_context_is_dropped_but_not_a_denial(script: ModuleType) -> None:
    known = lessons(script)
    first, again = (script.drawn(known, 0, 1) for _ in range(2))
    assert first == again != script.drawn(known, 1, 1) and len(first) == script.CHUNK
    texts = {"".join(chr(i) for i in example.ids if i > 2) for example in first}
    assert all("denies " in text for text in texts)
    assert any("title" in text for text in texts) and any("title" not in text for text in texts)
    for example in first:
        marked = "".join(chr(i) for i, clash in zip(example.ids, example.clash, strict=True) if clash == 1)
        assert marked == "12" and example.outcomes == [3] and example.kind == 0


@only("pairs")
def test_what_is_packed_is_read_back_with_other_numbers(script: ModuleType, tmp_path: Path) -> None:
    known = lessons(script)
    script.write_lessons(known.renumbered({i: i + 1 for i in range(300)}), tmp_path)
    back = script.read_lessons(tmp_path).renumbered({i + 1: i for i in range(300)})
    assert script.drawn(back, 0, 1) == script.drawn(known, 0, 1)


@only("pairs")
def test_the_probabilities_of_all_outcomes_that_a_label_leaves_open_are_taught(script: ModuleType) -> None:
    class Sure(torch.nn.Module):
        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> PairLogits:
            outcome = torch.tensor([[0.0, 9.0, 0.0, 0.0, 0.0]]).expand(len(ids), 5)
            return PairLogits(outcome, torch.zeros(len(ids), 9), torch.zeros(ids.shape))

    def taught(outcomes: list[int]) -> float:
        return float(script.loss(Sure(), [script.Example((0, 5, 2), outcomes, -1, [-1] * 3)], torch.device("cpu")))

    assert taught([1]) == pytest.approx(taught([1, 2]), abs=0.01) and taught([3]) > taught([1]) + 5


ROWS = [
    {
        "id": "r1",
        "lang": "en",
        "before": "The mayor of Sarn, Ann Lee, met reporters on Monday.",
        "t": "She denied that the old bridge was closed and said the new one opens soon.",
        "claims": [
            {"c": "the old bridge was closed", "s": "The mayor of Sarn, Ann Lee", "b": 1, "st": "denies"},
            {"c": "the new one opens soon", "s": "The mayor of Sarn, Ann Lee", "b": 1, "st": "expects"},
        ],
    },
    {"id": "t1", "text": 7, "lang": "en", "t": "The army said the road is open.", "claims": [
        {"c": "the road is open", "s": "The army", "st": "asserts"}]},
    {"id": "t2", "text": 7, "lang": "en", "t": "“It is not,” he added, Reuters wrote.", "claims": [
        {"c": "It is not", "s": "?", "via": "Reuters", "st": "asserts"}]},
    {"id": "r2", "lang": "en", "t": "Read also: weather", "claims": []},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data, and of labels a line of our own that is of a corpus."""
    for name, rows in (
        ("train/marked_sentences.jsonl.gz", ROWS),
        ("corpora/news.jsonl.gz", [{"text": "Up. It fell."}]),
    ):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True)
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "labels").mkdir()
    return tmp_path


def label(folder: Path, **changed: object) -> None:
    article = hashlib.sha256(b"Up. It fell.").hexdigest()[:16]
    row = {"id": "n1", "lang": "en", "corpus": "news", "article": article, "start": 4, "end": 12, "before": [0, 3]}
    row |= {"claims": [{"c": [0, 7], "s": [0, 2], "b": 1, "st": "asserts"}]} | changed
    (folder / "labels" / "en.jsonl").write_text(json.dumps(row) + "\n", "utf-8")


@only("data")
def test_labels_are_joined_with_the_texts_they_are_of(
    script: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "LABELS", folder / "labels")
    label(folder)
    joined = script.train_rows(folder / "data")[-1]
    assert (joined["before"], joined["t"]) == ("Up.", "It fell.")
    assert joined["claims"] == [{"c": "It fell", "s": "Up", "b": 1, "st": "asserts"}]
    label(folder, article="0" * 16)
    with pytest.raises(SystemExit, match="article 0000000000000000 of n1 is not in news"):
        script.train_rows(folder / "data")
    label(folder, corpus="lost")
    with pytest.raises(SystemExit, match="lost"):
        script.train_rows(folder / "data")


@only("data")
def test_the_labels_of_dev_share_no_article_and_no_text_with_those_of_training(script: ModuleType) -> None:
    sides = [
        {
            row.get("article") or f"{path.stem} {row.get('text', row['id'])}"
            for path in paths
            for row in script.lines(path)
        }
        for paths in (script.LABELS.glob("*.jsonl"), (script.LABELS / "dev").glob("*.jsonl"))
    ]
    assert all(sides) and not sides[0] & sides[1]


@only("data")
def test_rows_become_documents_whose_marks_are_places(script: ModuleType) -> None:
    single, text, empty = script.documents(ROWS)
    assert single.sentences == (ROWS[0]["before"], ROWS[0]["t"]) and single.marks[0] is None
    for mark in single.marks[1]:
        assert mark.owner == "named" and mark.speaker == (0, 0, len("The mayor of Sarn, Ann Lee"))
    (first,), (second,) = text.marks
    assert text.sentences[0][first.start : first.end] == "the road is open" and first.speaker == (0, 0, 8)
    assert second.owner == "unknown" and second.via == (1, 23, 30)
    assert empty.marks == ((),)


@only("data")
@pytest.mark.parametrize(
    ("text", "words", "taken", "near", "wanted"),
    [
        ("Alison saw Ali", "Ali", [], (0, 0), (11, 14)),  # a whole word before a part
        ("Ali said Ali left", "Ali", [(9, 17)], (9, 17), (0, 3)),  # outside a claim before within
        ("Ali said so, Ali said", "Ali", [], (18, 21), (13, 16)),  # the nearest
    ],
)
def test_words_are_placed_where_they_are_meant(
    script: ModuleType, text: str, words: str, taken: list, near: tuple[int, int], wanted: tuple[int, int]
) -> None:
    assert script.place(text, words, taken, near) == wanted


@only("augment")
def test_changes_keep_every_character_in_its_place(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    data = importlib.import_module("data")
    document = data.Document("en", ('He said: "It\'s «open», all," and İ left.',), ((),))
    for name in ("QUOTED", "UNENDED", "LOWERED", "BARE"):
        monkeypatch.setattr(script, name, 0)
    assert script.augmented(document, random.Random(1)) == document
    for name in ("QUOTED", "UNENDED", "LOWERED", "BARE"):
        monkeypatch.setattr(script, name, 1)
        changed = [script.augmented(document, random.Random(seed)).sentences[0] for seed in range(20)]
        assert {len(text) for text in changed} == {len(document.sentences[0])}
        monkeypatch.setattr(script, name, 0)
    assert script.quoted('"a" «b»', "“”") == "“a” “b”"


@only("lessons")
def test_documents_are_joined_and_keep_their_marks(script: ModuleType) -> None:
    data = importlib.import_module("data")
    single, text, empty = data.documents(ROWS)
    both = script.joined(single, text)
    assert both.sentences[2:] == text.sentences and both.marks[2][0].speaker == (2, 0, 8)
    assert not script.may_follow(text) and script.may_follow(single)
    assert script.without_before(single) == single, "a mark is in it"
    found = script.epoch([single, text, empty] * 9, seed=1)
    assert found == script.epoch([single, text, empty] * 9, seed=1) != script.epoch([single, text, empty] * 9, seed=2)
    assert sum(len(document.sentences) for document in found) == 9 * 5


@only("tagger")
def test_a_tagger_is_trained_goes_on_and_is_packed(
    script: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factcheck.models import e5

    data, lessons = importlib.import_module("data"), importlib.import_module("lessons")
    monkeypatch.setattr(data, "LABELS", folder / "labels")
    monkeypatch.setattr(torch, "set_flush_denormal", lambda on: None)  # it would last
    # One layer is enough to see that it runs.
    whole = e5.bert
    monkeypatch.setattr(e5, "bert", lambda file: cut(whole(file)))

    def cut(bert: torch.nn.Module) -> torch.nn.Module:
        bert.encoder.layer = bert.encoder.layer[:1]
        return bert

    def run(*words: object) -> None:
        monkeypatch.setattr("sys.argv", ["tagger.py", *map(str, words)])
        script.main()

    run(folder / "data", folder / "out", "--epochs", 2)
    log = [json.loads(line) for line in (folder / "out" / "log.jsonl").read_text("utf-8").splitlines()]
    assert [line["epoch"] for line in log] == [1, 2] and log[1]["loss"] < log[0]["loss"]
    run(folder / "data", folder / "out", "--epochs", 2)
    assert len((folder / "out" / "log.jsonl").read_text("utf-8").splitlines()) == 2, "it was done"
    packed = importlib.import_module("packed")
    weights = packed.load_pieces(folder / "out")
    assert weights["claim.weight"].shape == (3, 384) and not any("embeddings" in name for name in weights)
    run(folder / "data", "-", "--epochs", 1, "--pack", folder / "pack")
    assert (folder / "pack" / lessons.FILE).exists()
    assert (folder / "pack" / "encoder.safetensors").stat().st_size < 50 * 2**20


def test_a_packed_encoder_says_what_the_whole_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.models import e5

    monkeypatch.syspath_prepend(str(TRAINING))
    packed = importlib.import_module("packed")
    file, _ = e5.installed()
    ids = [e5.tokenizer(file).encode(text).ids for text in ("The army left the town.", "غادر الجيش البلدة اليوم")]
    ids = torch.tensor([row[:7] for row in ids])
    number = packed.save(file, {int(i) for i in ids.flatten()}, tmp_path)
    net, mask = packed.load(tmp_path).eval(), torch.tensor([[1] * 7, [1] * 5 + [0] * 2])
    with torch.inference_mode():
        there = net(ids.clone().apply_(number.get), mask).last_hidden_state
        whole = e5.bert(file)(input_ids=ids, attention_mask=mask).last_hidden_state
    alike = torch.cosine_similarity(there, whole, dim=-1)[mask.bool()]
    assert alike.min() > 0.995


def test_trained_weights_come_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TRAINING))
    packed = importlib.import_module("packed")
    monkeypatch.setattr(packed, "PIECE", 1000)
    weights = {f"layer {i}": torch.full((100,), float(i)) for i in range(5)}
    packed.save_pieces(weights, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    found = packed.load_pieces(tmp_path)
    assert found.keys() == weights.keys() and all(found[name].equal(weights[name]) for name in weights)
