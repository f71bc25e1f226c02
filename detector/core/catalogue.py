"""The catalogue that a model knows: labels with their size, poses, prototype and example crops. No torch.

A class is a label without its pose suffix. Prototypes are *pose-normalised*: every instance is turned
back to the plain pose, laid on the others and the median taken, so what one impression lacks another
shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8, Array
from autolabelme.core.correlation import best_place
from autolabelme.core.errors import MisuseError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.matching.poses import Pose, read_turns
from autolabelme.core.opencv import cv2
from autolabelme.core.reading import JsonObject, dotted, file_named, read_object

from . import tuning

CATALOGUE_FILE = "catalogue.json"
CATALOGUE_FORMAT = "autolabelme catalogue"
EXAMPLES_KEPT = 6
_PICTURES = "catalogue"

PosePair = tuple[float, bool]


@dataclass(frozen=True, eq=False)
class Entry:
    """One label of a catalogue.

    Attributes
    ----------
    label, note : str
    width, height : float
        The plain rectangle in catalogue pixels.
    prototype : uint8 grey (h, w)
        Median of the aligned instances in the plain pose, paper light; its resolution need not be
        `width` x `height`.
    poses : tuple of (rotation in degrees, mirrored), as the catalogue shows them; plain first.
    examples : tuple of uint8 grey (h, w), instances in the plain pose
    instances : int, how many the catalogue shows
    sort : id of the sort that the label stands for (`autolabelme.core.sorts`); empty where none is known
    pages : names of the pages that show it
    """

    label: str
    width: float
    height: float
    prototype: U8
    poses: tuple[PosePair, ...] = ((0.0, False),)
    examples: tuple[U8, ...] = ()
    instances: int = 1
    note: str = ""
    sort: str = ""
    pages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (
            math.isfinite(self.width) and math.isfinite(self.height) and min(self.width, self.height) > 0
        ):
            raise MisuseError(
                f"entry {self.label!r}: expected a positive size, got {self.width} x {self.height}"
            )
        if self.prototype.dtype != np.uint8 or self.prototype.ndim != 2 or 0 in self.prototype.shape:
            raise MisuseError(f"entry {self.label!r}: expected a uint8 (h, w) prototype")

    @property
    def side(self) -> float:
        """Side in pixels of the square of the same area."""
        return math.sqrt(self.width * self.height)

    def all_poses(self) -> tuple[Pose, ...]:
        """The poses to try, plain first."""
        return tuple(Pose(angle, mirrored) for angle, mirrored in self.poses)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Entries in the order of the classes 1, 2, ...; `dpi` is that of the catalogue's pixels, if known."""

    entries: tuple[Entry, ...]
    dpi: float | None = None
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        labels = [entry.label for entry in self.entries]
        if not labels or len(set(labels)) != len(labels):
            raise MisuseError("catalogue: expected at least one label, each once")

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels; class number 1 is the first."""
        return tuple(entry.label for entry in self.entries)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Class number by label."""
        return {entry.label: index + 1 for index, entry in enumerate(self.entries)}

    @property
    def median_px(self) -> float:
        """Side of the median vignette in catalogue pixels."""
        return float(np.median([entry.side for entry in self.entries]))

    @property
    def largest_px(self) -> float:
        """Longest side that any vignette has in any pose."""
        return max(max(pose.extent(e.width, e.height)) for e in self.entries for pose in e.all_poses())

    @property
    def mirrors(self) -> bool:
        """Whether mirrored copies are shown."""
        return any(mirrored for entry in self.entries for _, mirrored in entry.poses)

    @property
    def turns(self) -> bool:
        """Whether copies turned by about a quarter are shown."""
        return any(
            abs(angle % 180 - 90) <= tuning.TURNED for entry in self.entries for angle, _ in entry.poses
        )


# --- prototypes -----------------------------------------------------------------------------------


def unpose(crop: Array, pose: Pose, size: tuple[int, int]) -> Array:
    """A printed crop (h, w[, 3]) turned back to the plain pose, `size` = (width, height) pixels."""
    turns = round(pose.rotation_deg / 90.0) % 4
    if pose.angle_from(90.0 * turns) < tuning.NEARLY_QUARTER:
        # Printed = mirrored first, then turned; so turn back, then mirror.
        plain = np.rot90(crop, -turns)
        plain = plain[:, ::-1] if pose.mirrored else plain
        plain = np.ascontiguousarray(plain)
        smaller = size[0] < plain.shape[1]
        how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(plain, size, interpolation=how), dtype=np.uint8)
    wide, high = pose.extent(*size)
    linear = (
        np.diag([crop.shape[1] / wide, crop.shape[0] / high])
        @ Pose(pose.rotation_deg, pose.mirrored).matrix()
    )
    middle = np.array([crop.shape[1], crop.shape[0]]) / 2 - 0.5
    shift = middle - linear @ (np.array(size) / 2 - 0.5)
    matrix = np.column_stack([linear, shift])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(crop, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )


