"""Every kind of file in DESIGN section 9: what it becomes, or the message that names it."""

import io
import struct
import sys
import zlib

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from autolabelme.core import image_io, image_samples
from autolabelme.core.errors import InputError, MisuseError

GRAY = np.arange(30 * 20, dtype=np.uint8).reshape(20, 30) % 251
RGB = np.stack([GRAY, GRAY[::-1], GRAY[:, ::-1]], axis=2)
GRAY_16 = (np.arange(20 * 30, dtype=np.uint16) * 109).reshape(20, 30)
RGB_16 = np.stack([GRAY_16, GRAY_16[::-1], GRAY_16[:, ::-1]], axis=2)


def to_8(array):
    return np.rint(array / 257).astype(np.uint8)


def save(path, image, **options):
    Image.fromarray(image).save(path, **options)
    return path


# --- bad files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        (".png", {}),
        (".jpg", {}),
        (".tif", {"compression": "tiff_lzw"}),
        (".jp2", {}),
        (".bmp", {}),
        (".webp", {}),
        (".gif", {}),
    ],
)
@pytest.mark.parametrize("part", [0.02, 0.5])
def test_truncated(tmp_path, suffix, options, part):
    rng = np.random.default_rng(0)
    path = save(tmp_path / f"page{suffix}", rng.integers(0, 255, (200, 150, 3), dtype=np.uint8), **options)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(InputError) as caught:
        image_io.read_rgb(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_truncated_16_bit_png_and_tiff(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 65535, (100, 100, 3), dtype=np.uint16)
    for name in ("a.png", "a.tif"):
        path = image_io.write_image(tmp_path / name, pixels)
        path.write_bytes(path.read_bytes()[:2000])
        with pytest.raises(InputError, match=name):
            image_io.read_native(path)


def test_wrong_type(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_text("<html>not found</html>")
    with pytest.raises(InputError, match=r"page\.jpg: is not an image"):
        image_io.read_rgb(path)
    with pytest.raises(InputError, match=r"page\.jpg"):
        image_io.image_info(path)


def test_wrong_suffix_is_told_by_content(tmp_path):
    path = tmp_path / "page.jpg"
    save(tmp_path / "page.png", RGB).rename(path)
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)


def test_zero_bytes(tmp_path):
    path = tmp_path / "page.png"
    path.touch()
    for read in (image_io.read_rgb, image_io.read_gray, image_io.read_native, image_io.image_info):
        with pytest.raises(InputError, match=r"page\.png: is empty"):
            read(path)


def test_missing_folder_and_null_character(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        image_io.read_rgb(tmp_path / "none.png")
    with pytest.raises(InputError, match="is a folder"):
        image_io.read_rgb(tmp_path)
    with pytest.raises(InputError, match="cannot be opened"):
        image_io.read_rgb("a\0b.png")


@pytest.mark.parametrize(
    ("side", "bits", "colour", "problem"),
    [
        (200_000, 8, 0, ""),  # Pillow's own limit comes first
        (31_000, 8, 6, "31000 x 31000 pixels of 4 bytes would take 7.7 GB"),
        (23_000, 16, 6, "23000 x 23000 pixels of 8 bytes would take 8.5 GB"),
    ],
)
def test_header_that_claims_a_monster_is_refused_before_decoding(tmp_path, side, bits, colour, problem):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", side, side, bits, colour, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )
    for read in (image_io.read_rgb, image_io.image_info):
        with pytest.raises(InputError, match=rf"bomb\.png.*{problem}"):
            read(path)


@pytest.mark.parametrize(
    ("width", "height", "sample_bytes"), [(20_000, 20_000, 4), (20_000, 20_000, 6), (20_000, 20_000, 8)]
)
def test_the_largest_scans_of_libraries_are_within_the_limit(width, height, sample_bytes, monkeypatch):
    monkeypatch.setattr(image_samples, "_machine_bytes", lambda: image_io.MAX_BYTES)
    image_samples.require_size(width, height, sample_bytes)
    monkeypatch.setattr(image_samples, "_machine_bytes", lambda: 2_000_000_000)
    with pytest.raises(InputError, match=r"at most 2\.0 GB"):
        image_samples.require_size(width, height, sample_bytes)


def test_float_tiff_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "float.tif"
    tifffile.imwrite(path, np.zeros((4, 4), np.float32))
    with pytest.raises(InputError, match=r"float\.tif: has float32 samples"):
        image_io.read_rgb(path)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes do not close a file on Windows")
def test_unreadable(tmp_path):
    path = save(tmp_path / "page.png", GRAY)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        with pytest.raises(InputError, match=r"page\.png: cannot be opened"):
            image_io.read_rgb(path)
    else:
        pytest.skip("this user may read everything")


# --- depth and colour ---------------------------------------------------------------------------


def test_gray_stays_gray_and_becomes_rgb(tmp_path):
    path = save(tmp_path / "a.png", GRAY)
    np.testing.assert_array_equal(image_io.read_native(path), GRAY)
    np.testing.assert_array_equal(image_io.read_gray(path), GRAY)
    np.testing.assert_array_equal(image_io.read_rgb(path), np.stack([GRAY] * 3, axis=2))


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".gif", ".pdf"])
def test_arrays_may_be_written_to(tmp_path, suffix):
    path = save(tmp_path / f"a{suffix}", GRAY)
    for read in (image_io.read_rgb, image_io.read_gray, image_io.read_native):
        array = read(path)
        assert array.flags.writeable
        assert array.flags.c_contiguous


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jp2"])
@pytest.mark.parametrize("pixels", [GRAY_16, RGB_16], ids=["gray", "rgb"])
def test_16_bit(tmp_path, suffix, pixels):
    path = tmp_path / f"a{suffix}"
    if suffix == ".jp2":
        path.write_bytes(imagecodecs.jpeg2k_encode(pixels, reversible=True, level=0, codecformat="jp2"))
    else:
        image_io.write_image(path, pixels)
    native = image_io.read_native(path)
    assert native.dtype == np.uint16
    np.testing.assert_array_equal(native, pixels)
    rgb = image_io.read_rgb(path)
    np.testing.assert_array_equal(rgb if pixels.ndim == 3 else rgb[..., 0], to_8(pixels))
    assert image_io.read_gray(path).dtype == np.uint8
    info = image_io.image_info(path)
    assert (info.width, info.height, info.bit_depth) == (30, 20, 16)
    assert "16" in info.mode


