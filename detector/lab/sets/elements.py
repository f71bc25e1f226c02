"""Element discovery: composite ornaments, what stands where in them, and the dictionary of vignettes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.files import atomic_write_text
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.params import Params, param
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import Piece, row, stack
from autolabelme.core.press.placement import Layout, Placed, bounds
from autolabelme.core.press.sorts import Sort
from autolabelme.core.progress import Tick, no_tick

from .specimen import (
    DPI,
    WEARS,
    SetReport,
    drawn_size,
    level_of,
    new_set,
    page_wear,
    relabelled,
    specimen,
)

# Cast sorts turn, but nothing mirrors them: a mirrored one is another sort.
_TURNS = (0.0, 90.0, 180.0, 270.0)


@dataclass(frozen=True)
class ElementsParams(Params):
    """A set for element discovery."""

    ornaments: int = param(40, minimum=1, maximum=5000, help="How many composite ornaments")
    labels: int = param(0, minimum=0, maximum=2000, help="Vignettes in the dictionary; 0 is every sort")
    wear: str = param("mixed", choices=WEARS, help="Wear of the ornaments; mixed takes turns")
    size_low: int = param(36, minimum=10, maximum=1000, unit="px", help="Shortest longer side of a sort")
    size_high: int = param(80, minimum=10, maximum=1000, unit="px", help="Longest longer side of a sort")
    width_low: int = param(320, minimum=60, maximum=5000, unit="px", help="Narrowest ornament, about")
    width_high: int = param(560, minimum=60, maximum=5000, unit="px", help="Widest ornament, about")
    gap: int = param(3, minimum=0, maximum=100, unit="px", help="Space between sorts")
    margin: int = param(12, minimum=0, maximum=500, unit="px", help="Paper around an ornament")


def write_elements(
    sorts: Sequence[Sort],
    folder: Path,
    params: ElementsParams | None = None,
    seed: int = 0,
    *,
    tick: Tick = no_tick,
) -> SetReport:
    """Write ``images/*.jpg``, ``annotation/*.txt`` and ``vignette_dict/*.jpg``.

    Every sort has one size, as cast; the dictionary shows it upright, the ornaments also turned by
    quarters. See `published.write_set` for errors.
    """
    params = params or ElementsParams()
    rng = np.random.default_rng([seed, 1])
    cast = [_cast(sort, params, rng) for sort in relabelled(sorts, params.labels or len(sorts))]
    boxes = 0
    with new_set(folder) as new:
        tick(0, params.ornaments + 1, "printing the dictionary")
        _write_dictionary(cast, new / "vignette_dict", rng)
        for number in range(params.ornaments):
            tick(number + 1, params.ornaments + 1, f"ornament {number + 1} of {params.ornaments}")
            own = np.random.default_rng([seed, 2, number])
            layout = _headpiece(cast, params, own)
            wear = page_wear(level_of(params.wear, number), layout.width, layout.height)
            page = print_page(layout, cast, wear, int(own.integers(2**31)))
            stem = f"PRESS_{number + 1:05d}"
            write_image(new / "images" / f"{stem}.jpg", page.rgb, page.dpi)
            atomic_write_text(new / "annotation" / f"{stem}.txt", annotation(page.truth))
            boxes += len(page.truth)
    tick(1, 1, "done")
    summary = f"{params.ornaments} ornaments of {boxes} vignettes, {len(cast)} in the dictionary"
    return SetReport(folder, params.ornaments + len(cast), summary)


def annotation(placed: Sequence[Placed]) -> str:
    """Row, column, height, width and name of each vignette, a line each."""
    lines = []
    for one in placed:
        left, top, right, bottom = (max(0, round(edge)) for edge in one.box)
        lines.append(f"{top} {left} {bottom - top} {right - left} {one.label}")
    return "\n".join(lines) + "\n"


def _cast(sort: Sort, params: ElementsParams, rng: np.random.Generator) -> Sort:
    size = drawn_size(sort, params.size_low, params.size_high, rng)
    return dataclasses.replace(sort, ink=sort.at_size(*size), own_size=True)


def _write_dictionary(cast: Sequence[Sort], folder: Path, rng: np.random.Generator) -> None:
    sizes = [(sort.ink.shape[1], sort.ink.shape[0]) for sort in cast]
    forme = specimen(cast, sizes, 24)
    page = print_page(forme, cast, page_wear("clean", forme.width, forme.height), int(rng.integers(2**31)))
    for one in page.truth:
        left, top, right, bottom = (round(edge) for edge in one.box)
        write_image(folder / f"{one.label}.jpg", np.ascontiguousarray(page.rgb[top:bottom, left:right]), DPI)


def _headpiece(cast: Sequence[Sort], params: ElementsParams, rng: np.random.Generator) -> Layout:
    """A border above and, turned upside down, below; between them one or two rows of other sorts."""
    width = int(rng.integers(params.width_low, params.width_high + 1))
    chosen = [cast[i] for i in rng.permutation(len(cast))[: int(rng.integers(2, 5))]]
    # Longish sorts make borders; what is square stands in the middle, in any of its turns.
    chosen.sort(key=lambda sort: -sort.aspect)
    border = _line(chosen[:1], width, params.gap, 0.0)
    middle = [_line([sort], width, params.gap, float(rng.choice(_TURNS))) for sort in chosen[1:]]
    if len(middle) == 3:
        middle = [_line(chosen[1:3], width, params.gap, 0.0), middle[2]]
    below = [piece.within(Pose(180.0)) for piece in reversed(border)]
    lines = [row(pieces, params.gap) for pieces in (border, *middle, below)]
    placed = stack(lines, params.gap)
    x1, y1, _, _ = bounds(placed)
    placed = [one.moved(params.margin - x1, params.margin - y1) for one in placed]
    x2, y2 = bounds(placed)[2:]
    size = int(np.ceil(x2)) + params.margin, int(np.ceil(y2)) + params.margin
    return Layout(*size, DPI, tuple(placed), ornaments=(bounds(placed),))


def _line(motif: Sequence[Sort], width: int, gap: int, turn: float) -> list[Piece]:
    """The motif as often as it fits into `width`, each sort turned by `turn`."""
    pieces = [Piece(sort, (sort.ink.shape[1], sort.ink.shape[0]), Pose(turn)) for sort in motif]
    step = sum(piece.extent[0] + gap for piece in pieces)
    return pieces * max(2, width // step)
