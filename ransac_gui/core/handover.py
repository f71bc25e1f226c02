"""What Align takes in and hands on: an ornament on a page, and a finished alignment with all its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_native

if TYPE_CHECKING:
    # The window holds ornaments long before it needs scipy.
    from .align import Alignment

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ornament:
    """An ornament on disk: a whole page, or a region of one."""

    path: Path
    page: int = 0
    box: Box | None = None
    """xyxy in pixels of the page, x2 and y2 exclusive; None for the whole page."""
    title: str = ""
    """What the user reads instead of the file's name."""
    provenance: Provenance | None = None

    @property
    def key(self) -> str:
        """The same for the same region of the same page, whatever it is called."""
        box = "" if self.box is None else ",".join(f"{value:g}" for value in self.box)
        return f"{self.path}|{self.page}|{box}"

    @property
    def name(self) -> str:
        """The title, or the file's name."""
        return self.title or self.path.name

    def read(self) -> Array:
        """Its pixels, (H, W) or (H, W, 3), uint8 or uint16, cut to the box; `InputError` for a bad file."""
        page = read_native(self.path, self.page)
        if self.box is None:
            return page
        rows, columns = page.shape[:2]
        x1, y1 = max(0, int(np.floor(self.box[0]))), max(0, int(np.floor(self.box[1])))
        x2, y2 = min(columns, int(np.ceil(self.box[2]))), min(rows, int(np.ceil(self.box[3])))
        if x2 <= x1 or y2 <= y1:
            raise InputError(
                f"the ornament's box lies outside the page of {columns} x {rows} pixels", path=self.path
            )
        return page[y1:y2, x1:x2]


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
        """The source at the reference's full size, in the source's depth and colour."""
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
