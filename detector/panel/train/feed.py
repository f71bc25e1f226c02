"""What a training tells while it runs, brought from its thread into the UI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6 import sip
from PyQt6.QtCore import QObject, pyqtSignal

from .requests import Row

if TYPE_CHECKING:
    from detector.core.preview import Preview


class Feed(QObject):
    """Brings one training's epochs and previews into the UI thread."""

    epoch = pyqtSignal(object)
    preview = pyqtSignal(object)

    def send_epoch(self, row: Row) -> None:
        self._send("epoch", row)

    def send_preview(self, preview: Preview) -> None:
        self._send("preview", preview)

    def _send(self, name: str, value: object) -> None:
        """In the worker; the window may have gone in between."""
        try:
            getattr(self, name).emit(value)
        except RuntimeError:
            if not sip.isdeleted(self):
                raise
