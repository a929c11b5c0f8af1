"""The parts of `training/` that decide what the NLI head and the tagger are taught."""

import gzip
import hashlib
import importlib
import json
import random
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

from tests.paths import TRAINING


@pytest.fixture(params=["augment", "crossed", "data", "hard_pairs", "lessons", "nli", "tagger"])
def script(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TRAINING))
    return importlib.import_module(request.param)


def only(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("script", [name], indirect=True)


@only("hard_pairs")
def test_numbers_that_are_put_into_a_sentence_have_the_label_of_their_intervals(script: ModuleType) -> None:
    made = list(script.number_pairs([("The strike killed 40 people in the town.", "en")], 60, seed=1))
    assert [pair.label for pair in made] == [0, 1, 2] * 20
    exact = [
        pair for pair in made if all(re.fullmatch(r"The strike killed \d+ people in the town\.", t) for t in pair[:2])
    ]
    assert {(pair.premise == pair.hypothesis, pair.label) for pair in exact} == {(True, 0), (False, 2)}


@only("hard_pairs")
def test_a_passage_holds_its_premise_among_others_of_its_language(script: ModuleType) -> None:
    rows = [
        script.Labelled(script.Pair(f"{lang} {i}.", f"said {lang} {i}", i % 3), lang)
        for lang in ("ar", "en")
        for i in range(9)
    ]
    for passage, hypothesis, label in script.passage_pairs(rows, 40, seed=1):
        own = hypothesis.removeprefix("said ") + "."
        assert own in passage and label == int(own[3]) % 3
        assert passage.count(own[:2]) == passage.count(".") in range(2, 6)
    assert list(script.passage_pairs([], 40, seed=1)) == []


@only("crossed")
def test_translations_are_found_in_whatever_order_they_stand(script: ModuleType) -> None:
    def pairs(lang: str, order: list[int]) -> list:
        return [script.Pair(f"{lang} premise {i}", f"{lang} {i}", i % 3) for i in order]

    def encode(texts: list[str]) -> np.ndarray:
        return np.eye(9, dtype=np.float32)[[int(text.split()[-1]) for text in texts]]

    groups = {"en": pairs("en", [*range(9)]), "ar": pairs("ar", [3, 8, 1, 0]), "fr": pairs("fr", [5, 4, 3])}
    found = script.translations(groups, encode)
    assert [sorted(pairs) for pairs in found[3:6]] == [["ar", "en", "fr"], ["en", "fr"], ["en", "fr"]]
    lines = list(script.crossed(found, 27, seed=1))
    assert {line["premise"].split()[-1] == line["hypothesis"].split()[-1] for line in lines} == {True}
    assert any(line["lang"] == "ar-fr" for line in lines)


@only("nli")
def test_a_pair_that_may_have_either_of_two_labels_is_taught_neither(script: ModuleType) -> None:
    logits = torch.tensor([[5.0, -5.0, -9.0], [-5.0, 5.0, -9.0]])
    either, contradiction = (script.cross_entropy(logits, torch.full((2,), label), None) for label in (3, 2))
    assert either < 0.5 < contradiction


@only("nli")
def test_a_student_is_taught_labels_and_teachers_by_halves(script: ModuleType) -> None:
    logits, truth = torch.tensor([[2.0, 0.0, -2.0]]), torch.tensor([0])
    teacher = torch.tensor([[0.0, 0.0, 1.0]])
    alone, taught = (float(script.cross_entropy(logits, truth, soft)) for soft in (None, teacher))
    said = float(logits.log_softmax(1)[0, 2])
    assert taught == pytest.approx((1 - script.TAUGHT) * alone - script.TAUGHT * said)


@only("nli")
def test_test_data_is_refused(script: ModuleType, tmp_path: Path) -> None:
    pair = script.Pair("Ten people died.", "Nobody died.", 2)
    held_out = tmp_path / "held.jsonl"
    held_out.write_text('{"premise": "Nobody  died.", "hypothesis": "Ten people died.", "label": "contradiction"}\n')
    script.refuse({"ANS ar": [script.Labelled(pair, "en")]}, [])
    with pytest.raises(SystemExit, match="Test data"):
        script.refuse({"ANS ar": [script.Labelled(pair, "en")]}, [held_out])
    with pytest.raises(SystemExit, match="Test data"):
        script.refuse({"XNLI test ar": []}, [])


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
