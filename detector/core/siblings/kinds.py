"""What kind of finding an impression would be: altered, another piece, or the same piece turned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from . import tuning
from .params import SIDES
from .prepare import Sort
from .registration import likeness
from .table import Table
from .turns import best_turn


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
    best, fit = best_turn(own, median, frame)
    good_fit = fit >= tuning.AS_GOOD * float(np.median(registered.fit))
    return best if good_fit and fit > likeness(own, median, frame) + tuning.CLEARLY else ""
