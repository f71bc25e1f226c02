"""The command lines ``occurrences``, ``export``, ``crops``, ``doctor`` and ``demo``."""

import csv
import io
import subprocess
import sys

import pytest

from autolabelme import __main__ as entry
from autolabelme import __version__
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document

from .printed import QUICK, ROW, box, errors, print_page, run


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
    assert "(pages: 1, boxes: 4, files: " in out
    assert annotated.with_name(f"export_{format}").is_dir()


def test_crops(annotated, capsys):
    status, out, _ = run(capsys, "crops", annotated)
    root = annotated.with_name("templates") / "page"
    assert status == 0
    assert f"wrote {root} (crops: 4)" in out
    assert len(list((root / "12").glob("*.jpg"))) == 4
    assert run(capsys, "crops", annotated, "--format", "png", "--output", annotated.with_name("o"))[0] == 0
    assert len(list(annotated.with_name("o").rglob("*.png"))) == 4


@pytest.fixture
def books(tmp_path):
    """Annotations, in one folder, of two pages that have one name."""
    for book, count in (("A", 3), ("B", 2)):
        (tmp_path / book).mkdir()
        document = Document.for_image(print_page(tmp_path / book / "0001.png", ROW))
        shapes = (Shape.rectangle("1", box(30 + 80 * index, 100)) for index in range(count))
        write_document(document.add(*shapes), tmp_path / "ann" / f"{book}_0001.json")
    return tmp_path / "ann"


def test_crops_of_two_pages_of_one_name(books, capsys):
    for words in ([books], [books / "B_0001.json"], [books / "A_0001.json"]):
        status, _, _ = run(capsys, "crops", *words, "--output", books.parent / "out")
        assert status == 0
    assert len(list((books.parent / "out").rglob("*.jpg"))) == 5
    assert len(list((books.parent / "out").rglob("crops.csv"))) == 2


def test_occurrences_of_two_pages_of_one_name(books, capsys):
    status, out, err = run(capsys, "occurrences", books, "--wide")
    assert (status, out) == (0, "label,total,A_0001,B_0001\n1,3,3,0\n1-2,2,0,2\n")
    assert 'note: "1" is another sort on each of ' in err and "--same-sorts" in err
    status, out, err = run(capsys, "occurrences", books, "--wide", "--same-sorts")
    assert (status, out, err) == (0, "label,total,A_0001,B_0001\n1,5,3,2\n", "")


def test_a_page_that_is_annotated_twice_is_said_and_counted_once(books, capsys):
    (books / "copy.json").write_text((books / "A_0001.json").read_text())
    status, out, err = run(capsys, "occurrences", books, "--wide", "--same-sorts")
    assert (status, out) == (2, "label,total,A_0001,B_0001\n1,5,3,2\n")
    assert "copy.json: annotates 0001.png as A_0001.json does" in errors(err)[0]


@pytest.mark.parametrize("format", ["yolo", "coco", "voc"])
def test_an_export_of_pages_that_cannot_be_read_leaves_the_earlier_one(books, capsys, format):
    out = books.parent / "out"
    assert run(capsys, "export", books, "--format", format, "--output", out)[0] == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for path in books.iterdir():
        path.write_bytes(path.read_bytes()[:-30])
    status, _, err = run(capsys, "export", books, "--format", format, "--output", out)
    assert status == 2
    assert len(errors(err)) == 2
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


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
    assert started == [[sys.executable, "-P", "-m", "autolabelme", str(made)]]
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
