"""The jobs of Inspect on real files: what Align hands over, and the report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.ornament import Ornament
from autolabelme.core.output_names import place_suffix
from detector.core import model_folder, report
from detector.core.demo import sample_model_folder
from detector.core.inspection import normals
from detector.core.inspection.file_inspection import Done
from detector.core.inspection.findings import Vignette
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import read_record, write_record
from detector.panel.inspect import model_cache
from detector.panel.inspect.inspect_jobs import (
    _kept_file,
    _sidecar,
    decided_again,
    rgb8,
    run_inspection,
    warm_up,
    write_report,
)
from detector.panel.inspect.requests import Inspected, InspectRequest, Subject
from detector.panel.inspect.review import Review
from detector.panel.inspect.send_back import boxes_for_annotate
from detector.panel.inspect.why_pictures import draw_cards, pictures_of
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.params import AlignParams

from .inspect_stub import SIDE, Stub

HEIGHT, WIDTH = 360, 480


def block(seed: int, *, altered: bool = False) -> U8:
    """An impression of a carved block; altered: a piece of it is gone."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    draw = np.random.default_rng(7)
    for _ in range(26):
        x, y, r = (int(v) for v in draw.integers((40, 40, 8), (440, 320, 40)))
        cv2.ellipse(ink, (x, y), (r, r // 2 + 3), int(draw.integers(180)), 0, 300, 1.0, 4, cv2.LINE_AA)
    if altered:
        cv2.rectangle(ink, (200, 150), (250, 190), 0.0, -1)
    tone = 222 - 175 * ink + rng.normal(0, 2, ink.shape)
    gray = np.clip(cv2.GaussianBlur(tone.astype(np.float32), (0, 0), 0.8), 0, 255).astype(np.uint8)
    return np.repeat(gray[..., None], 3, axis=2)


@pytest.fixture
def handed(tmp_path: Path) -> AlignmentHandover:
    """A block laid on an authentic impression of it."""
    reference, aligned = block(2), block(1, altered=True)
    files = {
        "aligned": write_image(tmp_path / "suspect_aligned.png", aligned),
        "sidecar": tmp_path / "suspect_alignment.json",
    }
    target = write_image(tmp_path / "target.png", reference)
    # Larger than the frame, so that the map below stays within it: the whole frame is reached.
    page = np.pad(aligned, ((4, 4), (3, 3), (0, 0)), mode="edge")
    source = write_image(tmp_path / "suspect.png", page)
    names = {"aligned": "suspect_aligned.png", "reference": str(target), "source": str(source)}
    sidecar = {**names, "status": "aligned"}
    atomic_write_json(files["sidecar"], sidecar)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    alignment: Any = SimpleNamespace(
        aligned=aligned,
        status="aligned",
        features="sift",
        inliers=40,
        coverage=1.0,
        ncc=SimpleNamespace(fine=0.9),
        verdict=None,
        params=AlignParams(),
        source_from_reference=np.stack([columns + 3, rows + 4], axis=2),
    )
    return AlignmentHandover(Ornament(target), Ornament(source), reference, alignment, files)


def inspected(handed: AlignmentHandover, kept: Path) -> Inspected:
    request = InspectRequest(Subject(handed.source, handed.reference, handed), None, InspectParams(), kept)
    result = run_inspection(request)
    assert isinstance(result, Inspected)
    return result


def test_an_alignment_is_inspected_the_same_through_its_files_or_in_memory(
    handed: AlignmentHandover, tmp_path: Path
) -> None:
    saved = inspected(handed, tmp_path / "kept")
    unsaved = AlignmentHandover(handed.reference, handed.source, handed.reference_pixels, handed.alignment)
    bare = inspected(unsaved, tmp_path / "kept")
    assert saved.done.record.findings == bare.done.record.findings
    boxes = [finding.box for finding in saved.done.record.findings]
    assert any(box[0] <= 225 <= box[2] and box[1] <= 170 <= box[3] for box in boxes), boxes
    assert saved.done.record.alignment["sidecar_path"] == str(handed.files["sidecar"])
    assert "sidecar_path" not in bare.done.record.alignment
    assert saved.path == bare.path


def test_what_no_model_knows_is_compared_with_its_reference(
    handed: AlignmentHandover, tmp_path: Path
) -> None:
    alone = inspected(handed, tmp_path / "kept")
    unsaved = AlignmentHandover(handed.reference, handed.source, handed.reference_pixels, handed.alignment)
    for pair in (handed, unsaved):
        subject = Subject(pair.source, pair.reference, pair)
        request = InspectRequest(subject, sample_model_folder(), InspectParams(), tmp_path / "kept")
        result = run_inspection(request)
        assert isinstance(result, Inspected)
        assert result.without_model and not alone.without_model
        assert result.done.record.findings == alone.done.record.findings != ()
        assert result.done.record.model == {}, "a replay asks no model either"
        said_first, *rest = result.done.record.facts["notes"]
        assert "compared without it" in said_first and rest == alone.done.record.facts["notes"]


def test_without_a_reference_nothing_is_decided_and_no_map_printed(tmp_path: Path) -> None:
    source = Ornament(write_image(tmp_path / "block.png", block(1)))
    result = run_inspection(InspectRequest(Subject(source), sample_model_folder(), InspectParams(), tmp_path))
    assert isinstance(result, Inspected)
    assert result.done.inspection.unknown is not None and not result.without_model
    html = report.build_report(result.done.record, result.done.inspection, result.done.rgb).html()
    assert "None is decided." in html and "Signed ink against the" not in html


def test_a_report_says_that_nothing_was_found(handed: AlignmentHandover, tmp_path: Path) -> None:
    done = inspected(handed, tmp_path / "kept").done
    html = report.build_report(done.record.with_findings(()), done.inspection, done.rgb).html()
    assert "<p>None at this rate.</p>" in html


def test_boxes_of_an_alignment_go_to_the_source_page(handed: AlignmentHandover, tmp_path: Path) -> None:
    result = inspected(handed, tmp_path / "kept")
    boxes = boxes_for_annotate(result.done, result.subject, "title")
    assert boxes.image_path == handed.source.path
    assert boxes.title == "title"


def test_each_ornament_of_a_page_has_its_own_verdicts(handed: AlignmentHandover, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    def look(source: Ornament, reference: Ornament | None = None) -> Inspected:
        there = reference or handed.reference
        aligned = replace(handed, source=source, reference=there, files={})
        request = InspectRequest(Subject(source, there, aligned), None, InspectParams(), kept)
        result = run_inspection(request)
        assert isinstance(result, Inspected)
        return result

    page = handed.source.path
    first = look(Ornament(page, 0, (0, 0, 480, 368)))
    judged = [one.judged("accepted", "seen on the head-piece") for one in first.done.record.findings]
    assert judged
    first.path.parent.mkdir(parents=True)
    write_record(first.done.record.with_findings(judged), first.path)
    assert look(Ornament(page, 0, (0, 0, 480, 368), title="renamed")).earlier == tuple(judged)
    for other in (Ornament(page), Ornament(page, 0, (6, 0, 486, 368))):
        assert look(other).earlier == (), "another ornament, which nobody has judged"
    # Nor is a part of the reference the reference.
    assert look(first.subject.ornament, Ornament(handed.reference.path, 0, (0, 0, 480, 200))).earlier == ()
    record = first.done.record
    names = {
        _kept_file(kept, one)
        for one in (
            record,
            replace(record, ornament=replace(record.ornament, page=1)),
            replace(record, reference=None),
            replace(record, alignment={}),  # places in the ornament's pixels, not in the reference's
        )
    }
    assert len(names) == 4


@pytest.mark.usefixtures("qapp")  # the PDF's own application has no widgets, which later tests need
def test_a_report_has_both_forms_and_the_verdicts(handed: AlignmentHandover, tmp_path: Path) -> None:
    done = inspected(handed, tmp_path / "kept").done
    review = Review()
    review.judge(done.record.findings[0], "accepted", "a broken bar")
    record = done.record.with_findings(review.applied(done.record.findings))
    files = write_report(type(done)(done.rgb, done.inspection, record, done.reference, {}), tmp_path / "out")
    assert {"report.html", "report.pdf", "findings.json"} <= {path.name for path in files}
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "a broken bar" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert read_record(tmp_path / "out" / "findings.json").findings[0].verdict == "accepted"


def test_the_pictures_are_of_one_place_in_the_ornaments_tones(tmp_path: Path) -> None:
    done = inspected_by(Stub(tmp_path), tmp_path)
    reference = np.full((*done.rgb.shape[:2], 3), 250, np.uint8)
    reference[40:80, 160:200] = 20
    done = replace(done, reference=reference)
    altered = next(one for one in done.record.findings if one.kind == "altered")
    why = pictures_of(done, altered)
    assert [picture.what for picture in why.beside] == ["reference", "drawn"]
    assert np.array_equal(why.printed, to_gray(done.rgb[32:88, 152:208]))
    assert {one.shape for one in (why.printed, *(one.pixels for one in why.beside))} == {(56, 56)}
    assert why.signed.shape == (56, 56, 3)
    # The reference's black and white become those of this print, so that only the drawing changes.
    ink, paper = np.percentile(to_gray(done.rgb[::4, ::4]), (2, 90))
    shown = why.beside[0].pixels
    assert abs(int(shown[28, 28]) - ink) < 30 and abs(int(shown[0, 0]) - paper) < 30
    assert (why.normals, why.pooled, why.label) == (200, False, "1")
    missing = next(one for one in done.record.findings if one.kind == "missing")
    assert pictures_of(done, missing).normals == 0, "a layout's score has no place among the normals"


def test_what_stands_in_the_place_of_another_drawing_is_lost_and_gained(tmp_path: Path) -> None:
    done = inspected_by(Stub(tmp_path), tmp_path)
    rgb = np.full(done.rgb.shape, 230, np.uint8)
    reference = rgb.copy()
    rgb[45:55, 165:175] = reference[65:75, 185:195] = 20
    rgb[10:14] = reference[10:14] = 20  # ink elsewhere, from which the tones are read
    altered = next(one for one in done.record.findings if one.kind == "altered")
    swapped = replace(altered, kind="swapped", label="1", expected="7", p=None)
    why = pictures_of(replace(done, rgb=rgb, reference=reference), swapped)
    top, left = 40 - 8, 160 - 8
    red, _green, blue = (int(value) for value in why.signed[70 - top, 190 - left])
    assert blue > red + 50, "what the reference has there is lost"
    red, _green, blue = (int(value) for value in why.signed[50 - top, 170 - left])
    assert red > blue + 50, "what only stands here is gained"


def test_a_spot_is_shown_with_what_it_is_a_part_of(tmp_path: Path) -> None:
    done = inspected_by(Stub(tmp_path), tmp_path)
    altered = next(one for one in done.record.findings if one.kind == "altered")
    wide = np.full((1000, 2000, 3), 200, np.uint8)
    flat = np.zeros((1000, 2000), np.float32)
    maps = replace(done.inspection.maps, loss=flat, gain=flat, reconstruction=wide[..., 0])
    large = replace(done, rgb=wide, inspection=replace(done.inspection, maps=maps, width=2000, height=1000))
    spot = replace(altered, box=(500.0, 500.0, 504.0, 503.0))
    height, width = pictures_of(large, spot).printed.shape
    assert min(height, width) >= 0.06 * 2000


def test_the_cards_are_drawn_one_by_one(tmp_path: Path) -> None:
    done = inspected_by(Stub(tmp_path), tmp_path)
    seen: list[tuple[int, str]] = []
    draw_cards(done, done.record.findings, lambda number, why: seen.append((number, why.finding.kind)))
    assert seen == [(0, "missing"), (1, "altered")]


def inspected_by(stub: Stub, folder: Path) -> Done:
    request = InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), folder / "kept")
    result = stub.inspect(request, tick=lambda *_: None)
    assert isinstance(result, Inspected)
    return result.done


def test_the_pictures_know_whose_impressions_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = Stub(tmp_path)
    request = InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path / "kept")
    done = stub.inspect(request, tick=lambda *_: None).done  # type: ignore[union-attr]
    altered = next(one for one in done.record.findings if one.kind == "altered")
    place = slice(int(altered.box[1]), int(altered.box[3])), slice(int(altered.box[0]), int(altered.box[2]))
    monkeypatch.setattr(report, "to_page", lambda *_: (np.ones((SIDE, SIDE), np.float32), *place))
    assert done.inspection.normals is not None
    population = replace(
        done.inspection.normals,
        by_label={"7": SimpleNamespace(ink=SimpleNamespace(prototype=None), frame=None)},  # type: ignore[dict-item]
        examples={"1": np.zeros((2, 8, 8), np.uint8)},
    )
    layout: Any = SimpleNamespace(vignettes=(Vignette(altered.box, "7"),))
    inspection = replace(done.inspection, normals=population, layout=layout)
    # The layout has label 7 where something stands that looks most like label 1.
    foreign = replace(altered, kind="foreign", label="", expected="7")
    why = pictures_of(replace(done, inspection=inspection), foreign)
    # No normal of label 1 can be laid there: the population has no frame for it.
    assert [(picture.what, picture.label) for picture in why.beside] == [("prototype", "7"), ("drawn", "")]
    assert why.label == "1"


