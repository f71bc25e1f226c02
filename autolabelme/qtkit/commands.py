"""One table a workspace: every command with its words, keys, icon, menu, what it does, and why not now.

A workspace has a subclass of `CommandTable` whose `sections` is the table. Everything else is made from it:
actions, menus, buttons, tooltips, the shortcut sheet. Whether a command can be used is asked of one frozen
snapshot of the workspace's state, so that no two controls can disagree about it. A name that the table does
not have is a `MisuseError` where the button or menu is made, which is when the workspace is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Generic, TypeVar

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction, QFont, QKeySequence
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from autolabelme.core.errors import MisuseError

from . import key_bindings
from .icons import icon
from .param_fields import take_typed
from .reasoned_action import ActionButton, ReasonedAction
from .room import FlowLayout

MENUS = ("file", "edit", "view", "tools", "help")
_SPACING_PX = 4
_BAR_PX = 6
_PRIMARY_HEIGHT = 1.3

P = TypeVar("P")
S = TypeVar("S")
Need = Callable[[S], "str | None"]
"""Why a command cannot be used in this state, one line, translated; None or '' when this is no obstacle."""
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Command(Generic[S]):
    """One thing that the user can do.

    Attributes
    ----------
    name : str
        Unique in its table; the object name of the action and of its buttons.
    text, tip : str
        On the button and in the menu; in the tooltip, where '' means the text. Translated.
    do : callable
        What it does. A command with `switch` in its place can be checked, and `switch` is told whether it is.
    keys : str
        Key sequences, separated by " | "; the first one is shown.
    icon : str
        A name for `icons.icon`.
    needs : tuple of callables
        Asked in this order; the first that gives a reason disables the command.
    on : bool
        Whether a command with `switch` is checked at first.
    checked, text_now : callable
        For a check mark or a text that follows the state.
    """

    name: str
    text: str
    tip: str
    do: Callable[[], object] | None = None
    keys: str = ""
    icon: str = ""
    needs: tuple[Need[S], ...] = ()
    switch: Callable[[bool], object] | None = None
    on: bool = False
    checked: Callable[[S], bool] | None = None
    text_now: Callable[[S], str] | None = None

    def __post_init__(self) -> None:
        if (self.do is None) == (self.switch is None):
            raise MisuseError(f"command {self.name!r}: give it either do or switch")
        if self.switch is None and (self.on or self.checked is not None):
            raise MisuseError(f"command {self.name!r}: only a command with switch can be checked")

    def why_not(self, state: S) -> str:
        """Why it cannot be used now, '' when it can."""
        return next((reason for need in self.needs if (reason := need(state))), "")


@dataclass(frozen=True)
class Section(Generic[S]):
    """Commands that stand together in a menu, between two lines; `menu` '' for those that stand in none.

    `foot` is for the window's own: they stand below those of the workspace in front.
    """

    menu: str
    commands: tuple[Command[S], ...]
    foot: bool = False

    def __post_init__(self) -> None:
        if self.menu and self.menu not in MENUS:
            raise MisuseError(f"there is no menu {self.menu!r}, only {', '.join(MENUS)}")


class CommandTable(QObject, Generic[P, S]):
    """The commands of `panel`, heard while `owner` (as a rule the panel) is in front.

    Parameters
    ----------
    panel
        What the commands act on, `self.panel`.
    owner : QWidget, optional
        Where the keys are heard; `panel` itself if not given.
    """

    def __init__(self, panel: P, owner: QWidget | None = None) -> None:
        heard = panel if owner is None else owner
        assert isinstance(heard, QWidget)
        super().__init__(heard)
        self.panel = panel
        self._sections = tuple(self.sections())
        self._commands = _by_name(self._sections)
        self._actions: dict[str, ReasonedAction] = {}
        _require_single_keys(self._commands.values())
        for command in self._commands.values():
            action = _action_of(command, heard)
            action.triggered.connect(partial(self._run, command.name))
            heard.addAction(action)
            self._actions[command.name] = action
        for name in self._commands:
            if key_bindings.is_changed(type(self).__name__, name):
                self.rekey(name)

    # -- what a workspace gives ---------------------------------------------------------------------
    def sections(self) -> Sequence[Section[S]]:
        """The table, in the order of the menus. Called again by `retranslate`."""
        raise NotImplementedError

    def resolve(self) -> S:
        """The frozen snapshot of the workspace's state that `needs` are asked with; not before `refresh`."""
        raise NotImplementedError

    def gestures(self) -> Rows:
        """(keys, what they do) of keys and gestures that are no commands, for the shortcut sheet."""
        return []

    # -- what is made from it -----------------------------------------------------------------------
    def __getitem__(self, name: str) -> ReasonedAction:
        if name not in self._actions:
            raise MisuseError(f"{type(self).__name__} has no command {name!r}")
        return self._actions[name]

    def names(self) -> tuple[str, ...]:
        """All names, in the order of the table."""
        return tuple(self._actions)

    def listed(self, names: Sequence[str]) -> list[QAction | None]:
        """The actions of `names`, for a menu or a tool bar; '' is a line between them."""
        return [self[name] if name else None for name in names]

    def fill(self, bar: QToolBar | QMenu, *names: str) -> None:
        """Add the actions of `names` to `bar`; '' is a line between them."""
        add_entries(bar, self.listed(names))

    def menus(self, *, foot: bool = False) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window, those at its foot or the others; None is a line."""
        found: dict[str, list[QAction | None]] = {}
        for section in self._sections:
            if section.menu and section.foot == foot:
                entries = found.setdefault(section.menu, [])
                entries += [None] if entries else []
                entries += [self._actions[command.name] for command in section.commands]
        return found

    def shortcut_rows(self) -> Rows:
        """(keys, what they do) for the shortcut sheet: what no menu shows."""
        outside = chain.from_iterable(one.commands for one in self._sections if not one.menu)
        return [(keys_of(self[one.name]), one.tip) for one in outside if one.keys] + self.gestures()

    # -- keys ---------------------------------------------------------------------------------------
    def default_keys(self, name: str) -> str:
        """The keys that the table itself gives a command."""
        return self._commands[name].keys

    def rekey(self, name: str) -> None:
        """Give a command the keys that the user wants; one that another command of the table has is left out:
        Qt would run neither."""
        keys = key_bindings.keys_of(type(self).__name__, name, self.default_keys(name))
        others = (action for other, action in self._actions.items() if other != name)
        taken = {sequence.toString() for action in others for sequence in action.shortcuts()}
        free = [key for key in keys.split(" | ") if key and QKeySequence(key).toString() not in taken]
        self[name].set_keys(free)

    # -- what changes -------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show of every command whether it can be used, and if not, why; all from one snapshot."""
        state = self.resolve()
        for command in self._commands.values():
            action = self._actions[command.name]
            action.set_reason(command.why_not(state))
            if command.text_now is not None:
                action.setText(command.text_now(state))
            if command.checked is not None:
                action.setChecked(command.checked(state))

    def retranslate(self) -> None:
        """Words in the language that is installed now; names, keys and what is done stay."""
        self._sections = tuple(self.sections())
        self._commands = _by_name(self._sections)
        for command in self._commands.values():
            self[command.name].set_words(command.text, command.tip)
        self.refresh()

    def _run(self, name: str, checked: bool) -> None:
        # Return and a click leave the focus where it is: a number that was just typed counts, too.
        take_typed()
        if not self._actions[name].isEnabled():
            return
        command = self._commands[name]
        if command.switch is not None:
            command.switch(checked)
        elif command.do is not None:
            command.do()
        self.refresh()


