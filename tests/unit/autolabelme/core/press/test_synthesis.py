"""Pages from a historian's own crops: ink without paper, catalogues of every kind, truth that reads back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.crops import save_crops
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import Cancelled, InputError, MisuseError
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.press.crops import Crop, ink_of, read_catalogue, sorts_from_crops
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import OrnamentParams, ornament, plant
from autolabelme.core.press.sample import sample_folder
from autolabelme.core.press.symmetry import likeness
from autolabelme.core.press.synthesis import SynthesisParams, synthesize_pages
from autolabelme.core.press.truth import start_document, truth_document
from autolabelme.core.press.typeset import TypesetParams, load_sorts, render, typeset

SORTS = load_sorts()
PARAMS = SynthesisParams(width=700, height=900, labels=4, size_low=40, size_high=60, copies_high=8)


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A printed page of five labels with its truth."""
    folder = tmp_path_factory.mktemp("annotated")
    params = TypesetParams(width=1100, height=1400, labels=5, size_low=70, size_high=110, copies_high=10)
    page = print_page(typeset(SORTS, params, np.random.default_rng(2)), SORTS, "clean", 3)
    write_image(folder / "page.png", page.rgb)
    names = {sort.label: sort.name for sort in SORTS}
    write_document(truth_document(page, folder / "page.png", names), folder / "page.json")
    return folder


def test_paper_leaves_no_ink_and_shading_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    sort = next(one for one in SORTS if one.label == "24")
    ink = np.pad(sort.at_size(60, 107), 12)
    shade = np.linspace(170, 235, ink.shape[1])[None]
    gray = shade * (1 - ink) + 50 * ink + rng.normal(0, 3, ink.shape)
    found = ink_of(np.clip(gray, 0, 255).astype(np.uint8))
    assert np.corrcoef(found.ravel(), ink.ravel())[0, 1] > 0.95
    assert found[ink == 0].mean() < 0.03
    assert ink_of(np.full((40, 50), 201, np.uint8)).max() == 0


def test_the_median_of_impressions_is_better_than_one(annotated: Path) -> None:
    document = read_document(annotated / "page.json")
    drawn = {sort.label: sort for sort in SORTS}
    page = read_gray(annotated / "page.png")
    found = read_catalogue(annotated / "page.json")
    assert {sort.label for sort in found} == set(document.labels())
    gains = []
    for sort in found:
        x1, y1, x2, y2 = (round(edge) for edge in document.templates(sort.label)[0].box)
        alone = sorts_from_crops([Crop(sort.label, np.ascontiguousarray(page[y1:y2, x1:x2]))])[0]
        original = drawn[sort.label].at_size(sort.ink.shape[1], sort.ink.shape[0])
        gains.append(likeness(sort.ink, original) - likeness(alone.ink, original))
        assert likeness(sort.ink, original) > 0.7
        assert sort.name == drawn[sort.label].name
    assert np.mean(gains) > 0.03


def test_a_folder_of_saved_crops_is_a_catalogue(annotated: Path, tmp_path: Path) -> None:
    save_crops(read_document(annotated / "page.json"), tmp_path, "png")
    from_crops = {sort.label: sort for sort in read_catalogue(tmp_path)}
    from_page = {sort.label: sort for sort in read_catalogue(annotated)}
    assert from_crops.keys() == from_page.keys()
    for label, sort in from_crops.items():
        assert likeness(sort.ink, from_page[label].ink) > 0.95


def test_the_bundled_sample_is_a_catalogue() -> None:
    assert len(read_catalogue(sample_folder())) == 30


def test_a_catalogue_without_crops_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no crop with ink") as caught:
        read_catalogue(tmp_path)
    assert caught.value.path == tmp_path
    with pytest.raises(InputError, match="no such file"):
        read_catalogue(tmp_path / "missing")
    (tmp_path / "catalogue.json").write_text('{"vignettes": [{"role": "catalogue"}]}')
    with pytest.raises(InputError, match=r"vignettes\[0\]"):
        read_catalogue(tmp_path)


