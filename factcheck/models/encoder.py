"""Text -> unit vectors, by the embedded multilingual-e5-small or any sentence-transformers model.

torch and sentence-transformers take seconds to import, so they are imported where a model is loaded.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from factcheck.errors import ModelError
from factcheck.models import e5_package
from factcheck.settings import EMBEDDED
from factcheck.text.letters import own_letters
from factcheck.text.marks import Seen, seen

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Item = TypeVar("Item")
Model = TypeVar("Model", bound="torch.nn.Module")

MAX_CHARACTERS = 20_000
"""No text is read further. 512 tokens are 8,192 characters at most; the rest is room for runs of blanks."""

E5_PROMPT = "query: "
"""What the e5 model cards ask for where both texts are of one kind, as two claims are."""

E5_INSTRUCT_PROMPT = "Instruct: Retrieve semantically similar text.\nQuery: "
"""The same for the e5 models that take an instruction (Wang et al. 2024, arXiv 2401.00368, STS tasks)."""

HUB_SECONDS = 10
"""How long to wait for a sign of life from the model hub."""

AT_ONCE, AT_ONCE_ON_A_GPU = 8, 256
"""Texts embedded at once. Eight claims fit a processor's caches: 66 a second on two cores, where the 32 that
sentence-transformers takes give 48 and four give 63 (`benchmarks/embedding.py` compares)."""

A_CORE = 32
"""Texts beyond which each core of a processor embeds texts of its own, so many at a time: on two cores 1.2 times as
many a second as when both share a batch."""

SAMPLE = 1024
"""Weights of each tensor that go into a fingerprint; training moves nearly all of them."""


class Encoder:
    """A sentence-transformers model that gives the same vectors for the same texts in any order."""

    def __init__(self, load: Callable[[], "SentenceTransformer"], name: str, prompt: str | None) -> None:
        """load: called once, when the model is first wanted; what it raises is raised there."""
        self._load, self._loading = cache(load), Lock()
        self.name = name
        """Says which weights these are; two encoders of one name give the same vectors."""
        self._prompt = prompt

    @property
    def model(self) -> "SentenceTransformer":
        with self._loading:
            return self._load()

    @cached_property
    def dimension(self) -> int:
        return _dimension(self.model)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors: float32 array (len(texts), dimension), rows of length 1.

        A text that occurs twice is embedded once. Texts beyond the model's length are cut. The same set of
        texts in any order gives the same vectors to the bit; among other texts a vector may move by the
        rounding of a batch of another shape: cosine 1 to about 1e-6 in float32, 1e-5 in bfloat16.
        """
        if not len(texts):
            return np.empty((0, self.dimension), np.float32)
        unique, places = by_length([readable(text) for text in texts], len)
        model = self.model
        on_cpu = model.device.type == "cpu"
        encode = partial(
            model.encode,
            prompt=self._prompt,
            batch_size=AT_ONCE if on_cpu else AT_ONCE_ON_A_GPU,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        vectors = _a_core_each(encode, unique) if on_cpu and len(unique) > A_CORE else encode(unique)
        return np.asarray(vectors, np.float32)[places]


def _a_core_each(encode: Callable[[list[str]], np.ndarray], texts: list[str]) -> np.ndarray:
    """`encode(texts)`, a part of them on each core, the longest first: cores that share a batch wait for each other."""
    import torch

    threads = torch.get_num_threads()
    parts = [texts[i : i + A_CORE] for i in range(0, len(texts), A_CORE)]
    try:
        # The number of threads is each thread's own for some of torch's libraries, and of all for others.
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as cores:
            return np.concatenate(list(cores.map(encode, parts[::-1]))[::-1])
    finally:
        torch.set_num_threads(threads)


def load_encoder(model: str = EMBEDDED) -> Encoder:
    """The encoder of that name: `embedded`, or any sentence-transformers name or path.

    The embedded one is loaded when it is first used. Raises ModelError, there or here, if there is no such model or it
    cannot be read. Code that comes with a model is not run.
    """
    if model == EMBEDDED:
        return Encoder(_embedded, e5_package.name(), E5_PROMPT)
    from sentence_transformers import SentenceTransformer

    loaded = load_pretrained(SentenceTransformer, model)
    return Encoder(lambda: loaded, fingerprint(loaded, model), _prompt_for(loaded, model))


def _embedded() -> "SentenceTransformer":
    from factcheck.models import e5

    return e5.load()


def load_pretrained(kind: Callable[..., Model], name: str) -> Model:
    """`kind(name)` from a directory, the cache of the model hub, or the hub. Raises ModelError."""
    from transformers.utils import logging

    bars_were_on = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    # Readers of weights, configurations and tokenizers raise whatever they like: none of it is for a user.
    try:
        return _local_or_hub(kind, name)
    except Exception as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ModelError(
            f"The model {name!r} cannot be loaded: {reason.rstrip('.')}. "
            "Name a directory that holds a model, or a model of the hub when it can be reached."
        ) from error
    finally:
        if bars_were_on:
            logging.enable_progress_bar()


def _local_or_hub(kind: Callable[..., Model], name: str) -> Model:
    try:
        return kind(name, local_files_only=True)
    except Exception:
        # Without the question first, a hub that cannot be reached is asked for over a minute, file by file.
        if Path(name).exists() or not _hub_answers():
            raise
    return kind(name)


def _hub_answers() -> bool:
    from huggingface_hub import constants
    from huggingface_hub.utils import get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=HUB_SECONDS)
    except Exception:  # of requests or of httpx, as the hub's library is old or new
        return False
    return True


def _dimension(model: "SentenceTransformer") -> int:
    # Renamed in sentence-transformers 5.4; the old name warns from then on.
    ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    dimension = ask()
    return dimension if dimension is not None else model.encode([""]).shape[1]


def _prompt_for(model: "SentenceTransformer", name: str) -> str | None:
    """What goes before each text; None leaves it to the model's own default prompt, if it has one."""
    words = re.split(r"[-_.]", Path(name).name.lower())
    if model.default_prompt_name or "e5" not in words:
        return None
    return E5_INSTRUCT_PROMPT if "instruct" in words else E5_PROMPT


def fingerprint(model: "torch.nn.Module", name: str) -> str:
    """`name@digest`: the model's name without its directory, and what tells its weights from others'."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        flat = tensor.flatten()
        sample = flat[:: max(1, len(flat) // SAMPLE)].cpu().double()
        digest.update(f"{key} {tuple(tensor.shape)}".encode() + sample.numpy().tobytes())
    return f"{Path(name).resolve().name if Path(name).is_dir() else name}@{digest.hexdigest()[:12]}"


def readable(text: str) -> str:
    """The text as a tokenizer can take it: not endless, without halves of surrogate pairs and what is not seen, in the
    letters of its language."""
    return own_letters(seen(_whole(text)).text)


def readable_with_places(text: str) -> Seen:
    """The text as `readable` gives it, with the place of each of its characters in the text as it is."""
    found = seen(_whole(text))
    return found._replace(text=own_letters(found.text))


def _whole(text: str) -> str:
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()


def by_length(items: Sequence[Item], length: Callable[[Item], int]) -> tuple[list[Item], np.ndarray]:
    """The distinct items, shortest first, and for each given item its place among them: int array (n,).

    A batch then holds items of like length, and which ones does not depend on the order they were given in.
    """
    unique = sorted(set(items), key=lambda item: (length(item), item))
    place = {item: i for i, item in enumerate(unique)}
    return unique, np.array([place[item] for item in items], dtype=np.intp)
