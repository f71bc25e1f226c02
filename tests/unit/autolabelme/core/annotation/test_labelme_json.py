"""LabelMe files: what is read, what is refused and how it is named, what survives a save."""

import base64
import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from autolabelme.core.annotation import labelme_json
from autolabelme.core.annotation.document import Document, Provenance, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.annotation.picture import page_gray, page_rgb
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose

WIDTH, HEIGHT = 120, 80


@pytest.fixture
def page(tmp_path):
    rng = np.random.default_rng(3)
    small = rng.integers(0, 255, (8, 12), dtype=np.uint8)
    path = tmp_path / "page.png"
    Image.fromarray(small.repeat(10, 0).repeat(10, 1)).save(path)
    return path


def shape(label="0", points=((10, 10), (30, 30)), **more):
    return {
        "label": label,
        "points": [list(point) for point in points],
        "group_id": None,
        "shape_type": "rectangle",
        "flags": {},
        **more,
    }


def file(tmp_path, *shapes, name="page.json", **more):
    content = {
        "version": "5.2.1",
        "flags": {},
        "shapes": list(shapes),
        "imagePath": "page.png",
        "imageData": None,
        "imageHeight": HEIGHT,
        "imageWidth": WIDTH,
        **more,
    }
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def png(array):
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


# --- labels, notes, poses ---------------------------------------------------------------------------


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
    labelme_json.write_descriptor(document, path)
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


# --- what survives ----------------------------------------------------------------------------------


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


# --- imageData ----------------------------------------------------------------------------------------


def test_embedded_picture_is_enough_and_is_kept(tmp_path, page):
    pixels = np.asarray(Image.open(page))
    path = file(tmp_path, shape(), imageData=png(pixels))
    page.unlink()
    document = read_document(path)
    np.testing.assert_array_equal(page_gray(document), pixels)
    assert page_rgb(document).shape == (HEIGHT, WIDTH, 3)
    out = write_document(document, tmp_path / "out.json", embed=False)
    np.testing.assert_array_equal(page_gray(read_document(out)), pixels)


def test_embedded_picture_of_the_same_page_encoded_anew_is_accepted(tmp_path, page):
    pixels = np.asarray(Image.open(page))
    buffer = io.BytesIO()
    Image.fromarray((pixels / 2 + 40).astype(np.uint8)).save(buffer, "JPEG", quality=60)
    path = file(tmp_path, shape(), imageData=base64.b64encode(buffer.getvalue()).decode())
    assert read_document(path).image_data == buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "not base64!",
        base64.b64encode(b"no picture").decode(),
        png(np.zeros((HEIGHT, WIDTH + 1), np.uint8)),
        png(np.add.outer(np.arange(HEIGHT), np.arange(WIDTH)).astype(np.uint8)),
        png(np.zeros((HEIGHT, WIDTH), np.uint8)),
    ],
    ids=["base64", "bytes", "size", "other page", "blank"],
)
def test_image_data_that_is_not_the_file(tmp_path, page, data):
    with pytest.raises(InputError, match=r"page\.json: imageData: ") as caught:
        read_document(file(tmp_path, shape(), imageData=data))
    assert caught.value.field == "imageData"


def test_damaged_image_data_without_the_file(tmp_path, page):
    page.unlink()
    with pytest.raises(InputError, match=r"page\.json: imageData: is not a picture"):
        read_document(file(tmp_path, shape(), imageData=base64.b64encode(b"no picture").decode()))


def cmyk(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).convert("CMYK").save(path)


def deep(path):
    Image.fromarray(np.arange(WIDTH * HEIGHT, dtype=np.uint16).reshape(HEIGHT, WIDTH)).save(path)


def palette(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).quantize(4).save(path)


def rotated(path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (HEIGHT, WIDTH), (200, 40, 30)).save(path, exif=exif)


def plain(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).save(path)


def bitonal(path):
    Image.new("1", (WIDTH, HEIGHT), 1).save(path, compression="group4")


KINDS = [
    ("a.jpg", cmyk, True),
    ("a.png", deep, True),
    ("a.tif", deep, True),
    ("a.png", palette, True),
    ("a.jpg", rotated, False),
    ("a.png", plain, False),
    ("a.jp2", plain, False),
    ("a.tif", bitonal, False),
    ("a.pdf", plain, True),
]


