"""The selected model: its card and the curves of its training."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextOption, QTextTable
from PyQt6.QtWidgets import QSplitter, QTextBrowser, QVBoxLayout, QWidget

from autolabelme.qtkit.toned_label import LetterSize
from detector.core.card import said_card

from ..models.store import ModelInfo
from .curves import Curves
from .requests import ModelDetails


class ModelView(QWidget):
    """Shows what it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model-view")
        self.card = QTextBrowser(self)
        self.card.setObjectName("model-card")
        self.card.setOpenLinks(False)
        self.card.setAccessibleName(self.tr("Model card"))
        self.card.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # no word of a narrow column is broken
        LetterSize(self.card, 0.9)  # tables of seven columns
        self.curves = Curves(self, vertical=True)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.card)
        self.splitter.addWidget(self.curves)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([600, 200])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.splitter, 1)
        self.show_model(None)

    def show_model(self, info: ModelInfo | None) -> None:
        """Before its card is read, and for what has none."""
        self.curves.hide()
        if info is None:
            self.card.setPlainText(self.tr("Select a model on the left, or train one."))
        elif info.problem:
            self.card.setPlainText(
                self.tr("This folder cannot be used: {0}. Delete it, or import the model again.").format(
                    info.problem
                )
            )
        elif not info.finished:
            self.card.setPlainText(
                self.tr("This training has left no model yet. Resume training continues it.")
            )

    def show_details(self, details: ModelDetails) -> None:
        """Card and curves, as they were read."""
        if details.card:
            self.card.setMarkdown(said_card(details.card))
            _tidy_tables(self.card)
        else:
            self.card.setPlainText(self.tr("This model has no card."))
        self.curves.setVisible(bool(details.rows))
        if details.rows:
            self.curves.show_rows(details.rows)


def _tidy_tables(view: QTextBrowser) -> None:
    """Take away the empty heads that a Markdown table without any must have."""
    document = view.document()
    root = None if document is None else document.rootFrame()
    tables = [] if root is None else [one for one in root.childFrames() if isinstance(one, QTextTable)]
    for table in tables:
        heads = [table.cellAt(0, column) for column in range(table.columns())]
        if table.rows() > 1 and all(
            cell.firstCursorPosition() == cell.lastCursorPosition() for cell in heads
        ):
            table.removeRows(0, 1)
