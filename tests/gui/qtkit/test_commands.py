"""One table of commands: what is made from it, and what a mistake in it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, Qt, QTranslator
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import MisuseError
from autolabelme.qtkit.commands import Command, CommandButtons, CommandTable, Section


@dataclass(frozen=True)
class State:
    page: bool = False
    boxes: int = 0
    shown: bool = False
    step: str = ""


class Bench(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.done: list[object] = []


class Table(CommandTable[Bench, State]):
    def resolve(self) -> State:
        return self.panel.state

    # fmt: off
    def sections(self) -> tuple[Section[State], ...]:
        tr, done = self.tr, self.panel.done
        page, boxes = self._page, self._boxes
        seen = Command("seen", tr("Seen"), tr("It is"), switch=done.append, checked=self._seen)
        return (
            Section(
                "edit",
                (
                    Command("go", tr("Go"), tr("Go on"), self._go, "Return", needs=(page, boxes)),
                    Command("undo", tr("Undo"), tr("Back"), self._undo, "Ctrl+Z", text_now=self._undo_text),
                ),
            ),
            Section("view", (Command("list", tr("List"), tr("Show it"), switch=done.append, on=True),)),
            Section("edit", (seen,)),
            Section("", (Command("more", "+", tr("More boxes"), self._go, "+ | ="),)),
        )

    # fmt: on
    def gestures(self) -> list[tuple[str, str]]:
        return [("Drag", "Draw")]

    def _go(self) -> None:
        self.panel.done.append("go")

    def _seen(self, now: State) -> bool:
        return now.shown

    def _undo(self) -> None:
        self.panel.state = State(page=True, boxes=0)

    def _undo_text(self, now: State) -> str:
        return f"{self.tr('Undo')} {now.step}".strip()

    def _page(self, now: State) -> str | None:
        return None if now.page else self.tr("Open a page first")

    def _boxes(self, now: State) -> str | None:
        return None if now.boxes else self.tr("There are no boxes")


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    qtbot.addWidget(bench)
    return bench


def test_the_first_need_that_speaks_is_the_reason(bench: Bench) -> None:
    table = Table(bench)
    table.refresh()
    assert table["go"].reason == "Open a page first"
    assert table["go"].toolTip() == "Go on (Return)\nOpen a page first"
    bench.state = State(page=True)
    table.refresh()
    assert table["go"].reason == "There are no boxes" and not table["go"].isEnabled()
    bench.state = State(page=True, boxes=1)
    table.refresh()
    assert table["go"].isEnabled() and table["go"].toolTip() == "Go on (Return)"


def test_a_command_runs_and_the_state_is_resolved_anew(bench: Bench) -> None:
    table = Table(bench)
    table["go"].trigger()
    bench.state = State(page=True, boxes=1, step="Draw")
    table.refresh()
    assert table["undo"].text() == "Undo Draw"
    table["go"].trigger()
    table["undo"].trigger()
    assert bench.done == ["go", "go"]
    assert table["go"].reason == "There are no boxes", "nobody asked for it"
    table["go"].trigger()
    assert bench.done == ["go", "go"] and table["undo"].text() == "Undo"


def test_a_switch_is_told_what_it_is_now_and_can_follow_the_state(bench: Bench) -> None:
    table = Table(bench)
    assert table["list"].isChecked() and not table["seen"].isChecked()
    table["list"].trigger()
    table["list"].trigger()
    assert bench.done == [False, True]
    table["seen"].trigger()  # nothing takes it over, so it stands as the state says
    assert bench.done[2:] == [True] and not table["seen"].isChecked()
    bench.state = State(shown=True)
    table.refresh()
    assert table["seen"].isChecked()


def test_menus_and_the_sheet_come_from_the_table(bench: Bench) -> None:
    table = Table(bench)
    names = {
        menu: [None if one is None else one.objectName() for one in entries]
        for menu, entries in table.menus().items()
    }
    assert names == {"edit": ["go", "undo", None, "seen"], "view": ["list"]}
    assert table.names() == ("go", "undo", "list", "seen", "more")
    assert table.shortcut_rows() == [("+, =", "More boxes"), ("Drag", "Draw")]
    menu = QMenu(bench)
    table.fill(menu, "go", "", "more")
    assert [action.text() for action in menu.actions()] == ["Go", "", "+"]


def test_buttons_follow_their_commands(bench: Bench) -> None:
    table = Table(bench)
    buttons = CommandButtons(table, bench)
    grid = buttons.grid(("go",), ("list", "more"), primary="go")
    assert grid.count() == 3 and buttons["go"].isDefault() and not buttons["more"].isDefault()
    assert buttons["list"].isChecked()
    QTest.mouseClick(buttons["list"], Qt.MouseButton.LeftButton)
    assert bench.done == [False] and not buttons["list"].isChecked()
    table.refresh()
    assert buttons["go"].toolTip() == table["go"].toolTip() and not buttons["go"].isEnabled()
    seen = buttons.add("seen")
    QTest.mouseClick(seen, Qt.MouseButton.LeftButton)
    assert bench.done[1:] == [True] and not seen.isChecked(), "the button stands as its command does"


def test_an_unknown_name_fails_where_it_is_asked_for(bench: Bench) -> None:
    table = Table(bench)
    buttons = CommandButtons(table, bench)
    for ask in (
        lambda: table["og"],
        lambda: buttons.add("og"),
        lambda: buttons.grid(("go", "og")),
        lambda: table.listed(("go", "", "og")),
        lambda: table.fill(QMenu(bench), "og"),
    ):
        with pytest.raises(MisuseError, match="Table has no command 'og'"):
            ask()


def test_a_wrong_table_fails_when_it_is_made(bench: Bench) -> None:
    def table(*sections: Section[State]) -> None:
        class Wrong(CommandTable[Bench, State]):
            def sections(self) -> tuple[Section[State], ...]:
                return sections

        Wrong(bench)

    def command(name: str, keys: str = "") -> Command[State]:
        return Command(name, name, name, print, keys)

    with pytest.raises(MisuseError, match="two commands are called 'a'"):
        table(Section("edit", (command("a"),)), Section("", (command("a"),)))
    with pytest.raises(MisuseError, match=r"'a' and 'b' have the same key Ctrl\+Z"):
        table(Section("edit", (command("a", "Ctrl+Z"), command("b", "F2 | ctrl+z"))))
    with pytest.raises(MisuseError, match="no menu 'edti'"):
        Section("edti", (command("a"),))
    for wrong in ({}, {"do": print, "switch": print}):
        with pytest.raises(MisuseError, match="either do or switch"):
            Command("a", "A", "a", **wrong)
    with pytest.raises(MisuseError, match="only a command with switch"):
        Command("a", "A", "a", print, on=True)


class Shouting(QTranslator):
    def translate(self, context: str | None, text: str | None, *_rest: Any) -> str | None:
        return (text or "").upper() if context == "Table" else None  # the name of a key is Qt's own word

    def isEmpty(self) -> bool:
        return False


def test_the_language_changes_without_a_restart(bench: Bench) -> None:
    table = Table(bench)
    buttons = CommandButtons(table, bench)
    buttons.add("go")
    table.refresh()
    action = table["go"]
    shouting = Shouting(bench)
    QCoreApplication.installTranslator(shouting)
    try:
        table.retranslate()
        assert table["go"] is action and action.text() == buttons["go"].text() == "GO"
        assert action.toolTip() == "GO ON (Return)\nOPEN A PAGE FIRST"
        assert table.shortcut_rows()[0] == ("+, =", "MORE BOXES")
    finally:
        QCoreApplication.removeTranslator(shouting)
    table.retranslate()
    assert action.text() == "Go"
