"""From where to where a scorer's map is coloured, found on the model's normal impressions alone. No Qt.

Scorers do not share a scale: a share of ink ends at 1, a distance may end anywhere, and some give half of
their range to honest printing. So each is asked what it gives to a few normal impressions, and what it gives
where a piece was cut out of them or a blot was set. Scores and p-values do not rest on this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import InputError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.ink import Frame

from .. import tuning
from .base import FittedScorer, as_scanned


@dataclass(frozen=True)
class Scale:
    """In the scorer's own unit, 0 <= minimum < dark_below < maximum.

    `blind`: planted damage stands out no more than honest printing does.
    """

    minimum: float
    dark_below: float
    maximum: float
    blind: bool = False


def scale_of(
    fitted: FittedScorer, examples: Mapping[str, U8], frames: Mapping[str, Frame], *, tick: Tick = no_tick
) -> Scale:
    """The scale of a scorer that was fitted on these examples.

    It begins at what one in a hundred places of normal impressions exceeds and ends at what planted damage
    reaches, or at the strongest thousandth of the normals' places where the scorer sees no damage.

    `examples` by label uint8 (n, h, w) ink in the label's canonical frame, 255 is ink; a label that the
    scorer was not fitted on is left out. Raises `Cancelled` from `tick`.
    """
    labels = list(examples)
    labels = labels[:: max(1, -(-len(labels) // tuning.SCALE_LABELS))]
    honest: list[F32] = []
    damaged: list[float] = []
    for number, label in enumerate(labels):
        tick(number, len(labels), "finding the scale")
        # The last: the naive difference is one to the first.
        ink = examples[label][-1].astype(np.float32) / 255
        margin = frames[label].margin
        own = (slice(margin, -margin or None),) * 2
        try:
            honest.append(fitted.score(as_scanned(ink), label).map[own].ravel())
        except InputError:
            continue  # a label with too few examples was not fitted
        for hurt, place in _damages(ink, own):
            damaged.append(
                float(np.percentile(fitted.score(as_scanned(hurt), label).map[place], tuning.DAMAGED))
            )
    if not honest:
        return Scale(0.0, tuning.DARK_SHARE, 1.0)
    low, high = np.percentile(np.concatenate(honest), (tuning.HONEST, tuning.STRONGEST_HONEST))
    minimum = max(0.0, float(low))
    reached = float(np.median(damaged))
    maximum = max(reached, float(high))
    if maximum - minimum <= 1e-6 * maximum:
        maximum = tuning.FLAT_ROOM * minimum or 1.0  # it says the same everywhere
    return Scale(minimum, minimum + tuning.DARK_SHARE * (maximum - minimum), maximum, reached <= minimum)


def _damages(ink: F32, own: tuple[slice, slice]) -> list[tuple[F32, tuple[slice, slice]]]:
    """The impression with a piece cut out where it has most ink, and with a blot where it has least.

    `ink` float32 (h, w), `own` the vignette without its margin; each with the place of the damage.
    """
    inside = ink[own]
    side = max(3, round(tuning.DAMAGE * max(inside.shape)))
    side = min(side, *inside.shape)
    within = cv2.boxFilter(inside, -1, (side, side), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    within = within[: inside.shape[0] - side + 1, : inside.shape[1] - side + 1]
    found = []
    for chosen, value in ((int(within.argmax()), 0.0), (int(within.argmin()), 1.0)):
        row, column = divmod(chosen, within.shape[1])
        top, left = row + (own[0].start or 0), column + (own[1].start or 0)
        place = slice(top, top + side), slice(left, left + side)
        hurt = ink.copy()
        hurt[place] = value
        found.append((hurt, place))
    return found
