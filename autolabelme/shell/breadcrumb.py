"""The line on top that says what the workspace in front has: page, ornament, reference, model."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from autolabelme.core.languages import named
from autolabelme.qtkit.toned_label import TonedLabel
from autolabelme.qtkit.workspace import WorkspaceContext

_GAP_PX = 10


class Breadcrumb(QWidget):
    """Follows the context, and names only what the workspace in front uses.

    `chosen` carries the key of the crumb that was clicked.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: WorkspaceContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._context = context
        self._crumbs: dict[str, QToolButton] = {}
        self._names: dict[str, TonedLabel] = {}
        self._unused: frozenset[str] = frozenset()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(2)
        for key in WorkspaceContext.BREADCRUMB:
            name = TonedLabel("muted", self)
            name.setWordWrap(False)
            self._names[key] = name
            layout.addWidget(name)
            crumb = QToolButton(self)
            crumb.setObjectName(f"crumb-{key}")
            crumb.setAutoRaise(True)
            crumb.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            crumb.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            crumb.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._crumbs[key] = crumb
            layout.addWidget(crumb)
            layout.addSpacing(_GAP_PX)
        layout.addStretch(1)
        context.currentChanged.connect(self._show)
        for key in self._crumbs:
            self._show(key)

    def text(self, key: str) -> str:
        return self._crumbs[key].text()

    def leave_empty(self, keys: frozenset[str]) -> None:
        """Leave out what the workspace in front does not use; it stays what it is for the others."""
        self._unused = keys
        for key in self._crumbs:
            self._show(key)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        for key in self._crumbs:
            self._show(key)

    def _titles(self) -> dict[str, tuple[str, str]]:
        return {
            "page": (self.tr("Page"), self.tr("no page")),
            "ornament": (self.tr("Ornament"), self.tr("no ornament")),
            "reference": (self.tr("Reference"), self.tr("no reference")),
            "model": (self.tr("Model"), self.tr("no model")),
        }

    def _show(self, key: str) -> None:
        title, missing = self._titles()[key]
        crumb, text = self._crumbs[key], self._context.current_text(key)
        used = key not in self._unused
        crumb.setVisible(used)
        self._names[key].setVisible(used and bool(text))
        self._names[key].setText(title)
        crumb.setEnabled(bool(text) and used)
        if not text or not used:
            crumb.setText(missing)
            why = self.tr("%s: nothing is loaded yet") if not text else self.tr("%s: not used here")
            crumb.setToolTip(why % title)
            return
        # Long file names give way in the middle, so that all crumbs stay in sight.
        shown = len(self._crumbs) - len(self._unused)
        room = max(80, self.width() // max(shown, 1) - self._names[key].sizeHint().width() - 40)
        short = QFontMetrics(crumb.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        crumb.setText(short)
        crumb.setToolTip(named(title, text))

    def retranslate(self) -> None:
        for key in self._crumbs:
            self._show(key)
