"""Numbers of a block verdict that few pairs reach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ransac_gui.core.block import pieces, shift, verdict
from ransac_gui.core.block.paper import last_level
from ransac_gui.core.prepare import Working


def test_a_map_of_moves_keeps_four_hundred_windows_at_most() -> None:
    found: Any = SimpleNamespace(
        centres=np.zeros((1000, 2)),
        moves=np.zeros((1000, 2)),
        on_block=np.ones(1000, np.bool_),
    )
    kept = verdict._some_moves(found, np.zeros(2))
    assert 300 < len(kept) <= 400


@pytest.mark.parametrize(("near", "unit"), [(0.80, 40), (0.70, 80)])
def test_the_shortest_unit_that_fits_about_as_well_is_taken(
    monkeypatch: pytest.MonkeyPatch, near: float, unit: int
) -> None:
    told = {40: near, 80: 0.88}
    monkeypatch.setattr(
        shift, "_with_itself", lambda _, most: np.array([told.get(one, 0.0) for one in range(most + 1)])
    )
    assert shift._repeat_along(np.zeros((60, 400), np.float32)) == (unit, told[unit])


@pytest.mark.parametrize(("side", "search"), [(1000, 16), (600, 10), (200, 6)])
def test_the_last_look_reaches_as_far_as_the_picture_is_large(side: int, search: int) -> None:
    ink = np.zeros((side // 2, side), np.float32)
    gray = np.full(ink.shape, 255, np.uint8)
    assert last_level(Working(gray, ink, 1.0, side, side // 2)).search == search


@pytest.mark.parametrize(("apart", "places"), [(12, 1), (20, 2)])
def test_places_of_a_patch_lie_three_quarters_of_it_apart(
    monkeypatch: pytest.MonkeyPatch, apart: int, places: int
) -> None:
    fits = np.zeros((100, 100), np.float32)
    fits[40, 30] = fits[40, 30 + apart] = 0.9
    monkeypatch.setattr(pieces, "correlations", lambda _field, _pose: fits.copy())
    assert pieces._places(np.zeros((120, 120), np.float32), [np.zeros((20, 20), np.float32)], None) == places
