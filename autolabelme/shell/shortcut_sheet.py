"""The shortcut sheet (?): every key of the window and of the workspace in front."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.commands import keys_of
from autolabelme.qtkit.reasoned_action import plain
from autolabelme.qtkit.shortcuts import view_rows

_COLUMNS = 2


def rows_of(menus: dict[str, QMenu]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Title of each menu and its (keys, what they do), for actions that have keys."""
    found = []
    for menu in menus.values():
        rows = [
            (keys_of(action), plain(action.text()))
            for action in menu.actions()
            if not action.isSeparator() and not action.shortcut().isEmpty()
        ]
        if rows:
            found.append((menu.title().replace("&", ""), rows))
    return found


class ShortcutSheet(QDialog):
    """Not modal; made anew each time, since the menus follow the workspace."""

    changeWanted = pyqtSignal()

    def __init__(
        self, menus: dict[str, QMenu], panel_rows: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help", "keyboard")
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Shortcuts"))
        groups = [(self.tr("This workspace"), panel_rows), (self.tr("Pictures"), view_rows())]
        groups = [group for group in groups if group[1]] + rows_of(menus)
        sheet = QWidget(self)
        grid = QGridLayout(sheet)
        grid.setHorizontalSpacing(16)
        for index, (title, rows) in enumerate(groups):
            grid.addWidget(_group(title, rows, sheet), index // _COLUMNS, index % _COLUMNS)
        area = QScrollArea(self)
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        change = buttons.addButton(self.tr("Change keys…"), QDialogButtonBox.ButtonRole.ActionRole)
        assert change is not None
        change.setObjectName("change-keys")
        change.clicked.connect(self.changeWanted)
        change.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(860, 600)


def _group(title: str, rows: list[tuple[str, str]], parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    head = QLabel(f"<b>{title}</b>", holder)
    grid.addWidget(head, 0, 0, 1, 2)
    for row, (keys, text) in enumerate(rows, start=1):
        grid.addWidget(QLabel(keys, holder), row, 0)
        grid.addWidget(QLabel(text, holder), row, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return holder
