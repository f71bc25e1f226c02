"""About: what this is, its versions, and the licences of what it stands on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, metadata, version

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, Qt
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

import autolabelme

# Distribution name and the licence to show where the installed metadata has none in short form.
COMPONENTS = (
    ("PyQt6", "GPL-3.0"),
    ("numpy", "BSD-3-Clause"),
    ("scipy", "BSD-3-Clause"),
    ("opencv-python", "Apache-2.0"),
    ("scikit-image", "BSD-3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("tifffile", "BSD-3-Clause"),
    ("pypdfium2", "BSD-3-Clause, Apache-2.0"),
    ("QtAwesome", "MIT"),
    ("pyqtgraph", "MIT"),
    ("torch", "BSD-3-Clause"),
    ("torchvision", "BSD-3-Clause"),
    ("kornia", "Apache-2.0"),
    ("pytorch-lightning", "Apache-2.0"),
    ("pydantic", "MIT"),
    ("labelme", "GPL-3.0"),
)
SAMPLE_LICENCES = (
    ("Junicode", "OFL-1.1"),
    ("Ornements ADF", "GPL-2.0-or-later with font exception"),
)


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help", "program")
        self.setWindowTitle(self.tr("About AutoLabelme"))
        self.resize(560, 520)
        head = QLabel(
            self.tr(
                "<h3>AutoLabelme %1</h3>"
                "<p>Annotate, align and inspect the ornaments of early printed books. "
                "Nothing leaves this machine.</p>"
                "<p>Free software under the GNU General Public License, version 3 or later.</p>"
                "<p>Python %2, Qt %3, PyQt %4, %5</p>"
            )
            .replace("%1", autolabelme.__version__)
            .replace("%2", platform.python_version())
            .replace("%3", QT_VERSION_STR)
            .replace("%4", PYQT_VERSION_STR)
            .replace("%5", platform.platform()),
            self,
        )
        head.setWordWrap(True)
        head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self._table(), 1)
        layout.addWidget(buttons)

    def _table(self) -> QTableWidget:
        rows = [(name, _version(name), _licence(name, licence)) for name, licence in COMPONENTS]
        rows += [(name, self.tr("drawings in the sample"), licence) for name, licence in SAMPLE_LICENCES]
        table = QTableWidget(len(rows), 3, self)
        table.setObjectName("components")
        table.setHorizontalHeaderLabels([self.tr("Component"), self.tr("Version"), self.tr("Licence")])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header, side = table.horizontalHeader(), table.verticalHeader()
        if header is not None:
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if side is not None:
            side.hide()
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                table.setItem(row, column, QTableWidgetItem(text))
        return table


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _licence(name: str, known: str) -> str:
    try:
        stated = metadata(name).json.get("license_expression", "")
    except PackageNotFoundError:
        return known
    return str(stated).strip() or known
