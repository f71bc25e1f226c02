"""Fusion with flat buttons, of which the primary one is strong, and with frames that are seen.

Fusion draws frames of check boxes, radio buttons and pressed buttons a shade darker than the window, which
on a dark window is no line at all: an empty box cannot be told from the background, nor a button that is on
from one that is off. The default button of a window or a workspace is filled with the accent: there is one.
"""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPalette, QPen
from PyQt6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleOption,
    QToolButton,
    QWidget,
)

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
_CORNER_PX = 3.5
_FOCUS_PX = 2
_INSIDE_PX = 4
"""In a filled button the line stands away from the edge, or the button would only look smaller."""
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
        if option is None or painter is None:
            return
        states = QStyle.StateFlag
        if element == QStyle.PrimitiveElement.PE_PanelButtonCommand:
            primary = _is_primary(option, widget)
            _flat(painter, option, primary=primary)
            if widget is not None:
                role = QPalette.ColorRole.HighlightedText if primary else QPalette.ColorRole.Highlight
                paint_focus(painter, widget, role, inset=_INSIDE_PX if primary else 1)
        elif element == QStyle.PrimitiveElement.PE_PanelButtonTool and option.state & states.State_On:
            _tint(painter, option)
            if widget is not None:
                paint_focus(painter, widget)
        else:
            super().drawPrimitive(element, option, painter, widget)
        if element == QStyle.PrimitiveElement.PE_Frame and isinstance(widget, QAbstractScrollArea):
            paint_focus(painter, widget)  # Fusion marks a row, and a list without one not at all
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

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption | None,
        painter: QPainter | None,
        widget: QWidget | None = None,
    ) -> None:
        label = element == QStyle.ControlElement.CE_PushButtonLabel
        if label and option is not None and _is_primary(option, widget):
            roles = QPalette.ColorRole
            palette = QPalette(option.palette)
            palette.setColor(roles.ButtonText, palette.color(roles.HighlightedText))
            option.palette = palette
        super().drawControl(element, option, painter, widget)


def _is_primary(option: QStyleOption, widget: QWidget | None) -> bool:
    """Whether it is the default button, and can be pressed.

    The widget says so: options live on Qt's stack, and where one stood, Python may still hold another one's
    class, which knows nothing of a button's features.
    """
    wanted = isinstance(widget, QPushButton) and widget.isDefault()
    return wanted and bool(option.state & QStyle.StateFlag.State_Enabled)


def _flat(painter: QPainter, option: QStyleOption, *, primary: bool) -> None:
    """A plain surface with a hairline; the primary button in the accent's colour."""
    roles, states, palette = QPalette.ColorRole, QStyle.StateFlag, option.palette
    window, text = palette.color(roles.Window), palette.color(roles.WindowText)
    fill, line = palette.color(roles.Button), blend(text, window, 0.28)
    if primary:
        fill = line = palette.color(roles.Highlight)
    elif not option.state & states.State_Enabled:
        fill, line = window, blend(text, window, 0.14)
    if option.state & (states.State_Sunken | states.State_On):
        fill = blend(text, fill, 0.16)
    elif option.state & states.State_MouseOver and option.state & states.State_Enabled:
        fill = blend(text, fill, 0.07)
    _surface(painter, option, fill, line)


def _tint(painter: QPainter, option: QStyleOption) -> None:
    """The tool that is on."""
    roles = QPalette.ColorRole
    window, accent = option.palette.color(roles.Window), option.palette.color(roles.Highlight)
    fill = blend(accent, window, 0.2)
    _surface(painter, option, fill, fill)


def _surface(painter: QPainter, option: QStyleOption, fill: QColor, line: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    painter.setPen(QPen(line, 1))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER_PX, _CORNER_PX)
    painter.restore()


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


def paint_focus(
    painter: QPainter,
    widget: QWidget,
    role: QPalette.ColorRole = QPalette.ColorRole.Highlight,
    *,
    inset: int = 1,
) -> None:
    """A line along the inside of a widget that the keyboard has come to, its middle `inset` pixels from the
    edge; no other widget gets one."""
    above = widget.window()
    if above is None or not widget.hasFocus():
        return
    if above.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(widget.palette().color(role), _FOCUS_PX))
        painter.drawRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset))
        painter.restore()


def frame_color(palette: QPalette, enabled: bool) -> QColor:
    """The colour of a box's frame on this palette."""
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    base = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    share = _STRENGTH if enabled else _FAINT
    return blend(text, base, share)


def blend(front: QColor, back: QColor, share: float) -> QColor:
    """`share` of the first colour on the second."""
    channels = zip(front.getRgb()[:3], back.getRgb()[:3], strict=True)
    return QColor(*(round(share * (a or 0) + (1 - share) * (b or 0)) for a, b in channels))


def use_clear_frames(app: QApplication) -> None:
    """Where the style is Fusion; a platform's own style is left alone."""
    style = app.style()
    if style is not None and not isinstance(style, ClearFrames) and style.objectName().lower() == _NAME:
        app.setStyle(ClearFrames())
