"""No figures of the press: its numbers decide nothing about a page of a book, only how one is printed.

What was matched with real print has figures of its own (decision 0190, `benchmarks/press.py`); what else
holds a number is a test of the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .numbers import ROOT, read_numbers

UNVARIED: Mapping[str, str] = dict.fromkeys(
    (number.name for number in read_numbers(ROOT / "autolabelme" / "core" / "press" / "tuning.py")),
    "says how a page is printed",
)


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """See the other files of figures; here no number has one."""
    raise KeyError(f"no figure for {name}")
