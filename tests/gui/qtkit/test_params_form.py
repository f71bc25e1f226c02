"""ParamsForm: each kind of field is edited with real events, and only valid sets come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PyQt6.QtCore import QLocale, QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import MisuseError
from autolabelme.core.languages import speak
from autolabelme.core.params import Params, param
from autolabelme.qtkit.param_fields import (
    BoolEditor,
    ChoiceEditor,
    NumberEditor,
    NumbersEditor,
    OffEditor,
    OptionalEditor,
    TextEditor,
    editor_for,
)
from autolabelme.qtkit.params_form import ParamsForm


@dataclass(frozen=True)
class Inner(Params):
    reach: int = param(2, minimum=1, maximum=5000, step=1, label="Search space", unit="px", help="How far")


@dataclass(frozen=True)
class Outer(Params):
    threshold: float = param(0.45, minimum=0.0, maximum=1.0, step=0.05, help="Least score")
    high: float = param(0.9, minimum=0.0, maximum=1.0, step=0.05, help="Upper")
    rotation: float | None = param(None, minimum=-360.0, maximum=360.0, help="Angle", unit="deg")
    flips: bool = param(True, help="Flips")
    mode: str = param("width", choices=("width", "uniform"), help="Mode")
    levels: tuple[float, ...] = param((0.5, 1.0), minimum=0.0, maximum=9.0, help="Levels")
    size: tuple[int, int] = param((3, 4), minimum=1, maximum=99, help="Size")
    name: str = param("", help="Name")
    rate: float = param(1e-4, minimum=1e-6, maximum=1.0, help="Rate", advanced=True)
    inner: Inner = field(default_factory=Inner)
    hidden: int = 7

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.threshold > self.high:
            raise MisuseError(f"Outer.threshold: expected at most {self.high}, got {self.threshold}")


@pytest.fixture
def form(qtbot: QtBot) -> ParamsForm[Outer]:
    made = ParamsForm(Outer(hidden=9))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def heard(form: ParamsForm[Outer]) -> list[Outer]:
    sets: list[Outer] = []
    form.changed.connect(sets.append)
    return sets


def test_every_kind_of_field_is_edited_by_hand(form: ParamsForm[Outer], heard: list[Outer]) -> None:
    threshold = form.editor("threshold")
    assert isinstance(threshold, NumberEditor)
    threshold.spin.selectAll()
    QTest.keyClicks(threshold.spin, "0.7")
    QTest.keyClick(threshold.spin, Qt.Key.Key_Return)
    assert heard[-1].threshold == pytest.approx(0.7)
    assert threshold.slider is not None
    QTest.keyClick(threshold.slider, Qt.Key.Key_Left)
    assert heard[-1].threshold == pytest.approx(0.65)

    rotation = form.editor("rotation")
    assert isinstance(rotation, OptionalEditor)
    assert not rotation.inner.isEnabled()
    rotation.box.click()
    assert heard[-1].rotation == 0.0
    QTest.keyClick(rotation.inner.spin, Qt.Key.Key_Up)
    assert heard[-1].rotation is not None and heard[-1].rotation > 0
    rotation.box.click()
    assert heard[-1].rotation is None

    flips = form.editor("flips")
    assert isinstance(flips, BoolEditor)
    QTest.mouseClick(flips.box, Qt.MouseButton.LeftButton, pos=QPoint(8, flips.box.height() // 2))
    assert heard[-1].flips is False

    mode = form.editor("mode")
    assert isinstance(mode, ChoiceEditor)
    QTest.keyClick(mode.combo, Qt.Key.Key_Down)
    assert heard[-1].mode == "uniform"

    levels = form.editor("levels")
    assert isinstance(levels, NumbersEditor)
    levels.line.selectAll()
    QTest.keyClicks(levels.line, "0.5, 1 2.25")
    QTest.keyClick(levels.line, Qt.Key.Key_Return)
    assert heard[-1].levels == (0.5, 1.0, 2.25)

    name = form.editor("name")
    assert isinstance(name, TextEditor)
    QTest.keyClicks(name.line, "sun")
    QTest.keyClick(name.line, Qt.Key.Key_Return)
    assert heard[-1].name == "sun"

    reach = form.editor("inner.reach")
    assert isinstance(reach, NumberEditor) and reach.slider is None
    assert reach.spin.suffix() == " px"
    QTest.keyClick(reach.spin, Qt.Key.Key_Up)
    assert heard[-1].inner == Inner(reach=3)
    assert heard[-1].hidden == 9, "a field without metadata keeps its value"
    assert form.params() == heard[-1]


def test_what_is_wrong_is_said_in_place_and_the_last_valid_set_stays(
    form: ParamsForm[Outer], heard: list[Outer]
) -> None:
    high = form.editor("high")
    assert isinstance(high, NumberEditor)
    high.spin.setValue(0.2)
    assert not heard
    assert "at most 0.2" in form.problem()
    assert form.params() == Outer(hidden=9)
    high.spin.setValue(0.5)
    assert form.problem() == "" and heard[-1].high == 0.5
    size = form.editor("size")
    assert isinstance(size, NumbersEditor)
    for text in ("3", "3, x", "3, 4, 5"):
        size.line.setText(text)
        QTest.keyClick(size.line, Qt.Key.Key_Return)
        assert form.problem()
    assert len(heard) == 1


def test_setting_values_is_silent_and_exact(form: ParamsForm[Outer], heard: list[Outer]) -> None:
    params = Outer(threshold=0.4321, rotation=12.5, rate=3e-5, levels=())
    form.set_params(params)
    assert form.params() == params
    form.editor("flips").edited.emit()
    assert form.params() == params, "finer values than the boxes show are kept"
    assert not heard


def test_reset_one_and_all(form: ParamsForm[Outer], heard: list[Outer]) -> None:
    form.set_params(Outer(threshold=0.6, flips=False))
    button = form.findChild(QToolButton, "reset_threshold")
    assert button is not None and button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard[-1] == Outer(flips=False)
    assert not button.isVisible()
    form.reset()
    assert heard[-1] == Outer()


def test_advanced_fields_are_folded_and_help_is_a_tooltip(form: ParamsForm[Outer]) -> None:
    rate = form.editor("rate")
    assert not rate.isVisible()
    toggle = form.findChild(QToolButton, "advanced")
    assert toggle is not None
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert rate.isVisible()
    assert isinstance(rate, NumberEditor) and rate.spin.text() == "0.0001"
    labels = {label.text(): label for label in form.findChildren(QLabel)}
    assert labels["Search space"].toolTip() == "How far"


def test_the_wheel_changes_nothing_in_passing(form: ParamsForm[Outer], heard: list[Outer]) -> None:
    threshold = form.editor("threshold")
    assert isinstance(threshold, NumberEditor)
    place = QPointF(5, 5)
    event = QWheelEvent(
        place,
        QPointF(threshold.spin.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    form.editor("name").setFocus()
    QApplication.sendEvent(threshold.spin, event)
    assert not heard


def test_only_and_without_choose_the_fields(qtbot: QtBot) -> None:
    some = ParamsForm(Outer(), only=("threshold", "inner.reach"))
    rest = ParamsForm(Outer(), without=("threshold", "inner"))
    qtbot.addWidget(some)
    qtbot.addWidget(rest)
    some.editor("threshold"), some.editor("inner.reach"), rest.editor("mode")
    for made, name in ((some, "mode"), (rest, "threshold"), (rest, "inner.reach")):
        with pytest.raises(KeyError):
            made.editor(name)


def test_a_type_without_an_editor_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(MisuseError, match="no editor"):
        editor_for(dict, Outer.info("name"), {})


@dataclass(frozen=True)
class Grouped(Params):
    low: float | None = param(
        None,
        minimum=-90.0,
        maximum=90.0,
        step=5.0,
        unit="°",
        group="Turn",
        label="min",
        off="–",
        help="Least",
    )
    also: bool = param(True, group="Turn", label="also flips", help="Flips, too")
    where: str = param(
        "line", choices=("line", "page"), group="Turn", help="Where", words=(("page", "all", "Tip"),)
    )
    rate: float = param(
        0.01, minimum=0.001, maximum=0.5, step=0.005, percent=True, label="Rate", help="Share"
    )


def test_fields_of_a_group_share_a_row(qtbot: QtBot) -> None:
    form = ParamsForm(Grouped())
    qtbot.addWidget(form)
    heard: list[Grouped] = []
    form.changed.connect(heard.append)
    turn, flips, where = (form.editor(name) for name in ("low", "also", "where"))
    assert isinstance(turn, OffEditor) and isinstance(flips, BoolEditor) and isinstance(where, ChoiceEditor)
    assert (turn.spin.text(), flips.box.text(), where.combo.itemText(1)) == ("–", "also flips", "all")
    assert form.row("Turn").indexOf(where) > form.row("Turn").indexOf(turn) >= 0
    turn.spin.stepUp()  # from none to where such a range begins, not to its far end
    assert (turn.value(), turn.spin.text()) == (0.0, "0°")
    turn.spin.stepUp()
    assert form.params().low == 5.0
    turn.spin.setValue(turn.spin.minimum())
    assert form.params().low is None
    assert heard[-1] == Grouped()


def test_a_share_is_shown_in_hundredths(qtbot: QtBot) -> None:
    form = ParamsForm(Grouped(rate=0.02))
    qtbot.addWidget(form)
    rate = form.editor("rate")
    assert isinstance(rate, NumberEditor)
    assert (rate.spin.value(), rate.spin.suffix(), rate.value()) == (2.0, " %", 0.02)
    rate.spin.setValue(1.1)
    assert form.params().rate == 0.011


@pytest.fixture
def french() -> Iterator[None]:
    before = QLocale()
    speak("fr")
    QLocale.setDefault(QLocale("fr"))
    yield
    speak("en")
    QLocale.setDefault(before)


@pytest.mark.usefixtures("french")
def test_numbers_are_written_and_typed_as_french_does(form: ParamsForm[Outer]) -> None:
    threshold, levels = form.editor("threshold"), form.editor("levels")
    assert isinstance(threshold, NumberEditor) and isinstance(levels, NumbersEditor)
    assert threshold.spin.text() == "0,45" and levels.line.text() == "0,5; 1"
    for typed, wanted in (("0,6", 0.6), ("0.55", 0.55)):
        threshold.spin.selectAll()
        QTest.keyClicks(threshold.spin, typed)
        QTest.keyClick(threshold.spin, Qt.Key.Key_Return)
        assert form.params().threshold == pytest.approx(wanted)
    for typed, several in (("0,25; 2,5", (0.25, 2.5)), ("3, 4", (3.0, 4.0)), ("0.5 1.5", (0.5, 1.5))):
        levels.line.setText(typed)
        assert levels.value() == several
    levels.set_value((0.5, 1.25))
    assert levels.value() == (0.5, 1.25), "what is shown is read back"
