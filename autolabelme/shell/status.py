"""The status bar: the cursor's position, the box under it with its pose, and millimetres."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QStatusBar, QWidget

from autolabelme.qtkit.workspace import WorkspaceContext

FIELDS = ("box", "mm", "cursor")


class StatusFields(QStatusBar):
    """Shows what workspaces say with `WorkspaceContext.statusChanged(field, text)`."""

    def __init__(self, context: WorkspaceContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._labels: dict[str, QLabel] = {}
        for name in FIELDS:
            label = QLabel("", self)
            label.setObjectName(f"status-{name}")
            self._labels[name] = label
            self.addWidget(label, 1) if name == "box" else self.addPermanentWidget(label)
        context.statusChanged.connect(self._show)

    def text(self, name: str) -> str:
        return self._labels[name].text()

    def clear_fields(self) -> None:
        """Another workspace came to the front: what the last one said no longer holds."""
        for label in self._labels.values():
            label.clear()

    def _show(self, name: str, text: str) -> None:
        label = self._labels.get(name)
        if label is not None:
            label.setText(text)
