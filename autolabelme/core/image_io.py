"""Reading and writing page scans: the one door to file formats.

Everything is upright (EXIF and TIFF orientation applied), on white where the file is transparent, and
in the array conventions of `autolabelme.core.arrays`. The format is told from the file's first bytes,
not from its name. Any file that cannot be used raises `InputError` naming it; what would take more than
`MAX_PIXELS` or `MAX_BYTES` is refused before it is decoded.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from . import image_pdf, image_tiff
from .arrays import U8, Array, to_gray
from .decoding import allowed_seconds, decode_apart
from .errors import Cancelled, InputError, MisuseError
from .files import atomic_write, atomic_write_bytes
from .image_kinds import HEAD_BYTES, image_kind
from .image_samples import (
    MAX_BYTES,
    MAX_PIXELS,
    as_rgb,
    from_pillow,
    from_samples,
    require_size,
    resolution,
    to_8_bit,
    upright,
)
from .opencv import cv2
from .progress import raise_if_cancelled
from .reading import require_file

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "ImageInfo",
    "data_info",
    "decode_rgb",
    "encode_png",
    "image_info",
    "page_count",
    "read_gray",
    "read_gray_reduced",
    "read_native",
    "read_rgb",
    "write_image",
]

_ORIENTATION = 0x0112
_PILLOW_FORMATS = {
    "png": ("PNG",),
    "jpeg": ("JPEG", "MPO"),
    "jp2": ("JPEG2000",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "webp": ("WEBP",),
    "heif": ("AVIF",),
    "pnm": ("PPM",),
}
"""Pillow's names by ours: of its other formats some run programs (EPS), and none is a scan's."""


@dataclass(frozen=True)
class ImageInfo:
    """What a file says of one page without decoding its pixels.

    `width`, `height` in pixels after rotation; `pages` in the file; `bit_depth` per channel;
    `mode` as Pillow names it (``"1"``, ``"L"``, ``"RGB"``, ``"CMYK"``, ``"P"``, ``"I;16"``,
    ``"RGB;16"``, ``"PDF"``); `dpi` None when the file does not say; `turned` when an orientation tag
    says that the stored picture is not upright; `common` when a program that opens the file with Pillow, as
    LabelMe does, sees this page of it and turns it upright.
    """

    width: int
    height: int
    pages: int
    bit_depth: int
    mode: str
    dpi: float | None
    turned: bool = False
    common: bool = True


def read_rgb(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> U8:
    """The page as RGB uint8 (H, W, 3); 16-bit samples are scaled to 8."""
    return as_rgb(_read(path, page, pdf_dpi))


def read_gray(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> U8:
    """The page as grey uint8 (H, W), luma of the colours; 16-bit samples are scaled to 8."""
    return to_gray(to_8_bit(_read(path, page, pdf_dpi)))


def read_gray_reduced(path: str | Path, times: int, page: int = 0, *, pdf_dpi: float = 300) -> U8:
    """The page as grey uint8 (H / times, W / times), rounded up; each pixel the mean of `times` by `times`.

    `times` is 1 or more. A JPEG is decoded at a half, a quarter or an eighth already, and its luma alone:
    where `times` is 2, 4 or 8, nothing else is left to do.
    """
    with _open(path) as stream:
        if _kind(stream) == "jpeg":
            with _pillow(stream, "jpeg", page) as image:
                width, height = image.size
                orientation = _orientation(image)
                # Pillow takes the smallest of the decoder's sizes that is not below the one asked for.
                image.draft("L", (max(1, width // times), max(1, height // times)))
                gray = to_gray(to_8_bit(from_pillow(image)))
            if orientation >= 5:
                width, height = height, width
            gray = to_gray(to_8_bit(upright(gray, orientation)))
            return _reduced(gray, width, height, times)
    gray = read_gray(path, page, pdf_dpi=pdf_dpi)
    return _reduced(gray, gray.shape[1], gray.shape[0], times)


def _reduced(gray: U8, width: int, height: int, times: int) -> U8:
    # As libjpeg counts: what is left of a pixel at the rim is one, too.
    size = (-(-width // times), -(-height // times))
    if size == gray.shape[::-1]:
        return gray
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def read_native(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> Array:
    """The page as grey (H, W) or RGB (H, W, 3), uint8 or uint16 as the file has it.

    10- to 14-bit samples are stretched to the whole of uint16; bitonal pages are 0 and 255.
    """
    return _read(path, page, pdf_dpi)


def decode_rgb(data: bytes, name: str | Path = "image") -> U8:
    """RGB uint8 (H, W, 3) of an encoded image in memory; `name` is what an `InputError` calls it."""
    with _guard(name):
        return as_rgb(_decode(io.BytesIO(data), 0, data))


def image_info(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> ImageInfo:
    """Size, pages, depth and resolution of `page` without decoding its pixels."""
    with _open(path) as stream:
        if _kind(stream) == "pdf":
            found = image_pdf.page_info(Path(path), page, pdf_dpi)
            return ImageInfo(found.width, found.height, found.pages, 8, "PDF", float(pdf_dpi), common=False)
        return _info(stream, page)


def data_info(data: bytes) -> ImageInfo:
    """`image_info` of an encoded image in memory."""
    with _guard("image"):
        return _info(io.BytesIO(data), 0)


def page_count(path: str | Path) -> int:
    """How many pages a TIFF or PDF holds; 1 for every other format."""
    return image_info(path).pages


def write_image(path: str | Path, array: Array, dpi: float | None = None) -> Path:
    """Write grey (H, W) or RGB (H, W, 3), uint8 or uint16, as PNG, TIFF or JPEG (by suffix), atomically.

    JPEG is quality 95 without chroma subsampling and takes uint8 only (`MisuseError` otherwise).
    """
    path = Path(path)
    if array.dtype not in (np.uint8, np.uint16) or not (
        array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 3)
    ):
        raise MisuseError(
            f"array: expected uint8 or uint16 (H, W) or (H, W, 3), got {array.dtype} {array.shape}"
        )
    if 0 in array.shape:
        raise MisuseError(f"array: expected at least one pixel, got {array.shape}")
    suffix = path.suffix.lower()
    density = {} if dpi is None else {"dpi": (dpi, dpi)}
    if suffix in (".tif", ".tiff"):
        import tifffile

        options: dict[str, Any] = {} if dpi is None else {"resolution": (dpi, dpi), "resolutionunit": 2}
        photometric = "rgb" if array.ndim == 3 else "minisblack"

        def write_tiff(temporary: Path) -> None:
            tifffile.imwrite(
                temporary, array, photometric=photometric, compression="zlib", metadata=None, **options
            )

        return atomic_write(path, write_tiff)
    buffer = io.BytesIO()
    if suffix == ".png" and array.dtype == np.uint16:
        return atomic_write_bytes(path, _png_16(array, dpi))
    if suffix == ".png":
        Image.fromarray(array).save(buffer, "PNG", compress_level=4, **density)
    elif suffix in (".jpg", ".jpeg"):
        if array.dtype != np.uint8:
            raise MisuseError("array: expected uint8 for JPEG, got uint16")
        if max(array.shape[:2]) > 65500:
            raise InputError("JPEG holds no more than 65,500 pixels a side; choose PNG or TIFF", path=path)
        Image.fromarray(array).save(buffer, "JPEG", quality=95, subsampling=0, **density)
    else:
        raise InputError(
            "cannot be written as {suffix}; use .png, .tif or .jpg",
            path=path,
            suffix=suffix or "a file without suffix",
        )
    return atomic_write_bytes(path, buffer.getvalue())


def encode_png(array: Array) -> bytes:
    """PNG bytes of grey (H, W) or RGB (H, W, 3) uint8."""
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


# --- opening ------------------------------------------------------------------------------------


@contextmanager
def _guard(name: str | Path) -> Iterator[None]:
    try:
        yield
    except Cancelled:
        raise
    except InputError as error:
        raise InputError(error.problem, path=name, field=error.field) from error
    except UnidentifiedImageError as error:
        raise InputError("is not an image of a known kind", path=name) from error
    except MemoryError as error:
        raise InputError("does not fit into this machine's memory", path=name) from error
    except Exception as error:
        # A damaged file makes decoders raise nearly anything; whatever it was, the file is at fault.
        raise InputError(
            "cannot be read as an image, it may be damaged: {error}", path=name, error=error
        ) from error


class _Watched(io.BufferedReader):
    """A file that a decoder reads piece by piece, and that ends the decoding when the job is cancelled."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise_if_cancelled()
        return super().read(size)


