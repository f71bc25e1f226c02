"""What an inspection asks of a detector, as a protocol: boxes, labels, poses and reconstructions.

The SSD with its decoder is one (`ssd_sight.SsdDetector`); tests and other scorers bring their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from autolabelme.core.arrays import F32, U8
from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import Tick, no_tick

from .findings import Vignette


@dataclass(frozen=True, eq=False)
class Sight:
    """What a detector saw on an ornament.

    Attributes
    ----------
    vignettes : tuple of Vignette, boxes in ornament pixels, poses against the catalogue
    pictures : K of float32 (side, side), 0..1, or None
        The decoder's picture of what each box holds, as printed, grey, 1 is white; None without one.
    side_px : float
        Side of the catalogue's typical vignette in ornament pixels, for ornaments without any.
    """

    vignettes: tuple[Vignette, ...]
    pictures: F32 | Sequence[F32 | None] | None
    side_px: float


class Detector(Protocol):
    """Finds a catalogue's vignettes and draws each as it should look."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The catalogue's labels."""
        ...

    def look(
        self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
    ) -> Sight:
        """Everything found on `rgb`, uint8 (H, W, 3), best first; may raise `Cancelled` from `tick`.

        `side_px` is a `Sight.side_px` that is known from a picture of the same scale, `dpi` the resolution.
        """
        ...


@dataclass(frozen=True)
class CatalogueFacts:
    """What an inspection must know about the labels besides their normals.

    Attributes
    ----------
    sizes : mapping of label to (width, height) of the plain rectangle, any unit
    poses : mapping of label to the poses that may be tried for it, plain first
    symmetries : mapping of label to the poses in which it looks like itself
    names : mapping of label to the historian's note
    """

    sizes: Mapping[str, tuple[float, float]]
    poses: Mapping[str, tuple[Pose, ...]] = field(default_factory=dict)
    symmetries: Mapping[str, tuple[Pose, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
