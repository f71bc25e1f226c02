"""The bundled sample is whole, licensed, small, and says the truth."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.boxes import iou
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_gray
from autolabelme.core.press import sample
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.symmetry import likeness, symmetry_of


def test_thirty_labels_and_eight_foreigners() -> None:
    sorts, foreigners = load_sorts(), load_sorts(foreigners=True)
    assert len(sorts) == 30 and len(foreigners) == 8
    assert len({sort.label for sort in (*sorts, *foreigners)}) == 38
    assert all(sort.foreign for sort in foreigners) and not any(sort.foreign for sort in sorts)
    for sort in (*sorts, *foreigners):
        # Cut tight: ink touches every side.
        assert min(side.max() for side in (sort.ink[0], sort.ink[-1], sort.ink[:, 0], sort.ink[:, -1])) > 0.01
        assert 0.05 < sort.ink.mean() < 0.8


def test_the_catalogue_says_the_symmetry_that_its_drawings_have() -> None:
    for sort in (*load_sorts(), *load_sorts(foreigners=True)):
        assert sort.symmetry == symmetry_of(sort.ink)


def test_no_two_labels_are_one_drawing() -> None:
    sorts = (*load_sorts(), *load_sorts(foreigners=True))
    small = [sort.at_size(round(40 * sort.aspect), 40) for sort in sorts]
    for i, first in enumerate(small):
        for second in small[:i]:
            for turns in range(4):
                for ink in (second, second[:, ::-1]):
                    assert likeness(first, np.ascontiguousarray(np.rot90(ink, turns))) < 0.95


def test_both_licences_are_there() -> None:
    licences = sample.sample_folder() / "licences"
    ofl = (licences / "OFL-1.1-Junicode.txt").read_text("utf-8")
    gpl = (licences / "GPL-2-font-exception-OrnementsADF.txt").read_text("utf-8")
    assert "Peter S. Baker" in ofl and "SIL OPEN FONT LICENSE Version 1.1" in ofl
    assert (
        "Arkandis Digital Foundry" in gpl
        and "As a special exception" in gpl
        and "Version 2, June 1991" in gpl
    )
    notice = (sample.sample_folder() / "NOTICE").read_text("utf-8")
    assert "licences/OFL-1.1-Junicode.txt" in notice
    fonts = {".otf", ".ttf", ".pfb"}
    assert not [path for path in sample.sample_folder().rglob("*") if path.suffix.lower() in fonts]


@pytest.mark.parametrize("name", sample.PAGES)
def test_a_sample_page_its_start_and_its_truth_agree(name: str) -> None:
    image = sample.page_image(name)
    info = image_info(image)
    assert 6e6 < info.width * info.height < 8e6 and image.stat().st_size < 2.5e6
    truth, start = read_document(sample.page_truth(name)), read_document(sample.page_start(name))
    assert truth.image_path.resolve() == start.image_path.resolve() == image.resolve()
    assert (truth.width, truth.height) == (info.width, info.height)
    counts = Counter(shape.label for shape in truth.vignettes())
    assert set(start.labels()) == set(counts) and len(counts) == 12
    assert min(counts.values()) >= 6 and max(counts.values()) <= 30
    assert len(start.shapes) == 12 and all(shape.role == "template" for shape in start.shapes)
    assert truth.regions()
    for shape in start.shapes:
        own = [other.box for other in truth.boxes_of(shape.label)]
        assert iou([shape.box], own).max() > 0.999
    page = read_gray(image)
    paper = np.median(page)
    for shape in truth.vignettes():
        x1, y1, x2, y2 = (round(edge) for edge in shape.box)
        assert (page[y1:y2, x1:x2] < paper - 60).mean() > 0.01, shape.id


def test_the_suspect_ornament_tells_its_edits_and_how_it_lies() -> None:
    edits = json.loads(sample.ornament_truth("suspect").read_text("utf-8"))["autolabelme"]["press"]["edits"]
    assert {edit["kind"] for edit in edits} == {"foreign", "removed", "cut", "turned"}
    reference = {
        (s.label, round(s.pose.rotation_deg)) for s in read_document(sample.ornament_truth()).vignettes()
    }
    suspect = {
        (s.label, round(s.pose.rotation_deg))
        for s in read_document(sample.ornament_truth("suspect")).vignettes()
    }
    assert suspect - reference
    pair = json.loads(sample.ornament_pair().read_text("utf-8"))
    moved = np.linalg.norm(np.subtract(pair["reference"], pair["suspect"]), axis=1)
    assert len(moved) == 35 and moved.max() > 10


def test_an_unknown_page_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="sample_clean, sample_worn"):
        sample.page_image("sample_fine")
