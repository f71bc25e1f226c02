"""Raw samples of a picture, as decoders give them, to the suite's arrays: upright, grey or RGB, on white."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
from PIL import Image, ImageCms

from . import tuning
from .arrays import U8, Array
from .errors import InputError
from .opencv import cv2

MAX_PIXELS: Final[int] = 1_000_000_000
"""Largest page that is opened: 20,000 x 20,000 fits twice."""

MAX_BYTES: Final[int] = 6_500_000_000
"""Most memory that opening a page may take: its decoded samples, twice while a child process sends them, or
they and the array that is handed out."""

# Pillow refuses more than 179 megapixels by default; the largest scans of libraries have 400.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_TO_8_BIT = ((np.arange(65536, dtype=np.uint32) + 128) // 257).astype(np.uint8)
_STRIP_PIXELS = 1 << 20
"""Pixels that are converted at once, so that floating-point copies stay small."""

# Bradford-adapted D50 (the white of TIFF's and ICC's L*a*b*) to linear sRGB, and the white itself.
_SRGB_FROM_XYZ_D50 = np.array(
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ],
    dtype=np.float32,
)
_WHITE_D50 = np.array([0.96422, 1.0, 0.82521], dtype=np.float32)


# --- limits ---------------------------------------------------------------------------------------


def require_size(width: int, height: int, sample_bytes: int = 1) -> None:
    """Refuse, before anything is decoded, what has no pixels or would take too much memory.

    `sample_bytes` are what the decoder takes for one pixel, all channels together.
    """
    if width <= 0 or height <= 0:
        raise InputError("has no pixels ({width} x {height})", width=width, height=height)
    if width * height > MAX_PIXELS:
        raise InputError(
            "is too large: {width} x {height} pixels, at most {most:,} in all are opened",
            width=width,
            height=height,
            most=MAX_PIXELS,
        )
    handed_out = {1: 1, 2: 2}.get(sample_bytes, 3 if sample_bytes < 6 else 6)  # grey or RGB, 8 or 16 bits
    needed = width * height * (sample_bytes + max(sample_bytes, handed_out))
    most = min(MAX_BYTES, _machine_bytes())
    if needed > most:
        raise InputError(
            "is too large: {width} x {height} pixels of {sample_bytes} bytes would take {needed:.1f} "
            "GB, at most {most:.1f} GB are taken",
            width=width,
            height=height,
            sample_bytes=sample_bytes,
            needed=needed / 1e9,
            most=most / 1e9,
        )


@lru_cache(maxsize=1)
def _machine_bytes() -> int:
    """Three quarters of the machine's memory, where the system tells it."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return MAX_BYTES


def strips(height: int, width: int) -> Iterator[slice]:
    """Rows of a picture in strips of some megapixels."""
    rows = max(1, _STRIP_PIXELS // max(1, width))
    for start in range(0, height, rows):
        yield slice(start, min(height, start + rows))


# --- from Pillow ----------------------------------------------------------------------------------


def from_pillow(image: Image.Image) -> Array:
    """Grey (H, W) or RGB (H, W, 3) of a picture that Pillow opened, uint8 or uint16, on white."""
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
    clear = "transparency" in image.info
    if mode in ("LA", "La") or (clear and mode == "L"):
        return _converted(image, "LA")
    if clear or mode in ("RGBA", "RGBa", "PA"):
        return _converted(image, "RGBA")
    if mode == "LAB":
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
        )
        image = ImageCms.applyTransform(image, transform) or image
    colours = _converted(image, "RGB")
    if mode == "P":
        gray = (colours[..., 0] == colours[..., 1]).all() and (colours[..., 1] == colours[..., 2]).all()
        return np.ascontiguousarray(colours[..., 0]) if gray else colours
    return colours


def _converted(image: Image.Image, mode: str) -> U8:
    """The picture in `mode`, laid on white where that has alpha, strip by strip."""
    image.load()
    width, height = image.size
    result = np.empty((height, width) if mode == "LA" else (height, width, 3), np.uint8)
    for rows in strips(height, width):
        strip = image.crop((0, rows.start, width, rows.stop))
        if strip.mode == "RGBa" and mode == "RGBA":
            strip = strip.convert("RGBA")
        samples = np.asarray(strip if strip.mode == mode else strip.convert(mode))
        if mode == "RGB":
            result[rows] = samples
        else:
            result[rows] = over_white(samples[..., 0] if mode == "LA" else samples[..., :3], samples[..., -1])
    return result


# --- from raw samples -----------------------------------------------------------------------------


