"""findings.json: what it holds, how it replays, what is refused; and what an inspection writes beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_rgb
from autolabelme.core.matching.poses import Pose
from detector.core.inspection.file_inspection import Done, ModelInUse, inspect_file, write_inspection
from detector.core.inspection.findings import Finding, Vignette, differences
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import read_layout, read_record, write_record
from detector.core.inspection.source import Source
from detector.core.report import build_report, judged_at

from .conftest import SEED

if TYPE_CHECKING:
    from .conftest import Press


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
    assert 'src="picture' not in html and 'src="boxes"' not in html
    assert all("<script" not in block for block in report.blocks)


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


def test_pictures_are_read_as_they_were_written(ornament: Path, press: Press) -> None:
    assert np.array_equal(read_rgb(ornament), press.planted(SEED, ["filled"]).rgb)


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


@pytest.mark.slow
def test_records_are_read_without_torch() -> None:
    """The window opens a report's findings before a model is needed; torch takes seconds to import."""
    code = (
        "import sys, detector.core.inspection.record, detector.core.inspection.file_inspection\n"
        "assert 'torch' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
