"""Crops and exports of several pages and runs: nothing overwritten, nothing stale, nothing else deleted."""

import json
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation.crop_folder import find_crops
from autolabelme.core.annotation.crops import crop_names, save_crops
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.exports import export
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.annotation.occurrences import as_csv, as_wide_csv, occurrences
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.output_names import folded
from autolabelme.core.owned_files import record_path
from autolabelme.core.press.crops import read_catalogue
from autolabelme.core.reading import read_table
from autolabelme.core.sorts import SortCatalogue, write_sorts
from tests.unit.autolabelme.core.annotation.reading_exports import read_coco, read_voc, read_yolo

PIXELS = np.random.default_rng(5).integers(0, 255, (60, 90), dtype=np.uint8)


def page(path, *labels, **fields):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(PIXELS).save(path)
    shapes = [
        Shape.rectangle(label, (4 + 12 * index, 5, 14 + 12 * index, 15)) for index, label in enumerate(labels)
    ]
    return Document(path, 90, 60, tuple(shapes), **fields)


def crops_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg"))


@pytest.fixture
def books(tmp_path):
    """Two pages of two books that have one name."""
    return page(tmp_path / "A" / "0001.png", "1", "1", "1"), page(tmp_path / "B" / "0001.png", "1", "2")


# --- pages of one name ----------------------------------------------------------------------------


def test_crops_of_two_books_in_one_run(books, tmp_path):
    for order in (books, books[::-1]):
        names = crop_names(books, tmp_path / "out")
        reports = [save_crops(document, tmp_path / "out", names=names) for document in order]
        assert {report.folder.name for report in reports} == {"A_0001", "B_0001"}
        assert len(crops_below(tmp_path / "out")) == 5
        assert sorted(len(read_table(report.table)) for report in reports) == [2, 3]


def test_crops_of_two_books_in_two_runs(books, tmp_path):
    out = tmp_path / "out"
    first, second = (save_crops(document, out) for document in books)
    assert (first.folder.name, second.folder.name) == ("0001", "B_0001")
    assert len(crops_below(out)) == 5
    # Whatever is asked for later, and in which company, both keep their names.
    names = crop_names(books, out)
    assert [save_crops(one, out, names=names).folder for one in books[::-1]] == [second.folder, first.folder]
    assert len(crops_below(out)) == 5


def test_a_project_that_moved_keeps_its_names(books, tmp_path):
    for document in books:
        save_crops(document, tmp_path / "out")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("A", "B", "out"):
        (tmp_path / name).rename(moved / name)
    for document, name in zip(books, ("0001", "B_0001"), strict=True):
        document = document.with_fields(image_path=moved / document.image_path.relative_to(tmp_path))
        assert save_crops(document, moved / "out").folder.name == name


def test_long_names_that_differ_after_100_bytes(tmp_path):
    long = (
        "BnF Gallica btv1b0000000x Recueil de fleurons et vignettes de l'imprimerie royale tome premier 1773"
    )
    pages = [page(tmp_path / f"{long} vue {number}.png", "1") for number in ("001", "002")]
    names = crop_names(pages, tmp_path)
    reports = [save_crops(document, tmp_path, names=names) for document in pages]
    assert [report.folder.name[-8:] for report in reports] == [" vue 001", " vue 002"]
    assert len(crops_below(tmp_path)) == 2


def test_occurrences_of_two_books(books):
    found = occurrences(books, same_sorts=True)
    assert as_wide_csv(found).splitlines() == ["label,total,A_0001,B_0001", "1,4,3,1", "2,1,0,1"]
    assert len({line.split(",")[2] for line in as_csv(found).splitlines()[1:] if line[0] == "1"}) == 2


def test_scans_of_two_books_are_told_apart_in_an_export(books, tmp_path):
    (path,) = export(books, tmp_path / "out", "coco")
    assert [image["file_name"] for image in json.loads(path.read_text())["images"]] == [
        "A/0001.png",
        "B/0001.png",
    ]
    assert [found.image_path for found in read_coco(path, tmp_path)] == [one.image_path for one in books]
    written = export(books, tmp_path / "out", "voc")
    assert [ElementTree.parse(path).findtext("filename") for path in written] == ["A/0001.png", "B/0001.png"]
    assert {found.image_path for found in read_voc(tmp_path / "out", tmp_path)} == {
        one.image_path for one in books
    }


