"""What Align hands on: a finished alignment with all its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import Array
from autolabelme.core.ornament import Box, Ornament

if TYPE_CHECKING:
    # The window holds ornaments long before it needs scipy.
    from .align import Alignment


@dataclass(frozen=True, eq=False)
class AlignmentHandover:
    """A source laid on a reference, for Inspect (`workspace.ALIGNMENT`)."""

    reference: Ornament
    source: Ornament
    reference_pixels: Array
    """(H, W) or (H, W, 3): the reference, or its region, at full size."""
    alignment: Alignment
    """Its `aligned` holds the source's pixels, of the size of `reference_pixels`."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """What was saved: aligned, overlay, difference, sidecar."""

    @property
    def aligned(self) -> Array:
        """The source at full size of the reference, or its region: (H, W[, 3]), its own depth and colour."""
        return self.alignment.aligned

    @property
    def part_of_reference(self) -> Box | None:
        """`reference_box`, or None where that is the whole page."""
        whole = self.reference.box is None and self.alignment.params.region is None
        return None if whole else self.reference_box

    @property
    def reference_box(self) -> Box:
        """Where `reference_pixels` lie on the reference's page, xyxy in page pixels."""
        x = y = 0.0
        if self.reference.box is not None:
            x, y = float(np.floor(self.reference.box[0])), float(np.floor(self.reference.box[1]))
        if self.alignment.params.region is not None:
            x += round(self.alignment.params.region[0])
            y += round(self.alignment.params.region[1])
        rows, columns = self.reference_pixels.shape[:2]
        return x, y, x + columns, y + rows
