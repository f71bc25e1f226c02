"""Skew and page curl: one smooth map between the layout and the printed page, exact both ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import F32, F64
from ..opencv import cv2
from . import tuning
from .placement import Box

_STEP = 8


@dataclass(frozen=True)
class PageMap:
    """Where a page's pixels lie in its layout: skew about the middle, then the curl at the gutter.

    Attributes
    ----------
    width, height : page size in pixels
    skew_deg : counter-clockwise turn of the printed page
    curl_px : how far lines bend at the gutter
    wave_px : slow wave of the lines across the page
    phase : of the wave, radians
    gutter_right : the gutter is at the right edge
    """

    width: int
    height: int
    skew_deg: float = 0.0
    curl_px: float = 0.0
    wave_px: float = 0.0
    phase: float = 0.0
    gutter_right: bool = False

    @property
    def identity(self) -> bool:
        """Nothing moves."""
        return self.skew_deg == 0.0 and self.curl_px == 0.0 and self.wave_px == 0.0

    def to_layout(self, points: F64) -> F64:
        """Page points (N, 2) as (x, y), pixel centres at integers, to the layout points they show."""
        turned = self._turn(points, -self.skew_deg)
        return turned + self._bend(turned)

    def to_page(self, points: F64) -> F64:
        """Layout points (N, 2) on the page: the inverse of `to_layout`, to a thousandth of a pixel."""
        turned = np.array(points, dtype=np.float64)
        # The bend changes by a few per cent of the distance, so this contracts by as much in each round.
        for _ in range(12):
            turned = points - self._bend(turned)
        return self._turn(turned, self.skew_deg)

    def grid(self) -> tuple[F32, F32]:
        """`to_layout` for every pixel as the two float32 (H, W) maps of `cv2.remap`.

        Computed every 8 px and interpolated, which is exact to a hundredth of a pixel: the bend is smooth.
        """
        # cv2.resize puts the sample k at 8 k + 3.5; one more on each side keeps its borders out.
        columns, rows = self.width // _STEP + 3, self.height // _STEP + 3
        x = (np.arange(columns) - 1) * _STEP + (_STEP - 1) / 2
        y = (np.arange(rows) - 1) * _STEP + (_STEP - 1) / 2
        points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        coarse = self.to_layout(points).reshape(rows, columns, 2)
        size = (columns * _STEP, rows * _STEP)
        maps = []
        for axis in (0, 1):
            fine = cv2.resize(np.ascontiguousarray(coarse[..., axis], dtype=np.float32), size)
            part = fine[_STEP : _STEP + self.height, _STEP : _STEP + self.width]
            maps.append(np.ascontiguousarray(part, dtype=np.float32))
        return maps[0], maps[1]

    def box(self, corners: tuple[tuple[float, float], ...]) -> tuple[Box, tuple[tuple[float, float], ...]]:
        """Where the quadrilateral of `corners` (layout edges) lies on the page.

        Its sides are followed, not only its corners: (bounding box as edges, the four corners).
        """
        given = np.array(corners, dtype=np.float64) - 0.5
        shares = np.linspace(0.0, 1.0, 9)[:-1, None]
        outline = np.concatenate(
            [a + shares * (b - a) for a, b in zip(given, np.roll(given, -1, axis=0), strict=True)]
        )
        page = self.to_page(outline) + 0.5
        low, high = page.min(0), page.max(0)
        kept = tuple((float(x), float(y)) for x, y in page[::8])
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1])), kept

    def _turn(self, points: F64, angle_deg: float) -> F64:
        middle = np.array([(self.width - 1) / 2, (self.height - 1) / 2])
        angle = np.radians(angle_deg)
        cos, sin = np.cos(angle), np.sin(angle)
        # Counter-clockwise as seen, with y down.
        matrix = np.array([[cos, sin], [-sin, cos]])
        return np.asarray((points - middle) @ matrix.T + middle)

    def _bend(self, points: F64) -> F64:
        sideways, tilt, wave = self._profiles(points[:, 0])
        lever = points[:, 1] / self.height - 0.5
        return np.stack([sideways, lever * tilt + wave], axis=1)

    def _profiles(self, x: F64) -> tuple[F64, F64, F64]:
        share = x / self.width
        near = np.exp(-(1.0 - share if self.gutter_right else share) / tuning.GUTTER)
        sign = -1.0 if self.gutter_right else 1.0
        return (
            sign * 0.5 * self.curl_px * near,
            self.curl_px * near,
            self.wave_px * np.sin(2 * np.pi * tuning.WAVES * share + self.phase),
        )
