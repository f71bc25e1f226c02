"""The window on small screens, and that nothing which comes and goes moves the picture or a button."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFrame, QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import Tick
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.qtkit import job_bar
from autolabelme.qtkit.floating import CARD_GAP_PX
from autolabelme.qtkit.workspace import VIGNETTES, VignettesHandover
from autolabelme.shell import foot
from autolabelme.shell.typing_guard import GAP_MS, PAUSE_MS, TypingGuard
from autolabelme.shell.window import MainWindow
from detector.panel.train.panel import TrainPanel
from ransac_gui.panel.panel import AlignPanel
from tests.gui.ransac_gui.test_ledger_view import made_ledger

WAIT_MS = 180_000  # a cap for jobs on a busy machine; nothing is measured with it
KEYS = ("catalogue", "annotate", "align", "train", "inspect")


def slow(*, tick: Tick) -> None:
    while True:
        tick(1, 10, "a stage with a name that is long enough to want more room than there is")
        time.sleep(0.01)


@pytest.fixture
def font_of(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    before = qapp.font()

    def scale(factor: float) -> None:
        font = qapp.font()
        font.setPointSizeF(before.pointSizeF() * factor)
        qapp.setFont(font)

    yield scale
    qapp.setFont(before)


@pytest.fixture
def open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: yes)

    def make() -> MainWindow:
        window = MainWindow(tmp_path / "data")
        made.append(window)
        window.show()
        window.start([])
        return window

    yield make
    for window in made:
        window.runner.wait_all()
        window.close()
        window.deleteLater()


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.runner.jobs, timeout=WAIT_MS)


def primary(panel: QWidget) -> QPushButton:
    found = [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.isDefault()]
    assert len(found) == 1
    return found[0]


def on_window(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


# 1366 x 768 with QT_SCALE_FACTOR=1.5 is 910 x 512 of Qt's own pixels; 1024 x 700 is 683 x 467.
@pytest.mark.parametrize(
    ("size", "font"),
    [((1366, 768), 1.0), ((1366, 768), 1.5), ((1024, 700), 1.5), ((910, 512), 1.0), ((683, 467), 1.0)],
    ids=["1366", "1366-large-font", "1024-large-font", "1366-scaled", "1024-scaled"],
)
def test_the_primary_action_is_on_the_screen(
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    font_of: Callable[[float], None],
    size: tuple[int, int],
    font: float,
) -> None:
    font_of(font)
    window = open_window()
    for sample in (False, True):
        for key in KEYS:
            window.show_panel(key)
            if sample and key != "inspect":  # that one would load a model
                window.open_sample()
            idle(qtbot, window)
            QApplication.processEvents()
            window.resize(*size)
            QApplication.processEvents()
            assert (window.width(), window.height()) == size, key
            panel = window.panel(key)
            place = on_window(primary(panel), window)
            assert window.rect().contains(place), key
            shown = primary(panel).visibleRegion().boundingRect()
            assert shown.size() == place.size(), f"{key}: no column scrolls it away"
            picture = panel.message_area()
            assert picture.width() >= 80 and picture.height() >= 60, key


@pytest.mark.parametrize(
    ("size", "font"),
    [((1366, 768), 1.5), ((1024, 700), 1.5), ((683, 467), 1.0)],
    ids=["1366", "1024", "small"],
)
def test_the_siblings_fit_the_screen(
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    font_of: Callable[[float], None],
    tmp_path: Path,
    size: tuple[int, int],
    font: float,
) -> None:
    font_of(font)
    window = open_window()
    page = write_image(tmp_path / "page.png", np.full((200, 900), 220, np.uint8))
    boxes = [Shape.rectangle("0", (20 + 90 * n, 50, 100 + 90 * n, 130), role="match") for n in range(9)]
    document = Document.for_image(page).add(*boxes)
    window.context.send(VIGNETTES, VignettesHandover(document, name="page"))
    idle(qtbot, window)
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    panel = window.panel("inspect")
    shown = [one for one in panel.findChildren(QPushButton) if one.isVisible()]
    assert {"inspect", "accept", "reject", "strike", "report", "undo", "why"} <= {
        one.objectName() for one in shown
    }
    for button in shown:
        assert window.rect().contains(on_window(button, window)), button.objectName()
    picture = panel.message_area()
    assert picture.width() >= 80 and picture.height() >= 60


@pytest.mark.parametrize(
    ("size", "font"),
    [((1366, 768), 1.5), ((1024, 700), 1.5), ((683, 467), 1.0)],
    ids=["1366", "1024", "small"],
)
def test_the_ledger_fits_the_screen(
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    font_of: Callable[[float], None],
    tmp_path: Path,
    size: tuple[int, int],
    font: float,
) -> None:
    font_of(font)
    window = open_window()
    folder = made_ledger(tmp_path)
    window.show_panel("align")
    window.open_paths([folder])
    idle(qtbot, window)
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    panel = window.panel("align")
    assert isinstance(panel, AlignPanel) and panel.in_ledger and panel.ledger.presenter.opened is not None
    shown = [one for one in panel.findChildren(QPushButton) if one.isVisible()]
    wanted = {"make", "accept", "reject", "present", "absent", "unknown", "undo", "redo", "send", "report"}
    assert wanted | {"leave", "add"} <= {one.objectName() for one in shown}
    for button in shown:
        assert window.rect().contains(on_window(button, window)), button.objectName()
    for part in (panel.message_area(), panel.ledger.table):
        assert part.width() >= 80 and part.height() >= 60
    assert window.rect().contains(on_window(panel.ledger.table, window))


def test_the_first_start_fits_the_screen(
    open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = QApplication.primaryScreen()
    assert screen is not None
    for width, height in ((1366, 768), (1024, 700)):
        monkeypatch.setattr(
            type(screen), "availableGeometry", lambda _self, s=(width, height): QRect(0, 0, *s)
        )
        window = open_window()
        frame = window.frameGeometry()
        assert frame.width() <= width and frame.height() <= height
        assert window.width() <= width and window.height() < height


@pytest.mark.parametrize("key", KEYS)
def test_jobs_and_messages_move_neither_the_picture_nor_a_button(
    qtbot: QtBot, open_window: Callable[[], MainWindow], key: str
) -> None:
    window = open_window()
    window.resize(1100, 720)
    window.show_panel(key)
    if key != "inspect":  # that one would load a model
        window.open_sample()
    idle(qtbot, window)
    window.job_bar.clear()
    for notice in window.notices.notices():
        notice.dismiss()
    QApplication.processEvents()
    panel = window.panel(key)

    def places() -> dict[str, QRect]:
        buttons = [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.objectName()]
        found = {f"{type(b.parent()).__name__} {b.objectName()}": on_window(b, window) for b in buttons}
        return {**found, "picture": on_window(panel.message_area(), window)}

    before = places()
    seen = [before]
    jobs = [window.runner.start(slow, title=f"A job {n}", key=f"job {n}") for n in range(3)]
    qtbot.waitUntil(lambda: not window.job_bar.is_blank, timeout=WAIT_MS)
    seen.append(places())
    for level in ("info", "warning", "error"):
        window.context.notice(f"{level} " + "words " * 60, level)
    window.context.offer("A question. " + "words " * 60, {"Yes": lambda: None, "No": lambda: None})
    QApplication.processEvents()
    seen.append(places())
    strip = getattr(getattr(panel, "stage", None), "strip", None)
    if strip is not None and key in ("train", "inspect"):
        strip.say("words " * 60, "warning")
        QApplication.processEvents()
        seen.append(places())
    if isinstance(panel, AlignPanel):
        panel.side.show_networks("a name that is rather long " * 5, used=False)
        panel.side.show_pictures("a name that is rather long " * 5, 12)
        panel.stage.strip.say("words " * 60, "", "landmarks", "align_landmarks")
        QApplication.processEvents()
        seen.append(places())
    if isinstance(panel, TrainPanel):
        panel.side.show_model("a name that is rather long " * 5, resumable=True)
        QApplication.processEvents()
        seen.append(places())
    for job in jobs:
        job.cancel()
    qtbot.waitUntil(lambda: len(window.job_bar.lines()) == 3, timeout=WAIT_MS)
    QApplication.processEvents()
    seen.append(places())
    for notice in window.notices.notices():
        notice.dismiss()
    window.job_bar.clear()
    QApplication.processEvents()
    seen.append(places())
    for now in seen:
        assert {name: now[name] for name in before} == before


def test_messages_float_over_the_picture_of_their_workspace_only(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    window.show_panel("align")
    window.context.notice("said in Align", "warning")
    assert window.notices.texts() == ["said in Align"]
    picture = on_window(window.panel("align").message_area(), window)
    card = on_window(window.foot, window)
    assert picture.contains(card)
    assert card.bottom() == picture.bottom() - CARD_GAP_PX
    assert card.contains(on_window(window.notices, window))
    window.show_panel("annotate")
    assert window.notices.texts() == []
    assert not window.foot.isVisible()
    window.show_panel("align")
    assert window.notices.texts() == ["said in Align"]


def test_no_message_covers_the_legend(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.resize(1024, 700)
    window.show_panel("annotate")
    window.open_sample()
    panel = window.panel("annotate")
    assert isinstance(panel, AnnotatePanel)
    qtbot.waitUntil(lambda: panel.presenter.session is not None and not window.runner.jobs, timeout=WAIT_MS)
    legend = panel.area.legend
    legend.show_poses((Pose(), Pose(0, mirrored=True), Pose(90)))
    for text in ("said", "words " * 60):
        window.context.notice(text, "error")
        QApplication.processEvents()
        assert window.foot.isVisible() and legend.isVisible()
        assert not on_window(window.foot, window).intersects(on_window(legend, window))


def test_a_long_message_is_seen_whole(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.resize(1000, 720)
    window.context.notice("words " * 60, "error")
    window.context.offer("A longer question. " * 6, {"Keep both": lambda: None, "Overwrite": lambda: None})
    for _ in range(2):
        front = window.notices.front()
        assert front is not None
        qtbot.waitUntil(front.isVisible, timeout=WAIT_MS)
        assert [one for one in window.notices.notices() if one.isVisible()] == [front], "one at a time"
        labels = [label for label in front.findChildren(QLabel) if label.text()]
        qtbot.waitUntil(
            lambda labels=labels: all(one.height() >= one.heightForWidth(one.width()) for one in labels),
            timeout=5000,
        )
        front.dismiss()


def test_a_job_and_a_message_take_turns_over_the_picture(
    qtbot: QtBot, open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foot, "NEWS_MS", 400)
    window = open_window()
    idle(qtbot, window)
    job = window.runner.start(slow, title="A job")
    qtbot.waitUntil(lambda: window.job_bar.isVisible(), timeout=WAIT_MS)
    assert not window.notices.isVisible()
    window.context.notice("something is new", "warning")
    assert window.notices.isVisible() and not window.job_bar.isVisible()
    qtbot.waitUntil(lambda: window.job_bar.isVisible(), timeout=WAIT_MS)
    assert not window.notices.isVisible(), "what runs has the line again"
    window.context.offer("A question", {"Yes": lambda: None})
    assert window.notices.isVisible() and not window.job_bar.isVisible()
    (answer,) = [one for notice in window.notices.notices() for one in notice.buttons()]
    qtbot.wait(job_bar.GUARD_MS + 50)
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    assert window.job_bar.isVisible()
    job.cancel()
    idle(qtbot, window)


def test_the_bell_counts_what_was_not_read_and_lists_it(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    idle(qtbot, window)
    window.job_bar.clear()
    bell = window.bell
    assert bell.text() == ""
    window.context.notice("first", "warning")
    window.job_bar.add_line("second", "error")
    assert bell.text() == "2" and "2" in bell.accessibleName()
    window.notices.notices()[-1].dismiss()
    assert bell.text() == "1", "what was dismissed was read"
    job = window.runner.start(slow, title="A job")
    QTest.mouseClick(bell, Qt.MouseButton.LeftButton)
    listed = window.findChild(QFrame, "job_list")
    assert listed is not None and listed.isVisible() and bell.text() == ""
    assert window.rect().contains(on_window(listed, window))
    texts = [label.text() for label in listed.findChildren(QLabel)]
    assert texts.index("second") < texts.index("first"), "the newest first"
    listed.findChildren(QToolButton, "cancel")[0].click()
    qtbot.waitUntil(lambda: job.over, timeout=WAIT_MS)
    with qtbot.waitSignal(window.job_bar.details_wanted):
        listed.findChildren(QToolButton, "details")[0].click()
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert not bell.isChecked() and not listed.isVisible()
    for dialog in QApplication.topLevelWidgets():
        if dialog is not window:
            dialog.close()


def test_the_bell_is_opened_by_keyboard(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.bell.setFocus()
    QTest.keyClick(window.bell, Qt.Key.Key_Space)
    listed = window.findChild(QFrame, "job_list")
    assert listed is not None and listed.isVisible()
    QTest.keyClick(window.bell, Qt.Key.Key_Space)
    assert not listed.isVisible()


def test_the_end_of_a_job_is_told_where_it_was_started(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    window.show_panel("align")
    job = window.runner.start(lambda *, tick: 1)
    job.finished.connect(lambda _result: window.context.notice("done in Align", "warning"))
    window.show_panel("annotate")
    idle(qtbot, window)
    assert window.notices.texts() == []
    window.context.offer("A question of the page", {"Yes": lambda: None})
    assert window.notices.texts() == ["A question of the page"]
    window.show_panel("align")
    assert set(window.notices.texts()) == {"done in Align", "A question of the page"}


def test_a_message_that_waits_for_an_answer_does_not_give_way(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.context.offer("A question", {"Yes": lambda: None})
    for number in range(9):
        window.context.notice(f"word {number}", "error")
    assert window.notices.texts() == ["A question", "word 6", "word 7", "word 8"]


@pytest.mark.parametrize("answer", ["Yes", "Cancel"])
def test_quitting_asks_while_a_job_runs(
    qtbot: QtBot, open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    window = open_window()
    idle(qtbot, window)
    job = window.runner.start(slow, title="Train")
    asked: list[str] = []

    def question(*args: object, **_kwargs: object) -> QMessageBox.StandardButton:
        asked.append(str(args[2]))
        return QMessageBox.StandardButton[answer]

    with monkeypatch.context() as patch:
        patch.setattr(QMessageBox, "question", question)
        assert window.close() is (answer == "Yes")
    assert asked == ["Still running: Train. Quit and stop it?"]
    assert bool(window.runner.jobs) is (answer == "Cancel")
    job.cancel()


def test_typed_text_is_told_from_commands() -> None:
    def typed(text: str, gap_ms: int, start: int = 100_000) -> list[bool]:
        guard = TypingGuard()
        keys = {"\r": int(Qt.Key.Key_Return), "\b": int(Qt.Key.Key_Backspace)}
        return [
            guard.takes_key(keys.get(char, ord(char.upper())), char, start + n * gap_ms)
            for n, char in enumerate(text)
        ]

    assert typed("12 sun\r", 120) == [False, True, True, True, True, True, True]
    assert typed("narr\b", 200)[1:] == [True] * 4
    assert typed("++++", 120) == [False] * 4, "a key that is repeated is meant"
    assert typed("arn", GAP_MS + 1) == [False] * 3, "so slowly commands are given"
    assert typed("a\r", 120) == [False, False], "Return after one letter is a command"
    guard = TypingGuard()
    assert not guard.takes_key(65, "a", 0) and not guard.takes_key(66, "b", 0), "not pressed by hand"
    assert not guard.takes_key(65, "a", 1000)
    assert guard.takes_key(66, "b", 1100)
    assert not guard.takes_key(65, "a", 1100 + PAUSE_MS + 1), "after a pause it is a command again"


def test_the_status_bar_follows_the_box(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.show_panel("annotate")
    window.open_sample()
    idle(qtbot, window)
    panel = window.panel("annotate")
    assert isinstance(panel, AnnotatePanel)
    shape = panel.presenter.add_box((100, 100, 160, 150))
    assert shape is not None
    assert "100, 100, 160, 150" in window.status.text("box")
    panel.presenter.move((shape.id,), 20.0, 10.0)
    assert "120, 110, 180, 160" in window.status.text("box")
    panel.presenter.resize(shape.id, (120, 110, 200, 160))
    assert "120, 110, 200, 160" in window.status.text("box")
    width = window.status.text("mm")
    panel.presenter.undo()
    panel.presenter.undo()
    assert "100, 100, 160, 150" in window.status.text("box")
    assert window.status.text("mm") != width
    panel.presenter.delete((shape.id,))
    assert window.status.text("box") == ""


def test_a_late_click_on_cancel_presses_nothing_else(
    qtbot: QtBot, open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_bar, "GUARD_MS", WAIT_MS)
    window = open_window()
    window.show_panel("inspect")
    idle(qtbot, window)
    job = window.runner.start(slow, title="Inspect")
    qtbot.waitUntil(lambda: not window.job_bar.is_blank, timeout=WAIT_MS)
    cancel = window.job_bar.findChild(QWidget, "cancel")
    assert cancel is not None
    place = cancel.mapTo(window, cancel.rect().center())
    job.cancel()
    qtbot.waitUntil(lambda: job.over, timeout=WAIT_MS)
    under = window.childAt(place)
    assert under is not None and window.job_bar.isAncestorOf(under)
    QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(window, place))
    assert not window.runner.jobs
    assert len(window.job_bar.lines()) == 1
