"""The settings dialog, made from the table of preferences; every change is used at once."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.preferences import Preferences


class SettingsDialog(QDialog):
    """Not modal: the window shows the effect while it is open."""

    changed = pyqtSignal(object)  # Preferences

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help", "program#settings")
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self.form = ParamsForm(preferences, self)
        self.form.changed.connect(self.changed)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Close | QDialogButtonBox.StandardButton.RestoreDefaults, self
        )
        buttons.rejected.connect(self.close)
        restore = buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        if restore is not None:
            restore.clicked.connect(self.form.reset)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(420, self.sizeHint().height())
