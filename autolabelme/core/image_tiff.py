"""TIFF pages: which directories are pages, and what their samples mean.

Pillow decodes what every program reads alike (8 bits, the usual compressions), tifffile the rest: in a child
process, since damage makes its decompression crash, except where the samples only have to be copied.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from PIL import Image

from .arrays import Array
from .decoding import allowed_seconds, decode_apart
from .errors import InputError
from .image_samples import (
    filled,
    from_inks,
    from_lab,
    from_pillow,
    from_samples,
    require_size,
    resolution,
    strips,
    to_8_bit,
    upright,
)

_WHITE_IS_0, _GRAY, _RGB, _PALETTE, _INKS, _YCBCR, _CIELAB, _ICCLAB = 0, 1, 2, 3, 5, 6, 8, 9
_COLOURS: Final[dict[int, int]] = {
    **dict.fromkeys((_WHITE_IS_0, _GRAY, _PALETTE), 1),
    **dict.fromkeys((_RGB, _YCBCR, _CIELAB, _ICCLAB), 3),
    _INKS: 4,
}
_NAMES: Final[dict[int, str]] = {_PALETTE: "P", _INKS: "CMYK", _RGB: "RGB", _YCBCR: "RGB", _CIELAB: "LAB"}

# None, CCITT, LZW, JPEG, deflate (two numbers), PackBits: what Pillow's own decoders and libtiff read.
_PILLOW_READS: Final[tuple[int, ...]] = (1, 2, 3, 4, 5, 7, 8, 32773, 32946)

# NewSubfileType: a smaller copy, or a mask (infrared pages are marked so); SubfileType: a smaller copy.
_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
_MOST_DIRECTORIES = 20_000


@dataclass(frozen=True)
class TiffPage:
    """One page: tifffile's own, where it stands among the directories, and how many pages there are."""

    item: Any
    index: int
    pages: int

    @property
    def orientation(self) -> int:
        """1..8; 1 where the tag is missing or odd."""
        value = _tag(self.item, "Orientation", 1)
        return value if isinstance(value, int) and 1 <= value <= 8 else 1

    @property
    def bits(self) -> int:
        """Bits of a sample."""
        return int(self.item.bitspersample)

    @property
    def photometric(self) -> int:
        """What the samples mean, as the standard numbers it."""
        return int(self.item.photometric)

    @property
    def alpha(self) -> str:
        """What the first sample after the colours is: "straight", "premultiplied" alpha, or "none"."""
        extra = tuple(int(kind) for kind in self.item.extrasamples)
        if int(self.item.samplesperpixel) <= _COLOURS.get(self.photometric, 1):
            return "none"
        # A missing tag has meant alpha to every reader; 0, unspecified, is an infrared channel or the like.
        return {1: "premultiplied", 2: "straight"}.get(extra[0], "none") if extra else "straight"

    @property
    def as_pillow_reads(self) -> bool:
        """Whether Pillow reads the same picture, though not turned upright, from this directory."""
        return self.bits <= 8 and int(self.item.compression) in _PILLOW_READS

    @property
    def only_copied(self) -> bool:
        """Whether the samples stand in the file as they are, so that nothing but numpy touches them."""
        item = self.item
        return self.bits in (8, 16) and (item.compression, item.predictor, item.fillorder) == (1, 1, 1)

    @property
    def mode(self) -> str:
        """Pillow's name of the samples; a channel that is no alpha makes ``"RGBX"`` and ``"LX"``."""
        mode = _NAMES.get(self.photometric) or ("RGB" if int(self.item.samplesperpixel) >= 3 else "L")
        if mode == "L":
            mode = "1" if self.bits == 1 else "L" if self.bits <= 8 else "I;16"
        elif self.bits > 8:
            mode += ";16"
        if mode in ("L", "RGB") and int(self.item.samplesperpixel) > _COLOURS.get(self.photometric, 1):
            mode += {"straight": "A", "premultiplied": "a", "none": "X"}[self.alpha]
        return mode

    @property
    def dpi(self) -> float | None:
        """Dots per inch, where the page says it."""
        value, unit = _tag(self.item, "XResolution", None), _tag(self.item, "ResolutionUnit", 2)
        if value is None or unit not in (2, 3):
            return None
        try:
            number = value[0] / value[1] if isinstance(value, tuple) else float(value)
        except (ArithmeticError, TypeError, ValueError, IndexError):
            return None
        return resolution(number * (2.54 if unit == 3 else 1.0))


