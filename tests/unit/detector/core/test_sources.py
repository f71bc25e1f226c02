import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.crops import save_crops
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.sorts import change_sorts
from detector.core import sources
from detector.core.catalogue import Catalogue, Entry, prototype_of, read_catalogue, unpose, write_catalogue
from detector.core.sources import page_scales, read_source, read_truth, scale_by_resolution

from ..conftest import a_catalogue, a_picture

POSES = (Pose(), Pose(90.0), Pose(0.0, mirrored=True), Pose(180.0, mirrored=True), Pose(270.0, mirrored=True))


def posed(picture: np.ndarray, pose: Pose) -> np.ndarray:
    return np.ascontiguousarray(
        np.rot90(picture[:, ::-1] if pose.mirrored else picture, round(pose.rotation_deg / 90))
    )


def a_page(
    folder: Path, name: str, *, scale: int = 1, labels: tuple[str, ...] = ("1", "2"), dpi: float | None = 300
) -> Path:
    """A page on which each label stands in every pose, as PNG and LabelMe file."""
    page = np.full((400 * scale, 500 * scale), 225, np.uint8)
    shapes = []
    for row, label in enumerate(labels):
        for column, pose in enumerate(POSES):
            picture = posed(a_picture(int(label)), pose)
            picture = picture.repeat(scale, 0).repeat(scale, 1)
            x, y = scale * (20 + 90 * column), scale * (30 + 120 * row)
            high, wide = picture.shape
            page[y : y + high, x : x + wide] = picture
            role = "match" if column else "template"
            shapes.append(Shape.rectangle(label, (x, y, x + wide, y + high), pose=pose, role=role))
    image = write_image(folder / f"{name}.png", page, dpi)
    document = Document(image, page.shape[1], page.shape[0], tuple(shapes), dpi=dpi)
    return write_document(document, folder / f"{name}.json")


@pytest.mark.parametrize("pose", POSES)
def test_unpose_undoes_a_printed_pose(pose: Pose) -> None:
    picture = a_picture(3)
    assert np.array_equal(unpose(posed(picture, pose), pose, (48, 40)), picture)


def test_unpose_undoes_a_free_rotation() -> None:
    picture = cv2.GaussianBlur(a_picture(3), (0, 0), 1.5)
    pose = Pose(35.0, mirrored=True)
    wide, high = (int(np.ceil(side)) for side in pose.extent(48, 40))
    shift = np.array([wide - 1, high - 1]) / 2 - pose.matrix() @ np.array([47, 39]) / 2
    turned = cv2.warpAffine(picture, np.column_stack([pose.matrix(), shift]), (wide, high), borderValue=225)
    back = unpose(turned, pose, (48, 40))
    assert np.corrcoef(back.ravel(), picture.ravel())[0, 1] > 0.97


def test_a_prototype_is_the_median_of_aligned_instances() -> None:
    picture = a_picture(1)
    shifted = np.roll(picture, 1, axis=1)
    torn = picture.copy()
    torn[:20] = 225
    prototype = prototype_of([picture, shifted, torn, picture])
    assert np.corrcoef(prototype.ravel(), picture.ravel())[0, 1] > 0.98


def test_a_class_is_a_label_without_its_pose(tmp_path: Path) -> None:
    source = read_source([a_page(tmp_path, "a")])
    assert source.catalogue.labels == ("1", "2")
    entry = source.catalogue.entries[0]
    assert entry.instances == len(POSES)
    assert (entry.width, entry.height) == (48, 40)
    assert set(entry.poses) == {(pose.rotation_deg, pose.mirrored) for pose in POSES}
    assert entry.poses[0] == (0.0, False)
    assert np.corrcoef(entry.prototype.ravel(), a_picture(1).ravel())[0, 1] > 0.99
    assert source.catalogue.mirrors
    assert source.catalogue.turns
    assert source.catalogue.dpi == 300


def test_pages_of_different_scale_are_brought_to_one(tmp_path: Path) -> None:
    paths = [
        a_page(tmp_path, "small", dpi=None),
        a_page(tmp_path, "large", scale=2, labels=("2", "3"), dpi=None),
    ]
    source = read_source(paths, same_sorts=True)
    scales = {page.name: page.scale for page in source.pages}
    assert scales["large.png"] / scales["small.png"] == pytest.approx(2.0, rel=0.02)
    assert source.catalogue.entries[0].width / source.catalogue.entries[1].width == pytest.approx(
        1.0, rel=0.03
    )


