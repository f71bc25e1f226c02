"""Change localization: vignettes of a specimen page with four normals, one changed, one unchanged print."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import ndimage

from autolabelme.core.arrays import F32, U8, Array
from autolabelme.core.errors import MisuseError
from autolabelme.core.files import atomic_write_text
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.press.impression import PressPage, Wear, print_page
from autolabelme.core.press.placement import Edit, Layout, Placed
from autolabelme.core.press.sorts import Sort
from autolabelme.core.progress import SubTick, Tick, no_tick

from .specimen import LEVELS, WEARS, SetReport, drawn_size, level_of, new_set, page_wear, relabelled
from .specimen import specimen as specimen_page

CHANGED_INK = 0.5
"""A pixel is changed where the printed ink differs by more than this share of full ink."""
LEAST_PIXELS = 6
"""Smaller spots are taken out of the truth (in the published masks isolated pixels were removed)."""
LEAST_CHANGE = 30
"""Pixels that the lost and the gained ink of a vignette have at least, each."""
# Normals of the published set have no defect that alters the glyph; hard pages have hardly another kind.
_MIXED = ("clean", "worn")
_ATTEMPTS = 30
_CORNERS = 16


@dataclass(frozen=True)
class ChangesParams(Params):
    """A set for change localization."""

    vignettes: int = param(30, minimum=1, maximum=2000, help="How many vignettes")
    normals: int = param(4, minimum=1, maximum=100, help="Normal impressions of each")
    wear: str = param("mixed", choices=WEARS, help="Wear of the prints; mixed: clean and worn in turn")
    size_low: int = param(100, minimum=30, maximum=2000, unit="px", help="Shortest longer side")
    size_high: int = param(185, minimum=30, maximum=2000, unit="px", help="Longest longer side")
    margin: int = param(7, minimum=0, maximum=200, unit="px", help="Paper around a vignette, about")
    jitter: int = param(2, minimum=0, maximum=50, unit="px", help="How much the margins vary")
    change_low: float = param(0.008, minimum=0.001, maximum=0.5, help="Smallest change, share of the area")
    change_high: float = param(0.035, minimum=0.001, maximum=0.5, help="Largest change, share of the area")
    changes: int = param(2, minimum=1, maximum=20, help="Most losses and most gains on a vignette, each")


@dataclass(frozen=True, eq=False)
class _Changed:
    """A printed crop and where its ink was lost (-1) or gained (1): int8 (H, W)."""

    rgb: U8
    signs: Array


def write_changes(
    sorts: Sequence[Sort],
    folder: Path,
    params: ChangesParams | None = None,
    seed: int = 0,
    *,
    tick: Tick = no_tick,
) -> SetReport:
    """Write ``<vignette>/{normal,changed,unchanged}/`` with jpg, and .txt and .tif beside the changed one.

    The truth is exact: the changed forme and the unchanged one are printed with the same ink, paper and
    pressure, and what differs is the change. See `published.write_set` for errors.
    """
    params = params or ChangesParams()
    chosen = relabelled(sorts, params.vignettes)
    levels = [level_of(params.wear, number, _MIXED) for number in range(len(chosen))]
    used = [level for level in LEVELS if level in levels]
    with new_set(folder) as new:
        for number, level in enumerate(used):
            own = [sort for sort, its in zip(chosen, levels, strict=True) if its == level]
            part = SubTick(tick, number / len(used), (number + 1) / len(used))
            _write_level(own, level, new, params, np.random.default_rng([seed, number]), part)
    tick(1, 1, "done")
    images = len(chosen) * (params.normals + 2)
    return SetReport(folder, images, f"{len(chosen)} vignettes with {params.normals} normal impressions each")


def _write_level(
    sorts: list[Sort], level: str, folder: Path, params: ChangesParams, rng: np.random.Generator, tick: Tick
) -> None:
    sizes = [drawn_size(sort, params.size_low, params.size_high, rng) for sort in sorts]
    forme = specimen_page(sorts, sizes, 2 * (params.margin + params.jitter) + 24)
    wear = page_wear(level, forme.width, forme.height)
    steps = params.normals + 2
    for number in range(params.normals):
        tick(number, steps, f"printing {level} vignettes")
        page = print_page(forme, sorts, wear, int(rng.integers(2**31)))
        for one in page.truth:
            path = folder / one.label / "normal" / f"{one.label}_normal{number + 1}.jpg"
            write_image(path, _crop(page.rgb, one, params, rng), page.dpi)
    tick(params.normals, steps, f"printing {level} vignettes")
    page = print_page(forme, sorts, wear, int(rng.integers(2**31)))
    for one in page.truth:
        path = folder / one.label / "unchanged" / f"{one.label}_unchanged.jpg"
        write_image(path, _crop(page.rgb, one, params, rng), page.dpi)
    tick(params.normals + 1, steps, f"printing {level} vignettes")
    for label, changed in _changed(forme, sorts, wear, params, rng).items():
        stem = folder / label / "changed" / f"{label}_changed"
        write_image(stem.with_suffix(".jpg"), changed.rgb, page.dpi)
        write_image(stem.with_suffix(".tif"), sign_picture(changed.signs))
        atomic_write_text(stem.with_suffix(".txt"), sign_boxes(changed.signs))


def sign_picture(signs: Array) -> U8:
    """Lost ink 255 in red, gained ink 255 in blue, else black: uint8 (H, W, 3)."""
    picture = np.zeros((*signs.shape, 3), np.uint8)
    picture[signs < 0, 0] = 255
    picture[signs > 0, 2] = 255
    return picture


def sign_boxes(signs: Array) -> str:
    """Of signs (H, W), -1, 0 or 1: the count, then row, column, height, width and sign of each change."""
    lines = []
    for sign in (-1, 1):
        numbers, _ = ndimage.label(np.sign(signs) == sign, np.ones((3, 3)))
        for rows, columns in ndimage.find_objects(numbers):
            top, left = rows.start, columns.start
            lines.append(f"{top} {left} {rows.stop - top} {columns.stop - left} {sign:d}")
    return "\n".join([str(len(lines)), *lines]) + "\n"


def _changed(
    forme: Layout, sorts: list[Sort], wear: Wear, params: ChangesParams, rng: np.random.Generator
) -> dict[str, _Changed]:
    """Every vignette of the forme with lost and gained ink that shows in print."""
    press_seed = int(rng.integers(2**31))
    # Two prints of one seed differ by the edits alone: their inks tell what changed in this impression.
    before = print_page(forme, sorts, wear, press_seed)
    known = {sort.label: sort for sort in sorts}
    edits: dict[str, list[Edit]] = {}
    found: dict[str, _Changed] = {}
    waiting = list(forme.placed)
    for _ in range(_ATTEMPTS):
        for one in waiting:
            edits[one.label] = _draw_edits(known[one.label], one, params, rng)
        every = tuple(edit for own in edits.values() for edit in own)
        after = print_page(dataclasses.replace(forme, edits=every), sorts, wear, press_seed)
        signs = _signs(before.ink, after.ink)
        still = []
        for one, placed in zip(forme.placed, after.truth, strict=True):
            if one not in waiting:
                continue
            made = _cut_out(after, placed, signs, params, rng)
            if min((made.signs < 0).sum(), (made.signs > 0).sum()) >= LEAST_CHANGE:
                found[one.label] = made
            else:
                still.append(one)
        waiting = still
        if not waiting:
            return found
    raise MisuseError(f"changes: the changes of {waiting[0].label!r} do not show in print; make them larger")


def _cut_out(
    page: PressPage, one: Placed, signs: Array, params: ChangesParams, rng: np.random.Generator
) -> _Changed:
    rows, columns = _place_of(one, params, rng)
    return _Changed(np.ascontiguousarray(page.rgb[rows, columns]), signs[rows, columns].copy())


def _crop(rgb: U8, one: Placed, params: ChangesParams, rng: np.random.Generator) -> U8:
    return np.ascontiguousarray(rgb[_place_of(one, params, rng)])


def _place_of(one: Placed, params: ChangesParams, rng: np.random.Generator) -> tuple[slice, slice]:
    """The vignette's box with its margins, which vary as if a person had cut it out."""
    by = params.margin + rng.integers(-params.jitter, params.jitter + 1, size=4)
    left, top = max(0, round(one.box[0]) - int(by[0])), max(0, round(one.box[1]) - int(by[1]))
    return slice(top, round(one.box[3]) + int(by[2])), slice(left, round(one.box[2]) + int(by[3]))


