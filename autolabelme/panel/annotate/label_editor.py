"""The small editor that opens over a box: label and note, "12 sun"."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QCompleter, QLineEdit, QWidget


class LabelEditor(QLineEdit):
    """Return takes the text, Escape and a click elsewhere leave things as they are."""

    done = pyqtSignal(object, str)  # tuple of ids, text

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("label-editor")
        self.setAccessibleName(self.tr("Label and note"))
        self.setPlaceholderText(self.tr("label and note, such as: 12 sun"))
        self.setToolTip(self.tr("Return takes it, Escape leaves it"))
        self._ids: tuple[str, ...] = ()
        self.hide()

    def open_at(self, ids: tuple[str, ...], text: str, labels: tuple[str, ...], at: QPoint) -> None:
        """Edit the label of `ids` at a point of the parent."""
        self._ids = ids
        self.setText(text)
        completer = QCompleter(list(labels), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.resize(max(220, self.sizeHint().width()), self.sizeHint().height())
        area = self.parentWidget()
        assert area is not None
        x = min(max(4, at.x()), max(4, area.width() - self.width() - 4))
        y = min(max(4, at.y()), max(4, area.height() - self.height() - 4))
        self.move(x, y)
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent | None) -> bool:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in keys
        ):
            # In the window Return is Rematch and Escape is Cancel; here they end the editing.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            ids, text = self._ids, self.text().strip()
            self._close()
            if text:
                self.done.emit(ids, text)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        if event is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hide()

    def _close(self) -> None:
        self.hide()
        area = self.parentWidget()
        if area is not None:
            area.setFocus(Qt.FocusReason.OtherFocusReason)
