"""The Train workspace, clicked through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import InputError
from autolabelme.qtkit.job_bar import JobBar
from autolabelme.qtkit.workspace import TRAINING_PAGES
from detector.core.params import TrainParams
from detector.core.presets import PRESETS, USUAL
from detector.panel.models.devices import Devices
from detector.panel.train.panel import SAMPLE_PARAMS
from detector.panel.train.train_jobs import write_request

from .conftest import Driver, write_model

# --- the first steps ------------------------------------------------------------------------------


def test_it_opens_with_what_to_do_first_and_says_why_nothing_can_be_done_yet(driver: Driver) -> None:
    panel = driver.panel
    assert panel.stage.is_empty
    for name in panel.actions_.names():
        action = panel.actions_[name]
        assert action.isEnabled() or (action.reason and action.reason in action.toolTip()), name
    assert "Choose a catalogue first" in driver.why_not("train")
    assert driver.stub.read_paths == []
    assert panel.presenter.devices is None  # a GPU is looked for when it is needed


def test_the_sample_is_offered(driver: Driver) -> None:
    driver.press("empty-sample")
    driver.wait_idle()
    assert [path.name for path in driver.stub.read_paths[0]] == [
        "sample_clean_truth.json",
        "sample_worn_truth.json",
    ]
    assert driver.panel.presenter.params == SAMPLE_PARAMS
    assert driver.panel.presenter.name == "Sample"
    assert driver.panel.stage.tab == "catalogue"
    assert driver.panel.stage.catalogue.grid.count() == 3
    assert driver.panel.actions_["train"].isEnabled()


def test_neither_opening_the_window_nor_this_workspace_imports_torch_or_the_plots(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from PyQt6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from autolabelme.shell.window import MainWindow\n"
        f"window = MainWindow(Path({str(tmp_path / 'data')!r}))\n"
        "window.show(); window.start([]); window.show_panel('train')\n"
        "end = time.monotonic() + 20\n"
        "while window.runner.jobs and time.monotonic() < end: app.processEvents()\n"
        "print(sorted({'torch', 'pyqtgraph', 'pytorch_lightning', 'kornia'} & set(sys.modules)))\n"
        "window.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pages_are_chosen_in_a_dialog(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_: (["a_matched.json", "b_matched.json"], "")
    )
    driver.press("choose_files")
    driver.wait_idle()
    assert driver.stub.read_paths == [(Path("a_matched.json"), Path("b_matched.json"))]
    assert driver.panel.presenter.name == "a"  # a name for the model
    assert "3 labels" in driver.panel.side.catalogue.text()


def test_pages_come_from_another_workspace(driver: Driver) -> None:
    driver.panel.receive(TRAINING_PAGES, (Path("x_matched.json"),))
    driver.wait_idle()
    assert driver.stub.read_paths == [(Path("x_matched.json"),)]


def test_a_catalogue_that_cannot_be_read_is_named_in_place(driver: Driver) -> None:
    driver.stub.read_error = InputError("no vignette is boxed on any page", path="pages_matched.json")
    driver.choose_catalogue()
    assert driver.panel.stage.strip.text() == "pages_matched.json: no vignette is boxed on any page"
    assert driver.panel.stage.strip.level == "error"
    assert "Choose a catalogue first" in driver.why_not("train")


def test_images_are_left_to_other_workspaces(driver: Driver) -> None:
    assert not driver.panel.open_paths([Path("page.png")])
    assert not driver.panel.open_paths([])


# --- the form -------------------------------------------------------------------------------------


def test_what_the_form_says_is_what_is_trained(driver: Driver) -> None:
    driver.choose_catalogue()
    side = driver.panel.side
    QTest.mouseClick(side.unfold, Qt.MouseButton.LeftButton)
    for name, text in (("backbone", "vgg16"), ("boxes", "one"), ("loss", "eiou"), ("decoder", "fc")):
        combo = side.form.editor(name).combo
        combo.setFocus()
        QTest.keyClicks(combo, text[:3])
        combo.activated.emit(combo.currentIndex())
    assert side.fetch.isVisible()  # VGG16's weights are fetched
    spin = side.more.editor("crops_per_page").spin
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "7\t")
    driver.press("train")
    driver.wait_idle()
    wanted = PRESETS[USUAL].params.replace(
        backbone="vgg16", boxes="one", loss="eiou", decoder="fc", crops_per_page=7
    )
    assert driver.stub.trained[0].params == wanted
    assert driver.stub.trained[0].folder == driver.panel.presenter.models_dir / "pages"


def test_a_preset_says_how_long_it_takes_here_and_what_it_reaches(driver: Driver) -> None:
    driver.stub.devices = Devices(cores=2, crop_s=0.1)
    driver.choose_catalogue()
    side, presenter = driver.panel.side, driver.panel.presenter
    assert side.presets.current == "good" and side.form.isHidden() and side.more.isHidden()
    assert "75 processor minutes" in side.presets.buttons["good"].toolTip()
    presenter.set_params(presenter.params.replace(device="cpu", seed=3))
    assert side.presets.current == "good", "on another device it is the same preset"
    QTest.mouseClick(side.presets.buttons["quick"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert presenter.params == PRESETS["quick"].params.replace(device="cpu", seed=3)
    assert side.presets.text("quick").startswith("About 10 min on this machine.")
    QTest.mouseClick(side.presets.buttons["best"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert side.presets.current == "best"
    assert "h on this machine" in side.presets.text("best")
    QTest.mouseClick(side.unfold, Qt.MouseButton.LeftButton)
    assert side.form.isVisible(), "own settings open what can be set"
    side.paramsEdited.emit(presenter.params.replace(epochs=3))
    assert side.presets.current == "" and side.own.text().startswith("Own settings: ")
    driver.press("train")
    driver.wait_idle()
    assert driver.stub.trained[0].params.epochs == 3


def test_the_gpu_is_named_with_its_free_memory(driver: Driver) -> None:
    driver.stub.devices = Devices("A GPU", 6 * 1024**3, 8 * 1024**3, 4)
    driver.choose_catalogue()
    assert driver.panel.side.devices.text() == "GPU: A GPU, 6.0 of 8.0 GiB free"
    driver.panel.presenter.set_params(TrainParams(device="cuda"))
    assert driver.panel.actions_["train"].isEnabled()


def test_a_missing_gpu_is_explained_and_what_is_chosen_is_taken_into_account(driver: Driver) -> None:
    panel = driver.panel
    driver.stub.devices = Devices(cores=2, why="build")
    driver.choose_catalogue()
    text = panel.side.devices
    assert "without GPU support" in text.text() and "2 CPU cores" in text.text() and text.tone == "muted"
    panel.presenter.set_params(TrainParams(device="cuda"))
    assert "Choose auto or cpu" in text.text() and text.tone == "error"
    panel.presenter.devices = Devices("A GPU", 2 * 1024**3, 8 * 1024**3, 4)
    panel.presenter.set_params(TrainParams(device="cpu"))
    assert "not used" in text.text() and text.tone == "muted"
    driver.stub.devices = Devices("A GPU", 1024**3, 8 * 1024**3, 4)
    panel.presenter.set_params(TrainParams())
    panel.entered()  # its memory is read again
    driver.wait_idle()
    assert text.text() == "GPU: A GPU, 1.0 of 8.0 GiB free"


def test_return_trains_with_the_number_that_is_being_typed(driver: Driver) -> None:
    driver.choose_catalogue()
    QTest.mouseClick(driver.panel.side.unfold, Qt.MouseButton.LeftButton)
    spin = driver.panel.side.form.editor("epochs").spin
    driver.panel.activateWindow()
    driver.wait(driver.panel.isActiveWindow)
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "3")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    driver.wait(lambda: bool(driver.stub.trained))
    assert driver.stub.trained[0].params.epochs == 3
    driver.wait_idle()


def test_the_fields_stand_in_one_column_and_unset_rates_show_the_backbones(driver: Driver) -> None:
    side = driver.panel.side
    QTest.mouseClick(side.unfold, Qt.MouseButton.LeftButton)
    rates = [side.more.editor(name) for name in ("learning_rate", "decoder_rate")]
    assert [(one.inner.value(), one.value()) for one in rates] == [(1e-3, None)] * 2
    driver.panel.presenter.set_params(TrainParams(backbone="vgg16"))
    assert [one.inner.value() for one in rates] == [1e-4] * 2

    def left(widget: QWidget) -> int:
        return widget.mapTo(side, widget.rect().topLeft()).x()

    def right(widget: QWidget) -> int:
        return widget.mapTo(side, widget.rect().topRight()).x()

    QApplication.processEvents()
    backbone, crops = side.form.editor("backbone"), side.more.editor("crops_per_page")
    assert left(side.name) == left(backbone) == left(crops) == left(side.detect_form.editor("score_over"))
    assert right(side.name) == right(backbone) == right(crops)


def test_a_gpu_that_is_not_there_and_crops_without_pages_are_refused_beforehand(driver: Driver) -> None:
    driver.stub.summary_pages = 0
    driver.choose_catalogue()
    assert driver.panel.actions_["train"].isEnabled()
    driver.panel.presenter.set_params(TrainParams(device="cuda"))
    assert "No GPU was found" in driver.why_not("train")
    driver.panel.presenter.set_params(TrainParams(synthetic=0))
    assert "ask for synthetic pages" in driver.why_not("train")


def test_a_name_is_free_and_fit(driver: Driver) -> None:
    write_model(driver.panel.presenter.models_dir / "pages")
    driver.choose_catalogue()
    side = driver.panel.side
    assert side.name.text() == "pages 2"
    side.name.setFocus()
    side.name.selectAll()
    QTest.keyClicks(side.name, "pages")
    assert "There is a model of this name already" in driver.why_not("train")
    assert side.name_problem.isVisible()
    QTest.keyClicks(side.name, "/..")
    assert "cannot be a folder" in driver.why_not("train")


def test_stray_letters_change_nothing(driver: Driver) -> None:
    driver.choose_catalogue()
    presenter = driver.panel.presenter
    before = presenter.params, presenter.detect_params, presenter.paths, presenter.selected, presenter.models
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ":
        QTest.keyClick(driver.panel.window().focusWidget() or driver.panel, Qt.Key(ord(letter)))
    driver.wait_idle()
    now = presenter.params, presenter.detect_params, presenter.paths, presenter.selected, presenter.models
    assert now == before
    assert not presenter.rows, "nothing is trained"


# --- training -------------------------------------------------------------------------------------


def test_a_training_is_shown_while_it_runs_and_its_model_is_listed(driver: Driver) -> None:
    panel, stub = driver.panel, driver.stub
    stub.hold.clear()
    stub.notes = ("detector: out of memory with 16 crops a step, going on with 8",)
    driver.choose_catalogue()
    QTest.keyClick(panel, Qt.Key.Key_Return)  # the primary action
    view = panel.stage.training
    driver.wait(lambda: len(panel.presenter.rows) == 2 and view.samples.preview is not None)
    driver.wait(lambda: len(view.curves.drawn.get("ap", ())) == 3)
    assert panel.stage.tab == "training"
    assert view.curves.drawn["detector"] == ("training", "held out")
    driver.wait(lambda: "epoch 2 of 30" in view.stage.text())
    assert view.left.text() == "38 min left"
    assert view.bar.isVisible() and view.bar.value() == 500
    assert driver.why_not("train") == "A training is running"
    assert not view.samples.grab().isNull()

    plots = view.splitter.geometry()
    stub.hold.set()
    driver.wait_idle()
    assert not view.bar.isVisible()
    assert view.splitter.geometry() == plots, "nothing moves when a note comes"
    assert "pages is trained (1.5 min)" in view.stage.text()
    assert "going on with 8" in view.notes.text() and view.notes.isVisible()
    assert [info.name for info in panel.presenter.models] == ["pages"]
    assert panel.presenter.models[0].ap() == (0.9, 0.9)
    assert panel.context.current_text("model") == "pages"
    assert panel.context.current("model") == panel.presenter.models_dir / "pages"
    assert panel.side.name.text() == "pages 2"  # the next model gets a name of its own


def test_the_job_bar_and_the_training_say_the_same_time_left(
    driver: Driver, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, stub = driver.panel, driver.stub
    bar = JobBar(panel.context.runner)
    qtbot.addWidget(bar)
    stub.hold.clear()
    driver.choose_catalogue()
    driver.press("train")
    view = panel.stage.training

    def said() -> tuple[list[str], str]:
        labels = [label.text() for label in bar.findChildren(QLabel)]
        return [text for text in labels if text.endswith(" left")], view.left.text()

    driver.wait(lambda: said() == (["38 min left"], "38 min left"))
    # The time goes on while the training says nothing, in both at once.
    began = panel.presenter._epoch_began
    monkeypatch.setattr(panel.presenter, "_epoch_began", began - 600)
    panel.presenter.tell_time_left()
    assert said() == (["28 min left"], "28 min left")
    stub.hold.set()
    driver.wait_idle()


def test_cancel_keeps_the_best_and_says_so(driver: Driver) -> None:
    driver.stub.hold.clear()
    driver.choose_catalogue()
    driver.press("train")
    driver.wait(lambda: len(driver.panel.presenter.rows) == 2)
    driver.press("cancel")
    assert "Stopping" in driver.panel.stage.training.stage.text() or not driver.panel.presenter.running
    driver.wait_idle()
    assert "the best so far was kept" in driver.panel.stage.strip.text()
    assert [info.name for info in driver.panel.presenter.models] == ["pages"]


def test_a_training_that_fails_says_why_and_can_be_tried_again(driver: Driver) -> None:
    driver.stub.train_error = InputError("out of memory even with 2 crops a step; use another device")
    driver.choose_catalogue()
    driver.press("train")
    driver.wait_idle()
    assert driver.panel.stage.strip.text().startswith("out of memory even with 2 crops")
    assert driver.panel.actions_["train"].isEnabled()


def test_an_unexpected_failure_is_one_line_without_a_trace(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    driver.stub.train_error = ZeroDivisionError("secret of the code")
    driver.choose_catalogue()
    driver.press("train")
    driver.wait_idle()
    assert driver.panel.stage.strip.text() == (
        "It failed unexpectedly (ZeroDivisionError); the log has the details."
    )
    assert "secret of the code" in caplog.text


def test_epochs_of_an_earlier_training_are_dropped(driver: Driver) -> None:
    driver.choose_catalogue()
    driver.press("train")
    first = driver.panel.presenter._feed
    driver.wait_idle()
    driver.stub.hold.clear()
    driver.press("train")
    driver.wait(lambda: len(driver.panel.presenter.rows) == 2)
    assert first is not None
    driver.panel.presenter._epoch_over(first, {"stage": "detector", "epoch": 9, "seconds": 1.0})
    assert len(driver.panel.presenter.rows) == 2


def test_a_stopped_training_is_resumed_with_its_own_settings(driver: Driver) -> None:
    from detector.panel.train.requests import TrainRequest

    folder = driver.panel.presenter.models_dir / "begun"
    params = TrainParams(epochs=3, loss="ciou")
    write_request(TrainRequest((Path("old_matched.json"),), params, folder))
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("begun")
    assert "not finished" in driver.why_not("detect")
    driver.press("resume")
    driver.wait_idle()
    request = driver.stub.trained[0]
    assert request.resume and request.params == params
    assert request.catalogue == (Path("old_matched.json").absolute(),)
    assert request.folder == folder
    assert driver.panel.side.name.text() == ""  # the next model's comes from its own catalogue


# --- the next start -------------------------------------------------------------------------------


def test_it_returns_to_where_it_was(driver: Driver, tmp_path: Path) -> None:
    from detector.panel.train.panel import TrainPanel

    pages = tmp_path / "pages_matched.json"
    pages.write_text("{}", "utf-8")
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.open_paths([pages])
    driver.panel.presenter.set_params(TrainParams(epochs=5))
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    state = driver.panel.save_state()

    again = TrainPanel(driver.panel.context, driver.stub.workers())
    driver.qtbot.addWidget(again)
    again.restore_state(state)
    again.entered()
    driver.wait_idle()
    assert again.presenter.params == TrainParams(epochs=5)
    assert again.presenter.paths == (pages,) and again.presenter.summary is not None
    assert again.presenter.model is not None and again.presenter.model.name == "rey"
    assert again.stage.tab == "model"
    assert again.presenter.devices is None  # opening the workspace does not import torch
    again.shutdown()


def test_the_state_of_another_version_does_no_harm(driver: Driver) -> None:
    driver.panel.restore_state({"params": {"nonsense": 1}, "catalogue": ["gone_matched.json"], "tab": "x"})
    driver.wait_idle()
    assert driver.panel.presenter.params == PRESETS[USUAL].params
    assert driver.panel.stage.is_empty and driver.stub.read_paths == []
