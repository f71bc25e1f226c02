"""Where an inspection's report goes: beside the page, without a question, or where the user says."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QFileDialog, QWidget

from autolabelme.core.beside_page import beside_page, may_write
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import WorkspaceContext
from detector.core.inspection.folders import result_folder_of


class SavesReports:
    """A view of an inspection that saves its report; a mix-in of a widget."""

    context: WorkspaceContext

    def reported(self) -> Ornament | None:
        """The ornament that the report is on."""
        raise NotImplementedError

    def write_report(self, folder: Path) -> None:
        """Begin to write the report into `folder`."""
        raise NotImplementedError

    def save_report(self) -> None:
        """Beside the page; where that cannot be written, it is asked for."""
        if (ornament := self.reported()) is not None:
            place = beside_page(ornament.path, self.context.data_dir)
            if may_write(place):
                self.write_report(result_folder_of(ornament, place))
            else:
                self.save_report_to()

    def save_report_to(self) -> None:
        """In a folder that the user is asked for."""
        if (ornament := self.reported()) is None:
            return
        assert isinstance(self, QWidget)
        title = QCoreApplication.translate("ReportPlace", "Folder in which the report's folder is made")
        name = QFileDialog.getExistingDirectory(self, title, str(ornament.path.parent))
        if name:
            self.write_report(result_folder_of(ornament, Path(name)))
