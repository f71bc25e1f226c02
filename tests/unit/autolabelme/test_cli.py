"""The command lines of Annotate, in process; the exit status and what stands on stdout and stderr."""

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autolabelme import __main__ as entry
from autolabelme import __version__, cli
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.matching.search import SearchParams
from autolabelme.core.opencv import cv2

SIZE = 40


def glyph():
    """A sort that resembles none of its turned and mirrored images (correlation 0.36 at most)."""
    blocks = np.random.default_rng(258).random((7, 7)) < 0.5
    ink = np.zeros((SIZE, SIZE), np.uint8)
    ink[3:-2, 3:-2] = blocks.repeat(5, 0).repeat(5, 1) * 255
    return ink


def poses(ink):
    return {"plain": ink, "mirrored": ink[:, ::-1], "flipped": ink[::-1], "turned": np.rot90(ink)}


def print_page(path, places, seed=1, size=(260, 420)):
    """A page of paper grain with the glyph at (x, y, pose)."""
    rng = np.random.default_rng(seed)
    page = rng.normal(225, 5, size)
    for x, y, pose in places:
        ink = poses(glyph())[pose].astype(float) / 255
        page[y : y + SIZE, x : x + SIZE] -= ink * 170
    gray = cv2.GaussianBlur(page.clip(0, 255).astype(np.uint8), (0, 0), 0.8)
    Image.fromarray(gray).save(path)
    return path


ROW = [
    (30, 100, "plain"),
    (110, 104, "plain"),
    (190, 98, "mirrored"),
    (270, 101, "flipped"),
    (350, 2, "plain"),
]


def box(x, y):
    return (x, y, x + SIZE, y + SIZE)


@pytest.fixture
def page(tmp_path):
    """A page with its start file: one box, label 12 with a note."""
    image = print_page(tmp_path / "page.png", ROW)
    document = Document.for_image(image).add(Shape.rectangle("12", box(30, 100), note="sun"))
    path = write_document(document, tmp_path / "page.json")
    content = json.loads(path.read_text())
    del content["autolabelme"], content["shapes"][0]["autolabelme"]
    content["shapes"][0]["label"] = "12 sun"  # as a historian types it in LabelMe
    path.write_text(json.dumps(content))
    return path


QUICK = ["--scales", "1", "1", "0"]


def run(capsys, *words):
    status = entry.main([str(word) for word in words])
    caught = capsys.readouterr()
    return status, caught.out, caught.err


def errors(text):
    lines = text.strip().splitlines()
    assert all(line.startswith("autolabelme") for line in lines), text
    return lines


# --- match ----------------------------------------------------------------------------------------


def test_match_writes_what_labelme_reads(page, capsys):
    status, out, err = run(capsys, "match", page, *QUICK)
    assert (status, err) == (0, "")
    saved = page.with_name("page_matched.json")
    labels = [shape["label"] for shape in json.loads(saved.read_text())["shapes"]]
    assert sorted(labels) == ["12", "12", "12_flipped", "12_mirrored"]
    document = read_document(saved)
    assert len(document.templates("12")) == 1
    assert document.templates("12")[0].box == box(30, 100)
    for shape in document.matches("12"):
        place = min(ROW, key=lambda p: abs(p[0] - shape.box[0]))
        assert shape.box == pytest.approx(box(*place[:2]), abs=1.5)
        assert shape.template == document.templates("12")[0].id
    assert json.loads(page.with_name("page_descriptor.json").read_text()) == {"12": "sun"}
    line = next(line for line in out.splitlines() if line.strip().startswith("12"))
    assert line.split()[1] == "4"
    assert "2 plain, 1 mirrored, 1 flipped" in line
    assert f"wrote {saved}" in out


