"""Every workspace in light and dark, English and French, on a small, an enlarged and a large screen.

Nothing is cut, beyond its place or over something else, and the picture keeps its rectangle while a job comes
and goes. With the environment's ``WINDOW_PICTURES`` naming a folder the windows are kept there to look at.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtGui import QFont
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import Tick
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.qtkit.theme import apply_theme
from autolabelme.qtkit.workspace import VIGNETTES, VignettesHandover
from autolabelme.shell.translation import install_translation
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from detector.panel.models.devices import Devices
from tests.gui.detector.inspect_stub import Stub
from tests.gui.ransac_gui.test_ledger_view import made_ledger

from .looks import faults, on_window

WAIT_MS = 180_000  # a cap on a busy machine; nothing is measured with it
SETTLED_AFTER = 50
THEMES, LANGUAGES = ("light", "dark"), ("en", "fr")
SIZES = {"1024": (1024, 700, 1.0), "1366": (1366, 768, 1.5), "1920": (1920, 1080, 1.0)}
Prepare = Callable[[MainWindow, Path], None]
KEPT_IN = os.environ.get("WINDOW_PICTURES", "")


def empty(_window: MainWindow, _place: Path) -> None:
    """As it is found."""


def pages(window: MainWindow, _place: Path) -> None:
    window.open_sample()


def ornaments(window: MainWindow, _place: Path) -> None:
    panel = window.panel("catalogue")
    assert isinstance(panel, CataloguePanel)
    panel.show_mode("ornaments")


def boxes(window: MainWindow, _place: Path) -> None:
    window.open_sample()
    panel = window.panel("annotate")
    assert isinstance(panel, AnnotatePanel)
    end_jobs(window)
    session = panel.presenter.session
    assert session is not None
    poses = (Pose(), Pose(0, mirrored=True), Pose(90), Pose(180, mirrored=True))
    made = [
        Shape.rectangle(
            "12 sun", (100 + 120 * n, 200, 200 + 120 * n, 300), role="match", pose=pose, score=0.8
        )
        for n, pose in enumerate(poses)
    ]
    session.history.push(session.history.document.add(*made), "Boxes")
    panel.presenter.edited.emit()


def sample(window: MainWindow, _place: Path) -> None:
    window.open_sample()


def siblings(window: MainWindow, place: Path) -> None:
    page = write_image(place / "page.png", np.full((200, 900), 220, np.uint8))
    shown = [Shape.rectangle("0", (20 + 90 * n, 50, 100 + 90 * n, 130), role="match") for n in range(9)]
    document = Document.for_image(page).add(*shown)
    window.context.send(VIGNETTES, VignettesHandover(document, name="page"))


def sibling_why(window: MainWindow, place: Path) -> None:
    siblings(window, place)
    end_jobs(window)
    inspect_panel(window).siblings.show_why(True)


def inspect_panel(window: MainWindow) -> InspectPanel:
    panel = window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    return panel


def inspected(window: MainWindow, place: Path, *, reference: bool = True) -> InspectPanel:
    """An ornament with its findings, made in memory."""
    panel, stub = inspect_panel(window), Stub(place)
    panel.presenter.workers = stub.workers()
    panel.open_paths([stub.ornament, stub.reference][: 1 + reference])
    end_jobs(window)
    panel.actions_["inspect"].trigger()
    end_jobs(window)
    return panel


def pair(window: MainWindow, place: Path) -> None:
    assert inspected(window, place).stage.comparing


def alone(window: MainWindow, place: Path) -> None:
    panel = inspected(window, place, reference=False)
    assert panel.stage.view == "ornament"
    panel.side.open_drawer("setup")


def maps(window: MainWindow, place: Path) -> None:
    panel = inspected(window, place)
    panel.choose_view("maps")
    panel.side.open_drawer("map")


def why(window: MainWindow, place: Path) -> None:
    panel = inspected(window, place)
    panel.presenter.select(1)
    panel.presenter.set_params(panel.presenter.params.replace(false_alarms=0.02))  # its badge is seen
    panel.choose_view("why")
    panel.side.open_drawer("details")


def ledger(window: MainWindow, place: Path) -> None:
    window.open_paths([made_ledger(place)])


# What is done in one window: by its name the workspace, and how it is prepared.
WINDOWS: dict[str, dict[str, tuple[str, Prepare]]] = {
    "new": {
        "annotate-empty": ("annotate", empty),
        "align-empty": ("align", empty),
        "train-empty": ("train", empty),
        "inspect-empty": ("inspect", empty),
        "catalogue-ornaments": ("catalogue", ornaments),
    },
    "at work": {
        "annotate": ("annotate", boxes),
        "align": ("align", sample),
        "train": ("train", sample),
        "siblings": ("inspect", siblings),
        "catalogue-pages": ("catalogue", pages),
    },
    "a pair inspected": {"inspect-pair": ("inspect", pair)},
    "an ornament inspected": {"inspect-alone": ("inspect", alone)},
    "two maps": {"inspect-maps": ("inspect", maps)},
    "why flagged": {"inspect-why": ("inspect", why)},
    "why a sibling": {"siblings-why": ("inspect", sibling_why)},
    "in a ledger": {"ledger": ("align", ledger)},
}


def end_jobs(window: MainWindow) -> None:
    while window.runner.jobs:
        QTest.qWait(20)
    settle()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Callable[[str, float], None]]:
    """Sets the theme and the font's size of the program."""
    font = QFont(qapp.font())

    def dress(theme: str, factor: float) -> None:
        apply_theme(theme)
        scaled = QFont(font)
        scaled.setPointSizeF(font.pointSizeF() * factor)
        qapp.setFont(scaled)

    yield dress
    qapp.setFont(font)
    apply_theme("system")
    install_translation(qapp, "en")
    qapp.processEvents()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    answer = QMessageBox.StandardButton.Discard
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: answer)
    # Nothing is trained here: how fast that would be is not measured.
    found = Devices(cores=2, why="driver", crop_s=0.1)
    monkeypatch.setattr("detector.panel.models.devices.find_devices", lambda *, tick: found)
    made = MainWindow(tmp_path / "data")
    made.show()
    made.start([])
    yield made
    made.runner.wait_all()
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("name", WINDOWS)
def test_every_workspace_is_seen_whole_in_every_dress(
    qtbot: QtBot, window: MainWindow, dressed: Callable[[str, float], None], tmp_path: Path, name: str
) -> None:
    states = WINDOWS[name]
    for key, prepare in states.values():
        window.show_panel(key)
        prepare(window, tmp_path)
        end_jobs(window)
    for notice in window.notices.notices():
        notice.take_away()
    window.job_bar.clear()
    wrong: list[str] = []
    for language in LANGUAGES:
        window.apply_preferences(window.context.preferences.replace(language=language))
        for size, (width, height, factor) in SIZES.items():
            for theme in THEMES:
                dressed(theme, factor)
                for state, (key, _prepare) in states.items():
                    window.show_panel(key)
                    window.resize(width, height)
                    settle()
                    dress = f"{state}-{theme}-{language}-{size}"
                    if (window.width(), window.height()) != (width, height):
                        wrong.append(f"{dress}: {window.width()} x {window.height()}")
                    wrong += [f"{dress}: {fault}" for fault in faults(window)]
                    if KEPT_IN:
                        window.grab().save(str(Path(KEPT_IN) / f"{dress}.png"))
                    if theme == "light" and language == "en":
                        wrong += [f"{dress}: {line}" for line in moved_by_a_job(qtbot, window, key)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def settle() -> None:
    """Until nothing moves: a layout may ask again for what it was not given at once."""
    before: list[QRect] = []
    for _ in range(SETTLED_AFTER):
        QApplication.processEvents()
        QTest.qWait(5)
        now = [one.geometry() for one in QApplication.allWidgets() if one.isVisible()]
        if now == before:
            return
        before = now


def moved_by_a_job(qtbot: QtBot, window: MainWindow, key: str) -> list[str]:
    """What changes its place while a job starts, ticks and ends, and while it is told."""
    panel = window.panel(key)
    watched = {
        "picture": panel.message_area(),
        **{b.objectName(): b for b in panel.findChildren(QPushButton) if b.isVisible() and b.objectName()},
    }

    def places() -> dict[str, object]:
        settle()
        return {name: on_window(one, window) for name, one in watched.items()}

    before = places()
    go_on, end = threading.Event(), threading.Event()

    def work(*, tick: Tick) -> None:
        tick(0, 2, "a stage with a name that is long enough to want more room than there is")
        go_on.wait(WAIT_MS / 1000)
        tick(1, 2, "the second stage")
        end.wait(WAIT_MS / 1000)

    seen = {}
    job = window.runner.start(work, title="A job", summary=lambda _result: "it has ended " * 20)
    qtbot.waitUntil(lambda: not window.job_bar.is_blank, timeout=WAIT_MS)
    seen["a job starts"] = places()
    go_on.set()
    seen["it ticks"] = places()
    end.set()
    qtbot.waitUntil(lambda: job.over, timeout=WAIT_MS)
    seen["it ends"] = places()
    window.context.offer("A question. " + "words " * 60, {"Yes": lambda: None, "No": lambda: None})
    seen["a question"] = places()
    for notice in window.notices.notices():
        notice.take_away()
    window.job_bar.clear()
    seen["nothing is said"] = places()
    return [
        f"{what}: {name} moved"
        for what, now in seen.items()
        for name, place in now.items()
        if place != before[name]
    ]
