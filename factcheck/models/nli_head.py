"""The NLI head that ships with the package: multilingual-e5-small reads two texts together, three logits come out.

`weights/nli.safetensors` and `weights/nli.json` hold it as `packing` tells; the latter says what the logits mean, too.

This module imports torch as it loads; import it only where a model is about to be used.
"""

from importlib.resources.abc import Traversable
from types import SimpleNamespace
from typing import Any

import torch
from transformers import BertModel, PreTrainedTokenizerFast

from factcheck.models import e5, packing
from factcheck.schema import LABELS

NAME, WHAT = "nli", "The embedded NLI model"
MEND = "Install factcheck-claims again, or name another model with --nli."


class PairClassifier(torch.nn.Module):
    """`<s> A </s> </s> B </s>` -> mean over the tokens -> dense, tanh -> logits in the order of LABELS."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.bert = encoder
        self.dense, self.out = torch.nn.Linear(width, width), torch.nn.Linear(width, len(LABELS))
        self.config = SimpleNamespace(
            id2label=dict(enumerate(LABELS)), max_position_embeddings=encoder.config.max_position_embeddings
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
        """`.logits` (n, 3) of token numbers and mask, both int64 (n, tokens)."""
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1)
        mean = (hidden * kept).sum(1) / kept.sum(1)
        return SimpleNamespace(logits=self.out(torch.tanh(self.dense(mean))))


def load_head(folder: Traversable | None = None) -> tuple[PairClassifier, PreTrainedTokenizerFast, str, float]:
    """The network, its tokenizer, a name that says which weights it has, and the temperature of its logits.

    folder: where the two files lie; the package's own if not given. Raises ModelError if they are missing, damaged
    or made for another encoder.
    """
    shipped = packing.read(NAME, WHAT, folder, MEND)
    try:
        labels, temperature = tuple(shipped.config["labels"]), float(shipped.config["temperature"])
    except (ValueError, KeyError, TypeError) as error:
        raise shipped.fault(f"cannot be read ({error})") from error
    if labels != LABELS:
        raise shipped.fault(f"has the labels {', '.join(labels)}; {', '.join(LABELS)} are wanted")
    net = PairClassifier(e5.bert(shipped.encoder))
    shipped.fill(net)
    return net.eval(), tokenizer(shipped.encoder), f"embedded:nli@{shipped.digest}", temperature


def tokenizer(file: e5.E5File) -> PreTrainedTokenizerFast:
    """The encoder's tokenizer as transformers has them; a pair becomes `<s> A </s> </s> B </s>`."""
    made = e5.tokenizer(file)
    made.no_padding()
    inputs = ["input_ids", "attention_mask"]
    return PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", model_input_names=inputs)
