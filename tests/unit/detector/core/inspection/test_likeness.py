"""Drawings of two impressions, point by point: another one, turned, gone; and what is only badly printed."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.ink import ink_fraction
from detector.core.inspection.likeness import LIKENESS_MEASURES, likeness
from detector.core.inspection.pair import compare_pair

CELL, COLUMNS, ROWS, MARGIN = 64, 14, 4, 60


def piece(kind: int) -> U8:
    """A vignette of 56 px: each kind another drawing, none of them symmetric."""
    gray = np.full((56, 56), 225, dtype=np.uint8)
    if kind == 0:
        cv2.ellipse(gray, (28, 28), (20, 12), 30, 20, 330, 40, 5)
        cv2.line(gray, (12, 46), (30, 30), 40, 4)
    elif kind == 1:
        cv2.circle(gray, (20, 36), 12, 40, 5)
        cv2.line(gray, (24, 8), (46, 30), 40, 5)
    else:
        for x in (8, 22, 36):
            cv2.line(gray, (x, 48), (x + 12, 8), 40, 4)
    return gray


def ornament(edit: str = "", at: tuple[int, int] = (1, 5)) -> U8:
    """Rows of two kinds by turns; `edit` one vignette."""
    high, wide = 2 * MARGIN + ROWS * CELL, 2 * MARGIN + COLUMNS * CELL
    page = np.full((high, wide), 225, dtype=np.uint8)
    for row in range(ROWS):
        for column in range(COLUMNS):
            drawn = piece(row % 2)
            if edit and (row, column) == at:
                if edit == "removed":
                    continue
                drawn = {"foreign": piece(2), "turned": np.rot90(drawn, 2), "swapped": piece(1 - row % 2)}[
                    edit
                ]
            top, left = MARGIN + row * CELL, MARGIN + column * CELL
            page[top : top + 56, left : left + 56] = drawn
    return page


def printed(gray: U8, seed: int, worn: float = 0.0) -> U8:
    """`worn`: the share of the page that took little ink, in blots."""
    rng = np.random.default_rng(seed)
    blots = cv2.GaussianBlur(rng.normal(0, 1, gray.shape).astype(np.float32), (0, 0), 6)
    pale = blots > np.quantile(blots, 1 - worn) if worn else np.zeros(gray.shape, np.bool_)
    after = np.where(pale, 225 - 0.3 * (225 - gray.astype(np.float32)), gray).astype(np.float32)
    return np.clip(cv2.GaussianBlur(after, (0, 0), 0.8) + rng.normal(0, 3, gray.shape), 0, 255).astype(
        np.uint8
    )


def box(at: tuple[int, int]) -> tuple[int, int, int, int]:
    top, left = MARGIN + at[0] * CELL, MARGIN + at[1] * CELL
    return (left, top, left + 56, top + 56)


def touches(one: tuple[float, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("worn", [0.0, 0.15])
@pytest.mark.parametrize("edit", ["removed", "foreign", "turned", "swapped"])
def test_a_vignette_that_is_another_or_gone_is_found_first(edit: str, worn: float) -> None:
    seen = inspect_pair(printed(ornament(edit), 1, worn), printed(ornament(), 2, worn))
    assert touches(seen.findings[0].box, box((1, 5)))
    assert sum(not touches(one.box, box((1, 5))) for one in seen.findings) <= 1


@pytest.mark.parametrize("worn", [0.0, 0.15])
def test_untouched_vignettes_are_left_alone_however_they_are_printed(worn: float) -> None:
    seen = inspect_pair(printed(ornament(), 1, worn), printed(ornament(), 2, worn))
    assert len(seen.findings) <= 1
    assert not seen.decision.anomalous


@pytest.mark.parametrize("edit", ["removed", "foreign"])
@pytest.mark.parametrize("column", [0, COLUMNS - 1])
def test_the_last_of_a_single_row_is_compared_too(edit: str, column: int) -> None:
    """No ink agrees there, so that the frame round what agrees ends before it."""
    rows = slice(0, 2 * MARGIN + CELL)
    suspect, reference = ornament(edit, (0, column))[rows], ornament()[rows]
    seen = inspect_pair(printed(suspect, 1), printed(reference, 2))
    assert touches(seen.findings[0].box, box((0, column)))


def test_what_goes_on_to_the_picture_s_end_is_no_vignette() -> None:
    """The dark gutter of a page beside the ornament."""
    suspect, reference = ornament(), ornament()
    reference[:, : MARGIN - 12] = 60
    inside = compare_pair(printed(suspect, 1), printed(reference, 2)).inside
    assert not inside[:, : MARGIN - 12].any()
    assert inside[:, MARGIN + 12 : -MARGIN - 16].any(axis=0).all()


def inks(one: U8, other: U8) -> tuple[F32, F32]:
    return ink_fraction(one, 60.0), ink_fraction(other, 60.0)


def test_of_a_turned_vignette_the_correlation_is_low_and_no_ink_is_alone() -> None:
    first, second = inks(printed(ornament("turned"), 1), printed(ornament(), 2))
    found = likeness(first, second, np.ones(first.shape, np.bool_))
    here = found.within(tuple(float(edge) for edge in box((1, 5))))
    correlation = "correlation close by, less the middle"
    assert here.of(correlation).min() < -0.4
    elsewhere = np.setdiff1d(np.arange(len(found.x)), _indices(found.x, found.y, here.x, here.y))
    assert np.quantile(found.of(correlation)[elsewhere], 0.05) > -0.3
    assert here.of("lost").max() < 0.9


def _indices(x: np.ndarray, y: np.ndarray, some_x: np.ndarray, some_y: np.ndarray) -> np.ndarray:
    some = set(zip(some_x.tolist(), some_y.tolist(), strict=True))
    return np.array([n for n, at in enumerate(zip(x.tolist(), y.tolist(), strict=True)) if at in some])


def test_grain_of_the_paper_is_no_drawing() -> None:
    rng = np.random.default_rng(3)
    grain = [0.1 * rng.random((400, 600)).astype(np.float32) for _ in range(2)]
    found = likeness(grain[0], grain[1], np.ones((400, 600), np.bool_))
    assert found.measures.shape == (0, len(LIKENESS_MEASURES))


def test_what_stands_beyond_the_frame_does_not_count() -> None:
    first, second = inks(printed(ornament(), 1), printed(ornament(), 2))
    inside = np.zeros(first.shape, np.bool_)
    inside[MARGIN - 4 : -MARGIN - 4, MARGIN - 4 : -MARGIN - 4] = True
    plain = likeness(first, second, inside)
    second[: MARGIN - 4] = 1.0
    np.testing.assert_allclose(likeness(first, second, inside).measures, plain.measures)
