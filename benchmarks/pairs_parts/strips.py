"""Strips of an impression at a side, blanked or turned round, to ask what is said of them.

What a print lost at its edge, or shows otherwise there, a frame round the ink on which two prints agree
leaves out. A strip reaches from beyond the ornament's edge so far into it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from autolabelme.core.arrays import U8, Bool
from autolabelme.core.opencv import cv2

SIDES: Final = ("head", "foot", "left", "right")
KINDS: Final = ("blank", "turned")
DEPTHS: Final = (0.03, 0.05, 0.07, 0.12)
"""Shares of the ornament's height (width) that a strip reaches into it."""
BEYOND = 0.01
"""Share of the longer side by which a blank reaches beyond the ornament's edge: nothing is left there."""


def edited(gray: U8, frame: Bool, side: str, depth: float, kind: str, rng: Any) -> tuple[U8, list[int]]:
    """The impression with a strip of it blanked or turned round, and the strip's box, xyxy.

    Parameters
    ----------
    gray : uint8 (H, W)
    frame : bool (H, W), where the ornament stands
    side, kind : of `SIDES` and `KINDS`; turned is left for right at head and foot, upside down at the sides
    depth : share of the ornament's height, or width, that is changed
    """
    rows, columns = np.nonzero(frame.any(axis=1))[0], np.nonzero(frame.any(axis=0))[0]
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    more = round(BEYOND * max(right - left, bottom - top)) if kind == "blank" else 0
    x1, y1, x2, y2 = left - more, top - more, right + more, bottom + more
    if side == "head":
        y2 = top + round(depth * (bottom - top))
    elif side == "foot":
        y1 = bottom - round(depth * (bottom - top))
    elif side == "left":
        x2 = left + round(depth * (right - left))
    else:
        x1 = right - round(depth * (right - left))
    box = [max(0, int(x1)), max(0, int(y1)), min(gray.shape[1], int(x2)), min(gray.shape[0], int(y2))]
    picture, part = gray.copy(), np.s_[box[1] : box[3], box[0] : box[2]]
    if kind == "turned":
        picture[part] = gray[part][:, ::-1] if side in ("head", "foot") else gray[part][::-1]
    else:
        picture[part] = _paper(gray, part, rng)
    return picture, box


def _paper(gray: U8, part: Any, rng: Any) -> U8:
    """Bare paper of a part's size: the scan's own tone there, and the grain of its light pixels."""
    reach = max(31, 2 * (max(gray.shape) // 40) + 1)
    tone = cv2.GaussianBlur(cv2.dilate(gray, np.ones((reach, reach), np.uint8)), (0, 0), reach / 3)
    level, _ = cv2.threshold(gray.reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bare = cv2.erode((gray > level).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    grain = gray[bare].astype(np.float32) - cv2.GaussianBlur(gray, (0, 0), 3)[bare]
    taken = rng.choice(grain, size=gray[part].shape)
    lighter = np.percentile(tone[bare].astype(np.float32) - gray[bare], 50)
    return np.clip(np.round(tone[part] - lighter + taken), 0, 255).astype(np.uint8)
