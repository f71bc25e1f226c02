"""Everybody can use it: every control has a name, colours can be told from what they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from autolabelme.core.matching.poses import COLOURS
from autolabelme.qtkit import overlay_painter as painter
from autolabelme.qtkit import theme
from autolabelme.shell.registry import find_specs
from autolabelme.shell.window import MainWindow
from detector.panel.inspect import overlays as of_findings
from detector.panel.siblings import overlays as of_siblings

from .looks import contrast

KEYS = tuple(spec.key for spec in find_specs())
CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
INSIDE = ("qt_spinbox_lineedit", "qt_toolbar_ext_button", "qt_menubar_ext_button")
"""Parts of Qt's own controls, which stand for the whole."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with all its workspaces."""
    window = MainWindow(tmp_path / "data")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.start([])
    yield window
    window.runner.wait_all()
    window.close()


def nameless(parent: QWidget) -> list[str]:
    found = []
    labelled = {label.buddy() for label in parent.findChildren(QLabel) if label.text()}
    for widget in parent.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or isinstance(widget, QScrollBar | QHeaderView):
            continue
        above = widget.parentWidget()
        # The cross in a text field is Qt's own.
        part = widget.objectName() in INSIDE or isinstance(above, QComboBox | QAbstractItemView | QLineEdit)
        if part or (isinstance(widget, QLineEdit) and isinstance(above, QAbstractSpinBox)):
            continue
        if type(above).__name__ == "QTabBar" or (above is not None and isinstance(above.parent(), QComboBox)):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or widget in labelled):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {type(above).__name__}")
    return found


def test_every_control_has_a_name_that_can_be_read_out(window: MainWindow) -> None:
    found = {}
    for key in KEYS:
        window.show_panel(key)
        found[key] = nameless(window.panel(key))
    window.context.notice("a word")
    window.bell.setChecked(True)
    own = (window.rail, window.breadcrumb, window.foot, window)
    found["window"] = [text for part in own for text in nameless(part)]
    assert found == {key: [] for key in (*KEYS, "window")}


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_what_it_stands_on(name: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text."""
    roles = QPalette.ColorRole
    colors = {"light": theme._LIGHT, "dark": theme._DARK}[name]
    pairs = (
        (roles.WindowText, roles.Window),
        (roles.Text, roles.Base),
        (roles.Text, roles.AlternateBase),
        (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight),
        (roles.ToolTipText, roles.ToolTipBase),
        (roles.PlaceholderText, roles.Base),
        (roles.Link, roles.Window),
    )
    low = {
        f"{text.name} on {back.name}": round(contrast(colors[text], colors[back]), 2)
        for text, back in pairs
        if contrast(colors[text], colors[back]) < 4.5
    }
    for meaning, both in theme._SEMANTIC.items():
        for back in (roles.Window, roles.Base, roles.AlternateBase):
            found = contrast(both[name == "dark"], colors[back])
            if found < 4.5:
                low[f"{meaning} on {back.name}"] = round(found, 2)
    assert low == {}


def test_tags_can_be_read() -> None:
    """WCAG 2.2 AA: 4.5 to 1 for the white letters of a tag, whatever its box says."""
    boxes = (*COLOURS.values(), painter.FOREIGN, painter.REJECTED, painter.REGION)
    findings = (*(color for _, color in of_findings._STEPS), of_findings._LEAST, of_findings._REJECTED)
    impressions = (*(color for _, color in of_siblings._STEPS), of_siblings._LEAST, of_siblings.STRUCK)
    tags = (*boxes, *findings, *impressions)
    assert {color: contrast(color, "white") for color in tags if contrast(color, "white") < 4.5} == {}


@pytest.mark.parametrize("paper", ["#ffffff", "#efe6d0"])
def test_boxes_can_be_seen_on_paper(paper: str) -> None:
    """WCAG 2.2 AA: 3 to 1 for what is drawn."""
    drawn = (
        *(*COLOURS.values(), painter.FOREIGN, painter.REJECTED, painter.REGION),
        *(painter.SELECTED_EDGE, of_siblings.CALM, of_siblings._LEAST, of_findings._LEAST),
    )
    assert {color: contrast(color, paper) for color in drawn if contrast(color, paper) < 3.0} == {}
