"""Whether a box stands in a line of text: click-to-box proposes no letter as a vignette unless asked.

Letters and sorts both stand in rows. Letters share a baseline, and are of many widths; sorts of one design
repeat one width, and the pieces of a broken one share no baseline.
"""

from __future__ import annotations

import numpy as np

from ..arrays import F64, U8, Bool, require_gray
from ..ink import otsu
from ..opencv import cv2
from .neighbourhood import Box
from .templates import LEAST_INK_RANGE

_REACH = 12.0
"""How far along the line is looked at, in heights of the box."""
_ABOVE = 0.9
"""And so far above and below: an x is half as high as a letter with its ascender."""
_HEIGHTS = (0.45, 2.2)
"""Letters of one line, from an x to a capital with its flourish, against the middle one."""
_LEAST_LETTERS = 8
_ON_BASELINE = 0.6
_BASELINE_SLACK = 0.15
_WIDTHS_VARY = 0.15
"""Spread of widths over their mean: ink makes impressions of one sort differ by less."""
_MOST_INK = 0.8
_LARGEST = 0.012
"""Height of a letter against the page's: about 40 lines a page, and a letter takes half of its line. Sorts of
a vignette fill the body of a text letter or a larger one."""
_SPECK = 0.2


def in_text(page_gray: U8, box: Box) -> bool:
    """Whether the ink in `box` (xyxy, float pixels) of a page, uint8 (H, W), is letters of a line of text."""
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    tall = box[3] - box[1]
    left, right = (round(value) for value in (box[0] - _REACH * tall, box[2] + _REACH * tall))
    top, bottom = round(box[1] - _ABOVE * tall), round(box[3] + _ABOVE * tall)
    left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
    patch = page[top:bottom, left:right]
    if patch.size == 0:
        return False
    low, paper = (float(value) for value in np.percentile(patch, (0.5, 85)))
    if paper - low < 3 * LEAST_INK_RANGE:
        return False
    ink = (patch <= min(otsu(patch), paper - 0.35 * (paper - low))).astype(np.uint8)
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = np.asarray(stats[1:], dtype=np.float64)
    x, y = parts[:, cv2.CC_STAT_LEFT] + left, parts[:, cv2.CC_STAT_TOP] + top
    wide, high = parts[:, cv2.CC_STAT_WIDTH], parts[:, cv2.CC_STAT_HEIGHT]
    own = _within(x + wide / 2, y + high / 2, box) & (high >= _SPECK * tall)
    if not own.any():
        return False
    # What is cut off above or below is of another line.
    whole = (y > top) & (y + high < bottom)
    usual = float(np.median(high[own]))
    if usual > _LARGEST * height:
        return False
    letter = whole & (high >= _HEIGHTS[0] * usual) & (high <= _HEIGHTS[1] * usual)
    if letter.sum() < _LEAST_LETTERS:
        return False
    middle = float(np.median(high[letter]))
    feet = (y + high)[letter]
    near = np.abs(feet[:, None] - feet[None, :]) <= max(1.0, _BASELINE_SLACK * middle)
    shared = near[near.sum(axis=1).argmax()]
    if shared.mean() < _ON_BASELINE or shared.sum() < _LEAST_LETTERS:
        return False
    widths = wide[letter][shared]
    if np.std(widths) < _WIDTHS_VARY * np.mean(widths):
        return False
    # A line of text holds all ink of its height; of an ornament the like pieces are a part.
    foot = float(np.median(feet[shared]))
    line = letter & (y < foot - 0.3 * middle) & (y + high > foot - _BASELINE_SLACK * middle)
    band = ink[max(0, round(foot - middle) - top) : round(foot) - top]
    labels = np.flatnonzero(line) + 1
    in_line = np.isin(numbers[max(0, round(foot - middle) - top) : round(foot) - top], labels)
    return bool(in_line.sum() >= _MOST_INK * max(1, int(band.sum())))


def _within(x: F64, y: F64, box: Box) -> Bool:
    return np.asarray((x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3]))
