"""Parameters of a search: the form, the command line's options and the preferences are made from them.

Nothing heavy is imported, so that help and the window's start do not wait for the engine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import MisuseError
from ..params import Params, param
from . import tuning
from .neighbourhood import Neighbourhood

if TYPE_CHECKING:
    from .poses import Pose

DEFAULT_THRESHOLD = 0.45
"""The report's default (000 section 3.1.3, `-` and `+` move it by 0.05)."""

ROTATION_STEP_DEG = 5
"""Step of a rotation range (000 section 3.1.3, step 9)."""


@dataclass(frozen=True)
class SearchParams(Params):
    """What is searched and where; the defaults are the report's."""

    threshold: float = param(
        DEFAULT_THRESHOLD,
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        help="Matches below this score are left out",
        label="Threshold",
        option="--threshold T",
    )
    rotation_min: float | None = param(
        None,
        minimum=-360.0,
        maximum=360.0,
        step=5.0,
        unit="°",
        group="Rotation",
        label="min",
        off="–",
        option="--rotation MIN",
        help="Alone: that one angle, in degrees. With max: every 5 degrees from it",
    )
    rotation_max: float | None = param(
        None,
        minimum=-360.0,
        maximum=360.0,
        step=5.0,
        unit="°",
        group="Rotation",
        label="max",
        off="–",
        option="--rotation MAX",
        help="Largest angle; every 5 degrees from min",
    )
    neighbourhood: Neighbourhood = field(default_factory=Neighbourhood)
    flips: bool = param(
        True, group="Copies", label="flips", help="Find mirrored and upside-down copies, and both"
    )
    quarter_turns: bool = param(
        False,
        group="Copies",
        label="quarter turns",
        help="Find copies turned by 90, 180 and 270 degrees",
    )
    scale_low: float = param(
        0.5,
        minimum=0.2,
        maximum=5.0,
        step=0.05,
        group="Scales",
        help="Smallest scale against the template",
        option="--scales LO",
    )
    scale_high: float = param(
        2.0,
        minimum=0.2,
        maximum=5.0,
        step=0.05,
        group="Scales",
        help="Largest scale against the template",
        option="--scales HI",
    )
    scale_steps: int = param(
        25,
        minimum=0,
        maximum=200,
        step=1,
        group="Scales",
        help="How many scales are tried between the two; 0: the template's only",
        option="--scales STEPS",
    )
    scale_mode: str = param(
        "width",
        group="Scales",
        help="Scale the width only, as the original did, or both sides",
        words=(("width", "width", ""), ("uniform", "both", "")),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scale_low > self.scale_high:
            raise MisuseError(
                "expected at most {most:g}, got {got!r}",
                field="SearchParams.scale_low",
                most=self.scale_high,
                got=self.scale_low,
            )
        if self.rotation_max is not None:
            if self.rotation_min is None:
                raise MisuseError("needs rotation_min, got None", field="SearchParams.rotation_max")
            if self.rotation_max < self.rotation_min:
                least = f"{self.rotation_min:g}"
                raise MisuseError(
                    "expected at least {least}, got {got!r}",
                    field="SearchParams.rotation_max",
                    least=least,
                    got=self.rotation_max,
                )

    def angles(self) -> tuple[float, ...]:
        """Searched rotations in degrees: 0 always, the one angle or the range, the quarter turns."""
        angles = [0.0]
        if self.rotation_min is not None:
            last = self.rotation_min if self.rotation_max is None else self.rotation_max
            count = math.floor((last - self.rotation_min) / ROTATION_STEP_DEG + 1e-9) + 1
            angles += [self.rotation_min + ROTATION_STEP_DEG * index for index in range(count)]
        if self.quarter_turns:
            angles += [90.0, 180.0, 270.0]
        return tuple(dict.fromkeys(angle % 360.0 for angle in angles))

    def scales(self) -> tuple[float, ...]:
        """Searched scales, the template's own (1) first."""
        if self.scale_steps == 0:
            return (1.0,)
        last = max(1, self.scale_steps - 1)
        step = (self.scale_high - self.scale_low) / last
        grid = [self.scale_low + index * step for index in range(self.scale_steps)]
        if self.scale_steps > 1:
            grid[-1] = self.scale_high
        return (1.0, *(scale for scale in grid if abs(scale - 1.0) > 1e-9))

    def between(self, first: tuple[int, int], second: tuple[int, int]) -> SearchParams:
        """Of two pages, (width, height) px each, of nearly one size: the template's own size alone.

        Such are scans of one resolution. Where other sizes were asked for than the default's, these stay.
        """
        ratios = (one / other for one, other in zip(first, second, strict=True))
        if not all(1 / tuning.LEAVES_APART <= ratio <= tuning.LEAVES_APART for ratio in ratios):
            return self
        sizes = ("scale_low", "scale_high", "scale_steps", "scale_mode")
        asked = any(getattr(self, name) != self.default(name) for name in sizes)
        return self if asked else self.replace(scale_steps=0)

    def turns(self) -> tuple[tuple[float, bool], ...]:
        """Angles and mirroring that are told apart, plain first.

        With `flips` each angle is searched plain, mirrored, upside down (half a turn more, mirrored) and
        both (half a turn more): a compositor turns a sort round as easily as a founder casts its mirror
        image, and the report's three flips alone miss such copies on real strips.
        """
        turns: dict[tuple[float, bool], None] = {}
        for angle in self.angles():
            turns[(angle, False)] = None
            if self.flips:
                turns[(angle, True)] = None
                turns[((angle + 180.0) % 360.0, True)] = None
                turns[((angle + 180.0) % 360.0, False)] = None
        return tuple(turns)

    def many_turns(self) -> bool:
        """Whether every second angle will do for the first pass; the refinement covers the rest."""
        return len(self.turns()) >= tuning.MANY_TURNS

    def poses(self) -> tuple[Pose, ...]:
        """The grid of the first pass, plain first."""
        from .poses import Pose  # not at import: it brings NumPy

        turns = list(self.turns())
        if self.many_turns():
            first = self.rotation_min or 0.0
            turns = [
                turn
                for turn in turns
                if turn[0] % 90.0 == 0.0 or round((turn[0] - first) / ROTATION_STEP_DEG) % 2 == 0
            ]
        poses = [Pose(angle, mirrored) for angle, mirrored in turns]
        for scale in _thinned([scale for scale in self.scales() if scale != 1.0]):
            other = scale if self.scale_mode == "uniform" else 1.0
            poses += [Pose(angle, mirrored, scale, other) for angle, mirrored in turns]
        return tuple(poses)


def _thinned(scales: list[float]) -> list[float]:
    """Scales that far apart from each other and from 1; the refinement covers what is between."""
    kept: list[float] = []
    for scale in sorted(scales, key=lambda value: abs(math.log(value))):
        if all(abs(math.log(scale / other)) > tuning.SCALES_APART for other in [1.0, *kept]):
            kept.append(scale)
    return kept
