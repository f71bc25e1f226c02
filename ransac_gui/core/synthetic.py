"""Pairs of impressions with a known map between them: for training, benchmarks and tests.

Two impressions of one set ornament are printed by `autolabelme.core.press` (each with its own inking,
paper and scan, lying flat), and the source is bent by a map that is known exactly: a homography after a
smooth bend. So the truth is exact to the interpolation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, U8, Array
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import Wear, print_page, wear_of
from autolabelme.core.press.ornaments import OrnamentParams, ornament
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import Sort

from . import geometry


@dataclass(frozen=True)
class Bend:
    """Smooth displacement of the layout, in pixels: gutter, curl and damp paper. Amplitudes 0: flat.

    gutter_px: how far the side at the gutter is drawn in (across) and fanned out (up and down).
    curl_px: how far lines bow. ripple_px: amplitude of waves of about half the longer side.
    """

    gutter_px: float = 0.0
    gutter_right: bool = False
    curl_px: float = 0.0
    ripple_px: float = 0.0
    phase: float = 0.0

    def at(self, points: F64, width: float, height: float) -> F64:
        """The displacement (N, 2) at points (N, 2) of a frame of width x height."""
        x, y = points[:, 0] / width, points[:, 1] / height - 0.5
        side = max(width, height)
        near = np.exp(-((1 - x) if self.gutter_right else x).clip(-0.2, None) / 0.18)
        turn = -1.0 if self.gutter_right else 1.0
        dx = turn * self.gutter_px * near
        dy = self.gutter_px * near * y * 1.2 + self.curl_px * np.sin(np.pi * x + 0.3 * self.phase)
        kx, ky = 2 * np.pi * points[:, 0] / (0.55 * side), 2 * np.pi * points[:, 1] / (0.7 * side)
        dx = dx + self.ripple_px * np.sin(kx + self.phase) * np.cos(ky)
        dy = dy + self.ripple_px * np.cos(kx + ky + 2 * self.phase)
        return np.stack([dx, dy], axis=1)


@dataclass(frozen=True, eq=False)
class KnownMap:
    """source = homography(x + bend(x)), exactly, for reference points x."""

    matrix: F64
    bend: Bend
    width: int
    height: int

    def points(self, reference: Array) -> F64:
        """Reference points (N, 2) to source points (N, 2)."""
        values = np.asarray(reference, dtype=np.float64).reshape(-1, 2)
        return geometry.apply(self.matrix, values + self.bend.at(values, self.width, self.height))

    def dense(self) -> F64:
        """The truth for every reference pixel: (H, W, 2)."""
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float64)
        return self.points(np.stack([x, y], axis=-1)).reshape(self.height, self.width, 2)

    def source_image(self, flat: Array, width: int, height: int) -> Array:
        """The image of width x height in which `flat`, uint8 (H, W[, 3]), the reference's frame, is bent."""
        u, v = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
        target = geometry.apply(np.linalg.inv(self.matrix), np.stack([u, v], axis=-1).reshape(-1, 2))
        target = np.nan_to_num(target, nan=-1e4).clip(-1e4, 1e5)
        place = target.copy()
        # x + bend(x) = target; the bend changes by a fraction of the distance, so this contracts.
        for _ in range(12):
            place = target - self.bend.at(place, self.width, self.height)
        maps = place.reshape(height, width, 2).astype(np.float32)
        fill = np.median(flat.reshape(-1, 1 if flat.ndim == 2 else flat.shape[2]), axis=0)
        scale = 1 / geometry.scale_of(self.matrix, self.width, self.height)
        if scale > 1.25:
            flat = cv2.GaussianBlur(flat, (0, 0), 0.5 * math.sqrt(scale**2 - 1))
        return np.asarray(
            cv2.remap(
                flat,
                maps[..., 0],
                maps[..., 1],
                cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=tuple(float(value) for value in fill),
            )
        )


@dataclass(frozen=True)
class WarpRange:
    """What `draw_map` draws from; amplitudes are shares of the longer side."""

    perspective: float = 0.1
    """Greatest shift of a corner as a share of the frame's sides."""
    rotation_deg: float = 5.0
    scale_low: float = 1.0
    scale_high: float = 1.0
    gutter: float = 0.0
    curl: float = 0.0
    ripple: float = 0.0


