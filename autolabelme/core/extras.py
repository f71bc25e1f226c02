"""What comes with which extra of the installation, and the one line that a lacking one is told with.

The base installation annotates on the command line and aligns with SIFT; the window, the networks and the
notebooks' tables are extras. A module that needs one simply imports it: whoever runs a command or a job
turns the failed import into words with `explain`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from .errors import AutolabelmeError

EXTRAS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "gui": ("PyQt6", "qtawesome", "pyqtgraph", "labelme"),
        "train": (
            *("torch", "torchvision", "kornia", "pytorch_lightning", "torchmetrics"),
            *("pycocotools", "faster_coco_eval", "safetensors"),
        ),
        "notebook": ("pandas", "matplotlib"),
        "catalogue": ("sqlalchemy", "alembic", "httpx", "usearch", "dask", "distributed"),
    }
)
"""Modules by extra, as setup.cfg has their packages; a test compares the two."""


class MissingExtraError(AutolabelmeError, ImportError):
    """Something was asked for that needs an extra which is not installed; the text says which."""


def extra_of(module: str) -> str | None:
    """The extra that brings a module ("torch.nn": train), or None."""
    top = module.partition(".")[0]
    return next((extra for extra, modules in EXTRAS.items() if top in modules), None)


def installed(module: str) -> bool:
    """Whether a module can be found; nothing is imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):  # a finder that refuses it, a module without a spec
        return False


def lacks(extra: str) -> bool:
    """Whether a module of an extra cannot be found; nothing is imported."""
    return not all(installed(module) for module in EXTRAS[extra])


def hint(extra: str) -> str:
    """How to install an extra."""
    return f"pip install 'autolabelme[{extra}]'"


def explain(error: ImportError) -> MissingExtraError | None:
    """The failed import in words, where an extra would mend it; None where it is another fault."""
    if isinstance(error, MissingExtraError):
        return error
    # An import hook need not fill in the name.
    names = [error.name] if error.name else re.findall(r"\w+", str(error))
    for name in names:
        extra = extra_of(name)
        if extra is not None and not installed(name.partition(".")[0]):
            top = name.partition(".")[0]
            return MissingExtraError(
                "this needs {top}, which is not installed: {hint}", top=top, hint=hint(extra)
            )
    return None


@contextmanager
def explained() -> Iterator[None]:
    """Turn a failed import of an extra's module into `MissingExtraError`."""
    try:
        yield
    except ImportError as error:
        reason = explain(error)
        if reason is None:
            raise
        raise reason from error
