"""A page as searches share it: its edge codes and its drawing, made where they are first needed and kept."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64, U8, Array, require_gray
from ..opencv import cv2
from ..progress import raise_if_cancelled
from . import edges
from .parallel import share, workers
from .templates import detail, spreads
from .text_lines import letter_height

_ROWS = 16
_TILE = 128
_LEAST_STRIP = 256
_MOSTLY = 0.4
_KEPT_DRAWINGS = 3
_KEPT_DRAWN = 48_000_000
"""Pixels (4 bytes each) of a page's drawings that are kept, where that is more than the three."""
_KEPT_PAGES = 2


@dataclass
class _Codes:
    picture: U8
    done: npt.NDArray[np.bool_]


@dataclass
class _Detail:
    picture: F32
    done: npt.NDArray[np.bool_]


class PreparedPage:
    """A grey page uint8 (H, W) with what every search of it needs. May be shared by threads.

    Nothing depends on what was asked for first: each part is made from all of the page around it.
    """

    def __init__(self, gray: U8) -> None:
        self.gray = require_gray(gray, "page_gray")
        self._codes: dict[int, _Codes] = {}
        self._details: dict[float, _Detail] = {}
        self._lock = threading.RLock()

    @cached_property
    def letter_height(self) -> float | None:
        """The usual height of the page's letters, pixels; None where there are too few."""
        return letter_height(self.gray)

    def codes(self, step: int, top: int, bottom: int) -> U8:
        """Edge codes, uint8 (H / step, W / step), of the page reduced `step` times.

        Only rows `top` to `bottom` (reduced) are sure to be filled in, in all columns.
        """
        with self._lock:
            made = self._codes.get(step)
            if made is None:
                shape = (self.gray.shape[0] // step, self.gray.shape[1] // step)
                made = _Codes(np.empty(shape, np.uint8), np.zeros(-(-shape[0] // _ROWS), np.bool_))
                self._codes[step] = made
            wanted = made.done[top // _ROWS : -(-bottom // _ROWS)]
            missing = np.flatnonzero(~wanted) + top // _ROWS
            if missing.size:
                first, last = int(missing[0]), int(missing[-1]) + 1
                share(
                    [
                        partial(self._fill, made.picture, step, a * _ROWS, min(b * _ROWS, len(made.picture)))
                        for a, b in _strips(first, last, _LEAST_STRIP // _ROWS)
                    ]
                )
                made.done[first:last] = True
            return made.picture

    def _fill(self, picture: U8, step: int, top: int, bottom: int) -> None:
        raise_if_cancelled()
        height, width = picture.shape
        halo = edges.halo_px()
        above, below = max(0, top - halo), min(height, bottom + halo)
        part: Array = self.gray[above * step : below * step, : width * step]
        if step > 1:
            part = cv2.resize(part, (width, below - above), interpolation=cv2.INTER_AREA)
        picture[top:bottom] = edges.codes(np.asarray(part, np.uint8))[top - above : bottom - above]

    def detail(self, side: float, x: F64, y: F64, reach: F64) -> F32:
        """The page's drawing, float32 (H, W), as a template with `side` pixels sees it.

        It is filled in within `reach` pixels of the points `x`, `y` (K,) each.
        """
        with self._lock:
            made = self._details.pop(side, None)
            if made is None:
                while len(self._details) >= max(_KEPT_DRAWINGS, _KEPT_DRAWN // self.gray.size):
                    del self._details[next(iter(self._details))]
                height, width = self.gray.shape
                grid = (-(-height // _TILE), -(-width // _TILE))
                made = _Detail(np.empty((height, width), np.float32), np.zeros(grid, np.bool_))
            self._details[side] = made  # the last one asked for stands last
            low_x, high_x = _tiles(x, reach, made.done.shape[1])
            low_y, high_y = _tiles(y, reach, made.done.shape[0])
            # How many tiles of each span are missing, from a table of sums.
            sums = np.zeros((made.done.shape[0] + 1, made.done.shape[1] + 1), dtype=np.intp)
            sums[1:, 1:] = (~made.done).cumsum(axis=0).cumsum(axis=1)
            missing = (
                sums[high_y + 1, high_x + 1]
                - sums[low_y, high_x + 1]
                - sums[high_y + 1, low_x]
                + sums[low_y, low_x]
            )
            if missing.any():
                self._draw_spans(made, side, np.stack([low_x, high_x, low_y, high_y], 1)[missing > 0])
            return made.picture

    def _draw_spans(self, made: _Detail, side: float, spans: npt.NDArray[np.intp]) -> None:
        """Fill the tiles x1 to x2, y1 to y2 (K, 4): all between them in one go, if most are wanted."""
        wanted = np.zeros_like(made.done)
        for left, right, top, bottom in np.unique(spans, axis=0).tolist():
            wanted[top : bottom + 1, left : right + 1] = True
        wanted &= ~made.done
        rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
        whole = wanted[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if whole.mean() >= _MOSTLY:
            there = (int(columns[0]), int(columns[-1]) + 1)
            strips = _strips(int(rows[0]), int(rows[-1]) + 1, _LEAST_STRIP // _TILE)
            share([partial(self._draw, made, side, strip, there) for strip in strips])
            return
        for row in rows.tolist():
            found = np.flatnonzero(wanted[row])
            self._draw(made, side, (row, row + 1), (int(found[0]), int(found[-1]) + 1))

    def _draw(self, made: _Detail, side: float, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        raise_if_cancelled()
        height, width = self.gray.shape
        inner, outer = spreads(side)
        halo = 2 * math.ceil(2 * outer) + 8
        top, bottom = rows[0] * _TILE, min(height, rows[1] * _TILE)
        begin, end = columns[0] * _TILE, min(width, columns[1] * _TILE)
        above, below = max(0, top - halo), min(height, bottom + halo)
        before, after = max(0, begin - halo), min(width, end + halo)
        drawn = detail(self.gray[above:below, before:after], inner, outer)
        inside = drawn[top - above : bottom - above, begin - before : end - before]
        # Ink is what grey is not.
        np.negative(inside, out=made.picture[top:bottom, begin:end])
        made.done[rows[0] : rows[1], columns[0] : columns[1]] = True


def _strips(first: int, last: int, least: int) -> list[tuple[int, int]]:
    """`first` to `last` cut in as many parts as there are cores, none smaller than `least` if it can be."""
    count = max(1, min(workers(), (last - first) // least))
    cuts = [first + (last - first) * index // count for index in range(count + 1)]
    return list(pairwise(cuts))


def _tiles(points: F64, reach: F64, count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """First and last tile, along one axis of `count`, that each point's surroundings touch."""
    low = np.floor((points - reach) / _TILE).clip(0, count - 1)
    high = np.floor((points + reach) / _TILE).clip(0, count - 1)
    return low.astype(np.intp), high.astype(np.intp)


_kept: list[PreparedPage] = []
_keeping = threading.Lock()


def prepared(gray: U8) -> PreparedPage:
    """The page of this very array, grey uint8 (H, W); it is kept from a search if among the last two pages.

    The array must not be written to meanwhile; a page's pixels never are.
    """
    with _keeping:
        page = next((one for one in _kept if one.gray is gray), None)
        if page is None:
            page = PreparedPage(gray)
        else:
            _kept.remove(page)
        _kept.append(page)
        del _kept[:-_KEPT_PAGES]
        return page
