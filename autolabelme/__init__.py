"""AutoLabelme: annotate, align and inspect the ornaments of early printed books.

For a notebook::

    import autolabelme as al

    copies = al.match("page.jpg", (120, 340, 180, 400))
    result = al.align("reference.png", "suspect.png")
    found = al.inspect("page_matched.json")

The names stand in `autolabelme.api` and are imported when one is first used, so that ``import autolabelme``
brings neither NumPy nor Qt nor torch.
"""

import importlib
from typing import Any

__version__ = "0.1.0"
__all__ = [
    "AlignResult",
    "AutolabelmeError",
    "InputError",
    "InspectResult",
    "MatchResult",
    "Pose",
    "Vignette",
    "__version__",
    "align",
    "inspect",
    "match",
    "read_boxes",
    "read_page",
    "sample",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        value = globals()[name] = getattr(importlib.import_module(f"{__name__}.api"), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
