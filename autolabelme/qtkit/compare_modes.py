"""How two registered images are laid over each other: the pixels of each mode, without widgets.

Everything is on a fixed scale: a difference looks the same in every pair.
"""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QCoreApplication

from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2

from .pyramid import Frame, Pyramid

MODES = ("blink", "swipe", "onion", "difference", "red_cyan", "loupe", "side_by_side")
KEYS = {
    "blink": "B",
    "swipe": "S",
    "onion": "O",
    "difference": "D",
    "red_cyan": "C",
    "loupe": "L",
    "side_by_side": "P",
}
PEEK_KEY = "X"
"""Held, it shows the source alone."""


def mode_name(mode: str) -> str:
    """The translated name of a mode."""
    names = {
        "blink": QCoreApplication.translate("CompareView", "Blink"),
        "swipe": QCoreApplication.translate("CompareView", "Swipe"),
        "onion": QCoreApplication.translate("CompareView", "Onion skin"),
        "difference": QCoreApplication.translate("CompareView", "Difference"),
        "red_cyan": QCoreApplication.translate("CompareView", "Red / cyan"),
        "loupe": QCoreApplication.translate("CompareView", "Loupe"),
        "side_by_side": QCoreApplication.translate("CompareView", "Side by side"),
    }
    return names[mode]


def mode_help(mode: str) -> str:
    """What a mode shows, in one translated sentence."""
    helps = {
        "blink": QCoreApplication.translate("CompareView", "The two images in turn; what differs jumps."),
        "swipe": QCoreApplication.translate(
            "CompareView", "Reference on the left of the line, source on its right; drag the line."
        ),
        "onion": QCoreApplication.translate(
            "CompareView", "The source laid over the reference like thin paper."
        ),
        "difference": QCoreApplication.translate(
            "CompareView", "White where the two are equal, black where one has ink and the other paper."
        ),
        "red_cyan": QCoreApplication.translate(
            "CompareView", "Ink of the source alone is red, ink of the reference alone cyan, of both black."
        ),
        "loupe": QCoreApplication.translate(
            "CompareView", "The reference, with the source around the cursor."
        ),
        "side_by_side": QCoreApplication.translate("CompareView", "Both images, moved and zoomed together."),
    }
    return helps[mode]


class PairSource:
    """A frame source that composes two pyramids of the same size.

    Attributes
    ----------
    mode : str
        One of `MODES` ("side_by_side" shows the reference).
    show_source : bool
        Blink: which of the two is shown now.
    opacity : float
        Onion skin: weight of the source, 0..1.
    split : float
        Swipe: position of the line in the view, in device pixels.
    """

    def __init__(self, reference: Pyramid, source: Pyramid) -> None:
        sizes = [(pyramid.width, pyramid.height) for pyramid in (reference, source)]
        if sizes[0] != sizes[1]:
            raise MisuseError(f"PairSource: expected two images of one size, got {sizes[0]} and {sizes[1]}")
        self.reference, self.source = reference, source
        self.mode = "blink"
        self.show_source = False
        self.opacity = 0.5
        self.split = 0.0

    @property
    def width(self) -> int:
        return self.reference.width

    @property
    def height(self) -> int:
        return self.reference.height

    def thumbnail(self, side: int) -> U8:
        """The reference, uint8 RGB (h, w, 3), reduced to `side` at most."""
        return self.reference.thumbnail(side)

    def frame(self, x: float, y: float, scale: float, width: int, height: int) -> Frame | None:
        """The composed part of the page; see `Pyramid.frame`."""
        place = (x, y, scale, width, height)
        if self.mode == "blink":
            return (self.source if self.show_source else self.reference).frame(*place)
        if self.mode in ("loupe", "side_by_side"):
            return self.reference.frame(*place)
        first, second = self.reference.frame(*place), self.source.frame(*place)
        if first is None or second is None:
            return None
        column = round(self.split) - first.x
        return Frame(compose(self.mode, first.pixels, second.pixels, self.opacity, column), first.x, first.y)


def compose(mode: str, reference: U8, source: U8, opacity: float = 0.5, column: int = 0) -> U8:
    """One picture of two: grey (h, w) or RGB (h, w, 3) uint8 pixels of equal height and width.

    "onion": the weighted mean; "swipe": the reference left of `column`; "difference": 255 minus the
    absolute difference of the grey values; "red_cyan": the reference's grey as red, the source's as
    green and blue, so that what only the source prints is red.
    """
    if mode == "difference":
        return np.asarray(255 - cv2.absdiff(to_gray(reference), to_gray(source)), dtype=np.uint8)
    if mode == "red_cyan":
        first, second = to_gray(reference), to_gray(source)
        return np.asarray(cv2.merge([first, second, second]), dtype=np.uint8)
    first, second = _alike(reference, source)
    if mode == "onion":
        return np.asarray(cv2.addWeighted(first, 1 - opacity, second, opacity, 0), dtype=np.uint8)
    if mode == "swipe":
        column = min(max(column, 0), first.shape[1])
        return np.concatenate([first[:, :column], second[:, column:]], axis=1)
    raise MisuseError(f"mode: expected onion, swipe, difference or red_cyan, got {mode!r}")


def _alike(first: U8, second: U8) -> tuple[U8, U8]:
    if first.ndim == second.ndim:
        return first, second
    pair = [np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image for image in (first, second)]
    return pair[0], pair[1]
