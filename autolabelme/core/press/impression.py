"""Printing: ink and paper on a set page, with the truth that follows skew and curl (DESIGN section 7).

What separates two impressions of one sort is not pixel noise but ink: strokes that spread or shrank, parts
that the ink ball or the paper missed, counters that filled, and paper that stretched (`inking`). The wear
levels (`wear`) are held to real strips by `calibration` and by the benchmark's print-likeness.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, U8
from ..opencv import cv2
from ..progress import Tick, no_tick
from . import tuning
from .fields import smooth_noise
from .inking import take_ink
from .paper import sheet_tone, tint
from .placement import Box, Edit, Layout, Placed, render
from .sorts import Sort
from .warps import PageMap
from .wear import PRINTS, WEARS, Wear, wear_of

__all__ = ["PRINTS", "WEARS", "PressPage", "Wear", "print_page", "wear_of"]


@dataclass(frozen=True, eq=False)
class PressPage:
    """A printed page and its truth.

    Attributes
    ----------
    gray : uint8 (H, W);  rgb : uint8 (H, W, 3)
    truth : every sort with its box, corners and pose on the page
    ornaments : boxes of the ornaments on the page
    edits : planted edits, boxes and outlines on the page
    map : between page and layout
    ink : float32 (H, W), 0..1, the ink that really printed
    wear, seed, dpi : what it was made with
    """

    gray: U8
    rgb: U8
    truth: tuple[Placed, ...]
    ornaments: tuple[Box, ...]
    edits: tuple[Edit, ...]
    map: PageMap
    ink: F32
    wear: Wear
    seed: int
    dpi: float


def print_page(
    layout: Layout, sorts: Sequence[Sort], wear: Wear | str = "clean", seed: int = 0, *, tick: Tick = no_tick
) -> PressPage:
    """Print `layout` once; the same arguments give the same page, another seed another impression.

    Boxes of the truth are the bounding boxes of the sorts' rectangles after skew and curl; poses stay as
    set (the skew is in `map`). Raises `Cancelled` from `tick`.
    """
    level = wear_of(wear)
    rng = np.random.default_rng(seed)
    stage = "printing"
    tick(0, 5, stage)
    page_map = _draw_map(layout, level, rng)
    forme = render(layout, sorts)
    tick(1, 5, stage)
    forme = _lay(forme, page_map, level, rng)
    tick(2, 5, stage)
    truth = tuple(_follow(one, page_map) for one in layout.placed)
    ink = take_ink(forme, truth, level, rng)
    tick(3, 5, stage)
    paper = sheet_tone(
        layout.height, layout.width, layout.dpi, forme, level.texture, level.show_through, level.stains, rng
    )
    tick(4, 5, stage)
    gray = _scan(ink, paper, level, rng)
    edits = tuple(_follow_edit(edit, page_map) for edit in layout.edits)
    ornaments = tuple(page_map.box(((a, b), (c, b), (c, d), (a, d)))[0] for a, b, c, d in layout.ornaments)
    rgb = tint(gray, rng) if level.scan == "colour" else np.repeat(gray[..., None], 3, axis=2)
    tick(5, 5, stage)
    return PressPage(gray, rgb, truth, ornaments, edits, page_map, ink, level, seed, layout.dpi)


def _draw_map(layout: Layout, wear: Wear, rng: np.random.Generator) -> PageMap:
    # Both signs, never near 0 where the level asks for skew: a level must be as hard as it says.
    skew, curl, wave = rng.uniform(*tuning.SKEWED, size=3) * rng.choice([-1.0, 1.0], size=3)
    right = bool(rng.integers(2))
    return PageMap(
        layout.width,
        layout.height,
        skew_deg=float(wear.skew_deg * skew),
        curl_px=float(abs(curl) * wear.curl * layout.width),
        wave_px=float(tuning.WAVE * wave * wear.curl * layout.width),
        phase=float(rng.uniform(0, 2 * np.pi)),
        gutter_right=right,
    )


def _follow(one: Placed, page_map: PageMap) -> Placed:
    if page_map.identity:
        return one
    box, corners = page_map.box(one.corners)
    width, height = page_map.width, page_map.height
    inside = max(0.0, min(box[2], width) - max(box[0], 0.0)) * max(
        0.0, min(box[3], height) - max(box[1], 0.0)
    )
    visible = inside / ((box[2] - box[0]) * (box[3] - box[1]))
    return dataclasses.replace(one, box=box, corners=corners, visible=visible)


def _follow_edit(edit: Edit, page_map: PageMap) -> Edit:
    if page_map.identity:
        return edit
    x1, y1, x2, y2 = edit.box
    outline = edit.outline or ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    box, corners = page_map.box(outline)
    return dataclasses.replace(edit, box=box, outline=corners if edit.outline else ())


def _lay(forme: F32, page_map: PageMap, wear: Wear, rng: np.random.Generator) -> F32:
    """Skew, curl and the local stretch of damp paper in one resampling."""
    if page_map.identity and wear.stretch_px == 0.0:
        return forme
    x, y = page_map.grid()
    if wear.stretch_px > 0.0:
        x += np.float32(wear.stretch_px) * smooth_noise(rng, page_map.height, page_map.width, tuning.STRETCH)
        y += np.float32(wear.stretch_px) * smooth_noise(rng, page_map.height, page_map.width, tuning.STRETCH)
    return np.asarray(cv2.remap(forme, x, y, cv2.INTER_LINEAR), dtype=np.float32)


def _scan(ink: F32, paper: F32, wear: Wear, rng: np.random.Generator) -> U8:
    """Ink on paper as the scanner sees it, uint8 (H, W)."""
    tone = paper * np.float32(wear.paper)
    tone += ink * (np.float32(wear.black) - tone)
    tone = (_optics if wear.recipe == "print" else _first_optics)(tone, wear, rng)
    middle = np.float32(0.5 * (wear.paper + wear.black))
    if wear.scan == "bitonal":
        # Half-way between clean paper and full ink, as a library's scanner is set once for a volume.
        return np.where(tone < middle, np.uint8(0), np.uint8(255))
    if wear.scan == "steep":
        tone = np.float32(127.5) + np.float32(tuning.STEEP_CONTRAST) * (tone - middle)
    return np.asarray(np.clip(np.rint(tone), 0, 255), dtype=np.uint8)


def _optics(tone: F32, wear: Wear, rng: np.random.Generator) -> F32:
    """Blur, sharpening and grain, each scanner its own."""
    softer, sharper, noisier = (
        rng.uniform(*tuning.SOFTER),
        rng.uniform(*tuning.SHARPER),
        np.exp(tuning.NOISIER * rng.standard_normal()),
    )
    if wear.blur_px > 0:
        tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), wear.blur_px * softer), dtype=np.float32)
    if wear.sharpened > 0:
        soft = cv2.GaussianBlur(tone, (0, 0), tuning.SHARPENING)
        tone += np.float32(wear.sharpened * sharper) * (tone - soft)
    if wear.noise > 0:
        height, width = tone.shape
        grain = rng.standard_normal(tone.shape, dtype=np.float32)
        grain += smooth_noise(rng, height, width, tuning.GRAIN)
        tone += np.float32(wear.noise * noisier) * grain
    return tone


def _first_optics(tone: F32, wear: Wear, rng: np.random.Generator) -> F32:
    if wear.blur_px > 0:
        tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), wear.blur_px), dtype=np.float32)
    if wear.noise > 0:
        tone += np.float32(wear.noise) * rng.standard_normal(tone.shape, dtype=np.float32)
    return tone
