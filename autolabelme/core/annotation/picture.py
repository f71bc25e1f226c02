"""The pixels behind a document, and the picture that a LabelMe file may carry inside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .. import tuning
from ..arrays import F64, U8, to_gray
from ..correlation import correlation
from ..errors import InputError
from ..image_io import (
    MAX_PIXELS,
    data_info,
    decode_rgb,
    encode_png,
    image_info,
    read_gray,
    read_gray_reduced,
    read_rgb,
)
from ..opencv import cv2
from .document import Document

_MODES = ("1", "L", "LA", "RGB", "RGBA")  # that LabelMe shows
_THUMBNAIL = 64

_LARGE = MAX_PIXELS // 10


def page_rgb(document: Document) -> U8:
    """The document's page as RGB uint8 (H, W, 3): from the scan, or from what the file carried."""
    if document.image_data is not None and not document.image_path.is_file():
        return decode_rgb(document.image_data, document.image_path)
    return read_rgb(document.image_path, document.page)


def page_gray(document: Document) -> U8:
    """The document's page as grey uint8 (H, W)."""
    if document.image_data is not None and not document.image_path.is_file():
        return to_gray(decode_rgb(document.image_data, document.image_path))
    return read_gray(document.image_path, document.page)


def page_gray_reduced(document: Document, times: int) -> U8:
    """The page as grey uint8, reduced `times`; see `image_io.read_gray_reduced`."""
    if document.image_data is not None and not document.image_path.is_file():
        gray = page_gray(document)
        size = (-(-gray.shape[1] // times), -(-gray.shape[0] // times))
        return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return read_gray_reduced(document.image_path, times, document.page)


def needs_embedding(path: Path, page: int) -> bool:
    """Whether LabelMe's own reader would refuse the file or read another picture from it."""
    info = image_info(path, page)
    return page > 0 or not info.common or info.bit_depth > 8 or info.mode not in _MODES


def embedded_picture(path: Path, page: int) -> bytes:
    """What `imageData` shall hold: the file itself where LabelMe reads it as it is, an RGB PNG otherwise."""
    return path.read_bytes() if readable_as_is(path, page) else encode_png(read_rgb(path, page))


def readable_as_is(path: Path, page: int) -> bool:
    """Whether the file is a PNG or JPEG that every program shows alike: 8 bit, RGB or grey, not turned."""
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg") or needs_embedding(path, page):
        return False
    return not image_info(path).turned


def require_same_picture(data: bytes, image: Path, page: int, path: Path) -> None:
    """Raise `InputError` when the picture inside the file `path` is not the page of `image`.

    They are compared as thumbnails, since a program may have encoded the picture anew.
    """
    try:
        inside = data_info(data)
    except InputError as error:
        raise InputError(
            "is not a picture: {reason}", path=path, field="imageData", reason=error.problem
        ) from error
    outside = image_info(image, page)
    if (inside.width, inside.height) != (outside.width, outside.height):
        raise InputError(
            "is {width} x {height} pixels, {name} is {other_width} x {other_height}",
            path=path,
            field="imageData",
            width=inside.width,
            height=inside.height,
            name=image.name,
            other_width=outside.width,
            other_height=outside.height,
        )
    # The comparison decodes both; beyond 100 megapixels the sizes must do.
    if inside.width * inside.height > _LARGE or (page == 0 and image.read_bytes() == data):
        return
    first, second = _thumbnail(to_gray(_decoded(data, path))), _thumbnail(read_gray(image, page))
    flat = min(float(first.std()), float(second.std())) < 1.0
    same = (
        float(np.abs(first - second).mean()) < tuning.SAME_BLANK
        if flat
        else correlation(first, second) > tuning.SAME_PICTURE
    )
    if not same:
        raise InputError("is not the picture in {name}", path=path, field="imageData", name=image.name)


def _decoded(data: bytes, path: Path) -> U8:
    try:
        return decode_rgb(data)
    except InputError as error:
        raise InputError(
            "is not a picture: {reason}", path=path, field="imageData", reason=error.problem
        ) from error


def _thumbnail(gray: U8) -> F64:
    small = cv2.resize(gray, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float64)
