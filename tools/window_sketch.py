"""A window as a line drawing: what stands where, and what is written on it. Used by manual_pictures.py."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from PyQt6.QtCore import QPoint, QRect
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QToolButton,
    QWidget,
)

from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.reasoned_action import plain

STYLE = (
    "rect{fill:none;stroke:#999}.p{fill:#eee8d8}.b{fill:#fff;stroke:#666}.m{fill:#2458b8;stroke:#2458b8}"
    "text{font:11px sans-serif;fill:#222}.w{fill:#fff;font-weight:bold}"
)
_LETTER_PX, _LEAST_PX, _LONGEST = 6, 6, 90
_FIELDS = (QComboBox, QAbstractSpinBox, QLineEdit, QSlider)
_WHOLE = (ImageView, QAbstractItemView, *_FIELDS, QAbstractButton, QLabel)
"""What is drawn as one thing, without its parts."""


def sketch(window: QWidget) -> str:
    """An SVG of the visible widgets: pictures tinted, buttons framed, the primary one filled."""
    lines = [line for widget in _seen(window) for line in _drawn(widget, _place(widget, window))]
    size = f"{window.width()} {window.height()}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><style>{STYLE}</style>'
    frame = f'<rect width="{window.width()}" height="{window.height()}" fill="#f8f6f2"/>'
    return "\n".join([head, frame, *lines, "</svg>\n"])


def _seen(parent: QWidget) -> Iterator[QWidget]:
    for child in parent.children():
        if not isinstance(child, QWidget) or not child.isVisible() or child.isWindow():
            continue
        if min(child.width(), child.height()) < _LEAST_PX:
            continue
        if isinstance(child, _WHOLE):
            if not child.visibleRegion().isEmpty():  # not scrolled away
                yield child
        else:
            yield from _seen(child)


def _place(widget: QWidget, window: QWidget) -> QRect:
    seen = widget.visibleRegion().boundingRect()
    return seen.translated(widget.mapTo(window, QPoint(0, 0)))


def _drawn(widget: QWidget, place: QRect) -> Iterator[str]:
    box = f'x="{place.x()}" y="{place.y()}" width="{place.width()}" height="{place.height()}"'
    text, kind = "", ""
    if isinstance(widget, ImageView):
        yield f'<rect {box} class="p"/>'
    elif isinstance(widget, QAbstractItemView | QSlider):
        yield f"<rect {box}/>"
    elif isinstance(widget, QPushButton):
        kind = "m" if widget.isDefault() and widget.isEnabled() else "b"
        yield f'<rect {box} rx="3" class="{kind}"/>'
        text = widget.text()
    elif isinstance(widget, QCheckBox | QRadioButton):
        text = f"{'●' if widget.isChecked() else '○'} {widget.text()}"
    elif isinstance(widget, QToolButton):
        yield f'<rect {box} rx="3"/>'
        text = "" if widget.width() < len(widget.text()) * _LETTER_PX else widget.text()
    elif isinstance(widget, QComboBox):
        yield f"<rect {box}/>"
        text = f"{widget.currentText()} ▾"
    elif isinstance(widget, QAbstractSpinBox | QLineEdit):
        yield f"<rect {box}/>"
        text = widget.text()
    elif isinstance(widget, QLabel) and "<" not in widget.text():
        text = widget.text()
    text = plain(" ".join(text.split()))
    room = min(place.width() // _LETTER_PX, _LONGEST)
    if len(text) > room:
        text = f"{text[: max(0, room - 1)]}…" if room > 3 else ""
    if text:
        middle = isinstance(widget, QPushButton | QToolButton)
        x = place.center().x() if middle else place.x() + 3
        anchor = ' text-anchor="middle"' if middle else ""
        white = ' class="w"' if kind == "m" else ""
        yield f'<text x="{x}" y="{place.center().y() + 4}"{anchor}{white}>{escape(text)}</text>'
