"""A resumed training shows and counts the epochs that are behind it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detector.core.params import TrainParams
from detector.panel.train import epochs, train_jobs
from detector.panel.train.epochs import EPOCHS_FILE
from detector.panel.train.requests import Row, TrainRequest, Watchers
from detector.panel.train.train_jobs import write_request

from .conftest import Driver, write_model


def begun(driver: Driver, *, epochs: int, kept: list[Row] | None) -> Path:
    """A training that stopped: a model with curves.csv, and the rows beside its checkpoints if `kept`."""
    folder = write_model(driver.panel.presenter.models_dir / "begun")
    write_request(TrainRequest((Path("old_matched.json"),), TrainParams(epochs=epochs), folder))
    if kept is not None:
        (folder.with_name("begun.training") / EPOCHS_FILE).write_text(json.dumps(kept), "utf-8")
    driver.panel.entered()
    driver.wait_idle()
    driver.choose_model("begun")
    return folder


def epoch(number: int, stage: str = "detector", **figures: float) -> Row:
    row: Row = {"stage": stage, "epoch": number, "seconds": 30.0, "loss": 9.0 - number}
    return {**row, **figures}


def test_a_resumed_training_shows_the_epochs_before_it_and_counts_them(driver: Driver) -> None:
    kept = [epoch(number, val_loss=8.0) for number in range(1, 5)]
    begun(driver, epochs=12, kept=kept)
    driver.stub.first_epoch = 5
    driver.stub.epochs = 0
    driver.stub.hold.clear()
    driver.press("resume")
    view, presenter = driver.panel.stage.training, driver.panel.presenter
    driver.wait(lambda: view.curves.drawn.get("detector") == ("training", "held out"))
    assert [row["epoch"] for row in presenter.rows] == [1, 2, 3, 4], "before its next epoch has ended"
    driver.stub.hold.set()
    driver.wait_idle()


def test_an_epoch_that_is_done_again_replaces_the_one_before(driver: Driver) -> None:
    kept = [*(epoch(number) for number in range(1, 7)), epoch(1, "decoder")]
    begun(driver, epochs=12, kept=kept)
    driver.stub.first_epoch = 5
    driver.press("resume")
    driver.wait_idle()
    rows = driver.panel.presenter.rows
    assert [(row["stage"], row["epoch"]) for row in rows] == [("detector", n) for n in range(1, 7)]
    assert [row["seconds"] for row in rows] == [30.0] * 4 + [60.0] * 2


def test_without_kept_epochs_the_models_curves_are_shown(driver: Driver) -> None:
    begun(driver, epochs=12, kept=None)
    driver.stub.first_epoch = 2
    driver.press("resume")
    driver.wait_idle()
    rows = driver.panel.presenter.rows
    assert [(row["epoch"], row["loss"]) for row in rows] == [(1.0, 3.0), (2, 2.0), (3, 4.0 / 3)]
    assert driver.panel.stage.training.curves.drawn["detector"] == ("training", "held out")
    # A new training has nothing behind it.
    driver.choose_catalogue()
    driver.stub.first_epoch = 1
    driver.press("train")
    driver.wait_idle()
    assert [row["epoch"] for row in driver.panel.presenter.rows] == [1, 2]


# --- keeping them ---------------------------------------------------------------------------------


def test_an_epoch_is_joined_where_it_belongs() -> None:
    rows = [epoch(1), epoch(2), epoch(3), epoch(1, "decoder"), epoch(2, "decoder")]
    assert epochs.joined(rows, epoch(3, "decoder")) == [*rows, epoch(3, "decoder")]
    assert epochs.joined(rows, epoch(2, "decoder", val_loss=1.0))[-2:] == [
        epoch(1, "decoder"),
        epoch(2, "decoder", val_loss=1.0),
    ]
    assert epochs.joined(rows, epoch(1)) == [epoch(1)], "it began from the start"


@pytest.mark.parametrize("text", ["", "{", "7", "null", '[{"stage": "detector"}, {"stage": "x"}, 3]'])
def test_what_cannot_be_read_is_no_reason_not_to_resume(tmp_path: Path, text: str) -> None:
    (tmp_path / EPOCHS_FILE).write_text(text, "utf-8")
    assert epochs.earlier(tmp_path, tmp_path / "no model") == ()


def test_the_epochs_are_kept_after_each_one_with_their_ap(tmp_path: Path) -> None:
    request = TrainRequest((Path("a.json"),), TrainParams(), tmp_path / "m")
    write_request(request)
    seen: list[Row] = []
    watch = train_jobs._Watch(Watchers(seen.append, lambda _preview: None), request)
    watch.epoch_over(epoch(1))
    previewer: Any = SimpleNamespace(look=lambda: SimpleNamespace(ap={0.5: 0.75}))
    watch._previewer = previewer
    watch.epoch_over(epoch(2))
    assert train_jobs.earlier_epochs(request.folder) == (epoch(1), {**epoch(2), "ap 0.5": 0.75})
    assert seen == [epoch(1), epoch(2)]
    # Resumed after the last epoch was lost: it is done again.
    again = TrainRequest(request.catalogue, request.params, request.folder, resume=True)
    train_jobs._Watch(Watchers(seen.append, lambda _preview: None), again).epoch_over(epoch(2))
    assert train_jobs.earlier_epochs(request.folder) == (epoch(1), epoch(2))
    # Another training of that name begins anew.
    train_jobs._Watch(Watchers(seen.append, lambda _preview: None), request).epoch_over(epoch(1, loss=5.0))
    assert train_jobs.earlier_epochs(request.folder) == (epoch(1, loss=5.0),)
