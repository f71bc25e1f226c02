"""The pictures that show why a place was flagged. No Qt; OpenCV and the core come in with the job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.progress import Tick, no_tick

from .evidence_maps import population

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.findings import Finding

_PAD = 0.2
_NORMALS = 3


@dataclass(frozen=True, eq=False)
class Picture:
    """`what` is printed, reference, expected, prototype, residual, signed or normal; grey or RGB uint8.

    `label` is the one whose impressions it shows or compares with, '' where it shows none.
    """

    what: str
    pixels: U8
    label: str = ""


@dataclass(frozen=True, eq=False)
class Why:
    """The evidence for one finding: its pictures, and where its score stands among the normals.

    `normals` is how many held-out normals were compared (0: none), `pooled` whether of all labels, else of
    `label`; `scores` are theirs and `score` the finding's on the same scale.
    """

    finding: Finding
    pictures: tuple[Picture, ...]
    normals: int = 0
    pooled: bool = False
    scores: tuple[float, ...] = ()
    score: float = 0.0
    label: str = ""


def pictures_of(done: Done, finding: Finding, *, tick: Tick = no_tick) -> Why:
    """Crop, reference, reconstruction, prototype, residual, signed ink, and normal impressions."""
    tick(0, 0, "evidence")
    from detector.core.inspection.maps import heat_overlay, signed_overlay
    from detector.core.report import judged_at, nearest_normals, prototype_at

    inspection, rgb = done.inspection, done.rgb
    height, width = rgb.shape[:2]
    x1, y1, x2, y2 = finding.box
    pad = _PAD * max(x2 - x1, y2 - y1)
    rows = slice(min(height - 1, max(0, int(y1 - pad))), min(height, max(1, int(np.ceil(y2 + pad)))))
    columns = slice(min(width - 1, max(0, int(x1 - pad))), min(width, max(1, int(np.ceil(x2 + pad)))))
    maps, crop = inspection.maps, np.ascontiguousarray(rgb[rows, columns])
    gray = to_gray(crop)
    found = [Picture("printed", crop)]
    if done.reference is not None:
        found.append(Picture("reference", np.ascontiguousarray(done.reference[rows, columns])))
    found.append(Picture("expected", np.ascontiguousarray(maps.reconstruction[rows, columns])))
    prototype = prototype_at(finding, inspection)
    if prototype is not None:
        drawn_label, drawn = prototype
        found.append(Picture("prototype", np.ascontiguousarray(drawn[rows, columns]), drawn_label))
    judged = judged_at(finding, inspection)
    # A stranger's ink is all gained; without a label ink is compared with the reference.
    against = "" if judged is None or judged.stranger else judged.vignette.label
    signed = signed_overlay(gray, maps.loss[rows, columns], maps.gain[rows, columns])
    found += [
        Picture("residual", heat_overlay(gray, maps.residual[rows, columns])),
        Picture("signed", signed, against),
    ]
    if judged is None:
        return Why(finding, tuple(found))
    if not judged.stranger:
        nearest = nearest_normals(judged, inspection, _NORMALS)
        found += [Picture("normal", pixels, against) for pixels in nearest]
    if finding.p is None:
        # A fact about the layout: its score is no vignette's, and has no place among the normals.
        return Why(finding, tuple(found))
    label, score = judged.vignette.label, float(judged.vignette.score or 0.0)
    scores: tuple[float, ...] = ()
    if inspection.normals is not None:
        calibration = inspection.normals.calibration
        if judged.value.pooled:
            scores = tuple(population(done)[0].tolist())
        else:
            scores = tuple(calibration.by_label.get(label, ()))
    return Why(finding, tuple(found), judged.value.normals, judged.value.pooled, scores, score, label)
