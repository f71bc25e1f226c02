"""Writing LabelMe files: see `autolabelme.core.annotation.labelme_json`."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ..files import atomic_write_json, result_folder
from ..matching.poses import suffix_of
from .document import Document, Shape
from .labelme_schema import KEY
from .on_disk import Fingerprints, require_unchanged
from .picture import embedded_picture, needs_embedding

DEFAULT_VERSION = "5.5.0"
"""The file format's version where a foreign file brings none."""


def write_document(
    document: Document,
    path: str | Path,
    *,
    prefix: bool = False,
    embed: bool | None = None,
    known: Fingerprints | None = None,
    folder: Path | None = None,
) -> Path:
    """Write `document` as a LabelMe file, atomically.

    Parameters
    ----------
    prefix : bool
        Put ``<image>_`` before every label, as the old tool did.
    embed : bool, optional
        Whether `imageData` holds the picture. None: where it did so far, and where LabelMe's own reader
        would refuse or misread the file (CMYK, 16 bit, palette, PDF, later pages), then as RGB PNG.
        False is overruled where the picture exists nowhere else.
    known : mapping, optional
        What the file held when it was read. `ChangedOnDisk` is raised, and nothing written, when it
        holds something else now. None overwrites whatever is there.
    folder : Path, optional
        Where the file will lie, if that is not where it is written (see `files.result_folder`).
    """
    path = Path(path)
    content = _content(document, folder or path.parent, prefix, embed)
    if known is not None:
        require_unchanged(path, known)
    return atomic_write_json(path, content)


def write_annotation(
    document: Document,
    path: str | Path,
    descriptor: str | Path,
    *,
    prefix: bool = False,
    known: Fingerprints | None = None,
) -> tuple[Path, Path]:
    """Write `document`, and its notes as one object ``{label: note}`` (report 3.1.2), as one result.

    `path` and `descriptor` lie in one folder; `prefix` and `known` as in `write_document`, `known` for both.
    """
    path, descriptor = Path(path), Path(descriptor)
    content = _content(document, path.parent, prefix, None)
    with result_folder(path.parent) as new:
        atomic_write_json(new.path / path.name, content)
        atomic_write_json(new.path / descriptor.name, document.notes())
        if known is not None:
            for file in (path, descriptor):
                new.just_before(partial(require_unchanged, file, known))
    return path, descriptor


def _content(document: Document, folder: Path, prefix: bool, embed: bool | None) -> dict[str, Any]:
    data = _picture_for(document, embed)
    image = document.image_path.stem if prefix else ""
    standard: dict[str, Any] = {
        "version": document.extra.get("version", DEFAULT_VERSION),
        "flags": dict(document.flags),
        "shapes": [_shape_json(shape, image) for shape in document.shapes if not _hidden(shape)],
        "imagePath": _relative(document.image_path, folder),
        "imageData": None if data is None else base64.b64encode(data).decode("ascii"),
        "imageHeight": document.height,
        "imageWidth": document.width,
    }
    unknown = {name: value for name, value in document.extra.items() if name not in standard and name != KEY}
    return {**standard, **unknown, KEY: _document_key(document, image)}


def _hidden(shape: Shape) -> bool:
    """Rejected matches lie in our own key: LabelMe and everything that reads its files shall not see them."""
    return shape.verdict == "rejected" and shape.role in ("match", "proposed")


def _picture_for(document: Document, embed: bool | None) -> bytes | None:
    exists = document.image_path.is_file()
    if embed is False and exists:
        return None
    if document.image_data is not None:
        return document.image_data
    if not exists:
        return None
    if embed or needs_embedding(document.image_path, document.page):
        return embedded_picture(document.image_path, document.page)
    return None


def _relative(image: Path, folder: Path) -> str:
    try:
        written = os.path.relpath(image, folder)
        if image.is_file() and not (folder / written).is_file():
            # Through a linked folder, ".." leads beside the link's target and not beside the link.
            written = os.path.relpath(os.path.realpath(image), os.path.realpath(folder))
        return Path(written).as_posix()
    except ValueError:  # another drive
        return image.absolute().as_posix()


def _document_key(document: Document, image: str) -> dict[str, Any]:
    unknown = document.extra.get(KEY, {})
    unknown = unknown if isinstance(unknown, Mapping) else {}
    provenance = {name: text for name, text in vars(document.provenance).items() if text}
    key: dict[str, Any] = {
        "provenance": {**unknown.get("provenance", {}), **provenance},
        "reviewed": document.reviewed,
        "flagged": document.flagged,
        "dpi": document.dpi,
        "page": document.page,
    }
    rejected = [
        {**_shape_json(shape, image), "at": index}
        for index, shape in enumerate(document.shapes)
        if _hidden(shape)
    ]
    if rejected:
        key["rejected"] = rejected
    return {**unknown, **key, "format": 1}


def _shape_json(shape: Shape, image: str) -> dict[str, Any]:
    vignette = shape.is_vignette
    text = shape.label + (suffix_of(shape.pose) if vignette else "")
    if image and vignette:
        text = f"{image}_{text}"
    result: dict[str, Any] = {
        "label": text,
        "points": [list(point) for point in shape.points],
        "group_id": shape.group_id,
        "description": shape.description,
        "shape_type": shape.shape_type,
        "flags": dict(shape.flags),
        **{name: value for name, value in shape.extra.items() if name != KEY},
    }
    key = _shape_key(shape)
    if key:
        result[KEY] = key
    return result


def _shape_key(shape: Shape) -> dict[str, Any]:
    unknown = shape.extra.get(KEY, {})
    key = dict(unknown) if isinstance(unknown, Mapping) else {}
    if shape.role == "foreign" and not (shape.note or shape.verdict or shape.template or shape.sort):
        x1, y1, x2, y2 = shape.box
        # A rectangle would be read as a box to search for; everything else is foreign by its form.
        return key | {"role": "foreign"} if shape.shape_type == "rectangle" and x2 > x1 and y2 > y1 else key
    pose = shape.pose
    key |= {"id": shape.id, "label": shape.label, "role": shape.role}
    key["pose"] = {name: value for name, value in vars(pose).items() if value is not None}
    optional = ("note", "score", "p", "template", "verdict", "sort")
    return key | {name: getattr(shape, name) for name in optional if getattr(shape, name) not in (None, "")}
