"""Labels and signs follow a change of theme; numbers are shown short and taken over when they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.params import Params, param
from autolabelme.qtkit.commands import Command, CommandTable, Section
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.param_fields import NumberEditor
from autolabelme.qtkit.theme import apply_theme, semantic_color
from autolabelme.qtkit.toned_label import Headline, LetterSize, SignLabel, TonedLabel


@dataclass(frozen=True)
class Numbers(Params):
    fine: float = param(1e-3, minimum=1e-7, maximum=1.0, step=1e-4, help="A rate")
    coarse: float = param(10.0, minimum=0.01, maximum=1000.0, step=1.0, help="Minutes")
    batch: int = param(16, minimum=2, maximum=512, help="A batch")


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[None]:
    style = qapp.style().objectName()
    yield
    apply_theme("system")
    qapp.setStyle(style)


def ink(pixmap: QPixmap) -> QColor:
    image = pixmap.toImage()
    colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(colors, key=lambda color: color.alpha())


def test_a_label_and_a_sign_follow_the_theme_while_they_are_shown(qtbot: QtBot, themed: None) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    label, plain, sign = TonedLabel("muted", holder), TonedLabel("", holder), SignLabel("mdi6.check")
    for widget in (label, plain, sign):
        layout.addWidget(widget)
    holder.show()
    for theme in ("light", "dark", "light"):
        apply_theme(theme)
        QApplication.processEvents()
        window = QApplication.palette().windowText().color()
        assert label.palette().color(label.foregroundRole()) == semantic_color("muted")
        assert plain.palette().color(plain.foregroundRole()) == window
        assert ink(sign.pixmap()).lightness() == pytest.approx(window.lightness(), abs=40)
    label.set_tone("error")
    assert label.palette().color(label.foregroundRole()) == semantic_color("error")
    label.set_tone("")
    assert label.palette().color(label.foregroundRole()) == QApplication.palette().windowText().color()


def test_numbered_steps_hang_and_other_words_stay_as_they_are(qtbot: QtBot) -> None:
    state = EmptyState(
        "mdi6.check", "Title", "1.  First <a>, with words enough for a second line.\n2.  Then."
    )
    qtbot.addWidget(state)
    # What is shown; its own `text` stays as it was given, to be said in another language.
    assert any("First &lt;a&gt;" in QLabel.text(label) for label in state.findChildren(QLabel))
    state.set_text("Title", "1.  A step\nand a line without a number")
    assert any(
        label.text() == "1.  A step\nand a line without a number" for label in state.findChildren(QLabel)
    )


@pytest.mark.parametrize(
    ("step", "value", "text"),
    [(1e-4, 1e-3, "0.0010"), (1e-4, 2.5e-6, "0.0000025"), (1.0, 10.0, "10"), (1.0, 0.5, "0.5")],
)
def test_a_number_shows_no_more_digits_than_it_needs(
    qtbot: QtBot, step: float, value: float, text: str
) -> None:
    editor = NumberEditor(Numbers.info("fine" if step < 1 else "coarse"), whole=False, slider=False)
    qtbot.addWidget(editor)
    editor.set_value(value)
    assert editor.spin.text().replace(",", ".") == text
    assert editor.value() == value


class Bench(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.editor = NumberEditor(Numbers.info("batch"), whole=True, parent=self)
        self.heard: list[object] = []


class OneCommand(CommandTable[Bench, int]):
    def resolve(self) -> int:
        return int(self.panel.editor.value())

    def sections(self) -> tuple[Section[int], ...]:
        return (Section("edit", (Command("go", "Go", "Go on", self._go, "Return", needs=(self._few,)),)),)

    def _go(self) -> None:
        self.panel.heard.append(self.panel.editor.value())

    def _few(self, batch: int) -> str:
        return "too many" if batch == 300 else ""


def test_an_action_takes_the_number_that_is_being_typed(qtbot: QtBot) -> None:
    owner = Bench()
    qtbot.addWidget(owner)
    editor, heard = owner.editor, owner.heard
    actions = OneCommand(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    editor.set_value(16)
    editor.spin.setFocus()
    editor.spin.selectAll()
    QTest.keyClicks(editor.spin, "8")
    assert editor.value() == 16  # not before it is needed
    actions["go"].trigger()
    assert heard == [8]

    # What is typed may be a reason not to go on.
    editor.edited.connect(actions.refresh)
    editor.spin.selectAll()
    QTest.keyClicks(editor.spin, "300")
    actions["go"].trigger()
    assert heard == [8] and not actions["go"].isEnabled()
    assert QApplication.focusWidget() is editor.spin
    QTest.keyClick(editor.spin, Qt.Key.Key_Tab)


def test_a_headline_grows_with_the_letters_about_it(qtbot: QtBot, qapp: QApplication) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    layout = QVBoxLayout(place)
    within, moved = Headline(place), Headline()
    layout.addWidget(within)
    layout.addWidget(moved)
    title, small = QLabel("A catalogue", place), QLabel("in small letters")
    sizes = {within: 1.15, moved: 1.15, title: 1.4, small: 0.9}
    LetterSize(title, 1.4, bold=True)
    LetterSize(small, 0.9)
    layout.addWidget(small)
    place.show()
    before = QFont(qapp.font())
    larger = QFont(before)
    larger.setPointSizeF(1.5 * before.pointSizeF())
    try:
        for font in (larger, before):
            qapp.setFont(font)
            qapp.processEvents()
            for one, factor in sizes.items():
                assert one.font().bold() is (one is not small)
                assert one.font().pointSizeF() == pytest.approx(factor * font.pointSizeF())
    finally:
        qapp.setFont(before)
