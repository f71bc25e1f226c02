"""``match`` over several pages: sorts are never mixed up by their names, nothing of a page is lost."""

import json

import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.sorts import CATALOGUE_FILE, name_sorts, read_sorts

from .printed import QUICK, box, print_page, run

PLAIN = [(30, 100, "plain"), (110, 104, "plain")]
OTHER = [(30, 180, "turned"), (110, 184, "turned")]
QUIET = [*QUICK, "--no-flips"]


@pytest.fixture
def book(tmp_path):
    """a: "0" is the plain glyph; b: "0" is another one (the turned), matched; c: blank; d: as b, reviewed."""
    a = Document.for_image(print_page(tmp_path / "a.png", PLAIN))
    write_document(a.add(Shape.rectangle("0", box(30, 100))), tmp_path / "a.json")
    for name, seed in (("b", 2), ("d", 4)):
        document = Document.for_image(print_page(tmp_path / f"{name}.png", [*PLAIN, *OTHER], seed))
        document = document.add(
            Shape.rectangle("0", box(30, 180), note="leaf"),
            Shape.rectangle("0", box(110, 184), role="match", score=0.8, verdict="accepted"),
        ).with_fields(reviewed=name == "d")
        write_document(document, tmp_path / f"{name}_matched.json")
    print_page(tmp_path / "c.png", [], 3)
    return tmp_path


def boxes_of(document, label):
    return sorted(round(shape.box[0] / 10) for shape in document.boxes_of(label))


def test_a_template_is_searched_for_on_a_folder(book, capsys):
    before = {name: (book / f"{name}_matched.json").read_bytes() for name in "bd"}
    status, out, err = run(capsys, "match", book, "--template", f"{book / 'a.json'}:0", "--json", *QUIET)
    assert status == 0
    b = read_document(book / "b_matched.json")
    assert b.shapes[:2] == _read(before["b"], book).shapes, "another sort's boxes are as they were"
    assert boxes_of(b, "0-2") == [3, 11]
    assert '"0" is another sort here; what was found is named "0-2" (--same-sorts' in err
    # Neither a page without a match nor a reviewed one is touched.
    assert not (book / "c_matched.json").exists()
    assert (book / "d_matched.json").read_bytes() == before["d"]
    assert "d_matched.json: is marked as reviewed and left as it is (--reviewed)" in err
    assert all("c_matched" not in name and "d_matched" not in name for name in json.loads(out)["output"])
    # The template's page needs no id of its own to be of the same sort.
    named = name_sorts([read_document(book / "a.json"), b])
    assert named.name(read_document(book / "a.json"), "0") == named.name(b, "0-2") == "0"
    assert {sort.name for sort in read_sorts(book).sorts} == {"0"}
    # Searched again it is the same; reviewed pages are searched when asked for.
    again = (book / "b_matched.json").read_bytes()
    status, _, err = run(capsys, "match", book, "--template", f"{book / 'a.json'}:0", "--reviewed", *QUIET)
    assert (status, "reviewed" in err) == (0, False)
    assert (book / "b_matched.json").read_bytes() == again
    assert boxes_of(read_document(book / "d_matched.json"), "0-2") == [3, 11]


def test_a_sort_that_was_renamed_on_a_page_is_found_under_its_name_there(book, capsys):
    search = ("match", book, "--template", f"{book / 'a.json'}:0", *QUIET)
    run(capsys, *search)
    b = read_document(book / "b_matched.json")
    shapes = (s.replace(label="rose") if s.label == "0-2" else s.replace(label="leaf") for s in b.shapes)
    write_document(b.with_fields(shapes=tuple(shapes)), book / "b_matched.json")
    status, _, err = run(capsys, *search)
    assert status == 0
    assert 'b_matched.json: "0" is called "rose" here' in err
    assert "another sort" not in err
    assert boxes_of(read_document(book / "b_matched.json"), "rose") == [3, 11]


def test_a_second_template_keeps_what_the_first_has_found(book, capsys):
    for name in ("b_matched", "d_matched"):
        (book / f"{name}.json").unlink()
    a = read_document(book / "a.json")
    write_document(a.add(Shape.rectangle("1", box(30, 180))), book / "other.json")
    print_page(book / "o.png", [(30, 180, "turned")])
    o = Document.for_image(book / "o.png").add(Shape.rectangle("1", box(30, 180)))
    (book / "other.json").unlink()
    write_document(o, book / "o.json")
    run(capsys, "match", book, "--template", f"{book / 'a.json'}:0", *QUIET)
    run(capsys, "match", book, "--template", f"{book / 'o.json'}:1", *QUIET)
    b = read_document(book / "b_matched.json")
    assert (boxes_of(b, "0"), boxes_of(b, "1")) == ([3, 11], [3, 11])
    # A higher threshold takes back what the same template had found, and nothing else.
    run(capsys, "match", book, "--template", f"{book / 'a.json'}:0", "--threshold", "1", *QUIET)
    b = read_document(book / "b_matched.json")
    assert (boxes_of(b, "0"), boxes_of(b, "1")) == ([], [3, 11])


def test_templates_of_all_pages_on_all_pages(book, capsys):
    status, _, _ = run(capsys, "match", book, "--scope", "folder", "--reviewed", *QUIET)
    assert status == 0
    documents = [read_document(book / f"{name}_matched.json") for name in "abd"]
    a, b, _ = documents
    named = name_sorts(documents)
    # b's and d's leaf are two sorts until somebody says that they are one.
    assert len(named.names) == 3
    assert named.name(b, "0") != named.name(a, "0") == named.name(b, "0-2")
    assert b.notes()["0"] == "leaf" and b.boxes_of("0")[1].verdict == "accepted"


def test_equal_labels_are_one_sort_when_the_person_says_so(book, capsys):
    status, _, err = run(capsys, "match", book, "--scope", "folder", "--same-sorts", "--reviewed", *QUIET)
    assert (status, err) == (0, "")
    documents = [read_document(book / f"{name}_matched.json") for name in "abd"]
    assert {document.labels() for document in documents} == {("0",)}
    assert len(name_sorts(documents).names) == 1
    assert (book / CATALOGUE_FILE).is_file()


def _read(content, book):
    path = book / "before_matched.json"
    path.write_bytes(content)
    document = read_document(path)
    path.unlink()
    return document
