"""References that were laid on before: alignments of Align, their sidecars, layouts brought along."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.file_inspection import Done, ModelInUse, inspect_file
from detector.core.inspection.findings import Vignette, differences
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of
from detector.core.inspection.reference import (
    LaidReference,
    laid_by_sidecar,
    lay_on,
    mapped_layout,
    places_in_sidecar,
)
from detector.core.inspection.sight import Sight
from detector.core.inspection.source import Source
from detector.panel.inspect.inspect_jobs import _inspect_handed
from detector.panel.inspect.requests import InspectRequest, Subject
from ransac_gui.core.align import Alignment, AlignmentFailure, align
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.params import AlignParams

from .conftest import SEED, block_impression

if TYPE_CHECKING:
    from .conftest import Press


def test_the_scale_is_looked_for_once(
    ornament: Path, in_use: ModelInUse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float | None] = []
    detector = in_use.inspection.detector

    class Asked:
        labels = detector.labels

        def look(
            self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
        ) -> Sight:
            asked.append(side_px)
            return replace(detector.look(rgb, dpi=dpi, tick=tick), side_px=71.0)

    def laid(ornament: U8, reference: U8, device: str, *, tick: Tick) -> LaidReference:
        return LaidReference(reference, np.ones(reference.shape[:2], bool), None, {})

    monkeypatch.setattr("detector.core.inspection.file_inspection.lay_on", laid)
    model = ModelInUse(replace(in_use.inspection, detector=Asked()), in_use.facts)
    done = inspect_file(ornament, InspectParams(), model=model, reference=ornament)
    assert isinstance(done, Done)
    assert asked == [None, 71.0]
    assert done.inspection.layout is not None
    assert done.inspection.layout.vignettes
    # What was seen before is not looked for again.
    sight = replace(detector.look(read_rgb(ornament)), side_px=71.0)
    again = inspect_file(ornament, InspectParams(), model=model, reference=ornament, sight=sight)
    assert isinstance(again, Done)
    assert asked == [None, 71.0, 71.0]
    assert differences(done.record.findings, again.record.findings) == []


def test_the_layout_of_an_unsaved_alignment_is_kept_as_it_was_compared(
    press: Press, in_use: ModelInUse, tmp_path: Path
) -> None:
    layout = press.layout(SEED)
    page, other = press.printed(layout, SEED), press.printed(layout, SEED)
    reference = other.rgb.copy()
    reference[0, 0] ^= 1  # another picture, of which the detector passes one vignette over
    press.detector.tell(reference, vignettes_of(other)[1:])
    height, width = page.rgb.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    alignment: Any = SimpleNamespace(
        aligned=page.rgb,
        status="aligned",
        features="sift",
        inliers=40,
        coverage=1.0,
        ncc=SimpleNamespace(fine=0.9),
        verdict=None,
        params=AlignParams(),
        source_from_reference=np.stack([columns, rows], axis=2),
    )
    files = [Ornament(write_image(tmp_path / f"{n}.png", one)) for n, one in enumerate((reference, page.rgb))]
    handed = AlignmentHandover(files[0], files[1], reference, alignment)
    request = InspectRequest(Subject(files[1], files[0], handed), tmp_path, InspectParams(), tmp_path)
    sight = press.detector.look(page.rgb)
    done = _inspect_handed(handed, request, in_use, sight, no_tick)
    assert done.inspection.layout is not None
    assert len(done.inspection.layout.vignettes) == len(vignettes_of(page))
    assert done.record.layout is done.inspection.layout


def test_a_layout_in_reference_pixels_is_brought_to_the_ornament() -> None:
    # The ornament shows the reference turned by a quarter to the left: x' = y, y' = width - 1 - x.
    ys, xs = np.mgrid[0:100, 0:80].astype(np.float32)
    dense = np.stack([99 - ys, xs], axis=-1)
    blank = np.full((100, 80, 3), 200, np.uint8)
    laid = LaidReference(blank, np.ones((100, 80), np.bool_), dense, {})
    found = mapped_layout([Vignette((10, 20, 30, 60), "1", Pose(0))], laid, 20).vignettes[0]
    assert found.box == pytest.approx((20, 70, 60, 90), abs=1)
    assert found.pose.angle_from(90) < 1


def a_sidecar(folder: Path, source: Path, *, region: tuple[int, int, int, int] | None = None) -> Path:
    """An alignment of `source` as Align writes it beside its pictures."""
    reference = block_impression(2)
    x, y, wide, high = region or (0, 0, reference.shape[1], reference.shape[0])
    write_image(folder / "ref.png", reference)
    write_image(folder / "laid.png", block_impression(1)[y : y + high, x : x + wide])
    value = {
        "aligned": "laid.png",
        "reference": str(folder / "ref.png"),
        "source": str(source),
        "status": "aligned",
        "settings": {"region": None if region is None else list(region)},
        "source_ornament": {"page": 0, "box": [3, 4, 70, 80]},
    }
    path = folder / "b_alignment.json"
    path.write_text(json.dumps(value), "utf-8")
    return path


def test_an_alignment_of_another_ornament_is_refused(tmp_path: Path) -> None:
    a = write_image(tmp_path / "a.png", block_impression(5))
    b = write_image(tmp_path / "b.png", np.pad(block_impression(1), ((4, 4), (3, 3), (0, 0))))
    sidecar = a_sidecar(tmp_path, b)
    with pytest.raises(InputError, match=r"is the alignment of .*b\.png, not of .*a\.png") as told:
        inspect_file(a, InspectParams(), reference=sidecar)
    assert (told.value.path, told.value.field) == (sidecar, "source")
    done = inspect_file(b, InspectParams(), reference=sidecar)
    assert isinstance(done, Done)
    assert done.record.ornament == Source.of(b, 0, (3.0, 4.0, 70.0, 80.0)), "the place on the page, too"
    # The same picture under another name, and the aligned picture itself, are no other ornament.
    copy = tmp_path / "copy.png"
    copy.write_bytes(b.read_bytes())
    for same in (copy, tmp_path / "laid.png"):
        again = inspect_file(same, InspectParams(), reference=sidecar)
        assert isinstance(again, Done)
        assert again.record.ornament.path == same
    b.unlink()
    with pytest.raises(InputError, match="not of"):
        inspect_file(a, InspectParams(), reference=sidecar)


def test_a_picture_of_the_same_name_is_not_the_one_that_was_aligned(tmp_path: Path) -> None:
    b = write_image(tmp_path / "b.png", block_impression(1))
    sidecar = a_sidecar(tmp_path, b)
    value = json.loads(sidecar.read_text("utf-8"))
    value["sha256"] = {"source": file_sha256(b), "reference": file_sha256(tmp_path / "ref.png")}
    sidecar.write_text(json.dumps(value), "utf-8")
    (tmp_path / "moved").mkdir()
    moved = b.rename(tmp_path / "moved" / "anything.png")
    assert places_in_sidecar(sidecar, moved)[0] == (0, (3.0, 4.0, 70.0, 80.0))
    namesake = write_image(tmp_path / "moved" / "b.png", block_impression(5))
    with pytest.raises(InputError, match="is the alignment of") as told:
        places_in_sidecar(sidecar, namesake)
    assert (told.value.path, told.value.field) == (sidecar, "source")
    # Another picture in its place, and in the reference's.
    write_image(b, block_impression(5))
    with pytest.raises(InputError, match="was changed since") as told:
        places_in_sidecar(sidecar, b)
    assert told.value.path == b
    laid_by_sidecar(sidecar)
    write_image(tmp_path / "ref.png", block_impression(1))
    with pytest.raises(InputError, match="was changed since") as told:
        laid_by_sidecar(sidecar)
    assert told.value.path == tmp_path / "ref.png"


def test_a_layout_moves_along_into_the_part_that_was_aligned(tmp_path: Path) -> None:
    b = write_image(tmp_path / "b.png", block_impression(1))
    rgb, laid, _ = laid_by_sidecar(a_sidecar(tmp_path, b, region=(60, 50, 100, 90)))
    assert rgb.shape[:2] == (90, 100)
    known = [Vignette((70, 60, 100, 90), "1"), Vignette((10, 10, 40, 40), "2")]
    layout = mapped_layout(known, laid, 30)
    assert [(one.label, one.box) for one in layout.vignettes] == [("1", (10, 10, 40, 40))]
    sidecar = tmp_path / "b_alignment.json"
    assert places_in_sidecar(sidecar, b)[1] == (0, (60, 50, 160, 140))
    value = json.loads(sidecar.read_text("utf-8"))
    sidecar.write_text(json.dumps(value | {"format": 2, "settings": {"region": [60, 50, 160, 140]}}), "utf-8")
    assert places_in_sidecar(sidecar, b)[1] == (0, (60, 50, 160, 140))


def test_nothing_is_missing_where_the_ornament_was_not_photographed() -> None:
    blank = np.full((100, 80, 3), 200, np.uint8)
    seen = np.ones((100, 80), np.bool_)
    seen[:, 40:] = False
    layout = mapped_layout(
        [Vignette((5, 5, 35, 35), "1"), Vignette((45, 5, 75, 35), "1")],
        LaidReference(blank, seen, None, {}),
        30,
    )
    assert [one.box[0] for one in layout.vignettes] == [5]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settings": {"region": [1, 2, 3]}}, "settings.region"),
        ({"settings": {"region": [1, 2, 0, 5]}}, "settings.region"),
        ({"source_ornament": {"box": [1, 2, math.nan, 4]}}, "source_ornament.box[2]"),
        ({"source_ornament": [3]}, "source_ornament"),
        ({"reference_ornament": {"page": "x"}}, "reference_ornament.page"),
        ({"source": None}, "source"),
    ],
)
def test_a_sidecar_with_a_wrong_place_names_its_field(
    tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    b = write_image(tmp_path / "b.png", block_impression(1))
    sidecar = a_sidecar(tmp_path, b)
    sidecar.write_text(json.dumps({**json.loads(sidecar.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(InputError) as told:
        places_in_sidecar(sidecar, b)
    assert (told.value.path, told.value.field) == (sidecar, field)


def strip(seed: int) -> U8:
    """Seven impressions of one made sort in a row, uint8 (120, 620, 3); 70 px from one to the next."""
    rng = np.random.default_rng(5)
    blotches = cv2.GaussianBlur(rng.standard_normal((60, 70)).astype(np.float32), (0, 0), 3)
    ink = np.zeros((120, 620), np.float32)
    ink[30:90, 60:550] = np.tile(blotches > 0.05, (1, 7))
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.12 * rag / rag.std())))
    gray = np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def laid_a_unit_off(monkeypatch: pytest.MonkeyPatch, *, always: bool) -> None:
    """Let Align lay the strip a unit off, as long as no landmarks say better (or `always`)."""

    def wrong(
        source: U8, reference: U8, params: AlignParams, *, tick: Tick = no_tick
    ) -> Alignment | AlignmentFailure:
        if params.landmarks and not always:
            return align(source, reference, params, tick=tick)
        height, width = reference.shape[:2]
        moved = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        points = tuple((float(x), float(y), float(x) - 70.0, float(y)) for x, y in moved)
        return align(source, reference, params.replace(landmarks=points), tick=tick)

    monkeypatch.setattr("ransac_gui.core.align.align", wrong)


def test_a_strip_that_was_laid_a_unit_off_is_laid_again(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_a_unit_off(monkeypatch, always=False)
    laid = lay_on(strip(1), strip(2), "cpu")
    assert isinstance(laid, LaidReference)
    assert laid.units_off == 0
    assert laid.reference_from_ornament is not None
    moves = laid.reference_from_ornament[60, 60:550, 0] - np.arange(60, 550)
    assert np.abs(moves).max() < 3


def test_of_a_strip_that_stays_a_unit_off_nothing_is_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_a_unit_off(monkeypatch, always=True)
    suspect, reference = write_image(tmp_path / "s.png", strip(1)), write_image(tmp_path / "r.png", strip(2))
    done = inspect_file(suspect, InspectParams(), reference=reference)
    assert isinstance(done, Done)
    assert abs(done.record.alignment["units_off"]) == 1
    assert not done.inspection.findings
    assert done.inspection.conclusion.kind == "undecided"
    assert "lies 1 of its units off" in done.inspection.verdict
    assert "landmarks" in done.inspection.notes[0]
