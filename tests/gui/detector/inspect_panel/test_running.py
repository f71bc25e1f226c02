"""An inspection from the Inspect workspace: device, model, first boxes, cancel, refusal, errors."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from autolabelme.core.errors import InputError
from autolabelme.qtkit.workspace import MODEL
from detector.panel.models.devices import Devices

from .conftest import Driver


def test_devices_are_named_and_a_missing_gpu_cannot_be_chosen(driver: Driver) -> None:
    driver.open()
    device = driver.panel.side.device
    assert [device.itemText(i) for i in range(3)] == [
        "Automatic: CPU, 2 cores",
        "CPU, 2 cores",
        "GPU: none was found",
    ]
    assert not device.model().item(2).isEnabled()
    driver.panel.side.show_devices(Devices("Some GPU", 1, 2, 8))
    assert device.itemText(0) == "Automatic: Some GPU"
    assert device.model().item(2).isEnabled()
    device.setCurrentIndex(1)
    device.activated.emit(1)
    assert driver.panel.presenter.params.device == "cpu"
    driver.inspect()
    assert driver.stub.asked[0].params.device == "cpu"


def test_what_the_detector_boxed_is_shown_before_the_rest_is_measured(driver: Driver) -> None:
    driver.open()
    driver.stub.hold.clear()
    driver.press("inspect")
    driver.wait(lambda: bool(driver.panel.stage.canvas.overlays.items))
    assert driver.panel.presenter.running
    assert [item.text for item in driver.panel.stage.canvas.overlays.items] == ["1", "2"]
    assert "Vignettes boxed: 2." in driver.panel.stage.strip.text()
    driver.stub.hold.set()
    driver.wait_idle()
    assert [item.role for item in driver.panel.stage.canvas.overlays.items] == ["finding"] * 2
    assert driver.panel.stage.strip.text() == ""


def test_the_model_is_opened_while_the_ornament_is_looked_at(driver: Driver) -> None:
    driver.open()
    assert set(driver.stub.warmed) == {driver.panel.presenter.model}


def test_cancel_refusal_and_errors_leave_a_line(driver: Driver) -> None:
    driver.open()
    driver.stub.hold.clear()
    driver.press("inspect")
    driver.wait(lambda: driver.panel.presenter.running and bool(driver.stub.asked))
    assert driver.why_not("inspect") == "An inspection is running"
    driver.press("cancel")
    driver.wait_idle()
    assert "cancelled" in driver.panel.stage.strip.text()
    driver.stub.hold.set()
    driver.stub.refuse = "another motif"
    driver.inspect()
    assert driver.panel.stage.strip.text().endswith("another motif")
    driver.stub.refuse = ""
    driver.stub.error = InputError("cannot be read", path=driver.stub.ornament)
    driver.inspect()
    assert "suspect.png" in driver.panel.stage.strip.text()
    assert driver.panel.presenter.done is None
    assert not driver.why_not("inspect")


def test_a_carved_block_needs_a_reference_and_a_new_run_for_another_rate(driver: Driver) -> None:
    driver.stub.carved = True
    driver.open(reference=False)
    driver.panel.presenter.choose_model(None)
    assert "nothing to compare with" in driver.why_not("inspect")
    driver.panel.presenter.choose_reference(driver.stub.reference)
    driver.wait_idle()
    driver.inspect()
    before = driver.panel.presenter.findings
    assert "next inspection" in driver.panel.side.rate.toolTip()
    driver.panel.side.rate.setValue(30.0)
    assert driver.panel.presenter.findings == before


def test_a_model_from_train_is_the_one_that_inspects(driver: Driver, tmp_path: Path) -> None:
    driver.open()
    driver.panel.receive(MODEL, tmp_path / "my model")
    driver.wait_idle()
    driver.stub.hold.clear()
    driver.press("inspect")
    assert "the time left" in driver.panel.stage.strip.text(), "it has no normals yet"
    driver.stub.hold.set()
    driver.wait_idle()
    assert driver.panel.stage.strip.text() == ""
    assert driver.stub.asked[0].model == tmp_path / "my model"
    assert driver.panel.context.current_text("model") == "my model"


def test_another_ornament_has_nothing_of_the_last_one(driver: Driver, tmp_path: Path) -> None:
    driver.open()
    presenter = driver.panel.presenter
    driver.inspect()
    driver.key(Qt.Key.Key_A)
    presenter.set_params(presenter.params.replace(scale=2.0, false_alarms=0.05))
    other = tmp_path / "other.png"
    other.write_bytes(driver.stub.reference.read_bytes())
    presenter.choose_ornament(other)
    driver.wait_idle()
    assert presenter.subject is not None
    assert presenter.subject.reference is None
    assert presenter.context.current("reference") is None
    assert presenter.context.current_text("reference") == ""
    assert driver.panel.side.reference.text().startswith("No reference")
    assert (presenter.done, presenter.findings, presenter.can_undo) == (None, (), False)
    assert len(driver.kinds()) == 0
    assert presenter.params.scale is None, "measured on the scan before"
    assert driver.panel.side.form.params().scale is None
    assert presenter.params.false_alarms == 0.01, "chosen for the ornament before"
    # The same ornament against another reference keeps its scale.
    presenter.set_params(presenter.params.replace(scale=2.0))
    presenter.choose_reference(driver.stub.reference)
    assert presenter.params.scale == 2.0
    driver.wait_idle()


def test_the_breadcrumb_names_what_is_inspected_here(driver: Driver) -> None:
    context = driver.panel.context
    driver.open()
    for key in ("ornament", "reference"):
        context.set_current(key, "from Align", object())
    driver.panel.entered()
    driver.wait_idle()
    assert context.current_text("ornament") == driver.stub.ornament.name
    assert context.current_text("reference") == driver.stub.reference.name


def test_a_rate_that_was_changed_wears_a_badge_that_leads_back(driver: Driver) -> None:
    driver.open()
    side, presenter = driver.panel.side, driver.panel.presenter
    assert not side.changed.isVisible()
    place = side.rate.mapTo(side, side.rate.rect().center())
    side.rate.setValue(20.0)
    assert side.changed.isVisible() and "1.0%" in side.changed.toolTip()
    assert side.rate.mapTo(side, side.rate.rect().center()) == place, "nothing moves"
    QTest.mouseClick(side.changed, Qt.MouseButton.LeftButton)
    assert presenter.params.false_alarms == 0.01 and side.rate.value() == 1.0
    assert not side.changed.isVisible()
