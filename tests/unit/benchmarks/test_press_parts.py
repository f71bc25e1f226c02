"""The classifier that tells press from print: exact on what it can tell, at chance on what it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F64
from benchmarks.press_parts.likeness import beyond, tell


def books(rng: np.random.Generator, middle: float = 0.0, spread: float = 1.0) -> list[tuple[str, F64]]:
    return [(book, rng.normal(middle, spread, size=(120, 4))) for book in "abc"]


def test_what_comes_from_one_source_cannot_be_told() -> None:
    rng = np.random.default_rng(0)
    told = tell(books(rng), books(rng))
    assert set(told.by_book) == {"a", "b", "c"}
    assert told.whole == pytest.approx(0.5, abs=0.07)


def test_a_shifted_feature_and_a_wider_one_are_told() -> None:
    rng = np.random.default_rng(1)
    assert tell(books(rng), books(rng, middle=2.0)).whole > 0.99
    assert tell(books(rng), books(rng, spread=3.0)).whole > 0.85


def test_a_book_is_judged_by_the_others() -> None:
    rng = np.random.default_rng(2)
    real, press = books(rng), books(rng)
    # Only the press's page of book a is odd: what was learned from b and c does not know how.
    press[0] = ("a", press[0][1] + [3.0, 0.0, 0.0, 0.0])
    assert tell(real, press).by_book["a"] < 0.95


def test_the_share_beyond_the_press_is_one_percent_where_nothing_differs() -> None:
    rng = np.random.default_rng(3)
    assert beyond(rng.normal(size=20000), rng.normal(size=20000)) == pytest.approx(0.01, abs=0.003)
    assert beyond(np.full(10, 5.0), np.zeros(10)) == 1.0
