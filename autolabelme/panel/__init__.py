"""The Pages and Annotate workspaces."""

from __future__ import annotations

from autolabelme.qtkit.workspace import BOXES, PAGE, Panel, PanelSpec, WorkspaceContext


def _pages(context: WorkspaceContext) -> Panel:
    from .pages.panel import PagesPanel

    return PagesPanel(context)


def _annotate(context: WorkspaceContext) -> Panel:
    from .annotate.panel import AnnotatePanel

    return AnnotatePanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspaces of this package; each is imported when it is first shown."""
    return (
        PanelSpec("pages", "Pages", "mdi6.image-multiple-outline", _pages, 10, tip="The scans at hand"),
        PanelSpec(
            "annotate",
            "Annotate",
            "mdi6.vector-square",
            _annotate,
            20,
            frozenset({PAGE, BOXES}),
            "Box the vignettes and find their copies",
        ),
    )
