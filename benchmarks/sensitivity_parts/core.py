"""What is one page, place or year is a rule of what files and people mean: its numbers are held by tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .engines import numbers_of

OTHERS: Sequence[Mapping[str, Any]] = ()
UNVARIED: Mapping[str, str] = dict.fromkeys(
    (number.name for number in numbers_of("core")), "says what is meant"
)


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """None of these has a figure."""
    raise KeyError(name)
