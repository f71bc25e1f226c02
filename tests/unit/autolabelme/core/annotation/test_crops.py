"""Crops and their table, the folder's annotation files, the table of occurrences."""

import csv
import json

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation import occurrences
from autolabelme.core.annotation.crops import save_crops
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.folder import find_annotations
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.natural_order import natural_key

PIXELS = np.random.default_rng(5).integers(0, 255, (60, 90, 3), dtype=np.uint8)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "feuille 3.png"
    Image.fromarray(PIXELS).save(path)
    return Document(
        path,
        90,
        60,
        (
            Shape.rectangle("12", (10.4, 5.6, 30.4, 25.6), note="sun"),
            Shape.rectangle("12", (70, 40, 110, 80), pose=Pose(180, True), score=0.5, role="match"),
            Shape.rectangle("12", (1, 1, 9, 9), role="match", verdict="rejected"),
            Shape.rectangle("a/b", (40, 40, 50, 50)),
            Shape.rectangle("ornament", (0, 0, 90, 60), role="region"),
        ),
    )


def rows(table):
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_crops_and_table(document, tmp_path):
    report = save_crops(document, tmp_path / "out", "png")
    root = tmp_path / "out" / "templates" / "feuille 3"
    assert report.table == root / "crops.csv"
    table = rows(report.table)
    assert list(table[0]) == ["image", "label", "file", "xmin", "ymin", "xmax", "ymax"]
    assert [row["label"] for row in table] == ["12", "12", "a/b"]
    assert {row["image"] for row in table} == {"feuille 3.png"}
    assert table[0]["file"] == "12/12_001.png"
    assert table[1]["file"] == "12/12_flipped_002.png"
    assert table[2]["file"] == "a_b/a_b_001.png"
    for row in table:
        x1, y1, x2, y2 = (int(row[name]) for name in ("xmin", "ymin", "xmax", "ymax"))
        np.testing.assert_array_equal(np.asarray(Image.open(root / row["file"])), PIXELS[y1:y2, x1:x2])
    assert [table[1][name] for name in ("xmin", "ymin", "xmax", "ymax")] == ["70", "40", "90", "60"]


def test_jpeg_is_the_default(document, tmp_path):
    report = save_crops(document, tmp_path)
    assert {path.suffix for path in report.files} == {".jpg"}
    assert all(Image.open(path).format == "JPEG" for path in report.files)


def test_crops_that_are_gone_are_removed_and_other_files_stay(document, tmp_path):
    report = save_crops(document, tmp_path)
    foreign = report.folder / "a_b" / "note.txt"
    foreign.write_text("mine")
    outside = tmp_path / "outside.jpg"
    outside.touch()
    with report.table.open("a") as stream:
        stream.write(f"x,y,../../../outside.jpg,0,0,1,1\nx,y,{outside},0,0,1,1\nx,y,../outside.jpg,0,0,1,1\n")
    last = [shape.id for shape in document.shapes if shape.label == "a/b"]
    again = save_crops(document.remove(*last), tmp_path)
    assert not (report.folder / "a_b" / "a_b_001.jpg").exists()
    assert foreign.exists()
    assert outside.exists()
    assert set(report.folder.rglob("*.jpg")) == set(again.files)


def test_a_box_of_less_than_a_pixel_is_said_not_written(document, tmp_path):
    document = document.add(Shape.rectangle("9", (20.1, 20.1, 20.3, 40)))
    report = save_crops(document, tmp_path)
    assert [shape.label for shape in report.skipped] == ["9"]
    assert len(report.files) == 3


def test_cancel_passes_and_the_table_is_not_half_written(document, tmp_path):
    def tick(done, total, stage):
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_crops(document, tmp_path, tick=tick)
    assert not list(tmp_path.rglob("crops.csv"))


def test_page_of_another_size_or_gone(document, tmp_path):
    with pytest.raises(InputError, match=r"feuille 3\.png: has 90 x 60 pixels, expected 90 x 61"):
        save_crops(document.with_fields(height=61), tmp_path)
    document.image_path.unlink()
    with pytest.raises(InputError, match="does not exist"):
        save_crops(document, tmp_path)


# --- names --------------------------------------------------------------------------------------------


def test_natural_order():
    assert sorted(["f10", "F2", "f1", "a²", "10", "9"], key=natural_key) == [
        "9",
        "10",
        "a²",
        "f1",
        "F2",
        "f10",
    ]


# --- folders --------------------------------------------------------------------------------------------


def test_one_file_for_each_page(tmp_path, document):
    for name in ("p10.json", "p2.json", "p2_matched.json", "p3_matched.json"):
        write_document(document, tmp_path / name)
    (tmp_path / "p2_descriptor.json").write_text("{}")
    (tmp_path / "truth.json").write_text('{"vignettes": []}')
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "broken.json").write_text('{"shapes": [')

    def found(prefer):
        return [path.name for path in find_annotations(tmp_path, prefer)]

    assert found("source") == ["broken.json", "p2.json", "p3_matched.json", "p10.json"]
    assert found("matched") == ["broken.json", "p2_matched.json", "p3_matched.json", "p10.json"]
    assert find_annotations(tmp_path / "p2.json", "matched") == (tmp_path / "p2.json",)


# --- occurrences ----------------------------------------------------------------------------------------


def test_occurrences(document):
    second = document.with_fields(page=1, shapes=document.shapes[:1])
    turned = Shape.rectangle("12", (0, 0, 9, 9), pose=Pose(91.2, nominal_deg=90), role="match")
    mirrored = Shape.rectangle("12", (0, 0, 9, 9), pose=Pose(0.8, True, nominal_deg=0), role="match")
    both = Shape.rectangle("12", (0, 0, 9, 9), pose=Pose(45, True), role="match")
    found = occurrences.occurrences([second.add(turned, mirrored, both), document], same_sorts=True)
    assert [(o.label, o.page, o.count, o.poses) for o in found] == [
        ("12", "feuille 3", 2, (1, 0, 1, 0, 0)),
        ("12", "feuille 3_page_2", 4, (1, 1, 0, 1, 1)),
        ("a/b", "feuille 3", 1, (1, 0, 0, 0, 0)),
    ]
    lines = occurrences.as_csv(found).splitlines()
    assert lines[0] == "label,note,page,count,plain,mirrored,flipped,rotated,mirrored_rotated"
    assert lines[1] == "12,sun,feuille 3,2,1,0,1,0,0"
    assert occurrences.as_wide_csv(found).splitlines() == [
        "label,total,feuille 3,feuille 3_page_2",
        "12,6,2,4",
        "a/b,1,1,0",
    ]


def test_no_occurrences():
    assert occurrences.as_csv([]).count("\n") == 1
    assert json.dumps(occurrences.occurrences([])) == "[]"
