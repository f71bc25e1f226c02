"""Objects that other workspaces hand to Annotate: pages, and boxes from Inspect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject

from autolabelme.core.annotation.document import Shape
from autolabelme.qtkit.workspace import BOXES, PAGE, BoxesHandover, PageHandover

from .presenter import AnnotatePresenter


class Handover(QObject):
    """Takes what `WorkspaceContext.send` brings."""

    def __init__(
        self,
        presenter: AnnotatePresenter,
        open_paths: Callable[[list[Path]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._project = presenter.project
        self._open_paths = open_paths

    def receive(self, kind: str, payload: object) -> None:
        if kind == PAGE and isinstance(payload, PageHandover):
            key = (str(payload.image_path), payload.page)
            if self._project.ref(key) is not None:
                self._presenter.open_page(key)
            else:
                self._open_paths([payload.image_path])
        elif kind == BOXES and isinstance(payload, BoxesHandover):
            self._take_boxes(payload)

    def _take_boxes(self, handed: BoxesHandover) -> None:
        """Boxes from Inspect come as proposals, into the review queue."""
        key = (str(handed.image_path), handed.page)

        def add() -> None:
            session = self._project.session(key)
            if session is None:
                return
            shapes = [
                Shape.rectangle(label, box, role="proposed", score=score)
                for label, box, score in handed.boxes
                if session.clipped(box) is not None
            ]
            if session.push(session.document.add(*shapes), self.tr("Boxes from Inspect")):
                self._project.changed(key)
            self._presenter.open_page(key)

        if self._project.ref(key) is None:
            self._project.add_paths([handed.image_path], lambda _found: self._project.ensure([key], add))
        else:
            self._project.ensure([key], add)
