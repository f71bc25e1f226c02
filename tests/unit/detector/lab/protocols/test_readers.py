"""Readers of the published layouts: what the press writes, and every way in which a file can be bad."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_gray, read_rgb, write_image
from autolabelme.core.press.sorts import load_sorts
from detector.lab.protocols.changes import read_boxes, read_changes
from detector.lab.protocols.clusters import read_clusters, read_table
from detector.lab.protocols.elements import read_elements
from detector.lab.sets.write import write_set

SORTS = load_sorts()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    write_set("changes", SORTS, root / "changes", count=2, seed=31)
    write_set("elements", SORTS[:4], root / "elements", count=2, seed=31)
    write_set("clusters", SORTS, root / "clusters", count=4, seed=31)
    return root


@pytest.fixture
def data(written: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(written, tmp_path / "data"))


# --- changes --------------------------------------------------------------------------------------


def test_a_written_changes_set_reads_back(written: Path) -> None:
    found = read_changes(written / "changes")
    assert not found.broken
    assert [one.name for one in found.vignettes] == sorted(
        path.name for path in (written / "changes").iterdir()
    )
    for one in found.vignettes:
        tif = next((written / "changes" / one.name / "changed").glob("*.tif"))
        picture = read_rgb(tif)
        assert ((one.signs < 0) == (picture[..., 0] > 0)).all()
        assert ((one.signs > 0) == (picture[..., 2] > 0)).all()
        assert (one.changed == read_gray(tif.with_suffix(".jpg"))).all()
        assert {image.shape for image in (*one.normals, one.unchanged, one.changed)} == {one.signs.shape}
        assert len(one.normals) == 4
        for box in one.boxes:
            part = one.signs[box.row : box.row + box.height, box.column : box.column + box.width]
            assert (part == box.sign).any()


def spoil_text(text: str) -> Callable[[Path], Path]:
    def spoil(vignette: Path) -> Path:
        path = next((vignette / "changed").glob("*.txt"))
        path.write_text(text)
        return path

    return spoil


def spoil_tif(make: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], Path]:
    def spoil(vignette: Path) -> Path:
        path = next((vignette / "changed").glob("*.tif"))
        write_image(path, make(read_rgb(path)))
        return path

    return spoil


def removed(pattern: str) -> Callable[[Path], Path]:
    def spoil(vignette: Path) -> Path:
        path = next(vignette.glob(pattern))
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        return path

    return spoil


def zero_bytes(pattern: str) -> Callable[[Path], Path]:
    def spoil(vignette: Path) -> Path:
        path = next(vignette.glob(pattern))
        path.write_bytes(b"")
        return path

    return spoil


def no_changed_image(vignette: Path) -> Path:
    return removed("changed/*.jpg")(vignette).parent


def two_changed(vignette: Path) -> Path:
    path = next((vignette / "changed").glob("*.jpg"))
    shutil.copy(path, path.with_name("second.jpg"))
    return vignette / "changed"


def no_normals(vignette: Path) -> Path:
    for path in (vignette / "normal").iterdir():
        path.unlink()
    return vignette / "normal"


BAD = {
    "no count": (spoil_text("2 3 4 5 -1\n"), "line 1: expected the number of changes"),
    "empty text": (spoil_text(""), "line 1"),
    "count differs": (spoil_text("3\n2 3 4 5 -1\n"), "says 3 changes, lists 1"),
    "count of none": (spoil_text("0\n"), "says 0 changes"),
    "four columns": (spoil_text("1\n2 3 4 5\n"), "line 2: expected row, column, height, width and sign"),
    "a word": (spoil_text("1\n2 3 four 5 -1\n"), "line 2: expected whole numbers"),
    "a fraction": (spoil_text("1\n2 3 4.5 5 -1\n"), "line 2: expected whole numbers"),
    "a sign": (spoil_text("1\n2 3 4 5 0\n"), "line 2: expected the sign"),
    "no height": (spoil_text("1\n2 3 0 5 1\n"), "line 2: the box is empty"),
    "outside": (spoil_text("1\n2 3 4 900 1\n"), "line 2: the box leaves the image"),
    "above": (spoil_text("2\n2 3 4 5 1\n-3 3 4 5 1\n"), "line 3: the box leaves the image"),
    "no text": (removed("changed/*.txt"), "cannot be read"),
    "no tif": (removed("changed/*.tif"), "is missing"),
    "another size": (spoil_tif(lambda p: np.repeat(p, 2, axis=0)), "its image"),
    "no change marked": (spoil_tif(np.zeros_like), "marks no change"),
    "white paper": (spoil_tif(lambda p: np.full_like(p, 255)), "both lost"),
    "zero-byte tif": (zero_bytes("changed/*.tif"), "empty"),
    "zero-byte jpg": (zero_bytes("unchanged/*.jpg"), "empty"),
    "cut off": (zero_bytes("normal/*.jpg"), "empty"),
    "no unchanged": (removed("unchanged"), "cannot be read"),
    "no changed image": (no_changed_image, "holds no image"),
    "two changed": (two_changed, "expected one image (jpg), found 2"),
    "no normals": (no_normals, "holds no normal image"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_costs_its_vignette_and_is_named(name: str, data: Path) -> None:
    spoil, problem = BAD[name]
    vignettes = sorted((data / "changes").iterdir())
    path = spoil(vignettes[0])
    found = read_changes(data / "changes")
    assert [one.name for one in found.vignettes] == [vignettes[1].name]
    (error,) = found.broken
    assert str(path) in str(error) and problem in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("sign", ["-", "-1", "+", "+1", "1", "positive", "Negative"])
def test_signs_as_people_write_them(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"1\n2 3 4 5 {sign}\n\n", encoding="utf-8")
    (box,) = read_boxes(path, (20, 20))
    assert box.sign == (-1 if sign.lower().startswith(("-", "n")) else 1)
    assert (box.row, box.column, box.height, box.width) == (2, 3, 4, 5)


def test_images_are_brought_to_the_size_of_the_truth(data: Path) -> None:
    vignette = sorted((data / "changes").iterdir())[0]
    path = next((vignette / "normal").glob("*.jpg"))
    write_image(path, np.repeat(np.repeat(read_gray(path), 2, axis=0), 2, axis=1))
    one = read_changes(data / "changes").vignettes[0]
    assert {image.shape for image in one.normals} == {one.signs.shape}


def test_folders_without_vignettes_and_stray_files(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no vignettes"):
        (tmp_path / "empty").mkdir()
        read_changes(tmp_path / "empty")
    with pytest.raises(InputError, match="cannot be read"):
        read_changes(tmp_path / "missing")
    (data / "changes" / "README.md").write_text("notes")
    (data / "changes" / ".DS_Store").mkdir()
    assert len(read_changes(data / "changes").vignettes) == 2


# --- elements -------------------------------------------------------------------------------------


def test_a_written_elements_set_reads_back(written: Path) -> None:
    found = read_elements(written / "elements")
    assert not found.broken and len(found.ornaments) == 2
    assert set(found.dictionary) == {path.stem for path in (written / "elements" / "vignette_dict").iterdir()}
    for one in found.ornaments:
        path = written / "elements" / "annotation" / f"{one.name}.txt"
        rows = [line.split() for line in path.read_text("utf-8").splitlines()]
        assert [row[4] for row in rows] == list(one.labels)
        for row, (x1, y1, x2, y2) in zip(rows, one.boxes, strict=True):
            assert (y1, x1, y2 - y1, x2 - x1) == tuple(float(word) for word in row[:4])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 2 3 4\n", "line 1: expected row, column, height, width and a vignette's name"),
        ("1 2 30 40 stranger\n", "line 1: no vignette of this name in vignette_dict: 'stranger'"),
        ("one 2 30 40 x\n", "line 1: expected whole numbers"),
        ("1 2 30 0 x\n", "line 1: the box is empty"),
        ("1 2 30 9000 x\n", "line 1: the box leaves the image"),
        ("\n", "lists no vignette"),
    ],
)
def test_a_bad_annotation_costs_its_ornament_and_is_named(text: str, problem: str, data: Path) -> None:
    path = sorted((data / "elements" / "annotation").iterdir())[0]
    path.write_text(text)
    found = read_elements(data / "elements")
    assert len(found.ornaments) == 1
    (error,) = found.broken
    assert str(path) in str(error) and problem in str(error)


def test_a_missing_annotation_a_broken_image_and_a_broken_dictionary(data: Path) -> None:
    folder = data / "elements"
    first, second = sorted((folder / "images").iterdir())
    (folder / "annotation" / f"{first.stem}.txt").unlink()
    second.write_bytes(b"\xff\xd8")
    found = read_elements(folder)
    assert not found.ornaments
    assert [first.stem in str(found.broken[0]), second.name in str(found.broken[1])] == [True, True]
    entry = sorted((folder / "vignette_dict").iterdir())[0]
    write_image(entry, np.full((5, 40), 200, np.uint8))
    with pytest.raises(InputError, match=f"{entry.name}: is too small"):
        read_elements(folder)
    shutil.rmtree(folder / "vignette_dict")
    with pytest.raises(InputError, match="vignette_dict: cannot be read"):
        read_elements(folder)


# --- clusters -------------------------------------------------------------------------------------


def test_a_written_clusters_set_reads_back_without_rare_motifs(written: Path) -> None:
    rows = read_table(written / "clusters" / "metadata.tsv")
    every = read_clusters(written / "clusters", least=1)
    assert [(one.name, one.motif) for one in every.impressions] == rows and every.left_out == 0
    usual = read_clusters(written / "clusters")
    # The written set's third block has one impression.
    assert usual.left_out == 1 and set(every.motifs) - set(usual.motifs) == {"fl_bloc_0003"}


def test_the_motif_stands_in_its_column_or_in_the_last(tmp_path: Path) -> None:
    path = tmp_path / "metadata.tsv"
    path.write_text("image_filename\tmotif_id\tnotes\t\na.jpg\tm1\tsome notes\t\nb.jpg\tm2\t\t\n")
    assert read_table(path) == [("a.jpg", "m1"), ("b.jpg", "m2")]
    path.write_text("file\tyear\tcluster\na.jpg\t1774\tx\n\n")
    assert read_table(path) == [("a.jpg", "x")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: expected a head line"),
        ("a.jpg m1\n", "line 1: expected a head line"),
        ("file\tmotif_id\na.jpg\n", "line 2: expected a file name and, in column 2, a motif"),
        ("file\tmotif_id\na.jpg\tm\n\tm\n", "line 3: expected a file name"),
        ("file\tmotif_id\n../a.jpg\tm\n", "line 2: expected the name of a file in images"),
        ("file\tmotif_id\na.jpg\tm\na.jpg\tn\n", "stands twice: a.jpg"),
        ("file\tmotif_id\na.jpg\tm\n", "expected two or more motifs"),
    ],
)
def test_a_bad_table_is_named_with_its_line(text: str, problem: str, data: Path) -> None:
    path = data / "clusters" / "metadata.tsv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_clusters(data / "clusters")
    assert str(path) in str(caught.value) and problem in str(caught.value)


def test_a_missing_image_is_named_and_the_others_stay(data: Path) -> None:
    path = sorted((data / "clusters" / "images").iterdir())[0]
    path.unlink()
    found = read_clusters(data / "clusters")
    (error,) = found.broken
    assert path.name in str(error) and len(found.impressions) > 3
