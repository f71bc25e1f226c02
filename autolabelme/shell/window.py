"""The one window: rail, breadcrumb, workspaces, messages, job bar, status bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject, QProcess, QRect, Qt, QTimer, QUrl
from PyQt6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PyQt6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.extras import lacks
from autolabelme.core.languages import spoken
from autolabelme.core.signature import sign
from autolabelme.qtkit import key_bindings
from autolabelme.qtkit.history import History
from autolabelme.qtkit.job_bar import JobBar
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.preferences import Preferences, read_preferences, save_preferences
from autolabelme.qtkit.theme import apply_theme
from autolabelme.qtkit.workspace import Panel, PanelSpec, WorkspaceContext

from .bell import Bell
from .breadcrumb import Breadcrumb
from .commands import WindowCommands
from .foot import Foot
from .lacking import LackingPanel
from .log import LogMemory
from .menus import Menus
from .notices import NoticeArea
from .rail import Rail
from .registry import find_specs
from .retranslation import Retranslation
from .session_store import Session, SessionPlace, load_session, save_session
from .status import StatusFields
from .tab_order import step
from .translation import install_translation
from .typing_guard import TypingGuard

_log = logging.getLogger(__name__)
START_PANEL = "annotate"
REMEMBER_AFTER_MS = 3000
FIRST_SIZE = (1280, 800)
FRAME_PX = (16, 48)
# Where a click on a crumb leads.
CRUMB_PANELS = {"page": "annotate", "ornament": "align", "reference": "align", "model": "train"}


class MainWindow(QMainWindow):
    """Owns the context, the job runner and the workspaces; workspaces are made when first shown."""

    def __init__(
        self,
        data_dir: Path,
        specs: tuple[PanelSpec, ...] | None = None,
        log: LogMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("main-window")
        self.setWindowTitle("AutoLabelme")
        self.setAcceptDrops(True)
        self.data_dir = data_dir
        self.specs = find_specs() if specs is None else specs
        self.log = log or LogMemory(self)
        self._language = spoken()
        self.runner = JobRunner(self)
        preferences, self._bad_preferences = read_preferences(data_dir)
        sign(preferences.who)
        if problem := key_bindings.load(data_dir):
            self._bad_preferences += (problem,)
        self.context = WorkspaceContext(self.runner, data_dir, preferences, self)
        self.context.set_accepted_kinds(frozenset().union(*(spec.accepts for spec in self.specs)))
        self._place = SessionPlace(data_dir)
        self._session = load_session(data_dir, self._place.name)
        if not self._place.is_first and not self._session.recent:
            self._session.recent = load_session(data_dir).recent
        self.context.set_recent([Path(text) for text in self._session.recent])
        self._panels: dict[str, Panel] = {}
        self._current = ""
        self._typing = TypingGuard()
        self._ending = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REMEMBER_AFTER_MS)
        self._soon.timeout.connect(self._remember)
        self._build()
        self._connect()
        self._restore_geometry()

    # -- building -----------------------------------------------------------------------------------
    def _build(self) -> None:
        self.rail = Rail(self.specs, self)
        self.breadcrumb = Breadcrumb(self.context, self)
        body = QWidget(self)
        self.stack = QStackedWidget(self)
        history = History(self)
        self.notices = NoticeArea(body, history=history)
        self.job_bar = JobBar(self.runner, body, history=history)
        self.foot = Foot(self.notices, self.job_bar, body)
        self.bell = Bell(self.job_bar, body)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.setContentsMargins(0, 0, 6, 0)
        top.addWidget(self.breadcrumb, 1)
        top.addWidget(self.bell)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(top)
        right.addWidget(self.stack, 1)
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)
        self.status = StatusFields(self.context, self)
        self.setStatusBar(self.status)
        self.actions_ = WindowCommands(self)
        bar = self.menuBar()
        assert bar is not None
        self.menus = Menus(bar, self.actions_.head(), self.actions_.foot())
        for action in self.actions_.rail_foot():
            self.rail.add_foot(action)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_panel)
        self.breadcrumb.chosen.connect(lambda key: self.show_panel(CRUMB_PANELS[key]))
        self.context.currentChanged.connect(lambda _key: self._show_title())
        self.context.sendRequested.connect(self._hand_over)
        self.context.noticed.connect(self._on_notice)
        self.context.offered.connect(self._on_offer)
        self.context.recentAdded.connect(self._add_recent)
        self.job_bar.details_wanted.connect(self.actions_.show_log)
        self.log.failed.connect(self._on_unexpected_error)

    def _restore_geometry(self) -> None:
        screen = self.screen()
        room = screen.availableGeometry() if screen is not None else QRect(0, 0, *FIRST_SIZE)
        if not self._session.geometry or not self.restoreGeometry(self._session.geometry):
            # Title bar and borders come on top; a screen that is not known well gets less than it has.
            width = min(FIRST_SIZE[0], room.width() - FRAME_PX[0])
            self.resize(width, min(FIRST_SIZE[1], room.height() - FRAME_PX[1]))
        elif screen is not None:
            # The last screen may have been a larger one.
            self.resize(self.size().boundedTo(room.size()))

    # -- workspaces ---------------------------------------------------------------------------------
    @property
    def session(self) -> Session:
        return self._session

    @property
    def current_key(self) -> str:
        """Key of the workspace in front, empty before the first is shown."""
        return self._current

    def panel(self, key: str) -> Panel:
        """The workspace `key`, made now if it was never shown; KeyError when it is not installed."""
        if key not in self._panels:
            spec = next((spec for spec in self.specs if spec.key == key), None)
            if spec is None:
                raise KeyError(key)
            lacking = bool(spec.extra) and lacks(spec.extra)
            panel = LackingPanel(self.context, spec) if lacking else spec.factory(self.context)
            self.stack.addWidget(panel)
            self._panels[key] = panel
            panel.modeChanged.connect(partial(self._mode_changed, key))
            if key in self._session.panels:
                self._restore_panel(panel, key)
        return self._panels[key]

    def _restore_panel(self, panel: Panel, key: str) -> None:
        try:
            panel.restore_state(self._session.panels[key])
        except (
            AutolabelmeError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ) as error:
            # The state of another version, or a damaged one, must not keep the window from opening.
            _log.warning("the last state of %s cannot be restored: %s", key, error)

    def show_panel(self, key: str) -> None:
        """Bring the workspace `key` to the front."""
        if key not in {spec.key for spec in self.specs}:
            self.notices.show_notice("info", self.tr("This workspace is not installed."))
            return
        panel = self.panel(key)
        if key != self._current:
            self.status.clear_fields()
        self._current = key
        self.runner.workspace = key
        self.stack.setCurrentWidget(panel)
        self.foot.stand_over(panel.message_area(), key)
        self.rail.show_current(key)
        self.menus.show_panel(panel.menu_actions())
        self.breadcrumb.leave_empty(panel.unused_crumbs())
        if not self.rail.isAncestorOf(self.focusWidget()):  # arrows go from workspace to workspace there
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        panel.entered()

    def manual_place(self) -> str:
        """Where F1 opens the manual: at what the dialog in front says ("help"), or the workspace."""
        front = QApplication.activeWindow()
        said = front.property("help") if front is not None else None
        return str(said or self.panel(self._current).manual_place() or self._current)

    def _mode_changed(self, key: str) -> None:
        if key == self._current:
            panel = self.panel(key)
            self.foot.stand_over(panel.message_area(), key)
            self.menus.show_panel(panel.menu_actions())
            self.breadcrumb.leave_empty(panel.unused_crumbs())

    def start(self, files: list[str]) -> None:
        """Show the first workspace and open `files`, or return to where the last session was."""
        keys = [spec.key for spec in self.specs]
        wanted = self._session.panel if self._session.panel in keys else START_PANEL
        if wanted not in keys:
            wanted = keys[0]
        if files and START_PANEL in keys:
            wanted = START_PANEL
        self.show_panel(wanted)
        for problem in self._bad_preferences:
            self.notices.show_notice("warning", self.tr("A setting is not used. %s") % problem)
        self._say_session()
        if files:
            self.open_paths([Path(name) for name in files])

    def _say_session(self) -> None:
        """With several windows: whose pages are shown here, and where the others' are."""
        if not self._place.is_first:
            text = self.tr("Another window is open. This one remembers its own pages.")
            self.notices.show_notice("info", text)
            return
        others = self._place.others()
        if not others:
            return
        pages = [page for session in others.values() for page in session.pages]
        shown = ", ".join(pages[:3]) + ("…" if len(pages) > 3 else "")
        text = self.tr("Another window was closed with pages of its own: %s") % shown
        notice = self.notices.show_notice("info", text)
        notice.add_button(self.tr("Open that window, too"), lambda: start_window(len(others)))
        notice.add_button(self.tr("Forget it"), partial(self._decline, others))

    def _decline(self, others: dict[str, Session]) -> None:
        for name, session in others.items():
            session.declined = True
            save_session(session, self.data_dir, name)

    def _show_title(self) -> None:
        page = self.context.current_text("page")
        self.setWindowTitle(f"{page} – AutoLabelme" if page else "AutoLabelme")

    def _hand_over(self, kind: str, payload: object) -> None:
        spec = next((spec for spec in self.specs if kind in spec.accepts), None)
        if spec is None:
            self.notices.show_notice("warning", self.tr("No installed workspace takes this."))
            return
        self.show_panel(spec.key)
        self.panel(spec.key).receive(kind, payload)

    # -- files --------------------------------------------------------------------------------------
    def open_paths(self, paths: list[Path]) -> None:
        """Open files in the workspace in front, or in the first that takes them."""
        order = [self._current, START_PANEL, *(spec.key for spec in self.specs)]
        for key in dict.fromkeys(key for key in order if key):
            if key in {spec.key for spec in self.specs} and self.panel(key).open_paths(paths):
                if key != self._current:
                    self.show_panel(key)
                return
        names = ", ".join(path.name for path in paths[:3])
        self.notices.show_notice("warning", self.tr("No workspace opens this: %s") % names)

    def choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Open pages or annotations"),
            self._last_folder(),
            self.tr("Pages and annotations (%s);;All files (*)") % _file_patterns(),
        )
        if names:
            self.open_paths([Path(name) for name in names])

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of pages"), self._last_folder())
        if name:
            self.open_paths([Path(name)])

    def open_sample(self) -> None:
        """Open the bundled sample in the workspace in front."""
        self.panel(self._current).open_sample()

    def _last_folder(self) -> str:
        return str(Path(self._session.recent[0]).parent) if self._session.recent else str(Path.home())

    def _add_recent(self, path: object) -> None:
        assert isinstance(path, Path)
        self._session.add_recent(path)
        self._soon.start()  # a kill must not forget what was open
        self.actions_.show_recent(self._session.recent)
        self.context.set_recent([Path(text) for text in self._session.recent])

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is not None and data is not None and any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is None or data is None:
            return
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)

    def focusNextPrevChild(self, next: bool) -> bool:
        return step(self, next)

    def event(self, event: QEvent | None) -> bool:
        # It comes here before a shortcut runs, unless an editor has taken the key.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._typing.takes(event)
        ):
            event.accept()
            text = self.tr("No text field is open, so what you typed did nothing.")
            self.notices.show_notice("info", text, self._current)
            return True
        return super().event(event)

    # -- preferences, messages ----------------------------------------------------------------------
    def apply_preferences(self, preferences: Preferences) -> None:
        """Use and keep `preferences`."""
        before = self.context.preferences
        self.context.set_preferences(preferences)
        sign(preferences.who)
        if before.theme != preferences.theme:
            apply_theme(preferences.theme)
        app = QApplication.instance()
        if before.language != preferences.language and app is not None:
            install_translation(app, preferences.language)
        try:
            save_preferences(preferences, self.data_dir)
        except AutolabelmeError as error:
            self.notices.show_notice("error", error_text(error))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        """Say everything again in the language that is installed now."""
        before, self._language = self._language, spoken()
        if before is self._language:
            return
        again = Retranslation(before, self._language)
        again.widgets([self])
        for one in self.findChildren(QObject):
            if callable(say := getattr(one, "retranslate", None)):
                say()
        for key in self.context.BREADCRUMB:
            # What is named by the program, the sample say.
            self.context.set_current(
                key, again.text(self.context.current_text(key)), self.context.current(key)
            )
        if self._current:
            self.menus.show_panel(self.panel(self._current).menu_actions())

    def open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.data_dir / "logs")))

    def _on_notice(self, level: str, text: str) -> None:
        self.notices.show_notice(level, text, self.context.speaker)
        _log.log(logging.INFO if level == "info" else logging.WARNING, "%s", text)

    def _on_offer(self, text: str, choices: dict[str, Callable[[], None]]) -> None:
        notice = self.notices.show_notice("warning", text)
        for title, do in choices.items():
            notice.add_button(title, do)

    def _on_unexpected_error(self, summary: str) -> None:
        text = self.tr("Something unexpected happened (%s). Your work is kept.") % summary
        notice = self.notices.show_notice("error", text)
        notice.add_button(self.tr("Show log"), self.actions_.show_log)

    # -- the end ------------------------------------------------------------------------------------
    def closeEvent(self, event: QCloseEvent | None) -> None:
        if event is None:
            return
        if self._ending:
            return
        if not (self._may_stop_jobs() and self._may_close()):
            event.ignore()
            return
        self._remember()
        self._ending = True
        self._soon.stop()
        # What runs may take seconds until it stops. The window goes first, and who starts the program again
        # meanwhile finds this session.
        self._place.release()
        self.hide()
        self.runner.wind_down()
        for panel in self._panels.values():
            panel.shutdown()
        super().closeEvent(event)

    def _may_stop_jobs(self) -> bool:
        """Ask before what runs is given up; what it has saved by then stays."""
        running = list(dict.fromkeys(job.title for job in self.runner.jobs if job.title))
        if not running:
            return True
        buttons = QMessageBox.StandardButton
        shown = ", ".join(running[:3]) + ("…" if len(running) > 3 else "")
        answer = QMessageBox.question(
            self,
            self.tr("Stop what is running?"),
            self.tr("Still running: %s. Quit and stop it?") % shown,
            buttons.Yes | buttons.Cancel,
            buttons.Cancel,
        )
        return answer == buttons.Yes

    def _may_close(self) -> bool:
        # Two workspaces may show the same page.
        names = list(dict.fromkeys(name for panel in self._panels.values() for name in panel.unsaved()))
        if not names:
            return True
        buttons = QMessageBox.StandardButton
        shown = ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
        answer = QMessageBox.question(
            self,
            self.tr("Save before closing?"),
            self.tr("Not saved yet: %s") % shown,
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return all(panel.save_all() for panel in self._panels.values() if panel.unsaved())
        return answer == buttons.Discard

    def _remember(self) -> None:
        if self._ending:
            return
        self._session.geometry = bytes(self.saveGeometry().data())
        self._session.panel = self._current
        for key, panel in self._panels.items():
            self._session.panels[key] = panel.save_state()
        self._session.declined = False
        save_session(self._session, self.data_dir, self._place.name)


def start_window(count: int = 1) -> None:
    """Start the program again; each window takes the first session that no other keeps."""
    from autolabelme.core.children import neutral_folder, python_command

    for _ in range(count):
        command = python_command("-m", "autolabelme")
        QProcess.startDetached(command[0], command[1:], neutral_folder())


def _file_patterns() -> str:
    from autolabelme.core.image_kinds import IMAGE_SUFFIXES

    return " ".join(sorted(f"*{suffix}" for suffix in {*IMAGE_SUFFIXES, ".json"}))
