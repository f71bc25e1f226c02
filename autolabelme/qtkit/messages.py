"""The core's messages in the window's language."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import again
from autolabelme.core.messages import Message


def said(text: str) -> str:
    """A message, an error's text or a stage's name in the window's language; any other text as it is."""
    return text.said(QCoreApplication.translate) if isinstance(text, Message) else again(text)
