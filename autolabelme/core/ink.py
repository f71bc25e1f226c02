"""Ink out of a grey scan: the paper's tone about each pixel, and what share of full ink lies on it.

Every engine reads ink in these steps; how far the paper is looked for and what counts as full ink differ
by what is looked at (a crop of one vignette, an ornament, a page), and are said where it is called.
"""

from __future__ import annotations

import numpy as np

from .arrays import F32, Array
from .opencv import cv2


def paper_tone(
    gray: Array,
    shape: tuple[int, int],
    *,
    reach_px: int,
    blur_px: float,
    closing: bool = True,
    border: int = cv2.BORDER_REPLICATE,
) -> F32:
    """The tone of the paper at each pixel, 0..255, float32 of `shape`: the brightest within reach.

    Parameters
    ----------
    gray : uint8 (h, w), the scan or a reduced copy of it, dark ink on light paper
    shape : (rows, columns) of the scan, to which a reduced copy's tone is brought back
    reach_px : int, odd; pixels of `gray` over which paper shows between strokes
    blur_px : sigma by which the tone is smoothed, pixels of `gray`
    closing : bool
        A closing keeps the paper's own shading; without it, the tone is the maximum alone, which stays
        bright under ink wider than the reach (a whole page, where it is a few millimetres).
    border : how the blur goes on beyond the edge
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach_px, reach_px))
    bright = cv2.morphologyEx(gray, cv2.MORPH_CLOSE if closing else cv2.MORPH_DILATE, kernel)
    paper = cv2.GaussianBlur(bright.astype(np.float32), (0, 0), blur_px, borderType=border)
    if paper.shape != shape:
        paper = cv2.resize(paper, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, dtype=np.float32)


def ink_share(
    gray: Array,
    paper: F32,
    *,
    full_percentile: float,
    least: float,
    relative: bool = False,
    keep_faint: bool = False,
) -> F32:
    """How much of full ink each pixel holds, 0 paper .. 1, float32 (H, W).

    Parameters
    ----------
    gray : uint8 (H, W);  paper : float32 (H, W), its `paper_tone`
    full_percentile : float
        This percentile of the depths counts as full ink, so that inking and exposure drop out.
    least : float
        Where full ink is no deeper than this, there is none: grain and show-through alone.
    relative : bool
        Depth is a share of the paper's tone (0..1: a gutter's shadow darkens both), not grey levels.
    keep_faint : bool
        Under `least` the depths themselves come back instead of zeros: full ink is not known where ink
        covers less of the picture than the percentile leaves, and may be there all the same.
    """
    depth = 1.0 - gray / np.maximum(paper, 1.0) if relative else paper - gray.astype(np.float32)
    full = float(np.percentile(depth, full_percentile))
    if full >= least:
        depth = depth / full
    elif not keep_faint:
        return np.zeros(gray.shape, dtype=np.float32)
    return np.ascontiguousarray(np.clip(depth, 0.0, 1.0), dtype=np.float32)


def between(share: F32, pale: float, dark: float) -> F32:
    """`share` of full ink, brought to 0 at `pale` and below, 1 at `dark` and above, float32 of its shape."""
    return np.asarray(np.clip((share - pale) / (dark - pale), 0.0, 1.0), dtype=np.float32)


def otsu(values: Array) -> float:
    """The grey level, 0..255, of uint8 values that parts dark from light (Otsu 1979)."""
    level, _ = cv2.threshold(np.ascontiguousarray(values).reshape(1, -1), 0, 255, cv2.THRESH_OTSU)
    return float(level)
