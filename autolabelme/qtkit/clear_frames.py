"""Fusion with frames round check boxes, radio buttons and pressed buttons that are seen on either background.

Fusion draws them a shade darker than the window, which on a dark window is no line at all: an empty box
cannot be told from the background, nor a button that is on from one that is off.
"""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPalette, QPen
from PyQt6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QToolButton, QWidget

_SQUARES = (
    QStyle.PrimitiveElement.PE_IndicatorCheckBox,
    QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
)
_ROUND = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_BUTTONS = (
    QStyle.PrimitiveElement.PE_PanelButtonCommand,
    QStyle.PrimitiveElement.PE_PanelButtonTool,
)
_STRENGTH, _FAINT = 0.55, 0.3
"""Share of the text's colour in a frame; the first gives 3:1 on both backgrounds (WCAG 1.4.11)."""
_CORNER_PX = 2.5
_NAME = "fusion"


class ClearFrames(QProxyStyle):
    """Everything else is Fusion's."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.setObjectName(_NAME)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption | None,
        painter: QPainter | None,
        widget: QWidget | None = None,
    ) -> None:
        super().drawPrimitive(element, option, painter, widget)
        if option is None or painter is None:
            return
        states = QStyle.StateFlag
        if element in _BUTTONS:
            # An arrow that points down says by itself that its part of a form is open.
            unfolds = isinstance(widget, QToolButton) and widget.arrowType() != Qt.ArrowType.NoArrow
            if option.state & states.State_On and not unfolds:
                _draw(painter, option, frame_color(option.palette, True), _CORNER_PX)
        elif element == _ROUND or element in _SQUARES:
            if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
                return  # Fusion's own line says where the keyboard is
            color = frame_color(option.palette, bool(option.state & states.State_Enabled))
            _draw(painter, option, color, None if element == _ROUND else 0.0)


def _draw(painter: QPainter, option: QStyleOption, color: QColor, corner: float | None) -> None:
    """A line along the inside of an element; without a `corner` it is round."""
    frame = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, corner != 0.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1))
    if corner is None:
        painter.drawEllipse(frame)
    else:
        painter.drawRoundedRect(frame, corner, corner)
    painter.restore()


def frame_color(palette: QPalette, enabled: bool) -> QColor:
    """The colour of a box's frame on this palette."""
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    base = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    share = _STRENGTH if enabled else _FAINT
    channels = zip(text.getRgb()[:3], base.getRgb()[:3], strict=True)
    return QColor(*(round(share * (a or 0) + (1 - share) * (b or 0)) for a, b in channels))


def use_clear_frames(app: QApplication) -> None:
    """Where the style is Fusion; a platform's own style is left alone."""
    style = app.style()
    if style is not None and not isinstance(style, ClearFrames) and style.objectName().lower() == _NAME:
        app.setStyle(ClearFrames())