def test_equal_labels_of_two_pages_are_two_entries_with_their_pictures(tmp_path: Path) -> None:
    first = a_page(tmp_path, "a", labels=("1", "2"))
    # On b "1" is what stands for 3 in these tests.
    second = read_document(a_page(tmp_path, "b", labels=("3",)))
    second = second.relabel([shape.id for shape in second.shapes], "1")
    paths = [first, write_document(second, tmp_path / "b.json")]
    source = read_source(paths)
    assert source.catalogue.labels == ("1", "1-2", "2")
    by_label = {entry.label: entry for entry in source.catalogue.entries}
    assert (by_label["1"].pages, by_label["1-2"].pages) == (("a.png",), ("b.png",))
    for label, kind in (("1", 1), ("1-2", 3)):
        entry = by_label[label]
        assert entry.instances == len(POSES)
        assert np.corrcoef(entry.prototype.ravel(), a_picture(kind).ravel())[0, 1] > 0.99
    assert set(source.pages[1].labels) == {"1-2"}
    (note,) = [note for note in source.notes if "another sort" in note]
    assert "a.png" in note and "b.png" in note and "--same-sorts" in note
    # Said to be one, in the catalogue of the folder or for this time, it is one.
    assert len(read_source(paths, same_sorts=True).catalogue.labels) == 2
    change_sorts([tmp_path], lambda known: known.joined([source.sorts["1"], source.sorts["1-2"]], "1"))
    joined = read_source([tmp_path])
    assert joined.catalogue.labels == ("1", "2")
    assert joined.catalogue.entries[0].instances == 2 * len(POSES)
    assert joined.met == ()


def test_crops_of_two_pages_keep_their_sorts_apart(tmp_path: Path) -> None:
    pages = [read_document(a_page(tmp_path, name, labels=("1",))) for name in "abc"]
    pages[1:] = [page.with_sort("1", "x") for page in pages[1:]]
    for page in pages:
        save_crops(page, tmp_path / "crops", "png")
    catalogue = read_source([tmp_path / "crops"]).catalogue
    assert [(entry.label, entry.instances) for entry in catalogue.entries] == [
        ("1", len(POSES)),
        ("1-2", 2 * len(POSES)),
    ]


def test_truth_is_matched_by_sort_and_by_name_only_where_no_sort_tells(tmp_path: Path) -> None:
    page = read_document(a_page(tmp_path, "a", labels=("1", "2", "3")))
    page = page.with_sort("1", "x").with_sort("2", "y")
    path = write_document(page, tmp_path / "a.json")
    entries = [
        Entry("2", 48, 40, a_picture(1), sort="x"),
        Entry("3", 48, 40, a_picture(3), sort="z"),
        Entry("1", 48, 40, a_picture(2)),
    ]
    notes: list[str] = []
    (truth,) = read_truth([path], Catalogue(tuple(entries)), on_note=notes.append)
    assert dict(zip((s.label for s in page.shapes), truth.labels, strict=True)) == {
        "1": "2",
        "2": "2-2",
        "3": "3",
    }
    assert notes == []
    path = write_document(page.with_sort("3", "another"), path)
    read_truth([path], Catalogue(tuple(entries)), on_note=notes.append)
    assert notes == ['taken for the model\'s by the name alone, the files name other sorts: "3" on a.png']


def test_a_catalogue_keeps_its_sorts(tmp_path: Path) -> None:
    source = read_source([a_page(tmp_path, "a")])
    write_catalogue(source.catalogue, tmp_path / "model")
    again = read_catalogue(tmp_path / "model")
    assert [(e.sort, e.pages) for e in again.entries] == [
        (source.sorts[label].id, ("a.png",)) for label in ("1", "2")
    ]


def test_pages_that_share_no_label_are_scaled_by_resolution() -> None:
    documents = [Document(Path("a.png"), 100, 100, dpi=300), Document(Path("b.png"), 100, 100, dpi=600)]
    shapes = [[Shape.rectangle("1", (0, 0, 10, 10))] * 2, [Shape.rectangle("2", (0, 0, 10, 10))]]
    assert page_scales(documents, shapes) == pytest.approx([1.0, 2.0])


