"""Printing: ink and paper on a set page, with the truth that follows skew and curl (DESIGN section 7).

What separates two impressions of one sort is not pixel noise but ink over areas larger than a pixel: parts
that the ink ball or the paper missed, strokes that spread or shrank, counters that filled, and paper that
stretched. The three wear levels are calibrated on real strips; `calibration` measures them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, U8
from ..errors import MisuseError
from ..opencv import cv2
from ..params import Params, param
from ..progress import Tick, no_tick
from .fields import smooth_noise
from .paper import paper_tone, tint
from .placement import Box, Edit, Layout, Placed, render
from .sorts import Sort
from .warps import PageMap

# How strongly patches bear on an isolated line, and how much more where all about it is ink.
LINE_SHARE, SOLID_SHARE = 0.35, 1.7
# Text suffers less: type was cast anew every few years, ornaments served for decades.
TYPE_SHARE = 0.6
# Over how many pixels damp paper stretches one way.
STRETCH_PX = 36.0


@dataclass(frozen=True)
class Wear(Params):
    """How badly a page is printed and kept."""

    gain: float = param(0.0, minimum=-0.4, maximum=0.4, help="Ink gain (over 0) or loss of the whole page")
    page: float = param(0.04, minimum=0.0, maximum=2.0, help="Uneven pressure over a hand's breadth")
    sort: float = param(0.05, minimum=0.0, maximum=2.0, help="Uneven height of single sorts")
    patch: float = param(0.29, minimum=0.0, maximum=3.0, help="Uneven inking within a sort")
    patch_px: float = param(14.0, minimum=2.0, maximum=200.0, unit="px", help="Size of its patches")
    rag: float = param(0.17, minimum=0.0, maximum=3.0, help="Ragged edges and small gaps")
    rag_px: float = param(5.0, minimum=2.0, maximum=50.0, unit="px", help="Size of the rags")
    density: float = param(0.1, minimum=0.0, maximum=1.0, help="Uneven blackness of the ink")
    stretch_px: float = param(0.6, minimum=0.0, maximum=5.0, unit="px", help="Local stretch of damp paper")
    blur_px: float = param(0.7, minimum=0.0, maximum=5.0, unit="px", help="Blur of the scan")
    noise: float = param(2.0, minimum=0.0, maximum=30.0, help="Noise of the scan, grey levels")
    black: float = param(45.0, minimum=0.0, maximum=150.0, help="Grey level of full ink")
    paper: float = param(226.0, minimum=120.0, maximum=255.0, help="Grey level of clean paper")
    texture: float = param(
        1.0, minimum=0.0, maximum=5.0, help="Strength of fibres, laid lines and cloudiness"
    )
    show_through: float = param(0.04, minimum=0.0, maximum=0.6, help="How much of the back shines through")
    stains: int = param(2, minimum=0, maximum=100, help="Stains and foxing spots")
    scan: str = param("colour", choices=("colour", "gray", "bitonal"), help="How the page was scanned")
    skew_deg: float = param(0.2, minimum=0.0, maximum=15.0, unit="degrees", help="Greatest skew")
    curl: float = param(0.0, minimum=0.0, maximum=0.05, help="Greatest page curl as a share of the width")


# Found by measuring with `calibration`; the test holds them to DESIGN section 7.
WEARS = {
    "clean": Wear(),
    "worn": Wear(
        page=0.08,
        sort=0.1,
        patch=0.43,
        rag=0.2,
        density=0.15,
        stretch_px=0.8,
        blur_px=0.9,
        noise=3.0,
        paper=214.0,
        texture=1.5,
        show_through=0.08,
        stains=5,
        skew_deg=0.5,
        curl=0.001,
    ),
    "hard": Wear(
        page=0.12,
        sort=0.16,
        patch=0.68,
        rag=0.25,
        density=0.2,
        stretch_px=1.0,
        blur_px=1.1,
        noise=4.0,
        black=60.0,
        paper=200.0,
        texture=2.0,
        show_through=0.14,
        stains=10,
        skew_deg=1.8,
        curl=0.006,
    ),
}


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


def wear_of(wear: Wear | str) -> Wear:
    """A wear level by name, or as given; `MisuseError` for an unknown name."""
    if isinstance(wear, Wear):
        return wear
    if wear not in WEARS:
        raise MisuseError(f"wear: expected one of {', '.join(WEARS)}, got {wear!r}")
    return WEARS[wear]


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
    ink = _take_ink(forme, truth, level, rng)
    tick(3, 5, stage)
    paper = paper_tone(
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
    skew, curl, wave = rng.uniform(0.5, 1.0, size=3) * rng.choice([-1.0, 1.0], size=3)
    right = bool(rng.integers(2))
    return PageMap(
        layout.width,
        layout.height,
        skew_deg=float(wear.skew_deg * skew),
        curl_px=float(abs(curl) * wear.curl * layout.width),
        wave_px=float(0.3 * wave * wear.curl * layout.width),
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
        x += np.float32(wear.stretch_px) * smooth_noise(rng, page_map.height, page_map.width, STRETCH_PX)
        y += np.float32(wear.stretch_px) * smooth_noise(rng, page_map.height, page_map.width, STRETCH_PX)
    return np.asarray(cv2.remap(forme, x, y, cv2.INTER_LINEAR), dtype=np.float32)


def _take_ink(forme: F32, truth: Sequence[Placed], wear: Wear, rng: np.random.Generator) -> F32:
    """What of the forme prints: the softened forme against a threshold that varies from place to place.

    The threshold moves the strokes' edges (gain and loss) where it is moderate and leaves a gap where it
    exceeds 1; wide softening lets counters fill where the threshold is low.
    """
    height, width = forme.shape
    need = np.full(forme.shape, np.float32(0.5 - wear.gain))
    if wear.page:
        need += np.float32(wear.page) * smooth_noise(rng, height, width, 0.12 * min(height, width))
    if wear.sort:
        need += np.float32(wear.sort) * _by_sort(height, width, truth, rng)
    if wear.patch:
        # The press bears on a thin line with all its force and on a solid with little for each place:
        # solids print mottled, lines do not.
        solid = _local_cover(forme)
        patches = smooth_noise(rng, height, width, wear.patch_px) * _age(height, width, truth)
        need += np.float32(wear.patch) * patches * (np.float32(LINE_SHARE) + np.float32(SOLID_SHARE) * solid)
    if wear.rag:
        need += np.float32(wear.rag) * smooth_noise(rng, height, width, wear.rag_px)
    soft = 0.75 * cv2.GaussianBlur(forme, (0, 0), 0.9) + 0.25 * cv2.GaussianBlur(forme, (0, 0), 3.0)
    np.maximum(need, np.float32(0.1), out=need)
    ink = 1.0 / (1.0 + np.exp((need - soft) * np.float32(12.0)))
    # Away from strokes nothing prints, however strong the pressure.
    ink *= np.clip(soft * np.float32(5.0), 0.0, 1.0)
    if wear.density:
        ink *= np.clip(
            1.0 - np.float32(wear.density) * np.abs(smooth_noise(rng, height, width, 2 * wear.patch_px)), 0, 1
        )
    return np.asarray(ink, dtype=np.float32)


def _local_cover(forme: F32) -> F32:
    """Share of ink within about 8 px of each pixel, float32 (H, W)."""
    height, width = forme.shape
    small = cv2.resize(forme, (width // 4 + 1, height // 4 + 1), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2.0)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _age(height: int, width: int, truth: Sequence[Placed]) -> F32:
    """1 on vignettes and `TYPE_SHARE` elsewhere, float32 (H, W)."""
    field = np.full((height // 8 + 1, width // 8 + 1), np.float32(TYPE_SHARE))
    for one in truth:
        x1, y1, x2, y2 = one.box
        field[max(0, int(y1 // 8)) : int(y2 // 8) + 1, max(0, int(x1 // 8)) : int(x2 // 8) + 1] = 1.0
    enlarged = cv2.resize(field, (field.shape[1] * 8, field.shape[0] * 8), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(enlarged[:height, :width], dtype=np.float32)


def _by_sort(height: int, width: int, truth: Sequence[Placed], rng: np.random.Generator) -> F32:
    """One value a sort, soft at its border: some stand lower in the forme and take less ink."""
    field = np.zeros((height // 4 + 1, width // 4 + 1), np.float32)
    for one in truth:
        x1, y1, x2, y2 = (max(0, round(edge / 4)) for edge in one.box)
        field[y1:y2, x1:x2] = rng.standard_normal(dtype=np.float32)
    field = np.asarray(cv2.GaussianBlur(field, (0, 0), 2.0), dtype=np.float32)
    enlarged = cv2.resize(field, (field.shape[1] * 4, field.shape[0] * 4), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(enlarged[:height, :width], dtype=np.float32)


def _scan(ink: F32, paper: F32, wear: Wear, rng: np.random.Generator) -> U8:
    """Ink on paper as the scanner sees it, uint8 (H, W)."""
    tone = paper * np.float32(wear.paper)
    tone += ink * (np.float32(wear.black) - tone)
    if wear.blur_px > 0:
        tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), wear.blur_px), dtype=np.float32)
    if wear.noise > 0:
        tone += np.float32(wear.noise) * rng.standard_normal(tone.shape, dtype=np.float32)
    if wear.scan == "bitonal":
        # Half-way between clean paper and full ink, as a library's scanner is set once for a volume.
        return np.where(tone < np.float32(0.5 * (wear.paper + wear.black)), np.uint8(0), np.uint8(255))
    return np.asarray(np.clip(np.rint(tone), 0, 255), dtype=np.uint8)