@contextmanager
def open_page(stream: BinaryIO, page: int) -> Iterator[TiffPage]:
    """The page of that number, from 0. Smaller copies, thumbnails and infrared pages are no pages."""
    import tifffile

    # Without a handler of the application's, Python would print the library's remarks on stderr.
    logging.getLogger("tifffile").addHandler(logging.NullHandler())
    with tifffile.TiffFile(stream) as tiff:
        pages = []
        for index, each in enumerate(tiff.pages):
            if index >= _MOST_DIRECTORIES:
                raise InputError("has more than {most:,} pages", most=_MOST_DIRECTORIES)
            if not _beside(each):
                pages.append(index)
        if not pages and len(tiff.pages):
            pages = [0]  # a file of copies only: the first must do
        if not pages:
            raise InputError("is damaged: it has no page that can be read")
        if not 0 <= page < len(pages):
            raise InputError("has no page {page}, it has {count}", page=page + 1, count=len(pages))
        found = TiffPage(tiff.pages[pages[page]], pages[page], len(pages))
        item = found.item
        size = max(1, (found.bits + 7) // 8) * int(item.samplesperpixel)
        if found.photometric == _PALETTE:
            size = 4  # the index, and the colours that it becomes
        require_size(item.imagewidth, item.imagelength, 4 if 1 < size < 4 else size)
        if item.is_tiled:
            require_size(item.tilewidth, item.tilelength, size)
        yield found


def _beside(item: Any) -> bool:
    """Whether a directory only goes with another: a smaller copy or a mask."""
    kind, old = _tag(item, "NewSubfileType", 0), _tag(item, "SubfileType", 0)
    return bool(isinstance(kind, int) and kind & (_REDUCED | _MASK)) or old == _OLD_REDUCED


def _tag(item: Any, name: str, default: Any) -> Any:
    tags = getattr(item, "tags", None)
    found = None if tags is None else tags.get(name)
    return default if found is None else found.value


def decode(stream: BinaryIO, page: int, source: Path | bytes) -> Array:
    """The page upright, grey (H, W) or RGB (H, W, 3), uint8 or uint16; `stream` reads `source`."""
    with open_page(stream, page) as found:
        turn, shape = found.orientation, (int(found.item.imagelength), int(found.item.imagewidth))
        by_pillow, index, ignored = found.as_pillow_reads, found.index, found.alpha == "none"
        if not by_pillow:
            array = upright(_samples(found, source), turn)
    if by_pillow:
        stream.seek(0)
        array = _by_pillow(stream, index, turn, ignored)
    if array.shape[:2] != (shape if turn < 5 else shape[::-1]):
        raise InputError(
            "has a page of {size} where its header says {shape}; it may be damaged",
            size=array.shape[:2],
            shape=shape,
        )
    return array


def _by_pillow(stream: BinaryIO, index: int, turn: int, without_alpha: bool) -> Array:
    with Image.open(stream, formats=("TIFF",)) as image:
        image.seek(index)
        image.load()
        # Pillow turns a TIFF upright while it loads and then forgets the tag.
        turned = image.getexif().get(0x0112, 1) == 1
        plain = {"RGBA": "RGB", "RGBa": "RGB", "LA": "L", "La": "L"}.get(image.mode)
        array = from_pillow(image.convert(plain) if plain and without_alpha else image)
    return upright(array, 1 if turned else turn)


def _samples(page: TiffPage, source: Path | bytes) -> Array:
    item = page.item
    if page.only_copied:
        samples = np.asarray(item.asarray())
    else:
        seconds = allowed_seconds(int(item.imagewidth) * int(item.imagelength))
        _, sent = decode_apart(source, "tiff", seconds, index=page.index)
        if sent is None:
            raise InputError("is damaged: it holds no samples")
        samples = sent
    if samples.ndim == 3 and int(item.planarconfig) == 2:
        samples = np.moveaxis(samples, 0, -1)
    kind, bits = page.photometric, page.bits
    colours = _COLOURS.get(kind)
    if samples.ndim not in (2, 3) or colours is None:
        raise InputError(
            "has samples of a kind that is not read (photometric {kind}, {axes} axes)",
            kind=kind,
            axes=samples.ndim,
        )
    if kind in (_CIELAB, _ICCLAB, _INKS, _YCBCR) and (samples.ndim != 3 or samples.shape[2] < colours):
        raise InputError(
            "has {channels} channels, {colours} are wanted",
            channels=1 if samples.ndim == 2 else samples.shape[2],
            colours=colours,
        )
    if kind in (_CIELAB, _ICCLAB) and samples.dtype.kind in "ui" and samples.dtype.itemsize <= 2:
        return _lab(samples, kind, bits)
    if samples.dtype.kind == "b":
        samples = samples.astype(np.uint8)
    if samples.dtype.kind != "u" or samples.dtype.itemsize > 2:
        raise InputError(
            "has {dtype} samples, which are not a scan's; save it with 8 or 16 bits", dtype=samples.dtype
        )
    if kind == _INKS:
        inks = from_inks(samples, bits)
        return inks if bits > 8 else to_8_bit(inks)
    if kind == _PALETTE:
        table = np.asarray(item.colormap)
        plane = samples if samples.ndim == 2 else samples[..., 0]
        colours_of: Array = np.asarray(table.T, dtype=np.uint16)
        if bits <= 8:
            colours_of = to_8_bit(colours_of)
        return np.asarray(colours_of[np.minimum(plane, len(colours_of) - 1)])
    if kind == _YCBCR and int(item.compression) != 7:
        raise InputError("has luminance and colour difference in a compression with which they are not read")
    if kind == _WHITE_IS_0:
        samples = filled(samples, bits)
        samples = np.iinfo(samples.dtype).max - samples
        bits = 8 * samples.dtype.itemsize
    return from_samples(samples, bits, colours=colours, alpha=page.alpha)


def _lab(samples: Array, kind: int, bits: int) -> Array:
    """CIELAB has signed a* and b*; ICCLAB moves them by half the range, and its L* ends below the top."""
    deep = samples.dtype.itemsize == 2
    if bits not in (8, 16):
        raise InputError(
            "has CIELAB samples of {bits} bits, which are not read; save it with 8 or 16 bits", bits=bits
        )
    per_unit = 256.0 if deep else 1.0
    whole = (65280.0 if kind == _ICCLAB else 65535.0) if deep else 255.0
    unsigned = samples.view(np.uint16 if deep else np.uint8)
    result = np.empty((*samples.shape[:2], 3), np.uint16 if deep else np.uint8)
    for rows in strips(*samples.shape[:2]):
        ab = np.ascontiguousarray(unsigned[rows, :, 1:3])
        if kind == _ICCLAB:
            ab = ab - np.array(32768 if deep else 128, ab.dtype)  # wraps round to two's complement
        signed = ab.view(np.int16 if deep else np.int8).astype(np.float32) / per_unit
        lightness = unsigned[rows, :, 0].astype(np.float32) * (100 / whole)
        rgb = from_lab(lightness, signed[..., 0], signed[..., 1])
        result[rows] = rgb if deep else to_8_bit(rgb)
    return result
