"""Tab goes through all that can be used, in the order in which it is read, and one sees where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QMessageBox,
    QScrollBar,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.qtkit.image_view import ImageView
from autolabelme.shell.registry import find_specs
from autolabelme.shell.tab_order import stops
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel

from .looks import name_of
from .test_access import CONTROLS, INSIDE
from .test_pictures import end_jobs, inspected

WAIT_MS = 60_000  # a cap on a busy machine; nothing is measured with it
KEYS = tuple(spec.key for spec in find_specs())
MOST = 150  # stops of a workspace, more than any has


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    answer = QMessageBox.StandardButton.Discard
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: answer)
    window = MainWindow(tmp_path / "data")
    window.resize(1366, 768)
    with qtbot.waitActive(window, timeout=WAIT_MS):  # keys go to the active window only
        window.show()
        window.activateWindow()
    window.start([])
    yield window
    window.runner.wait_all()
    window.close()
    window.deleteLater()


def tab(window: MainWindow, *, back: bool = False) -> QWidget:
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    QTest.keyClick(window.focusWidget() or window, key)
    QApplication.processEvents()
    found = window.focusWidget()
    assert found is not None
    return found


def round_of(window: MainWindow) -> list[QWidget]:
    """Every widget that Tab comes to, until it is where it began."""
    first = tab(window)
    found = [first]
    while (following := tab(window)) is not first:
        assert following not in found and len(found) < MOST, f"Tab turns in a circle at {name_of(following)}"
        found.append(following)
    return found


def usable(window: MainWindow) -> list[QWidget]:
    """What can be used with a mouse now, but for the parts of a control and the others of a group."""
    found = []
    for one in window.findChildren(QWidget):
        if not (one.isVisible() and one.isEnabled()) or not isinstance(one, (*CONTROLS, ImageView)):
            continue
        if isinstance(one, QScrollBar | QHeaderView) or one.objectName() in INSIDE:
            continue
        above = one.parentWidget()
        part = isinstance(above, QComboBox | QAbstractItemView | QAbstractSpinBox)
        if part or (above is not None and isinstance(above.parent(), QComboBox)):
            continue
        if isinstance(one, QAbstractButton):
            group = one.group()
            many = one.autoExclusive() or (group is not None and group.exclusive())
            if many and not one.isChecked():
                continue
        if one.objectName() != "finding-figures":  # it is only looked at
            found.append(one)
    return found


def prepare(window: MainWindow, key: str, folder: Path) -> None:
    window.show_panel(key)
    panel = window.panel(key)
    if key == "annotate":
        window.open_sample()
        assert isinstance(panel, AnnotatePanel)
    elif key == "inspect":
        inspected(window, folder)
    elif key in ("align", "train"):
        panel.open_sample()  # type: ignore[attr-defined]
    end_jobs(window)
    window.job_bar.clear()
    for notice in window.notices.notices():
        notice.take_away()


@pytest.mark.parametrize("used", [False, True], ids=["as found", "at work"])
@pytest.mark.parametrize("key", KEYS)
def test_tab_reaches_all_that_can_be_used(window: MainWindow, tmp_path: Path, key: str, used: bool) -> None:
    if used:
        prepare(window, key, tmp_path)
    else:
        window.show_panel(key)
        end_jobs(window)
    wanted = usable(window)
    reached = round_of(window)
    # A list that is come to may choose something: what is of use only since then, or went, is not counted.
    assert [name_of(one) for one in wanted if one not in reached and one.isVisible()] == []
    rail, panel = window.rail.button(key), window.panel(key)
    assert rail in reached and any(panel.isAncestorOf(one) for one in reached)
    if key == "annotate" and used:
        bars = [one for one in reached if isinstance(one.parentWidget(), QToolBar)]
        assert len(bars) > 5 and panel.canvas in reached  # type: ignore[attr-defined]
    # Backwards it is the same way.
    reached = round_of(window)
    here = reached.index(window.focusWidget() or window)
    assert [tab(window, back=True) for _ in reached] == [reached[here - 1 - n] for n in range(len(reached))]


def test_it_goes_from_the_rail_over_the_picture_to_the_column(window: MainWindow, tmp_path: Path) -> None:
    prepare(window, "inspect", tmp_path)
    panel = window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    order = list(stops(window))
    places = [
        order.index(one)
        for one in (
            window.rail.button("inspect"),
            panel.stage.compare.canvas,
            panel.side.buttons["inspect"],
            panel.side.rate,
            panel.side.cards,
            panel.side.note,
            panel.side.buttons["accept"],
            panel.side.buttons["reject"],
            panel.side.buttons["report"],
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("key", KEYS)
def test_one_sees_where_the_keyboard_is(window: MainWindow, tmp_path: Path, key: str, theme: str) -> None:
    window.apply_preferences(window.context.preferences.replace(theme=theme))
    prepare(window, key, tmp_path)

    def seen(one: QWidget) -> QImage:
        return one.grab().toImage()

    unseen = []
    for _ in range(len(list(stops(window)))):
        one = tab(window)
        with_focus = seen(one)
        window.bell.setFocus()
        other = window.bell if one is not window.bell else window.rail.button(key)
        other.setFocus()
        without = seen(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        if with_focus == without and not isinstance(one, QAbstractSpinBox):  # its cursor blinks
            unseen.append(name_of(one))
    assert unseen == []


def test_arrows_on_the_rail_go_from_workspace_to_workspace(window: MainWindow) -> None:
    window.show_panel(KEYS[0])
    while tab(window) is not window.rail.button(KEYS[0]):
        pass
    for key in KEYS[1:3]:
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Down)
        assert window.current_key == key and window.focusWidget() is window.rail.button(key)


def test_what_stands_beside_a_finding_is_chosen_by_keys(window: MainWindow, tmp_path: Path) -> None:
    prepare(window, "inspect", tmp_path)
    panel = window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    panel.presenter.select(1)
    end_jobs(window)
    panel.choose_view("why")
    why = panel.stage.why
    while tab(window) is not why.choices[1]:
        pass
    QTest.keyClick(why.choices[1], Qt.Key.Key_Space)
    assert panel.presenter.beside == 1 and why.right.caption == why.choices[1].caption
