"""Two windows on one data folder: each keeps its own session, and the next start says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from autolabelme.shell import window as window_module
from autolabelme.shell.session_store import Session, load_session, save_session
from autolabelme.shell.window import MainWindow

from .conftest import Recorder


def with_pages(window: MainWindow, *names: str) -> None:
    kept = {"pages": [[f"/scans/{name}", 0, 1] for name in names]}
    window.panel("annotate").save_state = lambda: kept  # type: ignore[method-assign]


def state_of(window: MainWindow) -> dict[str, object]:
    panel = window.panel("annotate")
    assert isinstance(panel, Recorder)
    return panel.state


def test_each_window_keeps_its_own_pages(
    open_window: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = open_window(), open_window()
    assert first.notices.texts() == []
    assert second.notices.texts() == ["Another window is open. This one remembers its own pages."]
    with_pages(first, "a.png")
    with_pages(second, "b.png", "c.png")
    first.close()
    second.close()  # the last closer

    again = open_window()
    assert state_of(again)["pages"] == [["/scans/a.png", 0, 1]]
    (text,) = again.notices.texts()
    assert text == "Another window was closed with pages of its own: b.png, c.png"
    started: list[int] = []
    monkeypatch.setattr(window_module, "start_window", started.append)
    (notice,) = again.notices.notices()
    QTest.mouseClick(notice.buttons()[0], Qt.MouseButton.LeftButton)
    assert started == [1]
    other = open_window()  # what the button starts
    assert state_of(other)["pages"] == [["/scans/b.png", 0, 1], ["/scans/c.png", 0, 1]]
    again.close()
    other.close()


def test_what_is_not_wanted_is_kept_and_not_offered_again(
    open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    panels = {"annotate": {"pages": [["/scans/b.png", 0, 1]]}}
    save_session(Session(panels=panels), data, "session-3.json")
    (data / "session-2.json").write_text("[1]", "utf-8")
    window = open_window()
    (notice,) = window.notices.notices()
    QTest.mouseClick(notice.buttons()[1], Qt.MouseButton.LeftButton)
    window.close()
    assert open_window().notices.texts() == []
    assert load_session(data, "session-3.json").panels == panels