def draw_map(
    width: int, height: int, warps: WarpRange, rng: np.random.Generator
) -> tuple[KnownMap, tuple[int, int]]:
    """A random map from a reference of width x height, and the source's (columns, rows) that holds it all."""
    side = max(width, height)
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    frame = geometry.corners(width, height)
    moved = frame + rng.uniform(-1, 1, (4, 2)) * warps.perspective * (width, height)
    angle = math.radians(rng.uniform(-warps.rotation_deg, warps.rotation_deg))
    scale = math.exp(rng.uniform(math.log(warps.scale_low), math.log(warps.scale_high)))
    turn = scale * np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    target = (moved - centre) @ turn.T
    bend = Bend(
        gutter_px=float(rng.uniform(0.5, 1) * warps.gutter * side),
        gutter_right=bool(rng.integers(2)),
        curl_px=float(rng.uniform(-1, 1) * warps.curl * side),
        ripple_px=float(rng.uniform(0.3, 1) * warps.ripple * side),
        phase=float(rng.uniform(0, 2 * math.pi)),
    )
    margin = 8 + (warps.gutter + abs(warps.curl) + warps.ripple) * side * scale
    low, high = target.min(axis=0) - margin, target.max(axis=0) + margin
    matrix = cv2.getPerspectiveTransform(frame.astype(np.float32), (target - low).astype(np.float32))
    size = np.ceil(high - low).astype(int)
    return KnownMap(np.asarray(matrix, np.float64), bend, width, height), (int(size[0]), int(size[1]))


def flat_wear(name: str) -> Wear:
    """A wear level without skew, curl and stretch: the bend is ours, and known."""
    return wear_of(name).replace(skew_deg=0.0, curl=0.0, stretch_px=0.0)


def draw_ornament(sorts: Sequence[Sort], width: int, rng: np.random.Generator) -> Layout:
    """One compound ornament of about `width` pixels, of 2 to 6 sorts."""
    params = OrnamentParams(
        width=max(200, int(width * 0.86)),
        labels=int(rng.integers(2, 7)),
        size_low=max(8, round(width * 0.05)),
        size_high=max(12, round(width * 0.13)),
        gap=max(1, round(width * 0.004)),
        margin=round(width * 0.06),
    )
    return ornament(sorts, params, rng)


def impressions(
    layout: Layout, sorts: Sequence[Sort], wears: tuple[str, str], rng: np.random.Generator
) -> tuple[U8, U8]:
    """Two flat impressions (H, W) uint8 of one layout, in register."""
    seeds = rng.integers(0, 2**31, 2)
    first, second = (
        print_page(layout, sorts, flat_wear(wear), int(seed)).gray
        for wear, seed in zip(wears, seeds, strict=True)
    )
    return first, second


def bitonal(gray: U8) -> U8:
    """What a bitonal scan makes of an impression, uint8 (H, W): 0 and 255, parted by Otsu's threshold."""
    return np.asarray(cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])


def crop_with_flow(
    source: F32, reference: F32, side: int, displacement_px: float, rng: np.random.Generator
) -> tuple[F32, F32, F32]:
    """A training crop: two impressions in register -> (source, reference, flow), each side x side.

    The source crop is bent by a random smooth field and a slight affine map; `flow` (side, side, 2) is the
    exact displacement in pixels that, added to a reference pixel, gives its place in the source crop.
    """
    rows, columns = reference.shape
    top, left = (int(rng.integers(0, max(1, length - side))) for length in (rows, columns))
    y, x = np.mgrid[0:side, 0:side].astype(np.float64)
    unit = np.stack([x, y], axis=-1) / side - 0.5
    # Reference -> source: affine part, then three long waves.
    displacement_px *= rng.uniform(0.1, 1.0)
    flow = unit @ rng.normal(0, 0.02, (2, 2)).T * side
    flow += rng.uniform(-0.7, 0.7, 2) * displacement_px
    for _ in range(3):
        direction = rng.normal(0, 1, 2)
        direction *= rng.uniform(0.6, 1.6) / np.linalg.norm(direction)
        wave = np.sin(2 * np.pi * (unit @ direction) + rng.uniform(0, 2 * np.pi))
        flow += wave[..., None] * rng.normal(0, displacement_px * 0.15, 2)
    # The source crop shows the flat impression at the inverse map, found by fixed point.
    field = np.ascontiguousarray(flow.astype(np.float32))
    place = np.stack([x, y], axis=-1).astype(np.float32)
    inverse = place.copy()
    for _ in range(8):
        moved = cv2.remap(
            field, inverse[..., 0], inverse[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        inverse = place - moved
    seen = inverse + np.array([left, top], dtype=np.float32)
    bent = cv2.remap(
        source,
        seen[..., 0].astype(np.float32),
        seen[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(bent, np.float32), reference[top : top + side, left : left + side].copy(), field