def test_match_json_is_one_object(page, capsys, tmp_path):
    out_file = tmp_path / "sub" / "out.json"
    status, out, err = run(capsys, "match", page, "--json", "--output", out_file, *QUICK)
    assert (status, err) == (0, "")
    result = json.loads(out)
    assert set(result) == {"matches", "seconds", "output"}
    assert result["output"] == [str(out_file), str(out_file.with_name("out_descriptor.json"))]
    assert all(Path(name).is_file() for name in result["output"])
    assert set(result["seconds"]) == {"12"}
    assert result["seconds"]["12"] > 0
    keys = {"page", "label", "box", "score", "rotation_deg", "mirrored", "scale_x", "scale_y", "template"}
    assert all(set(match) == keys for match in result["matches"])
    own = result["matches"][0]
    assert (own["box"], own["score"], own["rotation_deg"], own["mirrored"]) == (
        list(box(30, 100)),
        1.0,
        0.0,
        False,
    )
    assert own["page"] == str(page.with_name("page.png"))
    flipped = next(match for match in result["matches"] if 260 < match["box"][0] < 280)
    assert flipped["mirrored"] is True
    assert flipped["rotation_deg"] == pytest.approx(180, abs=3)
    assert 0.45 <= flipped["score"] <= 1.0


def matched(page, capsys, *words):
    status, out, err = run(capsys, "match", page, "--json", *QUICK, *words)
    assert (status, err) == (0, "")
    return sorted(round(match["box"][0] / 10) for match in json.loads(out)["matches"])


def test_match_options(page, capsys):
    assert matched(page, capsys, "--no-flips") == [3, 11]
    assert matched(page, capsys, "--scope", "page", "--no-flips") == [3, 11, 35]
    assert matched(page, capsys, "--neighbourhood", "100") == [3, 11, 19, 27, 35]
    assert matched(page, capsys, "--scope", "around", "--label", "12 sun") == [3, 11]
    assert matched(page, capsys, "--threshold", "0.6", "--rotation", "0", "10") == [3, 11, 19, 27]


def test_match_turned_copies(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", [(30, 100, "plain"), (150, 100, "turned")])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("1", box(30, 100))), tmp_path / "p.json"
    )
    assert matched(path, capsys, "--rotation", "90") == [3, 15]
    assert matched(path, capsys, "--quarter-turns") == [3, 15]
    labels = [s["label"] for s in json.loads((tmp_path / "p_matched.json").read_text())["shapes"]]
    assert labels == ["1", "1_rotated_90"]
    with pytest.raises(SystemExit) as stopped:
        entry.main(["match", str(path), "--rotation"])
    assert stopped.value.code == 2


def test_match_prefix_is_written_when_asked(page, capsys):
    assert run(capsys, "match", page, "--prefix", *QUICK)[0] == 0
    labels = {s["label"] for s in json.loads(page.with_name("page_matched.json").read_text())["shapes"]}
    assert labels == {"page_12", "page_12_mirrored", "page_12_flipped"}


def test_match_ornament(page, capsys):
    document = read_document(page)
    write_document(document.add(Shape.rectangle("ornament", (0, 60, 170, 200), role="region")), page)
    assert matched(page, capsys, "--scope", "ornament") == [3, 11]
    write_document(document, page)
    status, _, err = run(capsys, "match", page, "--scope", "ornament", *QUICK)
    assert status == 2
    assert "page.json: label 12: no drawn ornament" in errors(err)[0]


def test_match_template_of_another_page(page, tmp_path, capsys):
    bare = print_page(
        tmp_path / "other" / "b.png" if (tmp_path / "other").mkdir() is None else None, ROW[1:3], seed=9
    )
    status, out, _ = run(capsys, "match", bare, "--template", f"{page}:12", "--json", *QUICK)
    assert status == 0
    matches = json.loads(out)["matches"]
    assert sorted(round(match["box"][0] / 10) for match in matches) == [11, 19]
    assert {match["label"] for match in matches} == {"12"}
    assert {match["template"] for match in matches} == {"page:12#1"}
    document = read_document(bare.with_name("b_matched.json"))
    assert document.templates("12") == ()
    assert json.loads(bare.with_name("b_descriptor.json").read_text()) == {"12": "sun"}
    # A JSON without boxes, the image of the template's page, and a folder of bare images do as well.
    blank = write_document(Document.for_image(bare), bare.with_name("b.json"))
    assert matched(blank, capsys, "--template", f"{page.with_suffix('.png')}:12") == [11, 19]
    assert matched(bare.parent, capsys, "--template", f"{page}:12") == [11, 19]