class CommandButtons(dict[str, ActionButton]):
    """Makes the buttons of a column from a table and keeps them by name."""

    def __init__(self, table: CommandTable[P, S], parent: QWidget) -> None:
        super().__init__()
        self._table = table
        self._parent = parent

    def add(self, name: str) -> ActionButton:
        """A button for this command."""
        button = ActionButton(self._table[name], self._parent)
        button.setAutoDefault(False)
        self[name] = button
        return button

    def add_primary(self, name: str, *, tall: bool = False) -> ActionButton:
        """The one button that the workspace is for; there is one."""
        button = self.add(name)
        button.setDefault(True)
        button.setProperty("primary", True)
        font = QFont(button.font())
        font.setBold(True)
        button.setFont(font)
        if tall:
            button.setMinimumHeight(round(_PRIMARY_HEIGHT * button.sizeHint().height()))
        return button

    def add_narrow(self, name: str) -> ActionButton:
        """A button for a bar, no wider than its text."""
        button = self.add(name)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    def sign(self, name: str) -> QToolButton:
        """A button for a bar that shows the command's icon alone."""
        button = QToolButton(self._parent)
        button.setObjectName(name)
        button.setDefaultAction(self._table[name])
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def bar(self, signs: Sequence[str], names: Sequence[str]) -> QWidget:
        """Signs and narrow buttons above a picture, in as few rows as the width allows."""
        bar = QWidget(self._parent)
        whole = QHBoxLayout(bar)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = QWidget(bar)
        row = FlowLayout(inside, spacing=_BAR_PX)
        row.setContentsMargins(_BAR_PX, 0, _BAR_PX, 0)
        for name in signs:
            row.addWidget(self.sign(name))
        for name in names:
            row.addWidget(self.add_narrow(name))
        whole.addWidget(inside)
        return bar

    def row(self, *names: str, even: bool = False) -> QHBoxLayout:
        """Buttons side by side, of one width or each as wide as its text asks for."""
        row = QHBoxLayout()
        row.setSpacing(_SPACING_PX)
        for name in names:
            row.addWidget(self.add(name), int(even))
        return row

    def flow(self, *names: str) -> FlowLayout:
        """Buttons in as few rows as the width allows, which they fill."""
        flow = FlowLayout(spacing=_SPACING_PX, fill=True)
        for name in names:
            flow.addWidget(self.add(name))
        return flow

    def grid(self, *rows: tuple[str, ...], primary: str = "") -> QGridLayout:
        """Rows of two buttons in columns of one width; one alone is as wide as two."""
        grid = QGridLayout()
        grid.setSpacing(_SPACING_PX)
        for row, names in enumerate(rows):
            for column, name in enumerate(names):
                button = self.add_primary(name) if name == primary else self.add(name)
                grid.addWidget(button, row, column, 1, 2 if len(names) == 1 else 1)
                grid.setColumnStretch(column, 1)
        return grid


