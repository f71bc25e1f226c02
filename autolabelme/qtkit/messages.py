"""The core's messages in the window's language."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.languages import said as said


def error_text(error: BaseException | None) -> str:
    """One line for a person: our own errors say what is wrong themselves, others point to the log."""
    if isinstance(error, AutolabelmeError):
        return said(error.message)
    if isinstance(error, MemoryError):
        return QCoreApplication.translate(
            "JobBar", "not enough memory; close other programs or use a smaller image"
        )
    kind = type(error).__name__
    return QCoreApplication.translate("JobBar", "an unexpected error ({0}); the log has the details").format(
        kind
    )
