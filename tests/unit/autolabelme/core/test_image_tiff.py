"""TIFFs as scanners and editors write them: the meaning of every sample, and which directories are pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from autolabelme.core import image_io
from autolabelme.core.annotation.picture import needs_embedding
from autolabelme.core.errors import InputError

RNG = np.random.default_rng(5)
GRAY = np.clip(225 - 200 * (RNG.random((40, 60)) < 0.2), 0, 255).astype(np.uint8)
RGB = np.dstack([GRAY, GRAY // 2 + 60, 255 - GRAY]).astype(np.uint8)
EXTRA = RNG.integers(0, 255, GRAY.shape, dtype=np.uint8)


def deep(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.uint16) * 257


def write(path: Path, pixels: np.ndarray, **options: Any) -> Path:
    options = {"photometric": "rgb" if pixels.ndim == 3 and pixels.shape[2] >= 3 else "minisblack"} | options
    tifffile.imwrite(path, pixels, metadata=None, compression=options.pop("compression", "zlib"), **options)
    return path


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_an_infrared_channel_is_no_alpha(tmp_path: Path, bits: int, planar: str) -> None:
    pixels = np.dstack([RGB, EXTRA])
    pixels = deep(pixels) if bits == 16 else pixels
    stored = np.ascontiguousarray(np.moveaxis(pixels, -1, 0)) if planar == "separate" else pixels
    path = write(
        tmp_path / "a.tif", stored, extrasamples=["unspecified"], planarconfig=planar, photometric="rgb"
    )
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)
    gray = np.dstack([GRAY, EXTRA])
    path = write(tmp_path / "b.tif", deep(gray) if bits == 16 else gray, extrasamples=["unspecified"])
    np.testing.assert_array_equal(image_io.read_gray(path), GRAY)
    assert image_io.image_info(path).mode == ("I;16" if bits == 16 else "LX")
    assert needs_embedding(path, 0)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("kind", ["assocalpha", "unassalpha"])
def test_alpha_lies_on_white(tmp_path: Path, bits: int, kind: str) -> None:
    share = EXTRA[..., None] / 255
    truth = RGB * share + 255 * (1 - share)
    colour = RGB * share if kind == "assocalpha" else RGB
    top = 65535 if bits == 16 else 255
    stored = np.rint(np.dstack([colour, EXTRA]) * (top / 255)).astype(np.uint16 if bits == 16 else np.uint8)
    read = image_io.read_rgb(write(tmp_path / "a.tif", stored, extrasamples=[kind]))
    assert np.abs(read - truth).max() <= (1.1 if bits == 16 else 2.1)


def test_more_channels_than_alpha_are_left_out(tmp_path: Path) -> None:
    pixels = deep(np.dstack([RGB, EXTRA, 255 - EXTRA]))
    path = write(tmp_path / "a.tif", pixels, extrasamples=["unspecified", "unassalpha"])
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)


def lab_of(pixels: np.ndarray) -> np.ndarray:
    """CIELAB under D50 by the colour library that Pillow brings: L* 0..255, a* and b* in two's complement."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    converted = ImageCms.applyTransform(Image.fromarray(pixels), transform)
    assert converted is not None
    return np.asarray(converted)


def test_cielab_of_16_bits(tmp_path: Path) -> None:
    lab = lab_of(RGB).astype(np.int32)
    signed = np.dstack([lab[..., 0] * 257, lab[..., 1:] * 256]).astype(np.uint16)
    path = write(tmp_path / "a.tif", signed, photometric="cielab")
    assert np.abs(image_io.read_rgb(path).astype(int) - RGB).max() <= 4  # of 8 bits in between
    icc = np.dstack([lab[..., 0] * 256, (lab[..., 1:] ^ 128) * 256]).astype(np.uint16)
    path = write(tmp_path / "b.tif", icc, photometric="icclab")
    assert np.abs(image_io.read_rgb(path).astype(int) - RGB).max() <= 4


def test_neutral_lab_is_neutral(tmp_path: Path) -> None:
    levels = np.linspace(0, 65535, 60).astype(np.uint16)
    stored = np.zeros((4, 60, 3), np.uint16)
    stored[..., 0] = levels
    read = image_io.read_rgb(write(tmp_path / "a.tif", stored, photometric="cielab")).astype(int)
    assert np.ptp(read, axis=2).max() <= 1
    assert (read[0, 0] == 0).all()
    assert (read[0, -1] == 255).all()


