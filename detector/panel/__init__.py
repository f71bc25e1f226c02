"""The Train workspace."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from autolabelme.qtkit.workspace import TRAINING_PAGES, Panel, PanelSpec, WorkspaceContext

TRAINED = "train.model"  # Path of a model's folder: show it in Train


def _train(context: WorkspaceContext) -> Panel:
    from .train.panel import TrainPanel

    return TrainPanel(context)


def panel_specs() -> tuple[PanelSpec, ...]:
    """The workspaces of this package; each is imported when it is first shown."""
    train = QT_TRANSLATE_NOOP("Rail", "Train")
    train_tip = QT_TRANSLATE_NOOP("Rail", "Train a detector of your vignettes, and use it on pages")
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
    )
