"""A file that went into an inspection, as the records keep it. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autolabelme.core.hashes import file_sha256
from autolabelme.core.reading import JsonObject

from .findings import Box


@dataclass(frozen=True)
class Source:
    """A picture that went into an inspection: its file with SHA-256, its page, its place on the page.

    `box` is xyxy in pixels of the page, None for the whole page.
    """

    path: Path
    sha256: str
    page: int = 0
    box: Box | None = None

    @classmethod
    def of(cls, path: Path, page: int = 0, box: Box | None = None) -> Source:
        """The source with its hash taken; `InputError` when it cannot be read."""
        # A record lies elsewhere: a path as seen from where the program was called means nothing there.
        return cls(path.absolute(), file_sha256(path), page, box)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        box = None if self.box is None else list(self.box)
        return {"path": str(self.path), "sha256": self.sha256, "page": self.page, "box": box}


def source_from_json(value: JsonObject) -> Source:
    """The inverse of `Source.as_json`; `InputError` names the field."""
    folder = Path() if value.path is None else value.path.parent
    box = None if value.value.get("box") is None else box_of(value)
    return Source(value.file("path", folder), value.text("sha256"), value.whole("page", minimum=0), box)


def box_of(value: JsonObject, name: str = "box") -> Box:
    """xyxy with an area; `InputError` names the field."""
    x1, y1, x2, y2 = value.numbers(name, 4)
    if not (x1 < x2 and y1 < y2):
        raise value.error(name, "expected a box with an area, got {box}", box=[x1, y1, x2, y2])
    return x1, y1, x2, y2
