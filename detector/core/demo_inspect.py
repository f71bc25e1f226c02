"""The demo's last stage: the suspect sample ornament against its reference, findings against the truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.annotation.labelme_json import KEY
from autolabelme.core.boxes import iou
from autolabelme.core.messages import listed, told
from autolabelme.core.press.sample import ornament_image, ornament_truth
from autolabelme.core.progress import SubTick, Tick

from .inspection.findings import Finding
from .inspection.params import InspectParams

if TYPE_CHECKING:
    from autolabelme.core.demo import DemoContext, StageReport

    from .inspection.file_inspection import Done

# What a planted edit should be reported as; where a sort is gone or turned, the layout tells.
REPORTED_AS: Mapping[str, tuple[str, ...]] = {
    "cut": ("altered",),
    "filled": ("altered",),
    "foreign": ("foreign",),
    "removed": ("missing",),
    "turned": ("misplaced",),
    "swapped": ("swapped",),
}
_PLANTED = {
    "cut": told("CommandLine", "cut"),
    "filled": told("CommandLine", "filled"),
    "foreign": told("CommandLine", "foreign"),
    "removed": told("CommandLine", "removed"),
    "turned": told("CommandLine", "turned"),
    "swapped": told("CommandLine", "swapped"),
}
_SAME_PLACE = 0.05


@dataclass(frozen=True)
class Comparison:
    """One row of findings against truth: the planted edit or '', and the findings there."""

    planted: str
    box: tuple[float, ...]
    found: tuple[str, ...]
    right: bool


def inspect_sample(
    context: DemoContext, tick: Tick, write: Callable[[Done, Path], list[Path]]
) -> StageReport:
    """Inspect the suspect, write its report through `write`, compare with what was planted."""
    from autolabelme.core.demo import StageReport

    from .demo import sample_model_folder
    from .inspection.file_inspection import Done, inspect_file
    from .inspection.ssd_sight import model_in_use

    folder = context.folder / "inspect"
    folder.mkdir(parents=True, exist_ok=True)
    suspect, reference = (folder / f"{name}.jpg" for name in ("suspect", "reference"))
    shutil.copyfile(ornament_image("suspect"), suspect)
    shutil.copyfile(ornament_image("reference"), reference)
    params = InspectParams()
    model = model_in_use(sample_model_folder(), params, tick=SubTick(tick, 0.0, 0.2))
    done = inspect_file(suspect, params, model=model, reference=reference, tick=SubTick(tick, 0.2, 1.0))
    if not isinstance(done, Done):
        return StageReport((told("CommandLine", "the reference does not fit: {reason}", reason=done.reason),))
    files = write(done, folder)
    rows = compare_with_truth(done.record.findings, planted_edits(ornament_truth("suspect")))
    lines: list[str] = [
        told(
            "CommandLine",
            "{name}: {verdict} ({seconds:.1f} s)",
            name=suspect.name,
            verdict=done.record.facts["verdict"],
            seconds=done.inspection.seconds,
        )
    ]
    lines += _table(rows)
    found = sum(row.right for row in rows if row.planted)
    planted = sum(1 for row in rows if row.planted)
    lines.append(
        told(
            "CommandLine",
            "planted anomalies that are reported as what they are: {found} of {planted}",
            found=found,
            planted=planted,
        )
    )
    report = next((path for path in files if path.name == "report.html"), None)
    context.left["inspection"] = folder
    return StageReport(tuple(lines), tuple(files), open_with=report)


def planted_edits(truth: Path) -> list[dict[str, Any]]:
    """The edits that stand in a press truth file."""
    edits: list[dict[str, Any]] = json.loads(truth.read_text("utf-8"))[KEY]["press"]["edits"]
    return edits


def compare_with_truth(findings: Sequence[Finding], edits: Sequence[Mapping[str, Any]]) -> list[Comparison]:
    """Each planted edit with the findings at its place, then the findings where nothing was planted."""
    rows, used = [], set()
    for edit in edits:
        here = []
        for number, finding in enumerate(findings):
            if _touches(finding, edit["box"]):
                here.append(finding.kind)
                used.add(number)
        right = any(kind in REPORTED_AS[edit["kind"]] for kind in here)
        rows.append(Comparison(edit["kind"], tuple(edit["box"]), tuple(here), right))
    for number, finding in enumerate(findings):
        if number not in used:
            rows.append(Comparison("", finding.box, (finding.kind,), right=False))
    return rows


def _touches(finding: Finding, box: Sequence[float]) -> bool:
    """Whether they overlap, or one lies within the other (a cut within its vignette)."""
    if float(iou([finding.box], [list(box)])[0, 0]) > _SAME_PLACE:
        return True
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return finding.box[0] <= x <= finding.box[2] and finding.box[1] <= y <= finding.box[3]


def _table(rows: Sequence[Comparison]) -> list[str]:
    """A line for each place: what was planted there, and what was found."""
    lines: list[str] = []
    for row in rows:
        at = ", ".join(str(round(edge)) for edge in row.box)
        found = listed(told("CommandLine", one) for one in row.found)
        kind: str = _PLANTED[row.planted] if row.planted else found
        if not row.planted:
            how = told("CommandLine", "not planted")
        elif not row.found:
            how = told("CommandLine", "missed")
        else:
            how = told("CommandLine", "found") if row.right else told("CommandLine", "found as another kind")
        lines.append(told("CommandLine", "  {at}: {kind}: {how}", at=at, kind=kind, how=how))
    return lines
