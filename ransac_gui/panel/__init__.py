"""The Align workspace."""

from __future__ import annotations

from autolabelme.qtkit.workspace import (
    ORNAMENT_REFERENCE,
    ORNAMENT_SOURCE,
    Panel,
    PanelSpec,
    WorkspaceContext,
)


def _align(context: WorkspaceContext) -> Panel:
    from .panel import AlignPanel

    return AlignPanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspace of this package; it is imported when it is first shown."""
    return (
        PanelSpec(
            "align",
            "Align",
            "mdi6.layers-outline",
            _align,
            30,
            frozenset({ORNAMENT_SOURCE, ORNAMENT_REFERENCE}),
            "Lay a page or ornament on a reference and compare them",
        ),
    )
