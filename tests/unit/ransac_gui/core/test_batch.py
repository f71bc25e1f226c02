"""Several files on one reference, as DESIGN section 9 wants it: every format, and broken ones among them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_native, write_image
from ransac_gui.core import result_io
from ransac_gui.core.batch import align_files
from ransac_gui.core.params import AlignParams

from .conftest import Prints

LONG = "é" * 60 + " ornement"


def _points(prints: Prints) -> tuple[tuple[float, float, float, float], ...]:
    height, width = prints.first.shape
    corners = [(10, 10), (width - 10, 12), (width - 12, height - 10), (12, height - 12)]
    return tuple((float(x), float(y), float(x), float(y)) for x, y in corners)


@pytest.fixture(scope="module")
def params(prints: Prints) -> AlignParams:
    # Landmarks take the place of the search, so that a dozen pairs are quick.
    return AlignParams(fine="none", landmarks=_points(prints))


@pytest.fixture(scope="module")
def formats(prints: Prints, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same impression in every kind of file."""
    place = tmp_path_factory.mktemp(LONG)
    gray = prints.second
    image = Image.fromarray(gray)
    files = {name: place / name for name in ("alpha.png", "palette.png", "cmyk.jpg", "turned.jpg")}
    image.convert("RGB").convert("RGBA").save(files["alpha.png"])
    image.convert("P").save(files["palette.png"])
    image.convert("CMYK").save(files["cmyk.jpg"], quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise when shown
    image.transpose(Image.Transpose.ROTATE_90).save(files["turned.jpg"], quality=95, exif=exif)
    files["jpeg2000.jp2"] = place / "jpeg2000.jp2"
    image.save(files["jpeg2000.jp2"])
    files["sixteen.tif"] = place / "sixteen.tif"
    tifffile.imwrite(files["sixteen.tif"], np.dstack([gray.astype(np.uint16) * 257] * 3), photometric="rgb")
    files["pages.tif"] = place / "pages.tif"
    tifffile.imwrite(files["pages.tif"], np.stack([gray, gray[::-1]]), photometric="minisblack")
    return files


def test_every_format_is_laid_in_its_own_depth(
    prints: Prints, params: AlignParams, formats: dict[str, Path], tmp_path: Path
) -> None:
    write_image(tmp_path / "reference.png", prints.first)
    items = align_files(tmp_path / "reference.png", list(formats.values()), tmp_path / LONG, params)
    for name, item in zip(formats, items, strict=True):
        assert item.summary["status"] == "aligned", (name, item.summary["reason"])
        aligned = read_native(item.paths["aligned"])
        assert aligned.shape[:2] == prints.first.shape, name
        assert aligned.dtype == (np.uint16 if name == "sixteen.tif" else np.uint8), name


def _cut(good: bytes) -> bytes:
    return good[: len(good) // 3]


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("cut.png", _cut),
        ("cut.tif", _cut),
        ("empty.png", lambda _good: b""),
        ("text.png", lambda _good: b"no image at all\n" * 40),
        ("wrong.jpg", lambda _good: b"\xff\xd8\xff" + b"\0" * 300),
    ],
)
def test_a_broken_source_is_named_and_the_others_are_there(
    prints: Prints, params: AlignParams, tmp_path: Path, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    write_image(tmp_path / "reference.png", prints.first)
    write_image(tmp_path / "good.png", prints.second)
    whole = tmp_path / f"whole{Path(name).suffix}"
    write_image(whole, prints.second)
    (tmp_path / name).write_bytes(spoil(whole.read_bytes()))
    sources = [tmp_path / name, tmp_path / "absent.png", tmp_path / "good.png"]
    broken, absent, good = align_files(tmp_path / "reference.png", sources, tmp_path / "out", params)
    assert (broken.summary["status"], absent.summary["status"]) == ("error", "error")
    assert name in broken.summary["reason"] and "absent.png" in absent.summary["reason"]
    assert "\n" not in broken.summary["reason"]
    assert good.summary["status"] == "aligned"
    assert sorted({path.name.split("_")[0] for path in (tmp_path / "out").iterdir()}) == ["good"]


def test_a_full_disk_is_named_and_leaves_no_sidecar(
    prints: Prints, params: AlignParams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sidecar comes last: what it stands beside is complete."""
    write_image(tmp_path / "reference.png", prints.first)
    write_image(tmp_path / "good.png", prints.second)
    write = result_io.write_image

    def full(path: Path, *rest: object) -> Path:
        if path.name.endswith("_difference.png"):
            raise InputError("No space left on device", path=path)
        return write(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(result_io, "write_image", full)
    with pytest.raises(InputError, match=r"good_difference\.png"):
        align_files(tmp_path / "reference.png", [tmp_path / "good.png"], tmp_path / "out", params)
    assert not (tmp_path / "out" / "good_alignment.json").exists()