def test_match_folder_scope_uses_every_template_on_every_page(page, tmp_path, capsys):
    print_page(tmp_path / "q.png", ROW[:2], seed=4)
    status, out, _ = run(capsys, "match", page, "--scope", "folder", "--json", "--no-flips", *QUICK)
    assert status == 0
    result = json.loads(out)
    counts = {}
    for match in result["matches"]:
        counts[Path(match["page"]).name] = counts.get(Path(match["page"]).name, 0) + 1
    assert counts == {"page.png": 3, "q.png": 2}
    assert {Path(name).name for name in result["output"]} == {
        "page_matched.json",
        "page_descriptor.json",
        "q_matched.json",
        "q_descriptor.json",
    }


def test_every_page_of_a_tiff_is_searched_with_a_template(page, tmp_path, capsys):
    images = [Image.open(print_page(tmp_path / f"t{seed}.png", ROW[1:2], seed)) for seed in (5, 6)]
    pages = tmp_path / "book" / "scan.tif"
    pages.parent.mkdir()
    images[0].save(pages, save_all=True, append_images=images[1:])
    status, out, _ = run(capsys, "match", pages, "--template", f"{page}:12", "--json", *QUICK)
    assert status == 0
    places = [match["page"] for match in json.loads(out)["matches"]]
    assert places == [str(pages), f"{pages}#page=2"]
    saved = [
        read_document(pages.with_name(name)) for name in ("scan_matched.json", "scan_page_2_matched.json")
    ]
    assert [document.page for document in saved] == [0, 1]
    assert [len(document.vignettes()) for document in saved] == [1, 1]


def test_labels_that_compete_for_the_same_ink(tmp_path, capsys):
    """A second label boxed a little off the same sort must not take the first one's copies twice."""
    image = print_page(tmp_path / "p.png", [*ROW[:2], (190, 98, "plain")])
    document = Document.for_image(image)
    document = document.add(Shape.rectangle("1", box(30, 100)), Shape.rectangle("2", (110, 104, 150, 140)))
    path = write_document(document, tmp_path / "p.json")
    status, out, _ = run(capsys, "match", path, "--json", *QUICK)
    assert status == 0
    places = [round(match["box"][0] / 10) for match in json.loads(out)["matches"]]
    assert sorted(places) == [3, 11, 19]


