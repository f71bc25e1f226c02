"""The Train and Inspect workspaces."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from autolabelme.qtkit.workspace import (
    ALIGNMENT,
    MODEL,
    TRAINED,
    TRAINING_PAGES,
    VIGNETTES,
    Panel,
    PanelSpec,
    WorkspaceContext,
)


def _train(context: WorkspaceContext) -> Panel:
    from .train.panel import TrainPanel

    return TrainPanel(context)


def _inspect(context: WorkspaceContext) -> Panel:
    from .inspect.panel import InspectPanel

    return InspectPanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspaces of this package; each is imported when it is first shown."""
    train = QT_TRANSLATE_NOOP("Rail", "Train")
    train_tip = QT_TRANSLATE_NOOP("Rail", "Train a detector of your vignettes, and use it on pages")
    inspect = QT_TRANSLATE_NOOP("Rail", "Inspect")
    inspect_tip = QT_TRANSLATE_NOOP("Rail", "See what is anomalous on a page or an ornament")
    return (
        PanelSpec(
            "train",
            train,
            "mdi6.school-outline",
            _train,
            40,
            frozenset({TRAINING_PAGES, TRAINED}),
            train_tip,
        ),
        PanelSpec(
            "inspect",
            inspect,
            "mdi6.magnify-scan",
            _inspect,
            50,
            frozenset({ALIGNMENT, MODEL, VIGNETTES}),
            inspect_tip,
        ),
    )
