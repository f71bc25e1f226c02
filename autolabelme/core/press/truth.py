"""The truth of a printed page as an annotation document, and what a user would have clicked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..annotation.document import Document, Shape
from ..annotation.labelme_json import KEY
from .calibration import best_ncc, crop_of
from .impression import PressPage
from .placement import Placed
from .sorts import PLAIN, Sort


def truth_document(page: PressPage, image_path: Path, names: Mapping[str, str] | None = None) -> Document:
    """Every vignette of `page` with its box and pose, the ornaments as regions.

    A label's first plain copy is its template, the others are matches without a score. Each vignette's
    ``autolabelme`` key holds, too: ``equivalent`` (the poses that look the same), ``corners`` (the posed
    rectangle's, box edges), ``visible`` (share on the page) and ``foreign``. `names` gives notes by label.
    """
    seen: set[str] = set()
    shapes = []
    for one in page.truth:
        plain = one.label not in seen and PLAIN in (one.equivalent or (one.pose,))
        if plain:
            seen.add(one.label)
        shapes.append(_shape(one, names or {}, template=plain, detail=True))
    shapes += [Shape.rectangle("ornament", _rounded(box), role="region") for box in page.ornaments]
    height, width = page.gray.shape
    return Document(
        image_path, width, height, tuple(shapes), dpi=page.dpi, extra={KEY: {"press": _press(page)}}
    )


def start_document(
    page: PressPage, sorts: Sequence[Sort], image_path: Path, names: Mapping[str, str] | None = None
) -> Document:
    """One template per label: of its plain copies the one that printed best, as a person chooses."""
    known = {sort.label: sort for sort in sorts}
    best: dict[str, tuple[float, Placed]] = {}
    for one in page.truth:
        if PLAIN not in (one.equivalent or (one.pose,)) or one.visible < 1.0:
            continue
        crop = crop_of(page.gray, one, 4)
        if crop is None:
            continue
        clear = known[one.label].at_size(crop.shape[1] - 8, crop.shape[0] - 8)
        expected = np.pad(np.float32(1.0) - clear, 4, mode="edge")
        score = best_ncc(expected, crop, 4)
        if one.label not in best or score > best[one.label][0]:
            best[one.label] = (score, one)
    order = [sort.label for sort in sorts if sort.label in best]
    shapes = tuple(
        _shape(one, names or {}, template=True, detail=False) for _, one in (best[label] for label in order)
    )
    height, width = page.gray.shape
    return Document(image_path, width, height, shapes, dpi=page.dpi)


def with_sorts(document: Document, sorts: Sequence[Sort]) -> Document:
    """`document` of a printed page with the ids of the sorts that were set: the same on all pages."""
    for sort in sorts:
        document = document.with_sort(sort.label, sort.id)
    return document


def _shape(one: Placed, names: Mapping[str, str], *, template: bool, detail: bool) -> Shape:
    extra: dict[str, Any] = {
        "equivalent": [[pose.rotation_deg, pose.mirrored] for pose in one.equivalent],
        "corners": [[round(x, 2), round(y, 2)] for x, y in one.corners],
        "visible": round(one.visible, 4),
        "foreign": one.foreign,
    }
    return Shape.rectangle(
        one.label,
        _rounded(one.box),
        note=names.get(one.label, ""),
        pose=PLAIN if template else one.pose,
        role="template" if template else "match",
        extra={KEY: extra} if detail else {},
    )


def _press(page: PressPage) -> dict[str, Any]:
    return {
        "seed": page.seed,
        "wear": page.wear.as_dict(),
        "skew_deg": page.map.skew_deg,
        "edits": [
            {
                "kind": edit.kind,
                "box": list(_rounded(edit.box)),
                "before": edit.before,
                "after": edit.after,
                "outline": [[round(x, 2), round(y, 2)] for x, y in edit.outline],
            }
            for edit in page.edits
        ],
    }


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (round(float(edge), 2) for edge in box)
    return x1, y1, x2, y2
