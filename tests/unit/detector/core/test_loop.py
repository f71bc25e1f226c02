"""The training loop on a page of 400 px: a second or two each on one core."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.progress import no_tick
from detector.core import loop
from detector.core.data import Batch, RandomCrops, training_page
from detector.core.loop import StageOutcome, StagePlan, run_stage
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.stages import DecoderStage, DetectorStage, EndToEndStage, Stage

from ..conftest import a_picture


def a_network() -> DetectorNetwork:
    torch.manual_seed(0)
    return DetectorNetwork(NetworkConfig(("1", "2"), boxes="one")).to(memory_format=torch.channels_last)


def some_crops(per_page: int = 4) -> RandomCrops:
    page = np.full((400, 400, 3), 225, np.uint8)
    boxes, labels = [], []
    for row in range(3):
        for column in range(3):
            picture = a_picture(column % 2)
            x, y = 20 + 120 * column, 30 + 110 * row
            page[y : y + 40, x : x + 48] = picture[..., None]
            boxes.append((x, y, x + 48, y + 40))
            labels.append(column % 2 + 1)
    return RandomCrops(
        [training_page("page", page, np.array(boxes, float), labels, scale=1.0)],
        per_page=per_page,
        augment=False,
    )


def run(
    stage: Stage, folder: Path, *, tick=no_tick, crops: RandomCrops | None = None, **plan: object
) -> StageOutcome:
    options = {"epochs": 2, "batch": 2, "device": "cpu", **plan}
    return run_stage(
        stage, crops or some_crops(), None, StagePlan("stage", folder=folder, **options), tick=tick
    )


def test_two_epochs_lower_both_losses_of_the_detector(tmp_path: Path) -> None:
    outcome = run(DetectorStage(a_network(), 1e-3), tmp_path, crops=some_crops(8))
    first, last = outcome.rows
    assert last["classification"] < first["classification"]
    assert last["bbox_regression"] < first["bbox_regression"]
    assert outcome.stopped == "epochs"
    assert outcome.best_loss == min(float(row["loss"]) for row in outcome.rows)


def test_two_epochs_lower_the_decoders_loss_and_leave_the_detector(tmp_path: Path) -> None:
    network = a_network()
    before = {name: value.clone() for name, value in network.ssd.state_dict().items()}
    outcome = run(DecoderStage(network, 1e-4), tmp_path)
    first, last = outcome.rows
    assert last["reconstruction"] < first["reconstruction"]
    for name, value in network.ssd.state_dict().items():
        assert torch.equal(value, before[name]), name


def test_end_to_end_moves_both(tmp_path: Path) -> None:
    network = a_network()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    run(EndToEndStage(network, 1e-4), tmp_path, epochs=1, crops=some_crops(2))
    changed = {
        name.split(".")[0]
        for name, value in network.state_dict().items()
        if not torch.equal(value, before[name])
    }
    assert changed == {"ssd", "dae"}


def test_cancel_keeps_the_best(tmp_path: Path) -> None:
    network, rows = a_network(), []

    def tick(done: int, total: int, stage: str) -> None:
        if done >= 3:
            raise Cancelled

    stage = DetectorStage(network, 1e-3)
    plan = StagePlan("stage", 5, 2, "cpu", tmp_path)
    outcome = run_stage(stage, some_crops(), None, plan, tick=tick, on_epoch=rows.append)
    assert outcome.stopped == "cancelled"
    assert 1 <= len(rows) < 5
    for name, value in network.state_dict().items():
        assert torch.equal(value, outcome.best[name]), name


def test_ctrl_c_is_a_cancel_not_an_exit(tmp_path: Path) -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    outcome = run(DetectorStage(a_network(), 1e-3), tmp_path, tick=tick, epochs=5)
    assert outcome.stopped == "cancelled"
    assert outcome.best


def test_a_time_limit_ends_the_training_and_lowers_the_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A clock that goes one second on whenever it is read: no real time is measured.
    clock = itertools.count()
    monkeypatch.setattr(loop.time, "monotonic", lambda: float(next(clock)))
    outcome = run(_Still(a_network(), 1e-3), tmp_path, epochs=100, minutes=0.4)
    assert outcome.stopped == "time"
    assert 0 < len(outcome.rows) < 24
    assert outcome.rows[-1]["learning_rate"] < 0.9e-3


def test_no_progress_ends_the_training_early(tmp_path: Path) -> None:
    outcome = run(_Still(a_network(), 1e-3), tmp_path, epochs=50, patience=3)
    assert outcome.stopped == "early"
    assert len(outcome.rows) == 4
    # Two epochs without a fall of 2% and the rate is a tenth.
    assert outcome.rows[-1]["learning_rate"] == pytest.approx(1e-4)


class _Still(DetectorStage):
    """A loss that never falls, at no cost."""

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        return {"loss_of_nothing": sum(p.sum() for p in self.network.ssd.head.parameters()) * 0.0 + 1.0}


class _Greedy(_Still):
    """Runs out of memory with more than two crops a step."""

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        if len(batch) > self.fits:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return super().losses(batch)

    fits = 2


def test_out_of_memory_halves_the_batch_and_says_so(tmp_path: Path) -> None:
    outcome = run(_Greedy(a_network(), 1e-3), tmp_path, epochs=1, batch=8, crops=some_crops(8))
    assert outcome.batch == 2
    assert [note.split(",")[0] for note in outcome.notes] == [
        "out of memory with 8 crops a step",
        "out of memory with 4 crops a step",
    ]
    assert len(outcome.rows) == 1


def test_out_of_memory_with_the_smallest_batch_is_an_error(tmp_path: Path) -> None:
    stage = _Greedy(a_network(), 1e-3)
    stage.fits = 1
    with pytest.raises(InputError, match="out of memory"):
        run(stage, tmp_path, epochs=1, batch=4)


@pytest.mark.parametrize("checked", [False, True])
def test_a_training_goes_on_where_it_was_killed(tmp_path: Path, checked: bool) -> None:
    class Killed(Exception):
        pass

    def kill(row: object) -> None:
        if len(rows) == 1:
            raise Killed
        rows.append(row)

    rows: list[object] = []
    validation = some_crops(2) if checked else None
    with pytest.raises(Killed):
        plan = StagePlan("stage", 3, 2, "cpu", tmp_path)
        run_stage(_Still(a_network(), 1e-3), some_crops(2), validation, plan, tick=no_tick, on_epoch=kill)
    plan = StagePlan("stage", 3, 2, "cpu", tmp_path, resume=True)
    outcome = run_stage(_Still(a_network(), 1e-3), some_crops(2), validation, plan, tick=no_tick)
    assert [row["epoch"] for row in outcome.rows] == [2, 3]


def test_resuming_from_something_else_is_refused(tmp_path: Path) -> None:
    torch.save({"state_dict": {"other": torch.zeros(1)}}, tmp_path / "last.ckpt")
    with pytest.raises(InputError, match="resumed"):
        run(_Still(a_network(), 1e-3), tmp_path, epochs=1, resume=True)


def test_crops_without_boxes_train_the_decoder_on_nothing(tmp_path: Path) -> None:
    page = training_page("text", np.full((400, 400, 3), 200, np.uint8), np.zeros((0, 4)), [], scale=1.0)
    crops = RandomCrops([page], per_page=2, augment=False)
    outcome = run(DecoderStage(a_network(), 1e-4), tmp_path, epochs=1, crops=crops)
    assert outcome.rows[0]["reconstruction"] == 0
