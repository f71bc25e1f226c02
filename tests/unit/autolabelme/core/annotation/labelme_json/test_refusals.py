"""LabelMe files: what is refused and how it is named, and what is no error."""

import json
from pathlib import Path

import pytest

from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.errors import InputError

from .labelme_files import file, shape

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
    ({"imageWidth": 119.5}, "imageWidth"),
    ({"imageWidth": 1e300}, "imageWidth"),
    ({"imagePath": "a" * 300 + ".png"}, "imagePath"),
    ({"imagePath": "a/" * 2100}, "imagePath"),
    ({"imagePath": "a\0b.png"}, "imagePath"),
    ({"flags": [1]}, "flags"),
    ({"flags": {"a": 1}}, "flags.a"),
    ({"other": [1, NAN]}, "other[1]"),
    ({"other": {"a": "\ud800"}}, "other.a"),
    ({"autolabelme": {"reviewed": "yes"}}, "autolabelme.reviewed"),
    ({"autolabelme": {"dpi": 0}}, "autolabelme.dpi"),
    ({"autolabelme": {"page": 3}}, None),
    ({"shapes": [shape(label=12)]}, "shapes[0].label"),
    ({"shapes": [shape(label=None)]}, "shapes[0].label"),
    ({"shapes": [shape(label=" ")]}, "shapes[0].label"),
    ({"shapes": [shape(), {"label": "1", "shape_type": "rectangle"}]}, "shapes[1].points"),
    ({"shapes": [shape(points=())]}, "shapes[0].points"),
    ({"shapes": [shape(points=((1, 1), (2,)))]}, "shapes[0].points[1]"),
    ({"shapes": [shape(points=((1, 1), (2, "3")))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((1, 1), (2, True)))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((1, 1), (2, NAN)))]}, "shapes[0].points[1][1]"),
    ({"shapes": [shape(points=((-INFINITY, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"shapes": [shape(points=((10**400, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"shapes": [shape(points=((1e300, 1), (2, 3)))]}, "shapes[0].points[0][0]"),
    ({"autolabelme": {"rejected": [shape(points=((10, 10), (10, 30)))]}}, "autolabelme.rejected[0].points"),
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


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"shapes": [5]}, "shapes[0]: expected an object, got 5"),
        ({"shapes": {}}, "shapes: expected a list, got an object"),
        ({"shapes": None}, "shapes: expected a list, got null"),
        ({"imagePath": 5}, "imagePath: expected text, got 5"),
        ({"imageHeight": "80"}, "imageHeight: expected a whole number, got the text '80'"),
        ({"imageWidth": -1}, "imageWidth: expected more than 0, got -1"),
        ({"flags": {"a": "x"}}, "flags.a: expected true or false, got the text 'x'"),
        ({"shapes": [{"points": [[1, 2]]}]}, "shapes[0].label: is missing"),
        ({"shapes": [shape(points=())]}, "shapes[0].points: expected at least 1 values, got 0"),
        ({"shapes": [shape(points=((1, 1, 1),))]}, "shapes[0].points[0]: expected at most 2 values, got 3"),
        ({"shapes": [shape(points=((1, "2"),))]}, "points[0][1]: expected a finite number, got the text '2'"),
        ({"shapes": [shape(autolabelme={"p": 7})]}, "autolabelme.p: expected at most 1, got 7"),
        ({"shapes": [shape(autolabelme={"verdict": "no"})]}, "expected '', 'accepted' or 'rejected', got"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_words_are_a_historians(tmp_path, page, change, problem):
    path = file(tmp_path, **change) if "shapes" in change else file(tmp_path, shape(), **change)
    with pytest.raises(InputError) as caught:
        read_document(path)
    assert problem in str(caught.value)


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


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"format": "autolabelme sibling inspection", "version": 2}, "autolabelme sibling inspection"),
        ({"format": 2, "program": "autolabelme 0.1.0"}, "an autolabelme result"),
    ],
)
def test_a_result_that_is_opened_as_an_annotation_is_called_what_it_is(
    tmp_path: Path, value: dict[str, object], found: str
) -> None:
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(value), "utf-8")
    with pytest.raises(InputError, match=f"is no LabelMe file: it holds {found}, not"):
        read_document(path)
