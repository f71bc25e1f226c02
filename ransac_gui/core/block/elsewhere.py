"""Where two laid pictures show different things: a verdict does not rest on that part, and must say so.

Other text beside the ornament looks the same as a part of it that is not of this block: which of the two it
is, a person sees at a glance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True)
class Elsewhere:
    """The largest connected part of the common picture in which the prints do not agree.

    Attributes
    ----------
    share : of what is printed on either, 0..1
    box : xyxy pixels of the reference; None where there is no such part
    """

    share: float
    box: tuple[float, float, float, float] | None

    @property
    def notable(self) -> bool:
        """Whether it is more than two impressions of one block have beside them."""
        return self.box is not None and self.share >= tuning.ELSEWHERE

    def moved(self, by: F64) -> Elsewhere:
        """The same in pixels of a picture in which this one's top left pixel lies at `by` (2,)."""
        if self.box is None:
            return self
        x1, y1, x2, y2 = self.box
        x, y = (float(value) for value in by)
        return Elsewhere(self.share, (x1 + x, y1 + y, x2 + x, y2 + y))


def elsewhere(still: F32, moving: F32, mask: F32, unit: float) -> Elsewhere:
    """Where two inks (h, w), 0..1, that lie on each other show different things.

    `mask` is float32 (h, w), over 0.5 where both have a picture; `unit` of their pixels are one of the
    reference.
    """
    longest = max(still.shape)
    blur, near = tuning.ELSEWHERE_BLUR * longest, tuning.ELSEWHERE_NEAR * longest
    one, other = (
        np.asarray(cv2.GaussianBlur(ink, (0, 0), blur), dtype=np.float32) for ink in (still, moving)
    )

    def about(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), near), dtype=np.float32)

    means = about(one), about(other)
    spreads = [
        np.maximum(about(ink * ink) - mean**2, 0) for ink, mean in zip((one, other), means, strict=True)
    ]
    agree = (about(one * other) - means[0] * means[1]) / np.sqrt(
        spreads[0] * spreads[1] + tuning.ELSEWHERE_FLAT
    )
    printed = (np.sqrt(np.maximum(*spreads)) > tuning.ELSEWHERE_INK) & (mask > 0.5)
    strange = (printed & (agree < tuning.ELSEWHERE_NCC)).astype(np.uint8)
    strange = cv2.morphologyEx(strange, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(strange)
    if count < 2:
        return Elsewhere(0.0, None)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, wide, high, area = (float(value) for value in stats[largest])
    box = (left / unit, top / unit, (left + wide) / unit, (top + high) / unit)
    return Elsewhere(area / max(1, int(printed.sum())), box)
