"""The pictures that show why a place was flagged. No Qt; OpenCV and the core come in with the job.

All are grey, of one place and one size, with the ornament's own tones of paper and ink: when they blink, only
the drawing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F32, U8, to_gray
from autolabelme.core.progress import Tick, no_tick

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.findings import Finding
    from detector.core.inspection.inspector import Judged

_PAD = 0.2
_LEAST_SIDE = 0.06
"""Of the ornament's longer side: a spot alone shows nothing of the drawing that it is a part of."""
_NORMALS = 2
_INK, _PAPER = 2, 90
"""Percentiles of a picture that are taken for its ink and its paper."""
_SLACK_PX = 2
"""Ink this near to the other drawing's is the same ink, printed or laid a little beside it."""
_EVERY = 4
"""Tones are read from every fourth pixel of every fourth line."""


@dataclass(frozen=True, eq=False)
class Picture:
    """`what` is reference, prototype, normal or drawn; `label` whose impressions it shows, '' for none.

    Pixels are grey uint8 (h, w).
    """

    what: str
    pixels: U8
    label: str = ""


@dataclass(frozen=True, eq=False)
class Why:
    """One finding as printed (grey uint8), with what is lost and gained (RGB), and what stands `beside`.

    `normals` is how many held-out normals stand behind its p (0: none), of `label`, or of all labels where
    they are `pooled`.
    """

    finding: Finding
    printed: U8
    signed: U8
    beside: tuple[Picture, ...]
    normals: int = 0
    pooled: bool = False
    label: str = ""


def pictures_of(done: Done, finding: Finding, *, tick: Tick = no_tick) -> Why:
    """A finding beside the reference, its label's prototype, normal impressions, and what the model draws."""
    tick(0, 0, "evidence")
    return _View(done).why(finding)


def draw_cards(
    done: Done, findings: Sequence[Finding], report: Callable[[int, Why], None], *, tick: Tick = no_tick
) -> None:
    """Draw what the cards show, one after the other; `report` is called in the worker's thread."""
    view = _View(done)
    for number, finding in enumerate(findings):
        tick(number, len(findings), "pictures")
        report(number, view.why(finding, normals=0))


class _View:
    """An inspection with the tones of its ornament, read once."""

    def __init__(self, done: Done) -> None:
        self._done = done
        self._tones = _tones(to_gray(done.rgb[::_EVERY, ::_EVERY]))
        if done.reference is not None:
            self._of_reference = _tones(to_gray(done.reference[::_EVERY, ::_EVERY]))

    def why(self, finding: Finding, *, normals: int = _NORMALS) -> Why:
        from detector.core.inspection.maps import signed_overlay
        from detector.core.inspection.verdict import is_of_the_layout
        from detector.core.report import judged_at

        done, inspection = self._done, self._done.inspection
        place = _place(finding.box, done.rgb.shape[1], done.rgb.shape[0])
        printed = to_gray(np.ascontiguousarray(done.rgb[place]))
        judged = judged_at(finding, inspection)
        beside = self._beside(finding, judged, place, normals)
        if is_of_the_layout(finding) and beside:
            loss, gain = self._exchanged(printed, beside[0].pixels)
        else:
            loss, gain = inspection.maps.loss[place], inspection.maps.gain[place]
        signed = signed_overlay(printed, loss, gain)
        if judged is None or finding.p is None:
            return Why(finding, printed, signed, beside)
        value = judged.value
        return Why(finding, printed, signed, beside, value.normals, value.pooled, judged.vignette.label)

    def _beside(
        self, finding: Finding, judged: Judged | None, place: tuple[slice, slice], normals: int
    ) -> tuple[Picture, ...]:
        from detector.core.report import prototype_at

        done, inspection = self._done, self._done.inspection
        found = []
        if done.reference is not None:
            crop = to_gray(np.ascontiguousarray(done.reference[place]))
            found.append(Picture("reference", self._toned(crop, self._of_reference)))
        prototype = prototype_at(finding, inspection)
        if prototype is not None:
            label, drawn = prototype
            found.append(Picture("prototype", self._toned(drawn[place]), label))
        if judged is not None and not judged.stranger:
            found += [
                Picture("normal", self._toned(drawn[place]), judged.vignette.label)
                for drawn in self._normals(judged, normals)
            ]
        if inspection.normals is not None:
            drawn = inspection.maps.reconstruction
            found.append(Picture("drawn", self._toned(drawn[place], (0.0, float(drawn.max())))))
        return tuple(found)

    def _exchanged(self, printed: U8, other: U8) -> tuple[F32, F32]:
        """Ink lost and gained where one drawing stands in the place of another, on the maps' scale."""
        from autolabelme.core.opencv import cv2
        from detector.core.inspection.maps import FULL_SCALE

        paper, ink = self._tones[1], self._tones[0]
        reach = np.ones((2 * _SLACK_PX + 1,) * 2, np.uint8)
        here, there = (
            np.clip((paper - np.asarray(one, dtype=np.float32)) / max(1.0, paper - ink), 0, 1)
            for one in (printed, other)
        )
        loss, gain = (
            np.asarray(FULL_SCALE * np.clip(one - cv2.dilate(two, reach), 0, 1), dtype=np.float32)
            for one, two in ((there, here), (here, there))
        )
        return loss, gain

    def _normals(self, judged: Judged, count: int) -> list[U8]:
        """The normal impressions that look most like this one, laid on its place: uint8 (H, W)."""
        from detector.core.inspection.ink import to_page
        from detector.core.report import nearest_normals

        inspection = self._done.inspection
        if inspection.normals is None or count == 0:
            return []
        own = inspection.normals.by_label.get(judged.vignette.label)
        if own is None:
            return []
        shape = (inspection.height, inspection.width)
        pages = []
        for picture in nearest_normals(judged, inspection, count):
            ink = np.asarray(1.0 - picture / np.float32(255), dtype=np.float32)
            patch, rows, columns = to_page(ink, judged.vignette, own.frame, shape)
            page = np.full(shape, 255, dtype=np.uint8)
            page[rows, columns] = np.rint(255 * (1 - np.clip(patch, 0, 1))).astype(np.uint8)
            pages.append(page)
        return pages

    def _toned(self, gray: U8, tones: tuple[float, float] = (0.0, 255.0)) -> U8:
        """A picture with these tones of ink and paper in those of the ornament."""
        ink, paper = self._tones
        share = (np.asarray(gray, dtype=np.float32) - tones[0]) / max(1.0, tones[1] - tones[0])
        return _u8(ink + share * (paper - ink))


def _place(box: tuple[float, float, float, float], width: int, height: int) -> tuple[slice, slice]:
    """Rows and columns of a finding with some of what stands round it; never empty."""
    x1, y1, x2, y2 = box
    side = _LEAST_SIDE * max(width, height)
    pad = _PAD * max(x2 - x1, y2 - y1)
    across = max(pad, (side - (x2 - x1)) / 2)
    down = max(pad, (side - (y2 - y1)) / 2)
    rows = slice(min(height - 1, max(0, int(y1 - down))), min(height, max(1, int(np.ceil(y2 + down)))))
    columns = slice(min(width - 1, max(0, int(x1 - across))), min(width, max(1, int(np.ceil(x2 + across)))))
    return rows, columns


def _tones(gray: U8) -> tuple[float, float]:
    """The tones of ink and of paper, 0..255."""
    ink, paper = np.percentile(gray, (_INK, _PAPER))
    return float(ink), float(paper)


def _u8(values: F32) -> U8:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