def _signs(before: F32, after: F32) -> Array:
    """-1 where ink was lost, 1 where it was gained, int8 (H, W); spots of few pixels left out."""
    signs = np.zeros(before.shape, np.int8)
    for sign, mask in ((-1, before - after > CHANGED_INK), (1, after - before > CHANGED_INK)):
        numbers, _ = ndimage.label(mask, np.ones((3, 3)))
        large = np.bincount(numbers.ravel()) >= LEAST_PIXELS
        large[0] = False
        signs[large[numbers]] = sign
    return signs


def _draw_edits(sort: Sort, one: Placed, params: ChangesParams, rng: np.random.Generator) -> list[Edit]:
    """Blots beside strokes and breaks through them, of ragged outline."""
    ink = sort.at_size(*one.size)
    edits = []
    for kind in ("cut", "filled"):
        for _ in range(int(rng.integers(1, params.changes + 1))):
            area = float(rng.uniform(params.change_low, params.change_high)) * ink.size
            outline = _blot(_centre(ink, kind, np.sqrt(area / np.pi), rng), area, rng)
            page = tuple((x + one.box[0], y + one.box[1]) for x, y in outline)
            xs, ys = [x for x, _ in page], [y for _, y in page]
            edits.append(Edit(kind, (min(xs), min(ys), max(xs), max(ys)), one.label, one.label, page))
    return edits


