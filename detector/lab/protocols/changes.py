"""Reading Rey's Ornaments change localization (Chaki et al. 2024), every file checked.

One folder a vignette::

    <vignette>/normal/      jpg images without a defect that alters the glyph (4 in the published set)
    <vignette>/changed/     one jpg, and of the same name a .txt and a .tif
    <vignette>/unchanged/   one jpg

The .txt has the number of changes in its first line, then row, column, height, width and sign a line; the
.tif is RGB with lost ink 255 in red and gained ink 255 in blue.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8, Array, Bool
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_gray, read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from .set_files import box_line, pictures, text_lines

SIGNS = {"-": -1, "-1": -1, "negative": -1, "+": 1, "1": 1, "+1": 1, "positive": 1}
_MARKED = 128
"""From here on a channel of the .tif counts as 255."""
_STRETCH = 0.05
"""How much the .tif's sides may differ from the image's; the published evaluation resizes to the .tif."""


@dataclass(frozen=True)
class ChangeBox:
    """One annotated change: row and column of its top-left corner, height, width; sign -1 lost, 1 gained."""

    row: int
    column: int
    height: int
    width: int
    sign: int


@dataclass(frozen=True, eq=False)
class ChangeVignette:
    """One vignette; all images are uint8 (H, W) of the truth's size, as in the published evaluation.

    Attributes
    ----------
    name : the folder's
    normals : grey images
    changed, unchanged : grey images
    signs : int8 (H, W) of the changed image: -1 lost ink, 1 gained ink, 0 as it was
    boxes : as annotated
    """

    name: str
    normals: tuple[U8, ...]
    changed: U8
    unchanged: U8
    signs: Array
    boxes: tuple[ChangeBox, ...]

    @property
    def truth(self) -> Bool:
        """Where the changed image differs: bool (H, W)."""
        return np.asarray(self.signs != 0, dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class ChangeSet:
    """What could be read, and one error for each vignette that could not."""

    vignettes: tuple[ChangeVignette, ...]
    broken: tuple[InputError, ...] = ()


def read_changes(folder: Path, *, tick: Tick = no_tick) -> ChangeSet:
    """All vignettes of a set by name; a vignette with a bad file is left out and named in `broken`.

    Raises `InputError` for a folder that cannot be read or holds no vignette folder, `Cancelled`.
    """
    try:
        names = sorted(item for item in folder.iterdir() if item.is_dir() and not item.name.startswith("."))
    except OSError as error:
        raise InputError("cannot be read: {error}", path=folder, error=error) from error
    if not names:
        raise InputError(
            "holds no vignettes: expected a folder for each, with normal, changed, unchanged", path=folder
        )
    found: list[ChangeVignette] = []
    broken: list[InputError] = []
    for number, name in enumerate(names):
        tick(number, len(names), f"reading {name.name}")
        try:
            found.append(read_vignette(name))
        except InputError as error:
            broken.append(error)
    return ChangeSet(tuple(found), tuple(broken))


def read_vignette(folder: Path) -> ChangeVignette:
    """One vignette's folder; `InputError` names the file, and the line or the field, that is wrong."""
    normals = pictures(folder / "normal", "normal image (jpg)")
    changed, unchanged = _only(folder / "changed"), _only(folder / "unchanged")
    signs = _read_signs(changed.with_suffix(".tif"))
    image = read_gray(changed)
    if any(abs(own - its) > _STRETCH * its for own, its in zip(signs.shape, image.shape, strict=True)):
        raise InputError(
            "has {width} x {height} pixels, its image {image_width} x {image_height}",
            path=changed.with_suffix(".tif"),
            width=signs.shape[1],
            height=signs.shape[0],
            image_width=image.shape[1],
            image_height=image.shape[0],
        )
    boxes = read_boxes(changed.with_suffix(".txt"), (signs.shape[0], signs.shape[1]))
    shape = signs.shape
    return ChangeVignette(
        folder.name,
        tuple(_sized(read_gray(path), shape) for path in normals),
        _sized(image, shape),
        _sized(read_gray(unchanged), shape),
        signs,
        boxes,
    )


def read_boxes(path: Path, shape: tuple[int, int]) -> tuple[ChangeBox, ...]:
    """The annotated changes on an image of `shape` (rows, columns); `InputError` names the line."""
    lines = text_lines(path)
    if not lines or not lines[0].strip().isdecimal():
        got = lines[0].strip()[:40] if lines else ""
        raise InputError("expected the number of changes, got {got!r}", path=path, field="line 1", got=got)
    count = int(lines[0])
    if count < 1 or count != len(lines) - 1:
        raise InputError(
            "says {count} changes, lists {listed}",
            path=path,
            field="line 1",
            count=count,
            listed=len(lines) - 1,
        )
    return tuple(_box(line, path, number, shape) for number, line in enumerate(lines[1:], start=2))


def _box(line: str, path: Path, number: int, shape: tuple[int, int]) -> ChangeBox:
    row, column, height, width, word = box_line(line, "sign", path, number, shape)
    sign = SIGNS.get(word.lower())
    if sign is None:
        raise InputError(
            "expected the sign - or +, got {word!r}", path=path, field=f"line {number}", word=word
        )
    return ChangeBox(row, column, height, width, sign)


def _read_signs(path: Path) -> Array:
    if not path.is_file():
        raise InputError("is missing: the segmented changes of the image of that name", path=path)
    picture = read_rgb(path)
    lost, gained = picture[..., 0] >= _MARKED, picture[..., 2] >= _MARKED
    if (lost & gained).any():
        raise InputError("has pixels that are both lost (red) and gained (blue) ink", path=path)
    if not lost.any() and not gained.any():
        raise InputError("marks no change: expected red for lost and blue for gained ink", path=path)
    return gained.astype(np.int8) - lost.astype(np.int8)


def _only(folder: Path) -> Path:
    found = pictures(folder)
    if len(found) != 1:
        raise InputError("expected one image (jpg), found {got}", path=folder, got=len(found))
    return found[0]


def _sized(image: U8, shape: tuple[int, ...]) -> U8:
    if image.shape == shape:
        return image
    smaller = image.shape[0] * image.shape[1] > shape[0] * shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (shape[1], shape[0]), interpolation=how), dtype=np.uint8)
