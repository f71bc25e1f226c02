"""``inspect PAGE_matched.json``: the contract of the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.image_io import write_image
from autolabelme.core.languages import speak
from detector.core.siblings.files import inspect_page, read_page, write_page_inspection
from detector.core.siblings.params import SiblingParams
from detector.core.siblings.prepare import Place
from detector.core.siblings.record import read_record
from detector.core.siblings.replay import replay

from .core.siblings.conftest import Printed, strip


def written(folder: Path, printed: Printed, name: str = "page") -> Path:
    """An annotation file with its page beside it."""
    image = write_image(folder / f"{name}.png", printed.gray)
    shapes = tuple(
        Shape.rectangle(one.label, one.box, pose=one.pose, role="match" if number else "template")
        for number, one in enumerate(printed.vignettes)
    )
    document = Document.for_image(image).with_fields(shapes=shapes)
    path = folder / f"{name}_matched.json"
    write_document(document, path)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    status = main(["inspect", *(str(word) for word in words), "--json", "--no-pdf"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out.strip() else {}


def test_a_foreign_piece_is_found_and_all_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, strip(second=12))
    status, found = run(capsys, path, "--output", tmp_path / "out")
    assert status == 1
    assert found["rate"] == 0.05 and found["verdict"].startswith("differs")
    assert found["findings"][0]["kind"] == "foreign"
    assert found["p"] <= 0.05
    worst = max(found["vignettes"], key=lambda one: one["score"])
    assert worst["p"] == min(one["p"] for one in found["vignettes"])
    assert set(worst["sides"]) == {"cut", "lost", "added", "unlike"}
    assert worst["sides"]["unlike"]["p"] < 0.01
    assert worst["siblings"] == 19 and worst["promised"] is True
    assert "any of its 19 siblings" in worst["rank"]
    assert [Path(one).name for one in found["output"]] == ["boxes.png", "report.html", "findings.json"]
    assert all(Path(one).is_file() for one in found["output"])
    record = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert record["vignettes"] == found["vignettes"]


def test_the_table_of_findings_is_in_french_where_that_is_spoken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, strip(second=12))
    try:
        assert main(["--language", "fr", "inspect", str(path), "--no-pdf"]) == 1
    finally:
        speak("en")
    shown = " ".join(capsys.readouterr().out.split())
    assert "étrangère" in shown and "de ses 19 sœurs" in shown
    assert not {"foreign", "siblings", "differs", "more"} & set(shown.split())


def test_an_untouched_page_exits_with_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = run(capsys, written(tmp_path, strip()))
    assert (status, found["findings"]) == (0, [])
    assert found["verdict"].startswith("does not differ")
    assert (tmp_path / "page_matched_inspection" / "report.html").is_file()


def test_authentic_pages_lend_their_siblings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = Printed(strip().gray, strip().vignettes[:5])
    path = written(tmp_path, small)
    status, found = run(capsys, path)
    assert status == 4 and found["p"] is None and found["vignettes"][0]["p"] is None
    assert found["vignettes"][0]["promised"] is False
    other = written(tmp_path, strip(seed=11), "other")
    status, found = run(capsys, path, "--normals", other, "--false-alarms", "0.1")
    assert found["rate"] == 0.1
    assert found["vignettes"][0]["siblings"] == 24 and found["vignettes"][0]["p"] is not None


def test_poses_come_from_the_labels_where_no_key_says_them(tmp_path: Path) -> None:
    path = written(tmp_path, strip())
    raw = json.loads(path.read_text("utf-8"))
    raw.pop("autolabelme", None)
    for shape in raw["shapes"]:
        shape.pop("autolabelme", None)
    path.write_text(json.dumps(raw), "utf-8")
    _, _, vignettes = read_page(path)
    wanted = [(one.label, one.pose) for one in strip().vignettes]
    assert [(one.label, one.pose) for one in vignettes] == wanted
    # Nothing on the page stands plain: the suffix is a pose all the same.
    raw["shapes"] = [one for one in raw["shapes"] if "_" in one["label"]]
    path.write_text(json.dumps(raw), "utf-8")
    assert {one.label for one in read_page(path)[2]} == {strip().vignettes[0].label}


def test_a_record_is_done_again_with_its_verdicts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, strip(second=12))
    run(capsys, path, "--output", tmp_path / "out")
    record = tmp_path / "out" / "findings.json"
    value = json.loads(record.read_text("utf-8"))
    value["findings"][0].update(verdict="accepted", note="seen on paper")
    record.write_text(json.dumps(value), "utf-8")
    status, again = run(capsys, "--replay", record, "--output", tmp_path / "again")
    assert status == 1 and again["findings"] == value["findings"]
    assert again["vignettes"] == value["vignettes"]
    assert (tmp_path / "again" / "report.html").is_file()
    # What everybody rejected is no finding; other findings than the record's are a fault.
    for finding in value["findings"]:
        finding["verdict"] = "rejected"
    record.write_text(json.dumps(value), "utf-8")
    assert run(capsys, "--replay", record)[0] == 0
    value["findings"][0]["p"] = 0.5
    record.write_text(json.dumps(value), "utf-8")
    assert main(["inspect", "--replay", str(record)]) == 2
    assert "not the same" in capsys.readouterr().err


def test_a_record_of_another_picture_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, written(tmp_path, strip()), "--output", tmp_path / "out")
    write_image(tmp_path / "page.png", strip(seed=11).gray)
    assert main(["inspect", "--replay", str(tmp_path / "out" / "findings.json")]) == 2
    assert "SHA-256" in capsys.readouterr().err


def test_the_siblings_that_were_struck_out_are_so_again(tmp_path: Path) -> None:
    path = written(tmp_path, strip(second=12))
    other = written(tmp_path, strip(seed=11), "other")
    done = inspect_page(path, SiblingParams(), normals=[other])
    struck = done.inspection.strike([Place(0, 4), Place(1, 2)])
    write_page_inspection(replace(done, inspection=struck), tmp_path / "out")
    again = replay(read_record(tmp_path / "out" / "findings.json")).inspection
    assert again.struck == struck.struck
    assert [one.vignette for one in again.judged] == [one.vignette for one in struck.judged]


@pytest.mark.parametrize(
    "words",
    [
        ("page_matched.json", "page.png"),
        ("page_matched.json", "--normals", "page.png"),
        ("page.png", "--reference", "page.png", "--normals", "page_matched.json"),
        ("page_matched.json", "--reference", "page.png"),
        ("page_matched.json", "--normals", "page_matched.json"),
        ("page_matched.json", "--false-alarms", "0.9"),
        ("absent.json",),
    ],
)
def test_a_mixture_and_what_annotations_do_not_take_exit_two(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written(tmp_path, strip())
    monkeypatch.chdir(tmp_path)
    assert main(["inspect", *words, "--json"]) == 2
    assert capsys.readouterr().err.startswith("autolabelme: ")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"shapes": 3}', '{"shapes": [], "imagePath": "page.png"}'])
def test_a_bad_annotation_exits_two(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_image(tmp_path / "page.png", strip().gray)
    path = tmp_path / "page.json"
    path.write_text(text, "utf-8")
    assert main(["inspect", str(path), "--json"]) == 2
    assert str(path) in capsys.readouterr().err


def test_no_torch_is_imported(tmp_path: Path) -> None:
    path = written(tmp_path, Printed(strip().gray, strip().vignettes[:3]))
    code = (
        "import sys; from autolabelme.__main__ import main; "
        f"main(['inspect', {str(path)!r}, '--json', '--no-pdf']); "
        "sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_where_nothing_is_promised_the_status_is_another_than_where_nothing_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = written(tmp_path, Printed(strip().gray, strip().vignettes[:6]))
    status, found = run(capsys, few, "--output", tmp_path / "out")
    assert found["verdict"].startswith("nothing can be promised")
    assert status == 4
    assert main(["inspect", "--replay", str(tmp_path / "out" / "findings.json"), "--json"]) == 4


def test_a_copy_of_the_page_among_the_authentic_ones_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, copy = written(tmp_path, strip(second=12)), written(tmp_path, strip(second=12), "copy")
    _, alone = run(capsys, page, "--output", tmp_path / "alone")
    _, beside = run(capsys, page, "--normals", copy, "--output", tmp_path / "beside")
    assert beside["p"] == alone["p"]
    assert any("copy_matched.json" in note and "20" in note for note in beside["notes"])
