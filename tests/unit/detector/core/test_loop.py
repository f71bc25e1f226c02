"""The training loop on a page of 400 px: a second or two each on one core."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.progress import no_tick
from detector.core import loop, training_stages
from detector.core.data import Batch, RandomCrops, training_page
from detector.core.loop import StageOutcome, StagePlan, run_stage
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.training_stages import DecoderStage, DetectorStage, EndToEndStage, Stage

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


def test_the_rate_falls_after_the_second_epoch_of_grace_and_not_without_end() -> None:
    made = _Still(a_network(), 1e-3).configure_optimizers()
    rates = []
    for _ in range(40):
        made["lr_scheduler"]["scheduler"].step(1.0)
        rates.append(made["optimizer"].param_groups[0]["lr"])
    assert rates[:3] == pytest.approx([1e-3, 1e-3, 1e-4])
    assert rates[-1] == pytest.approx(1e-7)


def test_within_a_time_limit_the_rate_falls_for_the_last_quarter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(loop.time, "monotonic", lambda: clock.now)
    group = {"lr": 1.0}
    trainer = SimpleNamespace(
        num_training_batches=100,
        current_epoch=0,
        optimizers=[SimpleNamespace(param_groups=[group])],
        callback_metrics={},
        should_stop=False,
    )
    plan = StagePlan("stage", 10, 2, "cpu", tmp_path, minutes=1.0)
    watch = loop._Watch(DetectorStage(a_network(), 1e-3), some_crops(), plan, StageOutcome(), no_tick, None)
    fell = 0.0
    for second in range(60):
        clock.now = float(second)
        watch.on_train_batch_end(trainer, None, None, None, second)
        fell = fell or (second if group["lr"] < 1 else 0.0)
    assert 40 < fell < 50
    assert group["lr"] == pytest.approx(0.1)


class _Still(DetectorStage):
    """A loss that never falls, at no cost."""

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        return {"loss_of_nothing": sum(p.sum() for p in self.network.ssd.head.parameters()) * 0.0 + 1.0}


class _Steep(_Still):
    """A loss whose gradients are thousands long; nothing moves, and their lengths are noted."""

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        return {"steep": 1e4 * sum(p.sum() for p in self.network.ssd.head.parameters())}

    def configure_optimizers(self) -> torch.optim.Optimizer:
        lengths = self.lengths = []

        class Noting(torch.optim.SGD):
            def step(self, closure=None):
                loss = closure()
                grads = [p.grad for group in self.param_groups for p in group["params"] if p.grad is not None]
                lengths.append(float(torch.linalg.vector_norm(torch.cat([one.ravel() for one in grads]))))
                return loss

        return Noting(self.trained_parameters(), lr=self.rate)


def test_long_gradients_are_shortened(tmp_path: Path) -> None:
    stage = _Steep(a_network(), 1e-3)
    run(stage, tmp_path, epochs=1, crops=some_crops(2))
    assert stage.lengths and max(stage.lengths) == pytest.approx(5.0, rel=0.3)


def test_of_many_vignettes_some_fifty_are_drawn_a_little_off_their_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    torch.manual_seed(1)
    many = 400
    corners = 250 * torch.rand(many, 2)
    truth = {"boxes": torch.cat([corners, corners + 40], dim=1)}
    drawn: list[torch.Tensor] = []

    def dae(_maps: object, boxes: list[torch.Tensor], _indices: object) -> torch.Tensor:
        drawn.extend(boxes)
        return torch.zeros(len(boxes[0]), 1)

    dae.decoder = SimpleNamespace(size=(8, 8), channels=1)
    network = SimpleNamespace(dae=dae, ssd=None)
    every = (torch.arange(many), torch.arange(many))
    monkeypatch.setattr(training_stages, "responsible_default_boxes", lambda *_: [every])
    monkeypatch.setattr(
        training_stages, "crop_targets", lambda _images, boxes, *_: torch.zeros(len(boxes[0]), 1)
    )
    training_stages.reconstruction_loss(network, SimpleNamespace(targets=[truth], maps=None), [])
    assert 34 < len(drawn[0]) < 66
    off = torch.cdist(drawn[0], truth["boxes"], p=float("inf")).min(dim=1).values / 40
    assert 0.02 < off.max() < 0.045


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
    more: list[object] = []
    outcome = run_stage(
        _Still(a_network(), 1e-3), some_crops(2), validation, plan, tick=no_tick, on_epoch=more.append
    )
    assert [row["epoch"] for row in more] == [2, 3]
    assert [row["epoch"] for row in outcome.rows] == [1, 2, 3]  # the curves are the whole training's


def test_resuming_from_something_else_is_refused(tmp_path: Path) -> None:
    torch.save({"state_dict": {"other": torch.zeros(1)}}, tmp_path / "last.ckpt")
    with pytest.raises(InputError, match="resumed"):
        run(_Still(a_network(), 1e-3), tmp_path, epochs=1, resume=True)


class _Tiny(torch.nn.Module):
    """Stands for a network where none is needed: what is tested is what happens around it."""

    def __init__(self, labels: tuple[str, ...] = ("1", "2")) -> None:
        super().__init__()
        self.config = NetworkConfig(labels)
        self.ssd = torch.nn.Module()
        self.ssd.head = torch.nn.Linear(2, 1)


class _Worse(_Still):
    """Best in the first epoch; a weight counts the epochs."""

    def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        with torch.no_grad():
            self.network.ssd.head.weight.fill_(float(self.current_epoch + 1))
        return {"worse": super().losses(batch)["loss_of_nothing"] + float(self.current_epoch)}


class _Killed(Exception):
    pass


def killed_in(epoch: int, stage: Stage, plan: StagePlan) -> None:
    """Run `stage` until it is killed at the end of `epoch`, before that epoch is saved."""

    def kill(row: dict[str, float | int | str]) -> None:
        if row["epoch"] == epoch:
            raise _Killed

    with pytest.raises(_Killed):
        run_stage(stage, some_crops(2), None, plan, tick=no_tick, on_epoch=kill)


def test_a_resumed_training_keeps_the_best_of_the_whole(tmp_path: Path) -> None:
    killed_in(3, _Worse(_Tiny(), 1e-3), StagePlan("stage", 4, 2, "cpu", tmp_path))
    stage = _Worse(_Tiny(), 1e-3)
    outcome = run_stage(
        stage, some_crops(2), None, StagePlan("stage", 4, 2, "cpu", tmp_path, resume=True), tick=no_tick
    )
    assert [row["worse"] for row in outcome.rows] == [1.0, 2.0, 3.0, 4.0]
    assert outcome.best_loss == 1.0
    assert float(stage.network.ssd.head.weight[0, 0]) == 1.0
    assert outcome.earlier > 0


@pytest.mark.parametrize("options", [{"epochs": 2}, {"epochs": 50, "patience": 2}])
def test_a_stage_that_had_ended_is_not_gone_on_with(tmp_path: Path, options: dict[str, int]) -> None:
    first = run(_Worse(_Tiny(), 1e-3), tmp_path, crops=some_crops(2), **options)
    stage = _Worse(_Tiny(), 1e-3)
    again = run(stage, tmp_path, crops=some_crops(2), resume=True, **options)
    assert again.rows == first.rows
    assert again.stopped == first.stopped
    assert float(stage.network.ssd.head.weight[0, 0]) == 1.0  # the best, not the last


def test_a_cancelled_epoch_is_done_again(tmp_path: Path) -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done == 3:  # of two steps an epoch
            raise Cancelled

    crops = some_crops(4)
    outcome = run(_Worse(_Tiny(), 1e-3), tmp_path, tick=tick, crops=crops, epochs=3)
    assert (outcome.stopped, len(outcome.rows)) == ("cancelled", 1)
    again = run(_Worse(_Tiny(), 1e-3), tmp_path, crops=crops, epochs=3, resume=True)
    assert [row["epoch"] for row in again.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("labels", "data", "field"), [(("1", "3"), "some pages", "network"), (("1", "2"), "others", "data")]
)
def test_a_training_of_something_else_is_not_resumed(
    tmp_path: Path, labels: tuple[str, ...], data: str, field: str
) -> None:
    run(_Still(_Tiny(), 1e-3), tmp_path, crops=some_crops(2), epochs=1, data="some pages")
    with pytest.raises(InputError, match="cannot be resumed") as refused:
        run(_Still(_Tiny(labels), 1e-3), tmp_path, crops=some_crops(2), epochs=2, data=data, resume=True)
    assert refused.value.path == tmp_path / "last.ckpt"
    assert refused.value.field == field


def test_a_checkpoint_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    run(_Still(_Tiny(), 1e-3), tmp_path, crops=some_crops(2), epochs=1)
    path = tmp_path / "last.ckpt"
    path.write_bytes(path.read_bytes()[:-600])
    with pytest.raises(InputError, match="damaged"):
        run(_Still(_Tiny(), 1e-3), tmp_path, crops=some_crops(2), epochs=2, resume=True)


def test_running_out_of_memory_does_not_go_on_with_an_older_training(tmp_path: Path) -> None:
    run(_Still(_Tiny(), 1e-3), tmp_path, crops=some_crops(2), epochs=2)
    said: list[str] = []
    plan = StagePlan("stage", 2, 4, "cpu", tmp_path)
    outcome = run_stage(_Greedy(_Tiny(), 1e-3), some_crops(4), None, plan, tick=no_tick, on_note=said.append)
    assert [row["epoch"] for row in outcome.rows] == [1, 2]
    assert said == ["stage: out of memory with 4 crops a step, going on with 2"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: 9 bytes"), True),
        (RuntimeError("size mismatch"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_out_of_memory_has_many_names(error: Exception, expected: bool) -> None:
    assert loop.is_out_of_memory(error) is expected


@pytest.mark.parametrize("workers", [0, 1])
def test_resumed_crops_are_those_of_their_epoch(tmp_path: Path, workers: int) -> None:
    """As on a GPU, where other processes cut the crops ahead of time."""
    seen: list[float] = []

    class Seeing(_Still):
        def losses(self, batch: Batch) -> dict[str, torch.Tensor]:
            seen.append(float(sum(image.mean() for image in batch.images)))
            return super().losses(batch)

    torch.manual_seed(0)
    run(Seeing(_Tiny(), 1e-3), tmp_path / "whole", crops=some_crops(2), epochs=2)
    whole, second = seen[:1], seen[1:]
    assert whole != second
    seen.clear()
    run(Seeing(_Tiny(), 1e-3), tmp_path / "parts", crops=some_crops(2), epochs=1)
    run(
        Seeing(_Tiny(), 1e-3), tmp_path / "parts", crops=some_crops(2), epochs=2, resume=True, workers=workers
    )
    assert seen == pytest.approx([*whole, *second], rel=1e-5)


def test_crops_without_boxes_train_the_decoder_on_nothing(tmp_path: Path) -> None:
    page = training_page("text", np.full((400, 400, 3), 200, np.uint8), np.zeros((0, 4)), [], scale=1.0)
    crops = RandomCrops([page], per_page=2, augment=False)
    outcome = run(DecoderStage(a_network(), 1e-4), tmp_path, epochs=1, crops=crops)
    assert outcome.rows[0]["reconstruction"] == 0