def _centre(ink: F32, kind: str, reach: float, rng: np.random.Generator) -> tuple[float, float]:
    """A point (x, y) on a stroke (cut), or on paper next to one (filled)."""
    strokes = ink > 0.5
    size = 2 * int(np.ceil(reach)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    beside = np.asarray(cv2.dilate(strokes.astype(np.uint8), kernel), dtype=bool) & (ink < 0.2)
    rows, columns = np.nonzero(strokes if kind == "cut" or not beside.any() else beside)
    if not rows.size:
        rows, columns = np.nonzero(np.ones_like(ink))
    chosen = int(rng.integers(rows.size))
    return float(columns[chosen]) + 0.5, float(rows[chosen]) + 0.5


def _blot(
    centre: tuple[float, float], area: float, rng: np.random.Generator
) -> tuple[tuple[float, float], ...]:
    """A ragged, longish outline of about `area` square pixels round `centre`."""
    length = float(rng.uniform(1.0, 1.6))
    angle = float(rng.uniform(0, np.pi))
    around = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    # Two slow waves: a blot has lobes, no spikes.
    phase = rng.uniform(0, 2 * np.pi, 2)
    ragged = 1 + 0.18 * np.sin(2 * around + phase[0]) + 0.14 * np.sin(3 * around + phase[1])
    radius = np.sqrt(area / np.pi)
    along, across = radius * length * np.cos(around) * ragged, radius / length * np.sin(around) * ragged
    x = centre[0] + along * np.cos(angle) - across * np.sin(angle)
    y = centre[1] + along * np.sin(angle) + across * np.cos(angle)
    return tuple((float(a), float(b)) for a, b in zip(x, y, strict=True))
