"""An image and its annotation file find each other, and no other's."""

import json
import unicodedata

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation.beside import find_image, find_own, own_path, own_stem, owner
from autolabelme.core.annotation.document import Document, Shape, split_note
from autolabelme.core.annotation.folder import find_annotations
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.output_names import page_identity

PIXELS = np.random.default_rng(5).integers(0, 255, (20, 30), dtype=np.uint8)
COMPOSED, APART = "\u00c9p\u00eetre", "E\u0301pi\u0302tre"


def picture(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(PIXELS).save(path)
    return path


def annotation(path, image):
    """As another program writes it: `image` is a text."""
    shape = {"label": "1", "points": [[1, 1], [9, 9]], "shape_type": "rectangle", "flags": {}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"version": "5.0", "shapes": [shape], "imagePath": image, "imageData": None}))
    return path


@pytest.mark.parametrize(
    ("there", "written"),
    [
        (f"{COMPOSED}.png", f"{APART}.png"),
        (f"{APART}.png", f"{COMPOSED}.png"),
        ("Page1.jpg", "Page1.JPG"),
        (f"{COMPOSED}/Page1.png", f"{APART.upper()}\\page1.PNG"),
    ],
)
def test_an_image_whose_name_looks_the_same_is_found(tmp_path, there, written):
    image = picture(tmp_path / there)
    assert read_document(annotation(tmp_path / "p.json", written)).image_path == image
    up = annotation(tmp_path / "json" / "p.json", f"../{written}")
    assert read_document(up).image_path == image


def test_of_several_names_that_look_the_same_none_is_chosen(tmp_path):
    image = picture(tmp_path / "Page.png")
    picture(tmp_path / "PAGE.png")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system tells no capitals apart")
    assert find_image("page.png", tmp_path) is None
    assert find_image("Page.png", tmp_path) == image


def test_a_file_that_comes_while_looking_is_found(tmp_path):
    for number in range(20):
        assert find_image(f"P{number}.png", tmp_path) is None
        picture(tmp_path / f"p{number}.png")
        assert find_image(f"P{number}.png", tmp_path) is not None


@pytest.mark.parametrize("name", [f"{COMPOSED}.png", f"{APART}.png"])
def test_the_annotation_of_an_image_is_found_in_either_form(tmp_path, name):
    image = picture(tmp_path / name)
    for form in ("NFC", "NFD"):
        path = annotation(tmp_path / unicodedata.normalize(form, f"{COMPOSED}.json"), f"{COMPOSED}.png")
        assert find_own(image) == path
        path.unlink()
    path = annotation(tmp_path / f"{COMPOSED.lower()}_MATCHED.json", name)
    assert find_own(image) == path


def test_two_scans_of_one_stem_have_annotations_of_their_own(tmp_path):
    png, tif = picture(tmp_path / "0001.png"), picture(tmp_path / "0001.tif")
    assert own_path(png) == own_path(tif) == tmp_path / "0001.json"
    first = write_document(Document.for_image(png), tmp_path / "0001_matched.json")
    assert (find_own(png), find_own(tif)) == (first, None)
    assert own_path(tif) == tmp_path / "0001.tif.json"
    second = write_document(Document.for_image(tif), tmp_path / "0001.tif_matched.json")
    assert (find_own(png), find_own(tif)) == (first, second)
    assert own_path(png) == tmp_path / "0001.json"


def test_results_of_several_folders_in_one(tmp_path):
    stems = []
    for book in ("A", "B", "C"):
        image = picture(tmp_path / book / "0001.png")
        stems.append(own_stem(image, 0, tmp_path / "out"))
        write_document(Document.for_image(image), tmp_path / "out" / f"{stems[-1]}_matched.json")
        assert own_stem(image, 0, tmp_path / "out") == stems[-1]
    assert stems == ["0001", "B_0001", "C_0001"]


def test_a_page_whose_every_name_is_taken(tmp_path):
    own, other = picture(tmp_path / "b.png"), picture(tmp_path / "o.png")
    names = []
    while not names or "~" not in names[-1]:
        names.append(own_stem(own, 0, tmp_path))
        assert not (tmp_path / f"{names[-1]}.json").exists()
        annotation(tmp_path / f"{names[-1]}.json", other.name)
    assert len(names) == 3


def test_an_annotation_whose_image_has_gone_is_still_its_own(tmp_path):
    path = annotation(tmp_path / "p.json", "gone.tif")
    assert owner(path) is None
    assert find_own(picture(tmp_path / "p.png")) == path
    for text in ("{", "[]", '{"imagePath": 3}'):
        path.write_text(text)
        assert owner(path) is None
    assert owner(tmp_path / "none.json") is None


def test_the_owner_follows_the_file(tmp_path):
    first, second = picture(tmp_path / "a.png"), picture(tmp_path / "b.png")
    for image in (first, second):
        path = write_document(Document.for_image(image), tmp_path / "p.json")
        assert owner(path) == page_identity(image)


def test_files_of_two_pages_under_one_name_are_both_found(tmp_path):
    first, second = picture(tmp_path / "A" / "p.png"), picture(tmp_path / "p.png")
    paths = (
        write_document(Document.for_image(first), tmp_path / "p.json"),
        write_document(Document.for_image(second), tmp_path / "p_matched.json"),
    )
    for prefer in ("source", "matched"):
        assert set(find_annotations(tmp_path, prefer)) == set(paths)


def test_a_label_is_one_label_in_either_form(tmp_path):
    picture(tmp_path / "p.png")
    path = annotation(tmp_path / "p.json", "p.png")
    content = json.loads(path.read_text())
    content["shapes"] = [
        {**content["shapes"][0], "label": label} for label in (COMPOSED, APART, f"3 {APART}")
    ]
    path.write_text(json.dumps(content))
    document = read_document(path)
    assert document.labels() == (COMPOSED, "3")
    assert document.notes() == {"3": COMPOSED}
    assert split_note(APART) == (COMPOSED, "")
    assert Document(tmp_path / "p.png", 30, 20, (Shape.rectangle("1", (0, 0, 9, 9)),)).relabel(
        ["1#1"], APART
    ).labels() == (COMPOSED,)
