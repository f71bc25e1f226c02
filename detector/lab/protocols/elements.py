"""Reading Rey's Ornaments element discovery (Chaki et al. 2024), every file checked.

``images/*.jpg``, for each an ``annotation/<name>.txt`` with row, column, height, width and vignette's name a
line, and ``vignette_dict/<vignette's name>.jpg``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_rgb
from autolabelme.core.progress import Tick, no_tick

from .set_files import box_line, pictures, text_lines

LEAST_SIDE_PX = 8

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class CompositeOrnament:
    """An ornament, uint8 (H, W, 3), with its vignettes' boxes (xyxy) and names."""

    name: str
    rgb: U8
    boxes: tuple[Box, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ElementSet:
    """The dictionary (grey uint8 images by name), the ornaments, an error for each that is broken."""

    dictionary: dict[str, U8]
    ornaments: tuple[CompositeOrnament, ...]
    broken: tuple[InputError, ...] = ()


def read_elements(folder: Path, *, tick: Tick = no_tick) -> ElementSet:
    """A set; an ornament with a bad file is left out and named in `broken`.

    Raises `InputError` for a bad dictionary image (nothing can be learned without it), for a missing
    folder, and when there is no ornament; `Cancelled` from `tick`.
    """
    dictionary: dict[str, U8] = {}
    for path in pictures(folder / "vignette_dict"):
        picture = to_gray(read_rgb(path))
        if min(picture.shape) < LEAST_SIDE_PX:
            raise InputError(
                "is too small: {width} x {height} pixels, a side has {least_side_px} or more",
                path=path,
                width=picture.shape[1],
                height=picture.shape[0],
                least_side_px=LEAST_SIDE_PX,
            )
        dictionary[path.stem] = picture
    images = pictures(folder / "images")
    found: list[CompositeOrnament] = []
    broken: list[InputError] = []
    for number, path in enumerate(images):
        tick(number, len(images), f"reading {path.name}")
        try:
            found.append(_ornament(path, folder / "annotation" / f"{path.stem}.txt", dictionary))
        except InputError as error:
            broken.append(error)
    return ElementSet(dictionary, tuple(found), tuple(broken))


def _ornament(image: Path, annotation: Path, dictionary: dict[str, U8]) -> CompositeOrnament:
    rgb = read_rgb(image)
    lines = text_lines(annotation)
    boxes, labels = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            box, label = _entry(line, annotation, number, rgb.shape[:2], dictionary)
            boxes.append(box)
            labels.append(label)
    if not boxes:
        raise InputError("lists no vignette", path=annotation)
    return CompositeOrnament(image.stem, rgb, tuple(boxes), tuple(labels))


def _entry(
    line: str, path: Path, number: int, shape: tuple[int, ...], dictionary: dict[str, U8]
) -> tuple[Box, str]:
    row, column, height, width, word = box_line(line, "a vignette's name", path, number, shape)
    label = word.removesuffix(".jpg")
    if label not in dictionary:
        raise InputError(
            "no vignette of this name in vignette_dict: {label!r}",
            path=path,
            field=f"line {number}",
            label=label,
        )
    box = (column, row, min(column + width, shape[1]), min(row + height, shape[0]))
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3])), label
