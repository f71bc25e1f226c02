"""What the canvas says while no page is open."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.empty_state import EmptyState


def make_empty_state(
    parent: QWidget, open_files: Callable[[], object], sample: Callable[[], object]
) -> EmptyState:
    """Says what to do first, and offers the sample."""
    tr = QCoreApplication.translate
    page = EmptyState(
        "mdi6.vector-square",
        tr("AnnotateEmpty", "Open a page to annotate"),
        tr(
            "AnnotateEmpty",
            "1.  Open a page image or a LabelMe JSON, or drop it here.\n"
            "2.  Click one vignette of each kind: its box snaps to the ink.\n"
            "3.  Press Return: Rematch finds every copy.",
        ),
        parent,
    )
    page.add_button(tr("AnnotateEmpty", "Open…"), open_files, name="empty-open")
    page.add_button(tr("AnnotateEmpty", "Try the sample"), sample, name="empty-sample")
    return page
