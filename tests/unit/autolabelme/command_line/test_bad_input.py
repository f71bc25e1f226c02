"""Inputs that cannot be used: one line that names them, exit 2, nothing written; never a traceback."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autolabelme import __main__ as entry
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.files import reading_folder

from .printed import QUICK, box, run

LONG = "a" * 300 + ".png"
DEEP = "/".join(["folder"] * 700) + "/a.json"


def commands(path, folder):
    """A command line of each kind with `path` in the place of an input, and of an output."""
    out = folder / "out"
    good = folder / "page.png"
    return [
        ("match", path, "--template", f"{folder / 'page.json'}:12"),
        ("match", good, "--template", f"{path}:12"),
        ("match", folder / "page.json", "--output", path),
        ("crops", path, "--output", out),
        ("export", path, "--format", "coco", "--output", out),
        ("occurrences", path, "--output", out / "t.csv"),
        ("align", "run", good, path, "--output", out),
        ("align", "run", good, good, "--landmarks", path, "--output", out),
        ("detect", "train", path, "--output", out),
        ("detect", "predict", path, good, "--output", out),
        ("detect", "evaluate", path, folder / "page.json"),
        ("inspect", path, "--reference", good, "--output", out),
        ("inspect", "--replay", path, "--output", out),
        ("synthesize", path, "--pages", "1", "--output", out),
        ("benchmark", "clusters", path),
        ("benchmark", "make", "changes", "--output", path),
        ("demo", "--headless", "--output", path),
        (path,),
    ]


@pytest.mark.parametrize("name", [LONG, DEEP], ids=["long name", "long path"])
@pytest.mark.parametrize("number", range(18))
def test_a_path_that_no_system_can_have(page, capsys, name, number):
    before = sorted(page.parent.rglob("*"))
    status, out, err = run(capsys, *commands(page.parent / name, page.parent)[number])
    assert (status, out) == (2, "")
    (line,) = err.strip().splitlines()
    assert name[:100] in line
    assert os.strerror(errno.ENAMETOOLONG) in line
    assert sorted(page.parent.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("number", [0, 1, 2, 6, 8, 11, 12])
def test_a_pipe_is_not_waited_for(page, capsys, number):
    pipe = page.with_name("pipe.png")
    os.mkfifo(pipe)
    status, _, err = run(capsys, *commands(pipe, page.parent)[number])
    assert status in (2, 3)
    assert "pipe.png" in err
    assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folders_place_is_not_waited_for(page):
    pipe = page.with_name("pipe")
    os.mkfifo(pipe)
    with reading_folder(pipe):
        pass


def test_a_table_of_unreadable_pages_does_not_replace_a_good_one(page, capsys):
    table = page.with_name("table.csv")
    assert run(capsys, "occurrences", page, "--output", table)[0] == 0
    good = table.read_text()
    page.write_text("{")
    assert run(capsys, "occurrences", page, "--output", table)[0] == 2
    assert run(capsys, "occurrences", page, "--output", page.with_name("new.csv"))[0] == 2
    assert table.read_text() == good
    assert not page.with_name("new.csv").exists()


def test_what_cannot_be_searched_for_keeps_what_was_found(page, capsys):
    whole = page.with_name("page_matched.json")
    search = ("match", page, "--scope", "ornament", *QUICK)
    assert run(capsys, *search)[0] == 2
    assert not whole.exists()
    assert run(capsys, "match", page, *QUICK)[0] == 0
    found = whole.read_text()
    status, _, err = run(capsys, *search)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "no drawn ornament" in err
    assert whole.read_text() == found


@pytest.fixture
def read_only(monkeypatch):
    """A disk that takes nothing new; also for root, whom a folder's mode does not keep out."""

    def refused(path, *_args, **_options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "mkdir", refused)


@pytest.mark.parametrize("words", [["match"], ["crops"], ["export", "--format", "yolo"]], ids=" ".join)
def test_a_folder_that_cannot_be_written_is_named(page, capsys, read_only, words):
    status, _, err = run(capsys, words[0], page, *words[1:])
    assert status == 2
    (line,) = err.splitlines()
    assert line.startswith(f"autolabelme: {page.parent}")
    assert line.endswith("cannot be written: Permission denied")
    assert ".saving-" not in line


@pytest.mark.parametrize("number", [6, 8])
def test_long_work_is_not_begun_where_its_result_has_no_place(page, capsys, monkeypatch, number):
    monkeypatch.setattr("detector.core.training.split_pages", None)
    monkeypatch.setattr("ransac_gui.core.batch._landmarks_for", None)
    good = page.with_name("page.png")
    words = list(commands(good if number == 6 else page, page.parent)[number])
    words[-1] = good / "out"
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert "page.png: cannot be written: Not a directory" in err


def test_a_seed_below_zero_is_named(page, capsys):
    out = page.with_name("out")
    status, _, err = run(capsys, "synthesize", page, "--pages", "1", "--seed", "-5", "--output", out)
    assert (status, err) == (2, "autolabelme: --seed: expected 0 or more, got -5\n")
    assert not out.exists()


def test_a_box_below_a_pixel_is_named(page, capsys):
    dot = Shape.rectangle("dot", (10, 10, 10.3, 10.3))
    write_document(Document.for_image(page.with_name("page.png")).add(dot), page)
    status, _, err = run(capsys, "match", page, *QUICK)
    assert status == 2
    assert err == f"autolabelme: {page}: label dot: its box covers less than one pixel\n"
    assert not page.with_name("page_matched.json").exists()


def test_one_label_that_cannot_be_searched_for_keeps_its_matches_beside_one_that_can(page, capsys):
    assert run(capsys, "match", page, *QUICK)[0] == 0
    whole = page.with_name("page_matched.json")
    before = read_document(whole)
    write_document(read_document(page).add(Shape.rectangle("other", box(350, 2))), page)
    x1, y1, x2, y2 = (int(edge) for edge in before.templates("12")[0].box)
    scan = page.with_name("page.png")
    pixels = np.array(Image.open(scan))
    pixels[y1:y2, x1:x2] = 225  # 12's template has faded; what was found with it is still there
    Image.fromarray(pixels).save(scan)
    status, _, err = run(capsys, "match", page, "--neighbourhood", "16", *QUICK)
    assert status == 2
    assert "label 12: the template is blank" in err
    assert "label other" not in err
    assert read_document(whole).templates("other")
    assert read_document(whole).matches("12") == before.matches("12")


@pytest.mark.parametrize("format", ["yolo", "coco", "voc"])
def test_a_scan_that_is_cut_off_is_not_copied(page, capsys, format):
    scan = page.with_name("page.png")
    Image.open(scan).save(page.with_name("page.jpg"))
    data = page.with_name("page.jpg").read_bytes()
    page.with_name("page.jpg").write_bytes(data[: len(data) // 2])
    page.write_text(page.read_text().replace("page.png", "page.jpg"))
    words = ("export", page, "--format", format, "--images", "--output", page.with_name("out"))
    status, _, err = run(capsys, *words)
    assert status == 2
    assert "page.jpg: cannot be read as an image" in err
    assert not page.with_name("out").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_what_cannot_be_printed_ends_in_one_line(page):
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "autolabelme", "occurrences", page]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("autolabelme: ")
    assert "Traceback" not in done.stderr


def test_an_error_of_the_system_names_its_file(monkeypatch, capsys):
    def fails(_words):
        raise OSError(errno.EIO, "Input/output error", "a/b.png")

    monkeypatch.setattr(entry, "_run", fails)
    assert entry.main(["doctor"]) == 2
    assert capsys.readouterr().err == "autolabelme: a/b.png: Input/output error\n"