@pytest.mark.parametrize("format", ["coco", "voc"])
def test_pages_of_one_file_are_told_apart_in_an_export(tmp_path, format):
    first = page(tmp_path / "a.tif", "1")
    second = first.with_fields(page=1, shapes=first.shapes[:1])
    export([first, second], tmp_path / "out", format)
    found = (
        read_coco(tmp_path / "out" / "annotations.json", tmp_path)
        if format == "coco"
        else read_voc(tmp_path / "out", tmp_path)
    )
    assert [(one.image_path.name, one.page) for one in found] == [("a.tif", 0), ("a.tif", 1)]


def test_one_page_with_two_annotations_is_refused(books, tmp_path):
    with pytest.raises(InputError, match=r"0001\.png: is given twice"):
        export([books[0], books[0].with_fields(shapes=())], tmp_path / "out", "yolo")


# --- labels ---------------------------------------------------------------------------------------


def test_a_label_has_one_folder_on_every_page(tmp_path):
    pages = [
        page(tmp_path / "p1.png", "A", "a"),
        page(tmp_path / "p2.png", "a"),
        page(tmp_path / "p3.png", "A"),
    ]
    names = crop_names(pages, tmp_path / "out")
    for document in pages:
        save_crops(document, tmp_path / "out", names=names)
    assert len({path.split("/")[-2] for path in crops_below(tmp_path / "out")}) == 2
    # One page at a time, as the window saves them.
    for document in pages[1:] + pages[:1]:
        save_crops(document, tmp_path / "single")
    folders = {(one.label, one.path.parent.name) for one in find_crops(tmp_path / "single")}
    assert len(folders) == 2
    for out in ("out", "single"):
        assert sorted(sort.label for sort in read_catalogue(tmp_path / out, same_sorts=True)) == ["A", "a"]


def test_composed_and_decomposed_letters_are_two_folders_on_every_system(tmp_path):
    save_crops(page(tmp_path / "p.png", "\u00e9", "e\u0301"), tmp_path)
    assert len({folded(one.path.parent.name) for one in find_crops(tmp_path)}) == 2


def test_labels_come_back_from_the_table_not_from_the_folders_name(tmp_path):
    labels = ("=1+1", "a/b", "leaf_mirrored", "@x", "-")
    document = page(tmp_path / "p.png", *labels)
    turned = document.shapes[1].replace(id="", pose=Pose(90), points=((60, 30), (70, 40)))
    save_crops(document.add(turned), tmp_path)
    found = find_crops(tmp_path)
    assert sorted({one.label for one in found}) == sorted(labels)
    assert {one.label: one.pose for one in found if one.pose != Pose()} == {"a/b": Pose(90)}


# --- what is removed ------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["yolo", "coco", "voc"])
def test_nothing_of_an_earlier_export_is_left(tmp_path, format):
    first, second = page(tmp_path / "a.png", "rose"), page(tmp_path / "b.png", "acorn")
    out = tmp_path / "out"
    export([first, second], out, format, images=True)
    (out / "mine.txt").write_text("a note")
    written = export([first], out, format, images=True)
    assert {path for path in out.rglob("*") if path.is_file()} == {
        *written,
        out / "mine.txt",
        record_path(out, format),
    }


def test_exports_of_several_formats_share_a_folder(tmp_path):
    documents = [page(tmp_path / "a.png", "rose")]
    for format in ("yolo", "coco", "yolo", "voc"):
        export(documents, tmp_path / "out", format, images=format != "yolo")
    assert (tmp_path / "out" / "images" / "a.png").is_file()
    assert (tmp_path / "out" / "annotations.json").is_file()
    export(documents, tmp_path / "out", "coco")
    assert not (tmp_path / "out" / "images").exists()


def test_a_failed_export_leaves_the_earlier_one(tmp_path):
    first, second = page(tmp_path / "a.png", "rose"), page(tmp_path / "b.png", "acorn")
    out = tmp_path / "out"
    export([first], out, "yolo", images=True)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    second.image_path.write_bytes(b"cut off")
    with pytest.raises(InputError):
        export([first, second], out, "yolo", images=True)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_only_the_very_files_that_were_written_are_deleted(tmp_path):
    document = page(tmp_path / "p.png", "1", "2")
    report = save_crops(document, tmp_path / "out")
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(b"mine")
    record = record_path(report.folder, "crops")
    content = json.loads(record.read_text())
    digest = "a" * 64
    for name in (
        "../../../outside.jpg",
        str(outside),
        r"..\..\..\outside.jpg",
        "link/outside.jpg",
        "2/../../../../outside.jpg",
        "",
        ".",
        "2",
    ):
        content["files"][name] = digest
    (report.folder / "link").symlink_to(tmp_path)
    changed, linked = report.folder / "2" / "2_001.jpg", report.folder / "1" / "1_001.jpg"
    changed.write_bytes(b"another picture of mine")
    linked.unlink()
    linked.symlink_to(outside)
    record.write_text(json.dumps(content))
    with report.table.open("a") as stream:
        stream.write(f"x,0,/outside.jpg,0,0,1,1\nx,0,{outside},0,0,1,1\nx,0,../../../outside.jpg,0,0,1,1\n")
    save_crops(document.with_fields(shapes=()), tmp_path / "out")
    assert outside.read_bytes() == b"mine"
    assert changed.exists()
    assert linked.is_symlink()


