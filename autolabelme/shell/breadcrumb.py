"""The line on top that says what is loaded: page, ornament, reference, model."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from autolabelme.qtkit.workspace import WorkspaceContext


class Breadcrumb(QWidget):
    """Follows the context; stays the same whichever workspace is in front.

    `chosen` carries the key of the crumb that was clicked.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: WorkspaceContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._context = context
        self._crumbs: dict[str, QToolButton] = {}
        self._unused: frozenset[str] = frozenset()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(2)
        for key in WorkspaceContext.BREADCRUMB:
            if self._crumbs:
                separator = QLabel("›", self)
                separator.setEnabled(False)
                layout.addWidget(separator)
            crumb = QToolButton(self)
            crumb.setObjectName(f"crumb-{key}")
            crumb.setAutoRaise(True)
            crumb.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            crumb.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            crumb.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._crumbs[key] = crumb
            layout.addWidget(crumb)
        layout.addStretch(1)
        context.currentChanged.connect(self._show)
        for key in self._crumbs:
            self._show(key)

    def text(self, key: str) -> str:
        return self._crumbs[key].text()

    def leave_empty(self, keys: frozenset[str]) -> None:
        """Show nothing for what the workspace in front does not use; it stays what it is for the others."""
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
        crumb.setEnabled(bool(text) and key not in self._unused)
        if not text or key in self._unused:
            crumb.setText(missing)
            why = self.tr("%s: nothing is loaded yet") if not text else self.tr("%s: not used here")
            crumb.setToolTip(why % title)
            return
        # Long file names give way in the middle, so that all four crumbs stay in sight.
        room = max(80, self.width() // 4 - 40)
        short = QFontMetrics(crumb.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        crumb.setText(short)
        crumb.setToolTip(f"{title}: {text}")
