"""Layouts: what stands where on a page, before ink and paper; pure data and its drawing.

Boxes are xyxy edge coordinates in pixels (DESIGN section 3).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, F64
from ..errors import MisuseError
from ..matching.poses import Pose
from ..opencv import cv2
from .matter import Matter, draw_matter
from .sorts import Sort, posed_ink

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Placed:
    """One sort on a page.

    Attributes
    ----------
    label : str
    box : (x1, y1, x2, y2)
        Bounding box of the sort's rectangle under the pose, never re-measured ink.
    pose : Pose
        Against the drawing in the catalogue; the scales are 1, since `size` is the sort's size on the page.
    size : (width, height)
        The sort's rectangle in its plain pose, page pixels, before skew and curl.
    equivalent : tuple of Pose
        Every pose that looks the same on this sort, `pose` among them.
    foreign : bool
    visible : float
        Share of the box that lies on the page, 0..1.
    ornament : int
        Index into the layout's ornaments, -1 when it stands alone.
    corners : the four corners ((x, y), ...) of the posed rectangle as edge coordinates, clockwise in the
        sort's own frame from its top-left; follows skew and curl after printing.
    """

    label: str
    box: Box
    pose: Pose
    size: tuple[int, int]
    equivalent: tuple[Pose, ...] = ()
    foreign: bool = False
    visible: float = 1.0
    ornament: int = -1
    corners: tuple[tuple[float, float], ...] = ()

    def moved(self, dx: float, dy: float) -> Placed:
        """The same, shifted by (dx, dy) pixels."""
        x1, y1, x2, y2 = self.box
        return dataclasses.replace(
            self,
            box=(x1 + dx, y1 + dy, x2 + dx, y2 + dy),
            corners=tuple((x + dx, y + dy) for x, y in self.corners),
        )


def place(sort: Sort, left: float, top: float, size: tuple[int, int], pose: Pose) -> Placed:
    """`sort` with the top-left corner of its posed box at (left, top), its plain rectangle `size` pixels."""
    wide, high = pose.extent(*size)
    half = (
        np.array([[-size[0], -size[1]], [size[0], -size[1]], [size[0], size[1]], [-size[0], size[1]]]) / 2.0
    )
    corners = half @ pose.matrix().T + (left + wide / 2.0, top + high / 2.0)
    return Placed(
        sort.label,
        (left, top, left + wide, top + high),
        pose,
        size,
        sort.equivalent(pose),
        sort.foreign,
        corners=tuple((float(x), float(y)) for x, y in corners),
    )


@dataclass(frozen=True)
class Edit:
    """A planted anomaly (truth for inspection).

    kind: "removed" | "foreign" | "turned" | "swapped" | "cut" | "filled"; box where it shows; label before
    and after ("" for nothing); outline: the polygon ((x, y), ...) of a cut or a filling, else empty.
    """

    kind: str
    box: Box
    before: str
    after: str
    outline: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Layout:
    """A page as it was set: its size, sorts, other matter, ornament regions and planted edits."""

    width: int
    height: int
    dpi: float
    placed: tuple[Placed, ...]
    matter: tuple[Matter, ...] = ()
    ornaments: tuple[Box, ...] = ()
    edits: tuple[Edit, ...] = ()


def bounds(placed: Iterable[Placed]) -> Box:
    """The box around all of `placed`; `MisuseError` when there is none."""
    boxes = np.array([one.box for one in placed], dtype=np.float64)
    if len(boxes) == 0:
        raise MisuseError("bounds: expected at least one placed sort")
    low, high = boxes[:, :2].min(0), boxes[:, 2:].max(0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def by_label(sorts: Iterable[Sort]) -> dict[str, Sort]:
    """The sorts by label; `MisuseError` when two share one."""
    found: dict[str, Sort] = {}
    for sort in sorts:
        if sort.label in found:
            raise MisuseError(f"sorts: label {sort.label!r} stands twice")
        found[sort.label] = sort
    return found


def render(layout: Layout, sorts: Iterable[Sort]) -> F32:
    """The ink of a layout as if printed perfectly: float32 (height, width), 0 paper .. 1 ink."""
    known = by_label(sorts)
    canvas = np.zeros((layout.height, layout.width), np.float32)
    draw_matter(canvas, layout.matter)
    cache: dict[tuple[str, tuple[int, int]], F32] = {}
    for one in layout.placed:
        if one.label not in known:
            raise MisuseError(f"layout: no sort for label {one.label!r}")
        key = (one.label, one.size)
        if key not in cache:
            cache[key] = known[one.label].at_size(*one.size)
        _stamp(canvas, cache[key], one)
    for edit in layout.edits:
        _cut(canvas, edit)
    return canvas


def _stamp(canvas: F32, ink: F32, one: Placed) -> None:
    if one.pose.rotation_deg % 90.0 == 0.0 and all(float(edge).is_integer() for edge in one.box):
        piece, left, top = posed_ink(ink, one.pose), int(one.box[0]), int(one.box[1])
    else:
        left, top = int(np.floor(one.box[0])), int(np.floor(one.box[1]))
        size = (int(np.ceil(one.box[2])) - left, int(np.ceil(one.box[3])) - top)
        piece = np.asarray(cv2.warpAffine(ink, _affine(one, (left, top)), size), dtype=np.float32)
    height, width = canvas.shape
    x1, y1 = max(left, 0), max(top, 0)
    x2, y2 = min(left + piece.shape[1], width), min(top + piece.shape[0], height)
    if x1 < x2 and y1 < y2:
        part = canvas[y1:y2, x1:x2]
        np.maximum(part, piece[y1 - top : y2 - top, x1 - left : x2 - left], out=part)


def _affine(one: Placed, origin: tuple[int, int]) -> F64:
    # From pixel centres of the plain sort to pixel centres of the patch at `origin`: edges are points + 0.5.
    linear = one.pose.matrix()
    middle = np.array([(one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2])
    half = np.array([one.size[0], one.size[1]]) / 2.0
    shift = linear @ (0.5 - half) + middle - np.array(origin) - 0.5
    return np.column_stack([linear, shift])


def _cut(canvas: F32, edit: Edit) -> None:
    if not edit.outline:
        return
    outline = np.array(edit.outline)
    (x1, y1), (x2, y2) = np.floor(outline.min(0)).astype(int) - 1, np.ceil(outline.max(0)).astype(int) + 1
    x1, y1, x2, y2 = max(x1, 0), max(y1, 0), min(x2, canvas.shape[1]), min(y2, canvas.shape[0])
    if x1 >= x2 or y1 >= y2:
        return
    # fillPoly takes fixed-point pixel centres; 3 bits are an eighth of a pixel.
    points = np.rint((outline - 0.5 - [x1, y1]) * 8).astype(np.int32)
    mask = np.zeros((y2 - y1, x2 - x1), np.uint8)
    cv2.fillPoly(mask, [points], 255, lineType=cv2.LINE_AA, shift=3)
    share = mask.astype(np.float32) / 255.0
    part = canvas[y1:y2, x1:x2]
    if edit.kind == "filled":
        np.maximum(part, share, out=part)
    else:
        part *= 1.0 - share
