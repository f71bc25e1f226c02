"""A strip that repeats, laid a unit off by its features, is moved to where all of it fits."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.opencv import cv2
from ransac_gui.core import align as aligning
from ransac_gui.core import strips
from ransac_gui.core.align import Alignment, align
from ransac_gui.core.block import shift
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Matches
from ransac_gui.core.hypotheses import Hypothesis
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import Working
from ransac_gui.core.verify import examine

QUICK = AlignParams(features="sift", fine="none")


def strip() -> F32:
    """Seven units of 70 px."""
    rng = np.random.default_rng(5)
    unit = cv2.GaussianBlur(rng.standard_normal((60, 70)).astype(np.float32), (0, 0), 3) > 0.05
    ink = np.zeros((100, 560), np.float32)
    ink[20:80, 30:520] = np.tile(unit.astype(np.float32), (1, 7))
    return ink


def printed(ink: F32, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


def laid_by(monkeypatch: pytest.MonkeyPatch, shift_px: float) -> None:
    """The search lays everything so far along the strip."""
    matrix: F64 = np.array([[1.0, 0, shift_px], [0, 1, 0], [0, 0, 1]])

    def found(_: object, source: Working, reference: Working, *__: object, **___: object) -> Hypothesis:
        warp = WarpMap(reference.width, reference.height, matrix[None])
        at = np.stack(np.meshgrid(np.arange(100.0, 460, 20), np.arange(25.0, 80, 10)), -1).reshape(-1, 2)
        matches = Matches(at, at + np.array([shift_px, 0.0]), np.ones(len(at)), "sift")
        return Hypothesis(warp, matches, len(at), examine(source, reference, warp), "sift")

    monkeypatch.setattr(aligning, "best_hypothesis", found)


@pytest.mark.parametrize("units", [-1, 1, 2])
def test_a_strip_is_moved_by_whole_units_to_where_all_of_it_fits(
    monkeypatch: pytest.MonkeyPatch, units: int
) -> None:
    laid_by(monkeypatch, 70.0 * units)
    found = align(printed(strip(), 2), printed(strip(), 1), QUICK, verdict=True)
    assert isinstance(found, Alignment) and found.verdict is not None
    middle = np.array([[280.0, 50.0]])
    np.testing.assert_allclose(found.warp.points(middle), middle, atol=1.5)
    assert found.verdict.units_off == 0 and found.coverage > 0.95


def test_one_that_covers_the_reference_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for a repeat takes as long as a feature search on a large picture."""

    def never(_: Working) -> None:
        raise AssertionError("looked for a repeat")

    laid_by(monkeypatch, 0.0)
    monkeypatch.setattr(strips, "repeat_of", never)
    assert isinstance(align(printed(strip(), 2), printed(strip(), 1), QUICK), Alignment)


def test_what_fits_worse_a_unit_further_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a unit on, nothing lies on its like."""
    laid_by(monkeypatch, 70.0)
    off = iter([1, 0])
    monkeypatch.setattr(strips, "repeat_of", lambda _: shift.Repeat(35.0, 0.0, 0.7))
    monkeypatch.setattr(strips, "units_off", lambda *_: next(off))
    found = align(printed(strip(), 2), printed(strip(), 1), QUICK)
    assert next(off, None) is None
    assert isinstance(found, Alignment)
    assert found.warp.points(np.array([[280.0, 50.0]]))[0, 0] == pytest.approx(350, abs=2)
