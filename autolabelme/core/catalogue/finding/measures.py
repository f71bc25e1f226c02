"""What is measured of a box that may be an ornament, for the trees that judge boxes.

Its shape and place against the page's letters, lines and column; what its ink is made of; what the map of
places says within it and around; and (`around.py`) what stands beside it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...arrays import F32, F64, U8, Array
from ...opencv import cv2
from .around import Pieces, gutters, lines_around, surroundings
from .finder import GRAPHIC, INITIAL_LETTER
from .places import CELL_PX
from .sums import Sums

# Connected ink of so many letters' height and width is measured as no more.
_HIGHEST, _WIDEST = 14, 30
# White that ink encloses: pixels at least, share of the page at most.
_HOLE_PX, _HOLE_SHARE = 2, 0.02
# Directions of edges that are told apart.
_DIRECTIONS = 4
# Sides of the small copies on which symmetry and evenness are measured.
_COPY_PX, _LONG_COPY_PX, _LONG = 24, 72, 3
# A frame's line lies so many letters within the box.
_FRAME = 0.35


def box_measures(boxes: F64, shares: Array, ink: Array, colour: Array, solid: U8, letters: float) -> F32:
    """Measures of each candidate.

    Parameters
    ----------
    boxes : (n, 4), xyxy in grid pixels, of `candidates.candidate_boxes`.
    shares : float32 (4, rows, columns), the classes of each place.
    ink, colour : float32 (h, w), 0..1.
    solid : uint8 (h, w), of `candidates.solid_ink`.
    letters : pixels, the height of the page's letters.

    Returns
    -------
    float32 (n, m).
    """
    pieces = Pieces.of(solid)
    pitch = line_pitch(solid, letters)
    columns = [
        *_shape(boxes, solid, letters, pitch),
        *_texture(boxes, ink, solid, letters),
        *_made_of(boxes, pieces, solid, letters),
        *_frame(boxes, solid, letters),
        *_copies(boxes, ink, solid, letters),
        Sums(colour).mean(boxes),
        *_places(boxes / CELL_PX, shares, letters / CELL_PX),
        *surroundings(boxes, pieces, solid, letters, pitch),
        *lines_around(boxes, solid, letters, pitch),
        *gutters(boxes, solid, letters, pitch),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def line_pitch(solid: U8, letters: float) -> float:
    """Pixels from a line of text to the next: the shortest strong rhythm of rows; without one, two letters.

    `solid` is uint8 (h, w), 0 or 1; `letters` the height of the page's letters in pixels.
    """
    columns = np.flatnonzero(solid.any(axis=0))
    least, most = int(1.3 * letters), int(4.5 * letters) + 2
    if columns.size == 0:
        return 2 * letters
    edges = np.linspace(columns[0], columns[-1] + 1, 7).astype(int)
    rhythm = np.zeros(most + 1)
    for left, right in pairwise(edges):
        rows = np.minimum(solid[:, left:right].sum(axis=1, dtype=np.float64), (right - left) / 2)
        rows -= cv2.GaussianBlur(rows.reshape(-1, 1), (0, 0), 3 * letters).ravel()
        own = np.fft.irfft(np.abs(np.fft.rfft(rows, 2 * len(rows))) ** 2)[: most + 1]
        rhythm[: len(own)] += own / max(own[0], 1e-6)
    part = rhythm[least:most]
    if part.size < 3 or part.max() <= 0.3:
        return 2 * letters
    peaks = (part[1:-1] >= part[:-2]) & (part[1:-1] >= part[2:]) & (part[1:-1] > 0.75 * part.max())
    first = 1 + int(peaks.argmax()) if peaks.any() else int(part.argmax())
    return float(least + first)


def _shape(boxes: F64, solid: U8, letters: float, pitch: float) -> list[F64]:
    x1, y1, x2, y2 = boxes.T
    wide, high = x2 - x1, y2 - y1
    left, right = _middle(solid, 0, 0.01)
    top, bottom = _middle(solid, 1, 0.005)
    across, down = max(right - left, 1), max(bottom - top, 1)
    height, width = solid.shape
    return [
        wide / letters,
        high / letters,
        high / pitch,
        np.log(wide / high),
        np.full(len(boxes), pitch / letters),
        wide / across,
        (x1 - left) / across,
        (right - x2) / across,
        ((x1 + x2) - (left + right)) / 2 / across,
        ((y1 + y2) / 2 - top) / down,
        high / down,
        np.minimum.reduce([x1, y1, width - x2, height - y2]) / letters,
    ]


def _middle(solid: U8, axis: int, share: float) -> tuple[int, int]:
    """Where the ink begins and ends along an axis, but for a share of it on either side."""
    ink = np.cumsum(solid.sum(axis=axis, dtype=np.float64))
    first, last = np.searchsorted(ink / max(ink[-1], 1.0), (share, 1 - share))
    return int(first), int(last)


def _texture(boxes: F64, ink: Array, solid: U8, letters: float) -> list[F64]:
    """Ink, its edges and their directions, its strokes, and the white that it encloses."""
    density = Sums(solid).mean(boxes)
    across, down = (cv2.Sobel(ink, cv2.CV_32F, dx, 1 - dx) for dx in (1, 0))
    edges_across, edges_down = Sums(np.abs(across)).mean(boxes), Sums(np.abs(down)).mean(boxes)
    strength, angle = np.hypot(across, down), np.mod(np.arctan2(down, across), np.pi)
    all_edges = Sums(strength).mean(boxes) + 1e-6
    step = np.pi / _DIRECTIONS
    directions = []
    for number in range(_DIRECTIONS):
        off = np.abs(np.mod(angle - number * step + np.pi / 2, np.pi) - np.pi / 2)
        directions.append(Sums(strength * (off < step / 2)).mean(boxes) / all_edges)
    depth = cv2.distanceTransform(solid, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (solid > 0)
    ridges = np.maximum(Sums(ridge).mean(boxes), 1e-4)
    _, _, stats, centres = cv2.connectedComponentsWithStats(1 - solid, connectivity=4)
    size = stats[:, cv2.CC_STAT_AREA]
    holes = 1 + np.flatnonzero((size[1:] >= _HOLE_PX) & (size[1:] < _HOLE_SHARE * solid.size))
    count, area = np.zeros(solid.shape, np.float32), np.zeros(solid.shape, np.float32)
    places = (centres[holes, 1].astype(int), centres[holes, 0].astype(int))
    np.add.at(count, places, 1)
    np.add.at(area, places, size[holes])
    return [
        density,
        Sums(ink * ink).mean(boxes),
        edges_across,
        edges_across / np.maximum(density, 0.02),
        edges_down,
        edges_down / np.maximum(density, 0.02),
        *directions,
        Sums(depth * ridge).mean(boxes) / ridges / letters * 2,
        Sums(depth).mean(boxes) / np.maximum(density, 1e-3) / letters,
        Sums(count).mean(boxes) * letters**2,
        Sums(area).mean(boxes),
    ]


def _made_of(boxes: F64, pieces: Pieces, solid: U8, letters: float) -> list[F64]:
    """How many pieces of connected ink a box has, how large they are, and how much ink its sides cut."""
    wide, high = (boxes[:, 2:] - boxes[:, :2]).T
    density = np.maximum(Sums(solid).mean(boxes), 1e-3)
    inked = np.maximum(density * wide * high, 1)
    count = np.zeros(solid.shape, np.float32)
    np.add.at(count, (pieces.centres[:, 1].astype(int), pieces.centres[:, 0].astype(int)), 1)
    inside = pieces.inside(boxes)
    own = inside * pieces.area
    largest = own.argmax(axis=1)
    held = own.max(axis=1) > 0
    sides = pieces.boxes[:, 2:] - pieces.boxes[:, :2]
    highest = (inside * sides[:, 1]).max(axis=1)
    of_letters = (sides[:, 1] > 0.4 * letters) & (sides[:, 1] < 1.5 * letters)
    return [
        Sums(count).mean(boxes) * letters**2,
        Sums(pieces.spread(np.minimum(sides[:, 1] / letters, _HIGHEST))).mean(boxes) / density,
        Sums(pieces.spread(np.minimum(sides[:, 0] / letters, _WIDEST))).mean(boxes) / density,
        1 - np.clip(own.sum(axis=1) / inked, 0, 1),
        np.log1p(inside.sum(axis=1)),
        own.max(axis=1) / inked,
        np.where(held, sides[largest, 0] / wide, 0),
        np.where(held, sides[largest, 1] / high, 0),
        highest / high,
        highest / letters,
        (own * of_letters).sum(axis=1) / inked,
    ]


def _frame(boxes: F64, solid: U8, letters: float) -> list[F64]:
    """How much of each side a line of ink follows, just within the box: the four sides, least first."""
    x1, y1, x2, y2 = boxes.T
    table = Sums(solid)
    best = np.zeros((4, len(boxes)))
    for away in range(-1, int(max(3, _FRAME * letters))):
        lines = (
            (x1 + away, y1, x1 + away + 2, y2),
            (x1, y1 + away, x2, y1 + away + 2),
            (x2 - away - 2, y1, x2 - away, y2),
            (x1, y2 - away - 2, x2, y2 - away),
        )
        best = np.maximum(best, [table.mean(np.stack(line, axis=1)) for line in lines])
    return list(np.sort(best, axis=0))


def _copies(boxes: F64, ink: Array, solid: U8, letters: float) -> list[F64]:
    """Rows and columns of white within, symmetry both ways, repetition along, and evenness of the ink."""
    values = np.zeros((len(boxes), 9))
    for number, (x1, y1, x2, y2) in enumerate(boxes.astype(int)):
        part = solid[y1:y2, x1:x2]
        high, wide = part.shape
        rows, columns = part.sum(axis=1) > 0.02 * wide, part.sum(axis=0) > 0.02 * high
        side = _LONG_COPY_PX if wide >= _LONG * high else _COPY_PX
        copy = cv2.resize(ink[y1:y2, x1:x2], (side, _COPY_PX), interpolation=cv2.INTER_AREA)
        copy -= copy.mean()
        scale = float((copy * copy).sum()) + 1e-6
        even = cv2.resize(part.astype(np.float32), (side // 4, 6), interpolation=cv2.INTER_AREA)
        values[number] = (
            _runs(rows),
            1 - rows.mean(),
            _runs(columns) * letters / wide,
            1 - columns.mean(),
            float((copy * copy[:, ::-1]).sum()) / scale,
            float((copy * copy[::-1]).sum()) / scale,
            _repeats(copy) if side == _LONG_COPY_PX else 0.0,
            even.std(),
            even.min(),
        )
    return list(values.T)


def _runs(present: Array) -> int:
    return int(present[0]) + int((np.diff(present.astype(np.int8)) == 1).sum())


def _repeats(copy: Array) -> float:
    """The best correlation of a strip's copy with itself moved along, a third of its length at most."""
    best = -1.0
    for lag in range(3, copy.shape[1] // 3 + 1):
        first, second = copy[:, :-lag], copy[:, lag:]
        scale = float(np.sqrt((first * first).sum() * (second * second).sum() + 1e-6))
        best = max(best, float((first * second).sum()) / scale)
    return best


def _places(cells: F64, shares: Array, rim: float) -> list[F64]:
    """What the map says within boxes (n, 4) of cells, in their middle, and in a rim around and its sides."""
    tables = [Sums(part) for part in shares]
    either = shares[GRAPHIC] + shares[INITIAL_LETTER]
    x1, y1, x2, y2 = cells.T
    inset = 0.2 * np.minimum(x2 - x1, y2 - y1)
    middle = np.stack([x1 + inset, y1 + inset, x2 - inset, y2 - inset], axis=1)
    around = cells + np.array([-rim, -rim, rim, rim])
    extremes = np.zeros((len(cells), 3))
    for number, (left, top, right, bottom) in enumerate(cells):
        first, start = int(top + 0.3), int(left + 0.3)
        part = either[first : max(int(bottom + 0.7), first + 1), start : max(int(right + 0.7), start + 1)]
        if part.size:
            extremes[number] = part.min(), np.percentile(part, 25), part.max()
    table = Sums(either)
    sides = (
        (x1 - rim, y1, x1, y2),
        (x2, y1, x2 + rim, y2),
        (x1, y1 - rim, x2, y1),
        (x1, y2, x2, y2 + rim),
    )
    return [
        *(one.mean(cells) for one in tables[1:]),
        *(tables[number].mean(middle) for number in (GRAPHIC, INITIAL_LETTER)),
        *(tables[number].ring(cells, around) for number in (GRAPHIC, INITIAL_LETTER)),
        *extremes.T,
        table.mean(cells) / max(float(either.max()), 1e-3),
        *(table.mean(np.stack(side, axis=1)) for side in sides),
    ]