@contextmanager
def _open(path: str | Path) -> Iterator[BinaryIO]:
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError("is a folder, not an image", path=path)
        require_file(path)
        stream = _Watched(io.FileIO(path))
    except FileNotFoundError as error:
        raise InputError("does not exist", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError("cannot be opened: {error}", path=path, error=error) from error
    with stream, _guard(path):
        yield stream


def _read(path: str | Path, page: int, pdf_dpi: float) -> Array:
    with _open(path) as stream:
        if _kind(stream) == "pdf":
            return from_samples(image_pdf.render(Path(path), page, pdf_dpi), 8)
        return _decode(stream, page, Path(path))


def _kind(stream: BinaryIO) -> str:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head:
        raise InputError("is empty (0 bytes)")
    kind = image_kind(head)
    if kind is None:
        raise InputError("is not an image of a known kind")
    return kind


def _decode(stream: BinaryIO, page: int, source: Path | bytes) -> Array:
    kind = _kind(stream)
    if kind == "tiff":
        return image_tiff.decode(stream, page, source)
    with _pillow(stream, kind, page) as image:
        orientation, depth = _orientation(image), _depth(stream, kind, image)
        if depth > 8 and kind in ("png", "jp2"):
            # Pillow cuts 16-bit colour down to 8.
            array = from_samples(_deep(source, kind, image), depth)
        else:
            array = from_pillow(image)
    return upright(array, orientation)


def _info(stream: BinaryIO, page: int) -> ImageInfo:
    kind = _kind(stream)
    if kind == "tiff":
        return _tiff_info(stream, page)
    with _pillow(stream, kind, page) as image:
        width, height = image.size
        orientation = _orientation(image)
        if orientation >= 5:
            width, height = height, width
        depth = _depth(stream, kind, image)
        mode = f"{image.mode};16" if depth > 8 and ";16" not in image.mode else image.mode
        # Others than these three have no `_getexif`, by which LabelMe turns pictures.
        common = orientation == 1 or kind in ("jpeg", "png", "webp")
        dpi = resolution(image.info.get("dpi"))
        return ImageInfo(width, height, 1, depth, mode, dpi, orientation != 1, common)


def _tiff_info(stream: BinaryIO, page: int) -> ImageInfo:
    with image_tiff.open_page(stream, page) as found:
        width, height = int(found.item.imagewidth), int(found.item.imagelength)
        turned = found.orientation != 1
        if found.orientation >= 5:
            width, height = height, width
        common = found.index == 0 and found.as_pillow_reads and not turned
        return ImageInfo(width, height, found.pages, found.bits, found.mode, found.dpi, turned, common)


@contextmanager
def _pillow(stream: BinaryIO, kind: str, page: int) -> Iterator[Image.Image]:
    """The picture opened, not yet decoded; `InputError` where that would take too much."""
    if kind == "pdf":
        raise InputError("is a PDF, which no picture inside another file can be")
    if page != 0:
        raise InputError("has no page {page}, it has 1", page=page + 1)
    with Image.open(stream, formats=_PILLOW_FORMATS[kind]) as image:
        deep = _depth(stream, kind, image) > 8
        # Pillow keeps every picture of several channels in 4 bytes a pixel.
        channels = len(image.getbands())
        require_size(*image.size, 2 * channels if deep else 1 if channels == 1 and image.mode != "P" else 4)
        yield image


def _depth(stream: BinaryIO, kind: str, image: Image.Image) -> int:
    if kind in ("png", "jp2"):
        place = stream.tell()
        stream.seek(0)
        head = stream.read(HEAD_BYTES)
        stream.seek(place)
        return head[24] if kind == "png" and len(head) > 24 else _jp2_depth(head)
    if image.mode in ("I", "F"):
        return 16 if image.format == "PPM" else 32
    return 1 if image.mode == "1" else 16 if ";16" in image.mode else 8


def _jp2_depth(head: bytes) -> int:
    box = head.find(b"ihdr")
    # Image header box: height, width (4 bytes each), components (2), then depth - 1; 255 is "it varies".
    if box >= 0 and len(head) > box + 14 and head[box + 14] != 255:
        return (head[box + 14] & 0x7F) + 1
    size = head.find(b"\xff\x51")
    # SIZ marker: 2 length, 2 capability, 8 x 4 sizes, 2 components, then depth - 1 of the first.
    return (head[size + 40] & 0x7F) + 1 if size >= 0 and len(head) > size + 40 else 8


def _deep(source: Path | bytes, kind: str, image: Image.Image) -> Array:
    _, samples = decode_apart(source, kind, allowed_seconds(image.width * image.height))
    if samples is None or samples.shape[:2] != (image.height, image.width):
        raise InputError("holds other samples than its header says; it may be damaged")
    return samples


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error, EOFError):
        return 1  # broken EXIF does not spoil the picture
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


# --- PNG with 16 bits -----------------------------------------------------------------------------


def _png_16(array: Array, dpi: float | None) -> bytes:
    import zlib

    import imagecodecs

    data = bytes(imagecodecs.png_encode(np.ascontiguousarray(array)))
    if dpi is None:
        return data
    per_metre = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    # The chunk goes right behind the header, which is always 33 bytes.
    return data[:33] + chunk + data[33:]
