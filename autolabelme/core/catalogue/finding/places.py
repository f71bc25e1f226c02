"""What is measured of each place of a page, for the trees that tell ornament from text.

A place is a cell of 8 x 8 grid pixels. Of ink, edges, colour and strokes the mean over squares of growing
size; of connected ink its height and width against the page's letters; the rhythm of the lines; and what
stands to the left, right, above and below.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F32, Array
from ...opencv import cv2
from .ink import letter_height

CELL_PX = 8
# Radii of the squares, in cells; a woodcut's texture reaches over several lines of text.
_RADII = (0, 1, 2, 4, 8)
# Distances, in cells, at which the surroundings are looked at.
_AWAY = (3, 6)
# Connected ink counts as ink from here on.
_SOLID = 0.4


def place_measures(ink: Array, colour: Array) -> F32:
    """Measures of every cell.

    Parameters
    ----------
    ink, colour : float32 (h, w), 0..1, of `ink.PageInk`.

    Returns
    -------
    float32 (ceil(h / 8), ceil(w / 8), n).
    """
    height, width = ink.shape
    rows, columns = -(-height // CELL_PX), -(-width // CELL_PX)

    def cells(values: Array) -> Array:
        return cv2.resize(values.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)

    solid = (ink > _SOLID).astype(np.uint8)
    strokes = cv2.distanceTransform(solid, cv2.DIST_L2, 3)
    across = np.abs(cv2.Sobel(ink, cv2.CV_32F, 1, 0, ksize=3))
    down = np.abs(cv2.Sobel(ink, cv2.CV_32F, 0, 1, ksize=3))
    base = [cells(one) for one in (ink, ink * ink, across, down, colour, strokes, solid)]
    measures = [_square(one, radius) for radius in _RADII for one in base]
    parts = _connected(solid, letter_height(ink), rows, columns)
    for part in parts:
        measures += [part, cv2.dilate(part, np.ones((3, 3), np.uint8)), _square(part, 4)]
    measures += _rhythm(ink, rows, columns)
    for one in (_square(base[0], 1), _square(base[2], 1), cv2.dilate(parts[0], np.ones((3, 3), np.uint8))):
        for away in _AWAY:
            measures += [_shifted(one, dx * away, dy * away) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    return np.stack(measures, axis=-1).astype(np.float32)


def _square(values: Array, radius: int) -> Array:
    if radius == 0:
        return values
    size = (2 * radius + 1, 2 * radius + 1)
    return cv2.blur(values, size, borderType=cv2.BORDER_CONSTANT)


def _connected(solid: Array, letters: float, rows: int, columns: int) -> list[Array]:
    """Height, width and size of the highest connected ink in each cell, in letters of the page."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    unit = max(letters, 4.0)
    sizes = stats.astype(np.float32)
    sizes[0] = 0
    measured = (
        sizes[:, cv2.CC_STAT_HEIGHT] / unit,
        sizes[:, cv2.CC_STAT_WIDTH] / unit,
        np.sqrt(sizes[:, cv2.CC_STAT_AREA]) / unit,
    )
    height, width = rows * CELL_PX, columns * CELL_PX
    found = []
    for values in measured:
        image = np.zeros((height, width), np.float32)
        image[: labels.shape[0], : labels.shape[1]] = values[labels]
        found.append(image.reshape(rows, CELL_PX, columns, CELL_PX).max(axis=(1, 3)))
    return found


def _rhythm(ink: Array, rows: int, columns: int) -> list[Array]:
    """Least, most and span of the ink in strips of 68 px along the lines, over 52 px up and down."""
    size = (max(1, ink.shape[1] // 4), max(1, ink.shape[0] // 4))
    along = cv2.blur(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), (17, 1))
    most, least = cv2.dilate(along, np.ones((13, 1), np.uint8)), cv2.erode(along, np.ones((13, 1), np.uint8))
    return [
        cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA) for one in (most - least, least, most)
    ]


def _shifted(values: Array, dx: int, dy: int) -> Array:
    """What stands (dx, dy) cells from each cell, 0 beyond the page."""
    rows, columns = values.shape
    shifted = np.zeros_like(values)
    ys, xs = slice(max(0, -dy), rows - max(0, dy)), slice(max(0, -dx), columns - max(0, dx))
    if ys.stop > ys.start and xs.stop > xs.start:
        source = values[ys.start + dy : ys.stop + dy, xs.start + dx : xs.stop + dx]
        shifted[ys, xs] = source
    return shifted
