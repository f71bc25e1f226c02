"""The middle: what to do first, or the catalogue, the training and the model as three tabs."""

from __future__ import annotations

from PyQt6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.strip import Strip

from .catalogue_view import CatalogueView
from .commands import TrainCommands
from .model_view import ModelView
from .training_view import TrainingView

TABS = ("catalogue", "training", "model")


class Tabs(QWidget):
    """Holds the views; it does not know what they show."""

    def __init__(self, actions: TrainCommands, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.strip = Strip(self)
        self.catalogue = CatalogueView(self)
        self.training = TrainingView(actions, self)
        self.model = ModelView(self)
        self.empty = empty
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("train-tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.catalogue, self.tr("Catalogue"))
        self.tabs.addTab(self.training, self.tr("Training"))
        self.tabs.addTab(self.model, self.tr("Model"))
        self.tabs.setMinimumSize(160, 160)  # plots and tables shrink with a small window
        self._stack = QStackedWidget(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        solid(self.strip)
        self._float = FloatOver(self.strip, self._stack)

    @property
    def picture(self) -> QWidget:
        """The part whose room stays the same whatever else comes and goes."""
        return self._stack

    @property
    def is_empty(self) -> bool:
        return self._stack.currentWidget() is self.empty

    def show_tab(self, name: str) -> None:
        """Bring "catalogue", "training" or "model" to the front."""
        self._stack.setCurrentWidget(self.tabs)
        self.tabs.setCurrentIndex(TABS.index(name))

    @property
    def tab(self) -> str:
        """The tab in front, '' while what to do first is shown."""
        return "" if self.is_empty else TABS[self.tabs.currentIndex()]

    def show_empty(self) -> None:
        self._stack.setCurrentWidget(self.empty)