@pytest.mark.parametrize(("dpi", "scale"), [(600.0, 2.0), (None, None), (72.0, None)])
def test_a_cameras_72_dpi_is_no_measurement(dpi: float | None, scale: float | None) -> None:
    assert scale_by_resolution(dpi, 300.0) == scale


def test_an_empty_page_and_a_lonely_label_are_said(tmp_path: Path) -> None:
    full = a_page(tmp_path, "full")
    image = write_image(tmp_path / "empty.png", np.full((300, 300), 225, np.uint8))
    empty = write_document(Document(image, 300, 300), tmp_path / "empty.json")
    alone = write_image(tmp_path / "alone.png", posed(a_picture(9), Pose()))
    lonely = write_document(
        Document(alone, 48, 40, (Shape.rectangle("9", (0, 0, 48, 40)),)), tmp_path / "alone.json"
    )
    source = read_source([full, empty, lonely])
    assert any("empty.png: no boxes" in note for note in source.notes)
    assert "only one instance of: 9" in source.notes
    assert [len(page.boxes) for page in source.pages] == [10, 0, 1]


def test_tiny_labels_are_left_out_and_said(tmp_path: Path) -> None:
    page = np.full((200, 200), 225, np.uint8)
    image = write_image(tmp_path / "a.png", page)
    shapes = (Shape.rectangle("1", (10, 10, 60, 60)), Shape.rectangle("2", (80, 80, 82, 83)))
    source = read_source([write_document(Document(image, 200, 200, shapes), tmp_path / "a.json")])
    assert source.catalogue.labels == ("1",)
    assert "left out, too small to learn: 2" in source.notes
    assert source.pages[0].labels == ("1",)


def test_proposals_and_rejected_boxes_do_not_count(tmp_path: Path) -> None:
    image = write_image(tmp_path / "a.png", np.tile(a_picture(1), (4, 4)))
    shapes = (
        Shape.rectangle("1", (0, 0, 48, 40)),
        Shape.rectangle("1", (48, 0, 96, 40), role="proposed"),
        Shape.rectangle("1", (96, 0, 144, 40), role="proposed", verdict="accepted"),
        Shape.rectangle("1", (0, 40, 48, 80), role="match", verdict="rejected"),
    )
    source = read_source([write_document(Document(image, 192, 160, shapes), tmp_path / "a.json")])
    assert source.catalogue.entries[0].instances == 2


def test_saved_crops_make_the_same_catalogue(tmp_path: Path) -> None:
    from autolabelme.core.annotation.labelme_json import read_document

    document = read_document(a_page(tmp_path, "a"))
    save_crops(document, tmp_path / "crops", "png")
    source = read_source([tmp_path / "crops"])
    assert source.catalogue.labels == ("1", "2")
    assert set(source.catalogue.entries[0].poses) == {(pose.rotation_deg, pose.mirrored) for pose in POSES}
    assert np.corrcoef(source.catalogue.entries[0].prototype.ravel(), a_picture(1).ravel())[0, 1] > 0.99
    assert source.pages == ()
    assert source.notes == ("crops only, no pages: all that is trained on is printed by the press",)


def test_a_models_folder_is_a_catalogue(tmp_path: Path) -> None:
    write_catalogue(a_catalogue(), tmp_path)
    assert read_source([tmp_path]).catalogue.labels == ("1", "2 sun")


def test_a_folder_of_annotations_is_a_catalogue(tmp_path: Path) -> None:
    a_page(tmp_path, "a")
    assert len(read_source([tmp_path]).pages) == 1


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(InputError, match="holds no catalogue"):
        read_source([tmp_path])
    with pytest.raises(InputError):
        read_source([])
    with pytest.raises(InputError, match="stands alone"):
        read_source([tmp_path, tmp_path])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda value: value.update(format="coco"), "format"),
        (lambda value: value["labels"][0].pop("width"), "labels[0].width"),
        (lambda value: value["labels"][0].update(width="wide"), "labels[0].width"),
        (lambda value: value["labels"][0].update(width=0), "labels[0]"),
        (lambda value: value["labels"][1].update(label=7), "labels[1].label"),
        (lambda value: value["labels"][1].update(label=value["labels"][0]["label"]), "labels"),
        (lambda value: value.update(labels=[]), "labels"),
    ],
)
def test_a_bad_catalogue_names_file_and_field(tmp_path: Path, change, field: str) -> None:
    write_catalogue(a_catalogue(), tmp_path)
    path = tmp_path / "catalogue.json"
    value = json.loads(path.read_text("utf-8"))
    change(value)
    path.write_text(json.dumps(value), "utf-8")
    with pytest.raises(InputError) as refused:
        read_catalogue(tmp_path)
    assert refused.value.path == path
    assert refused.value.field == field


