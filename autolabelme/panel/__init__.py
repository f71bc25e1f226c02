"""The Pages and Annotate workspaces."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from autolabelme.qtkit.workspace import BOXES, PAGE, PAGE_DETAILS, Panel, PanelSpec, WorkspaceContext


def _pages(context: WorkspaceContext) -> Panel:
    from .pages.panel import PagesPanel

    return PagesPanel(context)


def _annotate(context: WorkspaceContext) -> Panel:
    from .annotate.panel import AnnotatePanel

    return AnnotatePanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspaces of this package; each is imported when it is first shown."""
    pages, pages_tip = QT_TRANSLATE_NOOP("Rail", "Pages"), QT_TRANSLATE_NOOP("Rail", "The scans at hand")
    annotate = QT_TRANSLATE_NOOP("Rail", "Annotate")
    annotate_tip = QT_TRANSLATE_NOOP("Rail", "Box the vignettes and find their copies")
    return (
        PanelSpec(
            "pages", pages, "mdi6.image-multiple-outline", _pages, 10, frozenset({PAGE_DETAILS}), pages_tip
        ),
        PanelSpec(
            "annotate", annotate, "mdi6.vector-square", _annotate, 20, frozenset({PAGE, BOXES}), annotate_tip
        ),
    )
