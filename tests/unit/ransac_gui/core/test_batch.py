"""Several files on one reference, as DESIGN section 9 wants it: every format, and broken ones among them."""

from __future__ import annotations

import json
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
    assert sorted({path.name.split("_")[0] for path in (tmp_path / "out").iterdir()}) == [
        "good",
        "results.csv",
    ]


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


def names(folder: Path) -> list[str]:
    """The results' files, without the table of all."""
    return sorted(path.name for path in folder.iterdir() if path.name != "results.csv")


def test_a_region_does_not_replace_the_whole_and_a_rerun_leaves_nothing_of_the_run_before(
    prints: Prints, params: AlignParams, tmp_path: Path
) -> None:
    reference = write_image(tmp_path / "reference.png", prints.first)
    source = write_image(tmp_path / "source.png", prints.second)
    out = tmp_path / "out"
    whole = ["source_aligned.png", "source_alignment.json", "source_difference.png", "source_overlay.png"]
    align_files(reference, [source], out, params, flow=True)
    align_files(reference, [source], out, params)
    assert names(out) == whole, "the map of the first run is not the second's"
    before = (out / "source_alignment.json").read_bytes()
    align_files(reference, [source], out, params.replace(region=(10.0, 5.0, 210.0, 85.0)))
    assert (out / "source_alignment.json").read_bytes() == before
    part = [name.replace("source_", "source_region_10_5_to_210_85_") for name in whole]
    assert names(out) == sorted(whole + part)
    write_image(source, prints.other)
    [item] = align_files(reference, [source], out, AlignParams(features="sift"))
    assert item.summary["status"] == "refused"
    assert names(out) == sorted(["source_alignment.json", *part])


def test_a_sidecar_names_only_its_own_pictures_for_removal(
    prints: Prints, params: AlignParams, tmp_path: Path
) -> None:
    reference = write_image(tmp_path / "reference.png", prints.first)
    source = write_image(tmp_path / "source.png", prints.second)
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "a.txt").write_text("mine")
    (out / "b.txt").write_text("mine")
    files = {"aligned": "../a.txt", "overlay": "b.txt", "flow": "source_flow.npz", "x": 3}
    (out / "source_alignment.json").write_text(json.dumps({"files": files}))
    (out / "source_flow.npz").write_text("an earlier run's")
    align_files(reference, [source], out, params)
    assert (tmp_path / "a.txt").is_file() and (out / "b.txt").is_file()
    assert not (out / "source_flow.npz").exists()


def test_a_picture_that_is_aligned_is_not_written_over(
    prints: Prints, params: AlignParams, tmp_path: Path
) -> None:
    reference = write_image(tmp_path / "page_aligned.png", prints.first)
    source = write_image(tmp_path / "page.png", prints.second)
    with pytest.raises(InputError, match=r"page_aligned\.png: is one of the pictures"):
        align_files(reference, [source], tmp_path, params)
    assert names(tmp_path) == ["page.png", "page_aligned.png"]