def add_entries(bar: QToolBar | QMenu, entries: Sequence[QAction | None]) -> None:
    """Add actions to a menu or a tool bar; None is a line between them."""
    for action in entries:
        if action is None:
            bar.addSeparator()
        else:
            bar.addAction(action)
            if isinstance(bar, QToolBar) and (button := bar.widgetForAction(action)) is not None:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture


def keys_of(action: QAction) -> str:
    """The action's keys as the shortcut sheet shows them: two at most."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(sequence.toString(native) for sequence in action.shortcuts()[:2])


def _by_name(sections: Sequence[Section[S]]) -> dict[str, Command[S]]:
    found: dict[str, Command[S]] = {}
    for command in chain.from_iterable(section.commands for section in sections):
        if command.name in found:
            raise MisuseError(f"two commands are called {command.name!r}")
        found[command.name] = command
    return found


def _require_single_keys(commands: Iterable[Command[S]]) -> None:
    taken: dict[str, str] = {}
    for command in commands:
        for keys in (QKeySequence(key).toString() for key in command.keys.split(" | ") if key):
            if taken.setdefault(keys, command.name) != command.name:
                # Qt would run neither of them.
                raise MisuseError(f"{taken[keys]!r} and {command.name!r} have the same key {keys}")


def _action_of(command: Command[S], owner: QWidget) -> ReasonedAction:
    action = ReasonedAction(command.text, command.tip, command.keys, owner)
    action.setObjectName(command.name)
    action.setCheckable(command.switch is not None)
    action.setChecked(command.on)
    if command.icon:
        action.setIcon(icon(command.icon))
    return action
