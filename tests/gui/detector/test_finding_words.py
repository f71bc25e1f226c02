"""What the window says of a finding: its title, its p, and whose impressions a picture shows."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from detector.core.inspection.findings import Finding
from detector.panel.inspect.why_pane import captioned
from detector.panel.inspect.why_pictures import Picture, Why
from detector.panel.inspect.words import heading, p_explained, picture_tip, picture_word, score_lines

BOX = (0.0, 0.0, 40.0, 40.0)


def a_finding(kind: str, label: str = "", expected: str = "", p: float | None = None) -> Finding:
    return Finding(kind, BOX, label, expected, 1.0, p, True, ())


@pytest.mark.parametrize(
    ("finding", "title"),
    [
        (a_finding("foreign", "", "19", 0.01), "3. foreign: label 19 is expected here"),
        (a_finding("missing", "", "19"), "3. missing: label 19 is expected here"),
        (a_finding("misplaced", "9", "9"), "3. misplaced: label 9"),
        (a_finding("swapped", "9", "12"), "3. swapped: label 9, where label 12 is expected"),
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
    assert picture_word("prototype", "19") == "prototype of 19"
    assert picture_word("normal", "17") == "normal of 17"
    assert picture_word("signed", "17") == "lost, gained"
    for what in ("prototype", "signed", "normal"):
        assert "17" in picture_tip(what, "17")
        assert picture_tip(what)
    assert picture_word("printed") == "printed"


def test_the_score_names_the_label_of_its_normals(qapp: QCoreApplication) -> None:
    why = Why(a_finding("foreign", "", "19", 0.01), (), 120, False, (), 2.0, "17")
    assert score_lines(why)[-1] == "Score 1.00: more than 99.0% of 120 held-out normals of label 17"


def test_a_long_label_makes_no_picture_wide(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    pixels = np.zeros((30, 30), np.uint8)
    long = Picture("prototype", pixels, "the vine leaf with a bar below it")
    box = captioned(long, 60, parent)
    (caption,) = (one for one in box.findChildren(QLabel) if one.text())
    assert caption.width() < 100
    assert caption.wordWrap()
