"""Commands of the workspace that ask for a file or a folder, and the hand-over to other workspaces."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import (
    PAGE_DETAILS,
    VIGNETTES,
    VignettesHandover,
)

from .presenter import AnnotatePresenter
from .saving import Saver


class FileCommands(QObject):
    """A dialog for a file is a question that must be answered; everything else stays in the window."""

    def __init__(self, presenter: AnnotatePresenter, saver: Saver, window: QWidget) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._saver = saver
        self._window = window

    def choose_files(self) -> list[Path]:
        """What the user wants to open; empty when the dialog was left."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Open JSON or pages"),
            self._folder(),
            self.tr("LabelMe JSON (*.json);;All files (*)"),
        )
        return [Path(name) for name in names]

    def save_as(self) -> None:
        session = self._presenter.session
        if session is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save JSON as"),
            str(self._saver.path_for(session)),
            self.tr("LabelMe JSON (*.json)"),
        )
        if name:
            self._saver.save_json(Path(name))

    def save_images_to(self) -> None:
        name = self._choose_folder(self.tr("Folder for the images"))
        if name:
            self._saver.save_images(Path(name))

    def export(self, format_name: str) -> None:
        name = self._choose_folder(self.tr("Folder for the export"))
        if name:
            self._saver.export(format_name, Path(name))

    def show_details(self) -> None:
        """Show in Pages where the page comes from."""
        session = self._presenter.session
        if session is not None:
            handed = Ornament(session.ref.image_path, session.ref.page)
            self._presenter.context.send(PAGE_DETAILS, handed)

    def send(self, kind: str, selection: tuple[str, ...]) -> None:
        """Hand the selected ornament to Align; without one the first, without any the whole page."""
        session = self._presenter.session
        if session is None:
            return
        regions = session.document.regions()
        chosen = [region for region in regions if region.id in selection] or list(regions)
        region = chosen[0].box if chosen else None
        name = session.ref.name if region is None else self.tr("ornament on %s") % session.ref.name
        document, ref = session.document, session.ref
        self._presenter.context.set_current("ornament", name, region)
        self._presenter.context.send(
            kind, Ornament(ref.image_path, ref.page, region, name, document.provenance)
        )

    def inspect(self, selection: tuple[str, ...], label: str = "") -> None:
        """Hand the boxes to Inspect as they stand: of `label`, of the selected ornament, or of the page."""
        session, image = self._presenter.session, self._presenter.image
        if session is None:
            return
        document = session.document
        region = next((one.box for one in document.regions() if one.id in selection), None)
        name = session.ref.name
        if label:
            name = self.tr("label %s on %s") % (label, name)
        elif region is not None:
            name = self.tr("ornament on %s") % name
        pixels = None if image is None else image.pyramid.image
        self._presenter.context.send(VIGNETTES, VignettesHandover(document, pixels, region, label, name))

    def _choose_folder(self, title: str) -> str:
        return QFileDialog.getExistingDirectory(self._window, title, self._folder())

    def _folder(self) -> str:
        session = self._presenter.session
        return str(session.ref.image_path.parent if session is not None else Path.home())
