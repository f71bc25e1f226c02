"""LabelMe annotation files: reading with the path of the bad field, writing so that LabelMe opens them.

What this program adds stands in one key ``autolabelme`` of each shape and of the file; LabelMe keeps
keys that it does not know, and so does this module, at both levels. A saved label carries the pose as
the report's suffix (``12_flipped``); the exact pose, score and template stand in the shape's key. Where
a historian has changed the label text in LabelMe, the text wins over the key.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import fields
from pathlib import Path, PureWindowsPath
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import InputError, problem_of
from ..image_io import ImageInfo, data_info, image_info
from ..matching.poses import split_label, suffix_of
from ..reading import file_named, first_problem, read_json
from .beside import find_image
from .document import PLAIN, REGION_LABEL, VIGNETTE_ROLES, Document, Provenance, Role, Shape, split_note
from .labelme_schema import KEY, FileModel, RejectedModel, ShapeKeyModel, ShapeModel
from .labelme_write import DEFAULT_VERSION, write_annotation, write_document
from .picture import require_same_picture

_MATCHED, _DESCRIPTOR = "_matched", "_descriptor"


# --- names of files -------------------------------------------------------------------------------


def _base_name(path: str | Path) -> str:
    stem = Path(path).stem
    for ending in (_MATCHED, _DESCRIPTOR):
        stem = stem.removesuffix(ending)
    return stem


def annotation_path(image_path: str | Path, page: int = 0) -> Path:
    """The file in which LabelMe and we look for the annotations of an image: same name, ``.json``.

    Pages after the first of a PDF or TIFF get ``<name>_page_<number>.json``, counted from 1.
    """
    path = Path(image_path)
    return path.with_name(f"{path.stem}_page_{page + 1}.json" if page else f"{path.stem}.json")


def matched_path(path: str | Path) -> Path:
    """``<name>_matched.json`` beside an annotation file or an image."""
    return Path(path).with_name(f"{_base_name(path)}{_MATCHED}.json")


def descriptor_path(path: str | Path) -> Path:
    """``<name>_descriptor.json`` beside an annotation file or an image."""
    return Path(path).with_name(f"{_base_name(path)}{_DESCRIPTOR}.json")


# --- reading --------------------------------------------------------------------------------------


def read_document(path: str | Path, *, need_image: bool = True) -> Document:
    """Read a LabelMe file, ours or foreign.

    `need_image` False opens a file whose picture has gone, when it states the page's size itself.
    Raises `InputError` with the file and the field (``shapes[3].points[0][1]``) for everything in
    DESIGN section 9: cut off, wrong types, NaN, outside the page, `imageData` or sizes that are not the
    picture's. Reversed corners are accepted: `Shape.box` is in order. A box without area, or of
    one point, is left as it is, a foreign shape, and `Document.remarks` says so.
    """
    path = Path(path)
    raw = read_json(path)
    if found := _what_else(raw):
        raise InputError(
            "is no LabelMe file: it holds {found}, not an object with shapes and imagePath",
            path=path,
            found=found,
        )
    model = _validate(FileModel, raw, path)
    assert isinstance(model, FileModel)
    key = model.autolabelme
    data = _image_data(model, path)
    file_named(PureWindowsPath(model.imagePath).as_posix(), path.parent, path=path, field="imagePath")
    image = find_image(model.imagePath, path.parent)
    width, height, dpi = _size(model, image, data, path, need_image)
    if image is None:
        image = path.parent / PureWindowsPath(model.imagePath).name
    elif data is not None:
        require_same_picture(data, image, key.page, path)
    extra = dict(model.model_extra or {})
    if model.version not in (None, DEFAULT_VERSION):
        extra["version"] = model.version
    unknown = dict(key.model_extra or {})
    if key.provenance.model_extra:
        unknown["provenance"] = dict(key.provenance.model_extra)
    if unknown:
        extra[KEY] = unknown
    remarks: list[str] = []
    shapes = _shapes(model, image.stem, (width, height), path, remarks)
    shapes = _with_notes(shapes, path) if "autolabelme" not in model.model_fields_set else shapes
    return Document(
        image_path=image,
        width=width,
        height=height,
        shapes=shapes,
        flags=dict(model.flags or {}),
        provenance=Provenance(**{f.name: getattr(key.provenance, f.name) for f in fields(Provenance)}),
        reviewed=key.reviewed,
        flagged=key.flagged,
        dpi=key.dpi if key.dpi is not None else dpi,
        extra=extra,
        page=key.page,
        image_data=data,
        remarks=tuple(remarks),
    )


def _what_else(raw: Any) -> str:
    """What a JSON value is that is no annotation, in words; '' for what may be one."""
    if not isinstance(raw, dict):
        return "a list" if isinstance(raw, list) else "a single value"
    if "format" not in raw or raw.keys() & {"shapes", "imagePath"}:
        return ""
    # A result of this program that was taken for an annotation: of its fields none is to be mended.
    return raw["format"] if isinstance(raw["format"], str) else "an autolabelme result"


def _validate(model: type[BaseModel], raw: Any, path: Path) -> BaseModel:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise first_problem(error, path) from error


def _image_data(model: FileModel, path: Path) -> bytes | None:
    if not model.imageData:
        return None
    text = model.imageData
    if not text.isalnum() and any(mark in text for mark in "\n\r\t "):
        text = "".join(text.split())  # lines of 76 characters, as MIME has them
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("is not base64: {error}", path=path, field="imageData", error=error) from error


def _size(
    model: FileModel, image: Path | None, data: bytes | None, path: Path, need_image: bool
) -> tuple[int, int, float | None]:
    found: ImageInfo | None = None
    if image is not None:
        found = image_info(image, model.autolabelme.page)
    elif data is not None:
        try:
            found = data_info(data)
        except InputError as error:
            raise InputError(
                "is not a picture: {reason}", path=path, field="imageData", reason=error.problem
            ) from error
    if found is None:
        if need_image or not (model.imageWidth and model.imageHeight):
            raise InputError("image not found: {name}", path=path, field="imagePath", name=model.imagePath)
        return model.imageWidth, model.imageHeight, None
    for name, stated, actual in (
        ("imageWidth", model.imageWidth, found.width),
        ("imageHeight", model.imageHeight, found.height),
    ):
        if stated is not None and stated != actual:
            raise InputError(
                "says {stated}, the image has {actual} pixels",
                path=path,
                field=name,
                stated=stated,
                actual=actual,
            )
    return found.width, found.height, found.dpi


def _shapes(
    model: FileModel, stem: str, size: tuple[int, int], path: Path, remarks: list[str]
) -> tuple[Shape, ...]:
    prefix = f"{stem}_"
    prefixed = [item for item in model.shapes if item.label.startswith(prefix)]
    everywhere = len(prefixed) == len(model.shapes)
    shapes: list[Shape] = []
    guessed: list[bool] = []
    for index, item in enumerate(model.shapes):
        unusable = _no_box(item)
        if unusable:
            # One such shape must not make the page unreadable, and nobody asked us to repair it.
            remarks.append(
                InputError(
                    "{unusable}; it is kept as it is and not used",
                    path=path,
                    field=f"shapes[{index}].points",
                    unusable=unusable,
                ).message
            )
            shapes.append(_untouched(item))
            guessed.append(False)
            continue
        _check_rectangle(item, f"shapes[{index}]", size, path)
        shape, from_text = _shape(item, prefix, everywhere)
        shapes.append(shape)
        guessed.append(from_text)
    templates = {shape.label for shape in shapes if shape.role == "template"}
    for index, shape in enumerate(shapes):
        # "leaf_mirrored" beside no "leaf" is no match of anything: the historian's label just ends so.
        if guessed[index] and shape.role == "match" and shape.label not in templates:
            label = f"{shape.label}{suffix_of(shape.pose)}"
            shapes[index] = shape.replace(label=label, pose=PLAIN, role="template")
    _put_back(shapes, model.autolabelme.rejected, prefix, size, path)
    return tuple(shapes)


def _put_back(
    shapes: list[Shape], rejected: list[RejectedModel], prefix: str, size: tuple[int, int], path: Path
) -> None:
    """The matches that the historian refused, each in the place that it had among the others."""
    order = sorted(range(len(rejected)), key=lambda index: rejected[index].at)
    for index in order:
        item = rejected[index]
        _check_rectangle(item, f"{KEY}.rejected[{index}]", size, path)
        shapes.insert(item.at, _shape(item, prefix, False)[0].replace(verdict="rejected"))


def _no_box(item: ShapeModel) -> str:
    """Why a rectangle bounds nothing; "" for one that does, and for other shapes."""
    if item.shape_type != "rectangle":
        return ""
    count = len(item.points)
    if count not in (2, 4):
        return problem_of(
            "the box of {label!r:.80} has {count} points, expected two corners"
            if count != 1
            else "the box of {label!r:.80} has {count} point, expected two corners",
            label=item.label,
            count=count,
        )
    x1, y1, x2, y2 = _bounds(item)
    return "" if x1 < x2 and y1 < y2 else problem_of("the box of {label!r:.80} has no area", label=item.label)


def _bounds(item: ShapeModel) -> tuple[float, float, float, float]:
    xs, ys = [point[0] for point in item.points], [point[1] for point in item.points]
    return min(xs), min(ys), max(xs), max(ys)


def _untouched(item: ShapeModel) -> Shape:
    extra = dict(item.model_extra or {})
    if item.autolabelme is not None:
        extra[KEY] = item.autolabelme.model_dump(exclude_unset=True)
    return Shape(
        label=item.label,
        note="",
        points=tuple((float(x), float(y)) for x, y in item.points),
        shape_type=item.shape_type,
        role="foreign",
        group_id=item.group_id,
        description=item.description or "",
        flags=dict(item.flags or {}),
        extra=extra,
    )


def _check_rectangle(item: ShapeModel, where: str, size: tuple[int, int], path: Path) -> None:
    if item.shape_type != "rectangle":
        return
    field = f"{where}.points"
    if unusable := _no_box(item):
        raise InputError(unusable, path=path, field=field)
    x1, y1, x2, y2 = _bounds(item)
    # A match cut by the page's edge may stand out of the page, but not lie beside it.
    if x1 >= size[0] or y1 >= size[1] or x2 <= 0 or y2 <= 0:
        page = f"{size[0]} x {size[1]} pixels"
        raise InputError(
            "the box of {label!r} lies outside the page of {page}",
            path=path,
            field=field,
            label=item.label,
            page=page,
        )


def _shape(item: ShapeModel, prefix: str, everywhere: bool) -> tuple[Shape, bool]:
    """The shape, and whether pose and role were read off the label's text."""
    key = item.autolabelme or ShapeKeyModel()
    extra = dict(item.model_extra or {})
    if key.model_extra:
        extra[KEY] = dict(key.model_extra)
    pose = key.pose.pose() if key.pose is not None else PLAIN
    text, guessed = item.label, False
    role: Role = key.role or ("template" if item.shape_type == "rectangle" else "foreign")
    label, note, sort = text, key.note, key.sort
    written = "" if key.label is None else key.label + (suffix_of(pose) if role in VIGNETTE_ROLES else "")
    if key.label is not None and text in {written, prefix + written}:
        label = key.label
    elif item.shape_type == "rectangle" and role != "foreign":
        bare = text.removeprefix(prefix)
        # The old tool wrote numbers; any other label that begins like the image is left alone,
        # unless all of them do.
        if bare and (everywhere or bare[:1].isdigit()):
            text = bare
        stem, pose_of_text = split_label(text)
        label, own_note = split_note(stem)
        note = own_note or key.note
        # Another program gave the box another label: what that stands for, the others of it say.
        sort = sort if key.label in (None, label) else ""
        pose = pose if suffix_of(pose) == suffix_of(pose_of_text) else pose_of_text
        guessed = item.autolabelme is None or key.role is None
        if guessed and label.casefold() == REGION_LABEL:
            role = "region"
        elif guessed and pose_of_text != PLAIN:
            role = "match"
    shape = Shape(
        label=label,
        note=note,
        points=_corners(item) if role != "foreign" else tuple((float(x), float(y)) for x, y in item.points),
        shape_type=item.shape_type,
        pose=pose,
        score=key.score,
        p=key.p,
        template=key.template,
        role=role,
        verdict=key.verdict,
        sort=sort,
        group_id=item.group_id,
        description=item.description or "",
        flags=dict(item.flags or {}),
        extra=extra,
        id=key.id,
    )
    return shape, guessed