def test_another_rate_forgets_nothing_that_it_does_not_decide(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    request = InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path / "kept")
    done = stub.inspect(request, tick=lambda *_: None).done  # type: ignore[union-attr]
    known = {"device": "cpu", "reference_provenance": {"library": "Bodleian"}}
    notes = ["the normals could not be kept: full", *done.record.facts["notes"]]
    record = replace(done.record, facts={**done.record.facts, **known, "notes": notes})
    again = decided_again(replace(done, record=record), 0.2)
    assert {name: again.record.facts[name] for name in known} == known
    assert again.record.facts["verdict"] == again.inspection.verdict != done.inspection.verdict
    assert again.record.facts["notes"] == [notes[0], *again.inspection.notes]
    assert again.record.params.false_alarms == 0.2


def test_sixteen_bits_and_grey_become_rgb() -> None:
    deep = np.array([[0, 256, 65535]], np.uint16)
    assert rgb8(deep).tolist() == [[[0] * 3, [1] * 3, [255] * 3]]


def test_a_model_is_calibrated_for_the_weights_that_it_has(tmp_path: Path) -> None:
    assert (model_cache.FACTS_FILE, model_cache.SETTINGS_FILE) == (
        normals.FACTS_FILE,
        model_folder.SETTINGS_FILE,
    )
    assert not model_cache.is_calibrated(tmp_path)
    atomic_write_json(tmp_path / model_cache.SETTINGS_FILE, {"weights_sha256": "now"})
    assert not model_cache.is_calibrated(tmp_path)
    atomic_write_json(tmp_path / model_cache.FACTS_FILE, {"model_sha256": "before"})
    assert not model_cache.is_calibrated(tmp_path), "the weights were trained on"
    atomic_write_json(tmp_path / model_cache.FACTS_FILE, {"model_sha256": "now"})
    assert model_cache.is_calibrated(tmp_path)
    warm_up(tmp_path / "nothing", InspectParams())  # neither measured nor complained about


def test_an_alignment_that_was_written_over_is_inspected_as_it_was_handed_on(
    handed: AlignmentHandover, tmp_path: Path
) -> None:
    assert _sidecar(handed) == handed.files["sidecar"]
    other = write_image(tmp_path / "other.png", block(9))
    value = json.loads(handed.files["sidecar"].read_text("utf-8"))
    for name in ("reference", "source"):
        atomic_write_json(handed.files["sidecar"], {**value, name: str(other)})
        assert _sidecar(handed) is None


def test_the_report_says_which_ornament_of_the_page_it_is_about(
    handed: AlignmentHandover, tmp_path: Path
) -> None:
    done = inspected(handed, tmp_path / "kept").done
    source = replace(done.record.ornament, page=2, box=(5.0, 6.0, 70.4, 80.0))
    html = report.build_report(replace(done.record, ornament=source), done.inspection, done.rgb).html()
    assert "</code>, page 3, from (5, 6) to (70, 80) px<br>" in html
    assert (place_suffix(0, None), place_suffix(2, source.box)) == ("", "-page2-5_6_70_80")