def test_several_templates_of_one_label_are_all_searched(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", [(30, 100, "plain"), (110, 100, "turned"), (190, 100, "turned")])
    document = Document.for_image(image).add(Shape.rectangle("1", box(30, 100)))
    path = write_document(document, tmp_path / "p.json")
    assert matched_or_alone(path, capsys) == [3]
    path = write_document(document.add(Shape.rectangle("1", box(110, 100))), tmp_path / "p.json")
    assert matched_or_alone(path, capsys) == [3, 11, 19]


def matched_or_alone(path, capsys):
    _, out, err = run(capsys, "match", path, "--json", *QUICK)
    assert err == ""
    return sorted(round(match["box"][0] / 10) for match in json.loads(out)["matches"])


def test_matching_again_starts_from_the_source(page, capsys):
    assert matched(page, capsys) == [3, 11, 19, 27]
    first = page.with_name("page_matched.json").read_text()
    assert matched(page, capsys) == [3, 11, 19, 27]
    assert page.with_name("page_matched.json").read_text() == first
    assert matched(page.with_name("page_matched.json"), capsys) == [3, 11, 19, 27]


def test_a_bad_page_of_a_folder_is_reported_and_the_others_go_on(page, tmp_path, capsys):
    (tmp_path / "broken.json").write_text('{"shapes": [')
    status, _, err = run(capsys, "match", tmp_path, *QUICK)
    assert status == 2
    assert len(errors(err)) == 1
    assert "broken.json: is cut off" in err
    assert page.with_name("page_matched.json").is_file()
    assert not (tmp_path / "broken_matched.json").exists()


def test_output_for_several_pages_is_a_folder(page, tmp_path, capsys):
    document = read_document(page)
    write_document(document, tmp_path / "again.json")
    status, _, err = run(capsys, "match", tmp_path, "--output", tmp_path / "one.json", *QUICK)
    assert status == 2
    assert "--output: names one file, but there are 2 pages" in err
    assert run(capsys, "match", tmp_path, "--output", tmp_path / "all", *QUICK)[0] == 0
    assert sorted(item.name for item in (tmp_path / "all").iterdir()) == [
        "again_descriptor.json",
        "again_matched.json",
        "page_descriptor.json",
        "page_matched.json",
    ]


def test_nothing_matched_is_1(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", ROW[:1])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("a b", box(30, 100))), tmp_path / "p.json"
    )
    status, out, err = run(capsys, "match", path, "--json", *QUICK)
    assert (status, err) == (1, "")
    assert [match["box"] for match in json.loads(out)["matches"]] == [list(box(30, 100))]
    empty = print_page(tmp_path / "empty.png", [])
    assert run(capsys, "match", empty, "--template", f"{path}:a b", *QUICK)[0] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.json"], "none.json: does not exist"),
        (["page.json", "--label", "13"], "--label: no such label: 13; there are: 12"),
        (["page.json", "--threshold", "2"], "autolabelme: --threshold: expected 0 to 1, got 2.0"),
        (["page.json", "--neighbourhood", "0"], "autolabelme: --neighbourhood: expected 1"),
        (
            ["page.json", "--rotation", "1", "2", "3"],
            "--rotation: expected MIN and at most MAX, got 3 angles",
        ),
        (["page.json", "--rotation", "90", "45"], "autolabelme: --rotation: expected at least 90"),
        (["page.json", "--scales", "1", "2", "x"], "--scales: expected two numbers and a whole one"),
        (["page.json", "--scales", "2", "1", "5"], "autolabelme: --scales: expected at most 1, got 2.0"),
        (["page.json", "--template", "12"], "--template: expected PAGE:LABEL, got '12'"),
        (["page.json", "--template", "page.json:9"], "has no template of label 9; labels: 12"),
        (["page.json", "--template", "none.json:9"], "none.json: does not exist"),
        (
            ["page.png", "--template", "page.json:12", "--label", "7"],
            "--label: 7 is not the label of a --template",
        ),
        (["empty"], "empty: holds no annotation file"),
        (["bare.png"], "bare.png: shapes: has no box to search for"),
        (["blank.json"], "blank.json: label 1: the template is blank"),
        (
            ["page.png", "--template", "big.json:1"],
            "page.png: label 1: the template (500 x 500 pixels) is larger",
        ),
    ],
)
def test_bad_input_is_one_line_and_2(page, tmp_path, capsys, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    print_page(tmp_path / "bare.png", ROW)
    Image.new("L", (200, 200), 255).save(tmp_path / "blank.png")
    write_document(Document.for_image("blank.png").add(Shape.rectangle("1", (10, 10, 50, 50))), "blank.json")
    big = np.random.default_rng(0).integers(0, 255, (600, 600), dtype=np.uint8)
    Image.fromarray(big).save(tmp_path / "big.png")
    write_document(Document.for_image("big.png").add(Shape.rectangle("1", (50, 50, 550, 550))), "big.json")
    status, _, err = run(capsys, "match", *words)
    assert status == 2
    assert len(errors(err)) == 1
    assert message in err


def test_template_of_a_windows_path():
    from autolabelme.core.batch import split_template

    assert split_template(r"C:\scans\page.json:small sun") == (Path(r"C:\scans\page.json"), "small sun")
    assert split_template("page.json:12 sun") == (Path("page.json"), "12")
    for bad in ("page.json", "page.json:", ":3", "page.json: "):
        with pytest.raises(InputError):
            split_template(bad)


# --- the other commands ---------------------------------------------------------------------------


@pytest.fixture
def annotated(page, capsys):
    assert run(capsys, "match", page, *QUICK)[0] == 0
    return page.with_name("page_matched.json")


def test_occurrences(annotated, capsys):
    status, out, _ = run(capsys, "occurrences", annotated.parent)
    assert status == 0
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["label"], row["note"], row["page"], row["count"]) == ("12", "sun", "page", "4")
    assert (row["plain"], row["mirrored"], row["flipped"], row["rotated"]) == ("2", "1", "1", "0")
    table = annotated.with_name("table.csv")
    assert run(capsys, "occurrences", annotated.parent, "--wide", "--output", table)[0] == 0
    assert table.read_text() == "label,total,page\n12,4,4\n"


def test_occurrences_without_the_scans_and_with_a_bad_file(annotated, capsys):
    annotated.with_name("page.png").unlink()
    annotated.with_name("bad.json").write_text('{"shapes": 5, "imagePath": "x.png"}')
    status, out, err = run(capsys, "occurrences", annotated.parent)
    assert status == 2
    assert "bad.json: shapes: " in errors(err)[0]
    assert out.count("\n") == 2


