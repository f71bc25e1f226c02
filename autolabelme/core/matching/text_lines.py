"""Letters: how high they are on a page, and whether a box is of them: click-to-box proposes none unasked.

Letters and sorts both stand in rows. Letters share a baseline, and are of many widths; sorts of one design
repeat one width, and the pieces of a broken one share no baseline.
"""

from __future__ import annotations

import numpy as np

from ..arrays import F64, U8, Array, Bool, require_gray
from ..ink import ink_level, otsu
from ..opencv import cv2
from . import tuning
from .neighbourhood import Box


def letter_height(page_gray: U8) -> float | None:
    """The usual height (pixels) of letters on a page, uint8 (H, W): of its pieces of ink that could be one.

    None where there are too few to tell.
    """
    page = require_gray(page_gray, "page_gray")
    smooth = cv2.GaussianBlur(page, (0, 0), tuning.CLICK_BLUR)
    ink = (smooth <= otsu(smooth)).astype(np.uint8)
    _, parts = _pieces(ink)
    wide, high, area = (
        parts[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    least, most = (share * page.shape[0] for share in tuning.LETTER_HEIGHTS)
    narrow, broad = tuning.LETTER_WIDTHS
    letters = (high >= least) & (high <= most) & (wide >= narrow * high) & (wide <= broad * high)
    letters &= area >= tuning.LETTER_FULL * wide * high
    return float(np.median(high[letters])) if letters.sum() >= tuning.LETTERS_LEAST else None


def in_text(page_gray: U8, box: Box) -> bool:
    """Whether the ink in `box` (xyxy, float pixels) of a page, uint8 (H, W), is letters of a line of text."""
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    tall = box[3] - box[1]
    left, right = (
        round(value) for value in (box[0] - tuning.TEXT_REACH * tall, box[2] + tuning.TEXT_REACH * tall)
    )
    top, bottom = round(box[1] - tuning.TEXT_ABOVE * tall), round(box[3] + tuning.TEXT_ABOVE * tall)
    left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
    patch = page[top:bottom, left:right]
    if patch.size == 0:
        return False
    level = ink_level(
        patch,
        dark_percentile=tuning.CLICK_TAIL,
        paper_percentile=tuning.CLICK_PAPER,
        least=tuning.CLICK_RANGE,
        share=tuning.CLICK_INK,
    )
    if level is None:
        return False
    ink = (patch <= level).astype(np.uint8)
    numbers, parts = _pieces(ink)
    x, y = parts[:, cv2.CC_STAT_LEFT] + left, parts[:, cv2.CC_STAT_TOP] + top
    wide, high = parts[:, cv2.CC_STAT_WIDTH], parts[:, cv2.CC_STAT_HEIGHT]
    own = _within(x + wide / 2, y + high / 2, box) & (high >= tuning.TEXT_SPECK * tall)
    if not own.any():
        return False
    # What is cut off above or below is of another line.
    whole = (y > top) & (y + high < bottom)
    usual = float(np.median(high[own]))
    if usual > tuning.TEXT_LARGEST * height:
        return False
    letter = whole & (high >= tuning.TEXT_HEIGHTS[0] * usual) & (high <= tuning.TEXT_HEIGHTS[1] * usual)
    if letter.sum() < tuning.TEXT_LETTERS:
        return False
    middle = float(np.median(high[letter]))
    feet = (y + high)[letter]
    near = np.abs(feet[:, None] - feet[None, :]) <= max(1.0, tuning.TEXT_BASELINE * middle)
    shared = near[near.sum(axis=1).argmax()]
    if shared.mean() < tuning.TEXT_ON_BASELINE or shared.sum() < tuning.TEXT_LETTERS:
        return False
    widths = wide[letter][shared]
    if np.std(widths) < tuning.TEXT_WIDTHS * np.mean(widths):
        return False
    # A line of text is letters throughout; in an ornament such pieces are only a part of the ink.
    foot = float(np.median(feet[shared]))
    line = (
        letter & (y < foot - tuning.TEXT_BELOW * middle) & (y + high > foot - tuning.TEXT_BASELINE * middle)
    )
    band = ink[max(0, round(foot - middle) - top) : round(foot) - top]
    labels = np.flatnonzero(line) + 1
    in_line = np.isin(numbers[max(0, round(foot - middle) - top) : round(foot) - top], labels)
    return bool(in_line.sum() >= tuning.TEXT_INK * max(1, int(band.sum())))


def _pieces(ink: U8) -> tuple[Array, F64]:
    """Numbers from 1 of the pieces of ink, as a picture, and OpenCV's statistics of them, a row each."""
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return numbers, np.asarray(stats[1:], dtype=np.float64)


def _within(x: F64, y: F64, box: Box) -> Bool:
    return np.asarray((x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3]))
