"""The window's menus: the shell's own actions, and in between those of the workspace in front."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMenuBar

from autolabelme.qtkit.commands import MENUS, add_entries

MenuEntries = dict[str, list[QAction | None]]
"""By menu its actions; None is a line."""


class Menus:
    """Builds the menus anew when another workspace comes to the front.

    Only the actions of the workspace in front are in the menus: an action in a menu answers its keys,
    and the same keys mean the same thing in every workspace. A key that both the shell and the workspace
    have (to open a folder, say) is the workspace's while it is in front: Qt would run neither.
    """

    def __init__(self, bar: QMenuBar, head: MenuEntries, foot: MenuEntries) -> None:
        self._head, self._foot = head, foot
        own = [action for group in (head, foot) for part in group.values() for action in part]
        self._own = [action for action in own if action is not None]
        self._keys = [(action, action.shortcuts()) for action in self._own]
        titles = {
            "file": QCoreApplication.translate("Menus", "&File"),
            "edit": QCoreApplication.translate("Menus", "&Edit"),
            "view": QCoreApplication.translate("Menus", "&View"),
            "tools": QCoreApplication.translate("Menus", "&Tools"),
            "help": QCoreApplication.translate("Menus", "&Help"),
        }
        self.menus: dict[str, QMenu] = {}
        for key in MENUS:
            menu = QMenu(titles[key], bar)
            menu.setToolTipsVisible(True)
            bar.addMenu(menu)
            self.menus[key] = menu

    def take_keys(self) -> None:
        """The window's own keys are other ones from now on."""
        self._keys = [(action, action.shortcuts()) for action in self._own]

    def show_panel(self, actions: MenuEntries) -> None:
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
            for group in (self._head, actions, self._foot):
                part = group.get(key, [])
                if part and menu.actions():
                    menu.addSeparator()
                add_entries(menu, part)
