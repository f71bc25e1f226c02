"""Counted things in words: "1 label", "30 labels"."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from .model_store import ModelInfo


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainWords", text)


def labels(count: int) -> str:
    return _tr("1 label") if count == 1 else _tr("{0} labels").format(count)


def pages(count: int) -> str:
    return _tr("1 page") if count == 1 else _tr("{0} pages").format(count)


def vignettes(count: int) -> str:
    return _tr("1 vignette") if count == 1 else _tr("{0} vignettes").format(count)


def instances(count: int) -> str:
    return _tr("1 instance") if count == 1 else _tr("{0} instances").format(count)


def model_name(info: ModelInfo) -> str:
    return _tr("Sample model") if info.bundled else info.name


def duration(seconds: float) -> str:
    """ "40 s", "12 min", "3 h 05 min"."""
    if seconds < 90:
        return _tr("{0} s").format(max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return _tr("{0} min").format(minutes)
    return _tr("{0} h {1} min").format(minutes // 60, f"{minutes % 60:02d}")
