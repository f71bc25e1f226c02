"""A mark beside a setting that is not at its default; a click goes back to it."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton, QWidget

from .icons import icon


class ChangedBadge(QToolButton):
    """Keeps its room while it is not seen, so that nothing moves. The owner connects `clicked`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setIcon(icon("mdi6.restore"))
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._default = ""
        self.retranslate()
        self.hide()

    def show_change(self, changed: bool, default: str) -> None:
        """Whether the setting differs from its default, and what that is."""
        self._default = default
        self.retranslate()
        self.setVisible(changed)

    def retranslate(self) -> None:
        self.setText(self.tr("changed"))
        self.setToolTip(self.tr("Not the usual value: back to {0}").format(self._default))
        self.setAccessibleName(self.toolTip())