def prototype_of(instances: Sequence[U8]) -> U8:
    """The median (h, w) of grey uint8 instances of one size, each first laid on the first by a shift."""
    if not instances:
        raise MisuseError("instances: expected at least one")
    first = instances[0]
    laid = [first.astype(np.float32)]
    for other in instances[1 : tuning.PROTOTYPE_OF]:
        laid.append(_laid_on(first, other))
    levels = [float(np.percentile(one, tuning.PROTOTYPE_PAPER)) for one in laid]
    # Papers differ in tone; the median is taken at one paper level.
    common = float(np.median(levels))
    stack = np.stack([one + (common - level) for one, level in zip(laid, levels, strict=True)])
    return np.asarray(np.clip(np.rint(np.median(stack, axis=0)), 0, 255), dtype=np.uint8)


def _laid_on(first: U8, other: U8) -> Array:
    reach = max(1, round(tuning.PROTOTYPE_REACH * max(first.shape)))
    padded = cv2.copyMakeBorder(other, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    x, y, _ = best_place(padded, first)
    height, width = first.shape
    return padded[y : y + height, x : x + width].astype(np.float32)


# --- the folder -----------------------------------------------------------------------------------


def write_catalogue(catalogue: Catalogue, folder: Path) -> None:
    """Write catalogue.json and its pictures into `folder`."""
    pictures = folder / _PICTURES
    listed = []
    for number, entry in enumerate(catalogue.entries):
        prototype = f"{_PICTURES}/{number:03d}.png"
        write_image(folder / prototype, entry.prototype)
        examples = []
        for index, example in enumerate(entry.examples[:EXAMPLES_KEPT]):
            write_image(pictures / f"{number:03d}_{index}.png", example)
            examples.append(f"{_PICTURES}/{number:03d}_{index}.png")
        listed.append(
            {
                "label": entry.label,
                "note": entry.note,
                "width": round(entry.width, 3),
                "height": round(entry.height, 3),
                "instances": entry.instances,
                **({"sort": entry.sort} if entry.sort else {}),
                **({"pages": list(entry.pages)} if entry.pages else {}),
                "poses": [[angle, mirrored] for angle, mirrored in entry.poses],
                "prototype": prototype,
                "examples": examples,
            }
        )
    value = {"format": CATALOGUE_FORMAT, "version": 1, "dpi": catalogue.dpi, "labels": listed}
    atomic_write_json(folder / CATALOGUE_FILE, value)


def read_catalogue(folder: Path) -> Catalogue:
    """Read what `write_catalogue` wrote; `InputError` with file and field for anything else."""
    path = folder / CATALOGUE_FILE
    value = read_object(path)
    if value.value.get("format") != CATALOGUE_FORMAT:
        raise value.error("format", "is not a catalogue: expected format {name!r}", name=CATALOGUE_FORMAT)
    if value.value.get("version") != 1:
        found = value.value.get("version")
        raise value.error("version", "version {found!r:.40} is unknown; this program reads 1", found=found)
    entries = tuple(_entry(item, folder) for item in value.objects("labels"))
    if not entries:
        raise value.error("labels", "expected at least one label")
    try:
        return Catalogue(entries, value.number_or_none("dpi"))
    except MisuseError as error:
        raise value.error("labels", error.message) from error


def _entry(item: JsonObject, folder: Path) -> Entry:
    label = item.text("label")
    if not label:
        raise item.error("label", "expected some text")
    poses = read_turns(item, "poses")
    if not poses:
        raise item.error("poses", "expected at least one")
    try:
        return Entry(
            label,
            item.number("width"),
            item.number("height"),
            _picture(item, "prototype", item.text("prototype"), folder),
            poses,
            tuple(_picture(item, "examples", name, folder) for name in item.texts("examples")),
            item.whole("instances", minimum=0),
            item.text("note", ""),
            item.text("sort", ""),
            item.texts("pages", ()),
        )
    except MisuseError as error:
        raise item.error("", error.message) from error


def _picture(item: JsonObject, field: str, name: str, folder: Path) -> U8:
    path = file_named(name, folder, path=item.path, field=dotted(item.where, field))
    # A name that leads out of the folder would read any file of the user's.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise item.error(field, "expected the name of a picture in this folder")
    return read_gray(path)
