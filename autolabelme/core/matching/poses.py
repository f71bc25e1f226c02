"""Poses: how a match lies against its template.

Order (DESIGN section 3): scale in the template's own frame, mirror left-right, then rotate
counter-clockwise as seen on the page. Upside down (the report's *flipped*) is therefore rotation 180
with mirrored.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from ..arrays import F64
from ..errors import MisuseError
from ..reading import JsonObject

COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {"plain": "#d0021b", "mirrored": "#1554d1", "turned": "#0b7d2c"}
)
"""Of boxes in the window and in `show()`, by `Pose.kind` (red, blue, green: report 3.1, item 2)."""


@dataclass(frozen=True, order=True)
class Pose:
    """Rotation in degrees (counter-clockwise, kept in 0..360), mirrored, and the two scales.

    `scale_x` and `scale_y` are in the template's frame, so a width-only scale of a copy that stands
    on its side changes the height of its box.

    A search refines the angle of a copy (a page is never quite straight), so a plain copy may stand
    at 0.7 degrees. `nominal_deg` is then the angle that was searched; names and colours follow it. It
    is no part of the comparison of poses.
    """

    rotation_deg: float = 0.0
    mirrored: bool = False
    scale_x: float = 1.0
    scale_y: float = 1.0
    nominal_deg: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.rotation_deg):
            raise MisuseError(f"rotation_deg: expected a finite number, got {self.rotation_deg!r}")
        for name, scale in (("scale_x", self.scale_x), ("scale_y", self.scale_y)):
            if not (math.isfinite(scale) and scale > 0):
                raise MisuseError(f"{name}: expected a positive number, got {scale!r}")
        # `% 360` of a tiny negative angle is 360.0 itself, hence the second step.
        object.__setattr__(self, "rotation_deg", (self.rotation_deg % 360.0) % 360.0)
        if self.nominal_deg is not None:
            if not math.isfinite(self.nominal_deg):
                raise MisuseError(f"nominal_deg: expected a finite number, got {self.nominal_deg!r}")
            object.__setattr__(self, "nominal_deg", (self.nominal_deg % 360.0) % 360.0)

    @property
    def plain(self) -> bool:
        """Neither rotated nor mirrored (the report's red boxes); the scale does not matter."""
        return not self.mirrored and _turn(self._named_deg, 0.0) < _STRAIGHT_DEG

    @property
    def flipped(self) -> bool:
        """Upside down: rotation 180 with mirrored (the report's *flipped*)."""
        return self.mirrored and _turn(self._named_deg, 180.0) < _STRAIGHT_DEG

    @property
    def kind(self) -> str:
        """Which of `COLOURS`: plain, mirrored (flipped or turned as well), or only turned."""
        return "plain" if self.plain else "mirrored" if self.mirrored else "turned"

    @property
    def _named_deg(self) -> float:
        return self.rotation_deg if self.nominal_deg is None else self.nominal_deg

    def angle_from(self, rotation_deg: float) -> float:
        """Absolute difference of the rotations in degrees, 0..180."""
        return _turn(self.rotation_deg, rotation_deg)

    def matrix(self) -> F64:
        """The (2, 2) float64 linear part: template offsets from its centre to page offsets (x, y)."""
        angle = math.radians(self.rotation_deg)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = -self.scale_x if self.mirrored else self.scale_x, self.scale_y
        # y points down, so counter-clockwise on the page is (x, y) -> (x cos + y sin, -x sin + y cos).
        return np.array([[cos * x, sin * y], [-sin * x, cos * y]])

    def extent(self, width: float, height: float) -> tuple[float, float]:
        """Width and height in pixels of the bounding box of a `width` x `height` template in this pose."""
        # cos 90 is 6e-17 in floating point; a quarter turn must swap the sides exactly.
        (a, b), (c, d) = (
            [0.0 if abs(value) < 1e-12 else abs(value) for value in row] for row in self.matrix().tolist()
        )
        return (a * width + b * height, c * width + d * height)


def _turn(first_deg: float, second_deg: float) -> float:
    return abs((first_deg - second_deg + 180.0) % 360.0 - 180.0)


_STRAIGHT_DEG = 0.5


_SUFFIX = re.compile(
    r"^(?P<label>.+?)(?P<suffix>_flipped|(?:_mirrored)?_rotated_(?P<angle>\d{1,3})|_mirrored)$"
)


def suffix_of(pose: Pose) -> str:
    """The report's label suffix: '', '_flipped' (upside down), '_mirrored', '_rotated_45' and so on.

    A mirrored and turned pose is '_mirrored_rotated_45'. The angle is the searched one, where there is
    one, in whole degrees; the exact pose stands in the match.
    """
    if pose.flipped:
        return "_flipped"
    angle = round(pose._named_deg) % 360
    return ("_mirrored" if pose.mirrored else "") + (f"_rotated_{angle}" if angle else "")


def split_label(text: str) -> tuple[str, Pose]:
    """Split a saved label such as '12_mirrored_rotated_90' into its label and its suffix's pose."""
    found = _SUFFIX.match(text)
    if found is None:
        return text, Pose()
    suffix = found["suffix"]
    if suffix == "_flipped":
        return found["label"], Pose(180.0, mirrored=True)
    angle = float(found["angle"]) if found["angle"] else 0.0
    return found["label"], Pose(angle, mirrored=suffix.startswith("_mirrored"))


def read_turns(value: JsonObject, name: str) -> tuple[tuple[float, bool], ...]:
    """A list of [degrees, mirrored] in a JSON object; `InputError` names the pair that is none."""
    found = []
    for index, pair in enumerate(value.items(name)):
        match pair:
            case [int() | float() as angle, bool() as mirrored] if not isinstance(angle, bool):
                found.append((float(angle), mirrored))
            case _:
                raise value.error(f"{name}[{index}]", "expected degrees, and whether it is mirrored")
    return tuple(found)
