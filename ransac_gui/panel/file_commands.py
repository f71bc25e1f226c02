"""Commands of the workspace that ask for a file or a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PyQt6.QtCore import QObject, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QWidget

from autolabelme.core.beside_page import beside_page, may_write
from autolabelme.core.image_kinds import IMAGE_SUFFIXES

from .presenter import AlignPresenter

RESULTS_FOLDER: Final = "aligned"


class FileCommands(QObject):
    """A dialog for a file is a question that must be answered; everything else stays in the window."""

    def __init__(self, presenter: AlignPresenter, window: QWidget) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._window = window
        self.chosen: Path | None = None
        """Where results go when the user has said so; otherwise beside the reference."""

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Choose Folder"), self._place())
        if name:
            self._presenter.choose_folder(Path(name))

    def choose_target(self) -> None:
        title = self.tr("Choose Target: the reference")
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._place(), self._images())
        if name:
            self._presenter.choose_target(Path(name))

    def choose_sources(self) -> None:
        title = self.tr("Choose Source: one or several")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._place(), self._images())
        if names:
            self._presenter.choose_sources(tuple(Path(name) for name in names))

    def import_folder(self) -> None:
        title = self.tr("Folder with RANSAC-Flow's checkpoint")
        name = QFileDialog.getExistingDirectory(self._window, title, self._place())
        if name:
            self._presenter.import_networks(Path(name))

    def import_file(self) -> None:
        title = self.tr("RANSAC-Flow's checkpoint")
        filters = self.tr("Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._place(), filters)
        if name:
            self._presenter.import_networks(Path(name))

    def start(self) -> None:
        """Align every source; results go where `results_place` says, or where the user says if that cannot
        be written."""
        folder = self._writable_place()
        if folder is not None:
            self._presenter.start(folder)

    def start_one(self) -> None:
        """Align the selected source again; it goes where its run went."""
        folder = self._presenter.folder or self._writable_place()
        if folder is not None:
            self._presenter.start(folder, (self._presenter.selected,))

    def results_place(self) -> Path | None:
        """Where results will go: the chosen folder, or one beside the reference; None without a reference."""
        reference = self._presenter.reference
        if self.chosen is not None or reference is None:
            return self.chosen
        return beside_page(reference.path, self._presenter.context.data_dir) / RESULTS_FOLDER

    def choose_output(self) -> None:
        """Ask where to save, as in the report."""
        title = self.tr("Folder for the aligned images")
        start = self.results_place() or Path(self._place())
        name = QFileDialog.getExistingDirectory(self._window, title, str(start))
        if name:
            self.chosen = Path(name)
            self._presenter.settingsChanged.emit()

    def _writable_place(self) -> Path | None:
        place = self.results_place()
        if place is None or not may_write(place):
            self.choose_output()
            place = self.chosen
        return place

    def save_report(self) -> None:
        """Ask where to save the report on the shown pair; at first where its result is."""
        sidecar = self._presenter.sidecar
        if sidecar is None:
            return
        title = self.tr("Folder for the report")
        name = QFileDialog.getExistingDirectory(self._window, title, str(sidecar.parent))
        if name:
            self._presenter.save_report(sidecar, Path(name))

    def open_results(self) -> None:
        if self._presenter.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._presenter.folder)))

    def _place(self) -> str:
        reference = self._presenter.reference
        return str(reference.path.parent if reference is not None else Path.home())

    def _images(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        return self.tr("Images ({0});;All files (*)").format(patterns)
