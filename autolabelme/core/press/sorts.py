"""Sorts: the cast pieces that the press sets, as ink maps."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from ..arrays import F32
from ..errors import InputError, MisuseError
from ..matching.poses import Pose, read_turns
from ..opencv import cv2
from ..reading import read_object
from .sample import catalogue_folder

PLAIN = Pose()
EIGHT_POSES = tuple(
    Pose(turn, mirrored) for turn, mirrored in itertools.product((0, 90, 180, 270), (False, True))
)


@dataclass(frozen=True, eq=False)
class Sort:
    """One catalogue entry as the founder cast it.

    Attributes
    ----------
    label : str
    ink : float32 (h, w), 0 paper .. 1 ink, cut tight, in its plain pose
    foreign : bool
        Not in the catalogue: a stranger among its sorts.
    name : str
        A word for people ("sun").
    symmetry : tuple of Pose
        Poses in which the sort looks like itself, the plain one among them.
    own_size : bool
        The ink map has the size that the sort has on its page (a crop); a drawing has none.
    id : str
        Of the catalogue's sort (`autolabelme.core.sorts`); made of label and ink where none is given.
    """

    label: str
    ink: F32
    foreign: bool = False
    name: str = ""
    symmetry: tuple[Pose, ...] = (PLAIN,)
    own_size: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        if self.ink.dtype != np.float32 or self.ink.ndim != 2 or min(self.ink.shape) < 2:
            raise MisuseError(
                f"ink of {self.label!r}: expected float32 (h, w), got {self.ink.dtype} {self.ink.shape}"
            )
        if not (float(self.ink.min()) >= 0.0 and float(self.ink.max()) <= 1.0):
            raise MisuseError(f"ink of {self.label!r}: expected values 0 to 1")
        if not self.id:
            what = hashlib.sha256(self.label.encode() + b"\0" + self.ink.tobytes()).hexdigest()
            object.__setattr__(self, "id", str(uuid.uuid5(uuid.NAMESPACE_OID, what)))

    @cached_property
    def aspect(self) -> float:
        """Width over height."""
        return float(self.ink.shape[1] / self.ink.shape[0])

    def equivalent(self, pose: Pose) -> tuple[Pose, ...]:
        """The poses that look the same as `pose` on this sort, `pose` first."""
        found = [pose]
        for own in self.symmetry:
            other = compose(pose, own)
            if not any(
                other.mirrored == one.mirrored and other.angle_from(one.rotation_deg) < 1e-6 for one in found
            ):
                found.append(other)
        return tuple(found)

    def at_size(self, width: int, height: int) -> F32:
        """The ink at `width` x `height` pixels, float32 0..1."""
        if (height, width) == self.ink.shape:
            return self.ink
        smaller = width < self.ink.shape[1]
        scaled = cv2.resize(
            self.ink, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
        )
        return np.asarray(np.clip(scaled, 0.0, 1.0), dtype=np.float32)


def compose(outer: Pose, inner: Pose) -> Pose:
    """The pose of a sort that is set first in `inner`, then, as a whole, in `outer` (scales multiply)."""
    turn = -inner.rotation_deg if outer.mirrored else inner.rotation_deg
    return Pose(
        outer.rotation_deg + turn,
        outer.mirrored != inner.mirrored,
        outer.scale_x * inner.scale_x,
        outer.scale_y * inner.scale_y,
    )


def posed_ink(ink: F32, pose: Pose) -> F32:
    """`ink` (h, w) mirrored, then turned exactly by quarter turns; `MisuseError` for another angle."""
    turns = round(pose.rotation_deg / 90.0)
    if abs(pose.rotation_deg - 90.0 * turns) > 1e-9:
        raise MisuseError(f"posed_ink: expected a quarter turn, got {pose.rotation_deg:g} degrees")
    return np.ascontiguousarray(np.rot90(ink[:, ::-1] if pose.mirrored else ink, turns))


def load_sorts(folder: Path | str | None = None, *, foreigners: bool = False) -> tuple[Sort, ...]:
    """The sorts of a drawn catalogue (a folder with catalogue.json), by default the bundled sample.

    `foreigners` returns the strangers that are kept out of the catalogue instead. Raises `InputError`
    naming the file and the field.
    """
    folder = catalogue_folder() if folder is None else Path(folder)
    path = folder / "catalogue.json"
    wanted = "foreign" if foreigners else "catalogue"
    sorts = []
    for entry in read_object(path).objects("vignettes"):
        if entry.text("role") == wanted:
            symmetry = tuple(Pose(*pair) for pair in read_turns(entry, "symmetry"))
            ink = _read_ink(entry.file("file", folder))
            sorts.append(Sort(entry.text("label"), ink, foreigners, entry.text("name"), symmetry))
    return tuple(sorts)


def _read_ink(path: Path) -> F32:
    try:
        with Image.open(path) as image:
            gray = np.asarray(image.convert("L"))
    except (OSError, UnidentifiedImageError) as error:
        raise InputError("cannot be read as an image", path=path) from error
    return (1.0 - gray.astype(np.float32) / 255.0).astype(np.float32)
