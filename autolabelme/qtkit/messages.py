"""The core's messages in the window's language."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.messages import Message


def said(text: str) -> str:
    """A message in the window's language; a text that is none stays as it is."""
    return text.said(QCoreApplication.translate) if isinstance(text, Message) else text
