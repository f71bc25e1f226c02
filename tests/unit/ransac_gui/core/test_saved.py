"""What is written of a result can be read back, and what is not ours is refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.messages import Message
from autolabelme.core.reading import JsonObject, read_object
from ransac_gui.core.align import Alignment, AlignmentFailure
from ransac_gui.core.batch import align_files
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.params import AlignParams
from ransac_gui.core.same_pictures import require_same_pictures
from ransac_gui.core.saved import GRID_SIDE, find_sidecars, pack, read_saved, unpack
from ransac_gui.core.synthetic import WarpRange, draw_map

from .conftest import Prints

PARAMS = AlignParams(features="sift", region=(0, 0, 430, 130))


@pytest.fixture(scope="module")
def folder(prints: Prints, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("saved")
    rng = np.random.default_rng(0)
    rows, columns = prints.first.shape
    truth, size = draw_map(columns, rows, WarpRange(perspective=0.04, gutter=0.02, curl=0.01), rng)
    write_image(place / "reference.png", prints.first)
    write_image(place / "source.png", truth.source_image(prints.second, *size))
    write_image(place / "other.png", prints.other)
    sources = [place / "source.png", place / "other.png"]
    align_files(place / "reference.png", sources, place / "out", PARAMS, flow=True)
    return place


def test_a_result_comes_back_as_it_was(folder: Path) -> None:
    refused, aligned = (read_saved(path) for path in find_sidecars(folder / "out"))
    assert isinstance(refused.result, AlignmentFailure)
    assert isinstance(refused.result.reason, Message), "it still can be said in another language"
    result = aligned.result
    assert isinstance(result, Alignment)
    assert aligned.source == folder / "source.png"
    assert aligned.reference == folder / "reference.png"
    assert aligned.files["aligned"] == folder / "out" / "source_region_0_0_to_430_130_aligned.png"
    assert result.params == PARAMS
    assert result.ncc.fine > result.ncc.before
    assert 0.9 < result.coverage <= 1.01
    # The map that was packed is the map that was saved in full, to a fraction of a pixel.
    with np.load(folder / "out" / "source_region_0_0_to_430_130_flow.npz") as flow:
        error = np.linalg.norm(result.source_from_reference - flow["source_from_reference"], axis=2)
        assert "displacement" in flow
    assert np.quantile(error, 0.99) < 0.3


def test_a_picture_that_was_changed_since_is_told_from_the_one_that_was_aligned(
    folder: Path, tmp_path: Path
) -> None:
    value = read_object(folder / "out" / "source_region_0_0_to_430_130_alignment.json")
    reference, source = folder / "reference.png", folder / "source.png"
    require_same_pictures(value, reference=reference, source=source)
    moved = tmp_path / "elsewhere.png"
    moved.write_bytes(source.read_bytes())
    require_same_pictures(value, source=moved)
    require_same_pictures(value, source=tmp_path / "gone.png")
    for name, other in (("reference", source), ("source", folder / "other.png")):
        with pytest.raises(InputError, match="was changed since") as caught:
            require_same_pictures(value, **{name: other})
        assert caught.value.path == other
    del value.value["sha256"]  # of an earlier version
    require_same_pictures(value, source=folder / "other.png")


def test_seams_of_several_models_come_back() -> None:
    weights = np.stack([np.full((10, 20), 0.25), np.full((10, 20), 0.75)]).astype(np.float32)
    grid = unpack(JsonObject(json.loads(json.dumps(pack(np.moveaxis(weights, 0, -1)))), None), 2)
    warp = WarpMap(200, 100, np.stack([np.eye(3)] * 2), np.moveaxis(grid, -1, 0))
    np.testing.assert_allclose(warp.points(np.array([[50.0, 40.0]])), [[50, 40]], atol=1e-6)


def test_a_large_grid_is_packed_small() -> None:
    y, x = np.mgrid[0:300, 0:500] / 500
    grid = np.stack([3 * np.sin(2 * np.pi * x), y], axis=-1)
    value = pack(grid)
    assert max(value["shape"]) == GRID_SIDE
    back = unpack(JsonObject(value, None), 2)
    assert np.abs(back[..., 0]).max() == pytest.approx(3.0, abs=0.02)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("status", "perhaps", "status"),
        ("reference", 7, "reference"),
        ("homographies_source_from_reference", [[1, 2], [3, 4]], "homographies"),
        ("homographies_source_from_reference", [[[float("nan")] * 3] * 3], "homographies"),
        ("displacement", {"shape": [90000, 90000, 2], "float16": ""}, "displacement"),
        ("displacement", {"shape": [2, 2, 2], "float16": "***"}, "displacement"),
        ("evidence", {"confirmed": 1}, "evidence"),
        ("settings", {"features": "magic"}, "settings"),
        ("ncc", {"fine": "high"}, "ncc"),
    ],
)
def test_a_changed_sidecar_is_refused_by_file_and_field(
    folder: Path, tmp_path: Path, name: str, value: Any, field: str
) -> None:
    sidecar = json.loads((folder / "out" / "source_region_0_0_to_430_130_alignment.json").read_text("utf-8"))
    bad = tmp_path / "bad_alignment.json"
    bad.write_text(json.dumps(sidecar | {name: value}), "utf-8")
    with pytest.raises(InputError, match=field) as caught:
        read_saved(bad)
    assert "bad_alignment.json" in str(caught.value)


@pytest.mark.parametrize("format_", [None, 1])
def test_a_region_of_an_earlier_version_is_read_as_the_box_that_it_was(
    folder: Path, tmp_path: Path, format_: int | None
) -> None:
    sidecar = json.loads((folder / "out" / "source_region_0_0_to_430_130_alignment.json").read_text("utf-8"))
    assert (sidecar["format"], sidecar["settings"]["region"]) == (2, [0, 0, 430, 130])
    earlier = tmp_path / "earlier_alignment.json"
    for written, read in (((10, 20, 30.4, 5), (10, 20, 40, 25)), (None, None)):
        settings = {**sidecar["settings"], "region": written}
        earlier.write_text(json.dumps(sidecar | {"format": format_, "settings": settings}), "utf-8")
        assert read_saved(earlier).result.params.region == read
    settings = {**sidecar["settings"], "region": [10, 20, 0, 5]}
    earlier.write_text(json.dumps(sidecar | {"format": format_, "settings": settings}), "utf-8")
    with pytest.raises(InputError, match=r"settings\.region"):
        read_saved(earlier)


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", "\udcff"])
def test_what_is_no_sidecar_is_refused(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad_alignment.json"
    bad.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match="bad_alignment"):
        read_saved(bad)
