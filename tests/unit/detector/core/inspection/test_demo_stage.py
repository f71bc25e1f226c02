"""The demo's last stage on the bundled model: what was planted in the suspect sample is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from autolabelme.core.demo import DemoContext
from autolabelme.core.progress import no_tick
from detector.core.demo import sample_model_folder
from detector.core.demo_inspect import compare_with_truth, inspect_sample, planted_edits
from detector.core.inspection.file_inspection import write_inspection
from detector.core.inspection.normals import FACTS_FILE
from detector.core.inspection.record import read_record


@pytest.mark.slow
@pytest.mark.skipif(
    not (sample_model_folder() / FACTS_FILE).is_file(), reason="the sample model has no inspection normals"
)
def test_what_was_planted_in_the_suspect_is_reported(tmp_path: Path) -> None:
    from autolabelme.core.press.sample import ornament_truth

    report = inspect_sample(DemoContext(tmp_path), no_tick, write_inspection)
    assert report.open_with == tmp_path / "inspect" / "report.html"
    assert "planted anomalies" in report.lines[-1]
    findings = read_record(tmp_path / "inspect" / "findings.json").findings
    rows = compare_with_truth(findings, planted_edits(ornament_truth("suspect")))
    told = {row.planted: row for row in rows if row.planted}
    assert set(told) == {"foreign", "removed", "cut", "turned"}
    assert all(row.right for row in told.values()), "each is reported as what it is"
    assert not [row for row in rows if not row.planted], "and nothing where nothing was done"