def from_samples(samples: Array, bits: int, *, colours: int = 0, alpha: str = "straight") -> Array:
    """Grey (H, W) or RGB (H, W, 3) of raw samples (H, W) or (H, W, C) with `bits` each, uint8 or uint16.

    C is 1 or 3 `colours` (0: by C) and any number of other channels, of which the first is the alpha where
    `alpha` is ``"straight"`` or ``"premultiplied"``; ``"none"``: none is. More than 8 bits fill uint16.
    """
    if samples.dtype.kind != "u" or samples.dtype.itemsize > 2:
        raise InputError(
            "has {dtype} samples, which are not a scan's; save it with 8 or 16 bits", dtype=samples.dtype
        )
    samples = filled(samples, bits)
    if samples.ndim == 2 and colours < 3:
        return samples
    channels = 1 if samples.ndim == 2 else samples.shape[2]
    colours = colours or (1 if channels < 3 else 3)
    if samples.ndim > 3 or channels < colours:
        raise InputError(
            "has {channels} channels where {colours} are wanted; it may be damaged",
            channels=channels,
            colours=colours,
        )
    colour = samples[..., 0] if colours == 1 else samples[..., :3]
    if channels == colours or alpha == "none":
        return np.ascontiguousarray(colour)
    return over_white(colour, samples[..., colours], premultiplied=alpha == "premultiplied")


def filled(samples: Array, bits: int) -> Array:
    """Unsigned samples of `bits` stretched to the whole of their type, uint8 or uint16."""
    whole = 8 * samples.dtype.itemsize
    if bits >= whole:
        return samples
    top, largest = (1 << bits) - 1, (1 << whole) - 1
    levels = np.minimum(np.arange(largest + 1, dtype=np.uint64) * largest // top, largest)
    return np.asarray(levels.astype(samples.dtype)[samples])


def over_white(colour: Array, alpha: Array, *, premultiplied: bool = False) -> Array:
    """Colours (H, W[, 3]) laid on white paper by their alpha (H, W), of the same type."""
    top = np.iinfo(colour.dtype).max
    if (alpha == top).all():
        return np.ascontiguousarray(colour)
    result = np.empty_like(colour, order="C")
    for rows in strips(*colour.shape[:2]):
        share = alpha[rows].astype(np.float32) / top
        if colour.ndim == 3:
            share = share[..., None]
        own = colour[rows].astype(np.float32)
        if not premultiplied:
            own *= share
        own += top * (1 - share)
        result[rows] = np.rint(np.minimum(own, top))
    return result


def from_lab(lightness: Array, a: Array, b: Array) -> Array:
    """RGB uint16 (H, W, 3) of L* (0..100), a* and b* (H, W), any number type, under D50 as TIFF has them."""
    height, width = lightness.shape
    result = np.empty((height, width, 3), np.uint16)
    for rows in strips(height, width):
        y = (lightness[rows].astype(np.float32) + 16) / 116
        f = np.stack([y + a[rows].astype(np.float32) / 500, y, y - b[rows].astype(np.float32) / 200], axis=-1)
        xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE_D50
        linear = np.clip(xyz @ _SRGB_FROM_XYZ_D50.T, 0, 1)
        curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
        result[rows] = np.rint(curved * 65535)
    return result


def from_inks(samples: Array, bits: int) -> Array:
    """RGB uint16 (H, W, 3) of cyan, magenta, yellow and black (H, W, 4 or more) with `bits` each."""
    height, width = samples.shape[:2]
    result = np.empty((height, width, 3), np.uint16)
    top = (1 << bits) - 1
    for rows in strips(height, width):
        left = 65535 - samples[rows, :, :4].astype(np.uint32) * 65535 // top
        result[rows] = left[..., :3] * left[..., 3:] // 65535
    return result


# --- to the suite's arrays ------------------------------------------------------------------------


def upright(array: Array, orientation: int) -> Array:
    """An array (H, W[, C]), any dtype, upright by its EXIF orientation (1..8); writeable and contiguous."""
    if orientation in (5, 6, 7, 8):
        array = array.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    array = np.ascontiguousarray(array)
    # Pillow lends its pixels read-only; callers may draw on theirs.
    return array if array.flags.writeable else array.copy()


def to_8_bit(array: Array) -> U8:
    """uint16 scaled to uint8; uint8 as it is."""
    return _TO_8_BIT[array] if array.dtype == np.uint16 else array


def as_rgb(array: Array) -> U8:
    """RGB uint8 (H, W, 3) of what the readers make."""
    array = to_8_bit(array)
    # OpenCV, not np.repeat: 20 times as fast, and it does not hold up the window's thread meanwhile.
    return np.asarray(cv2.cvtColor(array, cv2.COLOR_GRAY2RGB), np.uint8) if array.ndim == 2 else array


def resolution(value: Any) -> float | None:
    """Dots per inch of what a file says; None for nonsense, and for the 1 that means "no unit"."""
    try:
        number = float(value[0]) if isinstance(value, tuple | list) else float(value)
    except (TypeError, ValueError, ZeroDivisionError, IndexError, OverflowError):
        return None
    return number if math.isfinite(number) and tuning.LEAST_DPI < number < tuning.MOST_DPI else None
