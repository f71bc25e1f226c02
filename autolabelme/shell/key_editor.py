"""The user's own keys: each command of the window and of the open workspaces, with what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import InputError
from autolabelme.qtkit import key_bindings
from autolabelme.qtkit.commands import CommandTable, keys_of
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.reasoned_action import plain
from autolabelme.qtkit.toned_label import TonedLabel
from autolabelme.qtkit.workspace import WorkspaceContext

from .palette import bare

Table = CommandTable[Any, Any]
_PLACE = Qt.ItemDataRole.UserRole
_SIZE = (620, 560)


class KeyEditor(QDialog):
    """`tables` are (title, table), the window's first; a workspace's keys may not be the window's.

    Nothing is changed until *Set* is pressed; a key that another command has is given only with *Take it*.
    """

    def __init__(
        self, tables: Sequence[tuple[str, Table]], context: WorkspaceContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help", "keyboard")
        self.setObjectName("key-editor")
        self.setWindowTitle(self.tr("Change keys"))
        self._tables, self._context = tuple(tables), context
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Command"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("key-tree")
        self.tree.setAccessibleName(self.windowTitle())
        self.tree.setHeaderLabels([self.tr("Command"), self.tr("Keys"), ""])
        self.tree.currentItemChanged.connect(lambda *_: self._show())
        self.keys = QKeySequenceEdit(self)
        self.keys.setObjectName("key-sequence")
        self.keys.setAccessibleName(self.tr("New key"))
        self.keys.setMaximumSequenceLength(1)
        self.keys.keySequenceChanged.connect(lambda _keys: self._judge())
        self.said = TonedLabel("warning", self, name="key-conflict")
        self.set = self._button("set-key", self.tr("Set"), self._set)
        self.take = self._button("take-key", self.tr("Take it"), self._take)
        self.none = self._button("no-key", self.tr("No key"), lambda: self._give(""))
        self.default = self._button("default-key", self.tr("Default"), lambda: self._give(None))
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("New key"), self))
        row.addWidget(self.keys, 1)
        for button in (self.set, self.take, self.none, self.default):
            row.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addWidget(self.said)
        layout.addWidget(close)
        self.resize(*_SIZE)
        self._fill()

    def _button(self, name: str, text: str, do: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        return button

    # -- showing ------------------------------------------------------------------------------------
    def _fill(self) -> None:
        self.tree.clear()
        for at, (title, table) in enumerate(self._tables):
            group = QTreeWidgetItem([title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tree.addTopLevelItem(group)
            for name in table.names():
                item = QTreeWidgetItem([plain(table[name].text())])
                item.setData(0, _PLACE, (at, name))
                item.setToolTip(0, table[name].toolTip())
                group.addChild(item)
                self._write(item)
            group.setExpanded(True)
        self.tree.resizeColumnToContents(0)
        self._show()

    def _write(self, item: QTreeWidgetItem) -> None:
        table, name = self._place(item)
        item.setText(1, keys_of(table[name]))
        changed = key_bindings.is_changed(type(table).__name__, name)
        item.setText(2, self.tr("changed") if changed else "")

    def _place(self, item: QTreeWidgetItem) -> tuple[Table, str]:
        at, name = item.data(0, _PLACE)
        return self._tables[at][1], name

    def _items(self) -> list[QTreeWidgetItem]:
        groups = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [
            child
            for group in groups
            if group is not None
            for row in range(group.childCount())
            if (child := group.child(row)) is not None
        ]

    def _filter(self, text: str) -> None:
        asked = bare(text).split()
        for item in self._items():
            words = bare(f"{item.text(0)} {item.text(1)} {item.toolTip(0)}")
            item.setHidden(not all(word in words for word in asked))

    def _chosen(self) -> QTreeWidgetItem | None:
        item = self.tree.currentItem()
        return item if item is not None and item.data(0, _PLACE) is not None else None

    def choose(self, table: Table, name: str) -> None:
        """Mark a command."""
        for item in self._items():
            if self._place(item) == (table, name):
                self.tree.setCurrentItem(item)

    def _show(self) -> None:
        item = self._chosen()
        for widget in (self.keys, self.none, self.default):
            widget.setEnabled(item is not None)
        self.keys.clear()
        self._judge()

    # -- what stands in the way ---------------------------------------------------------------------
    def _others(self, keys: str) -> list[QTreeWidgetItem]:
        """The commands that answer `keys` where the marked one would: of its table, and the window's."""
        chosen = self._chosen()
        if chosen is None or not keys:
            return []
        own, _ = self._place(chosen)
        window = self._tables[0][1]
        found = []
        for item in self._items():
            table, name = self._place(item)
            near = table is own or window in (table, own)
            if item is not chosen and near and keys in {one.toString() for one in table[name].shortcuts()}:
                found.append(item)
        return found

    def _judge(self) -> None:
        keys = self.keys.keySequence().toString()
        others = self._others(keys)
        self.said.setText(
            self.tr("{0} is the key of: {1}").format(keys, ", ".join(item.text(0) for item in others))
            if others
            else ""
        )
        self.set.setEnabled(bool(keys) and not others)
        self.take.setEnabled(bool(others))

    # -- changing -----------------------------------------------------------------------------------
    def _set(self) -> None:
        self._give(self.keys.keySequence().toString())

    def _take(self) -> None:
        """Take the key away from those that have it, and set it here."""
        keys = self.keys.keySequence().toString()
        for item in self._others(keys):
            table, name = self._place(item)
            rest = [one.toString() for one in table[name].shortcuts() if one.toString() != keys]
            self._change(item, " | ".join(rest))
        self._give(keys)

    def _give(self, keys: str | None) -> None:
        item = self._chosen()
        if item is not None:
            if keys is None:
                table, name = self._place(item)
                keys_there = table.default_keys(name)
                taken = [one for key in keys_there.split(" | ") for one in self._others(key)]
                if taken:
                    self.keys.setKeySequence(QKeySequence(keys_there.split(" | ")[0]))
                    return
            self._change(item, keys)
            self._show()

    def _change(self, item: QTreeWidgetItem, keys: str | None) -> None:
        table, name = self._place(item)
        try:
            key_bindings.change(type(table).__name__, name, keys, self._context.data_dir)
        except InputError as error:
            self.said.setText(error_text(error))
            return
        table.rekey(name)
        self._write(item)