def test_pages_are_written_with_truth_that_reads_back(tmp_path: Path) -> None:
    report = synthesize_pages(SORTS, tmp_path, 2, PARAMS, seed=4)
    again = synthesize_pages(SORTS, tmp_path / "again", 1, PARAMS, seed=4)
    assert report.images[0].read_bytes() == again.images[0].read_bytes()
    assert report.images[0].read_bytes() != report.images[1].read_bytes()
    for image, annotation in zip(report.images, report.annotations, strict=True):
        document = read_document(annotation)
        assert document.image_path.resolve() == image.resolve()
        assert len(document.labels()) == PARAMS.labels
        page = read_gray(image)
        paper = np.percentile(page, 80)
        for shape in document.vignettes():
            x1, y1, x2, y2 = (round(edge) for edge in shape.box)
            assert page[y1:y2, x1:x2].min() < paper - 40
    assert sum(report.copies.values()) == sum(
        len(read_document(annotation).vignettes()) for annotation in report.annotations
    )


def test_a_shorter_series_leaves_no_page_of_a_longer_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    synthesize_pages(SORTS, tmp_path, 3, PARAMS, seed=4)
    (tmp_path / "page_003.json").write_text("mine, too")
    synthesize_pages(SORTS, tmp_path, 1, PARAMS.replace(format="jpeg"), seed=5)
    shown = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert shown == ["notes.txt", "page_001.jpg", "page_001.json", "page_003.json"]


def test_cancelling_leaves_the_earlier_series(tmp_path: Path) -> None:
    synthesize_pages(SORTS, tmp_path, 2, PARAMS, seed=4)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    calls = 0

    def tick(done: int, total: int, stage: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        synthesize_pages(SORTS, tmp_path, 3, PARAMS, seed=5, tick=tick)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_less_than_one_page_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="at least 1"):
        synthesize_pages(SORTS, tmp_path, 0)


def test_the_start_has_one_plain_template_a_label() -> None:
    params = TypesetParams(width=1100, height=1400, labels=5, size_low=60, size_high=90, copies_high=10)
    page = print_page(typeset(SORTS, params, np.random.default_rng(5)), SORTS, "worn", 1)
    start = start_document(page, SORTS, Path("page.png"))
    assert [shape.role for shape in start.shapes] == ["template"] * 5
    assert len({shape.label for shape in start.shapes}) == 5
    boxes = {one.box for one in page.truth}
    for shape in start.shapes:
        assert any(np.abs(np.subtract(shape.box, box)).max() < 0.01 for box in boxes)


@pytest.mark.parametrize("seed", range(5))
def test_an_ornament_has_a_truth_for_every_planted_edit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    params = OrnamentParams(width=700, size_low=50, size_high=80, labels=3 + seed % 2)
    foreigners = load_sorts(foreigners=True)
    clean = ornament(SORTS, params, rng)
    kinds = ("removed", "foreign", "turned", "swapped", "cut", "filled")
    edited = plant(clean, SORTS, kinds, rng, foreigners=foreigners)
    assert [edit.kind for edit in edited.edits] == list(kinds)
    assert len(edited.placed) == len(clean.placed) - 1
    assert sum(one.foreign for one in edited.placed) == 1
    whole = (*SORTS, *foreigners)
    before = print_page(clean, whole, "clean", 1)
    after = print_page(edited, whole, "clean", 1)
    changed = np.abs(render(clean, whole) - render(edited, whole)) > 0.5
    assert before.gray.shape == after.gray.shape
    inside = np.zeros_like(changed)
    for edit in edited.edits:
        # A polygon's antialiased border may touch one more pixel.
        (x1, y1), (x2, y2) = np.floor(edit.box[:2]).astype(int) - 1, np.ceil(edit.box[2:]).astype(int) + 1
        assert changed[y1:y2, x1:x2].any(), edit.kind
        inside[y1:y2, x1:x2] = True
    assert not (changed & ~inside).any()
    assert all(one.box[0] >= 0 and one.box[2] <= clean.width for one in clean.placed)
