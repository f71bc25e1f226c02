"""YOLO, COCO and Pascal VOC: what is written is what comes back."""

import json
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.exports import WRITERS, export
from autolabelme.core.annotation.formats import FORMATS
from autolabelme.core.matching.poses import Pose
from tests.unit.autolabelme.core.annotation.reading_exports import read_coco, read_voc, read_yolo

WIDTH, HEIGHT = 90, 60


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "scans" / "f 12.png"
    path.parent.mkdir()
    Image.fromarray(np.zeros((HEIGHT, WIDTH), np.uint8)).save(path)
    return Document(
        path,
        WIDTH,
        HEIGHT,
        (
            Shape.rectangle("12", (10.25, 5.5, 30.25, 25.75), note="sun"),
            Shape.rectangle("12", (70, 40, 110, 80), pose=Pose(180, True, 1.1), score=0.5, role="match"),
            Shape.rectangle("9", (1, 1, 9, 9), role="match", verdict="rejected"),
            Shape.rectangle("9 é <&> leaf", (40, 40, 50, 50)),
            Shape.rectangle("ornament", (0, 0, 90, 60), role="region"),
        ),
    )


EXPECTED = [
    ("12", (10.25, 5.5, 30.25, 25.75), Pose(), "sun", "template"),
    ("12", (70, 40, 90, 60), Pose(180, True, 1.1), "", "match"),
    ("9 é <&> leaf", (40, 40, 50, 50), Pose(), "", "template"),
]


def content(document):
    return [(s.label, s.box, s.pose, s.note, s.role) for s in document.shapes]


def test_coco_round_trip(document, tmp_path):
    written = export([document], tmp_path / "out", "coco")
    found = read_coco(written[-1], document.image_path.parent)
    assert [content(page) for page in found] == [EXPECTED]
    assert found[0].image_path == document.image_path
    assert found[0].shapes[1].score == 0.5
    raw = json.loads(written[-1].read_text(encoding="utf-8"))
    assert [c["name"] for c in raw["categories"]] == ["9 é <&> leaf", "12"]
    assert raw["annotations"][1]["bbox"] == [70, 40, 20, 20]
    assert raw["annotations"][1]["area"] == 400


def test_pycocotools_reads_it(document, tmp_path, capsys):
    coco = pytest.importorskip("pycocotools.coco")
    written = export([document], tmp_path / "out", "coco")
    loaded = coco.COCO(str(written[-1]))
    assert len(loaded.getAnnIds()) == 3
    assert loaded.imgs[1]["width"] == WIDTH


def test_voc_round_trip(document, tmp_path):
    (written,) = export([document], tmp_path / "out", "voc")
    (found,) = read_voc(tmp_path / "out", document.image_path.parent)
    assert content(found) == EXPECTED
    assert found.image_path == document.image_path
    root = ElementTree.parse(written).getroot()
    cut = root.findall("object")[1]
    assert [cut.findtext(f"bndbox/{tag}") for tag in ("xmin", "ymin", "xmax", "ymax")] == [
        "71",
        "41",
        "90",
        "60",
    ]
    assert [item.findtext("truncated") for item in root.iter("object")] == ["0", "1", "0"]


def test_yolo_round_trip(document, tmp_path):
    export([document], tmp_path / "out", "yolo")
    (found,) = read_yolo(tmp_path / "out", [document.image_path])
    assert [shape.label for shape in found.shapes] == [label for label, *_ in EXPECTED]
    for shape, expected in zip(found.shapes, EXPECTED, strict=True):
        assert shape.box == pytest.approx(expected[1], abs=1e-6)
    line = (tmp_path / "out" / "labels" / "f 12.txt").read_text().splitlines()[2]
    assert [float(value) for value in line.split()] == pytest.approx([0, 45 / 90, 45 / 60, 10 / 90, 10 / 60])
    assert 'names:\n  0: "9' in (tmp_path / "out" / "data.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", ["yolo", "coco", "voc"])
def test_images_are_copied_where_any_program_reads_them(document, tmp_path, format):
    turned = tmp_path / "scans" / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (HEIGHT, WIDTH)).save(turned, exif=exif)
    other = Document(turned, WIDTH, HEIGHT, document.shapes)
    written = export([document, other], tmp_path / "out", format, images=True)
    copies = sorted(path for path in written if path.suffix in (".png", ".jpg"))
    assert [path.name for path in copies] == ["f 12.png", "turned.png"]
    for path in copies:
        assert Image.open(path).size == (WIDTH, HEIGHT)


def test_pages_of_one_name_stay_two(document, tmp_path):
    second = document.with_fields(image_path=tmp_path / "other" / "F 12.png", shapes=document.shapes[:1])
    written = export([document, second], tmp_path / "out", "voc")
    assert len(set(written)) == 2
    assert sorted(len(page.shapes) for page in read_voc(tmp_path / "out", tmp_path)) == [1, 3]


def test_no_documents_and_no_boxes(document, tmp_path):
    for format in ("yolo", "coco", "voc"):
        export([], tmp_path / "none", format)
        export([document.with_fields(shapes=())], tmp_path / "blank", format)
    assert read_coco(tmp_path / "blank" / "annotations.json", tmp_path)[0].shapes == ()
    assert read_yolo(tmp_path / "blank", [document.image_path])[0].shapes == ()


labels = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)
box = st.tuples(st.floats(0, 40), st.floats(0, 25), st.floats(41, 90), st.floats(26, 60))
shapes = st.builds(
    lambda label, box, pose: Shape.rectangle(label.strip(), box, pose=pose, role="match"),
    labels,
    box,
    st.builds(Pose, st.floats(0, 359), st.booleans(), st.floats(0.5, 2), st.floats(0.5, 2)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(shapes, max_size=4))
def test_any_boxes_come_back(tmp_path, document, found):
    document = document.with_fields(shapes=tuple(found))
    out = tmp_path / "out"
    for format in ("coco", "voc"):
        export([document], out, format)
    for again in (read_coco(out / "annotations.json", tmp_path), read_voc(out, tmp_path)):
        (page,) = again
        assert [(s.label, s.pose) for s in page.shapes] == [(s.label, s.pose) for s in document.shapes]
        for first, second in zip(page.shapes, document.shapes, strict=True):
            assert first.box == pytest.approx(second.box, abs=1e-6)


def test_every_format_of_our_own_has_a_writer():
    assert set(FORMATS) - {name for name in FORMATS if FORMATS.plugin(name)} == set(WRITERS)
