"""The Catalogue and Annotate workspaces."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from autolabelme.qtkit.workspace import BOXES, FIND, PAGE, PAGE_DETAILS, Panel, PanelSpec, WorkspaceContext


def _catalogue(context: WorkspaceContext) -> Panel:
    from .catalogue.panel import CataloguePanel

    return CataloguePanel(context)


def _annotate(context: WorkspaceContext) -> Panel:
    from .annotate.panel import AnnotatePanel

    return AnnotatePanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspaces of this package; each is imported when it is first shown."""
    catalogue = QT_TRANSLATE_NOOP("Rail", "Catalogue")
    tip = QT_TRANSLATE_NOOP("Rail", "Pages, ornaments, blocks and sorts, searched by picture")
    annotate = QT_TRANSLATE_NOOP("Rail", "Annotate")
    annotate_tip = QT_TRANSLATE_NOOP("Rail", "Box the vignettes and find their copies")
    return (
        PanelSpec(
            "catalogue",
            catalogue,
            "mdi6.bookshelf",
            _catalogue,
            10,
            frozenset({PAGE_DETAILS, FIND}),
            tip,
            extra="catalogue",
        ),
        PanelSpec(
            "annotate", annotate, "mdi6.vector-square", _annotate, 20, frozenset({PAGE, BOXES}), annotate_tip
        ),
    )