def test_truth_is_read_at_the_scale_of_its_resolution(tmp_path: Path) -> None:
    pages = read_truth([a_page(tmp_path, "a", dpi=600)], a_catalogue())
    assert pages[0].scale == 2.0
    assert len(pages[0].boxes) == 10


def test_entries_are_checked() -> None:
    with pytest.raises(MisuseError):
        Entry("1", 0.0, 10.0, a_picture(1))
    with pytest.raises(MisuseError):
        Catalogue(())
    entry = Entry("1", 48.0, 40.0, a_picture(1))
    with pytest.raises(MisuseError):
        Catalogue((entry, entry))


def test_scales_go_from_page_to_page_along_the_labels_that_they_share() -> None:
    documents = [Document(Path(f"{name}.png"), 100, 100) for name in "abcd"]
    sizes = [{"1": 10, "2": 20}, {"2": 30, "3": 15}, {"3": 20, "4": 12}, {"4": 24, "5": 9}]
    shapes = [[Shape.rectangle(label, (0, 0, side, side)) for label, side in page.items()] for page in sizes]
    shapes[0] *= 2  # the page with most boxes is the one that the others are brought to
    assert page_scales(documents, shapes) == pytest.approx([1.0, 1.5, 2.0, 4.0], rel=0.05)


@pytest.mark.parametrize(("beyond", "kept"), [(0.04, True), (0.3, False)])
def test_a_vignette_that_the_pages_edge_cuts_is_no_example(tmp_path: Path, beyond: float, kept: bool) -> None:
    path = a_page(tmp_path, "page")
    document = read_document(path)
    x1, y1, x2, y2 = document.shapes[0].box
    wide = x2 - x1
    cut = Shape.rectangle("9", (-beyond * wide, y1, (1 - beyond) * wide, y2))
    write_document(document.add(cut), path)
    assert ("9" in read_source([path]).catalogue.labels) == kept


@pytest.mark.parametrize(("degrees", "turned"), [(30.0, False), (50.0, True), (130.0, True), (150.0, False)])
def test_a_pose_turned_by_half_a_quarter_and_more_is_turned(degrees: float, turned: bool) -> None:
    entry = replace(a_catalogue(("1",)).entries[0], poses=((degrees, False),))
    assert replace(a_catalogue(("1",)), entries=(entry,)).turns is turned


def test_poses_are_kept_to_five_degrees() -> None:
    assert [sources._pose_pair(Pose(turn))[0] for turn in (2.4, 2.6, 7.4, 358.0)] == [0.0, 5.0, 5.0, 0.0]


@pytest.mark.parametrize(("degrees", "apart"), [(43.0, False), (42.0, True)])
def test_near_45_degrees_two_sides_are_taken_as_equal(degrees: float, apart: bool) -> None:
    pose = Pose(degrees)
    wide, high = pose.extent(60.0, 20.0)
    found = sources._plain_size((0.0, 0.0, wide, high), pose)
    assert (abs(found[0] - found[1]) > 20) is apart


@pytest.mark.parametrize(("degrees", "by_quarters"), [(8.0, True), (15.0, False)])
def test_a_copy_within_ten_degrees_of_a_quarter_is_turned_by_quarters(
    degrees: float, by_quarters: bool
) -> None:
    pose = Pose(90.0 + degrees)
    wide, high = pose.extent(60.0, 20.0)
    found = sources._plain_size((0.0, 0.0, wide, high), pose)
    assert (found == (high, wide)) is by_quarters


@pytest.mark.parametrize(("shown", "kept"), [(0.93, True), (0.85, False)])
def test_a_vignette_of_which_a_tenth_is_off_the_page_is_no_example(shown: float, kept: bool) -> None:
    gray = np.full((200, 100), 200, np.uint8)
    box = (0.0, 20.0, 100.0 / shown, 60.0)
    assert (sources._cut(gray, box, "1", Pose(), 1.0) is not None) is kept
