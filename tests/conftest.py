"""What several test files share."""

from pathlib import Path
from typing import Any

import pytest

from factcheck.embedding import Encoder, load_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The embedded model; it takes seconds to load, so there is one."""
    return load_encoder()


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`tiny_bert(kind, **config)` saves a tiny random BERT and its tokenizer, and gives their directory.

    `kind` is the transformers class, `config` what its BertConfig says beyond the sizes.
    """
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    sentence = "troops left the town stayed in talks began ended rain fell"
    vocabulary = {word: i for i, word in enumerate([*special, *sentence.split()])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    roles = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    names = dict(zip(roles, special, strict=True))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=32, **names)

    def save(kind: Any, **config: Any) -> Path:
        torch.manual_seed(7)
        sizes = {"vocab_size": len(vocabulary), "hidden_size": 16, "intermediate_size": 32}
        depth = {"num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 32}
        model = kind(BertConfig(**sizes, **depth, initializer_range=1.0, **config))
        path = tmp_path_factory.mktemp("model")
        model.save_pretrained(path)
        fast.save_pretrained(path)
        return path

    return save
