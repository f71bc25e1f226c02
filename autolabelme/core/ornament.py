"""An ornament on its way from one tool to another: its file, its page, its place there, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .annotation.document import Provenance
from .errors import InputError
from .image_io import read_native
from .languages import said
from .messages import told
from .reading import JsonObject

if TYPE_CHECKING:
    from .arrays import Array

Box = tuple[float, float, float, float]
SAMPLE_SUSPECT, SAMPLE_REFERENCE = told("Sample", "sample suspect"), told("Sample", "sample reference")
_SAMPLE = {str(one): one for one in (SAMPLE_SUSPECT, SAMPLE_REFERENCE)}


@dataclass(frozen=True)
class Ornament:
    """An ornament on disk: a region of a page, or the whole of one."""

    path: Path
    page: int = 0
    """From 0; a PDF or TIFF may hold several."""
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
        """The title, or the file's name; the sample's are said in the language that is spoken."""
        sample = _SAMPLE.get(self.title)
        return said(sample) if sample is not None else self.title or self.path.name

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
                "the ornament's box lies outside the page of {columns} x {rows} pixels",
                path=self.path,
                columns=columns,
                rows=rows,
            )
        return page[y1:y2, x1:x2]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept from one start to the next."""
        return {
            "path": str(self.path),
            "page": self.page,
            "box": None if self.box is None else list(self.box),
            "title": self.title,
            "provenance": None if self.provenance is None else dict(vars(self.provenance)),
        }

    @classmethod
    def from_json(cls, value: JsonObject) -> Ornament:
        """The inverse; all but the path may be missing. `InputError` names the field that is none of ours."""
        box = None
        if value.value.get("box") is not None:
            x1, y1, x2, y2 = value.numbers("box", 4)
            box = x1, y1, x2, y2
        provenance = None
        if value.value.get("provenance") is not None:
            provenance = value.dataclass("provenance", Provenance, ignore_unknown=True)
        return cls(
            value.file("path", Path()),
            value.whole("page", 0, minimum=0),
            box,
            value.text("title", ""),
            provenance,
        )
