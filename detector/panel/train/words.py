"""Counted things in words: "1 label", "30 labels"."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication


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


def stage(text: str) -> str:
    """What the core says that it is doing, as the line's beginning."""
    return text[:1].upper() + text[1:] if text else _tr("Starting")
