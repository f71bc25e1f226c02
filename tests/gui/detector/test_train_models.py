"""Models in the Train workspace: their list and card, export and import, what they find on a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtGui import QColor, QPalette, QTextTable
from PyQt6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from autolabelme.core.languages import speak
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import BOXES, MODEL, BoxesHandover
from detector.panel.train.curves import Curves
from detector.panel.train.requests import Row

from .conftest import Driver, write_model


def a_page(driver: Driver, path: Path = Path("page.png")) -> None:
    driver.panel.context.set_current("page", path.name, Ornament(path, 0))


def test_models_are_listed_with_their_figures_and_the_card_is_shown(driver: Driver) -> None:
    write_model(driver.panel.presenter.models_dir / "rey", ap=0.87)
    (driver.panel.presenter.models_dir / "broken").mkdir()
    driver.panel.entered()
    driver.wait_idle()
    tips = {driver.panel.models.list.item(row).text(): driver.panel.models.list.item(row).toolTip()
            for row in range(2)}  # fmt: skip
    assert "2 labels, AP 0.87" in tips["rey"] and "mobilenet_v2" in tips["rey"]
    assert "AP at IoU 0.75: 0.87, boxes refined 0.87" in tips["rey"]
    assert "CPU, 2 cores" in tips["rey"]
    assert "settings.json is missing or damaged" in tips["broken"]
    driver.choose_model("rey")
    assert "A model of the test" in driver.panel.stage.model.card.toPlainText()
    assert driver.panel.stage.model.curves.drawn["detector"] == ("training", "held out")
    assert driver.panel.context.current_text("model") == "rey"
    driver.choose_model("broken")
    assert driver.panel.context.current_text("model") == ""
    assert "not finished or damaged" in driver.why_not("inspect")


def test_delete_asks_and_undo_puts_it_back(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: answers.pop(0))
    offers: list[tuple[str, object]] = []
    driver.panel.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    driver.press("delete")
    assert folder.is_dir() and not offers
    driver.press("delete")
    driver.wait_idle()
    assert not folder.exists() and driver.panel.models.list.count() == 0
    assert driver.panel.context.current_text("model") == ""
    text, choices = offers[0]
    assert "rey" in text and isinstance(choices, dict)
    choices["Undo"]()
    driver.wait_idle()
    assert (folder / "weights.safetensors").read_bytes() == b"weights"
    assert driver.panel.presenter.selected == str(folder)


def test_export_copies_a_model(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    target = tmp_path / "out"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    driver.press("export")
    driver.wait_idle()
    assert (target / "rey" / "settings.json").is_file()
    assert sorted(path.name for path in target.iterdir()) == ["rey"]


def test_a_folder_that_is_no_model_is_not_imported(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "model.pkl").write_bytes(b"\x80\x04.")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    driver.press("import")
    driver.wait_idle()
    text = driver.panel.stage.strip.text()
    assert str(other) in text and "is not a model of this program" in text
    assert driver.panel.presenter.models == ()
    # What went wrong before is not said any more once something else is done.
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    driver.press("export")
    driver.wait_idle()
    assert driver.panel.stage.strip.text() == ""


def test_the_model_goes_to_inspect(driver: Driver) -> None:
    folder = write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    sent: list[tuple[str, object]] = []
    driver.panel.context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    driver.choose_model("rey")
    driver.press("inspect")
    assert sent == [(MODEL, folder)]
    driver.panel.context.set_accepted_kinds(frozenset({BOXES}))
    assert driver.why_not("inspect") == "Inspect is not installed"


def test_lines_of_the_list_wrap_instead_of_being_cut(driver: Driver) -> None:
    write_model(
        driver.panel.presenter.models_dir / "rey", ap=None, labels=tuple(str(n) for n in range(1000, 1200))
    )
    driver.panel.entered()
    driver.wait_idle()
    rows = driver.panel.models.list

    def high(width: int) -> int:
        driver.panel.splitter.setSizes([width, 970 - width, 310])
        QApplication.processEvents()
        driver.panel.grab()
        return rows.visualItemRect(rows.item(0)).height()

    assert high(180) > high(500)


def test_the_card_has_no_empty_row_and_the_curves_follow_the_theme(driver: Driver) -> None:
    folder = write_model(driver.panel.presenter.models_dir / "rey")
    (folder / "MODEL_CARD.md").write_text("# rey\n\n| | |\n|---|---|\n| labels | 1, 2 |\n", "utf-8")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    view = driver.panel.stage.model
    tables = [one for one in view.card.document().rootFrame().childFrames() if isinstance(one, QTextTable)]
    assert [table.rows() for table in tables] == [1]
    plot = view.curves._plots["detector"]
    dark = QPalette(view.palette())
    dark.setColor(QPalette.ColorRole.Text, QColor("#eeeeee"))
    view.curves.setPalette(dark)
    assert "#eeeeee" in plot.plotItem.titleLabel.item.toHtml()
    assert "#eeeeee" in plot.plotItem.legend.items[0][1].item.toHtml()


@pytest.mark.parametrize("width", [705, 600])  # on a screen of 1366 x 768, and beside wide columns
def test_no_curve_runs_behind_its_legend(qtbot: QtBot, width: int) -> None:
    view = Curves()
    qtbot.addWidget(view)
    view.resize(width, 235)
    view.show()
    rows: list[Row] = []
    for stage in ("detector", "decoder"):
        for epoch in range(1, 5):
            row: Row = {"stage": stage, "epoch": epoch, "seconds": 1.0, "loss": 6.0 / epoch, "val_loss": 6.0}
            rows.append(row | {"ap 0.5": 0.1, "ap 0.75": 0.1, "ap 0.9": 0.1})
            view.show_rows(rows)
            QApplication.processEvents()
    for plot in view._plots.values():
        item = plot.plotItem
        legend = item.legend.sceneBoundingRect()
        assert legend.bottom() <= item.vb.sceneBoundingRect().top()
        assert legend.top() >= item.titleLabel.sceneBoundingRect().bottom()
        assert legend.left() >= 0
        assert legend.right() <= plot.width()
        assert item.vb.sceneBoundingRect().right() <= plot.width()
    assert [len(plot.plotItem.legend.items) for plot in view._plots.values()] == [2, 2, 3]


def test_the_curves_write_their_numbers_as_french_does(qtbot: QtBot) -> None:
    view = Curves()
    qtbot.addWidget(view)
    view.show_rows([{"stage": "detector", "epoch": 1, "seconds": 1.0, "loss": 6.0, "ap 0.75": 0.1}])
    axis = view._plots["ap"].getAxis("left")
    assert axis.tickStrings([0.0, 0.5], 1.0, 0.5) == ["0", "0.5"]
    try:
        speak("fr")
        assert axis.tickStrings([0.0, 0.5], 1.0, 0.5) == ["0", "0,5"]
    finally:
        speak("en")


# --- detection ------------------------------------------------------------------------------------


def test_detections_of_the_page_go_to_annotate(driver: Driver) -> None:
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    assert "Open a page" in driver.why_not("detect")
    a_page(driver)
    sent: list[tuple[str, object]] = []
    driver.panel.context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    driver.press("detect")
    driver.wait_idle()
    assert driver.stub.detected[0].image_path == Path("page.png")
    kind, boxes = sent[0]
    assert kind == BOXES and isinstance(boxes, BoxesHandover)
    assert boxes.boxes == driver.stub.found and boxes.title == "Detections"


def test_detections_of_a_page_that_was_left_are_dropped(driver: Driver) -> None:
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    a_page(driver)
    sent: list[str] = []
    driver.panel.context.sendRequested.connect(lambda kind, _payload: sent.append(kind))
    driver.stub.hold_detection.clear()
    driver.press("detect")
    assert driver.why_not("detect") == "A detection is running"
    a_page(driver, Path("other.png"))
    driver.stub.hold_detection.set()
    driver.wait_idle()
    assert sent == []
    assert "Another page was opened meanwhile" in driver.panel.stage.strip.text()


def test_no_detection_says_what_to_try(driver: Driver) -> None:
    write_model(driver.panel.presenter.models_dir / "rey")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("rey")
    a_page(driver)
    driver.stub.found = ()
    driver.press("detect")
    driver.wait_idle()
    assert "Lower Score over" in driver.panel.stage.strip.text()
