"""Dirt on impressions that a ledger's weights are learned from."""

from __future__ import annotations

import numpy as np

from benchmarks.ledger_parts.cases import dirtied
from ransac_gui.core.ledger.frame import Frame, Sheet


def test_dirt_only_adds_ink_differs_by_impression_and_is_the_same_again() -> None:
    ink = np.zeros((300, 400), np.float32)
    ink[::12] = 1.0
    sheet = Sheet("a", np.full(ink.shape, 255, np.uint8), ink, np.ones(ink.shape, bool))
    frame = Frame((sheet,) * 4, (), np.ones(ink.shape, bool), 1.0)
    found = dirtied(frame, 3)
    added = [one.ink - ink for one in found.sheets]
    assert all(one.min() >= 0 for one in added) and sum(one.max() > 0.4 for one in added) >= 3
    assert not np.array_equal(added[0], added[1]) and not frame.sheets[0].ink[1].any()
    again = dirtied(frame, 3)
    assert all(np.array_equal(a.ink, b.ink) for a, b in zip(found.sheets, again.sheets, strict=True))
