"""A mark beside a rate that is not at its default; a click goes back to it."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton, QWidget

from autolabelme.core.languages import figure

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
        self._default = 0.0
        self.retranslate()
        self.hide()

    def show_change(self, changed: bool, default: float) -> None:
        """Whether the rate differs from its default, and what that is (a share)."""
        self._default = default
        self.retranslate()
        self.setVisible(changed)

    def retranslate(self) -> None:
        self.setText(self.tr("changed"))
        usual = figure(self._default, ".1%")
        self.setToolTip(self.tr("Not the usual value: back to {0}").format(usual))
        self.setAccessibleName(self.toolTip())
