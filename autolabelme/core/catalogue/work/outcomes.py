"""What comes of an item of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...errors import InputError

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[S, T]):
    """What came of one item: a value, or the reason why there is none."""

    item: S
    value: T | None = None
    problem: InputError | None = None


def attempt(work: Callable[[S], T], item: S) -> Outcome[S, T]:
    """One item, here and now."""
    try:
        return Outcome(item, work(item))
    except InputError as error:
        return Outcome(item, problem=error)
