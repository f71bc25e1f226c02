"""Files as they come from cameras, other systems and other programs, through the command line."""

import json

import pytest
from PIL import Image, features

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.batch import split_template

from .printed import QUICK, ROW, box, print_page, run

FORMATS = {
    "page.jfif": "JPEG",
    "page.jpe": "JPEG",
    "page.mpo": "JPEG",
    "page": "JPEG",
    "page.scan": "PNG",
    **({"page.avif": "AVIF"} if features.check("avif") else {}),
}


@pytest.mark.parametrize("name", FORMATS)
def test_an_image_of_any_suffix_or_none_is_searched(page, tmp_path, capsys, name):
    bare = tmp_path / "bare" / name
    bare.parent.mkdir()
    Image.open(print_page(tmp_path / "q.png", ROW[:2], seed=4)).save(bare, FORMATS[name])
    for source in (bare, bare.parent):
        status, out, _ = run(capsys, "match", source, "--template", f"{page}:12", "--json", *QUICK)
        assert status == 0
        assert len(json.loads(out)["matches"]) == 2
    assert read_document(bare.parent / "page_matched.json").image_path == bare


@pytest.mark.parametrize("label", ["fleuron: rose", ":", "a:b:c"])
def test_a_label_with_a_colon_is_a_template(page, tmp_path, capsys, label):
    write_document(read_document(page).relabel(["12#1"], label), page)
    bare = print_page(tmp_path / "q.png", ROW[:2], seed=4)
    status, out, _ = run(capsys, "match", bare, "--template", f"{page}:{label}", "--json", *QUICK)
    assert status == 0
    assert {match["label"] for match in json.loads(out)["matches"]} == {label}


def test_the_longest_file_before_a_colon_is_the_page(tmp_path):
    for name in ("p.json", "p.json:1"):
        write_document(
            Document(tmp_path / "p.png", 9, 9, (Shape.rectangle("1", box(0, 0)),)), tmp_path / name
        )
    assert split_template(f"{tmp_path}/p.json:1:2") == (tmp_path / "p.json:1", "2")
    assert split_template(f"{tmp_path}/p.json:2:3") == (tmp_path / "p.json", "2:3")
    assert split_template(f"{tmp_path}/none.json:2:3") == (tmp_path / "none.json:2", "3")


def test_two_scans_of_one_stem_have_two_results(page, tmp_path, capsys):
    scans = tmp_path / "scans"
    scans.mkdir()
    for name, places in (("0001.png", ROW[:1]), ("0001.tif", ROW[:2])):
        print_page(scans / name, places, seed=4)
    for words in ([scans], [scans], [scans / "0001.tif"], [scans / "0001.png"]):
        status, out, _ = run(capsys, "match", *words, "--template", f"{page}:12", "--json", *QUICK)
        assert status == 0
        assert len(set(json.loads(out)["output"])) == len(json.loads(out)["output"])
        for name, stem, count in (("0001.png", "0001", 1), ("0001.tif", "0001.tif", 2)):
            document = read_document(scans / f"{stem}_matched.json")
            assert (document.image_path.name, len(document.vignettes())) == (name, count)
            assert (scans / f"{stem}_descriptor.json").is_file()
        assert len(list(scans.glob("*_matched.json"))) == 2


def test_results_of_two_folders_in_one(page, tmp_path, capsys):
    for book, count in (("A", 1), ("B", 2)):
        (tmp_path / book).mkdir()
        print_page(tmp_path / book / "0001.png", ROW[:count], seed=4)
        words = (tmp_path / book, "--template", f"{page}:12", "--output", tmp_path / "out", *QUICK)
        assert run(capsys, "match", *words)[0] == 0
    found = {
        path.name: len(read_document(path).vignettes()) for path in (tmp_path / "out").glob("*_matched.json")
    }
    assert found == {"0001_matched.json": 1, "B_0001_matched.json": 2}


def foreign(tmp_path, *shapes):
    print_page(tmp_path / "p.png", ROW)
    content = {
        "version": "5.5.0",
        "flags": {},
        "imagePath": "p.png",
        "imageData": None,
        "shapes": list(shapes),
    }
    path = tmp_path / "p.json"
    path.write_text(json.dumps(content))
    return path


def drawn(label, points, shape_type):
    return {"label": label, "points": points, "shape_type": shape_type, "flags": {}, "group_id": None}


TURNED = drawn("1", [[30, 110], [70, 110], [70, 150], [30, 150]], "rotation")
REGION = drawn("ornament", [[30, 110], [70, 150]], "rectangle")
VIGNETTE = drawn("1", [[30, 100], [70, 140]], "rectangle")


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (
            [REGION] * 3,
            "3 boxes of the label 'ornament' are regions to search in: give a vignette another label",
        ),
        ([TURNED], "left out 1 shape of type rotation: only rectangles with an area are vignettes"),
        ([TURNED, TURNED, REGION], "left out 2 shapes of type rotation"),
    ],
)
def test_a_page_without_a_vignette_says_why(tmp_path, capsys, shapes, message):
    path = foreign(tmp_path, *shapes)
    status, _, err = run(capsys, "match", path, *QUICK)
    assert status == 2
    assert "p.json: shapes: has no box to search for; " in err
    assert message in err
    for words in (["crops"], ["export", "--format", "yolo"], ["occurrences"]):
        status, _, err = run(capsys, words[0], path, *words[1:])
        assert status == 1
        assert message in err


def test_shapes_that_are_passed_over_are_said(tmp_path, capsys):
    path = foreign(tmp_path, VIGNETTE, TURNED, {**TURNED, "shape_type": "polygon"})
    status, _, err = run(capsys, "crops", path)
    assert status == 0
    assert "left out 1 shape of type polygon, 1 shape of type rotation" in err


@pytest.mark.parametrize("text", ['[{"shapes": [], "imagePath": "p.png"}]', "3", "null"])
@pytest.mark.parametrize("words", [["match"], ["crops"], ["export", "--format", "coco"], ["occurrences"]])
def test_json_of_another_kind_is_told_in_words(tmp_path, capsys, text, words):
    path = tmp_path / "list.json"
    path.write_text(text)
    status, _, err = run(capsys, words[0], path, *words[1:])
    assert status == 2
    assert err.count("\n") == 1
    assert "list.json: is no LabelMe file: it holds a " in err
    assert "Model" not in err
