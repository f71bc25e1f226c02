"""A picture as a caller hands it over, path or array, to the suite's arrays: for whoever programs.

What an array means is never guessed: where its numbers can be read in two ways it is refused with the reason
and what to write instead.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from . import tuning
from .arrays import Array
from .errors import InputError
from .image_io import read_native
from .image_samples import MAX_PIXELS, from_samples, over_white


def given_picture(value: Any, name: str = "page", *, number: int = 0, pdf_dpi: float = 300) -> Array:
    """Grey (H, W) or RGB (H, W, 3), uint8 or uint16, of what a caller hands over; never the caller's memory.

    Parameters
    ----------
    value : a path (`number`: which page of a PDF or TIFF, from 0), or an array

        - (H, W), (H, W, 1) grey, (H, W, 2) grey and alpha, (H, W, 3) RGB, (H, W, 4) RGBA; what is transparent
          shows white paper
        - uint8 and uint16 as they are
        - bool: True is paper (255), False is ink
        - float16 to float64: all within 0..1, or 0..255 with paper of 16 or more; becomes uint8
        - read-only, strided and big-endian arrays are as good as others
    name : what an error calls it

    Raises
    ------
    InputError
        Anything else, with the reason: lists, objects, complex numbers, wider integers, NaN, numbers that fit
        neither scale, an empty or wrongly shaped array, channels in front; and as `image_io` for a path.
    """
    if isinstance(value, str | os.PathLike):
        return read_native(Path(value), number, pdf_dpi=pdf_dpi)
    array = _array(value, name)
    array = _samples(_shaped(array, name), name)
    return np.array(array, order="C")


def _array(value: Any, name: str) -> Array:
    if isinstance(value, list | tuple):
        raise _error(
            name, "expected an array or a path, got a list; numpy.array(..., dtype=numpy.uint8) makes one"
        )
    if not (hasattr(value, "__array__") or hasattr(value, "__array_interface__")):
        raise _error(name, "expected an array or a path, got {kind}", kind=type(value).__name__)
    if getattr(value, "mode", None) in ("P", "PA", "CMYK", "LAB", "HSV", "YCbCr"):  # Pillow's
        raise _error(name, "is a picture in mode {mode}; hand over .convert('RGB') of it", mode=value.mode)
    if isinstance(value, np.ma.MaskedArray):
        raise _error(name, "is a masked array; say what stands in its holes with .filled(255)")
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:  # a tensor on a GPU, say
        raise _error(name, "is no array: {error}", error=error) from error


def _shaped(array: Array, name: str) -> Array:
    if array.ndim not in (2, 3):
        raise _error(
            name, "expected (H, W), (H, W, 3) or (H, W, 4), got the shape {shape}", shape=array.shape
        )
    if 0 in array.shape:
        raise _error(name, "is empty: {shape}", shape=array.shape)
    if array.ndim == 3 and array.shape[2] > 4:
        raise _error(
            name,
            "has {channels} channels, expected 1 to 4; are the channels in front? numpy.moveaxis(array, 0, "
            "-1) puts them last"
            if array.shape[0] <= 4
            else "has {channels} channels, expected 1 to 4",
            channels=array.shape[2],
        )
    if array.shape[0] * array.shape[1] > MAX_PIXELS:
        raise _error(
            name,
            "has more than {most:,} pixels: {width} x {height}",
            most=MAX_PIXELS,
            width=array.shape[1],
            height=array.shape[0],
        )
    return array


def _samples(array: Array, name: str) -> Array:
    kind, bits = array.dtype.kind, 8 * array.dtype.itemsize
    if kind == "b":
        samples = array.astype(np.uint8) * np.uint8(255)
    elif kind == "f" and bits <= 64:
        samples = _from_float(array, name)
    elif kind == "u" and bits <= 16:
        samples = array.astype(array.dtype.newbyteorder("="), copy=False)
        _require_scale(_colours(samples), name)
    elif kind in "iu":
        raise _error(
            name,
            "has {dtype} samples, whose white is not known: .astype(numpy.uint8) or (numpy.uint16)",
            dtype=array.dtype,
        )
    else:
        raise _error(name, "has {dtype} samples, expected uint8, uint16, bool or float", dtype=array.dtype)
    # The same way as a file's samples; two channels and four are with an alpha.
    if samples.ndim == 3 and samples.shape[2] in (2, 4):
        colour = samples[..., 0] if samples.shape[2] == 2 else np.ascontiguousarray(samples[..., :3])
        return over_white(np.ascontiguousarray(colour), samples[..., -1])
    return from_samples(samples, 8 * samples.dtype.itemsize)


def _colours(samples: Array) -> Array:
    """Without the alpha, which says nothing of the scale."""
    return samples[..., :-1] if samples.ndim == 3 and samples.shape[2] in (2, 4) else samples


def _require_scale(colours: Array, name: str) -> None:
    most = int(colours.max())
    if colours.dtype == np.uint8 and most == 1:
        raise _error(name, "is uint8 with 0 and 1 only: .astype(bool) where 1 is paper, or times 255")
    if colours.dtype == np.uint16 and 0 < most <= 255:
        raise _error(
            name,
            "is uint16 with nothing over {most} of 65535: .astype(numpy.uint8) if it has 8 bits",
            most=most,
        )


def _from_float(array: Array, name: str) -> Array:
    if not np.isfinite(array).all():
        raise _error(name, "has values that are not finite (NaN or infinity)")
    low, high = float(array.min()), float(_colours(array).max())
    most = max(high, float(array.max()))
    if low < 0 or most > 255:
        raise _error(
            name,
            "is float from {low:g} to {most:g}, expected 0 to 1 or 0 to 255; .clip(...) it first",
            low=low,
            most=most,
        )
    if most <= 1:
        return np.rint(array.astype(np.float64) * 255).astype(np.uint8)
    if high < tuning.DARKEST_PAPER:
        raise _error(
            name,
            "is float up to {high:g}: neither 0 to 1 (.clip(0, 1) makes it so) nor a page of 0 to 255, whose "
            "paper is over {darkest}",
            high=high,
            darkest=tuning.DARKEST_PAPER,
        )
    if _colours(array).shape != array.shape and float(array[..., -1].max()) <= 1:
        raise _error(
            name,
            "is float with colours up to {high:g} and an alpha up to 1: use one scale for both",
            high=high,
        )
    return np.rint(array).astype(np.uint8)


def _error(name: str, problem: str, /, **values: Any) -> InputError:
    return InputError(problem, field=name, **values)
