"""Reading and writing page scans: the one place that knows file formats.

Everything is upright (EXIF and TIFF orientation applied), on white where the file is transparent, and
in the array conventions of `autolabelme.core.arrays`. The format is told from the file's first bytes,
not from its name. Any file that cannot be used raises `InputError` naming it.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from .arrays import U8, Array, to_gray
from .errors import InputError, MisuseError
from .files import atomic_write, atomic_write_bytes
from .opencv import cv2

MAX_PIXELS: Final[int] = 1_000_000_000
"""Largest page that is opened: 20,000 x 20,000 fits twice; 3 GB of RGB is where workstations stop."""

# Pillow refuses 179 megapixels by default; the largest scans of a library are 400. The bound stays.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_PDF_LOCK = threading.Lock()  # pdfium is not thread-safe
_TO_8_BIT = ((np.arange(65536, dtype=np.uint32) + 128) // 257).astype(np.uint8)
_JP2_MAGIC = (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class ImageInfo:
    """What a file says of one page without decoding its pixels.

    `width`, `height` in pixels after rotation; `pages` in the file; `bit_depth` per channel;
    `mode` as Pillow names it (``"1"``, ``"L"``, ``"RGB"``, ``"CMYK"``, ``"P"``, ``"I;16"``,
    ``"RGB;16"``, ``"PDF"``); `dpi` None when the file does not say; `turned` when an orientation tag
    says that the stored picture is not upright.
    """

    width: int
    height: int
    pages: int
    bit_depth: int
    mode: str
    dpi: float | None
    turned: bool = False


def read_rgb(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> U8:
    """The page as RGB uint8 (H, W, 3); 16-bit samples are scaled to 8."""
    return _as_rgb(_read(path, page, pdf_dpi))


def read_gray(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> U8:
    """The page as grey uint8 (H, W), luma of the colours; 16-bit samples are scaled to 8."""
    return to_gray(_to_8_bit(_read(path, page, pdf_dpi)))


def read_native(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> Array:
    """The page as grey (H, W) or RGB (H, W, 3), uint8 or uint16 as the file has it.

    10- to 14-bit samples are stretched to the whole of uint16; bitonal pages are 0 and 255.
    """
    return _read(path, page, pdf_dpi)


def decode_rgb(data: bytes, name: str | Path = "image") -> U8:
    """RGB uint8 (H, W, 3) of an encoded image in memory; `name` is what an `InputError` calls it."""
    with _guard(name):
        return _as_rgb(_decode(io.BytesIO(data), 0, 300))


def image_info(path: str | Path, page: int = 0, *, pdf_dpi: float = 300) -> ImageInfo:
    """Size, pages, depth and resolution of `page` without decoding its pixels."""
    with _open(path) as stream:
        return _info(stream, page, pdf_dpi)


def data_info(data: bytes, name: str | Path = "image") -> ImageInfo:
    """`image_info` of an encoded image in memory."""
    with _guard(name):
        return _info(io.BytesIO(data), 0, 300)


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
            f"cannot be written as {suffix or 'a file without suffix'}; use .png, .tif or .jpg", path=path
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
    except InputError as error:
        raise InputError(error.problem, path=name, field=error.field) from error
    except UnidentifiedImageError as error:
        raise InputError("is not an image of a known kind", path=name) from error
    except MemoryError as error:
        raise InputError("does not fit into this machine's memory", path=name) from error
    except Exception as error:
        # A damaged file makes decoders raise nearly anything; whatever it was, the file is at fault.
        raise InputError(f"cannot be read as an image, it may be damaged: {error}", path=name) from error


@contextmanager
def _open(path: str | Path) -> Iterator[BinaryIO]:
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError("is a folder, not an image", path=path)
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise InputError("does not exist", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError(
            f"cannot be opened: {getattr(error, 'strerror', None) or error}", path=path
        ) from error
    with stream, _guard(path):
        yield stream


def _read(path: str | Path, page: int, pdf_dpi: float) -> Array:
    with _open(path) as stream:
        return _decode(stream, page, pdf_dpi)


def _kind(stream: BinaryIO) -> tuple[str, bytes]:
    head = stream.read(512)
    stream.seek(0)
    if not head:
        raise InputError("is empty (0 bytes)")
    if b"%PDF-" in head:
        return "pdf", head
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff", head
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) > 25:
        return "png", head
    if head.startswith(_JP2_MAGIC):
        return "jp2", head
    return "other", head


def _decode(stream: BinaryIO, page: int, pdf_dpi: float) -> Array:
    kind, head = _kind(stream)
    if kind == "pdf":
        return _decode_pdf(stream, page, pdf_dpi)
    if kind == "tiff":
        return _decode_tiff(stream, page)
    _require_page(page, 1)
    with Image.open(stream) as image:
        _require_size(*image.size)
        orientation = _orientation(image)
        depth = _depth(kind, head, image)
        if kind in ("png", "jp2") and depth > 8:
            # Pillow cuts 16-bit colour down to 8.
            import imagecodecs

            stream.seek(0)
            codec = imagecodecs.png_decode if kind == "png" else imagecodecs.jpeg2k_decode
            array = _from_samples(codec(stream.read()), depth)
        else:
            array = _from_pillow(image)
    return _upright(array, orientation)


def _info(stream: BinaryIO, page: int, pdf_dpi: float) -> ImageInfo:
    kind, head = _kind(stream)
    if kind == "pdf":
        with _pdf(stream) as document:
            _require_page(page, len(document))
            width, height = _pdf_size(document[page], pdf_dpi)
            return ImageInfo(width, height, len(document), 8, "PDF", float(pdf_dpi))
    if kind == "tiff":
        return _tiff_info(stream, page)
    _require_page(page, 1)
    with Image.open(stream) as image:
        width, height = image.size
        _require_size(width, height)
        orientation = _orientation(image)
        if orientation >= 5:
            width, height = height, width
        depth = _depth(kind, head, image)
        mode = f"{image.mode};16" if depth > 8 and ";16" not in image.mode else image.mode
        return ImageInfo(width, height, 1, depth, mode, _dpi(image.info.get("dpi")), orientation != 1)


def _require_page(page: int, pages: int) -> None:
    if not 0 <= page < pages:
        raise InputError(f"has no page {page + 1}, it has {pages}")


def _require_size(width: int, height: int) -> None:
    if width <= 0 or height <= 0:
        raise InputError(f"has no pixels ({width} x {height})")
    if width * height > MAX_PIXELS:
        raise InputError(f"is too large: {width} x {height} pixels, at most {MAX_PIXELS:,} in all are opened")


def _depth(kind: str, head: bytes, image: Image.Image) -> int:
    if kind == "png":
        return head[24]
    if kind == "jp2":
        return _jp2_depth(head)
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


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error, EOFError):
        return 1  # broken EXIF does not spoil the picture
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _dpi(value: Any) -> float | None:
    try:
        number = float(value[0]) if isinstance(value, tuple | list) else float(value)
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    # 1 is what writers put when they mean "no unit".
    return number if math.isfinite(number) and 1.5 < number < 100_000 else None


# --- samples to the suite's arrays ----------------------------------------------------------------


def _upright(array: Array, orientation: int) -> Array:
    """Apply an EXIF orientation (1..8)."""
    if orientation in (5, 6, 7, 8):
        array = array.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    array = np.ascontiguousarray(array)
    # Pillow lends its pixels read-only; callers may draw on theirs.
    return array if array.flags.writeable else array.copy()


def _from_pillow(image: Image.Image) -> Array:
    mode = image.mode
    if mode in ("I;16", "I;16L", "I;16B", "I;16N"):
        return np.asarray(image).astype(np.uint16)
    if mode == "I" and image.format == "PPM":
        return np.asarray(image).clip(0, 65535).astype(np.uint16)
    if mode in ("I", "F"):
        raise InputError(
            "has 32-bit or floating-point samples, which are not a scan's; save it with 8 or 16 bits"
        )
    if mode == "L" and "transparency" not in image.info:
        return np.asarray(image)
    if mode == "1":
        return np.asarray(image.convert("L"))
    if mode in ("LA", "La"):
        gray_alpha = np.asarray(image.convert("LA"))
        return _over_white(gray_alpha[..., 0], gray_alpha[..., 1])
    if "transparency" in image.info or mode in ("RGBA", "RGBa", "PA"):
        rgba = np.asarray(image.convert("RGBA"))
        return _over_white(rgba[..., :3], rgba[..., 3])
    if mode == "P":
        colours = np.asarray(image.convert("RGB"))
        gray = (colours[..., 0] == colours[..., 1]).all() and (colours[..., 1] == colours[..., 2]).all()
        return np.ascontiguousarray(colours[..., 0]) if gray else colours
    if mode == "LAB":
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
        )
        image = ImageCms.applyTransform(image, transform) or image
    return np.asarray(image.convert("RGB"))


def _from_samples(samples: Array, bits: int) -> Array:
    """Grey or RGB of raw samples (H, W) or (H, W, 1..4) with `bits` each; more than 8 fill uint16."""
    if samples.dtype.kind != "u" or samples.dtype.itemsize > 2:
        raise InputError(f"has {samples.dtype} samples, which are not a scan's; save it with 8 or 16 bits")
    if samples.dtype == np.uint16 and bits < 16:
        scaled = samples.astype(np.uint32)
        scaled *= 65535
        scaled //= (1 << bits) - 1
        samples = np.minimum(scaled, 65535).astype(np.uint16)
    if samples.ndim == 2:
        return samples
    channels = samples.shape[2]
    if channels == 1:
        return np.ascontiguousarray(samples[..., 0])
    if channels == 2:
        return _over_white(samples[..., 0], samples[..., 1])
    if channels == 3:
        return samples
    return _over_white(samples[..., :3], samples[..., 3])


def _over_white(colour: Array, alpha: Array) -> Array:
    top = np.iinfo(colour.dtype).max
    if (alpha == top).all():
        return np.ascontiguousarray(colour)
    weight = alpha.astype(np.float32) / top
    if colour.ndim == 3:
        weight = weight[..., None]
    result = colour * weight + top * (1 - weight)
    return np.asarray(np.rint(result), dtype=colour.dtype)


def _to_8_bit(array: Array) -> U8:
    return _TO_8_BIT[array] if array.dtype == np.uint16 else array


def _as_rgb(array: Array) -> U8:
    array = _to_8_bit(array)
    # OpenCV, not np.repeat: 20 times as fast, and it does not hold up the window's thread meanwhile.
    return np.asarray(cv2.cvtColor(array, cv2.COLOR_GRAY2RGB), np.uint8) if array.ndim == 2 else array


# --- TIFF -----------------------------------------------------------------------------------------


@contextmanager
def _tiff_page(stream: BinaryIO, page: int) -> Iterator[tuple[Any, int, int]]:
    """Yield (tifffile page, its index among the file's directories, number of pages)."""
    import tifffile

    # Without a handler of the application's, Python would print the library's remarks on stderr.
    logging.getLogger("tifffile").addHandler(logging.NullHandler())
    with tifffile.TiffFile(stream) as tiff:
        # The small copies of a pyramid are directories, too, but no pages.
        indices = [index for index, item in enumerate(tiff.pages) if index == 0 or not _reduced(item)]
        if not indices:
            raise InputError("is damaged: it has no page that can be read")
        _require_page(page, len(indices))
        found: Any = tiff.pages[indices[page]]
        _require_size(found.imagewidth, found.imagelength)
        yield found, indices[page], len(indices)


def _reduced(item: Any) -> bool:
    return bool(getattr(item, "subfiletype", 0) & 1)


def _tag(page: Any, name: str, default: Any) -> Any:
    found = page.tags.get(name)
    return default if found is None else found.value


def _decode_tiff(stream: BinaryIO, page: int) -> Array:
    with _tiff_page(stream, page) as (item, index, _):
        bits = item.bitspersample
        if bits > 8:
            array = item.asarray()
            if array.ndim == 3 and item.planarconfig == 2:
                array = np.moveaxis(array, 0, -1)
            if item.photometric == 5:  # separated: cyan, magenta, yellow, black
                inverse = 65535 - _from_ink(array[..., :4], bits)
                array, bits = (
                    (inverse[..., :3].astype(np.uint32) * inverse[..., 3:] // 65535).astype(np.uint16),
                    16,
                )
            array = _from_samples(array, bits)
            if item.photometric == 0:  # minimum is white
                array = np.iinfo(array.dtype).max - array
            return _upright(array, int(_tag(item, "Orientation", 1)))
        upright = int(_tag(item, "Orientation", 1))
        shape = (item.imagelength, item.imagewidth)
    stream.seek(0)
    with Image.open(stream) as image:
        image.seek(index)
        image.load()
        # Pillow turns a TIFF upright while it loads and then forgets the tag.
        turned = _orientation(image) == 1
        array = _from_pillow(image)
    if turned or upright == 1:
        return _upright(array, 1)
    if array.shape[:2] != shape:
        raise InputError(f"has a page of {array.shape[:2]} where its header says {shape}")
    return _upright(array, upright)


def _from_ink(samples: Array, bits: int) -> Array:
    return (samples.astype(np.uint32) * 65535 // ((1 << bits) - 1)).astype(np.uint16)


def _tiff_info(stream: BinaryIO, page: int) -> ImageInfo:
    with _tiff_page(stream, page) as (item, _, pages):
        width, height = item.imagewidth, item.imagelength
        orientation = int(_tag(item, "Orientation", 1))
        if orientation >= 5:
            width, height = height, width
        bits = int(item.bitspersample)
        colours = {3: "P", 5: "CMYK", 6: "RGB", 8: "LAB"}
        mode = colours.get(int(item.photometric)) or ("RGB" if item.samplesperpixel >= 3 else "L")
        if mode == "L":
            mode = "1" if bits == 1 else "L" if bits <= 8 else "I;16"
        elif bits > 8:
            mode += ";16"
        return ImageInfo(width, height, pages, bits, mode, _tiff_dpi(item), orientation != 1)


def _tiff_dpi(item: Any) -> float | None:
    value = _tag(item, "XResolution", None)
    unit = int(_tag(item, "ResolutionUnit", 2))
    if value is None or unit not in (2, 3):
        return None
    try:
        number = value[0] / value[1] if isinstance(value, tuple) else float(value)
    except (ZeroDivisionError, TypeError, IndexError):
        return None
    return _dpi(number * (2.54 if unit == 3 else 1.0))


# --- PDF ------------------------------------------------------------------------------------------


@contextmanager
def _pdf(stream: BinaryIO) -> Iterator[Any]:
    import pypdfium2

    with _PDF_LOCK:
        try:
            document = pypdfium2.PdfDocument(stream)
        except pypdfium2.PdfiumError as error:
            reason = (
                "needs a password" if "password" in str(error).lower() else f"is not a readable PDF: {error}"
            )
            raise InputError(reason) from error
        try:
            yield document
        finally:
            document.close()


def _pdf_size(leaf: Any, dpi: float) -> tuple[int, int]:
    # Rounded exactly as the renderer rounds.
    return math.ceil(leaf.get_width() * (dpi / 72)), math.ceil(leaf.get_height() * (dpi / 72))


def _decode_pdf(stream: BinaryIO, page: int, dpi: float) -> Array:
    with _pdf(stream) as document:
        _require_page(page, len(document))
        leaf = document[page]
        _require_size(*_pdf_size(leaf, dpi))
        bitmap = leaf.render(scale=dpi / 72, rev_byteorder=True)
        pixels = np.array(bitmap.to_numpy())
        bitmap.close()
        leaf.close()
    return _from_samples(pixels, 8)


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