@pytest.mark.parametrize("compression", ["jpeg2000", "zstd"])
def test_compressions_that_pillow_does_not_read(tmp_path: Path, compression: str) -> None:
    for name, pixels in (("a.tif", GRAY), ("b.tif", RGB), ("c.tif", deep(GRAY)), ("d.tif", deep(RGB))):
        path = write(tmp_path / name, pixels, compression=compression)
        shown = pixels if pixels.dtype == np.uint8 else (pixels // 257).astype(np.uint8)
        shown = shown if shown.ndim == 3 else np.dstack([shown] * 3)
        np.testing.assert_array_equal(image_io.read_rgb(path), shown)
        assert needs_embedding(path, 0), "LabelMe reads with Pillow"


@pytest.mark.parametrize("compression", ["zlib", "zstd"])
def test_white_is_zero_and_palette(tmp_path: Path, compression: str) -> None:
    path = write(tmp_path / "a.tif", 255 - GRAY, photometric="miniswhite", compression=compression)
    np.testing.assert_array_equal(image_io.read_gray(path), GRAY)
    table = np.stack([np.arange(256), 255 - np.arange(256), np.full(256, 7)]).astype(np.uint16) * 257
    path = write(tmp_path / "b.tif", GRAY, photometric="palette", colormap=table, compression=compression)
    truth = np.dstack([GRAY, 255 - GRAY, np.full_like(GRAY, 7)])
    np.testing.assert_array_equal(image_io.read_rgb(path), truth)


def test_bitonal_in_any_compression(tmp_path: Path) -> None:
    ink = GRAY < 100
    for compression in (None, "packbits", "zlib"):
        path = write(tmp_path / "a.tif", ink, photometric="miniswhite", compression=compression)
        np.testing.assert_array_equal(image_io.read_gray(path), np.where(ink, 0, 255))


@pytest.mark.parametrize(
    "options", [{"bigtiff": True}, {"tile": (16, 16)}, {"byteorder": ">"}, {"rowsperstrip": 3}]
)
def test_layouts_of_the_file(tmp_path: Path, options: dict[str, Any]) -> None:
    big, order = options.pop("bigtiff", False), options.pop("byteorder", None)
    for pixels in (RGB, deep(RGB)):
        with tifffile.TiffWriter(tmp_path / "a.tif", bigtiff=big, byteorder=order) as tiff:
            tiff.write(pixels, photometric="rgb", metadata=None, **options)
        np.testing.assert_array_equal(image_io.read_rgb(tmp_path / "a.tif"), RGB)


@pytest.mark.parametrize("thumbnail", ["first", "last"])
def test_a_thumbnail_is_no_page(tmp_path: Path, thumbnail: str) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as tiff:
        if thumbnail == "first":
            tiff.write(RGB[::8, ::8], photometric="rgb", subfiletype=1, metadata=None)
        tiff.write(RGB, photometric="rgb", metadata=None)
        if thumbnail == "last":
            tiff.write(RGB[::8, ::8], photometric="rgb", subfiletype=1, metadata=None)
    info = image_io.image_info(path)
    assert (info.pages, info.width, info.height) == (1, 60, 40)
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)
    with pytest.raises(InputError, match="has no page 2, it has 1"):
        image_io.read_rgb(path, 1)
    # A program that takes the first directory shows the thumbnail.
    assert needs_embedding(path, 0) == (thumbnail == "first")


def test_the_old_mark_of_a_thumbnail_counts_too(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as tiff:
        tiff.write(RGB[::8, ::8], photometric="rgb", metadata=None, extratags=[(255, 3, 1, 2, True)])
        tiff.write(RGB, photometric="rgb", metadata=None, extratags=[(255, 3, 1, 1, True)])
    assert image_io.page_count(path) == 1
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)


def test_an_infrared_page_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as tiff:
        tiff.write(deep(RGB), photometric="rgb", metadata=None)
        tiff.write(deep(EXTRA), photometric="minisblack", subfiletype=2, metadata=None)
        tiff.write(deep(255 - RGB), photometric="rgb", subfiletype=2, metadata=None)
    with tifffile.TiffFile(path, mode="r+b") as tiff:
        tiff.pages[1].tags["NewSubfileType"].overwrite(4)  # as SilverFast marks it
    assert image_io.page_count(path) == 2
    np.testing.assert_array_equal(image_io.read_rgb(path, 1), 255 - RGB)


def test_a_file_of_copies_only_shows_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as tiff:
        tiff.write(GRAY, subfiletype=1, metadata=None)
        tiff.write(GRAY[::2, ::2], subfiletype=1, metadata=None)
    assert image_io.page_count(path) == 1
    np.testing.assert_array_equal(image_io.read_gray(path), GRAY)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_tiff_is_embedded_upright(tmp_path: Path, orientation: int, bits: int) -> None:
    """LabelMe does not turn a TIFF, and then says that its size is wrong."""
    stored = deep(GRAY) if bits == 16 else GRAY
    path = write(tmp_path / "a.tif", stored, compression=None, extratags=[(274, 3, 1, orientation, True)])
    info = image_io.image_info(path)
    assert (info.width, info.height) == ((40, 60) if orientation >= 5 else (60, 40))
    assert needs_embedding(path, 0) == (orientation > 1 or bits == 16)
    assert image_io.read_gray(path).shape == (info.height, info.width)


@pytest.mark.parametrize(
    ("pixels", "problem"),
    [
        (GRAY.astype(np.float16), "float16"),
        (GRAY.astype(np.int16), "int16"),
        (GRAY.astype(np.uint32), "uint32"),
        (GRAY.astype(np.complex64), "complex64"),
    ],
)
def test_samples_that_are_no_scans_are_refused(tmp_path: Path, pixels: np.ndarray, problem: str) -> None:
    path = write(tmp_path / "a.tif", pixels)
    with pytest.raises(InputError, match=problem):
        image_io.read_rgb(path)


def test_a_tile_larger_than_any_page_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", deep(RGB), tile=(16, 16))
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        tags = tiff.pages[0].tags
        places = [tags[name].valueoffset for name in ("TileWidth", "TileLength")]
        kinds = [tags[name].dtype for name in ("TileWidth", "TileLength")]
    for place, kind in zip(places, kinds, strict=True):
        data[place : place + 2] = (65520).to_bytes(2, "little")
        assert kind in (3, 4)
    path.write_bytes(data)
    with pytest.raises(InputError, match="too large"):
        image_io.read_rgb(path)
