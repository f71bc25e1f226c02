"""Strips of one sort from the press, in mixed poses, and edits drawn into their pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import Wear, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.progress import no_tick
from detector.core.inspection.findings import Vignette
from detector.core.siblings.prepare import prepare_sorts

POSES = (Pose(), Pose(0.0, mirrored=True), Pose(180.0), Pose(90.0), Pose(180.0, mirrored=True))
# Printed evenly enough that a planted edit of a few pixels is what stands out.
EVEN = Wear(patch=0.15, rag=0.1)
SIDE, PITCH, LEFT, TOP = 84, 96, 60, 70


@dataclass(frozen=True, eq=False)
class Printed:
    """A page with its vignettes."""

    gray: U8
    vignettes: tuple[Vignette, ...]

    def with_line(self, x: float, y: float, half: float, degrees: float, thick: int, gray: int) -> Printed:
        """A line of `thick` pixels through a point of the page in one grey."""
        step = half * np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        ends = [np.rint(np.array([x, y]) + sign * step).astype(int).tolist() for sign in (-1, 1)]
        page = self.gray.copy()
        cv2.line(page, ends[0], ends[1], gray, thick)
        return Printed(page, self.vignettes)

    def with_box_filled(self, number: int, box: tuple[int, int, int, int], gray: int) -> Printed:
        """Pixels `box` relative to a vignette's box in one grey."""
        x, y = (int(edge) for edge in self.vignettes[number].box[:2])
        page = self.gray.copy()
        page[y + box[1] : y + box[3], x + box[0] : x + box[2]] = gray
        return Printed(page, self.vignettes)


@lru_cache(maxsize=8)
def strip(seed: int = 3, count: int = 20, sort: int = 6, second: int = -1) -> Printed:
    """Two rows of one sort; `second` puts another sort in the place of number 4."""
    sorts = load_sorts()
    placed = []
    for number in range(count):
        drawn = sorts[second if number == 4 and second >= 0 else sort]
        column, row = number % 10, number // 10
        wide, high = drawn.ink.shape[1], drawn.ink.shape[0]
        factor = SIDE / max(wide, high)
        size = (max(8, round(wide * factor)), max(8, round(high * factor)))
        placed.append(
            place(drawn, LEFT + column * PITCH, TOP + row * PITCH, size, POSES[number % len(POSES)])
        )
    height = 2 * TOP + ((count - 1) // 10 + 1) * PITCH
    layout = Layout(2 * LEFT + 10 * PITCH, height, 300.0, tuple(placed))
    page = print_page(layout, sorts, EVEN, seed)
    label = sorts[sort].label
    rng = np.random.default_rng(seed)
    vignettes = []
    for one in page.truth:
        # Boxes are set by hand: a few pixels off.
        x1, y1, x2, y2 = (round(edge) + int(rng.integers(-2, 3)) for edge in one.box)
        vignettes.append(Vignette((float(x1), float(y1), float(x2), float(y2)), label, one.pose))
    return Printed(page.gray, tuple(vignettes))


@lru_cache(maxsize=4)
def sure_strokes(printed: Printed, number: int) -> list[tuple[float, float, float, float]]:
    """(x, y, half width, direction across in degrees) of strokes that nearly all impressions print well.

    Page pixels on vignette `number`, which stands plain; strongest first.
    """
    assert printed.vignettes[number].pose == Pose()
    (sort,) = prepare_sorts(printed.gray, printed.vignettes, (), no_tick)
    sure = np.quantile(sort.registered.ink, 0.15, axis=0) > 0.6
    core = np.zeros_like(sure)
    rows, columns = sort.frame.core
    core[rows.start + 8 : rows.stop - 8, columns.start + 8 : columns.stop - 8] = True
    depth = cv2.distanceTransform(sure.astype(np.uint8), cv2.DIST_L2, 5)
    ridge = (depth >= cv2.dilate(depth, np.ones((5, 5), np.uint8)) - 1e-3) & core
    found = []
    for y, x in zip(*np.nonzero(ridge & (depth >= 2) & (depth <= 6)), strict=True):
        reach = []
        for degrees in range(0, 180, 15):
            step = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
            reach.append(sum(_run(sure, x, y, sign * step) for sign in (-1, 1)))
        if max(reach) > 3 * min(reach):
            found.append((float(x), float(y), min(reach) / 2, 15.0 * int(np.argmin(reach))))
    matrix = sort.registered.matrices[number]
    x1, y1, x2, y2 = printed.vignettes[number].box
    corner = np.array([x1 + x2, y1 + y2]) / 2 - np.array(sort.frame.shape[::-1]) / 2
    moved = []
    for x, y, half, degrees in sorted(found, key=lambda one: -one[2]):
        px, py = matrix[:, :2] @ np.array([x, y]) + matrix[:, 2] + np.floor(corner + 0.5)
        moved.append((float(px), float(py), half, degrees))
    return moved


def _run(ink: np.ndarray, x: int, y: int, step: np.ndarray) -> int:
    length = 0
    while length < 30:
        row, column = round(y + (length + 1) * step[1]), round(x + (length + 1) * step[0])
        if not (0 <= row < ink.shape[0] and 0 <= column < ink.shape[1] and ink[row, column]):
            break
        length += 1
    return length
