"""Any scorer's map of a whole ornament, learned from the normal examples that a model keeps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from autolabelme.core.arrays import F32, U8, require_rgb
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame, canonical_crop, ink_fraction, to_page

from .base import FittedScorer, Normals, as_scanned
from .registry import scorer


class FittedCache:
    """Scorers that were fitted on a model's examples, in memory, the last used kept."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._fitted: OrderedDict[tuple[str, str], FittedScorer] = OrderedDict()

    def fitted(
        self, checksum: str, name: str, examples: Mapping[str, U8], *, tick: Tick = no_tick
    ) -> FittedScorer:
        """The scorer fitted on `examples`, by label uint8 (n, h, w), 255 is ink; from the cache if possible.

        Labels with fewer examples than the scorer needs are left out. Raises `InputError` when none is left,
        or for an unknown scorer, and `Cancelled`; then nothing is kept.
        """
        key = (checksum, name)
        if checksum and key in self._fitted:
            self._fitted.move_to_end(key)
            return self._fitted[key]
        made = scorer(name)
        normals: Normals = {
            label: [as_scanned(ink.astype(np.float32) / 255) for ink in kept]
            for label, kept in examples.items()
            if len(kept) >= made.least_normals
        }
        found = made.fit(normals, tick=tick)
        if checksum:
            self._fitted[key] = found
            while len(self._fitted) > self._most:
                self._fitted.popitem(last=False)
        return found


_CACHE = FittedCache()


def scorer_map(
    rgb: U8,
    vignettes: Sequence[Vignette],
    examples: Mapping[str, U8],
    frames: Mapping[str, Frame],
    scorer_name: str,
    *,
    checksum: str = "",
    cache: FittedCache | None = None,
    tick: Tick = no_tick,
) -> F32:
    """A scorer's map of an ornament: each vignette's map laid back where the vignette stands.

    Parameters
    ----------
    rgb : uint8 (H, W, 3)
    vignettes : as detected; those whose label has no (or too few) examples are left out
    examples : by label uint8 (n, h, w) ink in the label's canonical frame, 255 is ink (`Normals.examples`)
    frames : by label
    scorer_name : of `registry.SCORERS`
    checksum : of the normals that the examples belong to; '' fits anew every time

    Returns
    -------
    float32 (H, W), >= 0, on the scorer's own scale; 0 where no vignette stands.
    """
    require_rgb(rgb, "rgb")
    if len(set(examples) - set(frames)):
        raise MisuseError(f"frames: expected one for each label of the examples, got {sorted(frames)}")
    whole = np.zeros(rgb.shape[:2], dtype=np.float32)
    shown = [one for one in vignettes if one.label in examples]
    if not shown:
        return whole
    keep = _CACHE if cache is None else cache
    fitted = keep.fitted(checksum, scorer_name, examples, tick=SubTick(tick, 0.0, 0.6))
    needed = scorer(scorer_name).least_normals
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    sides = [max(one.box[2] - one.box[0], one.box[3] - one.box[1]) for one in shown]
    ink = ink_fraction(gray, max(4.0, float(np.median(sides))))
    shape = (rgb.shape[0], rgb.shape[1])
    for number, one in enumerate(shown):
        SubTick(tick, 0.6, 1.0)(number, len(shown), f"scoring with {scorer_name}")
        if len(examples[one.label]) < needed:
            continue
        frame = frames[one.label]
        values = fitted.score(as_scanned(canonical_crop(ink, one, frame)), one.label).map
        # Neighbours reach into the margin: only the vignette's own rectangle counts.
        own = (slice(frame.margin, -frame.margin or None),) * 2
        inside = np.zeros_like(values)
        inside[own] = values[own]
        patch, rows, columns = to_page(inside, one, frame, shape)
        np.maximum(whole[rows, columns], patch, out=whole[rows, columns])
    tick(1, 1, f"scoring with {scorer_name}")
    return np.maximum(whole, 0)
