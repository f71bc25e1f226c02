"""The command lines of Inspect: parsed, run, with their JSON and exit status; the demo's table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from autolabelme.__main__ import build_parser
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from detector import inspect_cli
from detector.core.demo import named_model_folder, sample_model_folder
from detector.core.demo_inspect import compare_with_truth
from detector.core.inspection.file_inspection import ModelInUse
from detector.core.inspection.findings import Finding, Vignette
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of

from .conftest import SEED, block_impression

if TYPE_CHECKING:
    from .conftest import Press


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


def test_the_bundled_model_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert named_model_folder("sample") == sample_model_folder()
    assert named_model_folder("mine") == Path("mine")
    (tmp_path / "sample").mkdir()
    assert named_model_folder("sample") == Path("sample"), "a folder of one's own comes first"


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
