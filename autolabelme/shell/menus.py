"""The window's menus: the shell's own actions, and in between those of the workspace in front."""

from __future__ import annotations

from dataclasses import dataclass, field

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMenuBar

MENU_KEYS = ("file", "edit", "view", "tools", "help")


@dataclass
class ShellActions:
    """The shell's own actions by menu: before and after those of the workspace; None is a separator."""

    before: dict[str, list[QAction | None]] = field(default_factory=dict)
    after: dict[str, list[QAction | None]] = field(default_factory=dict)


class Menus:
    """Builds the menus anew when another workspace comes to the front.

    Only the actions of the workspace in front are in the menus: an action in a menu answers its keys,
    and the same keys mean the same thing in every workspace. A key that both the shell and the workspace
    have (to open a folder, say) is the workspace's while it is in front: Qt would run neither.
    """

    def __init__(self, bar: QMenuBar, shell: ShellActions) -> None:
        self._shell = shell
        own = [action for group in (shell.before, shell.after) for part in group.values() for action in part]
        self._keys = [(action, action.shortcuts()) for action in own if action is not None]
        titles = {
            "file": QCoreApplication.translate("Menus", "&File"),
            "edit": QCoreApplication.translate("Menus", "&Edit"),
            "view": QCoreApplication.translate("Menus", "&View"),
            "tools": QCoreApplication.translate("Menus", "&Tools"),
            "help": QCoreApplication.translate("Menus", "&Help"),
        }
        self.menus: dict[str, QMenu] = {}
        for key in MENU_KEYS:
            menu = QMenu(titles[key], bar)
            menu.setToolTipsVisible(True)
            bar.addMenu(menu)
            self.menus[key] = menu

    def show_panel(self, actions: dict[str, list[QAction | None]]) -> None:
        """Fill the menus with the shell's actions and `actions` of the workspace in front."""
        taken = {
            keys.toString()
            for part in actions.values()
            for action in part
            if action is not None
            for keys in action.shortcuts()
        }
        for own, shortcuts in self._keys:
            own.setShortcuts([keys for keys in shortcuts if keys.toString() not in taken])
        for key, menu in self.menus.items():
            menu.clear()
            parts = [self._shell.before.get(key, []), actions.get(key, []), self._shell.after.get(key, [])]
            for part in parts:
                if part and menu.actions():
                    menu.addSeparator()
                for action in part:
                    if action is None:
                        menu.addSeparator()
                    else:
                        menu.addAction(action)
