"""What the user can do with the window itself: open, settings, log, shortcuts, about, quit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu

from autolabelme.core.errors import InputError
from autolabelme.core.manual import Place
from autolabelme.qtkit.commands import Command, CommandTable, Section
from autolabelme.qtkit.messages import error_text

from .menus import MenuEntries

if TYPE_CHECKING:
    from .window import MainWindow


class WindowCommands(CommandTable["MainWindow", None]):
    """The table of the window, and the menu of what was opened lately."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.recent = QMenu(self.tr("Open &recent"), window)
        self.recent.setToolTipsVisible(True)
        self.show_recent(window.session.recent)
        # Also from the dialogs, which are windows of their own.
        self["manual"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)

    def resolve(self) -> None:
        """Nothing keeps these from being used."""

    # fmt: off
    def sections(self) -> tuple[Section[None], ...]:
        tr, window = self.tr, self.panel
        quit_keys = QKeySequence(QKeySequence.StandardKey.Quit).toString()
        return (
            Section("file", (
                Command("open", tr("&Open…"), "", window.choose_files, "Ctrl+O", "mdi6.folder-open-outline"),
                Command("open_folder", tr("Open &folder…"), "", window.choose_folder, "Ctrl+Shift+O"),
                Command("open_sample", tr("Open the &sample"), "", window.open_sample),
            )),
            Section("file", (Command("quit", tr("&Quit"), "", window.close, quit_keys),), foot=True),
            Section("edit", (
                Command("settings", tr("Se&ttings…"), "", self.show_settings, "Ctrl+,", "mdi6.cog-outline"),
            ), foot=True),
            Section("view", (
                Command("full_screen", tr("Full &screen"), "", keys="F11", switch=self._full_screen),
            ), foot=True),
            Section("tools", (
                Command("log", tr("&Log"), "", self.show_log, "", "mdi6.text-box-outline"),
                Command("log_folder", tr("Open log &folder"), "", window.open_log_folder),
            ), foot=True),
            Section("help", (
                Command("manual", tr("&Manual"), tr("The page of the manual for where you are"),
                    self.show_manual, "F1", "mdi6.book-open-page-variant-outline"),
                Command("palette", tr("&Commands…"), tr("Find any command by its words, and run it"),
                    self.show_palette, "Ctrl+K", "mdi6.console-line"),
                Command("shortcuts", tr("&Shortcuts"), "", self.show_shortcuts, "?", "mdi6.keyboard-outline"),
                Command("about", tr("&About AutoLabelme"), "", self.show_about),
            ), foot=True),
        )
    # fmt: on

    def head(self) -> MenuEntries:
        """By menu what stands above the actions of the workspace in front."""
        entries = self.menus()
        entries["file"].insert(-1, self.recent.menuAction())
        return entries

    def foot(self) -> MenuEntries:
        """By menu what stands below them."""
        entries = self.menus(foot=True)
        entries["view"] = [*self.panel.rail.actions_by_key.values(), None, *entries["view"]]
        return entries

    def rail_foot(self) -> list[QAction]:
        return [self["shortcuts"], self["settings"]]

    def show_recent(self, recent: list[str]) -> None:
        """Fill *Open recent*; files that are gone are left out."""
        self.recent.clear()
        for text in recent:
            path = Path(text)
            action = QAction(path.name or text, self.recent)
            action.setToolTip(text)
            action.triggered.connect(lambda _checked=False, path=path: self.panel.open_paths([path]))
            self.recent.addAction(action)
        entry = self.recent.menuAction()
        assert entry is not None
        entry.setEnabled(bool(recent))
        entry.setToolTip("" if recent else self.tr("Nothing was opened yet"))

    def show_settings(self) -> None:
        from .settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.panel.context.preferences, self.panel)
        dialog.changed.connect(self.panel.apply_preferences)
        dialog.show()

    def show_log(self) -> None:
        from .log_viewer import LogViewer

        LogViewer(self.panel.log, self.panel).show()

    def show_about(self) -> None:
        from .about import AboutDialog

        AboutDialog(self.panel).show()

    def show_manual(self) -> None:
        """The manual's page for the dialog or the workspace in front."""
        from .manual_view import language_code, open_manual

        language = language_code(self.panel.context.preferences.language)
        try:
            open_manual(Place.read(self.panel.manual_place()), language, self.panel)
        except InputError as error:
            self.panel.notices.show_notice("error", error_text(error))

    def show_shortcuts(self) -> None:
        from .shortcut_sheet import ShortcutSheet

        panel = self.panel.panel(self.panel.current_key)
        sheet = ShortcutSheet(self.panel.menus.menus, panel.shortcut_rows(), self.panel)
        sheet.changeWanted.connect(self.show_key_editor)
        sheet.show()

    def show_key_editor(self) -> None:
        """Other keys for the commands of the window and of the workspace in front."""
        from .key_editor import KeyEditor

        window = self.panel
        spec = next(spec for spec in window.specs if spec.key == window.current_key)
        tables: list[tuple[str, CommandTable[Any, Any]]] = [(self.tr("Window"), self)]
        table = window.panel(spec.key).commands()
        if table is not None:
            tables.append((QCoreApplication.translate("Rail", spec.title), table))
        # While it is open the window has all of its keys, those too that the workspace answers otherwise.
        editor = KeyEditor(tables, window.context, window)
        editor.finished.connect(lambda _result: window.menus.take_keys())
        editor.show()

    def show_palette(self) -> None:
        """All commands that there are here, to be found by their words."""
        from .palette import CommandPalette, entries_of

        panel = self.panel.panel(self.panel.current_key)
        table = panel.commands()
        others = [] if table is None else [table[name] for name in table.names()]
        CommandPalette(entries_of(self.panel.menus.menus.values(), others), self.panel).show()

    def _full_screen(self, _on: bool) -> None:
        # Asked of the window: the desktop can change it, too.
        window = self.panel
        window.showNormal() if window.isFullScreen() else window.showFullScreen()
