"""Crops of one vignette as ink in one frame: the median size of its normals, prototype, aligned stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8, require_gray
from autolabelme.core.correlation import correlation
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.ink import ink_fraction
from detector.core.registration import Registration, affine, centred, shifted, smooth_field

from .. import tuning
from .base import Normals


def ink_of(crop: U8) -> F32:
    """Ink of a grey crop, uint8 (H, W), as float32 (H, W), 0 paper .. 1 ink; zeros where it is blank."""
    require_gray(crop, "crop")
    return ink_fraction(crop, float(max(crop.shape)))


def median_shape(crops: Sequence[U8] | Sequence[F32]) -> tuple[int, int]:
    """The median (rows, columns) of crops: the frame in which they are compared."""
    shapes = np.array([crop.shape[:2] for crop in crops])
    rows, columns = np.median(shapes, axis=0)
    return max(1, round(float(rows))), max(1, round(float(columns)))


@dataclass(frozen=True, eq=False)
class Stack:
    """Normal impressions of one vignette, laid on each other.

    Attributes
    ----------
    shape : (H, W) of the frame
    prototype : float32 (H, W), their median (mean of two), 0..1
    ink : float32 (n, H, W), each laid on the prototype, at its own strength of inking
    registrations : how each was laid
    """

    shape: tuple[int, int]
    prototype: F32
    ink: F32
    registrations: tuple[Registration, ...]

    def lay(self, ink: F32) -> Registration:
        """Another impression's ink, float32 (h, w), laid on the prototype."""
        return lay_on(ink, self.prototype)

    def laid(self, crop: U8) -> tuple[F32, Registration]:
        """A grey crop, uint8 (h, w), as ink in the frame, float32 (H, W), 0..1 at the prototype's inking."""
        ink = ink_of(crop)
        found = self.lay(ink)
        return at_level(ink, found), found

    @property
    def levelled(self) -> F32:
        """The normals at the prototype's inking, float32 (n, H, W)."""
        levelled = [
            np.clip(one.gain * ink + one.bias, 0, 1)
            for one, ink in zip(self.registrations, self.ink, strict=True)
        ]
        return np.asarray(np.stack(levelled), dtype=np.float32)


def at_level(ink: F32, found: Registration) -> F32:
    """A crop's ink in the frame at the frame's inking, float32 (H, W), 0..1."""
    return np.asarray(np.clip(found.gain * found.lay(ink) + found.bias, 0.0, 1.0), dtype=np.float32)


def joint_stacks(normals: Normals, *, tick: Tick = no_tick) -> dict[str, Stack]:
    """`joint_stack` of every vignette."""
    found = {}
    stage = "laying normals on each other"
    for number, (vignette, crops) in enumerate(normals.items()):
        tick(number, len(normals), stage)
        found[vignette] = joint_stack(crops)
    tick(len(normals), len(normals), stage)
    return found


def lay_on(ink: F32, prototype: F32, *, field: bool = True) -> Registration:
    """Ink float32 (h, w) on a prototype float32 (H, W): affine with brightness, then the smooth field."""
    found = affine(ink, prototype)
    return smooth_field(ink, prototype, found) if field else found


def joint_stack(crops: Sequence[U8]) -> Stack:
    """Lay normals, grey uint8 (h, w), on their own prototype: begin at one, then go by their median."""
    inks = [ink_of(crop) for crop in crops]
    shape = median_shape(inks)
    start = _most_central(inks, shape)
    prototype = centred(shape, _hw(inks[start])).lay(inks[start])
    laid: list[Registration] = [centred(shape, _hw(ink)) for ink in inks]
    stack = np.stack([one.lay(ink) for one, ink in zip(laid, inks, strict=True)])
    for number in range(tuning.LAID_ROUNDS + 1 if len(inks) > 1 else 0):
        laid = [lay_on(ink, prototype, field=number > 0) for ink in inks]
        stack = np.stack([one.lay(ink) for one, ink in zip(laid, inks, strict=True)])
        prototype = np.asarray(np.median(stack, axis=0), dtype=np.float32)
    return Stack(shape, prototype, stack, tuple(laid))


def _most_central(inks: Sequence[F32], shape: tuple[int, int]) -> int:
    """The impression that is most like the others after a shift: the stack begins at it."""
    if len(inks) < 3:
        return 0
    framed = [centred(shape, _hw(ink)).lay(ink) for ink in inks[:8]]
    likeness = np.zeros((len(framed), len(framed)))
    for i, first in enumerate(framed):
        for j, second in enumerate(framed):
            if i != j:
                likeness[i, j] = correlation(shifted(second, first).lay(second), first)
    return int(np.argmax(likeness.mean(axis=1)))


def _hw(values: F32) -> tuple[int, int]:
    return values.shape[0], values.shape[1]
