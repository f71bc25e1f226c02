"""What other programs write and LabelMe opens: it opens here, too, and is saved so that LabelMe opens it."""

import base64
import json

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.annotation.picture import needs_embedding

from .labelme_files import file, shape

CORNERS = ((30, 10), (70, 10), (70, 50), (30, 50))  # as X-AnyLabeling writes a rectangle


def saved(document: Document, path):
    write_document(document, path)
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("turn", range(4))
def test_a_rectangle_of_four_corners_is_saved_with_two(tmp_path, page, turn):
    points = (*CORNERS[turn:], *CORNERS[:turn])
    document = read_document(file(tmp_path, shape(points=points), shape(label="ornament", points=points)))
    assert [item.box for item in document.shapes] == [(30, 10, 70, 50)] * 2
    assert [item.role for item in document.shapes] == ["template", "region"]
    for item in saved(document, tmp_path / "b.json")["shapes"]:
        assert item["points"] == [[30, 10], [70, 50]]


def test_another_programs_polygon_keeps_its_corners(tmp_path, page):
    document = read_document(file(tmp_path, shape(points=CORNERS, shape_type="polygon")))
    assert saved(document, tmp_path / "b.json")["shapes"][0]["points"] == [list(point) for point in CORNERS]


def test_a_box_without_area_is_kept_as_it_is_and_told(tmp_path, page):
    key = {"id": "a", "role": "match", "score": 0.5, "unknown": [1]}
    empty = shape(label="7", points=((10, 10), (10, 30)), mine={"x": 1}, description="")
    ours = shape(points=((5, 5), (5, 5)), autolabelme=key, description="")
    path = file(tmp_path, shape(), empty, ours, shape(label="0", points=CORNERS))
    document = read_document(path)
    assert [item.role for item in document.shapes] == ["template", "foreign", "foreign", "template"]
    assert len(document.vignettes()) == 2
    first, second = document.remarks
    assert first.startswith(f"{path}: shapes[1].points: ")
    assert "no area" in first
    assert "shapes[2].points" in second
    written = saved(document, tmp_path / "b.json")["shapes"]
    stored = json.loads(path.read_text("utf-8"))["shapes"]
    assert written[1:3] == stored[1:3]
    assert read_document(tmp_path / "b.json") == document, "remarks are no part of the annotations"


@pytest.mark.parametrize("points", [((10, 10),), ((10, 10), (20, 20), (30, 10)), CORNERS[:2] * 3])
def test_a_rectangle_of_no_two_corners_is_kept_as_it_is_and_told(tmp_path, page, points):
    path = file(tmp_path, shape("7", points), shape())
    document = read_document(path)
    assert [item.label for item in document.vignettes()] == ["0"]
    (remark,) = document.remarks
    assert remark.startswith(f"{path}: shapes[0].points: the box of '7' has {len(points)} point")
    written = saved(document, tmp_path / "b.json")["shapes"]
    assert written[0]["points"] == [list(point) for point in points]


@pytest.mark.parametrize("form", ["mime", "windows", "spaces"])
def test_base64_with_line_breaks(tmp_path, page, form):
    data = page.read_bytes()
    text = base64.encodebytes(data).decode()
    text = {"mime": text, "windows": text.replace("\n", "\r\n"), "spaces": text.replace("\n", " ")}[form]
    assert read_document(file(tmp_path, shape(), imageData=text)).image_data == data


def test_a_whole_number_is_one_however_it_is_written(tmp_path, page):
    document = read_document(file(tmp_path, shape(group_id=3.0), imageHeight=80.0, imageWidth=120.0))
    assert (document.width, document.height) == (120, 80)
    assert document.shapes[0].group_id == 3
    written = saved(document, tmp_path / "b.json")
    assert type(written["imageHeight"]) is type(written["shapes"][0]["group_id"]) is int


def test_a_picture_on_windows_paths_is_found_however_long_the_path_is(tmp_path, page):
    written = "C:\\" + "long\\" * 80 + page.name
    assert read_document(file(tmp_path, shape(), imagePath=written)).image_path == page


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("suffix", "labelme_turns"), [(".jpg", True), (".png", True), (".webp", True), (".avif", False)]
)
def test_what_labelme_does_not_turn_is_embedded(tmp_path, suffix, labelme_turns, orientation):
    path = tmp_path / f"a{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(path, exif=exif)
    assert needs_embedding(path, 0) == (orientation != 1 and not labelme_turns)
    written = saved(Document.for_image(path), tmp_path / "a.json")
    assert (written["imageHeight"], written["imageWidth"]) == ((30, 20) if orientation >= 5 else (20, 30))
    assert (written["imageData"] is None) == (orientation == 1 or labelme_turns)
