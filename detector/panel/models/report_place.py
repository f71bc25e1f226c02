"""Where an inspection's report goes: beside the page, without a question."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QFileDialog, QWidget

from autolabelme.core.beside_page import beside_page, may_write
from autolabelme.core.ornament import Ornament
from detector.core.inspection.folders import result_folder_of


def report_place(ornament: Ornament, data_dir: Path) -> Path | None:
    """The folder that a report on `ornament` is written into; None where nothing can be written there."""
    place = beside_page(ornament.path, data_dir)
    return result_folder_of(ornament, place) if may_write(place) else None


def asked_report_place(ornament: Ornament, parent: QWidget) -> Path | None:
    """The same, in a folder that the user is asked for; None where none is chosen."""
    title = QCoreApplication.translate("ReportPlace", "Folder in which the report's folder is made")
    name = QFileDialog.getExistingDirectory(parent, title, str(ornament.path.parent))
    return result_folder_of(ornament, Path(name)) if name else None
