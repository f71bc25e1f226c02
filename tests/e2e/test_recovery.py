"""A kill in the middle of the work: the next start offers it; saving that fails loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.panel.recovery import Kept, RecoveryStore
from autolabelme.shell.notices import Notice
from autolabelme.shell.window import MainWindow
from tests.gui.panel.conftest import MadePage, make_page

from .conftest import Driver

# A window that boxes a vignette, keeps its unsaved work aside, says so, and waits to be killed.
VICTIM = """
import sys
from pathlib import Path
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
app = QApplication([])
from autolabelme.shell.window import MainWindow
window = MainWindow(Path(sys.argv[1]))
window.show()
window.start([sys.argv[2]])
panel = window.panel("annotate")
while panel.presenter.session is None:
    QTest.qWait(20)
panel.presenter.add_box((40.0, 60.0, 88.0, 108.0))
panel.presenter.set_note("0", "sun")
panel.project.keep_unsaved()
while window.runner.jobs:
    QTest.qWait(20)
print("kept", flush=True)
QTest.qWait(60000)
"""


@pytest.fixture
def made(tmp_path: Path) -> MadePage:
    folder = tmp_path / "scans"
    folder.mkdir()
    return make_page(folder / "page.png")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills a process with SIGKILL")
def test_after_a_kill_the_next_start_offers_the_work(
    open_window: Callable[[], Driver], tmp_path: Path, made: MadePage
) -> None:
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(tmp_path / "data"), str(made.path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert victim.stdout is not None
    assert victim.stdout.readline().strip() == "kept"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()

    driver = open_window()
    driver.wait(lambda: bool(driver.window.notices.notices()))
    notice = driver.window.notices.notices()[0]
    assert "page.png" in notice.text
    restore = next(button for button in notice.buttons() if button.text() == "Restore")
    restore.click()
    driver.wait_idle()
    driver.annotate.presenter.open_page((str(made.path), 0))
    driver.wait(lambda: driver.annotate.presenter.session is not None)
    document = driver.annotate.presenter.document
    assert document is not None
    assert [shape.text for shape in document.shapes] == ["0 sun"]
    assert driver.annotate.presenter.session.dirty
    assert not made.path.with_name("page_matched.json").exists()
    driver.press("save_json")
    driver.wait(lambda: not driver.annotate.project.unsaved())
    assert read_document(made.path.with_name("page_matched.json")).notes() == {"0": "sun"}


def test_recovered_work_stands_beside_the_page_that_was_edited_meanwhile(
    driver: Driver, made: MadePage
) -> None:
    driver.open(made.path)
    panel = driver.annotate
    panel.presenter.add_box(made.boxes[0][0])
    panel.presenter.add_box(made.boxes[1][0])
    store = RecoveryStore(driver.window.data_dir)
    store.folder.mkdir(parents=True)
    old = Document.for_image(made.path).add(Shape.rectangle("9", made.boxes[2][0]))
    store.write((Kept((str(made.path), 0), 1, old, None),))
    panel.actions_["recover"].trigger()
    driver.wait(lambda: bool(driver.window.notices.notices()))
    restore = next(b for b in driver.window.notices.notices()[0].buttons() if b.text() == "Restore")
    restore.click()
    driver.wait(lambda: panel.files.count() == 2 and panel.presenter.document.labels() == ("9",))
    driver.wait_idle()
    assert panel.canvas.view is not None
    assert "recovered" in panel.files.texts()[1]
    assert driver.window.context.current_text("page").startswith("page.png (recovered")
    driver.press("save_json")
    driver.wait(lambda: not panel.presenter.session.dirty)
    assert not made.path.with_name("page_matched.json").exists()
    beside = panel.presenter.session.annotation_path
    assert beside is not None and "recovered" in beside.name
    assert read_document(beside).labels() == ("9",)
    panel.presenter.open_page((str(made.path), 0))
    driver.wait(lambda: panel.presenter.key == (str(made.path), 0))
    assert panel.presenter.document.labels() == ("0", "1")
    assert panel.presenter.session.dirty


def test_two_windows_on_one_page_lose_nothing(open_window: Callable[[], Driver], made: MadePage) -> None:
    first, second = open_window(), open_window()
    first.open(made.path)
    second.open(made.path)
    assert any("open in another window" in text for text in second.window.notices.texts())
    first.annotate.presenter.add_box(made.boxes[0][0])
    first.press("save_json")
    first.wait(lambda: not first.annotate.project.unsaved())
    saved = made.path.with_name("page_matched.json")
    good = saved.read_bytes()

    def question() -> Notice | None:
        return next((n for n in second.window.notices.notices() if "was changed by another" in n.text), None)

    second.annotate.presenter.add_box(made.boxes[1][0])
    second.press("save_json")
    second.wait(lambda: question() is not None)
    second.wait_idle()
    assert saved.read_bytes() == good
    asked = question()
    assert asked is not None
    next(button for button in asked.buttons() if button.text() == "Keep both").click()
    second.wait(lambda: not second.annotate.project.unsaved())
    mine = made.path.with_name("page_mine_matched.json")
    assert read_document(mine).shapes[0].box == made.boxes[1][0]
    assert saved.read_bytes() == good


def test_work_of_a_running_window_is_not_offered(open_window: Callable[[], Driver], made: MadePage) -> None:
    first = open_window()
    first.open(made.path)
    first.annotate.presenter.add_box(made.boxes[0][0])
    first.annotate.project.keep_unsaved()
    first.wait_idle()
    second = open_window()
    second.wait_idle()
    assert second.window.notices.texts() == ["Another window is open. This one remembers its own pages."]


def test_closing_leaves_nothing_to_recover(open_window: Callable[[], Driver], made: MadePage) -> None:
    driver = open_window()
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    driver.annotate.project.keep_unsaved()
    driver.wait_idle()
    assert any((driver.window.data_dir / "recovery").rglob("*.json"))
    driver.window.close()
    assert not any((driver.window.data_dir / "recovery").rglob("*.json"))


def test_autosave_keeps_unsaved_work_by_itself(
    driver: Driver, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = driver.window.context.preferences
    driver.window.apply_preferences(preferences.replace(autosave_s=2))
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    kept = driver.window.data_dir / "recovery"
    driver.wait(lambda: any(kept.rglob("*.entry")))


def test_a_save_that_fails_keeps_everything_and_says_so(
    driver: Driver, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    driver.press("save_json")
    driver.wait(lambda: not driver.annotate.project.unsaved())
    saved = made.path.with_name("page_matched.json")
    good = saved.read_bytes()

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    driver.annotate.presenter.add_box(made.boxes[1][0])
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        driver.press("save_json")
        driver.wait(lambda: bool(driver.window.notices.texts()))
        driver.wait_idle()
    text = driver.window.notices.texts()[0]
    assert "No space left" in text
    assert "page_matched.json" in text
    assert driver.annotate.project.unsaved()
    assert len(driver.annotate.presenter.document.shapes) == 2
    assert saved.read_bytes() == good
    there = sorted(item.name for item in made.path.parent.iterdir())
    assert there == ["catalogue.json", "page.png", "page_matched.json"]
    driver.press("save_json")  # there is room again
    driver.wait(lambda: not driver.annotate.project.unsaved())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a folder's mode does not stop root")
def test_a_read_only_folder_is_said_in_place(driver: Driver, made: MadePage) -> None:
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    made.path.parent.chmod(0o555)
    try:
        driver.press("save_json")
        driver.wait(lambda: bool(driver.window.notices.texts()))
    finally:
        made.path.parent.chmod(0o755)
    assert driver.annotate.project.unsaved()


@pytest.mark.parametrize(
    ("answer", "closes", "saves"),
    [
        (QMessageBox.StandardButton.Cancel, False, False),
        (QMessageBox.StandardButton.Discard, True, False),
        (QMessageBox.StandardButton.Save, True, True),
    ],
)
def test_closing_with_unsaved_work_asks(
    driver: Driver,
    made: MadePage,
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
    closes: bool,
    saves: bool,
) -> None:
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    asked: list[object] = []

    def question(*args: object, **_kwargs: object) -> QMessageBox.StandardButton:
        asked.append(args[2])
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(QMessageBox, "question", question)
        assert driver.window.close() is closes
    assert asked == ["Not saved yet: page.png"]
    assert made.path.with_name("page_matched.json").exists() is saves


def test_the_session_reopens_where_it_was_left(open_window: Callable[[], Driver], made: MadePage) -> None:
    driver = open_window()
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    driver.annotate.presenter.add_box(made.boxes[1][0])
    driver.press("save_json")
    driver.wait(lambda: not driver.annotate.project.unsaved())
    driver.annotate.side.controls.scope.setCurrentIndex(3)
    driver.window.resize(1200, 720)
    driver.window.close()

    again = open_window()
    assert isinstance(again.window, MainWindow)
    again.wait(lambda: again.annotate.presenter.session is not None)
    assert again.window.current_key == "annotate"
    assert again.annotate.presenter.key == (str(made.path), 0)
    assert again.annotate.presenter.document.labels() == ("0", "1")
    assert again.annotate.presenter.settings.scope == "page"
    assert str(made.path.with_name("page_matched.json")) in again.window.session.recent


def test_a_file_that_is_asked_for_comes_before_the_last_session(
    open_window: Callable[[], Driver], made: MadePage
) -> None:
    first = open_window()
    first.open(made.path)
    first.window.close()
    other = make_page(made.path.with_name("other.png"), seed=1)
    again = open_window()
    again.window.open_paths([other.path])
    again.wait(lambda: again.annotate.presenter.key == (str(other.path), 0))
    again.wait_idle()
    assert again.annotate.presenter.key == (str(other.path), 0)
    assert len(again.annotate.project.pages) == 2


def test_what_was_open_is_remembered_before_the_window_closes(driver: Driver, made: MadePage) -> None:
    driver.open(made.path)
    driver.wait(lambda: (driver.window.data_dir / "session.json").is_file())
    assert "page.png" in (driver.window.data_dir / "session.json").read_text("utf-8")


def test_a_cancelled_rematch_changes_nothing_and_comes_quickly(
    driver: Driver, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    import autolabelme.panel.annotate.rematch_job as rematch_job

    entered: list[float] = []

    def endless(*_args: object, tick: Callable[[int, int, str], None], **_kwargs: object) -> None:
        entered.append(time.monotonic())
        while True:
            tick(0, 1, "searching")
            time.sleep(0.02)

    monkeypatch.setattr(rematch_job, "search_labels", endless)
    driver.open(made.path)
    driver.annotate.presenter.add_box(made.boxes[0][0])
    before = driver.annotate.presenter.document
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: bool(entered))
    assert driver.annotate.actions_["cancel"].isEnabled()
    driver.annotate.presenter.add_box(made.boxes[1][0])  # the window works meanwhile
    driver.key(Qt.Key.Key_Escape)
    driver.wait_idle()
    assert not driver.annotate.searcher.running
    assert driver.annotate.presenter.document.shapes[0] == before.shapes[0]
    assert len(driver.annotate.presenter.document.shapes) == 2
