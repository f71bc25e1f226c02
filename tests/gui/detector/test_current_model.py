"""Train, Inspect and the breadcrumb name one model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autolabelme.qtkit.workspace import WorkspaceContext
from detector.core.params import TrainParams
from detector.panel.inspect.panel import InspectPanel
from detector.panel.train.requests import TrainRequest
from detector.panel.train.train_jobs import write_request

from .conftest import Driver, write_model
from .inspect_stub import Stub as InspectStub


@pytest.fixture
def folders(driver: Driver) -> dict[str, Path]:
    models = driver.panel.presenter.models_dir
    return {name: write_model(models / name) for name in ("first", "second")}


@pytest.fixture
def inspect_stub(tmp_path: Path) -> InspectStub:
    return InspectStub(tmp_path)


@pytest.fixture
def inspect(driver: Driver, folders: dict[str, Path], inspect_stub: InspectStub) -> InspectPanel:
    panel = InspectPanel(driver.panel.context, inspect_stub.workers())
    driver.qtbot.addWidget(panel)
    return panel


def enter(driver: Driver, panel: InspectPanel | None = None) -> None:
    (panel or driver.panel).entered()
    driver.wait_idle()


def named(context: WorkspaceContext) -> tuple[str, object]:
    return context.current_text("model"), context.current("model")


def picked(panel: InspectPanel) -> object:
    return panel.side.model.currentData()


def pick(panel: InspectPanel, folder: Path | None) -> None:
    index = next(i for i in range(panel.side.model.count()) if panel.side.model.itemData(i) == folder)
    panel.side.model.setCurrentIndex(index)
    panel.side.model.activated.emit(index)


def test_what_is_chosen_in_train_is_picked_in_inspect(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path]
) -> None:
    context = driver.panel.context
    enter(driver)
    driver.choose_model("second")
    enter(driver, inspect)
    assert picked(inspect) == inspect.presenter.model == folders["second"]
    assert named(context) == ("second", folders["second"])
    enter(driver)
    driver.choose_model("first")
    assert inspect.presenter.model == folders["first"]
    enter(driver, inspect)
    assert named(context) == ("first", picked(inspect)) == ("first", folders["first"])


def test_what_is_picked_in_inspect_is_chosen_in_train(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path]
) -> None:
    context = driver.panel.context
    enter(driver, inspect)
    assert named(context) == (inspect.presenter.name_of(inspect.presenter.model), picked(inspect))
    enter(driver)
    for name in ("second", "first"):
        pick(inspect, folders[name])
        assert named(context) == (name, folders[name])
        assert driver.panel.presenter.selected == str(folders[name])
    enter(driver)
    assert named(context) == ("first", folders["first"]), "entering Train chooses nothing"


def test_a_carved_block_keeps_no_model(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path]
) -> None:
    context = driver.panel.context
    enter(driver)
    driver.choose_model("second")
    enter(driver, inspect)
    pick(inspect, None)
    assert named(context) == ("", None)
    enter(driver)
    assert named(context) == ("", None)
    driver.choose_model("first")
    enter(driver, inspect)
    assert picked(inspect) is None
    assert named(context) == ("", None)


def test_a_training_that_is_not_finished_is_looked_at_without_changing_the_model(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path]
) -> None:
    begun = driver.panel.presenter.models_dir / "begun"
    write_request(TrainRequest((Path("a_matched.json"),), TrainParams(), begun))
    enter(driver)
    driver.choose_model("second")
    driver.choose_model("begun")
    enter(driver, inspect)
    assert picked(inspect) == folders["second"]
    assert named(driver.panel.context) == ("second", folders["second"])
    enter(driver)
    assert driver.panel.presenter.selected == str(begun)


def test_a_deleted_model_is_picked_no_more(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path]
) -> None:
    enter(driver)
    driver.choose_model("second")
    enter(driver, inspect)
    shutil.rmtree(folders["second"])
    enter(driver)
    assert named(driver.panel.context) == ("", None)
    enter(driver, inspect)
    assert picked(inspect) == folders["first"]
    assert named(driver.panel.context) == ("first", folders["first"])


def test_a_result_says_with_which_model_it_was_found(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path], inspect_stub: InspectStub
) -> None:
    enter(driver, inspect)
    pick(inspect, folders["first"])
    assert inspect.open_paths([inspect_stub.ornament, inspect_stub.reference])
    inspect.presenter.inspect()
    driver.wait_idle()
    assert "found with" not in inspect.stage.promise.text()
    pick(inspect, folders["second"])
    assert inspect.stage.promise.text().startswith("This was found with: first.")
    inspect.presenter.inspect()
    pick(inspect, folders["first"])  # while it runs
    driver.wait_idle()
    assert inspect_stub.asked[-1].model == folders["second"]
    assert inspect.stage.promise.text().startswith("This was found with: second.")
    pick(inspect, folders["second"])
    assert "found with" not in inspect.stage.promise.text()


def test_a_model_chosen_in_this_session_is_not_put_aside_for_one_of_the_last(
    driver: Driver, inspect: InspectPanel, folders: dict[str, Path], inspect_stub: InspectStub
) -> None:
    state = inspect.save_state()
    enter(driver)
    driver.choose_model("second")
    later = InspectPanel(driver.panel.context, inspect_stub.workers())
    driver.qtbot.addWidget(later)
    later.restore_state({**state, "model": str(folders["first"])})
    enter(driver, later)
    assert picked(later) == folders["second"]
    assert named(driver.panel.context) == ("second", folders["second"])
