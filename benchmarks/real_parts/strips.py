"""Real strips with boxes set by hand: those of a folder, and the project's own truth for the real pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.poses import Pose
from detector.core.inspection.findings import Vignette
from detector.core.siblings.params import LEAST_SIBLINGS

TRUTH_FOLDER = Path(__file__).resolve().parents[1] / "truth"
POSES = {
    "id": Pose(),
    "mir": Pose(0.0, mirrored=True),
    "flip": Pose(180.0, mirrored=True),
    "rot180": Pose(180.0),
    "rot90": Pose(90.0),
    "rot270": Pose(270.0),
    # The transpose and the transpose about the other diagonal.
    "tr": Pose(90.0, mirrored=True),
    "atr": Pose(270.0, mirrored=True),
}


@dataclass(frozen=True, eq=False)
class Strip:
    """The impressions of one sort on one page; `poses` are the words of the strips' files."""

    name: str
    page: Path
    label: str
    poses: tuple[str, ...]
    boxes: tuple[tuple[int, int, int, int], ...]

    @property
    def book(self) -> str:
        """The book's identifier: the page's name before ``_f``."""
        return self.page.stem.rsplit("_f", 1)[0]

    @cached_property
    def gray(self) -> U8:
        """The page, grey."""
        return read_gray(self.page)

    @cached_property
    def bitonal(self) -> bool:
        """Whether the scan knows only ink and paper."""
        return float(np.mean((self.gray > 20) & (self.gray < 235))) < 0.02

    def vignettes(self) -> tuple[Vignette, ...]:
        """The boxes as the inspection takes them."""
        return tuple(
            Vignette((float(b[0]), float(b[1]), float(b[2]), float(b[3])), self.label, POSES[pose])
            for pose, b in zip(self.poses, self.boxes, strict=True)
        )

    def planted_boxes(self) -> list[dict[str, object]]:
        """The boxes as `plant_edits.py` takes them."""
        return [
            {"label": self.label, "pose": pose, "box": list(box)}
            for pose, box in zip(self.poses, self.boxes, strict=True)
        ]


def read_strips(strips: Path, real: Path) -> tuple[Strip, ...]:
    """Every strip with siblings enough whose scan is there, from both folders; empty where none is."""
    found = [*of_strips(strips), *_of_truth(real)]
    return tuple(one for one in found if len(one.boxes) > LEAST_SIBLINGS)


def of_strips(folder: Path) -> list[Strip]:
    """Those of a folder of strips, however few impressions they have."""
    found = []
    for path in sorted(folder.glob("n*.json")):
        value = json.loads(path.read_text("utf-8"))
        page = folder / value["page"]
        if page.is_file():
            poses = tuple(one[0] for one in value["boxes"])
            boxes = tuple((int(b[1]), int(b[2]), int(b[3]), int(b[4])) for b in value["boxes"])
            found.append(Strip(path.stem, page, value["label"], poses, boxes))
    return found


def _of_truth(folder: Path) -> list[Strip]:
    names = {(pose.rotation_deg, pose.mirrored): name for name, pose in POSES.items()}
    found = []
    for path in sorted(TRUTH_FOLDER.glob("*.json")):
        value = json.loads(path.read_text("utf-8"))
        page = folder / value["imagePath"]
        if not page.is_file():
            continue
        shapes = [one for one in value["shapes"] if not one["truth"].get("difficult")]
        for label in dict.fromkeys(one["label"] for one in shapes):
            own = [one for one in shapes if one["label"] == label]
            poses = tuple(
                names[one["truth"]["pose"]["rotation_deg"], one["truth"]["pose"]["mirrored"]] for one in own
            )
            boxes = tuple(_box(one["points"]) for one in own)
            found.append(Strip(f"{path.stem}_{label}", page, label, poses, boxes))
    return found


def _box(points: Sequence[Sequence[float]]) -> tuple[int, int, int, int]:
    (x1, y1), (x2, y2) = points
    return int(x1), int(y1), int(x2), int(y2)
