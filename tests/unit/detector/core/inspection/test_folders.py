"""Reports of ornaments: one folder each, the same on every run."""

import json
from pathlib import Path

from autolabelme.core.ornament import Box, Ornament
from detector.core.inspection.folders import result_folder_of, result_folders
from detector.core.inspection.record import FINDINGS_FILE

BOX = (10.0, 20.0, 40.0, 60.0)


def report(folder: Path, path: Path, box: Box | None = None) -> None:
    folder.mkdir(parents=True)
    about = {"path": str(path), "sha256": "", "page": 0, "box": None if box is None else list(box)}
    (folder / FINDINGS_FILE).write_text(json.dumps({"ornament": about}))


def test_ornaments_of_one_name(tmp_path: Path) -> None:
    a, b, tif = tmp_path / "A" / "o.png", tmp_path / "B" / "o.png", tmp_path / "A" / "o.tif"
    out = tmp_path / "out"
    assert result_folders([a, b], out) == [out / "A_o", out / "B_o"]
    assert result_folders([b, a], None) == [tmp_path / "B" / "o_inspection", tmp_path / "A" / "o_inspection"]
    assert [path.name for path in result_folders([a, tif], None)] == [
        "o.png_inspection",
        "o.tif_inspection",
    ]


def test_a_report_that_is_there_keeps_its_folder(tmp_path: Path) -> None:
    a, tif, out = tmp_path / "o.png", tmp_path / "o.tif", tmp_path / "out"
    report(tmp_path / "o_inspection", a)
    assert [path.name for path in result_folders([tif, a], None)] == ["o.tif_inspection", "o_inspection"]
    assert result_folder_of(Ornament(tif), tmp_path).name == "o.tif_inspection"
    report(out / "o", a)
    (out / "o" / FINDINGS_FILE).write_text("{")
    assert result_folders([a, tif], out) == [out / "o.png", out / "o.tif"]


def test_ornaments_of_one_page_have_a_report_each(tmp_path: Path) -> None:
    path, other = tmp_path / "o.png", tmp_path / "B" / "o.png"
    names = {result_folder_of(Ornament(path, box=box), tmp_path).name for box in (None, BOX, (0, 0, 9, 9))}
    assert len(names) == 3
    report(tmp_path / "o_at_10_20_30_40_inspection", path, BOX)
    assert result_folder_of(Ornament(path), tmp_path).name == "o_inspection"
    assert result_folder_of(Ornament(other, box=BOX), tmp_path).name == "B_o_at_10_20_30_40_inspection"