@pytest.mark.parametrize("format", ["yolo", "coco", "voc"])
def test_export(annotated, capsys, format):
    status, out, _ = run(capsys, "export", annotated, "--format", format)
    assert status == 0
    assert "wrote 4 boxes of 1 pages" in out
    assert annotated.with_name(f"export_{format}").is_dir()


def test_crops(annotated, capsys):
    status, out, _ = run(capsys, "crops", annotated)
    root = annotated.with_name("templates") / "page"
    assert status == 0
    assert f"wrote 4 crops to {root}" in out
    assert len(list((root / "12").glob("*.jpg"))) == 4
    assert run(capsys, "crops", annotated, "--format", "png", "--output", annotated.with_name("o"))[0] == 0
    assert len(list(annotated.with_name("o").rglob("*.png"))) == 4


def test_commands_on_nothing(tmp_path, capsys):
    for words in (["occurrences"], ["crops"], ["export", "--format", "coco"]):
        status, _, err = run(capsys, words[0], tmp_path, *words[1:])
        assert status == 2
        assert "holds no annotation file" in errors(err)[0]


def test_doctor(capsys, monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    status, out, _ = run(capsys, "doctor")
    assert status == 0, out
    assert __version__ in out
    for word in (
        "torch",
        "device",
        "offscreen",
        "mobilenet_v2_imagenet",
        "vgg16_imagenet",
        "sample",
        "labelme",
    ):
        assert word in out


def test_doctor_says_what_is_wrong(capsys, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert "Qt cannot open a window here" in out


# --- demo -----------------------------------------------------------------------------------------


def stage_of(page):
    from autolabelme.core.demo import DemoStage, StageReport

    def work(context, tick):
        tick(1, 2, "half")
        file = context.folder / "made.json"
        file.write_text(page)
        return StageReport(("12 found [all]",), (file,), open_with=file)

    return DemoStage("Draw", work)


def test_demo_runs_all_stages_and_opens_the_window(tmp_path, capsys, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(entry, "demo_stages", lambda: iter([stage_of("one"), stage_of("two")]))
    monkeypatch.setenv("DISPLAY", ":99")
    status, out, _ = run(capsys, "demo", "--output", tmp_path / "new" / "demo")
    made = tmp_path / "new" / "demo" / "made.json"
    assert status == 0
    assert made.read_text() == "two"
    assert out.count("12 found [all]") == 2
    assert f"wrote {made}" in out
    assert started == [[sys.executable, "-m", "autolabelme", str(made)]]
    run(capsys, "demo", "--output", tmp_path / "demo", "--headless")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    if sys.platform not in ("win32", "darwin"):
        run(capsys, "demo", "--output", tmp_path / "demo")
    assert len(started) == 1


def test_demo_into_a_file(tmp_path, capsys):
    (tmp_path / "file").touch()
    status, _, err = run(capsys, "demo", "--headless", "--output", tmp_path / "file")
    assert status == 2
    assert "file: cannot be made" in errors(err)[0]


def test_demo_stages_come_from_every_tool():
    names = [stage.name for stage in entry.demo_stages()]
    assert names[:2] == ["Annotate", "Crops and tables"]


# --- the entry point ------------------------------------------------------------------------------

COMMAND_LINES = """
autolabelme match INPUT
autolabelme match INPUT --label L
autolabelme match INPUT --label 0 12 "small sun" --label 3
autolabelme match INPUT --threshold 0.45 --neighbourhood 2 --scope line
autolabelme match INPUT --scope around --rotation 45
autolabelme match INPUT --scope ornament --rotation -45 90
autolabelme match INPUT --scope page --scales 0.5 2 25 --no-flips
autolabelme match INPUT --scope folder --output OUT.json --json
autolabelme match --template PAGE:LABEL INPUT
autolabelme match INPUT --template PAGE:LABEL --template "C:\\\\scans\\\\p.json:small sun"
autolabelme occurrences FOLDER
autolabelme export INPUT --format yolo
autolabelme export --format coco INPUT
autolabelme export INPUT --format voc
autolabelme crops MATCHED.json
autolabelme crops MATCHED.json --output DIR --format jpeg
autolabelme crops MATCHED.json --format png
autolabelme doctor
autolabelme demo
autolabelme demo --output DIR --headless
""".strip().splitlines()


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_lines_of_the_issue(line):
    args = entry.build_parser().parse_args(shlex.split(line)[1:])
    assert callable(args.run)
    if args.command == "match":
        assert isinstance(cli.search_params(args), SearchParams)


def parsed(*words):
    return entry.build_parser().parse_args(["match", "INPUT", *words])


def test_several_values_after_one_flag():
    assert parsed("--label", "0", "12", "--label", "small sun").label == ["0", "12", "small sun"]
    assert parsed("--rotation", "-45", "90").rotation == [-45, 90]
    params = cli.search_params(parsed("--rotation", "45", "--scales", "0.8", "1.2", "9", "--no-flips"))
    assert (params.rotation_min, params.rotation_max) == (45, None)
    assert (params.scale_low, params.scale_high, params.scale_steps, params.flips) == (0.8, 1.2, 9, False)


def test_defaults_are_the_engines_and_the_help_says_them(capsys):
    assert cli.search_params(parsed()) == SearchParams()
    with pytest.raises(SystemExit) as stopped:
        entry.main(["match", "--help"])
    assert stopped.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    params = SearchParams()
    assert f"(default {params.threshold:g})" in text
    assert f"(default {params.neighbourhood.value:g})" in text
    assert f"(default {params.scale_low:g} {params.scale_high:g} {params.scale_steps};" in text


@pytest.mark.parametrize(
    "words", [["match"], ["match", "a", "--scope", "moon"], ["export", "a"], ["--nonsense"]]
)
def test_a_mistyped_command_line_is_one_line_and_2(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        entry.main(words)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--help" in line


def test_version(capsys):
    with pytest.raises(SystemExit):
        entry.main(["--version"])
    assert capsys.readouterr().out == f"autolabelme {__version__}\n"


def test_files_open_the_window(tmp_path, monkeypatch, capsys):
    import autolabelme.shell.app as app

    opened = []
    monkeypatch.setattr(app, "run_window", lambda files: opened.append(files) or 0)
    file = tmp_path / "page.json"
    file.touch()
    assert entry.main([]) == 0
    assert entry.main([str(file)]) == 0
    assert opened == [[], [str(file)]]
    status, _, err = run(capsys, "mtach", file)
    assert status == 2
    assert errors(err) == ["autolabelme: mtach: no such file, and no such command"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, Cancelled])
def test_interrupted_is_130(page, monkeypatch, capsys, error):
    def stop(*_, **__):
        raise error

    monkeypatch.setattr("autolabelme.core.batch.match_files", stop)
    status, _, err = run(capsys, "match", page)
    assert status == 130
    assert errors(err) == ["autolabelme: cancelled"]


def test_help_in_a_fresh_process_imports_nothing_heavy():
    code = (
        "import sys; from autolabelme.__main__ import main\n"
        "try: main(['match', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'scipy', 'cv2', 'numpy', 'PIL', 'PyQt6', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_damaged_scan_is_one_line_whatever_the_libraries_remark(tmp_path):
    for name, options in (
        ("a.tif", {"compression": "tiff_lzw"}),
        ("b.tif", {}),
        ("c.jpg", {}),
        ("d.jp2", {}),
    ):
        path = tmp_path / name
        noise = np.random.default_rng(0).integers(0, 255, (90, 90, 3), dtype=np.uint8)
        Image.fromarray(noise).save(path, **options)
        path.write_bytes(path.read_bytes()[:-300])
        done = subprocess.run(
            [sys.executable, "-m", "autolabelme", "match", str(path), "--template", f"{path}:1"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(f"autolabelme: {path}: "), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


def test_strange_characters_on_a_plain_terminal(tmp_path):
    image = print_page(tmp_path / "p.png", ROW[:2])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("花 é", box(30, 100))), tmp_path / "p.json"
    )
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "autolabelme", "match", str(path), *QUICK, *more],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert {match["label"] for match in json.loads(done.stdout)["matches"]} == {"花 é"}


def test_the_installed_command(page):
    done = subprocess.run(
        [sys.executable, "-m", "autolabelme", "match", str(page), "--json", *QUICK, "--threshold", "-1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autolabelme: --threshold: expected 0 to 1, got -1.0\n"
