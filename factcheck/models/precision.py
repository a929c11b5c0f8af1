"""In which numbers a device multiplies.

This module imports torch as it loads; import it only where a model is about to be used.
"""

from contextlib import nullcontext
from typing import Any

import torch


def autocast(device: torch.device) -> Any:
    """bfloat16 on what multiplies in it: twice as fast there, several times slower on other processors."""
    is_fast = {"cpu": _multiplies_bfloat16, "cuda": torch.cuda.is_bf16_supported}.get(device.type)
    return torch.autocast(device.type, torch.bfloat16) if is_fast and is_fast() else nullcontext()


def _multiplies_bfloat16() -> bool:
    # Older torch cannot tell; float32 is right everywhere, only slower.
    ask = getattr(torch.cpu, "get_capabilities", None)
    features = ask() if ask else {}
    return any(features.get(feature, False) for feature in ("avx512_bf16", "amx_bf16"))