def _corners(item: ShapeModel) -> tuple[tuple[float, float], ...]:
    """The points; two corners of a rectangle of four, which LabelMe does not open."""
    if item.shape_type == "rectangle" and len(item.points) == 4:
        x1, y1, x2, y2 = _bounds(item)
        return (float(x1), float(y1)), (float(x2), float(y2))
    return tuple((float(x), float(y)) for x, y in item.points)


def _with_notes(shapes: tuple[Shape, ...], path: Path) -> tuple[Shape, ...]:
    """The old tool kept the notes only in the descriptor beside its matched file."""
    beside = descriptor_path(path)
    if not path.stem.endswith(_MATCHED) or not beside.is_file():
        return shapes
    notes = read_descriptor(beside)
    return tuple(
        s.replace(note=notes[s.label]) if s.is_vignette and not s.note and s.label in notes else s
        for s in shapes
    )


# --- descriptor -----------------------------------------------------------------------------------


def read_descriptor(path: str | Path) -> dict[str, str]:
    """The notes by label of a ``<name>_descriptor.json``; `InputError` with file and field."""
    path = Path(path)
    raw = read_json(path)
    if not isinstance(raw, dict):
        raise InputError(
            "expected an object of label and note, got {kind}", path=path, kind=type(raw).__name__
        )
    for label, note in raw.items():
        if not isinstance(note, str):
            raise InputError("a note is text, got {kind}", path=path, field=label, kind=type(note).__name__)
    return raw


__all__ = [
    "KEY",
    "annotation_path",
    "descriptor_path",
    "matched_path",
    "read_descriptor",
    "read_document",
    "write_annotation",
    "write_document",
]
