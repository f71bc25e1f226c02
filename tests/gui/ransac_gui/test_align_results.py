"""What Align keeps and finds again: results, sessions, where they are saved, what is dropped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import (
    WorkspaceContext,
)
from ransac_gui.core.ranking import ALIGNED, REFUSED
from ransac_gui.panel import pairs
from ransac_gui.panel.panel import AlignPanel
from ransac_gui.panel.results import PairResult

from .bench import Bench
from .conftest import QUICK, TURN_2, landmarks_of


def test_what_the_last_session_had_comes_back(
    bench: Bench, folder: Path, qtbot: QtBot, context: WorkspaceContext
) -> None:
    bench.choose_folder(folder)
    bench.panel.actions_["show_table"].trigger()
    state = bench.panel.save_state()
    other = AlignPanel(context)
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.presenter.ornaments == bench.presenter.ornaments
    assert other.presenter.params == QUICK
    assert not other.table.isVisibleTo(other)
    bench.wait_idle()
    other.restore_state({"params": {"features": 3}})
    other.shutdown()


@pytest.mark.parametrize("beside", [True, False], ids=["beside the pictures", "in a folder of results"])
def test_what_was_aligned_before_a_restart_is_aligned_still(
    bench: Bench, folder: Path, tmp_path: Path, qtbot: QtBot, context: WorkspaceContext, beside: bool
) -> None:
    bench.choose_folder(folder)
    bench.presenter.remove((bench.find("o10.png"), bench.find("o3.png")))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.start(folder if beside else tmp_path / "out")
    assert bench.statuses() == {"o2.png": ALIGNED}
    state = bench.panel.save_state()
    if beside:
        state["folder"] = None
    other = AlignPanel(context)
    qtbot.addWidget(other)
    other.restore_state(state)
    bench.wait(lambda: other.presenter.pair is not None and other.presenter.pair.alignment is not None)
    source = other.presenter.ornaments.sources[0]
    assert other.presenter.result(source.key).status == ALIGNED
    assert "not aligned" not in other.stage.strip.text().lower()
    bench.wait_idle()
    other.shutdown()


def test_a_folder_without_images_and_a_missing_file_are_told(bench: Bench, tmp_path: Path) -> None:
    empty = tmp_path / "nothing here"
    empty.mkdir()
    bench.answer("getExistingDirectory", str(empty))
    bench.press("choose_folder")
    bench.wait(lambda: bool(bench.notices))
    assert "no images" in bench.notices[0][1]
    bench.presenter.set_reference(Ornament(tmp_path / "gone.png"))
    bench.wait_idle()
    assert "gone.png" in bench.panel.stage.message.text()


def test_the_imported_networks_are_checked_and_named(bench: Bench, tmp_path: Path) -> None:
    sha = "0123456789abcdef" * 4
    bench.monkeypatch.setattr(pairs, "check_checkpoint", lambda path, *, tick: (path / "model.pth", sha))
    bench.answer("getExistingDirectory", str(tmp_path))
    bench.press("import_flow")
    bench.wait(lambda: bool(bench.presenter.networks))
    assert "model.pth (01234567)" in bench.panel.side.networks.text()
    assert bench.presenter.params.ransac_flow == str(tmp_path / "model.pth")
    assert bench.presenter.params.fine == "network"  # 'none' would not use them
    assert bench.panel.side.form.params().fine == "network"
    bench.panel.actions_["bundled_flow"].trigger()
    assert "bundled" in bench.panel.side.networks.text()


def test_a_right_click_offers_make_reference(bench: Bench, folder: Path) -> None:
    bench.choose_folder(folder)
    offered: list[str] = []
    bench.monkeypatch.setattr(
        QMenu, "popup", lambda menu, _at: offered.extend(action.objectName() for action in menu.actions())
    )
    listed = bench.panel.list
    listed.customContextMenuRequested.emit(listed.visualItemRect(listed.item(1)).center())
    assert offered[0] == "make_reference"
    assert bench.presenter.source.path.name == "o3.png"
    bench.wait_idle()


def test_results_of_an_earlier_session_come_back(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.start(folder)
    assert bench.statuses()["o2.png"] == ALIGNED
    bench.presenter._results.clear()
    bench.choose_folder(folder)
    bench.wait(lambda: bench.statuses().get("o2.png") == ALIGNED)
    assert bench.statuses()["o3.png"] == REFUSED
    bench.wait(lambda: bench.presenter.pair is not None and bench.presenter.pair.alignment is not None)
    assert bench.panel.stage.compare.mode != "side_by_side"

    # A folder of results alone brings its pictures along; one bad sidecar stops nothing.
    out = tmp_path / "results"
    out.mkdir()
    for path in folder.glob("o2_*"):
        path.rename(out / path.name)
    (out / "cut_alignment.json").write_text("{")
    bench.presenter._results.clear()
    bench.choose_folder(out)
    bench.wait(lambda: bench.statuses() == {"o2.png": ALIGNED})
    assert bench.presenter.reference.path == folder / "o20.png"
    bench.wait(lambda: bench.presenter.pair is not None and bench.presenter.pair.alignment is not None)


def test_a_result_that_was_written_over_is_no_result_any_more(bench: Bench) -> None:
    presenter = bench.presenter
    files = {"aligned": Path("out/a_aligned.png"), "sidecar": Path("out/a_alignment.json")}
    other = {"aligned": Path("out/b_aligned.png"), "sidecar": Path("out/b_alignment.json")}
    presenter._take_result(PairResult("first", "a", ALIGNED, files=files))
    presenter._take_result(PairResult("first", "b", ALIGNED, files=other))
    presenter._take_result(PairResult("second", "a", ALIGNED, files=files))
    assert set(presenter._results) == {("first", "b"), ("second", "a")}, "a on first is no longer on disk"
    presenter._take_result(PairResult("second", "a", REFUSED, files={"sidecar": files["sidecar"]}))
    assert presenter._results[("second", "a")].status == REFUSED
    assert len(presenter._results) == 2


def test_the_breadcrumb_names_what_this_workspace_shows(bench: Bench, folder: Path) -> None:
    context = bench.panel.context
    context.set_current("ornament", "from elsewhere", object())
    bench.panel.entered()
    assert context.current_text("ornament") == "from elsewhere", "nothing is here yet"
    bench.choose_folder(folder)
    for key in ("ornament", "reference"):
        context.set_current(key, "from elsewhere", object())
    bench.panel.entered()
    assert (context.current_text("ornament"), context.current_text("reference")) == ("o2.png", "o20.png")


def dropped(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, left, none = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(where, Qt.DropAction.CopyAction, data, left, none))


def test_two_drops_and_return_lay_a_pair_beside_the_pages(bench: Bench, folder: Path) -> None:
    panel = bench.panel
    # The suspect first: the places stay until there is a reference.
    dropped(panel.suspect_target, folder / "o2.png")
    bench.wait(lambda: len(panel.presenter.ornaments.sources) == 1)
    assert "o2.png" in panel.suspect_target.text()
    assert panel.stage._stack.currentWidget() is panel.stage.empty
    dropped(panel.reference_target, folder / "o20.png")
    bench.wait_idle()
    assert panel.stage._stack.currentWidget() is not panel.stage.empty
    assert "beside the reference" in panel.side.output.text()
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.key(Qt.Key.Key_Return)
    bench.wait(lambda: not panel.presenter.running)
    bench.wait_idle()
    assert (folder / "aligned" / "o2_aligned.png").is_file()


def test_a_folder_that_cannot_be_written_is_asked_for(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    bench.monkeypatch.setattr(os, "access", lambda *_: False)
    bench.answer("getExistingDirectory", "")
    bench.press("start")
    assert not bench.presenter.running and bench.panel.files.chosen is None
    bench.answer("getExistingDirectory", str(tmp_path / "elsewhere"))
    bench.panel.actions_["choose_output"].trigger()
    assert "elsewhere" in bench.panel.side.output.text()


def test_the_samples_results_go_to_the_users_folder(bench: Bench) -> None:
    bench.panel.open_sample()
    bench.wait_idle()
    assert bench.panel.files.results_place() == bench.panel.context.data_dir / "aligned"
