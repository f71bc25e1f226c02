"""Sets in published layouts: the files that are asked for, exact truth, the same with the same seed."""

from __future__ import annotations

import filecmp
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.errors import Cancelled, InputError, MisuseError
from autolabelme.core.image_io import read_gray, read_rgb
from autolabelme.core.press.sorts import load_sorts
from detector.lab.sets.changes import ChangesParams, sign_boxes, sign_picture, write_changes
from detector.lab.sets.clusters import COLUMNS
from detector.lab.sets.write import KINDS, write_set

SORTS = load_sorts()


def files_of(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changes") / "set"
    write_set("changes", SORTS, folder, count=3, wear="clean", seed=21)
    return folder


def test_a_changes_set_has_the_published_folders_and_files(changes: Path) -> None:
    vignettes = sorted(changes.iterdir())
    assert len(vignettes) == 3
    for one in vignettes:
        assert sorted(part.name for part in one.iterdir()) == ["changed", "normal", "unchanged"]
        assert [path.suffix for path in sorted((one / "normal").iterdir())] == [".jpg"] * 4
        assert [path.suffix for path in (one / "unchanged").iterdir()] == [".jpg"]
        assert sorted(path.suffix for path in (one / "changed").iterdir()) == [".jpg", ".tif", ".txt"]
        assert len({path.stem for path in (one / "changed").iterdir()}) == 1
        sides = [max(read_gray(path).shape) for path in one.rglob("*.jpg")]
        assert min(sides) >= 95 and max(sides) <= 210 and max(sides) - min(sides) <= 10


def test_the_text_lists_what_the_picture_marks(changes: Path) -> None:
    pictures = list(changes.rglob("*.tif"))
    assert len(pictures) == 3
    for tif in pictures:
        picture = read_rgb(tif).astype(int)
        assert set(np.unique(picture)) == {0, 255}
        assert not picture[..., 1].any()
        signs = np.sign(picture[..., 2] - picture[..., 0])
        assert signs.shape == read_gray(tif.with_suffix(".jpg")).shape
        lines = tif.with_suffix(".txt").read_text("utf-8").splitlines()
        assert int(lines[0]) == len(lines) - 1 >= 2
        covered = np.zeros_like(signs)
        for line in lines[1:]:
            row, column, height, width, sign = (int(word) for word in line.split())
            part = signs[row : row + height, column : column + width]
            assert (part == sign).any(axis=0)[[0, -1]].all() and (part == sign).any(axis=1)[[0, -1]].all()
            covered[row : row + height, column : column + width][part == sign] = 1
        assert ((signs != 0) == (covered > 0)).all()
        assert {-1, 1} <= set(np.unique(signs))


def test_the_marked_ink_is_lighter_or_darker_than_in_the_normals(changes: Path) -> None:
    """What the truth says must show in print: against the mean normal, shifted by a few pixels at most."""
    pictures = list(changes.rglob("*.tif"))
    assert len(pictures) == 3
    for tif in pictures:
        picture = read_rgb(tif)
        changed = read_gray(tif.with_suffix(".jpg")).astype(np.float32)
        normals = [
            laid(read_gray(path).astype(np.float32), changed)
            for path in (tif.parents[1] / "normal").glob("*.jpg")
        ]
        difference = changed - np.median(normals, axis=0)
        assert difference[picture[..., 0] > 0].mean() > 40
        assert difference[picture[..., 2] > 0].mean() < -40


def laid(image: np.ndarray, onto: np.ndarray) -> np.ndarray:
    """`image` cut to the shape of `onto` at its best whole-pixel shift."""
    best, found = -2.0, None
    padded = np.pad(image, 12, mode="edge")
    rows, columns = onto.shape
    for y in range(4, 21):
        for x in range(4, 21):
            part = padded[y : y + rows, x : x + columns]
            if part.shape == onto.shape:
                score = np.corrcoef(part.ravel(), onto.ravel())[0, 1]
                if score > best:
                    best, found = score, part
    assert found is not None
    return found


def test_signs_as_boxes_and_as_a_picture() -> None:
    signs = np.zeros((6, 8), np.int8)
    signs[1:3, 2:5], signs[3, 5], signs[5, 0] = -1, -1, 1
    assert sign_boxes(signs) == "2\n1 2 3 4 -1\n5 0 1 1 1\n"
    picture = sign_picture(signs)
    assert picture[1, 2].tolist() == [255, 0, 0] and picture[5, 0].tolist() == [0, 0, 255]
    assert picture.sum() == 255 * np.count_nonzero(signs)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_writes_the_same_files(kind: str, tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_set(kind, SORTS[:6], tmp_path / name, count=2, seed=seed)
    first, again, other = (files_of(tmp_path / name) for name in "abc")
    assert first == again
    _, different, errors = filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", [str(f) for f in first], False)
    assert not different and not errors
    common = [str(path) for path in set(first) & set(other)]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "c", common, False)[1]


def test_an_elements_set_says_what_stands_where(tmp_path: Path) -> None:
    report = write_set("elements", SORTS[:8], tmp_path / "set", count=3, wear="clean", seed=2)
    images = sorted((tmp_path / "set" / "images").iterdir())
    annotations = sorted((tmp_path / "set" / "annotation").iterdir())
    names = {path.stem for path in (tmp_path / "set" / "vignette_dict").iterdir()}
    assert [path.stem for path in images] == [path.stem for path in annotations]
    assert (len(names), report.images) == (8, 11)
    for image, annotation in zip(images, annotations, strict=True):
        gray = read_gray(image)
        seen = np.zeros(gray.shape, bool)
        rows = [line.split() for line in annotation.read_text("utf-8").splitlines()]
        assert len(rows) >= 4 and {row[4] for row in rows} <= names
        for row in rows:
            top, left, height, width = (int(word) for word in row[:4])
            assert top + height <= gray.shape[0] and left + width <= gray.shape[1]
            assert (gray[top : top + height, left : left + width] < 110).mean() > 0.02
            seen[top : top + height, left : left + width] = True
        # Beside the boxes lies only what ink spread into the gaps.
        assert (gray[~seen] < 110).sum() < 0.02 * (gray < 110).sum()


def test_a_clusters_set_is_uneven_and_its_table_has_the_published_columns(tmp_path: Path) -> None:
    report = write_set("clusters", SORTS, tmp_path / "set", count=6, seed=4)
    head, *rows = (tmp_path / "set" / "metadata.tsv").read_text("utf-8").splitlines()
    assert tuple(head.split("\t")) == COLUMNS
    cells = [row.split("\t") for row in rows]
    assert {len(row) for row in cells} == {len(COLUMNS)}
    counts = Counter(row[-1] for row in cells)
    assert len(counts) == 6 and len(set(counts.values())) > 2
    files = sorted(path.name for path in (tmp_path / "set" / "images").iterdir())
    assert files == sorted(row[0] for row in cells) and len(files) == report.images


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds something"):
        write_set("changes", SORTS, tmp_path, count=1)
    assert files_of(tmp_path) == [Path("notes.txt")]


def test_unknown_kinds_and_counts_are_misuse(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="kind"):
        write_set("pages", SORTS, tmp_path / "a")
    with pytest.raises(MisuseError, match="vignettes"):
        write_set("changes", SORTS, tmp_path / "b", count=0)
    with pytest.raises(MisuseError, match="wear"):
        write_set("changes", SORTS, tmp_path / "c", wear="torn")


def test_more_vignettes_than_sorts_and_a_cancel(tmp_path: Path) -> None:
    write_changes(SORTS[:1], tmp_path / "two", ChangesParams(vignettes=2, wear="clean", normals=1), 1)
    assert len(list((tmp_path / "two").iterdir())) == 2

    def tick(done: int, total: int, stage: str) -> None:
        calls.append(stage)
        if len(calls) == 3:
            raise Cancelled

    for kind in KINDS:
        calls: list[str] = []
        with pytest.raises(Cancelled):
            write_set(kind, SORTS, tmp_path / "none", count=3, tick=tick)
        assert files_of(tmp_path / "none") == []
