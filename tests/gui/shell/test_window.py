"""The shell: rail, menus, hand-over, messages, dialogs, session; with small workspaces of its own."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QAction, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QPushButton, QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.image_io import write_image
from autolabelme.core.signature import sign, signature
from autolabelme.qtkit.preferences import Preferences, load_preferences, save_preferences
from autolabelme.qtkit.workspace import PanelSpec
from autolabelme.shell.about import AboutDialog
from autolabelme.shell.log import Logging, LogMemory
from autolabelme.shell.log_viewer import LogViewer
from autolabelme.shell.registry import find_specs
from autolabelme.shell.session_store import Session, load_session, save_session
from autolabelme.shell.settings_dialog import SettingsDialog
from autolabelme.shell.shortcut_sheet import ShortcutSheet
from autolabelme.shell.window import MainWindow

from .conftest import Recorder

W = TypeVar("W", bound=QWidget)


def recorder(window: MainWindow, key: str) -> Recorder:
    panel = window.panel(key)
    assert isinstance(panel, Recorder)
    return panel


def dialog(kind: type[W]) -> W:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def menu_texts(window: MainWindow, key: str) -> list[str]:
    return [a.text() for a in window.menus.menus[key].actions() if not a.isSeparator()]


def test_the_rail_goes_from_workspace_to_workspace(window: MainWindow) -> None:
    assert window.current_key == "annotate"
    QTest.mouseClick(window.rail.button("align"), Qt.MouseButton.LeftButton)
    assert window.current_key == "align"
    assert window.stack.currentWidget() is window.panel("align")
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == "annotate"


def test_menus_hold_the_actions_of_the_workspace_in_front_only(window: MainWindow) -> None:
    assert "Do first" in menu_texts(window, "edit")
    window.show_panel("align")
    assert "Do second" in menu_texts(window, "edit")
    assert "Do first" not in menu_texts(window, "edit")


def test_an_object_is_handed_to_the_workspace_that_takes_it(window: MainWindow) -> None:
    assert window.context.can_send("ornament.source")
    assert not window.context.can_send("alignment")
    window.context.send("ornament.source", 42)
    assert window.current_key == "align"
    assert recorder(window, "align").received == [("ornament.source", 42)]
    window.context.send("alignment", 1)
    assert window.notices.texts() == ["No installed workspace takes this."]


def test_the_breadcrumb_stays_when_the_workspace_changes(window: MainWindow) -> None:
    window.context.set_current("page", "p1.png", object())
    assert window.breadcrumb.text("page") == "p1.png"
    window.show_panel("align")
    assert window.breadcrumb.text("page") == "p1.png"
    window.context.set_current("page", "")
    assert window.breadcrumb.text("page") == "no page"
    with pytest.raises(KeyError):
        window.context.set_current("weather", "rain")


def test_files_go_to_the_workspace_that_opens_them(window: MainWindow) -> None:
    window.open_paths([Path("a.png")])
    assert recorder(window, "annotate").opened == [[Path("a.png")]]
    window.open_paths([Path("a.pair")])
    assert window.current_key == "align"
    window.open_paths([Path("a.xyz")])
    assert window.notices.texts() == ["No workspace opens this: a.xyz"]


def test_files_are_dropped(window: MainWindow, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png")), QUrl("http://example.org/b.png")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert recorder(window, "annotate").opened == [[tmp_path / "a.png"]]


def test_recent_files_are_remembered_newest_first(
    open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = open_window()
    for name in ("a.png", "b.png", "a.png"):
        window.context.recentAdded.emit(tmp_path / name)
    assert [action.text() for action in window.actions_.recent.actions()] == ["a.png", "b.png"]
    window.close()
    again = open_window()
    again.actions_.recent.actions()[1].trigger()
    assert recorder(again, "annotate").opened == [[tmp_path / "b.png"]]


def test_the_window_comes_back_as_it_was(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.resize(700, 500)
    window.show_panel("align")
    window.close()
    assert recorder(window, "align").closed
    again = open_window()
    assert again.current_key == "align"
    assert (again.width(), again.height()) == (700, 500)
    assert recorder(again, "align").state == {"name": "second"}


def test_damaged_state_does_not_keep_the_window_from_opening(
    open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "session.json").write_text('{"geometry": "%%", "panels": [1], "recent": {}, "panel": 3}', "utf-8")
    (data / "preferences.json").write_text("{", "utf-8")
    window = open_window()
    assert window.current_key == "annotate"
    assert window.context.preferences == Preferences()


def test_session_and_preferences_survive_the_disk(tmp_path: Path) -> None:
    session = Session(b"\x00\x01", "align", {"align": {"a": 1}}, ["/x/y.png"])
    save_session(session, tmp_path)
    assert load_session(tmp_path) == session
    preferences = Preferences(theme="dark", threshold=0.6, dpi=600.0)
    save_preferences(preferences, tmp_path)
    assert load_preferences(tmp_path) == preferences


@pytest.mark.parametrize(
    "text", ['{"threshold": 7}', '{"threshold": "x"}', "[]", '{"theme": "pink", "dpi": 200}']
)
def test_bad_preferences_fall_back_one_by_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "preferences.json").write_text(text, "utf-8")
    loaded = load_preferences(tmp_path)
    assert loaded.threshold == 0.45
    assert loaded.theme == "system"
    assert loaded.dpi == (200 if "200" in text else 300)


def test_settings_are_used_at_once_and_kept(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_["settings"].trigger()
    settings = dialog(SettingsDialog)
    settings.form.changed.emit(Preferences(threshold=0.6))
    assert window.context.preferences.threshold == 0.6
    assert load_preferences(tmp_path / "data").threshold == 0.6
    settings.close()


def test_reports_are_signed_with_the_name_of_the_settings(window: MainWindow) -> None:
    try:
        window.apply_preferences(window.context.preferences.replace(who="Anna B."))
        assert signature() == "Anna B."
        window.apply_preferences(window.context.preferences.replace(who=""))
        assert signature() == ""
    finally:
        sign("")


def test_the_shortcut_sheet_shows_the_keys(window: MainWindow) -> None:
    recorder(window, "annotate").action.setShortcut("Ctrl+Alt+D")
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = dialog(ShortcutSheet)
    texts = {label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")}
    assert {"Ctrl+Alt+D", "Do first", "Ctrl+O"} <= texts
    sheet.close()


def test_about_names_versions_and_licences(window: MainWindow) -> None:
    window.actions_["about"].trigger()
    about = dialog(AboutDialog)
    table = about.findChild(QWidget, "components")
    assert table is not None
    rows = {table.item(row, 0).text(): table.item(row, 2).text() for row in range(table.rowCount())}
    assert rows["labelme"].startswith("GPL-3.0")
    assert rows["Junicode"] == "OFL-1.1"
    about.close()


def test_notices_are_shown_once_and_dismissed(window: MainWindow) -> None:
    window.context.notice("disk is full", "error")
    window.context.notice("disk is full", "error")
    assert window.notices.texts() == ["disk is full"]
    window.notices.notices()[0].dismiss()
    assert window.notices.texts() == []
    for number in range(6):
        window.context.notice(f"problem {number}", "error")
    assert len(window.notices.texts()) == 3


def test_an_offer_waits_for_its_answer(window: MainWindow) -> None:
    done: list[str] = []
    window.context.offer("Reload?", {"Reload": lambda: done.append("yes"), "Keep": lambda: None})
    notice = window.notices.notices()[0]
    next(button for button in notice.buttons() if button.text() == "Reload").click()
    assert done == ["yes"]
    assert window.notices.texts() == []


def test_an_unexpected_error_goes_to_the_log_and_is_said_in_one_line(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    with Logging(tmp_path / "logs-of", window.log):
        try:
            raise RuntimeError("boom")
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        logging.getLogger("somewhere").warning("a detail")
    texts = window.notices.texts()
    assert len(texts) == 1
    assert "RuntimeError: boom" in texts[0]
    assert "Traceback" not in texts[0]
    assert any("Traceback" in line for line in window.log.lines)
    logged = (tmp_path / "logs-of" / "logs" / "autolabelme.log").read_text("utf-8")
    assert "a detail" in logged
    next(button for button in window.notices.notices()[0].buttons()).click()
    viewer = dialog(LogViewer)
    assert "boom" in viewer.text()
    viewer.close()


def test_logging_is_put_back(tmp_path: Path, qapp: QApplication) -> None:
    before, handlers = sys.excepthook, list(logging.getLogger().handlers)
    with Logging(tmp_path, LogMemory()):
        assert sys.excepthook is not before
    assert sys.excepthook == before
    assert logging.getLogger().handlers == handlers


def test_status_fields(window: MainWindow) -> None:
    window.context.statusChanged.emit("cursor", "10, 20")
    window.context.statusChanged.emit("mm", "1.0 × 2.0 mm")
    assert window.status.text("cursor") == "10, 20"
    assert window.status.text("mm") == "1.0 × 2.0 mm"


def test_every_shell_action_has_a_tooltip_and_recent_says_why_it_is_empty(window: MainWindow) -> None:
    assert not window.actions_.recent.menuAction().isEnabled()
    assert "Nothing was opened" in window.actions_.recent.menuAction().toolTip()
    own = [action for action in window.findChildren(QAction) if action.text() and action.parent() is window]
    assert own
    assert all(action.toolTip() for action in own)


def test_the_registry_finds_our_workspaces_in_order() -> None:
    specs = find_specs(("autolabelme.panel",))
    assert [spec.key for spec in specs] == ["catalogue", "annotate"]
    assert all(spec.accepts for spec in specs)
    assert find_specs(("autolabelme.core",)) == ()
    assert find_specs(("no.such.package",)) == ()


def test_two_workspaces_of_one_key_are_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    import autolabelme.panel as module

    spec = PanelSpec("pages", "Pages", "mdi6.image", lambda _context: Recorder(_context), 1)
    monkeypatch.setattr(module, "panel_specs", lambda: (spec, spec))
    with pytest.raises(ValueError, match="same key"):
        find_specs(("autolabelme.panel",))


def test_a_crumb_that_means_nothing_here_is_left_empty_and_comes_back(window: MainWindow) -> None:
    window.context.set_current("model", "my model", Path("model"))
    crumb = window.breadcrumb.findChild(QToolButton, "crumb-model")
    assert crumb is not None and crumb.text() == "my model" and crumb.isEnabled()
    window.breadcrumb.leave_empty(frozenset({"model"}))
    assert crumb.text() == "no model" and not crumb.isEnabled() and crumb.isHidden()
    assert crumb.toolTip() == "Model: not used here"
    window.context.set_current("model", "another", Path("another"))
    assert crumb.text() == "no model"
    window.show_panel("align")
    assert crumb.text() == "another" and crumb.isEnabled() and crumb.isVisible()


def test_what_was_opened_lately_is_one_click_away(qtbot: QtBot, tmp_path: Path) -> None:
    page = write_image(tmp_path / "scan.png", np.full((80, 60), 230, np.uint8))
    window = MainWindow(tmp_path / "data")
    qtbot.addWidget(window)
    window.context.recentAdded.emit(page)
    window.show_panel("annotate")
    links = [one for one in window.panel("annotate").findChildren(QPushButton) if one.text() == "scan.png"]
    assert len(links) == 1
    links[0].click()
    qtbot.waitUntil(lambda: window.context.current_text("page") == "scan.png", timeout=30_000)
    window.runner.wait_all()
    window.close()


def test_tools_have_their_names_under_them_where_the_user_wants_it(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(tmp_path / "data")
    qtbot.addWidget(window)
    bars = [bar for key in ("annotate", "align") for bar in window.panel(key).findChildren(QToolBar)]
    assert {bar.toolButtonStyle() for bar in bars} == {Qt.ToolButtonStyle.ToolButtonIconOnly}
    window.apply_preferences(window.context.preferences.replace(tool_names=True))
    assert {bar.toolButtonStyle() for bar in bars} == {Qt.ToolButtonStyle.ToolButtonTextUnderIcon}
    window.runner.wait_all()
    window.close()