def test_a_damaged_record_is_named_and_nothing_is_done(tmp_path):
    document = page(tmp_path / "p.png", "1")
    report = save_crops(document, tmp_path)
    record = record_path(report.folder, "crops")
    for text in ("{", "[]", '{"format": 1, "pages": 3, "labels": {}, "files": {}}'):
        record.write_text(text)
        with pytest.raises(InputError, match=r"\.autolabelme-crops\.json: "):
            save_crops(document, tmp_path)
        assert all(path.exists() for path in report.files)


@pytest.mark.parametrize(
    "row",
    ["x,0,/a.jpg,0,0,1,1", "x,0,../../a.jpg,0,0,1,1", "x,,1/1_001.jpg,0,0,1,1", "x,0,a\0b,0,0,1,1", "p.png"],
)
def test_a_table_that_leads_elsewhere_is_refused(tmp_path, row):
    report = save_crops(page(tmp_path / "p.png", "1"), tmp_path)
    with report.table.open("a") as stream:
        stream.write(f"{row}\n")
    with pytest.raises(InputError, match=r"crops\.csv: row 3: expected a label"):
        find_crops(tmp_path)


# --- what other programs read ---------------------------------------------------------------------


def test_yaml_holds_every_label_and_no_path(tmp_path):
    yaml = pytest.importorskip("yaml")
    labels = ("\U0001f650", 'a "b" \\ c', "é", "x\x7f\x85\u2028y\ufeff", "no", "1: {")
    export([page(tmp_path / "p.png", *labels)], tmp_path / "out", "yolo")
    text = (tmp_path / "out" / "data.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    assert set(content["names"].values()) == set(labels)
    assert "\U0001f650" in text
    assert "path" not in content
    yaml.safe_dump(content, encoding="utf-8")


@pytest.mark.parametrize(
    "box",
    [(89.6, 10, 95, 20), (-5, 10, 0.4, 20), (10, 59.7, 20, 61), (10, -9, 20, 0.2), (10.5, 10.5, 10.6, 10.6)],
)
def test_a_voc_box_lies_on_the_page(tmp_path, box):
    document = page(tmp_path / "p.png").add(Shape.rectangle("1", box, role="match"))
    (path,) = export([document], tmp_path / "out", "voc")
    x1, y1, x2, y2 = (int(item.text) for item in ElementTree.parse(path).find("object/bndbox"))
    assert 1 <= x1 <= x2 <= 90
    assert 1 <= y1 <= y2 <= 60
    ((found,),) = (one.shapes for one in read_voc(tmp_path / "out", tmp_path))
    assert found.box == pytest.approx((max(box[0], 0), max(box[1], 0), min(box[2], 90), min(box[3], 60)))


def test_yolo_labels_of_two_books_come_back(books, tmp_path):
    export(books, tmp_path / "out", "yolo", same_sorts=True)
    found = read_yolo(tmp_path / "out", [one.image_path for one in books])
    assert [[shape.label for shape in one.shapes] for one in found] == [["1", "1", "1"], ["1", "2"]]


def test_the_catalogue_of_a_folders_sorts_is_no_drawn_catalogue(tmp_path):
    ink = Image.fromarray(
        np.kron(np.random.default_rng(2).integers(0, 2, (6, 9)) * 255, np.ones((10, 10))).astype(np.uint8)
    )
    document = page(tmp_path / "p.png", "1")
    ink.save(document.image_path)
    write_document(document.replace(document.shapes[0].with_box((0, 0, 60, 60))), tmp_path / "p.json")
    write_sorts(SortCatalogue(), tmp_path)
    assert [sort.label for sort in read_catalogue(tmp_path)] == ["1"]
