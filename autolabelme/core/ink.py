"""Ink out of a scan: the paper's tone about each pixel, and what share of full ink lies on it.

Every engine reads ink in these steps; how far the paper is looked for and what counts as full ink differ
by what is looked at (a crop of one vignette, its siblings, an ornament, a page), and are said where they are
called.
"""

from __future__ import annotations

import numpy as np

from .arrays import F32, Array
from .opencv import cv2


def paper_tone(
    scan: Array,
    shape: tuple[int, int],
    *,
    reach_px: int,
    blur_px: float,
    back_px: int | None = None,
    kernel: int = cv2.MORPH_ELLIPSE,
    border: int = cv2.BORDER_REPLICATE,
    darkest: float = 0.0,
) -> F32:
    """The tone of the paper at each pixel, 0..255, float32 of `shape`: the brightest within reach.

    Parameters
    ----------
    scan : uint8 or float32 (h, w) or (h, w, channels), 0..255, the scan or a reduced copy of it, dark ink on
        light paper. Of a scan in colour each channel has its own tone, so that the paper's tint goes with it.
    shape : (rows, columns) of the scan, to which a reduced copy's tone is brought back
    reach_px : int, odd; pixels of `scan` over which paper shows between strokes
    blur_px : sigma by which the tone is smoothed, pixels of `scan`
    back_px : int, odd, 0 or None
        Over so many pixels the brightest is taken back again. As many as the reach (None, a closing) keep the
        paper's own shading; 0 leaves the maximum alone, which stays bright under ink wider than the reach (a
        whole page, where it is a few millimetres).
    kernel : the shape of what reach and back go over, `cv2.MORPH_ELLIPSE` or `cv2.MORPH_RECT`
    border : how the blur goes on beyond the edge
    darkest : no tone is darker than this, 0..255
    """
    back_px = reach_px if back_px is None else back_px
    bright = cv2.dilate(scan, cv2.getStructuringElement(kernel, (reach_px, reach_px)))
    if back_px:
        bright = cv2.erode(bright, cv2.getStructuringElement(kernel, (back_px, back_px)))
    paper = cv2.GaussianBlur(bright.astype(np.float32), (0, 0), blur_px, borderType=border)
    if darkest:
        paper = np.maximum(paper, darkest)
    if paper.shape[:2] != shape:
        paper = cv2.resize(paper, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, dtype=np.float32)


def paper_beside(gray: Array, printed: Array, *, blur_px: float, level: float, prior: float) -> F32:
    """The tone of the paper at each pixel, 0..255, float32 (H, W): the mean of what is not printed about it.

    Parameters
    ----------
    gray : float32 (H, W), 0..255;  printed : uint8 (H, W), 1 on print and its rims, 0 on bare paper
    blur_px : sigma of the mean
    level : the paper's tone at large, which stands in where no paper shows
    prior : its weight, in shares of a place that is all paper
    """
    weight = 1 - printed.astype(np.float32)
    seen = cv2.GaussianBlur(weight, (0, 0), blur_px)
    paper = cv2.GaussianBlur(gray * weight, (0, 0), blur_px) + prior * level
    return np.asarray(paper / (seen + prior), dtype=np.float32)


def even_paper(scan: Array, paper: F32) -> F32:
    """`scan` against its paper, float32 of its shape: 1 paper .. 0 black, each channel by itself."""
    return np.asarray(np.clip(scan.astype(np.float32) / np.maximum(paper, 1.0), 0.0, 1.0), dtype=np.float32)


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


def ink_of_inked(even: Array, *, full_percentile: float, least: float, faint: float) -> F32:
    """How much of full ink each pixel of an `even_paper` (H, W) holds, 0 paper .. 1, float32 (H, W).

    On a page most is paper: full ink is the percentile of what is deeper than `faint` (0..1), and no less
    than `least`.
    """
    depth = 1.0 - even
    inked = depth[depth > faint]
    full = max(least, float(np.percentile(inked, full_percentile))) if inked.size else least
    return np.asarray(np.clip(depth / full, 0.0, 1.0), dtype=np.float32)


def ink_to_black(gray: Array, paper: F32, *, black: float, least: float) -> F32:
    """The share of the way from the paper to a known `black`, float32 (H, W), not bounded.

    gray : float32 (H, W), 0..255;  black : grey level of full ink;  least : grey levels from paper to black
    that are taken at the least, so that grain on grey paper is no ink.
    """
    return np.asarray((paper - gray) / np.maximum(paper - black, least), dtype=np.float32)


def between(share: F32, pale: float, dark: float) -> F32:
    """`share` of full ink, brought to 0 at `pale` and below, 1 at `dark` and above, float32 of its shape."""
    return np.asarray(np.clip((share - pale) / (dark - pale), 0.0, 1.0), dtype=np.float32)


def otsu(values: Array) -> float:
    """The grey level, 0..255, of uint8 values that parts dark from light (Otsu 1979)."""
    level, _ = cv2.threshold(np.ascontiguousarray(values).reshape(1, -1), 0, 255, cv2.THRESH_OTSU)
    return float(level)


def ink_level(
    gray: Array, *, dark_percentile: float, paper_percentile: float, least: float, share: float
) -> float | None:
    """The grey level up to which a patch, uint8 (H, W), is ink; None where nothing is printed.

    Otsu splits the grain of blank paper, too: ink is darker than the paper by `share` of the range from the
    paper to the darkest (their percentiles), and that range is `least` grey levels or more.
    """
    dark, paper = (float(value) for value in np.percentile(gray, (dark_percentile, paper_percentile)))
    if paper - dark < least:
        return None
    return min(otsu(gray), paper - share * (paper - dark))
