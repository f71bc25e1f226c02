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
