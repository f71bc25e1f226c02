"""Ornaments for the alignment tests: set and printed once a session, small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.press.sorts import Sort, load_sorts
from ransac_gui.core.synthetic import draw_ornament, impressions


@dataclass(frozen=True, eq=False)
class Prints:
    """Two impressions of one ornament in register, and one of another ornament."""

    first: U8
    second: U8
    other: U8


@pytest.fixture(scope="session")
def sorts() -> tuple[Sort, ...]:
    return load_sorts()


@pytest.fixture(scope="session")
def prints(sorts: tuple[Sort, ...]) -> Prints:
    rng = np.random.default_rng(11)
    layout = draw_ornament(sorts, 460, rng)
    first, second = impressions(layout, sorts, ("clean", "clean"), rng)
    other, _ = impressions(draw_ornament(sorts, 460, rng), sorts, ("clean", "clean"), rng)
    return Prints(first, second, other)
