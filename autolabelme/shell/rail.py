"""The slim rail on the left: one button a workspace, in the order of the work."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.workspace import PanelSpec

ICON_PX = 24


class Rail(QWidget):
    """Emits `chosen` with the key of the workspace that the user wants."""

    chosen = pyqtSignal(str)

    def __init__(self, specs: tuple[PanelSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        self.actions_by_key: dict[str, QAction] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(4)
        for number, spec in enumerate(specs, start=1):
            layout.addWidget(self._button(number, spec))
        layout.addStretch(1)
        self._foot = layout

    def add_foot(self, action: QAction) -> None:
        """A button at the rail's lower end (settings, shortcuts)."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._foot.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)

    def show_current(self, key: str) -> None:
        """Mark the workspace `key` as the one in front."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)

    def button(self, key: str) -> QToolButton:
        return self._buttons[key]

    def _button(self, number: int, spec: PanelSpec) -> QToolButton:
        title = QCoreApplication.translate("Rail", spec.title)
        button = QToolButton(self)
        button.setObjectName(f"rail-{spec.key}")
        button.setText(title)
        button.setIcon(icon(spec.icon))
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAutoRaise(True)
        # Clicking the rail leaves the keyboard with the workspace.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tip = QCoreApplication.translate("Rail", spec.tip) if spec.tip else title
        button.setToolTip(f"{tip} (Ctrl+{number})")
        button.clicked.connect(lambda _checked=False, key=spec.key: self.chosen.emit(key))
        action = QAction(button.icon(), title, self)
        action.setShortcut(f"Ctrl+{number}")
        action.triggered.connect(lambda _checked=False, key=spec.key: self.chosen.emit(key))
        self.actions_by_key[spec.key] = action
        self._group.addButton(button)
        self._buttons[spec.key] = button
        return button
