"""One editor for each kind of parameter: a small widget with `value`, `set_value` and `edited`.

`editor_for` chooses by the field's type and metadata (core/params.py): choices, bool, int, float
(with a slider where the range is short), optional numbers, tuples of numbers, text.
"""

from __future__ import annotations

import math
import types
from dataclasses import replace
from typing import Any, Union, get_args, get_origin

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QValidator
from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from autolabelme.core.errors import MisuseError
from autolabelme.core.languages import figure, figures, plain
from autolabelme.core.params import FieldInfo

from .fitted_combo import FittedCombo
from .toned_label import TonedLabel

SLIDER_STEPS_AT_MOST = 250
_FAR = 1_000_000_000


class Editor(QWidget):
    """Base: edits one value; `edited` comes when the user has changed it, never from `set_value`."""

    edited = pyqtSignal()

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def problem(self) -> str:
        """Why the present text is no value; '' when it is one."""
        return ""

    def setAccessibleName(self, name: str | None) -> None:
        """The same for all controls that the editor is made of."""
        super().setAccessibleName(name)
        for part in self.findChildren(QWidget):
            part.setAccessibleName(name)

    def _row(self, *widgets: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            layout.addWidget(widget, 1 if isinstance(widget, QSlider) else 0)
        self.setFocusProxy(widgets[-1])


class BoolEditor(Editor):
    """A check box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.clicked.connect(lambda: self.edited.emit())
        self._row(self.box)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class ChoiceEditor(Editor):
    """A combo box; entries are called by their words, translated in the context "Params"."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = FittedCombo(self)
        self._info = info
        for choice in info.choices:
            self.combo.addItem("", choice)
        self.retranslate()
        self.combo.currentIndexChanged.connect(lambda: self.edited.emit())
        _quiet_wheel(self.combo)
        self._row(self.combo)

    def retranslate(self) -> None:
        """Words in the language that is installed now."""
        words = {choice: (word, tip) for choice, word, tip in self._info.words}
        for index, choice in enumerate(self._info.choices):
            # A choice without a word is a name, of a method say, in every language.
            word, tip = words.get(choice, ("", ""))
            self.combo.setItemText(index, QCoreApplication.translate("Params", word) if word else str(choice))
            if tip:
                tip = QCoreApplication.translate("Params", tip)
                self.combo.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(value))


