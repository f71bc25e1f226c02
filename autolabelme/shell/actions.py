"""The shell's own actions: open, recent files, settings, log, shortcuts, about, quit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu

from autolabelme.qtkit.icons import icon

from .menus import ShellActions

if TYPE_CHECKING:
    from .window import MainWindow


class WindowActions(QObject):
    """Made once; every action says in its tooltip why it is disabled when it is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.open = self._make(self.tr("&Open…"), window.choose_files, "Ctrl+O", "mdi6.folder-open-outline")
        self.open_folder = self._make(self.tr("Open &folder…"), window.choose_folder, "Ctrl+Shift+O")
        self.open_sample = self._make(self.tr("Open the &sample"), window.open_sample)
        self.quit = self._make(self.tr("&Quit"), window.close, QKeySequence.StandardKey.Quit)
        self.settings = self._make(self.tr("Se&ttings…"), self.show_settings, "Ctrl+,", "mdi6.cog-outline")
        self.log = self._make(self.tr("&Log"), self.show_log, "", "mdi6.text-box-outline")
        self.log_folder = self._make(self.tr("Open log &folder"), window.open_log_folder)
        self.shortcuts = self._make(self.tr("&Shortcuts"), self.show_shortcuts, "?", "mdi6.keyboard-outline")
        self.about = self._make(self.tr("&About AutoLabelme"), self.show_about)
        self.full_screen = self._make(self.tr("Full &screen"), self._toggle_full_screen, "F11")
        self.full_screen.setCheckable(True)
        self.recent = QMenu(self.tr("Open &recent"), window)
        self.show_recent(window.session.recent)

    def by_menu(self) -> ShellActions:
        """The actions in the order in which they stand in the menus."""
        panels = list(self._window.rail.actions_by_key.values())
        return ShellActions(
            before={"file": [self.open, self.open_folder, self.recent.menuAction(), self.open_sample]},
            after={
                "file": [self.quit],
                "edit": [self.settings],
                "view": [*panels, None, self.full_screen],
                "tools": [self.log, self.log_folder],
                "help": [self.shortcuts, self.about],
            },
        )

    def rail_foot(self) -> list[QAction]:
        return [self.shortcuts, self.settings]

    def show_recent(self, recent: list[str]) -> None:
        """Fill *Open recent*; files that are gone are left out."""
        self.recent.clear()
        for text in recent:
            path = Path(text)
            action = QAction(path.name or text, self.recent)
            action.setToolTip(text)
            action.triggered.connect(lambda _checked=False, path=path: self._window.open_paths([path]))
            self.recent.addAction(action)
        self.recent.setToolTipsVisible(True)
        entry = self.recent.menuAction()
        assert entry is not None
        entry.setEnabled(bool(recent))
        entry.setToolTip("" if recent else self.tr("Nothing was opened yet"))

    def show_settings(self) -> None:
        from .settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.context.preferences, self._window)
        dialog.changed.connect(self._window.apply_preferences)
        dialog.show()

    def show_log(self) -> None:
        from .log_viewer import LogViewer

        LogViewer(self._window.log, self._window).show()

    def show_about(self) -> None:
        from .about import AboutDialog

        AboutDialog(self._window).show()

    def show_shortcuts(self) -> None:
        from .shortcut_sheet import ShortcutSheet

        panel = self._window.panel(self._window.current_key)
        ShortcutSheet(self._window.menus.menus, panel.shortcut_rows(), self._window).show()

    def _toggle_full_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def _make(
        self,
        text: str,
        do: object,
        keys: str | QKeySequence.StandardKey = "",
        icon_name: str = "",
    ) -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if icon_name:
            action.setIcon(icon(icon_name))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "").rstrip("…")
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
        action.triggered.connect(lambda _checked=False: do())  # type: ignore[operator]
        return action
