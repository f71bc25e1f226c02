"""The list of models on the left: name, labels, AP, when and where it was trained."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PyQt6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PyQt6.QtWidgets import (
    QApplication,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.languages import figure
from autolabelme.qtkit.commands import CommandButtons, add_entries

from ..models.store import ModelInfo, model_name
from . import words
from .commands import TrainCommands

_FOLDER = int(Qt.ItemDataRole.UserRole)
_LINES = _FOLDER + 1
_PAD = 5
_WRAP = int(Qt.TextFlag.TextWordWrap)


class ModelList(QWidget):
    """Shows models; `chosen` carries the folder of the one that the user selected."""

    chosen = pyqtSignal(str)

    def __init__(self, actions: TrainCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model-list")
        self._entries = actions.listed(("detect", "inspect", "resume", "export", "delete"))
        title = QLabel(self.tr("Models"), self)
        title.setFont(_bold(title.font()))
        self.list = QListWidget(self)
        self.list.setObjectName("models")
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAlternatingRowColors(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # lines wrap anew in another width
        self.list.currentItemChanged.connect(self._moved)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self._empty = QLabel(self.tr("No model yet. Train one, or import the folder of one."), self)
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        self.buttons = CommandButtons(actions, self)
        layout.addLayout(self.buttons.flow("import", "export", "delete"))
        self._shown: tuple[Sequence[ModelInfo], str] = ((), "")

    def show_models(self, models: Sequence[ModelInfo], selected: str) -> None:
        """List `models`; `chosen` is not emitted."""
        self._shown = models, selected
        self.list.blockSignals(True)
        self.list.clear()
        for info in models:
            name = model_name(info)
            item = QListWidgetItem(name)
            item.setData(_FOLDER, str(info.folder))
            lines = self._lines(info)
            item.setData(_LINES, lines)
            item.setToolTip("\n".join([name, *lines, *self._details(info), str(info.folder)]))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join([name, *lines]))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._empty.setVisible(not models)
        self.show_current(selected)

    def show_current(self, selected: str) -> None:
        self.list.blockSignals(True)
        rows = [row for row in range(self.list.count()) if self._folder(row) == selected]
        self.list.setCurrentRow(rows[0] if rows else -1)
        self.list.blockSignals(False)

    def _folder(self, row: int) -> str:
        item = self.list.item(row)
        return "" if item is None else str(item.data(_FOLDER))

    def _lines(self, info: ModelInfo) -> list[str]:
        if info.problem:
            return [self.tr("cannot be used: %s") % info.problem]
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(info.trained)) if info.trained else ""
        if not info.finished:
            return [self.tr("training not finished"), when]
        ap = info.ap()
        figures = self.tr("AP {0}").format(figure(ap[1], ".2f")) if ap else self.tr("AP was not measured")
        where = self.tr("bundled") if info.bundled else when
        lines = [f"{words.labels(info.labels)}, {figures}", where]
        return [*lines, self.tr("can be resumed")] if info.resumable else lines

    def _details(self, info: ModelInfo) -> list[str]:
        """What only the tip says: how its figures were measured, with which network and on what."""
        if info.problem or not info.finished:
            return []
        ap = info.ap()
        lines = (
            [
                self.tr("AP at IoU 0.75: {0}, boxes refined {1}").format(
                    figure(ap[0], ".2f"), figure(ap[1], ".2f")
                )
            ]
            if ap
            else []
        )
        return [*lines, ", ".join(part for part in (info.network.get("backbone", ""), info.device) if part)]

    def retranslate(self) -> None:
        self.show_models(*self._shown)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_FOLDER)))

    def _menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        add_entries(menu, self._entries)
        menu.popup(self.list.mapToGlobal(where))
        menu.aboutToHide.connect(menu.deleteLater)


class _Delegate(QStyledItemDelegate):
    """A bold first line, the others smaller and muted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        metrics = QFontMetrics(_small(option.font))
        view = option.widget
        viewport = view.viewport() if isinstance(view, QListWidget) else None
        wide = (viewport.width() if viewport is not None else option.rect.width()) - 2 * _PAD
        lines = sum(_wrapped(metrics, text, wide).height() for text in index.data(_LINES) or [])
        return QSize(120, QFontMetrics(_bold(option.font)).height() + lines + 2 * _PAD)

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        if painter is None:
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        widget = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        assert style is not None
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        area = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        top = area.top()
        for number, text in enumerate([str(index.data()), *(index.data(_LINES) or [])]):
            font = _small(option.font) if number else _bold(option.font)
            metrics = QFontMetrics(font)
            color = option.palette.color(role)
            if number and not chosen:
                color.setAlphaF(0.7)
            painter.setFont(font)
            painter.setPen(color)
            if number:
                row = _wrapped(metrics, text, area.width()).translated(area.left(), top)
                painter.drawText(row, _WRAP, text)
            else:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
                row = QRect(area.left(), top, area.width(), metrics.height())
                painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            top += row.height()
        painter.restore()


def _wrapped(metrics: QFontMetrics, text: str, wide: int) -> QRect:
    """The room that a text takes in lines of at most `wide` pixels."""
    high = metrics.boundingRect(QRect(0, 0, max(1, wide), 10_000), _WRAP, text).height()
    return QRect(0, 0, max(1, wide), max(high, metrics.height()))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _small(font: QFont) -> QFont:
    small = QFont(font)
    if small.pointSizeF() > 0:
        small.setPointSizeF(0.9 * small.pointSizeF())
    return small
