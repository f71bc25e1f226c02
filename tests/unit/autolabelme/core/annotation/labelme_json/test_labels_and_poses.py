"""LabelMe files: what a label says of note, pose, role, and what it is saved as."""

import json

import pytest

from autolabelme.core.annotation import labelme_json
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose

from .labelme_files import HEIGHT, WIDTH, file, shape


@pytest.mark.parametrize(
    ("text", "label", "note"),
    [
        ("12 sun", "12", "sun"),
        ("0 This is a Sun", "0", "This is a Sun"),
        ("small sun", "small sun", ""),
        ("7", "7", ""),
    ],
)
def test_note_follows_a_number(tmp_path, page, text, label, note):
    document = read_document(file(tmp_path, shape(text)))
    assert (document.shapes[0].label, document.shapes[0].note) == (label, note)
    assert document.shapes[0].role == "template"


@pytest.mark.parametrize(
    ("text", "pose"),
    [
        ("0_rotated_45", Pose(45)),
        ("0_flipped", Pose(180, mirrored=True)),
        ("0_mirrored", Pose(0, mirrored=True)),
        ("0_mirrored_rotated_45", Pose(45, mirrored=True)),
    ],
)
def test_suffix_is_the_pose_of_a_match(tmp_path, page, text, pose):
    document = read_document(file(tmp_path, shape("0"), shape(text, ((50, 10), (70, 30)))))
    assert document.labels() == ("0",)
    assert [(s.role, s.pose) for s in document.shapes] == [("template", Pose()), ("match", pose)]
    again = read_document(write_document(document, tmp_path / "again.json"))
    assert again == document
    assert json.loads((tmp_path / "again.json").read_text())["shapes"][1]["label"] == text


def test_a_label_that_only_ends_like_a_suffix_is_a_label(tmp_path, page):
    document = read_document(file(tmp_path, shape("leaf_mirrored")))
    assert document.labels() == ("leaf_mirrored",)
    assert document.shapes[0].role == "template"
    assert read_document(write_document(document, tmp_path / "again.json")) == document


def test_prefix_of_old_files_is_read_and_written_when_asked(tmp_path, page):
    path = file(tmp_path, shape("page_0"), shape("page_0_flipped", ((50, 10), (70, 30))))
    document = read_document(path)
    assert document.labels() == ("0",)
    assert document.shapes[1].pose.flipped

    def saved(**options):
        out = write_document(document, tmp_path / "out.json", **options)
        assert read_document(out) == document
        return [s["label"] for s in json.loads(out.read_text())["shapes"]]

    assert saved() == ["0", "0_flipped"]
    assert saved(prefix=True) == ["page_0", "page_0_flipped"]


def test_a_text_label_that_begins_like_the_image_is_left_alone(tmp_path, page):
    document = read_document(file(tmp_path, shape("page_ornament_leaf"), shape("sun", ((50, 10), (70, 30)))))
    assert document.labels() == ("page_ornament_leaf", "sun")


def test_a_label_that_stands_several_times_is_several_templates_unless_marked(tmp_path, page):
    marked = shape("0", ((50, 10), (70, 30)), autolabelme={"role": "match", "score": 0.7})
    document = read_document(file(tmp_path, shape("0"), shape("0", ((80, 10), (100, 30))), marked))
    assert len(document.templates("0")) == 2
    assert [s.score for s in document.matches("0")] == [0.7]


def test_a_text_changed_in_labelme_wins(tmp_path, page):
    match = Shape.rectangle("3", (50, 10, 70, 30), pose=Pose(0, True), score=0.9, role="match")
    document = Document(page, WIDTH, HEIGHT, (Shape.rectangle("3", (10, 10, 30, 30)), match))
    path = write_document(document, tmp_path / "page.json")
    content = json.loads(path.read_text())
    content["shapes"][1]["label"] = "4"
    path.write_text(json.dumps(content))
    again = read_document(path)
    assert (again.shapes[1].label, again.shapes[1].pose, again.shapes[1].role) == ("4", Pose(), "match")


def test_descriptor(tmp_path, page):
    document = read_document(file(tmp_path, shape("12 soleil d’été"), shape("3", ((50, 10), (70, 30)))))
    path = labelme_json.descriptor_path(tmp_path / "page.json")
    assert path.name == "page_descriptor.json"
    assert labelme_json.write_annotation(document, tmp_path / "page.json", path)[1] == path
    assert json.loads(path.read_text(encoding="utf-8")) == {"12": "soleil d’été"}
    assert labelme_json.read_descriptor(path) == {"12": "soleil d’été"}
    matched = file(tmp_path, shape("12"), name="page_matched.json")
    assert read_document(matched).shapes[0].note == "soleil d’été"
    path.write_text('{"12": 5}')
    with pytest.raises(InputError, match=r"page_descriptor\.json: 12"):
        read_document(matched)


def test_names_of_files(tmp_path):
    assert labelme_json.matched_path("a/b.json").as_posix() == "a/b_matched.json"
    assert labelme_json.matched_path("a/b_matched.json").as_posix() == "a/b_matched.json"
    assert labelme_json.descriptor_path("a/b_matched.json").as_posix() == "a/b_descriptor.json"
    assert labelme_json.annotation_path("a/b.tif").as_posix() == "a/b.json"
    assert labelme_json.annotation_path("a/b.pdf", 2).as_posix() == "a/b_page_3.json"


def test_a_rectangle_labelled_ornament_is_a_region(tmp_path, page):
    document = read_document(file(tmp_path, shape("ornament", ((0, 0), (60, 60))), shape("1")))
    assert document.labels() == ("1",)
    assert document.region_of((10, 10, 30, 30)) == (0, 0, 60, 60)
    assert document.region_of((70, 10, 90, 30)) is None
    assert read_document(write_document(document, tmp_path / "again.json")) == document


@pytest.mark.parametrize(
    ("pose", "text"),
    [
        (Pose(359.4, nominal_deg=0), "7"),
        (Pose(1.2, True, nominal_deg=0), "7_mirrored"),
        (Pose(178.9, True, nominal_deg=180), "7_flipped"),
        (Pose(46.1, nominal_deg=45), "7_rotated_45"),
        (Pose(88.8, True, nominal_deg=90), "7_mirrored_rotated_90"),
    ],
)
def test_a_refined_angle_is_saved_under_the_searched_one(tmp_path, page, pose, text):
    shapes = (
        Shape.rectangle("7", (5, 5, 15, 15)),
        Shape.rectangle("7", (20, 20, 30, 30), pose=pose, role="match"),
    )
    path = write_document(Document(page, WIDTH, HEIGHT, shapes), tmp_path / "a.json")
    assert json.loads(path.read_text())["shapes"][1]["label"] == text
    assert read_document(path).shapes[1].pose == pose
