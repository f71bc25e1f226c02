"""Which device a network runs on."""

from __future__ import annotations

import torch

from autolabelme.core.errors import InputError


def device_of(name: str) -> str:
    """'cuda' or 'cpu' for 'auto'; `InputError` when a GPU is asked for and there is none."""
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("no GPU was found; choose the device cpu or auto")
    return name
