"""A page as the finder sees it: ink on even paper, at one size of print, whatever the scan's resolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...ink import even_paper, ink_of_inked, paper_tone
from ...opencv import cv2
from . import tuning


@dataclass(frozen=True)
class PageInk:
    """Ink of a page on a reduced grid.

    Attributes
    ----------
    ink : float32 (h, w), 0 paper .. 1 the page's full ink.
    colour : float32 (h, w), 0 grey .. 1: how far red, green and blue differ once the paper's tint is out.
    scale_x, scale_y : float, page pixels per grid pixel.
    """

    ink: Array
    colour: Array
    scale_x: float
    scale_y: float


def reduced(page: Array, side_px: int) -> Array:
    """`page`, (H, W[, C]) of any dtype that OpenCV resizes, averaged down to a longest side of `side_px`.

    As it is where it is no longer than that.
    """
    height, width = page.shape[:2]
    factor = side_px / max(height, width)
    if factor >= 1:
        return page
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return cv2.resize(page, size, interpolation=cv2.INTER_AREA)


def page_ink(page: Array) -> PageInk | None:
    """The ink of `page`, uint8 (H, W, 3) RGB; None where nothing is printed or no paper is seen."""
    small = reduced(page, tuning.CONTENT_SIDE)
    flat = _even_paper(small)
    content = 0 if flat is None else _content_side(1.0 - flat.min(axis=2))
    if content == 0:
        return None
    side = max(small.shape[:2])
    content = max(content, tuning.SMALLEST_CONTENT * side)
    goal = min(side * tuning.CONTENT_SIDE / content, tuning.LARGEST_ENLARGEMENT * max(page.shape[:2]))
    factor = goal / max(page.shape[:2])
    seen = _at(page, factor)
    letters = letter_height(seen.ink) if seen is not None else 0.0
    if letters > tuning.LARGEST_TYPE:
        return _at(page, factor * tuning.USUAL_TYPE / letters)
    if 0 < letters < tuning.SMALLEST_TYPE:
        larger = factor * min(tuning.WANTED_TYPE / letters, tuning.MOST_GROWTH)
        larger = min(larger, tuning.LARGEST_ENLARGEMENT)
        if larger > tuning.LEAST_GROWTH * factor:
            return _at(page, larger)
    return seen


def _at(page: Array, factor: float) -> PageInk | None:
    size = (max(8, round(page.shape[1] * factor)), max(8, round(page.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    flat = _even_paper(cv2.resize(page, size, interpolation=how))
    if flat is None:
        return None
    return PageInk(
        ink_of_inked(
            flat.mean(axis=2), full_percentile=tuning.FULL_INK, least=tuning.FAINT, faint=tuning.FAINT / 2
        ),
        flat.max(axis=2) - flat.min(axis=2),
        page.shape[1] / size[0],
        page.shape[0] / size[1],
    )


def without_edges(ink: Array) -> Array:
    """`ink`, float32 (h, w), 0..1, without the black edges of a photocopy or of an open book.

    They are no print, but join with the print beside them. The array itself where there are none.
    """
    solid = (ink > tuning.INKED).astype(np.uint8)
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if rows.size == 0:
        return ink
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    side = max(bottom - top, right - left)
    band = tuning.EDGE_BAND * side
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    cleaned = ink
    for label in range(1, count):
        x, y, wide, high, area = (int(value) for value in stats[label])
        if high < tuning.EDGE_UPRIGHT * side and wide < tuning.EDGE_LYING * side:
            continue
        own = labels[y : y + high, x : x + wide] == label
        ys, xs = np.nonzero(own)
        beside = (xs + x < left + band) | (xs + x >= right - band)
        above = (ys + y < top + band) | (ys + y >= bottom - band)
        if (beside | above).mean() <= tuning.EDGE_WITHIN:
            continue
        upright = beside.mean() > 0.5 and high > tuning.EDGE_UPRIGHT_SHAPE * min(wide, tuning.EDGE_WIDE)
        angle = min(high, wide) > tuning.EDGE_ANGLE * side
        lying = (
            wide > tuning.EDGE_LYING_SHAPE * high
            and area > tuning.EDGE_LYING_FILL * wide * high
            and above.mean() > tuning.EDGE_WITHIN
        )
        if upright or angle or lying:
            cleaned = ink.copy() if cleaned is ink else cleaned
            # The edge's soft rim goes with it.
            part = (slice(max(0, y - 2), y + high + 2), slice(max(0, x - 2), x + wide + 2))
            mask = cv2.dilate((labels[part] == label).astype(np.uint8), np.ones((5, 5), np.uint8))
            cleaned[part][mask > 0] = 0
    return cleaned


def letter_height(ink: Array) -> float:
    """The median height of what may be letters in `ink` (h, w), 0..1, pixels; 0 where these are too few."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink > 0.5).astype(np.uint8))
    high, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = high[
        (high >= tuning.LETTER_HIGH) & (wide < tuning.LETTER_WIDE * high) & (high < ink.shape[0] / 3)
    ]
    return float(np.median(letters)) if letters.size >= tuning.LETTER_LEAST else 0.0


def _even_paper(small: Array) -> Array | None:
    """`small` divided by the paper around each place, float32 0..1; None without paper."""
    light = float(np.percentile(small.min(axis=2), tuning.PAPER))
    if light < tuning.DARKEST_PAPER:
        return None
    size = (max(1, round(small.shape[1] / 8)), max(1, round(small.shape[0] / 8)))
    eighth = cv2.resize(small.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    # Each channel by itself: what is coloured once the paper's tint is out is no ink of the press.
    paper = paper_tone(
        eighth,
        small.shape[:2],
        reach_px=tuning.PAPER_REACH,
        back_px=tuning.PAPER_BACK,
        blur_px=tuning.PAPER_BLUR,
        kernel=cv2.MORPH_RECT,
        border=cv2.BORDER_REFLECT_101,
        darkest=0.5 * light,
    )
    return even_paper(small, paper)


def _content_side(dark: Array) -> int:
    """The longest side of what is printed, in pixels of `dark`; specks and the paper's grain are left out."""
    mask = cv2.morphologyEx((dark > tuning.FAINT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    rows, columns = mask.sum(axis=1), mask.sum(axis=0)
    spans = []
    for counts in (rows, columns):
        share = np.cumsum(counts, dtype=np.float64)
        if share[-1] == 0:
            return 0
        share /= share[-1]
        first, last = np.searchsorted(share, (tuning.DIRT, 1 - tuning.DIRT))
        spans.append(int(last) - int(first) + 1)
    return max(spans)
