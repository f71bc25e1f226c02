"""The evidence picker: long names, and what its columns mean."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from detector.panel.inspect.evidence_picker import EvidencePicker, PickerRow

LONG = "Detector's features, fully connected decoder"


def a_picker(qtbot: QtBot) -> EvidencePicker:
    picker = EvidencePicker(("Evidence", "AUROC"), tips=("", "0.5 is chance"))
    qtbot.addWidget(picker)
    rows = (
        PickerRow("a", "Ink lost", tip="What is gone"),
        PickerRow("b", LONG, ("0.80",), tip=f"{LONG}\nFrom"),
    )
    picker.set_rows(rows)
    picker.choose("b")
    return picker


def test_a_long_name_stands_whole_where_there_is_room_and_else_ends_in_dots(qtbot: QtBot) -> None:
    picker = a_picker(qtbot)
    picker.resize(picker.sizeHint())
    assert picker.shown_text() == LONG
    narrow = picker.minimumSizeHint().width()
    assert narrow < picker.sizeHint().width() - 50, "it gives way in a small window"
    picker.resize(narrow, picker.sizeHint().height())
    shown = picker.shown_text()
    assert shown.endswith("…")
    assert LONG.startswith(shown[:-1])
    option = QStyleOptionComboBox()
    picker.initStyleOption(option)
    style = picker.style()
    assert style is not None
    edit = QStyle.SubControl.SC_ComboBoxEditField
    field = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, edit, picker)
    assert picker.fontMetrics().horizontalAdvance(shown) <= field.width()
    assert not picker.grab().isNull()


def test_the_tooltip_has_the_whole_name_once(qtbot: QtBot) -> None:
    picker = a_picker(qtbot)
    assert picker.toolTip() == f"{LONG}\nFrom"
    picker.choose("a")
    assert picker.toolTip() == "Ink lost\nWhat is gone"


def test_the_heads_say_what_they_mean_and_stand_over_their_figures(qtbot: QtBot) -> None:
    picker = a_picker(qtbot)
    model = picker.model()
    assert model is not None
    roles, across = Qt.ItemDataRole, Qt.Orientation.Horizontal
    assert model.headerData(1, across, roles.ToolTipRole) == "0.5 is chance"
    assert (
        Qt.AlignmentFlag(model.headerData(1, across, roles.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    )