def test_16_bit_white_is_white(tmp_path):
    path = image_io.write_image(tmp_path / "a.png", np.full((2, 2), 65535, np.uint16))
    assert (image_io.read_gray(path) == 255).all()


def test_12_bit_jpeg_2000_fills_the_range(tmp_path):
    path = tmp_path / "a.jp2"
    pixels = np.array([[0, 4095]] * 8, np.uint16).repeat(4, axis=1)
    data = imagecodecs.jpeg2k_encode(pixels, bitspersample=12, reversible=True, level=0, codecformat="jp2")
    path.write_bytes(data)
    native = image_io.read_native(path)
    assert native.min() == 0
    assert native.max() == 65535


def test_minimum_is_white_16_bit_tiff(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, 65535 - GRAY_16, photometric="miniswhite")
    np.testing.assert_array_equal(image_io.read_native(path), GRAY_16)


def test_cmyk_jpeg(tmp_path):
    path = tmp_path / "a.jpg"
    Image.new("RGB", (32, 32), (200, 40, 30)).convert("CMYK").save(path, quality=100)
    assert np.abs(image_io.read_rgb(path).astype(int) - (200, 40, 30)).max() <= 4
    assert image_io.image_info(path).mode == "CMYK"


def test_cmyk_16_bit_tiff(tmp_path):
    path = tmp_path / "a.tif"
    ink = np.zeros((4, 4, 4), np.uint16)
    ink[..., 1] = 65535  # magenta takes green away
    tifffile.imwrite(path, ink, photometric="separated")
    np.testing.assert_array_equal(image_io.read_rgb(path)[0, 0], (255, 0, 255))


