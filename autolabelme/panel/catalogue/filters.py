"""Which ornaments the wall shows, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from autolabelme.core.catalogue.kinds import DESCENDING, KINDS
from autolabelme.qtkit.room import FlowLayout

from .kind_words import kind_word

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import Filter

LIKE = "like"
"""An order that the view makes, of the descriptions of the search by picture."""
_WAIT_MS = 250
_STATES = {"kept": ("proposed", "accepted"), "accepted": ("accepted",), "proposed": ("proposed",),
           "rejected": ("rejected",)}  # fmt: skip
_GROUPED = {"any": None, "grouped": True, "single": False}


class FilterBar(QWidget):
    """`changed` comes when another choice holds."""

    changed = pyqtSignal()
    trueSize = pyqtSignal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue-filters")
        tr = self.tr
        self.state = self._combo("filter-state", tr("Which ornaments"), [
            ("kept", tr("accepted and proposed")), ("accepted", tr("accepted")),
            ("proposed", tr("to judge")), ("rejected", tr("rejected")),
        ])  # fmt: skip
        self.kind = self._combo(
            "filter-kind", tr("Kind"), [("", tr("all kinds")), *((kind, kind_word(kind)) for kind in KINDS)]
        )
        self.grouped = self._combo("filter-grouped", tr("Block or sort"), [
            ("any", tr("with and without block")), ("grouped", tr("with a block")),
            ("single", tr("without a block")),
        ])  # fmt: skip
        self.order = self._combo("filter-order", tr("Order"), [
            ("year", tr("by year")), ("title", tr("by title")), ("size", tr("largest first")),
            ("score", tr("surest first")), ("newest", tr("last judged first")),
            (LIKE, tr("most like the selected first")),
        ])  # fmt: skip
        self.text = QLineEdit(self)
        self.text.setObjectName("filter-text")
        self.text.setAccessibleName(tr("Letters in title, printer, label or note"))
        self.text.setPlaceholderText(tr("Title, printer, note"))
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(170)
        self.true_size = QCheckBox(tr("True size"), self)
        self.true_size.setObjectName("true-size")
        self.true_size.setToolTip(tr("Show crops in proportion to their millimetres, where these are known"))
        self.true_size.toggled.connect(self.trueSize)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_WAIT_MS)
        self._typed.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._typed.start())
        layout = FlowLayout(self)
        layout.setContentsMargins(6, 2, 6, 4)
        for widget in (self.state, self.kind, self.grouped, self.order, self.text, self.true_size):
            layout.addWidget(widget)

    def _combo(self, name: str, title: str, entries: list[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.setToolTip(title)
        for key, text in entries:
            combo.addItem(text, key)
        combo.currentIndexChanged.connect(lambda _row: self.changed.emit())
        return combo

    def filter(self, book: str, block: str | None) -> Filter:
        """The choice as the database is asked it; ornaments only, no vignettes."""
        from autolabelme.core.catalogue.queries import Filter

        kind = str(self.kind.currentData())
        return Filter(
            kinds=(kind,) if kind else (),
            states=_STATES[str(self.state.currentData())],
            roles=("region",) if block is None else (),
            book=book or None,
            block=block,
            grouped=None if block is not None else _GROUPED[str(self.grouped.currentData())],
            text=self.text.text().strip(),
        )

    def ordering(self) -> tuple[str, bool]:
        """Order, and whether it is descending."""
        order = str(self.order.currentData())
        return order, order in DESCENDING

    def choose(self, combo: QComboBox, key: str) -> None:
        """Choose an entry by its key; nothing where there is none."""
        at = combo.findData(key)
        if at >= 0:
            combo.setCurrentIndex(at)
