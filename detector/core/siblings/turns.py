"""An impression turned or mirrored in its frame, and the turn in which it fits others."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, Array

from . import tuning
from .crops import Frame
from .registration import likeness, resampled, shift_onto

_STANDING = ("turned by 180", "mirrored", "upside down")
_ON_ITS_SIDE = ("turned by 90", "turned by 270", "mirrored and turned", "mirrored and turned back")


def turns_in(frame: Frame) -> tuple[str, ...]:
    """The turns that a frame allows: those on its side only where it is nearly square."""
    square = abs(frame.width / frame.height - 1) < tuning.SQUARE
    return _STANDING + (_ON_ITS_SIDE if square else ())


def turned(picture: Array, turn: str) -> Array:
    """A picture (rows, columns) in another pose and the same shape; '' leaves it as it is.

    On its side, what stands out of the middle square stays as it was.
    """
    match turn:
        case "":
            return picture
        case "turned by 180":
            return np.ascontiguousarray(picture[::-1, ::-1])
        case "mirrored":
            return np.ascontiguousarray(picture[:, ::-1])
        case "upside down":
            return np.ascontiguousarray(picture[::-1])
    side = min(picture.shape)
    top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
    square = picture[top : top + side, left : left + side]
    whole = picture.copy()
    whole[top : top + side, left : left + side] = {
        "turned by 90": np.rot90(square),
        "turned by 270": np.rot90(square, 3),
        "mirrored and turned": square.T,
        "mirrored and turned back": square[::-1, ::-1].T,
    }[turn]
    return whole


def laid_on(ink: F32, reference: F32, frame: Frame) -> tuple[F32, float]:
    """Ink shifted onto a reference, both float32 of `frame.shape`, and how it then correlates with it."""
    laid = resampled(ink, shift_onto(ink, reference, frame), frame)
    return laid, likeness(laid, reference, frame)


def best_turn(ink: F32, reference: F32, frame: Frame) -> tuple[str, float]:
    """The turn in which ink fits a reference best, both float32 of `frame.shape`, and its correlation."""
    fits = {turn: laid_on(turned(ink, turn), reference, frame)[1] for turn in turns_in(frame)}
    best = max(fits, key=lambda turn: fits[turn])
    return best, fits[best]