def test_palette(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(RGB).quantize(16).save(path)
    assert image_io.image_info(path).mode == "P"
    with Image.open(path) as image:
        np.testing.assert_array_equal(image_io.read_rgb(path), np.asarray(image.convert("RGB")))


def test_gray_palette_is_gray(tmp_path):
    path = tmp_path / "a.gif"
    Image.fromarray(GRAY).save(path)
    assert image_io.read_native(path).shape == (20, 30)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_alpha_lies_on_white(tmp_path, mode):
    path = tmp_path / "a.png"
    image = Image.new("RGBA", (4, 2), (10, 10, 10, 0))
    image.paste((10, 10, 10, 255), (0, 0, 2, 2))
    if mode == "P":
        palette = Image.new("P", (4, 2), 1)
        palette.putpalette([10, 10, 10, 10, 10, 10])
        palette.paste(0, (0, 0, 2, 2))
        palette.save(path, transparency=1)
    else:
        image.convert(mode).save(path)
    rgb = image_io.read_rgb(path)
    assert (rgb[:, :2] == 10).all()
    assert (rgb[:, 2:] == 255).all()


def test_alpha_16_bit(tmp_path):
    path = tmp_path / "a.png"
    pixels = np.zeros((2, 2, 4), np.uint16)
    pixels[0, :, 3] = 65535
    path.write_bytes(imagecodecs.png_encode(pixels))
    native = image_io.read_native(path)
    assert native.dtype == np.uint16
    assert native[0].max() == 0
    assert native[1].min() == 65535


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_lzw", None])
def test_bitonal_tiff(tmp_path, compression):
    path = tmp_path / "a.tif"
    bits = np.zeros((40, 56), bool)
    bits[10:20, 5:30] = True
    Image.fromarray(bits).save(path, compression=compression, dpi=(300, 300))
    np.testing.assert_array_equal(image_io.read_native(path), bits * np.uint8(255))
    info = image_io.image_info(path)
    assert (info.width, info.height, info.bit_depth, info.mode) == (56, 40, 1, "1")
    assert info.dpi == pytest.approx(300)


def test_jpeg_2000(tmp_path):
    path = tmp_path / "a.jp2"
    Image.fromarray(RGB).save(path)
    np.testing.assert_array_equal(image_io.read_rgb(path), RGB)
    codestream = tmp_path / "a.j2k"
    codestream.write_bytes(imagecodecs.jpeg2k_encode(GRAY_16, reversible=True, level=0, codecformat="j2k"))
    np.testing.assert_array_equal(image_io.read_native(codestream), GRAY_16)


# --- orientation, pages, resolution ---------------------------------------------------------------

CORNERS = {1: (0, 0), 2: (0, 1), 3: (1, 1), 4: (1, 0), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "deep.tif"])
def test_orientation(tmp_path, orientation, name):
    """The stored top-left corner is dark; where it must lie on the upright page is the EXIF definition."""
    pixels = np.full((32, 64), 255, np.uint8)
    pixels[:16, :32] = 0
    path = tmp_path / name
    if name == "deep.tif":
        tifffile.imwrite(path, pixels.astype(np.uint16) * 257, extratags=[(274, "H", 1, orientation, True)])
    elif name == "a.tif":
        tifffile.imwrite(path, pixels, extratags=[(274, "H", 1, orientation, True)])
    else:
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.fromarray(pixels).save(path, exif=exif)
    gray = image_io.read_gray(path)
    height, width = gray.shape
    assert (width, height) == ((64, 32) if orientation < 5 else (32, 64))
    info = image_io.image_info(path)
    assert (info.width, info.height) == (width, height)
    quarters = gray.reshape(2, height // 2, 2, width // 2).mean(axis=(1, 3))
    assert np.unravel_index(quarters.argmin(), (2, 2)) == CORNERS[orientation]


def test_broken_exif_does_not_spoil_the_page(tmp_path):
    path = save(tmp_path / "a.jpg", RGB, exif=b"Exif\0\0garbage-that-is-no-tiff")
    assert image_io.read_rgb(path).shape == (20, 30, 3)


def test_multi_page_tiff(tmp_path):
    path = tmp_path / "a.tif"
    frames = [Image.fromarray(np.full((8, 10 + index), index * 40, np.uint8)) for index in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert image_io.page_count(path) == 3
    for index in range(3):
        page = image_io.read_gray(path, index)
        assert page.shape == (8, 10 + index)
        assert (page == index * 40).all()
        assert image_io.image_info(path, index).width == 10 + index
    for wrong in (3, -1):
        with pytest.raises(InputError, match=r"a\.tif: has no page"):
            image_io.read_gray(path, wrong)


def test_pyramid_levels_are_no_pages(tmp_path):
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(GRAY)
        writer.write(GRAY[::2, ::2], subfiletype=1)
        writer.write(255 - GRAY)
    assert image_io.page_count(path) == 2
    np.testing.assert_array_equal(image_io.read_gray(path, 1), 255 - GRAY)


def test_other_formats_have_one_page(tmp_path):
    path = save(tmp_path / "a.png", GRAY)
    assert image_io.page_count(path) == 1
    with pytest.raises(InputError, match="has no page 2"):
        image_io.read_gray(path, 1)


def test_pdf(tmp_path):
    path = tmp_path / "a.pdf"
    pages = [Image.new("RGB", (300, 600), colour) for colour in ((255, 0, 0), (0, 0, 255))]
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=300)
    assert image_io.page_count(path) == 2
    info = image_io.image_info(path, 1)
    assert (info.width, info.height, info.dpi) == (300, 600, 300)
    page = image_io.read_rgb(path, 1)
    assert page.shape == (600, 300, 3)
    assert np.abs(page[300, 150].astype(int) - (0, 0, 255)).max() <= 4  # stored as JPEG
    assert image_io.read_rgb(path, 0, pdf_dpi=150).shape == (300, 150, 3)
    with pytest.raises(InputError, match="has no page 3"):
        image_io.read_rgb(path, 2)


@pytest.mark.parametrize("size", [(120, 80), (121, 79), (500, 333)])
def test_pdf_size_is_told_as_it_is_rendered(tmp_path, size):
    path = tmp_path / "a.pdf"
    Image.new("L", size).save(path, resolution=97)
    info = image_io.image_info(path)
    assert image_io.read_gray(path).shape == (info.height, info.width)


def test_pdf_cut_off(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing more")
    with pytest.raises(InputError, match=r"a\.pdf: is not a readable PDF"):
        image_io.read_rgb(path)


def test_dpi(tmp_path):
    assert image_io.image_info(save(tmp_path / "a.png", GRAY)).dpi is None
    assert image_io.image_info(save(tmp_path / "b.png", GRAY, dpi=(400, 400))).dpi == pytest.approx(
        400, abs=0.1
    )
    assert image_io.image_info(save(tmp_path / "c.jpg", GRAY, dpi=(600, 600))).dpi == pytest.approx(600)
    assert image_io.image_info(save(tmp_path / "d.jpg", GRAY)).dpi is None
    per_cm = tmp_path / "e.tif"
    tifffile.imwrite(per_cm, GRAY, resolution=(100, 100), resolutionunit=3)
    assert image_io.image_info(per_cm).dpi == pytest.approx(254)


# --- size and names -------------------------------------------------------------------------------


def test_20000_pixel_scan(tmp_path):
    """Pillow by itself refuses 400 megapixels when it opens the file, before it decodes anything."""
    path = tmp_path / "huge.tif"
    Image.new("1", (20_000, 20_000), 1).save(path, compression="group4")
    info = image_io.image_info(path)
    assert (info.width, info.height) == (20_000, 20_000)
    with Image.open(path) as image:
        assert image.size == (20_000, 20_000)
    strip = tmp_path / "strip.png"
    Image.new("L", (20_000, 1_000), 7).save(strip)
    assert (image_io.read_gray(strip)[-1, -3:] == 7).all()


def test_unicode_and_very_long_path(tmp_path):
    folder = tmp_path
    for _ in range(6):
        folder = folder / ("vignette-à-l’étoile-花飾り-" + "x" * 30)
    folder.mkdir(parents=True)
    path = save(folder / "œuvre complète 🌸.png", GRAY)
    assert len(str(path)) > 300
    np.testing.assert_array_equal(image_io.read_gray(path), GRAY)
    too_long = tmp_path / ("n" * 400 + ".png")
    with pytest.raises(InputError, match="n" * 400):
        image_io.read_gray(too_long)


# --- writing and memory -----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".png", ".tif", ".tiff"])
@pytest.mark.parametrize("pixels", [GRAY, RGB, GRAY_16, RGB_16], ids=["gray8", "rgb8", "gray16", "rgb16"])
def test_write_read(tmp_path, suffix, pixels):
    path = image_io.write_image(tmp_path / f"a{suffix}", pixels, dpi=350)
    np.testing.assert_array_equal(image_io.read_native(path), pixels)
    assert image_io.image_info(path).dpi == pytest.approx(350, abs=0.1)


def test_write_jpeg(tmp_path):
    smooth = np.add.outer(np.arange(64, dtype=np.uint8), np.arange(64, dtype=np.uint8))
    path = image_io.write_image(tmp_path / "a.jpg", smooth)
    assert np.abs(image_io.read_native(path).astype(int) - smooth).max() <= 6
    with pytest.raises(MisuseError):
        image_io.write_image(tmp_path / "b.jpg", GRAY_16)
    with pytest.raises(InputError, match=r"c\.xyz"):
        image_io.write_image(tmp_path / "c.xyz", GRAY)
    with pytest.raises(MisuseError):
        image_io.write_image(tmp_path / "d.png", GRAY.astype(float))
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.jpg"]


def test_decode_from_memory():
    buffer = io.BytesIO()
    Image.fromarray(RGB).save(buffer, "PNG")
    np.testing.assert_array_equal(image_io.decode_rgb(buffer.getvalue()), RGB)
    assert image_io.data_info(buffer.getvalue()).width == 30
    assert image_io.encode_png(RGB)[:4] == b"\x89PNG"
    with pytest.raises(InputError, match=r"shapes\.json"):
        image_io.decode_rgb(b"no image", "shapes.json")


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "turned.jpg"])
def test_a_reduced_page_is_the_mean_of_its_pixels(tmp_path, name: str, times: int) -> None:
    rng = np.random.default_rng(8)
    small = rng.integers(40, 220, (31, 24, 3), dtype=np.uint8)
    rgb = np.repeat(np.repeat(small, 8, axis=0), 8, axis=1)[:240, :190]
    path = image_io.write_image(tmp_path / name, rgb)
    if name == "turned.jpg":
        with Image.open(path) as image:
            exif = image.getexif()
            exif[0x0112] = 6
            image.save(path, quality=95, exif=exif)
    reduced = image_io.read_gray_reduced(path, times)
    whole = image_io.read_gray(path)
    assert reduced.shape == (-(-whole.shape[0] // times), -(-whole.shape[1] // times))
    height, width = whole.shape[0] // times, whole.shape[1] // times
    blocks = whole[: height * times, : width * times].reshape(height, times, width, times)
    if whole.shape[0] % times == whole.shape[1] % times == 0:
        assert np.abs(blocks.mean(axis=(1, 3)) - reduced[:height, :width]).mean() < 3
