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
