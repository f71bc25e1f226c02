"""What kind of finding an impression would be: altered, another piece, or the same piece turned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autolabelme.core.arrays import F32

from . import tuning
from .params import SIDES
from .prepare import Sort
from .registration import likeness, resampled, shift_onto
from .table import Table


def kind_of(sort: Sort, number: int, scores: Mapping[str, float], table: Table) -> str:
    """`altered`, `foreign` or `misplaced` for impression `number` of a sort with these side scores."""
    p = {side: table.sides[side].p(scores[side]) for side in SIDES}
    # An alteration takes ink away or adds some; another drawing does both, and looks it as a whole.
    both = max(p["lost"], p["added"], p["unlike"]) <= tuning.RARE
    fit = sort.registered.fit
    if not both and fit[number] > tuning.ANOTHER * float(np.median(fit)):
        return "altered"
    return "misplaced" if better_pose(sort, number) else "foreign"


def better_pose(sort: Sort, number: int) -> str:
    """The turn or mirror under which an impression fits its siblings clearly better; '' for none."""
    registered, frame = sort.registered, sort.frame
    good = registered.typical.copy()
    good[number] = False
    if not good.any():
        return ""
    median = np.asarray(np.median(registered.ink[good], axis=0), dtype=np.float32)
    own = registered.ink[number]
    turns: dict[str, F32] = {
        "turned by 180": own[::-1, ::-1],
        "mirrored": own[:, ::-1],
        "upside down": own[::-1],
    }
    if abs(frame.width / frame.height - 1) < tuning.SQUARE:
        side = min(own.shape)
        top, left = (own.shape[0] - side) // 2, (own.shape[1] - side) // 2
        square = own[top : top + side, left : left + side]
        for name, turned in (
            ("turned by 90", np.rot90(square)),
            ("turned by 270", np.rot90(square, 3)),
            ("mirrored and turned", square.T),
            ("mirrored and turned back", square[::-1, ::-1].T),
        ):
            whole = own.copy()
            whole[top : top + side, left : left + side] = turned
            turns[name] = whole
    fits = {}
    for name, turned in turns.items():
        turned = np.ascontiguousarray(turned)
        fits[name] = likeness(resampled(turned, shift_onto(turned, median, frame), frame), median, frame)
    best = max(fits, key=lambda name: fits[name])
    good_fit = fits[best] >= tuning.AS_GOOD * float(np.median(registered.fit))
    return best if good_fit and fits[best] > likeness(own, median, frame) + tuning.CLEARLY else ""
