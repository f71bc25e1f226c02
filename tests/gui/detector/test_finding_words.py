"""What the window says of a finding: its title, its sentence, its p, and whose impressions are shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication

from detector.core.inspection.findings import Finding
from detector.core.inspection.words import InspectionWords
from detector.panel.inspect.why_pictures import Why
from detector.panel.inspect.words import (
    captions,
    figure_rows,
    heading,
    p_explained,
    picture_tip,
    picture_word,
    sentence,
)

BOX = (0.0, 0.0, 40.0, 40.0)


def a_finding(kind: str, label: str = "", expected: str = "", p: float | None = None) -> Finding:
    return Finding(kind, BOX, label, expected, 1.0, p, True, ())


@pytest.mark.parametrize(
    ("finding", "title"),
    [
        (a_finding("foreign", "", "19", 0.01), "3. foreign: label 19 is expected"),
        (a_finding("missing", "", "19"), "3. missing: label 19 is expected"),
        (a_finding("misplaced", "9", "9"), "3. misplaced: label 9"),
        (a_finding("swapped", "9", "12"), "3. swapped: label 9, label 12 is expected"),
        (a_finding("altered", p=0.01), "3. altered"),
    ],
)
def test_the_title_says_what_stands_there_and_what_should(
    qapp: QCoreApplication, finding: Finding, title: str
) -> None:
    assert heading(3, finding) == title


@pytest.mark.parametrize("kind", ["missing", "misplaced", "swapped"])
def test_a_fact_about_the_layout_says_why_it_has_no_p(qapp: QCoreApplication, kind: str) -> None:
    assert p_explained(a_finding(kind, "", "7")) == "No p-value: this is a fact about the layout."


def test_a_difference_without_normals_says_why_it_has_no_p(qapp: QCoreApplication) -> None:
    assert p_explained(a_finding("altered")) == "No p-value: there are no normals to compare with."


def test_pictures_name_the_label_that_they_show(qapp: QCoreApplication) -> None:
    assert picture_word("prototype", "19") == "median of label 19"
    assert picture_word("normal", "17") == "normal of 17"
    for what in ("prototype", "normal"):
        assert "17" in picture_tip(what, "17")
    assert picture_word("reference") == "reference"
    assert captions(reference=True)[1] == "reference" and captions(reference=False)[1] == "its normals"


def test_a_card_says_what_differs_and_leaves_how_rare_that_is_to_its_p(qapp: QCoreApplication) -> None:
    say = InspectionWords
    rare = say.NONE_DIFFERS(normals=200, made=say.AUTHENTICATED(), whose=say.OF_LABEL(label="9"))
    lines = (rare, say.INK_GAIN())
    found = Finding("altered", BOX, "9", "", 1.0, 0.005, True, lines)
    assert sentence(found) == "Ink that the prototype does not have (p 0.0050)."
    few = replace(found, promised=False)
    assert sentence(few) == "Ink that the prototype does not have (p 0.0050, no rate is promised)."
    turned = Finding("misplaced", BOX, "9", "9", 1.0, None, True, (say.MOVED(pixels=12.0),))
    assert sentence(turned) == "Stands 12 px from its place in the reference layout."
    only = Finding("altered", BOX, "9", "", 1.0, 0.005, True, (rare,))
    assert sentence(only).startswith("None of 200 authenticated impressions of label 9 differs")


def test_the_figures_name_the_normals_behind_a_p(qapp: QCoreApplication) -> None:
    empty = np.zeros((2, 2), np.uint8)
    why = Why(a_finding("foreign", "", "19", 0.01), empty, empty, (), 120, False, "17")
    assert figure_rows(why.finding, why) == [
        ("this finding", "1.00", "0.0100"),
        ("normals of label 17", "120", ""),
    ]
    assert figure_rows(why.finding, replace(why, pooled=True))[1][0] == "normals of all labels"
    assert figure_rows(a_finding("missing", "", "7"), None) == [("this finding", "1.00", "–")]
