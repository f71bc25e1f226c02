"""LabelMe files: what survives a save, and a save that fails."""

import json

import pytest

from autolabelme.core.annotation.document import Document, Provenance, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose

from .labelme_files import HEIGHT, WIDTH, file, shape


def test_unknown_fields_and_foreign_shapes_survive(tmp_path, page):
    polygon = shape(
        "blot", ((1, 1), (9, 1), (5, 9)), shape_type="polygon", colour=[1, 2], nested={"a": [None, 1.5]}
    )
    circle = shape(
        "0_flipped 12 x", ((40, 40), (45, 40)), shape_type="circle", group_id=4, flags={"faint": True}
    )
    mask = shape("m", ((1, 1), (4, 4)), shape_type="mask", mask="aGVsbG8=", autolabelme={"other": 1})
    box = shape("0", description="first", difficult=True, autolabelme={"future": {"x": 1}})
    path = file(tmp_path, polygon, circle, mask, box, lineColor=[0, 255, 0, 128], autolabelme={"future": "y"})
    document = read_document(path)
    assert document.labels() == ("0",)
    out = write_document(document.with_fields(reviewed=True), tmp_path / "out.json")
    before, after = json.loads(path.read_text()), json.loads(out.read_text())
    for index in range(3):
        assert after["shapes"][index] == {"description": "", **before["shapes"][index]}
    assert after["shapes"][3]["difficult"] is True
    assert after["shapes"][3]["description"] == "first"
    assert after["shapes"][3]["autolabelme"]["future"] == {"x": 1}
    assert after["lineColor"] == before["lineColor"]
    assert after["autolabelme"]["future"] == "y"
    assert after["autolabelme"]["reviewed"] is True
    assert after["version"] == "5.2.1"
    assert read_document(out) == document.with_fields(reviewed=True)


def test_everything_of_a_document_comes_back(tmp_path, page):
    shapes = (
        Shape.rectangle("12", (1.5, 2.25, 30, 40), note="sun", id="t"),
        Shape.rectangle(
            "12",
            (-3, 50, 20, 79),
            pose=Pose(91.25, True, 1.04, 1.0),
            score=0.8125,
            p=0.001,
            template="t",
            role="match",
            verdict="rejected",
            group_id=2,
            description="faint",
            flags={"cut": True},
        ),
        Shape.rectangle("9", (60, 5, 90, 30), role="proposed"),
    )
    document = Document(
        page,
        WIDTH,
        HEIGHT,
        shapes,
        flags={"title page": False},
        provenance=Provenance(library="BnF", year="1751"),
        reviewed=True,
        flagged=True,
        dpi=400.0,
    )
    assert read_document(write_document(document, tmp_path / "a.json")) == document


def test_image_in_another_folder_is_found(tmp_path, page):
    document = Document(page, WIDTH, HEIGHT)
    path = write_document(document, tmp_path / "annotations" / "page.json")
    assert json.loads(path.read_text())["imagePath"] == "../page.png"
    assert read_document(path).image_path == page
    windows = file(tmp_path, imagePath="scans\\page.png")  # made elsewhere, the scan lies beside it
    assert read_document(windows).image_path == page


def test_without_the_image(tmp_path, page):
    path = file(tmp_path, shape())
    page.unlink()
    with pytest.raises(InputError, match=r"page\.json: imagePath: image not found: page\.png"):
        read_document(path)
    assert read_document(path, need_image=False).width == WIDTH
    with pytest.raises(InputError, match="imagePath"):
        read_document(file(tmp_path, shape(), imageWidth=None), need_image=False)


def test_reversed_corners_are_a_box_and_are_kept_as_they_stand(tmp_path, page):
    document = read_document(file(tmp_path, shape(points=((30, 35), (10, 12)))))
    assert document.shapes[0].box == (10, 12, 30, 35)
    out = write_document(document, tmp_path / "out.json")
    assert json.loads(out.read_text())["shapes"][0]["points"] == [[30, 35], [10, 12]]


def test_a_failed_save_leaves_the_last_good_file(tmp_path, page, monkeypatch):
    path = write_document(Document(page, WIDTH, HEIGHT), tmp_path / "a.json")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    document = Document(page, WIDTH, HEIGHT, (Shape.rectangle("1", (1, 1, 5, 5)),))
    with pytest.raises(InputError, match=r"a\.json: cannot be written: No space left"):
        write_document(document, path)
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.json", "page.png"]


def test_a_read_only_folder_is_named(tmp_path, page, monkeypatch):
    def refuse(_target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("autolabelme.core.files._new_file", refuse)
    with pytest.raises(InputError, match=r"a\.json: cannot be written: Permission denied"):
        write_document(Document(page, WIDTH, HEIGHT), tmp_path / "a.json")
    assert not (tmp_path / "a.json").exists()


def test_rejected_matches_are_kept_but_no_other_program_sees_them(tmp_path, page):
    shapes = (
        Shape.rectangle("7", (5, 5, 15, 15)),
        Shape.rectangle("7", (20, 20, 30, 30), pose=Pose(90), score=0.5, role="match", verdict="rejected"),
        Shape.rectangle("7", (40, 20, 50, 30), score=0.6, role="match", verdict="accepted"),
        Shape.rectangle("7", (60, 20, 70, 30), role="proposed", verdict="rejected", extra={"x": 1}),
    )
    document = Document(page, WIDTH, HEIGHT, shapes)
    path = write_document(document, tmp_path / "a.json")
    content = json.loads(path.read_text())
    assert [shape["points"][0] for shape in content["shapes"]] == [[5, 5], [40, 20]]
    assert read_document(path) == document
    content["autolabelme"]["rejected"][1]["points"] = [[1, 1], [1, 5]]
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"a\.json: autolabelme\.rejected\[1\]\.points: .* has no area"):
        read_document(path)
