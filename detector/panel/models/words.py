"""The name of a model as the window writes it."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from .store import ModelInfo


def model_name(info: ModelInfo) -> str:
    return QCoreApplication.translate("TrainWords", "Sample model") if info.bundled else info.name