class NumberEditor(Editor):
    """A spin box, with a slider beside it where the range has few enough steps to be aimed at."""

    _factor = 1.0  # what the box shows of the value

    def __init__(
        self, info: FieldInfo, whole: bool, parent: QWidget | None = None, *, slider: bool = True
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        if info.percent:
            info = _hundredfold(info)
            self._factor = 100.0
        low = -_FAR if info.minimum is None else info.minimum
        high = _FAR if info.maximum is None else info.maximum
        step = info.step or (1 if whole else _step_for(low, high))
        self.spin: QSpinBox | QDoubleSpinBox
        if whole:
            self.spin = QSpinBox(self)
            self.spin.setRange(math.ceil(low), math.floor(high))
            self.spin.setSingleStep(max(1, round(step)))
        else:
            self.spin = _TrimmedSpin(_decimals(step), self)
            # A small least value (a learning rate) needs more digits than the step shows.
            finest = low if 0 < low < step else step
            self.spin.setDecimals(max(_decimals(step), _decimals(finest)))
            self.spin.setRange(low, high)
            self.spin.setSingleStep(step)
        unit = QCoreApplication.translate("Params", info.unit) if info.unit else ""
        self.spin.setSuffix(unit if unit == "°" else f" {unit}" if unit else "")
        self.spin.setKeyboardTracking(False)
        self.spin.setAccelerated(True)
        self.spin.setStepType(QAbstractSpinBox.StepType.DefaultStepType)
        self.spin.valueChanged.connect(self._spun)
        _quiet_wheel(self.spin)
        self._step, self._low = step, low
        self.slider: QSlider | None = None
        bounded = info.minimum is not None and info.maximum is not None and info.step is not None
        if slider and bounded and (high - low) / step <= SLIDER_STEPS_AT_MOST:
            self.slider = QSlider(Qt.Orientation.Horizontal, self)
            self.slider.setRange(0, round((high - low) / step))
            self.slider.setMinimumWidth(60)
            self.slider.valueChanged.connect(self._slid)
            _quiet_wheel(self.slider)
            self._row(self.slider, self.spin)
        else:
            self._row(self.spin)
        self._exact: float | None = None

    def value(self) -> int | float:
        # What was set may be finer than the box shows; it is kept until the user changes it.
        shown = self.spin.value()
        if self._exact is None and self._factor != 1.0:
            return round(shown / self._factor, 12)
        return shown if self._exact is None else (int(self._exact) if self._whole else float(self._exact))

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(int(value) if self._whole else self._factor * value)  # type: ignore[arg-type]
        self._exact = value
        self._follow()

    def _spun(self) -> None:
        self._exact = None
        self._follow()
        self.edited.emit()

    def _slid(self, position: int) -> None:
        value = self._low + position * self._step
        self.spin.setValue(round(value) if self._whole else value)  # type: ignore[arg-type]

    def _follow(self) -> None:
        if self.slider is not None:
            with QSignalBlocker(self.slider):
                self.slider.setValue(round((self.spin.value() - self._low) / self._step))


class OptionalEditor(Editor):
    """A check box that switches a number on; off is None."""

    def __init__(self, inner: NumberEditor, fallback: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.inner = inner
        inner.setParent(self)
        inner.set_value(fallback)
        self.box.toggled.connect(inner.setEnabled)
        self.box.clicked.connect(lambda: self.edited.emit())
        inner.edited.connect(self.edited)
        inner.setEnabled(False)
        self._off = TonedLabel("muted", self)
        self._off.setWordWrap(False)
        self._off.setMinimumHeight(inner.sizeHint().height())  # the form does not jump
        self._off.hide()
        self.box.toggled.connect(self._show_off)
        self._off.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row(self.box, inner)
        row = self.layout()
        assert row is not None
        row.addWidget(self._off)

    def value(self) -> int | float | None:
        return self.inner.value() if self.box.isChecked() else None

    def set_off(self, text: str, start: float) -> None:
        """What stands instead of a number while it is off, and the number that it is switched on with."""
        self._off.setText(text)
        if not self.box.isChecked():
            self.inner.set_value(start)
        self._show_off()

    def _show_off(self) -> None:
        off = bool(self._off.text()) and not self.box.isChecked()
        self._off.setVisible(off)
        self.inner.setVisible(not off)

    def set_value(self, value: Any) -> None:
        self.box.setChecked(value is not None)
        if value is not None:
            self.inner.set_value(value)


class OffEditor(Editor):
    """One box for a number or none: below its least value it shows `info.off`, as an empty box does."""

    def __init__(self, info: FieldInfo, start: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spin = _OffSpin(info, start, self)
        self.spin.valueChanged.connect(lambda: self.edited.emit())
        _quiet_wheel(self.spin)
        self._row(self.spin)

    def value(self) -> float | None:
        return None if self.spin.is_off() else self.spin.value()

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(self.spin.minimum() if value is None else value)


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.editingFinished.connect(self._finished)
        self._last = ""
        self._row(self.line)

    def value(self) -> Any:
        return self.line.text()

    def set_value(self, value: Any) -> None:
        self._last = self._text_of(value)
        self.line.setText(self._last)

    def _text_of(self, value: Any) -> str:
        return str(value)

    def _finished(self) -> None:
        if self.line.text() != self._last:
            self._last = self.line.text()
            self.edited.emit()


class NumbersEditor(TextEditor):
    """Several numbers between commas, semicolons or blanks, for a tuple of them (None allowed: empty)."""

    def __init__(
        self, whole: bool, length: int | None, optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole, self._length, self._optional = whole, length, optional

    def value(self) -> tuple[float, ...] | None:
        text = self.line.text()
        # Where a comma stands before tenths, semicolons stand between numbers.
        parts = text.replace(";" if ";" in text else ",", " ").split()
        if not parts and self._optional:
            return None
        return tuple(int(part) if self._whole else float(plain(part)) for part in parts)

    def problem(self) -> str:
        try:
            value = self.value()
        except ValueError:
            return self.tr("numbers separated by commas are expected")
        if value is not None and self._length is not None and len(value) != self._length:
            return self.tr("{0} numbers are expected").format(self._length)
        return ""

    def _text_of(self, value: Any) -> str:
        between = "; " if figures(".") == "," else ", "
        return between.join(figure(number, "g" if number < 1e6 else "") for number in value or ())


def editor_for(kind: Any, info: FieldInfo, default: Any, parent: QWidget | None = None) -> Editor:
    """The editor for a field of type `kind` (a type, ``X | None``, ``tuple[...]``) with its metadata.

    In a row with others (`info.group`) it is small: no slider.

    Raises `MisuseError` for a type that no editor knows.
    """
    if info.choices:
        return ChoiceEditor(info, parent)
    plain, optional = _without_none(kind)
    if plain is bool:
        return BoolEditor(parent)
    if plain in (int, float):
        whole = plain is int
        if not optional:
            return NumberEditor(info, whole, parent, slider=not info.group)
        low = -math.inf if info.minimum is None else info.minimum
        high = math.inf if info.maximum is None else info.maximum
        # Where nothing is no value (a rate), the least one is of no use: such a number starts at its step.
        first = max(0.0, low) if low <= 0 else max(low, info.step or low)
        fallback = default if default is not None else min(first, high)
        if info.off:
            return OffEditor(info, fallback, parent)
        return OptionalEditor(NumberEditor(info, whole, slider=False), fallback, parent)
    if plain is str and not optional:
        return TextEditor(parent)
    if get_origin(plain) is tuple:
        parts = get_args(plain)
        if all(part in (int, float, Ellipsis) for part in parts):
            length = None if Ellipsis in parts else len(parts)
            return NumbersEditor(parts[0] is int, length, optional, parent)
    raise MisuseError(f"no editor for a parameter of type {kind}")


def _hundredfold(info: FieldInfo) -> FieldInfo:
    def of(number: float | None) -> float | None:
        return None if number is None else round(100 * number, 10)

    return replace(info, unit="%", minimum=of(info.minimum), maximum=of(info.maximum), step=of(info.step))


def take_typed() -> None:
    """Take over what is being typed into a number's box, as leaving the box would."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractSpinBox):
        focus.interpretText()


class NumberSpin(QDoubleSpinBox):
    """Writes a number as the window's language does; a point may be typed in any language."""

    def validate(self, text: str | None, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate((text or "").replace(".", self.locale().decimalPoint()), position)


class _TrimmedSpin(NumberSpin):
    """Shows at least `least` decimals; more only where the value needs them (0.001, not 0.0010000)."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        zeros = len(text) - len(text.rstrip("0"))
        spare = min(self.decimals() - self._least, zeros)
        text = text[: len(text) - spare] if spare > 0 else text
        return text if text[-1:].isdigit() else text[:-1]  # the decimal point of a whole number


class _OffSpin(NumberSpin):
    """Its least value, one step below the range, is none; stepping up from it begins at `start`."""

    def __init__(self, info: FieldInfo, start: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert info.minimum is not None and info.maximum is not None and info.step is not None
        self._start = start
        self.setDecimals(_decimals(info.step))
        self.setRange(info.minimum - info.step, info.maximum)
        self.setSingleStep(info.step)
        self.setSuffix(info.unit)
        self.setSpecialValueText(QCoreApplication.translate("Params", info.off))
        self.setKeyboardTracking(False)

    def is_off(self) -> bool:
        return self.value() <= self.minimum()

    def stepBy(self, steps: int) -> None:
        if self.is_off():
            self.setValue(self._start)
        else:
            super().stepBy(steps)

    def validate(self, text: str | None, position: int) -> tuple[QValidator.State, str, int]:
        if self._empty(text):
            return QValidator.State.Acceptable, text or "", position
        return super().validate(text, position)

    def valueFromText(self, text: str | None) -> float:
        return self.minimum() if self._empty(text) else super().valueFromText(text)

    def _empty(self, text: str | None) -> bool:
        return not (text or "").removesuffix(self.suffix()).strip()


def _without_none(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) in (Union, types.UnionType):
        others = [part for part in get_args(kind) if part is not type(None)]
        if len(others) == 1:
            return others[0], True
    return kind, False


def _decimals(step: float) -> int:
    return min(8, max(0, math.ceil(-math.log10(step) - 1e-9))) + (0 if _whole_multiple(step) else 1)


def _whole_multiple(step: float) -> bool:
    digits = max(0, math.ceil(-math.log10(step) - 1e-9))
    return math.isclose(step * 10**digits, round(step * 10**digits), rel_tol=1e-9)


def _step_for(low: float, high: float) -> float:
    """Without a step of its own a number gets about a hundred steps of a round size."""
    span = high - low
    return 0.1 if span >= _FAR else 10.0 ** math.floor(math.log10(max(span, 1e-9) / 50))


class _WheelGuard(QObject):
    """Lets the wheel change a control only when it has the focus: else a scroll would change values."""

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        wheel = event is not None and event.type() == QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            assert event is not None
            event.ignore()
            return True
        return False


def _quiet_wheel(widget: QWidget) -> None:
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))
