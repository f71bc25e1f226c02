"""From files to files: records, replay, normals, report, and the command line's answers."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from autolabelme.__main__ import build_parser
from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.messages import Message
from autolabelme.core.opencv import cv2
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from detector import inspect_cli
from detector.core.demo_inspect import compare_with_truth
from detector.core.inspection import carved
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.file_inspection import Done, ModelInUse, inspect_file, write_inspection
from detector.core.inspection.findings import Finding, Vignette, differences
from detector.core.inspection.inspector import InspectionModel
from detector.core.inspection.normals import load_normals, save_normals
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of
from detector.core.inspection.record import read_layout, read_record, write_record
from detector.core.inspection.reference import (
    LaidReference,
    laid_by_sidecar,
    mapped_layout,
    places_in_sidecar,
)
from detector.core.inspection.sight import Sight
from detector.core.inspection.source import Source
from detector.core.report import build_report, judged_at
from detector.panel.inspect.inspect_jobs import _inspect_handed
from detector.panel.inspect.requests import InspectRequest, Subject
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.params import AlignParams

if TYPE_CHECKING:
    from .conftest import Press

SEED = 2


@pytest.fixture
def in_use(press: Press) -> ModelInUse:
    facts = {"path": "model", "sha256": "a" * 64, "normals_sha256": "b" * 64, "labels": [], "card": "# Card"}
    return ModelInUse(press.model, facts)


@pytest.fixture
def ornament(press: Press, tmp_path: Path) -> Path:
    page = press.planted(SEED, ["filled"])
    path = write_image(tmp_path / "suspect.png", page.rgb)
    document = Document(path, page.rgb.shape[1], page.rgb.shape[0])
    write_document(
        document.with_fields(provenance=Provenance(library="Bodleian", shelfmark="Vet. E4")),
        annotation_path(path),
    )
    return path


def run(words: Sequence[str]) -> int:
    args = build_parser().parse_args([*words])
    status: int = args.run(args)
    return status


def told(monkeypatch: pytest.MonkeyPatch, in_use: ModelInUse) -> None:
    def opened(folder: Path, params: InspectParams) -> ModelInUse:
        return in_use

    monkeypatch.setattr(inspect_cli, "_open", opened)


def test_every_command_line_of_the_issue_is_understood() -> None:
    parser = build_parser()
    for line in (
        "inspect a.png",
        "inspect a.png b.png --model M --reference r.png --layout r.json --false-alarms 0.05 --output d "
        "--device cpu --json",
        "inspect --replay findings.json",
        "inspect a.png --reference r.png --normals b.png c.png --no-pdf",
        "detect calibrate M pages --ornaments 50",
    ):
        assert callable(parser.parse_args(line.split()).run)


def test_normals_come_back_from_their_files(press: Press, tmp_path: Path) -> None:
    normals = press.model.normals
    save_normals(normals, tmp_path)
    again = load_normals(tmp_path)
    assert again.calibration.count == normals.calibration.count
    for label, own in normals.by_label.items():
        assert np.array_equal(own.ink.prototype, again.by_label[label].ink.prototype)
        assert own.dae is not None
        assert np.array_equal(own.dae.spread, again.by_label[label].dae.spread)  # type: ignore[union-attr]
    page = press.planted(SEED, ["filled"])
    before = inspect_of(press, page.rgb, press.model)
    after = inspect_of(press, page.rgb, InspectionModel(press.detector, again, press.facts))
    assert [f.kind for f in before] == [f.kind for f in after]
    assert [f.score for f in before] == pytest.approx([f.score for f in after], rel=1e-3)


def inspect_of(press: Press, rgb: U8, model: InspectionModel) -> tuple[Finding, ...]:
    from detector.core.inspection.inspector import inspect

    return inspect(rgb, model).findings


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("inspection.json", lambda data: data[:-40]),
        ("inspection.json", lambda data: data.replace(b"autolabelme inspection", b"something else")),
        ("inspection.json", lambda data: data.replace(b'"foreign_below"', b'"nothing"')),
        ("inspection.safetensors", lambda data: data[:-1]),
    ],
)
def test_broken_normals_are_refused_with_their_file(
    press: Press, tmp_path: Path, file: str, change: Any
) -> None:
    save_normals(press.model.normals, tmp_path)
    path = tmp_path / file
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(InputError, match="inspection"):
        load_normals(tmp_path)


@pytest.mark.parametrize(
    ("where", "value", "field"),
    [
        (("held_out", 0, "surprises", 0), math.nan, "held_out[0].surprises[0]"),
        (("held_out", 1, "surprises"), [1.0], "held_out[1].surprises"),
        (("held_out", 2, "unexplained"), [math.inf], "held_out[2].unexplained[0]"),
        (("held_out", 3, "quality"), math.nan, "held_out[3].quality"),
        (("foreign_below",), math.nan, "foreign_below"),
        (("format",), "something else", "format"),
        (("version",), 1, "version"),
        (("standard", "sides", "lost", "over"), -1.0, "standard.sides.lost.over"),
        (("standard", "sides", "gained", "tail"), [2.0, 1.0], "standard.sides.gained.tail"),
        (("standard", "evidence", "ink_loss", "spread", ""), 0.0, "standard.evidence.ink_loss.spread"),
    ],
)
def test_a_wrong_number_among_the_normals_is_told_with_file_and_field(
    press: Press, tmp_path: Path, where: tuple[str | int, ...], value: Any, field: str
) -> None:
    _, path = save_normals(press.model.normals, tmp_path)
    facts = json.loads(path.read_text("utf-8"))
    at = facts
    for name in where[:-1]:
        at = at[name]
    at[where[-1]] = value
    path.write_text(json.dumps(facts))
    with pytest.raises(InputError) as told:
        load_normals(tmp_path)
    assert (told.value.path, told.value.field) == (path, field)


def test_a_record_holds_everything_and_replays(ornament: Path, in_use: ModelInUse, tmp_path: Path) -> None:
    params = InspectParams(false_alarms=0.02)
    done = inspect_file(ornament, params, model=in_use)
    assert isinstance(done, Done)
    written = write_inspection(done, tmp_path / "out")
    assert {path.name for path in written} == {
        "boxes.png",
        "residual.png",
        "signed_ink.png",
        "reconstruction.png",
        "report.html",
        "findings.json",
    }
    record = read_record(tmp_path / "out" / "findings.json")
    assert differences(record.findings, done.record.findings) == []
    assert judged_at(record.findings[0], done.inspection) is not None
    assert record.provenance == {"library": "Bodleian", "shelfmark": "Vet. E4"}
    assert record.params == params
    again = inspect_file(record.ornament.path, record.params, model=in_use)
    assert isinstance(again, Done)
    assert differences(record.findings, again.record.findings) == []
    judged = [finding.judged("rejected", "a stain") for finding in record.findings]
    assert differences(judged, again.record.findings) == []
    moved = [Finding("altered", (0, 0, 1, 1), "", "", 1.0, None, True, ()), *record.findings[1:]]
    assert differences(moved, again.record.findings)


def test_a_second_report_leaves_nothing_of_the_first_and_writes_over_no_picture(
    ornament: Path, in_use: ModelInUse, tmp_path: Path
) -> None:
    done = inspect_file(ornament, InspectParams(), model=in_use)
    assert isinstance(done, Done)
    out = tmp_path / "out"
    write_inspection(done, out, pdf=lambda _report, path: path.write_bytes(b"%PDF-1.4 %%EOF"))
    (out / "reference.png").write_bytes(b"a person's")
    assert (out / "report.pdf").is_file()
    written = write_inspection(done, out)
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["reference.png", *(path.name for path in written)]
    )
    taken = replace(done.record, ornament=Source(out / "boxes.png", "0" * 64))
    with pytest.raises(InputError, match=r"boxes\.png: is one of the pictures"):
        write_inspection(replace(done, record=taken), out)


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


def test_the_report_says_what_it_rests_on(ornament: Path, in_use: ModelInUse) -> None:
    done = inspect_file(ornament, InspectParams(false_alarms=0.02), model=in_use)
    assert isinstance(done, Done)
    findings = [done.record.findings[0].judged("accepted", "<b>re-cut</b>"), *done.record.findings[1:]]
    report = build_report(done.record.with_findings(findings), done.inspection, done.rgb)
    html = report.html()
    for words in (
        "Bodleian",
        "Vet. E4",
        "by chance",
        done.record.ornament.sha256,
        "a" * 64,
        "accepted",
        "&lt;b&gt;re-cut&lt;/b&gt;",
        "data:image/",
        "held-out normal vignettes",
        "numpy",
        "Card",
    ):
        assert words in html, words
    assert 'src="finding1_0"' not in html
    assert all("<script" not in block for block in report.blocks)


def test_the_command_answers_with_json_and_status(
    ornament: Path,
    in_use: ModelInUse,
    press: Press,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told(monkeypatch, in_use)
    blank = write_image(tmp_path / "blank.png", np.full((120, 160, 3), 215, np.uint8))
    words = ["inspect", str(blank), "--model", "m", "--output", str(tmp_path / "b"), "--no-pdf", "--json"]
    assert run(words) == inspect_cli.NOTHING
    value = json.loads(capsys.readouterr().out)
    assert value["findings"] == []
    assert value["vignettes"] == []
    assert str(tmp_path / "b" / "findings.json") in value["output"]
    out = tmp_path / "both"
    layout = tmp_path / "layout.json"
    # A layout that has one vignette more than stands there: missing, so the command finds something.
    page = press.planted(SEED, ["filled"])
    items = [item.as_json() for item in (*vignettes_of(page), Vignette((2, 2, 36, 36), "4"))]
    layout.write_text(json.dumps({"vignettes": items}), "utf-8")
    words = ["inspect", str(ornament), str(blank), "--model", "m", "--layout", str(layout)]
    assert run([*words, "--output", str(out), "--no-pdf", "--json"]) == inspect_cli.FOUND
    several = json.loads(capsys.readouterr().out)["ornaments"]
    assert {Path(one["ornament"]).name for one in several} == {"suspect.png", "blank.png"}
    assert any(one["kind"] == "missing" for item in several for one in item["findings"])
    findings = out / "suspect" / "findings.json"
    assert run(["inspect", "--replay", str(findings)]) == inspect_cli.FOUND
    assert "the same" in capsys.readouterr().out
    value = json.loads(findings.read_text("utf-8"))
    unsaved = tmp_path / "unsaved.json"
    unsaved.write_text(json.dumps({**value, "alignment": {"frame": "reference"}}), "utf-8")
    with pytest.raises(InputError, match="no file was kept"):
        run(["inspect", "--replay", str(unsaved)])
    value["findings"][0]["score"] = 99.0
    findings.write_text(json.dumps(value), "utf-8")
    with pytest.raises(InputError, match="not the same"):
        run(["inspect", "--replay", str(findings)])
    ornament.write_bytes(ornament.read_bytes() + b" ")
    with pytest.raises(InputError, match="SHA-256"):
        run(["inspect", "--replay", str(findings)])


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


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["inspect"], "at least one"),
        (["inspect", "a.png"], "--model"),
        (["inspect", "a.png", "--reference", "r.png", "--layout", "l.json"], "needs a model"),
        (["inspect", "a.png", "--model", "m", "--normals", "b.png"], "own normals"),
        (["inspect", "a.png", "--replay", "f.json"], "takes no ornament"),
        (["inspect", "nowhere.png", "--reference", "r.png", "--no-pdf"], "nowhere.png"),
    ],
)
def test_bad_command_lines_are_told_in_one_line(words: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(words)


def block_impression(seed: int, *, altered: bool = False, moved: bool = False) -> U8:
    rng = np.random.default_rng(seed)
    ink = np.zeros((360, 480), np.float32)
    draw = np.random.default_rng(7)
    for _ in range(26):
        x, y, r = (int(v) for v in draw.integers((40, 40, 8), (440, 320, 40)))
        cv2.ellipse(ink, (x, y), (r, r // 2 + 3), int(draw.integers(180)), 0, 300, 1.0, 4, cv2.LINE_AA)
    if altered:
        cv2.rectangle(ink, (200, 150), (250, 190), 0.0, -1)
        cv2.circle(ink, (171, 263), 9, 1.0, -1)
    field = cv2.GaussianBlur(rng.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 9)
    tone = 222 - 175 * ink * np.clip(0.9 + 1.2 * field, 0.5, 1) + rng.normal(0, 2, ink.shape)
    gray = np.clip(cv2.GaussianBlur(tone.astype(np.float32), (0, 0), 0.8), 0, 255).astype(np.uint8)
    if moved:
        turn = cv2.getRotationMatrix2D((240, 180), 2.0, 1.0)
        gray = cv2.warpAffine(gray, turn, (480, 360), borderMode=cv2.BORDER_REPLICATE)
    return np.repeat(gray[..., None], 3, axis=2)


def test_a_carved_block_is_compared_with_its_reference(tmp_path: Path) -> None:
    suspect = write_image(tmp_path / "s.png", block_impression(1, altered=True))
    clean = write_image(tmp_path / "c.png", block_impression(5))
    reference = write_image(tmp_path / "r.png", block_impression(2, moved=True))
    done = inspect_file(suspect, InspectParams(), reference=reference)
    assert isinstance(done, Done)
    assert {finding.kind for finding in done.record.findings} == {"altered"}
    assert all(finding.p is not None and finding.p <= 0.01 for finding in done.record.findings)
    for x, y in ((225, 170), (171, 263)):
        assert any(f.box[0] <= x <= f.box[2] and f.box[1] <= y <= f.box[3] for f in done.record.findings), (
            x,
            y,
            done.record.findings,
        )
    count = len(done.record.findings)
    assert done.inspection.verdict == f"differs from its reference, at no promised rate: {count} altered"
    plain = inspect_file(clean, InspectParams(), reference=reference)
    assert isinstance(plain, Done)
    assert len(plain.record.findings) == 0
    assert "does not differ from its reference" in plain.inspection.verdict
    others = [write_image(tmp_path / f"n{k}.png", block_impression(10 + k)) for k in range(4)]
    pooled = inspect_file(suspect, InspectParams(), reference=reference, normals=others)
    assert isinstance(pooled, Done)
    assert all("of 4 authenticated impressions" in one.evidence[0] for one in pooled.record.findings)
    assert "at no promised rate" in pooled.inspection.verdict, "four impressions cannot promise 1 in 100"
    assert not pooled.inspection.decision.promised
    enough = inspect_file(suspect, InspectParams(false_alarms=0.2), reference=reference, normals=others)
    assert isinstance(enough, Done)
    assert enough.inspection.verdict.startswith("differs from its reference at a false-alarm rate of 20%")


def test_a_carved_block_says_what_the_reference_does_not_cover_and_has_one_rate() -> None:
    suspect, reference = block_impression(1, altered=True), block_impression(2)
    whole = np.ones(suspect.shape[:2], np.bool_)
    half = whole.copy()
    half[:, 144:] = False
    assert not any("covers" in note for note in inspect_pair(suspect, reference, valid=whole).notes)
    found = inspect_pair(suspect, reference, valid=half)
    said = [note for note in found.notes if "covers 30% of the ornament" in note]
    assert len(said) == 1
    assert isinstance(said[0], Message)
    assert all(finding.box[0] < 150 for finding in found.findings)
    with pytest.raises(MisuseError, match="calibration"):
        found.at_rate(0.2)


def test_a_reference_that_does_not_fit_is_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suspect = write_image(tmp_path / "s.png", block_impression(1))
    noise = np.random.default_rng(3).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    other = write_image(tmp_path / "o.png", cv2.GaussianBlur(noise, (0, 0), 2))
    words = ["inspect", str(suspect), "--reference", str(other), "--output", str(tmp_path / "x"), "--no-pdf"]
    assert run(words) == inspect_cli.REFUSED
    assert "does not fit" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_layout_in_reference_pixels_is_brought_to_the_ornament() -> None:
    # The ornament shows the reference turned by a quarter to the left: x' = y, y' = width - 1 - x.
    ys, xs = np.mgrid[0:100, 0:80].astype(np.float32)
    dense = np.stack([99 - ys, xs], axis=-1)
    blank = np.full((100, 80, 3), 200, np.uint8)
    laid = LaidReference(blank, np.ones((100, 80), np.bool_), dense, {})
    found = mapped_layout([Vignette((10, 20, 30, 60), "1", Pose(0))], laid, 20).vignettes[0]
    assert found.box == pytest.approx((20, 70, 60, 90), abs=1)
    assert found.pose.angle_from(90) < 1


def test_layouts_are_read_from_labelme_and_from_our_own_files(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"vignettes": [{"box": [0, 0, 5, 5], "label": "3", "rotation_deg": 90}]}))
    assert read_layout(own) == (Vignette((0, 0, 5, 5), "3", Pose(90)),)
    for text, message in (
        ("{", "cut off"),
        ("[]", "object"),
        ('{"a": 1}', "vignettes"),
        ('{"vignettes": [{"box": [0, 0, 5], "label": "3"}]}', r"vignettes\[0\]"),
        ('{"vignettes": [{"box": [0, 0, 5, 5], "label": 3}]}', r"vignettes\[0\]"),
        ('{"vignettes": [{"box": [5, 0, 5, 5], "label": "3"}]}', "area"),
    ):
        own.write_text(text)
        with pytest.raises(InputError, match=message):
            read_layout(own)


def test_records_with_faults_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    base = {
        "format": "autolabelme inspection",
        "version": 1,
        "ornament": {"path": "a.png", "sha256": "0", "page": 0},
        "settings": {},
        "findings": [],
        "vignettes": [],
    }
    path.write_text(json.dumps(base))
    assert read_record(path).ornament.path == tmp_path / "a.png"
    for change, message in (
        ({"format": "other"}, "format"),
        ({"settings": {"false_alarms": 7}}, "false_alarms"),
        ({"settings": {"unknown": 1}}, "unknown"),
        ({"findings": {}}, "findings"),
        ({"findings": [{"kind": "altered"}]}, r"findings\[0\]"),
        ({"ornament": {}}, "ornament"),
    ):
        path.write_text(json.dumps({**base, **change}))
        with pytest.raises(InputError, match=message):
            read_record(path)


def test_findings_are_compared_with_what_was_planted() -> None:
    edits = [
        {"kind": "cut", "box": [10, 10, 20, 14]},
        {"kind": "removed", "box": [50, 0, 60, 10]},
        {"kind": "foreign", "box": [80, 0, 90, 10]},
    ]
    findings = [
        Finding("altered", (0, 0, 30, 30), "1", "", 1.0, 0.01, True, ()),
        Finding("swapped", (80, 0, 90, 10), "2", "3", 1.0, None, True, ()),
        Finding("foreign", (200, 0, 210, 10), "", "", 1.0, 0.01, True, ()),
    ]
    rows = compare_with_truth(findings, edits)
    assert [row.right for row in rows] == [True, False, False, False]
    assert [row.planted for row in rows] == ["cut", "removed", "foreign", ""]
    assert rows[1].found == ()


def test_pictures_are_read_as_they_were_written(ornament: Path, press: Press) -> None:
    assert np.array_equal(read_rgb(ornament), press.planted(SEED, ["filled"]).rgb)


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


def test_a_record_keeps_where_on_the_page_an_ornament_stands(ornament: Path, in_use: ModelInUse) -> None:
    done = inspect_file(ornament, InspectParams(), model=in_use)
    assert isinstance(done, Done)
    source = Source.of(ornament, 0, (1.5, 2.0, 30.0, 40.0))
    path = write_record(replace(done.record, ornament=source), ornament.parent / "findings.json")
    assert read_record(path).ornament == source
    value = json.loads(path.read_text("utf-8"))
    value["ornament"]["box"] = [5, 5, 1, 9]
    path.write_text(json.dumps(value), "utf-8")
    with pytest.raises(InputError, match="box"):
        read_record(path)


@pytest.mark.parametrize(
    ("as_much", "normals", "words"),
    [
        (0, 20, "none of 20 authenticated impressions of this block differs this much"),
        (1, 20, "1 of 20 authenticated impressions of this block differs this much"),
        (2, 20, "2 of 20 authenticated impressions of this block differ this much"),
        (0, 1, "the one authenticated impression of this block that was given does not differ this much"),
        (1, 1, "the one authenticated impression of this block that was given differs this much"),
    ],
)
def test_how_many_other_impressions_differ_as_much_is_a_sentence(
    as_much: int, normals: int, words: str
) -> None:
    assert carved._rank_words(as_much, normals) == words
    assert isinstance(words, Message)