def test_labelme_itself_reads_what_we_save(tmp_path):
    """The installed labelme's reader, in its own process, finds the boxes and the page."""
    written = []
    for number, (name, make, embedded) in enumerate(KINDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / name)
        document = Document.for_image(folder / name)
        size = (document.width, document.height)
        document = document.add(
            Shape.rectangle("12", (10, 10, 30, 30), note="sun"),
            Shape.rectangle(
                "12", (50.5, 10, 70.5, 30), pose=Pose(180, True), score=0.5, p=0.01, role="match"
            ),
        )
        for index, embed in enumerate((None, True)):
            path = write_document(document, folder / f"saved{index}.json", embed=embed)
            content = json.loads(path.read_text())
            assert "imageData" in content
            assert (content["imageData"] is not None) == (embedded or embed is True), name
            written.append((str(path), *size))
    script = """
import json, sys, io
from PIL import Image
try:
    from labelme._label_file import LabelFile
except ImportError:
    from labelme.label_file import LabelFile
result = []
for name, width, height in json.load(sys.stdin):
    found = LabelFile(name)
    data = getattr(found, "image_data", None) or found.imageData
    result.append([
        [[s["label"], s["points"], s["shape_type"]] for s in found.shapes],
        list(Image.open(io.BytesIO(data)).size),
        found.shapes[1]["other_data"]["autolabelme"]["score"],
    ])
json.dump(result, sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(written),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    expected = [
        ["12", [[10, 10], [30, 30]], "rectangle"],
        ["12_flipped", [[50.5, 10], [70.5, 30]], "rectangle"],
    ]
    for (name, width, height), (shapes, size, score) in zip(written, json.loads(done.stdout), strict=True):
        assert shapes == expected, name
        assert size == [width, height], name
        assert score == 0.5


# --- refusals -----------------------------------------------------------------------------------------

NAN, INFINITY = float("nan"), float("inf")
BAD = [
    ({"shapes": None}, "shapes"),
    ({"shapes": {}}, "shapes"),
    ({"shapes": ["x"]}, "shapes[0]"),
    ({"imagePath": None}, "imagePath"),
    ({"imagePath": ""}, "imagePath"),
    ({"imagePath": 5}, "imagePath"),
    ({"imageData": 5}, "imageData"),
    ({"imageHeight": "80"}, "imageHeight"),
    ({"imageHeight": 81}, "imageHeight"),
    ({"imageWidth": 119}, "imageWidth"),
    ({"imageWidth": -1}, "imageWidth"),
    ({"flags": [1]}, "flags"),
    ({"flags": {"a": 1}}, "flags.a"),
    ({"other": [1, NAN]}, "file"),
    ({"other": {"a": "\ud800"}}, "file"),
    ({"autolabelme": {"reviewed": "yes"}}, "autolabelme.reviewed"),
    ({"autolabelme": {"dpi": 0}}, "autolabelme.dpi"),
    ({"autolabelme": {"page": 3}}, None),
    ({"shapes": [shape(label=12)]}, "shapes[0].label"),
    ({"shapes": [shape(label=None)]}, "shapes[0].label"),
    ({"shapes": [shape(label=" ")]}, "shapes[0].label"),
    ({"shapes": [shape(), {"label": "1", "shape_type": "rectangle"}]}, "shapes[1].points"),
    ({"shapes": [shape(points=())]}, "shapes[0].points"),
    ({"shapes": [shape(points=((1, 1),))]}, "shapes[0].points"),
    ({"shapes": [shape(points=((1, 1), (2, 2), (3, 3)))]}, "shapes[0].points"),
    ({"shapes": [shape(points=((1, 1), (2,)))]}, "shapes[0].points[1]"),
    ({"shapes": [shape(points=((1, 1), (2, "3")))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((1, 1), (2, True)))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((1, 1), (2, NAN)))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((-INFINITY, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"shapes": [shape(points=((10**400, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"shapes": [shape(points=((1e300, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"shapes": [shape(points=((10, 10), (10, 30)))]}, "shapes[0].points"),
    ({"shapes": [shape(points=((10, 10), (10, 10)))]}, "shapes[0].points"),
    ({"shapes": [shape(points=((130, 10), (150, 30)))]}, "shapes[0].points"),
    ({"shapes": [shape(points=((10, -30), (20, -10)))]}, "shapes[0].points"),
    ({"shapes": [shape(group_id="a")]}, "shapes[0].group_id"),
    ({"shapes": [shape(description=1)]}, "shapes[0].description"),
    ({"shapes": [shape(flags={"a": "b"})]}, "shapes[0].flags.a"),
    ({"shapes": [shape(shape_type=None)]}, "shapes[0].shape_type"),
    ({"shapes": [shape(autolabelme=3)]}, "shapes[0].autolabelme"),
    ({"shapes": [shape(autolabelme={"score": "high"})]}, "shapes[0].autolabelme.score"),
    ({"shapes": [shape(autolabelme={"p": 2})]}, "shapes[0].autolabelme.p"),
    ({"shapes": [shape(autolabelme={"role": "king"})]}, "shapes[0].autolabelme.role"),
    ({"shapes": [shape(autolabelme={"pose": {"scale_x": 0}})]}, "shapes[0].autolabelme.pose.scale_x"),
]


@pytest.mark.parametrize(("change", "field"), BAD, ids=[str(change)[:60] for change, _ in BAD])
def test_bad_field_is_named(tmp_path, page, change, field):
    path = file(tmp_path, **change) if "shapes" in change else file(tmp_path, shape(), **change)
    with pytest.raises(InputError) as caught:
        read_document(path)
    assert caught.value.field == field
    assert "\n" not in str(caught.value)
    if field is not None:
        assert str(caught.value).startswith(f"{path}: {field}: ")


def test_reversed_corners_are_a_box_and_are_kept_as_they_stand(tmp_path, page):
    document = read_document(file(tmp_path, shape(points=((30, 35), (10, 12)))))
    assert document.shapes[0].box == (10, 12, 30, 35)
    out = write_document(document, tmp_path / "out.json")
    assert json.loads(out.read_text())["shapes"][0]["points"] == [[30, 35], [10, 12]]


def test_a_match_cut_by_the_edge_is_no_error(tmp_path, page):
    assert read_document(file(tmp_path, shape(points=((-5, 60), (20, 95))))).shapes[0].box == (-5, 60, 20, 95)


def test_cut_off_anywhere(tmp_path, page):
    whole = file(tmp_path, shape("12 été")).read_bytes()
    path = tmp_path / "cut.json"
    for end in range(len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(InputError, match=r"cut\.json: is (cut off|empty|not)"):
            read_document(path)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe{", b"[]", b"7", b"null", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b"{'a': 1}"],
    ids=["empty", "utf16", "list", "number", "null", "deep", "digits", "python"],
)
def test_no_annotation_file(tmp_path, data):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.json"):
        read_document(path)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(InputError, match=r"none\.json: does not exist"):
        read_document(tmp_path / "none.json")
    with pytest.raises(InputError):
        read_document(tmp_path)


def test_byte_order_mark_is_accepted(tmp_path, page):
    path = file(tmp_path, shape())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_document(path).labels() == ("0",)


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
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(InputError, match=r"a\.json: cannot be written: Permission denied"):
        write_document(Document(page, WIDTH, HEIGHT), tmp_path / "a.json")
    assert not (tmp_path / "a.json").exists()


# --- properties -----------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["label", "points", "shape_type", "group_id", "flags", "description", "autolabelme", "mask"]
loose_shapes = st.fixed_dictionaries(
    {}, optional={key: json_values | st.just([[1, 2], [3, 4]]) | st.just("rectangle") for key in KEYS}
)
loose_files = json_values | st.fixed_dictionaries(
    {},
    optional={
        "imagePath": json_values | st.just("page.png"),
        "shapes": json_values | st.lists(loose_shapes, max_size=3),
        "imageData": json_values,
        "imageHeight": json_values | st.just(HEIGHT),
        "imageWidth": json_values | st.just(WIDTH),
        "flags": json_values,
        "version": json_values,
        "autolabelme": json_values,
        "other": json_values,
    },
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(content=loose_files)
def test_arbitrary_json_is_a_document_or_an_input_error(tmp_path, page, content):
    path = tmp_path / "fuzz.json"
    path.write_bytes(json.dumps(content).encode("utf-8", "surrogatepass"))
    try:
        document = read_document(path)
    except InputError as error:
        assert str(path) in str(error)
    else:
        assert read_document(write_document(document, tmp_path / "again.json")) == document


@quick
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_an_input_error(tmp_path, data):
    path = tmp_path / "fuzz.json"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_document(path)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
labels = texts.filter(str.strip) | st.sampled_from(
    ["0", "12", "12_flipped", "a_rotated_45", "page_0", "1 x", "ornament"]
)
coordinates = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(41, 79)] * 2)
rectangles = st.builds(
    lambda label, box, **more: Shape.rectangle(label, box, **more),
    labels,
    coordinates,
    note=texts,
    pose=st.builds(
        Pose,
        st.floats(-720, 720),
        st.booleans(),
        st.floats(0.1, 5),
        st.floats(0.1, 5),
        st.none() | st.integers(0, 71).map(lambda step: 5.0 * step),
    ),
    score=st.none() | st.floats(-1, 1),
    p=st.none() | st.floats(0, 1),
    template=texts,
    role=st.sampled_from(["template", "match", "proposed", "region"]),
    verdict=st.sampled_from(["", "accepted", "rejected"]),
    group_id=st.none() | st.integers(0, 9),
    description=texts,
    flags=st.dictionaries(texts, st.booleans(), max_size=2),
    id=st.sampled_from(["", "a", "b"]),
)
polygons = st.builds(
    lambda label, points: Shape(label, "", tuple(points), "polygon", role="foreign"),
    labels,
    st.lists(st.tuples(st.floats(-50, 200), st.floats(-50, 200)), min_size=1, max_size=5),
)


@quick
@given(shapes=st.lists(rectangles | polygons, max_size=5), prefix=st.booleans())
def test_write_read_round_trip(tmp_path, page, shapes, prefix):
    document = Document(page, WIDTH, HEIGHT, tuple(shapes))
    again = read_document(write_document(document, tmp_path / "a.json", prefix=prefix))
    assert again == document
    # nominal_deg is no part of a pose's comparison, but names and colours follow it.
    assert [s.pose.nominal_deg for s in again.shapes] == [s.pose.nominal_deg for s in document.shapes]


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
