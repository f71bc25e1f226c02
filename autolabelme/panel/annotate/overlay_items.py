"""From a document to what is drawn on the canvas and in the overview."""

from __future__ import annotations

from PyQt6.QtGui import QColor

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.languages import figure
from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.overlays import OverlayItem, corners_of

OPEN_OUTLINES = ("linestrip", "line", "points", "point")
_UPRIGHT_DEG = 2.5  # a page is never quite straight; what stands nearer to upright is drawn upright
_GOLDEN = 0.61803398875  # of the colour circle: neighbours in the list differ most


def overlay_items(document: Document, label: str, only_label: bool) -> tuple[OverlayItem, ...]:
    """The shapes as items; boxes of other labels than `label` are faint, or left out with `only_label`."""
    items = []
    sizes = {shape.label: _size(shape.box) for shape in document.shapes if shape.role == "template"}
    for shape in document.shapes:
        if shape.verdict == "rejected":
            continue
        other = shape.is_vignette and bool(label) and shape.label != label
        if not (other and only_label):
            items.append(_item(shape, sizes.get(shape.label), weak=other))
    return tuple(items)


def turned(shape: Shape, template: tuple[float, float] | None) -> tuple[tuple[float, float], ...]:
    """The corners of the template's rectangle in the pose of a copy, page pixels; () where it stands upright.

    `template` is the width and height of the label's template, None where it has none.
    """
    aslant = shape.pose.rotation_deg % 90.0
    if template is None or min(aslant, 90.0 - aslant) < _UPRIGHT_DEG:
        return ()
    return corners_of(shape.box, shape.pose, template)


def _size(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _item(shape: Shape, template: tuple[float, float] | None, *, weak: bool) -> OverlayItem:
    foreign = shape.role == "foreign"
    outline = foreign and shape.shape_type not in ("rectangle", "circle")
    return OverlayItem(
        id=shape.id,
        box=shape.box,
        pose=shape.pose,
        text=shape.label,
        score=shape.score,
        role=shape.role,
        verdict=shape.verdict,
        weak=weak,
        points=shape.points if outline else (),
        closed=shape.shape_type not in OPEN_OUTLINES,
        frame=turned(shape, template),
        turns=template if shape.role in ("match", "proposed") else None,
        editable=not (foreign or shape.locked),
    )


def label_color(index: int, dark: bool = False) -> QColor:
    """A colour for the label at `index` of the list, for the overview and the list."""
    return QColor.fromHsvF((index * _GOLDEN) % 1.0, 0.75, 0.95 if dark else 0.75)


def label_colors(document: Document) -> dict[str, QColor]:
    return {label: label_color(index) for index, label in enumerate(document.labels())}


def pose_parts(pose: Pose) -> tuple[str, ...]:
    """The pose in a few words and numbers for the status bar: ("90.0°", "mirrored", "1.02 × 1.00")."""
    parts = []
    if pose.angle_from(0.0) >= 0.05:
        parts.append(f"{figure(pose.rotation_deg, '.1f')}°")
    if pose.mirrored:
        parts.append("mirrored")
    if abs(pose.scale_x - 1) >= 0.005 or abs(pose.scale_y - 1) >= 0.005:
        parts.append(" × ".join(figure(scale, ".2f") for scale in (pose.scale_x, pose.scale_y)))
    return tuple(parts) or ("plain",)
