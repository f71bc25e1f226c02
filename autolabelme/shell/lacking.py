"""What stands in the place of a workspace whose extra is not installed."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import QVBoxLayout

from autolabelme.core.extras import hint
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.workspace import Panel, PanelSpec, WorkspaceContext


class LackingPanel(Panel):
    """Says how the workspace of `spec` gets what it needs, and keeps its state for then."""

    def __init__(self, context: WorkspaceContext, spec: PanelSpec) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = {}
        layout = QVBoxLayout(self)
        layout.addWidget(
            EmptyState(
                spec.icon, self.tr("This workspace needs more than is installed"), hint(spec.extra), self
            )
        )

    def save_state(self) -> dict[str, Any]:
        return self._state

    def restore_state(self, state: dict[str, Any]) -> None:
        self._state = state
