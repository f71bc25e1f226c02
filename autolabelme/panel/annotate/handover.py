"""Objects that other workspaces hand to Annotate: pages, and boxes from Train and Inspect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.boxes import iou
from autolabelme.core.matching.poses import Pose
from autolabelme.core.ornament import Ornament
from autolabelme.core.sorts import SortCatalogue, labels_here
from autolabelme.qtkit.workspace import BOXES, PAGE, BoxesHandover

from .presenter import AnnotatePresenter

SAME_IOU = 0.5
"""Two boxes of one label that overlap so much are one vignette."""


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
        if kind == PAGE and isinstance(payload, Ornament):
            key = (str(payload.path), payload.page)
            if self._project.ref(key) is not None:
                self._presenter.open_page(key)
            else:
                self._open_paths([payload.path])
        elif kind == BOXES and isinstance(payload, BoxesHandover):
            self._take_boxes(payload)

    def _take_boxes(self, handed: BoxesHandover) -> None:
        """Boxes come as proposals, into the review queue, in the place of those not yet judged."""
        key = (str(handed.image_path), handed.page)

        def add() -> None:
            session = self._project.session(key)
            if session is None:
                return
            document = _without_waiting(session.document)
            known = self._project.sorts.known
            shapes = [
                shape
                for shape in _proposals(handed, document, known)
                if session.clipped(shape.box) is not None
            ]
            new = [shape for shape in shapes if not _stands_already(shape, document)]
            text = handed.title or self.tr("Boxes from Inspect")
            if session.push(document.add(*new), text):
                self._project.changed(key)
            self._presenter.open_page(key)

        if self._project.ref(key) is None:
            self._project.add_paths([handed.image_path], lambda _found: self._project.ensure([key], add))
        else:
            self._project.ensure([key], add)


def _proposals(handed: BoxesHandover, document: Document, known: SortCatalogue) -> list[Shape]:
    # A label that stands on the page has the note that the historian gave it, or none.
    names = labels_here(document, handed.sorts, known)
    new = {names.get(label, label): note for label, note in handed.notes.items()}
    notes = {label: note for label, note in new.items() if label not in document.labels()}
    notes |= document.notes()
    poses = handed.poses if len(handed.poses) == len(handed.boxes) else (Pose(),) * len(handed.boxes)
    shapes = []
    for (label, box, score), pose in zip(handed.boxes, poses, strict=True):
        here = names.get(label, label)
        sort = document.sort_of(here) if here in document.labels() else handed.sorts.get(label, "")
        shapes.append(
            Shape.rectangle(
                here, box, note=notes.get(here, ""), pose=pose, role="proposed", score=score, sort=sort
            )
        )
    return shapes


def _without_waiting(document: Document) -> Document:
    waiting = [shape.id for shape in document.shapes if shape.role == "proposed" and not shape.verdict]
    return document.remove(*waiting)


def _stands_already(proposed: Shape, document: Document) -> bool:
    """Whether the label has a box there; a rejected one counts: what was refused is not proposed again."""
    same = [shape.box for shape in document.shapes if shape.is_vignette and shape.label == proposed.label]
    return bool(same) and float(iou([proposed.box], same).max()) > SAME_IOU
